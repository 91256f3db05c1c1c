//! What stands between a trigger and a phrase?

use std::ops::Range;

use super::scene::Scene;
use super::weighing::{Atom, Sink, digit};
use crate::codebook::Function;
use crate::language::{Derived, Part, Pos};

/// What stands between the candidate and the trigger, a letter a thing.
pub(super) fn way(scene: &Scene<'_>, between: &Range<usize>, before: bool, put: &mut impl Sink) {
    let mut path = [0_u8; 24];
    let mut n = 0;
    let (mut verbs, mut puncts, mut relatives, mut thats, mut conjunctions) = (0, 0, 0, 0, 0);
    let mut w = between.start;
    while w < between.end {
        let f = scene.function(w);
        relatives += usize::from(f.is(Function::RELATIVE_ONLY));
        thats += usize::from(f.is(Function::THAT));
        let chunk = scene.chunk_index(w).map(|i| &scene.chunks[i]);
        let letter = match (chunk, scene.pos(w)) {
            (Some(c), _) if c.time => b't',
            (Some(c), _) if c.prep.is_some() => b'p',
            (Some(c), _) if scene.analysis.words[c.head].features.derived == Some(Derived::Masdar) => b'M',
            (Some(_), _) => b'N',
            _ if f.is(Function::RELATIVE_ONLY) => b'R',
            _ if f.is(Function::THAT) => b'T',
            _ if f.is(Function::ADJUNCT) => b'A',
            _ if f.is(Function::SUBORDINATOR) => b'S',
            (None, Pos::Verb) if scene.part(w) == Part::Stem => {
                verbs += 1;
                if scene.book.cues.report_verbs.holds(scene.analysis.words[w].lemma) {
                    b'r'
                } else if scene.book.cues.transparent.matches(scene.analysis, w) {
                    b'l'
                } else {
                    b'V'
                }
            }
            (None, Pos::Aux) => b'B',
            (None, Pos::Cconj) => {
                conjunctions += 1;
                b'+'
            }
            (None, Pos::Punct) if !scene.is_quote(w) => {
                puncts += 1;
                b','
            }
            _ => 0,
        };
        // Each chunk is said, of other things that repeat one.
        if letter != 0 && n < path.len() && (chunk.is_some() || n == 0 || path[n - 1] != letter) {
            path[n] = letter;
            n += 1;
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
    for b in *b"+,ABMNRSTVlr" {
        if path.contains(&b) {
            set[m] = b;
            m += 1;
        }
    }
    put.put(Atom::Passed, &set[..m]);
    put.put(Atom::Gap, digit(between.len(), 4));
}
