//! How likely is each lemma, form and clitic? Counts of words shared out over their readings, by
//! expectation and maximisation.

use anyhow::Result;
use waqai::language::lexicon::format::Tables;
use waqai::language::lexicon::{ENCLITICS, Kind, Lexicon, PROCLITICS};
use waqai::text::fold;
use waqai::language::{Aspect, Features, Number, Person, Voice};

const ROUNDS: usize = 6;
/// Least log share, in hundredths.
const FLOOR: f64 = -2000.0;

pub fn weigh(tables: &mut Tables, kinds: &[Kind], shares: &[f64], words: &[(String, f64)]) -> Result<()> {
    start(tables, kinds, shares);
    for _ in 0..ROUNDS {
        let lexicon = Lexicon::open(tables.to_bytes().into())?;
        let mut counts = Counts::new(tables);
        let mut parts = Vec::new();
        for (word, count) in words {
            parts.clear();
            lexicon.parts(word, &fold(word), &mut parts);
            let best = parts.iter().map(|p| p.weight).max().unwrap_or(0);
            let odds: Vec<f64> = parts.iter().map(|p| (f64::from(p.weight - best) / 100.0).exp()).collect();
            let total: f64 = odds.iter().sum();
            for (p, odd) in parts.iter().zip(odds) {
                counts.add(p.lemma as usize, p.feature as usize, p.kind, p.proclitics, p.enclitic, count * odd / total);
            }
        }
        counts.set(tables, kinds, shares);
    }
    Ok(())
}

struct Counts {
    lemmas: Vec<f64>,
    features: Vec<f64>,
    proclitics: Vec<f64>,
    enclitics: Vec<f64>,
    kinds: [f64; 4],
}

impl Counts {
    fn new(t: &Tables) -> Counts {
        Counts {
            lemmas: vec![0.0; t.lemmas.len()],
            features: vec![0.0; t.features.len()],
            proclitics: vec![0.0; t.proclitic_weights.len()],
            enclitics: vec![0.0; t.enclitic_weights.len()],
            kinds: [0.0; 4],
        }
    }

    fn add(&mut self, lemma: usize, feature: usize, kind: Kind, proclitics: usize, enclitic: usize, n: f64) {
        self.lemmas[lemma] += n;
        self.features[feature] += n;
        self.proclitics[kind as usize * PROCLITICS + proclitics] += n;
        self.enclitics[kind as usize * ENCLITICS + enclitic] += n;
        self.kinds[kind as usize] += n;
    }

    fn set(&self, t: &mut Tables, kinds: &[Kind], shares: &[f64]) {
        let all: f64 = self.kinds.iter().sum();
        for ((row, n), share) in t.lemmas.iter_mut().zip(&self.lemmas).zip(shares) {
            row.weight = log((n + 0.5 * share) / all);
        }
        for ((row, n), kind) in t.features.iter_mut().zip(&self.features).zip(kinds) {
            row.1 = if *kind == Kind::Particle { 0 } else { log((n + 1.0) / self.kinds[*kind as usize]) };
        }
        for (i, (w, n)) in t.proclitic_weights.iter_mut().zip(&self.proclitics).enumerate() {
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
fn start(t: &mut Tables, kinds: &[Kind], shares: &[f64]) {
    for (row, share) in t.lemmas.iter_mut().zip(shares) {
        row.weight = log(share * 1e-4);
    }
    for ((features, weight), kind) in t.features.iter_mut().zip(kinds) {
        *weight = match kind {
            Kind::Particle => 0,
            Kind::Verb => log(0.1 * verb_share(features)),
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

fn verb_share(f: &Features) -> f64 {
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
