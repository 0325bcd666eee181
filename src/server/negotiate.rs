//! Which of the kinds of content that a route has does a client want, and in which language?

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE};

use super::answer::Media;
use crate::messages::Language;

/// Returns the items of a header with their quality from 0 to 1 (RFC 9110, section 12.4.2).
fn items(value: &str) -> impl Iterator<Item = (&str, f32)> {
    value.split(',').filter_map(|item| {
        let mut parts = item.split(';').map(str::trim);
        let name = parts.next().filter(|name| !name.is_empty())?;
        let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        Some((name, quality.map_or(1.0, |quality| quality.parse().unwrap_or(0.0))))
    })
}

fn header(headers: &HeaderMap, name: axum::http::HeaderName) -> Option<String> {
    let values: Vec<&str> = headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    (!values.is_empty()).then(|| values.join(","))
}

/// Returns the kind of `offered` that the client likes best, the first of equal ones; `None` if it wants none of them.
pub(super) fn media(headers: &HeaderMap, offered: &[Media]) -> Option<Media> {
    let Some(accept) = header(headers, ACCEPT) else { return offered.first().copied() };
    let quality = |media: Media| {
        let essence = media.essence();
        let whole_type = essence.split_once('/').map_or(essence, |(kind, _)| kind);
        // The most specific range decides.
        let specificity = |range: &str| match range.split_once('/') {
            Some(("*", "*")) => Some(1),
            Some((kind, "*")) if kind.eq_ignore_ascii_case(whole_type) => Some(2),
            _ if range.eq_ignore_ascii_case(essence) => Some(3),
            _ => None,
        };
        let fits = items(&accept).filter_map(|(range, quality)| Some((specificity(range)?, quality)));
        fits.max_by(|a, b| a.0.cmp(&b.0)).map_or(0.0, |(_, quality)| quality)
    };
    let mut best: Option<(Media, f32)> = None;
    for media in offered {
        let quality = quality(*media);
        if quality > best.map_or(0.0, |(_, quality)| quality) {
            best = Some((*media, quality));
        }
    }
    best.map(|(media, _)| media)
}

/// Returns true if the client asks for pages by name, as browsers do.
pub(super) fn wants_page(headers: &HeaderMap) -> bool {
    header(headers, ACCEPT)
        .is_some_and(|accept| items(&accept).any(|(range, _)| range.eq_ignore_ascii_case("text/html")))
}

/// Returns the language with a code of ISO 639-1, in small or capital letters.
pub(super) fn language_of(code: &str) -> Option<Language> {
    [Language::German, Language::English].into_iter().find(|known| known.code().eq_ignore_ascii_case(code))
}

/// Returns the language that the client likes best; English if it likes neither.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let mut best = (Language::English, 0.0);
    for (range, quality) in items(&header(headers, ACCEPT_LANGUAGE).unwrap_or_default()) {
        let language = range.split('-').next().unwrap_or_default();
        if let Some(known) = language_of(language).filter(|_| quality > best.1) {
            best = (known, quality);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn headers(name: axum::http::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn the_best_offer_wins() {
        let offered = [Media::Json, Media::Ndjson];
        for (accept, chosen) in [
            ("*/*", Some(Media::Json)),
            ("application/x-ndjson", Some(Media::Ndjson)),
            ("application/*;q=0.5, application/json;q=0.1", Some(Media::Ndjson)),
            ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", Some(Media::Json)),
            ("application/json;q=0", None),
            ("image/png", None),
            ("", None),
        ] {
            assert_eq!(media(&headers(ACCEPT, accept), &offered), chosen, "{accept}");
        }
        assert_eq!(media(&HeaderMap::new(), &offered), Some(Media::Json));
    }

    #[test]
    fn the_language_of_a_browser() {
        for (accepted, language) in [
            ("de-DE,de;q=0.9,en;q=0.8", Language::German),
            ("en-GB,de;q=0.9", Language::English),
            ("fr,de;q=0.5,en;q=0.4", Language::German),
            ("fr", Language::English),
            ("de;q=0", Language::English),
        ] {
            assert_eq!(super::language(&headers(ACCEPT_LANGUAGE, accepted)), language, "{accepted}");
        }
    }
}
