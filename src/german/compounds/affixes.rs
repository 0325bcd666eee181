//! What is never a part of a compound, though a word list may know it.

/// Particles, prefixes and function words: never the first or a middle part, with or without linking element.
pub(super) fn is_particle(base: &str) -> bool {
    const PARTICLES: &[&str] = &[
        "ab", "aber", "ach", "all", "als", "am", "an", "anti", "auf", "aufs", "aus", "außen", "bei", "beim", "bis",
        "bot", "che", "chen", "da", "dar", "das", "dass", "de", "den", "der", "des", "die", "dies", "dis", "doch", "durch",
        "ebe", "ein", "eine", "einen", "einer", "eines", "einem", "ente", "ent", "entgegen", "er", "ern", "erst", "es",
        "ess", "fort", "frei", "fur", "für", "ganz", "ge", "gegen", "gegenüber", "ges", "gen", "hat", "her",
        "heran", "heraus", "herbei", "herein", "herum", "herunter", "hervor", "hier", "hin", "hinaus", "hinein", "hinter",
        "hinzu", "ich", "ihr", "im", "in", "innen", "ins", "inter", "ist", "je", "kein", "keit", "lich", "ling", "los",
        "man", "mein", "miss", "mit", "nach", "nah", "neben", "nicht", "nieder", "noch", "nun", "ob", "ober", "oder",
        "ohne", "per", "post", "pro", "re", "ren", "sam", "schaft", "sehr", "sein", "seit", "selbst", "sich", "sie",
        "sind", "so", "sollen", "sub", "tag", "ten", "tion", "tum", "trans", "über", "um", "umher", "un", "und", "ung",
        "unser", "unten", "unter", "ur", "ver", "vom", "von", "vor", "voran", "voraus", "vorbei", "vorüber", "war",
        "was", "weg", "wem", "wen", "wer", "wider", "wie", "wieder", "will", "wird", "wir", "wo", "zer", "zu", "zum",
        "zur", "zurück", "zusammen", "zwischen", "zwar", "dazu", "davon", "daran", "darauf", "empor", 
    ];
    PARTICLES.contains(&base)
}

/// Derivational endings and what else ends words without being their head.
pub(super) fn is_suffix(head: &str) -> bool {
    const SUFFIXES: &[&str] = &[
        "barkeit", "bar", "bare", "baren", "barer", "bares", "chen", "chens", "ende", "enden", "ender", "endes", "erei",
        "ereien", "hafte", "haften", "hafter", "haftes", "haftigkeit", "heit", "heiten", "iert", "ierte",
        "ierten", "ierung", "ierungen", "igkeit", "igkeiten", "innen", "isch", "ische", "ischen", "ischer", "isches",
        "ismus", "isten", "ität", "itäten", "keit", "keiten", "lein", "lich", "liche", "lichen", "licher", "liches",
        "lichkeit", "lichkeiten", "ling", "linge", "lingen", "lings", "logie", "logien", "lose", "losen", "loser",
        "loses", "losigkeit", "los", "sam", "same", "samen", "samer", "sames", "samkeit", "schaft", "schaften", "stel",
        "tion", "tionen", "tions", "tum", "tums", "tümer", "tümern", "ungen", "ung", "ungs", "weise", "weisen", "wärts",
        "mal", "male", "ster", "sten", "tens", "erin", "erinnen", "enten", "anten", "atur", "ator", "atoren", "iker",
        "ikern", "ikerin", "ikerinnen", "ische", "ionen", "ision", "ation", "ationen", "ieren", "ierend", "ierende",
        "ierenden", "elle", "ellen", "nisse", "nissen", "nisses", "nehmer", "nehmern", "nehmers", "nehmerin", "nehmerinnen", "thek", "theken", "ther", 
    ];
    SUFFIXES.contains(&head)
}

/// What ends an adjective made of a noun and another word: `klimaneutral`, `umweltfreundlich`. Verbs with a noun
/// before them (`teilnehmen`) are no compounds of this kind.
pub(super) fn is_adjective(head: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "lich", "ig", "isch", "bar", "sam", "reich", "arm", "frei", "voll", "wert", "weit", "nah", "fern", "fest", "stark",
        "schwach", "iv", "ial", "onal", "ell", "är", "ös", "bringend", "hoch", "tief", "breit", "lang", "kritisch", "intern",
        "gerecht", "bewusst", "bekannt", "treu", "neu", "gross", "rot", "blau", "grün", "weiss", "schwarz",
    ];
    let base = ["en", "er", "es", "em", "e"].iter().find_map(|ending| head.strip_suffix(ending)).unwrap_or(head);
    ENDINGS.iter().any(|ending| base.ends_with(ending) || head.ends_with(ending))
}

/// What towns and families are named with. A word with such a head that no list of nouns has is taken for a name.
pub(super) fn is_name_head(head: &str) -> bool {
    const HEADS: &[&str] = &[
        "hausen", "hofen", "heim", "dorf", "bach", "berg", "burg", "furt", "kirchen", "felde", "feld", "brunn", "bronn",
        "walde", "münde", "bauer", "berger", "burger", "hofer", "huber", "mann", "maier", "mayer", "meier", "meyer", "müller",
        "schmidt", "schmied", "wagner", "stein", "steiner", "thal", "acher", "bacher", "auer", "länder", "städt", "rode",
        "leben", "büttel", "stetten", "weiler", "zell", "reuth", "moser", "rieder", "egger", "lechner", "inger",
    ];
    HEADS.contains(&head)
}
