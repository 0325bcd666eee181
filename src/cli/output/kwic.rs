//! Keyword in context: matches among the words around them, one below the other.

use std::collections::HashSet;
use std::io::{self, Write};

use anstyle::Style;
use fundstelle::search::Hit;
use textwrap::core::display_width;

use super::text::Painter;
use super::visible;
use crate::cli::args::KwicOrder;

/// Columns of a line where the output is no terminal.
const DEFAULT_COLUMNS: usize = 100;
/// Fewest columns on each side of the middle with the facts beside them; where there is less, the facts have a line of their own.
const MIN_SIDE_COLUMNS: usize = 30;
/// Columns of the longest facts.
const MAX_FACTS_COLUMNS: usize = 60;
/// Words of a side by which lines are ordered.
const KEY_WORDS: usize = 8;

/// A match among its words.
struct KwicLine<'a> {
    hit: &'a Hit,
    /// The text or the headline, with blanks for line ends.
    letters: Vec<char>,
    marks: &'a [(u32, u32)],
    start: usize,
    end: usize,
}

/// Writes a line per match in the texts and headlines of `hits`: the text before, the match, the text after, then date, source and id.
/// All matches begin in one column.
pub(super) fn write(out: &mut impl Write, painter: &Painter, hits: &[&Hit], order: KwicOrder) -> io::Result<()> {
    let mut lines = lines(hits);
    match order {
        KwicOrder::Hits => {}
        KwicOrder::Left => lines.sort_by_cached_key(|line| (line.before(), line.after())),
        KwicOrder::Right => lines.sort_by_cached_key(|line| (line.after(), line.before())),
    }
    let longest = hits.iter().map(|hit| display_width(&facts(hit))).max().unwrap_or(0).min(MAX_FACTS_COLUMNS);
    let columns = painter.columns().unwrap_or(DEFAULT_COLUMNS);
    let is_beside = painter.columns().is_none() || columns >= 2 * MIN_SIDE_COLUMNS + longest + 2;
    let side = match is_beside {
        true => (columns.saturating_sub(longest + 2) / 2).max(MIN_SIDE_COLUMNS),
        false => columns / 2,
    };
    for line in &lines {
        line.write(out, painter, side, is_beside)?;
    }
    Ok(())
}

/// The matches of all hits in their order. The headline of an article comes once, before its texts.
fn lines<'a>(hits: &[&'a Hit]) -> Vec<KwicLine<'a>> {
    let letters = |text: &str| text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect::<Vec<char>>();
    let (mut lines, mut titled) = (Vec::new(), HashSet::new());
    for hit in hits {
        if !hit.title_highlights.is_empty() && titled.insert(hit.article.as_str()) {
            for (start, end) in joined(&hit.title_highlights) {
                let letters = letters(&hit.title);
                lines.push(KwicLine { hit, letters, marks: &hit.title_highlights, start, end });
            }
        }
        for (start, end) in &hit.matches {
            let (start, end) = (*start as usize, *end as usize);
            lines.push(KwicLine { hit, letters: letters(&hit.text), marks: &hit.highlights, start, end });
        }
    }
    lines
}

/// Marks with nothing but a sign between them, as one: a word of which two parts are marked.
fn joined(marks: &[(u32, u32)]) -> Vec<(usize, usize)> {
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (start, end) in marks.iter().map(|(start, end)| (*start as usize, *end as usize)) {
        match joined.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}

/// Returns date, source and id, safe to print.
fn facts(hit: &Hit) -> String {
    let parts = [hit.date.as_str(), &hit.source, &hit.id].into_iter().filter(|part| !part.is_empty());
    parts.map(|part| visible(part).into_owned()).collect::<Vec<_>>().join(" · ")
}

impl KwicLine<'_> {
    fn write(&self, out: &mut impl Write, painter: &Painter, side: usize, is_beside: bool) -> io::Result<()> {
        let before = last_columns(&self.letters[..self.start], side);
        let text: String = self.letters.iter().collect();
        let found = painter.marked(&text, self.marks, self.start as u32, self.end as u32, Style::new());
        let width = display_width(&visible(&self.letters[self.start..self.end].iter().collect::<String>()));
        let after = first_columns(self.letters[self.end..].iter(), side.saturating_sub(width));
        let left = " ".repeat(side - display_width(&before));
        let facts = painter.faint(&facts(self.hit));
        if !is_beside {
            return writeln!(out, "{left}{before}{found}{after}\n   {facts}");
        }
        let right = " ".repeat(side.saturating_sub(width + display_width(&after)));
        writeln!(out, "{left}{before}{found}{after}{right}  {facts}")
    }

    /// The words before the match, the nearest first.
    fn before(&self) -> Vec<String> {
        let text: String = self.letters[..self.start].iter().collect();
        words(text.split(|c: char| !c.is_alphanumeric()).rev())
    }

    /// The match and the words after it.
    fn after(&self) -> Vec<String> {
        let text: String = self.letters[self.start..].iter().collect();
        words(text.split(|c: char| !c.is_alphanumeric()))
    }
}

/// The first words in lower case, with umlauts beside their vowels, as a dictionary orders them.
fn words<'t>(all: impl Iterator<Item = &'t str>) -> Vec<String> {
    let plain = |c: char| match c {
        'ä' => 'a',
        'ö' => 'o',
        'ü' => 'u',
        c => c,
    };
    let word = |word: &str| word.to_lowercase().replace('ß', "ss").chars().map(plain).collect();
    all.filter(|word| !word.is_empty()).take(KEY_WORDS).map(word).collect()
}

/// Returns the end of a text that fits into `columns`, safe to print.
fn last_columns(letters: &[char], columns: usize) -> String {
    let mut shown = fitting(letters.iter().rev(), columns);
    shown.reverse();
    shown.concat()
}

/// Returns the beginning of a text that fits into `columns`, safe to print.
fn first_columns<'a>(letters: impl Iterator<Item = &'a char>, columns: usize) -> String {
    fitting(letters, columns).concat()
}

/// Returns the first letters that fit into `columns`, each as it is printed.
fn fitting<'a>(letters: impl Iterator<Item = &'a char>, columns: usize) -> Vec<String> {
    let mut left = columns;
    let shown = letters.map(|c| visible(&c.to_string()).into_owned());
    let fits = |shown: &String| {
        let width = display_width(shown);
        let fits = width <= left;
        left = left.saturating_sub(width);
        fits
    };
    shown.take_while(fits).collect()
}
