//! How else may the name of a place be written?

use std::collections::{BTreeSet, HashSet};

use waqai::recognise::{Country, key};

use super::ARAB;
use super::tables::has;

/// Folded keys that a name may be written with.
pub(super) fn spellings(name: &str, country: Country, sorts: &HashSet<String>) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for n in [name.to_owned(), bare(name, sorts)] {
        let k = key(&n);
        if sorts.contains(&k) || k.chars().count() < 2 || k.chars().any(|c| c.is_ascii() && c != ' ') {
            continue;
        }
        out.insert(k.clone());
        for first in ["ابو ", "عبد "] {
            if let Some(rest) = k.strip_prefix(first) {
                out.insert(format!("{}{rest}", first.trim_end()));
            }
        }
        if has(ARAB, country.as_str()) && country.as_str() != "EG" {
            continue;
        }
        // Foreign g, which Levantine, Egyptian and Maghrebi writers spell each in their way.
        for (from, to) in [('غ', 'ج'), ('ج', 'غ'), ('غ', 'ق'), ('ق', 'غ')] {
            if k.contains(from) && country.as_str() != "EG" {
                out.insert(k.replace(from, &to.to_string()));
            }
        }
    }
    out
}

/// A name without the word for its sort (محافظة, مدينة …).
pub(super) fn bare(name: &str, sorts: &HashSet<String>) -> String {
    match name.split_once(' ') {
        Some((first, rest)) if sorts.contains(&key(first)) => rest.to_owned(),
        _ => name.to_owned(),
    }
}

pub(super) fn trim_unit(name: &str) -> &str {
    let mut s = name;
    for unit in [" Governorate", " Province", " District", " Region", " Emirate", " State", " Wilayah"] {
        s = s.strip_suffix(unit).unwrap_or(s);
    }
    s.strip_prefix("Muhafazat ").or_else(|| s.strip_prefix("Wilayat ")).unwrap_or(s)
}

/// Masculine, feminine and sound plurals of an adjective in ي, each without ال and with it.
pub(super) fn adjective_forms(adj: &str) -> Vec<String> {
    let words: Vec<&str> = adj.split(' ').collect();
    let mut out = Vec::new();
    for ending in ["", "ة", "ين", "ون", "ات", "ا", "ان", "تين", "تان"] {
        let form = |w: &str| if w.ends_with('ي') { format!("{w}{ending}") } else { w.to_owned() };
        let plain: Vec<String> = words.iter().map(|w| form(w)).collect();
        out.push(plain.join(" "));
        out.push(plain.iter().map(|w| format!("ال{w}")).collect::<Vec<_>>().join(" "));
    }
    if let [a, b] = words[..] {
        // جنوب أفريقي: only its last word is declined.
        for ending in ["ة", "ين", "ون"] {
            out.push(format!("{a} {b}{ending}"));
            out.push(format!("ال{a} {b}{ending}"));
            out.push(format!("ال{a} ال{b}{ending}"));
        }
    }
    out
}

/// What is left of a Latin spelling when article, marks and spaces are: `Al-Ḩudaydah` and `Hudaydah` are one.
pub(super) fn skeleton(name: &str) -> String {
    let s = plain(name).to_lowercase();
    let cut = ["al", "ar", "ad", "as", "ash", "at", "ath", "az", "an", "el"]
        .iter()
        .find_map(|a| s.strip_prefix(a).and_then(|r| r.strip_prefix([' ', '-'])));
    cut.unwrap_or(&s).chars().filter(char::is_ascii_lowercase).collect()
}

/// Letters without marks: `Al Ḩudaydah` is `Al Hudaydah`.
pub(super) fn plain(s: &str) -> String {
    let mut out = String::new();
    for c in s.chars() {
        match c {
            'Ā' | 'Á' | 'À' | 'Â' | 'Ã' | 'Ä' | 'Å' | 'Ą' => out.push('A'),
            'ā' | 'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' => out.push('a'),
            'Ç' | 'Č' | 'Ć' => out.push('C'),
            'ç' | 'č' | 'ć' => out.push('c'),
            'Ḑ' | 'Ḍ' | 'Ď' | 'Ð' | 'Đ' => out.push('D'),
            'ḑ' | 'ḍ' | 'ď' | 'ð' | 'đ' | 'ḏ' => out.push('d'),
            'É' | 'È' | 'Ê' | 'Ë' | 'Ē' | 'Ě' | 'Ę' => out.push('E'),
            'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ě' | 'ę' | 'ə' | 'ė' => out.push('e'),
            'Ğ' | 'Ġ' | 'Ģ' => out.push('G'),
            'ğ' | 'ġ' | 'ģ' => out.push('g'),
            'Ḩ' | 'Ḥ' | 'Ḫ' => out.push('H'),
            'ḩ' | 'ḥ' | 'ẖ' | 'ḫ' => out.push('h'),
            'Í' | 'Î' | 'Ï' | 'Ī' | 'İ' | 'Ì' => out.push('I'),
            'í' | 'î' | 'ï' | 'ī' | 'ı' | 'ì' | 'į' => out.push('i'),
            'Ł' => out.push('L'),
            'ł' | 'ļ' => out.push('l'),
            'Ñ' | 'Ń' | 'Ň' => out.push('N'),
            'ñ' | 'ń' | 'ň' | 'ņ' => out.push('n'),
            'Ó' | 'Ô' | 'Ö' | 'Õ' | 'Ō' | 'Ø' | 'Ò' => out.push('O'),
            'ó' | 'ô' | 'ö' | 'õ' | 'ō' | 'ø' | 'ò' | 'ő' => out.push('o'),
            'Ř' => out.push('R'),
            'ř' => out.push('r'),
            'Ş' | 'Š' | 'Ṣ' | 'Ș' | 'Ś' => out.push('S'),
            'ş' | 'š' | 'ṣ' | 'ș' | 'ś' => out.push('s'),
            'ß' => out.push_str("ss"),
            'Ţ' | 'Ṭ' | 'Ť' | 'Ț' => out.push('T'),
            'ţ' | 'ṭ' | 'ť' | 'ț' | 'ṯ' => out.push('t'),
            'Ú' | 'Û' | 'Ü' | 'Ū' | 'Ů' | 'Ù' => out.push('U'),
            'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ù' | 'ű' | 'ų' => out.push('u'),
            'Ý' => out.push('Y'),
            'ý' | 'ÿ' => out.push('y'),
            'Ž' | 'Ẓ' | 'Ź' | 'Ż' => out.push('Z'),
            'ž' | 'ẓ' | 'ź' | 'ż' => out.push('z'),
            'ḷ' => out.push('l'),
            'ʿ' | 'ʾ' | '‘' | '’' | '`' | 'ʻ' | 'ʼ' => out.push('\''),
            '\u{300}'..='\u{36f}' => {}
            '\u{2013}' | '\u{2014}' => out.push('-'),
            c => out.push(c),
        }
    }
    out.trim_start_matches('\'').to_owned()
}
