//! What checkers of accessibility, HTML and metrics say. Each is skipped where it is not installed; `.ci/run` installs them.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::browser::{Browser, skipped};
use crate::http::{Server, encoded, of_corpus};

/// One page of each kind: start, hits, an article, matches in context, curves, checked quotations, an error.
fn views() -> Vec<String> {
    let quoted =
        "„Computer aus. Wir nehmen nur Papier.“ und „Die Bahn bietet bisher 5,2 Prozent, verteilt auf 24 Monate.“";
    vec![
        "/?lang=de".to_owned(),
        "/?q=Streik+Bahn&since=2018&lang=de".to_owned(),
        "/a/dl-1%232?q=Kasse&lang=de".to_owned(),
        "/kwic?q=Streik&lang=en".to_owned(),
        "/trend?q=Streik&q2=Bahn&q3=Museum&lang=de".to_owned(),
        format!("/check?lang=de&text={}", encoded(quoted)),
        "/?q=(Bahn&lang=de".to_owned(),
    ]
}

/// A file of an npm package that `.ci/run` puts into the folder of the build; `None`, with a note, if it is not there.
fn tool(path: &str) -> Option<PathBuf> {
    let build = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let file = build.join("tools/node_modules").join(path);
    if !file.exists() {
        return skipped(path);
    }
    Some(file)
}

#[test]
fn pages_are_accessible() {
    let Some(axe) = tool("axe-core/axe.min.js").map(|file| fs::read_to_string(file).unwrap()) else { return };
    let Some(mut browser) = Browser::start() else { return };
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let run = "axe.run(document, {runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}, resultTypes: ['violations']})
        .then(({violations}) => violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' ')}`))";
    for view in views() {
        for theme in ["light", "dark"] {
            browser.open(&format!("http://{}{view}&theme={theme}", server.address));
            browser.eval(&format!("{axe}; 0"));
            for width in [320, 1280] {
                browser.resize(width, 900);
                // What is folded is looked at as well.
                browser.eval("document.querySelectorAll('details').forEach((one) => one.open = true)");
                assert_eq!(browser.eval(run), Value::Array(Vec::new()), "{view} {theme} {width}");
                let wide = browser.eval("document.documentElement.scrollWidth > innerWidth");
                assert_eq!(wide, false, "{view} is wider than {width}");
            }
        }
    }
}

#[test]
fn pages_are_valid_html() {
    let Some(checker) = tool("html-validate/bin/html-validate.mjs") else { return };
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join(".htmlvalidate.json"),
        r#"{"root": true, "extends": ["html-validate:standard", "html-validate:a11y"]}"#,
    )
    .unwrap();
    for (number, view) in views().into_iter().enumerate() {
        fs::write(
            folder.path().join(format!("{number}.html")),
            server.send("GET", &view, &[("Accept", "text/html")], "").body,
        )
        .unwrap();
    }
    let ran = Command::new("node")
        .arg(checker)
        .args(["--formatter", "text", "."])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
}

/// Runs for as many seconds as `FUNDSTELLE_SCHEMATHESIS` says, and not without it.
#[test]
fn random_requests_get_answers_as_described() {
    let Ok(seconds) = std::env::var("FUNDSTELLE_SCHEMATHESIS") else { return };
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let options = ["--checks", "all", "--continue-on-failure", "--no-color", "--max-time", &seconds];
    let ran = Command::new("schemathesis")
        .args(["run", &format!("http://{}/openapi.json", server.address)])
        .args(options)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
}

#[test]
fn metrics_pass_promtool() {
    let started = Command::new("promtool")
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Some(mut promtool) = started.ok().or_else(|| skipped("promtool")) else { return };
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    assert_eq!((server.get("/api/search?q=Streik").status, server.get("/nichts").status), (200, 404));
    promtool.stdin.take().unwrap().write_all(&server.get("/metrics").body).unwrap();
    let ran = promtool.wait_with_output().unwrap();
    assert!(ran.status.success() && ran.stderr.is_empty(), "{}", String::from_utf8_lossy(&ran.stderr));
}
