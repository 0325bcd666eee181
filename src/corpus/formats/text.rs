//! Reads plain text: the first line is the title.

use jiff::civil::Date;

use super::layout::lay_out;
use super::line_ends::goes_on;
use crate::corpus::article::Article;
use crate::corpus::date::{NoSuchDay, date_of_name, parse_date};
use crate::corpus::reason::SkipReason;

/// Longest title. A longer first line is the beginning of the text.
const MAX_TITLE_CHARS: usize = 200;

/// Reads a text from a file called `name`, which may begin with the day of publication. If the second line is only a date, it is
/// the date of the article and no part of the body.
pub(super) fn read(mut text: String, name: &str) -> Result<Article, SkipReason> {
    let (first, second) = {
        let mut lines = lines(&text);
        (lines.next(), lines.next())
    };
    let Some((first_end, first)) = first else { return Err(SkipReason::Empty) };
    let mut article = Article::default();
    let mut date = None;
    let mut from = 0;
    // A first line that ends within a word is the beginning of the text, too.
    let is_broken = second.is_some_and(|(_, second)| goes_on(first, second));
    if !is_broken && first.chars().nth(MAX_TITLE_CHARS).is_none() {
        article.title = first.to_owned();
        from = first_end;
        if let Some((end, second)) = second {
            date = parse_date(second);
            from = if date.is_some() { end } else { from };
        }
    }
    set_date(&mut article, date.or_else(|| date_of_name(name)));
    if text[from..].trim().is_empty() {
        // a single line becomes the text, so that it can be found
        article.title.clear();
        text.truncate(first_end);
        from = 0;
    }
    lay_out(text, from)?.fill(&mut article);
    Ok(article)
}

/// Returns the lines that are not blank, each with the offset of the next line.
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
    fn a_first_line_that_ends_within_a_word() {
        for mark in ["-", "\u{2010}", "\u{ad}", "¬"] {
            let article = read(format!("Am Kai lag ein Last{mark}\r\nkahn im Eis.\r\n"), "a.txt").unwrap();
            assert_eq!(
                (article.title.as_str(), article.body.as_str()),
                ("", "Am Kai lag ein Lastkahn im Eis."),
                "{mark}"
            );
        }
    }

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
        assert_eq!(article.lines.line_at(0), 5);
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
        assert_eq!(read(" \n\n".to_owned(), "a.txt"), Err(SkipReason::Empty));
    }
}
