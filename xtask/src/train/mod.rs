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
use waqai::language::analyse::Models;
use waqai::language::clusters::Clusters;
use waqai::language::{Analysis, Language, Lexicon, Scratch, conllu};

pub use clusters::cluster;
use treebank::Tree;

const FOLDER: &str = "data/models/pud";

/// How many parts the treebank falls into, so that each is analysed by models fitted to the others.
const FOLDS: usize = 5;

pub fn train(path: &Path) -> Result<()> {
    let trees = treebank::read(path)?;
    let all: Vec<&Tree> = trees.iter().collect();
    let models = fit(&all)?;
    let mut lessons = Vec::new();
    for (fold, models) in fit_folds(&trees, FOLDS)?.iter().enumerate() {
        let language = models.open(&roles::fit(&[]))?;
        lessons.extend(
            test_part(&trees, FOLDS, fold).flat_map(|(_, t)| roles::lessons(t, &analyse(&language, t))),
        );
    }
    let roles = roles::fit(&lessons.iter().collect::<Vec<_>>());
    for (name, bytes) in [("tagger.bin", models.tagger), ("parser.bin", models.parser), ("roles.bin", roles)]
    {
        std::fs::write(Path::new(FOLDER).join(name), &bytes).with_context(|| format!("writing {name}"))?;
        println!("{name}: {} sentences, {} bytes", all.len(), bytes.len());
    }
    Ok(())
}

/// The model files fitted to some sentences.
struct Fitted {
    tagger: Vec<u8>,
    parser: Vec<u8>,
}

impl Fitted {
    fn open(&self, roles: &[u8]) -> Result<Language> {
        let models =
            Models { clusters: Clusters::BUNDLED, tagger: &self.tagger, parser: &self.parser, roles };
        Ok(Language::new(Lexicon::bundled(), &models)?)
    }
}

fn fit(trees: &[&Tree]) -> Result<Fitted> {
    let tagger = tagger::fit(Lexicon::bundled(), &Clusters::read(Clusters::BUNDLED)?, trees);
    let mut fitted = Fitted { tagger, parser: parser::fit(Vec::new()) };
    let language = fitted.open(&roles::fit(&[]))?;
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
    fitted.parser = parser::fit(lessons);
    Ok(fitted)
}

/// Models fitted to all sentences but those of each part.
fn fit_folds(trees: &[Tree], folds: usize) -> Result<Vec<Fitted>> {
    let others = |fold| trees.iter().enumerate().filter(move |(i, _)| i % folds != fold).map(|(_, t)| t);
    (0..folds).map(|fold| fit(&others(fold).collect::<Vec<_>>())).collect()
}

fn test_part(trees: &[Tree], folds: usize, fold: usize) -> impl Iterator<Item = (usize, &Tree)> {
    trees.iter().enumerate().filter(move |(i, _)| i % folds == fold)
}

fn analyse<'a>(language: &'a Language, tree: &'a Tree) -> Analysis<'a> {
    let mut analysis = language.analyse(&tree.text, &mut Scratch::default());
    for sentence in 0..analysis.sentences.len() {
        language.parse(&mut analysis, &[sentence]);
    }
    analysis
}

pub fn crossvalidate(path: &Path, folds: usize, out: &Path) -> Result<()> {
    let trees = treebank::read(path)?;
    let mut predicted = vec![String::new(); trees.len()];
    let mut score = Score::default();
    let mut arcs = parser::Score::default();
    let mut found = roles::Score::default();
    let fitted = fit_folds(&trees, folds)?;
    let mut lessons = Vec::new();
    for (fold, models) in fitted.iter().enumerate() {
        let language = models.open(&roles::fit(&[]))?;
        for (_, tree) in test_part(&trees, folds, fold) {
            lessons.extend(roles::lessons(tree, &analyse(&language, tree)).into_iter().map(|l| (fold, l)));
        }
    }
    for (fold, models) in fitted.iter().enumerate() {
        let others: Vec<&roles::Lesson> =
            lessons.iter().filter(|(f, _)| *f != fold).map(|(_, l)| l).collect();
        let language = models.open(&roles::fit(&others))?;
        for (i, tree) in test_part(&trees, folds, fold) {
            let analysis = analyse(&language, tree);
            score.add(tree, &analysis);
            arcs.add(tree, &analysis);
            found.add(tree, &analysis);
            let rows = conllu::rows(&analysis, 0..analysis.words.len());
            write!(predicted[i], "# sent_id = {}\n# text = {}\n{rows}\n", tree.id, tree.text.raw())?;
        }
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
    fn add(&mut self, tree: &Tree, analysis: &Analysis<'_>) {
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
