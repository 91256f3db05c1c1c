//! Which words of the news are names and nothing else?

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use waqai::language::lexicon::Lexicon;
use waqai::language::lexicon::format::allow;
use waqai::language::{Features, Gender, Number, Pos, Reading};
use waqai::text::fold;

use super::Paths;
use super::build::{Builder, Lemma};
use super::sources::Table;

/// A word with its pronoun, so likely, is no name (بلاده).
const LIKELY: i16 = -1500;

/// A name that nothing else in the lexicon explains.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    pub text: String,
    /// Seen with ال (القاهرة); the text is without it.
    pub article: bool,
    /// Seen without ال.
    pub bare: bool,
}

/// Single-word names of persons and places that the news words hold and the lexicon does not know.
pub fn read(paths: &Paths, lexicon: &Lexicon, words: &[(String, f64)]) -> Result<Vec<Name>> {
    let mut candidates: Vec<String> = Vec::new();
    for r in Table::read(&paths.lexicon().join("wikidata_person_name_tokens_en_ar.tsv"))?.rows() {
        candidates.push(r.get("name_ar").to_owned());
    }
    for r in Table::read(&paths.root.join("data/lexicon/names.tsv"))?.rows() {
        candidates.push(r.get("name").to_owned());
    }
    let places = paths.shared.join("data/gazetteer");
    for (file, columns) in [
        ("wof_places.tsv", &["name_ar"][..]),
        ("wof_admin.tsv", &["name_ar", "alt_ar"]),
        ("geonames_places.tsv", &["name_ar"]),
        ("ne_admin0.tsv", &["name_ar"]),
        ("cldr_territories.tsv", &["name_ar", "alt_ar"]),
        ("ne_admin1_50m.tsv", &["name_ar"]),
    ] {
        for r in Table::read(&places.join(file))?.rows() {
            for c in columns {
                for name in r.get(c).split('|') {
                    candidates.extend(name.split([' ', '-']).map(str::to_owned));
                }
            }
        }
    }
    let seen: HashMap<&str, f64> = words.iter().map(|(w, n)| (w.as_str(), *n)).collect();
    let mut out: BTreeMap<String, [bool; 2]> = BTreeMap::new();
    let mut readings = Vec::new();
    for c in candidates {
        let letters = c.chars().count();
        if !(3..=16).contains(&letters) || !c.chars().all(|c| ('\u{621}'..='\u{64A}').contains(&c)) {
            continue;
        }
        let bare = c.strip_prefix("ال").filter(|r| r.chars().count() >= 3);
        let known_count = seen.get(c.as_str()).copied().unwrap_or(0.0);
        if known_count < 4.0 {
            continue;
        }
        readings.clear();
        lexicon.analyse(&c, &fold(&c), &mut readings);
        let explained =
            |r: &Reading| !r.guessed && (r.enclitic == 0 && r.n_proclitics == 0 || r.weight > LIKELY);
        if readings.iter().any(explained) {
            continue;
        }
        let found = out.entry(bare.unwrap_or(&c).to_owned()).or_default();
        found[usize::from(bare.is_none())] = true;
    }
    Ok(out.into_iter().map(|(text, [article, bare])| Name { text, article, bare }).collect())
}

pub fn add(b: &mut Builder, names: &[Name]) {
    for name in names {
        let lemma = b.lemma(Lemma {
            text: if name.article && !name.bare { format!("ال{}", name.text) } else { name.text.clone() },
            mark: "name".to_owned(),
            pos: Pos::Propn,
            share: 0.3,
            ..Lemma::default()
        });
        let state = match (name.article, name.bare) {
            (true, false) => allow::ARTICLE,
            (true, true) => allow::ARTICLE | allow::BARE,
            _ => allow::BARE,
        };
        let features = Features {
            gender: Some(if name.text.ends_with(['ة', 'ا']) {
                Gender::Feminine
            } else {
                Gender::Masculine
            }),
            number: Some(Number::Singular),
            ..Features::default()
        };
        b.fixed(lemma, &name.text, state | allow::PLAIN | allow::FREE | allow::PREPOSITION, features);
    }
}
