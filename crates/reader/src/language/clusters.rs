//! Which words stand in the same places as this one?

use rustc_hash::FxHashMap;

use super::model::{ModelError, ModelReader, ModelWriter, hash_str};

/// Classes of words that a large corpus uses in the same places.
#[derive(Clone, Debug, Default)]
pub struct Clusters(FxHashMap<u32, u8>);

fn key(hash: u64) -> u32 {
    (hash >> 16) as u32
}

impl Clusters {
    /// The file's bytes for words (folded) with their classes, none of which is 0.
    pub fn write<'w>(words: impl Iterator<Item = (&'w str, u8)>) -> Vec<u8> {
        let mut pairs: Vec<(u32, u8)> = words.map(|(word, class)| (key(hash_str(word)), class)).collect();
        pairs.sort_unstable();
        pairs.dedup_by_key(|p| p.0);
        let mut w = ModelWriter::default();
        w.number(pairs.len() as u32);
        for (key, class) in pairs {
            w.number(key);
            w.byte(class);
        }
        w.finish()
    }

    /// The bytes of the classes that the program carries.
    pub const BUNDLED: &[u8] = include_bytes!("../../../../data/models/clusters/clusters.bin");

    pub fn read(bytes: &[u8]) -> Result<Clusters, ModelError> {
        let mut r = ModelReader::new(bytes)?;
        let n = r.number()?;
        let mut map = FxHashMap::default();
        for _ in 0..n {
            map.insert(r.number()?, r.byte()?);
        }
        r.finish()?;
        Ok(Clusters(map))
    }

    /// The class of a word in folded letters; 0 where none is known.
    pub fn of(&self, folded: &str) -> u8 {
        self.of_hash(hash_str(folded))
    }

    /// The same by the hash of the letters.
    pub fn of_hash(&self, hash: u64) -> u8 {
        self.0.get(&key(hash)).copied().unwrap_or_default()
    }
}
