//! Abbreviations: may a sentence end with one, and before what?

use std::collections::HashMap;
use std::sync::LazyLock;

/// Kind of an abbreviation, by what may follow it inside a sentence and so does not show that the sentence ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Anything: no sentence ends here.
    Anything,
    /// A noun, a name or a number: only a word that begins sentences shows an end.
    NounOrNumber,
    /// A noun or a name: a number shows an end too.
    Noun,
    /// A number: a word with a capital shows an end.
    Number,
    /// Words in small letters only: a capital or a number shows an end.
    Nothing,
}

/// The abbreviations, without the last full stop and without blanks inside, by what may follow them.
const GROUPS: [(Abbreviation, &[&str]); 5] = [
    (
        Abbreviation::Anything,
        &[
            // for example, that is, compare
            "z.B z.Bsp bspw d.h d.i i.e s.o s.u vgl vergl cf sog sogen bzw beziehungsw resp gem entspr betr bzgl hinsichtl insb",
            "insbes bes ggf gegebenenf evtl u.U i.d.R i.Allg i.a i.S.d i.S.v i.V.m m.E m.W z.T z.Zt z.Z z.Hd o.g lt vs inkl exkl",
            "incl excl einschl ausschl zzgl abzgl abz",
            // before names and numbers
            "geb gesch verw verh gest gefl od u a.d Nr Nrn Hausnr Telefonnr Abschn",
        ],
    ),
    (
        Abbreviation::NounOrNumber,
        &[
            // amounts, measures
            "ca zirka rd max mind min etw ungef durchschn Std Min Sek Pers Stck Stk Kl Gr dz",
            // places in books, laws, files
            "Abs Abb Tab Bd Bde Ziff lit Anm Fn Rn Rdn Rdnr Randnr Rz Bl Sp S Jg Jahrg Az Drs Drucks Aufl Ausg Urt Beschl Hs Halbs",
            "Buchst Pkt Pos Tz",
            // addresses, dates
            "Tel Telef Str Pl Postf Feb Febr Mrz Apr Jun Jul Aug Sep Sept Okt Nov Dez Mo Di Mi Do Fr Sa Jh Jhd Jhdt",
            "u.a u.v.a v.a u.z",
        ],
    ),
    (
        Abbreviation::Noun,
        &[
            // titles, offices, ranks
            "Dr Dres Prof Proff Dipl Ing Mag Lic Priv Doz Bacc Akad Univ Hr Hrn Frl Mr Mrs Ms Mme Mlle Msgr Mgr Sr Jr jun sen Sen",
            "Abg Präs Vors Vorst stellv stv Bgm Oberbgm Reg Minist Gouv Sekr Kfm Insp Komm Ref Rev Ltn Lt Oblt Hptm Maj Obstlt Kapt",
            "Frhr Hl hl St Ste Sta a.D i.R i.V i.A e.V em habil apl mult h.c d.Ä f ff",
            // firms, makers of books, places
            "Co Cie Gebr Bros Fa Hrsg Hg Hgg Red Verf Übers Verl Mitarb Bhf Prov Bez Kr Ldkr",
            // adjectives and participles
            "allg öff öffentl ehem vorm nachm dt engl frz franz ital österr amerik brit russ europ internat röm kath ev evang griech",
            "lat arab jüd chin poln türk schweiz bayer württ preuß sächs thür niedersächs westf hess techn wiss wirtsch polit jur",
            "jurist med phil theol rer chem phys math bürgerl jährl mehrj versch verschied div",
            // amounts before a noun
            "Mio Mill Mrd Tsd",
        ],
    ),
    (Abbreviation::Number, &["Abt Art Fax Jan Kap Max No Par So Vers"]),
    (
        Abbreviation::Nothing,
        &[
            "usw usf etc dgl u.dgl u.Ä u.ä o.Ä o.ä u.v.m u.a.m u.s.w u.s.f v.Chr n.Chr v.u.Z n.u.Z u.Z d.J d.M n.E n.V i.E p.a a.M",
            "v.H v.T o.J o.O Inc Corp Ltd PLC Hbf",
        ],
    ),
];

/// Nouns before a single letter that is a name of its own and no initial (`in Gruppe B. Polen siegte`).
const BEFORE_LETTER: [&str; 22] = [
    "Abschnitt",
    "Anlage",
    "Block",
    "Buchstabe",
    "Buchstaben",
    "Dur",
    "Fall",
    "Gruppe",
    "Halle",
    "Hepatitis",
    "Kategorie",
    "Klasse",
    "Level",
    "Liga",
    "Plan",
    "Punkt",
    "Serie",
    "Stufe",
    "Teil",
    "Typ",
    "Variante",
    "Vitamin",
];

/// Abbreviations that are written without a full stop: one after them ends the sentence.
const WITHOUT_STOP: [&str; 4] = ["Pkw", "Lkw", "Kfz", "Krd"];

/// Bytes of the longest abbreviation, blanks included, that is looked up.
const MAX_ABBREVIATION_BYTES: usize = 24;

/// Finds the abbreviation at the end of `before`, the sentence up to a full stop; `None` if it ends in another word.
pub(super) fn abbreviation(before: &str) -> Option<Abbreviation> {
    let mut words = before.rsplit(char::is_whitespace).filter(|word| !word.is_empty());
    let word = words.next()?.trim_start_matches(|c: char| !c.is_alphanumeric());
    let last = last_piece(word);
    if let Some(found) = known(word).or_else(|| spaced(before, word)) {
        return Some(found);
    }
    // `Dipl.Ing`, but no ending of an address (`beispiel.ca`)
    let address = word.ends_with(&format!(".{last}")) && last.starts_with(char::is_lowercase);
    if let Some(found) = known(last).filter(|_| last.len() > 1 && !address) {
        return Some(found);
    }
    if word.contains(".-") || is_short_pieces(word) {
        return Some(Abbreviation::Noun);
    }
    let mut letters = word.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        let named = words.next().is_some_and(|noun| BEFORE_LETTER.contains(&noun));
        return match letter {
            _ if !letter.is_alphabetic() || named => None,
            _ if letter.is_lowercase() => Some(Abbreviation::NounOrNumber),
            _ => Some(Abbreviation::Noun),
        };
    }
    by_shape(last)
}

/// Returns what stands behind the last hyphen or full stop of a word; the word itself if it has a slash (`km/h`).
fn last_piece(word: &str) -> &str {
    if word.contains('/') { word } else { word.rsplit(['-', '.', '\u{2010}', '\u{2011}']).next().unwrap_or(word) }
}

/// Looks up an abbreviation as it is written; one that begins a sentence (`Vgl.`, `Ca.`) with a small first letter.
fn known(word: &str) -> Option<Abbreviation> {
    static TABLE: LazyLock<HashMap<&str, Abbreviation>> = LazyLock::new(|| {
        let groups = GROUPS.iter().flat_map(|(kind, lines)| lines.iter().map(move |line| (*kind, *line)));
        groups.flat_map(|(kind, line)| line.split(' ').map(move |word| (word, kind))).collect()
    });
    if word.len() > MAX_ABBREVIATION_BYTES {
        return None;
    }
    TABLE.get(word).copied().or_else(|| {
        let mut letters = word.chars();
        let first = letters.next().filter(|c| c.is_uppercase() && word.len() > 1)?;
        let small: String = first.to_lowercase().chain(letters).collect();
        // adjectives are left out: with a capital they are names (`Bayer`, `Hess`)
        TABLE.get(small.as_str()).copied().filter(|kind| !matches!(kind, Abbreviation::Noun | Abbreviation::Nothing))
    })
}

/// Looks up an abbreviation of several words (`u. v. m.`), the longest first. `last` is the last of them.
fn spaced(before: &str, last: &str) -> Option<Abbreviation> {
    let mut joined = last.to_owned();
    let mut found = None;
    for word in before.rsplit(char::is_whitespace).filter(|word| !word.is_empty()).skip(1).take(3) {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        if !word.ends_with('.') || word.chars().count() > 4 {
            break;
        }
        joined.insert_str(0, word);
        found = known(&joined).or(found);
    }
    found
}

/// Returns true for letters with full stops between them (`U.S`, `Ph.D`).
fn is_short_pieces(word: &str) -> bool {
    word.contains('.')
        && word.split('.').all(|piece| (1..=2).contains(&piece.chars().count()))
        && word.chars().all(|c| c == '.' || c.is_alphabetic())
}

/// Knows an abbreviation by its shape: a street, an office, letters without a vowel (`Hptbf`), an adjective cut off at
/// its ending (`gesetzl`).
fn by_shape(word: &str) -> Option<Abbreviation> {
    let letters = || word.chars();
    if word.len() > 4 && ["str", "präs", "vors", "sekr"].iter().any(|end| word.ends_with(end)) {
        return Some(Abbreviation::NounOrNumber);
    }
    let small = letters().skip(1).all(char::is_lowercase);
    let begins_small = letters().next().is_some_and(char::is_lowercase);
    let without_vowel =
        !letters().any(|c| matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y') || !c.is_ascii());
    if small && without_vowel && letters().all(char::is_alphabetic) && letters().count() > 1 + usize::from(begins_small)
    {
        return Some(Abbreviation::NounOrNumber).filter(|_| !WITHOUT_STOP.contains(&word.trim_end_matches('s')));
    }
    let cut_off = word
        .strip_suffix('l')
        .is_some_and(|stem| stem.len() > 2 && stem.ends_with(['b', 'd', 'f', 'g', 'k', 'm', 'n', 'p', 's', 't', 'z']));
    (begins_small && cut_off).then_some(Abbreviation::Noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_abbreviation_is_listed_twice() {
        let all: Vec<&str> = GROUPS.iter().flat_map(|(_, lines)| *lines).flat_map(|line| line.split(' ')).collect();
        let mut once = all.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), all.len());
        assert!(all.iter().all(|word| !word.is_empty() && word.len() <= MAX_ABBREVIATION_BYTES));
    }

    #[test]
    fn kinds() {
        use Abbreviation::{Anything, Nothing, Noun, NounOrNumber, Number};
        for (before, expected) in [
            ("wie z. B", Some(Anything)),
            ("(vgl", Some(Anything)),
            ("Bzw", Some(Anything)),
            ("nach Abs", Some(NounOrNumber)),
            ("in der Goethestr", Some(NounOrNumber)),
            ("am Karl-Marx-Pl", Some(NounOrNumber)),
            ("die dt", Some(Noun)),
            ("Frau Dipl.-Chem", Some(Noun)),
            ("der U.S", Some(Noun)),
            ("Johann S", Some(NounOrNumber)),
            ("Carl F", Some(Noun)),
            ("von gesetzl", Some(Noun)),
            ("eine neue Art", Some(Number)),
            ("Staatssekr", Some(NounOrNumber)),
            ("u. v. m", Some(Nothing)),
            ("44 v. Chr", Some(Nothing)),
            ("44 v.Chr", Some(Nothing)),
            ("in Gruppe F", None),
            ("mit 80 km/h", None),
            ("der Lkw", None),
            ("die Pkws", None),
            ("der GmbH", None),
            ("die CDU", None),
            ("auf www.beispiel.de", None),
            ("auf www.beispiel.ca", None),
            ("als Dipl.Ing", Some(Noun)),
            ("die Firma Bayer", None),
            ("der Termin", None),
            ("das Wohl", None),
            ("sehr wohl", None),
            ("nach Köln", None),
            ("", None),
        ] {
            assert_eq!(abbreviation(before), expected, "{before}");
        }
    }
}
