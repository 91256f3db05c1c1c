//! How likely is a thing with these features?
//!
//! Linear models over readable features, fitted by `cargo xtask fit` and kept as lines of text in
//! `data/models/events`, so that anyone can see what weighs.

use rustc_hash::FxHashMap;

use crate::events::Weighing;

/// Weights by feature name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linear {
    weights: FxHashMap<Box<str>, f32>,
    bias: f32,
    threshold: f32,
    /// Of kinds that have one of their own: `threshold:PROTEST`.
    thresholds: FxHashMap<Box<str>, f32>,
}

impl Linear {
    /// Reads `feature TAB weight` lines; `threshold` and `bias` are among them.
    pub fn parse(text: &str) -> Linear {
        let mut out = Linear::default();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let Some((name, weight)) = line.split_once('\t') else { continue };
            let Ok(weight) = weight.trim().parse() else { continue };
            if let Some(kind) = name.strip_prefix("threshold:") {
                out.thresholds.insert(kind.into(), weight);
                continue;
            }
            match name {
                "threshold" => out.threshold = weight,
                "bias" => out.bias = weight,
                _ => {
                    out.weights.insert(name.into(), weight);
                }
            }
        }
        out
    }

    /// Nothing was fitted.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    pub fn probability(&self, each: impl FnOnce(&mut dyn FnMut(&str))) -> f32 {
        let mut z = self.bias;
        each(&mut |f| z += self.weights.get(f).copied().unwrap_or_default());
        1.0 / (1.0 + (-z).exp())
    }

    /// Was it fitted on things of this kind?
    pub fn knows(&self, kind: &str) -> bool {
        self.thresholds.contains_key(kind)
    }

    /// At the threshold fitted for things of a kind.
    pub fn accepts_as(&self, kind: &str, probability: f32) -> bool {
        self.is_empty() || probability >= self.thresholds.get(kind).copied().unwrap_or(self.threshold)
    }

    /// At the fitted threshold. Without weights everything passes.
    pub fn accepts(&self, probability: f32) -> bool {
        self.is_empty() || probability >= self.threshold
    }
}

/// The models that judge candidates.
#[derive(Clone, Debug, Default)]
pub struct Models {
    /// Is it an event at all?
    pub acceptance: Linear,
    /// Is it told as a particular occurrence?
    pub reported: Linear,
    /// Are two mentions of one occurrence?
    pub merging: Linear,
    /// Who acts, and whom is it done to?
    pub parties: Weighing,
    /// Keep the candidates for parties, for fitting.
    pub collect: bool,
}

impl Models {
    /// The models that ship with the program.
    pub fn bundled() -> Models {
        Models {
            acceptance: Linear::parse(include_str!("../../../data/models/events/acceptance.tsv")),
            reported: Linear::parse(include_str!("../../../data/models/events/reported.tsv")),
            merging: Linear::parse(include_str!("../../../data/models/events/merging.tsv")),
            parties: Weighing::parse(include_str!("../../../data/models/events/parties.tsv")),
            collect: false,
        }
    }
}
