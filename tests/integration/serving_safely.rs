//! Nothing that a browser or a slow client does harms the server.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use crate::http::{Server, of_corpus};
use crate::support::{Sandbox, program};

#[test]
fn too_many_queries_at_once_are_told_to_wait() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &["--max-queries", "1"]);
    let text = "„Das ist ein langes Zitat mit vielen Wörtern aus dem Streik der Bahn in dieser Woche.“ ".repeat(8);
    let slow = serde_json::json!({ "text": text });
    let statuses: Vec<(u16, bool)> = thread::scope(|scope| {
        let first = scope.spawn(|| server.post("/api/check", &slow).status);
        thread::sleep(Duration::from_millis(200));
        let ask = || {
            let reply = server.get("/api/search?q=Streik");
            (reply.status, reply.header("retry-after").is_some())
        };
        let others: Vec<_> = (0..20).map(|_| scope.spawn(ask)).collect();
        let statuses = others.into_iter().map(|other| other.join().unwrap()).collect();
        assert!(matches!(first.join().unwrap(), 200 | 503));
        statuses
    });
    assert!(statuses.contains(&(503, true)), "{statuses:?}");
    assert!(statuses.iter().all(|one| matches!(one, (200, false) | (503, true))), "{statuses:?}");
    assert_eq!(server.get("/api/search?q=Streik").status, 200);
}

#[test]
fn foreign_names_and_origins_are_refused_on_every_route() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let document = server.get("/openapi.json").json();
    for path in document["paths"].as_object().unwrap().keys().map(String::as_str).chain(["/nichts", "/mcp"]) {
        for header in [
            ("Host", "evil.example"),
            ("Host", "127.0.0.1.evil.example"),
            ("Origin", "http://evil.example"),
            ("Origin", "null"),
        ] {
            for method in ["GET", "POST", "OPTIONS"] {
                assert_eq!(server.send(method, path, &[header], "").status, 403, "{method} {path} {header:?}");
            }
        }
    }
    assert_eq!(server.raw(b"GET / HTTP/1.0\r\n\r\n").status, 403);
    let own = format!("http://{}", server.address);
    assert_eq!(server.send("GET", "/api/stats", &[("Origin", &own)], "").status, 200);
}

#[test]
fn others_need_a_token_or_a_word() {
    let sandbox = of_corpus();
    let ran = sandbox.run(&["serve", "--bind", "0.0.0.0:0"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--token-file") && ran.err.contains("--no-auth"), "{}", ran.err);
    assert!(sandbox.run_german(&["serve", "--bind", "0.0.0.0:0"]).err.contains("erreichbar"));
    sandbox.write("../short", "kurz");
    assert_eq!(sandbox.run(&["serve", "--token-file", "short"]).code, 2);
    let none = Sandbox::new();
    assert_eq!(none.run(&["serve"]).code, 2);
    for option in ["--timeout=0", "--client-timeout=0", "--host=", "--host=archiv.example:80"] {
        assert_eq!(sandbox.run(&["serve", "--bind", "127.0.0.1:0", option]).code, 2, "{option}");
    }
    sandbox.write("../token", "0123456789abcdef0123456789abcdef\n");
    let server = Server::start(&sandbox, &["--token-file", "token"]);
    let with = |token: &str| server.send("GET", "/api/search?q=Streik", &[("Authorization", token)], "");
    assert_eq!(with("Bearer 0123456789abcdef0123456789abcdef").status, 200);
    for wrong in ["Bearer 0123456789abcdef0123456789abcdeX", "Bearer ", "0123456789abcdef0123456789abcdef"] {
        let reply = with(wrong);
        assert_eq!((reply.status, reply.header("content-type")), (401, Some("application/problem+json")), "{wrong}");
        assert!(reply.header("www-authenticate").unwrap().starts_with("Bearer"));
    }
    assert_eq!((server.get("/").status, server.get("/metrics").status, server.get("/livez").status), (401, 401, 200));
}

#[test]
fn slow_clients_are_closed_and_hold_up_nobody() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &["--client-timeout", "1"]);
    let mut silent: Vec<TcpStream> = (0..40).map(|_| server.connect()).collect();
    for stream in silent.iter_mut().take(20) {
        stream.write_all(b"GET /api/search?q=Streik HTTP/1.1\r\nHost: loc").unwrap();
    }
    let begun = Instant::now();
    let body = thread::scope(|scope| {
        // One byte at a time of a body that never ends.
        let body = scope.spawn(|| {
            let mut stream = server.connect();
            let head = format!(
                "POST /api/search HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n",
                server.address
            );
            stream.write_all(head.as_bytes()).unwrap();
            while begun.elapsed() < Duration::from_secs(10) && stream.write_all(b" ").is_ok() {
                thread::sleep(Duration::from_millis(200));
            }
            begun.elapsed()
        });
        for _ in 0..20 {
            assert_eq!(server.get("/api/search?q=Streik&limit=1").status, 200);
        }
        body.join().unwrap()
    });
    assert!(body < Duration::from_secs(5), "{body:?}");
    for stream in &mut silent {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
    }
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
}

#[test]
fn each_request_has_a_line_in_the_log() {
    let sandbox = of_corpus();
    let mut command = program();
    command.current_dir(sandbox.path()).args(["serve", "--bind", "127.0.0.1:0", "--log", "json"]);
    let log = sandbox.path().join("log");
    let server = Server::run_with_errors(command, std::fs::File::create(&log).unwrap().into());
    let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let reply = server.send("GET", "/api/search?q=geheim", &[("traceparent", trace)], "");
    assert_eq!(reply.header("traceparent"), Some(trace));
    assert_eq!(server.send("GET", "/nichts", &[("traceparent", "x")], "").header("traceparent"), None);
    let text = std::fs::read_to_string(&log).unwrap();
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let seen: Vec<_> =
        lines.iter().map(|line| (line["route"].as_str().unwrap(), line["status"].as_u64().unwrap())).collect();
    assert_eq!(seen, [("/api/search", 200), ("other", 404)]);
    assert_eq!((lines[0]["traceparent"].as_str(), lines[1].get("traceparent")), (Some(trace), None));
    assert!(lines[0]["milliseconds"].as_f64().unwrap() > 0.0 && !text.contains("geheim"), "{text}");
}

#[test]
fn an_end_is_asked_for_and_running_queries_are_answered() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let silent: Vec<TcpStream> = (0..20).map(|_| server.connect()).collect();
    let mut half = server.connect();
    half.write_all(b"GET / HTT").unwrap();
    let text = "„Das ist ein langes Zitat mit vielen Wörtern aus dem Streik der Bahn in dieser Woche.“ ".repeat(2);
    let address = server.address;
    let running = thread::spawn(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        let head = format!(
            "POST /api/check HTTP/1.1\r\nHost: {address}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n",
            text.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        reply
    });
    let arrived = || {
        let figures = server.get("/metrics").text();
        figures.contains("fundstelle_queries_running 1") || figures.contains("route=\"/api/check\"")
    };
    let begun = Instant::now();
    while !arrived() {
        assert!(begun.elapsed() < Duration::from_secs(30), "the query never arrived");
    }
    let took = server.stop();
    assert!(took < Duration::from_secs(9), "{took:?}");
    let reply = running.join().unwrap();
    assert!(reply.starts_with("HTTP/1.1 200") && reply.trim_end().ends_with("]}"), "{:.200}", reply);
    drop(silent);
}
