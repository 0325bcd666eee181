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
/// Articles that may wait.
const WAITING_ARTICLES: usize = 256;

/// Bytes each builder may use at least: smaller segments would be too many.
const LEAST_MEMORY: usize = 16 << 20;

/// An article with its leave to wait, which ends when a builder takes it up.
type Waiting = (Batch, Permit);

/// Builders at work; each makes one segment after the other.
pub(super) struct Builders {
    gate: Arc<Gate>,
    articles: Option<SyncSender<Waiting>>,
    segments: Receiver<SegmentMeta>,
    threads: Vec<JoinHandle<tantivy::Result<()>>>,
}

impl Builders {
    /// `threads` builders for `index`, which use about `memory` bytes together.
    pub(super) fn start(index: &Index, fields: Fields, analyzer: &Analyzer, threads: usize, memory: usize) -> Builders {
        let (articles, waiting) = sync_channel(WAITING_ARTICLES);
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
        Builders { gate: Gate::new(WAITING_BYTES), articles: Some(articles), segments, threads }
    }

    /// Adds an article. Waits when too much waits already.
    pub(super) fn add(&mut self, article: Batch) -> tantivy::Result<()> {
        let bytes = article.passages.iter().map(|passage| passage.text.len()).sum();
        let waiting = (article, self.gate.admit(bytes));
        match self.articles.as_ref().map(|articles| articles.send(waiting)) {
            Some(Ok(())) => Ok(()),
            // All builders are gone: one of them knows why.
            _ => self.join(),
        }
    }

    /// All segments of what was added.
    pub(super) fn finish(mut self) -> tantivy::Result<Vec<SegmentMeta>> {
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
    while let Some((article, permit)) = next() {
        drop(permit);
        let mut builder = match open.take() {
            Some(builder) => builder,
            None => new()?,
        };
        builder.add(&article)?;
        if builder.is_full(memory) {
            let _ = done.send(builder.finish()?);
        } else {
            open = Some(builder);
        }
    }
    if let Some(builder) = open {
        let _ = done.send(builder.finish()?);
    }
    Ok(())
}
