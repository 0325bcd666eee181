//! Is the program right, seen from outside? One module per concern; each test runs the binary as a user does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod bad_input;
#[cfg(all(unix, feature = "server"))]
mod browser;
mod checking;
mod citing;
mod commands;
mod configured;
mod containers;
mod curves;
mod damage;
mod digests;
mod documents;
mod encodings;
mod examples;
#[cfg(feature = "xlsx")]
mod exporting;
mod fewer_keys;
mod folders;
mod folding;
mod formats;
mod grammar;
mod hostile;
mod hostile_files;
#[cfg(all(unix, feature = "server"))]
mod http;
mod incremental;
#[cfg(all(unix, feature = "tui"))]
mod interactive;
mod invariants;
mod listing;
#[cfg(all(unix, feature = "server"))]
mod mcp;
mod mixed_folder;
mod naive;
mod naive_words;
#[cfg(all(unix, feature = "server"))]
mod narrow;
mod narrowing;
mod optimizing;
mod packed;
#[cfg(all(unix, feature = "server"))]
mod page;
#[cfg(all(unix, feature = "server"))]
mod page_checks;
#[cfg(all(unix, feature = "server"))]
mod page_in_browser;
mod page_text;
mod phrases;
mod plain_words;
#[cfg(all(unix, feature = "tui"))]
mod pseudo_terminal;
mod quality;
mod query_words;
mod reading;
#[cfg(all(unix, feature = "server"))]
mod readme;
mod record_shapes;
mod records;
mod regression;
mod reliability;
mod removal;
mod searching;
#[cfg(all(unix, feature = "server"))]
mod serving;
#[cfg(all(unix, feature = "server"))]
mod serving_safely;
mod shared_data;
mod spellings;
mod splitting;
mod support;
mod synonyms;
mod time;
mod told;
mod trec_eval;
mod variants;
mod watching;
mod what_bad_input_gets;
mod whole_articles;
