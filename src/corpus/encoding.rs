//! Decodes bytes to text.
//!
//! UTF-8 and UTF-16 are recognised with or without a byte order mark (BOM). Anything else is an older German encoding
//! (`encoding/old.rs`): Windows-1252 mostly, or that of DOS or of old Macintoshes. Single letters of Windows-1252 in UTF-8, and
//! text that was encoded twice (`encoding/twice.rs`), are mended. All of these count as *re-coded*. Line ends `\r\n` and lone `\r` become
//! `\n`: offsets point into the text as read, not into the bytes on disk.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::reason::SkipReason;

mod old;
mod twice;

pub(super) use old::OldEncoding;

/// First bytes of formats that are not text and may have no NUL bytes near the start.
const BINARY_MAGIC: [&[u8]; 16] = [
    b"%PDF-",
    b"\x89PNG",
    b"\xFF\xD8\xFF",
    b"GIF8",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x7FELF",
    b"\x1F\x8B",
    b"\x28\xB5\x2F\xFD",
    b"BZh",
    b"\xFD7zXZ",
    b"7z\xBC\xAF",
    b"Rar!",
    b"\xD0\xCF\x11\xE0",
    b"SQLite format 3",
    b"{\\rtf",
];

/// Length of the beginning by which UTF-16 without a BOM is recognised.
const UTF16_SAMPLE_BYTES: usize = 4096;

/// Decoded text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// True if the bytes were in an encoding other than Unicode, or encoded twice.
    pub(super) recoded: bool,
}

/// Returns true if `head` is the beginning of a file that is not text.
pub(super) fn is_binary(head: &[u8]) -> bool {
    let nul = utf16(head).is_none() && head.contains(&0);
    nul || BINARY_MAGIC.iter().any(|magic| head.starts_with(magic))
}

/// Decodes the bytes of a whole file to text with `\n` line ends and without a BOM. Fails with [`SkipReason::Binary`] if they
/// are not text.
pub(super) fn decode(bytes: Vec<u8>) -> Result<Decoded, SkipReason> {
    if is_binary(&bytes) {
        return Err(SkipReason::Binary);
    }
    if let Some(encoding) = utf16(&bytes) {
        let (text, _) = encoding.decode_with_bom_removal(&bytes);
        // FF FE begins UTF-32 as well, whose NULs show it
        if text.contains('\0') {
            return Err(SkipReason::Binary);
        }
        let Decoded { text, recoded } = of_unicode(text.into_owned());
        return unify(text, recoded);
    }
    let start = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            text.drain(..start);
            let Decoded { text, recoded } = of_unicode(text);
            unify(text, recoded)
        }
        Err(error) => unify(legacy(&error.as_bytes()[start..], None), true),
    }
}

/// Decodes one line of a streamed file, whose beginning shows the encoding `known`; its line end is kept.
pub(super) fn decode_line(bytes: Vec<u8>, known: Option<OldEncoding>) -> Decoded {
    match String::from_utf8(bytes) {
        Ok(text) => of_unicode(text),
        Err(error) => Decoded { text: legacy(error.as_bytes(), known), recoded: true },
    }
}

/// Returns the old encoding of a file that begins with `head`; `None` if its beginning is Unicode.
pub(super) fn old_encoding(head: &[u8]) -> Option<OldEncoding> {
    let is_cut = |error: std::str::Utf8Error| error.error_len().is_none();
    let is_unicode = utf16(head).is_some() || std::str::from_utf8(head).map_or_else(is_cut, |_| true);
    (!is_unicode && old::mixed(head).is_none()).then(|| OldEncoding::of(head))
}

fn of_unicode(text: String) -> Decoded {
    match twice::mended(&text) {
        Some(text) => Decoded { text, recoded: true },
        None => Decoded { text, recoded: false },
    }
}

/// Returns the UTF-16 encoding in which `bytes` begin, by the BOM or by the first bytes: in a European text every second byte is
/// zero, and no other.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding).filter(|&encoding| encoding != UTF_8);
    }
    let (pairs, _) = bytes[..bytes.len().min(UTF16_SAMPLE_BYTES)].as_chunks::<2>();
    let zeros = |at: usize| pairs.iter().filter(|pair| pair[at] == 0).count();
    let is_most = |zeros: usize| zeros * 10 > pairs.len() * 8;
    match (zeros(0), zeros(1)) {
        (0, second) if is_most(second) => Some(UTF_16LE),
        (first, 0) if is_most(first) => Some(UTF_16BE),
        _ => None,
    }
}

/// Decodes bytes that are not valid UTF-8, in the encoding `known` if there is one.
fn legacy(bytes: &[u8], known: Option<OldEncoding>) -> String {
    let guessed = || old::mixed(bytes).unwrap_or_else(|| OldEncoding::of(bytes).decode(bytes));
    known.map_or_else(guessed, |encoding| encoding.decode(bytes))
}

fn unify(text: String, recoded: bool) -> Result<Decoded, SkipReason> {
    Ok(Decoded { text: with_plain_line_ends(text)?, recoded })
}

/// Replaces `\r\n` and `\r` by `\n`, in place.
pub(super) fn with_plain_line_ends(text: String) -> Result<String, SkipReason> {
    if !text.contains('\r') {
        return Ok(text);
    }
    let mut bytes = text.into_bytes();
    let mut after_return = false;
    bytes.retain_mut(|byte| {
        let second_half = after_return && *byte == b'\n';
        after_return = *byte == b'\r';
        if after_return {
            *byte = b'\n';
        }
        !second_half
    });
    // only ASCII was taken out
    String::from_utf8(bytes).map_err(|_| SkipReason::bug("a text is not UTF-8 after its line ends were unified"))
}

/// Turns a stream of bytes into a stream of UTF-8: UTF-16 is converted piece by piece, anything else passes through
/// unchanged and is decoded line by line ([`decode_line`]).
pub(super) struct Utf8Reader<R> {
    inner: R,
    /// The decoder, if the input is UTF-16.
    utf16: Option<Decoder>,
    /// Decoded bytes, of which those before `at` are consumed.
    out: Vec<u8>,
    at: usize,
    ended: bool,
    /// True if a lone `\r` ends a line.
    returns: bool,
}

impl<R: BufRead> Utf8Reader<R> {
    /// Wraps `inner`, whose first bytes are `head`. The BOM of UTF-8 is left to the reader of the lines.
    pub(super) fn new(inner: R, head: &[u8]) -> Self {
        let utf16 = utf16(head).map(Encoding::new_decoder_with_bom_removal);
        Utf8Reader { inner, utf16, out: Vec::new(), at: 0, ended: false, returns: false }
    }

    /// Takes every `\r` for a line end, if `returns` is true, in a file that has no `\n`.
    pub(super) fn with_returns_as_line_ends(mut self, returns: bool) -> Self {
        self.returns = returns;
        self
    }

    /// Copies the next bytes with `\n` for each `\r`.
    fn copy_with_line_ends(&mut self) -> io::Result<()> {
        if self.at >= self.out.len() {
            let source = self.inner.fill_buf()?;
            self.out = source.iter().map(|byte| if *byte == b'\r' { b'\n' } else { *byte }).collect();
            self.at = 0;
            let length = source.len();
            self.inner.consume(length);
        }
        Ok(())
    }

    fn convert(&mut self, decoder: &mut Decoder) -> io::Result<()> {
        self.out.resize(8 * 1024, 0);
        self.at = 0;
        loop {
            let source = self.inner.fill_buf()?;
            let last = source.is_empty();
            let (result, read, written, _) = decoder.decode_to_utf8(source, &mut self.out, last);
            self.inner.consume(read);
            self.ended = last && result == CoderResult::InputEmpty;
            if written > 0 || self.ended {
                self.out.truncate(written);
                return Ok(());
            }
        }
    }
}

impl<R: BufRead> Read for Utf8Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(buffer.len());
        buffer[..length].copy_from_slice(&available[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Utf8Reader<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let Some(mut decoder) = self.utf16.take() else {
            if !self.returns {
                return self.inner.fill_buf();
            }
            self.copy_with_line_ends()?;
            return Ok(&self.out[self.at..]);
        };
        let result = if self.at >= self.out.len() && !self.ended { self.convert(&mut decoder) } else { Ok(()) };
        self.utf16 = Some(decoder);
        result?;
        Ok(&self.out[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        if self.utf16.is_some() || self.returns {
            self.at = (self.at + amount).min(self.out.len());
        } else {
            self.inner.consume(amount);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn utf16_bytes(text: &str, little: bool) -> Vec<u8> {
        format!("\u{feff}{text}")
            .encode_utf16()
            .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect()
    }

    fn text(bytes: &[u8]) -> (String, bool) {
        let decoded = decode(bytes.to_vec()).unwrap();
        (decoded.text, decoded.recoded)
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let source = "„Größe“ – Äpfel\nzweite Zeile 🚆\n";
        let plain = (source.to_owned(), false);
        assert_eq!(text(source.as_bytes()), plain);
        assert_eq!(text(format!("\u{feff}{source}").as_bytes()), plain);
        assert_eq!(text(&utf16_bytes(source, true)), plain);
        assert_eq!(text(&utf16_bytes(source, false)), plain);
        assert_eq!(text(&utf16_bytes(source, true)[2..]), plain);
        assert_eq!(text(&utf16_bytes(source, false)[2..]), plain);
        assert_eq!(text(source.replace('\n', "\r\n").as_bytes()), plain);
        assert_eq!(text(source.replace('\n', "\r").as_bytes()), plain);
    }

    #[test]
    fn windows_1252_is_recoded() {
        let (text, recoded) = text(b"\x84Gr\xf6\xdfe\x93 \x96 \xc4pfel und \x80 5, das mu\xdf man k\xf6nnen");
        assert_eq!(text, "„Größe“ – Äpfel und € 5, das muß man können");
        assert!(recoded);
    }

    #[test]
    fn a_broken_byte_does_not_spoil_the_rest() {
        let mut bytes = "Äpfel, Öl, Übung".as_bytes().to_vec();
        bytes.extend_from_slice(&[b' ', 0xdf, b' ', 0x81, b' ', 0xe2, 0x80]);
        assert_eq!(text(&bytes), ("Äpfel, Öl, Übung ß \u{fffd} \u{fffd}".to_owned(), true));
    }

    #[test]
    fn what_was_encoded_twice_is_mended_and_counted() {
        assert_eq!(text("GrÃ¶ÃŸe\r\n".as_bytes()), ("Größe\n".to_owned(), true));
    }

    #[test]
    fn what_is_no_text_is_binary() {
        for bytes in [
            &b"abc\0def"[..],
            b"%PDF-1.7 abc",
            b"\x1f\x8b\x08abc",
            b"\xff\xfe\0\0A\0\0\0",
            b"A\0\0\0b\0\0\0",
            b"PK\x03\x04",
        ] {
            assert_eq!(decode(bytes.to_vec()), Err(SkipReason::Binary), "{bytes:?}");
        }
        assert_eq!(text(b""), (String::new(), false));
        assert_eq!(text(b"\xef\xbb\xbf"), (String::new(), false));
        assert_eq!(text(b"\xff\xfe"), (String::new(), false));
    }

    #[test]
    fn streams_unicode_in_small_pieces() {
        let source = "Straße 🚆 „Ja“\n".repeat(3000);
        for bytes in [utf16_bytes(&source, true), utf16_bytes(&source, false), source.clone().into_bytes()] {
            for size in [3, 7, 8192] {
                let mut out = String::new();
                Utf8Reader::new(io::BufReader::with_capacity(size, &bytes[..]), &bytes[..8])
                    .read_to_string(&mut out)
                    .unwrap();
                assert!(out == source, "{size}");
            }
        }
    }
}
