//! How likely is a thing with these features?
//!
//! Linear models over readable features, fitted by `cargo xtask fit` and kept as lines of text in
//! `data/models/events`, so that anyone can see what weighs.

use rustc_hash::FxHashMap;

use crate::events::{Of, Weighing};
use crate::language::model::pair;

/// Takes each feature's name, in parts that are to be read as one.
pub type Put<'p> = &'p mut dyn FnMut(&[&str]);

/// Weights by feature name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linear {
    /// By the key of the name.
    weights: FxHashMap<u64, f32>,
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
                    out.weights.insert(key(&[name]), weight);
                }
            }
        }
        out
    }

    /// Nothing was fitted.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    pub fn probability(&self, each: impl FnOnce(Put<'_>)) -> f32 {
        let mut z = self.bias;
        each(&mut |name| z += self.weights.get(&key(name)).copied().unwrap_or_default());
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

    /// At a part of the fitted threshold.
    pub fn accepts_at(&self, part: f32, probability: f32) -> bool {
        self.is_empty() || probability >= self.threshold * part
    }

    /// At the fitted threshold. Without weights everything passes.
    pub fn accepts(&self, probability: f32) -> bool {
        self.is_empty() || probability >= self.threshold
    }
}

/// A name's hash, wherever it is parted.
pub(crate) fn key(name: &[&str]) -> u64 {
    let (mut hash, mut word, mut bits, mut len) = (0xCBF2_9CE4_8422_2325, 0, 0, 0);
    for part in name {
        len += part.len();
        let (chunks, rest) = part.as_bytes().as_chunks::<8>();
        for chunk in chunks {
            let chunk = u64::from_le_bytes(*chunk);
            hash = pair(hash, word | chunk << bits);
            word = if bits == 0 { 0 } else { chunk >> (64 - bits) };
        }
        for byte in rest {
            word |= u64::from(*byte) << bits;
            bits += 8;
            if bits == 64 {
                hash = pair(hash, word);
                (word, bits) = (0, 0);
            }
        }
    }
    pair(pair(hash, word), len as u64)
}

/// A truth as text.
pub(crate) fn truth(b: bool) -> &'static str {
    if b { "true" } else { "false" }
}

/// A number as text.
pub(crate) fn decimal(n: u8, digits: &mut [u8; 3]) -> &str {
    *digits = [n / 100, n / 10 % 10, n % 10].map(|d| b'0' + d);
    let zeros = if n >= 100 { 0 } else { 1 + usize::from(n < 10) };
    std::str::from_utf8(&digits[zeros..]).unwrap_or_default()
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
    /// Where and when?
    pub setting: Weighing,
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
            parties: Weighing::parse(include_str!("../../../data/models/events/parties.tsv"), Of::Parties),
            setting: Weighing::parse(include_str!("../../../data/models/events/setting.tsv"), Of::Setting),
            collect: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_wherever_it_is_parted() {
        let name = "type,form=assault,verb";
        let whole = key(&[name]);
        for a in 0..=name.len() {
            for b in a..=name.len() {
                assert_eq!(key(&[&name[..a], &name[a..b], "", &name[b..]]), whole, "{a} {b}");
            }
        }
        for other in ["", "type,form=assault,ver", "type,form=assault,verb\0", "Type,form=assault,verb"] {
            assert_ne!(key(&[other]), whole, "{other}");
        }
    }

    #[test]
    fn numbers_as_text() {
        for n in 0..=u8::MAX {
            assert_eq!(decimal(n, &mut [0; 3]), n.to_string());
        }
    }

    #[test]
    fn each_name_has_a_weight_of_its_own() {
        let models = Models::bundled();
        let files = [
            (&models.acceptance, include_str!("../../../data/models/events/acceptance.tsv")),
            (&models.reported, include_str!("../../../data/models/events/reported.tsv")),
            (&models.merging, include_str!("../../../data/models/events/merging.tsv")),
        ];
        for (model, text) in files {
            let other =
                |l: &&str| !l.starts_with('#') && !l.starts_with("threshold") && !l.starts_with("bias");
            assert_eq!(model.weights.len(), text.lines().filter(other).count());
        }
    }
}
