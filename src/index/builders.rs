//! Threads that build segments from queued articles.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tantivy::Index;
use tantivy::index::SegmentMeta;

use super::batch::Batch;
use super::form_cache::FormCache;
use super::pairs::PairRule;
use super::schema::Fields;
use super::segment::{NumberedArticle, SegmentBuilder};
use super::semaphore::{ByteSemaphore, Permit};
use crate::Error;
use crate::german::Analyzer;

/// Maximum bytes of text queued for the builders.
const MAX_QUEUED_BYTES: usize = 32 << 20;
/// Maximum number of articles in a batch.
const BATCH_ARTICLES: usize = 256;
/// Channel capacity, in batches.
const CHANNEL_CAPACITY: usize = 64;
/// Minimum memory of a builder in bytes: with less, segments would be too small and too many.
const MIN_BUILDER_MEMORY: usize = 16 << 20;

/// A batch of articles, and its permit to wait in the queue.
type QueuedBatch = (Vec<NumberedArticle>, Permit);

/// Running builder threads; each builds one segment after the other.
pub(super) struct SegmentBuilders {
    semaphore: Arc<ByteSemaphore>,
    queue: Option<SyncSender<QueuedBatch>>,
    /// The batch to be queued next.
    batch: Batch<NumberedArticle>,
    segments: Receiver<SegmentMeta>,
    threads: Vec<JoinHandle<tantivy::Result<()>>>,
}

impl SegmentBuilders {
    /// Starts `threads` builders for `index`, which use about `memory` bytes together.
    pub(super) fn start(
        index: &Index,
        fields: Fields,
        analyzer: &Analyzer,
        pairs: &Arc<PairRule>,
        threads: usize,
        memory: usize,
    ) -> SegmentBuilders {
        let (queue, queued) = sync_channel(CHANNEL_CAPACITY);
        let queued = Arc::new(Mutex::new(queued));
        let (done, segments) = channel();
        let memory = (memory / threads).max(MIN_BUILDER_MEMORY);
        let form_cache = Arc::new(FormCache::default());
        let start = |_| {
            let (index, analyzer, done) = (index.clone(), analyzer.clone(), done.clone());
            let (queued, form_cache, pairs) = (Arc::clone(&queued), Arc::clone(&form_cache), Arc::clone(pairs));
            std::thread::spawn(move || {
                let new = || SegmentBuilder::new(&index, fields, &analyzer, &form_cache, &pairs);
                build_segments(new, &queued, memory, &done)
            })
        };
        let threads = (0..threads).map(start).collect();
        let semaphore = ByteSemaphore::new(MAX_QUEUED_BYTES);
        SegmentBuilders { semaphore, queue: Some(queue), batch: Batch::new(BATCH_ARTICLES), segments, threads }
    }

    /// Queues an article. Blocks while too many bytes are queued already.
    pub(super) fn add(&mut self, article: NumberedArticle) -> Result<(), Error> {
        let bytes = article.article.body.len();
        self.batch.push(article, bytes);
        if self.batch.is_full() { self.send_batch() } else { Ok(()) }
    }

    fn send_batch(&mut self) -> Result<(), Error> {
        let (articles, bytes) = self.batch.drain();
        let permit = self.semaphore.acquire(bytes);
        if self.queue.as_ref().is_some_and(|queue| queue.send((articles, permit)).is_ok()) {
            return Ok(());
        }
        // All builders have ended. They do so early only with an error.
        self.join()?;
        Err(Error::Bug { what: "the segment builders ended before the last article".to_owned() })
    }

    /// Waits for the builders and returns the segments of all articles added.
    pub(super) fn finish(mut self) -> Result<Vec<SegmentMeta>, Error> {
        self.send_batch()?;
        self.join()?;
        Ok(self.segments.try_iter().collect())
    }

    fn join(&mut self) -> Result<(), Error> {
        self.queue = None;
        for thread in self.threads.drain(..) {
            let panicked = |_| Error::Bug { what: "a segment builder panicked".to_owned() };
            thread.join().map_err(panicked)??;
        }
        Ok(())
    }
}

/// Builds segments until the queue is closed; a segment is finished when its builder uses `memory` bytes.
fn build_segments<'a>(
    new: impl Fn() -> tantivy::Result<SegmentBuilder<'a>>,
    queued: &Mutex<Receiver<QueuedBatch>>,
    memory: usize,
    done: &Sender<SegmentMeta>,
) -> tantivy::Result<()> {
    let next = || queued.lock().unwrap_or_else(PoisonError::into_inner).recv();
    let mut open: Option<SegmentBuilder<'_>> = None;
    while let Ok((articles, permit)) = next() {
        drop(permit);
        for article in articles {
            let mut builder = match open.take() {
                Some(builder) => builder,
                None => new()?,
            };
            builder.add(article)?;
            if builder.is_full(memory) {
                // The receiver has gone only if the run has failed; then nobody wants the segment.
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
