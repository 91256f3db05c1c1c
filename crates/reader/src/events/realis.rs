//! Did it happen, is it planned, denied, possible, habitual?

use super::scene::Scene;
use crate::Realis;
use crate::codebook::{Form, Function, Light, RealisCue, Toll};
use crate::language::{Aspect, Derived, Part, Pos};

/// How many stems back a governing word may stand.
const REACH: usize = 6;

/// The realis of a trigger, and the word that made it so.
pub(super) fn of(scene: &Scene<'_>, word: usize, form: Form) -> (Realis, Option<usize>) {
    let features = scene.features(word);
    if form == Form::Verb {
        if features.future {
            return (Realis::Planned, Some(word));
        }
        if let Some(found) = particles(scene, word) {
            // لم يفرج عنهم إلا بعد أيام: it happened.
            let only = found.0 == Realis::Denied && excepted(scene, word);
            return if only { (Realis::Actual, None) } else { found };
        }
    }
    // القوات المنسحبة: a participle with ال tells of something known.
    if matches!(form, Form::Active | Form::Passive) && scene.has_article(word) {
        return (Realis::Actual, None);
    }
    if let Some(found) = governed(scene, word, form) {
        return found;
    }
    // لتحرير المدينة: a purpose is not yet reached.
    if form == Form::Masdar && purpose(scene, word) {
        return (Realis::Planned, Some(word));
    }
    if form != Form::Verb
        && let Some(found) =
            conjunct(scene, word).or_else(|| described(scene, word)).or_else(|| subject_of(scene, word))
    {
        return found;
    }
    if let Some(w) = habit(scene, word) {
        return (Realis::General, Some(w));
    }
    let clause = scene.clause_range(word);
    if scene.function(clause.start).is(Function::CONDITIONAL) {
        return (Realis::Possible, Some(clause.start));
    }
    (Realis::Actual, None)
}

/// Negation, future and doubt right before a verb.
fn particles(scene: &Scene<'_>, verb: usize) -> Option<(Realis, Option<usize>)> {
    let mut w = verb;
    for _ in 0..3 {
        w = w.checked_sub(1).filter(|w| *w >= scene.words.start)?;
        // سوف «تحترم».
        if scene.is_quote(w) {
            continue;
        }
        let f = scene.function(w);
        // ما إن أعلنت: as soon as.
        if f.is(Function::THAT) {
            return None;
        }
        let imperfect = scene.analysis.words[verb].features.aspect == Some(Aspect::Imperfect);
        if f.is(Function::NEGATIVE) && (imperfect || f.is(Function::NEGATIVE_PAST)) {
            // «ما» and «لا» are more than negation.
            let after_preposition = w > scene.words.start && scene.pos(w - 1) == Pos::Adp;
            // غالبا ما, سرعان ما.
            let adverb = w > scene.words.start && scene.function(w - 1).is(Function::BEFORE_MA);
            let sure = scene.folded(w) != "ما" || scene.pos(w) == Pos::Part && !after_preposition && !adverb;
            return sure.then_some((Realis::Denied, Some(w)));
        }
        if f.is(Function::FUTURE) {
            return Some((Realis::Planned, Some(w)));
        }
        if f.is(Function::PERHAPS) && imperfect {
            return Some((Realis::Possible, Some(w)));
        }
        if !matches!(scene.pos(w), Pos::Part | Pos::Adv | Pos::Aux) {
            return None;
        }
    }
    None
}

/// A word before it that makes its complement planned, possible, denied: يعتزم شن هجوم, محاولة اغتيال.
fn governed(scene: &Scene<'_>, word: usize, form: Form) -> Option<Found> {
    let mut stems = 0;
    let mut w = word;
    // A verb is a complement only after أن.
    let mut opened = form != Form::Verb;
    // السماح بإيصال المساعدات: an outer word decides, if there is one.
    let mut weak: Option<Found> = None;
    let mut masdars = true;
    let mut bare = true;
    while w > scene.words.start && stems < REACH {
        w -= 1;
        let f = scene.function(w);
        if f.is(Function::THAT) {
            opened = true;
            continue;
        }
        // What follows خلال or بعد is an occasion, not what is planned or denied.
        if f.is(Function::ADJUNCT) {
            return weak;
        }
        if scene.part(w) != Part::Stem {
            continue;
        }
        if f.is(Function::NEGATIVE) && form != Form::Verb {
            // دون التوصل إلى اتفاق, عدم عقد محادثات.
            let through = stems == 1 && masdars && f.is(Function::NEGATIVE_PAST) && scene.pos(w) != Pos::Part;
            if stems == 0 && bare || through {
                return Some((Realis::Denied, Some(w)));
            }
        }
        match scene.pos(w) {
            Pos::Punct => {
                if scene.is_quote(w) {
                    continue;
                }
                match aside(scene, w) {
                    Some(from) if form != Form::Verb => w = from,
                    _ => return weak,
                }
            }
            Pos::Adp | Pos::Part | Pos::Det | Pos::Adj | Pos::Sconj | Pos::Adv => {
                bare &= scene.pos(w) != Pos::Adj;
                // من المقرر أن يزور: adjectives can plan too.
                if let Some(found) = cue_at(scene, w, opened, stems) {
                    return found.map(|c| c.0).or(weak);
                }
            }
            _ => {
                stems += 1;
                masdars &= scene.analysis.words[w].features.derived == Some(Derived::Masdar);
                match cue_at(scene, w, opened, stems) {
                    Some(Some((found, true))) => weak = weak.or(Some(found)),
                    Some(found) => return found.map(|c| c.0).or(weak),
                    None => {}
                }
                let verb = scene.pos(w) == Pos::Verb;
                let light = scene.book.cues.transparent.matches(scene.analysis, w);
                if (light || f.is(Function::BE)) && verb && form != Form::Verb {
                    // ستعقد اجتماعا, لم يشن هجوما: the light verb's time is the noun's.
                    if scene.analysis.words[w].features.future {
                        return Some((Realis::Planned, Some(w)));
                    }
                    if let Some(found) = particles(scene, w) {
                        return Some(found);
                    }
                }
                // نفى أن يكون المعتقلون قد تعرضوا.
                if form == Form::Verb && f.is(Function::BE) {
                    continue;
                }
                // لشن هجوم: the purpose is of the light noun.
                if light && stems == 1 && form != Form::Verb && masdars && purpose(scene, w) {
                    return Some((Realis::Planned, Some(w)));
                }
                if verb && !light {
                    return weak.or_else(|| undeclared(scene, w, form));
                }
                if form == Form::Verb && stems >= if opened { 4 } else { 2 } {
                    return weak;
                }
            }
        }
    }
    weak
}

type Found = (Realis, Option<usize>);

/// لم تعلن أي جهة مسؤوليتها: what nobody declares.
fn undeclared(scene: &Scene<'_>, verb: usize, form: Form) -> Option<Found> {
    let saying = scene.book.cues.sayings.of(scene.analysis.words[verb].lemma);
    let declares = form != Form::Verb && saying.is_some_and(|(s, _)| s.declares);
    if declares { particles(scene, verb).filter(|f| f.0 == Realis::Denied) } else { None }
}

/// A comma that closes a parenthesis («سيعقد البرلمان، السبت، جلسة») or a time: where to look on from.
fn aside(scene: &Scene<'_>, comma: usize) -> Option<usize> {
    if !is_comma(scene, comma) {
        return None;
    }
    if comma > scene.words.start
        && let Some(time) = scene.chunk(comma - 1).filter(|c| c.time)
    {
        let before =
            time.words.start.checked_sub(1).filter(|w| scene.words.contains(w) && is_comma(scene, *w));
        return Some(before.unwrap_or(comma));
    }
    let from = comma.saturating_sub(ASIDE).max(scene.words.start);
    let opens = (from..comma).rev().find(|w| is_comma(scene, *w) || scene.pos(*w) == Pos::Verb)?;
    is_comma(scene, opens).then_some(opens)
}

/// A parenthesis between commas has at most so many words.
const ASIDE: usize = 6;

fn is_comma(scene: &Scene<'_>, w: usize) -> bool {
    matches!(scene.analysis.form(w), "،" | ",")
}

/// لتقديم المساعدات وإخلاء الجرحى: a noun joined to another is what that is.
fn conjunct(scene: &Scene<'_>, word: usize) -> Option<Found> {
    let first = scene.proclitics(word).start;
    let joined = scene.pos(first) == Pos::Cconj
        || first > scene.words.start && matches!(scene.folded(first - 1), "ثم" | "او" | "و");
    if !joined || scene.has_article(word) {
        return None;
    }
    let mut w = first;
    let mut steps = 0;
    while w > scene.words.start && steps < CONJUNCT {
        w -= 1;
        steps += 1;
        let f = scene.function(w);
        if scene.part(w) != Part::Stem {
            continue;
        }
        if f.is(Function::THAT) || f.is(Function::ADJUNCT) || f.is(Function::RELATIVE_ONLY) {
            return None;
        }
        let noun = scene.analysis.words[w].features.derived == Some(Derived::Masdar) && !scene.has_article(w);
        if noun
            && scene.pos(w) == Pos::Noun
            && let Some(found) = governed(scene, w, Form::Masdar)
                .or_else(|| purpose(scene, w).then_some((Realis::Planned, Some(w))))
        {
            return Some(found);
        }
        if scene.pos(w) == Pos::Verb {
            return None;
        }
    }
    None
}

/// What is joined stands at most so many words after what it is joined to.
const CONJUNCT: usize = 12;

/// الهجوم المتوقع, مفاوضات محتملة: an adjective of the noun's says so.
fn described(scene: &Scene<'_>, word: usize) -> Option<Found> {
    let end = scene.chunk(word)?.words.end;
    let mut w = word + 1;
    while w < scene.words.end && (w < end || scene.pos(w) == Pos::Adj) {
        let lemma = scene.analysis.words[w].lemma;
        if scene.part(w) == Part::Stem
            && matches!(scene.pos(w), Pos::Adj | Pos::Noun)
            && scene.analysis.words[w].features.derived.is_some_and(|d| d != Derived::Masdar)
            && !is_person(scene, word, w)
            && let Some(cue) = scene.book.cues.realis.iter().find(|c| c.describes && c.lemmas.holds(lemma))
        {
            return Some((cue.gives, Some(w)));
        }
        w += 1;
    }
    None
}

/// توقيف المشتبه به, توقيف ثلاثة مشتبه بهم: somebody to whom the act is done, and no adjective of it.
fn is_person(scene: &Scene<'_>, act: usize, word: usize) -> bool {
    let a = &scene.analysis.words[act];
    let holds = scene.book.triggers(a.lemma).iter().any(|(p, _)| {
        let gives = &scene.book.pattern(*p).gives;
        gives.toll == Some(Toll::Detained)
    });
    holds
        || scene.has_article(word)
            && !scene.has_article(act)
            && word == act + 1
            && scene.pos(word) == Pos::Noun
}

/// المفاوضات ستبدأ: the subject of a verb of beginning that says what will be.
fn subject_of(scene: &Scene<'_>, word: usize) -> Option<Found> {
    let clause = scene.clause_range(word);
    let verb = |w: &usize| scene.pos(*w) == Pos::Verb && scene.part(*w) == Part::Stem;
    if (clause.start..word).any(|w| verb(&w)) || scene.chunk(word).is_some_and(|c| c.prep.is_some()) {
        return None;
    }
    let v = (word + 1..clause.end).find(verb)?;
    let f = scene.analysis.words[v].features;
    let will = f.future || scene.function(v - 1).is(Function::FUTURE);
    let cues = &scene.book.cues;
    let happens = |l: &Light| l.roles.is_empty() && l.lemmas.matches(scene.analysis, v);
    let takes_place = cues.aspect.matches(scene.analysis, v) || cues.light.iter().any(happens);
    (will && takes_place).then_some((Realis::Planned, Some(v)))
}

/// غالبا ما, عادة: what is so as a rule.
fn habit(scene: &Scene<'_>, word: usize) -> Option<usize> {
    let clause = scene.clause_range(word);
    (clause.start..word).find(|w| {
        scene.function(*w).is(Function::HABIT)
            && (scene.pos(*w) != Pos::Noun || scene.folded(*w + 1) == "ما")
            && scene.part(*w) == Part::Stem
    })
}

/// إلا follows a negated verb.
fn excepted(scene: &Scene<'_>, verb: usize) -> bool {
    (verb + 1..scene.words.end.min(verb + ASIDE)).any(|w| scene.function(w).is(Function::EXCEPT))
}

/// A cue at this word: what it gives, or that it does not reach.
#[expect(clippy::option_option, reason = "no cue, a cue out of reach, and a cue are three things")]
fn cue_at(scene: &Scene<'_>, w: usize, opened: bool, stems: usize) -> Option<Option<(Found, bool)>> {
    if !scene.book.cues.decides.matches(scene.analysis, w) {
        return None;
    }
    let word = &scene.analysis.words[w];
    let readings = &scene.analysis.readings[word.readings.start as usize..word.readings.end as usize];
    // مقرر is read two ways; a verb is what it was chosen to be, a noun or a name is no verb's form (تعرض, سامر).
    let read_as = |c: &RealisCue| {
        !matches!(word.pos, Pos::Verb | Pos::Propn)
            && readings.iter().any(|r| !r.guessed && r.pos != Pos::Verb && c.lemmas.holds(r.lemma))
    };
    let cue = scene.book.cues.realis.iter().find(|c| c.lemmas.holds(word.lemma) || read_as(c))?;
    // شرطي is a policeman, and only then what holds on a condition.
    if !cue.lemmas.holds(word.lemma) && scene.book.cues.people.matches(scene.analysis, w) {
        return None;
    }
    let reaches = opened && (!cue.near || stems <= 2);
    if word.pos == Pos::Verb {
        // تمكن من: not أمكن. سمح بدخول القافلة: it is told to have come to it.
        let succeeds = scene.book.cues.aspect.matches(scene.analysis, w);
        if succeeds || cue.weak && word.features.aspect == Some(Aspect::Perfect) {
            return None;
        }
    }
    // لا يمكن إدخال المساعدات.
    let cannot = cue.gives == Realis::Possible
        && word.pos == Pos::Verb
        && w > scene.words.start
        && scene.function(w - 1).is(Function::NEGATIVE);
    let gives = if cannot { Realis::Denied } else { cue.gives };
    Some(reaches.then_some(((gives, Some(w)), cue.weak)))
}

/// ل before a masdar, where no verb asks for that ل (تعرض ل).
fn purpose(scene: &Scene<'_>, word: usize) -> bool {
    let Some(li) = scene.proclitics(word).last() else { return false };
    if scene.folded(li) != "ل" || scene.has_article(word) {
        return false;
    }
    // An act with an aim of its own: تحرير المدينة, قتلهم.
    let aims = scene.enclitic(word).is_some() || scene.chunk(word).is_some_and(|c| c.words.end > word + 1);
    // تعرض مساء السبت لهجوم: the verb that asks for it may stand further off.
    let start = scene.clause_range(word).start;
    let takes = (start..word)
        .rev()
        .filter(|w| scene.part(*w) == Part::Stem && scene.pos(*w) != Pos::Punct)
        .take(REACH)
        // أدى لإصابة ثمانية: what was brought about.
        .any(|w| {
            let cues = &scene.book.cues;
            cues.takes_li.matches(scene.analysis, w) || cues.causal.matches(scene.analysis, w)
        });
    aims && !takes
}
