//! Particles, which a verb is written together with in some forms and apart in others: `ankündigen`, *kündigte … an*.

/// The particles in byte order, each with true if it is sought apart from its verb. The others stand at the end of a clause by
/// themselves more often than not.
#[rustfmt::skip]
const PARTICLES: &[(&str, bool)] = &[
    ("ab", true), ("abhanden", true), ("acht", false), ("allein", false), ("an", true), ("aneinander", false),
    ("anheim", true), ("auf", true), ("aufeinander", false), ("aufrecht", false), ("aus", true), ("auseinander", true),
    ("bau", false), ("bauch", false), ("bei", true), ("beieinander", false), ("beisammen", false), ("beiseite", false),
    ("bekannt", true), ("bereit", true), ("berg", false), ("bevor", true), ("blank", false), ("blind", false),
    ("bloss", false), ("brach", false), ("da", false), ("dabei", false), ("dafür", false), ("dagegen", false),
    ("daher", false), ("dahin", false), ("dahinter", false), ("daneben", false), ("danieder", false), ("dank", false),
    ("dar", true), ("daran", false), ("darüber", false), ("davon", false), ("dazu", false), ("dazwischen", false),
    ("dicht", false), ("dorthin", false), ("dran", false), ("drauf", false), ("drin", false), ("durch", true),
    ("durcheinander", false), ("ein", true), ("einher", true), ("eis", false), ("empor", true), ("entgegen", true),
    ("entlang", false), ("entzwei", true), ("falsch", false), ("fehl", true), ("feil", false), ("fern", false),
    ("fertig", false), ("fest", true), ("fit", false), ("flach", false), ("fort", true), ("frei", true),
    ("fremd", false), ("gefangen", false), ("gegen", false), ("gegeneinander", false), ("gegenüber", true),
    ("geheim", false), ("gerade", false), ("gering", false), ("gesund", false), ("glatt", false), ("gleich", false),
    ("gross", false), ("gut", false), ("halt", false), ("haus", false), ("heim", true), ("her", true), ("herab", true),
    ("heran", true), ("herauf", true), ("heraus", true), ("herbei", true), ("herein", true), ("herum", true),
    ("herunter", true), ("hervor", true), ("herüber", true), ("hier", false), ("hierher", false), ("hierhin", false),
    ("hin", true), ("hinab", true), ("hinauf", true), ("hinaus", true), ("hinein", true), ("hintan", true),
    ("hintereinander", false), ("hinterher", false), ("hinunter", true), ("hinweg", true), ("hinzu", true),
    ("hinüber", true), ("hoch", true), ("hängen", false), ("ineinander", false), ("infrage", true), ("inne", true), ("instand", true), ("irre", false),
    ("kahl", false), ("kalt", false), ("kaputt", true), ("kennen", true), ("klar", true), ("klein", false),
    ("kopf", false), ("krank", true), ("krumm", false), ("kund", true), ("kürzer", false), ("lahm", false),
    ("leer", false), ("leicht", false), ("leid", true), ("liegen", false), ("lob", false), ("locker", false),
    ("los", true), ("mass", false), ("mit", true), ("miteinander", false), ("nach", true), ("nahe", true),
    ("nebeneinander", false), ("nieder", true), ("not", false), ("näher", false), ("offen", true), ("platt", false),
    ("pleite", false), ("preis", true), ("quer", false), ("ran", false), ("rauf", false),
    ("raus", true), ("rein", true), ("richtig", false), ("ruhig", false), ("rum", false), ("runter", true),
    ("rüber", false), ("rück", false), ("rückwärts", false), ("satt", false), ("schief", false), ("schlecht", false),
    ("schutz", false), ("schwarz", false), ("schwer", false), ("schön", false), ("seil", false), ("sicher", true),
    ("sitzen", false), ("spazieren", false), ("stand", true), ("statt", true), ("stecken", false), ("stehen", false),
    ("still", true), ("stumm", false), ("teil", true), ("tief", false), ("tot", true), ("treu", false),
    ("trocken", false), ("um", true), ("umeinander", false), ("umher", true), ("umhin", false), ("unter", true),
    ("untereinander", false), ("verloren", false), ("voll", false), ("vonstatten", true), ("vor", true),
    ("voran", true), ("voraus", true), ("vorbei", true), ("vorher", false), ("vorweg", true), ("vorwärts", false),
    ("vorüber", false), ("wach", false), ("wahr", true), ("warm", false), ("weg", true), ("weh", false),
    ("weis", false), ("weiter", true), ("wert", false), ("wett", true), ("wider", false), ("wieder", true),
    ("wiedergut", false), ("wiederher", false), ("wohl", false), ("wund", false), ("zu", true), ("zueinander", false), ("zufrieden", false),
    ("zugrunde", true), ("zugute", true), ("zunichte", true), ("zurecht", true), ("zurück", true), ("zusammen", true),
    ("zustande", true), ("zutage", true), ("zuvor", false), ("zuwider", false), ("zwangs", false), ("zwischen", false), ("über", true),
    ("überein", true), ("übereinander", false), ("übrig", false),
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
