//! Which phrases of the sentence name who acts and whom it is done to?
//!
//! Every phrase of a trigger's sentence is a candidate. What the frame and the order of words make of it
//! (`arguments`) is weighed together with what it is and what stands between.

use std::ops::Range;

use super::Draft;
use super::arguments::Filler;
use super::between::{Letters, way};
use super::casualties::matters;
use super::links::{self, Link, Links};
use super::scene::{Chunk, Scene};
use super::weighing::{Atom, Chance, Hashes, Names, Of, Sink, Sum, Weighing, digit, overlaps};
use crate::codebook::{Form, Function, Role, Slot};
use crate::language::{Definite, Derived, Features, Gender, Number, Part, Pos};
use crate::linear::yes;
use crate::recognise::find_entry;

/// A phrase that can be a party of any trigger of its sentence.
struct Candidate {
    head: usize,
    words: Range<usize>,
    /// Index of its chunk.
    chunk: usize,
    part: PartOf,
    /// Joined to the candidate before by a conjunction.
    joined: bool,
    kind: &'static str,
    /// A force, a state, a person: it can act.
    acts: bool,
    /// So many triggers have it as an actor by their frames, and so many as a target.
    taken: [usize; 2],
}

impl Candidate {
    /// The party that it is one with.
    fn among<'f>(&self, list: &'f [Filler]) -> Option<&'f Filler> {
        list.iter().find(|f| overlaps(&f.words, &self.words))
    }
}

/// The whole chunk, or a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PartOf {
    Whole,
    /// After its head noun (`مقتل | ثلاثة جنود`).
    Genitive,
    /// An adjective on it (`الغارات | الروسية`).
    Adjective,
}

/// A candidate with the features that fitting needs.
#[derive(Clone, Debug)]
pub struct PartyRow {
    pub trigger: usize,
    pub words: Range<usize>,
    pub features: Vec<String>,
}

/// Gives each draft of a sentence its actors and targets.
pub(super) fn choose(scene: &Scene<'_>, letters: &Letters, here: &mut [Draft], weighing: &Weighing) {
    if weighing.is_empty() {
        return;
    }
    let weighs = |d: &Draft| matters(scene.book, d);
    let field = Field::new(scene, letters, here);
    let near = |at: usize| {
        let head = field.all[at].head;
        here.iter().any(|d| weighs(d) && head.abs_diff(d.word) <= REACH)
    };
    let mut candidates: Vec<(Hashes, Sum)> = Vec::with_capacity(field.all.len());
    for at in 0..field.all.len() {
        let mut h = Hashes::default();
        if near(at) {
            field.of_candidate(at, &mut h);
        }
        let alone = weighing.candidate(&h);
        candidates.push((h, alone));
    }
    let mut chances: Vec<Vec<Chance>> = Vec::with_capacity(here.len());
    for (which, d) in here.iter().enumerate() {
        if !weighs(d) {
            chances.push(Vec::new());
            continue;
        }
        let mut h = Hashes::default();
        field.of_trigger(d, &mut h);
        let trigger = weighing.trigger(&h);
        let one = |(at, (candidate, own)): (usize, &(Hashes, Sum))| {
            if field.all[at].head.abs_diff(d.word) > REACH {
                return Chance { actor: f32::MIN, target: f32::MIN };
            }
            h.take(candidate);
            field.of_pair(here, which, at, &mut h);
            weighing.weigh(&h, trigger, *own)
        };
        chances.push(candidates.iter().enumerate().map(one).collect());
    }
    let chosen: Vec<_> = here.iter().enumerate().map(|(w, d)| field.pick(d, w, &chances, weighing)).collect();
    for (d, (actors, targets)) in here.iter_mut().zip(chosen).filter(|(d, _)| weighs(d)) {
        d.actors = actors;
        d.targets = targets;
    }
}

/// All candidates of all drafts with their features.
pub(super) fn rows(scene: &Scene<'_>, letters: &Letters, here: &[Draft]) -> Vec<PartyRow> {
    let field = Field::new(scene, letters, here);
    let mut out = Vec::new();
    for (which, d) in here.iter().enumerate() {
        for at in 0..field.all.len() {
            let mut names = Names::default();
            field.of_trigger(d, &mut names);
            field.of_candidate(at, &mut names);
            field.of_pair(here, which, at, &mut names);
            let words = field.all[at].words.clone();
            out.push(PartyRow { trigger: d.word, words, features: names.features(Of::Parties) });
        }
    }
    out
}

/// By how much a phrase must be likelier elsewhere to be no second party here, in odds' logarithms.
const ELSEWHERE: f32 = 1.0;

/// How many words away a party is looked for; further ones are one in a hundred.
const REACH: usize = 30;

struct Field<'s, 'a> {
    scene: &'s Scene<'a>,
    letters: &'s Letters,
    all: Vec<Candidate>,
    /// Subjects of the verbs of saying.
    speakers: Vec<usize>,
}

impl<'s, 'a> Field<'s, 'a> {
    fn new(scene: &'s Scene<'a>, letters: &'s Letters, here: &[Draft]) -> Field<'s, 'a> {
        let speakers = scene
            .words
            .clone()
            .filter(|w| {
                scene.pos(*w) == Pos::Verb
                    && scene.book.cues.report_verbs.holds(scene.analysis.words[*w].lemma)
            })
            .filter_map(|w| links::of_verb(scene, w).subject.map(|l| l.head))
            .collect();
        let mut field = Field { scene, letters, all: Vec::new(), speakers };
        field.find(here);
        for c in &mut field.all {
            let taken =
                |list: fn(&Draft) -> &[Filler]| here.iter().filter(|d| c.among(list(d)).is_some()).count();
            c.taken = [taken(|d| &d.actors), taken(|d| &d.targets)];
        }
        field
    }

    fn find(&mut self, here: &[Draft]) {
        let scene = self.scene;
        for (i, c) in scene.chunks.iter().enumerate() {
            if c.time {
                continue;
            }
            let trigger = here.iter().find(|d| d.word == c.head && d.form != Form::Verb);
            let eventive =
                trigger.is_some() || scene.analysis.words[c.head].features.derived == Some(Derived::Masdar);
            if trigger.is_none() {
                self.push(c.head, c.full.clone(), i, PartOf::Whole, c.joined);
            }
            if !eventive {
                continue;
            }
            let own;
            let links = if let Some(d) = trigger {
                &d.links
            } else {
                own = links::of_nominal(scene, c.head);
                &own
            };
            if let Some(g) = &links.genitive {
                self.push(g.head, g.words.clone(), i, PartOf::Genitive, false);
            }
            for w in c.head + 1..c.words.end {
                let token = scene.analysis.words[w].token as usize;
                let names = scene.part(w) == Part::Stem
                    && scene.pos(w) == Pos::Adj
                    && (scene.mentions.actor_at(token).is_some()
                        || scene.mentions.place_at(token).is_some_and(|p| scene.mentions.places[p].demonym));
                if names {
                    self.push(w, w..w + 1, i, PartOf::Adjective, false);
                }
            }
        }
    }

    fn push(&mut self, head: usize, words: Range<usize>, chunk: usize, part: PartOf, joined: bool) {
        let kind = kind(self.scene, head);
        let acts = matches!(kind, "actor" | "actor-long" | "actor+place" | "agent" | "person" | "name");
        self.all.push(Candidate { head, words, chunk, part, joined, kind, acts, taken: [0; 2] });
    }

    /// The likeliest phrases of each role, none that overlaps another.
    fn pick(
        &self,
        d: &Draft,
        which: usize,
        chances: &[Vec<Chance>],
        w: &Weighing,
    ) -> (Vec<Filler>, Vec<Filler>) {
        let how = |words: &Range<usize>| {
            d.actors.iter().chain(&d.targets).find(|f| overlaps(&f.words, words)).map_or("weighed", |f| f.how)
        };
        let list = |own: fn(&Chance) -> f32, other: fn(&Chance) -> f32, least: [f32; 2], further: f32| {
            let here = &chances[which];
            let fits = |c: &Chance| own(c) >= least[0] && own(c) - least[0] >= other(c) - least[1];
            let mut order: Vec<usize> = (0..here.len()).filter(|i| fits(&here[*i])).collect();
            order.sort_by(|a, b| own(&here[*b]).total_cmp(&own(&here[*a])));
            let mut out: Vec<Filler> = Vec::new();
            for i in order {
                let c = &self.all[i];
                // خطف مسلحون مهندسا واعتقلت الشرطة سائقا: one more object, but rather that of the other verb.
                let elsewhere = chances
                    .iter()
                    .enumerate()
                    .any(|(o, l)| o != which && l.get(i).is_some_and(|l| own(l) > own(&here[i]) + ELSEWHERE));
                let more = out.is_empty() || (own(&here[i]) >= further && !elsewhere);
                if more && !out.iter().any(|f| overlaps(&f.words, &c.words)) {
                    out.push(Filler { head: c.head, words: c.words.clone(), how: how(&c.words) });
                }
            }
            out.sort_by_key(|f| f.words.start);
            out
        };
        let [a, t] = w.least;
        let [af, tf] = w.further;
        (list(|c| c.actor, |c| c.target, [a, t], af), list(|c| c.target, |c| c.actor, [t, a], tf))
    }

    fn of_trigger(&self, d: &Draft, put: &mut impl Sink) {
        let scene = self.scene;
        let pattern = scene.book.pattern(d.pattern);
        let word = &scene.analysis.words[d.word];
        put.put(Atom::Type, &scene.book.kind(pattern.kind).name);
        put.put(Atom::Form, d.form.as_str());
        put.put(Atom::Passive, yes(d.links.passive));
        put.put(Atom::Pattern, &pattern.id);
        put.put(Atom::Lemma, scene.analysis.lemma(d.word));
        put.put(Atom::Dropped, yes(d.form == Form::Verb && d.links.dropped));
        put.put(Atom::Pronoun, yes(scene.enclitic(d.word).is_some()));
        put.put(Atom::Definite, yes(word.features.definite == Some(Definite::Definite)));
        put.put(Atom::Agreement, agreement(word.features));
        let frame = |s: Slot| role_in(&pattern.frame, s);
        put.put(Atom::SubjectRole, frame(Slot::Subject));
        put.put(Atom::ObjectRole, frame(Slot::Object));
        put.put(Atom::GenitiveRole, frame(Slot::Genitive));
        put.put(Atom::HasActor, yes(!d.actors.is_empty()));
        put.put(Atom::HasTarget, yes(!d.targets.is_empty()));
    }

    fn of_candidate(&self, at: usize, put: &mut impl Sink) {
        let scene = self.scene;
        let c = &self.all[at];
        let chunk = &scene.chunks[c.chunk];
        let word = &scene.analysis.words[c.head];
        put.put(Atom::Kind, c.kind);
        class(scene, c.head, put);
        put.put(
            Atom::PartOf,
            match c.part {
                PartOf::Whole => "whole",
                PartOf::Genitive => "genitive",
                PartOf::Adjective => "adjective",
            },
        );
        put.put(Atom::Pos, word.pos.as_str());
        put.put(Atom::CandidateDefinite, yes(scene.has_article(c.head)));
        put.put(Atom::CandidateAgreement, agreement(word.features));
        put.put(Atom::Numbered, yes(scene.has_number(chunk)));
        put.put(Atom::Length, digit(c.words.len(), 6));
        let cluster = scene.analysis.language.clusters.of(scene.folded(c.head));
        put.put(Atom::Cluster, three(cluster));
        put.put(Atom::CandidateLemma, scene.analysis.lemma(c.head));
        put.put(Atom::Prep, self.prep(c, chunk));
        put.put(Atom::Joined, yes(c.joined));
        let relative =
            c.words.end < scene.words.end && scene.function(c.words.end).is(Function::RELATIVE_ONLY);
        put.put(Atom::Relative, yes(relative));
        let known = |w: usize| scene.mentions.actor_at(scene.analysis.words[w].token as usize).is_some();
        put.put(Atom::Known, yes(c.words.clone().any(known)));
        put.put(Atom::Index, digit(at, 8));
        put.put(Atom::Speaker, yes(self.speakers.iter().any(|s| c.words.contains(s))));
    }

    fn prep(&self, c: &Candidate, chunk: &Chunk) -> &'s str {
        match &chunk.prep {
            _ if c.part != PartOf::Whole => "part",
            None => "no",
            Some(g) => g.slot.map_or("other", |s| self.slot_name(s)),
        }
    }

    fn slot_name(&self, s: Slot) -> &'s str {
        match s {
            Slot::Subject => "subject",
            Slot::Object => "object",
            Slot::Genitive => "genitive",
            Slot::Prep(i) => &self.scene.book.prepositions[i as usize].name,
        }
    }

    fn of_pair(&self, here: &[Draft], which: usize, at: usize, put: &mut impl Sink) {
        let scene = self.scene;
        let c = &self.all[at];
        let d = &here[which];
        let chunk = &scene.chunks[c.chunk];
        let pattern = scene.book.pattern(d.pattern);
        let before = c.words.start < d.word;
        let side = match before {
            _ if chunk.words.contains(&d.word) => "in",
            true => "before",
            false => "after",
        };
        put.put(Atom::Side, side);
        let between = if before {
            c.words.end..d.word.max(c.words.end)
        } else {
            d.word + 1..c.words.start.max(d.word + 1)
        };
        way(scene, self.letters, &between, before, put);
        let near = scene.chunk_index(d.word);
        let own = near.unwrap_or_else(|| scene.chunks.partition_point(|x| x.words.end <= d.word));
        let chunks = if before { own.saturating_sub(c.chunk) } else { c.chunk.saturating_sub(own) };
        put.put(Atom::Chunks, digit(chunks, 10));
        put.put(Atom::Clause, yes(scene.clause(c.head) == scene.clause(d.word)));
        if let Some((s, l)) = slot_of(&d.links, &c.words) {
            let s = if d.links.passive && s == Slot::Subject { Slot::Object } else { s };
            put.put(Atom::Slot, self.slot_name(s));
            put.put(Atom::How, l.how);
            put.put(Atom::Role, role_in(&pattern.frame, s));
            put.put(Atom::SlotHead, yes(l.head == c.head));
        } else {
            put.put(Atom::Slot, "no");
            put.put(Atom::Role, "no");
        }
        let by = chunk.prep.as_ref().and_then(|g| g.slot).filter(|_| c.part == PartOf::Whole);
        put.put(Atom::PrepRole, by.map_or("no", |s| role_in(&pattern.frame, s)));
        let own = [c.among(&d.actors), c.among(&d.targets)];
        let hand = match own {
            [Some(_), _] => "actor",
            [_, Some(_)] => "target",
            _ => "no",
        };
        put.put(Atom::Hand, hand);
        if let Some(f) = own[0].or(own[1]) {
            put.put(Atom::HandHow, f.how);
        }
        let (t, h) = (scene.analysis.words[d.word].features, scene.analysis.words[c.head].features);
        let agrees = match (t.gender, h.gender) {
            (Some(a), Some(b)) => {
                let things = h.number == Some(Number::Plural) && a == Gender::Feminine;
                yes(a == b || things)
            }
            _ => "open",
        };
        put.put(Atom::Agrees, agrees);
        put.put(Atom::OtherActor, yes(c.taken[0] > usize::from(own[0].is_some())));
        put.put(Atom::OtherTarget, yes(c.taken[1] > usize::from(own[1].is_some())));
        let nearer = if before {
            self.all[at + 1..].iter().filter(|x| x.words.start < d.word && x.acts).count()
        } else {
            self.all[..at].iter().filter(|x| x.words.start > d.word && x.acts).count()
        };
        put.put(Atom::Agents, digit(nearer, 4));
    }
}

/// A class of words as text.
fn three(n: u8) -> [u8; 3] {
    [b'0' + n / 100, b'0' + n / 10 % 10, b'0' + n % 10]
}

fn agreement(f: Features) -> &'static str {
    match (f.gender, f.number) {
        (Some(Gender::Masculine), Some(Number::Singular)) => "ms",
        (Some(Gender::Masculine), Some(Number::Dual)) => "md",
        (Some(Gender::Masculine), Some(Number::Plural)) => "mp",
        (Some(Gender::Feminine), Some(Number::Singular)) => "fs",
        (Some(Gender::Feminine), Some(Number::Dual)) => "fd",
        (Some(Gender::Feminine), Some(Number::Plural)) => "fp",
        (Some(Gender::Masculine), None) => "m",
        (Some(Gender::Feminine), None) => "f",
        (None, Some(Number::Singular)) => "s",
        (None, Some(_)) => "p",
        (None, None) => "open",
    }
}

fn role_in(frame: &[(Slot, Role)], s: Slot) -> &'static str {
    match frame.iter().find(|f| f.0 == s).map_or(Role::None, |f| f.1) {
        Role::Actor => "actor",
        Role::Target => "target",
        Role::Auto => "auto",
        Role::Place => "place",
        Role::Weapon => "weapon",
        Role::Content => "content",
        Role::None => "none",
    }
}

fn slot_of<'l>(links: &'l Links, words: &Range<usize>) -> Option<(Slot, &'l Link)> {
    let fits = |l: &&Link| overlaps(&l.words, words);
    let named =
        [(Slot::Subject, &links.subject), (Slot::Object, &links.object), (Slot::Genitive, &links.genitive)];
    let plain = named.iter().find_map(|(s, l)| l.as_ref().filter(fits).map(|l| (*s, l)));
    plain.or_else(|| links.preps.iter().find(|(_, l)| fits(&l)).map(|(s, l)| (*s, l)))
}

pub(super) fn kind(scene: &Scene<'_>, head: usize) -> &'static str {
    let token = scene.analysis.words[head].token as usize;
    let cues = &scene.book.cues;
    if let Some(a) = scene.mentions.actor_at(token) {
        return match scene.mentions.place_at(token) {
            Some(_) => "actor+place",
            None if scene.mentions.actors[a].tokens.len() > 1 => "actor-long",
            None => "actor",
        };
    }
    if let Some(p) = scene.mentions.place_at(token) {
        return if scene.mentions.places[p].demonym { "demonym" } else { "place" };
    }
    let is = |t: &crate::codebook::Terms| t.matches(scene.analysis, head);
    if is(&cues.agent) {
        return "agent";
    }
    if is(&cues.person) {
        return "person";
    }
    if is(&cues.people) {
        return "people";
    }
    if is(&cues.victim) {
        return "victim";
    }
    match (scene.analysis.words[head].features.derived, scene.pos(head)) {
        (Some(Derived::Masdar), _) => "masdar",
        (Some(_), p) if p != Pos::Adj => "participle",
        (_, Pos::Propn) => "name",
        (_, Pos::Num) => "num",
        (_, Pos::Adj) => "adj",
        _ => "noun",
    }
}

/// What the registry knows of a head.
fn class(scene: &Scene<'_>, head: usize, put: &mut impl Sink) {
    let token = scene.analysis.words[head].token;
    let registry = scene.registry;
    let mut text = String::with_capacity(24);
    let mut say = |sort: &str, role: &str| {
        text.push_str(sort);
        if !role.is_empty() {
            text.push('-');
            text.push_str(role);
        }
        put.put(Atom::Class, &text);
    };
    if let Some(a) = scene.mentions.actor_at(token as usize) {
        let a = registry.actor(scene.mentions.actors[a].actor);
        return say(a.kind.as_str(), &a.role);
    }
    let Some(found) = find_entry(scene.analysis.text, registry, token, token + 1) else {
        return say("unknown", "");
    };
    let entry = found.entry;
    if let Some((n, _)) = entry.nouns.first() {
        let n = registry.noun(*n);
        say(n.class.as_str(), &n.role);
    } else if let Some(o) = entry.office {
        say("office", &registry.office(o).role);
    } else if entry.demonym.is_some() {
        say("demonym", "");
    } else if entry.capital.is_some() {
        say("capital", "");
    } else if entry.adjective.is_some() {
        say("adjective", "");
    } else {
        say("other", "");
    }
}
