//! Which characters, tokens and sentences are there?
//!
//! The raw text is kept as it came. Beside it stands a clean view (presentation forms resolved, vowel
//! marks, tatweel and direction marks dropped, digits in ASCII) and a folded view for matching (hamza
//! seats, ى/ي and ة/ه levelled). Clean and folded have the same byte offsets; a map leads back to raw.

mod chars;
mod codepoints;
mod header;
mod lines;
mod normalise;
mod offsets;
mod presentation;
mod quotes;
mod repair;
mod sentences;
mod tokens;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::Span;

pub use codepoints::CodePoints;
pub use normalise::{fold, normalise};
pub use words::{WordModel, WordModelError, compile_words};

use lines::Lines;
use offsets::Offsets;

/// A report longer than this is read up to here; longer ones are no reports.
const LONGEST_RAW: usize = 1 << 28;

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
    /// The number of its line among the lines that hold anything.
    pub paragraph: u32,
}

/// Words between quotation marks; may run over several sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Tokens inside the marks.
    pub tokens: Range<u32>,
}

/// Words that had lost the space between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The joined word in the raw text.
    pub span: Span,
    /// The words it was split into.
    pub tokens: Range<u32>,
}

/// A report's text, taken apart.
#[derive(Clone, Debug, Default)]
pub struct Text {
    raw: String,
    clean: String,
    folded: String,
    offsets: Offsets,
    /// For each quote the last one before it that is still open where it starts.
    outer: Vec<Option<u32>>,
    pub tokens: Vec<Token>,
    pub sentences: Vec<Sentence>,
    pub quotes: Vec<Quote>,
    /// Tokens of a wire's header (`سرت (ليبيا) (رويترز) -`) at the start of the text.
    pub header: Option<Range<u32>>,
    /// Every run of words split apart, in order.
    pub repairs: Vec<Repair>,
    /// The text lost so many spaces that less evidence was asked for splitting its words.
    pub damaged: bool,
}

impl Text {
    /// Takes `raw` apart. Never fails: what is no Arabic becomes foreign words and symbols.
    pub fn new(raw: &str, words: &WordModel) -> Text {
        let raw = head(raw, LONGEST_RAW);
        let mut clean = String::with_capacity(raw.len());
        let mut offsets = Offsets::default();
        normalise::clean_into(raw, &mut clean, &mut offsets);
        let folded = normalise::fold_clean(&clean);
        let mut tokens = tokens::tokens(&clean, &offsets);
        let (repairs, damaged) = repair::repair(&clean, &folded, raw, &offsets, &mut tokens, words);
        let lines = Lines::new(&clean, &folded, &tokens, words);
        let quotes = quotes::quotes(&lines);
        let outer = quotes::outer(&quotes);
        let header = header::header(&lines);
        let sentences = sentences::sentences(&lines, &quotes, header.as_ref());
        Text {
            raw: raw.to_owned(),
            clean,
            folded,
            offsets,
            outer,
            tokens,
            sentences,
            quotes,
            header,
            repairs,
            damaged,
        }
    }

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

    /// The raw text behind a range of the clean view.
    pub fn span_at(&self, r: Range<u32>) -> Span {
        self.offsets.span(r)
    }

    /// The raw text from the first of these tokens to the last.
    pub fn span_of(&self, tokens: Range<u32>) -> Span {
        match self.tokens.get(tokens.start as usize..tokens.end as usize) {
            Some([first, .., last]) => first.span.cover(last.span),
            Some([only]) => only.span,
            _ => Span::default(),
        }
    }

    /// The token that holds this byte of the raw text, or the first one after it.
    pub fn token_at(&self, byte: u32) -> Option<usize> {
        let at = self.tokens.partition_point(|t| t.span.end() <= byte);
        (at < self.tokens.len()).then_some(at)
    }

    /// The sentence that holds this token.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end as usize <= token)
    }

    /// The innermost quote that holds this token.
    pub fn quote_of(&self, token: usize) -> Option<&Quote> {
        let token = token as u32;
        let mut at = self.quotes.partition_point(|q| q.tokens.start <= token).checked_sub(1);
        while let Some(i) = at {
            let quote = self.quotes.get(i)?;
            if quote.tokens.contains(&token) {
                return Some(quote);
            }
            at = self.outer.get(i).and_then(|o| *o).map(|o| o as usize);
        }
        None
    }
}

/// At most `longest` bytes from the start of `raw`.
fn head(raw: &str, longest: usize) -> &str {
    let mut end = raw.len().min(longest);
    while !raw.is_char_boundary(end) {
        end -= 1;
    }
    &raw[..end]
}
