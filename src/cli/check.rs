//! `fundstelle check`.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use anyhow::Result;
use fundstelle::check::{CheckedQuotation, DiffKind, DiffPiece, QuotationMatch, QuotationVerdict};
use fundstelle::corpus::{Article, LineMap};
use fundstelle::search::Searcher;

use super::Exit;
use super::args::{CheckArgs, Common};
use super::given;
use super::output::{Painter, citation, json_line, note, stdout, visible};
use crate::messages::{Language, language, sentences, texts};
use crate::wire::records;
use crate::wire::request::{joined_paragraphs, line_of_typed};

/// Maximum number of characters shown of an unchecked quotation.
const MAX_UNCHECKED_CHARS: usize = 80;

const DELETED: Style = AnsiColor::Red.on_default().strikethrough();
const INSERTED: Style = AnsiColor::Green.on_default().bold();

/// Text to check, one paragraph per line.
struct CheckedText {
    text: String,
    /// Returns the line of the file on which a byte of the text stands.
    line_at: Box<dyn Fn(usize) -> u32>,
}

pub(super) fn run(args: &CheckArgs, common: &Common) -> Result<Exit> {
    let searcher = Searcher::open(&common.index)?;
    let checked_texts = match given::is_standard_input(&args.file) {
        true => vec![standard_input()?],
        false => given::articles(&args.file, usize::MAX)?.into_iter().flat_map(texts_of).collect(),
    };
    let mut report =
        CheckReport { painter: Painter::new(language()), language: language(), counts: VerdictCounts::default() };
    let mut out = stdout();
    for text in &checked_texts {
        for checked in searcher.check(&text.text)? {
            report.counts.add(&checked.verdict);
            let (quotation, line) = (&text.text[checked.range.clone()], (text.line_at)(checked.range.start));
            match args.json {
                true => writeln!(out, "{}", json_line(&records::quotation(quotation, line, &checked))?)?,
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

/// Reads standard input. Lines in a row are one paragraph, as in a letter; empty lines separate paragraphs.
fn standard_input() -> Result<CheckedText> {
    let typed = given::standard_input()?;
    let text = joined_paragraphs(&typed);
    Ok(CheckedText { text, line_at: Box::new(move |at| line_of_typed(&typed, at)) })
}

/// Returns the headline and the body.
fn texts_of(article: Article) -> [CheckedText; 2] {
    let Article { title, body, lines, .. } = article;
    let first = if let LineMap::Record(line) = lines { line } else { lines.line_at(0).min(1) };
    [
        CheckedText { text: title, line_at: Box::new(move |_| first) },
        CheckedText { text: body, line_at: Box::new(move |at| lines.line_at(at)) },
    ]
}

#[derive(Default)]
struct VerdictCounts {
    stand: u64,
    differ: u64,
    missing: u64,
    skipped: u64,
}

impl VerdictCounts {
    fn add(&mut self, verdict: &QuotationVerdict) {
        *match verdict {
            QuotationVerdict::Stands(_) => &mut self.stand,
            QuotationVerdict::Differs(_) => &mut self.differ,
            QuotationVerdict::Missing => &mut self.missing,
            QuotationVerdict::Short | QuotationVerdict::Long | QuotationVerdict::Unclosed => &mut self.skipped,
        } += 1;
    }

    /// Returns success only if something was checked and all of it stands word for word.
    fn exit(&self) -> Exit {
        if self.stand > 0 && self.differ + self.missing == 0 { Exit::Done } else { Exit::Nothing }
    }
}

struct CheckReport {
    painter: Painter,
    language: Language,
    counts: VerdictCounts,
}

impl CheckReport {
    fn write(&self, out: &mut impl Write, quotation: &str, line: u32, checked: &CheckedQuotation) -> io::Result<()> {
        let verdict = sentences::verdict(self.language, &checked.verdict);
        let mut quoted: String = match checked.verdict {
            QuotationVerdict::Short | QuotationVerdict::Long | QuotationVerdict::Unclosed => {
                quotation.chars().take(MAX_UNCHECKED_CHARS).collect()
            }
            _ => quotation.to_owned(),
        };
        if quoted.len() < quotation.len() {
            quoted.push_str(" …");
        }
        let mut shown = self.language.quoted(&visible(&quoted));
        if checked.verdict == QuotationVerdict::Unclosed {
            shown.pop();
        }
        let line = format!("{} {line}: {verdict}:", texts::LINE.to(self.language));
        writeln!(out, "{} {shown}", self.painter.title(&line))?;
        if let QuotationVerdict::Stands(found) | QuotationVerdict::Differs(found) = &checked.verdict {
            self.write_found(out, found)?;
        }
        Ok(())
    }

    fn write_found(&self, out: &mut impl Write, found: &QuotationMatch) -> io::Result<()> {
        if found.pieces.iter().any(|piece| differs(piece.kind) || piece.kind == DiffKind::Spelling) {
            writeln!(out, "   {}", self.diff(&found.pieces))?;
        }
        if found.left_out > 0 {
            writeln!(out, "   {}", texts::WORDS_LEFT_OUT.counted(self.language, found.left_out as u64))?;
        }
        let title = match found.in_title {
            true => format!(" ({})", texts::IN_HEADLINE.to(self.language)),
            false => String::new(),
        };
        writeln!(out, "   {}{title}", citation::plain(self.language, &found.citation))?;
        if !found.also.is_empty() {
            writeln!(out, "   {}: {}", texts::ALSO.to(self.language), visible(&found.also.join(", ")))?;
        }
        Ok(())
    }

    /// Returns the quotation with its deletions and insertions, in the style of `git diff --word-diff`: `[-so-]{+anders+}`.
    fn diff(&self, pieces: &[DiffPiece]) -> String {
        let colors = self.painter.colors();
        let taken_out = |text: &str| match colors {
            true => format!("{DELETED}{}{DELETED:#}", visible(text)),
            false => format!("[-{}-]", visible(text)),
        };
        let put_in = |text: &str| match colors {
            true => format!("{INSERTED}{}{INSERTED:#}", visible(text)),
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
        let VerdictCounts { stand, differ, missing, skipped } = self.counts;
        match stand + differ + missing + skipped {
            0 => texts::NO_QUOTATIONS.to(self.language).to_owned(),
            _ => sentences::verdicts(self.language, [stand, differ, missing, skipped]),
        }
    }
}

fn differs(kind: DiffKind) -> bool {
    matches!(kind, DiffKind::Replaced | DiffKind::Missing | DiffKind::Added)
}
