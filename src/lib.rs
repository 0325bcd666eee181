//! Full-text search for German news: passages that answer a query, each with the exact place it came from.

pub mod corpus;
