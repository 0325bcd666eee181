//! The program on a real pseudo-terminal: its screen is read as a terminal would show it.

use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::{Callbacks, Parser, Screen};

use crate::support::Sandbox;

/// So long a machine may take for anything.
const PATIENCE: Duration = Duration::from_secs(60);
/// What stands on the screen before the program is started.
const BEFORE: &str = "$ echo Guten Tag\r\nGuten Tag\r\n$ fundstelle\r\n";

/// What a terminal keeps beside its screen.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) clipboard: Vec<u8>,
    unknown: Vec<String>,
}

impl Callbacks for Kept {
    fn copy_to_clipboard(&mut self, _: &mut Screen, _: &[u8], data: &[u8]) {
        self.clipboard = data.to_vec();
    }

    fn unhandled_escape(&mut self, _: &mut Screen, _: Option<u8>, _: Option<u8>, code: u8) {
        // A backslash ends what was copied.
        if code != b'\\' {
            self.unknown.push(format!("escape {code}"));
        }
    }
}

/// The program on a terminal.
pub(crate) struct Session {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    pub(crate) child: Box<dyn Child + Send + Sync>,
    pub(crate) terminal: Arc<Mutex<Parser<Kept>>>,
    pub(crate) raw: Arc<Mutex<Vec<u8>>>,
    reader: thread::JoinHandle<()>,
    /// How the terminal reads keys, as it was found.
    modes: String,
}

fn size(rows: u16, cols: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn modes(terminal: &dyn MasterPty) -> String {
    format!("{:?}", terminal.get_termios().unwrap())
}

fn number(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}

impl Session {
    pub(crate) fn start(sandbox: &Sandbox, (rows, cols): (u16, u16), env: &[(&str, &str)]) -> Session {
        let pair = native_pty_system().openpty(size(rows, cols)).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_fundstelle"));
        command.cwd(sandbox.path());
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "FUNDSTELLE_INDEX", "NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        env.iter().for_each(|(name, value)| command.env(name, value));
        let modes = modes(pair.master.as_ref());
        let keys = pair.master.take_writer().unwrap();
        let mut output = pair.master.try_clone_reader().unwrap();
        let mut terminal = Parser::new_with_callbacks(number(rows), number(cols), 0, Kept::default());
        terminal.process(BEFORE.as_bytes());
        let (terminal, raw) = (Arc::new(Mutex::new(terminal)), Arc::new(Mutex::new(Vec::new())));
        let (shown, written) = (Arc::clone(&terminal), Arc::clone(&raw));
        let child = pair.slave.spawn_command(command).unwrap();
        // The end of the output is seen only when the program alone holds the other side.
        drop(pair.slave);
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                written.lock().unwrap().extend_from_slice(&bytes[..count]);
                shown.lock().unwrap().process(&bytes[..count]);
            }
        });
        Session { master: pair.master, keys, child, terminal, raw, reader, modes }
    }

    pub(crate) fn keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// What is on the screen now, without blanks at the ends of lines.
    pub(crate) fn screen(&self) -> String {
        let screen = self.terminal.lock().unwrap().screen().contents();
        screen.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    /// Waits until the screen is as it should be.
    pub(crate) fn until(&self, what: &str, is_so: impl Fn(&Screen) -> bool) -> String {
        let start = Instant::now();
        while !is_so(self.terminal.lock().unwrap().screen()) {
            assert!(start.elapsed() < PATIENCE, "never seen: {what}\n{}", self.screen());
            thread::sleep(Duration::from_millis(5));
        }
        self.screen()
    }

    pub(crate) fn until_shows(&self, text: &str) -> String {
        self.until(text, |screen| screen.contents().contains(text))
    }

    pub(crate) fn resize(&self, rows: u16, cols: u16) {
        self.terminal.lock().unwrap().set_size(number(rows), number(cols));
        self.master.resize(size(rows, cols)).unwrap();
    }

    /// Waits for the end: the exit code, all that was written, and the terminal.
    pub(crate) fn end(mut self) -> (u32, String, Parser<Kept>) {
        let start = Instant::now();
        let code = loop {
            match self.child.try_wait().unwrap() {
                Some(status) => break status.exit_code(),
                None if start.elapsed() > PATIENCE => {
                    self.child.kill().unwrap();
                    panic!("does not end\n{}", self.screen());
                }
                None => thread::sleep(Duration::from_millis(5)),
            }
        };
        assert_eq!(modes(self.master.as_ref()), self.modes, "the terminal reads lines again");
        // First the output to its end: what writes keys says an end of line at its own, which the terminal would show.
        self.reader.join().unwrap();
        drop((self.keys, self.master));
        let terminal = Arc::into_inner(self.terminal).unwrap().into_inner().unwrap();
        let raw = String::from_utf8(Arc::into_inner(self.raw).unwrap().into_inner().unwrap()).unwrap();
        (code, raw, terminal)
    }
}

/// The letters that are shown as marked: bold and yellow, without colours bold and reversed.
pub(crate) fn marked(screen: &Screen) -> String {
    let (rows, cols) = screen.size();
    let cells = (0..rows.get()).flat_map(|row| (0..cols.get()).map(move |col| (row, col)));
    let cells = cells.filter_map(|(row, col)| screen.cell(row, col));
    let is_marked = |cell: &&vt100::Cell| cell.bold() && (cell.inverse() || cell.fgcolor() == vt100::Color::Idx(3));
    cells.filter(is_marked).map(|cell| cell.contents().to_owned()).collect()
}

/// The codes that set a colour.
pub(crate) fn colors(raw: &str) -> Vec<&str> {
    let codes = raw.split("\x1b[").skip(1);
    let codes = codes.filter_map(|code| code.split_once('m')).map(|(code, _)| code);
    let sets = |number: &str| matches!(number.parse(), Ok(30..=38 | 40..=48 | 90..=107));
    codes.filter(|code| code.chars().all(|c| c.is_ascii_digit() || c == ';') && code.split(';').any(sets)).collect()
}

/// How many lines an open article has: `── 1–12/33 ──`.
pub(crate) fn length(screen: &Screen) -> Option<usize> {
    let rule = screen.rows(0, screen.size().1.get()).find(|line| line.starts_with("── "))?;
    rule.split_once('/')?.1.split_once(' ')?.0.parse().ok()
}

/// The screen is as it was, and so is what steers it.
pub(crate) fn assert_left_as_found(terminal: &Parser<Kept>) {
    let screen = terminal.screen();
    let mut before = Parser::new(screen.size().0, screen.size().1, 0);
    before.process(BEFORE.as_bytes());
    assert_eq!(screen.contents(), before.screen().contents());
    assert_eq!(screen.cursor_position(), before.screen().cursor_position());
    assert_eq!(screen.state_formatted(), before.screen().state_formatted());
    assert_steered_by_nothing(terminal);
}

pub(crate) fn assert_steered_by_nothing(terminal: &Parser<Kept>) {
    let screen = terminal.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    assert!(!screen.bold() && !screen.dim() && !screen.inverse() && screen.fgcolor() == vt100::Color::Default);
    assert_eq!(terminal.callbacks().unknown, [""; 0]);
}
