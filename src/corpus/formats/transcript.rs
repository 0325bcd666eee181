//! Reads transcripts: captions in WebVTT and SubRip (SRT). Cues become paragraphs, whose place is a time and a speaker.

use super::html_text::decoded;
use super::layout::Body;
use super::whitespace::one_line;
use crate::characters::is_number;
use crate::corpus::article::Article;
use crate::corpus::date::date_of_name;
use crate::corpus::reason::SkipReason;

/// First letters of WebVTT.
const MAGIC: &str = "WEBVTT";

/// Mark between the beginning and the end of a cue.
const ARROW: &str = "-->";

/// Silence after which a new paragraph begins, in seconds.
const PAUSE_SECONDS: u64 = 4;

/// Length from which a paragraph ends with the next sentence, in bytes.
const FULL_BYTES: usize = 600;

/// Beginning of the tag with which WebVTT names a speaker.
const VOICE: &str = "<v";

/// Marks before the words of another speaker.
const DASHES: [char; 4] = ['-', '–', '—', '>'];

/// Longest name of a speaker, in words.
const MAX_NAME_WORDS: usize = 4;

/// Longest name of a speaker, in bytes.
const MAX_NAME_BYTES: usize = 60;

/// A text with the time during which it is shown, in seconds.
#[derive(Debug, Default)]
struct Cue {
    start: u64,
    end: u64,
    /// Lines, each with its number.
    lines: Vec<(u32, String)>,
}

/// Returns true if a text begins as WebVTT does.
pub(super) fn looks_like_vtt(head: &str) -> bool {
    let rest = head.trim_start_matches('\u{feff}').strip_prefix(MAGIC);
    rest.is_some_and(|rest| rest.starts_with(['\n', '\r', ' ', '\t']))
}

/// Reads a transcript from a file called `name`, which may begin with the day.
pub(super) fn read(text: &str, name: &str) -> Result<Article, SkipReason> {
    let (head, cues) = cues(text);
    let mut transcript = Transcript::default();
    for cue in cues {
        transcript.cue(cue);
    }
    if transcript.body.text.is_empty() {
        return Err(SkipReason::BadRecord("no cue with a time and a text".to_owned()));
    }
    let date = date_of_name(name);
    let mut article = Article {
        title: title(&head),
        language: head.iter().find_map(|line| line.strip_prefix("Language:")).unwrap_or_default().trim().to_owned(),
        date_refused: matches!(date, Some(Err(_))),
        date: date.and_then(Result::ok),
        ..Article::default()
    };
    transcript.body.fill(&mut article);
    Ok(article)
}

/// Returns what stands behind the magic letters of WebVTT, without the dash before it.
fn title(head: &[&str]) -> String {
    let first = head.first().and_then(|line| line.trim_start_matches('\u{feff}').strip_prefix(MAGIC));
    one_line(first.unwrap_or_default().trim().trim_start_matches(['-', '–', ':']))
}

/// Returns the lines before the first blank one, and the cues.
fn cues(text: &str) -> (Vec<&str>, Vec<Cue>) {
    let (mut head, mut in_head) = (Vec::new(), true);
    let mut cues: Vec<Cue> = Vec::new();
    let mut in_cue = false;
    for (number, line) in (1u32..).zip(text.lines()) {
        let line = line.trim();
        if let Some((start, end)) = timing(line) {
            // without a blank line the number of this cue was taken for text of the last one
            let last = cues.last_mut().filter(|_| in_cue);
            if let Some(last) = last
                && last.lines.last().is_some_and(|(at, text)| at + 1 == number && is_number(text))
            {
                last.lines.pop();
            }
            cues.push(Cue { start, end, lines: Vec::new() });
            (in_cue, in_head) = (true, false);
        } else if line.is_empty() {
            (in_cue, in_head) = (false, false);
        } else if in_cue && let Some(cue) = cues.last_mut() {
            cue.lines.push((number, line.to_owned()));
        } else if in_head {
            head.push(line);
        }
    }
    (head, cues)
}

/// Reads `00:01:02.500 --> 00:01:05.000 align:start`, with or without hours, with a dot or a comma.
fn timing(line: &str) -> Option<(u64, u64)> {
    let (start, rest) = line.split_once(ARROW)?;
    Some((seconds(start.trim())?, seconds(rest.split_whitespace().next()?)?))
}

fn seconds(time: &str) -> Option<u64> {
    let (clock, fraction) = time.split_once(['.', ','])?;
    let parts: Vec<&str> = clock.split(':').collect();
    if !is_number(fraction) || !(2..=3).contains(&parts.len()) {
        return None;
    }
    parts.into_iter().try_fold(0u64, |sum, part| {
        let part = part.parse::<u64>().ok().filter(|part| *part < 1_000_000)?;
        Some(sum * 60 + part)
    })
}

/// The text of a transcript while it grows.
#[derive(Default)]
struct Transcript {
    body: Body,
    /// Name of the speaker; empty if nobody tells it.
    speaker: String,
    /// True if the speaker is named in a tag, which holds for its cue.
    tagged: bool,
    /// End of the last cue.
    end: u64,
    /// Start of the last paragraph in the body.
    paragraph: usize,
    /// Last line of the last cue: captions that roll show it again.
    last_line: String,
}

impl Transcript {
    fn cue(&mut self, cue: Cue) {
        let silent = cue.start.saturating_sub(self.end) >= PAUSE_SECONDS;
        let (mut said, mut begins) = (Vec::new(), silent);
        if self.tagged && (silent || self.ends_sentence()) && !cue.lines.iter().any(|(_, line)| line.contains(VOICE)) {
            self.speaker.clear();
            self.tagged = false;
            begins = true;
        }
        for (number, line) in cue.lines {
            for (speaker, text) in parts(&line) {
                if text.is_empty() || text == self.last_line && said.is_empty() && !silent {
                    continue;
                }
                if let Some(speaker) = speaker
                    && speaker != self.speaker
                {
                    self.flush(&mut said, begins, cue.start);
                    self.speaker = speaker;
                    self.tagged = line.contains(VOICE);
                    begins = true;
                }
                self.last_line.clone_from(&text);
                said.push((number, text));
            }
        }
        self.flush(&mut said, begins, cue.start);
        self.end = cue.end;
    }

    /// Returns true if the text ends with a sentence.
    fn ends_sentence(&self) -> bool {
        self.body.text.trim_end_matches(['"', '“', '«', '\'']).ends_with(['.', '!', '?', '…'])
    }

    /// Adds lines of one speaker, which begin a paragraph if `begins` is true or the last one is long enough.
    fn flush(&mut self, said: &mut Vec<(u32, String)>, begins: bool, start: u64) {
        let is_full = self.ends_sentence() && self.body.text.len() - self.paragraph > FULL_BYTES;
        let clock = format!("{:02}:{:02}:{:02}", start / 3600, start / 60 % 60, start % 60);
        let place = if self.speaker.is_empty() { clock } else { format!("{clock} {}", self.speaker) };
        for (nth, (number, text)) in said.drain(..).enumerate() {
            if nth == 0 && (begins || is_full) {
                self.body.paragraph(&text, number);
                self.paragraph = self.body.text.len() - text.len();
            } else {
                self.body.continued(&text, number);
            }
            if nth == 0 {
                self.body.place(text.len(), &place);
            }
        }
    }
}

/// Returns the texts in a line, each with the speaker that is named before it: `<v Anna Berg>`, `ANNA BERG:`. A speaker who is only
/// a dash is another one without a name.
fn parts(line: &str) -> Vec<(Option<String>, String)> {
    let mut parts = Vec::new();
    let mut speaker = None;
    for (nth, piece) in line.split(VOICE).enumerate() {
        let mut piece = piece;
        if nth > 0 {
            let Some((tag, rest)) = piece.split_once('>') else { continue };
            let name = one_line(&decoded(tag.split_once([' ', '\t']).map_or("", |(_, name)| name)));
            speaker = Some(name).filter(|name| !name.is_empty());
            piece = rest;
        }
        let text = plain(piece);
        let (named, text) = match named_before(&text) {
            Some((name, text)) => (Some(name), text),
            None => match text.trim_start_matches(DASHES) {
                said if said.len() < text.len() && said.trim_start().starts_with(begins_sentence) => {
                    (Some(String::new()), said.trim_start().to_owned())
                }
                _ => (None, text),
            },
        };
        if !text.is_empty() {
            parts.push((speaker.take().or(named), text));
        }
    }
    parts
}

fn begins_sentence(c: char) -> bool {
    c.is_uppercase() || matches!(c, '„' | '»' | '"' | '“' | '…' | '¿' | '¡')
}

/// Takes the tags of WebVTT and SubRip out of a text, and the commands of SSA (`{\an8}`).
fn plain(piece: &str) -> String {
    let mut text = String::new();
    let mut rest = piece;
    while let Some(at) = rest.find(['<', '{']) {
        let (before, tag) = rest.split_at(at);
        text.push_str(before);
        let is_tag = tag.starts_with("{\\") || tag[1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/');
        let end = tag.find(if tag.starts_with('{') { '}' } else { '>' }).filter(|_| is_tag);
        match end {
            Some(end) => rest = &tag[end + 1..],
            None => {
                text.push_str(&tag[..1]);
                rest = &tag[1..];
            }
        }
    }
    one_line(&decoded(&(text + rest)))
}

/// Returns a name before a colon, and what stands behind it.
fn named_before(text: &str) -> Option<(String, String)> {
    let text = text.trim_start_matches(DASHES).trim_start();
    let (name, said) = text.split_once(':')?;
    let words: Vec<&str> = name.split(' ').collect();
    let is_name_word = |word: &&str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\''))
    };
    let small = ["von", "der", "zu", "van", "de"];
    let is_name = (1..=MAX_NAME_WORDS).contains(&words.len())
        && name.len() <= MAX_NAME_BYTES
        && words.first().is_some_and(is_name_word)
        && words.iter().all(|word| is_name_word(word) || small.contains(word));
    (is_name && said.starts_with(' ')).then(|| (name.to_owned(), said.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const VTT: &str = "WEBVTT - Talk am Abend\nLanguage: de\n\nNOTE geheim\n\n1\n00:01.000 --> 00:04.000 align:start\n<v Anna Berg>Guten Abend, die Stadt baut eine Strassen-\nbahn\n\n\
        2\n00:00:04.100 --> 00:00:07.000\n<c.gelb>&amp; einen</c> Radweg.\n\n3\n00:00:07.000 --> 00:00:09.000\n<v Karl Stein>Seit wann?</v>\n\n01:00:00.000 --> 01:00:02.000\nSpäter < früher.\n";

    #[test]
    fn cues_become_paragraphs_with_time_and_speaker() {
        let article = read(VTT, "2019-03-04_talk.vtt").unwrap();
        assert_eq!((article.title.as_str(), article.language.as_str()), ("Talk am Abend", "de"));
        assert_eq!(article.date, Some(jiff::civil::date(2019, 3, 4)));
        assert_eq!(
            article.body,
            "Guten Abend, die Stadt baut eine Strassenbahn & einen Radweg.\nSeit wann?\nSpäter < früher."
        );
        let places: Vec<(&str, &str)> = article
            .places
            .iter()
            .map(|(at, place)| (&article.body[*at as usize..*at as usize + 4], &place[..]))
            .collect();
        assert_eq!(
            places,
            [
                ("Gute", "00:00:01 Anna Berg"),
                ("& ei", "00:00:04 Anna Berg"),
                ("Seit", "00:00:07 Karl Stein"),
                ("Spä", "01:00:00")
            ]
        );
        assert_eq!(article.lines.line_at(article.body.find("Seit").unwrap()), 17);
    }

    #[test]
    fn subtitles_of_films() {
        let srt = "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>ANNA BERG: Wohin geht</i>\n2\n00:00:02,000 --> 00:00:03,000\ndie Reise?\n\n3\n00:00:03,000 --> 00:00:04,000\n- Karl: Nach Ulm.\n\n\
                   4\n00:00:04,000 --> 00:00:05,000\nEr sagte: Nein.\n";
        let article = read(srt, "a.srt").unwrap();
        assert_eq!(article.body, "Wohin geht die Reise?\nNach Ulm. Er sagte: Nein.");
        let places: Vec<&str> = article.places.iter().map(|(_, place)| &place[..]).collect();
        assert_eq!(places, ["00:00:01 ANNA BERG", "00:00:02 ANNA BERG", "00:00:03 Karl", "00:00:04 Karl"]);
    }

    #[test]
    fn a_speaker_without_a_name_is_not_the_one_before() {
        let srt = "1\n00:00:01,000 --> 00:00:02,000\nBERG: Wann fährt\ner ab?\n\n2\n00:00:02,000 --> 00:00:03,000\n- Morgen.\n– und dann?\n";
        let vtt =
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ida Berg>Wann fährt er ab?\n\n00:02.000 --> 00:03.000\nMorgen.\n";
        for (text, name, said, second) in [
            (srt, "BERG", "Wann fährt er ab?\nMorgen. – und dann?", "00:00:02"),
            (vtt, "Ida Berg", "Wann fährt er ab?\nMorgen.", "00:00:02"),
        ] {
            let article = read(text, "a.srt").unwrap();
            assert_eq!(article.body, said);
            let places: Vec<&str> = article.places.iter().map(|(_, place)| &place[..]).collect();
            assert_eq!(places, [format!("00:00:01 {name}").as_str(), second]);
        }
    }

    #[test]
    fn captions_that_roll_are_read_once() {
        let vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\nDie Fähre\n\n00:02.000 --> 00:03.000\nDie Fähre\nruht heute\n\n00:03.000 --> 00:04.000\nruht heute\nam Kai.\n";
        assert_eq!(read(vtt, "a.vtt").unwrap().body, "Die Fähre ruht heute am Kai.");
    }

    #[test]
    fn what_is_no_transcript() {
        for text in [
            "WEBVTT",
            "WEBVTT\n\nText ohne Zeit",
            "1\n00:00:01,000 --> 99999999999999999999:00:02,000\nText",
            "1\n00:01,000 -->\nText",
            "1\n00:00:01,000 --> 00:00:02,000\n\n",
            "-->",
        ] {
            assert!(matches!(read(text, "a.srt"), Err(SkipReason::BadRecord(_))), "{text}");
        }
        assert!(looks_like_vtt("\u{feff}WEBVTT\n") && !looks_like_vtt("WEBVTTX"));
    }
}
