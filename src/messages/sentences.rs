//! Sentences with values in them. Names and texts from outside are safe to print before they come here, unless it says otherwise.

use std::path::Path;
use std::process::ExitStatus;

use fundstelle::check::{MAX_QUOTATION_WORDS, MIN_QUOTATION_WORDS, QuotationVerdict};
use fundstelle::search::MAX_COPIES;

use super::{Language, Message, foreign, message, texts};
use crate::wire::visible;

/// `+ 4 near-identical`.
pub(crate) fn near_identical(language: Language, count: usize) -> String {
    let or_more = if count >= MAX_COPIES { texts::OR_MORE.to(language) } else { "" };
    let count = count as u64;
    format!("+ {}{or_more} {}", language.count(count), texts::NEAR_IDENTICAL.of(language, count))
}

/// A pattern or a fuzzy word stands for more words than were searched.
pub(crate) fn incomplete(language: Language, used: u64, known: u64) -> String {
    let (used, known) = (language.count(used), language.count(known));
    sentence!(language, "(unvollständig: {used} von {known} Wörtern)", "(incomplete: {used} of {known} words)")
}

/// A day that `--since` or `--until` was given is none. `day` is as it was typed.
pub(crate) fn not_a_date(language: Language, option: &str, day: &str) -> String {
    let day = visible(day);
    sentence!(
        language,
        "{option} {day}: kein Datum; möglich sind 2018, 2018-04, 2018-04-21, März 2018, 21.4.2018, gestern, 7d und letzte Woche",
        "{option} {day}: not a date; write 2018, 2018-04, 2018-04-21, März 2018, 21.4.2018, yesterday, 7d or last week"
    )
}

/// A name that a filter was given cannot be read. `name` is as it was typed.
pub(crate) fn not_a_name(language: Language, option: &str, name: &str, problem: &str) -> String {
    let name = visible(name);
    sentence!(language, "{option} {name}: {problem}", "{option} {name}: {problem}")
}

/// More queries were given than are drawn together.
pub(crate) fn too_many_curves(language: Language, most: usize) -> String {
    sentence!(language, "höchstens {most} Anfragen in einem Bild", "at most {most} queries in one picture")
}

/// A topic of a file is no query.
pub(crate) fn bad_topic(language: Language, file: &Path, topic: &str, problem: &str) -> String {
    let file = file.display();
    sentence!(language, "{file}: Thema {topic}: {problem}", "{file}: topic {topic}: {problem}")
}

/// Articles whose date is no day of the calendar.
pub(crate) fn dates_refused(language: Language, count: u64) -> String {
    let articles = articles_dative(language, count);
    sentence!(language, "bei {articles} ungültiges Datum, nicht übernommen", "invalid date ignored in {articles}")
}

/// Articles whose source names only a month or a year.
pub(crate) fn dates_vague(language: Language, count: u64) -> String {
    let articles = articles_dative(language, count);
    sentence!(
        language,
        "bei {articles} nur Monat oder Jahr genannt, als dessen erster Tag übernommen",
        "only month or year given in {articles}, taken as its first day"
    )
}

/// Articles dated later than tomorrow.
pub(crate) fn dates_future(language: Language, count: u64) -> String {
    let articles = articles_dative(language, count);
    sentence!(
        language,
        "bei {articles} Datum in der Zukunft (zählt für --recent nicht als jüngstes)",
        "date in the future in {articles} (not counted as the newest by --recent)"
    )
}

/// Which columns of a table were taken for what; `header_line` is 0 without a header, `missing` are names that no column has.
pub(crate) fn table(language: Language, path: &str, header_line: u32, columns: &str, missing: &[String]) -> String {
    let columns = if columns.is_empty() { "–" } else { columns };
    let mut line = match header_line {
        0 => {
            sentence!(language, "{path}: keine Kopfzeile, Spalten: {columns}", "{path}: no header, columns: {columns}")
        }
        line => {
            sentence!(language, "{path}: Kopf in Zeile {line}: {columns}", "{path}: header on line {line}: {columns}")
        }
    };
    if !missing.is_empty() {
        let missing = missing.join(", ");
        line += &sentence!(language, "; nicht vorhanden: {missing}", "; not there: {missing}");
    }
    line
}

/// Returns a number of articles in the German dative: `2 Artikeln`.
fn articles_dative(language: Language, count: u64) -> String {
    match (language, count) {
        (Language::German, 2..) => format!("{} Artikeln", language.count(count)),
        _ => texts::ARTICLES.counted(language, count),
    }
}

/// An indexed folder is not there, so that it may only be out of reach.
pub(crate) fn gone(language: Language, path: &str) -> String {
    sentence!(
        language,
        "{path} gibt es nicht mehr: Ist der Datenträger eingehängt? --forget nimmt die Artikel aus dem Index.",
        "{path} is gone: is its disk mounted? --forget removes its articles from the index."
    )
}

/// A file that was removed from the index is still on disk, below a folder that is indexed.
pub(crate) fn comes_back(language: Language, path: &str) -> String {
    sentence!(
        language,
        "{path} liegt noch da und wird beim nächsten Lauf wieder aufgenommen, auch mit --rebuild: löschen oder in .fundstelleignore nennen",
        "{path} is still there, and the next run takes it in again, with --rebuild as well: delete it, or name it in .fundstelleignore"
    )
}

/// The folder has changed since the last index run; `command` brings the index up to date.
pub(crate) fn stale(language: Language, command: &str) -> String {
    sentence!(
        language,
        "Der Ordner ist neuer als der Index. Aktualisieren: {command}",
        "The folder is newer than the index. Update it with: {command}"
    )
}

/// Changes are looked for every so many seconds, because the system does not report them; `why` is in English.
pub(crate) fn polling(language: Language, why: &str, seconds: u64) -> String {
    let why = foreign(language, why);
    sentence!(
        language,
        "das Dateisystem meldet Änderungen hier nicht ({why}); alle {seconds} s wird nachgesehen",
        "file-system notifications are unavailable ({why}); polling every {seconds} s"
    )
}

/// The pager ended with an error.
pub(crate) fn pager_failed(language: Language, status: ExitStatus) -> String {
    let german = status.code().map_or_else(|| "abgebrochen".to_owned(), |code| format!("Status {code}"));
    sentence!(
        language,
        "der Pager ist fehlgeschlagen ({german}): mit --no-pager geht es ohne ihn",
        "the pager failed ({status}): --no-pager does without it"
    )
}

/// A command was given something that is not a file.
pub(crate) fn not_a_file(language: Language, path: &str) -> String {
    sentence!(
        language,
        "{path}: keine Datei; einen Text nennen oder - für die Standardeingabe",
        "{path}: not a file; name one text, or - for standard input"
    )
}

/// The file to write is one of those to read.
pub(crate) fn output_is_input(language: Language, path: &Path) -> String {
    let path = path.display();
    sentence!(
        language,
        "{path} wird gelesen und kann nicht zugleich geschrieben werden: mit -o eine andere Datei nennen",
        "{path} is an input and cannot be the output as well: name another file with -o"
    )
}

/// A feed that lies in an indexed folder would be found as an article.
pub(crate) fn feed_is_indexed(language: Language, feed: &str, root: &str) -> String {
    sentence!(
        language,
        "{feed} liegt in {root} und würde mit indexiert: eine Datei außerhalb nennen",
        "{feed} lies in {root} and would be indexed as well: name a file elsewhere"
    )
}

/// The file of a feed holds something else; `why` is in English.
pub(crate) fn not_a_feed(language: Language, path: &str, why: &str) -> String {
    let why = foreign(language, why);
    sentence!(
        language,
        "{path}: kein RSS-Feed ({why}) und daher nicht überschrieben: eine andere Datei nennen",
        "{path}: not an RSS feed ({why}), so it is not overwritten: name another file"
    )
}

/// A search is saved; so many articles match it already.
pub(crate) fn watch_added(language: Language, name: &str, articles: u64) -> String {
    let articles = texts::ARTICLES.counted(language, articles);
    sentence!(
        language,
        "{name}: gespeichert (bisher {articles}); gemeldet wird, was neu hinzukommt",
        "{name}: saved ({articles} so far); new matches will be reported"
    )
}

/// The file of a token holds none.
#[cfg(feature = "server")]
pub(crate) fn short_token(language: Language, file: &str) -> String {
    sentence!(
        language,
        "{file}: kein Geheimnis aus mindestens 16 Zeichen ohne Leerzeichen, wie es `openssl rand -hex 32` ausgibt",
        "{file}: not a secret of at least 16 characters without spaces, such as `openssl rand -hex 32` prints"
    )
}

/// The server would be open to other machines, and nothing says that it may be.
#[cfg(feature = "server")]
pub(crate) fn open_to_others(language: Language, address: &str) -> String {
    sentence!(
        language,
        "{address} ist auch von anderen Rechnern erreichbar: mit --token-file DATEI ein Geheimnis verlangen oder mit --no-auth allen antworten",
        "{address} can be reached from other machines: ask for a secret with --token-file FILE, or answer everybody with --no-auth"
    )
}

/// The judgments have no relevant document.
pub(crate) fn nothing_relevant(language: Language, file: &Path) -> String {
    let file = file.display();
    sentence!(
        language,
        "{file}: kein Dokument ist für ein Thema relevant",
        "{file}: no document is relevant to any topic"
    )
}

/// The judgments are about other documents than those of the run.
pub(crate) fn other_documents(language: Language, found: &str, judged: &str) -> String {
    sentence!(
        language,
        "keine Kennung der Ergebnisse ist bewertet (gefunden „{found}“, bewertet „{judged}“): geht es um Artikel (--by article)?",
        "no id of the run is in the judgments (found `{found}`, judged `{judged}`): are they about articles (--by article)?"
    )
}

/// The verdict on a quotation.
pub(crate) fn verdict(language: Language, verdict: &QuotationVerdict) -> String {
    let fixed = match verdict {
        QuotationVerdict::Stands(_) => message("wörtlich belegt", "verbatim"),
        QuotationVerdict::Differs(_) => message("abweichend", "different"),
        QuotationVerdict::Missing => {
            message("nicht gefunden, auch nichts Ähnliches", "not found, nor anything similar")
        }
        QuotationVerdict::Unclosed => {
            message("nicht geprüft (Schlusszeichen fehlt)", "not checked (the closing mark is missing)")
        }
        QuotationVerdict::Short => {
            return sentence!(
                language,
                "nicht geprüft (weniger als {MIN_QUOTATION_WORDS} Wörter)",
                "not checked (fewer than {MIN_QUOTATION_WORDS} words)"
            );
        }
        QuotationVerdict::Long => {
            let most = language.count(MAX_QUOTATION_WORDS as u64);
            return sentence!(
                language,
                "nicht geprüft (mehr als {most} Wörter)",
                "not checked (more than {most} words)"
            );
        }
    };
    fixed.to(language).to_owned()
}

/// How many quotations stand word for word, differ, were not found, were not checked.
pub(crate) fn verdicts(language: Language, counts: [u64; 4]) -> String {
    let [stand, differ, missing, skipped] = counts.map(|count| language.count(count));
    sentence!(
        language,
        "{stand} wörtlich belegt, {differ} abweichend, {missing} nicht gefunden, {skipped} nicht geprüft",
        "{stand} verbatim, {differ} different, {missing} not found, {skipped} not checked"
    )
}

/// Damage to a file of the index, and what it affects.
pub(crate) fn affects(language: Language, file: &str, what: &str, affected: Message) -> String {
    let affected = affected.to(language);
    sentence!(language, "{file}: {what}; betroffen: {affected}", "{file}: {what}; affected: {affected}")
}

/// How many of the source files are as they were indexed.
pub(crate) fn unchanged_sources(language: Language, unchanged: u64, sources: u64) -> String {
    let (unchanged, sources) = (language.count(unchanged), texts::FILES.counted(language, sources));
    sentence!(language, "{unchanged} von {sources} unverändert", "{unchanged} of {sources} unchanged")
}

/// The file of saved searches cannot be repaired; `path` is as a shell takes it.
pub(crate) fn delete_watches(language: Language, path: &str) -> String {
    sentence!(language, "{path} löschen und die Suchen neu anlegen", "Delete {path} and add the searches again")
}

/// No command has this name.
pub(crate) fn no_such_command(language: Language, name: &str) -> String {
    sentence!(
        language,
        "einen Befehl „{name}“ gibt es nicht: `fundstelle help` zeigt alle",
        "there is no command `{name}`: `fundstelle help` shows all"
    )
}

/// The command that repairs the index.
pub(crate) fn rebuild_with(language: Language, command: &str) -> String {
    sentence!(language, "Neu aufbauen mit: {command}", "Rebuild it with: {command}")
}

/// Two halves of a word that stand apart.
pub(crate) fn halves(language: Language, first: &str, second: &str, exact: &str, term: &str) -> String {
    sentence!(
        language,
        "{first} … {second}: zusammen {exact}, gesucht als {term}",
        "{first} … {second}: together {exact}, searched as {term}"
    )
}

/// A word of several pieces, as `Werbe-Budget`.
pub(crate) fn joint(language: Language, word: &str, exact: &str) -> String {
    sentence!(
        language,
        "{word}: zusammengeschrieben {exact}; auch jedes Stück wird gefunden",
        "{word}: as one word {exact}; each piece is found as well"
    )
}

/// A number or a name of several pieces that mean nothing by themselves: `100 000`, `B 96`.
pub(crate) fn one_name(language: Language, word: &str, term: &str) -> String {
    sentence!(
        language,
        "{word}: eine Zahl oder ein Name, gesucht als {term}",
        "{word}: a number or a name, searched as {term}"
    )
}

/// How common a word is, and its best cuts.
pub(crate) fn weights(language: Language, whole: f32, cuts: &str) -> String {
    let whole = language.decimal(whole, 1);
    sentence!(
        language,
        "Gewicht nach Häufigkeit (Abzug für kurze und viele Teile): das Ganze {whole} · {cuts}",
        "weight by frequency (penalty for short and many parts): the whole {whole} · {cuts}"
    )
}

/// The index and the machine that queries are timed on.
pub(crate) fn timed_on(language: Language, passages: u64, segments: u64, bytes: u64, cpu: &str) -> String {
    let (passages, segments) =
        (texts::PASSAGES.counted(language, passages), texts::SEGMENTS.counted(language, segments));
    let (version, size) = (env!("CARGO_PKG_VERSION"), language.megabytes(bytes));
    sentence!(
        language,
        "fundstelle {version}, Index: {passages}, {segments}, {size}; {cpu}",
        "fundstelle {version} on {passages}, {segments}, {size}; {cpu}"
    )
}

/// How queries are timed.
pub(crate) fn timed_how(language: Language, caches: Message, rounds: u32) -> String {
    let (caches, rounds) = (caches.to(language), texts::ROUNDS.counted(language, rounds.into()));
    sentence!(
        language,
        "Latenz mit einem Thread, Caches {caches}, {rounds}; von der Anfrage zu den Kennungen der besten 10, in Millisekunden",
        "latency with one thread, caches {caches}, {rounds}; query text to the ids of the best 10, in milliseconds"
    )
}

/// Queries that were answered in a second.
pub(crate) fn rate(language: Language, rate: f64, threads: usize) -> String {
    let rate = language.decimal(rate, 0);
    sentence!(
        language,
        "{rate} Anfragen je Sekunde mit {threads} Threads",
        "{rate} queries a second with {threads} threads"
    )
}

/// The heading of a mean over topics.
pub(crate) fn mean_of(language: Language, topics: usize) -> String {
    let topics = language.count(topics as u64);
    sentence!(language, "Mittel von {topics}", "mean of {topics}")
}

/// A list of words was written.
pub(crate) fn written(language: Language, path: &str, bytes: usize) -> String {
    let bytes = language.count(bytes as u64);
    sentence!(language, "{path}: {bytes} Bytes", "{path}: {bytes} bytes")
}
