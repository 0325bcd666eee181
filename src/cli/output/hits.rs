//! Hits in every format.

use std::io::{self, IsTerminal as _, Write};

use anyhow::{Result, bail};
use fundstelle::search::{Grouping, Hit, Results, Searcher};

use super::super::args::{KwicOrder, OutputFormat, ResultArgs};
use super::super::export::Export;
use super::text::Painter;
use super::{json_line, kwic, shown_path, visible};
use crate::messages::{exports, found, language, texts};
use crate::wire::choices::By;
use crate::wire::request::ResultRequest;
use crate::wire::{records, table};

/// Writes the hits of one query or of many to standard output.
pub(in crate::cli) struct HitWriter {
    format: OutputFormat,
    request: ResultRequest,
    painter: Painter,
    header_due: bool,
    /// Score of the hit before in the current query.
    last_score: f32,
    kwic: KwicOrder,
    /// Whether CSV begins with a byte order mark.
    bom: bool,
    /// Hits that are written at the end, in formats for other programs.
    export: Option<Export>,
}

impl HitWriter {
    /// Creates a writer. Error: an option has no meaning in the chosen format.
    pub(in crate::cli) fn new(args: &ResultArgs) -> Result<HitWriter> {
        let default = if io::stdout().is_terminal() { OutputFormat::Text } else { OutputFormat::Line };
        let format = match () {
            () if args.json => OutputFormat::Json,
            () if args.kwic.is_some() => OutputFormat::Kwic,
            () => args.format.unwrap_or(default),
        };
        if args.context.is_some() && !matches!(format, OutputFormat::Text | OutputFormat::Line) {
            bail!(texts::NO_CONTEXT_HERE.to(language()));
        }
        if args.each && args.by == Some(By::Article) {
            bail!(texts::EACH_NEEDS_PASSAGES.to(language()));
        }
        if args.bom && format != OutputFormat::Csv {
            bail!(exports::NO_BOM_HERE.to(language()));
        }
        Ok(HitWriter {
            format,
            request: args.request(),
            painter: Painter::new(language()).with_context(args.context),
            header_due: true,
            last_score: f32::INFINITY,
            kwic: args.kwic.unwrap_or(KwicOrder::Hits),
            bom: args.bom,
            export: Export::of(args, format)?,
        })
    }

    /// Returns true if the output is paged on a terminal.
    pub(in crate::cli) fn is_for_screens(&self) -> bool {
        matches!(self.format, OutputFormat::Text | OutputFormat::Kwic)
    }

    /// Returns true if people read the output, who also want the receipt.
    pub(in crate::cli) fn is_for_people(&self) -> bool {
        matches!(self.format, OutputFormat::Text | OutputFormat::Line | OutputFormat::Kwic)
    }

    /// Returns true if the output is JSON.
    pub(in crate::cli) fn is_json(&self) -> bool {
        matches!(self.format, OutputFormat::Json)
    }

    /// Returns true if the format has room for facets beside hits.
    pub(in crate::cli) fn has_room_for_facets(&self) -> bool {
        self.is_for_people() || self.is_json()
    }

    /// Returns true if the hits leave for another program, and only at the end.
    pub(in crate::cli) fn is_export(&self) -> bool {
        self.export.is_some()
    }

    /// Names the query of the hits that follow.
    pub(in crate::cli) fn ask(&mut self, query: &str) {
        if let Some(export) = &mut self.export {
            export.ask(query);
        }
    }

    /// Writes what is only written when all hits are there.
    pub(in crate::cli) fn finish(&mut self, out: &mut impl Write, searcher: &Searcher, quiet: bool) -> Result<()> {
        if self.format == OutputFormat::Csv {
            // A table without rows has its header all the same.
            self.csv_header(out)?;
        }
        self.export.take().map_or(Ok(()), |export| export.finish(out, searcher, quiet))
    }

    /// Writes the hits of one query; `topic` names it in a run over many.
    pub(in crate::cli) fn write(&mut self, out: &mut impl Write, topic: Option<&str>, results: Results) -> Result<()> {
        self.last_score = f32::INFINITY;
        if let Some(export) = &mut self.export {
            export.add(topic, results);
            return Ok(());
        }
        let is_told = records::has_matches(&results);
        if let Some(topic) = topic.filter(|_| self.is_for_people() && is_told) {
            writeln!(out, "{}:", visible(topic))?;
        }
        if self.format == OutputFormat::Kwic {
            let passages = results.hits.iter().flat_map(|hit| std::iter::once(hit).chain(&hit.more));
            return Ok(kwic::write(out, &self.painter, &passages.collect::<Vec<_>>(), self.kwic)?);
        }
        let total = found::total(language(), &results, &self.request);
        if let Some(total) = total.filter(|_| self.format == OutputFormat::Text) {
            self.painter.remark(out, &total)?;
            writeln!(out)?;
        }
        for mut hit in results.hits {
            hit.topic = topic.map(str::to_owned);
            match self.format {
                OutputFormat::Text => self.painter.hit(out, &hit)?,
                OutputFormat::Json => writeln!(out, "{}", json_line(&hit)?)?,
                OutputFormat::Trec => self.trec(out, &hit)?,
                OutputFormat::Csv => std::iter::once(&hit).chain(&hit.more).try_for_each(|hit| self.csv(out, hit))?,
                // The others were written above.
                _ => {
                    std::iter::once(&hit).chain(&hit.more).try_for_each(|hit| self.painter.line(out, hit))?;
                }
            }
        }
        Ok(())
    }

    /// Writes the header, unless it was written.
    fn csv_header(&mut self, out: &mut impl Write) -> Result<()> {
        if std::mem::take(&mut self.header_due) {
            if self.bom {
                out.write_all("\u{feff}".as_bytes())?;
            }
            let mut writer = csv::Writer::from_writer(out);
            writer.write_record(table::HIT_HEADER)?;
            writer.flush()?;
        }
        Ok(())
    }

    fn csv(&mut self, out: &mut impl Write, hit: &Hit) -> Result<()> {
        self.csv_header(out)?;
        let mut writer = csv::Writer::from_writer(out);
        // Programs read line ends inside a cell; a terminal gets one line per hit.
        let line_end = if io::stdout().is_terminal() { "␊" } else { "\n" };
        writer.write_record(table::hit_row(hit, &shown_path(&hit.path), line_end))?;
        writer.flush()?;
        Ok(())
    }

    /// Writes a line of a TREC run. Equal scores are made different by the smallest step: trec_eval would reorder them.
    fn trec(&mut self, out: &mut impl Write, hit: &Hit) -> io::Result<()> {
        self.last_score = hit.score.min(self.last_score.next_down());
        let id = if self.request.grouping() == Grouping::Article { &hit.article } else { &hit.id };
        // Fields are separated by spaces, so ids must have none.
        let id: String = id.chars().map(|c| if c.is_whitespace() || c.is_control() { '_' } else { c }).collect();
        // A terminal gets no codes that steer it; a file has the ids as they are judged.
        let id = if io::stdout().is_terminal() { visible(&id).into_owned() } else { id };
        let topic = hit.topic.as_deref().unwrap_or("0");
        writeln!(out, "{topic} Q0 {id} {} {} fundstelle", hit.rank, self.last_score)
    }
}
