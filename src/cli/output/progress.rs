//! The progress bar.

use std::io::{self, IsTerminal as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use fundstelle::index::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::super::messages::{Texts, language, texts};

/// Runs `work` and meanwhile draws how far it is, on a terminal only.
pub(in crate::cli) fn with_bar<T: Send>(quiet: bool, work: impl FnOnce(&Progress) -> T + Send) -> T {
    let progress = Progress::default();
    if quiet || !io::stderr().is_terminal() {
        return work(&progress);
    }
    let ended = AtomicBool::new(false);
    thread::scope(|scope| {
        let bar = scope.spawn(|| draw(&progress, &ended));
        let result = work(&progress);
        ended.store(true, Ordering::Relaxed);
        bar.thread().unpark();
        result
    })
}

fn draw(progress: &Progress, ended: &AtomicBool) {
    let words = texts(language());
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let template = "{bar:24} {percent:>3}% {msg} · {bytes_per_sec} · {eta}";
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    while !ended.load(Ordering::Relaxed) {
        let total = progress.total_bytes.load(Ordering::Relaxed);
        if total > 0 {
            bar.set_length(total);
            bar.set_position(progress.bytes.load(Ordering::Relaxed).min(total));
            bar.set_message(message(progress, words));
        }
        thread::park_timeout(Duration::from_millis(100));
    }
    bar.finish_and_clear();
}

fn message(progress: &Progress, words: &Texts) -> String {
    if progress.finishing.load(Ordering::Relaxed) {
        return words.finishing.to_owned();
    }
    let count = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
    let (files, total) = (count(&progress.files), count(&progress.total_files));
    format!("{files}/{} · {}", words.files.counted(total), words.passages.counted(count(&progress.passages)))
}
