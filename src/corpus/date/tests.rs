#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;

#[test]
fn reads_every_usual_form() {
    for text in [
        "2018-04-21",
        " 2018-04-21 ",
        "2018-04-21T23:30:00-05:00",
        "2018-04-21T10:00:00Z",
        "2018-04-21T10:00:00.123456+02:00",
        "2018-04-21 10:00:00",
        "20180421",
        "20180421T101500Z",
        "21.04.2018",
        "21.4.18",
        "21.04.2018, 14:30 Uhr",
        "21. April 2018",
        "21. Apr. 2018",
        "21 April 2018",
        "Samstag, 21. April 2018",
        "Sa., 21.04.2018",
        "am 21. April 2018 um 10.15 Uhr",
        "April 21, 2018",
        "Saturday, April 21st, 2018",
        "2018/04/21",
        "Sat, 21 Apr 2018 10:00:00 +0200",
        "Sat, 21 Apr 2018 10:00:00 GMT",
        "1524305700",
        "1524305700000",
        "21-04-2018",
        "Sat Apr 21 10:00:00 CEST 2018",
        "Sat Apr 21 08:00:00 +0000 2018",
        "Sat Apr 21 10:00:00 2018",
    ] {
        assert_eq!(parse_date(text), Some(Ok(jiff::civil::date(2018, 4, 21))), "{text:?}");
    }
    assert_eq!(parse_date("3. Jänner 1955"), Some(Ok(jiff::civil::date(1955, 1, 3))));
    let lenient = ["Neujahrstag, 1. Januar 2018", "1. Januars 2018", "1. Janaur 2018", "Aschermittwoch, 1.1.2018"];
    for text in lenient {
        assert_eq!(parse_date(text), Some(Ok(jiff::civil::date(2018, 1, 1))), "{text:?}");
    }
    assert_eq!(parse_date("1. Ma\u{308}rz 99"), Some(Ok(jiff::civil::date(1999, 3, 1))));
    assert_eq!(parse_date("1. März 99"), Some(Ok(jiff::civil::date(1999, 3, 1))));
    assert_eq!(parse_date("29. Februar 2024"), Some(Ok(jiff::civil::date(2024, 2, 29))));
}

#[test]
fn refuses_days_that_are_none() {
    for text in
        ["2018-02-31", "31.02.2018", "99999-01-01", "1. Mai 99999", "29.02.2023", "20181301", "0001-01-01", "1.1.2201"]
    {
        assert_eq!(parse_date(text), Some(Err(NoSuchDay)), "{text:?}");
    }
    let many = "9".repeat(60);
    assert_eq!(parse_date(&format!("{many}-01-01")), Some(Err(NoSuchDay)));
}

#[test]
fn finds_no_date_where_none_stands() {
    for text in [
        "",
        "gestern",
        "2018",
        "2018-04",
        "April 2018",
        "3. Liga 2018",
        "21. April 2018 gewann der Klub",
        "12.30 Uhr",
        "04/21/2018",
        "5:2",
        "Am Markt 12",
    ] {
        assert_eq!(parse_date(text), None, "{text:?}");
    }
}

#[test]
fn days_among_words() {
    for text in ["21.4.2018", "Samstag, 21. April 2018", "Ostersonnabend, 21. Apr 2018.", "21. Aprils 2018"] {
        assert_eq!(parse_day(text), Some(Ok(jiff::civil::date(2018, 4, 21))), "{text:?}");
    }
    for text in ["Streiktag 21.4.2018", "21.4.2018 18 Uhr", "21. Aprilregen 2018", "2018-04-21T10:00", "21.4.2018 100"]
    {
        assert_eq!(parse_day(text), None, "{text:?}");
    }
}

#[test]
fn months() {
    for text in ["April 2018", "Apr. 2018", "4/2018", "04.2018", " apr 2018"] {
        assert_eq!(parse_month(text), Some((2018, 4)), "{text:?}");
    }
    for text in [
        "April",
        "April 18",
        "13/2018",
        "3. Liga 2018",
        "2018",
        "21.4.2018",
        "April 9999",
        "Mairegen 2018",
        "Markt 2018",
    ] {
        assert_eq!(parse_month(text), None, "{text:?}");
    }
}

#[test]
fn numbers_and_names() {
    let day = jiff::civil::date(2018, 4, 21);
    for number in [20_180_421, 1_524_305_700, 1_524_305_700_000, 1_524_305_700_000_000, 1_524_305_700_000_000_000] {
        assert_eq!(date_of_number(number), Ok(day), "{number}");
    }
    assert_eq!(date_of_number(i64::MIN), Ok(jiff::civil::date(1677, 9, 21)));
    assert_eq!(date_of_number(99_999_999_999), Err(NoSuchDay));
    assert_eq!(date_of_name("2018-04-21-streik.txt"), Some(Ok(day)));
    assert_eq!(date_of_name("2018-04-21.txt"), Some(Ok(day)));
    assert_eq!(date_of_name("2018-02-31_x.txt"), Some(Err(NoSuchDay)));
    assert_eq!(date_of_name("2018-04-2112.txt"), None);
    assert_eq!(date_of_name("2018-04-2ü.txt"), None);
    assert_eq!(date_of_name("streik.txt"), None);
}

#[test]
fn the_first_day_in_a_line() {
    for (text, day) in [
        ("Stand: 21.04.2018, 10 Uhr", true),
        ("Von Ida Ott | 21. April 2018 - 10:15", true),
        ("Veröffentlicht am 21. Apr. 2018 (aktualisiert 23. April 2018)", true),
        ("2018-04-21 | Bau", true),
        ("10:15 Uhr, 21.4.2018", true),
        ("Seit 1.2.3.2018", false),
        ("31.02.2018", false),
        ("4:2 (2:1) am 3. Spieltag 2018", false),
        ("2018", false),
        ("Telefon 0421 20180421", true),
    ] {
        assert_eq!(first_date_in(text), day.then_some(jiff::civil::date(2018, 4, 21)), "{text}");
    }
}
