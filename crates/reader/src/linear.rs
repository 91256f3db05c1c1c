//! How likely is a thing with these features?
//!
//! Linear models over readable features, fitted by `cargo xtask fit` and kept as lines of text in
//! `data/models/events`, so that anyone can see what weighs.

use crate::events::{Of, Weighing};
use crate::language::model::{hash_str, pair};

/// Takes the features of one thing: what is looked at, and what of it weighs, alone or together.
pub trait Put: Default {
    /// One thing that is looked at, with its value (`form=verb`).
    type Atom: Copy;

    fn atom(&mut self, name: &'static str, value: &str) -> Self::Atom;

    /// The atoms hold together: one feature (`type=assault|form=verb`).
    fn put(&mut self, atoms: &[Self::Atom]);

    /// Adds the features of another that are not there yet.
    fn take_in(&mut self, other: &Self);

    /// Adds each feature once more together with the atom.
    fn each_with(&mut self, atom: Self::Atom);

    /// An atom that weighs alone as well.
    fn alone(&mut self, name: &'static str, value: &str) -> Self::Atom {
        let atom = self.atom(name, value);
        self.put(&[atom]);
        atom
    }

    fn has(&mut self, name: &'static str) -> Self::Atom {
        self.alone(name, "yes")
    }
}

/// Features by the keys of their names.
#[derive(Clone, Debug, Default)]
pub struct Keys(Vec<u32>);

impl Put for Keys {
    type Atom = u32;

    #[inline]
    fn atom(&mut self, name: &'static str, value: &str) -> u32 {
        atom(hash_str(name), value.as_bytes())
    }

    #[inline]
    fn put(&mut self, atoms: &[u32]) {
        self.0.extend(atoms.iter().copied().reduce(join));
    }

    fn take_in(&mut self, other: &Keys) {
        let own = self.0.len();
        let new = |k: &u32| !self.0[..own].contains(k);
        let new: Vec<u32> = other.0.iter().copied().filter(new).collect();
        self.0.extend(new);
    }

    fn each_with(&mut self, atom: u32) {
        self.0.extend_from_within(..);
        let half = self.0.len() / 2;
        for k in &mut self.0[half..] {
            *k = join(*k, atom);
        }
    }
}

/// Features by name, for fitting.
#[derive(Clone, Debug, Default)]
pub struct FeatureNames {
    atoms: Vec<String>,
    pub features: Vec<String>,
}

impl Put for FeatureNames {
    /// Its place among the atoms.
    type Atom = usize;

    fn atom(&mut self, name: &'static str, value: &str) -> usize {
        self.atoms.push(format!("{name}={value}"));
        self.atoms.len() - 1
    }

    fn put(&mut self, atoms: &[usize]) {
        let names: Vec<&str> = atoms.iter().map(|a| self.atoms[*a].as_str()).collect();
        self.features.push(names.join("|"));
    }

    fn take_in(&mut self, other: &FeatureNames) {
        let new: Vec<String> =
            other.features.iter().filter(|f| !self.features.contains(f)).cloned().collect();
        self.features.extend(new);
    }

    fn each_with(&mut self, atom: usize) {
        let with: Vec<String> = self.features.iter().map(|f| format!("{f}|{}", self.atoms[atom])).collect();
        self.features.extend(with);
    }
}

/// The key of an atom, never 0, by what it is of and its value; values are short, most of them within eight bytes.
#[inline]
pub(crate) fn atom(of: u64, value: &[u8]) -> u32 {
    let mut h = of ^ value.len() as u64;
    let mut rest = value;
    while let Some((word, more)) = rest.split_first_chunk::<8>() {
        h = pair(h, u64::from_le_bytes(*word));
        rest = more;
    }
    let last = match (rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
        (Some(a), Some(b)) => u64::from(u32::from_le_bytes(*a)) << 32 | u64::from(u32::from_le_bytes(*b)),
        _ => rest.iter().fold(0, |n, b| n << 8 | u64::from(*b)),
    };
    (pair(h, last) >> 16) as u32 | 1
}

/// The key of a feature and one more atom.
#[inline]
pub(crate) fn join(key: u32, atom: u32) -> u32 {
    let h = (key.rotate_left(9) ^ atom).wrapping_mul(0x9e37_79b1);
    h ^ h >> 16
}

/// The key of the feature that some atoms make.
#[inline]
pub(crate) fn joined<const N: usize>(atoms: [u32; N]) -> u32 {
    atoms.into_iter().reduce(join).unwrap_or_default()
}

/// The key of a feature's name, each atom by `of`.
pub(crate) fn key(name: &str, of: impl Fn(&str) -> Option<u64>) -> Option<u32> {
    let mut atoms = name.split('|').map(|a| {
        let (name, value) = a.split_once('=')?;
        Some(atom(of(name)?, value.as_bytes()))
    });
    let first = atoms.next()??;
    atoms.try_fold(first, |key, atom| Some(join(key, atom?)))
}

/// Weights by key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table<W> {
    /// Open addressing; the key is 0 where a row is free.
    rows: Vec<(u32, W)>,
    /// A bit for each key by its upper half: most features that are asked for have no weight, which this small table
    /// says without a look into the large one.
    known: Box<[u64; KNOWN / 64]>,
}

/// Bits of `Table::known`.
const KNOWN: usize = 1 << 17;

/// How many keys are looked at together.
const TOGETHER: usize = 64;

impl<W: Copy + Default> Default for Table<W> {
    fn default() -> Table<W> {
        Table::new(&[])
    }
}

impl<W: Copy + Default> Table<W> {
    pub fn new(weights: &[(u32, W)]) -> Table<W> {
        let rows = vec![(0, W::default()); (weights.len() * 2).next_power_of_two()];
        let mut out = Table { rows, known: Box::new([0; KNOWN / 64]) };
        for w in weights {
            let at = out.slot(w.0);
            out.rows[at] = *w;
            let (word, bit) = Table::<W>::bit(w.0);
            out.known[word] |= 1 << bit;
        }
        out
    }

    pub fn is_empty(&self) -> bool {
        self.rows.len() <= 1
    }

    fn bit(key: u32) -> (usize, u32) {
        let bit = key / (u32::MAX / KNOWN as u32 + 1);
        (bit as usize / 64, bit % 64)
    }

    fn slot(&self, key: u32) -> usize {
        let mask = self.rows.len() - 1;
        let mut at = key as usize >> 1 & mask;
        while self.rows[at].0 != 0 && self.rows[at].0 != key {
            at = (at + 1) & mask;
        }
        at
    }

    /// Takes the weight of each key that has one.
    // Which keys have one cannot be foretold, so the first loop has no branch on it.
    #[inline]
    pub fn each(&self, keys: &[u32], mut take: impl FnMut(W)) {
        for keys in keys.chunks(TOGETHER) {
            let mut found = [0; TOGETHER];
            let mut n = 0;
            for key in keys {
                let (word, bit) = Table::<W>::bit(*key);
                found[n % TOGETHER] = *key;
                n += (self.known[word] >> bit & 1) as usize;
            }
            for key in &found[..n] {
                // A free row weighs nothing.
                take(self.rows[self.slot(*key)].1);
            }
        }
    }
}

/// Weights by feature name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linear {
    weights: Table<f32>,
    bias: f32,
    threshold: f32,
    /// Of kinds that have one of their own: `threshold:PROTEST`.
    thresholds: Vec<(Box<str>, f32)>,
}

impl Linear {
    /// Reads `feature TAB weight` lines; `threshold` and `bias` are among them.
    pub fn parse(text: &str) -> Linear {
        let mut out = Linear::default();
        let mut weights = Vec::new();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let Some((name, weight)) = line.split_once('\t') else { continue };
            let Ok(weight) = weight.trim().parse() else { continue };
            if let Some(kind) = name.strip_prefix("threshold:") {
                out.thresholds.push((kind.into(), weight));
                continue;
            }
            match name {
                "threshold" => out.threshold = weight,
                "bias" => out.bias = weight,
                _ => weights.extend(key(name, |of| Some(hash_str(of))).map(|key| (key, weight))),
            }
        }
        out.weights = Table::new(&weights);
        out
    }

    /// Nothing was fitted.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    pub fn probability(&self, features: &Keys) -> f32 {
        let mut z = self.bias;
        self.weights.each(&features.0, |w| z += w);
        1.0 / (1.0 + (-z).exp())
    }

    fn own_threshold(&self, kind: &str) -> Option<f32> {
        self.thresholds.iter().find(|t| &*t.0 == kind).map(|t| t.1)
    }

    /// Was it fitted on things of this kind?
    pub fn knows(&self, kind: &str) -> bool {
        self.own_threshold(kind).is_some()
    }

    /// At the threshold fitted for things of a kind.
    pub fn accepts_as(&self, kind: &str, probability: f32) -> bool {
        self.is_empty() || probability >= self.own_threshold(kind).unwrap_or(self.threshold)
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

pub(crate) fn yes(b: bool) -> &'static str {
    if b { "yes" } else { "no" }
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

    fn put_some(p: &mut impl Put) {
        let kind = p.alone("type", "assault");
        let lemma = p.atom("lemma", "هجوم");
        p.put(&[kind, lemma]);
        let long = p.alone("right_before", "a value of some length");
        p.put(&[kind, lemma, long]);
        p.has("first_word");
        let plover = p.atom("plover", "ASSAULT");
        p.each_with(plover);
    }

    #[test]
    fn the_key_of_a_name_is_that_of_its_atoms() {
        let mut keys = Keys::default();
        let mut names = FeatureNames::default();
        put_some(&mut keys);
        put_some(&mut names);
        let own: Vec<u32> = names.features.iter().map(|f| key(f, |of| Some(hash_str(of))).unwrap()).collect();
        assert_eq!(own, keys.0, "{:?}", names.features);
        assert_eq!(names.features.len(), 10);
    }

    #[test]
    fn values_are_told_apart() {
        let values = ["", "a", "b", "ab", "ba", "abcd", "abcde", "abcdf", "abcdefg", "abcdefgh", "abcdefghi"];
        let keys: std::collections::BTreeSet<u32> = values.iter().map(|v| atom(7, v.as_bytes())).collect();
        assert_eq!(keys.len(), values.len());
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
            let held = model.weights.rows.iter().filter(|r| r.0 != 0).count();
            assert_eq!(held, text.lines().filter(other).count());
        }
    }
}
