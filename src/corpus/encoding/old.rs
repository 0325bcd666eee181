//! Old encodings of German text: which one bytes are in that are no Unicode.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// Characters of the bytes 128 to 255 in code page 850 of DOS; those of code page 437 are the same where letters of German stand.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// Bytes by which an encoding is chosen.
const SAMPLE_BYTES: usize = 256 * 1024;

/// An encoding with one byte a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::corpus) enum OldEncoding {
    /// Windows-1252 or another one of today, which browsers know.
    Known(&'static Encoding),
    /// Code pages 850 and 437 of DOS.
    Dos,
}

impl OldEncoding {
    /// Chooses the encoding in which `bytes` read most like German.
    pub(in crate::corpus) fn of(bytes: &[u8]) -> OldEncoding {
        let bytes = &bytes[..bytes.len().min(SAMPLE_BYTES)];
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        let guess = detector.guess(Some(b"de"), Utf8Detection::Deny);
        let guess = if guess.is_single_byte() { guess } else { WINDOWS_1252 };
        // the first of equals: an encoding of DOS or of the Macintosh has to read better than that of Windows
        let candidates = [
            OldEncoding::Known(WINDOWS_1252),
            OldEncoding::Known(guess),
            OldEncoding::Dos,
            OldEncoding::Known(MACINTOSH),
        ];
        let mut best = (i64::MIN, candidates[0]);
        for candidate in candidates {
            let score = candidate.likeness(bytes);
            if score > best.0 {
                best = (score, candidate);
            }
        }
        best.1
    }

    /// Decodes bytes.
    pub(in crate::corpus) fn decode(self, bytes: &[u8]) -> String {
        match self {
            OldEncoding::Known(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            OldEncoding::Dos => {
                let high: Vec<char> = CP850.chars().collect();
                let character = |byte: &u8| match byte {
                    0..=127 => char::from(*byte),
                    _ => high.get(usize::from(*byte) - 128).copied().unwrap_or('\u{fffd}'),
                };
                bytes.iter().map(character).collect()
            }
        }
    }

    /// Scores how much bytes read like German: letters of German inside words speak for an encoding, signs inside words against
    /// it.
    fn likeness(self, bytes: &[u8]) -> i64 {
        let text: Vec<char> = self.decode(bytes).chars().collect();
        let around = |at: usize| text.get(at).copied().unwrap_or(' ');
        let scored = text.iter().enumerate().filter(|(_, c)| !c.is_ascii());
        scored.map(|(at, c)| likeness(if at == 0 { ' ' } else { around(at - 1) }, *c, around(at + 1))).sum()
    }
}

/// Scores a character between its neighbours.
fn likeness(before: char, c: char, after: char) -> i64 {
    let (left, right) = (before.is_alphabetic(), after.is_alphabetic());
    match c {
        'ß' if "aeiouyäöüAEIOUYÄÖÜ".contains(before) && !after.is_uppercase() => 3,
        'ß' => -2,
        'ä' | 'ö' | 'ü' if left || after.is_lowercase() => 3,
        'Ä' | 'Ö' | 'Ü' if !left && right || before.is_uppercase() => 3,
        'é' | 'è' | 'à' | 'á' | 'ç' | 'ê' | 'â' | 'ñ' | 'ô' | 'í' | 'ó' | 'ë' | 'î' | 'ï' | 'ú' | 'å' | 'ø'
            if left || right =>
        {
            1
        }
        'É' | 'Á' | 'À' | 'Ç' | 'Å' | 'Ø' | 'Š' | 'Ž' if !left && right => 1,
        'š' | 'ž' if left || right => 1,
        '„' | '“' | '”' | '‚' | '‘' | '»' | '«' | '’' if left != right => 1,
        '–' | '—' | '…' | '§' | '€' | '°' | '\u{a0}' | '·' | '•' | '²' | '³' | '½' if !(left && right) => {
            1
        }
        '\u{80}'..='\u{9f}' | '\u{fffd}' => -3,
        _ if left && right => -3,
        _ => -1,
    }
}

/// Decodes UTF-8 into which letters of Windows-1252 were pasted; `None` if most of it is no UTF-8.
pub(super) fn mixed(bytes: &[u8]) -> Option<String> {
    let is_usual = |c: char| "äöüÄÖÜßéèàáçñ„“”‚‘’–—…€»«§°´\u{a0}\u{ad}".contains(c);
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| is_usual(*c)).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if good == 0 || bad > good * 3 {
        return None;
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        match chunk.invalid() {
            [] => {}
            [byte] => text.push(pasted(*byte)),
            // the beginning of a character whose end is missing
            _ => text.push('\u{fffd}'),
        }
    }
    Some(text)
}

/// Returns the character of a single byte of Windows-1252.
fn pasted(byte: u8) -> char {
    let bytes = [byte];
    let text = WINDOWS_1252.decode_without_bom_handling(&bytes).0;
    text.chars().next().filter(|c| !c.is_control()).unwrap_or('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 6] = [
        "Große Überschrift\nDie Bürgermeisterin von Mühlheim führt die Gäste über die schöne Straße. Äpfel, Öl.",
        "Der Senat beschloß gestern, daß die Zölle auf Öl fallen.",
        "Café in Genève: Ausländer müssen warten",
        "Für Müller",
        "§ 218 und die Ämter für Soziales",
        "Übermut tut selten gut",
    ];

    #[test]
    fn german_in_every_old_encoding() {
        assert_eq!(CP850.chars().count(), 128);
        let high: Vec<char> = CP850.chars().collect();
        let dos = |text: &str| -> Vec<u8> {
            let byte = |c: char| {
                if c.is_ascii() { c as u8 } else { high.iter().position(|h| *h == c).unwrap_or(0) as u8 + 128 }
            };
            text.chars().map(byte).collect()
        };
        for text in TEXTS {
            for bytes in [dos(text), WINDOWS_1252.encode(text).0.into_owned(), mac(text)] {
                assert_eq!(OldEncoding::of(&bytes).decode(&bytes), text, "{bytes:?}");
            }
        }
    }

    /// Encodes for the Macintosh.
    fn mac(text: &str) -> Vec<u8> {
        let byte = |c: char| {
            let found = (128..=255).find(|byte| MACINTOSH.decode_without_bom_handling(&[*byte]).0.starts_with(c));
            if c.is_ascii() { c as u8 } else { found.unwrap_or(b'?') }
        };
        text.chars().map(byte).collect()
    }

    #[test]
    fn foreign_words_and_quotes_stay_those_of_windows() {
        for text in [
            "„Panamá“ – Guantánamo, Cádiz",
            "Das kostet 5 € …",
            "»Málaga« und ‚São Paulo‘",
            "Élysée, Curaçao",
            "naïve Señora",
        ] {
            let bytes = WINDOWS_1252.encode(text).0;
            assert_eq!(OldEncoding::of(&bytes).decode(&bytes), text);
        }
    }

    #[test]
    fn pasted_letters() {
        let bytes = [b"M\xfcller gr\xfc\xdft ".as_slice(), "Köln, Größe".as_bytes(), b" \xe2\x80"].concat();
        assert_eq!(mixed(&bytes).as_deref(), Some("Müller grüßt Köln, Größe \u{fffd}"));
        assert_eq!(mixed(b"M\xfcller gr\xfc\xdft"), None);
    }
}
