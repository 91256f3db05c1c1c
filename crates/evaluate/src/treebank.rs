//! Are a treebank's words found, with their parts of speech and lemmas?
//!
//! Words are compared by the characters that they cover, white space left out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::score::round;
use crate::words::fold;

/// A word: first and last character, part of speech, folded lemma.
type Word = (usize, usize, String, String);

/// The words of each sentence by its id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentences(BTreeMap<String, Vec<Word>>);

/// A block of a CoNLL-U file that says no `# sent_id`.
#[derive(Debug, thiserror::Error)]
#[error("the block that starts with {start:?} has no `# sent_id`")]
pub struct BadTreebank {
    start: String,
}

/// F1 of words, of words with their part of speech, of words with their lemma.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct WordScores {
    pub words: f64,
    pub upos: f64,
    pub lemma: f64,
    pub gold: usize,
    pub system: usize,
}

/// Reads a CoNLL-U file.
pub fn read_treebank(text: &str) -> Result<Sentences, BadTreebank> {
    let mut out = BTreeMap::new();
    for block in text.trim().split("\n\n").filter(|b| !b.trim().is_empty()) {
        let id = block.lines().find_map(|l| l.split_once("# sent_id = ").map(|(_, rest)| rest));
        let Some(id) = id.and_then(|rest| rest.split_whitespace().next()) else {
            return Err(BadTreebank { start: block.chars().take(40).collect() });
        };
        let mut at = 0;
        let mut words = Vec::new();
        for line in block.split('\n') {
            let columns: Vec<&str> = line.split('\t').collect();
            if columns.len() != 10 || columns[0].contains(['-', '.']) {
                continue;
            }
            let n = columns[1].chars().filter(|c| !matches!(c, ' ' | '\u{a0}')).count();
            let lemma = fold(columns[2]).trim_matches('_').to_owned();
            words.push((at, at + n, columns[3].to_owned(), lemma));
            at += n;
        }
        out.insert(id.to_owned(), words);
    }
    Ok(Sentences(out))
}

/// Scores the words of a system against a treebank's.
pub fn words(gold: &Sentences, system: &Sentences) -> WordScores {
    let mut out = WordScores::default();
    let (mut words, mut upos, mut lemma) = (0, 0, 0);
    for (id, gs) in &gold.0 {
        let ss = system.0.get(id).map_or(&[][..], Vec::as_slice);
        out.gold += gs.len();
        out.system += ss.iter().map(|w| (w.0, w.1)).collect::<BTreeSet<_>>().len();
        for g in gs {
            // Where a system gives two words one span, the later stands.
            let Some(s) = ss.iter().rev().find(|s| (s.0, s.1) == (g.0, g.1)) else { continue };
            words += 1;
            upos += usize::from(s.2 == g.2);
            lemma += usize::from(s.3 == g.3);
        }
    }
    let all = out.gold + out.system;
    let f1 = |n: usize| if all == 0 { 0.0 } else { round(2.0 * n as f64 / all as f64) };
    (out.words, out.upos, out.lemma) = (f1(words), f1(upos), f1(lemma));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bank(rows: &[(&str, &str, &str)]) -> Sentences {
        let mut text = "# sent_id = s1\n".to_owned();
        for (i, (form, lemma, pos)) in rows.iter().enumerate() {
            text += &format!("{}\t{form}\t{lemma}\t{pos}\t_\t_\t0\t_\t_\t_\n", i + 1);
        }
        read_treebank(&text).unwrap()
    }

    #[test]
    fn words_count_by_the_characters_they_cover() {
        let gold = bank(&[("و", "وَ", "CCONJ"), ("قتل", "قَتَل", "VERB"), ("جندي", "جُنْدِيّ", "NOUN")]);
        let same = words(&gold, &gold);
        assert_eq!((same.words, same.upos, same.lemma), (1.0, 1.0, 1.0));
        // One word for two, the third with another part of speech and a lemma without vowels.
        let other = bank(&[("وقتل", "قَتَل", "VERB"), ("جندي", "جندي", "ADJ")]);
        let got = words(&gold, &other);
        assert_eq!((got.words, got.upos, got.lemma), (0.4, 0.0, 0.4));
    }

    #[test]
    fn a_block_without_an_id_is_named() {
        assert!(read_treebank("1\tقتل\n").unwrap_err().to_string().contains("قتل"));
    }
}
