//! Where and when, with what?

use std::ops::Range;

use super::arguments::Parties;
use super::scene::Scene;
use super::triggers::Trigger;

/// The place that goes with a trigger: named by its frame, or nearest in its clause, then in its sentence.
pub(super) fn place(scene: &Scene<'_>, trigger: &Trigger, parties: &Parties) -> Option<usize> {
    let within = |r: Range<usize>| {
        r.clone().find_map(|w| scene.mentions.place_at(scene.analysis.words[w].token as usize))
    };
    for f in &parties.places {
        if let Some(p) = within(f.words.clone()) {
            return Some(p);
        }
    }
    // The White House, باراك: a word of a longer name is no scene.
    let named = |p: usize| {
        let tokens = &scene.mentions.places[p].tokens;
        let actor = scene.mentions.actor_at(tokens.start as usize).map(|a| &scene.mentions.actors[a].tokens);
        actor.is_some_and(|a| a.len() > tokens.len() && tokens.end <= a.end)
    };
    let usable = |p: &usize| scene.mentions.places[*p].can_be_scene() && !named(*p);
    let clause = scene.clause_range(trigger.word);
    nearest(scene, trigger.word, clause, 2, |t| scene.mentions.place_at(t).filter(usable))
        .or_else(|| parties.targets.iter().find_map(|f| within(f.words.clone())))
        .or_else(|| {
            nearest(scene, trigger.word, scene.words.clone(), 2, |t| {
                scene.mentions.place_at(t).filter(usable)
            })
        })
}

/// The date nearest to a trigger in its clause, then in its sentence.
pub(super) fn date(scene: &Scene<'_>, word: usize) -> Option<usize> {
    let find = |t: usize| scene.mentions.date_at(t).filter(|d| scene.mentions.dates[*d].dates_events());
    nearest(scene, word, scene.clause_range(word), 1, find)
        .or_else(|| nearest(scene, word, scene.words.clone(), 1, find))
}

/// The weapon nearest to a trigger in its clause; or the one that the pattern implies is left to it.
pub(super) fn weapon(scene: &Scene<'_>, trigger: &Trigger) -> Option<usize> {
    nearest(scene, trigger.word, scene.clause_range(trigger.word), 1, |t| scene.mentions.weapon_at(t))
}

/// The mention nearest to a word; what stands before it is `penalty` times as far.
fn nearest(
    scene: &Scene<'_>,
    word: usize,
    range: Range<usize>,
    penalty: usize,
    find: impl Fn(usize) -> Option<usize>,
) -> Option<usize> {
    range
        .filter_map(|w| {
            let m = find(scene.analysis.words[w].token as usize)?;
            let distance = if w >= word { w - word } else { (word - w) * penalty };
            Some((distance, m))
        })
        .min()
        .map(|(_, m)| m)
}
