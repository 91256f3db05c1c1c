//! Which mentions are of one event?

use super::Settled;
use super::places::ResolvedPlace;
use crate::Realis;
use crate::codebook::{Codebook, Form, Toll};
use crate::language::{Analysis, Definite};
use crate::recognise::PlaceKind;

/// Merges drafts of one occurrence, in the order of the text. The first keeps its place; what others add is added.
pub(super) fn merge(drafts: Vec<Settled>, analysis: &Analysis<'_>, book: &Codebook) -> Vec<Settled> {
    let mut out: Vec<Settled> = Vec::new();
    for d in drafts {
        let best = out
            .iter()
            .enumerate()
            .filter_map(|(i, e)| score(e, &d, analysis, book).map(|s| (i, s)))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        match best {
            Some((i, s)) if s >= THRESHOLD => take_in(&mut out[i], d, book),
            _ => out.push(d),
        }
    }
    out
}

/// So much must speak for one occurrence.
const THRESHOLD: f32 = 1.0;

/// How much speaks for `late` being a further mention of `early`; none where it cannot be.
fn score(early: &Settled, late: &Settled, analysis: &Analysis<'_>, book: &Codebook) -> Option<f32> {
    let (a, b) = (book.pattern(early.draft.pattern), book.pattern(late.draft.pattern));
    let definite = late.draft.form != Form::Verb
        && (analysis.words[late.draft.word].features.definite == Some(Definite::Definite));
    if a.kind != b.kind {
        // «الهجوم» can be the bombing told before; two exact types are two events.
        let general = (b.gives.generic && definite) || a.gives.generic;
        if !general || !is_act(early, book) || !is_act(late, book) {
            return None;
        }
    }
    if (early.draft.realis == Realis::Actual) != (late.draft.realis == Realis::Actual) {
        return None;
    }
    let same_place = match (&early.place, &late.place) {
        (Some(x), Some(y)) if x.id == y.id => true,
        (Some(x), Some(y)) if contains(x, y) || contains(y, x) => true,
        (Some(_), Some(_)) => return None,
        _ => false,
    };
    let same_date = match (&early.date, &late.date) {
        (Some(x), Some(y)) if x.start <= y.end && y.start <= x.end => true,
        (Some(_), Some(_)) => return None,
        _ => false,
    };
    if conflict(&early.actor_keys, &late.actor_keys) || conflict(&early.target_keys, &late.target_keys) {
        return None;
    }
    for t in Toll::ALL {
        if let (Some(x), Some(y)) = (early.draft.tolls.get(t), late.draft.tolls.get(t))
            && x.n != y.n
        {
            return None;
        }
    }
    let mut s = 0.0;
    if definite {
        s += 0.7;
    }
    if a.kind == b.kind {
        s += 0.2;
    }
    if shares(&early.actor_keys, &late.actor_keys) {
        s += 0.4;
    }
    if shares(&early.target_keys, &late.target_keys) {
        s += 0.4;
    }
    if same_place {
        s += 0.3;
    }
    if same_date {
        s += 0.3;
    }
    if early.draft.lemma == late.draft.lemma {
        s += 0.2;
    }
    let distance = late.draft.sentence - early.draft.sentence;
    match distance {
        0 => s -= if definite { 0.0 } else { 0.2 },
        1 | 2 => {}
        3..=6 => s -= 0.1,
        _ => s -= 0.2,
    }
    Some(s)
}

/// The second place lies in the first, which is a country or a first-level unit.
fn contains(a: &ResolvedPlace, b: &ResolvedPlace) -> bool {
    if a.country != b.country {
        return false;
    }
    match a.kind {
        PlaceKind::Country => true,
        PlaceKind::Admin1 => b.admin1.as_deref() == Some(a.name_en.as_str()),
        _ => false,
    }
}

fn is_act(d: &Settled, book: &Codebook) -> bool {
    matches!(book.kind(book.pattern(d.draft.pattern).kind).family.as_str(), "violence" | "force")
}

fn conflict(a: &[String], b: &[String]) -> bool {
    !a.is_empty() && !b.is_empty() && !shares(a, b)
}

fn shares(a: &[String], b: &[String]) -> bool {
    a.iter().any(|x| b.contains(x))
}

/// The exact type wins over the general; what the later mention adds is kept.
fn take_in(early: &mut Settled, mut late: Settled, book: &Codebook) {
    let (a, b) = (book.pattern(early.draft.pattern), book.pattern(late.draft.pattern));
    if a.kind != b.kind && a.gives.generic && !b.gives.generic {
        std::mem::swap(&mut early.draft.pattern, &mut late.draft.pattern);
    }
    if early.actors.is_empty() {
        early.actors = late.actors;
        early.actor_keys = late.actor_keys;
    }
    if early.targets.is_empty() {
        early.targets = late.targets;
        early.target_keys = late.target_keys;
    }
    let finer = match (&early.place, &late.place) {
        (None, Some(_)) => true,
        (Some(x), Some(y)) => contains(x, y) && x.id != y.id,
        _ => false,
    };
    if finer {
        early.place = late.place;
        early.place_mention = late.place_mention;
    }
    if early.date.is_none() {
        early.date = late.date;
        early.draft.date = late.draft.date;
    }
    early.draft.take_in(late.draft);
}
