//! What the script adds to the page, in a real browser: search as you type, keys, dragging. Skipped where there is no browser.

use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use crate::browser::{Browser, SHIFT};
use crate::http::{Server, of_corpus};
use crate::page::HOSTILE;
use crate::support::Sandbox;

/// Counts changes of the status and shifts of the layout that no input explains.
const WATCHES: &str = "window.changes = 0; window.shifts = 0;
    new MutationObserver((all) => changes += all.length).observe(document.querySelector('[role=status]'), {childList: true, characterData: true, subtree: true});
    new PerformanceObserver((list) => list.getEntries().forEach((one) => { if (!one.hadRecentInput) shifts += one.value })).observe({type: 'layout-shift'});";

/// Headlines of the list as it is shown.
const HEADLINES: &str = "[...document.querySelectorAll('.hits h2')].map((one) => one.textContent + one.getBoundingClientRect().top).join('|')";

fn settle() {
    sleep(Duration::from_millis(700));
}

#[test]
fn typing_shows_hits_and_keeps_the_history_short() {
    let Some(mut browser) = Browser::start() else { return };
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let base = format!("http://{}", server.address);
    browser.open(&format!("{base}/?lang=de"));
    let entries = browser.eval("history.length");
    browser.eval(WATCHES);
    browser.key("/", 0);
    browser.write("Streik Bahn");
    browser.wait("document.querySelector('.hits li')");
    assert_eq!(browser.eval("location.pathname + location.search"), "/?q=Streik+Bahn&lang=de");
    assert_eq!(browser.eval("document.title"), "Streik Bahn · Fundstelle");
    let list = browser.eval(HEADLINES);
    settle();
    assert_eq!(browser.eval(HEADLINES), list);
    assert_eq!((browser.eval("history.length"), browser.eval("changes")), (entries, 1.into()));
    assert_eq!(browser.eval("shifts"), 0);
    let main = browser.eval("document.getElementById('main').innerHTML");
    let links = "[...document.querySelectorAll('header a, footer a')].map((one) => one.getAttribute('href')).join(' ')";
    let around = browser.eval(links);
    browser.leave(|browser| drop(browser.eval("setTimeout(() => location.reload())")));
    assert_eq!(browser.eval("document.getElementById('main').innerHTML"), main);
    assert_eq!(browser.eval(links), around);
    // A query that was there before has an entry of its own; the next one gets another.
    browser.key("/", 0);
    browser.write("Museum");
    browser.wait("location.search.includes('Museum') && document.querySelector('.hits li')");
    browser.eval("history.back()");
    browser.wait("location.search.includes('Bahn') && document.querySelector('#q').value === 'Streik Bahn'");
    browser.wait(&format!("{HEADLINES} === {list}"));
    // Then Back leaves.
    browser.leave(|browser| drop(browser.eval("setTimeout(() => history.back())")));
    assert_eq!(browser.eval("location.href"), "about:blank");
    let foreign = browser.events.iter().filter(|event| event["method"] == "Network.requestWillBeSent");
    let foreign: Vec<&Value> = foreign.map(|event| &event["params"]["request"]["url"]).collect();
    assert!(foreign.len() > 5 && foreign.iter().all(|url| url.as_str().unwrap().starts_with(&base)), "{foreign:?}");
    let logged: Vec<&Value> = browser.events.iter().filter(|event| event["method"] == "Log.entryAdded").collect();
    assert!(logged.is_empty(), "{logged:?}");
}

#[test]
fn a_slow_answer_never_replaces_a_later_one() {
    let Some(mut browser) = Browser::start() else { return };
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    browser.open(&format!("http://{}/?lang=de", server.address));
    // The first answer comes late, and nothing ends it.
    browser.eval(
        "window.arrived = 0; window.real = fetch; window.fetch = async (url, options) => {
            const isFirst = !window.begun; window.begun = true;
            const reply = await real(url, isFirst ? {} : options);
            if (isFirst) { await new Promise((done) => setTimeout(done, 1500)); setTimeout(() => arrived = 1, 50); }
            return reply; }",
    );
    browser.eval("document.querySelector('#q').focus()");
    browser.write("Museum");
    browser.wait("window.begun");
    browser.write(" Streik");
    browser.wait("document.querySelector('.hits li')");
    let list = browser.eval(HEADLINES);
    browser.wait("window.arrived");
    assert_eq!(browser.eval(HEADLINES), list);
    assert_eq!(browser.eval("location.search"), "?q=Museum+Streik&lang=de");
    // What cannot be read is said beside the list, which stays.
    browser.write(" (");
    browser.wait("document.querySelector('.hint').textContent.includes('^')");
    assert_eq!(browser.eval(HEADLINES), list);
    assert_eq!(browser.eval("document.querySelector('#q').getAttribute('aria-invalid')"), "true");
    browser.write("Bahn)");
    browser.wait("document.querySelector('.hint').hidden && location.search.includes('Bahn')");
    // Enter settles; it makes no second entry of the same query.
    let entries = browser.eval("history.length");
    browser.key("Enter", 0);
    settle();
    assert_eq!(browser.eval("history.length"), entries);
}

#[test]
fn keys_and_buttons_do_the_same() {
    let Some(mut browser) = Browser::start() else { return };
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let base = format!("http://{}", server.address);
    browser.open(&format!("{base}/?q=Streik&lang=de"));
    let hit = "[...document.querySelectorAll('.hits h2 a')].indexOf(document.activeElement)";
    let button = |by: i32| format!("document.querySelector('.stepper [data-step=\"{by}\"]').click()");
    browser.key("j", 0);
    browser.key("j", 0);
    assert_eq!(browser.eval(hit), 1);
    browser.key("k", 0);
    assert_eq!(browser.eval(hit), 0);
    browser.eval(&button(1));
    assert_eq!(browser.eval(hit), 1);
    browser.key("/", 0);
    assert_eq!(browser.eval("document.activeElement.id"), "q");
    browser.write("j");
    assert_eq!(browser.eval("document.activeElement.id"), "q");
    browser.open(&format!("{base}/a/dl-1%232?q=Kasse&lang=de#m2"));
    let current = "document.querySelector('mark.current')?.id";
    for (key, id) in [("n", "m3"), ("p", "m2"), ("p", "m1")] {
        browser.key(key, 0);
        assert_eq!(browser.eval(current), id);
    }
    browser.eval(&button(1));
    assert_eq!(browser.eval(current), "m2");
    assert!(
        browser.eval("document.querySelector('.stepper .place').textContent").as_str().unwrap().starts_with("2 / ")
    );
    browser.open(&format!("{base}/a/dl-1%232?q=Kasse&keys=off"));
    browser.key("n", 0);
    assert_eq!(browser.eval(current), Value::Null);
}

#[test]
fn a_range_of_the_histogram_is_chosen_by_mouse_or_keys() {
    let Some(mut browser) = Browser::start() else { return };
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let page = format!("http://{}/?q=Streik+Bahn&lang=de", server.address);
    browser.resize(1280, 1000);
    browser.open(&page);
    let middle = |browser: &mut Browser, bar: usize| {
        let place = browser.eval(&format!(
            "(() => {{ const box = document.querySelectorAll('.histogram svg a')[{bar}].querySelector('.ground').getBoundingClientRect();
                return [(box.left + box.right) / 2, box.bottom - 2] }})()"
        ));
        (place[0].as_f64().unwrap(), place[1].as_f64().unwrap())
    };
    let period = |browser: &mut Browser, bar: usize| {
        browser.eval(&format!("document.querySelectorAll('.histogram svg a')[{bar}].dataset.period"))
    };
    let (first, last) = (period(&mut browser, 0), period(&mut browser, 2));
    let expected =
        json!(format!("?q=Streik+Bahn&since={}&until={}&lang=de", first.as_str().unwrap(), last.as_str().unwrap()));
    let ((from, y), (to, _)) = (middle(&mut browser, 0), middle(&mut browser, 2));
    browser.leave(|browser| {
        browser.mouse("mouseMoved", to, y);
        browser.mouse("mousePressed", to, y);
        browser.mouse("mouseMoved", (from + to) / 2.0, y);
        browser.mouse("mouseMoved", from, y);
        browser.mouse("mouseReleased", from, y);
    });
    assert_eq!(browser.eval("location.search"), expected);
    browser.open(&page);
    browser.eval("document.querySelector('.histogram svg a').focus()");
    browser.key("ArrowRight", SHIFT);
    browser.key("ArrowRight", SHIFT);
    assert_eq!(
        browser.eval("document.querySelector('.range').textContent"),
        format!("{} – {}", first.as_str().unwrap(), last.as_str().unwrap())
    );
    browser.leave(|browser| browser.key("Enter", 0));
    assert_eq!(browser.eval("location.search"), expected);
    // A click without moving is a click.
    browser.open(&page);
    let (x, y) = middle(&mut browser, 1);
    let one = period(&mut browser, 1);
    browser.leave(|browser| {
        browser.mouse("mousePressed", x, y);
        browser.mouse("mouseReleased", x, y);
    });
    let one = one.as_str().unwrap();
    assert_eq!(browser.eval("location.search"), format!("?q=Streik+Bahn&since={one}&until={one}&lang=de"));
}

#[test]
fn nothing_of_an_article_acts() {
    let Some(mut browser) = Browser::start() else { return };
    let article = |(number, text): (usize, &&str)| {
        let object = json!({
            "id": format!("h{number}"), "title": format!("Bahn {text}"), "source": text, "section": text, "date": "2018-04-21",
            "text": format!("Die Bahn meldet {text} und fährt weiter nach Plauen."),
        });
        format!("{object}\n")
    };
    let sandbox = Sandbox::with(&[("a.jsonl", &HOSTILE.iter().enumerate().map(article).collect::<String>())]);
    sandbox.index();
    let server = Server::start(&sandbox, &[]);
    let base = format!("http://{}", server.address);
    for path in [
        "/?q=Bahn",
        "/?q=Bahn&offset=10",
        "/?q=Bahn&offset=20",
        "/?q=Bahn&offset=30",
        "/kwic?q=Bahn",
        "/a/h0?q=Bahn",
        "/a/h31?q=Bahn",
    ] {
        browser.open(&format!("{base}{path}"));
        let foreign = "document.querySelectorAll('main script, main img, main iframe, main form:not(.period), main style, main [onerror], main [onload]').length";
        assert_eq!(browser.eval(foreign), 0, "{path}");
    }
    // The script puts an answer into the page as it came.
    browser.open(&base);
    browser.key("/", 0);
    browser.write("Bahn");
    browser.wait("document.querySelector('.hits li')");
    let told = ["Log.entryAdded", "Page.javascriptDialogOpening"];
    let acted: Vec<&Value> =
        browser.events.iter().filter(|event| told.iter().any(|name| event["method"] == *name)).collect();
    assert!(acted.is_empty(), "{acted:?}");
}
