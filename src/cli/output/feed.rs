//! An RSS feed in a file, to which new matches are added.

use std::fs::{self, File};
use std::io::{self, BufReader, Write as _};
use std::path::{self, Path};

use anyhow::{Context as _, Result, anyhow, bail};
use fundstelle::cite::file_url;
use fundstelle::corpus::path_of;
use fundstelle::search::NewArticle;
use rss::{Channel, Item};

use super::visible;
use crate::messages::{language, sentences};
use crate::wire::feed;

/// Maximum number of items in a feed; a reader that polls rarely misses older ones.
const MAX_ITEMS: usize = 500;

/// Refuses a file that is not a feed, and one that would be indexed: every run would find what the last one wrote.
pub(in crate::cli) fn check(path: &Path, roots: &[String]) -> Result<()> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let whole = folder.canonicalize().with_context(|| visible(&folder.to_string_lossy()).into_owned())?;
    if let Some(root) = roots.iter().find(|root| whole.starts_with(path_of(root))) {
        let (shown, root) = (visible(&path.to_string_lossy()).into_owned(), visible(root).into_owned());
        bail!(sentences::feed_is_indexed(language(), &shown, &root));
    }
    read(path).map(drop)
}

fn read(path: &Path) -> Result<Channel> {
    let shown = visible(&path.to_string_lossy()).into_owned();
    match File::open(path) {
        Ok(file) => Channel::read_from(BufReader::new(file))
            .map_err(|err| anyhow!(sentences::not_a_feed(language(), &shown, &err.to_string()))),
        Err(err) if err.kind() == io::ErrorKind::NotFound => Ok(empty(path)),
        Err(err) => Err(err).context(shown),
    }
}

/// Puts items before those of the feed in `path`, which is created if necessary. Error: the file is not a feed; it stays as it is.
pub(in crate::cli) fn add(path: &Path, items: Vec<Item>) -> Result<()> {
    let shown = visible(&path.to_string_lossy()).into_owned();
    let mut channel = read(path)?;
    let is_again = |old: &Item| items.iter().any(|new| new.guid == old.guid);
    let old: Vec<Item> = channel.items.iter().filter(|old| !is_again(old)).cloned().collect();
    channel.items = items.into_iter().chain(old).take(MAX_ITEMS).collect();
    replace(path, &channel).context(shown)
}

fn empty(path: &Path) -> Channel {
    Channel {
        title: "Fundstelle".to_owned(),
        // A feed must name a page it belongs to; this one has no other.
        link: file_url(&path::absolute(path).unwrap_or_else(|_| path.to_owned())),
        description: "fundstelle watch".to_owned(),
        generator: Some(concat!("fundstelle ", env!("CARGO_PKG_VERSION")).to_owned()),
        ..Channel::default()
    }
}

/// Replaces the file in one step, so that no reader sees half of it.
fn replace(path: &Path, channel: &Channel) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".tmp");
    let temporary = path.with_file_name(name);
    let mut file = File::create(&temporary)?;
    channel.pretty_write_to(&mut file, b' ', 1).map_err(io::Error::other)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    fs::rename(&temporary, path)
}

/// Returns a new match of the saved search `watch` as an item. The `guid` consists of search, article and content, so it is the same
/// in every run and after a rebuild of the index.
pub(in crate::cli) fn item(watch: &str, news: &NewArticle) -> Item {
    let guid = format!("fundstelle:{watch}:{}:{}", news.hit.article, news.content);
    feed::item(watch, &news.hit, &guid)
}
