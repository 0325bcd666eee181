//! Reads JSON lines: one article a line, streamed.

use std::io::{self, BufRead};

use super::json_record;
use super::lines::{LineReader, StreamLine};
use super::records::Records;
use crate::corpus::field_map::FieldMap;
use crate::corpus::reason::SkipReason;

/// Reads every line. Blank lines and withdrawn articles are passed over, bad lines are skipped with a reason.
pub(super) fn read(lines: &mut LineReader<impl BufRead>, map: &FieldMap, records: &mut dyn Records) -> io::Result<()> {
    while let Some(line) = lines.next()? {
        let article = match line {
            StreamLine::Text(text) if text.trim().is_empty() => None,
            StreamLine::Text(text) => json_record::read(text.trim(), lines.line, map),
            StreamLine::TooLong(bytes) => Some(Err(SkipReason::TooLarge { bytes, limit: lines.limit })),
        };
        let Some(article) = article else { continue };
        if records.record(lines.line, article).is_break() {
            break;
        }
    }
    Ok(())
}

/// Reads every line of a text that is in memory already, as [`read`] does.
pub(super) fn read_text(text: &str, map: &FieldMap, records: &mut dyn Records) -> Result<(), SkipReason> {
    let result = read(&mut LineReader::new(text.as_bytes(), u64::MAX), map, records);
    result.map_err(|_| SkipReason::bug("reading from memory failed"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::super::testing::{bodies, collect};
    use super::*;

    #[test]
    fn a_bad_line_ends_nothing() {
        let text = format!(
            "{{\"text\": \"Eins.\"}}\r\n\n{{\"text\": \n[1]\n{{\"text\": \"{}\"}}\n{{\"text\": {}\n{{\"text\": \"Zwei.\"}}",
            "x".repeat(3000),
            "[".repeat(1000)
        );
        let found = bodies(
            collect(|records| {
                read(&mut LineReader::new(text.as_bytes(), 2000), &FieldMap::default(), records).unwrap();
                Ok(())
            })
            .unwrap(),
        );
        assert_eq!(found[0], (1, Ok("Eins.".to_owned())));
        assert!(matches!(found[1], (3, Err(SkipReason::BadRecord(_)))));
        assert!(matches!(found[2], (4, Err(SkipReason::BadRecord(_)))));
        assert!(matches!(found[3], (5, Err(SkipReason::TooLarge { limit: 2000, .. }))));
        assert!(matches!(found[4], (6, Err(SkipReason::BadRecord(_)))));
        assert_eq!(found[5], (7, Ok("Zwei.".to_owned())));
    }
}
