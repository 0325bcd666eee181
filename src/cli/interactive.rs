//! `fundstelle` without a command, on a terminal: search as you type.

mod list;
mod marked;
mod reading;
mod screen;
mod state;
#[cfg(test)]
mod tests;
mod worker;

use std::env;
use std::io::{self, IsTerminal as _, Stdout, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::thread;
use std::time::Duration;

use anyhow::{Result, anyhow};
use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{self, DisableBracketedPaste, EnableBracketedPaste, Event};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use signal_hook::consts::SIGTERM;
use signal_hook::flag;
use signal_hook::low_level::emulate_default_handler;

use super::args::Common;
use super::output::are_colored;
use super::{Exit, opened};
use crate::messages::{language, texts};
use state::{AppState, Effect};
use worker::{Answer, Request};

/// Polling interval while an answer is expected.
const WAITING_INTERVAL: Duration = Duration::from_millis(10);
/// Polling interval while only keys are expected, which wake the program themselves.
const IDLE_INTERVAL: Duration = Duration::from_millis(250);

/// Returns true if standard input and output are a terminal that can be drawn on.
pub(super) fn is_possible() -> bool {
    let is_dumb = env::var_os("TERM").is_some_and(|name| name == "dumb");
    io::stdin().is_terminal() && io::stdout().is_terminal() && !is_dumb
}

pub(super) fn run(common: &Common) -> Result<Exit> {
    let searcher = opened::searcher(common)?;
    let language = language();
    let (ask, requests) = mpsc::channel();
    let (answering, answers) = mpsc::channel();
    thread::spawn(move || worker::work(&searcher, language, &requests, &answering));
    let killed = Arc::new(AtomicBool::new(false));
    flag::register(SIGTERM, Arc::clone(&killed))?;
    let mut screen = RawTerminal::enter()?;
    let result = screen.work(&mut AppState::new(language), &ask, &answers, &killed);
    drop(screen);
    if killed.load(Ordering::Relaxed) {
        emulate_default_handler(SIGTERM)?;
    }
    result.map(|()| Exit::Done)
}

/// The terminal in raw mode; its drop restores the terminal, whatever has happened.
struct RawTerminal {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    colors: bool,
}

/// Event that the loop handles next.
enum Next {
    Event(Event),
    Answer(Answer),
    Killed,
}

impl RawTerminal {
    fn enter() -> io::Result<RawTerminal> {
        // Created first, so that its drop restores the terminal even if only half of what follows succeeds.
        let screen =
            RawTerminal { terminal: Terminal::new(CrosstermBackend::new(io::stdout()))?, colors: are_colored() };
        enable_raw_mode()?;
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
        Ok(screen)
    }

    /// Draws the state, waits for the next event and handles it, until the user quits or the program is killed.
    fn work(
        &mut self,
        state: &mut AppState,
        ask: &Sender<Request>,
        answers: &Receiver<Answer>,
        killed: &AtomicBool,
    ) -> Result<()> {
        loop {
            self.terminal.draw(|frame| screen::draw(frame, state, self.colors))?;
            let effect = match next(state.is_waiting, answers, killed)? {
                Next::Event(event) => state.event(&event),
                Next::Answer(answer) => state.answer(answer),
                Next::Killed => Effect::Quit,
            };
            match effect {
                Effect::Nothing => {}
                Effect::Ask(request) => ask.send(request).map_err(|_| gone())?,
                Effect::Copy(text) => {
                    execute!(self.terminal.backend_mut(), CopyToClipboard::to_clipboard_from(text))?;
                }
                Effect::Quit => return Ok(()),
            }
        }
    }
}

impl Drop for RawTerminal {
    fn drop(&mut self) {
        // A failure is ignored: there is nowhere to report it.
        let _ = execute!(io::stdout(), DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
        let _ = disable_raw_mode();
        let _ = io::stdout().flush();
    }
}

fn next(is_waiting: bool, answers: &Receiver<Answer>, killed: &AtomicBool) -> Result<Next> {
    while !killed.load(Ordering::Relaxed) {
        if event::poll(if is_waiting { WAITING_INTERVAL } else { IDLE_INTERVAL })? {
            return Ok(Next::Event(event::read()?));
        }
        match answers.try_recv() {
            Ok(answer) => return Ok(Next::Answer(answer)),
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => return Err(gone()),
        }
    }
    Ok(Next::Killed)
}

/// Returns the error for a search thread that is gone; `cli::run` reports its panic instead.
fn gone() -> anyhow::Error {
    anyhow!(texts::SEARCH_ENDED.to(language()))
}
