//! Which of the lists that conditions name is a lemma on?

use rustc_hash::FxHashMap;

use super::{Pattern, Terms};
use crate::language::LemmaId;

/// The lists of all patterns, by lemma. Equal lists are one.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// How many there are.
    len: usize,
    /// For each lemma of the lexicon where its lists begin in `on`, and after the last the end.
    starts: Vec<u32>,
    on: Vec<u16>,
}

impl Lists {
    /// Numbers the lists of the patterns.
    pub(super) fn new(patterns: &mut [Pattern]) -> Lists {
        let mut numbers: FxHashMap<Vec<LemmaId>, u16> = FxHashMap::default();
        let mut pairs: Vec<(LemmaId, u16)> = Vec::new();
        for p in patterns {
            let slots = p.when.slots.iter_mut().map(|s| &mut s.1);
            for terms in slots.chain(p.when.around.iter_mut().map(|s| &mut s.1)) {
                let next = numbers.len() as u16;
                let mut lemmas: Vec<LemmaId> = terms.lemmas().collect();
                lemmas.sort_unstable();
                terms.list = *numbers.entry(lemmas).or_insert_with_key(|lemmas| {
                    pairs.extend(lemmas.iter().map(|l| (*l, next)));
                    next
                });
            }
        }
        pairs.sort_unstable();
        let end = pairs.last().map_or(0, |(l, _)| l.0 + 1);
        let starts = (0..=end).map(|l| pairs.partition_point(|(lemma, _)| lemma.0 < l) as u32).collect();
        Lists { len: numbers.len(), starts, on: pairs.into_iter().map(|(_, list)| list).collect() }
    }

    fn of(&self, lemma: LemmaId) -> &[u16] {
        let at = lemma.0 as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => &self.on[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

/// The lists that words of a sentence are on: what most conditions ask for is not there at all.
#[derive(Clone, Debug, Default)]
pub struct Present(Vec<u64>);

impl Present {
    pub fn clear(&mut self, lists: &Lists) {
        self.0.clear();
        self.0.resize(lists.len.div_ceil(64), 0);
    }

    pub fn add(&mut self, lists: &Lists, lemma: LemmaId) {
        for list in lists.of(lemma) {
            self.0[*list as usize / 64] |= 1 << (list % 64);
        }
    }

    /// Can one of the words that were added be one of the terms of a pattern?
    pub fn may_match(&self, terms: &Terms) -> bool {
        terms.by_class() || self.0[terms.list as usize / 64] >> (terms.list % 64) & 1 != 0
    }
}
