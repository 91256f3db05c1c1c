//! Is a draft an event that a coder would write down?
//!
//! A linear model over readable features, fitted by `cargo xtask train-acceptance`; without weights, the pattern's
//! own weight decides.

use rustc_hash::FxHashMap;

use super::Draft;
use crate::codebook::Codebook;
use crate::language::Analysis;
use crate::recognise::Mentions;

/// The fitted weights.
#[derive(Clone, Debug, Default)]
pub struct Acceptance {
    weights: FxHashMap<Box<str>, f32>,
    threshold: f32,
}

impl Acceptance {
    /// Reads `feature TAB weight` lines; the lines `threshold` and `bias` are part of them.
    pub fn parse(text: &str) -> Acceptance {
        let mut out = Acceptance::default();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let Some((name, weight)) = line.split_once('\t') else { continue };
            let Ok(weight) = weight.trim().parse() else { continue };
            if name == "threshold" {
                out.threshold = weight;
            } else {
                out.weights.insert(name.into(), weight);
            }
        }
        out
    }

    /// The weights that ship with the program.
    pub fn bundled() -> Acceptance {
        Acceptance::default()
    }

    pub fn threshold(&self) -> f32 {
        self.threshold
    }

    pub fn probability(&self, analysis: &Analysis<'_>, book: &Codebook, mentions: &Mentions, d: &Draft) -> f32 {
        if self.weights.is_empty() {
            return d.confidence;
        }
        let mut z = self.weights.get("bias").copied().unwrap_or_default();
        features(analysis, book, mentions, d, |f| z += self.weights.get(f).copied().unwrap_or_default());
        1.0 / (1.0 + (-z).exp())
    }
}

/// What the model looks at, each a readable name.
pub fn features(analysis: &Analysis<'_>, book: &Codebook, mentions: &Mentions, d: &Draft, mut put: impl FnMut(&str)) {
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
    } else {
        put(&format!("aspect={:?}", word.features.aspect));
    }
    put(if d.actors.is_empty() { "actors=no" } else { "actors=yes" });
    put(if d.targets.is_empty() { "targets=no" } else { "targets=yes" });
    if d.actors.is_empty() && d.targets.is_empty() {
        put("parties=no");
        put(&format!("type,parties={kind},no"));
    }
    let known = |f: &super::Filler| f.words.clone().any(|w| mentions.actor_at(analysis.words[w].token as usize).is_some());
    if d.actors.iter().any(known) {
        put("actor=known");
    }
    if d.targets.iter().any(known) {
        put("target=known");
    }
    put(if d.place.is_some() { "place=yes" } else { "place=no" });
    put(if d.date.is_some() { "date=yes" } else { "date=no" });
    if !d.tolls.is_empty() {
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
    // The word that governs it says much: مكافحة, احتمال, وزير …
    let before = (analysis.sentences[d.sentence].start as usize..d.word)
        .rev()
        .find(|w| analysis.words[*w].part == crate::language::Part::Stem);
    match before {
        Some(b) => {
            put(&format!("before={}", analysis.lemma(b)));
            put(&format!("before_pos={}", analysis.words[b].pos.as_str()));
            put(&format!("form,before_pos={form},{}", analysis.words[b].pos.as_str()));
        }
        None => put("before=none"),
    }
    let after = (d.word + 1..analysis.sentences[d.sentence].end as usize)
        .find(|w| analysis.words[*w].part == crate::language::Part::Stem);
    match after {
        Some(a) => {
            put(&format!("after={}", analysis.lemma(a)));
            put(&format!("after_pos={}", analysis.words[a].pos.as_str()));
        }
        None => put("after=none"),
    }
}
