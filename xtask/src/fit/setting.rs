//! Fits the weighing of an act's place and date.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use waqai::resolve::dates::resolve;
use waqai::text::CodePoints;
use waqai::{Models, Reader};
use waqai_evaluate::{Party, Record, is_party, triggers};

use super::logistic::{Example, Model, held_out, numbered};
use super::overlaps;

const SEEN: usize = 4;
const STRENGTH: f32 = 10.0;
/// A later mention often leaves them unsaid.
const LATER: f32 = 0.4;

struct Row {
    document: usize,
    trigger: usize,
    place: bool,
    features: Vec<String>,
    right: bool,
    first: bool,
}

/// Fits `setting.tsv` on annotated reports.
pub fn fit(gold: &[Record], out: &Path) -> Result<()> {
    let models = Models { acceptance: waqai::Linear::default(), collect: true, ..Models::bundled() };
    let reader = Reader::bundled().with_models(models);
    let mut rows = Vec::new();
    let mut named = [0, 0];
    for (document, g) in gold.iter().enumerate() {
        collect(&reader, g, document, &mut rows, &mut named);
    }
    let kept = numbered(rows.iter().flat_map(|r| &r.features), SEEN);
    let mut fitted = Vec::new();
    for column in 0..2 {
        let of: Vec<&Row> = rows.iter().filter(|r| r.place == (column == 0)).collect();
        let weight = |r: &Row| if r.first { 1.0 } else { LATER };
        let examples: Vec<Example> =
            of.iter().map(|r| Example::new(&r.features, &kept, r.right, weight(r))).collect();
        let chances = held_out(&examples, |i| of[i].document, kept.len(), STRENGTH);
        let held: Vec<(f32, &Row)> =
            chances.into_iter().zip(of.iter().copied()).filter(|(_, r)| r.first).collect();
        let steps = (5..40).map(|s| s as f32 * 0.02);
        let best = steps
            .map(|t| (f1(&held, t, named[column]), t))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .unwrap_or((0.0, 0.4));
        println!(
            "{}: {} candidates, {} right, {} in the gold; F1 {:.3} at {:.2}, cross-validated",
            ["place", "date"][column],
            of.len(),
            of.iter().filter(|r| r.right && r.first).count(),
            named[column],
            best.0,
            best.1
        );
        fitted.push((best.1, Model::fit(&examples.iter().collect::<Vec<_>>(), kept.len(), STRENGTH)));
    }
    let [(pt, place), (dt, date)] = &fitted[..] else { unreachable!("two columns") };
    let mut file =
        "# Weights of a place and of a date of a trigger; fitted by `cargo xtask fit`.\n".to_owned();
    writeln!(file, "threshold\t{pt:.2}\t{dt:.2}")?;
    writeln!(file, "bias\t{:.3}\t{:.3}", place.bias, date.bias)?;
    for (f, i) in &kept {
        let (p, d) = (place.weights[*i as usize], date.weights[*i as usize]);
        if p.abs().max(d.abs()) >= 0.05 {
            writeln!(file, "{f}\t{p:.3}\t{d:.3}")?;
        }
    }
    let path = out.join("setting.tsv");
    fs::write(&path, file).with_context(|| format!("{} cannot be written", path.display()))
}

/// As the reader picks: the likeliest of each trigger.
fn f1(held: &[(f32, &Row)], threshold: f32, named: usize) -> f32 {
    let mut best: HashMap<(usize, usize), (f32, bool)> = HashMap::new();
    for (p, r) in held {
        let b = best.entry((r.document, r.trigger)).or_insert((0.0, false));
        if *p > b.0 {
            *b = (*p, r.right);
        }
    }
    let n = best.values().filter(|b| b.0 >= threshold).count();
    let right = best.values().filter(|b| b.0 >= threshold && b.1).count();
    2.0 * right as f32 / (n + named).max(1) as f32
}

fn collect(reader: &Reader, g: &Record, document: usize, rows: &mut Vec<Row>, named: &mut [usize; 2]) {
    let text = reader.text(&g.text);
    let mut scratch = reader.scratch();
    let steps = reader.steps(&mut scratch, &text);
    let points = CodePoints::new(&g.text);
    let published = g.date.as_deref().and_then(|d| d.parse().ok());
    let of: Vec<_> = g.events.iter().map(|e| triggers(g, e)).collect();
    let mut counted = vec![false; of.len()];
    for row in &steps.found.settings {
        let span = text.tokens[steps.analysis.words[row.trigger].token as usize].span.range();
        let Some(event) = of.iter().position(|t| overlaps(std::slice::from_ref(&span), t)) else { continue };
        let first = of[event].first().is_some_and(|t| t.start < span.end && span.start < t.end);
        let e = &g.events[event];
        let edtf = e.date.as_ref().and_then(|d| d.edtf());
        if first && !counted[event] {
            counted[event] = true;
            named[0] += usize::from(e.place.is_some());
            named[1] += usize::from(edtf.is_some());
        }
        let right = if row.place {
            let s = steps.mentions.places[row.mention].span;
            let read = Party {
                text: Some(s.of(&g.text).to_owned()),
                start: Some(points.of(s.start()) as usize),
                end: Some(points.of(s.end()) as usize),
                ..Party::default()
            };
            let anywhere = |p: &Party| Party { name: None, start: None, end: None, ..p.clone() };
            e.place.as_ref().is_some_and(|p| is_party(&g.text, &anywhere(p), &read))
        } else {
            let read = resolve(&steps.mentions.dates[row.mention].expr, published);
            edtf.is_some_and(|d| read.is_ok_and(|r| same_day(&r.edtf, d)))
        };
        rows.push(Row {
            document,
            trigger: row.trigger,
            place: row.place,
            features: row.features.clone(),
            right,
            first,
        });
    }
}

/// The same, or open or closed stretches that begin together (`2016-05/..`, `2016-05/2016-08-02`).
fn same_day(read: &str, gold: &str) -> bool {
    let start = |s: &str| s.split_once('/').map(|(a, _)| a.to_owned());
    read == gold || start(read).is_some_and(|a| Some(a) == start(gold))
}
