//! How many were killed, wounded, held, driven out, and in which event?

use std::ops::Range;

use super::arguments::Filler;
use super::scene::Scene;
use crate::Bound;
use crate::codebook::Toll;
use crate::language::{Definite, Number, Part, Pos};

/// A toll and the words it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TollDraft {
    pub n: u64,
    pub to: Option<u64>,
    pub bound: Bound,
    pub words: Range<usize>,
}

/// The tolls of one event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tolls {
    pub killed: Option<TollDraft>,
    pub wounded: Option<TollDraft>,
    pub detained: Option<TollDraft>,
    pub displaced: Option<TollDraft>,
}

impl Tolls {
    pub fn get(&self, t: Toll) -> Option<&TollDraft> {
        match t {
            Toll::Killed => self.killed.as_ref(),
            Toll::Wounded => self.wounded.as_ref(),
            Toll::Detained => self.detained.as_ref(),
            Toll::Displaced => self.displaced.as_ref(),
        }
    }

    fn slot(&mut self, t: Toll) -> &mut Option<TollDraft> {
        match t {
            Toll::Killed => &mut self.killed,
            Toll::Wounded => &mut self.wounded,
            Toll::Detained => &mut self.detained,
            Toll::Displaced => &mut self.displaced,
        }
    }

    /// Keeps the first figure that is said, unless a later one is exact where the first was not.
    pub fn put(&mut self, t: Toll, draft: TollDraft) {
        let slot = self.slot(t);
        let better = slot.as_ref().is_none_or(|old| old.bound != Bound::Exact && draft.bound == Bound::Exact);
        if better {
            *slot = Some(draft);
        }
    }

    pub fn take_in(&mut self, other: &Tolls) {
        for t in Toll::ALL {
            if let Some(d) = other.get(t) {
                self.put(t, d.clone());
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Tolls::default()
    }
}

/// The number of people that a phrase names: a figure, a dual, one person.
pub(super) fn count(scene: &Scene<'_>, f: &Filler) -> Option<TollDraft> {
    if let Some(mut d) = figure(scene, f.words.clone()) {
        // عشرة جنود وثلاثة من العاملين: what is joined in one slot adds up.
        let mut at = f.words.end;
        while let Some(next) =
            scene.chunks.iter().find(|c| c.joined && (at..=at + 6).contains(&c.words.start))
        {
            // 13 قتيلا و94 جريحا are two tolls.
            let other = scene.book.cues.victims.iter().any(|(t, _)| t.matches(scene.analysis, next.head));
            if other || !super::arguments::joins(scene, f.head, next.head) {
                break;
            }
            let more = figure_in(scene, next.words.clone(), true);
            let (Some(more), true) = (more, d.to.is_none()) else { break };
            d.n += more.n;
            d.words.end = more.words.end;
            at = next.words.end;
        }
        return Some(d);
    }
    let head = &scene.analysis.words[f.head];
    let person = scene.book.cues.people.matches(scene.analysis, f.head)
        || scene.book.cues.person.matches(scene.analysis, f.head)
        // مقتل فلسطيني: somebody of that people.
        || scene.mentions.place_at(head.token as usize).is_some_and(|p| scene.mentions.places[p].demonym);
    let one = |n| Some(TollDraft { n, to: None, bound: Bound::Exact, words: f.words.clone() });
    match (head.pos, head.features.number) {
        (Pos::Noun | Pos::Adj, Some(Number::Dual)) => one(2),
        // قتل ضابطا شرطة: the alif before a genitive is the dual's.
        (Pos::Noun, _)
            if person
                && f.how != "vso"
                && scene.analysis.form(f.head).ends_with('ا')
                && f.head + 1 < f.words.end
                && scene.pos(f.head + 1) == Pos::Noun =>
        {
            one(2)
        }
        // مقتل جندي: one; مقتل الجنود and مقتل جنود say no number.
        (Pos::Noun | Pos::Adj, Some(Number::Singular))
            if person && !scene.book.cues.collective.matches(scene.analysis, f.head) =>
        {
            one(1)
        }
        (Pos::Propn, _) if scene.mentions.place_at(head.token as usize).is_none() && f.how != "pronoun" => {
            let group = scene.mentions.actor_at(head.token as usize).is_some();
            if group { None } else { one(1) }
        }
        _ => None,
    }
}

/// A recognised number of people among these words; a mere size (عدة) only where nothing better is.
pub(super) fn figure(scene: &Scene<'_>, words: Range<usize>) -> Option<TollDraft> {
    figure_in(scene, words, false)
}

fn figure_in(scene: &Scene<'_>, words: Range<usize>, joined: bool) -> Option<TollDraft> {
    let mut vague = None;
    let mut seen = None;
    for w in words {
        let token = scene.analysis.words[w].token as usize;
        let Some(i) = scene.mentions.number_at(token) else { continue };
        if seen == Some(i) {
            continue;
        }
        seen = Some(i);
        let n = &scene.mentions.numbers[i];
        let usable = !n.ordinal
            && !n.part_of
            && !n.implied
            && n.of_people()
            && (!joined || n.joined)
            && scene.mentions.date_at(token).is_none();
        if !usable {
            continue;
        }
        let draft = TollDraft { n: n.n, to: n.to, bound: n.bound, words: words_of(scene, &n.tokens) };
        if n.vague && n.n <= 3 {
            vague = vague.or(Some(draft));
        } else {
            return Some(draft);
        }
    }
    vague
}

fn words_of(scene: &Scene<'_>, tokens: &Range<u32>) -> Range<usize> {
    let find = |t: u32| scene.analysis.words.partition_point(|w| w.token < t);
    find(tokens.start)..find(tokens.end)
}

/// Tolls said by nouns that are victims in themselves: سقط 20 قتيلا و30 جريحا.
pub(super) fn victims(scene: &Scene<'_>) -> Vec<(usize, Toll, Option<TollDraft>)> {
    let mut out = Vec::new();
    for w in scene.words.clone() {
        if scene.part(w) != Part::Stem || !matches!(scene.pos(w), Pos::Noun | Pos::Adj) {
            continue;
        }
        let Some((_, toll)) =
            scene.book.cues.victims.iter().find(|(t, _)| t.holds(scene.analysis.words[w].lemma))
        else {
            continue;
        };
        let draft = scene.chunk(w).and_then(|c| figure(scene, c.words.clone())).or_else(|| {
            let f = scene.analysis.words[w].features;
            let n = match f.number {
                Some(Number::Dual) => 2,
                Some(Number::Singular) if f.definite != Some(Definite::Definite) => 1,
                _ => return None,
            };
            Some(TollDraft { n, to: None, bound: Bound::Exact, words: w..w + 1 })
        });
        out.push((w, *toll, draft));
    }
    out
}
