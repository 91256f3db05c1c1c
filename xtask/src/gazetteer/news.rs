//! Is this name rather an ordinary word, or a person's, in the news?

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::Result;
use waqai::recognise::key;

use super::tables::table;

/// Counts of words, of words after a word for a sort of place, and of names of people.
#[derive(Default)]
pub(super) struct News {
    pub words: HashMap<String, u32>,
    pub typed: HashMap<String, u32>,
    people: HashMap<String, u32>,
    /// Common nouns of our lexicon, singular and plural, without ال.
    pub nouns: HashSet<String>,
}

impl News {
    pub fn read(lexicon: &Path, sorts: &HashSet<String>) -> Result<News> {
        let mut n = News::default();
        for r in table(&lexicon.join("news_unigrams.tsv"))? {
            *n.words.entry(key(&r["word"])).or_default() += r["count"].parse::<u32>().unwrap_or(0);
        }
        for r in table(&lexicon.join("news_bigrams.tsv"))? {
            let first = key(&r["first"]);
            if sorts.contains(&first) {
                let weight = if first.chars().count() < 4 { 1 } else { 8 };
                *n.typed.entry(key(&r["second"])).or_default() +=
                    weight * r["count"].parse::<u32>().unwrap_or(0);
            }
        }
        for r in table(&lexicon.join("wikidata_person_name_tokens_en_ar.tsv"))? {
            *n.people.entry(key(&r["name_ar"])).or_default() += r["count"].parse::<u32>().unwrap_or(0);
        }
        Ok(n)
    }

    /// Is the name a common noun that seldom follows "in" or "the town of"?
    pub fn is_noun(&self, name: &str) -> bool {
        let bare = name.strip_prefix("ال").unwrap_or(name);
        let seen = self.words.get(name).copied().unwrap_or(0);
        let typed = self.typed.get(name).copied().unwrap_or(0);
        self.nouns.contains(bare) && f64::from(typed) < 0.35 * f64::from(seen)
    }

    /// Is a name of so small a place rather a word of the language, or a person's?
    pub fn is_word(&self, name: &str, population: u32) -> bool {
        let forms = [name.to_owned(), name.strip_prefix("ال").unwrap_or(name).to_owned()];
        let seen = self.words.get(name).copied().unwrap_or(0);
        let typed = self.typed.get(name).copied().unwrap_or(0);
        let person = forms.iter().filter_map(|f| self.people.get(f)).max().copied().unwrap_or(0);
        if name.chars().count() <= 2 {
            return true;
        }
        // A place's name follows "in" or "the town of" often enough; a word's does not.
        let rare = f64::from(typed) < 0.25 * f64::from(seen);
        if person >= 15 && rare {
            return true;
        }
        let room = 30 + population / 300;
        seen > room && rare || seen <= room && person >= 40 && population < 20_000
    }
}
