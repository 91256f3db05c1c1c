//! When do two phrases, or two names, agree?

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Letters levelled: compatibility forms resolved, marks dropped, hamza seats, ى and ة folded.
pub fn fold(s: &str) -> String {
    s.nfkc()
        .filter(|c| !is_mark(*c) && *c != 'ـ')
        .map(|c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' | 'ئ' => 'ي',
            'ة' => 'ه',
            'ؤ' => 'و',
            c => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// A mark that combines with the letter before it.
fn is_mark(c: char) -> bool {
    canonical_combining_class(c) != 0
}

fn words(s: &str) -> impl Iterator<Item = &str> {
    s.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty())
}

/// The words of a phrase without article and one-letter proclitics.
pub fn stems(s: &str) -> BTreeSet<String> {
    let folded = fold(s);
    words(&folded)
        .map(|w| {
            let n = w.chars().count();
            let article = ["وال", "بال", "كال", "فال", "لل", "ال"]
                .iter()
                .filter(|p| w.starts_with(**p))
                .map(|p| p.chars().count())
                .find(|k| n - k >= 2);
            let skip = match article {
                Some(k) => k,
                None if n > 3 && w.starts_with(['و', 'ب', 'ل', 'ف', 'ك']) => 1,
                None => 0,
            };
            w.chars().skip(skip).collect()
        })
        .collect()
}

const STOP: [&str; 9] = ["the", "of", "and", "in", "al", "el", "forces", "group", "government"];
const ALIAS: [(&str, &str); 15] = [
    ("isis", "islamic state"),
    ("isil", "islamic state"),
    ("daesh", "islamic state"),
    ("is", "islamic state"),
    ("us", "united states"),
    ("usa", "united states"),
    ("america", "united states"),
    ("american", "united states"),
    ("uk", "united kingdom"),
    ("britain", "united kingdom"),
    ("uae", "united arab emirates"),
    ("un", "united nations"),
    ("eu", "european union"),
    ("gna", "national accord"),
    ("uav", "drone"),
];

/// The words of an English name that tell it from others.
pub fn names(s: &str) -> BTreeSet<String> {
    let mut plain = String::new();
    let mut rest = s;
    // What stands in brackets is a remark.
    while let Some(open) = rest.find('(') {
        let Some(close) = rest[open..].find(')') else { break };
        plain.push_str(&rest[..open]);
        plain.push(' ');
        rest = &rest[open + close + 1..];
    }
    plain.push_str(rest);
    let plain: String =
        plain.nfkd().filter(|c| !is_mark(*c) && *c != '.').flat_map(char::to_lowercase).collect();
    let mut all = BTreeSet::new();
    for w in plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()) {
        let long = ALIAS.iter().find(|(a, _)| *a == w).map_or(w, |(_, l)| *l);
        all.extend(long.split(' ').map(str::to_owned));
    }
    let core: BTreeSet<String> = all.iter().filter(|w| !STOP.contains(&w.as_str())).cloned().collect();
    if core.is_empty() { all } else { core }
}

/// Half of all their words are shared.
pub fn near_equal(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let shared = a.intersection(b).count();
    shared * 2 >= a.union(b).count()
}
