//! Which readings can a word form have, and what does the lexicon know of a lemma?

use super::{Derived, Gender, LemmaId, Pos, Reading};

/// What the lexicon holds of one lemma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LemmaEntry<'a> {
    /// Vocalised: `قَتَل`.
    pub text: &'a str,
    /// Letters only, folded as `Text::folded` is: `قتل`.
    pub folded: &'a str,
    /// Root letters, empty if unknown: `قتل`.
    pub root: &'a str,
    pub pos: Pos,
    pub derived: Option<Derived>,
    pub gender: Option<Gender>,
    /// A verb that takes a direct object.
    pub transitive: bool,
}

/// The opened lexicon.
#[derive(Debug, Default)]
pub struct Lexicon {}

impl Lexicon {
    /// The lexicon compiled into the program.
    pub fn bundled() -> &'static Lexicon {
        static BUNDLED: Lexicon = Lexicon {};
        &BUNDLED
    }

    /// Appends all readings of a token, likeliest first; never none.
    ///
    /// A guessed reading's `lemma` is to be turned into text by [`Lexicon::guessed_lemma`].
    pub fn analyse(&self, _clean: &str, _folded: &str, _out: &mut Vec<Reading>) {}

    /// The lemma text of a guessed reading of the token `clean`.
    pub fn guessed_lemma(&self, _lemma: LemmaId, clean: &str) -> String {
        clean.to_owned()
    }

    /// How many lemmas there are: ids run from 0 to here.
    pub fn len(&self) -> usize {
        0
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Panics for a guess.
    pub fn lemma(&self, _id: LemmaId) -> LemmaEntry<'_> {
        unimplemented!()
    }

    /// The lemmas so written. A vocalised spelling finds those whose vowels agree (sukun, wasla and the
    /// last vowel do not count); a bare one finds all that share its letters.
    pub fn find(&self, _lemma: &str, _pos: Option<Pos>) -> Vec<LemmaId> {
        Vec::new()
    }

    /// The verb from which a masdar or participle is made.
    pub fn verb_of(&self, _noun: LemmaId) -> Option<LemmaId> {
        None
    }

    /// Masdars and participles made from a verb.
    pub fn derived_of(&self, _verb: LemmaId) -> Vec<LemmaId> {
        Vec::new()
    }

    /// All inflected forms of a lemma, without clitics, in clean letters.
    pub fn forms(&self, _lemma: LemmaId) -> Vec<String> {
        Vec::new()
    }
}
