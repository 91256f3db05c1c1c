//! How common is this word, and this pair of words, in the news?

use super::normalise::fold;

/// Counts of words and of neighbours over a corpus of news, and how Arabic a letter sequence looks.
///
/// The words themselves are not held, only fingerprints: about one unknown word in a million is taken for a
/// known one. Counts up to 255 are exact, larger ones within one per cent.
#[derive(Clone, Debug, Default)]
pub struct WordModel {
    total: f32,
    spelled: Table,
    folded: Table,
    pairs: Table,
    /// By three letters: how surprising the third is after the first two, in sixteenths of a nat.
    letters: Box<[u8]>,
}

/// Why bytes are no word model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordModelError {
    #[error("not a word model")]
    NoModel,
    #[error("a word model of format {0}; this program reads format {VERSION}")]
    Version(u32),
    #[error("a word model that breaks off or runs on")]
    Length,
}

impl WordModel {
    /// Knows no word; nothing is repaired with it.
    pub fn empty() -> WordModel {
        WordModel::default()
    }

    /// The model that comes with the program.
    pub fn shipped() -> WordModel {
        WordModel::open(include_bytes!("../../../../data/compiled/words.bin"))
            .expect("data/compiled/words.bin is written by `xtask words` in this format")
    }

    /// Reads what [`compile_words`] wrote.
    pub fn open(bytes: &[u8]) -> Result<WordModel, WordModelError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(WordModelError::NoModel)?;
        let mut rest = Bytes(rest);
        let version = rest.u32()?;
        if version != VERSION {
            return Err(WordModelError::Version(version));
        }
        let total = rest.u32()? as f32;
        let model = WordModel {
            total,
            spelled: rest.table()?,
            folded: rest.table()?,
            pairs: rest.table()?,
            letters: rest.take(LETTERS * LETTERS * LETTERS)?.into(),
        };
        if rest.0.is_empty() { Ok(model) } else { Err(WordModelError::Length) }
    }

    pub fn is_empty(&self) -> bool {
        self.total == 0.0
    }

    /// How many words were counted.
    pub fn total(&self) -> f32 {
        self.total
    }

    /// How often this word stands in the news in this (clean) spelling; 0 if fewer than four times.
    #[inline]
    pub fn count(&self, clean: &str) -> u32 {
        self.spelled.get(hash(clean))
    }

    /// How often a word of this folded spelling stands in the news, over all its spellings.
    #[inline]
    pub fn count_folded(&self, folded: &str) -> u32 {
        self.folded.get(hash(folded))
    }

    /// How often the second word follows the first; 0 if fewer than twelve times.
    #[inline]
    pub fn pair(&self, first_folded: &str, second_folded: &str) -> u32 {
        self.pairs.get(hash_pair(hash(first_folded), hash(second_folded)))
    }

    /// The logarithm of how likely the letters of a rare word are to be these, its end included.
    pub fn letters(&self, folded: &str) -> f32 {
        if self.letters.is_empty() {
            return 0.0;
        }
        let (mut a, mut b) = (EDGE, EDGE);
        let mut cost = 0;
        for c in folded.chars().map(letter).chain([EDGE]) {
            cost += self.letters[(a * LETTERS + b) * LETTERS + c] as u32;
            (a, b) = (b, c);
        }
        -(cost as f32) / SURPRISE
    }
}

/// Writes the model of these counts; words in clean spelling, pairs in any.
pub fn compile_words(unigrams: &[(String, u32)], bigrams: &[(String, String, u32)]) -> Vec<u8> {
    use std::collections::BTreeMap;
    let mut folded: BTreeMap<String, u32> = BTreeMap::new();
    let mut spelled: BTreeMap<&str, u32> = BTreeMap::new();
    let mut total = 0u32;
    for (word, count) in unigrams {
        total = total.saturating_add(*count);
        *spelled.entry(word).or_default() += count;
        *folded.entry(fold(word)).or_default() += count;
    }
    let mut pairs: BTreeMap<(String, String), u32> = BTreeMap::new();
    for (first, second, count) in bigrams {
        *pairs.entry((fold(first), fold(second))).or_default() += count;
    }
    let mut out = MAGIC.to_vec();
    out.extend(VERSION.to_le_bytes());
    out.extend(total.to_le_bytes());
    Table::write(spelled.iter().map(|(w, n)| (hash(w), *n)).collect(), &mut out);
    Table::write(folded.iter().map(|(w, n)| (hash(w), *n)).collect(), &mut out);
    Table::write(pairs.iter().map(|((a, b), n)| (hash_pair(hash(a), hash(b)), *n)).collect(), &mut out);
    out.extend(surprises(folded.iter().filter(|(_, n)| **n <= RARE).map(|(w, _)| w.as_str())));
    out
}

const MAGIC: &[u8] = b"waqai words\n";
const VERSION: u32 = 1;
/// Letters are learnt from words no commoner than this: names and joined words look like them.
const RARE: u32 = 300;

/// Open addressing; a slot holds 22 bits of the hash and a count of 10 bits, 0 if it is free.
#[derive(Clone, Debug, Default)]
struct Table {
    // Invariant: empty, or a power of two slots of which some are free.
    slots: Box<[u32]>,
}

impl Table {
    #[inline]
    fn get(&self, hash: u64) -> u32 {
        if self.slots.is_empty() {
            return 0;
        }
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        let print = fingerprint(hash);
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return 0;
            }
            if slot >> 10 == print {
                return decode(slot & 0x3FF);
            }
            at = (at + 1) & mask;
        }
    }

    fn write(mut entries: Vec<(u64, u32)>, out: &mut Vec<u8>) {
        let len = (entries.len() * 3 / 2 + 2).next_power_of_two();
        let mut slots = vec![0u32; len];
        // Common words first, so that they are found in one step.
        entries.sort_by_key(|(hash, count)| (std::cmp::Reverse(*count), *hash));
        for (hash, count) in entries.into_iter().filter(|e| e.1 > 0) {
            let mut at = hash as usize & (len - 1);
            while slots[at] != 0 && slots[at] >> 10 != fingerprint(hash) {
                at = (at + 1) & (len - 1);
            }
            if slots[at] == 0 {
                slots[at] = fingerprint(hash) << 10 | encode(count);
            }
        }
        out.extend((len as u32).to_le_bytes());
        out.extend(slots.iter().flat_map(|s| s.to_le_bytes()));
    }
}

fn fingerprint(hash: u64) -> u32 {
    (hash >> 42) as u32
}

/// Counts above this are held on a scale of `STEPS` to the doubling.
const EXACT: u32 = 255;
const STEPS: f32 = 48.0;

fn encode(count: u32) -> u32 {
    match count {
        0..=EXACT => count,
        _ => (EXACT + 1 + ((count as f32 / (EXACT + 1) as f32).log2() * STEPS).round() as u32).min(0x3FF),
    }
}

#[inline]
fn decode(code: u32) -> u32 {
    match code {
        0..=EXACT => code,
        _ => ((EXACT + 1) as f32 * ((code - EXACT - 1) as f32 / STEPS).exp2()) as u32,
    }
}

const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// Must never change: it is part of the format.
#[inline]
fn hash(word: &str) -> u64 {
    let mut h = (word.len() as u64).wrapping_mul(MIX);
    let mut chunks = word.as_bytes().chunks_exact(8);
    for chunk in &mut chunks {
        let x = u64::from_le_bytes(chunk.try_into().expect("a chunk has eight bytes"));
        h = (h ^ x).wrapping_mul(MIX);
        h ^= h >> 29;
    }
    let mut x = 0;
    for b in chunks.remainder() {
        x = x << 8 | *b as u64;
    }
    finish(h ^ x)
}

#[inline]
fn hash_pair(first: u64, second: u64) -> u64 {
    finish(first.rotate_left(23) ^ second.wrapping_mul(MIX))
}

#[inline]
fn finish(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    h ^= h >> 33;
    h = h.wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    h ^ (h >> 33)
}

/// Edge of a word, U+0621..U+064A, anything else.
const LETTERS: usize = 44;
const EDGE: usize = 0;
const SURPRISE: f32 = 16.0;

#[inline]
fn letter(c: char) -> usize {
    match c {
        '\u{621}'..='\u{64A}' => c as usize - 0x620,
        _ => LETTERS - 1,
    }
}

/// A letter's cost after two others, from the words' types, smoothed by its cost after one.
fn surprises<'a>(words: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut three = vec![0u32; LETTERS * LETTERS * LETTERS];
    let mut two = vec![0u32; LETTERS * LETTERS];
    let mut one = [0u32; LETTERS];
    for word in words {
        let (mut a, mut b) = (EDGE, EDGE);
        for c in word.chars().map(letter).chain([EDGE]) {
            three[(a * LETTERS + b) * LETTERS + c] += 1;
            two[b * LETTERS + c] += 1;
            one[b] += 1;
            (a, b) = (b, c);
        }
    }
    let mut costs = Vec::with_capacity(three.len());
    for a in 0..LETTERS {
        for b in 0..LETTERS {
            let row = &three[(a * LETTERS + b) * LETTERS..][..LETTERS];
            let seen: u32 = row.iter().sum();
            for (c, n) in row.iter().enumerate() {
                let after_one = (two[b * LETTERS + c] as f32 + 0.5) / (one[b] as f32 + 0.5 * LETTERS as f32);
                let p = (*n as f32 + 4.0 * after_one) / (seen as f32 + 4.0);
                costs.push((-p.ln() * SURPRISE).round().clamp(0.0, 255.0) as u8);
            }
        }
    }
    costs
}

/// What is still unread of a model.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], WordModelError> {
        let (head, tail) = self.0.split_at_checked(n).ok_or(WordModelError::Length)?;
        self.0 = tail;
        Ok(head)
    }

    fn u32(&mut self) -> Result<u32, WordModelError> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes(bytes.try_into().expect("four bytes were taken")))
    }

    fn table(&mut self) -> Result<Table, WordModelError> {
        let len = self.u32()? as usize;
        let bytes = self.take(len.checked_mul(4).ok_or(WordModelError::Length)?)?;
        let slots: Box<[u32]> = bytes
            .chunks_exact(4)
            .map(|b| u32::from_le_bytes(b.try_into().expect("a chunk has four bytes")))
            .collect();
        // Without a free slot a search for an unknown word would not end.
        if !len.is_power_of_two() || !slots.contains(&0) {
            return Err(WordModelError::Length);
        }
        Ok(Table { slots })
    }
}
