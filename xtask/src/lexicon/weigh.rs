//! How likely is each lemma, form and clitic? Counts of words shared out over their readings, by
//! expectation and maximisation.

use std::collections::HashMap;

use super::build::{Prior, Priors};
use anyhow::Result;
use waqai::language::lexicon::format::Tables;
use waqai::language::lexicon::{ENCLITICS, Kind, Lexicon, PROCLITICS, Parts};
use waqai::language::{Aspect, Features, Number, Person, Voice};
use waqai::text::fold;

const ROUNDS: usize = 6;
/// Least log share, in hundredths.
const FLOOR: f64 = -2000.0;

/// A word of which one form only is seen is rather another word: a lemma counts at most so many times the
/// forms besides its commonest.
const TIMES_THE_REST: [f64; 4] = [8.0, 10.0, f64::INFINITY, f64::INFINITY];
/// Words of closed classes are likelier than counting alone would have them.
const CLOSED: f64 = 5.0;
/// A name that is a common word too is rather the word.
const NAME: f64 = 0.5;

pub fn weigh(tables: &mut Tables, priors: &Priors, words: &[(String, f64)]) -> Result<()> {
    start(tables, priors);
    for _ in 0..ROUNDS {
        let lexicon = Lexicon::open(tables.to_bytes().into())?;
        let mut counts = Counts::new(tables);
        let mut parts = Vec::new();
        for (word, count) in words {
            parts.clear();
            lexicon.parts(word, &fold(word), &mut parts);
            for (p, odds) in parts.iter().zip(odds(&parts, priors)) {
                counts.add(p, word, count * odds);
            }
        }
        counts.set(tables, priors);
    }
    Ok(())
}

/// Each reading's share of its word. Closed-class readings share what falls to all of them by their priors.
fn odds(parts: &[Parts], priors: &Priors) -> Vec<f64> {
    let best = parts.iter().map(|p| p.weight).max().unwrap_or(0);
    let mut odds: Vec<f64> = parts.iter().map(|p| (f64::from(p.weight - best) / 100.0).exp()).collect();
    let prior = |p: &Parts| priors.lemmas[p.lemma as usize];
    let closed = |p: &Parts| prior(p).closed;
    // Only homographs, cut alike, are weighed by their priors.
    for i in 0..parts.len() {
        let alike =
            |p: &&Parts| closed(p) && (p.proclitics, p.enclitic) == (parts[i].proclitics, parts[i].enclitic);
        let first = parts.iter().position(|p| alike(&p)) == Some(i);
        if closed(&parts[i]) && first {
            let all: f64 = parts.iter().zip(&odds).filter(|(p, _)| alike(p)).map(|(_, o)| o).sum();
            let shares: f64 = parts.iter().filter(alike).map(|p| prior(p).share).sum();
            for (j, p) in parts.iter().enumerate() {
                if alike(&p) {
                    odds[j] = all * prior(p).share / shares;
                }
            }
        }
    }
    let total: f64 = odds.iter().sum();
    odds.iter().map(|o| o / total).collect()
}

struct Counts {
    lemmas: Vec<f64>,
    /// By lemma: counts of its forms, clitics aside.
    forms: Vec<HashMap<String, f64>>,
    lemma_kinds: Vec<Kind>,
    features: Vec<f64>,
    proclitics: Vec<f64>,
    enclitics: Vec<f64>,
    kinds: [f64; 4],
}

impl Counts {
    fn new(t: &Tables) -> Counts {
        Counts {
            lemmas: vec![0.0; t.lemmas.len()],
            forms: vec![HashMap::new(); t.lemmas.len()],
            lemma_kinds: t.lemmas.iter().map(|l| Kind::of(l.pos)).collect(),
            features: vec![0.0; t.features.len()],
            proclitics: vec![0.0; t.proclitic_weights.len()],
            enclitics: vec![0.0; t.enclitic_weights.len()],
            kinds: [0.0; 4],
        }
    }

    fn add(&mut self, p: &Parts, word: &str, n: f64) {
        let kind = p.kind as usize;
        self.lemmas[p.lemma as usize] += n;
        if TIMES_THE_REST[kind].is_finite() && n > 0.01 {
            *self.forms[p.lemma as usize].entry(word[p.core.clone()].to_owned()).or_default() += n;
        }
        self.features[p.feature as usize] += n;
        self.proclitics[kind * PROCLITICS + p.proclitics] += n;
        self.enclitics[kind * ENCLITICS + p.enclitic] += n;
        self.kinds[kind] += n;
    }

    /// A lemma's count, cut down if one form makes nearly all of it.
    fn lemma(&self, i: usize) -> f64 {
        let top = self.forms[i].values().copied().fold(0.0, f64::max);
        let rest = (self.lemmas[i] - top).max(0.0);
        self.lemmas[i].min(rest * (1.0 + TIMES_THE_REST[self.lemma_kinds[i] as usize]))
    }

    fn set(&self, t: &mut Tables, priors: &Priors) {
        let all: f64 = self.kinds.iter().sum();
        for (i, row) in t.lemmas.iter_mut().enumerate() {
            let Prior { share, boost, closed, rival } = priors.lemmas[i];
            let n = if closed {
                CLOSED * self.lemmas[i]
            } else if boost > 1.0 || share > 1.0 {
                // Listed by hand: it is there, however few its forms (مقتل).
                boost * self.lemmas[i]
            } else {
                self.lemma(i)
            };
            let n = if rival { NAME * n } else { n };
            row.weight = log((n + 0.5 * share) / all);
        }
        for ((row, n), kind) in t.features.iter_mut().zip(&self.features).zip(&priors.features) {
            row.1 = if *kind == Kind::Particle { 0 } else { log((n + 1.0) / self.kinds[*kind as usize]) };
        }
        for (i, w) in t.proclitic_weights.iter_mut().enumerate() {
            // Whether a name has ال is the name's affair.
            let name = i / PROCLITICS == Kind::Name as usize;
            let n = self.proclitics[i] + if name { self.proclitics[i ^ 1] } else { 0.0 };
            *w = log((n + 1.0) / self.kinds[i / PROCLITICS]);
        }
        for (i, (w, n)) in t.enclitic_weights.iter_mut().zip(&self.enclitics).enumerate() {
            *w = log((n + 1.0) / self.kinds[i / ENCLITICS]);
        }
    }
}

fn log(share: f64) -> i16 {
    (100.0 * share.ln()).max(FLOOR).round() as i16
}

/// Where letters cannot tell two readings apart, counting leaves them as they began: the passive, the
/// second person and the imperative are rare in news.
fn start(t: &mut Tables, priors: &Priors) {
    for (row, p) in t.lemmas.iter_mut().zip(&priors.lemmas) {
        let rival = if p.rival { NAME } else { 1.0 };
        row.weight = log(p.share * rival * if p.closed { 1e-2 } else { 1e-4 });
    }
    for ((features, weight), kind) in t.features.iter_mut().zip(&priors.features) {
        *weight = match kind {
            Kind::Particle => 0,
            Kind::Verb => log(0.1 * verb_share(*features)),
            _ => log(0.1 * if features.number == Some(Number::Dual) { 0.1 } else { 1.0 }),
        };
    }
    for kind in Kind::ALL {
        for i in 0..PROCLITICS {
            let (article, preposition) = (i % 2, i / 2 % 5);
            let (conjunction, question) = (i / 10 % 3, i / 30);
            let p = [1.0, 0.3][article]
                * [1.0, 0.1, 0.02, 0.1, 0.1][preposition]
                * [1.0, 0.1, 0.02][conjunction]
                * [1.0, 0.0005][question];
            t.proclitic_weights[kind as usize * PROCLITICS + i] = log(p);
        }
        for i in 0..ENCLITICS {
            t.enclitic_weights[kind as usize * ENCLITICS + i] = log(if i == 0 { 0.9 } else { 0.01 });
        }
    }
}

fn verb_share(f: Features) -> f64 {
    let person = match f.person {
        Some(Person::Third) => 1.0,
        Some(Person::First) => 0.1,
        _ => 0.01,
    };
    let voice = if f.voice == Some(Voice::Passive) { 0.06 } else { 1.0 };
    let aspect = if f.aspect == Some(Aspect::Imperative) { 0.1 } else { 1.0 };
    let number = if f.number == Some(Number::Dual) { 0.2 } else { 1.0 };
    person * voice * aspect * number
}
