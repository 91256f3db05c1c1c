//! How is Arabic written in ASCII, and back?

const TABLE: [(char, char); 46] = [
    ('\'', 'ء'),
    ('|', 'آ'),
    ('>', 'أ'),
    ('&', 'ؤ'),
    ('<', 'إ'),
    ('}', 'ئ'),
    ('A', 'ا'),
    ('b', 'ب'),
    ('p', 'ة'),
    ('t', 'ت'),
    ('v', 'ث'),
    ('j', 'ج'),
    ('H', 'ح'),
    ('x', 'خ'),
    ('d', 'د'),
    ('*', 'ذ'),
    ('r', 'ر'),
    ('z', 'ز'),
    ('s', 'س'),
    ('$', 'ش'),
    ('S', 'ص'),
    ('D', 'ض'),
    ('T', 'ط'),
    ('Z', 'ظ'),
    ('E', 'ع'),
    ('g', 'غ'),
    ('f', 'ف'),
    ('q', 'ق'),
    ('k', 'ك'),
    ('l', 'ل'),
    ('m', 'م'),
    ('n', 'ن'),
    ('h', 'ه'),
    ('w', 'و'),
    ('Y', 'ى'),
    ('y', 'ي'),
    ('F', '\u{64B}'),
    ('N', '\u{64C}'),
    ('K', '\u{64D}'),
    ('a', '\u{64E}'),
    ('u', '\u{64F}'),
    ('i', '\u{650}'),
    ('~', '\u{651}'),
    ('o', '\u{652}'),
    ('`', '\u{670}'),
    ('{', 'ٱ'),
];

/// Shadda comes before its vowel, whatever the order in `s`.
pub fn from_arabic(s: &str) -> String {
    let mut out: Vec<char> = Vec::new();
    for c in s.chars() {
        let c = TABLE.iter().find(|(_, arabic)| *arabic == c).map_or(c, |(latin, _)| *latin);
        let at = usize::from(c == '~' && out.last().is_some_and(|v| "aiuFNK".contains(*v)));
        out.insert(out.len() - at, c);
    }
    out.into_iter().collect()
}

pub fn to_arabic(s: &str) -> String {
    s.chars().map(|c| TABLE.iter().find(|(latin, _)| *latin == c).map_or(c, |(_, arabic)| *arabic)).collect()
}

/// Clean letters: no vowels, no wasla.
pub fn letters(s: &str) -> String {
    let s: String =
        s.chars().filter(|c| !"aiuoFKN~`_ـ".contains(*c)).map(|c| if c == '{' { 'A' } else { c }).collect();
    to_arabic(&s)
}
