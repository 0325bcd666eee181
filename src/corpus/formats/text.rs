//! Plain text: the first line is the title.

use jiff::civil::Date;

use super::layout::lay_out;
use crate::corpus::article::Article;
use crate::corpus::date::{NoSuchDay, date_of_name, parse_date};
use crate::corpus::reason::Reason;

/// A first line of more characters is no title but the beginning of the text.
const TITLE: usize = 200;

/// Reads a text; `name` is the file's name, which may begin with the day of publication.
/// A second line that is nothing but a date is the date and no part of the body.
pub(super) fn read(mut text: String, name: &str) -> Result<Article, Reason> {
    let (first, second) = {
        let mut lines = lines(&text);
        (lines.next(), lines.next())
    };
    let Some((first_end, first)) = first else { return Err(Reason::Empty) };
    let mut article = Article::default();
    let mut date = None;
    let mut from = 0;
    if first.chars().nth(TITLE).is_none() {
        article.title = first.to_owned();
        from = first_end;
        if let Some((end, second)) = second {
            date = parse_date(second);
            from = if date.is_some() { end } else { from };
        }
    }
    set_date(&mut article, date.or_else(|| date_of_name(name)));
    if text[from..].trim().is_empty() {
        // one line only: better found as text than lost as a title without text
        article.title.clear();
        text.truncate(first_end);
        from = 0;
    }
    lay_out(text, from)?.fill(&mut article);
    Ok(article)
}

/// The lines that are not blank, each with where the next one begins.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        end += line.len();
        (end, line.trim())
    });
    lines.filter(|(_, line)| !line.is_empty())
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
        let article = read(
            "\nStreik im Klinikum\n21. April 2018\n\nDie Pflege ruht.\nWas fehlt\nEs fehlt Geld.\n".to_owned(),
            "a.txt",
        )
        .unwrap();
        assert_eq!(article.title, "Streik im Klinikum");
        assert_eq!(article.date, Some(jiff::civil::date(2018, 4, 21)));
        assert_eq!(article.body, "Die Pflege ruht.\nWas fehlt\nEs fehlt Geld.");
        assert_eq!(&article.body[article.headings[0].clone()], "Was fehlt");
        assert_eq!(article.lines.at(0), 5);
    }

    #[test]
    fn date_of_the_name() {
        let article = read("Titel\nSatz.".to_owned(), "2018-02-31-x.txt").unwrap();
        assert_eq!((article.date, article.date_refused), (None, true));
        let article = read("Titel\nSatz.".to_owned(), "2018-02-28-x.txt").unwrap();
        assert_eq!(article.date, Some(jiff::civil::date(2018, 2, 28)));
    }

    #[test]
    fn no_title() {
        let long = "Wort ".repeat(50);
        let article = read(format!("{long}\nEin Satz."), "a.txt").unwrap();
        assert_eq!(
            (article.title.as_str(), article.body.as_str()),
            ("", format!("{}\nEin Satz.", long.trim()).as_str())
        );
        let article = read("Nur eine Zeile".to_owned(), "a.txt").unwrap();
        assert_eq!((article.title.as_str(), article.body.as_str()), ("", "Nur eine Zeile"));
        assert_eq!(read(" \n\n".to_owned(), "a.txt"), Err(Reason::Empty));
    }
}
