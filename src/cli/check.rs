//! `fundstelle check`.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use anyhow::Result;
use fundstelle::check::{
    CheckedQuotation, DiffKind, DiffPiece, MAX_QUOTATION_WORDS, MIN_QUOTATION_WORDS, QuotationMatch, QuotationVerdict,
};
use fundstelle::corpus::{Article, Lines};
use fundstelle::search::Searcher;
use serde_json::{Value, json};

use super::Exit;
use super::args::{CheckArgs, Common};
use super::given;
use super::messages::{Language, language};
use super::output::{Painter, citation, json_line, note, stdout, visible};

/// Characters of a quotation that are shown where it was not checked.
const SHOWN: usize = 80;

const WRONG: Style = AnsiColor::Red.on_default().strikethrough();
const RIGHT: Style = AnsiColor::Green.on_default().bold();

/// A part of what is checked: paragraphs parted by line ends.
struct Part {
    text: String,
    /// The line of the file on which a byte of it stands.
    line_at: Box<dyn Fn(usize) -> u32>,
}

pub(super) fn run(args: &CheckArgs, common: &Common) -> Result<Exit> {
    let searcher = Searcher::open(&common.index)?;
    let parts = match given::is_standard_input(&args.file) {
        true => vec![of_standard_input()?],
        false => given::articles(&args.file, usize::MAX)?.into_iter().flat_map(parts_of).collect(),
    };
    let mut report = Report { painter: Painter::new(language()), language: language(), counts: Counts::default() };
    let mut out = stdout();
    for part in &parts {
        for checked in searcher.check(&part.text)? {
            report.counts.add(&checked.verdict);
            let (quotation, line) = (&part.text[checked.range.clone()], (part.line_at)(checked.range.start));
            match args.json {
                true => writeln!(out, "{}", json_line(&as_json(quotation, line, &checked))?)?,
                false => report.write(&mut out, quotation, line, &checked)?,
            }
        }
    }
    out.flush()?;
    if !common.quiet {
        note(&report.account());
    }
    Ok(report.counts.exit())
}

/// Lines that follow one another are one paragraph, as in a letter; blank lines part them.
fn of_standard_input() -> Result<Part> {
    let typed = given::standard_input()?;
    let text = typed.replace("\r\n", " \n");
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let is_blank = |line: Option<&&str>| line.is_none_or(|line| line.trim().is_empty());
    let joined = lines.iter().enumerate().map(|(at, line)| match is_blank(Some(line)) || is_blank(lines.get(at + 1)) {
        true => (*line).to_owned(),
        false => line.replace('\n', " "),
    });
    Ok(Part { text: joined.collect(), line_at: Box::new(move |at| text[..at].matches('\n').count() as u32 + 1) })
}

/// Headline and body.
fn parts_of(article: Article) -> [Part; 2] {
    let Article { title, body, lines, .. } = article;
    let first = if let LineMap::Record(line) = lines { line } else { lines.line_at(0).min(1) };
    [
        Part { text: title, line_at: Box::new(move |_| first) },
        Part { text: body, line_at: Box::new(move |at| lines.line_at(at)) },
    ]
}

#[derive(Default)]
struct Counts {
    stand: u64,
    differ: u64,
    missing: u64,
    skipped: u64,
}

impl Counts {
    fn add(&mut self, verdict: &QuotationVerdict) {
        *match verdict {
            QuotationVerdict::Stands(_) => &mut self.stand,
            QuotationVerdict::Differs(_) => &mut self.differ,
            QuotationVerdict::Missing => &mut self.missing,
            QuotationVerdict::Short | QuotationVerdict::Long | QuotationVerdict::Unclosed => &mut self.skipped,
        } += 1;
    }

    /// A text of which nothing was checked is not one in which all is right.
    fn exit(&self) -> Exit {
        if self.stand > 0 && self.differ + self.missing == 0 { Exit::Done } else { Exit::Nothing }
    }
}

struct Report {
    painter: Painter,
    language: Language,
    counts: Counts,
}

impl Report {
    fn write(&self, out: &mut impl Write, quotation: &str, line: u32, checked: &CheckedQuotation) -> io::Result<()> {
        let german = self.language == Language::German;
        let verdict = match &checked.verdict {
            QuotationVerdict::Stands(_) if german => "steht da".to_owned(),
            QuotationVerdict::Stands(_) => "stands".to_owned(),
            QuotationVerdict::Differs(_) if german => "weicht ab".to_owned(),
            QuotationVerdict::Differs(_) => "differs".to_owned(),
            QuotationVerdict::Missing if german => "nicht gefunden, auch nichts Ähnliches".to_owned(),
            QuotationVerdict::Missing => "not found, nor anything like it".to_owned(),
            QuotationVerdict::Short if german => format!("nicht geprüft: weniger als {MIN_QUOTATION_WORDS} Wörter"),
            QuotationVerdict::Short => format!("not checked: fewer than {MIN_QUOTATION_WORDS} words"),
            QuotationVerdict::Long if german => format!("nicht geprüft: mehr als {MAX_QUOTATION_WORDS} Wörter"),
            QuotationVerdict::Long => format!("not checked: more than {MAX_QUOTATION_WORDS} words"),
            QuotationVerdict::Unclosed if german => "nicht geprüft: das schließende Zeichen fehlt".to_owned(),
            QuotationVerdict::Unclosed => "not checked: the closing mark is missing".to_owned(),
        };
        let name = if german { "Zeile" } else { "line" };
        let (open, close) = if german { ("„", "“") } else { ("“", "”") };
        let mut quoted: String = match checked.verdict {
            QuotationVerdict::Short | QuotationVerdict::Long | QuotationVerdict::Unclosed => {
                quotation.chars().take(SHOWN).collect()
            }
            _ => quotation.to_owned(),
        };
        if quoted.len() < quotation.len() {
            quoted.push_str(" …");
        }
        let close = if checked.verdict == QuotationVerdict::Unclosed { "" } else { close };
        let shown = format!("{open}{}{close}", visible(&quoted));
        writeln!(out, "{} {shown}", self.painter.title(&format!("{name} {line}: {verdict}")))?;
        if let QuotationVerdict::Stands(found) | QuotationVerdict::Differs(found) = &checked.verdict {
            self.write_found(out, found)?;
        }
        Ok(())
    }

    fn write_found(&self, out: &mut impl Write, found: &QuotationMatch) -> io::Result<()> {
        let german = self.language == Language::German;
        if found.pieces.iter().any(|piece| differs(piece.kind) || piece.kind == DiffKind::Spelling) {
            writeln!(out, "   {}", self.diff(&found.pieces))?;
        }
        if found.left_out > 0 {
            let (count, what) = match german {
                true => (found.left_out, "Wörter, für die Auslassungszeichen stehen"),
                false => (found.left_out, "words that an ellipsis stands for"),
            };
            writeln!(out, "   {count} {what}")?;
        }
        let title = match (found.in_title, german) {
            (false, _) => "",
            (true, true) => " (im Titel)",
            (true, false) => " (in the headline)",
        };
        writeln!(out, "   {}{title}", citation::plain(self.language, &found.citation))?;
        if !found.also.is_empty() {
            let also = if german { "auch" } else { "also" };
            writeln!(out, "   {also}: {}", visible(&found.also.join(", ")))?;
        }
        Ok(())
    }

    /// The quotation with what is to be taken out and put in, as git shows it word by word: `[-so-]{+anders+}`.
    fn diff(&self, pieces: &[DiffPiece]) -> String {
        let colors = self.painter.colors();
        let taken_out = |text: &str| match colors {
            true => format!("{WRONG}{}{WRONG:#}", visible(text)),
            false => format!("[-{}-]", visible(text)),
        };
        let put_in = |text: &str| match colors {
            true => format!("{RIGHT}{}{RIGHT:#}", visible(text)),
            false => format!("{{+{}+}}", visible(text)),
        };
        let shown = pieces.iter().map(|piece| match piece.kind {
            DiffKind::Same => visible(&piece.quoted).into_owned(),
            DiffKind::Editorial => format!("[{}]", visible(&piece.quoted)),
            DiffKind::Gap => "[…]".to_owned(),
            DiffKind::Missing => put_in(&piece.original),
            DiffKind::Added => taken_out(&piece.quoted),
            DiffKind::Replaced | DiffKind::Spelling => taken_out(&piece.quoted) + &put_in(&piece.original),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    fn account(&self) -> String {
        let Counts { stand, differ, missing, skipped } = self.counts;
        if stand + differ + missing + skipped == 0 {
            return match self.language {
                Language::German => "Keine Zitate gefunden: gesucht werden „…“, »…«, «…», “…” und \"…\".".to_owned(),
                Language::English => "No quotations found: „…“, »…«, «…», “…” and \"…\" are looked for.".to_owned(),
            };
        }
        match self.language {
            Language::German => {
                format!("{stand} stehen da, {differ} weichen ab, {missing} nicht gefunden, {skipped} nicht geprüft")
            }
            Language::English => format!("{stand} stand, {differ} differ, {missing} not found, {skipped} not checked"),
        }
    }
}

fn differs(kind: DiffKind) -> bool {
    matches!(kind, DiffKind::Replaced | DiffKind::Missing | DiffKind::Added)
}

fn as_json(quotation: &str, line: u32, checked: &CheckedQuotation) -> Value {
    let (verdict, why) = match &checked.verdict {
        QuotationVerdict::Stands(_) => ("stands", None),
        QuotationVerdict::Differs(_) => ("differs", None),
        QuotationVerdict::Missing => ("missing", None),
        QuotationVerdict::Short => ("skipped", Some("short")),
        QuotationVerdict::Long => ("skipped", Some("long")),
        QuotationVerdict::Unclosed => ("skipped", Some("unclosed")),
    };
    let mut object = json!({ "line": line, "quotation": quotation, "verdict": verdict });
    if let Some(why) = why {
        object["reason"] = why.into();
    }
    if let QuotationVerdict::Stands(found) | QuotationVerdict::Differs(found) = &checked.verdict {
        let pieces = found.pieces.iter();
        let pieces =
            pieces.map(|piece| json!({ "kind": name(piece.kind), "quoted": piece.quoted, "original": piece.original }));
        object["found"] = json!(found.citation);
        object["in_title"] = found.in_title.into();
        object["similarity"] = found.similarity.into();
        object["left_out"] = found.left_out.into();
        object["pieces"] = pieces.collect();
        object["also"] = json!(found.also);
    }
    object
}

fn name(kind: DiffKind) -> &'static str {
    match kind {
        DiffKind::Same => "same",
        DiffKind::Spelling => "spelling",
        DiffKind::Replaced => "replaced",
        DiffKind::Missing => "missing",
        DiffKind::Added => "added",
        DiffKind::Gap => "gap",
        DiffKind::Editorial => "editorial",
    }
}
