//! Which words stand between quotation marks?

use super::lines::Lines;
use super::{Quote, TokenKind};

/// A pair of marks further apart than this many paragraphs is taken for two lone marks.
const PARAGRAPHS: u32 = 4;

/// Pairs the marks of each style; a lone mark quotes nothing.
///
/// Glyphs alone cannot be trusted: `"` has one shape, and “ ” « » are typed in either order in right-to-left
/// text. So a mark opens or closes by the white space around it, and by its glyph where that is silent.
pub(super) fn quotes(lines: &Lines) -> Vec<Quote> {
    let mut quotes = Vec::new();
    let mut open: [Option<Open>; STYLES] = [None; STYLES];
    let mut paragraph = 0;
    for (i, token) in lines.tokens.iter().enumerate() {
        if i > 0 && lines.ends(i - 1) {
            paragraph += 1;
        }
        if token.kind != TokenKind::Punctuation {
            continue;
        }
        let Some((style, glyph)) = style(lines.text_of(token)) else { continue };
        let slot = &mut open[style];
        if slot.is_some_and(|o| paragraph - o.paragraph >= PARAGRAPHS) {
            *slot = None;
        }
        let here = Open { token: i, paragraph };
        match (side(lines, i, glyph, style), *slot) {
            (Side::Opens, _) | (Side::Either, None) => *slot = Some(here),
            (Side::Closes, None) => {}
            // ""نص"": a doubled mark.
            (Side::Either, Some(o)) if o.token + 1 == i => *slot = Some(here),
            (Side::Closes | Side::Either, Some(o)) => {
                if i > o.token + 1 {
                    quotes.push(Quote { tokens: o.token as u32 + 1..i as u32 });
                }
                *slot = None;
            }
        }
    }
    quotes.sort_by_key(|q| (q.tokens.start, std::cmp::Reverse(q.tokens.end)));
    quotes
}

/// For each quote the last one before it that is still open where it starts.
pub(super) fn outer(quotes: &[Quote]) -> Vec<Option<u32>> {
    let mut open: Vec<u32> = Vec::new();
    let mut outer = Vec::with_capacity(quotes.len());
    for (i, quote) in quotes.iter().enumerate() {
        // One a style at most is open, so the list stays short.
        open.retain(|o| quotes[*o as usize].tokens.end > quote.tokens.start);
        outer.push(open.last().copied());
        open.push(i as u32);
    }
    outer
}

#[derive(Clone, Copy)]
struct Open {
    token: usize,
    paragraph: u32,
}

const STYLES: usize = 5;
const SINGLE: usize = 4;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Either,
}

/// The style a mark belongs to, and the side its glyph shows.
fn style(mark: &str) -> Option<(usize, Side)> {
    Some(match mark {
        "\"" | "″" | "''" | "＂" | "´´" => (0, Side::Either),
        "«" | "<<" | "‹" => (1, Side::Opens),
        "»" | ">>" | "›" => (1, Side::Closes),
        "“" | "„" => (2, Side::Opens),
        "”" | "‟" => (2, Side::Closes),
        "‘" | "‚" => (3, Side::Opens),
        "’" | "‛" => (3, Side::Closes),
        "'" => (SINGLE, Side::Either),
        _ => return None,
    })
}

fn side(lines: &Lines, i: usize, glyph: Side, style: usize) -> Side {
    let tokens = lines.tokens;
    let before = i.checked_sub(1).map(|p| &tokens[p]);
    let open_before = before.is_none_or(|p| {
        p.space_after
            || matches!(lines.text_of(p), "(" | "[" | "{" | "/" | ":" | "-" | "–" | "—")
            || (p.kind == TokenKind::Punctuation
                && self::style(lines.text_of(p)).is_some_and(|(s, _)| s != style))
    });
    // و"نص", لـ"رويترز": a clitic leans on the quote.
    let clitic = before.is_some_and(|p| {
        !p.space_after
            && p.kind == TokenKind::Word
            && p.clean.end - p.clean.start <= 6
            && (i < 2 || tokens[i - 2].space_after)
            && matches!(lines.text_of(p).chars().last(), Some('و' | 'ف' | 'ب' | 'ل' | 'ك'))
    });
    let close_after = tokens.get(i + 1).is_none_or(|n| {
        tokens[i].space_after
            || (n.kind == TokenKind::Punctuation && !matches!(lines.text_of(n), "(" | "..." | "…"))
    });
    match (open_before || clitic, close_after) {
        (true, false) => Side::Opens,
        (false, true) => Side::Closes,
        // Between two letters ' is an apostrophe.
        (false, false) if style == SINGLE && !clitic => Side::Closes,
        _ => glyph,
    }
}
