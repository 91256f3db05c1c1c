//! When are two spellings of a lemma the same?

/// Letters only, with their hamzas.
pub(super) fn bare(s: &str) -> String {
    s.chars().filter(|&c| !is_mark(c)).map(|c| if c == 'ٱ' { 'ا' } else { c }).collect()
}

pub(super) fn is_vocalised(s: &str) -> bool {
    s.chars().any(|c| matches!(c, '\u{64B}'..='\u{650}'))
}

/// A spelling, levelled; equal keys are the same lemma.
#[derive(Debug)]
pub(super) struct Key {
    /// Vowel of a first alef, if it is written.
    first: Option<char>,
    rest: String,
}

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        self.rest == other.rest
            && (self.first.is_none() || other.first.is_none() || self.first == other.first)
    }
}

const FATHA: char = '\u{64E}';
const DAMMA: char = '\u{64F}';
const KASRA: char = '\u{650}';
const SHADDA: char = '\u{651}';

/// Vocalised letters without what spellings differ in: sukun, hamza or wasla on the first alef, a vowel
/// before its long letter, the last vowel, the order of shadda and vowel.
pub(super) fn key(s: &str) -> Key {
    let mut first = None;
    let mut out: Vec<char> = Vec::new();
    let mut letters = 0;
    for c in s.chars() {
        match c {
            'أ' | 'إ' | 'ٱ' | 'ا' if letters == 0 => {
                letters += 1;
                first = (c == 'إ').then_some(KASRA);
                out.push('ا');
            }
            '\u{652}' | '\u{670}' | '\u{640}' => {}
            SHADDA => {
                let at = out.len() - usize::from(out.last().is_some_and(|&v| is_mark(v)));
                out.insert(at, c);
            }
            c if is_mark(c) => {
                if letters == 1 && out == ['ا'] {
                    first = Some(c);
                } else {
                    out.push(c);
                }
            }
            c => {
                letters += 1;
                let long = match c {
                    'ا' | 'ى' => Some(FATHA),
                    'و' => Some(DAMMA),
                    'ي' => Some(KASRA),
                    _ => None,
                };
                if long.is_some() && out.last().copied() == long {
                    out.pop();
                }
                out.push(c);
            }
        }
    }
    while out.last().is_some_and(|&c| is_mark(c) && c != SHADDA) {
        out.pop();
    }
    Key { first, rest: out.into_iter().collect() }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{640}' | '\u{610}'..='\u{61A}' | '\u{6D6}'..='\u{6ED}')
}
