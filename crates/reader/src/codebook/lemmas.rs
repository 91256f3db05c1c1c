//! Which lemmas are in a set?

use crate::language::LemmaId;

/// A few lemmas of the lexicon. A word is asked of hundreds of such sets, so they are small: a table by hash, and in
/// front of it a mark that turns most lemmas away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LemmaSet {
    /// A bit for the hash of each lemma.
    mark: u64,
    /// A power of two of places, half of them `FREE` at least.
    table: Box<[LemmaId]>,
}

const FREE: LemmaId = LemmaId(u32::MAX);

impl LemmaSet {
    /// Guesses are in no set.
    pub fn new(lemmas: impl Iterator<Item = LemmaId> + Clone) -> LemmaSet {
        let lemmas = lemmas.filter(|l| !l.is_guess());
        let mut set = LemmaSet {
            mark: 0,
            table: vec![FREE; (2 * lemmas.clone().count()).next_power_of_two()].into_boxed_slice(),
        };
        for lemma in lemmas {
            set.mark |= 1 << (hash(lemma) >> 58);
            let at = set.place(lemma);
            set.table[at] = lemma;
        }
        set
    }

    pub fn holds(&self, lemma: LemmaId) -> bool {
        self.mark >> (hash(lemma) >> 58) & 1 != 0 && self.table[self.place(lemma)] != FREE
    }

    /// Where a lemma stands, or would.
    fn place(&self, lemma: LemmaId) -> usize {
        let mask = self.table.len() - 1;
        let mut at = (hash(lemma) >> 32) as usize & mask;
        while self.table[at] != lemma && self.table[at] != FREE {
            at = (at + 1) & mask;
        }
        at
    }

    pub fn is_empty(&self) -> bool {
        self.mark == 0
    }

    pub fn iter(&self) -> impl Iterator<Item = LemmaId> + '_ {
        self.table.iter().copied().filter(|l| *l != FREE)
    }
}

impl Default for LemmaSet {
    fn default() -> LemmaSet {
        LemmaSet::new(std::iter::empty())
    }
}

fn hash(lemma: LemmaId) -> u64 {
    u64::from(lemma.0).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A set of very many lemmas: a bit for each of the lexicon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LemmaBits(Vec<u64>);

impl LemmaBits {
    /// Guesses are in no set.
    pub fn insert(&mut self, lemma: LemmaId) {
        if lemma.is_guess() {
            return;
        }
        let word = lemma.0 as usize / 64;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (lemma.0 % 64);
    }

    pub fn holds(&self, lemma: LemmaId) -> bool {
        self.0.get(lemma.0 as usize / 64).is_some_and(|bits| bits >> (lemma.0 % 64) & 1 != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_was_put_in() {
        for lemmas in [&[][..], &[0], &[63, 64], &[700, 705, 900], &[5, LemmaId::GUESSED, u32::MAX]] {
            let set = LemmaSet::new(lemmas.iter().map(|l| LemmaId(*l)));
            let mut bits = LemmaBits::default();
            for l in lemmas {
                bits.insert(LemmaId(*l));
            }
            for l in (0..1000).chain([LemmaId::GUESSED, LemmaId::GUESSED + 5, u32::MAX]) {
                let held = lemmas.contains(&l) && l < LemmaId::GUESSED;
                assert_eq!(set.holds(LemmaId(l)), held, "{l} of {lemmas:?}");
                assert_eq!(bits.holds(LemmaId(l)), held, "{l} of {lemmas:?}");
            }
        }
    }
}
