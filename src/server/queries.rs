//! How does a query run beside the threads that wait for sockets?

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use tokio::task::spawn_blocking;

use super::gate::Gate;
use super::metrics::{Metrics, RunningQuery};
use super::problem::HttpProblem;
use super::snapshot::{self, Snapshots};

/// Queries against the newest commit of an index.
pub(super) struct Queries {
    pub(super) snapshots: Snapshots,
    pub(super) gate: Gate,
    pub(super) metrics: Metrics,
    /// Longest time that a query may take.
    pub(super) timeout: Duration,
}

impl Queries {
    /// Creates queries against `snapshots`, as many at once as `gate` admits.
    pub(super) fn new(snapshots: Snapshots, gate: Gate, timeout: Duration) -> Arc<Queries> {
        Arc::new(Queries { snapshots, gate, metrics: Metrics::new(), timeout })
    }

    /// Follows the commits of the index, on a thread that ends with the queries.
    pub(super) fn follow_commits(self: &Arc<Queries>) {
        let followed = Arc::downgrade(self);
        thread::spawn(move || {
            while let Some(queries) = followed.upgrade() {
                queries.snapshots.refresh();
                drop(queries);
                thread::sleep(snapshot::POLL);
            }
        });
    }

    /// Runs `work` on a blocking thread as soon as there is room, with the time at which it must be done. Errors: its own, too many
    /// queries, a panic.
    pub(super) async fn run<T: Send + 'static>(
        self: &Arc<Queries>,
        work: impl FnOnce(Instant) -> Result<T, HttpProblem> + Send + 'static,
    ) -> Result<T, HttpProblem> {
        let too_many = || {
            HttpProblem::busy("too-many-queries", "too many queries at once: try again soon")
                .in_german("zu viele Anfragen auf einmal: gleich noch einmal versuchen")
        };
        let permit = self.gate.admit().await.ok_or_else(too_many)?;
        let running = RunningQuery::begin(&self.metrics);
        // Waiting is not running.
        let deadline = Instant::now() + self.timeout;
        let result = spawn_blocking(move || {
            // Held until the work is done, even if the client has gone.
            let _held = (permit, running);
            work(deadline)
        });
        result.await.unwrap_or_else(|_| {
            Err(HttpProblem::new(StatusCode::INTERNAL_SERVER_ERROR, "panic", "internal error: run `fundstelle verify`")
                .in_german("interner Fehler: `fundstelle verify` ausführen"))
        })
    }
}
