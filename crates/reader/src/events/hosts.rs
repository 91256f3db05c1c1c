//! Which act caused these deaths?
//!
//! What speaks for an act is weighed: the words that lead from one to the other, the phrase it stands in, how far off it
//! is. The weights were chosen by counting on annotated reports.

use super::casualties::is_casualty;
use super::scene::Scene;
use super::triggers::with_pronoun;
use super::{Draft, Realis};
use crate::codebook::{Codebook, Form, Function, Slot, Toll};
use crate::language::Pos;

/// An act of the same sentence needs more than this.
const ENOUGH: i32 = -25;
/// An act to fall back on where the best is held for no event.
const SECOND: i32 = -25;
/// An act told before needs more than this.
const BEFORE: i32 = 16;
/// An act that a killing with a named killer belongs to.
const LINKED: i32 = -10;
/// How many sentences back an act may lie.
const BACK: usize = 2;
/// The same where a noun points to it.
const FAR_BACK: usize = 6;

/// Within so many words a sentence's verb still goes on about the act told before.
const OPENING: usize = 12;

/// The acts that a word of dying may belong to, best first: those of its sentence, else one told before.
pub(super) fn of_casualty(scene: &Scene<'_>, drafts: &[Draft], from: usize, at: usize) -> Vec<usize> {
    let d = &drafts[at];
    // أعدم ثلاثة لتورطهم في الهجوم: who is put to death died of no other act.
    if scene.book.cues.executes.holds(d.lemma) {
        return Vec::new();
    }
    let mut out = of_sentence(scene, drafts, from, d.word, Some(d));
    if !is_casualty(scene.book, d) {
        return out;
    }
    if d.tolls.is_empty() {
        return out;
    }
    let any = drafts[from..].iter().any(|h| can_host(scene.book, h));
    // قتلوا في الحادث: where «the incident» is no event of its own, it is the one told before.
    let meant = out.first().is_some_and(|h| scene.book.pattern(drafts[*h].pattern).gives.anaphoric);
    // آخرون beside somebody of the same sentence are no others than he.
    let first = !drafts[from..at].iter().any(|o| !o.tolls.is_empty());
    let others = first && others(scene, d);
    if meant || !any && (others || d.form != Form::Verb || d.word < scene.words.start + OPENING) {
        out.extend(before(scene, drafts, from, d, meant, others));
    }
    out
}

/// The acts that counted victims may belong to.
pub(super) fn of_noun(
    scene: &Scene<'_>,
    drafts: &[Draft],
    from: usize,
    word: usize,
    toll: Toll,
) -> Vec<usize> {
    let nearest = |fits: &dyn Fn(&Draft) -> bool| {
        (from..drafts.len()).filter(|i| fits(&drafts[*i])).min_by_key(|i| drafts[*i].word.abs_diff(word))
    };
    let name = |d: &Draft| scene.book.kind(scene.book.pattern(d.pattern).kind).name.as_str();
    match toll {
        Toll::Detained => {
            return nearest(&|d| matches!(name(d), "arrest" | "abduction")).into_iter().collect();
        }
        Toll::Displaced => return nearest(&|d| name(d) == "displace").into_iter().collect(),
        Toll::Killed | Toll::Wounded => {}
    }
    let mut out = of_sentence(scene, drafts, from, word, None);
    if out.is_empty() {
        out.extend(nearest(&|d| is_casualty(scene.book, d)));
    }
    if out.is_empty() {
        out.extend(last_act(scene, drafts, from, 1));
    }
    out
}

/// Can it have dead? Of an operation the dead are those of a fight within it.
pub(super) fn can_host(book: &Codebook, d: &Draft) -> bool {
    let kind = book.kind(book.pattern(d.pattern).kind);
    !is_casualty(book, d)
        && match kind.family.as_str() {
            "violence" => !matches!(kind.name.as_str(), "destruction" | "abduction" | "abuse"),
            "harm" => true,
            "unrest" => kind.name == "riot",
            _ => false,
        }
}

fn of_sentence(
    scene: &Scene<'_>,
    drafts: &[Draft],
    from: usize,
    word: usize,
    casualty: Option<&Draft>,
) -> Vec<usize> {
    // قتلت القوات ثلاثة is an act of its own, unless it says in which act they fell.
    let own = casualty.is_some_and(|c| {
        let does = c.form == Form::Verb && !c.links.passive && c.links.object.is_some();
        !is_casualty(scene.book, c) || does
    });
    let enough = if own { LINKED } else { ENOUGH };
    let mut scored: Vec<(i32, usize)> = (from..drafts.len())
        .filter(|i| can_host(scene.book, &drafts[*i]) && drafts[*i].word != word)
        .map(|i| (score(scene, &drafts[i], word, casualty, &drafts[from..]), i))
        .filter(|(s, _)| *s > enough)
        .collect();
    scored.sort_by_key(|(s, i)| (std::cmp::Reverse(*s), *i));
    // The second best must be good by itself.
    let mut first = true;
    scored.retain(|(s, _)| std::mem::take(&mut first) || *s > SECOND);
    scored.into_iter().map(|(_, i)| i).collect()
}

/// How much speaks for an act of the same sentence.
fn score(scene: &Scene<'_>, host: &Draft, word: usize, casualty: Option<&Draft>, rivals: &[Draft]) -> i32 {
    let book = scene.book;
    let (first, last) = (host.word.min(word), host.word.max(word));
    let far = (last - first) as i32;
    let mut s = -far.min(30 + far / 4);
    let slot = |name: &str| book.preposition(name);
    let holds = |slot: Option<Slot>| {
        ["fi", "bi", "khilal", "bisabab", "min"].iter().any(|n| slot.is_some() && slot == book.preposition(n))
    };
    // قتل عشرة في الهجوم
    let governed = scene.chunk(host.word).and_then(|c| c.prep).and_then(|g| g.slot);
    let linked = casualty.and_then(|c| c.links.preps.iter().find(|(_, l)| l.words.contains(&host.word)));
    let same_clause = scene.clause(host.word) == scene.clause(word);
    if let Some((by, _)) = linked {
        s += if holds(Some(*by)) { 60 } else { 30 };
    } else if host.word > word && same_clause {
        let prep = scene.chunk(host.word).and_then(|c| c.prep);
        s += match prep {
            None => 0,
            Some(_) if holds(governed) => {
                if far <= 16 {
                    40
                } else {
                    15
                }
            }
            Some(_) if governed == slot("bad") => 20,
            // منذ الغزو, قبل الحرب, وراء الهجمات
            Some(g) if g.slot.is_none() => -40,
            Some(_) => 0,
        };
    }
    // الهجوم قتل خمسة
    if casualty.is_some_and(|c| c.links.subject.as_ref().is_some_and(|l| l.words.contains(&host.word))) {
        s += 60;
    }
    // أسفر الهجوم عن مقتل خمسة
    let led = (first..last).any(|w| book.cues.causal.matches(scene.analysis, w));
    if led {
        s += 45;
    }
    // نتج عن التفجير مقتل خمسة
    let from = scene.chunk(host.word).filter(|c| c.prep.is_some_and(|g| g.slot == slot("an")));
    if host.word < word
        && from.is_some_and(|c| {
            let before = scene.stem_before(c.words.start.saturating_sub(1));
            before.is_some_and(|w| book.cues.causal.matches(scene.analysis, w))
        })
    {
        s += 45;
    }
    // قتل أربعة من المتهمين بالهجوم: they are said to have done it.
    if host.word > word && answered_for(scene, host.word) {
        s -= 100;
    }
    if same_clause {
        s += 15;
    }
    let opener = scene.clause_range(host.word).start;
    let opens = |w: usize| scene.function(w);
    if host.word > word && !same_clause {
        // قتل عشرون عندما انفجرت سيارة
        if opens(opener).is(Function::WHEN) {
            s += 30;
        }
        // قتل ثمانية ممن يقفون وراء هجمات
        if opens(opener).is(Function::RELATIVE_ONLY) {
            s -= 10;
        }
    }
    // الهجوم الذي قتل فيه خمسة
    if host.word < word && !same_clause {
        let c = scene.clause_range(word);
        // وقع انفجار, فيما قتل ثلاثة في اشتباك; فيما أصيب آخرون goes on about it.
        let goes_on = casualty.is_some_and(|c| others(scene, c)) || within_it(scene, word);
        if opens(c.start).is(Function::CONTRAST) && !goes_on {
            s -= 20;
        }
        if opens(c.start).is(Function::RELATIVE_ONLY)
            && (scene.chunk(host.word).is_some_and(|h| h.words.end + 1 >= c.start)
                // تفجير المسجد في العاصمة الذي قتل فيه خمسة
                || within_it(scene, word))
        {
            s += 30;
        }
    }
    // مقتل ثمانية بإطلاق نار ومقتل اثنين في انفجار: other dead stand between.
    let between = casualty
        .is_some_and(|c| rivals.iter().any(|r| (first + 1..last).contains(&r.word) && shares_toll(r, c)));
    if between {
        s -= 15;
    }
    // هاجم مسلحون حاجزا وقتلوا ثلاثة: the same go on.
    let goes_on = casualty.is_some_and(|c| {
        let does = c.links.object.is_some() || c.links.pronoun.is_some();
        c.form == Form::Verb && c.links.dropped && c.links.subject.is_none() && does
    });
    // شنت الحركة هجوما وقتلت ثلاثة: the verb is that which carries the act.
    let carried = scene.chunk(host.word).is_some_and(|c| c.prep.is_none());
    if goes_on && (host.form == Form::Verb || carried) && host.word < word && far < 16 {
        s += 50;
    }
    s
}

/// المتهم بالهجوم, منفذو التفجير: the act is only what somebody is charged with.
fn answered_for(scene: &Scene<'_>, act: usize) -> bool {
    let before = scene.chunk(act).map_or(act, |c| if c.head == act { c.words.start } else { act });
    scene.stem_before(before).is_some_and(|w| {
        let by = if scene.pos(w) == Pos::Adp { scene.stem_before(w) } else { Some(w) };
        by.is_some_and(|w| scene.book.cues.answerable.matches(scene.analysis, w))
    })
}

/// قتل فيه, أصيبوا فيها: a pronoun behind a verb of dying takes up the act.
fn within_it(scene: &Scene<'_>, word: usize) -> bool {
    matches!(scene.book.preposition("fi"), Some(Slot::Prep(fi)) if with_pronoun(scene, word, fi).is_some())
}

fn shares_toll(a: &Draft, b: &Draft) -> bool {
    Toll::ALL.into_iter().any(|t| a.tolls.get(t).is_some() && b.tolls.get(t).is_some())
}

/// The act of a sentence before that a sentence on victims goes on about: وأدى الهجوم إلى …, وقتل في الحادث ….
fn before(
    scene: &Scene<'_>,
    drafts: &[Draft],
    from: usize,
    d: &Draft,
    meant: bool,
    others: bool,
) -> Option<usize> {
    let mut best: Option<(i32, usize)> = None;
    for i in (0..from).rev() {
        let host = &drafts[i];
        let back = scene.sentence - host.sentence;
        if back > if meant { FAR_BACK } else { BACK } {
            break;
        }
        if !can_host(scene.book, host) || host.realis != Realis::Actual {
            continue;
        }
        let mut s = -5 * (back as i32 - 1);
        if meant {
            s += 80;
        }
        // Told with a day, a place, a doer of its own it is rather something else.
        let own = |a: Option<usize>, b: Option<usize>| a.is_some() && a != b;
        if own(d.date, host.date) {
            s -= 12;
        }
        if own(d.place, host.place) {
            s -= 8;
        }
        // القوات قتلت ثلاثة, نزاع أوقع ألف قتيل: a doer of its own.
        let does = d.form == Form::Verb && !d.links.passive && d.links.subject.is_some();
        if does && d.targets.iter().all(|t| d.links.subject.as_ref().is_none_or(|s| s.head != t.head)) {
            s -= 20;
        }
        if others {
            s += 30;
        }
        let led = (scene.words.start..d.word).any(|w| scene.book.cues.causal.matches(scene.analysis, w));
        if led {
            s += 30;
        }
        if s > BEFORE && best.is_none_or(|(b, _)| s > b) {
            best = Some((s, i));
        }
    }
    best.map(|(_, i)| i)
}

/// وأصيب ثلاثة آخرون: more of those told before.
fn others(scene: &Scene<'_>, d: &Draft) -> bool {
    Toll::ALL.iter().filter_map(|t| d.tolls.get(*t)).any(|t| {
        let phrase = scene.chunk(t.words.start).map_or(t.words.clone(), |c| t.words.start..c.words.end);
        phrase.into_iter().any(|w| scene.book.cues.other.matches(scene.analysis, w))
    })
}

/// The last act told before.
fn last_act(scene: &Scene<'_>, drafts: &[Draft], from: usize, back: usize) -> Option<usize> {
    (0..from).rev().take_while(|i| scene.sentence - drafts[*i].sentence <= back).find(|i| {
        let d = &drafts[*i];
        can_host(scene.book, d) && d.realis == Realis::Actual
    })
}
