//! The same article in every encoding and wrapping is the same article.

use std::io::Write as _;

use crate::support::{Sandbox, marked};

const TEXT: &str =
    "Große Überschrift\nDie Gemäldegalerie „Süd“ schließt für fünf Jahre, sagte die Bürgermeisterin über die Größe.\n";

fn variants() -> Vec<(&'static str, Vec<u8>)> {
    let utf16 = |big: bool| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(TEXT.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(TEXT.as_bytes()).unwrap();
    let decomposed =
        TEXT.replace('ä', "a\u{308}").replace('ö', "o\u{308}").replace('ü', "u\u{308}").replace('Ü', "U\u{308}");
    vec![
        ("utf8.txt", TEXT.into()),
        ("bom.txt", [b"\xef\xbb\xbf", TEXT.as_bytes()].concat()),
        ("utf16le.txt", utf16(false)),
        ("utf16be.txt", utf16(true)),
        ("windows1252.txt", encoding_rs::WINDOWS_1252.encode(TEXT).0.into_owned()),
        ("crlf.txt", TEXT.replace('\n', "\r\n").into()),
        ("zerlegt.txt", decomposed.into()),
        ("gepackt.txt.gz", gz.finish().unwrap()),
        ("gepackt.txt.zst", zstd::encode_all(TEXT.as_bytes(), 1).unwrap()),
    ]
}

#[test]
fn all_are_found_as_german_words() {
    let sandbox = Sandbox::new();
    let variants = variants();
    for (name, bytes) in &variants {
        sandbox.write(name, bytes);
    }
    let account = sandbox.index();
    assert_eq!((account["articles"].as_u64(), account["recoded"].as_u64()), (Some(variants.len() as u64), Some(1)));
    for query in
        ["Gemäldegalerie", "=größe", "schließt", "\"fünf Jahre\"", "title:Überschrift", "Bürgermeisterin", "Groesse"]
    {
        assert_eq!(sandbox.search(query).len(), variants.len(), "{query}");
    }
    for hit in sandbox.search("Größe") {
        let letters = marked(&hit).concat().replace("o\u{308}", "ö");
        assert_eq!((letters.as_str(), hit["line"].as_u64()), ("Größe", Some(2)), "{hit}");
    }
}
