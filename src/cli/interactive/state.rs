//! The state of the interactive mode and what each key does, without a terminal and without an index.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use fundstelle::search::{Grouping, Sort};
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler as _;

use super::super::output::visible;
use super::list::HitList;
use super::reading::ArticlePager;
use super::worker::{Answer, AnswerContent, Page, Question, Request, SearchProblem};
use crate::messages::Language;

/// Effect of an event outside the state.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Nothing,
    Ask(Request),
    /// Copy a text to the clipboard.
    Copy(String),
    Quit,
}

/// Remarks at the bottom of the screen.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Remarks {
    /// How the query was read.
    pub(super) receipt: String,
    /// Question with the words that may be meant.
    pub(super) did_you_mean: Option<String>,
    /// Query with those words.
    pub(super) better: Option<String>,
    /// Citation that was copied, until the next key.
    pub(super) citation: Option<String>,
}

pub(super) struct AppState {
    pub(super) language: Language,
    pub(super) input: Input,
    pub(super) sort: Sort,
    pub(super) by: Grouping,
    pub(super) list: HitList,
    /// The open article.
    pub(super) reading: Option<ArticlePager>,
    /// Problem of the last request; meanwhile the hits are those of an earlier query.
    pub(super) problem: Option<SearchProblem>,
    pub(super) remarks: Remarks,
    /// Number of the last request.
    asked: u64,
    /// Whether its answer is expected.
    pub(super) is_waiting: bool,
    /// Whether the hits belong to another query than the one typed.
    is_stale: bool,
}

impl AppState {
    pub(super) fn new(language: Language) -> AppState {
        AppState {
            language,
            input: Input::default(),
            sort: Sort::default(),
            by: Grouping::BestPassage,
            list: HitList::default(),
            reading: None,
            problem: None,
            remarks: Remarks::default(),
            asked: 0,
            is_waiting: false,
            is_stale: false,
        }
    }

    /// Handles an event of the terminal.
    pub(super) fn event(&mut self, event: &Event) -> Effect {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                self.remarks.citation = None;
                match (key.code, key.modifiers) {
                    (KeyCode::Char('c' | 'q'), KeyModifiers::CONTROL) => Effect::Quit,
                    _ if self.reading.is_some() => self.key_in_article(key),
                    _ => self.key_in_list(key, event),
                }
            }
            Event::Paste(text) if self.reading.is_none() => self.paste(text),
            _ => Effect::Nothing,
        }
    }

    fn key_in_list(&mut self, key: &KeyEvent, event: &Event) -> Effect {
        let page = isize::try_from(self.list.shown).unwrap_or(1).max(1);
        match (key.code, key.modifiers) {
            (KeyCode::Esc, _) if self.input.value().is_empty() => Effect::Quit,
            (KeyCode::Esc, _) => self.set_query(String::new()),
            (KeyCode::Enter, _) => self.ask_chosen(|query, id| Question::Article { query, id }),
            (KeyCode::Char('y'), KeyModifiers::CONTROL) => self.ask_chosen(|_, id| Question::Citation { id }),
            (KeyCode::Char('s'), KeyModifiers::CONTROL) => {
                self.sort = match self.sort {
                    Sort::Relevance => Sort::Newest,
                    Sort::Newest => Sort::Oldest,
                    Sort::Oldest => Sort::Relevance,
                };
                self.ask_hits()
            }
            (KeyCode::Char('g'), KeyModifiers::CONTROL) => {
                self.by = match self.by {
                    Grouping::Passage | Grouping::BestPassage => Grouping::Article,
                    Grouping::Article => Grouping::BestPassage,
                };
                self.ask_hits()
            }
            (KeyCode::Tab, _) => match self.remarks.better.take() {
                Some(better) if !self.is_stale => self.set_query(better),
                _ => Effect::Nothing,
            },
            (KeyCode::Up, _) => self.choose(-1),
            (KeyCode::Down, _) => self.choose(1),
            (KeyCode::PageUp, _) => self.choose(-page),
            (KeyCode::PageDown, _) => self.choose(page),
            (KeyCode::Home, _) => self.choose(isize::MIN),
            (KeyCode::End, _) => self.choose(isize::MAX),
            (KeyCode::Char(c), _) if steers(c) => Effect::Nothing,
            _ => match self.input.handle_event(event) {
                Some(changed) if changed.value => self.ask_hits(),
                _ => Effect::Nothing,
            },
        }
    }

    fn key_in_article(&mut self, key: &KeyEvent) -> Effect {
        let Some(reading) = &mut self.reading else { return Effect::Nothing };
        let page = isize::try_from(reading.height).unwrap_or(1).saturating_sub(1).max(1);
        match (key.code, key.modifiers) {
            (KeyCode::Esc | KeyCode::Char('q') | KeyCode::Left, _) => return self.close(),
            (KeyCode::Char('y'), _) => {
                let id = reading.article.id.clone();
                return self.ask(Question::Citation { id });
            }
            (KeyCode::Up | KeyCode::Char('k'), _) => reading.scroll(-1),
            (KeyCode::Down | KeyCode::Char('j') | KeyCode::Enter, _) => reading.scroll(1),
            (KeyCode::PageUp, _) => reading.scroll(-page),
            (KeyCode::PageDown | KeyCode::Char(' '), _) => reading.scroll(page),
            (KeyCode::Home, _) => reading.scroll(isize::MIN),
            (KeyCode::End, _) => reading.scroll(isize::MAX),
            (KeyCode::Char('n'), _) => reading.go_to_mark(true),
            (KeyCode::Char('N'), _) => reading.go_to_mark(false),
            _ => {}
        }
        Effect::Nothing
    }

    /// Returns to the list, and searches again if its hits are stale.
    fn close(&mut self) -> Effect {
        self.reading = None;
        if self.is_stale { self.ask_hits() } else { Effect::Nothing }
    }

    /// Inserts a text at the cursor, on one line.
    fn paste(&mut self, text: &str) -> Effect {
        let text: String = text.chars().map(|c| if steers(c) { ' ' } else { c }).collect();
        let before: String = self.input.value().chars().take(self.input.cursor()).collect();
        let after: String = self.input.value().chars().skip(self.input.cursor()).collect();
        let cursor = self.input.cursor() + text.chars().count();
        self.input = Input::new(format!("{before}{text}{after}")).with_cursor(cursor);
        self.ask_hits()
    }

    fn set_query(&mut self, query: String) -> Effect {
        self.input = Input::new(query);
        self.ask_hits()
    }

    fn choose(&mut self, by: isize) -> Effect {
        self.list.choose(by);
        self.ask_more()
    }

    /// Requests the next page if the selection is near the last hit.
    fn ask_more(&mut self) -> Effect {
        let is_free = !self.is_waiting && !self.is_stale && self.problem.is_none();
        if !is_free || self.list.hits.is_empty() || !self.list.is_near_its_end() {
            return Effect::Nothing;
        }
        let (query, offset) = (self.list.query.clone(), self.list.hits.len());
        self.ask(Question::Hits { query, sort: self.sort, by: self.by, offset })
    }

    /// Requests the first page of the typed query.
    fn ask_hits(&mut self) -> Effect {
        let query = self.input.value().to_owned();
        if query.trim().is_empty() {
            // Earlier requests are dropped; no answer is expected.
            self.asked += 1;
            (self.is_waiting, self.is_stale, self.problem) = (false, false, None);
            (self.list, self.remarks) = (HitList::default(), Remarks::default());
            return Effect::Nothing;
        }
        self.is_stale = true;
        self.ask(Question::Hits { query, sort: self.sort, by: self.by, offset: 0 })
    }

    /// Requests something about the selected hit, unless other hits are expected.
    fn ask_chosen(&mut self, question: impl Fn(String, String) -> Question) -> Effect {
        if self.is_waiting && self.is_stale {
            return Effect::Nothing;
        }
        match self.list.chosen().map(|shown| question(self.list.query.clone(), shown.hit.id.clone())) {
            Some(question) => self.ask(question),
            None => Effect::Nothing,
        }
    }

    fn ask(&mut self, question: Question) -> Effect {
        self.asked += 1;
        self.is_waiting = true;
        Effect::Ask(Request { number: self.asked, question })
    }

    /// Handles an answer, unless it belongs to an earlier request.
    pub(super) fn answer(&mut self, answer: Answer) -> Effect {
        if answer.number != self.asked {
            return Effect::Nothing;
        }
        self.is_waiting = false;
        match answer.content {
            Ok(AnswerContent::Hits(page)) => self.show_page(page),
            Ok(AnswerContent::Article(article)) => {
                self.problem = None;
                self.reading = Some(ArticlePager::new(*article));
            }
            Ok(AnswerContent::Citation(citation)) => {
                self.remarks.citation = Some(citation.clone());
                return Effect::Copy(citation);
            }
            Err(problem) => self.problem = Some(problem),
        }
        Effect::Nothing
    }

    fn show_page(&mut self, mut page: Page) {
        self.problem = None;
        if page.offset == 0 {
            self.is_stale = false;
            self.remarks = Remarks {
                receipt: std::mem::take(&mut page.receipt),
                did_you_mean: page.did_you_mean.take(),
                better: page.better.take(),
                citation: None,
            };
        }
        self.list.add_page(page);
    }
}

/// Returns true if a character would not be shown as itself.
fn steers(c: char) -> bool {
    let letter = c.to_string();
    visible(&letter) != letter
}
