//! Draws the state.

use fundstelle::search::{Grouping, Sort};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::super::output::visible;
use super::marked::{FAINT, MarkedText, PLAIN, TITLE, mark};
use super::state::AppState;
use crate::messages::texts;

/// Prompt before the query.
const PROMPT: &str = "› ";
/// Margin before each line of the selected hit, and of the others.
const SELECTED_MARGIN: &str = "▌ ";
const BLANK_MARGIN: &str = "  ";
const MARGIN_COLUMNS: usize = 2;
/// Maximum number of lines of remarks at the bottom: a receipt can be long.
const MAX_REMARK_LINES: usize = 4;

/// Draws the whole screen, and notes in the state how much of its lists is visible.
pub(super) fn draw(frame: &mut Frame<'_>, state: &mut AppState, colors: bool) {
    let area = frame.area();
    let foot = foot(state, usize::from(area.width));
    let (body, below) = split(area, area.height.saturating_sub(foot.len() as u16));
    match state.reading {
        Some(_) => draw_article(frame, state, body, colors),
        None => draw_list(frame, state, body, colors),
    }
    put(frame, below, foot);
}

/// Splits an area after `height` lines.
fn split(area: Rect, height: u16) -> (Rect, Rect) {
    let height = height.min(area.height);
    let below = Rect { y: area.y + height, height: area.height - height, ..area };
    (Rect { height, ..area }, below)
}

fn put(frame: &mut Frame<'_>, area: Rect, lines: Vec<Line<'static>>) {
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        frame.buffer_mut().set_line(area.x, y, line, area.width);
    }
}

fn draw_list(frame: &mut Frame<'_>, state: &mut AppState, area: Rect, colors: bool) {
    let width = usize::from(area.width);
    let (prompt, rest) = split(area, 1);
    draw_prompt(frame, state, prompt);
    let head = match &state.problem {
        Some(_) => problem(state, width),
        None => vec![rule(&place_in_list(state), width)],
    };
    let (above, body) = split(rest, head.len() as u16);
    put(frame, above, head);
    let height = usize::from(body.height);
    let lines = state.list.lines(state.language, width.saturating_sub(MARGIN_COLUMNS), height, mark(colors));
    let with_margin = lines.into_iter().map(|(mut line, is_chosen)| {
        let has_bar = is_chosen && !line.spans.is_empty();
        line.spans.insert(0, Span::raw(if has_bar { SELECTED_MARGIN } else { BLANK_MARGIN }));
        // Hits of an earlier query are dimmed.
        if state.problem.is_some() { Line::styled(line.to_string(), FAINT) } else { line }
    });
    put(frame, body, with_margin.collect());
    if state.list.hits.is_empty() && state.problem.is_none() {
        put(frame, body, instead_of_hits(state, width));
    }
}

/// Returns the text in place of hits.
fn instead_of_hits(state: &AppState, width: usize) -> Vec<Line<'static>> {
    let text = match state.list.query.as_str() {
        "" if state.is_waiting => return Vec::new(),
        "" => texts::INVITATION.to(state.language),
        _ => texts::NOTHING_FOUND.to(state.language),
    };
    wrapped(text, width)
}

fn wrapped(text: &str, width: usize) -> Vec<Line<'static>> {
    MarkedText::plain(text).wrapped(width, PLAIN, PLAIN).into_iter().map(|(line, _)| line).collect()
}

/// Draws the query, scrolled so that the cursor is visible.
fn draw_prompt(frame: &mut Frame<'_>, state: &AppState, area: Rect) {
    put(frame, area, vec![Line::styled(PROMPT, TITLE)]);
    let margin = (MARGIN_COLUMNS as u16).min(area.width);
    let line = Rect { x: area.x + margin, width: area.width - margin, ..area };
    let scrolled = scrolled(state, area.width);
    let query = Paragraph::new(state.input.value()).scroll((0, u16::try_from(scrolled).unwrap_or(u16::MAX)));
    frame.render_widget(query, line);
    let x = (MARGIN_COLUMNS + state.input.visual_cursor() - scrolled) as u16;
    frame.set_cursor_position(Position { x: area.x + x.min(area.width.saturating_sub(1)), y: area.y });
}

/// Returns the columns of the query that are left of the screen.
fn scrolled(state: &AppState, width: u16) -> usize {
    state.input.visual_scroll(usize::from(width).saturating_sub(MARGIN_COLUMNS + 1).max(1))
}

fn columns(text: &str) -> usize {
    Span::raw(text).width()
}

/// Returns the lines of a problem: carets under its place in the query, and what to write instead.
fn problem(state: &AppState, width: usize) -> Vec<Line<'static>> {
    let Some(problem) = &state.problem else { return Vec::new() };
    let query = state.input.value();
    let (before, part) = (query.get(..problem.span.start), query.get(problem.span.clone()));
    let place = before.zip(part).filter(|(_, part)| !part.is_empty());
    let carets = place.map_or(String::new(), |(before, part)| {
        let skipped = scrolled(state, width as u16);
        let (start, end) = (columns(before), columns(before) + columns(part).max(1));
        let (start, end) = (start.max(skipped) - skipped, end.max(skipped) - skipped);
        format!("{}{}", " ".repeat(MARGIN_COLUMNS + start), "^".repeat((end - start).min(width)))
    });
    [Line::from(carets)].into_iter().chain(wrapped(&problem.text, width)).chain([Line::default()]).collect()
}

/// Returns `2/20+ · by relevance · passages`.
fn place_in_list(state: &AppState) -> String {
    let order = match state.sort {
        Sort::Relevance => texts::BY_RELEVANCE,
        Sort::Newest => texts::NEWEST_FIRST,
        Sort::Oldest => texts::OLDEST_FIRST,
    };
    let units = match state.by {
        Grouping::Passage | Grouping::BestPassage => texts::PASSAGES.many(state.language),
        Grouping::Article => texts::ARTICLES.many(state.language),
    };
    let list = &state.list;
    let count = match list.hits.len() {
        0 => String::new(),
        count => format!("{}/{count}{} · ", list.chosen + 1, if list.is_complete { "" } else { "+" }),
    };
    let waits = if state.is_waiting { " · …" } else { "" };
    format!("{count}{} · {units}{waits}", order.to(state.language))
}

/// Returns a horizontal line with a text in it.
fn rule(text: &str, width: usize) -> Line<'static> {
    let rest = "─".repeat(width.saturating_sub(columns(text) + 4));
    Line::styled(format!("── {text} {rest}"), FAINT)
}

fn draw_article(frame: &mut Frame<'_>, state: &mut AppState, area: Rect, colors: bool) {
    let (body, below) = split(area, area.height.saturating_sub(1));
    let Some(reading) = &mut state.reading else { return };
    reading.lay_out(usize::from(body.width), usize::from(body.height), mark(colors));
    put(frame, body, reading.shown());
    let last = (reading.top + reading.height).min(reading.length());
    let title = visible(&reading.article.title);
    let place = format!("{}–{last}/{} · {title}", reading.top + 1, reading.length());
    put(frame, below, vec![rule(&place, usize::from(area.width))]);
}

/// Returns the remarks at the bottom, and the keys.
fn foot(state: &AppState, width: usize) -> Vec<Line<'static>> {
    let (language, remarks) = (state.language, &state.remarks);
    let mut said = Vec::new();
    match (&remarks.citation, &state.problem) {
        (Some(citation), _) => said.push(format!("{}: {citation}", texts::COPIED.to(language))),
        (None, Some(problem)) if state.reading.is_some() => said.push(problem.text.clone()),
        (None, Some(_)) => {}
        (None, None) => {
            let accept = match remarks.better {
                Some(_) => format!(" {}", texts::TAB_ACCEPTS.to(language)),
                None => String::new(),
            };
            said.extend(remarks.did_you_mean.as_ref().map(|question| format!("{question}{accept}")));
            said.push(remarks.receipt.clone());
        }
    }
    let keys = if state.reading.is_some() { texts::ARTICLE_KEYS } else { texts::LIST_KEYS };
    let mut lines: Vec<Line<'static>> = said.iter().flat_map(|text| wrapped(text, width)).collect();
    lines.truncate(MAX_REMARK_LINES);
    lines.push(Line::styled(keys.to(language), FAINT));
    lines
}
