//! Which records and options are the same for a terminal and a network?

pub(crate) mod choices;
pub(crate) mod feed;
pub(crate) mod marks;
pub(crate) mod records;
pub(crate) mod request;
mod safe;
pub(crate) mod table;

pub(crate) use safe::{json_line, visible};
