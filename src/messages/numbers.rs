//! Numbers and periods as a language writes them. Programs get them from JSON, CSV and TREC runs, which have none of this.

use std::borrow::Cow;

use super::Language;

impl Language {
    /// Returns a count: `55.270` in German, `55270` in English.
    pub(crate) fn count(self, count: u64) -> String {
        match self {
            Language::German => grouped(&count.to_string()),
            Language::English => count.to_string(),
        }
    }

    /// Returns a number with so many `decimals`: `1.000,4` in German, `1000.4` in English.
    pub(crate) fn decimal(self, value: impl Into<f64>, decimals: usize) -> String {
        let plain = format!("{:.decimals$}", value.into());
        match (self, plain.split_once('.')) {
            (Language::English, _) => plain,
            (Language::German, Some((whole, fraction))) => format!("{},{fraction}", grouped(whole)),
            (Language::German, None) => grouped(&plain),
        }
    }

    /// Returns `bytes` in megabytes: `10,4 MB`.
    pub(crate) fn megabytes(self, bytes: u64) -> String {
        format!("{} MB", self.decimal(bytes as f64 / 1e6, 1))
    }

    /// Returns the name of a period. A week, `2005-W35`, is `KW 35/2005` in German; others are as ISO 8601 has them.
    pub(crate) fn period(self, name: &str) -> Cow<'_, str> {
        match name.split_once("-W") {
            Some((year, week)) if self == Language::German => {
                format!("KW {}/{year}", week.trim_start_matches('0')).into()
            }
            _ => name.into(),
        }
    }
}

/// Puts a point between each three digits of a whole number.
fn grouped(number: &str) -> String {
    let digits = number.trim_start_matches(['-', '+']).len();
    let mut grouped = String::with_capacity(number.len() + digits / 3);
    for (at, c) in number.chars().enumerate() {
        let left = number.len() - at;
        if left < digits && left.is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(c);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::Language::{English, German};

    #[test]
    fn numbers_of_both_languages() {
        for (count, german) in [(0, "0"), (999, "999"), (1_129, "1.129"), (55_270, "55.270"), (1_234_567, "1.234.567")]
        {
            assert_eq!(German.count(count), german);
            assert_eq!(English.count(count), count.to_string());
        }
        for (value, decimals, german, english) in [
            (10.44, 1, "10,4", "10.4"),
            (1_000.0, 1, "1.000,0", "1000.0"),
            (-1_234.5, 2, "-1.234,50", "-1234.50"),
            (-123.0, 0, "-123", "-123"),
            (0.05, 1, "0,1", "0.1"),
        ] {
            assert_eq!(
                (German.decimal(value, decimals), English.decimal(value, decimals)),
                (german.into(), english.into())
            );
        }
        assert_eq!((German.megabytes(10_400_000), English.megabytes(0)), ("10,4 MB".into(), "0.0 MB".into()));
    }

    #[test]
    fn weeks_of_both_languages() {
        for (name, german) in [
            ("2005-W35", "KW 35/2005"),
            ("2005-W05", "KW 5/2005"),
            ("2005-08", "2005-08"),
            ("2005-08-30", "2005-08-30"),
        ] {
            assert_eq!((German.period(name).as_ref(), English.period(name).as_ref()), (german, name));
        }
    }
}
