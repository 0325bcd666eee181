//! What a reader sees of a page.

/// Contents of all elements that begin with `open`, up to `close`.
pub(crate) fn between<'a>(html: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    html.split(open).skip(1).map(|rest| rest.split(close).next().unwrap()).collect()
}

/// Text of a piece of a page, with marks as the terminal writes them.
pub(crate) fn text_of(html: &str) -> String {
    let html = html.replace("<mark>", "«").replace("</mark>", "»");
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    unescaped(&text)
}

pub(crate) fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Addresses of the links of a page whose text contains `text`.
pub(crate) fn links(page: &str, text: &str) -> Vec<String> {
    let anchors =
        between(page, "<a ", "</a>").into_iter().filter(|anchor| text_of(&format!("<a {anchor}")).contains(text));
    anchors.map(|anchor| unescaped(anchor.split("href=\"").nth(1).unwrap().split('"').next().unwrap())).collect()
}
