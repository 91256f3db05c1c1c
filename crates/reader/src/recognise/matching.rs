//! Where does a name of a compiled list stand in the text?
//!
//! Names are folded words joined by one space. A token may carry proclitics before the
//! name (`و` `ف` `ب` `ل` `ك`), so that a walk begins at each of them.

use fst::raw::{Fst, Output};
use rustc_hash::FxHashMap;

use crate::text::{Text, TokenKind, fold};

/// One place where a name may begin in a token: the letters to put before the rest, then where the rest begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Start {
    /// Letters that the clitic swallowed (`لل` is `ل` + `ال`).
    pub(crate) before: &'static str,
    pub(crate) at: usize,
}

/// Where may a name begin in this folded token? The whole token first.
pub(crate) fn starts(folded: &str) -> Starts {
    let mut starts = Starts { all: [Start { before: "", at: 0 }; 4], next: 0, len: 0 };
    let mut push = |before, at| {
        if at < folded.len() {
            starts.all[starts.len] = Start { before, at };
            starts.len += 1;
        }
    };
    push("", 0);
    let mut at = 0;
    if folded.starts_with(['و', 'ف']) {
        at = 2;
        push("", at);
    }
    let rest = &folded[at..];
    if rest.starts_with("لل") {
        push("ال", at + 4);
        push("", at + 2);
    } else if rest.starts_with(['ب', 'ل', 'ك']) {
        push("", at + 2);
    }
    starts
}

/// The places where a name may begin in a token: four at most (وللحوثيين).
#[derive(Debug)]
pub(crate) struct Starts {
    all: [Start; 4],
    next: usize,
    len: usize,
}

impl Iterator for Starts {
    type Item = Start;

    fn next(&mut self) -> Option<Start> {
        let start = *self.all[..self.len].get(self.next)?;
        self.next += 1;
        Some(start)
    }
}

/// A name found: the token after its last, and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) end: u32,
    pub(crate) value: u64,
}

/// The first word of names: what it names by itself, and where longer names go on, if any do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opening<S> {
    pub(crate) start: Start,
    pub(crate) value: Option<u64>,
    pub(crate) on: Option<S>,
}

/// The names that begin with the word of a token, read from `start`.
pub(crate) fn open<N: Names>(names: &N, folded: &str, start: Start) -> Option<Opening<N::State>> {
    let state = names.step(names.begin(), start.before.as_bytes())?;
    let (value, on) = names.end_of_word(names.step(state, &folded.as_bytes()[start.at..])?);
    (value.is_some() || on.is_some()).then_some(Opening { start, value, on })
}

/// The longest name that opens in `token`; tokens from `limit` on are not read.
pub(crate) fn longest<N: Names>(
    names: &N,
    text: &Text,
    token: u32,
    opening: &Opening<N::State>,
    limit: u32,
) -> Option<Found> {
    let mut end = token + 1;
    let mut best = opening.value.map(|value| Found { end, value });
    let mut on = opening.on;
    while let Some(gap) = on
        && let Some(next) = next_word(text, end, limit)
        && let Some(state) = names.step(gap, text.folded(next as usize).as_bytes())
    {
        end = next + 1;
        let (value, longer) = names.end_of_word(state);
        best = value.map(|value| Found { end, value }).or(best);
        on = longer;
    }
    best
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

/// A list of names that can be walked letter by letter.
pub(crate) trait Names {
    type State: Copy;

    fn begin(&self) -> Self::State;

    fn step(&self, state: Self::State, bytes: &[u8]) -> Option<Self::State>;

    /// At the end of a word: the value of the name that ends here, and after a space, where longer names go on.
    fn end_of_word(&self, state: Self::State) -> (Option<u64>, Option<Self::State>);
}

impl<D: AsRef<[u8]>> Names for Fst<D> {
    type State = (u64, u64);

    fn begin(&self) -> (u64, u64) {
        (self.root().addr() as u64, 0)
    }

    fn step(&self, (at, output): (u64, u64), bytes: &[u8]) -> Option<(u64, u64)> {
        let (mut node, mut output) = (self.node(at as usize), Output::new(output));
        for &b in bytes {
            let arc = node.transition(node.find_input(b)?);
            output = output.cat(arc.out);
            node = self.node(arc.addr);
        }
        Some((node.addr() as u64, output.value()))
    }

    fn end_of_word(&self, (at, output): (u64, u64)) -> (Option<u64>, Option<(u64, u64)>) {
        let node = self.node(at as usize);
        let value = node.is_final().then(|| Output::new(output).cat(node.final_output()).value());
        (value, self.step((at, output), b" "))
    }
}

/// Names by the hash of their letters, for lists that are read when the program starts.
#[derive(Debug, Default)]
pub(crate) struct HashedNames {
    of: FxHashMap<u64, Hashed>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Hashed {
    /// None where a name only begins with these words.
    value: Option<u32>,
    /// Longer names begin with these words.
    goes_on: bool,
}

impl HashedNames {
    /// Sets a key's value unless it has one; gives the value that it has.
    pub(crate) fn insert(&mut self, key: &str, value: u32) -> u32 {
        for (space, _) in key.match_indices(' ') {
            self.of.entry(hash(HASH, &key.as_bytes()[..space])).or_default().goes_on = true;
        }
        *self.of.entry(hash(HASH, key.as_bytes())).or_default().value.get_or_insert(value)
    }

    pub(crate) fn get(&self, key: &str) -> Option<u32> {
        self.of.get(&hash(HASH, key.as_bytes()))?.value
    }
}

impl Names for HashedNames {
    type State = u64;

    fn begin(&self) -> u64 {
        HASH
    }

    fn step(&self, state: u64, bytes: &[u8]) -> Option<u64> {
        Some(hash(state, bytes))
    }

    fn end_of_word(&self, state: u64) -> (Option<u64>, Option<u64>) {
        match self.of.get(&state) {
            Some(n) => (n.value.map(u64::from), n.goes_on.then(|| hash(state, b" "))),
            None => (None, None),
        }
    }
}

const HASH: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, which goes on from where it stood: the same letters in several pieces have one hash.
pub(crate) fn hash(state: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(state, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Which words does no name begin with? A set that may err on one side only.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FirstWords<'a>(pub(crate) &'a [u8]);

/// Bytes of a set of first words.
pub(crate) const FIRST_WORDS: usize = 1 << 15;

impl FirstWords<'_> {
    pub(crate) fn may_begin(self, before: &str, rest: &str) -> bool {
        bits(hash(hash(HASH, before.as_bytes()), rest.as_bytes()))
            .into_iter()
            .all(|(byte, mask)| self.0.get(byte).is_none_or(|b| b & mask != 0))
    }
}

/// Adds the first word of a name to a set.
pub(crate) fn add_first_word(set: &mut [u8], name: &str) {
    let first = name.split(' ').next().unwrap_or_default();
    for (byte, mask) in bits(hash(HASH, first.as_bytes())) {
        set[byte] |= mask;
    }
}

fn bits(h: u64) -> [(usize, u8); 2] {
    [h, h >> 32].map(|h| {
        let bit = (h ^ h >> 18) as usize % (FIRST_WORDS * 8);
        (bit / 8, 1 << (bit % 8))
    })
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
