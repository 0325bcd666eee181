#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;

/// The elements `a`, each as its text, and the line and reason of every fault.
fn all(text: &str) -> Vec<Result<(u32, String), (u32, String)>> {
    let mut walk = XmlWalk::new(text);
    let mut found = Vec::new();
    while let Some(next) = walk.next(|_, name| name == "a") {
        let ended = matches!(next, Err(Fault::Document(..)));
        found.push(match next {
            Ok(element) => Ok((element.line, element.text())),
            Err(Fault::Element(line, reason) | Fault::Document(line, reason)) => Err((line, reason.to_string())),
        });
        if ended {
            break;
        }
    }
    found
}

#[test]
fn elements_with_their_lines() {
    let found = all(
        "<?xml version='1.0' encoding='utf-16'?>\n<!DOCTYPE x SYSTEM \"x.dtd\">\n<x>\n<a>Gr&ouml;&#xDF;e &amp;\nmehr</a><b/>\n<p:a><![CDATA[<b>]]>&fremd; & so</p:a></x>",
    );
    assert_eq!(found, [Ok((4, "Größe &\nmehr".to_owned())), Ok((6, "<b>&fremd; & so".to_owned()))]);
}

#[test]
fn paths_attributes_and_prefixes() {
    let text = "<atom:feed xmlns:atom='x' xml:lang='de'><atom:a dc:b='1' c=' &lt; '><dc:d>x</dc:d><atom:e><f>y</f></atom:e></atom:a></atom:feed>";
    let mut walk = XmlWalk::with_prefixes(text);
    let a = walk.next(|around, name| (around, name) == ("feed", "a")).unwrap().unwrap();
    assert_eq!((a.attribute("b"), a.attribute("c"), a.attribute("x")), (Some("1"), Some("<"), None));
    assert_eq!([a.line_of("dc:d"), a.line_of("e/f"), a.line_of("d"), a.line_of("e/x")], ["x", "y", "", ""]);
    assert_eq!(walk.next(|_, _| true), None);
    assert_eq!(walk.language, "de");
}

#[test]
fn what_is_no_xml_ends_the_walk_where_it_is() {
    for (text, line) in [
        ("<x>\n<a>1</a>\n<a>2", 3),
        ("<x>\n<a>1</a>\n<b>2</x>", 3),
        ("<x>\n<a>1</a>\n<b", 3),
        ("<x>\n<a>1</a>\n", 3),
        ("<x>\n<a>1</a>\n<![CDATA[", 3),
    ] {
        let found = all(text);
        assert_eq!(found[0], Ok((2, "1".to_owned())), "{text}");
        assert!(matches!(&found[1..], [Err((at, why))] if *at == line && why.contains("not XML")), "{found:?}");
    }
}

#[test]
fn bombs_are_refused_and_nothing_is_expanded() {
    let laughs = "<!DOCTYPE x [<!ENTITY l \"lol\"><!ENTITY m \"&l;&l;&l;&l;\">]><x><a>&m;</a></x>";
    assert_eq!(all(laughs), [Ok((1, "&m;".to_owned()))]);
    let outside = "<!DOCTYPE x [<!ENTITY l SYSTEM \"file:///etc/passwd\">]><x><a>&l;</a></x>";
    assert_eq!(all(outside), [Ok((1, "&l;".to_owned()))]);
    let deep = format!("<x><a>{}{}</a><a>gut</a></x>", "<b>".repeat(5_000), "</b>".repeat(5_000));
    assert!(matches!(&all(&deep)[..], [Err((1, why)), Ok(_)] if why.contains("deeper")));
    assert!(matches!(&all(&"<b>".repeat(100_000))[..], [Err((1, why))] if why.contains("deeper")));
    let many = format!("<x><a>{}</a><a>gut</a></x>", "<b/>".repeat(MAX_NODES));
    assert!(matches!(&all(&many)[..], [Err((1, why)), Ok(_)] if why.contains("more than")));
    let attributes: String = (0..MAX_NODES).map(|n| format!(" b{n}=''")).collect();
    assert!(matches!(&all(&format!("<x><a{attributes}/><a>gut</a></x>"))[..], [Err((1, _)), Ok(_)]));
}

#[test]
fn the_first_element_says_what_it_is() {
    for (head, name) in [
        ("\u{feff}<?xml version='1.0'?><!-- <b> --><!DOCTYPE rss [<!ELEMENT b (a)>]>\n<rss version='2.0'>", "rss"),
        ("<n:newsItem/>", "newsItem"),
    ] {
        assert_eq!(root(head).as_deref(), Some(name));
    }
    for head in ["", "Text <b>", "<", "<!DOCTYPE", "<?xml", "&amp;"] {
        assert_eq!(root(head), None, "{head}");
    }
}
