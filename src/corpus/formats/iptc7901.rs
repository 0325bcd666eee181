//! Reads IPTC 7901, the text messages in which agencies sent their reports before NewsML: a head line, key words, a headline that
//! ends with `=`, the text, and the time at its end.

use super::fields;
use super::layout::lay_out_text;
use super::records::Records;
use super::whitespace::{count_line_ends, one_line};
use crate::corpus::article::{Article, LineMap};
use crate::corpus::date::parse_date;
use crate::corpus::reason::SkipReason;

// Marks of a message: its beginning, the beginning and the end of its text, and its end.
const SOH: char = '\u{1}';
const STX: char = '\u{2}';
const ETX: char = '\u{3}';
const EOT: char = '\u{4}';

/// Sections by the codes in the head of a message.
const SECTIONS: [(&str, &str); 12] = [
    ("pl", "Politik"),
    ("wi", "Wirtschaft"),
    ("sp", "Sport"),
    ("ku", "Kultur"),
    ("vm", "Vermischtes"),
    ("wt", "Wetter"),
    ("ws", "Wissenschaft"),
    ("rs", "Redaktionelles"),
    ("i", "Ausland"),
    ("d", "Inland"),
    ("f", "Finanzen"),
    ("s", "Sport"),
];

/// The head line of a message: `bdt0123 4 pl 254 dpa 0345`.
#[derive(Debug, PartialEq, Eq)]
struct MessageHead<'a> {
    /// Service and number.
    id: &'a str,
    section: &'a str,
    /// The agency, if the line tells it.
    agency: &'a str,
}

impl<'a> MessageHead<'a> {
    fn of(line: &'a str) -> Option<MessageHead<'a>> {
        let mut words = line.split_whitespace();
        let id = words.next()?;
        let letters = id.bytes().take_while(u8::is_ascii_alphabetic).count();
        let is_id = (2..=4).contains(&letters)
            && (7..=8).contains(&id.len())
            && id[letters..].bytes().all(|b| b.is_ascii_digit());
        let priority = words.next()?;
        let section = words.next()?;
        let is_code = (1..=3).contains(&section.len()) && section.bytes().all(|byte| byte.is_ascii_alphabetic());
        let count = words.next()?;
        let fits = is_id && is_code && priority.len() == 1 && priority.as_bytes()[0].is_ascii_digit();
        let agency =
            words.next().filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic())).unwrap_or_default();
        (fits && count.bytes().all(|byte| byte.is_ascii_digit())).then_some(MessageHead { id, section, agency })
    }
}

/// Returns true if a text begins with a message.
pub(super) fn looks_like_iptc(head: &str) -> bool {
    let start = head.trim_start_matches(|c: char| c.is_whitespace() || c == SOH || c == '\u{16}');
    start.lines().next().is_some_and(|line| MessageHead::of(line.split(STX).next().unwrap_or_default()).is_some())
}

/// Reads every message of a file.
pub(super) fn read(text: &str, records: &mut dyn Records) {
    let mut at = 0;
    for message in text.split_inclusive(EOT).flat_map(|piece| piece.split_inclusive(SOH)) {
        let line = count_line_ends(&text[..at]) + 1;
        at += message.len();
        if message.chars().all(|c| c.is_whitespace() || c.is_control()) {
            continue;
        }
        let record = article(message).map(|article| Article { lines: LineMap::Record(line), ..article });
        if records.record(line, record).is_break() {
            break;
        }
    }
}

fn article(message: &str) -> Result<Article, SkipReason> {
    let message = message.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    let end = message.find(['\n', STX]).unwrap_or(message.len());
    let bad = || SkipReason::BadRecord("no message of IPTC 7901: its head line is none".to_owned());
    let head = MessageHead::of(&message[..end]).ok_or_else(bad)?;
    let (text, foot) = match message[end..].split_once(ETX) {
        Some((text, foot)) => (text, foot),
        None => (&message[end..], ""),
    };
    let mut lines: Vec<&str> =
        text.trim_matches(|c: char| c.is_whitespace() || c.is_control()).lines().map(str::trim).collect();
    let mut day = foot.lines().find_map(time_group);
    // without a mark the time is the last line of the text
    if day.is_none()
        && let Some(told) = lines.last().and_then(|line| time_group(line))
    {
        lines.pop();
        day = Some(told);
    }
    let headline = lines.iter().take(6).position(|line| line.ends_with('='));
    let begins = lines
        .iter()
        .take(headline.unwrap_or(0))
        .rposition(|line| line.is_empty() || line.ends_with('/') || line.contains('/') && !line.contains(' '));
    let title = headline.map(|at| one_line(&lines[begins.map_or(0, |before| before + 1)..=at].join(" ")));
    let title = title.map(|title| title.trim_end_matches('=').trim().to_owned()).unwrap_or_default();
    let text = lines.get(headline.map_or(0, |at| at + 1)..).unwrap_or_default().join("\n");
    let section = SECTIONS
        .iter()
        .find(|(code, _)| code.eq_ignore_ascii_case(head.section))
        .map_or(head.section, |(_, name)| name);
    let about = fields::from_pairs([
        ("id", head.id.to_owned()),
        ("title", title),
        ("date", day.unwrap_or_default()),
        ("source", head.agency.to_owned()),
        ("section", section.to_owned()),
    ]);
    let mut article = fields::without_text(&about);
    let body = lay_out_text(&text)?;
    if body.text.is_empty() {
        return Err(SkipReason::BadRecord("no text in this message".to_owned()));
    }
    (article.body, article.headings) = (body.text, body.headings);
    // numbers of messages begin anew every day
    if let Some(date) = article.date {
        article.id = format!("{}-{date}", article.id);
    }
    Ok(article)
}

/// Reads `041015 Mrz 21`: day, hour and minute, month, year.
fn time_group(line: &str) -> Option<String> {
    let words: Vec<&str> =
        line.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let [time, month, year] = words[..] else { return None };
    let is_number = |word: &str, length: usize| word.len() == length && word.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(time, 6) || !is_number(year, 2) && !is_number(year, 4) {
        return None;
    }
    // the two digits of a year from 1970 on: the format was made in 1979
    let century = if year.len() == 4 {
        ""
    } else if year < "70" {
        "20"
    } else {
        "19"
    };
    let date = parse_date(&format!("{}. {month} {century}{year}", &time[..2]))?.ok()?;
    Some(date.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::testing::collect;
    use super::*;

    #[test]
    fn messages_with_and_without_marks() {
        let marked = "\u{1}bdt0123 4 pl 254  dpa 0345\r\n\u{2}Kommunen/Verkehr/\r\nRadweg am Kanal\r\nkommt =\r\n\r\nHallstein (dpa) - Der Rat hat ihn beschlossen.\r\n\r\nEs folgt der Bau.\r\n\u{3}041015 Mrz 21\u{4}\r\n\
                      \u{1}bdt0124 4 sp 10 dpa 0346\r\n\u{2}Sieg =\r\nUlm (dpa) - Ulm hat gewonnen.\r\n\u{3}041020 Mrz 21\u{4}";
        assert!(looks_like_iptc(marked));
        let found = collect(|records| {
            read(marked, records);
            Ok(())
        });
        let found: Vec<Article> = found.unwrap().into_iter().map(|(_, record)| record.unwrap()).collect();
        let [first, second] = &found[..] else { panic!("{found:?}") };
        assert_eq!(
            [&first.id, &first.title, &first.source, &first.section, &first.body],
            [
                "bdt0123-2021-03-04",
                "Radweg am Kanal kommt",
                "dpa",
                "Politik",
                "Hallstein (dpa) - Der Rat hat ihn beschlossen.\nEs folgt der Bau."
            ]
        );
        assert_eq!((second.title.as_str(), second.section.as_str()), ("Sieg", "Sport"));
        let plain = "bdt0123 4 xyz 254\n\nFähre ruht =\nUlm (dpa) - Sie ruht.\n041015 Mai 98\n";
        let article = article(plain).unwrap();
        assert_eq!(
            (article.body.as_str(), article.date),
            ("Ulm (dpa) - Sie ruht.", Some(jiff::civil::date(1998, 5, 4)))
        );
    }

    #[test]
    fn what_is_no_message() {
        for text in ["", "\u{1}\u{2}\u{3}\u{4}", "Der Rat 4 pl 25", "bdt0123 4 pl viel", "bdt0123"] {
            assert!(!looks_like_iptc(text), "{text}");
            assert!(article(text).is_err(), "{text}");
        }
        assert!(article("bdt0123 4 pl 254\n\u{2}\u{3}").is_err());
    }
}
