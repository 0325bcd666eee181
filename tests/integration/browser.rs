//! A real browser, by the Chrome DevTools Protocol over a pair of pipes: one JSON object a message, each ended by a zero byte.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Names under which the browser may be installed.
const PROGRAMS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// Longest wait for something to happen in a page.
const PATIENCE: Duration = Duration::from_secs(20);
/// Modifier keys, as the protocol numbers them.
pub(crate) const SHIFT: u32 = 8;

/// Says that a program is not installed, and that what needs it is skipped.
#[expect(clippy::print_stderr, reason = "who runs the tests must know that one did not run")]
pub(crate) fn skipped<T>(what: &str) -> Option<T> {
    eprintln!("no {what}: skipped");
    None
}

/// A running browser with one tab. It is killed when dropped.
pub(crate) struct Browser {
    child: Child,
    to: File,
    from: BufReader<File>,
    session: Option<String>,
    calls: u64,
    /// Events that came while an answer was awaited.
    pub(crate) events: VecDeque<Value>,
    _profile: TempDir,
}

impl Browser {
    /// Starts a browser; `None`, with a note, if there is none on this machine.
    pub(crate) fn start() -> Option<Browser> {
        let is_there = |name: &&str| {
            Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
        };
        let Some(program) = PROGRAMS.into_iter().find(is_there) else {
            return skipped("chromium");
        };
        let profile = tempfile::tempdir().unwrap();
        let pipe = |name: &str| profile.path().join(name);
        assert!(Command::new("mkfifo").args([pipe("in"), pipe("out")]).status().unwrap().success());
        let script = "dir=$1; shift; exec \"$@\" 3<\"$dir/in\" 4>\"$dir/out\"";
        let options = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--remote-debugging-pipe",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-extensions",
            "--mute-audio",
        ];
        let mut command = Command::new("sh");
        command.args(["-c", script, "sh"]).arg(profile.path()).arg(program).args(options);
        command.arg(format!("--user-data-dir={}", pipe("profile").display())).arg("about:blank");
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let to = OpenOptions::new().write(true).open(pipe("in")).unwrap();
        let from = BufReader::new(File::open(pipe("out")).unwrap());
        let mut browser =
            Browser { child, to, from, session: None, calls: 0, events: VecDeque::new(), _profile: profile };
        let target = browser.call("Target.createTarget", &json!({"url": "about:blank"}))["targetId"].clone();
        let attached = browser.call("Target.attachToTarget", &json!({"targetId": target, "flatten": true}));
        browser.session = attached["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Network", "Log"] {
            browser.call(&format!("{domain}.enable"), &json!({}));
        }
        Some(browser)
    }

    /// Calls a method of the protocol and waits for its result.
    pub(crate) fn call(&mut self, method: &str, params: &Value) -> Value {
        let reply = self.exchange(method, params);
        assert!(reply.get("error").is_none(), "{method}: {reply}");
        reply["result"].clone()
    }

    /// Calls a method of the protocol and waits for the reply, whose `error` says what went wrong.
    fn exchange(&mut self, method: &str, params: &Value) -> Value {
        self.calls += 1;
        let mut message = json!({"id": self.calls, "method": method, "params": params});
        if let Some(session) = &self.session {
            message["sessionId"] = session.as_str().into();
        }
        self.to.write_all(format!("{message}\0").as_bytes()).unwrap();
        loop {
            let mut bytes = Vec::new();
            assert!(self.from.read_until(0, &mut bytes).unwrap() > 0, "the browser has gone");
            bytes.pop();
            let reply: Value = serde_json::from_slice(&bytes).unwrap();
            if reply["id"] == self.calls {
                return reply;
            }
            self.events.push_back(reply);
        }
    }

    /// Evaluates an expression in the page, awaits it if it is a promise, and returns its value.
    pub(crate) fn eval(&mut self, expression: &str) -> Value {
        let params =
            json!({"expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true});
        let result = self.call("Runtime.evaluate", &params);
        assert!(result.get("exceptionDetails").is_none(), "{expression:.200}: {}", result["exceptionDetails"]);
        result["result"]["value"].clone()
    }

    /// Waits until an expression is true.
    pub(crate) fn wait(&mut self, expression: &str) {
        let begun = Instant::now();
        loop {
            // While a page is replaced, an evaluation may be cut off.
            let params = json!({"expression": format!("Boolean({expression})"), "returnByValue": true});
            if self.exchange("Runtime.evaluate", &params)["result"]["result"]["value"] == true {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "never true: {expression}; at {}", self.eval("location.href"));
            sleep(Duration::from_millis(20));
        }
    }

    /// Opens an address and waits until the page is complete.
    pub(crate) fn open(&mut self, url: &str) {
        self.eval("window.isOld = true");
        self.call("Page.navigate", &json!({"url": url}));
        self.wait("!window.isOld && document.readyState === 'complete'");
    }

    /// Does what leads to another page, and waits until that is complete.
    pub(crate) fn leave(&mut self, act: impl FnOnce(&mut Browser)) {
        self.eval("window.isOld = true");
        act(self);
        self.wait("!window.isOld && document.readyState === 'complete'");
    }

    /// Presses a key; a letter is typed.
    pub(crate) fn key(&mut self, key: &str, modifiers: u32) {
        let (code, text) = match key {
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            "ArrowLeft" => (37, ""),
            "ArrowRight" => (39, ""),
            letter => (0, letter),
        };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            let params =
                json!({"type": kind, "key": key, "text": text, "windowsVirtualKeyCode": code, "modifiers": modifiers});
            self.call("Input.dispatchKeyEvent", &params);
        }
    }

    /// Types a text, a letter every 30 milliseconds.
    pub(crate) fn write(&mut self, text: &str) {
        for letter in text.chars() {
            self.key(&letter.to_string(), 0);
            sleep(Duration::from_millis(30));
        }
    }

    /// Moves the mouse, presses or releases it: `mouseMoved`, `mousePressed`, `mouseReleased`.
    pub(crate) fn mouse(&mut self, kind: &str, x: f64, y: f64) {
        let button = if kind == "mouseMoved" { "none" } else { "left" };
        let params = json!({"type": kind, "x": x, "y": y, "button": button, "clickCount": 1});
        self.call("Input.dispatchMouseEvent", &params);
    }

    /// Sets the size of the window in CSS pixels.
    pub(crate) fn resize(&mut self, width: u32, height: u32) {
        let params = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.call("Emulation.setDeviceMetricsOverride", &params);
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.to.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(5) {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
