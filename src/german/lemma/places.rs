//! Towns, rivers and lands whose names are forms of other words: `Siegen`, `Oder`, `Polen`.
//!
//! No list of words says that they are names, and the counts do not tell, so the table has what German, Austrian and Swiss
//! maps have, with some towns nearby.

/// The names in byte order.
#[rustfmt::skip]
const PLACES: &[&str] = &[
    "aalen", "ahlen", "aller", "artern", "assen", "baden", "bergen", "bergkamen", "borken", "brake",
    "bünde", "büren", "damme", "datteln", "döbeln", "düren", "emden", "engen", "enger", "franken", "frechen",
    "hagen", "haltern", "hessen", "hunte", "jagst", "kamen", "kriens", "lehrte", "leimen", "lohne",
    "meschede", "nahe", "nauen", "oder", "oste", "peine", "pilsen", "polen", "ratingen", "rees", "reims",
    "rems", "rügen", "saale", "sachsen", "schlieren", "schwaben", "schweden", "schwerte", "siegen", "soden", "springe", "tours",
    "velen", "wangen", "weiden", "wittenberge", "wupper", "wurzen",
];

/// Returns true if `form` is the name of a place and a form of another word.
pub(super) fn is_place(form: &str) -> bool {
    PLACES.binary_search(&form).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        assert!(PLACES.is_sorted());
        assert!(is_place("kamen") && !is_place("kommen"));
    }
}
