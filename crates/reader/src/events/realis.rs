//! Did it happen, is it planned, denied, possible, habitual?

use super::scene::Scene;
use crate::Realis;
use crate::codebook::{Form, Function, RealisCue};
use crate::language::{Aspect, Part, Pos};

/// How many stems back a governing word may stand.
const REACH: usize = 6;

/// The realis of a trigger, and the word that made it so.
pub(super) fn of(scene: &Scene<'_>, word: usize, form: Form) -> (Realis, Option<usize>) {
    let features = scene.analysis.words[word].features;
    if form == Form::Verb {
        if features.future {
            return (Realis::Planned, Some(word));
        }
        if let Some(found) = particles(scene, word) {
            return found;
        }
    }
    if let Some(found) = governed(scene, word, form) {
        return found;
    }
    // لتحرير المدينة: a purpose is not yet reached.
    if form == Form::Masdar && purpose(scene, word) {
        return (Realis::Planned, Some(word));
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
    for _ in 0..2 {
        w = w.checked_sub(1).filter(|w| *w >= scene.words.start)?;
        let f = scene.function(w);
        let imperfect = scene.analysis.words[verb].features.aspect == Some(Aspect::Imperfect);
        if f.is(Function::NEGATIVE) && (imperfect || f.is(Function::NEGATIVE_PAST)) {
            // «ما» and «لا» are more than negation.
            let after_preposition = w > scene.words.start && scene.pos(w - 1) == Pos::Adp;
            let sure = scene.folded(w) != "ما" || scene.pos(w) == Pos::Part && !after_preposition;
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
fn governed(scene: &Scene<'_>, word: usize, form: Form) -> Option<(Realis, Option<usize>)> {
    let mut stems = 0;
    let mut w = word;
    // A verb is a complement only after أن.
    let mut opened = form != Form::Verb;
    while w > scene.words.start && stems < REACH {
        w -= 1;
        let f = scene.function(w);
        if f.is(Function::THAT) {
            opened = true;
            continue;
        }
        // What follows خلال or بعد is an occasion, not what is planned or denied.
        if f.is(Function::ADJUNCT) {
            return None;
        }
        if scene.part(w) != Part::Stem {
            continue;
        }
        if f.is(Function::NEGATIVE) && form != Form::Verb && stems == 0 {
            return Some((Realis::Denied, Some(w)));
        }
        match scene.pos(w) {
            Pos::Punct => {
                if !scene.is_quote(w) {
                    return None;
                }
            }
            Pos::Adp | Pos::Part | Pos::Det | Pos::Adj | Pos::Sconj | Pos::Adv => {
                // من المقرر أن يزور: adjectives can plan too.
                if let Some(found) = cue_at(scene, w, opened, stems) {
                    return found;
                }
            }
            _ => {
                stems += 1;
                if let Some(found) = cue_at(scene, w, opened, stems) {
                    return found;
                }
                let light = scene.book.cues.transparent.matches(scene.analysis, w);
                if light && scene.pos(w) == Pos::Verb && form != Form::Verb {
                    // ستعقد اجتماعا, لم يشن هجوما: the light verb's time is the noun's.
                    if scene.analysis.words[w].features.future {
                        return Some((Realis::Planned, Some(w)));
                    }
                    if let Some(found) = particles(scene, w) {
                        return Some(found);
                    }
                }
                if scene.pos(w) == Pos::Verb && !light {
                    return None;
                }
                if form == Form::Verb && stems >= 2 {
                    return None;
                }
            }
        }
    }
    None
}

/// A cue at this word: what it gives, or that it does not reach.
#[expect(clippy::option_option, reason = "no cue, a cue out of reach, and a cue are three things")]
fn cue_at(
    scene: &Scene<'_>,
    w: usize,
    opened: bool,
    stems: usize,
) -> Option<Option<(Realis, Option<usize>)>> {
    let word = &scene.analysis.words[w];
    let readings = &scene.analysis.readings[word.readings.start as usize..word.readings.end as usize];
    // مقرر is read two ways; a verb is what it was chosen to be, a noun or a name is no verb's form (تعرض, سامر).
    let read_as = |c: &RealisCue| {
        !matches!(word.pos, Pos::Verb | Pos::Propn)
            && readings.iter().any(|r| !r.guessed && r.pos != Pos::Verb && c.lemmas.holds(r.lemma))
    };
    let cue = scene.book.cues.realis.iter().find(|c| c.lemmas.holds(word.lemma) || read_as(c))?;
    let reaches = opened && (!cue.near || stems <= 2);
    Some(reaches.then_some((cue.gives, Some(w))))
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
        .any(|w| scene.book.cues.takes_li.matches(scene.analysis, w));
    aims && !takes
}
