//! Which characters, tokens and sentences are there?
//!
//! The raw text is kept as it came. Beside it stands a clean view (presentation forms resolved, vowel
//! marks, tatweel and direction marks dropped, digits in ASCII) and a folded view for matching (hamza
//! seats, ى/ي and ة/ه levelled). Clean and folded have the same byte offsets; a map leads back to raw.

use std::ops::Range;

use crate::Span;

/// What kind of token is it?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Arabic letters.
    Word,
    /// Digits, with the separators inside them (`1,500`, `2.5`, `12/6/2014`, `10:30`).
    Number,
    /// Letters of another script.
    Foreign,
    Punctuation,
    Symbol,
}

/// One orthographic token; run-together words are several tokens with no space between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: TokenKind,
    /// In the raw text.
    pub span: Span,
    /// In the clean and folded views.
    pub clean: Range<u32>,
    /// Split off from its neighbour by repair.
    pub repaired: bool,
    /// White space follows in the raw text.
    pub space_after: bool,
}

/// One sentence: a run of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub tokens: Range<u32>,
    /// A headline, a dateline's line, a list item: no full clause is expected of it.
    pub paragraph: u32,
}

/// Words between quotation marks; may run over several sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Tokens inside the marks.
    pub tokens: Range<u32>,
}

/// A report's text, taken apart.
#[derive(Clone, Debug, Default)]
pub struct Text {
    raw: String,
    clean: String,
    folded: String,
    pub tokens: Vec<Token>,
    pub sentences: Vec<Sentence>,
    pub quotes: Vec<Quote>,
    /// Tokens of a wire's header (`سرت (ليبيا) (رويترز) -`) at the start of the text.
    pub header: Option<Range<u32>>,
}

impl Text {
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The clean letters of a token.
    pub fn clean(&self, token: usize) -> &str {
        let r = &self.tokens[token].clean;
        &self.clean[r.start as usize..r.end as usize]
    }

    /// The folded letters of a token.
    pub fn folded(&self, token: usize) -> &str {
        let r = &self.tokens[token].clean;
        &self.folded[r.start as usize..r.end as usize]
    }

    /// Clean letters of any range of the clean view.
    pub fn clean_at(&self, r: Range<u32>) -> &str {
        &self.clean[r.start as usize..r.end as usize]
    }

    /// Folded letters of any range of the clean view.
    pub fn folded_at(&self, r: Range<u32>) -> &str {
        &self.folded[r.start as usize..r.end as usize]
    }
}
