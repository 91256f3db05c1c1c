//! Which places, days and parties are meant, and which mentions are of one event?

mod calendar;
pub mod dates;
mod merge;
pub mod names;
pub mod places;

use std::ops::Range;

use jiff::civil::Date as Day;

use crate::codebook::{Codebook, Form, Toll};
use crate::events::{Draft, Filler, Found, TollDraft};
use crate::language::{Analysis, Aspect, Part};
use crate::recognise::{Gazetteer, Mentions, Registry};
use crate::{Count, Date, Event, Note, Party, Place, Reading, Source, Span, Weapon};
use dates::{Anchor, ResolvedDate, resolve_from};
pub use merge::{Among, candidates as merge_candidates, pair_features};

use names::{Named, Namer};
use places::ResolvedPlace;

/// A draft whose parties, place and day are settled.
#[derive(Clone, Debug)]
pub struct Settled {
    pub draft: Draft,
    pub actors: Vec<(Filler, Named)>,
    pub targets: Vec<(Filler, Named)>,
    pub actor_keys: Vec<String>,
    pub target_keys: Vec<String>,
    pub place: Option<ResolvedPlace>,
    pub place_mention: Option<usize>,
    pub date: Option<ResolvedDate>,
    /// The day stands far from the trigger.
    pub date_far: bool,
    /// The day is of the weeks before publication.
    pub recent: bool,
    /// Where it was mentioned last, and how often.
    pub last_sentence: usize,
    pub last_word: usize,
    pub mentions: usize,
}

/// Everything that resolving draws on.
#[derive(Clone, Copy, Debug)]
pub struct World<'w> {
    pub gazetteer: &'w Gazetteer,
    pub registry: &'w Registry,
    pub book: &'w Codebook,
    pub merging: &'w crate::Linear,
}

/// Turns drafts into the finished record.
pub fn settle(
    analysis: &Analysis<'_>,
    mentions: &Mentions,
    world: World<'_>,
    published: Option<Day>,
    found: Found,
) -> Reading {
    let mut notes = Vec::new();
    let places = places::places(analysis.text, &mentions.places, world.gazetteer);
    let namer = Namer::new(analysis, mentions, world.registry, published, &places);
    let settled = candidates(analysis, mentions, published, found, &places, &namer, &mut notes);
    let mut settled = merge::merge(settled, analysis, world.book, world.merging);
    settled.sort_by_key(|s| s.draft.words().min());
    let events = settled
        .into_iter()
        .enumerate()
        .map(|(i, s)| finish(i, s, analysis, mentions, world, &namer))
        .collect();
    notes.extend(text_notes(analysis));
    notes.dedup();
    Reading { events, notes }
}

/// The drafts with their parties, places and days settled, before any are merged; for fitting.
pub fn unmerged(
    analysis: &Analysis<'_>,
    mentions: &Mentions,
    world: World<'_>,
    published: Option<Day>,
    found: Found,
) -> Vec<Settled> {
    let places = places::places(analysis.text, &mentions.places, world.gazetteer);
    let namer = Namer::new(analysis, mentions, world.registry, published, &places);
    candidates(analysis, mentions, published, found, &places, &namer, &mut Vec::new())
}

/// News is of the last two weeks.
fn is_recent(day: Day, published: Day) -> bool {
    day.until(published).is_ok_and(|span| span.get_days() <= 14)
}

/// How many words a day may stand from the act that it is surely of.
const FAR: u32 = 10;

fn candidates(
    analysis: &Analysis<'_>,
    mentions: &Mentions,
    published: Option<Day>,
    found: Found,
    places: &[Option<ResolvedPlace>],
    namer: &Namer<'_>,
    notes: &mut Vec<Note>,
) -> Vec<Settled> {
    let mut settled: Vec<Settled> = Vec::new();
    for draft in found.drafts {
        // The drafts of a sentence have parties in common.
        let known = |f: &Filler| {
            let mut parties = settled.iter().rev().take(4).flat_map(|s| s.actors.iter().chain(&s.targets));
            parties.find(|(g, _)| g.words == f.words && g.head == f.head).map(|(_, n)| n.clone())
        };
        let name = |f: &Filler| known(f).unwrap_or_else(|| namer.name(f.words.clone(), f.head));
        let name =
            |fs: &[Filler]| -> Vec<(Filler, Named)> { fs.iter().map(|f| (f.clone(), name(f))).collect() };
        let (actors, targets) = (name(&draft.actors), name(&draft.targets));
        let keys = |ps: &[(Filler, Named)]| ps.iter().map(|(_, n)| n.key()).collect();
        let place = draft.place.and_then(|p| places[p].clone());
        let date = draft.date.and_then(|d| {
            let anchor = Anchor {
                published,
                antecedent: settled.last().and_then(|s| s.date.as_ref()).and_then(|d| d.start),
                ahead: draft.realis == crate::Realis::Planned,
            };
            match resolve_from(&mentions.dates[d].expr, anchor) {
                Ok(r) => Some(r),
                Err(why) => {
                    notes.push(Note {
                        code: "date-open",
                        text: format!("the date is left open: {why}"),
                        span: Some(mentions.dates[d].span),
                    });
                    None
                }
            }
        });
        let day = date.as_ref().and_then(|d| d.start).zip(published);
        let recent = day.is_some_and(|(d, p)| is_recent(d, p));
        let mut draft = draft;
        // يلتقي الوفد غدا: what has a day to come has not happened. «بعد يومين من» counts from the event.
        let past =
            draft.form == Form::Verb && analysis.words[draft.word].features.aspect == Some(Aspect::Perfect);
        let counted = draft
            .date
            .is_some_and(|d| analysis.text.folded(mentions.dates[d].tokens.start as usize) == "بعد");
        let to_come = day.is_some_and(|(d, p)| d > p);
        if to_come && !past && !counted && draft.realis == crate::Realis::Actual {
            draft.realis = crate::Realis::Planned;
        }
        settled.push(Settled {
            actor_keys: keys(&actors),
            target_keys: keys(&targets),
            place_mention: draft.place.filter(|_| place.is_some()),
            actors,
            targets,
            place,
            date,
            recent,
            date_far: draft.date.is_some_and(|d| {
                let token = analysis.words[draft.word].token;
                mentions.dates[d].tokens.start.abs_diff(token) > FAR
            }),
            last_sentence: draft.sentence,
            last_word: draft.word,
            mentions: 1,
            draft,
        });
    }
    settled
}

fn text_notes(analysis: &Analysis<'_>) -> Vec<Note> {
    let repaired = analysis.text.tokens.iter().filter(|t| t.repaired);
    let Some(first) = repaired.clone().next() else { return Vec::new() };
    vec![Note {
        code: "run-together",
        text: format!("{} words that ran together were read apart", repaired.count()),
        span: Some(first.span),
    }]
}

fn finish(
    i: usize,
    s: Settled,
    analysis: &Analysis<'_>,
    mentions: &Mentions,
    world: World<'_>,
    namer: &Namer<'_>,
) -> Event {
    let pattern = world.book.pattern(s.draft.pattern);
    let kind = world.book.kind(pattern.kind);
    let token_span = |w: usize| analysis.text.tokens[analysis.words[w].token as usize].span;
    let party = |(f, n): (Filler, Named)| Party {
        span: span_of(analysis, &f.words),
        name: n.name,
        id: n.id,
        role: n.role,
    };
    let count = |t: Toll| s.draft.tolls.get(t).map(|d| count_of(analysis, d));
    let (killed, wounded) = (count(Toll::Killed), count(Toll::Wounded));
    let (detained, displaced) = (count(Toll::Detained), count(Toll::Displaced));
    let source = s.draft.speaker.as_ref().map(|f| Source {
        party: party((f.clone(), namer.name(f.words.clone(), f.head))),
        verb: s.draft.saying.map(token_span),
    });
    let place = s.place.zip(s.place_mention).map(|(p, m)| Place {
        span: mentions.places[m].span,
        name: p.name_en,
        name_ar: p.name_ar,
        country: p.country.as_str().to_owned(),
        admin1: p.admin1,
        lat: p.lat,
        lon: p.lon,
        id: p.id,
        precision: p.precision,
        why: p.why,
    });
    let date = s.date.map(|d| Date {
        span: s.draft.date.map(|m| mentions.dates[m].span),
        edtf: d.edtf,
        precision: d.precision,
    });
    let weapon =
        s.draft.weapon.map(|w| &mentions.weapons[w]).map(|w| Weapon { span: w.span, id: w.id.to_string() });
    Event {
        id: format!("e{}", i + 1),
        kind: kind.name.clone(),
        plover: s.draft.reported.then(|| kind.plover.clone()),
        mode: pattern.gives.mode.clone().or_else(|| kind.mode.clone()),
        realis: s.draft.realis,
        trigger: token_span(s.draft.word),
        mentions: s.draft.also.iter().map(|w| token_span(*w)).collect(),
        actors: s.actors.into_iter().map(party).collect(),
        targets: s.targets.into_iter().map(party).collect(),
        place,
        date,
        killed,
        wounded,
        detained,
        displaced,
        weapon,
        source,
        rule: pattern.id.clone(),
        confidence: s.draft.confidence,
    }
}

/// The raw text of a run of words, without the preposition or conjunction that is written onto its first.
pub(crate) fn span_of(analysis: &Analysis<'_>, words: &Range<usize>) -> Span {
    let mut r = words.clone();
    // Of للتنظيم the preposition stays, since it is written in place of the article's alef.
    while r.len() > 1 && analysis.words[r.start].part == Part::Proclitic && !analysis.after_li(r.start + 1) {
        r.start += 1;
    }
    let first = analysis.words[r.start].span;
    let last = analysis.words[r.end.max(r.start + 1) - 1].span;
    first.cover(last)
}

fn count_of(analysis: &Analysis<'_>, d: &TollDraft) -> Count {
    Count { span: span_of(analysis, &d.words), n: d.n, to: d.to, bound: d.bound, who: None }
}
