//! Where does a sentence end?

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::lines::Lines;
use super::{Quote, Sentence, TokenKind};

/// A sentence longer than this is broken at a comma or before an "and".
const LONGEST: usize = 160;
/// A piece broken off has at least this many tokens.
const SHORTEST_PIECE: usize = 40;
/// Fewer tokens than this between a full stop and its quotation mark do not make a sentence.
const SHORTEST_QUOTED: usize = 3;
/// `..` is a comma early in a sentence and a full stop late in it; three stops even more so.
const LATE_FOR_TWO_STOPS: usize = 12;
const LATE_FOR_ELLIPSIS: usize = 30;

static JOINED_BY_STOP: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../../../data/text/abbreviations.txt").lines().filter(|l| !l.starts_with('#')).collect()
});

/// Cuts the tokens into sentences: every token lies in exactly one.
pub(super) fn sentences(lines: &Lines, quotes: &[Quote], header: Option<&Range<u32>>) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let cut = Cutter { lines, tokens: lines.tokens };
    let mut quoted = Quoted { quotes, next: 0, open: Vec::new() };
    let (mut start, mut paragraph) = (0, 0);
    let mut i = 0;
    let tokens = lines.tokens;
    while i < tokens.len() {
        quoted.advance(i);
        let mut end = None;
        if i > start && cut.starts_item(i) {
            push(&mut sentences, &cut, start..i, paragraph);
            start = i;
        }
        if tokens[i].kind == TokenKind::Punctuation {
            end = cut.sentence_end(i, start, &quoted);
        }
        if header.is_some_and(|h| h.end as usize == i + 1) {
            end = end.or(Some(i + 1));
        }
        // A closing mark pulled into the sentence may itself end the paragraph.
        let last = end.map_or(i, |e| e - 1);
        let paragraph_ends = lines.ends(last);
        if end.is_some() || paragraph_ends {
            push(&mut sentences, &cut, start..last + 1, paragraph);
            start = last + 1;
        }
        paragraph += u32::from(paragraph_ends);
        i = last + 1;
    }
    if start < tokens.len() {
        push(&mut sentences, &cut, start..tokens.len(), paragraph);
    }
    sentences
}

/// Adds a sentence, in pieces where it runs on for hundreds of tokens.
fn push(sentences: &mut Vec<Sentence>, cut: &Cutter, mut tokens: Range<usize>, paragraph: u32) {
    while tokens.len() > LONGEST {
        let at = cut.safe_place(tokens.start + SHORTEST_PIECE..tokens.start + LONGEST);
        sentences.push(Sentence { tokens: tokens.start as u32..at as u32, paragraph });
        tokens.start = at;
    }
    sentences.push(Sentence { tokens: tokens.start as u32..tokens.end as u32, paragraph });
}

struct Cutter<'a> {
    lines: &'a Lines<'a>,
    tokens: &'a [super::Token],
}

impl Cutter<'_> {
    /// If the mark at `i` ends a sentence: the token after it and what clings to it.
    fn sentence_end(&self, i: usize, start: usize, quoted: &Quoted) -> Option<usize> {
        let mark = self.text(i);
        let ends = match mark {
            "." => self.full_stop(i, start),
            "!" | "?" | "؟" => i > start && self.text(i - 1) != "(",
            _ if mark.starts_with(['!', '?', '؟']) => i > start && self.text(i - 1) != "(",
            ".." => i - start >= LATE_FOR_TWO_STOPS && self.is_spaced(i),
            _ if mark.starts_with(['.', '…']) => i - start >= LATE_FOR_ELLIPSIS && self.is_spaced(i),
            _ => return None,
        };
        if !ends {
            return None;
        }
        let mut end = i + 1;
        while end < self.tokens.len() && self.clings(end, quoted) {
            end += 1;
        }
        if let Some((opened, closes)) = quoted.innermost()
            && end <= closes
            && (closes - end < SHORTEST_QUOTED || i - opened.min(i) < SHORTEST_QUOTED)
        {
            return None;
        }
        if end < self.tokens.len()
            && !self.lines.ends(end - 1)
            && matches!(self.text(end), "،" | "," | "؛" | ";" | ":" | ")" | "]" | "}" | "." | "..")
        {
            return None;
        }
        Some(end)
    }

    fn full_stop(&self, i: usize, start: usize) -> bool {
        if i == start {
            return false;
        }
        let before = &self.tokens[i - 1];
        let spaced_before = before.space_after;
        let letters = before.clean.end - before.clean.start;
        let next = self.tokens.get(i + 1);
        match before.kind {
            TokenKind::Word if !spaced_before => {
                // د. محمد; but 1436هـ. and 2014م. end a sentence.
                let unit = i >= start + 2 && self.tokens[i - 2].kind == TokenKind::Number;
                if letters == 2 && !unit && next.is_some() {
                    return false;
                }
                // ق.م. and أ.ف.ب.
                if self.text(i - 1).contains('.') && next.is_some_and(|n| n.clean.end - n.clean.start <= 6) {
                    return false;
                }
            }
            // 1. the first point of a list
            TokenKind::Number if i - 1 == start && !self.lines.ends(i) => {
                return false;
            }
            TokenKind::Foreign if letters == 1 && next.is_some() => return false,
            _ => {}
        }
        let Some(next) = next else { return true };
        if self.tokens[i].space_after {
            // `. .` is an ellipsis with a space inside.
            return self.text(i + 1) != ".";
        }
        match next.kind {
            // غزة.وقال ends one; العربية.نت does not.
            TokenKind::Word => spaced_before || !JOINED_BY_STOP.contains(self.text(i + 1)),
            TokenKind::Foreign => before.kind != TokenKind::Foreign,
            TokenKind::Number => before.kind != TokenKind::Number,
            TokenKind::Punctuation | TokenKind::Symbol => true,
        }
    }

    /// Does the mark at `end` belong to the sentence that ends before it?
    fn clings(&self, end: usize, quoted: &Quoted) -> bool {
        if self.tokens[end].kind != TokenKind::Punctuation || self.lines.ends(end - 1) {
            return false;
        }
        if quoted.innermost().is_some_and(|(_, closes)| closes == end) {
            return true;
        }
        let glued = !self.tokens[end - 1].space_after;
        let text = self.text(end);
        glued
            && (matches!(text, ")" | "]" | "}" | "»" | "”" | "’" | "''")
                || text.starts_with(['.', '!', '?', '؟', '…'])
                || (matches!(text, "\"" | "'") && self.is_spaced(end)))
    }

    /// A bullet starts an item even in the middle of a line.
    fn starts_item(&self, i: usize) -> bool {
        let token = &self.tokens[i];
        token.kind != TokenKind::Word
            && self.tokens[i - 1].space_after
            && matches!(self.text(i), "•" | "●" | "■" | "▪" | "◆" | "◼" | "∙" | "‣")
    }

    /// The best place in `range` for breaking a sentence that runs on: after a semicolon, after a comma before
    /// an "and", after a comma, before an "and", at the end.
    fn safe_place(&self, range: Range<usize>) -> usize {
        let worst = range.end;
        let mut best = (0, worst);
        for i in range {
            let and = self.tokens[i].kind == TokenKind::Word
                && self.text(i).starts_with('و')
                && self.letters(i) > 3;
            let rank = match self.text(i - 1) {
                "؛" | ";" | ".." | "..." | "…" => 4,
                "،" | "," if and => 3,
                "،" | "," => 2,
                _ if and => 1,
                _ => continue,
            };
            if rank >= best.0 {
                best = (rank, i);
            }
        }
        best.1
    }

    fn is_spaced(&self, i: usize) -> bool {
        self.tokens[i].space_after || i + 1 == self.tokens.len()
    }

    fn letters(&self, i: usize) -> usize {
        (self.tokens[i].clean.end - self.tokens[i].clean.start) as usize / 2
    }

    fn text(&self, i: usize) -> &str {
        self.lines.text(i)
    }
}

/// Which quotes are open at a token, asked in rising order.
struct Quoted<'a> {
    quotes: &'a [Quote],
    next: usize,
    /// First token inside and closing mark.
    open: Vec<(usize, usize)>,
}

impl Quoted<'_> {
    fn advance(&mut self, i: usize) {
        while let Some(q) = self.quotes.get(self.next).filter(|q| q.tokens.start as usize <= i) {
            self.open.push((q.tokens.start as usize, q.tokens.end as usize));
            self.next += 1;
        }
        while self.open.last().is_some_and(|(_, closes)| *closes <= i) {
            self.open.pop();
        }
    }

    fn innermost(&self) -> Option<(usize, usize)> {
        self.open.last().copied()
    }
}
