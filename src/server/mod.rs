//! What do a browser, a program and a language model get?
//!
//! ```text
//! socket ─connection─▶ request ─guard─▶ route ─params─▶ Call ─gate─▶ blocking thread: library ─▶ HttpAnswer ─respond─▶ client
//! ```
//!
//! [`run`] listens until it is told to stop. `listen` is the accept loop: a cap on connections, time-outs for clients that send or
//! read nothing, an end within seconds. `guard` refuses foreign hosts, origins and tokens before anything else is looked at.
//! `routes` is the table of all [`Endpoint`](endpoint::Endpoint)s: the router, the description in `openapi` and its test are made
//! of it. An endpoint is a plain function from a [`Call`](endpoint::Call) to an [`HttpAnswer`](answer::HttpAnswer) that runs on a blocking
//! thread, as many at once as `gate` admits (`queries`), against one [`Searcher`](fundstelle::Searcher) of `snapshot`, which follows the
//! commits of the index. `api` and `page` hold the endpoints; what is wrong is a [`HttpProblem`](problem::HttpProblem).
//!
//! A new route is a function and a line in `routes`. A service with a protocol of its own, as `mcp` is, is nested in the router that
//! `routes::router` returns: guard, limits and metrics lie around it already.

mod answer;
mod api;
mod body;
mod cursor;
mod endpoint;
mod gate;
mod guard;
mod listen;
mod log;
mod mcp;
mod metrics;
mod negotiate;
mod openapi;
mod page;
mod params;
mod path_id;
mod problem;
mod queries;
mod routes;
mod snapshot;
mod stream;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use fundstelle::query::Synonyms;
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::sync::watch;

pub(crate) use guard::{Access, AccessToken};
pub(crate) use mcp::run_stdio as run_mcp;

use gate::Gate;
use guard::RequestGuard;
use queries::Queries;
use snapshot::Snapshots;

/// Threads that wait for sockets. Searches have threads of their own.
const ASYNC_THREADS: usize = 2;

/// Options of a server.
#[derive(Debug)]
pub(crate) struct ServeOptions {
    /// Folder of the index.
    pub(crate) index: PathBuf,
    /// Synonyms by which all queries are widened.
    pub(crate) synonyms: Synonyms,
    /// Address to listen on; port 0 chooses a free one.
    pub(crate) bind: SocketAddr,
    /// Access by token, or open.
    pub(crate) access: Access,
    /// Names under which the server is reached, beside those of this machine.
    pub(crate) hosts: Vec<String>,
    /// Longest time that a client may take to send a request or to read on.
    pub(crate) client_timeout: Duration,
    /// Longest time that a query may take.
    pub(crate) query_timeout: Duration,
    /// Maximum number of connections at once.
    pub(crate) max_connections: usize,
    /// Maximum number of queries at once.
    pub(crate) max_queries: usize,
    /// Takes a line for each request, if there is to be a log.
    pub(crate) log: Option<fn(&str)>,
}

/// Parts of a server that all requests share.
pub(crate) struct ServerState {
    queries: Arc<Queries>,
    guard: RequestGuard,
    client_timeout: Duration,
    log: Option<fn(&str)>,
}

/// Ends a server from another thread.
#[derive(Debug, Clone)]
pub(crate) struct Stopper(watch::Sender<bool>);

impl Stopper {
    /// Creates a stopper for one server.
    pub(crate) fn new() -> Stopper {
        Stopper(watch::Sender::new(false))
    }

    /// Asks the server to end.
    pub(crate) fn stop(&self) {
        self.0.send_replace(true);
    }
}

/// Serves the index until `stopper` is used. Calls `ready` with the address once connections are accepted. Errors: the index cannot
/// be opened, or the address is taken.
pub(crate) fn run(
    options: &ServeOptions,
    stopper: &Stopper,
    ready: impl FnOnce(SocketAddr) -> Result<()>,
) -> Result<()> {
    let snapshots = Snapshots::open(&options.index, options.synonyms.clone())?;
    let queries = Queries::new(snapshots, Gate::new(options.max_queries), options.query_timeout);
    let runtime = Builder::new_multi_thread()
        .worker_threads(ASYNC_THREADS)
        .max_blocking_threads(options.max_queries + 1)
        .enable_io()
        .enable_time()
        .build()
        .context("tokio")?;
    let listener = runtime.block_on(TcpListener::bind(options.bind)).with_context(|| options.bind.to_string())?;
    let address = listener.local_addr()?;
    let shared = Arc::new(ServerState {
        queries,
        guard: RequestGuard::new(address, options.access.clone(), &options.hosts),
        client_timeout: options.client_timeout,
        log: options.log,
    });
    shared.queries.follow_commits();
    ready(address)?;
    runtime.block_on(listen::listen(listener, shared, options.max_connections, stopper.0.subscribe()));
    // A query that still runs must not hold up the end.
    runtime.shutdown_background();
    Ok(())
}
