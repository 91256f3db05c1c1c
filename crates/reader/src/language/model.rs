//! How are the weights of the tagger and the parser held?
//!
//! A table of rows, found by the hash of a feature; a row holds one weight for each class. Rows that
//! collide share their weights, in training as in use. The file keeps only weights that are not zero.

use thiserror::Error;

/// First bytes of a model file.
const MAGIC: &[u8; 8] = b"WAQAIMDL";
/// Version of the format; others are refused.
const VERSION: u32 = 1;

/// Why a model file cannot be read.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ModelError {
    #[error("not a model file")]
    Magic,
    #[error("model format {0}, but only format {VERSION} is read")]
    Version(u32),
    #[error("the model file is cut short or damaged")]
    Damaged,
}

/// Adds two values to one hash.
pub fn pair(a: u64, b: u64) -> u64 {
    let h = (a.rotate_left(26) ^ b).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    h ^ (h >> 32)
}

/// Hash of letters; the same on every machine.
pub fn hash_str(s: &str) -> u64 {
    let mut h = 0xCBF2_9CE4_8422_2325_u64;
    let (chunks, rest) = s.as_bytes().as_chunks::<8>();
    for chunk in chunks {
        h = pair(h, u64::from_le_bytes(*chunk));
    }
    if !rest.is_empty() {
        let last = rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        h = pair(h, last);
    }
    pair(h, s.len() as u64)
}

/// The row of a feature: its template's number and its value.
pub fn feature(template: u32, value: u64) -> u32 {
    let mut h = value.wrapping_add(u64::from(template + 1).wrapping_mul(0xA076_1D64_78BD_642F));
    h = (h ^ (h >> 31)).wrapping_mul(0xE703_7ED1_A0B4_28DB);
    h = (h ^ (h >> 29)).wrapping_mul(0x8EBC_6AF0_9C88_C6E3);
    (h >> 32) as u32
}

/// Weights in a line of the processor's cache.
const LINE: usize = 32;

/// One line of the cache, so that no row lies across two.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Line([i16; LINE]);

/// A table of rows of `N` weights; its number of rows is a power of two, and so is `N`.
#[derive(Clone, Debug)]
pub struct Rows<const N: usize> {
    mask: u32,
    lines: Vec<Line>,
    /// So many rows add up within 16 bits, whichever they are.
    narrow: usize,
}

impl<const N: usize> Rows<N> {
    /// Rows in a line.
    const ROWS: usize = LINE / N;

    pub fn new(rows: &[[i16; N]]) -> Rows<N> {
        const { assert!(LINE.is_multiple_of(N), "rows fill a line") }
        assert!(rows.len().is_power_of_two(), "a row is found by masking its hash");
        let most = rows.as_flattened().iter().map(|w| w.unsigned_abs()).max().unwrap_or(0);
        let lines = rows.chunks(Self::ROWS).map(|rows| {
            let mut line = Line([0; LINE]);
            line.0[..rows.len() * N].copy_from_slice(rows.as_flattened());
            line
        });
        Rows {
            mask: rows.len() as u32 - 1,
            lines: lines.collect(),
            narrow: usize::from(i16::MAX as u16 / most.max(1)).max(1),
        }
    }

    #[inline]
    pub fn row(&self, feature: u32) -> &[i16; N] {
        let at = (feature & self.mask) as usize;
        &self.lines[at / Self::ROWS].0.as_chunks::<N>().0[at % Self::ROWS]
    }

    /// Adds the weights of features to the scores.
    pub fn add(&self, features: &[u32], scores: &mut [i32; N]) {
        for features in features.chunks(self.narrow) {
            for (score, s) in scores.iter_mut().zip(self.sums(features)) {
                *score += i32::from(s);
            }
        }
    }

    /// The weights of at most `narrow` features added up.
    // By itself it is compiled to whole rows at a time.
    #[inline(never)]
    fn sums(&self, features: &[u32]) -> [i16; N] {
        let mut sums = [0_i16; N];
        for f in features {
            for (s, w) in sums.iter_mut().zip(self.row(*f)) {
                *s = s.wrapping_add(*w);
            }
        }
        sums
    }
}

/// Features by the values of templates that follow one another.
#[derive(Clone, Debug)]
pub struct Values<const K: usize> {
    /// The number of the first template.
    pub first: u32,
    pub values: [u64; K],
}

impl<const K: usize> Values<K> {
    /// The row of each.
    #[inline]
    pub fn rows(&self) -> [u32; K] {
        std::array::from_fn(|i| feature(self.first + i as u32, self.values[i]))
    }
}

/// Writes a model file.
#[derive(Debug)]
pub struct ModelWriter(Vec<u8>);

impl Default for ModelWriter {
    fn default() -> ModelWriter {
        let mut out = MAGIC.to_vec();
        out.extend(VERSION.to_le_bytes());
        ModelWriter(out)
    }
}

impl ModelWriter {
    pub fn number(&mut self, n: u32) {
        self.0.extend(n.to_le_bytes());
    }

    pub fn byte(&mut self, n: u8) {
        self.0.push(n);
    }

    pub fn text(&mut self, s: &str) {
        self.number(s.len() as u32);
        self.0.extend(s.as_bytes());
    }

    /// Each row: how many weights are not zero, then column and weight of each.
    pub fn rows<const N: usize>(&mut self, rows: &[[i16; N]]) {
        self.number(rows.len() as u32);
        for row in rows {
            let full = row.iter().enumerate().filter(|(_, w)| **w != 0);
            self.0.push(full.clone().count() as u8);
            for (column, w) in full {
                // A column and whether two bytes follow share a byte.
                if let Ok(small) = i8::try_from(*w) {
                    self.0.push(column as u8);
                    self.0.extend(small.to_le_bytes());
                } else {
                    self.0.push(column as u8 | 0x80);
                    self.0.extend(w.to_le_bytes());
                }
            }
        }
    }

    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// Reads a model file.
#[derive(Debug)]
pub struct ModelReader<'b>(&'b [u8]);

impl<'b> ModelReader<'b> {
    pub fn new(bytes: &'b [u8]) -> Result<ModelReader<'b>, ModelError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::Magic)?;
        let mut reader = ModelReader(rest);
        match reader.number()? {
            VERSION => Ok(reader),
            other => Err(ModelError::Version(other)),
        }
    }

    /// Reads a file that holds one model.
    pub fn whole<T>(
        bytes: &'b [u8],
        read: impl Fn(&mut ModelReader<'b>) -> Result<T, ModelError>,
    ) -> Result<T, ModelError> {
        let mut reader = ModelReader::new(bytes)?;
        let model = read(&mut reader)?;
        reader.finish()?;
        Ok(model)
    }

    fn take<const K: usize>(&mut self) -> Result<[u8; K], ModelError> {
        let (head, rest) = self.0.split_first_chunk::<K>().ok_or(ModelError::Damaged)?;
        self.0 = rest;
        Ok(*head)
    }

    pub fn number(&mut self) -> Result<u32, ModelError> {
        self.take::<4>().map(u32::from_le_bytes)
    }

    pub fn byte(&mut self) -> Result<u8, ModelError> {
        self.take::<1>().map(|[n]| n)
    }

    pub fn text(&mut self) -> Result<&'b str, ModelError> {
        let len = self.number()? as usize;
        let (head, rest) = self.0.split_at_checked(len).ok_or(ModelError::Damaged)?;
        self.0 = rest;
        std::str::from_utf8(head).map_err(|_| ModelError::Damaged)
    }

    pub fn rows<const N: usize>(&mut self) -> Result<Rows<N>, ModelError> {
        let n = self.number()? as usize;
        // Each row takes a byte at least.
        if !n.is_power_of_two() || n > self.0.len() {
            return Err(ModelError::Damaged);
        }
        let mut rows = vec![[0; N]; n];
        for row in &mut rows {
            let [full] = self.take()?;
            for _ in 0..full {
                let [column] = self.take()?;
                let weight = if column & 0x80 == 0 {
                    i16::from(i8::from_le_bytes(self.take()?))
                } else {
                    i16::from_le_bytes(self.take()?)
                };
                *row.get_mut(usize::from(column & 0x7F)).ok_or(ModelError::Damaged)? = weight;
            }
        }
        Ok(Rows::new(&rows))
    }

    pub fn finish(self) -> Result<(), ModelError> {
        if self.0.is_empty() { Ok(()) } else { Err(ModelError::Damaged) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let rows = [[0_i16, 0, 0, 0], [1, -7, 0, 2], [0, 300, -30_000, 0], [0, 0, 128, 0]];
        let mut w = ModelWriter::default();
        w.number(7);
        w.text("لفظ");
        w.rows(&rows);
        let bytes = w.finish();
        let mut r = ModelReader::new(&bytes).unwrap();
        assert_eq!(r.number(), Ok(7));
        assert_eq!(r.text(), Ok("لفظ"));
        let read = r.rows::<4>().unwrap();
        for (i, row) in rows.iter().enumerate() {
            assert_eq!(read.row(i as u32), row);
        }
        assert_eq!(r.finish(), Ok(()));
    }

    #[test]
    fn sums_do_not_overflow() {
        let rows = Rows::new(&[[i16::MAX, -7, 0, i16::MIN], [1, 0, 9, -1]]);
        let mut scores = [5; 4];
        rows.add(&[0, 1, 0, 2, 3], &mut scores);
        assert_eq!(scores, [5 + 3 * 32_767 + 2, 5 - 21, 5 + 18, 5 - 3 * 32_768 - 2]);
    }

    #[test]
    fn damage_is_an_error() {
        let mut w = ModelWriter::default();
        w.rows(&[[1_i16, 2], [3, 4]]);
        let bytes = w.finish();
        for cut in 0..bytes.len() {
            let read = ModelReader::new(&bytes[..cut]).and_then(|mut r| r.rows::<2>().map(drop));
            assert!(read.is_err(), "{cut} bytes");
        }
        assert_eq!(ModelReader::new(b"something else").unwrap_err(), ModelError::Magic);
    }
}
