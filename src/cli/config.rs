//! Which defaults has the user set?
//!
//! A flag beats the environment (`FUNDSTELLE_LIMIT`), which beats `.fundstelle.toml` here or in the nearest folder above that has one,
//! which beats `config.toml` of the user. A key that nobody knows and a value of another type are errors with file and line: a default
//! that is passed over in silence would change what is found.

use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use clap::ValueEnum as _;
use toml::de::{DeTable, DeValue};

use super::args::ColorChoice;
use super::output::visible;
use crate::messages::{Language, config as texts, language};

/// Name of the file of a project.
const PROJECT_FILE: &str = ".fundstelle.toml";
/// Place of the file of the user, below the folder of configurations.
const USER_FILE: &str = "fundstelle/config.toml";
/// Most hits that may be the default.
const MAX_LIMIT: usize = 10_000;

/// Defaults of the options.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Config {
    /// Folder of the index. The environment is no part of it: an index that it names is named.
    pub(super) index: Option<PathBuf>,
    /// Language of messages.
    pub(super) language: Option<Language>,
    /// When to use colours.
    pub(super) color: Option<ColorChoice>,
    /// Number of hits.
    pub(super) limit: Option<usize>,
    /// File of synonyms.
    pub(super) synonyms: Option<PathBuf>,
}

/// Names of the keys.
const KEYS: [&str; 5] = ["index", "language", "color", "limit", "synonyms"];

/// A value, before its key says what it must be.
enum ConfigValue<'a> {
    Text(&'a str),
    Number(&'a str),
    Unknown,
}

impl Config {
    /// Reads all layers. Errors: a file cannot be read, or a key or value in it or in the environment is none.
    pub(super) fn read() -> Result<Config> {
        let mut config = Config::of_environment()?;
        // NO_COLOR is the environment, too.
        let is_color_set =
            ["NO_COLOR", "CLICOLOR_FORCE"].iter().any(|name| env::var_os(name).is_some_and(|set| !set.is_empty()));
        for file in [project_file(), user_file()].into_iter().flatten() {
            let mut below = Config::of_file(&file)?;
            below.color = below.color.filter(|_| !is_color_set);
            config = config.or(below);
        }
        Ok(config)
    }

    /// Fills what is not set.
    fn or(self, below: Config) -> Config {
        Config {
            index: self.index.or(below.index),
            language: self.language.or(below.language),
            color: self.color.or(below.color),
            limit: self.limit.or(below.limit),
            synonyms: self.synonyms.or(below.synonyms),
        }
    }

    fn of_environment() -> Result<Config> {
        let mut config = Config::default();
        for key in KEYS.into_iter().filter(|key| *key != "index") {
            let name = format!("FUNDSTELLE_{}", key.to_uppercase());
            let Some(value) = env::var(&name).ok().filter(|value| !value.is_empty()) else { continue };
            let typed = if key == "limit" { ConfigValue::Number(&value) } else { ConfigValue::Text(&value) };
            config.set(key, &typed, Path::new("")).map_err(|problem| anyhow!("{name}: {problem}"))?;
        }
        Ok(config)
    }

    fn of_file(path: &Path) -> Result<Config> {
        let shown = visible(&path.to_string_lossy()).into_owned();
        match fs::read_to_string(path) {
            Ok(text) => Config::parsed(&text, path.parent().unwrap_or(Path::new("")))
                .map_err(|(line, problem)| anyhow!("{shown}:{line}: {}", visible(&problem))),
            Err(err) if matches!(err.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Config::default()),
            Err(err) => Err(err).with_context(|| shown),
        }
    }

    /// Reads a file in `folder`, to which its paths are relative. Error: the line, from 1, and what is wrong there.
    fn parsed(text: &str, folder: &Path) -> Result<Config, (usize, String)> {
        let line_of = |at: usize| 1 + text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count();
        let table = DeTable::parse(text).map_err(|err| {
            (line_of(err.span().map_or(0, |span| span.start)), texts::not_toml(language(), err.message()))
        })?;
        let mut config = Config::default();
        for (key, value) in table.get_ref() {
            let typed = match value.get_ref() {
                DeValue::String(text) => ConfigValue::Text(text),
                DeValue::Integer(number) if number.radix() == 10 => ConfigValue::Number(number.as_str()),
                _ => ConfigValue::Unknown,
            };
            let name = key.get_ref();
            config
                .set(name, &typed, folder)
                .map_err(|problem| (line_of(key.span().start), format!("{name}: {problem}")))?;
        }
        Ok(config)
    }

    /// Sets a key. Error: there is no such key, or the value is none of it.
    fn set(&mut self, key: &str, value: &ConfigValue<'_>, folder: &Path) -> Result<(), String> {
        let language = language();
        let path = || match value {
            ConfigValue::Text(path) if !path.is_empty() => Ok(Some(folder.join(at_home(path)))),
            _ => Err(texts::A_PATH.to(language).to_owned()),
        };
        match (key, value) {
            ("index", _) => self.index = path()?,
            ("synonyms", _) => self.synonyms = path()?,
            ("language", ConfigValue::Text("de")) => self.language = Some(Language::German),
            ("language", ConfigValue::Text("en")) => self.language = Some(Language::English),
            ("language", _) => return Err(texts::A_LANGUAGE.to(language).to_owned()),
            ("color", ConfigValue::Text(name)) if ColorChoice::from_str(name, false).is_ok() => {
                self.color = ColorChoice::from_str(name, false).ok();
            }
            ("color", _) => return Err(texts::A_COLOR.to(language).to_owned()),
            ("limit", ConfigValue::Number(number)) => {
                let limit = number.replace('_', "").parse().ok().filter(|limit| (1..=MAX_LIMIT).contains(limit));
                self.limit = Some(limit.ok_or_else(|| texts::a_limit(language, MAX_LIMIT))?);
            }
            ("limit", _) => return Err(texts::a_limit(language, MAX_LIMIT)),
            _ => return Err(texts::unknown_key(language, &KEYS.join(", "))),
        }
        Ok(())
    }
}

/// The file of the project: here, or in the nearest folder above that has one.
fn project_file() -> Option<PathBuf> {
    let here = env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join(PROJECT_FILE)).find(|file| file.exists())
}

/// The file of the user, by the XDG base directory specification.
fn user_file() -> Option<PathBuf> {
    let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = absolute("XDG_CONFIG_HOME").or_else(|| Some(absolute("HOME")?.join(".config")))?;
    Some(folder.join(USER_FILE))
}

/// Resolves `~/`.
fn at_home(path: &str) -> PathBuf {
    let home = env::var_os("HOME").filter(|home| !home.is_empty());
    match path.strip_prefix("~/").zip(home) {
        Some((below, home)) => Path::new(&home).join(below),
        None => PathBuf::from(path),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_of_defaults() {
        let text = "# Archiv\nindex = \"archiv/index\"\nlanguage = 'de'\ncolor = \"never\"\nlimit = 1_000\nsynonyms = \"/s.txt\"\n";
        let expected = Config {
            index: Some("/p/archiv/index".into()),
            language: Some(Language::German),
            color: Some(ColorChoice::Never),
            limit: Some(1_000),
            synonyms: Some("/s.txt".into()),
        };
        assert_eq!(Config::parsed(text, Path::new("/p")), Ok(expected));
        assert_eq!(Config::parsed("", Path::new("/p")), Ok(Config::default()));
    }

    #[test]
    fn what_is_wrong_has_its_line() {
        for (text, line, problem) in [
            ("limit = 5\nlimits = 5", 2, "limits"),
            ("\n\nLimit = 5", 3, "Limit"),
            ("[search]\nlimit = 5", 1, "search"),
            ("search.limit = 5", 1, "search"),
            ("limit = \"5\"", 1, "limit"),
            ("limit = 5.0", 1, "limit"),
            ("limit = 0", 1, "limit"),
            ("limit = -3", 1, "limit"),
            ("limit = 0x10", 1, "limit"),
            ("limit = 99999999999999999999", 1, "limit"),
            ("language = \"fr\"", 1, "language"),
            ("language = true", 1, "language"),
            ("color = \"yes\"", 1, "color"),
            ("color = \"never\"\nindex = 5", 2, "index"),
            ("index = \"\"", 1, "index"),
            ("synonyms = [\"a\"]", 1, "synonyms"),
            ("limit = 5\nlimit = 6", 2, ""),
            ("limit =\nindex = \"a\"", 1, ""),
            ("limit 5", 1, ""),
        ] {
            let (found, told) = Config::parsed(text, Path::new("")).unwrap_err();
            assert_eq!(found, line, "{text}: {told}");
            assert!(told.starts_with(problem), "{text}: {told}");
        }
    }
}
