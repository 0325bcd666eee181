//! Errors of the operating system.

use std::io::{self, ErrorKind};

use super::{Language, foreign};

/// Returns an error of the operating system. What has no German words is quoted.
pub(super) fn io_error(language: Language, err: &io::Error) -> String {
    match language {
        Language::German => german(err).map_or_else(|| foreign(language, &err.to_string()).into_owned(), str::to_owned),
        Language::English if is_no_utf_8(err) => "not UTF-8: save the file as UTF-8".to_owned(),
        Language::English => err.to_string(),
    }
}

/// Returns true if a text was read that is none. The standard library has a kind of error for it, and nothing but this of that kind.
fn is_no_utf_8(err: &io::Error) -> bool {
    err.kind() == ErrorKind::InvalidData && err.get_ref().is_none()
}

/// Returns an error that is known by its text only, as [`io::Error`] prints it: `Permission denied (os error 13)`.
pub(super) fn printed_io_error(language: Language, text: &str) -> String {
    let code = text.rsplit_once("(os error ").and_then(|(_, code)| code.strip_suffix(')')?.parse().ok());
    match code {
        Some(code) => io_error(language, &io::Error::from_raw_os_error(code)),
        None => foreign(language, text).into_owned(),
    }
}

fn german(err: &io::Error) -> Option<&'static str> {
    // An error that carries a text of its own says more than its kind.
    if err.get_ref().is_some() {
        return None;
    }
    Some(match err.kind() {
        ErrorKind::NotFound => "Datei oder Ordner nicht gefunden",
        ErrorKind::PermissionDenied => "keine Berechtigung",
        ErrorKind::AlreadyExists => "gibt es schon",
        ErrorKind::IsADirectory => "ist ein Ordner",
        ErrorKind::NotADirectory => "ist kein Ordner",
        ErrorKind::DirectoryNotEmpty => "der Ordner ist nicht leer",
        ErrorKind::InvalidFilename => "ungültiger Dateiname",
        ErrorKind::ReadOnlyFilesystem => "das Dateisystem ist schreibgeschützt",
        ErrorKind::StorageFull => "kein Platz mehr auf dem Datenträger",
        ErrorKind::QuotaExceeded => "das Speicherkontingent ist erschöpft",
        ErrorKind::FileTooLarge => "die Datei ist zu groß",
        ErrorKind::ResourceBusy => "wird gerade benutzt",
        ErrorKind::StaleNetworkFileHandle => "das Netzlaufwerk ist nicht mehr erreichbar",
        ErrorKind::UnexpectedEof => "die Datei endet zu früh",
        ErrorKind::InvalidData => "kein UTF-8: die Datei als UTF-8 speichern",
        ErrorKind::TimedOut => "Zeitüberschreitung",
        ErrorKind::Interrupted => "unterbrochen",
        ErrorKind::OutOfMemory => "nicht genug Arbeitsspeicher",
        ErrorKind::BrokenPipe => "der Empfänger liest nicht mehr",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_system() {
        let denied = io::Error::from(ErrorKind::PermissionDenied);
        assert_eq!(io_error(Language::German, &denied), "keine Berechtigung");
        assert_eq!(io_error(Language::English, &denied), "permission denied");
        let bytes = io::Error::from(ErrorKind::InvalidData);
        assert_eq!(io_error(Language::German, &bytes), "kein UTF-8: die Datei als UTF-8 speichern");
        assert_eq!(io_error(Language::English, &bytes), "not UTF-8: save the file as UTF-8");
        // Kinds without German words are quoted, and so are texts of a library.
        assert_eq!(io_error(Language::German, &io::Error::other("out of \"luck\"")), "„out of 'luck'“");
        assert_eq!(printed_io_error(Language::German, "a folder"), "„a folder“");
        let missing = io::Error::from_raw_os_error(2).to_string();
        assert_eq!(printed_io_error(Language::German, &missing), "Datei oder Ordner nicht gefunden");
        assert_eq!(printed_io_error(Language::English, &missing), missing);
    }
}
