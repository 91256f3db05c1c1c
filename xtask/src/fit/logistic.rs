//! Logistic regression over sparse yes/no features.

use std::collections::BTreeMap;

/// Feature numbers and the truth.
pub struct Example {
    pub features: Vec<u32>,
    pub right: bool,
    pub weight: f32,
}

/// Fitted weights.
pub struct Model {
    pub bias: f32,
    pub weights: Vec<f32>,
}

impl Model {
    /// Fits by gradient steps scaled per weight, in a fixed order, so that the same data give the same weights.
    pub fn fit(examples: &[&Example], features: usize, l2: f32) -> Model {
        let mut model = Model { bias: 0.0, weights: vec![0.0; features] };
        let mut squares = vec![1e-6_f32; features];
        let mut bias_square = 1e-6_f32;
        // Each weight is drawn to zero as often as its feature is seen, so that rare ones are held as tight as others.
        let mut seen = vec![0.0_f32; features];
        for f in examples.iter().flat_map(|e| &e.features) {
            seen[*f as usize] += 1.0;
        }
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        for _ in 0..60 {
            for i in (1..order.len()).rev() {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                order.swap(i, (state % (i as u64 + 1)) as usize);
            }
            for &i in &order {
                let e = examples[i];
                let error = e.weight * (model.probability(&e.features) - f32::from(u8::from(e.right)));
                for &f in &e.features {
                    let f = f as usize;
                    let g = error + l2 * model.weights[f] / seen[f];
                    squares[f] += g * g;
                    model.weights[f] -= 0.1 * g / squares[f].sqrt();
                }
                bias_square += error * error;
                model.bias -= 0.1 * error / bias_square.sqrt();
            }
        }
        model
    }

    pub fn probability(&self, features: &[u32]) -> f32 {
        let z = self.bias + features.iter().map(|f| self.weights[*f as usize]).sum::<f32>();
        1.0 / (1.0 + (-z).exp())
    }
}

/// In how many parts documents are held out in turn.
pub const FOLDS: usize = 5;

/// The features that are seen often enough not to be chance, by name, with their numbers.
pub fn numbered<'f>(features: impl Iterator<Item = &'f String>, often: usize) -> BTreeMap<&'f str, u32> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for f in features {
        *seen.entry(f).or_default() += 1;
    }
    seen.into_iter().filter(|(_, n)| *n >= often).enumerate().map(|(i, (f, _))| (f, i as u32)).collect()
}

impl Example {
    pub fn new(features: &[String], kept: &BTreeMap<&str, u32>, right: bool, weight: f32) -> Example {
        let features = features.iter().filter_map(|f| kept.get(f.as_str()).copied()).collect();
        Example { features, right, weight }
    }
}

/// The probability of each example by a model not fitted to its document.
pub fn held_out(
    examples: &[Example],
    document: impl Fn(usize) -> usize,
    features: usize,
    l2: f32,
) -> Vec<f32> {
    let mut out = vec![0.0; examples.len()];
    for fold in 0..FOLDS {
        let held = |i: &usize| document(*i) % FOLDS == fold;
        let train: Vec<&Example> = (0..examples.len()).filter(|i| !held(i)).map(|i| &examples[i]).collect();
        let model = Model::fit(&train, features, l2);
        for i in (0..examples.len()).filter(held) {
            out[i] = model.probability(&examples[i].features);
        }
    }
    out
}
