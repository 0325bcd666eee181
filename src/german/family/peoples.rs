//! Countries and regions, their peoples and adjectives.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A country or region, its people, its adjective; more of each may follow.
#[rustfmt::skip]
const PEOPLES: &[&[&str]] = &[
    &["afghanistan", "afghane", "afghanisch"], &["afrika", "afrikaner", "afrikanisch"],
    &["ägypten", "ägypter", "ägyptisch"], &["albanien", "albaner", "albanisch"],
    &["algerien", "algerier", "algerisch"], &["amerika", "amerikaner", "amerikanisch", "usa"],
    &["arabien", "araber", "arabisch"], &["argentinien", "argentinier", "argentinisch"],
    &["armenien", "armenier", "armenisch"], &["aserbaidschan", "aserbaidschaner", "aserbaidschanisch"],
    &["asien", "asiat", "asiatisch"], &["äthiopien", "äthiopier", "äthiopisch"],
    &["australien", "australier", "australisch"], &["bayern", "bayerisch", "bayrisch"],
    &["belarus", "belarusse", "belarussisch"], &["belgien", "belgier", "belgisch"],
    &["bolivien", "bolivianer", "bolivianisch"], &["bosnien", "bosnier", "bosnisch"],
    &["brasilien", "brasilianer", "brasilianisch"], &["britannien", "grossbritannien", "brite", "britisch"],
    &["bulgarien", "bulgare", "bulgarisch"], &["chile", "chilene", "chilenisch"],
    &["china", "chinese", "chinesisch"], &["dänemark", "däne", "dänisch"],
    &["deutschland", "deutsche", "deutsch"], &["england", "engländer", "englisch"],
    &["estland", "este", "estnisch"], &["europa", "europäer", "europäisch"],
    &["finnland", "finne", "finnisch"], &["frankreich", "franzose", "französisch"],
    &["georgien", "georgier", "georgisch"], &["griechenland", "grieche", "griechisch"],
    &["hessen", "hesse", "hessisch"], &["indien", "inder", "indisch"],
    &["indonesien", "indonesier", "indonesisch"], &["irak", "iraker", "irakisch"],
    &["iran", "iraner", "iranisch"], &["irland", "ire", "irisch"], &["island", "isländer", "isländisch"],
    &["israel", "israeli", "israelisch"], &["italien", "italiener", "italienisch"],
    &["japan", "japaner", "japanisch"], &["jemen", "jemenit", "jemenitisch"],
    &["jordanien", "jordanier", "jordanisch"], &["jugoslawien", "jugoslawe", "jugoslawisch"],
    &["kanada", "kanadier", "kanadisch"], &["kasachstan", "kasache", "kasachisch"],
    &["katalonien", "katalane", "katalanisch"], &["kenia", "kenianer", "kenianisch"],
    &["kolumbien", "kolumbianer", "kolumbianisch"], &["kongo", "kongolese", "kongolesisch"],
    &["korea", "koreaner", "koreanisch"], &["nordkorea", "nordkoreaner", "nordkoreanisch"],
    &["südkorea", "südkoreaner", "südkoreanisch"], &["kosovo", "kosovare", "kosovarisch"],
    &["kroatien", "kroate", "kroatisch"], &["kuba", "kubaner", "kubanisch"], &["kurdistan", "kurde", "kurdisch"],
    &["lettland", "lette", "lettisch"], &["libanon", "libanese", "libanesisch"], &["libyen", "libyer", "libysch"],
    &["litauen", "litauer", "litauisch"], &["luxemburg", "luxemburger", "luxemburgisch"],
    &["mali", "malier", "malisch"], &["malta", "malteser", "maltesisch"],
    &["marokko", "marokkaner", "marokkanisch"], &["mazedonien", "mazedonier", "mazedonisch"],
    &["mexiko", "mexikaner", "mexikanisch"], &["moldau", "moldauer", "moldauisch"],
    &["neuseeland", "neuseeländer", "neuseeländisch"], &["niederlande", "niederländer", "niederländisch"],
    &["holland", "holländer", "holländisch"], &["nigeria", "nigerianer", "nigerianisch"],
    &["norwegen", "norweger", "norwegisch"], &["österreich", "österreicher", "österreichisch"],
    &["pakistan", "pakistaner", "pakistanisch"], &["palästina", "palästinenser", "palästinensisch"],
    &["peru", "peruaner", "peruanisch"], &["philippinen", "filipino", "philippinisch"],
    &["polen", "pole", "polnisch"], &["portugal", "portugiese", "portugiesisch"],
    &["preussen", "preusse", "preussisch"], &["rom", "römer", "römisch"], &["rumänien", "rumäne", "rumänisch"],
    &["russland", "russe", "russisch"], &["sachsen", "sachse", "sächsisch"], &["saudi", "saudisch"],
    &["schottland", "schotte", "schottisch"], &["schweden", "schwede", "schwedisch"],
    &["schweiz", "schweizer", "schweizerisch"], &["serbien", "serbe", "serbisch"],
    &["slowakei", "slowake", "slowakisch"], &["slowenien", "slowene", "slowenisch"],
    &["somalia", "somalier", "somalisch"], &["sowjetunion", "sowjetisch"], &["spanien", "spanier", "spanisch"],
    &["sudan", "sudanese", "sudanesisch"], &["syrien", "syrer", "syrisch"], &["taiwan", "taiwaner", "taiwanisch"],
    &["thailand", "thailänder", "thailändisch"], &["thüringen", "thüringer", "thüringisch"],
    &["tschechien", "tscheche", "tschechisch"], &["tschetschenien", "tschetschene", "tschetschenisch"],
    &["tunesien", "tunesier", "tunesisch"], &["türkei", "türke", "türkisch"],
    &["ukraine", "ukrainer", "ukrainisch"], &["ungarn", "ungar", "ungarisch"],
    &["usbekistan", "usbeke", "usbekisch"], &["venezuela", "venezolaner", "venezolanisch"],
    &["vietnam", "vietnamese", "vietnamesisch"], &["weissrussland", "weissrusse", "weissrussisch"],
    &["westfalen", "westfale", "westfälisch"], &["zypern", "zyprer", "zyprisch"],
    &["bremen", "bremer"], &["göttingen", "göttinger"], &["münchen", "münchner", "münchener"],
    &["dresden", "dresdner", "dresdener"], &["hannover", "hannoveraner", "hannoversch"],
    &["zürich", "zürcher"], &["moskau", "moskauer"], &["paris", "pariser"], &["wien", "wiener"],
];

/// The group of each word.
static GROUP_OF: LazyLock<HashMap<&str, &[&str]>> = LazyLock::new(|| {
    let mut group_of = HashMap::new();
    for group in PEOPLES {
        for word in *group {
            group_of.entry(*word).or_insert(*group);
        }
    }
    group_of
});

/// Returns the words that belong to a country, people or adjective, without itself.
pub(super) fn of(word: &str) -> impl Iterator<Item = &'static str> {
    let group = GROUP_OF.get(word).copied().unwrap_or_default();
    group.iter().copied().filter(move |other| *other != word)
}
