//! Which lemmas are in a set?

use crate::language::LemmaId;

/// A set of lemmas of the lexicon, asked at one look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LemmaSet {
    /// The number of the first word of `bits`.
    first: usize,
    bits: Vec<u64>,
}

impl LemmaSet {
    /// Guesses are in no set.
    pub fn new(lemmas: impl Iterator<Item = LemmaId> + Clone) -> LemmaSet {
        let words = lemmas.filter(|l| !l.is_guess()).map(|l| (l.0 as usize / 64, 1 << (l.0 % 64)));
        let first = words.clone().map(|w| w.0).min().unwrap_or(0);
        let end = words.clone().map(|w| w.0 + 1).max().unwrap_or(0);
        let mut bits = vec![0; end - first];
        for (word, bit) in words {
            bits[word - first] |= bit;
        }
        LemmaSet { first, bits }
    }

    pub fn holds(&self, lemma: LemmaId) -> bool {
        let word = (lemma.0 as usize / 64).wrapping_sub(self.first);
        self.bits.get(word).is_some_and(|bits| bits >> (lemma.0 % 64) & 1 != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_was_put_in() {
        for lemmas in [&[][..], &[0], &[63, 64], &[700, 705, 900], &[5, LemmaId::GUESSED]] {
            let set = LemmaSet::new(lemmas.iter().map(|l| LemmaId(*l)));
            for l in (0..1000).chain([LemmaId::GUESSED, LemmaId::GUESSED + 5, u32::MAX]) {
                let held = lemmas.contains(&l) && l < LemmaId::GUESSED;
                assert_eq!(set.holds(LemmaId(l)), held, "{l} of {lemmas:?}");
            }
        }
    }
}
