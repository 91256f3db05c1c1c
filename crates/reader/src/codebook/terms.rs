//! Is this word one of those that a condition names?

use super::lemmas::LemmaSet;
use crate::language::{Analysis, LemmaId};

/// A set of lemmas, with the classes that only the reader can tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    lemmas: LemmaSet,
    /// Its number among the lists of patterns.
    pub(super) list: u16,
    /// A recognised place, actor, number will do.
    pub place: bool,
    pub actor: bool,
    pub number: bool,
    /// A name of whatever kind will do.
    pub name: bool,
}

impl Terms {
    pub(super) fn new(mut lemmas: Vec<LemmaId>) -> Terms {
        lemmas.sort_unstable();
        lemmas.dedup();
        Terms { lemmas: LemmaSet::new(lemmas.iter().copied()), ..Terms::default() }
    }

    /// All members of all of these.
    pub(super) fn union<'t>(terms: impl Iterator<Item = &'t Terms>) -> Terms {
        Terms::new(terms.flat_map(Terms::lemmas).collect())
    }

    pub fn holds(&self, lemma: LemmaId) -> bool {
        self.lemmas.holds(lemma)
    }

    pub fn is_empty(&self) -> bool {
        self.lemmas.is_empty() && !self.by_class()
    }

    /// What is no lemma of the list may do.
    pub(super) fn by_class(&self) -> bool {
        self.place || self.actor || self.number || self.name
    }

    pub(super) fn lemmas(&self) -> impl Iterator<Item = LemmaId> + '_ {
        self.lemmas.iter()
    }

    /// The word's lemma is one of these, as chosen or in another of its readings.
    pub fn matches(&self, analysis: &Analysis<'_>, word: usize) -> bool {
        let w = &analysis.words[word];
        self.holds(w.lemma)
            || (w.part == crate::language::Part::Stem
                && analysis.readings[w.readings.start as usize..w.readings.end as usize]
                    .iter()
                    .any(|r| !r.guessed && self.holds(r.lemma)))
    }
}
