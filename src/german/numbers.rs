//! Numbers, amounts and dates: which words of a text are one of them, and the one spelling of each.
//!
//! `10.000` is one word; its exact form keeps the point, its one spelling has none. `10 000`, `B 96`, `§ 218`, `18:30` and
//! `9. November 1989` are several words. As with hyphens, the tokenizer gives a joint spelling before the pieces, and the
//! joint spelling has the same term as the number in one word.
//!
//! ```text
//! 10.000  10 000  10'000  10000        → 10000         3,5  3.5             → 3.5
//! 9.11.1989  09.11.1989  9. Nov. 1989  → 9.11.1989     18:30  18.30         → 18.30
//! 2,5 Millionen  2,5 Mio.  2.500.000   → 2500000       B 96  B-96  B96      → b96
//! ```
//!
//! A blank joins digits only where each number after the first has exactly three digits, the first has one to three and
//! no digit stands before or after them: `2018 000` and `030 123 456` are several numbers.

use std::ops::Range;

/// Digits of a group of thousands.
const GROUP_DIGITS: usize = 3;
/// Letters before a number, at most, that make one word with it: `B 96`, `PM 10`.
const MAX_LETTERS_BEFORE_NUMBER: usize = 2;

/// Names of months as they are written before a year, in lower case, and the date's middle in its one spelling.
const MONTHS: [(&str, &str); 26] = [
    ("januar", ".1."),
    ("jänner", ".1."),
    ("jan", ".1."),
    ("februar", ".2."),
    ("feber", ".2."),
    ("feb", ".2."),
    ("märz", ".3."),
    ("mrz", ".3."),
    ("april", ".4."),
    ("apr", ".4."),
    ("mai", ".5."),
    ("juni", ".6."),
    ("jun", ".6."),
    ("juli", ".7."),
    ("jul", ".7."),
    ("august", ".8."),
    ("aug", ".8."),
    ("september", ".9."),
    ("sept", ".9."),
    ("sep", ".9."),
    ("oktober", ".10."),
    ("okt", ".10."),
    ("november", ".11."),
    ("nov", ".11."),
    ("dezember", ".12."),
    ("dez", ".12."),
];

/// Names of powers of ten, in lower case, with their zeros.
const POWERS: [(&str, usize); 9] = [
    ("millionen", 6),
    ("million", 6),
    ("mio", 6),
    ("milliarden", 9),
    ("milliarde", 9),
    ("mrd", 9),
    ("billionen", 12),
    ("billion", 12),
    ("tausend", 3),
];
const ZEROS: &str = "000000000000";

/// Numbers that texts write as words, in lower case.
const NUMBER_WORDS: [(&str, &str); 12] = [
    ("eine", "1"),
    ("zwei", "2"),
    ("drei", "3"),
    ("vier", "4"),
    ("fünf", "5"),
    ("sechs", "6"),
    ("sieben", "7"),
    ("acht", "8"),
    ("neun", "9"),
    ("zehn", "10"),
    ("elf", "11"),
    ("zwölf", "12"),
];
/// Bytes of the longest of [`NUMBER_WORDS`].
const MAX_NUMBER_WORD_BYTES: usize = 6;

/// Returns the byte of `text` at which the number, amount or date ends that the word at `first` begins; `None` if that
/// word is all there is. Most words are letters up to a blank and a small letter, and cost a look at their ends.
pub(super) fn joined_end(text: &str, first: &Range<usize>) -> Option<usize> {
    let (word, rest) = (&text[first.clone()], &text[first.end..]);
    let begin = word.as_bytes().first()?;
    if begin.is_ascii_alphabetic() && word.len() > MAX_NUMBER_WORD_BYTES {
        return None;
    }
    let joined = if begin.is_ascii_digit() {
        let before = &text[..first.start];
        grouped(before, word, rest)
            .or_else(|| date(word, rest))
            .or_else(|| time(word, rest))
            .or_else(|| power(word, rest))
            .or_else(|| percent(rest))
    } else if are_letters_before_number(word) {
        number_after(word, rest).or_else(|| initials(word, rest))
    } else if rest.starts_with('.') {
        initials(word, rest)
    } else if word.starts_with('§') {
        let number = &rest[blank_len(rest)..];
        let digits = digits(number);
        (digits > 0).then(|| rest.len() - number.len() + piece_len(number))
    } else if word.len() <= MAX_NUMBER_WORD_BYTES && rest.starts_with([' ', '\u{a0}', '\u{202f}']) {
        let is_number = || NUMBER_WORDS.iter().any(|(name, _)| is_same(word, name));
        power_len(rest).filter(|_| is_number())
    } else {
        None
    };
    joined.map(|length| first.end + length)
}

/// Returns true if the pieces of a joint spelling, as typed, mean nothing by themselves: `25 000`, `25'000`, `A 7`, `A-7`,
/// `S.P.D.`, `7:45`.
pub fn is_one_name(word: &str) -> bool {
    let is_separator = |c: char| c.is_whitespace() || matches!(c, '\'' | '’' | '-' | '.' | ':');
    let mut pieces = word.split(is_separator).filter(|piece| !piece.is_empty());
    let (Some(first), Some(second)) = (pieces.next(), pieces.next()) else { return false };
    let is_group = |group: &str| group.len() == GROUP_DIGITS && digits(group) == GROUP_DIGITS;
    let is_letter = |piece: &str| piece.chars().all(char::is_alphabetic) && piece.chars().nth(1).is_none();
    let is_number = |piece: &str| digits(piece) == piece.len();
    match word[first.len()..].chars().next() {
        Some('\'' | '’') if is_first_group(first) => is_group(second) && pieces.all(is_group),
        Some('.') => is_letter(first) && is_letter(second) && pieces.all(is_letter),
        Some(':') => is_number(first) && is_number(second) && pieces.next().is_none(),
        Some('-') => are_letters_before_number(first) && is_number(second) && pieces.next().is_none(),
        Some(_) if is_number(first) => is_first_group(first) && is_group(second) && pieces.all(is_group),
        Some(_) => are_letters_before_number(first) && is_number(second) && pieces.next().is_none(),
        None => false,
    }
}

/// Returns true for one or two capitals.
fn are_letters_before_number(word: &str) -> bool {
    (1..=MAX_LETTERS_BEFORE_NUMBER).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// Returns the replacements that bring the numbers of an exact form to their one spelling.
pub(super) fn number_edits(exact: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut edits = Vec::new();
    let bytes = exact.as_bytes();
    let mut at = 0;
    while let Some(skip) = exact[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + skip;
        let mut end = start + digits(&exact[start..]);
        while end + 1 < bytes.len() && matches!(bytes[end], b'.' | b',' | b':') && bytes[end + 1].is_ascii_digit() {
            end += 1 + digits(&exact[end + 1..]);
        }
        let named = if start == 0 { named_edits(exact, end) } else { None };
        if let Some(named) = named {
            return named;
        }
        numeral_edits(exact, start..end, &mut edits);
        at = end;
    }
    if at == 0 { word_edits(exact).unwrap_or_default() } else { edits }
}

/// Returns the edits of `zweimillionen`, the joint spelling of `zwei Millionen`.
fn word_edits(exact: &str) -> Option<Vec<(Range<usize>, &'static str)>> {
    let (name, number) = NUMBER_WORDS.iter().find(|(name, _)| exact.starts_with(name))?;
    let (_, zeros) = POWERS.iter().find(|(power, _)| exact[name.len()..] == **power)?;
    Some(vec![(0..name.len(), number), (name.len()..exact.len(), &ZEROS[..*zeros])])
}

/// Returns the edits of a number that ends at byte `end` and a name after it: `9november1989`, `2,5millionen`.
fn named_edits(exact: &str, end: usize) -> Option<Vec<(Range<usize>, &'static str)>> {
    let (number, rest) = exact.split_at(end);
    let mut edits = Vec::new();
    if let Some((_, zeros)) = POWERS.iter().find(|(name, _)| *name == rest) {
        numeral_edits(exact, 0..end, &mut edits);
        let decimals = number.split_once(',').map_or(0, |(_, decimals)| decimals.len());
        if let Some(comma) = number.find(',') {
            edits.retain(|(range, _)| range.start < comma);
            edits.push((comma..comma + 1, ""));
        }
        edits.push((end..exact.len(), ZEROS.get(..zeros.checked_sub(decimals)?)?));
        return Some(edits);
    }
    let year = rest.len().checked_sub(4)?;
    let (month, year) = (rest.get(..year)?, &rest[year..]);
    let (_, middle) = MONTHS.iter().find(|(name, _)| *name == month)?;
    if number.len() > 2 || digits(number) != number.len() || digits(year) != 4 {
        return None;
    }
    edits.extend(leading_zero(number, 0));
    edits.push((end..exact.len() - 4, *middle));
    Some(edits)
}

/// Adds the edits of a number in digits with separators: a date loses leading zeros, a number its points between
/// thousands, a decimal gets a point.
fn numeral_edits(exact: &str, range: Range<usize>, edits: &mut Vec<(Range<usize>, &'static str)>) {
    let (number, start) = (&exact[range.clone()], range.start);
    let separators: Vec<usize> = number.match_indices(['.', ',', ':']).map(|(at, _)| at).collect();
    let sign = |at: usize| number.as_bytes()[at];
    let (Some(first), Some(last)) = (separators.first().copied(), separators.last().copied()) else { return };
    if separators.len() == 2 && sign(first) == b'.' && sign(last) == b'.' && number.len() - last - 1 == 4 {
        let (day, month) = (&number[..first], &number[first + 1..last]);
        if day.len() <= 2 && month.len() <= 2 {
            edits.extend(leading_zero(day, start).into_iter().chain(leading_zero(month, start + first + 1)));
        }
        return;
    }
    let (whole, decimals) = match sign(last) {
        b',' => (&number[..last], Some(last)),
        _ => (number, None),
    };
    let mut groups = whole.split('.');
    let is_group = |group: &str| group.len() == GROUP_DIGITS && digits(group) == GROUP_DIGITS;
    if is_first_group(groups.next().unwrap_or_default()) && whole.contains('.') && groups.all(is_group) {
        edits.extend(separators.iter().filter(|at| **at < whole.len()).map(|at| (start + at..start + at + 1, "")));
        edits.extend(decimals.map(|at| (start + at..start + at + 1, ".")));
    } else if separators.len() == 1 && sign(first) != b'.' {
        edits.push((start + first..start + first + 1, "."));
    }
}

/// Returns the edit that strips the leading zero of a day or month at byte `start`.
fn leading_zero(number: &str, start: usize) -> Option<(Range<usize>, &'static str)> {
    (number.len() == 2 && number.starts_with('0')).then_some((start..start + 1, ""))
}

/// Returns true for the digits before the first separator of thousands.
fn is_first_group(word: &str) -> bool {
    (1..=GROUP_DIGITS).contains(&word.len()) && digits(word) == word.len() && !word.starts_with('0')
}

/// `10` and ` 000 000`.
fn grouped(before: &str, word: &str, rest: &str) -> Option<usize> {
    let is_start = || !before.trim_end_matches(is_blank).ends_with(|c: char| c.is_ascii_digit());
    if !is_first_group(word) || blank_len(rest) == 0 || !is_start() {
        return None;
    }
    let mut end = 0;
    loop {
        let blank = blank_len(&rest[end..]);
        let next = &rest[end + blank..];
        match digits(next) {
            GROUP_DIGITS if blank > 0 && ends_word(&next[GROUP_DIGITS..]) => end += blank + GROUP_DIGITS,
            // A further number, of another length, leaves it open what the blanks mean.
            1.. if blank > 0 => return None,
            _ => break,
        }
    }
    (end > 0).then_some(end)
}

/// `9` and `. November 1989`.
fn date(word: &str, rest: &str) -> Option<usize> {
    let after_point = rest.strip_prefix('.').filter(|_| word.len() <= 2 && digits(word) == word.len())?;
    let name = &after_point[blank_len(after_point)..];
    let length = name.find(|c: char| !c.is_alphabetic())?;
    if length < 3 || !MONTHS.iter().any(|(month, _)| is_same(&name[..length], month)) {
        return None;
    }
    let after_name = name[length..].strip_prefix('.').unwrap_or(&name[length..]);
    let year = &after_name[blank_len(after_name)..];
    (digits(year) == 4 && ends_word(&year[4..])).then(|| rest.len() - year.len() + 4)
}

/// `18` and `:30`.
fn time(word: &str, rest: &str) -> Option<usize> {
    let minutes = rest.strip_prefix(':').filter(|_| word.len() <= 2 && digits(word) == word.len())?;
    (digits(minutes) == 2 && ends_word(&minutes[2..])).then_some(3)
}

/// `2` and ` Millionen`.
fn power(word: &str, rest: &str) -> Option<usize> {
    let is_number = word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
    power_len(rest).filter(|_| is_number)
}

fn power_len(rest: &str) -> Option<usize> {
    let blank = blank_len(rest);
    let name = &rest[blank..];
    if blank == 0 || !name.starts_with(['M', 'm', 'B', 'b', 'T', 't']) {
        return None;
    }
    let length = name.find(|c: char| !c.is_alphanumeric()).unwrap_or(name.len());
    POWERS.iter().any(|(power, _)| is_same(&name[..length], power)).then_some(blank + length)
}

/// `%ige`, and the sign of `5%-Hürde`, which goes on after it.
fn percent(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('%')?;
    let letters = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
    let goes_on = letters > 0 || after.strip_prefix('-').is_some_and(|next| next.starts_with(char::is_alphabetic));
    goes_on.then_some(1 + letters)
}

/// The ` 96` after `B`. After two letters a number of four digits is a year: `EU 2018`.
fn number_after(letters: &str, rest: &str) -> Option<usize> {
    let blank = blank_len(rest);
    let number = &rest[blank..];
    let length = digits(number);
    let is_name = is_number_of_name(letters, &number[..length]);
    (blank > 0 && is_name && ends_word(&number[length..])).then_some(blank + length)
}

/// Returns true if digits after one or two letters make a name with them.
fn is_number_of_name(letters: &str, digits: &str) -> bool {
    let is_year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    matches!(digits.len(), 1..=3) || (digits.len() == 4 && letters.len() == 1 && !is_year)
}

/// Returns true if two pieces of a text and what stands between them are a name with a number: `B 96`, `G-7`.
pub(super) fn is_numbered_name(letters: &str, between: &str, number: &str) -> bool {
    are_letters_before_number(letters)
        && (between == "-" || (!between.is_empty() && blank_len(between) == between.len()))
        && digits(number) == number.len()
        && is_number_of_name(letters, number)
}

/// Returns the letters and the number of an exact form that is such a name in one word: `b96`.
pub(crate) fn numbered_name(exact: &str) -> Option<(&str, &str)> {
    let (letters, number) = exact.split_at(exact.find(|c: char| c.is_ascii_digit())?);
    let is_name = (1..=MAX_LETTERS_BEFORE_NUMBER).contains(&letters.len())
        && letters.bytes().all(|b| b.is_ascii_lowercase())
        && digits(number) == number.len()
        && is_number_of_name(letters, number);
    is_name.then_some((letters, number))
}

/// The `. B` of `z. B.`, and all letters after `U` in `U. S. A.`
fn initials(word: &str, rest: &str) -> Option<usize> {
    if word.chars().nth(1).is_some() || !word.starts_with(char::is_alphabetic) {
        return None;
    }
    let mut end = 0;
    // The point, a blank, a letter, and again a point.
    while let Some(next) = rest[end..].strip_prefix('.') {
        let after = &next[blank_len(next)..];
        let Some(letter) = after.chars().next().filter(|c| c.is_alphabetic()) else { break };
        if blank_len(next) == 0 || !after[letter.len_utf8()..].starts_with('.') {
            break;
        }
        end = rest.len() - after.len() + letter.len_utf8();
    }
    (end > 0).then_some(end)
}

/// Returns true if a number ends before `rest`.
fn ends_word(rest: &str) -> bool {
    let mut rest = rest.chars();
    match rest.next() {
        Some('.' | ',' | ':') => !rest.next().is_some_and(|c| c.is_ascii_digit()),
        next => !next.is_some_and(char::is_alphanumeric),
    }
}

/// Returns the length of letters and digits at the beginning of `text`.
fn piece_len(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len())
}

/// Returns the number of ASCII digits at the beginning of `text`.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// Returns the length of the blank that `text` begins with: 0 if there is none.
pub(super) fn blank_len(text: &str) -> usize {
    text.chars().next().filter(|c| is_blank(*c)).map_or(0, char::len_utf8)
}

/// Returns true if a word is `lower` in any case.
pub(super) fn is_same(word: &str, lower: &str) -> bool {
    let is_same = || word.chars().flat_map(char::to_lowercase).eq(lower.chars());
    word.len() == lower.len() && (word.eq_ignore_ascii_case(lower) || (!word.is_ascii() && is_same()))
}

#[cfg(test)]
mod tests;
