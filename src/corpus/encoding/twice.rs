//! Text that was turned into UTF-8 twice: `GrÃ¶ÃŸe` was `Größe`.

use encoding_rs::WINDOWS_1252;

/// Marks that text has which was encoded twice, and that hardly stand in German: the first letter of umlauts, of the marks of
/// Latin-1, and of typographic quotes.
const MARKS: [&str; 3] = ["Ã", "Â", "â€"];

/// Most times that a text is mended.
const MAX_ROUNDS: usize = 2;

/// Returns the text that was meant, if `text` was encoded twice: nearly all that is not ASCII must give UTF-8 when it is taken
/// for the bytes of Windows-1252.
pub(super) fn mended(text: &str) -> Option<String> {
    let mut found = None;
    for _ in 0..MAX_ROUNDS {
        match once(found.as_deref().unwrap_or(text)) {
            Some(mended) => found = Some(mended),
            None => break,
        }
    }
    found
}

fn once(text: &str) -> Option<String> {
    if !MARKS.iter().any(|mark| text.contains(mark)) {
        return None;
    }
    let (mut out, mut mended, mut own) = (String::with_capacity(text.len()), 0usize, 0usize);
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| !c.is_ascii()) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let run = &rest[..rest.find(|c: char| c.is_ascii()).unwrap_or(rest.len())];
        rest = &rest[run.len()..];
        match bytes_of(run).and_then(|bytes| String::from_utf8(bytes).ok()) {
            Some(meant) => {
                mended += meant.chars().count();
                out.push_str(&meant);
            }
            None => {
                own += run.chars().count();
                out.push_str(run);
            }
        }
    }
    out.push_str(rest);
    // what is right as it is, such as a quotation in an article about encodings, must be the exception
    (mended > own * 2).then_some(out)
}

/// Returns the bytes of Windows-1252 that read as `run`.
fn bytes_of(run: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(run.len());
    for c in run.chars() {
        match c {
            // programs leave bytes that Windows-1252 has no character for as they are
            '\u{80}'..='\u{ff}' => bytes.push(c as u8),
            _ => {
                let mut buffer = [0; 4];
                let (encoded, _, failed) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
                if failed || encoded.len() != 1 {
                    return None;
                }
                bytes.extend_from_slice(&encoded);
            }
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn twice(text: &str) -> String {
        text.bytes()
            .map(|byte| {
                let c = WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next();
                c.unwrap_or_default()
            })
            .collect()
    }

    #[test]
    fn what_was_encoded_twice() {
        for text in
            ["Größe zählt in Köln", "zum „Dom“ – 5 €", "Ärger, Öl, Übermut", "Çelik à la carte", "5\u{a0}km", "Ié"]
        {
            assert_eq!(mended(&twice(text)).as_deref(), Some(text), "{}", twice(text));
            assert_eq!(mended(&twice(&twice(text))).as_deref(), Some(text));
        }
        // a name that was right already beside many letters that were not, but not beside a few
        assert_eq!(
            mended("GrÃ¶ÃŸe, KÃ¶ln, GÃ¤ste, SÃ¼d, fÃ¼nf, Łuck").as_deref(),
            Some("Größe, Köln, Gäste, Süd, fünf, Łuck")
        );
        assert_eq!(mended("GrÃ¶ÃŸe, KÃ¶ln, Łódź"), None);
    }

    #[test]
    fn what_is_right_stays() {
        for text in ["Größe zählt", "Aus »ü« wird »Ã¼«, aus »ß« wird »ÃŸ«.", "São João, Â, Ã", "", "plain"]
        {
            assert_eq!(mended(text), None, "{text}");
        }
    }
}
