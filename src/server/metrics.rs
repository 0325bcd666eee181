//! What did the server do, in the format of Prometheus?

use std::fmt::Write as _;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// Upper bounds of the classes of latencies, in seconds.
const LATENCY_BOUNDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// Route and status of a request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: &'static str,
    status: u16,
}

/// Figures of a server since its start.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    latency: Histogram,
    /// Connections that are open.
    pub(super) connections: Gauge,
    /// Queries that run.
    pub(super) running: Gauge,
}

impl Metrics {
    /// Creates the figures, all zero.
    pub(super) fn new() -> Metrics {
        let mut registry = Registry::with_prefix("fundstelle");
        let requests = Family::default();
        let latency = Histogram::new(LATENCY_BOUNDS);
        let (connections, running) = (Gauge::default(), Gauge::default());
        registry.register("http_requests", "Requests by route and status", requests.clone());
        registry.register(
            "http_request_duration_seconds",
            "Time from the head of a request to its answer",
            latency.clone(),
        );
        registry.register("connections", "Open connections", connections.clone());
        registry.register("queries_running", "Queries that run", running.clone());
        Metrics { registry, requests, latency, connections, running }
    }

    /// Counts a request.
    pub(super) fn record(&self, route: &'static str, status: u16, time: Duration) {
        self.requests.get_or_create(&RequestLabels { route, status }).inc();
        self.latency.observe(time.as_secs_f64());
    }

    /// Returns all figures as text. A counter is named as its samples are, which Prometheus' own text format asks for.
    pub(super) fn text(&self) -> String {
        let mut encoded = String::new();
        if encode(&mut encoded, &self.registry).is_err() {
            debug_assert!(false, "writing to a string does not fail");
        }
        let mut text = String::with_capacity(encoded.len());
        let counter = "fundstelle_http_requests";
        for line in encoded.lines().filter(|line| *line != "# EOF") {
            let rest = ["# HELP ", "# TYPE "].iter().find_map(|head| Some((*head, line.strip_prefix(head)?)));
            let _ = match rest.and_then(|(head, rest)| Some((head, rest.strip_prefix(counter)?))) {
                Some((head, rest)) if rest.starts_with(' ') => writeln!(text, "{head}{counter}_total{rest}"),
                _ => writeln!(text, "{line}"),
            };
        }
        text
    }
}

/// Counts a running query while it exists.
pub(super) struct RunningQuery(Gauge);

impl RunningQuery {
    /// Counts one query more.
    pub(super) fn begin(metrics: &Metrics) -> RunningQuery {
        metrics.running.inc();
        RunningQuery(metrics.running.clone())
    }
}

impl Drop for RunningQuery {
    fn drop(&mut self) {
        self.0.dec();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_as_prometheus_reads_them() {
        let metrics = Metrics::new();
        metrics.record("/api/search", 200, Duration::from_millis(3));
        let running = RunningQuery::begin(&metrics);
        let text = metrics.text();
        for line in [
            "# TYPE fundstelle_http_requests_total counter",
            "fundstelle_http_requests_total{route=\"/api/search\",status=\"200\"} 1",
            "fundstelle_http_request_duration_seconds_bucket{le=\"0.005\"} 1",
            "fundstelle_queries_running 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
        drop(running);
        assert!(metrics.text().contains("fundstelle_queries_running 0"));
    }
}
