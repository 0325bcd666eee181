//! Groups of suffixes that make words of one family of one stem.

/// Kind of a word of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MemberKind {
    Noun,
    Verb,
    Adjective,
    /// A name that no list of nouns has, as those of towns are.
    Name,
    /// A noun that no list has, and no name: `Kölner`.
    Inhabitant,
}

impl MemberKind {
    /// Returns true for what is written with a capital.
    pub(super) fn is_noun(self) -> bool {
        !matches!(self, MemberKind::Verb | MemberKind::Adjective)
    }
}

/// Which members of a group are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topology {
    /// All are.
    Ring,
    /// Each is to the first.
    Star,
}

/// Condition on a word beside its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    None,
    /// A person: there is a word for a woman. *Leser* is one, *Messer* and *Wetter* are not.
    Person,
    /// No person in -e, as *Kunde* is one.
    Thing,
}

/// A suffix and the kind of the words it makes.
pub(super) struct Member {
    pub(super) kind: MemberKind,
    pub(super) suffix: &'static str,
    /// True if the stem may have an umlaut that the others have not.
    pub(super) has_umlaut: bool,
    pub(super) guard: Guard,
}

/// Suffixes that make words of one family.
pub(super) struct Group {
    pub(super) topology: Topology,
    /// Letters of the shortest stem.
    pub(super) min_letters: usize,
    pub(super) members: &'static [Member],
}

const fn of(kind: MemberKind, suffix: &'static str) -> Member {
    Member { kind, suffix, has_umlaut: false, guard: Guard::None }
}

const fn noun(suffix: &'static str) -> Member {
    of(MemberKind::Noun, suffix)
}

const fn verb(suffix: &'static str) -> Member {
    of(MemberKind::Verb, suffix)
}

const fn adjective(suffix: &'static str) -> Member {
    of(MemberKind::Adjective, suffix)
}

const fn person(suffix: &'static str) -> Member {
    Member { guard: Guard::Person, ..noun(suffix) }
}

const fn thing(suffix: &'static str) -> Member {
    Member { guard: Guard::Thing, ..noun(suffix) }
}

const fn umlaut(member: Member) -> Member {
    Member { has_umlaut: true, ..member }
}

const fn ring(members: &'static [Member]) -> Group {
    Group { topology: Topology::Ring, min_letters: 0, members }
}

const fn star(min_letters: usize, members: &'static [Member]) -> Group {
    Group { topology: Topology::Star, min_letters, members }
}

pub(super) const GROUPS: &[Group] = &[
    // Verbs of German stems.
    star(0, &[verb("en"), noun("ung"), umlaut(person("er")), adjective("bar")]),
    star(0, &[verb("ern"), noun("erung"), umlaut(person("erer"))]),
    star(0, &[verb("eln"), noun("lung"), umlaut(person("ler"))]),
    star(0, &[noun(""), umlaut(verb("en"))]),
    star(0, &[noun("e"), umlaut(verb("en"))]),
    star(0, &[noun("er"), umlaut(verb("ern"))]),
    star(0, &[noun("el"), umlaut(verb("eln"))]),
    // Verbs of foreign stems.
    star(
        0,
        &[
            verb("ieren"),
            noun("ierung"),
            noun("ation"),
            noun("ition"),
            noun("ator"),
            noun("or"),
            noun("at"),
            noun("atur"),
            noun("ant"),
            noun("ent"),
            noun("anz"),
            noun("enz"),
            noun("eur"),
            noun("ement"),
            noun("ment"),
            noun("e"),
            noun("ie"),
            adjective("ativ"),
        ],
    ),
    star(5, &[noun(""), verb("ieren"), verb("isieren")]),
    star(0, &[verb("isieren"), noun("isierung"), noun("ik"), noun("ie"), noun("e"), adjective("isch"), adjective("")]),
    star(0, &[verb("tieren"), noun("tion"), noun("ssion")]),
    star(0, &[verb("ttieren"), noun("ssion")]),
    star(0, &[verb("dieren"), noun("sion")]),
    star(0, &[verb("gieren"), noun("ktion"), noun("kteur")]),
    star(0, &[verb("zieren"), noun("ktion"), noun("zent"), noun("kation"), adjective("ktiv")]),
    star(0, &[verb("nieren"), noun("sition"), noun("ntion")]),
    ring(&[noun("ion"), adjective("iv"), adjective("ionell"), adjective("ionär"), noun("ionär")]),
    // Subjects, the people who follow them, and their adjectives.
    ring(&[noun("ik"), adjective("isch"), person("iker")]),
    ring(&[noun("ie"), adjective("isch"), person("iker")]),
    ring(&[noun("logie"), adjective("logisch"), noun("loge")]),
    ring(&[noun("kratie"), adjective("kratisch"), noun("krat")]),
    ring(&[noun("matie"), adjective("matisch"), noun("mat")]),
    ring(&[noun("grafie"), adjective("grafisch"), noun("graf")]),
    ring(&[noun("nomie"), adjective("nomisch"), noun("nom")]),
    ring(&[noun("gogik"), adjective("gogisch"), noun("goge")]),
    ring(&[noun("apie"), adjective("apeutisch"), noun("apeut")]),
    ring(&[noun("ismus"), noun("ist"), adjective("istisch")]),
    star(5, &[noun(""), noun("ismus"), person("ist"), adjective("istisch")]),
    star(5, &[adjective(""), noun("ismus"), person("ist")]),
    star(5, &[noun(""), adjective("atisch"), noun("atik")]),
    // Adjectives of nouns.
    star(
        0,
        &[noun(""), umlaut(adjective("lich")), umlaut(adjective("isch")), umlaut(adjective("ig")), adjective("haft")],
    ),
    star(0, &[noun("e"), umlaut(adjective("lich")), umlaut(adjective("isch"))]),
    star(0, &[thing("e"), umlaut(adjective("ig"))]),
    star(0, &[noun("en"), umlaut(adjective("lich"))]),
    star(
        5,
        &[
            noun(""),
            adjective("al"),
            adjective("ell"),
            adjective("iell"),
            adjective("är"),
            adjective("arisch"),
            noun("arier"),
        ],
    ),
    // Nouns of adjectives.
    star(0, &[adjective(""), noun("heit"), noun("keit"), noun("igkeit"), noun("ität"), umlaut(noun("e"))]),
    star(0, &[adjective("e"), noun("igkeit")]),
    ring(&[adjective("ell"), noun("alität")]),
    ring(&[adjective("isch"), noun("ität")]),
    ring(&[adjective("är"), noun("arität")]),
    ring(&[adjective("abel"), noun("abilität")]),
    ring(&[adjective("ibel"), noun("ibilität")]),
    ring(&[adjective("ös"), noun("osität")]),
    ring(&[adjective("ant"), noun("anz")]),
    ring(&[adjective("ent"), noun("enz")]),
    // Persons.
    star(4, &[noun(""), umlaut(person("er")), umlaut(person("ler"))]),
    star(3, &[noun("e"), umlaut(person("er"))]),
    star(3, &[noun("te"), umlaut(person("tner"))]),
    star(0, &[noun("schaft"), person("schafter"), person("schaftler")]),
    star(4, &[person(""), noun("schaft")]),
    // Towns.
    star(3, &[of(MemberKind::Name, ""), of(MemberKind::Inhabitant, "er"), adjective("erisch"), adjective("isch")]),
    star(3, &[of(MemberKind::Name, "en"), of(MemberKind::Inhabitant, "er")]),
];
