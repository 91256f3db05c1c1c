//! What can begin at a word, by its letters alone?
//!
//! Most words begin no name. That is found out once for each form that a thread meets and remembered from report to
//! report, so that the lists are searched only where something may be found.

use std::borrow::Cow;

use super::places::PlaceOpening;
use super::terms::Known;
use super::{Gazetteer, Registry, Times, TypeWord};
use crate::text::{Text, TokenKind};

/// What may begin at a token of some form.
#[derive(Clone, Copy, Debug)]
struct Begins {
    /// In `Seen::openings`.
    places: (u32, u32),
    type_word: Option<TypeWord>,
    /// المدينة, which may stand for a place.
    anaphor: bool,
    actor: bool,
    term: Known,
}

/// What may begin at each token of a text; where it was not found out, anything may.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beginnings<'s> {
    tokens: &'s [Begins],
    openings: &'s [PlaceOpening],
}

impl<'s> Beginnings<'s> {
    fn at(&self, token: u32) -> Option<&'s Begins> {
        self.tokens.get(token as usize)
    }

    pub(crate) fn places(self, text: &Text, gazetteer: &Gazetteer, token: u32) -> Cow<'s, [PlaceOpening]> {
        match self.at(token) {
            Some(b) => Cow::Borrowed(&self.openings[b.places.0 as usize..b.places.1 as usize]),
            None if text.tokens[token as usize].kind == TokenKind::Word => {
                gazetteer.openings(text.folded(token as usize)).collect()
            }
            None => Cow::Borrowed(&[]),
        }
    }

    /// The word for a sort of place in a token, under any clitic (بمدينة، ومحافظة).
    pub(crate) fn type_word(self, text: &Text, gazetteer: &Gazetteer, token: u32) -> Option<TypeWord> {
        match self.at(token) {
            Some(b) => b.type_word,
            None if text.tokens[token as usize].kind == TokenKind::Word => {
                gazetteer.words().under_clitics(text.folded(token as usize))
            }
            None => None,
        }
    }

    pub(crate) fn anaphor(self, token: u32) -> bool {
        self.at(token).is_none_or(|b| b.anaphor)
    }

    pub(crate) fn actor(self, token: u32) -> bool {
        self.at(token).is_none_or(|b| b.actor)
    }

    pub(crate) fn term(self, token: u32) -> Known {
        self.at(token).map_or(Known::Unasked, |b| b.term)
    }
}

/// The forms met before; makes later texts faster and changes no result.
#[derive(Debug, Default)]
pub struct Seen {
    epoch: u32,
    /// By form.
    forms: Vec<Option<Begins>>,
    openings: Vec<PlaceOpening>,
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
            *self = Seen { epoch, ..Seen::default() };
        }
        self.tokens.clear();
        for (i, &form) in forms.iter().enumerate() {
            if self.forms.len() <= form as usize {
                self.forms.resize(form as usize + 1, None);
            }
            self.tokens.push(*self.forms[form as usize].get_or_insert_with(|| {
                let (kind, folded) = (text.tokens[i].kind, text.folded(i));
                let word = kind == TokenKind::Word;
                let first = self.openings.len() as u32;
                if word {
                    self.openings.extend(gazetteer.openings(folded));
                }
                Begins {
                    places: (first, self.openings.len() as u32),
                    type_word: gazetteer.words().under_clitics(folded).filter(|_| word),
                    anaphor: word && gazetteer.words().is_anaphor(folded),
                    actor: word && registry.may_begin(folded),
                    term: times.known(kind, folded),
                }
            }));
        }
        Beginnings { tokens: &self.tokens, openings: &self.openings }
    }
}
