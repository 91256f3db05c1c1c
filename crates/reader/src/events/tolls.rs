//! How many were killed, wounded, held, driven out, and in which event?

use std::ops::Range;

use crate::Bound;
use crate::codebook::Toll;

/// A toll and the words it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TollDraft {
    pub n: u64,
    pub to: Option<u64>,
    pub bound: Bound,
    pub words: Range<usize>,
    pub said: Said,
}

/// How a toll is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Said {
    /// A number.
    #[default]
    Figure,
    /// A size more than a number: عشرات.
    Vague,
    /// Nouns and names that were counted: جندي, جنديان, فلان وفلان.
    Counted,
    /// Beside those told before: جنديا آخر.
    More,
    /// What the number has come to: ارتفع العدد إلى.
    Updated,
}

/// The tolls of one event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tolls {
    pub killed: Option<TollDraft>,
    pub wounded: Option<TollDraft>,
    pub detained: Option<TollDraft>,
    pub displaced: Option<TollDraft>,
}

impl Tolls {
    pub fn get(&self, t: Toll) -> Option<&TollDraft> {
        match t {
            Toll::Killed => self.killed.as_ref(),
            Toll::Wounded => self.wounded.as_ref(),
            Toll::Detained => self.detained.as_ref(),
            Toll::Displaced => self.displaced.as_ref(),
        }
    }

    fn slot(&mut self, t: Toll) -> &mut Option<TollDraft> {
        match t {
            Toll::Killed => &mut self.killed,
            Toll::Wounded => &mut self.wounded,
            Toll::Detained => &mut self.detained,
            Toll::Displaced => &mut self.displaced,
        }
    }

    /// Another statement of the same toll: the first figure stays, unless the later one is better.
    pub fn put(&mut self, t: Toll, draft: TollDraft) {
        let slot = self.slot(t);
        let Some(old) = slot else {
            *slot = Some(draft);
            return;
        };
        let better = match draft.said {
            Said::More => {
                if old.words.end <= draft.words.start && old.to.is_none() {
                    old.n += draft.n;
                }
                return;
            }
            Said::Updated => true,
            Said::Vague => false,
            // A total, after somebody was named.
            Said::Figure if old.said == Said::Counted => draft.n > old.n,
            Said::Figure | Said::Counted => {
                // At least six and then seven; at least six and then nineteen are hardly of one act.
                let finer = old.bound != Bound::Exact && draft.bound == Bound::Exact;
                let near = draft.n <= old.n.saturating_mul(2) && draft.n >= old.n / 2;
                // Dozens, and then seventeen; hundreds and then seventeen are hardly the same.
                if old.bound == Bound::UpTo || old.said == Said::Vague {
                    draft.n >= old.n || old.said == Said::Vague && draft.said == Said::Figure && near
                } else {
                    finer && near && draft.n != old.n
                }
            }
        };
        if better {
            *slot = Some(draft);
        }
    }

    /// A part of the same toll, told in the same breath: قتل جندي في المدينة وشرطي قربها.
    pub fn add(&mut self, t: Toll, draft: TollDraft) {
        match self.slot(t) {
            Some(old) if old.to.is_none() && draft.to.is_none() && old.n != draft.n => {
                old.n += draft.n;
                if draft.bound != Bound::Exact {
                    old.bound = draft.bound;
                }
            }
            slot @ None => *slot = Some(draft),
            Some(_) => {}
        }
    }

    pub fn take_in(&mut self, other: &Tolls) {
        for t in Toll::ALL {
            if let Some(d) = other.get(t) {
                self.put(t, d.clone());
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Tolls::default()
    }
}
