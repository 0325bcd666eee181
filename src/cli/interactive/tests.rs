//! The state and its screen, without a terminal and without an index.

#![allow(clippy::unwrap_used, clippy::panic)]

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use fundstelle::index::StoredPassage;
use fundstelle::search::{ArticleView, Grouping, Hit, Snippet, Sort};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::{Color, Modifier};

use super::reading::OpenArticle;
use super::screen::draw;
use super::state::{AppState, Effect};
use super::worker::{Answer, AnswerContent, HitWithSnippet, PAGE, Page, Question, Request, SearchProblem};
use crate::messages::Language;

fn key(code: KeyCode) -> Event {
    Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

fn control(letter: char) -> Event {
    Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL))
}

/// Types a text and returns the last request.
fn typed(state: &mut AppState, text: &str) -> Request {
    let effects = text.chars().map(|c| state.event(&key(KeyCode::Char(c))));
    let Some(Effect::Ask(request)) = effects.last() else { panic!("nothing asked") };
    request
}

fn asked(effect: Effect) -> Request {
    let Effect::Ask(request) = effect else { panic!("{effect:?}") };
    request
}

fn shown(number: usize) -> HitWithSnippet {
    let text = "Der Stadtrat kürzt das Werbebudget um ein Drittel.".to_owned();
    let hit = Hit {
        rank: number,
        id: format!("rat.txt#{number}"),
        article: "rat.txt".to_owned(),
        path: "/archiv/rat.txt".to_owned(),
        title: format!("Werbung wird billiger, Folge {number}"),
        date: "2018-04-21".to_owned(),
        source: "Elsterbote".to_owned(),
        line: 3,
        paragraph: 2,
        highlights: vec![(23, 28)],
        title_highlights: vec![(0, 7)],
        text,
        ..Hit::default()
    };
    let snippet = Snippet {
        start: 0,
        end: 5,
        text: format!("{} …", hit.text),
        highlights: hit.highlights.clone(),
        is_whole: false,
    };
    HitWithSnippet { snippet, hit }
}

/// Answers a request for hits.
fn hits(request: &Request, count: usize) -> Answer {
    let Question::Hits { query, offset, .. } = request.question.clone() else { panic!("{request:?}") };
    let hits = (offset + 1..=offset + count).map(shown).collect();
    let receipt = format!("Searched (passages): {query} {count}");
    let page = Page { query, offset, hits, receipt, did_you_mean: None, better: None };
    Answer { number: request.number, content: Ok(AnswerContent::Hits(page)) }
}

fn wrong(request: &Request, text: &str, span: std::ops::Range<usize>) -> Answer {
    Answer { number: request.number, content: Err(SearchProblem { text: text.to_owned(), span }) }
}

/// Answers with an article of so many paragraphs, opened at passage `asked`.
fn article(request: &Request, paragraphs: usize, asked: usize) -> Answer {
    let Question::Article { id, .. } = request.question.clone() else { panic!("{request:?}") };
    let passage = |number: usize| StoredPassage {
        article: "rat.txt".to_owned(),
        path: "/archiv/rat.txt".to_owned(),
        title: "Werbung".to_owned(),
        date: String::new(),
        source: String::new(),
        section: String::new(),
        start: number as u32 * 30,
        end: number as u32 * 30 + 29,
        paragraph: number as u32 + 1,
        lines: Vec::new(),
        places: Vec::new(),
        headings: Vec::new(),
        text: format!("Absatz {number}\u{1b}[2J mit Werbung."),
    };
    let view = ArticleView { passages: (0..paragraphs).map(passage).collect(), line: 1, asked: Some(asked) };
    let marks = (0..paragraphs).map(|number| vec![if number < 10 { (17, 24) } else { (18, 25) }]).collect();
    let facts = "Elsterbote · 2018-04-21".to_owned();
    let article = OpenArticle { view, id, title: "Werbung".to_owned(), title_marks: Vec::new(), marks, facts };
    Answer { number: request.number, content: Ok(AnswerContent::Article(Box::new(article))) }
}

fn terminal(state: &mut AppState, (width, height): (u16, u16), colors: bool) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(frame, state, colors)).unwrap();
    terminal
}

/// Returns the lines of a screen, without trailing spaces.
fn drawn(state: &mut AppState, size: (u16, u16)) -> String {
    let terminal = terminal(state, size, true);
    let cells = terminal.backend().buffer().content();
    let lines = cells.chunks(usize::from(size.0));
    let lines = lines.map(|line| line.iter().map(|cell| cell.symbol()).collect::<String>().trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the marked letters of a screen.
fn marked(state: &mut AppState, colors: bool) -> String {
    let terminal = terminal(state, (60, 12), colors);
    let cells = terminal.backend().buffer().content().iter();
    let is_marked = |cell: &&ratatui::buffer::Cell| match colors {
        true => cell.fg == Color::Yellow && cell.modifier.contains(Modifier::BOLD),
        false => cell.fg == Color::Reset && cell.modifier.contains(Modifier::BOLD | Modifier::REVERSED),
    };
    cells.filter(is_marked).map(|cell| cell.symbol()).collect()
}

fn with_hits(count: usize) -> AppState {
    let mut state = AppState::new(Language::English);
    let request = typed(&mut state, "Werbung");
    state.answer(hits(&request, count));
    state
}

#[test]
fn a_list_and_an_article_on_the_screen() {
    let mut state = with_hits(2);
    insta::assert_snapshot!(drawn(&mut state, (60, 12)), @r"
    › Werbung
    ── 1/2 · by relevance · passages ───────────────────────────
    ▌ Werbung wird billiger, Folge 1
    ▌ Elsterbote · 2018-04-21 · /archiv/rat.txt:3 · paragraph 2
    ▌ Der Stadtrat kürzt das Werbebudget um ein Drittel. …

      Werbung wird billiger, Folge 2
      Elsterbote · 2018-04-21 · /archiv/rat.txt:3 · paragraph 2
      Der Stadtrat kürzt das Werbebudget um ein Drittel. …

    Searched (passages): Werbung 2
    ^Q quit · ↑↓ choose · Enter open · ^Y cite · ^S order · ^G u
    ");
    assert_eq!(marked(&mut state, true), "WerbungWerbeWerbungWerbe");
    assert_eq!(marked(&mut state, false), "WerbungWerbeWerbungWerbe");
    let request = asked(state.event(&key(KeyCode::Enter)));
    assert_eq!(request.question, Question::Article { query: "Werbung".to_owned(), id: "rat.txt#1".to_owned() });
    state.answer(article(&request, 12, 5));
    insta::assert_snapshot!(drawn(&mut state, (60, 12)), @r"
      Absatz 4␛[2J mit Werbung.

    ▌ Absatz 5␛[2J mit Werbung.

      Absatz 6␛[2J mit Werbung.

      Absatz 7␛[2J mit Werbung.

      Absatz 8␛[2J mit Werbung.
    ── 12–20/27 · Werbung ──────────────────────────────────────
    Searched (passages): Werbung 2
    ^Q quit · Esc back · ↑↓ scroll · n/N match · y cite
    ");
}

#[test]
fn an_error_stands_under_its_place() {
    let mut state = with_hits(1);
    let request = typed(&mut state, " (日本");
    state.answer(wrong(&request, "this bracket is not closed", 8..9));
    insta::assert_snapshot!(drawn(&mut state, (40, 10)), @r"
    › Werbung (日 本
              ^
    this bracket is not closed

    ▌ Werbung wird billiger, Folge 1
    ▌ Elsterbote · 2018-04-21 · /archiv/
    ▌ rat.txt:3 · paragraph 2
    ▌ Der Stadtrat kürzt das Werbebudget um
    ▌ ein Drittel. …
    ^Q quit · ↑↓ choose · Enter open · ^Y ci
    ");
    // Far to the right, the query is scrolled, and so is the caret.
    let mut state = AppState::new(Language::German);
    let request = typed(&mut state, &format!("{} )", "Werbung ".repeat(10)));
    state.answer(wrong(&request, "diese Klammer wurde nicht geöffnet", 81..82));
    insta::assert_snapshot!(drawn(&mut state, (30, 5)), @r"
    ›  Werbung Werbung Werbung  )
                                ^
    diese Klammer wurde nicht
    geöffnet
    ^Q Ende · ↑↓ Wahl · Enter öffn
    ");
}

#[test]
fn stale_answers_are_dropped() {
    let mut state = AppState::new(Language::English);
    let (first, second) = (typed(&mut state, "Wer"), typed(&mut state, "bung"));
    state.answer(hits(&first, 3));
    assert!(state.list.hits.is_empty() && state.is_waiting);
    state.answer(hits(&second, 2));
    assert_eq!((state.list.hits.len(), state.list.query.as_str(), state.is_waiting), (2, "Werbung", false));
    state.answer(hits(&second, 2));
    // A cleared query has no hits, even if an answer comes.
    let third = typed(&mut state, "s");
    assert_eq!(state.event(&key(KeyCode::Esc)), Effect::Nothing);
    state.answer(hits(&third, 2));
    assert!(state.list.hits.is_empty() && !state.is_waiting);
    assert_eq!(state.event(&key(KeyCode::Esc)), Effect::Quit);
}

#[test]
fn more_hits_come_when_the_last_are_near() {
    let mut state = with_hits(PAGE);
    assert_eq!(state.event(&key(KeyCode::Down)), Effect::Nothing);
    let more = asked(state.event(&key(KeyCode::End)));
    let Question::Hits { offset, .. } = more.question else { panic!("{more:?}") };
    assert_eq!((offset, state.list.chosen), (PAGE, PAGE - 1));
    assert_eq!(state.event(&key(KeyCode::End)), Effect::Nothing, "asked once");
    state.answer(hits(&more, 3));
    assert_eq!((state.list.hits.len(), state.list.is_complete), (PAGE + 3, true));
    assert_eq!(state.event(&key(KeyCode::End)), Effect::Nothing, "there are no more");
    assert_eq!(state.list.chosen().unwrap().hit.rank, PAGE + 3);
    for (code, rank) in [(KeyCode::Up, PAGE + 2), (KeyCode::Home, 1), (KeyCode::Up, 1)] {
        state.event(&key(code));
        assert_eq!(state.list.chosen().unwrap().hit.rank, rank);
    }
}

#[test]
fn keys_change_order_and_unit() {
    let mut state = with_hits(2);
    let Question::Hits { sort, by, .. } = asked(state.event(&control('s'))).question else { panic!() };
    assert_eq!((sort, by), (Sort::Newest, Grouping::BestPassage));
    // While other hits are expected, nothing can be opened.
    assert_eq!(state.event(&key(KeyCode::Enter)), Effect::Nothing);
    let request = asked(state.event(&control('g')));
    let Question::Hits { sort, by, offset, .. } = request.question.clone() else { panic!() };
    assert_eq!((sort, by, offset), (Sort::Newest, Grouping::Article, 0));
    state.answer(hits(&request, 1));
    assert!(drawn(&mut state, (60, 12)).contains("── 1/1 · newest first · articles ──"));
}

#[test]
fn a_better_query_is_taken_with_tab() {
    let mut state = AppState::new(Language::English);
    let request = typed(&mut state, "Kasperskj");
    let (did_you_mean, better) = (Some("Did you mean: Kaspersky?".to_owned()), Some("Kaspersky".to_owned()));
    let Answer { content: Ok(AnswerContent::Hits(page)), number } = hits(&request, 0) else { panic!() };
    state.answer(Answer { number, content: Ok(AnswerContent::Hits(Page { did_you_mean, better, ..page })) });
    let screen = drawn(&mut state, (60, 8));
    assert!(screen.contains("Nothing found.") && screen.contains("Did you mean: Kaspersky? Tab accepts"), "{screen}");
    let request = asked(state.event(&key(KeyCode::Tab)));
    assert!(matches!(request.question, Question::Hits { query, .. } if query == "Kaspersky"));
    assert_eq!(state.input.value(), "Kaspersky");
    assert_eq!(state.event(&key(KeyCode::Tab)), Effect::Nothing);
    // The words for an earlier query are not taken either.
    state.remarks.better = Some("Twitter".to_owned());
    typed(&mut state, "s");
    assert_eq!(state.event(&key(KeyCode::Tab)), Effect::Nothing);
}

#[test]
fn a_citation_is_copied_and_shown() {
    let mut state = with_hits(2);
    state.event(&key(KeyCode::Down));
    let request = asked(state.event(&control('y')));
    assert_eq!(request.question, Question::Citation { id: "rat.txt#2".to_owned() });
    let citation = "„Werbung“, [rat.txt#2]".to_owned();
    let answer = Answer { number: request.number, content: Ok(AnswerContent::Citation(citation.clone())) };
    assert_eq!(state.answer(answer), Effect::Copy(citation));
    assert!(drawn(&mut state, (60, 8)).contains("To the clipboard: „Werbung“, [rat.txt#2]"));
    state.event(&key(KeyCode::Up));
    assert!(!drawn(&mut state, (60, 8)).contains("clipboard"));
}

#[test]
fn an_article_is_scrolled() {
    let mut state = with_hits(1);
    let request = asked(state.event(&key(KeyCode::Enter)));
    state.answer(article(&request, 30, 9));
    // Two lines a paragraph after three of the head; two lines are visible above the opened passage.
    let mut top = |code: Option<KeyCode>, size| {
        code.map(|code| state.event(&key(code)));
        drawn(&mut state, size);
        state.reading.as_ref().unwrap().top
    };
    let size = (60, 13);
    assert_eq!(top(None, size), 3 + 18 - 2);
    for (code, expected) in [
        (KeyCode::Down, 20),
        (KeyCode::Up, 19),
        (KeyCode::PageDown, 28),
        (KeyCode::Char('n'), 37),
        (KeyCode::Char('N'), 33),
        (KeyCode::End, 63 - 10),
        (KeyCode::Char('n'), 53),
        (KeyCode::Home, 0),
        (KeyCode::Char('N'), 0),
        (KeyCode::Char(' '), 9),
    ] {
        assert_eq!(top(Some(code), size), expected, "{code:?}");
    }
    // Narrower, the same paragraph stays at the top.
    let paragraph = |screen: String| screen.lines().find(|line| line.contains("Absatz")).map(str::to_owned);
    let before = paragraph(drawn(&mut state, size));
    assert_eq!(paragraph(drawn(&mut state, (24, 13))), before.map(|line| line.replace(" Werbung.", "")));
    assert_eq!(state.event(&key(KeyCode::Esc)), Effect::Nothing);
    assert!(state.reading.is_none());
    assert_eq!(state.event(&control('c')), Effect::Quit);
}

#[test]
fn what_is_pasted_stays_on_one_line() {
    let mut state = AppState::new(Language::English);
    typed(&mut state, "ab");
    state.event(&key(KeyCode::Left));
    let request = asked(state.event(&Event::Paste("1\n2\u{1b}\u{202e}".to_owned())));
    assert!(matches!(request.question, Question::Hits { query, .. } if query == "a1 2  b"));
    assert_eq!((state.input.value(), state.input.cursor()), ("a1 2  b", 6));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    /// Any keys on a screen of any size: the state is drawn, and the selected hit exists.
    #[test]
    fn no_keys_break_it(keys in prop::collection::vec(0..20_usize, 0..60), width in 1..70_u16, height in 1..30_u16) {
        let mut state = AppState::new(Language::German);
        for at in keys {
            let event = match at {
                0 => key(KeyCode::Enter),
                1 => key(KeyCode::Esc),
                2 => key(KeyCode::Down),
                3 => key(KeyCode::PageDown),
                4 => key(KeyCode::End),
                5 => key(KeyCode::Home),
                6 => key(KeyCode::Tab),
                7 => key(KeyCode::Left),
                8 => key(KeyCode::Backspace),
                9 => control('s'),
                10 => control('g'),
                11 => control('y'),
                12 => key(KeyCode::Char('n')),
                13 => key(KeyCode::Char('日')),
                14 => key(KeyCode::Char('\u{301}')),
                15 => Event::Paste("👩‍👩‍👧 \u{1b}".to_owned()),
                _ => key(KeyCode::Char('w')),
            };
            if let Effect::Ask(request) = state.event(&event) {
                let answer = match (&request.question, at) {
                    (Question::Hits { .. }, 13) => wrong(&request, "falsch", 0..state.input.value().len()),
                    (Question::Hits { offset: 0, .. }, _) => hits(&request, PAGE),
                    (Question::Hits { .. }, _) => hits(&request, 7),
                    (Question::Article { .. }, _) => article(&request, 12, 3),
                    (Question::Citation { id }, _) => {
                        Answer { number: request.number, content: Ok(AnswerContent::Citation(id.clone())) }
                    }
                };
                state.answer(answer);
            }
            let screen = drawn(&mut state, (width, height));
            let has_escape = screen.contains('\u{1b}');
            prop_assert!(!has_escape);
            let list = &state.list;
            prop_assert!(list.hits.is_empty() || list.chosen < list.hits.len());
            prop_assert!(list.top <= list.chosen);
        }
    }
}
