//! Where and when did each act take place?
//!
//! The places and dates of the sentence are candidates, with the latest before it and the first of the report, since a
//! report's day and scene carry over to the parts of what it tells. Where none is likely enough, none is given.

use std::ops::Range;

use super::between::{Letters, way};
use super::casualties::matters;
use super::parties::kind;
use super::scene::Scene;
use super::weighing::{Atom, Hashes, Names, Of, Sink, Sum, Weighing, digit, overlaps};
use super::{Draft, Filler};
use crate::codebook::{Form, Role, Slot};
use crate::language::{Aspect, Definite};
use crate::linear::yes;
use crate::recognise::dates::DateExpr;
use crate::recognise::{PlaceMention, Without};

/// A candidate with the features that fitting needs.
#[derive(Clone, Debug)]
pub struct SettingRow {
    pub trigger: usize,
    /// Index into `Mentions::places`, or `Mentions::dates`.
    pub mention: usize,
    pub place: bool,
    pub features: Vec<String>,
}

/// Gives each draft of a sentence its place and its date.
pub(super) fn choose(scene: &Scene<'_>, letters: &Letters, here: &mut [Draft], weighing: &Weighing) {
    if weighing.is_empty() {
        return;
    }
    let weighs = |d: &Draft| matters(scene.book, d);
    let triggers: Vec<(Hashes, Sum)> = here
        .iter()
        .map(|d| {
            let mut h = Hashes::default();
            of_trigger(scene, d, &mut h);
            let alone = weighing.trigger(&h);
            (h, alone)
        })
        .collect();
    for column in 0..2 {
        let all = candidates(scene, column == 0);
        if all.is_empty() {
            for d in here.iter_mut().filter(|d| weighs(d)) {
                if column == 0 { d.place = None } else { d.date = None }
            }
            continue;
        }
        let own: Vec<(Hashes, Sum)> = all
            .iter()
            .map(|c| {
                let mut h = Hashes::default();
                of_candidate(scene, c, &mut h);
                let alone = weighing.candidate(&h);
                (h, alone)
            })
            .collect();
        let best: Vec<Option<usize>> = (0..here.len())
            .map(|which| {
                if !weighs(&here[which]) {
                    return None;
                }
                // تقاتل القوات منذ شهر: nothing but its verb can have begun then.
                let since = |c: &Candidate| is_since(scene, c) && beside(scene, here, which, c);
                if column == 1
                    && let Some(c) = all.iter().find(|c| since(c))
                {
                    return Some(c.mention);
                }
                let (mut h, trigger) = triggers[which];
                let odds = |at: usize| {
                    h.take(&own[at].0);
                    of_pair(scene, letters, here, which, &all, at, &mut h);
                    let c = weighing.weigh(&h, trigger, own[at].1);
                    (if column == 0 { c.actor } else { c.target }, at)
                };
                let (o, at) = (0..all.len()).map(odds).max_by(|a, b| a.0.total_cmp(&b.0))?;
                let least =
                    weighing.least[column] - if beside(scene, here, which, &all[at]) { BESIDE } else { 0.0 };
                (o >= least).then_some(all[at].mention)
            })
            .collect();
        for (d, b) in here.iter_mut().zip(best).filter(|(d, _)| weighs(d)) {
            if column == 0 { d.place = b } else { d.date = b }
        }
    }
}

/// What a day in the clause of an act needs less, in odds' logarithms, where no other act can have it.
const BESIDE: f32 = 0.9;

/// A day in the trigger's own clause, with no other act in it.
fn beside(scene: &Scene<'_>, here: &[Draft], which: usize, c: &Candidate) -> bool {
    let clause = scene.clause(here[which].word);
    !c.place
        && c.from == From::Here
        && scene.clause(c.words.start) == clause
        && here.iter().enumerate().all(|(i, o)| i == which || !o.holds || scene.clause(o.word) != clause)
}

fn is_since(scene: &Scene<'_>, c: &Candidate) -> bool {
    !c.place && matches!(scene.mentions.dates[c.mention].expr, DateExpr::Since(_))
}

/// All candidates of all drafts with their features.
pub(super) fn rows(scene: &Scene<'_>, letters: &Letters, here: &[Draft]) -> Vec<SettingRow> {
    let mut out = Vec::new();
    for place in [true, false] {
        let all = candidates(scene, place);
        for (which, d) in here.iter().enumerate() {
            for at in 0..all.len() {
                let mut names = Names::default();
                of_trigger(scene, d, &mut names);
                of_candidate(scene, &all[at], &mut names);
                of_pair(scene, letters, here, which, &all, at, &mut names);
                let features = names.features(Of::Setting);
                out.push(SettingRow { trigger: d.word, mention: all[at].mention, place, features });
            }
        }
    }
    out
}

struct Candidate {
    mention: usize,
    place: bool,
    /// Its words, in this sentence or an earlier one.
    words: Range<usize>,
    from: From,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Here,
    /// The latest before the sentence.
    Latest,
    /// The first of the report.
    Lead,
}

fn candidates(scene: &Scene<'_>, place: bool) -> Vec<Candidate> {
    let m = scene.mentions;
    let words = &scene.analysis.words;
    let first = words.get(scene.words.start).map_or(0, |w| w.token);
    let last = words.get(scene.words.end - 1).map_or(0, |w| w.token);
    let count = if place { m.places.len() } else { m.dates.len() };
    let tokens = |i: usize| if place { m.places[i].tokens.clone() } else { m.dates[i].tokens.clone() };
    let usable = |i: usize| {
        if place { place_by_name(&m.places[i]) } else { m.dates[i].dates_events() }
    };
    let certain = |i: usize| !place || (m.places[i].can_be_scene() && !m.places[i].weak);
    let span = |i: usize| {
        let t = tokens(i);
        words.partition_point(|w| w.token < t.start)..words.partition_point(|w| w.token < t.end)
    };
    let mut out = Vec::new();
    let mut add = |i: usize, from: From| {
        out.push(Candidate { mention: i, place, words: span(i), from });
    };
    // Mentions stand in the order of the text.
    let start = if place {
        m.places.partition_point(|p| p.tokens.start < first)
    } else {
        m.dates.partition_point(|d| d.tokens.start < first)
    };
    for i in (start..count).take_while(|i| tokens(*i).start <= last).filter(|i| usable(*i)) {
        add(i, From::Here);
    }
    let before = |i: &usize| usable(*i) && certain(*i);
    let lead = (0..start).find(before);
    let latest = (0..start).rev().find(before);
    if let Some(l) = latest {
        add(l, From::Latest);
    }
    if let Some(l) = lead.filter(|l| Some(*l) != latest) {
        add(l, From::Lead);
    }
    out
}

/// No adjective, nor a common word that only may be a place (فان).
fn place_by_name(p: &PlaceMention) -> bool {
    !p.demonym && (!p.weak || p.type_word.is_some())
}

fn of_candidate(scene: &Scene<'_>, c: &Candidate, put: &mut impl Sink) {
    put.put(Atom::CandidateLemma, scene.analysis.lemma(c.words.start));
    if c.place {
        of_place(&scene.mentions.places[c.mention], put);
        put.put(Atom::Kind, kind(scene, c.words.end.max(1) - 1));
    } else {
        put.put(Atom::Sort, scene.mentions.dates[c.mention].expr.kind());
    }
    if c.from != From::Here {
        return;
    }
    let prep = match scene.chunk(c.words.start).and_then(|ch| ch.prep) {
        Some(g) => match g.slot {
            Some(Slot::Prep(i)) => &scene.book.prepositions[i as usize].name,
            _ => "other",
        },
        None => "no",
    };
    put.put(Atom::Prep, prep);
}

fn of_pair(
    scene: &Scene<'_>,
    letters: &Letters,
    here: &[Draft],
    which: usize,
    all: &[Candidate],
    at: usize,
    put: &mut impl Sink,
) {
    let c = &all[at];
    let d = &here[which];
    let before = c.words.start < d.word;
    let side = match c.from {
        From::Latest => "latest",
        From::Lead => "lead",
        From::Here if before => "before",
        From::Here => "after",
    };
    put.put(Atom::Side, side);
    let party = |list: &[Filler]| list.iter().any(|f| overlaps(&f.words, &c.words));
    let party = match (party(&d.actors), party(&d.targets)) {
        (true, _) => "actor",
        (_, true) => "target",
        _ => "no",
    };
    put.put(Atom::Party, party);
    let nearest = if c.place { d.place } else { d.date };
    put.put(Atom::Hand, yes(nearest == Some(c.mention)));
    if c.from != From::Here {
        let away = scene.sentence - scene.analysis.sentence_of(c.words.start).min(scene.sentence);
        put.put(Atom::Sentences, digit(away, 5));
        let rivals = all.iter().filter(|o| o.from == From::Here).count();
        put.put(Atom::Rivals, digit(rivals, 3));
        return;
    }
    let between =
        if before { c.words.end..d.word.max(c.words.end) } else { d.word + 1..c.words.start.max(d.word + 1) };
    way(scene, letters, &between, before, put);
    let chunk = scene.chunk_index(c.words.start);
    let own = scene.chunk_index(d.word);
    let index =
        |i: Option<usize>, w: usize| i.unwrap_or_else(|| scene.chunks.partition_point(|x| x.words.end <= w));
    let chunks = index(chunk, c.words.start).abs_diff(index(own, d.word));
    put.put(Atom::Chunks, digit(chunks, 10));
    put.put(Atom::Clause, yes(scene.clause(c.words.start) == scene.clause(d.word)));
    let links = &d.links;
    let slots =
        [(Slot::Subject, &links.subject), (Slot::Object, &links.object), (Slot::Genitive, &links.genitive)];
    let fits = |l: &super::links::Link| overlaps(&l.words, &c.words);
    let slot = slots
        .iter()
        .find_map(|(s, l)| l.as_ref().filter(|l| fits(l)).map(|_| *s))
        .or_else(|| links.preps.iter().find(|(_, l)| fits(l)).map(|(s, _)| *s));
    if let Some(s) = slot {
        let frame = &scene.book.pattern(d.pattern).frame;
        let role = frame.iter().find(|f| f.0 == s).map_or(Role::None, |f| f.1);
        put.put(
            Atom::Slot,
            match s {
                Slot::Subject => "subject",
                Slot::Object => "object",
                Slot::Genitive => "genitive",
                Slot::Prep(i) => &scene.book.prepositions[i as usize].name,
            },
        );
        put.put(Atom::Role, if role == Role::Place { "place" } else { "other" });
    }
    let nearer = |o: &Candidate| {
        o.from == From::Here
            && if before {
                o.words.start > c.words.start && o.words.start < d.word
            } else {
                o.words.start < c.words.start && o.words.start > d.word
            }
    };
    put.put(Atom::Rivals, digit(all.iter().filter(|o| nearer(o)).count(), 3));
    let acts = here.iter().enumerate().filter(|(i, o)| *i != which && between.contains(&o.word)).count();
    put.put(Atom::Acts, digit(acts, 3));
}

fn of_trigger(scene: &Scene<'_>, d: &Draft, put: &mut impl Sink) {
    let pattern = scene.book.pattern(d.pattern);
    put.put(Atom::Type, &scene.book.kind(pattern.kind).name);
    put.put(Atom::Lemma, scene.analysis.lemma(d.word));
    let form = match d.form {
        Form::Active | Form::Passive => "participle",
        form => form.as_str(),
    };
    put.put(Atom::Form, form);
    put.put(Atom::Realis, d.realis.as_str());
    let f = scene.analysis.words[d.word].features;
    let aspect = match f.aspect {
        Some(Aspect::Perfect) => "perfect",
        Some(Aspect::Imperfect) => "imperfect",
        _ => "no",
    };
    put.put(Atom::Aspect, aspect);
    put.put(Atom::Definite, yes(f.definite == Some(Definite::Definite)));
    let opening = match scene.sentence {
        0 => "0",
        1 => "1",
        2..=4 => "2-4",
        _ => "5+",
    };
    put.put(Atom::Opening, opening);
    let named = pattern.frame.iter().any(|f| f.1 == Role::Place);
    put.put(Atom::HasPlace, yes(named));
}

fn of_place(p: &PlaceMention, put: &mut impl Sink) {
    let sort = match (&p.without, &p.type_word) {
        (Some(Without::Anaphor(_)), _) => "anaphor",
        (Some(Without::Unknown(_)), _) => "unknown",
        (None, Some(t)) => t.kind.as_str(),
        (None, None) => p.kind.map_or("bare", |k| k.as_str()),
    };
    put.put(Atom::Sort, sort);
    let mut flags = [b'.'; 4];
    for (i, (is, letter)) in [(p.weak, b'w'), (p.metonym, b'm'), (p.institution, b'i'), (p.direction, b'd')]
        .into_iter()
        .enumerate()
    {
        if is {
            flags[i] = letter;
        }
    }
    put.put(Atom::Flags, flags);
}
