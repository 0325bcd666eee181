//! Words that begin a sentence.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Function words, in lower case, that are written with a capital only where a sentence begins. After an abbreviation
/// or a number they tell its full stop from one that also ends the sentence (`um 3 Mrd. Das ist`, but `um 3 Mrd.
/// Euro`).
///
/// Words that are also surnames or nouns are left out (`ganz`, `kurz`, `recht`).
const STARTERS: [&str; 5] = [
    // articles and pronouns
    "der die das dem den des dessen deren ein eine einem einen einer eines kein keine keiner keinem keinen er sie es ich du \
     wir ihr ihm ihn ihnen ihre ihrem ihren ihrer mein meine meinem meinen meiner sein seine seinem seinen seiner unser unsere \
     unserem unseren unserer man dies diese diesem diesen dieser dieses jene jener jenes jede jedem jeden jeder jedes alle \
     alles allem andere anderes anderen beide beides einige etliche manche mehrere mehr weitere viele vieles wenige niemand \
     jemand nichts etwas wer wen wem wessen was welche welcher welches solche derjenige diejenigen derselbe dieselbe sämtliche",
    // prepositions
    "ab am an auf aus außer außerhalb bei beim bis dank durch entgegen für gegen gegenüber gemäß hinter im in infolge innerhalb \
     ins laut mit mithilfe mittels nach neben ohne seit seitens statt trotz über um unter vom von vor während wegen zu \
     zufolge zugunsten zum zur zwischen angesichts anstatt anhand aufgrund bezüglich hinsichtlich",
    // conjunctions
    "aber als außerdem bevor da damit dass denn doch ehe entweder falls indem jedoch nachdem ob obgleich obwohl oder \
     sobald sofern solange sondern sowie sowohl und weder weil wenn wenngleich wohingegen",
    // question words and adverbs of time and place
    "wann warum weshalb wie wieso wo wobei wodurch wofür woher wohin womit worauf worin worum \
     abends anfangs bald bereits bisher bislang damals danach dann darauf daraufhin demnächst derzeit einst endlich erst ferner \
     früher gestern heute heutzutage hernach immer inzwischen jetzt kürzlich letztlich manchmal meist meistens mittags \
     mittlerweile morgens nachts nie niemals noch nun nunmehr oft schließlich schon seitdem seither sofort später \
     stets unterdessen vorher vormittags weiterhin wieder zuerst zugleich zuletzt zunächst zurzeit zuvor dabei dadurch dafür \
     dagegen daher dahinter daneben daran daraus darin darüber darum darunter davon davor dazu dazwischen dort dorthin draußen \
     drinnen hier hierbei hierfür hierzu hinzu innen nirgends überall unten",
    // other adverbs and particles
    "allein allerdings also andererseits andernfalls anders auch ausgerechnet besonders dementsprechend demnach dennoch derart \
     deshalb deswegen ebenfalls ebenso eigentlich einerseits etwa folglich freilich genau gerade gleichwohl gleichzeitig hingegen \
     insgesamt ja kaum leider lediglich mindestens möglicherweise nein nicht nur rund schätzungsweise selbst so \
     sogar somit sonst trotzdem überdies übrigens vielleicht vielmehr wahrscheinlich wenigstens zudem zumal zumindest zwar",
];

/// News agencies and papers that write their names in lower case, at the beginning of a sentence too.
const LOWER_CASE_NAMES: [&str; 12] =
    ["afp", "ap", "apa", "dapd", "ddp", "dpa", "epd", "kna", "rtr", "sda", "sid", "taz"];

/// Returns true if `word`, written with a capital, usually begins a sentence.
pub(super) fn is_starter(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| STARTERS.iter().flat_map(|group| group.split_whitespace()).collect());
    let mut letters = word.chars();
    let Some(first) = letters.next().filter(|c| c.is_uppercase()) else { return false };
    let lower: String = first.to_lowercase().chain(letters).collect();
    WORDS.contains(lower.as_str())
}

/// Returns true for a word that begins a sentence after `!` in small letters too: one that stands for who acts, or
/// answers.
pub(super) fn is_small_starter(word: &str) -> bool {
    matches!(
        word,
        "ich" | "du" | "er" | "sie" | "es" | "wir" | "ihr" | "man" | "das" | "dies" | "ja" | "nein" | "vielleicht"
    )
}

/// Returns true for a name that keeps its small letter where a sentence begins: of an agency (`dpa`) or with a capital
/// inside (`iPhone`).
pub(super) fn is_lower_case_name(word: &str) -> bool {
    LOWER_CASE_NAMES.contains(&word) || word.len() > 2 && word.chars().nth(1).is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_a_sentence() {
        for word in ["Die", "Über", "Niemand", "Gestern", "Warum", "Zwischen"] {
            assert!(is_starter(word), "{word}");
        }
        for word in ["die", "über", "Ganz", "Kanzler", "DIE", ""] {
            assert!(!is_starter(word), "{word}");
        }
        assert!(["dpa", "eBook", "iOS"].into_iter().all(is_lower_case_name));
        assert!(!["und", "Dpa", "a", "aB", ""].into_iter().any(is_lower_case_name));
    }

    #[test]
    fn no_word_is_listed_twice() {
        let words: Vec<&str> = STARTERS.iter().flat_map(|group| group.split_whitespace()).collect();
        assert_eq!(words.iter().collect::<HashSet<_>>().len(), words.len());
    }
}
