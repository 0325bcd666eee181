//! Reads files and cuts them into passages on several threads, and delivers the results in the order of the files.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::batch::Batch;
use crate::corpus::{Article, ReadOptions, ReadSummary, Record, SkipReason, SourceFile, hash_of, read};
use crate::passage::{Passage, passages};

/// Maximum number of messages of a file in a batch.
const BATCH_MESSAGES: usize = 64;
/// Channel capacity of a file, in batches.
const CHANNEL_CAPACITY: usize = 4;
/// Files read ahead of their turn, per thread.
const FILES_AHEAD: usize = 8;

/// A piece of a file's content, in order. The last one is always `Unchanged` or `End`.
pub(super) enum FileMessage {
    Article(Box<Article>, Vec<Passage>),
    Skipped {
        member: String,
        line: u32,
        reason: SkipReason,
    },
    /// The file's hash equals [`ReadJob::known_hash`].
    Unchanged,
    End(Result<ReadSummary, SkipReason>),
}

/// A file to read. If `known_hash` is given, the file is read only if its bytes have another hash.
pub(super) struct ReadJob<'a> {
    pub(super) file: &'a SourceFile,
    pub(super) known_hash: Option<[u8; 32]>,
}

/// A job, and the channel for its messages.
type QueuedJob<'a> = (ReadJob<'a>, SyncSender<Vec<FileMessage>>);

/// Reads `jobs` on `threads` threads and passes every message to `receive`, file by file in the order of the jobs, whatever
/// thread was first. An error of `receive` ends the run.
pub(super) fn read_in_order<'a, E>(
    jobs: Vec<ReadJob<'a>>,
    threads: usize,
    options: &ReadOptions,
    mut receive: impl FnMut(&'a SourceFile, FileMessage) -> Result<(), E>,
) -> Result<(), E> {
    let threads = threads.max(1);
    let (send_job, queued) = channel::<QueuedJob<'a>>();
    let queued = Mutex::new(queued);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| read_files(&queued, options));
        }
        // Takes the sender: when the run ends, early or not, the workers find their channels closed and stop.
        deliver(jobs, threads * FILES_AHEAD, send_job, &mut receive)
    })
}

fn deliver<'a, E>(
    jobs: Vec<ReadJob<'a>>,
    files_ahead: usize,
    send_job: Sender<QueuedJob<'a>>,
    receive: &mut impl FnMut(&'a SourceFile, FileMessage) -> Result<(), E>,
) -> Result<(), E> {
    let mut jobs = jobs.into_iter();
    let mut window: VecDeque<(&'a SourceFile, Receiver<Vec<FileMessage>>)> = VecDeque::new();
    loop {
        // The file whose turn it is always has a worker, because workers take files in this order, too.
        while window.len() < files_ahead
            && let Some(job) = jobs.next()
        {
            let (sender, receiver) = sync_channel(CHANNEL_CAPACITY);
            window.push_back((job.file, receiver));
            if send_job.send((job, sender)).is_err() {
                break;
            }
        }
        let Some((file, messages)) = window.pop_front() else { return Ok(()) };
        let mut ended = false;
        for message in messages.into_iter().flatten() {
            ended |= matches!(message, FileMessage::Unchanged | FileMessage::End(_));
            receive(file, message)?;
        }
        if !ended {
            // The worker panicked, which the scope passes on in the end. Until then the file is accounted for.
            receive(file, FileMessage::End(Err(SkipReason::Damaged("the reader failed".to_owned()))))?;
        }
    }
}

fn read_files(queued: &Mutex<Receiver<QueuedJob<'_>>>, options: &ReadOptions) {
    loop {
        let next = queued.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((job, sender)) = next else { return };
        let is_known = |known| hash_of(job.file).is_ok_and(|hash| hash == known);
        let mut outgoing = Outgoing { sender, batch: Batch::new(BATCH_MESSAGES) };
        let last = if job.known_hash.is_some_and(is_known) {
            FileMessage::Unchanged
        } else {
            FileMessage::End(read_file(job.file, options, &mut outgoing))
        };
        outgoing.batch.push(last, 0);
        // A closed channel means that the run has ended; the next `recv` says so, too.
        outgoing.send_batch();
    }
}

/// Messages of a file on their way to the receiver.
struct Outgoing {
    sender: SyncSender<Vec<FileMessage>>,
    batch: Batch<FileMessage>,
}

impl Outgoing {
    /// Returns false if the receiver has gone.
    fn send_batch(&mut self) -> bool {
        self.sender.send(self.batch.drain().0).is_ok()
    }
}

fn read_file(file: &SourceFile, options: &ReadOptions, outgoing: &mut Outgoing) -> Result<ReadSummary, SkipReason> {
    read(file, options, &mut |record| {
        match record {
            Record::Article(article) => {
                let (passages, bytes) = (passages(&article), article.body.len());
                outgoing.batch.push(FileMessage::Article(article, passages), bytes);
            }
            Record::Skipped { member, line, reason } => {
                outgoing.batch.push(FileMessage::Skipped { member, line, reason }, 0);
            }
        }
        if !outgoing.batch.is_full() || outgoing.send_batch() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })
}
