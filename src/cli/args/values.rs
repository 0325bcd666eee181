//! How is the value of an option read?

use std::num::NonZeroU32;
use std::time::Duration;

/// Longest time limit of a query.
const MAX_TIMEOUT: Duration = Duration::from_secs(24 * 60 * 60);

/// Reads a time limit in seconds.
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds
        .filter(|time| *time <= MAX_TIMEOUT)
        .ok_or_else(|| "expected a number of seconds up to 86400 (a day), such as 2.5".to_owned())
}

/// Reads a time limit in seconds that leaves some time.
#[cfg(feature = "server")]
pub(super) fn some_seconds(text: &str) -> Result<Duration, String> {
    seconds(text)
        .and_then(|time| if time.is_zero() { Err("expected more than 0 seconds".to_owned()) } else { Ok(time) })
}

/// Reads the address of a mailbox, `name@host` in ASCII.
pub(super) fn mail_address(text: &str) -> Result<String, String> {
    let is_part =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_graphic() && !"@<>()[],;:\\\"".contains(c));
    match text.split_once('@') {
        Some((name, host)) if is_part(name) && is_part(host) => Ok(text.to_owned()),
        _ => Err("expected an address such as redaktion@example.org".to_owned()),
    }
}

/// Reads a size in bytes, with k, M or G for powers of 1,024.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => 1,
        "K" | "KB" | "KIB" => 1 << 10,
        "M" | "MB" | "MIB" => 1 << 20,
        "G" | "GB" | "GIB" => 1 << 30,
        other => return Err(format!("unknown unit `{other}`: use k, M or G")),
    };
    let number: u64 = digits.parse().map_err(|_| "expected a number with k, M or G, such as 32M".to_owned())?;
    number.checked_mul(unit).ok_or_else(|| "too large".to_owned())
}

/// Reads a half-life in days.
pub(super) fn half_life(text: &str) -> Result<NonZeroU32, String> {
    text.parse().map_err(|_| "expected a number of days, as in --recent=30".to_owned())
}
