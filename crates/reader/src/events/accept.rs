//! What speaks for a draft being an event that a coder would write down, and for its being reported?

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

use super::Draft;
use crate::codebook::{Codebook, Form};
use crate::language::{Analysis, Definite, Part, Pos};
use crate::recognise::Mentions;

/// What the model looks at, each a readable name.
pub fn features(
    analysis: &Analysis<'_>,
    book: &Codebook,
    mentions: &Mentions,
    d: &Draft,
    put: &mut dyn FnMut(&str),
) {
    let pattern = book.pattern(d.pattern);
    let kind = &book.kind(pattern.kind).name;
    let form = match d.form {
        crate::codebook::Form::Verb => "verb",
        crate::codebook::Form::Masdar => "masdar",
        crate::codebook::Form::Noun => "noun",
        crate::codebook::Form::Active => "active",
        crate::codebook::Form::Passive => "passive",
    };
    let word = &analysis.words[d.word];
    put(&format!("type={kind}"));
    put(&format!("pattern={}", pattern.id));
    put(&format!("form={form}"));
    put(&format!("type,form={kind},{form}"));
    put(&format!("tier={}", d.tier));
    put(&format!("realis={}", d.realis.as_str()));
    put(&format!("weight={:.1}", pattern.gives.weight));
    put(&format!("lemma={}", analysis.lemma(d.word)));
    if d.form != crate::codebook::Form::Verb {
        put(&format!("definite={:?}", word.features.definite));
        put(&format!("form,number={form},{:?}", word.features.number));
        put(&format!("type,definite={kind},{:?}", word.features.definite));
        put(&format!("pattern,definite={},{:?}", pattern.id, word.features.definite));
    } else {
        put(&format!("aspect={:?}", word.features.aspect));
        put(&format!("type,aspect={kind},{:?}", word.features.aspect));
        put(&format!("pattern,aspect={},{:?}", pattern.id, word.features.aspect));
    }
    put(&format!("type,realis={kind},{}", d.realis.as_str()));
    put(&format!("form,realis={form},{}", d.realis.as_str()));
    put(&format!("conditions={}", pattern.when.exactness().min(4)));
    if d.repeated {
        put("repeated");
        put(&format!("repeated,type={kind}"));
        put(&format!("repeated,form={form}"));
        put(&format!("repeated,definite={:?}", word.features.definite));
    }
    put(if d.actors.is_empty() { "actors=no" } else { "actors=yes" });
    put(if d.targets.is_empty() { "targets=no" } else { "targets=yes" });
    if d.actors.is_empty() && d.targets.is_empty() {
        put("parties=no");
        put(&format!("type,parties={kind},no"));
    }
    let known = |f: &super::Filler| {
        f.words.clone().any(|w| mentions.actor_at(analysis.words[w].token as usize).is_some())
    };
    if d.actors.iter().any(known) {
        put("actor=known");
    }
    if d.targets.iter().any(known) {
        put("target=known");
    }
    put(if d.place.is_some() { "place=yes" } else { "place=no" });
    put(if d.date.is_some() { "date=yes" } else { "date=no" });
    if !d.tolls.is_empty() || d.caused {
        put("toll=yes");
    }
    put(if d.speaker.is_some() { "speech=yes" } else { "speech=no" });
    put(match d.sentence {
        0 => "sentence=0",
        1 => "sentence=1",
        2..=4 => "sentence=2-4",
        5..=9 => "sentence=5-9",
        _ => "sentence=10+",
    });
    around(analysis, d, kind, form, put);
    // The word that governs it says much: مكافحة, احتمال, وزير …
    let class = |w: usize| analysis.language.clusters.of(analysis.folded(w));
    let before = (analysis.sentences[d.sentence].start as usize..d.word)
        .rev()
        .find(|w| analysis.words[*w].part == crate::language::Part::Stem);
    match before {
        Some(b) => {
            put(&format!("before={}", analysis.lemma(b)));
            put(&format!("before_pos={}", analysis.words[b].pos.as_str()));
            put(&format!("form,before_pos={form},{}", analysis.words[b].pos.as_str()));
            put(&format!("form,before_class={form},{}", class(b)));
            put(&format!("type,before_class={kind},{}", class(b)));
        }
        None => put("before=none"),
    }
    let after = (d.word + 1..analysis.sentences[d.sentence].end as usize)
        .find(|w| analysis.words[*w].part == crate::language::Part::Stem);
    match after {
        Some(a) => {
            put(&format!("after={}", analysis.lemma(a)));
            put(&format!("after_pos={}", analysis.words[a].pos.as_str()));
            put(&format!("form,after_class={form},{}", class(a)));
        }
        None => put("after=none"),
    }
}

/// How the trigger stands in its sentence.
fn around(analysis: &Analysis<'_>, d: &Draft, kind: &str, form: &str, put: &mut dyn FnMut(&str)) {
    let r = analysis.sentences[d.sentence].clone();
    let first = r.start as usize;
    let words = &analysis.words;
    // Clitics and particles count here: ل of purpose, و, من خلال.
    if d.word > first {
        let b = d.word - 1;
        put(&format!("form,right_before={form},{}", analysis.lemma(b)));
        put(&format!("type,right_before={kind},{}", analysis.lemma(b)));
        let governs = words[b].part == Part::Stem
            && words[b].pos == Pos::Noun
            && words[b].features.definite != Some(Definite::Definite)
            && d.form != Form::Verb;
        if governs {
            put("in_idafa");
            put(&format!("in_idafa,type={kind}"));
            put(&format!("in_idafa,definite={:?}", words[d.word].features.definite));
        }
    } else {
        put("first_word");
    }
    if d.word + 1 < r.end as usize {
        put(&format!("form,right_after={form},{}", analysis.lemma(d.word + 1)));
    }
    let relative = (first..d.word).rev().take(4).any(|w| {
        words[w].pos == Pos::Pron && words[w].part == Part::Stem && analysis.folded(w).starts_with("ال")
    });
    if relative {
        put(&format!("relative,form={form}"));
    }
    let length = r.len();
    put(match (d.word - first) * 4 / length.max(1) {
        0 => "quarter=1",
        1 => "quarter=2",
        2 => "quarter=3",
        _ => "quarter=4",
    });
    for (name, filler) in [("actor", d.actors.first()), ("target", d.targets.first())] {
        if let Some(f) = filler {
            put(&format!("{name}_how={}", f.how));
            put(&format!("type,{name}_how={kind},{}", f.how));
        }
    }
    put(&format!("type,place={kind},{}", d.place.is_some()));
    put(&format!("class={}", analysis.language.clusters.of(analysis.folded(d.word))));
}

/// What speaks for a sentence's telling a particular act that took place: the candidates of one PLOVER type that it
/// holds, and its words.
pub fn sentence_features(
    analysis: &Analysis<'_>,
    book: &Codebook,
    mentions: &Mentions,
    drafts: &[&Draft],
    put: &mut dyn FnMut(&str),
) {
    let Some(first) = drafts.first() else { return };
    let plover = &book.kind(book.pattern(first.pattern).kind).plover;
    let mut all: Vec<String> = Vec::new();
    let mut seen: FxHashSet<u64> = FxHashSet::default();
    for d in drafts {
        features(analysis, book, mentions, d, &mut |f| {
            if seen.insert(fingerprint(f)) {
                all.push(f.to_owned());
            }
        });
    }
    all.push(format!("candidates={}", drafts.len().min(4)));
    let r = analysis.sentences[first.sentence].clone();
    let (mut numbers, mut speaks) = (false, false);
    for w in r.start as usize..r.end as usize {
        let word = &analysis.words[w];
        numbers |= word.pos == Pos::Num;
        speaks |= word.features.person == Some(crate::language::Person::First);
        if word.part != Part::Stem || word.pos == Pos::Punct {
            continue;
        }
        let lemma = analysis.lemma(w);
        if seen.insert(u64::from(word.lemma.0) | 1 << 63) {
            all.push(format!("word={lemma}"));
        }
    }
    all.push(format!("numbers={numbers}"));
    all.push(format!("first_person={speaks}"));
    let length = match r.len() {
        0..=12 => "short",
        13..=30 => "middle",
        31..=60 => "long",
        _ => "very long",
    };
    all.push(format!("length={length}"));
    for f in all {
        put(&f);
        put(&format!("{plover}:{f}"));
    }
}

fn fingerprint(s: &str) -> u64 {
    let mut h = FxHasher::default();
    s.hash(&mut h);
    h.finish() & !(1 << 63)
}
