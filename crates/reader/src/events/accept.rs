//! What speaks for a draft being an event that a coder would write down, and for its being reported?

use super::Draft;
use crate::codebook::{Codebook, Form};
use crate::language::{Analysis, Aspect, Definite, LemmaId, Number, Part, Pos};
use crate::linear::{Put, decimal, yes};
use crate::recognise::Mentions;

/// What the model looks at, each a readable name.
pub fn features(
    analysis: &Analysis<'_>,
    book: &Codebook,
    mentions: &Mentions,
    d: &Draft,
    put: &mut impl Put,
) {
    let pattern = book.pattern(d.pattern);
    let word = &analysis.words[d.word];
    let kind = put.alone("type", &book.kind(pattern.kind).name);
    let own = put.alone("pattern", &pattern.id);
    let form = put.alone("form", d.form.as_str());
    put.put(&[kind, form]);
    put.alone("tier", DIGITS[usize::from(d.tier).min(9)]);
    let realis = put.alone("realis", d.realis.as_str());
    put.alone("weight", TENTHS[((f64::from(pattern.gives.weight) * 10.0).round() as usize).min(10)]);
    put.alone("lemma", analysis.lemma(d.word));
    let definite = put.atom("definite", definite(word.features.definite));
    if d.form != Form::Verb {
        let number = put.atom("number", number(word.features.number));
        put.put(&[definite]);
        put.put(&[form, number]);
        put.put(&[kind, definite]);
        put.put(&[own, definite]);
    } else {
        let aspect = put.alone("aspect", aspect(word.features.aspect));
        put.put(&[kind, aspect]);
        put.put(&[own, aspect]);
    }
    put.put(&[kind, realis]);
    put.put(&[form, realis]);
    put.alone("conditions", DIGITS[pattern.when.exactness().min(4)]);
    if d.repeated {
        let repeated = put.has("repeated");
        put.put(&[repeated, kind]);
        put.put(&[repeated, form]);
        put.put(&[repeated, definite]);
    }
    put.alone("actors", yes(!d.actors.is_empty()));
    put.alone("targets", yes(!d.targets.is_empty()));
    if d.actors.is_empty() && d.targets.is_empty() {
        let parties = put.alone("parties", "no");
        put.put(&[kind, parties]);
    }
    let known = |f: &super::Filler| {
        f.words.clone().any(|w| mentions.actor_at(analysis.words[w].token as usize).is_some())
    };
    if d.actors.iter().any(known) {
        put.alone("actor", "known");
    }
    if d.targets.iter().any(known) {
        put.alone("target", "known");
    }
    let place = put.alone("place", yes(d.place.is_some()));
    put.put(&[kind, place]);
    put.alone("date", yes(d.date.is_some()));
    if d.counted {
        put.has("toll");
    }
    put.alone("speech", yes(d.speaker.is_some()));
    put.alone(
        "sentence",
        match d.sentence {
            0 => "0",
            1 => "1",
            2..=4 => "2-4",
            5..=9 => "5-9",
            _ => "10+",
        },
    );
    for (name, filler) in [("actor_how", d.actors.first()), ("target_how", d.targets.first())] {
        if let Some(f) = filler {
            let how = put.alone(name, f.how);
            put.put(&[kind, how]);
        }
    }
    let r = analysis.sentences[d.sentence].clone();
    let (first, end) = (r.start as usize, r.end as usize);
    let words = &analysis.words;
    let class = |w: usize| analysis.language.clusters.of(analysis.folded(w));
    // The word that governs it says much: مكافحة, احتمال, وزير …
    if let Some(b) = (first..d.word).rev().find(|w| words[*w].part == Part::Stem) {
        put.alone("before", analysis.lemma(b));
        let pos = put.alone("before_pos", words[b].pos.as_str());
        put.put(&[form, pos]);
        let class = put.atom("before_class", decimal(class(b), &mut [0; 3]));
        put.put(&[form, class]);
        put.put(&[kind, class]);
    } else {
        put.alone("before", "none");
    }
    if let Some(a) = (d.word + 1..end).find(|w| words[*w].part == Part::Stem) {
        put.alone("after", analysis.lemma(a));
        put.alone("after_pos", words[a].pos.as_str());
        let class = put.atom("after_class", decimal(class(a), &mut [0; 3]));
        put.put(&[form, class]);
    } else {
        put.alone("after", "none");
    }
    // Clitics and particles count here: ل of purpose, و, من خلال.
    if d.word > first {
        let b = d.word - 1;
        let before = put.atom("right_before", analysis.lemma(b));
        put.put(&[form, before]);
        put.put(&[kind, before]);
        let governs = words[b].part == Part::Stem
            && words[b].pos == Pos::Noun
            && words[b].features.definite != Some(Definite::Definite)
            && d.form != Form::Verb;
        if governs {
            let idafa = put.has("in_idafa");
            put.put(&[idafa, kind]);
            put.put(&[idafa, definite]);
        }
    } else {
        put.has("first_word");
    }
    if d.word + 1 < end {
        let after = put.atom("right_after", analysis.lemma(d.word + 1));
        put.put(&[form, after]);
    }
    let relative = (first..d.word).rev().take(4).any(|w| {
        words[w].pos == Pos::Pron && words[w].part == Part::Stem && analysis.folded(w).starts_with("ال")
    });
    if relative {
        let relative = put.atom("relative", "yes");
        put.put(&[relative, form]);
    }
    put.alone("quarter", DIGITS[((d.word - first) * 4 / r.len().max(1)).min(3) + 1]);
    put.alone("class", decimal(class(d.word), &mut [0; 3]));
}

/// What speaks for a sentence's telling a particular act that took place: the candidates of one PLOVER type that it
/// holds, with their features, and its words.
pub fn sentence_features<P: Put>(
    analysis: &Analysis<'_>,
    book: &Codebook,
    mentions: &Mentions,
    drafts: &[(&Draft, &P)],
    put: &mut P,
) {
    let Some((first, _)) = drafts.first() else { return };
    for (_, features) in drafts {
        put.take_in(features);
    }
    put.alone("candidates", DIGITS[drafts.len().min(4)]);
    let r = analysis.sentences[first.sentence].clone();
    let mut words: Vec<LemmaId> = Vec::with_capacity(r.len());
    let (mut numbers, mut speaks) = (false, false);
    // What the sentence tells, apart from who says so.
    let mut verb = None;
    for w in r.start as usize..r.end as usize {
        let word = &analysis.words[w];
        numbers |= word.pos == Pos::Num;
        speaks |= word.features.person == Some(crate::language::Person::First);
        if verb.is_none() && word.pos == Pos::Verb && !book.cues.report_verbs.holds(word.lemma) {
            verb = Some(w);
        }
        if word.part != Part::Stem || word.pos == Pos::Punct || words.contains(&word.lemma) {
            continue;
        }
        words.push(word.lemma);
        put.alone("word", analysis.lemma(w));
    }
    if let Some(date) = drafts.iter().find_map(|(d, _)| d.date) {
        put.alone("told", mentions.dates[date].expr.kind());
    }
    put.alone("weapon", yes(drafts.iter().any(|(d, _)| d.weapon.is_some())));
    put.alone("whole", yes(drafts.iter().any(|(d, _)| !d.actors.is_empty() && !d.targets.is_empty())));
    if let Some(v) = verb {
        put.alone("verb", analysis.lemma(v));
    }
    put.alone("by_verb", yes(verb.is_some_and(|v| drafts.iter().any(|(d, _)| d.word == v))));
    put.alone("numbers", yes(numbers));
    put.alone("first_person", yes(speaks));
    put.alone(
        "length",
        match r.len() {
            0..=12 => "short",
            13..=30 => "middle",
            31..=60 => "long",
            _ => "very long",
        },
    );
    // Each counts in general and for the type.
    let plover = put.atom("plover", &book.kind(book.pattern(first.pattern).kind).plover);
    put.each_with(plover);
}

const TENTHS: [&str; 11] = ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0"];

const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

fn definite(d: Option<Definite>) -> &'static str {
    match d {
        None => "no",
        Some(Definite::Definite) => "definite",
        Some(Definite::Indefinite) => "indefinite",
        Some(Definite::Construct) => "construct",
    }
}

fn number(n: Option<Number>) -> &'static str {
    match n {
        None => "no",
        Some(Number::Singular) => "singular",
        Some(Number::Dual) => "dual",
        Some(Number::Plural) => "plural",
    }
}

fn aspect(a: Option<Aspect>) -> &'static str {
    match a {
        None => "no",
        Some(Aspect::Perfect) => "perfect",
        Some(Aspect::Imperfect) => "imperfect",
        Some(Aspect::Imperative) => "imperative",
    }
}
