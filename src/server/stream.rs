//! A socket that gives up on a client that does not read, and says what hyper leaves unsaid.

use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::http::StatusCode;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use super::listen::MAX_HEAD_BYTES;
use super::problem::HttpProblem;

/// Socket whose writes fail if the client takes nothing for a while. Reads wait: hyper bounds the time for a head, and the reader of a
/// body the time for that.
pub(super) struct PatientStream {
    stream: TcpStream,
    patience: Duration,
    /// Runs while a write waits.
    stalled: Option<Pin<Box<Sleep>>>,
    /// Bytes to write before all others.
    pending: Vec<u8>,
}

/// Returns the answer to a head that hyper could not read, if `head` is that of its answer: hyper sends none but a status. All problems of
/// the routes have a body.
fn told(head: &[u8]) -> Option<Vec<u8>> {
    let head = str::from_utf8(head).ok()?;
    let status: u16 = head.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
    let is_bare = head.ends_with("\r\n\r\n") && head.contains("\r\ncontent-length: 0\r\n");
    let (status, kind, detail) = match status {
        400 => (StatusCode::BAD_REQUEST, "malformed", "the request is no HTTP/1.1".to_owned()),
        414 => (StatusCode::URI_TOO_LONG, "too-long", "the address is too long: send the query by POST".to_owned()),
        431 => {
            let detail = format!("the head of the request is larger than {MAX_HEAD_BYTES} bytes");
            (StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "headers-too-large", detail)
        }
        _ => return None,
    };
    let body = HttpProblem::new(status, kind, detail).json();
    let answer = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/problem+json\r\ncontent-length: {}\r\nx-content-type-options: nosniff\r\n\
         cache-control: no-store\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    is_bare.then(|| answer.into_bytes())
}

impl PatientStream {
    /// Wraps `stream`, whose writes may wait as long as `patience`.
    pub(super) fn new(stream: TcpStream, patience: Duration) -> PatientStream {
        PatientStream { stream, patience, stalled: None, pending: Vec::new() }
    }

    /// Returns the result of a write, or an error if it has waited too long.
    fn bounded<T>(&mut self, result: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.stalled = None;
            return result;
        }
        let patience = self.patience;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(stalled.as_mut().poll(context));
        Poll::Ready(Err(ErrorKind::TimedOut.into()))
    }

    /// Writes what is pending.
    fn drain(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.pending.is_empty() {
            let result = Pin::new(&mut self.stream).poll_write(context, &self.pending);
            let written = ready!(self.bounded(result, context))?;
            self.pending.drain(..written);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for PatientStream {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buf)
    }
}

impl AsyncWrite for PatientStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.drain(context))?;
        if let Some(answer) = told(buf) {
            self.pending = answer;
            return Poll::Ready(Ok(buf.len()));
        }
        let result = Pin::new(&mut self.stream).poll_write(context, buf);
        self.bounded(result, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let [only] = bufs {
            return self.poll_write(context, only);
        }
        ready!(self.drain(context))?;
        let result = Pin::new(&mut self.stream).poll_write_vectored(context, bufs);
        self.bounded(result, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.drain(context))?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.drain(context))?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
