//! How are linear weights learned?
//!
//! An averaged perceptron over hashed rows: the same table that the reader uses, in floating point.

pub struct Perceptron<const N: usize> {
    mask: u32,
    weights: Vec<[f32; N]>,
    /// Each change, times when it was made.
    changes: Vec<[f32; N]>,
    pub step: f32,
}

impl<const N: usize> Perceptron<N> {
    pub fn new(bits: u32) -> Perceptron<N> {
        let n = 1 << bits;
        Perceptron { mask: n as u32 - 1, weights: vec![[0.0; N]; n], changes: vec![[0.0; N]; n], step: 1.0 }
    }

    pub fn add(&self, features: &[u32], scores: &mut [f32; N]) {
        for f in features {
            for (s, w) in scores.iter_mut().zip(&self.weights[(f & self.mask) as usize]) {
                *s += w;
            }
        }
    }

    pub fn update(&mut self, features: &[u32], column: usize, by: f32) {
        for f in features {
            let row = (f & self.mask) as usize;
            self.weights[row][column] += by;
            self.changes[row][column] += by * self.step;
        }
    }

    /// The mean of the weights over all steps, added to those of other runs.
    pub fn add_averages(&self, to: &mut [[f32; N]]) {
        for ((w, c), out) in self.weights.iter().zip(&self.changes).zip(to) {
            for k in 0..N {
                out[k] += w[k] - c[k] / self.step;
            }
        }
    }
}

/// Weights as whole numbers.
pub fn quantise<const N: usize>(rows: &[[f32; N]], scale: f32) -> Vec<[i16; N]> {
    rows.iter().map(|r| r.map(|w| (w * scale).round() as i16)).collect()
}

/// A fixed series of numbers that look random.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let j = self.next() as usize % (i + 1);
            items.swap(i, j);
        }
    }
}
