//! What stands between a trigger and a phrase?

use std::ops::Range;

use super::scene::Scene;
use super::weighing::{Atom, Sink, digit};
use crate::codebook::Function;
use crate::language::{Derived, Part, Pos};

/// What each word of a sentence is to the way past it, a letter a word; 0 where it says nothing.
pub(super) struct Letters(Vec<u8>);

impl Letters {
    pub fn new(scene: &Scene<'_>) -> Letters {
        Letters(scene.words.clone().map(|w| letter(scene, w)).collect())
    }
}

fn letter(scene: &Scene<'_>, w: usize) -> u8 {
    let f = scene.function(w);
    if let Some(c) = scene.chunk(w) {
        return match c {
            c if c.time => b't',
            c if c.prep.is_some() => b'p',
            c if scene.analysis.words[c.head].features.derived == Some(Derived::Masdar) => b'M',
            _ => b'N',
        };
    }
    match scene.pos(w) {
        _ if f.is(Function::RELATIVE_ONLY) => b'R',
        _ if f.is(Function::THAT) => b'T',
        _ if f.is(Function::ADJUNCT) => b'A',
        _ if f.is(Function::SUBORDINATOR) => b'S',
        Pos::Verb if scene.part(w) == Part::Stem => {
            if scene.book.cues.report_verbs.holds(scene.analysis.words[w].lemma) {
                b'r'
            } else if scene.book.cues.transparent.matches(scene.analysis, w) {
                b'l'
            } else {
                b'V'
            }
        }
        Pos::Aux => b'B',
        Pos::Cconj => b'+',
        Pos::Punct if !scene.is_quote(w) => b',',
        _ => 0,
    }
}

/// The letters that weigh wherever they stand.
const PASSED: [u8; 12] = *b"+,ABMNRSTVlr";

/// The bit of each letter.
const BITS: [u16; 128] = {
    let mut bits = [0; 128];
    let mut i = 0;
    while i < PASSED.len() {
        bits[PASSED[i] as usize] = 1 << i;
        i += 1;
    }
    bits
};

/// What stands between the candidate and the trigger, a letter a thing.
pub(super) fn way(
    scene: &Scene<'_>,
    letters: &Letters,
    between: &Range<usize>,
    before: bool,
    put: &mut impl Sink,
) {
    let mut path = [0_u8; 24];
    let mut n = 0;
    // A bit for each letter of `PASSED`.
    let mut passed = 0_u16;
    let (mut verbs, mut puncts, mut relatives, mut thats, mut conjunctions) = (0, 0, 0, 0, 0);
    let mut w = between.start;
    while w < between.end {
        let letter = letters.0[w - scene.words.start];
        match letter {
            b'V' | b'r' | b'l' => verbs += 1,
            b',' => puncts += 1,
            b'R' => relatives += 1,
            b'T' => thats += 1,
            b'+' => conjunctions += 1,
            _ => {}
        }
        let chunk = if letter == 0 { None } else { scene.chunk(w) };
        // Each chunk is said, of other things that repeat one.
        if letter != 0 && n < path.len() && (chunk.is_some() || n == 0 || path[n - 1] != letter) {
            path[n] = letter;
            n += 1;
            passed |= BITS[usize::from(letter)];
        }
        w = chunk.map_or(w + 1, |c| c.words.end.max(w + 1));
    }
    let path = &path[..n];
    put.put(Atom::Verbs, digit(verbs, 4));
    put.put(Atom::Puncts, digit(puncts, 4));
    put.put(Atom::Relatives, digit(relatives, 2));
    put.put(Atom::Thats, digit(thats, 2));
    put.put(Atom::Conjunctions, digit(conjunctions, 4));
    put.put(Atom::Path, if n <= 5 { path } else { b"long" });
    let start = |k: usize| &path[..k.min(n)];
    let end = |k: usize| &path[n.saturating_sub(k)..];
    let (near, far): (&dyn Fn(usize) -> _, &dyn Fn(usize) -> _) =
        if before { (&end, &start) } else { (&start, &end) };
    put.put(Atom::NearTrigger, near(1));
    put.put(Atom::NearTrigger2, near(2));
    put.put(Atom::NearCandidate, far(1));
    put.put(Atom::NearCandidate2, far(2));
    let mut set = [0_u8; 16];
    let mut m = 0;
    while passed != 0 {
        set[m] = PASSED[passed.trailing_zeros() as usize];
        m += 1;
        passed &= passed - 1;
    }
    put.put(Atom::Passed, &set[..m]);
    put.put(Atom::Gap, digit(between.len(), 4));
}
