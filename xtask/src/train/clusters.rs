//! Which words stand in the same places?
//!
//! Words of a large unlabelled corpus are put into classes so that the class of a word tells most about
//! the class of the next (exchange clustering on bigrams). The tagger and the parser see the classes, and
//! so know something of words that the treebank lacks.

use std::collections::HashMap;
use std::io::BufRead;
use std::path::Path;

use anyhow::{Context, Result};
use waqai::language::clusters::Clusters;
use waqai::language::{Language, Scratch};
use waqai::text::{Text, TokenKind, WordModel};

const CLASSES: usize = 200;
const LEAST: u32 = 5;
const ROUNDS: usize = 8;

/// Class of words that are too rare, and of the breaks between sentences; words are never moved there.
const RARE: usize = 0;
const BREAK: usize = 1;

pub fn cluster(reports: &Path, out: &Path) -> Result<()> {
    let (names, text) = read(reports)?;
    println!("{} words, {} distinct", text.len(), names.len());
    let classes = exchange(names.len(), &text);
    let pairs = names.iter().zip(&classes).skip(2).map(|(n, c)| (n.as_str(), *c as u8));
    let bytes = Clusters::write(pairs);
    std::fs::write(out, &bytes).with_context(|| format!("writing {}", out.display()))?;
    println!("{}: {} bytes", out.display(), bytes.len());
    Ok(())
}

/// The distinct words from the commonest down, and the running text as their numbers.
fn read(reports: &Path) -> Result<(Vec<String>, Vec<u32>)> {
    let language = Language::bundled();
    let mut scratch = Scratch::default();
    let words = WordModel::shipped();
    let mut forms: Vec<String> = Vec::new();
    let mut ids: HashMap<String, u32> = HashMap::new();
    let mut running: Vec<u32> = Vec::new();
    let mut counts: Vec<u32> = Vec::new();
    let file = std::fs::File::open(reports).with_context(|| format!("reading {}", reports.display()))?;
    for line in std::io::BufReader::new(file).lines() {
        let report: serde_json::Value = serde_json::from_str(&line?)?;
        let text = Text::new(report["text"].as_str().unwrap_or_default(), &words);
        let analysis = language.analyse(&text, &mut scratch);
        for sentence in &analysis.sentences {
            running.push(u32::MAX);
            for w in sentence.clone() {
                let token = analysis.words[w as usize].token as usize;
                let form = match text.tokens[token].kind {
                    TokenKind::Number => "0",
                    _ => analysis.folded(w as usize),
                };
                let id = *ids.entry(form.to_owned()).or_insert_with(|| {
                    forms.push(form.to_owned());
                    counts.push(0);
                    forms.len() as u32 - 1
                });
                counts[id as usize] += 1;
                running.push(id);
            }
        }
    }
    let mut order: Vec<usize> = (0..forms.len()).filter(|i| counts[*i] >= LEAST).collect();
    order.sort_by(|a, b| counts[*b].cmp(&counts[*a]).then(forms[*a].cmp(&forms[*b])));
    let mut number = vec![RARE as u32; forms.len()];
    let mut names = vec![String::new(), String::new()];
    for id in order {
        number[id] = names.len() as u32;
        names.push(forms[id].clone());
    }
    let text = running.iter().map(|i| number.get(*i as usize).copied().unwrap_or(BREAK as u32)).collect();
    Ok((names, text))
}

fn exchange(n: usize, text: &[u32]) -> Vec<usize> {
    // Of each word its neighbours with counts.
    let mut next: Vec<HashMap<u32, i64>> = vec![HashMap::new(); n];
    for pair in text.windows(2) {
        *next[pair[0] as usize].entry(pair[1]).or_default() += 1;
    }
    let mut right: Vec<Vec<(u32, i64)>> = vec![Vec::new(); n];
    let mut left: Vec<Vec<(u32, i64)>> = vec![Vec::new(); n];
    let mut own = vec![0_i64; n];
    let mut total = vec![0_i64; n];
    for (a, row) in next.iter().enumerate() {
        let mut row: Vec<(u32, i64)> = row.iter().map(|(b, c)| (*b, *c)).collect();
        row.sort_unstable();
        for (b, c) in row {
            total[a] += c;
            if a as u32 == b {
                own[a] = c;
            } else {
                right[a].push((b, c));
                left[b as usize].push((a as u32, c));
            }
        }
    }
    let mut class: Vec<usize> = (0..n).map(|w| if w < 2 { w } else { 2 + (w - 2) % (CLASSES - 2) }).collect();
    let mut pairs = vec![[0_i64; CLASSES]; CLASSES];
    let mut singles = [0_i64; CLASSES];
    for w in 0..n {
        singles[class[w]] += total[w];
        pairs[class[w]][class[w]] += own[w];
        for (b, c) in &right[w] {
            pairs[class[w]][class[*b as usize]] += c;
        }
    }
    let table: Vec<f64> =
        (0..1 << 16).map(|x| if x < 2 { 0.0 } else { f64::from(x) * f64::from(x).ln() }).collect();
    let f = |x: i64| table.get(x as usize).copied().unwrap_or_else(|| x as f64 * (x as f64).ln());
    for round in 0..ROUNDS {
        let mut moved = 0;
        for w in 2..n {
            let mut r = [0_i64; CLASSES];
            let mut l = [0_i64; CLASSES];
            right[w].iter().for_each(|(b, c)| r[class[*b as usize]] += c);
            left[w].iter().for_each(|(a, c)| l[class[*a as usize]] += c);
            let full = |v: &[i64; CLASSES]| (0..CLASSES).filter(|d| v[*d] > 0).collect::<Vec<usize>>();
            let (rs, ls) = (full(&r), full(&l));
            let mut put = |c: usize, sign: i64| {
                for d in &rs {
                    pairs[c][*d] += sign * r[*d];
                }
                for d in &ls {
                    pairs[*d][c] += sign * l[*d];
                }
                pairs[c][c] += sign * own[w];
                singles[c] += sign * total[w];
            };
            put(class[w], -1);
            let mut best = (f64::NEG_INFINITY, class[w]);
            for c in 2..CLASSES {
                let to_right =
                    rs.iter().filter(|d| **d != c).map(|d| f(pairs[c][*d] + r[*d]) - f(pairs[c][*d]));
                let to_left =
                    ls.iter().filter(|d| **d != c).map(|d| f(pairs[*d][c] + l[*d]) - f(pairs[*d][c]));
                let inside = f(pairs[c][c] + r[c] + l[c] + own[w]) - f(pairs[c][c]);
                let alone = f(singles[c] + total[w]) - f(singles[c]);
                let gain = to_right.sum::<f64>() + to_left.sum::<f64>() + inside - 2.0 * alone;
                if gain > best.0 {
                    best = (gain, c);
                }
            }
            let mut put = |c: usize, sign: i64| {
                for d in &rs {
                    pairs[c][*d] += sign * r[*d];
                }
                for d in &ls {
                    pairs[*d][c] += sign * l[*d];
                }
                pairs[c][c] += sign * own[w];
                singles[c] += sign * total[w];
            };
            put(best.1, 1);
            moved += usize::from(best.1 != class[w]);
            class[w] = best.1;
        }
        eprintln!("round {round}: {moved} words moved");
    }
    class
}
