//! Finds the ends of German sentences.
//!
//! One pass over a line looks at the marks that may end a sentence. Each is judged by the word before it (an
//! abbreviation, an initial, a number) and the word after it, never further away than [`CONTEXT_BYTES`], so that the
//! cost is linear.

mod abbreviations;
mod enclosed;
mod marks;
mod next_word;
mod numbers;
mod starters;

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::characters::is_invisible;
use enclosed::Enclosed;
use marks::{Mark, ends_sentence};

/// Bytes of a sentence before a mark that are looked at.
const CONTEXT_BYTES: usize = 160;

/// Returns the sentences of `text`, one paragraph or several, in order: byte ranges without the white space around
/// them. Together they cover everything but white space.
///
/// A sentence ends at `.`, `!`, `?`, `…` or the `+++` of a live ticker, with the quotation marks and brackets behind
/// it, and always at a line end. No end is seen after abbreviations, initials and ordinals, unless what follows shows
/// that a sentence begins, or inside short quotations and brackets.
///
/// ```
/// let text = "Dr. Berg kam am 3. Mai. Sie blieb nicht.";
/// let sentences: Vec<&str> = fundstelle::passage::sentences(text).into_iter().map(|range| &text[range]).collect();
/// assert_eq!(sentences, ["Dr. Berg kam am 3. Mai.", "Sie blieb nicht."]);
/// ```
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let mut start = 0;
        let mut ends = SentenceEnds::new(line);
        loop {
            let end = ends.next_after(start);
            let range = start..end.unwrap_or(line.len());
            found.extend(trimmed(line, range).map(|range| line_start + range.start..line_start + range.end));
            let Some(end) = end else { break };
            start = end;
        }
        line_start += line.len();
    }
    found
}

/// Ends of the sentences of a line, but for the last one.
struct SentenceEnds<'a> {
    line: &'a str,
    /// Where the next mark is looked for.
    at: usize,
    /// Quotations and brackets.
    enclosed: Enclosed<'a>,
    /// How far the open sentence was searched for a letter or digit.
    searched: usize,
    has_word: bool,
}

impl<'a> SentenceEnds<'a> {
    fn new(line: &'a str) -> Self {
        SentenceEnds { line, at: 0, enclosed: Enclosed::new(line), searched: 0, has_word: false }
    }

    /// Returns the end of the sentence that begins at `start`; `None` if the line ends first.
    fn next_after(&mut self, start: usize) -> Option<usize> {
        (self.searched, self.has_word) = (start, false);
        while let Some(mark) = Mark::next(self.line, &mut self.at, &mut self.enclosed) {
            if mark.end == self.line.len() {
                return None;
            }
            // what has no word is no sentence
            self.has_word |= self.line[self.searched.min(mark.start)..mark.start].contains(char::is_alphanumeric);
            self.searched = self.searched.max(mark.start);
            let embedded = self.enclosed.embeds(mark.end);
            if self.has_word && !embedded && ends_sentence(self.line, start, &mark, &self.enclosed) {
                return Some(mark.end);
            }
        }
        None
    }
}

/// Returns where to cut `text` after at most `most` bytes: at white space, else at a mark between words, else, beyond
/// `most`, at the end of the word there.
pub(super) fn cut_point(text: &str, most: usize) -> usize {
    if text.len() <= most {
        return text.len();
    }
    let (begin, later) = text.split_at(text.floor_char_boundary(most));
    let found = begin.rfind(char::is_whitespace).filter(|at| *at > 0);
    let found = found.or_else(|| begin.rfind(separates_words).filter(|at| *at > 0));
    found.unwrap_or_else(|| begin.len() + later.find(separates_words).unwrap_or(later.len()))
}

/// Returns true for characters that are no letter or digit and cannot stand inside a word, as a soft hyphen can.
fn separates_words(c: char) -> bool {
    !c.is_alphanumeric() && !is_combining_mark(c) && !is_invisible(c)
}

/// Returns `range` without the white space at its ends; `None` if nothing is left.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let slice = text.get(range.clone())?;
    let start = range.start + (slice.len() - slice.trim_start().len());
    let end = start + slice.trim().len();
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    /// Texts whose sentences are separated by `‖`.
    const HARD_CASES: &[&str] = &[
        // abbreviations
        "Das kostet z. B. 3 Mio. Euro. ‖ Am 15. Dezember kam Dr. Müller. ‖ Er ging.",
        "Die Regierung, d. h. Frau A. Merkel, kam. ‖ Nr. 5 lebt. ‖ St. Pauli siegte.",
        "Sie wohnt in der Gartenstr. 5. ‖ Das Haus ist alt.",
        "Prof. Dr. med. h. c. mult. Meier kam. ‖ Er sprach.",
        "Siehe S. 12 f. und 15 ff. der Akte. ‖ Dort steht es.",
        "Nach § 5 Abs. 2 S. 1 Nr. 3 BGB ist das so. ‖ 20 Prozent gehen ab.",
        "Karl d. Gr. regierte lange. ‖ Hansa verlor 1:2 n. V. ‖ Bayern siegte.",
        "Sie züchten Rinder, Schafe usw. ‖ Ziegen fehlen. ‖ Es begann 44 v. Chr. ‖ Rom war groß.",
        "Angela M. (45) wurde verletzt. ‖ Der Staatssekr. Bauer kam. ‖ Niemand sah ihn.",
        "Das sagte der Angeklagte Stephan E. ‖ Er gestand. ‖ In Gruppe F. ‖ Dänemark führt.",
        "J. R. R. Tolkien schrieb es auf. ‖ Die U.S. Army kam.",
        "Er kam am Mo., 3. Juni, zurück. ‖ Am Di. ging er. ‖ Das war im Okt. 2020. ‖ Im Nov. kam er.",
        "Die Meier & Co. KG zahlt. ‖ Die Beispiel Inc. ‖ Das Werk schließt.",
        "Er las Art. 3 GG. ‖ Das ist eine neue Art. ‖ Forscher staunen.",
        "Die Umfrage der Fa. Müller, geb. Weber, kostet ca. 5 Mrd. ‖ Das ist viel.",
        "Die Dr.-Müller-Str. ist lang. ‖ Dipl.-Kfm. Peter Weiß wohnt dort. ‖ Reg.-Präs. Kuhn auch.",
        "Er bremste den Lkw. ‖ Zeugen halfen. ‖ Sie fuhr 120 km/h. ‖ Polizisten maßen das.",
        "Das sind z. T. Kinder, u. U. Alte, usw. usf. ‖ Niemand hilft.",
        // numbers
        "Im Jahr 2006. ‖ Der Rest folgte. ‖ Im 19. Jahrhundert war das so. ‖ Danach nicht.",
        "Die 1. Bundesliga beginnt. ‖ Der 2. Platz ging an ihn. ‖ Er kam auf Platz 3. ‖ Das war gut.",
        "Heinrich VIII. regierte lange. ‖ Otto II. (955–983) starb früh. ‖ Bezieher von Hartz IV. ‖ Kritiker warnen.",
        "Am 3. 4. 2018 um 5 Uhr geschah es. ‖ Der 24. Februar und der 9. November.",
        "Der Vertrag gilt bis 31.12. ‖ Bewerbungen sind möglich. ‖ Die Temperatur lag bei 3,5. ‖ Heute ist es wärmer.",
        "Er wurde 70. ‖ Gäste kamen. ‖ Der Preis fiel auf 12. ‖ Ärzte warnen.",
        "Der Film endet. ‖ 300 Leute klatschen. ‖ 1989 lief er zuerst. ‖ § 5 gilt.",
        "Der 2. FC Dorf gewann gegen den 1. SC Stadt. ‖ In 2. Instanz verlor er.",
        "Vom 15. bis 18. Mai tagt der Rat. ‖ Der 4. und 5. Rang sind frei. ‖ Sein 100. Geburtstag naht.",
        "Wir planen: 1. Kochen, 2. Backen, 3. Essen. ‖ Danach schlafen wir.",
        "1. Die Gemeinde zahlt. ‖ 2. Der Kreis hilft.",
        "Das gilt a) für alle. ‖ b) gilt für niemand.",
        "Sie trafen sich am 5. 6. 2009. ‖ Bauern klagten. ‖ Er kam um 20.15 Uhr. ‖ 15 Minuten später ging er.",
        "Das war 2017. ‖ Minister Lang verspricht es wieder.",
        // quotations and brackets
        "Er sagte: „Das ist gut.“ ‖ Dann ging er. ‖ „Wir kommen!“, rief sie. ‖ Niemand kam.",
        "Was ist das? ‖ Keiner weiß es! ‖ Doch: „Ja.“",
        "„Ich gehe.“ ‖ „Ich auch.“ ‖ Alle gingen. ‖ »Nein!« ‖ »Doch!«",
        "\"Das ist gut.\" ‖ \"Finde ich auch.\" ‖ «Gut.» ‖ Er ging.",
        "„Wo ist er?“ fragte sie. ‖ „Hier!“ rief er. ‖ Sie lachte.",
        "„Das reicht. Ich gehe“, sagte er. ‖ Das Buch „Halt! Stopp!“ erschien.",
        "Er (Wer sonst?) Karl Meier kam. ‖ Sie nicht (leider!) mehr. ‖ Das ist (sic!) Paul.",
        "Die Lage ist ernst (siehe unten.) ‖ Mehr folgt. ‖ Er [...] Karl ging.",
        "Er ging.[2] ‖ Dann kam sie.[3][4] ‖ Alle schwiegen.",
        "Das ist so. ‖ (Er lachte. Sie nicht.)",
        // other marks
        "Wirklich?! ‖ Das glaube ich nicht!!! ‖ Doch... ‖ Nein!",
        "Er zögerte … und schwieg. ‖ Sie sah einen … Mann. ‖ Er floh … ‖ Das war alles.",
        "Es war kalt. . . ‖ Alle froren. ‖ Ach! ! ‖ Ja.",
        "+++ Zug entgleist +++ ‖ Strecke gesperrt. +++ ‖ Helfer vor Ort +++",
        "Er lernt C++ und Java. ‖ Sie nicht.",
        "Das Ergebnis: Die Partei verliert. ‖ Er kam; Sie ging.",
        "Das ist so. ‖ – Nein. ‖ – Doch!",
        "Am Ende – warum? – war alles gut.",
        // small letters
        "Er ist geflohen. ‖ dpa meldete es. ‖ Ein Bieter siegte. ‖ eBay schweigt.",
        "Ist er da? ‖ nein, sagte er. ‖ Hör zu! ‖ wir gehen.",
        "Der Sender Hallo! sendet. ‖ Kommst du? oder nicht?",
        "Das ist ca. dpa zufolge so. ‖ Die Bearb. von Akten dauert.",
        // no blank
        "Auf www.beispiel.de.vu steht es. ‖ Die Datei heißt text.Alt.txt und bleibt.",
        "Version 2.0 ist da. ‖ Das macht 20.000 Euro.",
        // no word
        "… Er kam. ‖ ? Sie ging. …",
        "Ein Satz ohne Ende",
        "„Ja“",
        // names
        "Erst sprach Johann S. Bach. ‖ Das Gebäude gehört C. Meier. ‖ Er zahlt.",
        "Der Verein Grün-Weiß e. V. Neustadt feiert. ‖ Er ist alt. ‖ Der Oberst a. D. Krause kam.",
        "Der 1. Mai ist frei. ‖ Der 2. auch.",
        "Papst Pius XII. ‖ Er schwieg. ‖ Karl V. Habsburg las.",
        "Die Firma Bayer. ‖ Anleger hoffen. ‖ Sie isst Obst. ‖ Kinder auch.",
        "Das ist die SPD. ‖ Mitglieder gehen. ‖ Sie kaufte eine GmbH. ‖ Banken halfen.",
        "Vgl. Abb. 4. ‖ Max. 5 Leute. ‖ Mit Max. ‖ Peter fehlt.",
        "Er spielt Fagott. ‖ Hans spielt auch.",
    ];

    #[test]
    fn hard_cases() {
        for &case in HARD_CASES {
            let text = case.replace(" ‖", "");
            assert_eq!(split(&text).join(" ‖ "), case);
        }
    }

    #[test]
    fn a_blank_is_missing() {
        assert_eq!(
            split("Er ging weg.Dann kam sie. Und jetzt?Niemand weiß es."),
            ["Er ging weg.", "Dann kam sie.", "Und jetzt?", "Niemand weiß es."]
        );
        assert_eq!(
            split("Sie führt die Muster AG.Anleger freut das usw.Alle!"),
            ["Sie führt die Muster AG.", "Anleger freut das usw.", "Alle!"]
        );
        for text in
            ["Dr.Weber", "Die U.S.Navy", "Auf Beispiel.De.vu", "Die Datei Text.Alt.txt", "Das ist z.B.Dann", "Hallo.du"]
        {
            assert_eq!(split(text), [text]);
        }
    }

    #[test]
    fn line_ends_end_sentences() {
        assert_eq!(
            split("Eine Überschrift\nDann Text. Noch einer.\n\nEnde am 3.\nMai"),
            ["Eine Überschrift", "Dann Text.", "Noch einer.", "Ende am 3.", "Mai"]
        );
        assert!(split(" \n\t ").is_empty());
    }

    #[test]
    fn time_is_linear() {
        for piece in [
            ". ",
            ".– ",
            "a.B",
            "(",
            "„a. ",
            "1. ",
            "... ",
            ".\" ",
            "+++ ",
            "z. B. ",
            ".\u{a0}\u{301}",
            "5.5.",
            ". (A ",
            "!! ",
        ] {
            let text = piece.repeat(300_000 / piece.len());
            let found = sentences(&text);
            assert!(found.iter().all(|range| !range.is_empty()), "{piece}");
        }
    }

    #[test]
    fn long_lines() {
        for sentence in ["Am 15. Dezember kam Dr. Müller mit 3 Mio. Euro. ", "Er ging. ", "Äpfel "] {
            let text = sentence.repeat(200_000 / sentence.len());
            let expected = if sentence.contains('.') { sentence.trim() } else { "" };
            let found = split(&text);
            assert!(expected.is_empty() || found.iter().all(|found| *found == expected), "{sentence}");
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(found.iter().flat_map(|found| words(found)).collect::<Vec<_>>(), words(&text));
        }
        assert_eq!(split(&"ä".repeat(100_000)).len(), 1);
    }
}
