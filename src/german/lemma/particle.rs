//! Particles, which a verb is written together with in some forms and apart in others: `ankündigen`, *kündigte … an*.

/// The particles in byte order, each with true if it is sought apart from its verb. The others stand at the end of a clause by
/// themselves more often than not.
#[rustfmt::skip]
const PARTICLES: &[(&str, bool)] = &[
    ("ab", true), ("an", true), ("auf", true), ("aufeinander", false), ("aus", true), ("auseinander", true),
    ("bei", true), ("beiseite", false), ("bekannt", true), ("bereit", true), ("bevor", false), ("blank", false),
    ("bloss", false), ("da", false), ("dabei", false), ("dafür", false), ("dagegen", false), ("daher", false),
    ("dahin", false), ("danieder", false), ("dar", true), ("daran", false), ("darüber", false), ("davon", false),
    ("dazu", false), ("dazwischen", false), ("dran", false), ("drauf", false), ("durch", true),
    ("durcheinander", false), ("ein", true), ("einher", false), ("empor", false), ("entgegen", true),
    ("entlang", false), ("entzwei", false), ("fehl", true), ("fern", false), ("fertig", false), ("fest", true),
    ("flach", false), ("fort", true), ("frei", true), ("gefangen", false), ("gegenüber", true), ("geheim", false),
    ("gerade", false), ("gering", false), ("gesund", false), ("gleich", false), ("gross", false), ("gut", false),
    ("heim", true), ("her", true), ("herab", true), ("heran", true), ("herauf", false), ("heraus", true),
    ("herbei", true), ("herein", true), ("herum", true), ("herunter", true), ("hervor", true), ("herüber", false),
    ("hin", true), ("hinab", true), ("hinauf", true), ("hinaus", true), ("hinein", true), ("hinterher", false),
    ("hinunter", true), ("hinweg", true), ("hinzu", true), ("hinüber", false), ("hoch", true), ("instand", false),
    ("kaputt", true), ("kennen", true), ("klar", true), ("klein", false), ("krank", true), ("kürzer", false),
    ("lahm", false), ("leer", false), ("leicht", false), ("leid", true), ("locker", false), ("los", true),
    ("mit", true), ("nach", true), ("nahe", true), ("nieder", true), ("offen", true), ("preis", true), ("quer", false),
    ("raus", true), ("rein", true), ("richtig", false), ("ruhig", false), ("rum", false), ("runter", true),
    ("rück", false), ("satt", false), ("schief", false), ("schlecht", false), ("schwarz", false), ("schwer", false),
    ("schön", false), ("sicher", true), ("stand", true), ("statt", true), ("still", true), ("stumm", false),
    ("teil", true), ("tot", true), ("trocken", false), ("um", true), ("umher", false), ("unter", true), ("voll", false),
    ("vor", true), ("voran", true), ("voraus", true), ("vorbei", true), ("vorher", false), ("vorweg", true),
    ("vorüber", false), ("wach", false), ("wahr", true), ("weg", true), ("weh", false), ("weis", false),
    ("weiter", true), ("wett", true), ("wieder", true), ("wohl", false), ("wund", false), ("zu", true),
    ("zufrieden", false), ("zunichte", false), ("zurecht", true), ("zurück", true), ("zusammen", true),
    ("zuvor", false), ("zuwider", false), ("über", true), ("überein", true), ("übrig", false),
];

/// Returns the particles that `form` begins with. Those with its first two bytes stand together, so few are compared.
pub(super) fn particles(form: &str) -> impl Iterator<Item = &'static str> {
    let beginning = |word: &str| word.as_bytes().first_chunk::<2>().map(|bytes| u16::from_be_bytes(*bytes));
    let first = PARTICLES.partition_point(|(particle, _)| beginning(particle) < beginning(form));
    let all = PARTICLES[first..].iter().map(|(particle, _)| *particle);
    let alike = all.take_while(move |particle| beginning(particle) == beginning(form));
    alike.filter(move |particle| form.len() > particle.len() && form.starts_with(particle))
}

/// Returns true if verbs are written together with `word`.
pub(super) fn is_particle(word: &str) -> bool {
    find(word).is_some()
}

/// Returns true if `word` is a particle that is sought apart from its verb.
pub(in crate::german) fn may_stand_apart(word: &str) -> bool {
    word.len() <= MAX_APART_BYTES && find(word).is_some_and(|(_, may_stand_apart)| *may_stand_apart)
}

/// Bytes of the longest particle that is sought apart.
const MAX_APART_BYTES: usize = 11;

fn find(word: &str) -> Option<&'static (&'static str, bool)> {
    PARTICLES.binary_search_by_key(&word, |(particle, _)| particle).ok().map(|at| &PARTICLES[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_within_its_limit() {
        assert!(PARTICLES.is_sorted());
        let apart = PARTICLES.iter().filter(|(_, may_stand_apart)| *may_stand_apart);
        assert_eq!(apart.map(|(particle, _)| particle.len()).max(), Some(MAX_APART_BYTES));
    }

    #[test]
    fn particles_of_a_form() {
        for (form, found) in [
            ("herunterfallen", &["her", "herunter"][..]),
            ("übereinkommen", &["über", "überein"]),
            ("her", &[]),
            ("h", &[]),
            ("lesen", &[]),
        ] {
            assert_eq!(particles(form).collect::<Vec<_>>(), found, "{form}");
        }
        assert!(is_particle("daran") && !may_stand_apart("daran") && may_stand_apart("herab"));
    }
}
