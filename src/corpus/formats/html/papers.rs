//! Pages in the manner of twenty newspapers: whatever the markup, the article is the same.

#![allow(clippy::unwrap_used, clippy::expect_used)]
use crate::corpus::article::Article;

const TITLE: &str = "Die Weberei wird ein Haus der Vereine";
const LEAD: &str =
    "Ein Dach für alle: Nach zwölf Jahren Streit bekommt das alte Gemäuer in Quellenau endlich neue Mieter.";
const A: &str = "Der Stadtrat hat am Dienstagabend beschlossen, den Backsteinbau am Fluss bis zum Frühjahr umzubauen. Die Pläne dafür liegen seit zwei Jahren im Rathaus.";
const B: &str = "„Wir haben lange genug gewartet“, sagte Bürgermeisterin Ute Lamprecht. Die Kosten schätzt das Bauamt auf vier Millionen Euro, die Hälfte davon zahlt das Land.";
const C: &str =
    "Gegen den Umbau stimmten drei Räte, die den Parkplatz behalten wollen. Im Mai soll der erste Bagger kommen.";

/// Menus and margins around the article on every page. `Rand` begins each of its words that the article must not have.
const BEFORE: &str = "<header role=banner><a href=/>Randblatt</a></header><nav><ul><li><a href=/a>Randpolitik</a><li><a href=/b>Randsport</a></ul></nav>\
    <div class=breadcrumb><a href=/a>Randpolitik</a></div>";
const AFTER: &str = "<aside class=sidebar><h2>Randthemen</h2><article class=teaser><time datetime='2022-11-30'>30.11.2022</time><a href=/x><h3>Randmeldung</h3>\
    <p>Ein Anreisser im Rand, der so lang ist wie mancher Absatz und doch nicht zum Artikel gehört, Randwort inklusive.</p></a></article></aside>\
    <div class=newsletter-box><p>Randbrief: Bestellen Sie unseren Newsletter, jeden Morgen um sechs Uhr in Ihrem Postfach.</p></div>\
    <footer><p>Randimpressum – Alle Rechte vorbehalten, 1. Dezember 2022</p></footer>";

fn filled(text: &str) -> String {
    let mut text = text.to_owned();
    for (mark, with) in [("{T}", TITLE), ("{L}", LEAD), ("{A}", A), ("{B}", B), ("{C}", C)] {
        text = text.replace(mark, with);
    }
    text
}

fn article(head: &str, main: &str) -> Article {
    let page = filled(&format!(
        "<!DOCTYPE html>\n<html lang=de><head>{head}</head>\n<body>{BEFORE}\n{main}\n{AFTER}</body></html>"
    ));
    super::read_from(&page, Some("https://www.weberbote.example/x")).unwrap()
}

/// Reads a page and compares title, day, source and body, whose paragraphs stand in `wanted` with a `|` between them.
#[track_caller]
fn check(name: &str, head: &str, main: &str, wanted: &str) {
    let article = article(head, main);
    let body: Vec<String> = filled(wanted).split('|').map(str::to_owned).collect();
    assert_eq!(article.body.lines().collect::<Vec<_>>(), body, "{name}");
    assert_eq!(article.title, TITLE, "{name}");
    assert_eq!(article.date, Some(jiff::civil::date(2021, 3, 4)), "{name}");
    assert!(["weberbote.example", "Weberbote"].contains(&&*article.source), "{name}: {}", article.source);
}

const META: &str = "<title>{T} - Weberbote</title><meta property=og:site_name content=Weberbote>\
    <meta property=article:published_time content='2021-03-04T18:00:00+01:00'>";

#[test]
fn leads_wherever_they_stand() {
    for (name, head, main) in [
        (
            "a div called lead",
            META,
            "<main><article><h1>{T}</h1><div class=article__lead>{L}</div><div class=article__body><p>{A}</p><p>{B}</p><p>{C}</p></div></article></main>",
        ),
        (
            "in the header beside the headline, with a byline",
            META,
            "<main><article><header><h1>{T}</h1><p>{L}</p><div class=byline>Von Ida Ott, Quellenau</div></header><section><p>{A}</p><p>{B}</p><p>{C}</p></section></article></main>",
        ),
        (
            "as h2 called subline",
            META,
            "<div id=content><h1>{T}</h1><h2 class=c-subline>{L}</h2><div itemprop=articleBody><p>{A}</p><p>{B}</p><p>{C}</p></div></div>",
        ),
        (
            "nameless, repeated in the description",
            &format!("{META}<meta name=description content='{LEAD}'>"),
            "<main><h1>{T}</h1><div class=x1><span>{L}</span></div><div class=article-body><p>{A}</p><p>{B}</p><p>{C}</p></div></main>",
        ),
        (
            "cut in the description, whole on the page",
            &format!(
                "{META}<meta name=description content='Ein Dach für alle: Nach zwölf Jahren Streit bekommt das alte ...'>"
            ),
            "<main><h1>{T}</h1><div class=x1>{L}</div><div class=article-body><p>{A}</p><p>{B}</p><p>{C}</p></div></main>",
        ),
        (
            "in the description only",
            &format!("{META}<meta property=og:type content=article><meta property=og:description content='{LEAD}'>"),
            "<main><article><h1>{T}</h1><p>{A}</p><p>{B}</p><p>{C}</p></article></main>",
        ),
        (
            "in JSON-LD only",
            "<title>{T}</title><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"{T}\",\"description\":\"{L}\",\"datePublished\":\"2021-03-04\",\"publisher\":{\"name\":\"Weberbote\"}}</script>",
            "<main><article><h1>{T}</h1><p>{A}</p><p>{B}</p><p>{C}</p></article></main>",
        ),
        (
            "as the first paragraph and in the description",
            &format!("{META}<meta property=og:type content=article><meta name=description content='{LEAD}'>"),
            "<main><article><h1>{T}</h1><p><strong>{L}</strong></p><p>{A}</p><p>{B}</p><p>{C}</p></article></main>",
        ),
        (
            "a teaser as articleBody",
            "<title>{T}</title><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"{T}\",\"articleBody\":\"{L}\",\"datePublished\":\"2021-03-04\"}</script>",
            "<main><article><h1>{T}</h1><p>{L}</p><p>{A}</p><p>{B}</p><p>{C}</p></article></main>",
        ),
        (
            "a whole articleBody in one line",
            "<title>{T}</title><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"{T}\",\"articleBody\":\"{A} {B} {C}\",\"datePublished\":\"2021-03-04\",\"description\":\"{L}\"}</script>",
            "<main><article><h1>{T}</h1><p>{A}</p><p>{B}</p><p>{C}</p></article></main>",
        ),
    ] {
        check(name, head, main, "{L}|{A}|{B}|{C}");
    }
}

#[test]
fn headlines_and_dates() {
    let dated = "<title>{T} | Weberbote</title>";
    for (name, head, main) in [
        (
            "a kicker in the h1",
            META,
            "<article><h1><span class=headline__kicker>Quellenau</span> <span>{T}</span></h1><p>{A}</p><p>{B}</p><p>{C}</p></article>",
        ),
        (
            "an h1 of two lines",
            dated,
            "<article><h1>Die Weberei wird<br>ein Haus der Vereine</h1><div class=datum>4.3.2021</div><p>{A}</p><p>{B}</p><p>{C}</p></article>",
        ),
        (
            "og:title with the site's name",
            "<meta property=og:title content='{T} – weberbote.example'><meta property=article:published_time content='04.03.2021'>",
            "<article><h1>Quellenau: {T}</h1><p>{A}</p><p>{B}</p><p>{C}</p></article>",
        ),
        (
            "a hidden h1 before the headline",
            META,
            "<div class=aural><h1>Navigation und Service</h1></div><main><h1>{T}</h1><p>{A}</p><p>{B}</p><p>{C}</p></main>",
        ),
        (
            "the paper's name as h1",
            META,
            "<h1><a href=/>Weberbote</a></h1><main><article><h2>{T}</h2><p>{A}</p><p>{B}</p><p>{C}</p></article></main>",
        ),
        (
            "a date beside the headline",
            dated,
            "<main><article><div>Veröffentlicht am 4. März 2021 um 18 Uhr</div><h1>{T}</h1><p>{A}</p><p>{B}</p><p>{C}</p></article></main>",
        ),
        (
            "time in the article and in the margin",
            dated,
            "<aside><time datetime=2022-01-01>1.1.</time></aside><main><article><h1>{T}</h1><time datetime=2021-03-04T18:00>heute</time><p>{A}</p><p>{B}</p><p>{C}</p></article></main>",
        ),
        (
            "a date of Java, in CDATA",
            "<script type='application/ld+json'>//<![CDATA[\n{\"@type\":\"NewsArticle\",\"headline\":\"{T}\",\"datePublished\":\"Thu Mar 04 18:00:00 CET 2021\"}\n//]]></script>",
            "<main><article><h1>{T}</h1><p>{A}</p><p>{B}</p><p>{C}</p></article></main>",
        ),
    ] {
        check(name, head, main, "{A}|{B}|{C}");
    }
}

#[test]
fn other_kinds_of_articles() {
    for (name, head, main, wanted) in [
        (
            "a paywall after the teaser",
            &*format!("{META}<meta property=og:type content=article><meta name=description content='{LEAD}'>"),
            "<main><article><h1>{T}</h1><p class=intro>{L}</p><div class=paywall-overlay><button>Abonnieren</button></div></article></main>",
            "{L}",
        ),
        (
            "a live ticker",
            META,
            "<main><article><h1>{T}</h1><div class=ticker><div class=post-item><h3>18:05 Uhr: Abstimmung</h3><p>{A}</p></div><div class=post-item><h3>18:40 Uhr: Ergebnis</h3><p>{B}</p></div>\
             <div class=post-item><h3>19:00 Uhr: Schluss</h3><p>{C}</p></div></div></article></main>",
            "18:05 Uhr: Abstimmung|{A}|18:40 Uhr: Ergebnis|{B}|19:00 Uhr: Schluss|{C}",
        ),
        (
            "a live ticker of articles",
            META,
            "<main><h1>{T}</h1><article><time datetime=2021-03-04T18:05>18:05</time><h2>Räte streiten</h2><p>{A}</p></article><article><time datetime=2021-03-04T18:40>18:40</time><h2>Bagger wartet</h2><p>{B}</p></article>\
             <article><time datetime=2021-03-04T19:00>19:00</time><h2>Abend endet</h2><p>{C}</p></article></main>",
            "Räte streiten|{A}|Bagger wartet|{B}|Abend endet|{C}",
        ),
        (
            "a live ticker behind a lead",
            META,
            "<article><h1>{T}</h1><p>{L}</p><div class=entry><h3>Räte streiten</h3><p>{A}</p></div><div class=entry><h3>Bagger wartet</h3><p>{B}</p></div><div class=entry><h3>Abend endet</h3><p>{C}</p></div></article>",
            "{L}|Räte streiten|{A}|Bagger wartet|{B}|Abend endet|{C}",
        ),
        (
            "a gallery",
            META,
            "<main><h1>{T}</h1><div class=galerie><figure><img src=1><figcaption>{A}</figcaption></figure><figure><img src=2><figcaption>{B}</figcaption></figure></div></main>",
            "{A}|{B}",
        ),
        (
            "an interview",
            META,
            "<main><article><h1>{T}</h1><p><b>Frau Lamprecht, freuen Sie sich?</b></p><p>{A}</p><p><b>Und das Geld?</b></p><p>{B}</p><p><b>Was kommt danach?</b></p><p>{C}</p></article></main>",
            "Frau Lamprecht, freuen Sie sich?|{A}|Und das Geld?|{B}|Was kommt danach?|{C}",
        ),
        (
            "a list behind a bold line, and a box in the text",
            META,
            "<div class=spalte><h1>{T}</h1><div class=text><p>{A}</p></div><div class=teaserbox><a href=/y>Randhinweis: Mehr davon lesen</a></div><div class=text><p><strong>Einziehen sollen: </strong></p>\
             <ul><li>der Chor, mit <a href=/z><span>Bühne</span></a></li><li>das Spielzimmer</li></ul></div><div class=text><p>{C}</p></div></div>",
            "{A}|Einziehen sollen:|der Chor, mit Bühne|das Spielzimmer|{C}",
        ),
        (
            "a paragraph of a class that is no article elsewhere",
            META,
            "<main><article><h1>{T}</h1><p>{A}</p><p class=meta-options>{B}</p><p>{C}</p><h2>Mehr zum Thema</h2></article></main>",
            "{A}|{B}|{C}",
        ),
    ] {
        check(name, head, main, wanted);
    }
}
