//! Plain text: the first line is the title.

use jiff::civil::Date;

use super::layout::{lay_out, numbered};
use crate::corpus::article::Article;
use crate::corpus::date::{NoSuchDay, date_of_name, parse_date};
use crate::corpus::reason::Reason;

/// A first line of more characters is no title but the beginning of the text.
const TITLE: usize = 200;

/// Reads a text; `name` is the file's name, which may begin with the day of publication.
/// A second line that is nothing but a date is the date and no part of the body.
pub(super) fn read(text: &str, name: &str) -> Result<Article, Reason> {
    let mut lines = numbered(text);
    lines.retain({
        let mut begun = false;
        move |(_, line)| {
            begun |= !line.trim().is_empty();
            begun
        }
    });
    let first = lines.first().map_or("", |(_, line)| line.trim());
    if first.is_empty() {
        return Err(Reason::Empty);
    }
    let mut article = Article::default();
    let mut rest = &lines[..];
    if first.chars().nth(TITLE).is_none() {
        article.title = first.to_owned();
        rest = &lines[1..];
    }
    let second = rest.iter().position(|(_, line)| !line.trim().is_empty()).filter(|_| !article.title.is_empty());
    let dateline = second.and_then(|at| parse_date(rest[at].1).map(|date| (at, date)));
    if let Some((at, _)) = dateline {
        rest = &rest[at + 1..];
    }
    set_date(&mut article, dateline.map(|(_, date)| date).or_else(|| date_of_name(name)));
    let mut body = lay_out(rest);
    if body.text.is_empty() {
        // one line only: better found as text than lost as a title without text
        article.title.clear();
        body = lay_out(&lines[..1]);
    }
    article.lines = body.lines();
    article.body = body.text;
    article.headings = body.headings;
    Ok(article)
}

fn set_date(article: &mut Article, date: Option<Result<Date, NoSuchDay>>) {
    article.date_refused = matches!(date, Some(Err(_)));
    article.date = date.and_then(Result::ok);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn title_date_body() {
        let article =
            read("\nStreik im Klinikum\n21. April 2018\n\nDie Pflege ruht.\nWas fehlt\nEs fehlt Geld.\n", "a.txt")
                .unwrap();
        assert_eq!(article.title, "Streik im Klinikum");
        assert_eq!(article.date, Some(jiff::civil::date(2018, 4, 21)));
        assert_eq!(article.body, "Die Pflege ruht.\nWas fehlt\nEs fehlt Geld.");
        assert_eq!(&article.body[article.headings[0].clone()], "Was fehlt");
        assert_eq!(article.lines.at(0), 5);
    }

    #[test]
    fn date_of_the_name() {
        let article = read("Titel\nSatz.", "2018-02-31-x.txt").unwrap();
        assert_eq!((article.date, article.date_refused), (None, true));
        let article = read("Titel\nSatz.", "2018-02-28-x.txt").unwrap();
        assert_eq!(article.date, Some(jiff::civil::date(2018, 2, 28)));
    }

    #[test]
    fn no_title() {
        let long = "Wort ".repeat(50);
        let article = read(&format!("{long}\nEin Satz."), "a.txt").unwrap();
        assert_eq!(
            (article.title.as_str(), article.body.as_str()),
            ("", format!("{}\nEin Satz.", long.trim()).as_str())
        );
        let article = read("Nur eine Zeile", "a.txt").unwrap();
        assert_eq!((article.title.as_str(), article.body.as_str()), ("", "Nur eine Zeile"));
        assert_eq!(read(" \n\n", "a.txt"), Err(Reason::Empty));
    }
}
