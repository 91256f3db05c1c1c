//! Which readings can a word form have, and what does the lexicon know of a lemma?

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::{Derived, Features, Gender, LemmaId, Pos};
use crate::text::fold;

mod analyse;
pub mod format;
mod guess;
mod spelling;
#[cfg(test)]
mod tests;

pub use analyse::{ENCLITICS, Kind, PROCLITICS, Parts, Proclitics};
use format::{FormRow, FormatError, View};

/// What the lexicon holds of one lemma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LemmaEntry<'a> {
    /// Vocalised: `قَتَل`.
    pub text: &'a str,
    /// Letters only, folded as `Text::folded` is: `قتل`.
    pub folded: &'a str,
    /// Root letters, empty if unknown: `قتل`.
    pub root: &'a str,
    pub pos: Pos,
    pub derived: Option<Derived>,
    pub gender: Option<Gender>,
    /// A verb that takes a direct object.
    pub transitive: bool,
}

/// The opened lexicon.
#[derive(Debug)]
pub struct Lexicon {
    view: View,
    /// Rows by folded affixes, then by clean ones.
    paradigms: Vec<Vec<Row>>,
    prefixes: Vec<Affix>,
    suffixes: Vec<Affix>,
    /// The folded prefixes, each once.
    prefix_at: Vec<Prefix>,
    /// By key: what the rows that have it allow, all together.
    allowed: Vec<u16>,
    /// The folded suffixes' numbers.
    suffix_at: FxHashMap<Box<[u8]>, u8>,
    longest_suffix: usize,
    pronouns: Vec<String>,
    features: Vec<(Features, i16)>,
    weights: Vec<i16>,
}

#[derive(Clone, Debug)]
struct Affix {
    clean: String,
    folded: String,
    /// Number among the folded spellings.
    number: u8,
}

/// A folded prefix, to be compared as one number.
#[derive(Clone, Copy, Debug)]
struct Prefix {
    letters: u64,
    /// Covers its letters.
    mask: u64,
    len: usize,
    number: u8,
}

impl Prefix {
    fn new(affix: &Affix) -> Result<Prefix, FormatError> {
        let folded = affix.folded.as_bytes();
        if folded.len() > 8 {
            return Err(FormatError::Damaged);
        }
        let mask = first_bytes(&[0xFF; 8][..folded.len()]);
        Ok(Prefix { letters: first_bytes(folded), mask, len: folded.len(), number: affix.number })
    }
}

/// Up to eight bytes in one number.
fn first_bytes(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).rev().fold(0, |all, byte| all << 8 | u64::from(*byte))
}

#[derive(Clone, Copy, Debug)]
struct Row {
    key: u16,
    form: FormRow,
}

impl Lexicon {
    /// The lexicon compiled into the program.
    pub fn bundled() -> &'static Lexicon {
        static BUNDLED: OnceLock<Lexicon> = OnceLock::new();
        BUNDLED.get_or_init(|| {
            let bytes = include_bytes!("../../../../../data/compiled/lexicon.bin");
            Lexicon::open(Cow::Borrowed(bytes)).expect("the compiled lexicon is of this program's format")
        })
    }

    /// Opens a compiled lexicon.
    pub fn open(bytes: Cow<'static, [u8]>) -> Result<Lexicon, FormatError> {
        let view = View::open(bytes)?;
        let prefixes = affixes(view.prefixes());
        let suffixes = affixes(view.suffixes());
        let mut paradigms = Vec::new();
        for rows in view.paradigms() {
            let mut rows = rows
                .into_iter()
                .map(|form| {
                    let p = prefixes.get(form.prefix as usize).ok_or(FormatError::Damaged)?;
                    let s = suffixes.get(form.suffix as usize).ok_or(FormatError::Damaged)?;
                    Ok(Row { key: key(p.number, s.number), form })
                })
                .collect::<Result<Vec<Row>, FormatError>>()?;
            rows.sort_by_key(|r| (r.key, r.form));
            paradigms.push(rows);
        }
        let mut allowed = vec![0; usize::from(u16::MAX) + 1];
        for row in paradigms.iter().flatten() {
            allowed[usize::from(row.key)] |= row.form.allow;
        }
        let mut prefix_at: Vec<Prefix> = Vec::new();
        for p in &prefixes {
            if !prefix_at.iter().any(|known| known.number == p.number) {
                prefix_at.push(Prefix::new(p)?);
            }
        }
        let suffix_at =
            suffixes.iter().map(|s| (s.folded.as_bytes().into(), s.number)).collect::<FxHashMap<_, _>>();
        let weights = view.weights();
        if weights.len() != Kind::ALL.len() * (PROCLITICS + ENCLITICS) {
            return Err(FormatError::Damaged);
        }
        Ok(Lexicon {
            paradigms,
            longest_suffix: suffixes.iter().map(|s| s.folded.len()).max().unwrap_or(0),
            prefix_at,
            allowed,
            suffix_at,
            pronouns: view.pronouns(),
            features: view.features(),
            weights,
            prefixes,
            suffixes,
            view,
        })
    }

    /// How many lemmas there are: ids run from 0 to here.
    pub fn len(&self) -> usize {
        self.view.lemmas()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Panics for a guess.
    pub fn lemma(&self, id: LemmaId) -> LemmaEntry<'_> {
        self.view.lemma(id.0 as usize)
    }

    /// The lemma's vocalised letters. Panics for a guess.
    pub fn text(&self, id: LemmaId) -> &str {
        self.view.lemma_text(id.0 as usize)
    }

    /// Log share of the lemma among the words of news, in hundredths.
    pub fn frequency(&self, id: LemmaId) -> i16 {
        self.view.lemma_weight(id.0 as usize)
    }

    /// The lemmas so written. A vocalised spelling finds those whose vowels agree (sukun, wasla and the
    /// last vowel do not count); a bare one finds all that share its letters. Commonest first.
    pub fn find(&self, lemma: &str, pos: Option<Pos>) -> Vec<LemmaId> {
        let folded = fold(lemma);
        let (mut lo, mut hi) = (0, self.len());
        while lo < hi {
            let mid = usize::midpoint(lo, hi);
            if self.view.lemma(mid).folded < folded.as_str() { lo = mid + 1 } else { hi = mid }
        }
        let wanted = spelling::key(lemma);
        let vocalised = spelling::is_vocalised(lemma);
        let same_letters = (lo..self.len())
            .map(|i| (LemmaId(i as u32), self.view.lemma(i)))
            .take_while(|(_, l)| l.folded == folded)
            .filter(|(_, l)| pos.is_none_or(|p| l.pos == p));
        let mut found: Vec<LemmaId> = if vocalised {
            same_letters.filter(|(_, l)| spelling::key(l.text) == wanted).map(|(i, _)| i).collect()
        } else {
            let all: Vec<_> = same_letters.collect();
            let bare = spelling::bare(lemma);
            let exact = all.iter().filter(|(_, l)| spelling::bare(l.text) == bare).map(|&(i, _)| i);
            let exact: Vec<_> = exact.collect();
            if exact.is_empty() { all.into_iter().map(|(i, _)| i).collect() } else { exact }
        };
        found.sort_by_key(|&l| (std::cmp::Reverse(self.frequency(l)), l));
        found
    }

    /// The verb from which a masdar or participle is made.
    pub fn verb_of(&self, noun: LemmaId) -> Option<LemmaId> {
        if noun.is_guess() { None } else { self.view.verb(noun.0 as usize).map(LemmaId) }
    }

    /// Masdars and participles made from a verb.
    pub fn derived_of(&self, verb: LemmaId) -> Vec<LemmaId> {
        self.view.derived(verb.0).map(LemmaId).collect()
    }

    /// Verbal nouns made from a verb.
    pub fn masdars_of(&self, verb: LemmaId) -> Vec<LemmaId> {
        let is_masdar = |&n: &LemmaId| self.lemma(n).derived == Some(Derived::Masdar);
        self.derived_of(verb).into_iter().filter(is_masdar).collect()
    }

    /// All inflected forms of a lemma, without clitics, in clean letters. Slow: for tests and listings.
    pub fn forms(&self, lemma: LemmaId) -> Vec<String> {
        let mut out = Vec::new();
        for e in self.view.all_entries().filter(|e| e.lemma == lemma.0) {
            let stem = std::str::from_utf8(e.stem).expect("stems are whole letters");
            for row in &self.paradigms[e.paradigm as usize] {
                let form = row.form;
                if form.allow & format::allow::PLAIN == 0 {
                    continue;
                }
                let article = if form.allow & format::allow::BARE == 0 { "ال" } else { "" };
                let prefix = &self.prefixes[form.prefix as usize].clean;
                let suffix = &self.suffixes[form.suffix as usize].clean;
                out.push(format!("{article}{prefix}{stem}{suffix}"));
            }
        }
        out.sort();
        out.dedup();
        out
    }
}

fn key(prefix: u8, suffix: u8) -> u16 {
    u16::from(prefix) << 8 | u16::from(suffix)
}

fn affixes(clean: Vec<String>) -> Vec<Affix> {
    let mut spellings: Vec<String> = Vec::new();
    clean
        .into_iter()
        .map(|clean| {
            let folded = fold(&clean);
            let number = spellings.iter().position(|s| *s == folded).unwrap_or_else(|| {
                spellings.push(folded.clone());
                spellings.len() - 1
            }) as u8;
            Affix { clean, folded, number }
        })
        .collect()
}
