//! Numbers that are one word, and their one spelling.

use super::*;

#[test]
fn numbers_of_several_words() {
    for (text, joined) in [
        ("25 000 Zuschauer", Some("25 000")),
        ("25\u{202f}000\u{a0}000", Some("25\u{202f}000\u{a0}000")),
        ("1 250-mal", Some("1 250")),
        ("2019 000 Punkte", None),
        ("030 250 000", None),
        ("12 3456", None),
        ("12 345 67", None),
        ("12 345,5", None),
        ("25  000", None),
        ("A 7 gesperrt", Some("A 7")),
        ("L 1204", Some("L 1204")),
        ("PM 25", Some("PM 25")),
        ("EU 2019", None),
        ("Plan B 2019", None),
        ("Bus 7", None),
        ("A 7,5", None),
        ("§ 12 Absatz 3", Some("§ 12")),
        ("§12a", Some("§12a")),
        ("§ Recht", None),
        ("3. Oktober 1990", Some("3. Oktober 1990")),
        ("3.\u{a0}Okt. 1990 war", Some("3.\u{a0}Okt. 1990")),
        ("3. Oktober", None),
        ("3. Platz 1990", None),
        ("7:45 Uhr", Some("7:45")),
        ("7:5", None),
        ("7:45:10", None),
        ("4 Millionen", Some("4 Millionen")),
        ("4,5 Mrd. Euro", Some("4,5 Mrd")),
        ("Sieben Milliarden", Some("Sieben Milliarden")),
        ("4 Millionäre", None),
        ("viele Millionen", None),
        ("7%ige", Some("7%ige")),
        ("7%-Grenze", Some("7%")),
        ("7% mehr", None),
        ("i. d. R. so", Some("i. d. R")),
        ("H. C. Andersen", Some("H. C")),
        ("Plan B. Danach", None),
    ] {
        let start = text.find("B 2019").unwrap_or(0);
        let first = start..start + piece_len_of_number(&text[start..]);
        assert_eq!(joined_end(text, &first).map(|end| &text[start..end]), joined, "{text}");
    }
}

/// Bytes of the first word as the tokenizer cuts it.
fn piece_len_of_number(text: &str) -> usize {
    if let Some(sign) = text.strip_prefix('§') {
        return text.len() - sign.len();
    }
    let is_inside = |(at, c): &(usize, char)| {
        c.is_alphanumeric() || (matches!(c, '.' | ',') && text[at + 1..].starts_with(|c: char| c.is_ascii_digit()))
    };
    text.char_indices().find(|letter| !is_inside(letter)).map_or(text.len(), |(at, _)| at)
}

#[test]
fn one_spelling_of_numbers() {
    for (exact, one) in [
        ("25.000", "25000"),
        ("1.250.000", "1250000"),
        ("1.250,75", "1250.75"),
        ("0,75", "0.75"),
        ("0.125", "0.125"),
        ("7:45", "7.45"),
        ("7.45", "7.45"),
        ("2500.000", "2500.000"),
        ("10.0.0.1", "10.0.0.1"),
        ("03.10.1990", "3.10.1990"),
        ("3.10.1990", "3.10.1990"),
        ("3oktober1990", "3.10.1990"),
        ("03okt1990", "3.10.1990"),
        ("3märz1990", "3.3.1990"),
        ("4millionen", "4000000"),
        ("4,5mrd", "4500000000"),
        ("siebenmilliarden", "7000000000"),
        ("achttausend", "8000"),
        ("1.000euro", "1000euro"),
        ("3,5zimmer", "3.5zimmer"),
        ("b96", "b96"),
        ("achtung", "achtung"),
        ("", ""),
    ] {
        let mut form = exact.to_owned();
        let mut edits = number_edits(exact);
        edits.sort_by_key(|(range, _)| range.start);
        edits.iter().rev().for_each(|(range, to)| form.replace_range(range.clone(), to));
        assert_eq!(form, one, "{exact}");
    }
}

#[test]
fn names_whose_pieces_mean_nothing() {
    for (word, is_one) in [
        ("25 000", true),
        ("25'000", true),
        ("1\u{202f}250\u{202f}000", true),
        ("A 7", true),
        ("PM-25", true),
        ("S.P.D.", true),
        ("z. B.", true),
        ("7:45", true),
        ("25000", false),
        ("25.000", false),
        ("2019 000", false),
        ("1914-18", false),
        ("Covid-19", false),
        ("§ 12", false),
        ("3. Oktober 1990", false),
        ("E-Mail", false),
        ("gut.net", false),
        ("", false),
    ] {
        assert_eq!(is_one_name(word), is_one, "{word}");
    }
}
