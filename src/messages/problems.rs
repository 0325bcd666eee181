//! Problems with a query.

use fundstelle::query::Problem;

use super::Language;

/// Returns what is wrong with a query, with what to write instead.
pub(crate) fn problem(language: Language, problem: &Problem) -> String {
    match language {
        Language::German => german(problem),
        Language::English => problem.to_string(),
    }
}

fn german(problem: &Problem) -> String {
    match problem {
        Problem::Empty => "die Anfrage ist leer: mindestens ein Wort angeben".into(),
        Problem::OnlyNegative => "die Anfrage schließt nur Wörter aus: mindestens ein gesuchtes Wort ergänzen".into(),
        Problem::NoWord => "kein Suchwort: mindestens ein Buchstabe oder eine Ziffer wird gebraucht".into(),
        Problem::OpenBracket => "diese Klammer ist nicht geschlossen: `)` ergänzen oder in Anführungszeichen setzen".into(),
        Problem::CloseBracket => "diese Klammer wurde nicht geöffnet: entfernen oder davor `(` ergänzen".into(),
        Problem::EmptyBrackets => "die Klammern sind leer: entfernen oder füllen".into(),
        Problem::OpenQuote => "die Anführungszeichen sind nicht geschlossen: `\"` am Ende der Wortfolge ergänzen".into(),
        Problem::Operand(operator) => {
            format!("{operator} braucht auf jeder Seite ein Wort; in Anführungszeichen ist es selbst eines")
        }
        Problem::FieldValue(field) => format!("nach `{field}:` fehlt der Wert, ohne Leerzeichen anzuschließen"),
        Problem::UnknownField(field) => format!(
            "ein Feld `{field}` gibt es nicht, nur titel, quelle, ressort, datum und zitat (oder title, source, section, date, quote); Text mit Doppelpunkt in Anführungszeichen setzen"
        ),
        Problem::Date(text) => format!(
            "`{text}` ist kein Datum: 2018, 2018-04, 2018-04-21, Januar 2018, 21.4.2018, gestern, 7d, letzte Woche oder ein Zeitraum wie 2018-01..2018-04, das frühere Datum zuerst"
        ),
        Problem::Wildcard => "neben `*` stehen nur Buchstaben und Ziffern, wie in `Spion*`, `*schutz*`, `Bundes*minister`".into(),
        Problem::ShortPattern => "ein Muster braucht drei Buchstaben hintereinander, wie in `Spi*` oder `*schutz*`".into(),
        Problem::Fuzzy => {
            "`~1` oder `~2` steht hinter einem einzelnen Wort, wie in `Kasperski~1`: so viele Buchstaben dürfen abweichen".into()
        }
        Problem::ShortFuzzy => "vor `~` stehen mindestens drei Buchstaben, wie in `Kasperski~1`".into(),
        Problem::Slop => {
            "hinter einer Wortfolge steht `~` ohne Zahl (`\"offener Brief\"~` findet `offenen Briefes`); für Wörter nah beieinander: `offener NAHE/5 Brief`".into()
        }
        Problem::Width(max) => format!(
            "NAHE und VOR brauchen eine Zahl von 1 bis {max}: `Bahn NAHE/5 Streik`, in dieser Reihenfolge `Bahn VOR/5 Streik`; in einem Artikel `Bahn NAHE/ARTIKEL Streik`"
        ),
        Problem::NoSpans => {
            "NAHE und VOR verbinden Wörter, Wortfolgen, Muster und Alternativen davon, nicht UND, NICHT oder ein Feld".into()
        }
        Problem::Weightless => {
            "`^` gewichtet Wörter; bei quelle:, ressort:, datum: und Ausgeschlossenem hat es keine Wirkung".into()
        }
        Problem::Capitals(operator) => format!("Operatoren stehen in Großbuchstaben: `{operator}`"),
        Problem::Glued(sign) => {
            format!("`{sign}` braucht auf jeder Seite ein Leerzeichen; in Anführungszeichen ist es ein gewöhnliches Zeichen")
        }
        Problem::Boost => "hinter `^` steht eine Zahl bis 100, wie in `Streik^2` oder `Streik^0,5`".into(),
        Problem::NotInOr => "NICHT neben ODER träfe fast alles: `a NICHT b` schreiben oder Klammern setzen".into(),
        Problem::InField(field) => format!("nach `{field}:` steht ein Wort, eine Wortfolge oder ein Muster"),
        Problem::TooDeep(limit) => format!("Klammern sind tiefer als {limit} verschachtelt: die Anfrage vereinfachen"),
        Problem::TooMany(limit) => {
            format!("mehr als {} Wörter und Operatoren: die Anfrage kürzen", Language::German.count(*limit as u64))
        }
        Problem::TooLong(limit) => {
            format!("die Anfrage ist länger als {} Bytes: kürzen", Language::German.count(*limit as u64))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::errors::tests::assert_german;
    use super::*;

    #[test]
    fn every_problem_is_german() {
        let name = || "Bahn".to_owned();
        for problem in [
            Problem::Empty,
            Problem::OnlyNegative,
            Problem::NoWord,
            Problem::OpenBracket,
            Problem::CloseBracket,
            Problem::EmptyBrackets,
            Problem::OpenQuote,
            Problem::Operand(name()),
            Problem::FieldValue(name()),
            Problem::UnknownField(name()),
            Problem::Date(name()),
            Problem::Wildcard,
            Problem::ShortPattern,
            Problem::Fuzzy,
            Problem::ShortFuzzy,
            Problem::Slop,
            Problem::Width(50),
            Problem::NoSpans,
            Problem::Boost,
            Problem::Weightless,
            Problem::Capitals(name()),
            Problem::Glued("&&"),
            Problem::NotInOr,
            Problem::InField(name()),
            Problem::TooDeep(32),
            Problem::TooMany(2_000),
            Problem::TooLong(16_384),
        ] {
            let (german, english) = (super::problem(Language::German, &problem), problem.to_string());
            assert_ne!(german, english);
            assert_german(&german);
        }
        assert!(german(&Problem::TooLong(16_384)).contains("16.384"));
    }
}
