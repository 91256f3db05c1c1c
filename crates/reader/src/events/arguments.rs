//! Who acts, and whom is it done to?

use std::ops::Range;

use super::links::{self, Link};
use super::scene::Scene;
use super::triggers::Trigger;
use crate::codebook::{Form, Function, Role, Slot};
use crate::language::{Features, Gender, Number, Part, Pos};

/// A phrase in a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filler {
    pub head: usize,
    pub words: Range<usize>,
    /// How it was found, for explanations.
    pub how: &'static str,
}

/// The parties of one trigger.
#[derive(Clone, Debug, Default)]
pub(super) struct Parties {
    pub actors: Vec<Filler>,
    pub targets: Vec<Filler>,
    /// Phrases that the frame calls a place.
    pub places: Vec<Filler>,
    pub weapons: Vec<Filler>,
}

/// Subjects named so far in the report, for what is left out later.
#[derive(Debug, Default)]
pub(super) struct Memory {
    recent: Vec<(Filler, Features, bool)>,
}

impl Memory {
    /// Keeps a phrase that names a party.
    pub fn note(&mut self, scene: &Scene<'_>, filler: &Filler, acts: bool) {
        let features = scene.analysis.words[filler.head].features;
        self.recent.push((filler.clone(), features, acts));
        if self.recent.len() > 24 {
            self.recent.remove(0);
        }
    }

    /// The latest party that a verb without subject can mean: one that acted.
    pub fn subject(&self, gender: Option<Gender>, number: Option<Number>, before: usize) -> Option<&Filler> {
        self.find(gender, number, before, true)
    }

    /// The latest phrase that a pronoun can mean.
    pub fn recall(&self, gender: Option<Gender>, number: Option<Number>, before: usize) -> Option<&Filler> {
        self.find(gender, number, before, false)
    }

    fn find(
        &self,
        gender: Option<Gender>,
        number: Option<Number>,
        before: usize,
        acts: bool,
    ) -> Option<&Filler> {
        self.recent
            .iter()
            .rev()
            .filter(|(f, _, a)| f.words.end <= before && (*a || !acts))
            .find(|(_, x, _)| {
                let things = x.number == Some(Number::Plural) && gender == Some(Gender::Feminine);
                things
                    || ((gender.is_none() || x.gender.is_none() || x.gender == gender)
                        && (number != Some(Number::Plural) || x.number != Some(Number::Singular)))
            })
            .map(|(f, ..)| f)
    }
}

/// The parties of a trigger by its frame.
pub(super) fn parties(scene: &Scene<'_>, trigger: &Trigger, memory: &mut Memory) -> Parties {
    let pattern = scene.book.pattern(trigger.pattern);
    let kind = scene.book.kind(pattern.kind);
    let l = &trigger.links;
    let mut out = Parties::default();
    let role = |slot: Slot| pattern.frame.iter().find(|f| f.0 == slot).map_or(Role::None, |f| f.1);
    let object_role = role(Slot::Object);
    if trigger.form == Form::Verb {
        if l.passive {
            if let Some(s) = &l.subject {
                out.put(scene, object_role, s);
            } else if l.dropped {
                let f = scene.analysis.words[trigger.word].features;
                if let Some(m) = memory.recall(f.gender, f.number, trigger.word) {
                    let m = Filler { how: "dropped subject", ..m.clone() };
                    out.push(object_role, m);
                }
            }
        } else {
            if let Some(s) = &l.subject {
                out.put(scene, role(Slot::Subject), s);
            } else if l.dropped {
                let f = scene.analysis.words[trigger.word].features;
                if let Some(m) = memory.subject(f.gender, f.number, trigger.word) {
                    let m = Filler { how: "dropped subject", ..m.clone() };
                    out.push(role(Slot::Subject), m);
                }
            }
            if let Some(o) = &l.object {
                out.put(scene, object_role, o);
            } else if let Some(p) = l.pronoun {
                let f = scene.analysis.words[p].features;
                if let Some(m) = memory.recall(f.gender, f.number, trigger.word) {
                    let m = Filler { how: "pronoun", ..m.clone() };
                    out.push(object_role, m);
                }
            }
        }
    } else {
        nominal(scene, trigger, kind.symmetric, &role, &mut out, memory);
    }
    if out.actors.is_empty() && trigger.form != Form::Verb && object_role != Role::None {
        controlled(scene, trigger, &mut out, memory);
    }
    for (slot, link) in &l.preps {
        let r = role(*slot);
        if r != Role::None && r != Role::Auto {
            out.put(scene, r, link);
        }
    }
    for (f, acts) in out.targets.iter().map(|f| (f, false)).chain(out.actors.iter().map(|f| (f, true))) {
        if f.how != "pronoun" && f.how != "dropped subject" {
            memory.note(scene, f, acts);
        }
    }
    out
}

fn nominal(
    scene: &Scene<'_>,
    trigger: &Trigger,
    symmetric: bool,
    role: &impl Fn(Slot) -> Role,
    out: &mut Parties,
    memory: &Memory,
) {
    let l = &trigger.links;
    let pattern = scene.book.pattern(trigger.pattern);
    if let Some((verb, light)) = light_verb(scene, trigger.word) {
        let v = links::of_verb(scene, verb);
        for (slot, r) in &scene.book.cues.light[light].roles {
            let link = match slot {
                Slot::Subject => v.subject.as_ref(),
                other => v.slot(*other),
            };
            if let Some(link) = link
                && !link.words.contains(&trigger.word)
            {
                out.put(scene, *r, link);
            } else if *slot == Slot::Subject && v.dropped {
                let f = scene.analysis.words[verb].features;
                if let Some(m) = memory.subject(f.gender, f.number, verb) {
                    out.push(*r, Filler { how: "dropped subject", ..m.clone() });
                }
            }
        }
    }
    let agent_named = l.preps.iter().any(|(s, _)| role(*s) == Role::Actor);
    let through_li = scene.book.preposition("li").and_then(|li| l.slot(li));
    if let Some(g) = &l.genitive {
        let r = match role(Slot::Genitive) {
            // قتل المسلحين 19 شرطيا
            Role::Target | Role::Auto
                if trigger.form == Form::Masdar
                    && pattern.gives.toll.is_some()
                    && can_act(scene, g.head)
                    && counts(scene, l.object.as_ref()) =>
            {
                Role::Actor
            }
            Role::Auto if agent_named || pattern.gives.toll.is_some() => Role::Target,
            Role::Auto if l.object.is_some() => Role::Actor,
            Role::Auto if !can_act(scene, g.head) && !is_somebody(scene, g.head) => Role::Target,
            Role::Auto if !transitive(scene, trigger) || can_act(scene, g.head) => Role::Actor,
            Role::Auto => Role::Target,
            r => r,
        };
        out.put(scene, r, g);
        if r == Role::Actor && !symmetric {
            if let Some(o) = &l.object {
                out.put(scene, role(Slot::Object), o);
            } else if let Some(t) = through_li
                && role(scene.book.preposition("li").unwrap_or(Slot::Object)) == Role::None
            {
                out.put(scene, Role::Target, t);
            }
        }
    } else if let Some(p) = l.pronoun {
        let f = scene.analysis.words[p].features;
        if let Some(m) = memory.recall(f.gender, f.number, trigger.word) {
            let r = match role(Slot::Genitive) {
                Role::Auto if agent_named || pattern.gives.toll.is_some() => Role::Target,
                Role::Auto => Role::Actor,
                r => r,
            };
            // لقي عشرة مصرعهم: the light verb's subject is whom the pronoun means.
            let named = match r {
                Role::Actor => !out.actors.is_empty(),
                _ => !out.targets.is_empty(),
            };
            if !named {
                out.push(r, Filler { how: "pronoun", ..m.clone() });
            }
        }
    }
    for a in &l.adjectives {
        let token = scene.analysis.words[*a].token as usize;
        if scene.mentions.actor_at(token).is_some() {
            out.push(Role::Actor, Filler { head: *a, words: *a..*a + 1, how: "adjective" });
        }
    }
}

/// تمكن الجيش من ضبط …, داعيا إلى …: who does the act is the subject of the verb that governs it.
fn controlled(scene: &Scene<'_>, trigger: &Trigger, out: &mut Parties, memory: &Memory) {
    let participle = trigger.form == Form::Active;
    if !participle && trigger.form != Form::Masdar {
        return;
    }
    let mut w = trigger.word;
    while w > scene.words.start {
        w -= 1;
        let f = scene.function(w);
        // After خلال or بعد somebody else may act; a relative clause is about somebody else.
        if !participle && (f.is(Function::ADJUNCT) || f.is(Function::RELATIVE_ONLY) || f.is(Function::THAT)) {
            return;
        }
        if scene.pos(w) != Pos::Verb || scene.part(w) != Part::Stem || scene.function(w).is(Function::BE) {
            continue;
        }
        let reports = scene.book.cues.report_verbs.holds(scene.analysis.words[w].lemma);
        if reports && !participle {
            return;
        }
        let v = links::of_verb(scene, w);
        if v.passive {
            return;
        }
        if let Some(s) = &v.subject {
            let inside = s.words.contains(&trigger.word);
            if !inside && (participle || can_act(scene, s.head) || is_somebody(scene, s.head)) {
                out.put(scene, Role::Actor, &Link { how: "control", ..s.clone() });
            }
        } else if v.dropped {
            let f = scene.analysis.words[w].features;
            if let Some(m) = memory.subject(f.gender, f.number, w) {
                out.push(Role::Actor, Filler { how: "dropped subject", ..m.clone() });
            }
        }
        return;
    }
}

/// An object that says how many: the genitive before it does the act.
fn counts(scene: &Scene<'_>, object: Option<&Link>) -> bool {
    object.is_some_and(|o| scene.chunk(o.head).is_some_and(|c| scene.has_number(c)))
}

/// 15 سنة, 20 كيلومترا: a length of time or space, a sum, is no party.
fn is_measure(scene: &Scene<'_>, l: &Link) -> bool {
    let token = scene.analysis.words[l.words.start].token as usize;
    scene.mentions.date_at(token).is_some()
        || scene.mentions.number_at(token).is_some_and(|n| {
            use crate::recognise::numbers::Counts;
            let counts = scene.mentions.numbers[n].counts;
            !matches!(counts, Counts::Unknown | Counts::People | Counts::Thing)
        })
}

/// People, or a name that is no place.
fn is_somebody(scene: &Scene<'_>, head: usize) -> bool {
    let token = scene.analysis.words[head].token as usize;
    scene.book.cues.victim.matches(scene.analysis, head)
        || (scene.pos(head) == Pos::Propn && scene.mentions.place_at(token).is_none())
}

/// The light verb that carries a noun: شن … غارة before it, or غارة شنتها … after it.
pub(super) fn light_verb(scene: &Scene<'_>, noun: usize) -> Option<(usize, usize)> {
    let cues = &scene.book.cues;
    let is_light = |w: usize| {
        let may = scene.pos(w) == Pos::Verb
            && scene.part(w) == Part::Stem
            && cues.transparent.matches(scene.analysis, w);
        if may { cues.light.iter().position(|l| l.lemmas.matches(scene.analysis, w)) } else { None }
    };
    let mut w = noun;
    while w > scene.words.start {
        w -= 1;
        if scene.pos(w) == Pos::Verb && scene.part(w) == Part::Stem {
            if let Some(l) = is_light(w) {
                return Some((w, l));
            }
            break;
        }
        if scene.pos(w) == Pos::Punct && !scene.is_quote(w) {
            break;
        }
    }
    let end = scene.chunk(noun).map_or(noun + 1, |c| c.words.end);
    (end..(end + 3).min(scene.words.end)).find_map(|w| {
        let l = is_light(w)?;
        scene.enclitic(w).is_some().then_some((w, l))
    })
}

/// Can these two share a role? مقتل ثلاثة جنود وإصابة خمسة joins two acts, not two victims.
pub(super) fn joins(scene: &Scene<'_>, first: usize, second: usize) -> bool {
    let masdar =
        |w: usize| scene.analysis.words[w].features.derived == Some(crate::language::Derived::Masdar);
    masdar(first) || !masdar(second)
}

fn transitive(scene: &Scene<'_>, trigger: &Trigger) -> bool {
    let lexicon = scene.analysis.language.lexicon;
    if trigger.lemma.is_guess() || trigger.form == Form::Noun {
        return false;
    }
    lexicon.verb_of(trigger.lemma).is_none_or(|v| lexicon.lemma(v).transitive)
}

/// Can the head of a phrase do such a thing? Forces, states, people, what they fly.
fn can_act(scene: &Scene<'_>, head: usize) -> bool {
    let token = scene.analysis.words[head].token as usize;
    scene.book.cues.agent.matches(scene.analysis, head)
        || (scene.mentions.actor_at(token).is_some() && scene.mentions.place_at(token).is_none())
}

impl Parties {
    /// A phrase and what is joined to it.
    fn put(&mut self, scene: &Scene<'_>, role: Role, l: &Link) {
        if matches!(role, Role::Actor | Role::Target) && is_measure(scene, l) {
            return;
        }
        self.push(role, Filler { head: l.head, words: l.words.clone(), how: l.how });
        // الشرطة والجيش: every member of the coordination has the role.
        let Some(mut i) = scene.chunk_index(l.words.end - 1) else { return };
        while let Some(next) = scene.chunks.get(i + 1)
            && next.joined
            && joins(scene, l.head, next.head)
            && next.words.start <= scene.chunks[i].full.end.max(scene.chunks[i].words.end) + 1
            && scene.pos(next.words.start - 1) == Pos::Cconj
        {
            self.push(role, Filler { head: next.head, words: next.full.clone(), how: "coordination" });
            i += 1;
        }
    }

    fn push(&mut self, role: Role, f: Filler) {
        let list = match role {
            Role::Actor => &mut self.actors,
            Role::Target | Role::Auto => &mut self.targets,
            Role::Place => &mut self.places,
            Role::Weapon => &mut self.weapons,
            Role::Content | Role::None => return,
        };
        if !list.iter().any(|x| x.words.start < f.words.end && f.words.start < x.words.end) {
            list.push(f);
        }
    }
}
