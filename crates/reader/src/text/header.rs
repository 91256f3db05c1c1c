//! Does the text open with a wire's header?

use std::ops::Range;

use super::TokenKind;
use super::lines::Lines;

/// A header ends within this many tokens.
const LONGEST: usize = 24;
/// A line of nothing but place, agency and date has at most this many.
const LONGEST_LINE: usize = 9;
/// A header stands in one of the first lines: after a headline, after the writer's name.
const LINES: usize = 3;

/// Finds `سرت (ليبيا) (رويترز) -`, `بغداد/ وكالات:`, `دمشق 12 كانون الثاني (سانا)` by their build:
/// brackets and dates closed by a dash, slashes closed by a colon, a short line around a lone dash.
pub(super) fn header(lines: &Lines) -> Option<Range<u32>> {
    let mut start = 0;
    for _ in 0..LINES {
        let line = Line::new(lines, start)?;
        if let Some(end) = line.header() {
            return Some(start as u32..end as u32);
        }
        // Only short lines without a full stop stand before a header.
        if !line.complete || line.ends_with_stop() {
            return None;
        }
        start = line.tokens.end;
    }
    None
}

struct Line<'a> {
    lines: &'a Lines<'a>,
    tokens: Range<usize>,
    /// The line ends within reach.
    complete: bool,
}

impl<'a> Line<'a> {
    fn new(lines: &'a Lines<'a>, start: usize) -> Option<Line<'a>> {
        let limit = lines.tokens.len().min(start + LONGEST);
        let mut end = start;
        let mut complete = false;
        while end < limit && !complete {
            complete = lines.ends(end);
            end += 1;
        }
        // The text's own last line is a text, not a header.
        (end > start).then_some(Line { lines, tokens: start..end, complete })
    }

    fn header(&self) -> Option<usize> {
        self.bracketed().or_else(|| self.slashed()).or_else(|| self.dated()).or_else(|| self.short_line())
    }

    /// Place names, dates and brackets up to a dash or colon right after a bracket:
    /// `دبي، الإمارات العربية المتحدة (CNN) --`, `واشنطن 3 تشرين الأول/أكتوبر (بترا) -`.
    fn bracketed(&self) -> Option<usize> {
        let mut words = 0;
        let mut inside = false;
        let mut brackets = 0;
        for i in self.tokens.clone() {
            match self.text(i) {
                "(" if inside => return None,
                "(" => inside = true,
                ")" if !inside => return None,
                ")" => {
                    inside = false;
                    brackets += 1;
                    let next = i + 1;
                    if next < self.tokens.end && (self.is_dash(next) || self.text(next) == ":") {
                        // `(بترا) - (رويترز) -`: another bracket may follow.
                        if next + 1 < self.tokens.end && self.text(next + 1) == "(" {
                            continue;
                        }
                        // قال مسؤول في كذا (الجيش): has more words before its bracket than a place and a date.
                        return (self.text(next) != ":" || words <= 2).then_some(next + 1);
                    }
                }
                "." | ":" | "؟" | "!" | "\"" | "«" => return None,
                _ if inside => {}
                _ if self.lines.tokens[i].kind == TokenKind::Word => {
                    words += 1;
                    if words > 8 || (brackets > 0 && words > 6) {
                        return None;
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// `بغداد/ وكالات:`, `رام الله / معا -`, `سبق- القنفذة:`.
    fn slashed(&self) -> Option<usize> {
        let (mut slash, mut dash) = (false, false);
        for (n, i) in self.tokens.clone().take(LONGEST_LINE).enumerate() {
            match self.text(i) {
                "/" if n > 0 => slash = true,
                ":" if slash || dash => return Some(i + 1),
                _ if slash && self.is_dash(i) && self.lines.tokens[i].space_after => return Some(i + 1),
                _ if self.is_dash(i) => dash = n > 0 && n <= 4,
                _ if matches!(self.lines.tokens[i].kind, TokenKind::Word | TokenKind::Foreign) => {}
                _ => return None,
            }
        }
        // A line of its own: عمان/ بترا
        (slash && self.complete && self.tokens.len() <= LONGEST_LINE).then_some(self.tokens.end)
    }

    /// `دمشق 12 كانون الثاني (سانا)` with no dash: one place, a day, a month, an agency.
    fn dated(&self) -> Option<usize> {
        let mut number = None;
        for (n, i) in self.tokens.clone().take(LONGEST_LINE + 3).enumerate() {
            let kind = self.lines.tokens[i].kind;
            match self.text(i) {
                "(" => {
                    let after_number = i - number?;
                    let close = (i + 1..self.tokens.end.min(i + 5)).find(|j| self.text(*j) == ")")?;
                    return (after_number <= 5 && n >= 2).then_some(close + 1);
                }
                "/" | "-" => {}
                // The place comes first, in at most three words.
                _ if kind == TokenKind::Number && (1..=3).contains(&n) => number = Some(i),
                _ if kind == TokenKind::Number && number.is_some() => {}
                _ if kind == TokenKind::Word => {}
                _ => return None,
            }
        }
        None
    }

    /// `الرياض – واس` or `بي بي سي - غزة` alone on a line.
    fn short_line(&self) -> Option<usize> {
        let line = self.tokens.clone();
        if !self.complete || line.len() > LONGEST_LINE {
            return None;
        }
        let mut dashes = 0;
        for i in line.clone() {
            match self.lines.tokens[i].kind {
                TokenKind::Word | TokenKind::Foreign => {}
                TokenKind::Punctuation if self.is_dash(i) => {
                    dashes += 1;
                    let between = i > line.start && i + 1 < line.end;
                    if !between {
                        return None;
                    }
                }
                TokenKind::Punctuation if matches!(self.text(i), "،" | "," | "\"" | "«" | "»") => {}
                _ => return None,
            }
        }
        (dashes == 1 || dashes == 2).then_some(line.end)
    }

    fn ends_with_stop(&self) -> bool {
        self.text(self.tokens.end - 1).starts_with(['.', '!', '؟', '?'])
    }

    fn is_dash(&self, i: usize) -> bool {
        matches!(self.text(i), "-" | "--" | "–" | "—" | "---" | "ـ" | "——" | "––")
    }

    fn text(&self, i: usize) -> &str {
        self.lines.text(i)
    }
}
