//! Archives and documents for tests, packed as programs do.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;

/// Returns a ZIP of these files.
pub(crate) fn zipped<B: AsRef<[u8]>>(files: &[(&str, B)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        // a document tells what it is in a part that is not compressed
        let method =
            if *name == "mimetype" { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        archive.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        archive.write_all(content.as_ref()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

pub(crate) fn tarred(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        // `set_path` refuses names that lead out of a folder
        if name.len() < 100 {
            header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_cksum();
            archive.append(&header, *content).unwrap();
        } else {
            archive.append_data(&mut header, name, *content).unwrap();
        }
    }
    archive.into_inner().unwrap()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

pub(crate) fn docx(title: &str, day: &str, paragraphs: &str) -> Vec<u8> {
    let core = format!(
        "<cp:coreProperties xmlns:cp='c' xmlns:dc='d' xmlns:dcterms='t'><dc:title>{title}</dc:title><dc:creator>Anna Berg</dc:creator><dcterms:created>{day}T10:00:00Z</dcterms:created></cp:coreProperties>"
    );
    let styles =
        "<w:styles xmlns:w='w'><w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style></w:styles>";
    let document = format!("<w:document xmlns:w='w'><w:body>{paragraphs}</w:body></w:document>");
    zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        ("docProps/core.xml", &core),
        ("word/styles.xml", styles),
        ("word/document.xml", &document),
    ])
}

pub(crate) fn odt(title: &str, day: &str, paragraphs: &str) -> Vec<u8> {
    let meta = format!(
        "<o:document-meta xmlns:o='o' xmlns:meta='m' xmlns:dc='d'><o:meta><dc:title>{title}</dc:title><meta:initial-creator>Anna Berg</meta:initial-creator><meta:creation-date>{day}T10:00:00</meta:creation-date></o:meta></o:document-meta>"
    );
    let content = format!(
        "<o:document-content xmlns:o='o' xmlns:text='t'><o:body><o:text>{paragraphs}</o:text></o:body></o:document-content>"
    );
    zipped(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("meta.xml", &meta), ("content.xml", &content)])
}

pub(crate) fn epub(title: &str, day: &str, chapters: &[&str]) -> Vec<u8> {
    let items: String = (0..chapters.len()).map(|n| format!("<item id='c{n}' href='k%20{n}.xhtml'/>")).collect();
    let spine: String = (0..chapters.len()).map(|n| format!("<itemref idref='c{n}'/>")).collect();
    let package = format!(
        "<package xmlns:dc='d'><metadata><dc:title>{title}</dc:title><dc:creator>Anna Berg</dc:creator><dc:publisher>Flussverlag</dc:publisher><dc:date>{day}</dc:date></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    );
    let mut files = vec![
        ("mimetype".to_owned(), "application/epub+zip".to_owned()),
        (
            "META-INF/container.xml".to_owned(),
            "<container><rootfiles><rootfile full-path='OEBPS/buch.opf'/></rootfiles></container>".to_owned(),
        ),
        ("OEBPS/buch.opf".to_owned(), package),
    ];
    files.extend((0..).zip(chapters).map(|(n, chapter)| {
        (format!("OEBPS/k {n}.xhtml"), format!("<html><head><title>x</title></head><body>{chapter}</body></html>"))
    }));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    zipped(&files)
}

pub(crate) fn alto(blocks: &[(&str, &[&str])]) -> String {
    let word = |word: &str| format!("<String CONTENT=\"{word}\"/><SP/>");
    let line = |line: &&str| format!("<TextLine>{}</TextLine>\n", line.split(' ').map(word).collect::<String>());
    let block = |(id, lines): &(&str, &[&str])| {
        format!("<TextBlock ID=\"{id}\">{}</TextBlock>\n", lines.iter().map(line).collect::<String>())
    };
    format!(
        "<alto><Layout><Page PHYSICAL_IMG_NR=\"1\"><PrintSpace>\n{}</PrintSpace></Page></Layout></alto>",
        blocks.iter().map(block).collect::<String>()
    )
}
