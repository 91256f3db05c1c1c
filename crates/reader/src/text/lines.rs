//! Does the end of a line end a paragraph?

use super::words::WordModel;
use super::{Token, TokenKind};

/// Tokens and the lines they stand in.
pub(super) struct Lines<'a> {
    clean: &'a str,
    pub(super) tokens: &'a [Token],
    /// Of each token: is it the last of its paragraph?
    ends: Vec<bool>,
}

/// No longer lines than this, in bytes, are broken at a width.
const WIDEST: usize = 260;
/// Fewer lines prove nothing.
const FEWEST: usize = 6;
/// Words this common (في, على, أن) do not end a sentence.
const FUNCTION_WORD: u32 = 50_000;

impl<'a> Lines<'a> {
    pub(super) fn new(clean: &'a str, folded: &str, tokens: &'a [Token], words: &WordModel) -> Lines<'a> {
        let wrapped = is_wrapped(clean, folded, tokens, words);
        let mut ends: Vec<bool> =
            tokens.windows(2).map(|pair| ends(clean, &pair[0], &pair[1], wrapped)).collect();
        ends.push(false);
        Lines { clean, tokens, ends }
    }

    /// Is token `i` the last of its paragraph? The text's own end is no such place.
    #[inline]
    pub(super) fn ends(&self, i: usize) -> bool {
        self.ends[i]
    }

    #[inline]
    pub(super) fn text(&self, i: usize) -> &'a str {
        self.text_of(&self.tokens[i])
    }

    #[inline]
    pub(super) fn text_of(&self, token: &Token) -> &'a str {
        &self.clean[token.clean.start as usize..token.clean.end as usize]
    }
}

/// Does the line end between two tokens, and the paragraph with it?
fn ends(clean: &str, token: &Token, next: &Token, wrapped: bool) -> bool {
    if !token.space_after {
        return false;
    }
    match &clean.as_bytes()[token.clean.end as usize..next.clean.start as usize] {
        [b' '] => false,
        // In wrapped text a blank line ends a paragraph, or a line that ends in a stop.
        gap => match gap.iter().filter(|b| **b == b'\n').count() {
            0 => false,
            1 if wrapped => ends_sentence(&clean[token.clean.start as usize..token.clean.end as usize]),
            _ => true,
        },
    }
}

/// Short lines, most of them without a stop, and too many of them end in a word that cannot end a sentence.
fn is_wrapped(clean: &str, folded: &str, tokens: &[Token], words: &WordModel) -> bool {
    if words.is_empty() || clean.split('\n').any(|line| line.len() > WIDEST) {
        return false;
    }
    let (mut lines, mut open, mut broken) = (0, 0, 0);
    for pair in tokens.windows(2) {
        let gap = pair[0].clean.end as usize..pair[1].clean.start as usize;
        if !clean[gap].contains('\n') {
            continue;
        }
        let last = pair[0].clean.start as usize..pair[0].clean.end as usize;
        lines += 1;
        open += usize::from(!ends_sentence(&clean[last.clone()]));
        broken += usize::from(
            pair[0].kind == TokenKind::Word && words.count_folded(&folded[last]) >= FUNCTION_WORD,
        );
    }
    lines + 1 >= FEWEST && 10 * open >= 7 * lines && broken >= 2 && 12 * broken >= lines
}

fn ends_sentence(token: &str) -> bool {
    token.starts_with(['.', '!', '?', '؟', '…', '"', '»', '”', ')', ':'])
}
