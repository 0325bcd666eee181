//! What goes to and comes from programs, on a terminal or over the network? One shape for both.

pub(crate) mod choices;
pub(crate) mod feed;
pub(crate) mod records;
pub(crate) mod request;
mod safe;
pub(crate) mod table;

pub(crate) use safe::{json_line, visible};
