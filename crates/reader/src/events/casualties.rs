//! Whose dead are these? Deaths and wounds told beside the act that caused them are that act's toll.

use super::scene::Scene;
use super::tolls;
use super::{Draft, Realis};
use crate::codebook::{Form, Toll};

/// Folds casualties into the events that caused them.
///
/// `here` holds the sentence's drafts, `before` those of earlier sentences.
pub(super) fn settle(scene: &Scene<'_>, here: &mut Vec<Draft>, before: &mut [Draft]) {
    let book = scene.book;
    let is_casualty = |d: &Draft| book.pattern(d.pattern).gives.casualty;
    let can_host = |d: &Draft| {
        let kind = book.kind(book.pattern(d.pattern).kind);
        !is_casualty(d)
            && (matches!(kind.family.as_str(), "violence" | "harm" | "unrest") && kind.name != "destruction"
                || matches!(kind.name.as_str(), "seize" | "mobilize"))
    };
    // Victims said by nouns alone: سقط 20 قتيلا.
    for (word, toll, draft) in tolls::victims(scene) {
        let Some(draft) = draft else { continue };
        let taken = here
            .iter()
            .any(|d| d.tolls.get(toll).is_some_and(|t| t.words.contains(&word) || t.words == draft.words));
        if taken {
            continue;
        }
        let host = host_of(scene, here, word, &can_host, None)
            .or_else(|| nearest_casualty(here, word, &is_casualty));
        if let Some(h) = host {
            here[h].tolls.put(toll, draft);
        } else if let Some(b) = recent(before, scene.sentence, &can_host) {
            before[b].tolls.put(toll, draft);
        }
    }
    // Casualty verbs and masdars.
    let mut i = 0;
    while i < here.len() {
        if !is_casualty(&here[i]) {
            i += 1;
            continue;
        }
        let word = here[i].word;
        let host = host_of(scene, here, word, &can_host, Some(&here[i]));
        if let Some(h) = host
            && (here[h].realis == Realis::Actual) == (here[i].realis == Realis::Actual)
        {
            let d = here.remove(i);
            let h = if h > i { h - 1 } else { h };
            absorb(&mut here[h], d);
            continue;
        }
        // A second casualty word of the same sentence: قتل عشرة وأصيب عشرون.
        if let Some(h) = (0..i).rev().find(|h| is_casualty(&here[*h]) && !same_toll(&here[*h], &here[i])) {
            let d = here.remove(i);
            here[h].tolls.take_in(&d.tolls);
            here[h].also.push(d.word);
            continue;
        }
        // وأدى الهجوم إلى …: a sentence that goes on about the act before.
        let goes_on = !here.iter().any(can_host);
        if goes_on
            && !here[i].tolls.is_empty()
            && let Some(b) = recent(before, scene.sentence, &can_host)
            && follows_up(scene, &here[i])
        {
            let d = here.remove(i);
            before[b].tolls.take_in(&d.tolls);
            before[b].also.push(d.word);
            continue;
        }
        i += 1;
    }
    here.retain(|d| !d.carrier);
}

fn absorb(host: &mut Draft, d: Draft) {
    host.tolls.take_in(&d.tolls);
    host.date = host.date.or(d.date);
    host.place = host.place.or(d.place);
    if host.targets.is_empty() {
        host.targets = d.targets;
    }
    if host.actors.is_empty() {
        host.actors = d.actors;
    }
}

fn same_toll(a: &Draft, b: &Draft) -> bool {
    [Toll::Killed, Toll::Wounded].into_iter().any(|t| a.tolls.get(t).is_some() && b.tolls.get(t).is_some())
}

/// The act of the same sentence that a casualty word belongs to.
///
/// قتل عشرة في الهجوم: the act stands in the casualty's own phrase with في or ب; أسفر الهجوم عن مقتل عشرة: a verb of
/// effect leads from one to the other; else what is nearest in the clause, then in the sentence.
fn host_of(
    scene: &Scene<'_>,
    here: &[Draft],
    word: usize,
    can_host: &impl Fn(&Draft) -> bool,
    casualty: Option<&Draft>,
) -> Option<usize> {
    let score = |d: &Draft| -> i32 {
        let mut s = 0;
        let (from, to) = if d.word < word { (d.word, word) } else { (word, d.word) };
        let linked = casualty.is_some_and(|c| {
            c.links.preps.iter().any(|(_, l)| l.words.contains(&d.word))
                || c.links.subject.as_ref().is_some_and(|l| l.words.contains(&d.word))
        });
        let led = (from..to).any(|w| scene.book.cues.causal.matches(scene.analysis, w));
        if linked {
            s += 60;
        }
        if led {
            s += 30;
        }
        if scene.clause(d.word) == scene.clause(word) {
            s += 15;
        }
        let kind = scene.book.kind(scene.book.pattern(d.pattern).kind);
        if matches!(kind.name.as_str(), "seize" | "mobilize" | "protest") {
            s -= 25;
        }
        s - (to - from).min(30) as i32
    };
    let best = here.iter().enumerate().filter(|(_, d)| can_host(d)).map(|(i, d)| (score(d), i));
    best.max_by_key(|(s, i)| (*s, std::cmp::Reverse(*i))).filter(|(s, _)| *s > -25).map(|(_, i)| i)
}

fn nearest_casualty(here: &[Draft], word: usize, is_casualty: &impl Fn(&Draft) -> bool) -> Option<usize> {
    here.iter()
        .enumerate()
        .filter(|(_, d)| is_casualty(d))
        .min_by_key(|(_, d)| d.word.abs_diff(word))
        .map(|(i, _)| i)
}

/// The last act told in the sentence before.
fn recent(before: &[Draft], sentence: usize, can_host: &impl Fn(&Draft) -> bool) -> Option<usize> {
    before.iter().rposition(|d| sentence - d.sentence <= 1 && can_host(d) && d.realis == Realis::Actual)
}

/// The sentence opens with the casualties: وقتل في الهجوم …, وأسفر ذلك عن مقتل ….
fn follows_up(scene: &Scene<'_>, d: &Draft) -> bool {
    d.form != Form::Verb || d.word < scene.words.start + 6
}
