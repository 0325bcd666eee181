//! Files are read and cut by several threads, and handed on in their order.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use crate::corpus::{Article, ReadOptions, ReadSummary, Record, SkipReason, SourceFile, hash_of, read};
use crate::passage::{Passage, passages};

/// Messages of one file that are handed on together, and the bytes of their texts: a thread that wakes up for a few lines
/// costs more than they do.
const HANDED: usize = 64;
const HANDED_BYTES: usize = 64 << 10;
/// How often as much may wait to be taken.
const WAITING: usize = 4;
/// Files that may be read before their turn, for each thread.
const FILES_AHEAD: usize = 8;

/// What comes out of a file, in order; `End` or `Same` is always the last.
pub(super) enum Message {
    Article(Box<Article>, Vec<Passage>),
    Skipped {
        line: u32,
        reason: SkipReason,
    },
    /// The file's bytes are those of the hash that was given with it.
    Same,
    End(Result<ReadSummary, SkipReason>),
}

/// A file to read. With a hash its bytes are compared first, and it is only read when they differ.
pub(super) struct Job<'a> {
    pub(super) file: &'a SourceFile,
    pub(super) known_hash: Option<[u8; 32]>,
}

/// A job with where its messages go.
type Handed<'a> = (Job<'a>, SyncSender<Vec<Message>>);

/// Reads `jobs` with `threads` threads and gives `take` every message, one file after the other in the order
/// of the jobs, whatever thread was first. `take` ends the run with an error.
pub(super) fn run<'a, E>(
    jobs: Vec<Job<'a>>,
    threads: usize,
    options: &ReadOptions,
    mut take: impl FnMut(&'a SourceFile, Message) -> Result<(), E>,
) -> Result<(), E> {
    let (send_job, jobs_in) = channel::<Handed<'a>>();
    let jobs_in = Mutex::new(jobs_in);
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| worker(&jobs_in, options));
        }
        let result = in_order(jobs, threads.max(1) * FILES_AHEAD, send_job, &mut take);
        // Whatever ended the run early, the workers find their channels closed and stop.
        drop(take);
        result
    })
}

fn in_order<'a, E>(
    jobs: Vec<Job<'a>>,
    ahead: usize,
    send_job: Sender<Handed<'a>>,
    take: &mut impl FnMut(&'a SourceFile, Message) -> Result<(), E>,
) -> Result<(), E> {
    let mut jobs = jobs.into_iter();
    let mut window: VecDeque<(&'a SourceFile, Receiver<Vec<Message>>)> = VecDeque::new();
    loop {
        // The file that is due is always with a worker, because workers take files in this order too.
        while window.len() < ahead
            && let Some(job) = jobs.next()
        {
            let (sender, receiver) = sync_channel(WAITING);
            window.push_back((job.file, receiver));
            if send_job.send((job, sender)).is_err() {
                break;
            }
        }
        let Some((file, messages)) = window.pop_front() else { return Ok(()) };
        let mut ended = false;
        for message in messages.into_iter().flatten() {
            ended |= matches!(message, Message::Same | Message::End(_));
            take(file, message)?;
        }
        if !ended {
            // The worker died before its time: the file must still be accounted for.
            take(file, Message::End(Err(SkipReason::Damaged("the reader failed".to_owned()))))?;
        }
    }
}

fn worker(jobs: &Mutex<Receiver<Handed<'_>>>, options: &ReadOptions) {
    loop {
        let next = jobs.lock().map(|jobs| jobs.recv());
        let Ok(Ok((job, out))) = next else { return };
        let same = job.known_hash.is_some_and(|known| hash_of(job.file).is_ok_and(|hash| hash == known));
        let mut out = Outgoing { out, messages: Vec::new(), bytes: 0 };
        let last = if same { Message::Same } else { Message::End(read_into(job.file, options, &mut out)) };
        out.messages.push(last);
        // A closed channel means that the run was ended; the next `recv` will say so too.
        out.hand_on();
    }
}

/// What a worker has of a file, on its way to who takes it.
struct Outgoing {
    out: SyncSender<Vec<Message>>,
    messages: Vec<Message>,
    bytes: usize,
}

impl Outgoing {
    /// Whether it was wanted.
    fn hand_on(&mut self) -> bool {
        self.bytes = 0;
        self.out.send(std::mem::take(&mut self.messages)).is_ok()
    }
}

fn read_into(file: &SourceFile, options: &ReadOptions, out: &mut Outgoing) -> Result<ReadSummary, SkipReason> {
    read(file, options, &mut |record| {
        let message = match record {
            Record::Article(article) => {
                let cut = passages(&article);
                out.bytes += article.body.len();
                Message::Article(article, cut)
            }
            Record::Skipped { line, reason } => Message::Skipped { line, reason },
        };
        out.messages.push(message);
        let is_enough = out.bytes >= HANDED_BYTES || out.messages.len() >= HANDED;
        if !is_enough || out.hand_on() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
}
