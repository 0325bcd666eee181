//! Which names of fields and columns mean what.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::corpus::field_map::FieldKind;

/// Names of each kind as [`normalised`] writes them: small letters and digits, ä as ae. The first name with a value wins.
const NAMES: [(FieldKind, &str); 8] = [
    (
        FieldKind::Id,
        "id uuid guid urn uri idstr articleid artikelid tweetid storiesid docid documentid dokumentid dokumentnummer \
         docno sophoraid externalid artikelnummer",
    ),
    (
        FieldKind::Title,
        "title headline titel ueberschrift header heading schlagzeile hauptueberschrift hauptzeile hauptschlagzeile \
         maintitle webtitle head kopfzeile betreff titlefull headlines name",
    ),
    (
        FieldKind::Text,
        "fulltext text body maintext articlebody bodytext content contenttext contenthtml plaintext inhalt cleanedtext \
         cleantext volltext haupttext fliesstext artikeltext beitragstext meldungstext pressetext artikel article \
         beitrag meldung nachricht articlehtml bodyhtml bodyxhtml bodyxml html rawtext rawcontent textcontent extractedtext \
         storytext bodycopy transcript transkript wortlaut message tweet selftext blocks paragraphs absaetze contents bodies",
    ),
    (
        FieldKind::Lead,
        "subtitle description lead teaser standfirst vorspann abstract summary unterzeile untertitel unterueberschrift \
         subhead subheadline subheading anriss anreisser einleitung intro excerpt trailtext kurztext kurzfassung \
         zusammenfassung teasertext firstsentence deck leadtext leadparagraph snippet",
    ),
    (
        FieldKind::Date,
        "date published dates datepublish datepublished publishdate publishedat publishedon pubdate publishingdate datum \
         publicationdate publicationtime publishedtime publisheddate publishtime pubtime pubdatetime publishtimestamp issued dateissued \
         webpublicationdate firstpublicationdate firstpublished erscheinungsdatum erscheinungstag erscheinungstermin \
         erschienen erschienenam veroeffentlicht veroeffentlichtam veroeffentlichungsdatum publikationsdatum \
         publiziert publiziertam publizierungsdatum ausgabedatum druckdatum datumzeit datumuhrzeit sendedatum \
         datetime isodate dateiso timestamp zeitstempel created createdat createdon datecreated createdtime \
         createddate erstellt erstelltam erstelldatum versioncreated contentcreated firstcreated postedat postdate \
         dateposted dateadded displaydate releasedate time indexeddate dateunixtime createdutc updated updatedat \
         lastupdated dateupdated modified modifiedat datemodified datemodify lastmodified lastpublished aktualisiert \
         aktualisiertam geaendert geaendertam collectdate datedownload downloaddate crawldate datecrawled crawledat \
         scrapedat retrievedat fetchedat",
    ),
    (
        FieldKind::Source,
        "source publisher domain sitename sourcedomain quelle site newspaper zeitung medium media medianame \
         medienname mediumname medientitel publikation publication publicationname zeitungsname zeitungstitel blatt \
         outlet newsoutlet sourcename sourcetitle quellenname quellentitel publishername publikationsorgan organ \
         herausgeber agentur agency provider creditline copyrightholder channel channelname kanal sender sendername \
         sourcehostname namederzeitung cleanurl feedtitle feedname websitename website hostname host username screenname account user fromname from",
    ),
    (
        FieldKind::Section,
        "section category articlesection ressort rubrik kategorie sectionname sparte sachgebiet label topic thema \
         rubric desk department ressortname rubrikname categoryname newsdesk categories kategorien pillarname subreddit",
    ),
    (FieldKind::Language, "language lang sprache inlanguage languagecode sprachcode locale langcode"),
];

/// Words that may stand before a known name: `post_title`, `Artikeldatum`.
const PREFIXES: [&str; 20] = [
    "artikel",
    "article",
    "news",
    "story",
    "beitrags",
    "beitrag",
    "meldungs",
    "nachrichten",
    "presse",
    "zeitungs",
    "publikations",
    "document",
    "dokument",
    "doc",
    "post",
    "tweet",
    "item",
    "page",
    "web",
    "dc",
];

/// Words that may stand behind a known name: `title_de`, `content.rendered`.
const SUFFIXES: [&str; 14] = [
    "rendered", "text", "html", "string", "str", "value", "raw", "de", "original", "iso", "utc", "gmt", "local",
    "plain",
];

/// Places that a name loses by each step that leads to a known one.
const STEP: usize = 1000;

static KNOWN: LazyLock<HashMap<&'static str, FieldMeaning>> = LazyLock::new(|| {
    let named = NAMES.iter().flat_map(|(kind, names)| {
        names.split_whitespace().enumerate().map(|(rank, name)| (name, FieldMeaning { kind: *kind, rank: rank + 1 }))
    });
    named.collect()
});

/// Rank of `name` among the names of titles: the last, since many things have a name.
pub(super) static NAME_RANK: LazyLock<usize> =
    LazyLock::new(|| KNOWN.get("name").map_or(usize::MAX, |meaning| meaning.rank));

/// Names of texts that may hold a whole page, with all that stands around the article.
const PAGES: [&str; 3] = ["html", "rawtext", "rawcontent"];

/// Meaning of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FieldMeaning {
    pub(super) kind: FieldKind,
    /// Place among the names of this kind, from 1; a lower one is preferred. 0 is for what a user has named.
    pub(super) rank: usize,
}

/// Returns true if `name` with this meaning is that of an article's body as such: no whole page, no text in another shape.
pub(super) fn is_body(name: &str, meaning: &FieldMeaning) -> bool {
    meaning.kind == FieldKind::Text && (1..STEP).contains(&meaning.rank) && !PAGES.contains(&normalised(name).as_str())
}

/// Endings by which search engines tell the kind of a field: `title_s`, `inhalt_txt_de`, `datum_dt`.
const KIND_ENDINGS: [&str; 14] = [
    "_txt_de", "_text_de", "_txt_en", "_txt", "_txts", "_text", "_s", "_ss", "_t", "_dt", "_dts", "_tdt", "_str",
    "_keyword",
];

/// Returns what a field or column of this name means. Capitals, blanks and marks do not count: `publishedAt` is
/// `published_at`.
pub(super) fn meaning_of(name: &str) -> Option<FieldMeaning> {
    let own = normalised(name);
    if let Some(meaning) = KNOWN.get(own.as_str()) {
        return Some(*meaning);
    }
    let later = |meaning: &FieldMeaning| FieldMeaning { rank: meaning.rank + STEP, ..*meaning };
    let known = |name: &str| KNOWN.get(name).filter(|meaning| meaning.rank < *NAME_RANK || name != "name");
    let stripped = PREFIXES.iter().filter_map(|prefix| own.strip_prefix(prefix));
    let stripped = stripped.chain(SUFFIXES.iter().filter_map(|suffix| own.strip_suffix(suffix)));
    if let Some(meaning) = stripped.filter(|rest| !rest.is_empty()).find_map(known) {
        return Some(later(meaning));
    }
    let kindless = KIND_ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).map(normalised);
    if let Some(meaning) = kindless.as_deref().and_then(known) {
        return Some(later(meaning));
    }
    // a name with its explanation: `Titel des Artikels`, `Datum (TT.MM.JJJJ)`
    let words = [" des ", " der ", " of ", "("].iter().filter_map(|word| name.find(word)).min();
    if let Some(meaning) = words.map(|end| normalised(&name[..end])).as_deref().and_then(known) {
        return Some(later(meaning));
    }
    // a name in a namespace or of a flattened record: `dcterms:title`, `fields.headline`
    let last = name.rsplit([':', '.', '/']).next().filter(|last| last.len() < name.len())?;
    known(&normalised(last)).map(|meaning| later(&later(meaning)))
}

/// Writes a name in small letters and digits only.
fn normalised(name: &str) -> String {
    let mut own = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            'a'..='z' | '0'..='9' => own.push(c),
            'A'..='Z' => own.push(c.to_ascii_lowercase()),
            'ä' | 'Ä' => own.push_str("ae"),
            'ö' | 'Ö' => own.push_str("oe"),
            'ü' | 'Ü' => own.push_str("ue"),
            'ß' => own.push_str("ss"),
            // the dots of a decomposed umlaut
            '\u{308}' => own.push('e'),
            _ if c.is_alphanumeric() => own.extend(c.to_lowercase()),
            _ => {}
        }
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unambiguous() {
        let count: usize = NAMES.iter().map(|(_, names)| names.split_whitespace().count()).sum();
        assert_eq!(KNOWN.len(), count);
        for name in KNOWN.keys() {
            assert_eq!(normalised(name), *name);
        }
    }

    #[test]
    fn capitals_and_marks_do_not_count() {
        for (name, kind) in [
            ("publishedAt", Some(FieldKind::Date)),
            ("date_publish", Some(FieldKind::Date)),
            ("Erscheinungs-Datum", Some(FieldKind::Date)),
            ("Veröffentlicht am", Some(FieldKind::Date)),
            ("Vero\u{308}ffentlicht am", Some(FieldKind::Date)),
            ("post_date_gmt", Some(FieldKind::Date)),
            ("post_content", Some(FieldKind::Text)),
            ("Artikeldatum", Some(FieldKind::Date)),
            ("Überschrift", Some(FieldKind::Title)),
            ("UEBERSCHRIFT", Some(FieldKind::Title)),
            ("title.rendered", Some(FieldKind::Title)),
            ("dcterms:title", Some(FieldKind::Title)),
            ("fields.bodyText", Some(FieldKind::Text)),
            ("source_name", Some(FieldKind::Source)),
            ("author.name", None),
            ("_id", Some(FieldKind::Id)),
            ("Titel des Artikels", Some(FieldKind::Title)),
            ("Datum (TT.MM.JJJJ)", Some(FieldKind::Date)),
            ("Name des Autors", None),
            ("Name der Zeitung", Some(FieldKind::Source)),
            ("pubtime", Some(FieldKind::Date)),
            ("title_s", Some(FieldKind::Title)),
            ("inhalt_txt_de", Some(FieldKind::Text)),
            ("pubDate_dt", Some(FieldKind::Date)),
            ("seite_s", None),
            ("Unnamed: 0", None),
            ("Seite", None),
            ("url", None),
            ("", None),
        ] {
            assert_eq!(meaning_of(name).map(|meaning| meaning.kind), kind, "{name}");
        }
        let rank = |name| meaning_of(name).map(|meaning| meaning.rank);
        assert!(rank("full_text") < rank("text") && rank("title") < rank("title_de"));
    }
}
