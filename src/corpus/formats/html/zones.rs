//! Which elements of a page are no part of its article, by their kind and their names.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

/// Elements that hold no article.
const MARGINAL_ELEMENTS: [&str; 6] = ["nav", "aside", "footer", "form", "dialog", "menu"];

/// Elements that may be called by the name of a part that they contain.
const FRAMES: [&str; 4] = ["html", "body", "main", "article"];

/// Roles of elements that hold no article.
const MARGINAL_ROLES: [&str; 9] =
    ["navigation", "complementary", "contentinfo", "banner", "search", "menu", "menubar", "dialog", "alertdialog"];

/// Words in the names of parts that hold no article.
const MARGINAL_WORDS: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "anzeige",
    "aural",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "footer",
    "invisible",
    "kommentar",
    "kommentare",
    "login",
    "marginal",
    "marginalspalte",
    "meistgelesen",
    "menu",
    "mostread",
    "nav",
    "navbar",
    "navi",
    "navigation",
    "newsletter",
    "outbrain",
    "pagination",
    "popular",
    "promo",
    "quicklinks",
    "randspalte",
    "recommendation",
    "recommendations",
    "recommended",
    "related",
    "share",
    "sharing",
    "sidebar",
    "skiplinks",
    "social",
    "subscribe",
    "taboola",
    "tags",
    "teaserlist",
    "teaserliste",
    "teasers",
    "werbung",
];

/// Words in the names of teasers, by which leads are called too.
const TEASER_WORDS: &[&str] = &["teaser", "teasers", "card", "anreisser"];

/// Headings of teasers.
const HEADINGS: [&str; 5] = ["h2", "h3", "h4", "h5", "h6"];

/// Words in the names of leads.
const LEAD_WORDS: &[&str] = &[
    "abstract",
    "anleser",
    "anriss",
    "deck",
    "dek",
    "description",
    "einleitung",
    "einleitungstext",
    "excerpt",
    "intro",
    "introduction",
    "introtext",
    "lead",
    "leadtext",
    "lede",
    "standfirst",
    "subline",
    "subtitle",
    "subheadline",
    "summary",
    "teaser",
    "teasertext",
    "untertitel",
    "unterzeile",
    "vorspann",
];

/// Words in the names of kickers (the line above a headline).
const KICKER_WORDS: &[&str] = &[
    "catchline",
    "dachzeile",
    "eyebrow",
    "kicker",
    "overline",
    "preheadline",
    "preline",
    "pretitle",
    "roofline",
    "spitzmarke",
    "superheadline",
    "supertitle",
    "topline",
    "toptitle",
    "vorzeile",
];

/// Words in the names of bylines, dates and other lines about an article.
const ABOUT_WORDS: &[&str] = &[
    "author",
    "authors",
    "autor",
    "byline",
    "caption",
    "copyright",
    "credit",
    "credits",
    "date",
    "datum",
    "meta",
    "published",
    "source",
    "time",
    "timestamp",
];

/// Returns true if an element holds no article. `headlined`: a headline stands in it, so that its name says nothing.
pub(super) fn is_marginal(node: NodeRef<'_, Node>, element: &Element, headlined: bool) -> bool {
    let name = element.name();
    MARGINAL_ELEMENTS.contains(&name)
        || element.attr("role").is_some_and(|role| MARGINAL_ROLES.contains(&role))
        || !headlined && !FRAMES.contains(&name) && is_called(element, MARGINAL_WORDS)
        || !headlined && is_called(element, TEASER_WORDS) && links_a_heading(node)
}

/// Returns true if a heading in an element is a link or stands in one: the headline of another article.
fn links_a_heading(node: NodeRef<'_, Node>) -> bool {
    let named = |node: NodeRef<'_, Node>, names: &[&str]| {
        node.value().as_element().is_some_and(|element| names.contains(&element.name()))
    };
    let mut headings = node.descendants().filter(|inner| named(*inner, &HEADINGS));
    headings.any(|heading| {
        heading.descendants().any(|inner| named(inner, &["a"])) || heading.ancestors().any(|above| named(above, &["a"]))
    })
}

/// Returns true if an element is called a lead, or is marked as one.
pub(super) fn is_lead(element: &Element) -> bool {
    element.attr("itemprop").is_some_and(|name| matches!(name, "description" | "alternativeHeadline"))
        || is_called(element, LEAD_WORDS)
}

/// Returns true if an element is called a kicker.
pub(super) fn is_kicker(element: &Element) -> bool {
    is_called(element, KICKER_WORDS)
}

/// Returns true if an element is called a byline, a date or the like.
pub(super) fn is_about(element: &Element) -> bool {
    matches!(element.name(), "time" | "figcaption" | "address") || is_called(element, ABOUT_WORDS)
}

/// Returns true if a word in the classes or the id of an element is one of `words`.
fn is_called(element: &Element, words: &[&str]) -> bool {
    let names = [element.attr("class"), element.attr("id")];
    names.into_iter().flatten().flat_map(words_in).any(|word| words.iter().any(|w| w.eq_ignore_ascii_case(word)))
}

/// Splits a name into its words, at marks and before capital letters: `article__lead`, `articleLead`.
fn words_in(names: &str) -> impl Iterator<Item = &str> {
    names.split(|c: char| !c.is_alphanumeric()).flat_map(|name| {
        let mut rest = name;
        std::iter::from_fn(move || {
            let after = |(at, c): (usize, char)| (at > 0 && c.is_uppercase()).then_some(at);
            let lower = rest.find(char::is_lowercase).unwrap_or(rest.len());
            let end = rest[lower..].char_indices().find_map(after).map_or(rest.len(), |at| lower + at);
            let (word, left) = rest.split_at(end);
            rest = left;
            (!word.is_empty()).then_some(word)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_names() {
        for (name, words) in [
            ("article__lead", "article lead"),
            ("articleLead big", "article Lead big"),
            ("HTMLTeaser-2", "HTMLTeaser 2"),
            ("leading-loose", "leading loose"),
            ("", ""),
        ] {
            assert_eq!(words_in(name).collect::<Vec<_>>().join(" "), words, "{name}");
        }
    }
}
