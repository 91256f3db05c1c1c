//! Which letters does this presentation form show?

use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../../data/text/presentation.tsv");
const FIRST: u32 = 0xFB50;
const LAST: u32 = 0xFEFC;

static LETTERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut letters = vec![""; (LAST - FIRST + 1) as usize];
    for line in TABLE.lines().filter(|l| !l.starts_with('#')) {
        let (code, shown) = line.split_once('\t').expect("presentation.tsv has two columns");
        let code = u32::from_str_radix(code, 16).expect("presentation.tsv starts its lines in hexadecimal");
        letters[(code - FIRST) as usize] = shown;
    }
    letters
});

/// The letters behind `c`; nothing for a sign that stands for a whole phrase (`ﷺ`).
pub(super) fn resolve(c: char) -> Option<&'static str> {
    let at = (c as u32).checked_sub(FIRST)? as usize;
    LETTERS.get(at).copied().filter(|letters| !letters.is_empty())
}
