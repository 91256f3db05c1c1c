//! How are the models fitted, and how good are they?

mod clusters;
mod parser;
mod perceptron;
mod roles;
mod tagger;
mod treebank;

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use waqai::language::clusters::Clusters;
use waqai::language::{Language, Lexicon, Scratch, conllu};

pub use clusters::cluster;
use treebank::Tree;

const FOLDER: &str = "data/models/pud";

pub fn train(path: &Path) -> Result<()> {
    let trees = treebank::read(path)?;
    let all: Vec<&Tree> = trees.iter().collect();
    let (tagger, parser) = fit(&all)?;
    for (name, bytes) in [("tagger.bin", tagger), ("parser.bin", parser)] {
        std::fs::write(Path::new(FOLDER).join(name), &bytes).with_context(|| format!("writing {name}"))?;
        println!("{name}: {} sentences, {} bytes", all.len(), bytes.len());
    }
    Ok(())
}

/// The model files fitted to some sentences: tagger, parser.
fn fit(trees: &[&Tree]) -> Result<(Vec<u8>, Vec<u8>)> {
    let lexicon = Lexicon::bundled();
    let tagger = tagger::fit(lexicon, &Clusters::bundled(), trees);
    let language = Language::new(lexicon, Clusters::bundled(), &tagger, &parser::fit(Vec::new()))?;
    let mut lessons = Vec::new();
    for tree in trees {
        let Some(analysis) = tagger::gold_analysis(&language, tree) else { continue };
        let n = tree.words.len() as u16;
        lessons.push(parser::Lesson {
            nodes: analysis.words.iter().map(|w| waqai::language::parser::node(&analysis, w)).collect(),
            heads: tree.words.iter().map(|w| w.head.map_or(n, |h| h as u16)).collect(),
            labels: tree.words.iter().map(|w| parser::column(parser::relation(&w.relation))).collect(),
        });
    }
    eprintln!("{} of {} sentences to parse", lessons.len(), trees.len());
    Ok((tagger, parser::fit(lessons)))
}

pub fn crossvalidate(path: &Path, folds: usize, out: &Path) -> Result<()> {
    let trees = treebank::read(path)?;
    let lexicon = Lexicon::bundled();
    let mut predicted = vec![String::new(); trees.len()];
    let mut score = Score::default();
    let mut arcs = parser::Score::default();
    let mut found = roles::Score::default();
    for fold in 0..folds {
        let train: Vec<&Tree> =
            trees.iter().enumerate().filter(|(i, _)| i % folds != fold).map(|(_, t)| t).collect();
        let (tagger, parser) = fit(&train)?;
        let language = Language::new(lexicon, Clusters::bundled(), &tagger, &parser)?;
        let mut scratch = Scratch::default();
        for (i, tree) in trees.iter().enumerate().filter(|(i, _)| i % folds == fold) {
            let mut analysis = language.analyse(&tree.text, &mut scratch);
            for sentence in 0..analysis.sentences.len() {
                language.parse_sentence(&mut analysis, sentence);
            }
            score.add(tree, &analysis);
            arcs.add(tree, &analysis);
            found.add(tree, &analysis);
            let rows = conllu::rows(&analysis, 0..analysis.words.len());
            write!(predicted[i], "# sent_id = {}\n# text = {}\n{rows}\n", tree.id, tree.text.raw())?;
        }
        eprintln!("fold {fold}: tagger {} bytes, parser {} bytes", tagger.len(), parser.len());
    }
    std::fs::write(out, predicted.concat()).with_context(|| format!("writing {}", out.display()))?;
    score.print();
    arcs.print();
    found.print();
    std::fs::write(out.with_extension("roles.txt"), found.shown.join("\n"))?;
    Ok(())
}

/// Counts over words.
#[derive(Default)]
struct Score {
    gold: usize,
    system: usize,
    words: usize,
    upos: usize,
    confused: std::collections::BTreeMap<String, usize>,
    missed: std::collections::BTreeMap<String, usize>,
}

impl Score {
    fn add(&mut self, tree: &Tree, analysis: &waqai::language::Analysis<'_>) {
        self.gold += tree.words.len();
        self.system += analysis.words.len();
        let raw = tree.text.raw();
        for g in &tree.words {
            let found = analysis.words.iter().find(|w| w.span.range() == g.span);
            if let Some(w) = found {
                self.words += 1;
                if w.pos == g.pos {
                    self.upos += 1;
                } else {
                    let key = format!("{} as {}", g.pos.as_str(), w.pos.as_str());
                    *self.confused.entry(key).or_default() += 1;
                }
            } else {
                let overlap = analysis.words.iter().filter(|w| {
                    let r = w.span.range();
                    r.start < g.span.end && g.span.start < r.end
                });
                let system: Vec<&str> = overlap.map(|w| &raw[w.span.range()]).collect();
                *self.missed.entry(format!("{} not {}", g.form, system.join("+"))).or_default() += 1;
            }
        }
    }

    fn print(&self) {
        let f = |n: usize| 2.0 * n as f64 / (self.gold + self.system) as f64;
        println!("words={:.4} upos={:.4}", f(self.words), f(self.upos));
        for (title, map, n) in [("tags", &self.confused, 24), ("cuts", &self.missed, 60)] {
            let mut pairs: Vec<_> = map.iter().collect();
            pairs.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
            let list: Vec<String> = pairs.iter().take(n).map(|(k, n)| format!("{k} {n}")).collect();
            println!("{title}: {}", list.join("; "));
        }
    }
}
