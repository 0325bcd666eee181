//! Ctrl-C and other requests to end the program.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// Ctrl-C, `kill`, and a terminal that is closed.
#[cfg(unix)]
const TERMINATION: [i32; 3] = [SIGINT, SIGTERM, signal_hook::consts::SIGHUP];
#[cfg(not(unix))]
const TERMINATION: [i32; 2] = [SIGINT, SIGTERM];
/// Exit status that shells give a process ended by Ctrl-C.
const INTERRUPTED: i32 = 130;
/// Delay between two looks for a signal. A flag and a thread that polls it work on every system.
const POLL: Duration = Duration::from_millis(100);

/// Catches requests to end and does nothing, as long as another program has the terminal.
pub(super) fn ignore() -> io::Result<()> {
    let unread = Arc::new(AtomicBool::new(false));
    TERMINATION.iter().try_for_each(|signal| flag::register(*signal, Arc::clone(&unread)).map(drop))
}

/// Calls `stop` from another thread at the first request to end. The second one ends the process at once.
pub(super) fn stop_gracefully(stop: impl Fn() + Send + 'static) -> io::Result<()> {
    let requested = Arc::new(AtomicBool::new(false));
    for signal in TERMINATION {
        // In this order: the first signal finds the flag unset and only sets it.
        flag::register_conditional_shutdown(signal, INTERRUPTED, Arc::clone(&requested))?;
        flag::register(signal, Arc::clone(&requested))?;
    }
    thread::spawn(move || {
        while !requested.load(Ordering::Acquire) {
            thread::sleep(POLL);
        }
        stop();
    });
    Ok(())
}
