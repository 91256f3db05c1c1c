//! Where does a name of a compiled list stand in the text?
//!
//! Names are keys of an FST: folded words joined by one space. A token may carry proclitics before the
//! name (`و` `ف` `ب` `ل` `ك`), so that a walk begins at each of them.

use fst::raw::{Fst, Node, Output};

use crate::text::{Text, TokenKind, fold};

/// One place where a name may begin in a token: the letters to put before the rest, then where the rest begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Start {
    /// Letters that the clitic swallowed (`لل` is `ل` + `ال`).
    pub(crate) before: &'static str,
    pub(crate) at: usize,
}

/// Where may a name begin in this folded token? The whole token first.
pub(crate) fn starts(folded: &str) -> impl Iterator<Item = Start> {
    let mut out = [None; 6];
    let mut n = 0;
    let mut push = |s: Start| {
        if n < out.len() && s.at < folded.len() {
            out[n] = Some(s);
            n += 1;
        }
    };
    push(Start { before: "", at: 0 });
    let mut at = 0;
    if folded.starts_with(['و', 'ف']) {
        at = 2;
        push(Start { before: "", at });
    }
    let rest = &folded[at..];
    if rest.starts_with("لل") {
        push(Start { before: "ال", at: at + 4 });
        push(Start { before: "", at: at + 2 });
    } else if rest.starts_with(['ب', 'ل', 'ك']) {
        push(Start { before: "", at: at + 2 });
    }
    out.into_iter().flatten()
}

/// A name found: the token after its last, and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) end: u32,
    pub(crate) value: u64,
}

/// The longest name that begins at `start` in `token`; tokens from `limit` on are not read.
pub(crate) fn longest<D: AsRef<[u8]>>(
    fst: &Fst<D>,
    text: &Text,
    token: u32,
    start: Start,
    limit: u32,
) -> Option<Found> {
    let mut walk = Walk { fst, node: fst.root(), output: Output::zero() };
    walk.step(start.before.as_bytes())?;
    walk.step(&text.folded(token as usize).as_bytes()[start.at..])?;
    let mut best = walk.value().map(|value| Found { end: token + 1, value });
    let mut at = token + 1;
    loop {
        let next = next_word(text, at, limit);
        let Some(next) = next else { return best };
        if walk.step(b" ").is_none() || walk.step(text.folded(next as usize).as_bytes()).is_none() {
            return best;
        }
        at = next + 1;
        if let Some(value) = walk.value() {
            best = Some(Found { end: at, value });
        }
    }
}

/// The word at `at` or after the marks that may stand inside a name (`تنظيم "الدولة الإسلامية"`, `الجيش_اليمني`).
pub(crate) fn next_word(text: &Text, at: u32, limit: u32) -> Option<u32> {
    for i in at..limit.min(text.tokens.len() as u32) {
        match text.tokens[i as usize].kind {
            TokenKind::Word => return Some(i),
            TokenKind::Punctuation | TokenKind::Symbol if is_inner(text.clean(i as usize)) && i - at < 2 => {}
            _ => return None,
        }
    }
    None
}

/// Marks that do not end a name.
pub(crate) fn is_inner(mark: &str) -> bool {
    mark.chars().all(|c| matches!(c, '"' | '“' | '”' | '«' | '»' | '\'' | '‘' | '’' | '_' | '#'))
}

struct Walk<'a, D> {
    fst: &'a Fst<D>,
    node: Node<'a>,
    output: Output,
}

impl<D: AsRef<[u8]>> Walk<'_, D> {
    fn step(&mut self, bytes: &[u8]) -> Option<()> {
        for &b in bytes {
            let arc = self.node.transition(self.node.find_input(b)?);
            self.output = self.output.cat(arc.out);
            self.node = self.fst.node(arc.addr);
        }
        Some(())
    }

    fn value(&self) -> Option<u64> {
        self.node.is_final().then(|| self.output.cat(self.node.final_output()).value())
    }
}

/// The key of a name: folded words joined by one space.
pub fn key(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in fold(name).chars() {
        let c = if c.is_alphanumeric() { c } else { ' ' };
        if c != ' ' || !(out.is_empty() || out.ends_with(' ')) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}
