//! Which mentions are of one event?

use super::Settled;
use super::places::ResolvedPlace;
use crate::Linear;
use crate::Realis;
use crate::codebook::{Codebook, Form, Toll};
use crate::language::{Analysis, Definite};
use crate::recognise::PlaceKind;

/// Merges drafts of one occurrence, in the order of the text. The first keeps its place; what others add is added.
pub(super) fn merge(
    drafts: Vec<Settled>,
    analysis: &Analysis<'_>,
    book: &Codebook,
    model: &Linear,
) -> Vec<Settled> {
    let mut out: Vec<Settled> = Vec::new();
    for d in drafts {
        let best = out
            .iter()
            .enumerate()
            .filter(|(_, e)| may_be_one(e, &d, analysis, book))
            .map(|(i, e)| (i, model.probability(|put| pair_features(e, &d, analysis, book, put))))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        match best {
            Some((i, p)) if !model.is_empty() && model.accepts(p) => take_in(&mut out[i], d, book),
            // «الحادث» with nothing before it that it could mean is no event by itself.
            _ if book.pattern(d.draft.pattern).gives.anaphoric => {}
            _ => out.push(d),
        }
    }
    out
}

/// Nothing rules it out that `late` is a further mention of `early`.
pub fn may_be_one(early: &Settled, late: &Settled, analysis: &Analysis<'_>, book: &Codebook) -> bool {
    let (a, b) = (book.pattern(early.draft.pattern), book.pattern(late.draft.pattern));
    if a.kind != b.kind {
        // «الهجوم» can be the bombing told before; two exact types are two events.
        let general =
            b.gives.anaphoric || (b.gives.generic && is_definite(late, analysis)) || a.gives.generic;
        if !general || !is_act(early, book) || !is_act(late, book) {
            return false;
        }
    }
    // What is planned is not what happened.
    if (early.draft.realis == Realis::Planned) != (late.draft.realis == Realis::Planned) {
        return false;
    }
    if let (Some(x), Some(y)) = (&early.date, &late.date)
        && (x.start > y.end && y.end.is_some() || y.start > x.end && x.end.is_some())
    {
        return false;
    }
    true
}

fn is_definite(d: &Settled, analysis: &Analysis<'_>) -> bool {
    d.draft.form != Form::Verb && analysis.words[d.draft.word].features.definite == Some(Definite::Definite)
}

/// What speaks for and against two mentions being of one occurrence.
pub fn pair_features(
    early: &Settled,
    late: &Settled,
    analysis: &Analysis<'_>,
    book: &Codebook,
    put: &mut dyn FnMut(&str),
) {
    let (a, b) = (book.pattern(early.draft.pattern), book.pattern(late.draft.pattern));
    let kind = &book.kind(b.kind).name;
    let same_kind = a.kind == b.kind;
    put(&format!("type={kind}"));
    put(if same_kind { "kind=same" } else { "kind=other" });
    let verb = |d: &Settled| if d.draft.form == Form::Verb { "verb" } else { "noun" };
    let lemma = if early.draft.lemma == late.draft.lemma { "same" } else { "other" };
    put(&format!("lemma={lemma}"));
    put(&format!("forms={},{}", verb(early), verb(late)));
    put(&format!("forms,lemma={},{},{lemma}", verb(early), verb(late)));
    let definite = if is_definite(late, analysis) { "yes" } else { "no" };
    put(&format!("definite={definite}"));
    let bare = late.actors.is_empty() && late.targets.is_empty();
    put(&format!("definite,bare={definite},{bare}"));
    let distance = match late.draft.sentence - early.draft.sentence {
        0 => "0",
        1 => "1",
        2 => "2",
        3..=4 => "3-4",
        5..=8 => "5-8",
        _ => "9+",
    };
    put(&format!("distance={distance}"));
    put(&format!("distance,definite={distance},{definite}"));
    put(&format!("distance,type={distance},{kind}"));
    let realis = early.draft.realis == late.draft.realis;
    put(&format!("realis={realis}"));
    if !realis {
        put(&format!("realis={},{}", early.draft.realis.as_str(), late.draft.realis.as_str()));
    }
    let agree = |a: &[String], b: &[String]| match (a.is_empty(), b.is_empty()) {
        (true, true) => "none",
        (true, false) | (false, true) => "one",
        _ if shares(a, b) => "same",
        _ => "other",
    };
    let actors = agree(&early.actor_keys, &late.actor_keys);
    let targets = agree(&early.target_keys, &late.target_keys);
    put(&format!("actors={actors}"));
    put(&format!("targets={targets}"));
    put(&format!("actors,targets={actors},{targets}"));
    let place = match (&early.place, &late.place) {
        (Some(x), Some(y)) if x.id == y.id => "same",
        (Some(x), Some(y)) if contains(x, y) || contains(y, x) => "within",
        (Some(_), Some(_)) => "other",
        (None, None) => "none",
        _ => "one",
    };
    put(&format!("place={place}"));
    let date = match (&early.date, &late.date) {
        (Some(x), Some(y)) if x.edtf == y.edtf => "same",
        (Some(_), Some(_)) => "overlap",
        (None, None) => "none",
        _ => "one",
    };
    put(&format!("date={date}"));
    put(&format!("place,date={place},{date}"));
    for t in Toll::ALL {
        if let (Some(x), Some(y)) = (early.draft.tolls.get(t), late.draft.tolls.get(t)) {
            put(if x.n == y.n { "toll=same" } else { "toll=other" });
        }
    }
    put(if early.draft.speaker.is_some() == late.draft.speaker.is_some() {
        "speech=alike"
    } else {
        "speech=unlike"
    });
    if early.draft.sentence == 0 {
        put("early=lead");
    }
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
    matches!(
        book.kind(book.pattern(d.draft.pattern).kind).family.as_str(),
        "violence" | "force" | "unrest" | "harm"
    )
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
