//! Which phrases are a trigger's subject, object, genitive and prepositional complements?

use std::ops::Range;

use super::scene::{Chunk, Scene};
use crate::codebook::{Form, Function, Slot, Toll};
use crate::language::{Aspect, Derived, Features, Gender, Number, Part, Person, Pos, Voice};

/// A phrase in a slot, and how it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub head: usize,
    pub words: Range<usize>,
    /// The name of the way it was found, for explanations.
    pub how: &'static str,
}

/// All that hangs on a trigger.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    pub subject: Option<Link>,
    pub object: Option<Link>,
    pub genitive: Option<Link>,
    pub preps: Vec<(Slot, Link)>,
    /// Adjectives on the trigger (`الغارات الروسية`).
    pub adjectives: Vec<usize>,
    /// A pronoun stands for the object or genitive (`قصفتها`, `قصفها`).
    pub pronoun: Option<usize>,
    /// The subject is not said in the clause.
    pub dropped: bool,
    pub passive: bool,
}

impl Links {
    pub fn slot(&self, slot: Slot) -> Option<&Link> {
        match slot {
            Slot::Subject => self.subject.as_ref(),
            Slot::Object => self.object.as_ref(),
            Slot::Genitive => self.genitive.as_ref(),
            Slot::Prep(_) => self.preps.iter().find(|(s, _)| *s == slot).map(|(_, l)| l),
        }
    }
}

pub(super) fn link(chunk: &Chunk, how: &'static str) -> Link {
    Link { head: chunk.head, words: chunk.full.clone(), how }
}

/// The links of a verb.
pub(super) fn of_verb(scene: &Scene<'_>, verb: usize) -> Links {
    let mut links = Links::default();
    let features = verb_features(scene, verb);
    let pronoun = scene.enclitic(verb);
    links.pronoun = pronoun;
    let clause = scene.clause_range(verb);
    let (bare, preps) = complements(scene, verb, clause.end);
    links.preps = preps;
    let before = subject_before(scene, verb, &clause);
    let mut bare = bare.into_iter();
    let first = bare.next();
    let mut second = bare.next();
    // قتل عشرة جنود …: what follows the counted victims is no object unless people too.
    if let (Some(f), Some(s)) = (first, second)
        && harms(scene, verb)
    {
        let counted = |c: usize| {
            let chunk = &scene.chunks[c];
            let dual = scene.analysis.words[chunk.head].features.number == Some(Number::Dual);
            (scene.has_number(chunk) || dual) && !scene.has_article(chunk.head)
        };
        let person = |c: usize| scene.book.cues.victim.matches(scene.analysis, scene.chunks[c].head);
        if counted(f) && !counted(s) && !person(s) {
            second = None;
        }
    }
    let plural =
        features.number == Some(Number::Plural) || features.person.is_some_and(|p| p != Person::Third);
    let agrees = |c: usize| agrees(scene, features, &scene.chunks[c]);
    match (before, first) {
        (Before::Relative(head), first) if pronoun.is_some() => {
            // التي شنتها القوات: the antecedent is the object, what follows is the subject.
            links.object = scene.chunk(head).map(|c| link(c, "antecedent"));
            links.subject = first.map(|c| link(&scene.chunks[c], "vso"));
            links.pronoun = None;
        }
        (Before::Relative(head), first) => {
            links.subject = scene.chunk(head).map(|c| link(c, "antecedent"));
            if let (Some(f), Some(s)) = (first, second) {
                links.subject = Some(link(&scene.chunks[f], "vso"));
                links.object = Some(link(&scene.chunks[s], "vso"));
            } else {
                links.object = first.map(|c| link(&scene.chunks[c], "svo"));
            }
        }
        (Before::Subject(b), first) => {
            links.subject = Some(link(&scene.chunks[b], "svo"));
            // ثلاثة جنود قتلوا في هجوم شنه مسلحون: whom the counted kill stands right behind the verb.
            let far = |c: usize| {
                scene.chunks[c].words.start > verb + 1
                    && harms(scene, verb)
                    && scene.has_number(&scene.chunks[b])
                    && pronoun.is_none()
            };
            links.object = first.filter(|c| !far(*c)).map(|c| link(&scene.chunks[c], "svo"));
        }
        (Before::None, Some(f)) if !plural && second.is_some() && agrees(f) => {
            links.subject = Some(link(&scene.chunks[f], "vso"));
            links.object = second.map(|c| link(&scene.chunks[c], "vso"));
        }
        (Before::None, Some(f)) if plural => {
            links.object = Some(link(&scene.chunks[f], "vo"));
            links.dropped = true;
        }
        (Before::None, Some(f)) if agrees(f) => {
            links.subject = Some(link(&scene.chunks[f], "vs"));
        }
        (Before::None, Some(f)) => {
            links.object = Some(link(&scene.chunks[f], "vo"));
            links.dropped = true;
        }
        (Before::None, None) => links.dropped = true,
    }
    links.passive = is_passive(scene, verb, &links);
    links
}

/// The links of a masdar, noun or participle.
pub(super) fn of_nominal(scene: &Scene<'_>, at: usize) -> Links {
    let mut links = Links::default();
    let mut end = at + 1;
    if let Some(p) = scene.enclitic(at) {
        links.pronoun = Some(p);
        end = p + 1;
    }
    if let Some(chunk) = scene.chunk(at) {
        let mut genitive: Option<usize> = None;
        for w in end..chunk.words.end {
            // مقتل القيادي: with ال after a bare noun it is no adjective of it.
            let own = |w: usize| scene.has_article(at) || !scene.has_article(w);
            match scene.pos(w) {
                Pos::Adj if genitive.is_none() && (own(w) || links.pronoun.is_some()) => {
                    links.adjectives.push(w);
                }
                Pos::Adj | Pos::Noun | Pos::Propn | Pos::Num | Pos::Pron
                    if genitive.is_none() && links.pronoun.is_none() && scene.part(w) == Part::Stem =>
                {
                    genitive = Some(w);
                }
                // After a genitive an adjective may still be the trigger's own: قصف الطائرات الروسية is not,
                // a demonym that agrees with the trigger alone is rare; it stays with the genitive.
                _ => {}
            }
        }
        if let Some(g) = genitive {
            links.genitive =
                Some(Link { head: head_of_number(scene, g), words: g..chunk.words.end, how: "idafa" });
        }
        end = chunk.words.end;
    }
    let clause = scene.clause_range(at);
    // إصابة نحو 600, مقتل ما لا يقل عن عشرة: the number with its bound is a phrase of its own.
    if links.genitive.is_none()
        && links.pronoun.is_none()
        && let Some(next) =
            scene.chunks.iter().find(|c| c.words.start == end && c.prep.is_none() && !c.joined)
        && scene.mentions.number_at(scene.analysis.words[end].token as usize).is_some()
    {
        links.genitive = Some(link(next, "idafa"));
        end = next.words.end;
    }
    let (bare, preps) = complements(scene, end - 1, clause.end);
    // مقتل … is a noun: what follows bare is not its own, except the object of a masdar: قصف الطائرات المدينة.
    if links.genitive.is_some()
        && let Some(first) = bare.first()
        && scene.chunks[*first].words.start == end
    {
        links.object = Some(link(&scene.chunks[*first], "masdar"));
    }
    links.preps = preps;
    links
}

/// In `350 مقاتلا` the head is the counted noun.
fn head_of_number(scene: &Scene<'_>, w: usize) -> usize {
    let token = scene.analysis.words[w].token as usize;
    if scene.mentions.number_at(token).is_some()
        && let Some(chunk) = scene.chunk(w)
    {
        return (w..chunk.words.end)
            .find(|x| {
                scene.pos(*x).is_nominal()
                    && scene.mentions.number_at(scene.analysis.words[*x].token as usize).is_none()
            })
            .unwrap_or(w);
    }
    w
}

/// Phrases after a word up to the end of its reach: those with no preposition, and those with one.
fn complements(scene: &Scene<'_>, after: usize, end: usize) -> (Vec<usize>, Vec<(Slot, Link)>) {
    let mut bare = Vec::new();
    let mut preps = Vec::new();
    let mut w = after + 1;
    let mut last: Option<usize> = None;
    // بينهم خمسة أحدهم ضابط: what follows are parts of those named before.
    let mut parts = false;
    while w < end {
        if let Some(i) = scene.chunk_index(w) {
            let chunk = &scene.chunks[i];
            if chunk.words.start < w {
                w += 1;
                continue;
            }
            if chunk.joined && last.is_none() {
                // و + noun right after a verb goes on with something else.
                break;
            } else if chunk.joined && harms(scene, after) && harms(scene, chunk.head) {
                // قتل خمسة وجرح أكثر من 50: others begin.
                break;
            } else if chunk.joined {
                // One more of the same: `الشرطة والجيش`.
            } else if let Some(g) = chunk.prep {
                if let Some(slot) = g.slot {
                    preps.push((slot, link(chunk, "prep")));
                }
                parts |= scene.is_among(g.word);
                last = Some(i);
            } else if !parts && !chunk.time && !is_adverbial(scene, chunk) && !is_cause(scene, after, chunk) {
                bare.push(i);
                last = Some(i);
            }
            w = chunk.words.end;
            continue;
        }
        if matches!(scene.pos(w), Pos::Verb) && scene.part(w) == Part::Stem {
            break;
        }
        if scene.pos(w) == Pos::Punct && matches!(scene.analysis.form(w), ":" | "؛" | ";") {
            break;
        }
        w += 1;
    }
    (bare, preps)
}

/// جرحوا نتيجة التفجير: why they fell, not who did it.
fn is_cause(scene: &Scene<'_>, after: usize, chunk: &Chunk) -> bool {
    scene.function(chunk.words.start).is(Function::ADJUNCT) && harms(scene, after)
}

/// احتجاجا, تكتيكيا: an accusative that says why or how.
fn is_adverbial(scene: &Scene<'_>, chunk: &Chunk) -> bool {
    let word = &scene.analysis.words[chunk.head];
    chunk.words.len() == 1
        && scene.is_tanwin_accusative(chunk.head)
        && (word.features.derived == Some(Derived::Masdar) || word.pos == Pos::Adv)
        && !scene.book.cues.victim.matches(scene.analysis, chunk.head)
        && scene.book.triggers(word.lemma).is_empty()
}

enum Before {
    None,
    /// The chunk before the verb in its clause.
    Subject(usize),
    /// Head word of the phrase that a relative pronoun takes up.
    Relative(usize),
}

fn subject_before(scene: &Scene<'_>, verb: usize, clause: &Range<usize>) -> Before {
    let features = verb_features(scene, verb);
    let opener = clause.start;
    if scene.function(opener).is(Function::RELATIVE_ONLY) && opener < verb {
        // Nothing but particles stands between the pronoun and its verb.
        if opener > scene.words.start
            && let Some(before) = scene.chunks.iter().rfind(|c| c.words.end <= opener)
        {
            return Before::Relative(before.head);
        }
        return Before::None;
    }
    // The nearest phrase without preposition that opens the clause and agrees.
    let mut found = None;
    for (i, c) in scene.chunks.iter().enumerate() {
        if c.words.start < clause.start || c.words.start >= verb {
            continue;
        }
        if c.words.end > verb || c.time {
            continue;
        }
        if c.prep.is_some() || c.joined {
            continue;
        }
        // A phrase that follows another verb of this clause belongs to that verb.
        let owned = (clause.start..c.words.start)
            .any(|w| scene.pos(w) == Pos::Verb && !scene.function(w).is(Function::BE));
        if owned {
            continue;
        }
        if agrees_strictly(scene, features, c) {
            found = Some(i);
            break;
        }
    }
    found.map_or(Before::None, Before::Subject)
}

/// Gender of a phrase as a verb before it sees it: plurals of things are feminine singular.
pub(super) fn agrees(scene: &Scene<'_>, verb: Features, chunk: &Chunk) -> bool {
    if verb.person.is_some_and(|p| p != Person::Third) {
        return false;
    }
    let head = scene.analysis.words[chunk.head].features;
    // متظاهرا can only be an object.
    if scene.is_tanwin_accusative(chunk.head) && !scene.has_number(chunk) {
        return false;
    }
    let counted = scene.has_number(chunk);
    // قتلت ثمانية مسلحين: they are whom she killed.
    if counted
        && verb.gender == Some(Gender::Feminine)
        && head.gender == Some(Gender::Masculine)
        && scene.book.cues.victim.matches(scene.analysis, chunk.head)
    {
        return false;
    }
    match (verb.gender, head.gender) {
        // A number or a name may be either.
        _ if counted || scene.pos(chunk.head) == Pos::Propn => true,
        (Some(Gender::Masculine), Some(Gender::Feminine)) => head.number != Some(Number::Singular),
        (Some(Gender::Feminine), Some(Gender::Masculine)) => head.number == Some(Number::Plural),
        _ => true,
    }
}

pub(super) fn agrees_strictly(scene: &Scene<'_>, verb: Features, chunk: &Chunk) -> bool {
    if verb.person.is_some_and(|p| p != Person::Third) {
        return false;
    }
    let head = scene.analysis.words[chunk.head].features;
    // 390 مقاتلا قتلوا: the counted noun is singular, those counted are many.
    if scene.has_number(chunk) && verb.number == Some(Number::Plural) {
        return true;
    }
    if scene.pos(chunk.head) == Pos::Propn {
        return verb.number != Some(Number::Plural);
    }
    match (verb.number, verb.gender, head.number, head.gender) {
        (Some(Number::Plural), _, n, _) => n == Some(Number::Plural) || n.is_none(),
        (Some(Number::Singular), Some(Gender::Masculine), Some(Number::Singular) | None, Some(g)) => {
            g == Gender::Masculine
        }
        (Some(Number::Singular), Some(Gender::Masculine), Some(Number::Plural | Number::Dual), _) => false,
        (Some(Number::Singular), Some(Gender::Feminine), Some(Number::Singular), Some(g)) => {
            g == Gender::Feminine
        }
        _ => true,
    }
}

/// A verb's features as news has them: the third person and no command, where the form can be so read (أصيب is
/// "was hit" before it is "I hit").
pub(super) fn verb_features(scene: &Scene<'_>, verb: usize) -> Features {
    let word = &scene.analysis.words[verb];
    let odd =
        |f: Features| f.aspect == Some(Aspect::Imperative) || f.person.is_some_and(|p| p != Person::Third);
    let features = scene.features(verb);
    if !odd(features) {
        return features;
    }
    let proclitics = scene.proclitics(verb).len();
    let pronoun = scene.enclitic(verb).is_some();
    scene.analysis.readings[word.readings.start as usize..word.readings.end as usize]
        .iter()
        .filter(|r| r.pos == Pos::Verb && !odd(r.features) && r.features.person.is_some())
        .find(|r| r.n_proclitics as usize == proclitics && (r.enclitic > 0) == pronoun)
        .map_or(features, |r| r.features)
}

/// A verb that makes victims.
fn harms(scene: &Scene<'_>, verb: usize) -> bool {
    let r = &scene.analysis.words[verb].readings;
    scene.analysis.readings[r.start as usize..r.end as usize].iter().any(|r| {
        scene.book.triggers(r.lemma).iter().any(|(p, _)| scene.book.pattern(*p).gives.toll.is_some())
    })
}

/// A verb of killing, wounding or holding, which needs an object.
fn strikes(scene: &Scene<'_>, verb: usize) -> bool {
    scene.book.triggers(scene.lemma(verb)).iter().any(|(p, form)| {
        *form == Form::Verb && scene.book.pattern(*p).gives.toll.is_some_and(|t| t != Toll::Displaced)
    })
}

/// Active or passive? Without vowels the form seldom tells; the company does.
fn is_passive(scene: &Scene<'_>, verb: usize, links: &Links) -> bool {
    let word = &scene.analysis.words[verb];
    let readings = &scene.analysis.readings[word.readings.start as usize..word.readings.end as usize];
    let can_be = |v: Voice| readings.iter().any(|r| r.pos == Pos::Verb && r.features.voice == Some(v));
    let whole = links.subject.is_some() && links.object.is_some();
    if !can_be(Voice::Passive) || links.pronoun.is_some() || whole {
        return false;
    }
    let Some(subject) = &links.subject else {
        // كما اعتقل عام 2009: who does it would have somebody to do it to.
        return links.object.is_none() && strikes(scene, verb);
    };
    if verb_features(scene, verb).voice == Some(Voice::Passive) {
        return true;
    }
    // قتل عشرة أشخاص: verbs that make victims, and nobody else is named.
    let harms = harms(scene, verb);
    let counted = scene
        .mentions
        .number_at(scene.analysis.words[subject.words.start].token as usize)
        .or_else(|| scene.bracketed(subject.words.start))
        .is_some_and(|n| !scene.mentions.numbers[n].ordinal);
    let victim = scene.book.cues.victim.matches(scene.analysis, subject.head);
    // القوات قتلت … leaves its object for later; عشرة جنود قتلوا, الجندي الذي قتل have none to leave.
    let agent = scene.book.cues.agent.matches(scene.analysis, subject.head) && subject.how == "svo";
    harms && (counted || (victim && !agent))
}
