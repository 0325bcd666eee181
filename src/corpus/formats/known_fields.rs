//! The known fields of a record: which of several texts, leads, sources and dates counts.

use serde_json::Value;

use super::field_names::{FieldMeaning, NAME_RANK, is_body, meaning_of};
use super::field_text::text_of;
use super::field_values::{day_of, is_void, line_of, localised, words_of};
use super::fields::RecordFields;
use super::html;
use super::json_shapes::has_articles;
use crate::corpus::article::Article;
use crate::corpus::date::DateFound;
use crate::corpus::field_map::{FieldKind, FieldMap};

/// Names of fields that show that a headline is one of an article, with its source, its date or its address.
const ADDRESS_NAMES: [&str; 5] = ["url", "link", "permalink", "shareurl", "weburl"];

/// When a record without a text is an article of its headline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadlineOnly {
    /// Always, as in a feed, or a table whose columns are known.
    Always,
    /// If it also has a date, a source or an address. Records of other things have a title, too.
    WithContext,
}

/// The fields of a record that are known and have a value, the preferred ones first.
pub(super) struct KnownFields<'a> {
    fields: Vec<(FieldMeaning, &'a str, &'a Value)>,
    has_address: bool,
}

impl<'a> KnownFields<'a> {
    /// Finds the known fields of a record; those of `map` come before all others.
    pub(super) fn of(record: &'a RecordFields, map: &'a FieldMap) -> KnownFields<'a> {
        let mut fields = Vec::with_capacity(record.len());
        for (kind, name) in map.pairs() {
            let value = at_path(record, name).map(localised).filter(|value| !is_void(value));
            fields.extend(value.map(|value| (FieldMeaning { kind, rank: 0 }, name, value)));
        }
        let mut has_address = false;
        let values = record.iter().map(|(name, value)| (name, localised(value)));
        for (name, value) in values.filter(|(_, value)| !is_void(value)) {
            match meaning_of(name) {
                Some(meaning) => fields.push((meaning, name.as_str(), value)),
                None => has_address |= ADDRESS_NAMES.iter().any(|address| name.eq_ignore_ascii_case(address)),
            }
        }
        if fields.iter().any(|(_, name, _)| matches!(*name, "username" | "screen_name" | "user_name")) {
            // the name of whoever wrote a post
            fields.retain(|(meaning, ..)| meaning.kind != FieldKind::Title || meaning.rank != *NAME_RANK);
        }
        // a stable order for names that differ in capitals and marks only: `id` before `_id`
        fields.sort_by_key(|(meaning, name, _)| (meaning.rank, name.len()));
        KnownFields { fields, has_address }
    }

    /// The values of a kind with the names of their fields.
    pub(super) fn values(&self, kind: FieldKind) -> impl Iterator<Item = (&'a str, &'a Value)> + '_ {
        self.fields.iter().filter(move |(meaning, ..)| meaning.kind == kind).map(|(_, name, value)| (*name, *value))
    }

    /// Returns true if a record without a text is an article of its headline.
    pub(super) fn is_headline(&self, headline_only: HeadlineOnly) -> bool {
        let has = |kind| self.values(kind).next().is_some();
        let has_context = || has(FieldKind::Date) || has(FieldKind::Source) || self.has_address;
        // many things have a name, but few a date, an address and a teaser
        let is_story = || has(FieldKind::Date) && self.has_address && has(FieldKind::Lead);
        let mut titles = self.fields.iter().filter(|(meaning, ..)| meaning.kind == FieldKind::Title);
        let has_title =
            titles.any(|(meaning, _, value)| line_of(value).is_some() && (meaning.rank != *NAME_RANK || is_story()));
        has_title && (headline_only == HeadlineOnly::Always || has_context())
    }

    /// Returns the text: the first, unless another field of the body has clearly more, of which the first is an extract.
    pub(super) fn text(&self) -> Option<String> {
        let texts = self.fields.iter().filter(|(meaning, ..)| meaning.kind == FieldKind::Text);
        let mut texts = texts.filter_map(|(meaning, name, value)| Some((meaning, *name, *value, text_of(value)?)));
        let (meaning, .., first) = texts.next()?;
        // a field that a user has named is the text, however short
        let others = texts.filter(|(other, name, ..)| meaning.rank > 0 && is_body(name, other));
        let longest =
            others.filter(|(.., value, _)| !has_articles(value)).map(|(.., text)| text).max_by_key(String::len);
        Some(longest.filter(|longest| longest.len() * 10 > first.len() * 11).unwrap_or(first))
    }

    /// Returns the preferred lead.
    pub(super) fn lead(&self) -> Option<String> {
        self.values(FieldKind::Lead).find_map(|(_, value)| text_of(value))
    }

    /// Returns the lead that stands for a text best where there is none.
    pub(super) fn longest_lead(&self) -> Option<String> {
        self.values(FieldKind::Lead).filter_map(|(_, value)| text_of(value)).max_by_key(String::len)
    }

    fn line(&self, kind: FieldKind) -> String {
        self.values(kind).find_map(|(_, value)| line_of(value)).unwrap_or_default()
    }

    /// Returns the first source that is a name; of an address only its host.
    fn source(&self) -> String {
        let lines = || self.values(FieldKind::Source).filter_map(|(_, value)| line_of(value));
        let name = lines().find(|line| !line.contains("://"));
        let host = || lines().find_map(|address| html::host(&address));
        name.or_else(host).unwrap_or_default()
    }

    pub(super) fn without_text(&self) -> Article {
        let mut article = Article {
            id: self.line(FieldKind::Id),
            title: self.line(FieldKind::Title),
            source: self.source(),
            section: self.values(FieldKind::Section).find_map(|(_, value)| words_of(value)).unwrap_or_default(),
            language: self.line(FieldKind::Language),
            ..Article::default()
        };
        let mut found = self.values(FieldKind::Date).filter_map(|(_, value)| day_of(value));
        let mut best = DateFound::None;
        // a date that cannot be read leaves room for the next one
        while let (DateFound::None | DateFound::Refused, Some(next)) = (best, found.next()) {
            best = next;
        }
        article.set_date(best);
        article
    }
}

/// Returns the value of a field, or at a path through objects: `content.body`.
fn at_path<'a>(record: &'a RecordFields, name: &str) -> Option<&'a Value> {
    let own = record
        .get(name)
        .or_else(|| record.iter().find(|(other, _)| other.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value));
    own.or_else(|| {
        let (first, rest) = name.split_once('.')?;
        at_path(record.get(first)?.as_object()?, rest)
    })
}
