//! What can begin at a word, by its letters alone?
//!
//! Most words begin no name. That is found out once for each form that a thread meets and remembered from report to
//! report, so that the lists are searched only where something may be found.

use super::terms::Known;
use super::{Gazetteer, Registry, Times};
use crate::text::{Text, TokenKind};

/// What may begin at a token of some form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Begins {
    pub(crate) place: bool,
    /// A word for a sort of place, which may stand for one (المدينة) or before one (قرية ماتع).
    pub(crate) place_word: bool,
    pub(crate) actor: bool,
    pub(crate) term: Known,
}

impl Begins {
    /// Nothing is known of the form, so anything may begin.
    const ANYTHING: Begins = Begins { place: true, place_word: true, actor: true, term: Known::Unasked };
}

/// What may begin at each token of a text; where it was not found out, anything may.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beginnings<'s>(&'s [Begins]);

impl Beginnings<'_> {
    pub(crate) fn at(&self, token: u32) -> Begins {
        self.0.get(token as usize).copied().unwrap_or(Begins::ANYTHING)
    }
}

/// The forms met before; makes later texts faster and changes no result.
#[derive(Debug, Default)]
pub struct Seen {
    epoch: u32,
    /// By form.
    forms: Vec<Option<Begins>>,
    /// By token of the text at hand.
    tokens: Vec<Begins>,
}

impl Seen {
    /// Looks a text's tokens up. A number of `forms` stands for the same form as long as `epoch` stays.
    pub fn look(
        &mut self,
        text: &Text,
        (forms, epoch): (&[u32], u32),
        gazetteer: &Gazetteer,
        registry: &Registry,
        times: &Times,
    ) -> Beginnings<'_> {
        if self.epoch != epoch {
            (self.epoch, self.forms) = (epoch, Vec::new());
        }
        self.tokens.clear();
        for (i, &form) in forms.iter().enumerate() {
            if self.forms.len() <= form as usize {
                self.forms.resize(form as usize + 1, None);
            }
            self.tokens.push(*self.forms[form as usize].get_or_insert_with(|| {
                let (kind, folded) = (text.tokens[i].kind, text.folded(i));
                let word = kind == TokenKind::Word;
                Begins {
                    place: word && gazetteer.may_begin(folded),
                    place_word: word && gazetteer.words().may_stand_or_lead(folded),
                    actor: word && registry.may_begin(folded),
                    term: times.known(kind, folded),
                }
            }));
        }
        Beginnings(&self.tokens)
    }
}
