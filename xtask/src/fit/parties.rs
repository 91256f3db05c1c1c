//! Fits the weighing of a trigger's actors and targets.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result};
use waqai::text::CodePoints;
use waqai::{Models, Reader};
use waqai_evaluate::{Party, Record, is_party, triggers};

use super::logistic::{Example, Model, held_out, numbered};
use super::overlaps;

/// Against chance; what is seen in fewer rows is left out.
const SEEN: usize = 3;
const STRENGTH: f32 = 12.0;
/// A later mention often leaves its parties unsaid, so that its row says less.
const LATER: f32 = 0.3;

struct Row {
    document: usize,
    features: Vec<String>,
    trigger: usize,
    words: Range<usize>,
    /// Which party of the gold it is, in each role.
    right: [Option<usize>; 2],
    first: bool,
}

/// Fits `parties.tsv` on annotated reports.
pub fn fit(gold: &[Record], out: &Path) -> Result<()> {
    let models = Models { acceptance: waqai::Linear::default(), collect: true, ..Models::bundled() };
    let reader = Reader::bundled().with_models(models);
    let mut rows = Vec::new();
    // Parties that stand in no candidate of their trigger are missed whatever the weights say.
    let mut named = [0, 0];
    for (document, g) in gold.iter().enumerate() {
        collect(&reader, g, document, &mut rows, &mut named);
    }
    let found = |role: usize| {
        let of = |r: &Row| r.right[role].filter(|_| r.first).map(|p| (r.document, r.trigger, p));
        rows.iter().filter_map(of).collect::<BTreeSet<_>>().len()
    };
    println!(
        "parties: {} candidates; {} of {} actors and {} of {} targets are among them",
        rows.len(),
        found(0),
        named[0],
        found(1),
        named[1]
    );
    let kept = numbered(rows.iter().flat_map(|r| &r.features), SEEN);
    let mut models = Vec::new();
    let mut thresholds = Vec::new();
    for role in 0..2 {
        let weight = |r: &Row| if r.first { 1.0 } else { LATER };
        let examples: Vec<Example> = rows
            .iter()
            .map(|r| Example::new(&r.features, &kept, r.right[role].is_some(), weight(r)))
            .collect();
        let chances = held_out(&examples, |i| rows[i].document, kept.len(), STRENGTH);
        let held: Vec<(f32, &Row)> = chances.into_iter().zip(&rows).filter(|(_, r)| r.first).collect();
        let steps = || (3..30).map(|s| s as f32 * 0.02);
        let mut best = (0.0, [0.4, 0.4]);
        for first in steps() {
            for more in steps().filter(|m| *m >= first) {
                let f = f1(&held, role, [first, more], named[role]);
                if f > best.0 {
                    best = (f, [first, more]);
                }
            }
        }
        let [first, more] = best.1;
        println!(
            "  {}: F1 {:.3} at {first:.2}, further ones at {more:.2}, cross-validated",
            ["actor", "target"][role],
            best.0
        );
        thresholds.push(best.1);
        models.push(Model::fit(&examples.iter().collect::<Vec<_>>(), kept.len(), STRENGTH));
    }
    let mut file =
        "# Weights of a phrase as actor and as target of a trigger; fitted by `cargo xtask fit`.\n"
            .to_owned();
    writeln!(file, "threshold\t{:.2}\t{:.2}", thresholds[0][0], thresholds[1][0])?;
    writeln!(file, "further\t{:.2}\t{:.2}", thresholds[0][1], thresholds[1][1])?;
    writeln!(file, "bias\t{:.3}\t{:.3}", models[0].bias, models[1].bias)?;
    for (f, i) in &kept {
        let (a, t) = (models[0].weights[*i as usize], models[1].weights[*i as usize]);
        if a.abs().max(t.abs()) >= 0.06 {
            writeln!(file, "{f}\t{a:.3}\t{t:.3}")?;
        }
    }
    let path = out.join("parties.tsv");
    fs::write(&path, file).with_context(|| format!("{} cannot be written", path.display()))
}

/// As the reader picks: the likeliest first, none that overlaps one picked, further ones at a threshold of their own.
fn f1(held: &[(f32, &Row)], role: usize, [first, more]: [f32; 2], named: usize) -> f32 {
    let mut order: Vec<&(f32, &Row)> = held.iter().filter(|h| h.0 >= first).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut picked: BTreeMap<(usize, usize), Vec<&Row>> = BTreeMap::new();
    for (p, r) in order {
        let of = picked.entry((r.document, r.trigger)).or_default();
        let apart = !of.iter().any(|o| o.words.start < r.words.end && r.words.start < o.words.end);
        if apart && (of.is_empty() || *p >= more) {
            of.push(r);
        }
    }
    let (mut n, mut right) = (0, 0);
    for of in picked.values() {
        n += of.len();
        right += of.iter().filter_map(|r| r.right[role]).collect::<BTreeSet<_>>().len();
    }
    2.0 * right as f32 / (n + named).max(1) as f32
}

/// The rows of one report whose trigger the gold has.
fn collect(reader: &Reader, g: &Record, document: usize, rows: &mut Vec<Row>, named: &mut [usize; 2]) {
    let text = reader.text(&g.text);
    let mut scratch = reader.scratch();
    let steps = reader.steps(&mut scratch, &text);
    let points = CodePoints::new(&g.text);
    let words = &steps.analysis.words;
    let of: Vec<_> = g.events.iter().map(|e| triggers(g, e)).collect();
    let mut counted = vec![false; of.len()];
    for row in &steps.found.rows {
        let span = text.tokens[words[row.trigger].token as usize].span.range();
        let Some(event) = of.iter().position(|t| overlaps(std::slice::from_ref(&span), t)) else { continue };
        let first = of[event].first().is_some_and(|t| t.start < span.end && span.start < t.end);
        let e = &g.events[event];
        let lists = [e.actors.as_deref().unwrap_or_default(), e.targets.as_deref().unwrap_or_default()];
        if first && !counted[event] {
            counted[event] = true;
            named[0] += lists[0].len();
            named[1] += lists[1].len();
        }
        let bytes = words[row.words.start].span.start()..words[row.words.end - 1].span.end();
        let bytes = bytes.start as usize..bytes.end as usize;
        let party = Party {
            text: g.text.get(bytes.clone()).map(str::to_owned),
            start: Some(points.of(bytes.start as u32) as usize),
            end: Some(points.of(bytes.end as u32) as usize),
            ..Party::default()
        };
        let right = lists
            .map(|l| l.iter().position(|p| is_party(&g.text, &Party { name: None, ..p.clone() }, &party)));
        rows.push(Row {
            document,
            features: row.features.clone(),
            trigger: row.trigger,
            words: row.words.clone(),
            right,
            first,
        });
    }
}
