//! Options of the server.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args as ClapArgs, ValueEnum};

use super::ReadingArgs;
use super::values::some_seconds;

/// Port where none is given.
const DEFAULT_PORT: u16 = 7878;

#[derive(Debug, ClapArgs)]
pub(crate) struct ServeArgs {
    /// Index this file or folder first, or bring its index up to date (may be repeated)
    #[arg(long = "in", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Update the index after each change of --in
    #[arg(long, requires = "paths")]
    pub(crate) watch: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// Address to listen on; port 0 chooses a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878", value_parser = address)]
    pub(crate) bind: SocketAddr,
    /// File with a secret of at least 16 characters that every request must show: Authorization: Bearer SECRET, or as the
    /// password that a browser asks for
    #[arg(long, value_name = "FILE")]
    pub(crate) token_file: Option<PathBuf>,
    /// Answer everybody who reaches an address that is not of this machine alone
    #[arg(long, conflicts_with = "token_file")]
    pub(crate) no_auth: bool,
    /// Name under which others reach the server (may be repeated); requests for other names are refused
    #[arg(long = "host", value_name = "NAME", value_parser = host_name)]
    pub(crate) hosts: Vec<String>,
    /// Time limit of a query
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = some_seconds)]
    pub(crate) timeout: Duration,
    /// Close connections whose client sends or reads nothing for so long
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = some_seconds)]
    pub(crate) client_timeout: Duration,
    /// Connections at once; more wait
    #[arg(long, value_name = "N", default_value_t = 768, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) max_connections: u16,
    /// Queries at once; more wait a little, many more get status 503 [default: one per processor, at least 4]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) max_queries: Option<u16>,
    /// Write a line about each request to standard error; what was searched for is not in it
    #[arg(long, value_name = "FORMAT")]
    pub(crate) log: Option<LogFormat>,
}

/// Formats of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// A JSON object a line
    Json,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct McpArgs {
    /// Time limit of a query
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = some_seconds)]
    pub(crate) timeout: Duration,
}

/// Reads an address with or without a port.
fn address(text: &str) -> Result<SocketAddr, String> {
    let local = text.strip_prefix("localhost").filter(|rest| rest.is_empty() || rest.starts_with(':'));
    let text = local.map_or_else(|| text.to_owned(), |rest| format!("{}{rest}", Ipv4Addr::LOCALHOST));
    let bare = || text.parse::<IpAddr>().map(|ip| SocketAddr::new(ip, DEFAULT_PORT));
    text.parse().or_else(|_| bare()).map_err(|_| "expected an address such as 127.0.0.1:7878".to_owned())
}

/// Reads the name of a host, without scheme and port.
fn host_name(text: &str) -> Result<String, String> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let is_name = !bare.is_empty() && bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    match is_name || bare.parse::<IpAddr>().is_ok() {
        true => Ok(text.to_owned()),
        false => Err("expected a name such as archive.example, without http:// and port".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{address, host_name};

    #[test]
    fn names_of_hosts() {
        for (text, is_name) in [
            ("archiv.example", true),
            ("192.168.1.5", true),
            ("[::1]", true),
            ("::1", true),
            ("", false),
            ("archiv.example:80", false),
            ("http://archiv.example", false),
            ("a b", false),
        ] {
            assert_eq!(host_name(text).is_ok(), is_name, "{text}");
        }
    }

    #[test]
    fn addresses_with_and_without_a_port() {
        for (text, read) in [
            ("127.0.0.1:80", "127.0.0.1:80"),
            ("0.0.0.0", "0.0.0.0:7878"),
            ("::1", "[::1]:7878"),
            ("[::]:0", "[::]:0"),
            ("localhost", "127.0.0.1:7878"),
            ("localhost:0", "127.0.0.1:0"),
        ] {
            assert_eq!(address(text).map(|address| address.to_string()), Ok(read.to_owned()), "{text}");
        }
        for text in ["", "host", "localhost.example:1", "1.2.3.4:99999"] {
            assert!(address(text).is_err(), "{text}");
        }
    }
}
