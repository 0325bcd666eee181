//! The progress bar.

use std::io::{self, IsTerminal as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use fundstelle::index::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::messages::{Language, language, texts};

/// Runs `work` and meanwhile draws its progress, on a terminal only.
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
    let language = language();
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    bar.set_style(style());
    while !ended.load(Ordering::Relaxed) {
        let total = progress.total_bytes.load(Ordering::Relaxed);
        if total > 0 {
            bar.set_length(total);
            bar.set_position(progress.bytes.load(Ordering::Relaxed).min(total));
            bar.set_message(message(progress, language, bar.per_sec()));
        }
        thread::park_timeout(Duration::from_millis(100));
    }
    bar.finish_and_clear();
}

#[expect(clippy::expect_used, reason = "the template is compiled in, and a test parses it")]
fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:24} {percent:>3}% {msg} · {eta}").expect("a template that a test parses")
}

/// Returns what was read so far, and how many bytes a second.
fn message(progress: &Progress, language: Language, bytes_per_second: f64) -> String {
    if progress.finishing.load(Ordering::Relaxed) {
        return texts::WRITING_INDEX.to(language).to_owned();
    }
    let count = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
    let (files, total) = (count(&progress.files), count(&progress.total_files));
    let (files, total) = (language.count(files), texts::FILES.counted(language, total));
    let passages = texts::PASSAGES.counted(language, count(&progress.passages));
    format!("{files}/{total} · {passages} · {} MB/s", language.decimal(bytes_per_second / 1e6, 1))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_template_is_valid() {
        super::style();
    }
}
