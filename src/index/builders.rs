//! Threads that make segments of the articles that come.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use tantivy::Index;
use tantivy::index::SegmentMeta;

use super::document::{Batch, Gate, Permit};
use super::meanings::Meanings;
use super::schema::Fields;
use super::segment::SegmentBuilder;
use crate::german::Analyzer;

/// Bytes of text that may wait for a builder.
const WAITING_BYTES: usize = 32 << 20;
/// Bytes of text that are handed over together: a thread that wakes up for a few lines costs more than they do.
const HANDED_BYTES: usize = 64 << 10;
/// Articles that are handed over together, at most.
const HANDED_ARTICLES: usize = 256;
/// How often as much may wait.
const WAITING: usize = 64;

/// Bytes each builder may use at least: smaller segments would be too many.
const LEAST_MEMORY: usize = 16 << 20;

/// Articles with their leave to wait, which ends when a builder takes them up.
type Waiting = (Vec<Batch>, Permit);

/// Builders at work; each makes one segment after the other.
pub(super) struct Builders {
    gate: Arc<Gate>,
    articles: Option<SyncSender<Waiting>>,
    /// What is handed over next, and its bytes.
    next: Vec<Batch>,
    next_bytes: usize,
    segments: Receiver<SegmentMeta>,
    threads: Vec<JoinHandle<tantivy::Result<()>>>,
}

impl Builders {
    /// `threads` builders for `index`, which use about `memory` bytes together.
    pub(super) fn start(index: &Index, fields: Fields, analyzer: &Analyzer, threads: usize, memory: usize) -> Builders {
        let (articles, waiting) = sync_channel(WAITING);
        let waiting = Arc::new(Mutex::new(waiting));
        let (done, segments) = channel();
        let memory = (memory / threads).max(LEAST_MEMORY);
        let meanings = Arc::new(Meanings::default());
        let start = |_| {
            let (index, analyzer, done) = (index.clone(), analyzer.clone(), done.clone());
            let (waiting, meanings) = (Arc::clone(&waiting), Arc::clone(&meanings));
            std::thread::spawn(move || {
                let new = || SegmentBuilder::new(&index, fields, &analyzer, &meanings);
                build(new, &waiting, memory, &done)
            })
        };
        let threads = (0..threads).map(start).collect();
        let (gate, articles) = (Gate::new(WAITING_BYTES), Some(articles));
        Builders { gate, articles, next: Vec::new(), next_bytes: 0, segments, threads }
    }

    /// Adds an article. Waits when too much waits already.
    pub(super) fn add(&mut self, article: Batch) -> tantivy::Result<()> {
        self.next_bytes += article.article.body.len();
        self.next.push(article);
        let is_enough = self.next_bytes >= HANDED_BYTES || self.next.len() >= HANDED_ARTICLES;
        if is_enough { self.hand_over() } else { Ok(()) }
    }

    fn hand_over(&mut self) -> tantivy::Result<()> {
        let permit = self.gate.admit(std::mem::take(&mut self.next_bytes));
        let waiting = (std::mem::take(&mut self.next), permit);
        match self.articles.as_ref().map(|articles| articles.send(waiting)) {
            Some(Ok(())) => Ok(()),
            // All builders are gone: one of them knows why.
            _ => self.join(),
        }
    }

    /// All segments of what was added.
    pub(super) fn finish(mut self) -> tantivy::Result<Vec<SegmentMeta>> {
        self.hand_over()?;
        self.join()?;
        Ok(self.segments.try_iter().collect())
    }

    fn join(&mut self) -> tantivy::Result<()> {
        self.articles = None;
        for thread in self.threads.drain(..) {
            let failed =
                |_| Err(tantivy::TantivyError::InternalError("a thread that builds segments failed".to_owned()));
            thread.join().unwrap_or_else(failed)?;
        }
        Ok(())
    }
}

fn build<'a>(
    new: impl Fn() -> tantivy::Result<SegmentBuilder<'a>>,
    waiting: &Mutex<Receiver<Waiting>>,
    memory: usize,
    done: &Sender<SegmentMeta>,
) -> tantivy::Result<()> {
    let next = || waiting.lock().ok().and_then(|waiting| waiting.recv().ok());
    let mut open: Option<SegmentBuilder<'_>> = None;
    while let Some((articles, permit)) = next() {
        drop(permit);
        for article in articles {
            let mut builder = match open.take() {
                Some(builder) => builder,
                None => new()?,
            };
            builder.add(article)?;
            if builder.is_full(memory) {
                let _ = done.send(builder.finish()?);
            } else {
                open = Some(builder);
            }
        }
    }
    if let Some(builder) = open {
        let _ = done.send(builder.finish()?);
    }
    Ok(())
}
