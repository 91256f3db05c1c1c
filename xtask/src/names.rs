//! How are Arabic names of people usually written in English? Compiles name tokens into `data/compiled/names.bin`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use waqai::recognise::{key, write_spellings};

/// Reads the name tokens of `shared` and writes the compiled file under `data`.
pub fn compile(shared: &Path, data: &Path) -> Result<()> {
    let path = shared.join("lexicon/wikidata_person_name_tokens_en_ar.tsv");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut all: BTreeMap<String, BTreeMap<&str, u32>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        if let [english, arabic, count] = line.split('\t').collect::<Vec<_>>()[..]
            && english.chars().all(|c| c.is_ascii_alphabetic() || c == '-' || c == '\'')
        {
            let arabic = key(arabic);
            if arabic.chars().count() > 1 && !arabic.contains(' ') && !english.is_empty() {
                *all.entry(arabic).or_default().entry(english).or_default() += count.parse::<u32>()?;
            }
        }
    }
    let mut chosen = BTreeMap::new();
    for (arabic, spellings) in all {
        let total: u32 = spellings.values().sum();
        let best = spellings.iter().max_by_key(|(e, n)| (**n, std::cmp::Reverse(e.len())));
        if let Some((english, _)) = best
            && total >= 2
        {
            chosen.insert(arabic, ((*english).to_owned(), total));
        }
    }
    let bytes = write_spellings(&chosen)?;
    std::fs::write(data.join("compiled/names.bin"), &bytes)?;
    println!("{} names, {} bytes", chosen.len(), bytes.len());
    Ok(())
}
