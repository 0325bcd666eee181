//! How are connections accepted, kept within limits, and ended?

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::sleep;

use super::stream::PatientStream;
use super::{ServerState, routes};

/// Maximum size of the head of a request in bytes. `routes` answers heads that are too large for it but fit here.
pub(super) const MAX_HEAD_BYTES: usize = 64 * 1024;
/// Delay after an error of accepting, for example when no file is left to open.
const ACCEPT_ERROR_DELAY: Duration = Duration::from_millis(50);
/// Longest time from the request to end until the server ends, whatever its clients do.
const MAX_END_TIME: Duration = Duration::from_secs(8);
/// Time without a running query after which the server ends. Answers are on their way by then.
const QUIET_TIME: Duration = Duration::from_millis(300);
/// Delay between two looks for running queries.
const QUIET_POLL: Duration = Duration::from_millis(50);

/// Accepts connections until `stop` is true, then waits for the queries that run.
pub(super) async fn listen(
    listener: TcpListener,
    shared: Arc<ServerState>,
    max_connections: usize,
    mut stop: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(max_connections));
    let graceful = GracefulShutdown::new();
    let router = routes::router(&shared);
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            accepted = accepted => accepted,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        match (place, accepted) {
            (Ok(place), Ok((stream, _))) => {
                shared.queries.metrics.connections.inc();
                tokio::spawn(connection(stream, place, router.clone(), Arc::clone(&shared), graceful.watcher()));
            }
            _ => sleep(ACCEPT_ERROR_DELAY).await,
        }
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = quiet(&shared) => {}
        () = sleep(MAX_END_TIME) => {}
    }
}

/// Serves one connection. Errors are those of its client.
async fn connection(
    stream: TcpStream,
    place: OwnedSemaphorePermit,
    router: Router,
    shared: Arc<ServerState>,
    watcher: Watcher,
) {
    let _ = stream.set_nodelay(true);
    let stream = TokioIo::new(PatientStream::new(stream, shared.client_timeout));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(shared.client_timeout)
        .max_buf_size(MAX_HEAD_BYTES)
        .serve_connection(stream, TowerToHyperService::new(router));
    let _ = watcher.watch(connection).await;
    drop(place);
    shared.queries.metrics.connections.dec();
}

/// Waits until no query has run for a while.
async fn quiet(shared: &ServerState) {
    let mut quiet = Duration::ZERO;
    while quiet < QUIET_TIME {
        sleep(QUIET_POLL).await;
        quiet = if shared.queries.gate.is_idle() { quiet + QUIET_POLL } else { Duration::ZERO };
    }
}
