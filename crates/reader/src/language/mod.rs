//! Which words are these, and how do they hang together?
//!
//! A token falls into words (proclitics, stem, enclitic); each word has a lemma, a part of speech and
//! features, chosen in context among ranked readings; arcs join the words of a sentence.

use std::ops::Range;

use crate::Span;
use crate::text::Text;

pub mod analyse;
pub mod clusters;
pub mod conllu;
mod features;
pub mod lexicon;
pub mod model;
pub mod parser;
pub mod parser_features;
pub mod phrases;
pub mod phrases_clauses;
pub mod phrases_roles;
pub mod tagger;
pub mod tagger_forms;

pub use analyse::Scratch;
pub use features::*;
pub use lexicon::{LemmaEntry, Lexicon};

/// The opened lexicon and models.
#[derive(Debug)]
pub struct Language {
    pub lexicon: &'static Lexicon,
    pub tagger: tagger::Tagger,
    pub parser: parser::Parser,
    pub clusters: clusters::Clusters,
    pub roles: phrases_roles::Roles,
    clitics: analyse::CliticLemmas,
}

/// A lemma of the lexicon, or of the report where the word is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LemmaId(pub u32);

impl LemmaId {
    /// Ids from here on are guesses, held by the analysis that made them.
    pub const GUESSED: u32 = 1 << 31;

    pub fn is_guess(self) -> bool {
        self.0 >= LemmaId::GUESSED
    }
}

/// One way to read a token.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Clean-view byte lengths of the proclitic words before the stem, outermost first (`و` `ب` …; ال is no
    /// clitic: it stays on its noun).
    pub proclitics: [u8; 4],
    pub n_proclitics: u8,
    /// Clean-view byte length of the enclitic pronoun, 0 if none.
    pub enclitic: u8,
    pub lemma: LemmaId,
    pub pos: Pos,
    pub features: Features,
    /// Not from the lexicon.
    pub guessed: bool,
    /// Rank before context: higher is likelier (a log of odds, in hundredths).
    pub weight: i16,
}

/// Which part of its token is this word?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    Proclitic,
    Stem,
    Enclitic,
}

/// One syntactic word.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    pub token: u32,
    pub part: Part,
    /// In the raw text.
    pub span: Span,
    /// In the text's clean view.
    pub clean: Range<u32>,
    pub lemma: LemmaId,
    pub pos: Pos,
    pub features: Features,
    pub guessed: bool,
    /// Index of the governing word in `Analysis::words`; none for a root or an unparsed sentence.
    pub head: Option<u32>,
    pub relation: Relation,
    /// All readings of the word's token, in `Analysis::readings`, best first.
    pub readings: Range<u32>,
}

/// A whole text's words.
#[derive(Clone, Debug)]
pub struct Analysis<'a> {
    pub text: &'a Text,
    pub language: &'a Language,
    pub words: Vec<Word>,
    /// The words of each of `Text::sentences`.
    pub sentences: Vec<Range<u32>>,
    pub readings: Vec<Reading>,
    /// Guessed lemmas, from `LemmaId::GUESSED` up.
    pub guessed_lemmas: Vec<Box<str>>,
}

impl Analysis<'_> {
    /// The lemma of a word, vocalised where the lexicon knows it.
    pub fn lemma(&self, word: usize) -> &str {
        self.lemma_text(self.words[word].lemma)
    }

    /// The text of a lemma of this analysis, known or guessed.
    pub fn lemma_text(&self, lemma: LemmaId) -> &str {
        if lemma.is_guess() {
            let guess = self.guessed_lemmas.get((lemma.0 - LemmaId::GUESSED) as usize);
            guess.map_or("", |text| text)
        } else {
            self.language.lexicon.text(lemma)
        }
    }

    /// The words of a token.
    pub fn words_of_token(&self, token: u32) -> Range<usize> {
        let start = self.words.partition_point(|w| w.token < token);
        let of_token = self.words[start..].iter().take_while(|w| w.token == token).count();
        start..start + of_token
    }

    /// للتنظيم: after the preposition the article is written without its alef, so that its ل opens the word.
    pub fn after_li(&self, word: usize) -> bool {
        let Some(w) = self.words.get(word) else { return false };
        let before = word.checked_sub(1).filter(|b| self.words[*b].token == w.token);
        w.features.definite == Some(Definite::Definite)
            && self.folded(word).starts_with('ل')
            && before.is_some_and(|b| self.folded(b) == "ل")
    }

    /// The sentence that holds a word.
    pub fn sentence_of(&self, word: usize) -> usize {
        self.sentences.partition_point(|s| s.end as usize <= word)
    }

    /// The clean letters of a word.
    pub fn form(&self, word: usize) -> &str {
        self.text.clean_at(self.words[word].clean.clone())
    }

    /// The folded letters of a word.
    pub fn folded(&self, word: usize) -> &str {
        self.text.folded_at(self.words[word].clean.clone())
    }
}
