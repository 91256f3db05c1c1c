//! What speaks for a draft being an event that a coder would write down, and for its being reported?

use rustc_hash::FxHashSet;

use super::Draft;
use crate::codebook::{Codebook, Form};
use crate::language::{Analysis, Aspect, Definite, LemmaId, Number, Part, Pos};
use crate::linear::{Put, decimal, key, truth};
use crate::recognise::Mentions;

/// What the model looks at, each a readable name.
pub fn features(analysis: &Analysis<'_>, book: &Codebook, mentions: &Mentions, d: &Draft, put: Put<'_>) {
    let pattern = book.pattern(d.pattern);
    let kind = book.kind(pattern.kind).name.as_str();
    let form = match d.form {
        Form::Verb => "verb",
        Form::Masdar => "masdar",
        Form::Noun => "noun",
        Form::Active => "active",
        Form::Passive => "passive",
    };
    let word = &analysis.words[d.word];
    put(&["type=", kind]);
    put(&["pattern=", &pattern.id]);
    put(&["form=", form]);
    put(&["type,form=", kind, ",", form]);
    put(&["tier=", DIGITS[usize::from(d.tier).min(9)]]);
    put(&["realis=", d.realis.as_str()]);
    put(&["weight=", &format!("{:.1}", pattern.gives.weight)]);
    put(&["lemma=", analysis.lemma(d.word)]);
    if d.form != Form::Verb {
        put(&["definite=", definite(word.features.definite)]);
        put(&["form,number=", form, ",", number(word.features.number)]);
        put(&["type,definite=", kind, ",", definite(word.features.definite)]);
        put(&["pattern,definite=", &pattern.id, ",", definite(word.features.definite)]);
    } else {
        put(&["aspect=", aspect(word.features.aspect)]);
        put(&["type,aspect=", kind, ",", aspect(word.features.aspect)]);
        put(&["pattern,aspect=", &pattern.id, ",", aspect(word.features.aspect)]);
    }
    put(&["type,realis=", kind, ",", d.realis.as_str()]);
    put(&["form,realis=", form, ",", d.realis.as_str()]);
    put(&["conditions=", DIGITS[pattern.when.exactness().min(4)]]);
    if d.repeated {
        put(&["repeated"]);
        put(&["repeated,type=", kind]);
        put(&["repeated,form=", form]);
        put(&["repeated,definite=", definite(word.features.definite)]);
    }
    put(&[if d.actors.is_empty() { "actors=no" } else { "actors=yes" }]);
    put(&[if d.targets.is_empty() { "targets=no" } else { "targets=yes" }]);
    if d.actors.is_empty() && d.targets.is_empty() {
        put(&["parties=no"]);
        put(&["type,parties=", kind, ",no"]);
    }
    let known = |f: &super::Filler| {
        f.words.clone().any(|w| mentions.actor_at(analysis.words[w].token as usize).is_some())
    };
    if d.actors.iter().any(known) {
        put(&["actor=known"]);
    }
    if d.targets.iter().any(known) {
        put(&["target=known"]);
    }
    put(&[if d.place.is_some() { "place=yes" } else { "place=no" }]);
    put(&[if d.date.is_some() { "date=yes" } else { "date=no" }]);
    if d.counted {
        put(&["toll=yes"]);
    }
    put(&[if d.speaker.is_some() { "speech=yes" } else { "speech=no" }]);
    put(&[match d.sentence {
        0 => "sentence=0",
        1 => "sentence=1",
        2..=4 => "sentence=2-4",
        5..=9 => "sentence=5-9",
        _ => "sentence=10+",
    }]);
    around(analysis, d, kind, form, put);
    // The word that governs it says much: مكافحة, احتمال, وزير …
    let class = |w: usize| analysis.language.clusters.of(analysis.folded(w));
    let before = (analysis.sentences[d.sentence].start as usize..d.word)
        .rev()
        .find(|w| analysis.words[*w].part == Part::Stem);
    match before {
        Some(b) => {
            put(&["before=", analysis.lemma(b)]);
            put(&["before_pos=", analysis.words[b].pos.as_str()]);
            put(&["form,before_pos=", form, ",", analysis.words[b].pos.as_str()]);
            put(&["form,before_class=", form, ",", decimal(class(b), &mut [0; 3])]);
            put(&["type,before_class=", kind, ",", decimal(class(b), &mut [0; 3])]);
        }
        None => put(&["before=none"]),
    }
    let after = (d.word + 1..analysis.sentences[d.sentence].end as usize)
        .find(|w| analysis.words[*w].part == Part::Stem);
    match after {
        Some(a) => {
            put(&["after=", analysis.lemma(a)]);
            put(&["after_pos=", analysis.words[a].pos.as_str()]);
            put(&["form,after_class=", form, ",", decimal(class(a), &mut [0; 3])]);
        }
        None => put(&["after=none"]),
    }
}

/// How the trigger stands in its sentence.
fn around(analysis: &Analysis<'_>, d: &Draft, kind: &str, form: &str, put: Put<'_>) {
    let r = analysis.sentences[d.sentence].clone();
    let first = r.start as usize;
    let words = &analysis.words;
    // Clitics and particles count here: ل of purpose, و, من خلال.
    if d.word > first {
        let b = d.word - 1;
        put(&["form,right_before=", form, ",", analysis.lemma(b)]);
        put(&["type,right_before=", kind, ",", analysis.lemma(b)]);
        let governs = words[b].part == Part::Stem
            && words[b].pos == Pos::Noun
            && words[b].features.definite != Some(Definite::Definite)
            && d.form != Form::Verb;
        if governs {
            put(&["in_idafa"]);
            put(&["in_idafa,type=", kind]);
            put(&["in_idafa,definite=", definite(words[d.word].features.definite)]);
        }
    } else {
        put(&["first_word"]);
    }
    if d.word + 1 < r.end as usize {
        put(&["form,right_after=", form, ",", analysis.lemma(d.word + 1)]);
    }
    let relative = (first..d.word).rev().take(4).any(|w| {
        words[w].pos == Pos::Pron && words[w].part == Part::Stem && analysis.folded(w).starts_with("ال")
    });
    if relative {
        put(&["relative,form=", form]);
    }
    let length = r.len();
    put(&[match (d.word - first) * 4 / length.max(1) {
        0 => "quarter=1",
        1 => "quarter=2",
        2 => "quarter=3",
        _ => "quarter=4",
    }]);
    for (name, filler) in [("actor", d.actors.first()), ("target", d.targets.first())] {
        if let Some(f) = filler {
            put(&[name, "_how=", f.how]);
            put(&["type,", name, "_how=", kind, ",", f.how]);
        }
    }
    put(&["type,place=", kind, ",", truth(d.place.is_some())]);
    put(&["class=", decimal(analysis.language.clusters.of(analysis.folded(d.word)), &mut [0; 3])]);
}

/// What speaks for a sentence's telling a particular act that took place: the candidates of one PLOVER type that it
/// holds, and its words.
pub fn sentence_features(
    analysis: &Analysis<'_>,
    book: &Codebook,
    mentions: &Mentions,
    drafts: &[&Draft],
    put: Put<'_>,
) {
    let Some(first) = drafts.first() else { return };
    let plover = book.kind(book.pattern(first.pattern).kind).plover.as_str();
    // Each counts in general and for the type.
    let mut both = |name: &[&str]| {
        put(name);
        let mut of_type = [""; 8];
        (of_type[0], of_type[1]) = (plover, ":");
        of_type[2..2 + name.len()].copy_from_slice(name);
        put(&of_type);
    };
    let mut seen: FxHashSet<u64> = FxHashSet::default();
    for d in drafts {
        features(analysis, book, mentions, d, &mut |name| {
            if drafts.len() == 1 || seen.insert(key(name)) {
                both(name);
            }
        });
    }
    both(&["candidates=", DIGITS[drafts.len().min(4)]]);
    let r = analysis.sentences[first.sentence].clone();
    let mut words: Vec<LemmaId> = Vec::with_capacity(r.len());
    let (mut numbers, mut speaks) = (false, false);
    for w in r.start as usize..r.end as usize {
        let word = &analysis.words[w];
        numbers |= word.pos == Pos::Num;
        speaks |= word.features.person == Some(crate::language::Person::First);
        if word.part != Part::Stem || word.pos == Pos::Punct || words.contains(&word.lemma) {
            continue;
        }
        words.push(word.lemma);
        both(&["word=", analysis.lemma(w)]);
    }
    both(&["numbers=", truth(numbers)]);
    both(&["first_person=", truth(speaks)]);
    both(&[match r.len() {
        0..=12 => "length=short",
        13..=30 => "length=middle",
        31..=60 => "length=long",
        _ => "length=very long",
    }]);
}

const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

fn definite(d: Option<Definite>) -> &'static str {
    match d {
        None => "None",
        Some(Definite::Definite) => "Some(Definite)",
        Some(Definite::Indefinite) => "Some(Indefinite)",
        Some(Definite::Construct) => "Some(Construct)",
    }
}

fn number(n: Option<Number>) -> &'static str {
    match n {
        None => "None",
        Some(Number::Singular) => "Some(Singular)",
        Some(Number::Dual) => "Some(Dual)",
        Some(Number::Plural) => "Some(Plural)",
    }
}

fn aspect(a: Option<Aspect>) -> &'static str {
    match a {
        None => "None",
        Some(Aspect::Perfect) => "Some(Perfect)",
        Some(Aspect::Imperfect) => "Some(Imperfect)",
        Some(Aspect::Imperative) => "Some(Imperative)",
    }
}
