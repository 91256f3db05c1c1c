//! Which words state an event, and by which pattern?

use super::links::{self, Link, Links};
use super::scene::Scene;
use crate::codebook::{Codebook, Form, Pattern, PatternId, Present, Scope, Slot, Terms};
use crate::language::{Analysis, Definite, Gender, LemmaId, Number, Part, Person, Pos, Voice};

/// A word that a pattern fires on.
#[derive(Clone, Debug)]
pub(super) struct Trigger {
    pub word: usize,
    pub pattern: PatternId,
    pub form: Form,
    pub lemma: LemmaId,
    /// 0: the reading chosen in context; 1: another lemma of the same part of speech; 2: another part of speech.
    pub tier: u8,
    /// It only carries a toll to an act beside it; alone it is no event of its type.
    pub carrier: bool,
    pub links: Links,
}

/// A pattern that could have fired and did not.
#[derive(Clone, Debug)]
pub struct Refused {
    pub word: usize,
    pub pattern: PatternId,
    pub why: Why,
}

/// Why a pattern did not fire; turned into words only where somebody asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// None of the complements that it needs is there.
    Needs,
    /// A complement that must not be there is.
    NotWith(Slot),
    Voice(Voice),
    Definite(bool),
    /// It does not say what will be.
    Future,
    /// What fills the slot is none of the words wanted; or, where false, one of those unwanted.
    Slot(Slot, bool),
    /// The same of the words around.
    Around(Scope, bool),
    /// A closer pattern fits.
    Closer,
}

impl Why {
    /// The reason in words.
    pub fn text(self, book: &Codebook, pattern: PatternId) -> String {
        let not = |wanted: bool| if wanted { "" } else { "not_" };
        match self {
            Why::Needs => format!("needs {}", slot_names(book, &book.pattern(pattern).when.needs)),
            Why::NotWith(s) => format!("not with {}", slot_names(book, &[s])),
            Why::Voice(Voice::Passive) => "needs the passive voice".to_owned(),
            Why::Voice(Voice::Active) => "needs the active voice".to_owned(),
            Why::Definite(true) => "needs a definite noun".to_owned(),
            Why::Definite(false) => "needs a bare noun".to_owned(),
            Why::Future => "needs the future".to_owned(),
            Why::Slot(s, wanted) => format!("{}{} does not hold", not(wanted), slot_names(book, &[s])),
            Why::Around(s, wanted) => format!("{}{} does not hold", not(wanted), scope_name(s)),
            Why::Closer => "a closer pattern fits".to_owned(),
        }
    }

    /// Something is there that the pattern rules out.
    fn ruled_out(self) -> bool {
        matches!(self, Why::Slot(_, false) | Why::Around(_, false))
    }
}

/// Could this word trigger anything, whatever stands around it?
pub(super) fn may_trigger(analysis: &Analysis<'_>, book: &Codebook, word: usize) -> bool {
    let w = &analysis.words[word];
    w.part == Part::Stem
        && !matches!(w.pos, Pos::Punct | Pos::Adp | Pos::Cconj | Pos::Sym | Pos::Pron | Pos::Det)
        && (book.is_trigger(w.lemma)
            || analysis.readings[w.readings.start as usize..w.readings.end as usize]
                .iter()
                .any(|r| book.is_trigger(r.lemma)))
}

/// Notes the lists that the words of a sentence are on, by any reading.
pub(super) fn note(scene: &Scene<'_>, present: &mut Present) {
    let lists = &scene.book.lists;
    present.clear(lists);
    for w in &scene.analysis.words[scene.words.clone()] {
        present.add(lists, w.lemma);
        for r in &scene.analysis.readings[w.readings.start as usize..w.readings.end as usize] {
            if !r.guessed && r.lemma != w.lemma {
                present.add(lists, r.lemma);
            }
        }
    }
}

/// The pattern that fits a word best, and those turned down.
pub(super) fn at(
    scene: &Scene<'_>,
    present: &Present,
    word: usize,
    refused: &mut Vec<Refused>,
) -> Option<Trigger> {
    let w = &scene.analysis.words[word];
    let readings = &scene.analysis.readings[w.readings.start as usize..w.readings.end as usize];
    if in_name(scene, w.token as usize) {
        return None;
    }
    let forced = scene.pos(word) != w.pos;
    let mut tried: Vec<(LemmaId, Pos, u8)> = vec![(w.lemma, w.pos, if forced { 2 } else { 0 })];
    let best_weight = readings.iter().map(|r| r.weight).max().unwrap_or(0);
    for r in readings {
        if tried.iter().any(|t| t.0 == r.lemma && t.1 == r.pos) || r.guessed {
            continue;
        }
        // The analysis must leave the same stem.
        let proclitics = scene.proclitics(word).len();
        if r.n_proclitics as usize != proclitics || (r.enclitic > 0) != scene.enclitic(word).is_some() {
            continue;
        }
        let tier = match () {
            () if forced && r.pos == Pos::Verb => u8::from(tried.len() > 1),
            () if same_class(r.pos, w.pos) => 1,
            () => 2,
        };
        if tier == 2 && !w.guessed && r.weight < best_weight - 120 {
            continue;
        }
        tried.push((r.lemma, r.pos, tier));
    }
    let mut best: Option<(Trigger, (u8, usize, f32))> = None;
    let mut verb_links: Option<Links> = None;
    let mut nominal_links: Option<Links> = None;
    // هجوم قتل فيه أربعة: what looks like a noun of doing, with nothing after it that it could be of, is a verb.
    let bare = matches!(w.pos, Pos::Noun | Pos::Propn)
        && !scene.has_article(word)
        && tried.iter().any(|t| t.1 == Pos::Verb)
        && {
            let l = nominal_links.get_or_insert_with(|| links::of_nominal(scene, word));
            l.genitive.is_none() && l.pronoun.is_none() && l.adjectives.is_empty()
        };
    let counted = scene
        .mentions
        .number_at(w.token as usize - usize::from(w.token > 0))
        .is_some_and(|n| scene.mentions.numbers[n].counted == Some(w.token));
    for (lemma, pos, tier) in tried {
        let tier = if bare && pos == Pos::Verb && tells_toll(scene, lemma) { 0 } else { tier };
        // 14 مقاتلا: what is counted is no act by another reading.
        if counted && tier > 0 && tells_toll(scene, lemma) {
            continue;
        }
        let tier = if bare && pos != Pos::Verb && tells_toll(scene, lemma) { tier.max(1) } else { tier };
        for (id, form) in scene.book.triggers(lemma) {
            if (*form == Form::Verb) != (pos == Pos::Verb) {
                continue;
            }
            let pattern = scene.book.pattern(*id);
            // فجر نفسه: what looks like a name is a verb only where what stands around says so.
            if w.pos == Pos::Propn && *form == Form::Verb && pattern.when.exactness() == 0 {
                continue;
            }
            let links = if *form == Form::Verb {
                verb_links.get_or_insert_with(|| links::of_verb(scene, word))
            } else {
                nominal_links.get_or_insert_with(|| links::of_nominal(scene, word))
            };
            let mut carrier = false;
            let mut held = holds(scene, present, word, pattern, *form, links);
            let swapped = match held {
                Err(Why::Slot(Slot::Object, true)) => as_object(links),
                _ => None,
            };
            if let Some(other) = &swapped {
                held = holds(scene, present, word, pattern, *form, other);
            }
            let links = swapped.as_ref().unwrap_or(links);
            if let Err(why) = held {
                // أصيب in an accident is no attack, but the accident's toll.
                carrier = pattern.gives.casualty && why.ruled_out();
                if !carrier {
                    refused.push(Refused { word, pattern: *id, why });
                    continue;
                }
            }
            // قتل سبعة في هجوم انتحاري tells the toll; the attack has a word of its own.
            let told = usize::from(pattern.gives.casualty && links.passive) * 10;
            let rank =
                (if carrier { 0 } else { 3 - tier }, told + pattern.when.exactness(), pattern.gives.weight);
            let better = best.as_ref().is_none_or(|(_, r)| {
                rank.0.cmp(&r.0).then(rank.1.cmp(&r.1)).then(rank.2.total_cmp(&r.2)).is_gt()
            });
            if better {
                let trigger =
                    Trigger { word, pattern: *id, form: *form, lemma, tier, carrier, links: links.clone() };
                if let Some((old, _)) = best.replace((trigger, rank)) {
                    refused.push(Refused { word, pattern: old.pattern, why: Why::Closer });
                }
            } else {
                refused.push(Refused { word, pattern: *id, why: Why::Closer });
            }
        }
    }
    best.map(|b| b.0)
}

/// A verb or noun of dying or wounding.
fn tells_toll(scene: &Scene<'_>, lemma: LemmaId) -> bool {
    scene.book.triggers(lemma).iter().any(|(p, _)| scene.book.pattern(*p).gives.casualty)
}

/// Part of a longer name of a place or an actor (تحالف دعم الشرعية), or a place itself (تعز).
fn in_name(scene: &Scene<'_>, token: usize) -> bool {
    let place = scene.mentions.place_at(token).map(|p| &scene.mentions.places[p]);
    let actor = scene.mentions.actor_at(token).map(|a| &scene.mentions.actors[a].tokens);
    place.is_some_and(|p| !p.demonym && p.name.contains(&(token as u32)) && !p.weak)
        || actor.is_some_and(|t| t.len() > 1)
}

fn same_class(a: Pos, b: Pos) -> bool {
    let verbal = |p: Pos| matches!(p, Pos::Verb | Pos::Aux);
    verbal(a) == verbal(b)
}

/// Does all hold that the pattern asks for?
fn holds(
    scene: &Scene<'_>,
    present: &Present,
    word: usize,
    p: &Pattern,
    form: Form,
    links: &Links,
) -> Result<(), Why> {
    let when = &p.when;
    if !when.needs.is_empty() && !when.needs.iter().any(|s| has(scene, word, links, *s)) {
        return Err(Why::Needs);
    }
    if let Some(s) = when.not_with.iter().find(|s| has(scene, word, links, **s)) {
        return Err(Why::NotWith(*s));
    }
    if let Some(v) = when.voice
        && form == Form::Verb
        && (v == Voice::Passive) != links.passive
    {
        return Err(Why::Voice(v));
    }
    if let Some(d) = when.definite
        && form != Form::Verb
        && d != (scene.analysis.words[word].features.definite == Some(Definite::Definite))
    {
        return Err(Why::Definite(d));
    }
    if when.future && !scene.analysis.words[word].features.future {
        return Err(Why::Future);
    }
    for (slot, terms, wanted) in &when.slots {
        let fits = filler(links, form, *slot, *wanted).is_some_and(|link| {
            present.may_match(terms) && link_fits(scene, terms, link, *wanted)
                || (*wanted
                    && (bare_number(scene, link.head, p.gives.casualty)
                        || p.gives.casualty && terms.number && counted(scene, link)
                        || of_them_fits(scene, terms, link.head)))
        }) || *wanted
            && stands_for(scene, word, links, *slot).is_some_and(|r| referent_fits(scene, terms, word, r));
        if fits != *wanted {
            return Err(Why::Slot(*slot, *wanted));
        }
    }
    for (scope, terms, wanted) in &when.around {
        if around(scene, present, word, *scope, terms, links, *wanted) != *wanted {
            return Err(Why::Around(*scope, *wanted));
        }
    }
    Ok(())
}

/// A verb with one phrase after it: where its pattern asks for such an object, the subject is left out (حيث حررت مناطق
/// واسعة).
fn as_object(links: &Links) -> Option<Links> {
    let alone = links.object.is_none() && links.pronoun.is_none() && !links.passive;
    let subject = links.subject.as_ref().filter(|s| alone && s.how == "vs")?;
    let object = Some(Link { how: "vo", ..subject.clone() });
    Some(Links { subject: None, object, dropped: true, ..links.clone() })
}

fn scope_name(s: Scope) -> &'static str {
    match s {
        Scope::Phrase => "phrase",
        Scope::Clause => "clause",
        Scope::Sentence => "sentence",
        Scope::Before => "before",
        Scope::After => "after",
    }
}

fn slot_names(book: &Codebook, slots: &[Slot]) -> String {
    let name = |s: &Slot| match s {
        Slot::Subject => "subject".to_owned(),
        Slot::Object => "object".to_owned(),
        Slot::Genitive => "genitive".to_owned(),
        Slot::Prep(i) => book.prepositions[*i as usize].name.clone(),
    };
    slots.iter().map(name).collect::<Vec<_>>().join(" or ")
}

fn has(scene: &Scene<'_>, word: usize, links: &Links, slot: Slot) -> bool {
    match slot {
        Slot::Object => {
            links.object.is_some() || links.pronoun.is_some() || links.passive && links.subject.is_some()
        }
        Slot::Genitive => links.genitive.is_some() || links.pronoun.is_some(),
        Slot::Subject => links.subject.is_some(),
        Slot::Prep(i) => links.slot(slot).is_some() || with_pronoun(scene, word, i).is_some(),
    }
}

/// The pronoun that a preposition near the trigger governs: أعلن التنظيم مسؤوليته عنها, يوافق على ذلك.
pub(super) fn with_pronoun(scene: &Scene<'_>, word: usize, preposition: u8) -> Option<usize> {
    let forms = &scene.book.prepositions[preposition as usize].forms;
    (word + 1..scene.clause_range(word).end.min(word + 6))
        .take_while(|w| scene.pos(*w) != Pos::Verb)
        .find(|w| {
            scene.pos(*w) == Pos::Adp
                && *w + 1 < scene.words.end
                && scene.pos(w + 1) == Pos::Pron
                && forms.iter().any(|f| matches!(f.as_slice(), [one] if one == scene.folded(*w)))
        })
        .map(|w| w + 1)
}

/// What fills a slot; of a passive verb the subject is the object, of a masdar the genitive is object or subject.
fn filler(links: &Links, form: Form, slot: Slot, wanted: bool) -> Option<&Link> {
    match slot {
        Slot::Object if form == Form::Masdar => links.object.as_ref().or(links.genitive.as_ref()),
        Slot::Subject if form == Form::Masdar && wanted => links.subject.as_ref().or(links.genitive.as_ref()),
        Slot::Object if links.passive => links.subject.as_ref(),
        Slot::Subject if links.passive => None,
        _ => links.slot(slot),
    }
}

/// The word whose features tell whom a slot is about where a pronoun or nothing at all fills it.
fn stands_for(scene: &Scene<'_>, word: usize, links: &Links, slot: Slot) -> Option<usize> {
    let of = match slot {
        Slot::Object | Slot::Genitive if links.object.is_none() && links.genitive.is_none() => {
            links.pronoun?
        }
        Slot::Prep(i) if links.slot(slot).is_none() => with_pronoun(scene, word, i)?,
        Slot::Subject if links.dropped && !links.passive && scene.pos(word) == Pos::Verb => word,
        _ => return None,
    };
    let person = scene.analysis.words[of].features.person;
    person.is_none_or(|p| p == Person::Third).then_some(of)
}

/// ضربات عدة … استهدفت آخرها معسكرا: what some of those spoken of are.
fn of_them_fits(scene: &Scene<'_>, terms: &Terms, head: usize) -> bool {
    scene.book.cues.one_of_them.matches(scene.analysis, head)
        && scene.enclitic(head).is_some_and(|p| referent_fits(scene, terms, head, p))
}

/// One of the nearest nouns before that a pronoun (تسليمها) or a verb without its subject can be about is one of
/// the terms.
fn referent_fits(scene: &Scene<'_>, terms: &Terms, trigger: usize, pronoun: usize) -> bool {
    let analysis = scene.analysis;
    let like = analysis.words[pronoun].features;
    let start = analysis.sentences[scene.sentence.saturating_sub(1)].start as usize;
    (start..trigger)
        .rev()
        .filter(|w| {
            let word = &analysis.words[*w];
            let f = word.features;
            word.part == Part::Stem
                && matches!(word.pos, Pos::Noun | Pos::Propn)
                && match like.number {
                    // هم are people; ها a woman, a thing or several things.
                    Some(Number::Plural) => f.number == Some(Number::Plural),
                    Some(Number::Dual) => f.number == Some(Number::Dual),
                    _ if like.gender == Some(Gender::Feminine) => {
                        f.gender == Some(Gender::Feminine) || f.number == Some(Number::Plural)
                    }
                    _ => f.gender != Some(Gender::Feminine) && f.number != Some(Number::Plural),
                }
        })
        .take(4)
        .any(|w| {
            let token = analysis.words[w].token as usize;
            terms.holds(analysis.words[w].lemma)
                || (terms.place && scene.mentions.place_at(token).is_some())
                || (terms.actor && scene.mentions.actor_at(token).is_some())
                || (terms.name && is_name(scene, w))
        })
}

/// The head is one of the terms; of a number or a measure (مئات الجنود، كل المواقع) what it counts is.
fn link_fits(scene: &Scene<'_>, terms: &Terms, link: &Link, any_reading: bool) -> bool {
    let measure = |w: usize| {
        matches!(scene.pos(w), Pos::Num | Pos::Det)
            || scene.mentions.number_at(scene.analysis.words[w].token as usize).is_some()
    };
    word_fits(scene, terms, link.head, any_reading)
        || measure(link.head)
            && (link.head + 1..link.words.end)
                .filter(|w| scene.part(*w) == Part::Stem)
                .take(2)
                .any(|w| word_fits(scene, terms, w, any_reading))
}

/// The word, or the first genitive of a mere measure (عدد من الجنود is counted by its noun already).
///
/// A condition holds by any reading of the word; what must not be there counts only by the reading chosen.
fn word_fits(scene: &Scene<'_>, terms: &Terms, word: usize, any_reading: bool) -> bool {
    let token = scene.analysis.words[word].token as usize;
    let listed = if any_reading {
        terms.matches(scene.analysis, word)
    } else {
        terms.holds(scene.analysis.words[word].lemma)
    };
    listed
        || (terms.place && scene.mentions.place_at(token).is_some())
        || (terms.actor && scene.mentions.actor_at(token).is_some())
        || (terms.name && is_name(scene, word))
        || (terms.number
            && scene.chunk(word).is_some_and(|c| {
                scene.mentions.number_at(scene.analysis.words[c.words.start].token as usize).is_some()
            }))
}

/// A proper name, or a word that no lexicon has.
fn is_name(scene: &Scene<'_>, word: usize) -> bool {
    let w = &scene.analysis.words[word];
    w.pos == Pos::Propn || (w.guessed && w.pos == Pos::Noun)
}

/// إصابة 12 مشاهدا: a number within the trigger's own phrase.
fn counted(scene: &Scene<'_>, link: &Link) -> bool {
    (link.head.saturating_sub(1).max(link.words.start)..=link.head).any(|w| {
        scene.mentions.number_at(scene.analysis.words[w].token as usize).is_some_and(|n| {
            let n = &scene.mentions.numbers[n];
            n.of_people() && !n.ordinal
        })
    })
}

/// A number of people whose noun is left out or follows with من: إصابة 3, إصابة 4 من جنوده.
fn bare_number(scene: &Scene<'_>, word: usize, of_some: bool) -> bool {
    scene.mentions.number_at(scene.analysis.words[word].token as usize).is_some_and(|n| {
        let n = &scene.mentions.numbers[n];
        let bare = n.counted.is_none() || of_some && n.counted > Some(n.tokens.end);
        bare && n.of_people() && !n.ordinal
    })
}

fn around(
    scene: &Scene<'_>,
    present: &Present,
    word: usize,
    scope: Scope,
    terms: &Terms,
    links: &Links,
    any_reading: bool,
) -> bool {
    let there = present.may_match(terms);
    let any = |mut r: std::ops::Range<usize>| {
        there
            && r.any(|w| w != word && scene.part(w) == Part::Stem && word_fits(scene, terms, w, any_reading))
    };
    match scope {
        Scope::Phrase => {
            scene.chunk(word).is_some_and(|c| any(c.words.clone()))
                || links.object.as_ref().is_some_and(|o| any(o.words.clone()))
                || links.subject.as_ref().is_some_and(|o| any(o.words.clone()))
                || links.genitive.as_ref().is_some_and(|o| any(o.words.clone()))
                || links.preps.iter().any(|(_, l)| any(l.words.clone()))
                || any_reading
                    && stands_for(scene, word, links, Slot::Object)
                        .is_some_and(|r| referent_fits(scene, terms, word, r))
        }
        Scope::Clause => any(scene.clause_range(word)),
        Scope::Sentence => any(scene.words.clone()),
        Scope::Before | Scope::After if !there => false,
        Scope::Before => scene.stem_before(word).is_some_and(|w| word_fits(scene, terms, w, any_reading)),
        Scope::After => scene.stem_after(word).is_some_and(|w| word_fits(scene, terms, w, any_reading)),
    }
}
