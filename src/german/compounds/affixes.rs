//! Affixes: what is never a part of a compound, though a word list may know it.

/// Returns true for particles, prefixes, function words, and short words that fit by chance far more often than they are
/// meant (`ente`, `tag`). They are never the first or a middle part, with or without linking element.
pub(super) fn is_particle(base: &str) -> bool {
    #[rustfmt::skip]
    const PARTICLES: &[&str] = &[
        "ab", "aber", "ach", "all", "als", "am", "an", "anti", "auf", "aufs", "aus", "außen", "bei", "beim",
        "bis", "bot", "che", "chen", "da", "dar", "daran", "darauf", "das", "dass", "davon", "dazu", "de", "den",
        "der", "des", "die", "dies", "dis", "doch", "durch", "ebe", "ein", "eine", "einem", "einen", "einer",
        "eines", "empor", "ent", "ente", "entgegen", "er", "ern", "erst", "es", "fort", "frei", "fur",
        "für", "ganz", "ge", "gegen", "gegenüber", "gen", "ges", "hat", "her", "heran", "heraus", "herbei",
        "herein", "herum", "herunter", "hervor", "hier", "hin", "hinaus", "hinein", "hinter", "hinzu", "ich",
        "ihr", "im", "in", "innen", "ins", "inter", "ist", "je", "kein", "keit", "lich", "ling", "los", "man",
        "mein", "miss", "mit", "nach", "nah", "neben", "nicht", "nieder", "noch", "nun", "ob", "ober", "oder",
        "ohne", "per", "pro", "re", "ren", "sam", "schaft", "sehr", "sein", "seit", "selbst", "sich",
        "sie", "sind", "so", "sollen", "sub", "tag", "ten", "tion", "trans", "tum", "um", "umher", "un", "und",
        "ung", "unser", "unten", "unter", "ur", "ver", "vom", "von", "vor", "voran", "voraus", "vorbei",
        "vorüber", "war", "was", "weg", "wem", "wen", "wer", "wider", "wie", "wieder", "will", "wir", "wird",
        "wo", "zer", "zu", "zum", "zur", "zurück", "zusammen", "zwar", "zwischen", "über",
    ];
    is_in(PARTICLES, base)
}

/// Returns true for derivational suffixes and whatever else ends words without being their head.
pub(super) fn is_suffix(head: &str) -> bool {
    #[rustfmt::skip]
    const SUFFIXES: &[&str] = &[
        "anten", "ation", "ationen", "ator", "atoren", "atur", "bar", "bare", "baren", "barer", "bares",
        "barkeit", "chen", "chens", "elle", "ellen", "ende", "enden", "ender", "endes", "enten", "erei", "ereien",
        "erin", "erinnen", "hafte", "haften", "hafter", "haftes", "haftigkeit", "heit", "heiten", "ieren",
        "ierend", "ierende", "ierenden", "iert", "ierte", "ierten", "ierung", "ierungen", "igkeit", "igkeiten",
        "iker", "ikerin", "ikerinnen", "ikern", "innen", "ionen", "isch", "ische", "ischen", "ischer", "isches",
        "ision", "ismus", "isten", "ität", "itäten", "keit", "keiten", "lein", "lich", "liche", "lichen",
        "licher", "liches", "lichkeit", "lichkeiten", "ling", "linge", "lingen", "lings", "logie", "logien",
        "los", "lose", "losen", "loser", "loses", "losigkeit", "mal", "male", "nehmer", "nehmerin", "nehmerinnen",
        "nehmern", "nehmers", "nisse", "nissen", "nisses", "sam", "same", "samen", "samer", "sames", "samkeit",
        "schaft", "schaften", "stel", "sten", "ster", "tens", "thek", "theken", "ther", "tion", "tionen", "tions",
        "tum", "tums", "tümer", "tümern", "ung", "ungen", "ungs", "weise", "weisen", "wärts",
    ];
    is_in(SUFFIXES, head)
}

/// Returns true if `head` can end an adjective made of a noun and another word: `klimaneutral`, `umweltfreundlich`. Verbs
/// with a noun before them (`teilnehmen`) are not compounds of this kind.
pub(super) fn is_adjective(head: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "lich", "ig", "isch", "bar", "sam", "reich", "arm", "frei", "voll", "wert", "weit", "nah", "fern", "fest",
        "stark", "schwach", "iv", "ial", "onal", "ell", "är", "ös", "bringend", "hoch", "tief", "breit", "lang",
        "kritisch", "intern", "gerecht", "bewusst", "bekannt", "treu", "neu", "gross", "rot", "blau", "grün", "weiss",
        "schwarz",
    ];
    let base = ["en", "er", "es", "em", "e"].iter().find_map(|ending| head.strip_suffix(ending)).unwrap_or(head);
    ENDINGS.iter().any(|ending| base.ends_with(ending) || head.ends_with(ending))
}

/// Returns true for the ends of names of towns and families. A word with such a head that no list of nouns has is taken
/// for a name.
pub(super) fn is_name_head(head: &str) -> bool {
    #[rustfmt::skip]
    const HEADS: &[&str] = &[
        "acher", "auer", "bach", "bacher", "bauer", "berg", "berger", "bronn", "brunn", "burg", "burger",
        "büttel", "dorf", "egger", "feld", "felde", "furt", "hausen", "heim", "hofen", "hofer", "huber", "inger",
        "kirchen", "leben", "lechner", "länder", "maier", "mann", "mayer", "meier", "meyer", "moser", "müller",
        "münde", "reuth", "rieder", "rode", "schmidt", "schmied", "stein", "steiner", "stetten", "städt", "thal",
        "wagner", "walde", "weiler", "zell",
    ];
    is_in(HEADS, head)
}

/// Returns true if `list`, which is in byte order, has `word`.
fn is_in(list: &[&str], word: &str) -> bool {
    debug_assert!(list.is_sorted(), "{list:?}");
    list.binary_search(&word).is_ok()
}
