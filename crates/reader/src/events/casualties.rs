//! Whose dead are these? Deaths and wounds told beside the act that caused them are that act's toll.
//!
//! `gather` notes each statement of deaths or wounds while its sentence is at hand, with the acts that may have
//! caused them, best first. `settle` hands the tolls over once it is known which acts are held for events.

use super::counting;
use super::hosts;
use super::scene::Scene;
use super::tolls::{Said, TollDraft, Tolls};
use super::{Draft, Realis};
use crate::codebook::{Codebook, Form, Toll};
use crate::language::{Number, Pos};

/// Deaths, wounds or other losses told.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    /// The draft of a word of dying; none for victims that are only counted: عشرة قتلى.
    draft: Option<usize>,
    toll: Option<(Toll, TollDraft)>,
    sentence: usize,
    /// Acts of its sentence and of those before, by index, best first.
    hosts: Vec<usize>,
    /// The figure stands beside others of its sentence, and is no second count of the same dead.
    adds: bool,
}

/// Notes what a sentence tells of victims. Its drafts begin at `from`.
pub(super) fn gather(scene: &Scene<'_>, drafts: &mut [Draft], from: usize, out: &mut Vec<Statement>) {
    let first = out.len();
    for v in counting::victims(scene) {
        let taken = drafts[from..].iter().any(|d| {
            d.tolls.get(v.toll).is_some_and(|t| t.words.contains(&v.word) || t.words == v.draft.words)
        });
        if taken {
            continue;
        }
        let hosts = hosts::of_noun(scene, drafts, from, v.word, v.toll);
        out.push(Statement {
            draft: None,
            toll: Some((v.toll, v.draft)),
            sentence: scene.sentence,
            hosts,
            adds: !v.whole,
        });
    }
    for d in &mut drafts[from..] {
        shared(scene, d);
    }
    for i in from + 1..drafts.len() {
        in_all(scene, drafts, i - 1, i);
    }
    let mut last: Option<usize> = None;
    for i in from..drafts.len() {
        if !is_casualty(scene.book, &drafts[i]) && !is_killing(scene.book, &drafts[i]) {
            continue;
        }
        let hosts = hosts::of_casualty(scene, drafts, from, i);
        // قال المرصد إن عشرة قتلوا، وقالت الشرطة إن عشرين قتلوا: two counts of the same.
        let word = drafts[i].word;
        let told_anew =
            last.is_some_and(|l| (l..word).any(|w| scene.book.cues.report_verbs.matches(scene.analysis, w)));
        if hosts.first().is_some_and(|h| *h >= from) {
            drafts[i].absorbed = true;
        }
        out.push(Statement { draft: Some(i), toll: None, sentence: scene.sentence, hosts, adds: !told_anew });
        last = Some(word);
    }
    share(scene, drafts, from, &mut out[first..]);
}

/// قتل عشرة، بينما قتل اثنان في المعارك: where the sentence tells but one act, and it after all of them, it is the act
/// of the first as well.
fn share(scene: &Scene<'_>, drafts: &[Draft], from: usize, statements: &mut [Statement]) {
    let mut acts = (from..drafts.len()).filter(|i| hosts::can_host(scene.book, &drafts[*i]));
    let (Some(act), None) = (acts.next(), acts.next()) else { return };
    let last = statements.iter().rev().find_map(|s| s.draft).map(|i| &drafts[i]);
    let governed = statements.iter().any(|s| s.hosts.first() == Some(&act));
    if !governed || last.is_none_or(|d| d.word > drafts[act].word) {
        return;
    }
    for s in statements {
        if s.hosts.is_empty() && s.draft.is_some_and(|i| is_casualty(scene.book, &drafts[i])) {
            s.hosts.push(act);
        }
    }
}

/// مقتل وإصابة العشرات: the first noun leaves its victims to the second.
fn shared(scene: &Scene<'_>, d: &mut Draft) {
    if d.form == Form::Verb || !is_casualty(scene.book, d) {
        return;
    }
    let Some(first) = d.word.checked_sub(2).filter(|w| *w >= scene.words.start) else { return };
    if scene.pos(d.word - 1) != Pos::Cconj || scene.pos(first) != Pos::Noun {
        return;
    }
    let Some(toll) = scene.book.pattern(d.pattern).gives.toll else { return };
    let of_first = scene.book.triggers(scene.analysis.words[first].lemma).iter().find_map(|(p, f)| {
        let gives = &scene.book.pattern(*p).gives;
        if *f != Form::Verb && gives.casualty { gives.toll } else { None }
    });
    let Some(other) = of_first.filter(|t| *t != toll && d.tolls.get(*t).is_none()) else { return };
    let Some(all) = d.tolls.get(toll).cloned() else { return };
    d.tolls = Tolls::default();
    if let Some(part) = each(&all) {
        d.tolls.put(toll, part.clone());
        d.tolls.put(other, part);
    }
}

/// How many of each where so many are told of both: of forty killed and wounded nobody knows.
fn each(all: &TollDraft) -> Option<TollDraft> {
    match all.said {
        // مقتل وإصابة العشرات: dozens of each.
        Said::Vague if all.n > 3 => Some(all.clone()),
        _ => None,
    }
}

/// مقتل وإصابة 40, قتل وأصيب 40: so many in all.
fn in_all(scene: &Scene<'_>, drafts: &mut [Draft], first: usize, second: usize) {
    let both = is_casualty(scene.book, &drafts[first]) && is_casualty(scene.book, &drafts[second]);
    let one_figure = |d: &Draft, s: &Draft| {
        let of = |d: &Draft| Toll::ALL.iter().find_map(|t| d.tolls.get(*t)).map(|t| t.words.clone());
        of(d).is_none() || of(d) == of(s)
    };
    let bare = |d: &Draft| d.links.subject.is_none() && d.links.genitive.is_none();
    let many = scene.analysis.words[drafts[first].word].features.number == Some(Number::Plural);
    let same = one_figure(&drafts[first], &drafts[second]);
    if !both || many || !same || drafts[second].word - drafts[first].word != 2 || !bare(&drafts[first]) {
        return;
    }
    let toll_of = |d: &Draft| scene.book.pattern(d.pattern).gives.toll;
    let (Some(a), Some(b)) = (toll_of(&drafts[first]), toll_of(&drafts[second])) else { return };
    let Some(all) = drafts[second].tolls.get(b).cloned().filter(|_| a != b) else {
        return;
    };
    // قتل وأصيب آخر: only one of them is told how many.
    if !matches!(all.said, Said::Figure | Said::Vague) {
        return;
    }
    for (i, toll) in [(first, a), (second, b)] {
        drafts[i].tolls = Tolls::default();
        if let Some(part) = each(&all) {
            drafts[i].tolls.put(toll, part);
        }
    }
}

/// Hands the tolls of statements to the acts that caused them; gives back which drafts have been taken in by others.
pub(super) fn settle(book: &Codebook, drafts: &mut [Draft], statements: &[Statement]) -> Vec<bool> {
    let mut gone = vec![false; drafts.len()];
    for s in statements {
        let here = |d: &Draft| d.sentence == s.sentence;
        match (s.draft, &s.toll) {
            (None, Some((toll, counted))) => {
                let usable = |h: &usize| !gone[*h] && (drafts[*h].holds || is_casualty(book, &drafts[*h]));
                let Some(h) = s.hosts.iter().copied().find(usable) else { continue };
                if here(&drafts[h]) && s.adds {
                    drafts[h].tolls.add(*toll, counted.clone());
                } else {
                    drafts[h].tolls.put(*toll, counted.clone());
                }
            }
            (Some(i), _) => {
                let actual = |d: &Draft| d.realis == Realis::Actual;
                // قضية تفجير قتل فيه ثلاثون, هجوم مفترض أوقع قتلى: what has dead took place.
                let proven = |h: &Draft| {
                    actual(&drafts[i])
                        && here(h)
                        && !drafts[i].tolls.is_empty()
                        && matches!(h.realis, Realis::Planned | Realis::Possible)
                };
                let usable = |h: &usize| {
                    let d = &drafts[*h];
                    !gone[*h] && *h != i && d.holds && (actual(d) == actual(&drafts[i]) || proven(d))
                };
                let host = s.hosts.iter().copied().find(usable);
                if let Some(h) = host {
                    gone[i] = true;
                    let d = drafts[i].clone();
                    if actual(&d) {
                        drafts[h].realis = Realis::Actual;
                    }
                    let same_sentence = here(&drafts[h]);
                    absorb(&mut drafts[h], d, same_sentence, s.adds);
                    continue;
                }
                if !is_casualty(book, &drafts[i]) {
                    continue;
                }
                // The same number once more is the same dead.
                let again = (i.saturating_sub(AGAIN)..i).find(|h| {
                    let d = &drafts[*h];
                    !gone[*h]
                        && d.holds
                        && !here(d)
                        && actual(d)
                        && actual(&drafts[i])
                        && as_many(d, &drafts[i])
                });
                if let Some(h) = again {
                    gone[i] = true;
                    let (tolls, word) = (drafts[i].tolls.clone(), drafts[i].word);
                    drafts[h].tolls.take_in(&tolls);
                    drafts[h].also.push(word);
                    continue;
                }
                // A second word of the same sentence: قتل عشرة وأصيب عشرون.
                let first = (0..i).rev().take_while(|h| here(&drafts[*h])).find(|h| {
                    !gone[*h]
                        && is_casualty(book, &drafts[*h])
                        && !same_toll(&drafts[*h], &drafts[i])
                        && drafts[*h].realis == drafts[i].realis
                });
                if let Some(h) = first {
                    gone[i] = true;
                    let tolls = drafts[i].tolls.clone();
                    let word = drafts[i].word;
                    drafts[h].tolls.take_in(&tolls);
                    drafts[h].also.push(word);
                }
            }
            (None, None) => {}
        }
    }
    for (d, gone) in drafts.iter().zip(&mut gone) {
        *gone |= d.carrier;
    }
    gone
}

/// How many drafts back the same dead may have been told.
const AGAIN: usize = 40;

/// A number of dead, or of wounded, that both tell, and none in which they differ.
fn as_many(a: &Draft, b: &Draft) -> bool {
    const FEW: u64 = 3;
    let mut same = false;
    for t in [Toll::Killed, Toll::Wounded] {
        if let (Some(x), Some(y)) = (a.tolls.get(t), b.tolls.get(t)) {
            if x.n != y.n {
                return false;
            }
            same |= x.n >= FEW && x.said == Said::Figure && y.said == Said::Figure;
        }
    }
    same
}

/// Parts of one whole stand near each other: قتل جندي في المدينة وشرطي قربها.
fn in_one_breath(a: &TollDraft, b: &TollDraft) -> bool {
    const BREATH: usize = 10;
    a.words.end + BREATH > b.words.start && b.words.end + BREATH > a.words.start
}

fn absorb(host: &mut Draft, d: Draft, same_sentence: bool, adds: bool) {
    if same_sentence && adds {
        for t in Toll::ALL {
            let Some(toll) = d.tolls.get(t) else { continue };
            if host.tolls.get(t).is_none_or(|told| in_one_breath(told, toll)) {
                host.tolls.add(t, toll.clone());
            } else {
                host.tolls.put(t, toll.clone());
            }
        }
    } else {
        host.tolls.take_in(&d.tolls);
    }
    if !same_sentence {
        host.also.push(d.word);
        return;
    }
    host.date = host.date.or(d.date);
    host.place = host.place.or(d.place);
    if host.targets.is_empty() {
        host.targets = d.targets;
    }
    if host.actors.is_empty() {
        host.actors = d.actors;
    }
}

pub(super) fn is_casualty(book: &Codebook, d: &Draft) -> bool {
    book.pattern(d.pattern).gives.casualty
}

/// Is it an event, or may it tell the toll of one?
pub(super) fn matters(book: &Codebook, d: &Draft) -> bool {
    d.holds || is_casualty(book, d)
}

/// Tells deaths or wounds in a figure, as having happened.
pub(super) fn stands_alone(book: &Codebook, d: &Draft) -> bool {
    let figure = |t: &TollDraft| t.said == Said::Figure;
    is_casualty(book, d)
        && !d.carrier
        && d.realis == Realis::Actual
        && [Toll::Killed, Toll::Wounded].into_iter().any(|t| d.tolls.get(t).is_some_and(figure))
}

/// A killing of which the killer is named.
fn is_killing(book: &Codebook, d: &Draft) -> bool {
    let p = book.pattern(d.pattern);
    p.gives.toll == Some(Toll::Killed) && d.form == Form::Verb && book.kind(p.kind).family == "violence"
}

fn same_toll(a: &Draft, b: &Draft) -> bool {
    [Toll::Killed, Toll::Wounded].into_iter().any(|t| a.tolls.get(t).is_some() && b.tolls.get(t).is_some())
}
