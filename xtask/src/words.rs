//! Which words and pairs does the news use, and how often?

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use waqai::text::{WordModel, compile_words, normalise};

#[derive(Args)]
pub struct Words {
    /// Table of word and count
    #[arg(long, default_value = "../shared/data/lexicon/news_unigrams.tsv")]
    unigrams: PathBuf,
    /// Table of two words and their count
    #[arg(long, default_value = "../shared/data/lexicon/news_bigrams.tsv")]
    bigrams: PathBuf,
    #[arg(long, default_value = "data/compiled/words.bin")]
    out: PathBuf,
}

impl Words {
    pub fn run(&self) -> Result<()> {
        let mut unigrams = Vec::new();
        for row in rows(&self.unigrams)? {
            if let [word, count] = &row[..] {
                unigrams.push((normalise(word), count.parse().with_context(|| format!("count of {word}"))?));
            }
        }
        let mut bigrams = Vec::new();
        for row in rows(&self.bigrams)? {
            if let [first, second, count] = &row[..] {
                let count = count.parse().with_context(|| format!("count of {first} {second}"))?;
                bigrams.push((normalise(first), normalise(second), count));
            }
        }
        let bytes = compile_words(&unigrams, &bigrams);
        let model = WordModel::open(&bytes)?;
        if let Some(parent) = self.out.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&self.out, &bytes).with_context(|| self.out.display().to_string())?;
        println!(
            "{} words, {} pairs, {:.1} M words counted, {} bytes",
            unigrams.len(),
            bigrams.len(),
            model.total() / 1e6,
            bytes.len()
        );
        Ok(())
    }
}

/// The rows of a table below its heading.
fn rows(path: &Path) -> Result<Vec<Vec<String>>> {
    let table = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Ok(table.lines().skip(1).map(|l| l.split('\t').map(str::to_owned).collect()).collect())
}
