//! Fits the models that say which candidates are events, from annotated reports and judged sentences.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result};
use waqai::events::{Draft, Of, Weighing, features, groups, sentence_features};
use waqai::resolve::{Settled, merge_candidates, pair_features, unmerged};
use waqai::{FeatureNames, Linear, Models, Reader, Report};
use waqai_evaluate::{Event, Record, triggers};

use crate::annotated::Annotated;

mod check;
mod held;
mod logistic;
mod parties;
mod setting;

use logistic::{Example, Model, held_out, numbered};

/// The probability given to a candidate by a model not fitted on its document; the truth; the document.
type Held = (f32, bool, usize);

/// One candidate with its features and the truth.
#[derive(Clone)]
struct Candidate {
    document: usize,
    features: Vec<String>,
    right: bool,
}

/// Fits `data/models/events/acceptance.tsv` on annotated reports, `reported.tsv` on judged sentences.
pub fn fit(reports: &Annotated, judged: &Path, out: &Path) -> Result<()> {
    fs::create_dir_all(out)?;
    let gold = reports.load()?;
    parties::fit(&gold, out)?;
    let parties = Weighing::parse(&fs::read_to_string(out.join("parties.tsv"))?, Of::Parties);
    setting::fit(&gold, out)?;
    let setting = Weighing::parse(&fs::read_to_string(out.join("setting.tsv"))?, Of::Setting);
    acceptance(&gold, out, &parties, &setting)?;
    merging(&gold, out, &parties, &setting)?;
    reported(judged, out)?;
    let read = |name: &str| -> Result<Linear> { Ok(Linear::parse(&fs::read_to_string(out.join(name))?)) };
    let models = Models {
        acceptance: read("acceptance.tsv")?,
        merging: read("merging.tsv")?,
        reported: read("reported.tsv")?,
        parties,
        setting,
        collect: false,
    };
    let reader = Reader::bundled().with_models(models);
    for path in [&reports.reports, &reports.reports.with_file_name("dev.jsonl")] {
        let gold = waqai_evaluate::read(&fs::read_to_string(path)?)?;
        let s = check::scores(&reader, &gold);
        println!("{}", path.display());
        for (name, f) in &s.figures {
            println!(
                "  {name:8} P {:.3} R {:.3} F1 {:.3} ({} {})",
                f.precision(),
                f.recall(),
                f.f1(),
                f.gold,
                f.predicted
            );
        }
        println!("  realis {:.3}, overall {:.4}", s.realis(), s.overall());
    }
    Ok(())
}

fn acceptance(gold: &[Record], out: &Path, parties: &Weighing, setting: &Weighing) -> Result<()> {
    let only = Models { parties: parties.clone(), setting: setting.clone(), ..Models::default() };
    // It judges drafts before their parties are weighed.
    let all = candidates(&Reader::bundled().accepting_all(), gold);
    println!(
        "acceptance: {} candidates, {} right, {} gold events",
        all.len(),
        all.iter().filter(|c| c.right).count(),
        gold.iter().map(|g| g.events.len()).sum::<usize>()
    );
    let shipped = Models { parties: parties.clone(), setting: setting.clone(), ..Models::bundled() };
    let merging = pairs(&Reader::bundled().with_models(shipped), gold);
    let (strength, threshold) = held::choose(gold, &all, &merging, &only);
    fs::write(out.join("acceptance.tsv"), fitted(&all, ACCEPTANCE, strength, threshold))?;
    Ok(())
}

const ACCEPTANCE: &str = "acceptance of candidates as events";
const MERGING: &str = "whether two mentions are of one occurrence";

/// The candidates of annotated reports, each right where it is an event of its type.
fn candidates(reader: &Reader, gold: &[Record]) -> Vec<Candidate> {
    let mut scratch = reader.scratch();
    let mut all = Vec::new();
    for (document, g) in gold.iter().enumerate() {
        let text = reader.text(&g.text);
        let steps = reader.steps(&mut scratch, &text);
        for d in &steps.found.drafts {
            let book = reader.codebook();
            let pattern = book.pattern(d.pattern);
            let kind = &book.kind(pattern.kind).name;
            // «الضربات» names whatever act it takes up.
            let takes_up = |e: &Event| {
                let act = ["violence", "force", "unrest", "harm"];
                pattern.gives.anaphoric
                    && book.kind_named(&e.kind).is_some_and(|k| act.contains(&book.kind(k).family.as_str()))
            };
            let spans: Vec<Range<usize>> =
                d.words().map(|w| text.tokens[steps.analysis.words[w].token as usize].span.range()).collect();
            let right = g
                .events
                .iter()
                .any(|e| (e.kind == *kind || takes_up(e)) && overlaps(&spans, &triggers(g, e)));
            all.push(candidate(reader, &steps, d, document, right));
        }
    }
    all
}

/// Pairs of mentions: of one gold event, or of two.
fn merging(gold: &[Record], out: &Path, parties: &Weighing, setting: &Weighing) -> Result<()> {
    let acceptance = Linear::parse(&fs::read_to_string(out.join("acceptance.tsv"))?);
    let models =
        Models { parties: parties.clone(), setting: setting.clone(), acceptance, ..Models::bundled() };
    let all = pairs(&Reader::bundled().with_models(models), gold);
    println!("merging: {} pairs, {} of one event", all.len(), all.iter().filter(|c| c.right).count());
    let score = |cs: &[Held], t: f32| {
        let tp = cs.iter().filter(|c| c.0 >= t && c.1).count();
        let n = cs.iter().filter(|c| c.0 >= t).count();
        2.0 * tp as f32 / (n + cs.iter().filter(|c| c.1).count()).max(1) as f32
    };
    write_model(&all, &out.join("merging.tsv"), MERGING, 3.0, score).map(|_| ())
}

fn pairs(reader: &Reader, gold: &[Record]) -> Vec<Candidate> {
    let mut scratch = reader.scratch();
    let mut all = Vec::new();
    for (document, g) in gold.iter().enumerate() {
        let text = reader.text(&g.text);
        let date = g.date.as_deref().and_then(|d| d.parse().ok());
        let steps = reader.steps(&mut scratch, &text);
        let of: Vec<Vec<Range<usize>>> = g.events.iter().map(|e| triggers(g, e)).collect();
        let settled = unmerged(&steps.analysis, &steps.mentions, reader.world(), date, steps.found);
        let events: Vec<Option<usize>> = settled
            .iter()
            .map(|s| {
                let spans: Vec<Range<usize>> = s
                    .draft
                    .words()
                    .map(|w| text.tokens[steps.analysis.words[w].token as usize].span.range())
                    .collect();
                of.iter().position(|t| overlaps(&spans, t))
            })
            .collect();
        // In the order of the text, each against the events known so far, merged as they ought to be.
        let mut known: Vec<(Settled, usize)> = Vec::new();
        for (late, event) in settled.into_iter().zip(events) {
            let Some(event) = event else { continue };
            let so_far: Vec<Settled> = known.iter().map(|k| k.0.clone()).collect();
            for (early, among) in merge_candidates(&so_far, &late, &steps.analysis, reader.codebook()) {
                let mut names = FeatureNames::default();
                pair_features(&so_far[early], &late, among, &steps.analysis, reader.codebook(), &mut names);
                let right = known[early].1 == event;
                all.push(Candidate { document, features: names.features, right });
            }
            match known.iter_mut().find(|k| k.1 == event) {
                Some(k) => k.0.take_in(late, reader.codebook()),
                None => known.push((late, event)),
            }
        }
    }
    all
}

fn reported(path: &Path, out: &Path) -> Result<()> {
    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let gold = waqai_evaluate::read_judged(&text)?;
    // It judges drafts before their parties are weighed.
    let reader = Reader::bundled().with_models(Models { collect: true, ..Models::default() });
    let mut scratch = reader.scratch();
    let mut all = Vec::new();
    // A sentence of which no candidate is found is missed whatever the model says.
    let mut lost = 0;
    for (document, g) in gold.iter().enumerate() {
        if g.label == "ambiguous" {
            continue;
        }
        let report = Report { text: g.text.clone(), ..Report::default() };
        let text = reader.text(&report.text);
        let steps = reader.steps(&mut scratch, &text);
        let mut any = false;
        let drafts = &steps.found.judged;
        for group in groups(reader.codebook(), drafts) {
            let of: Vec<&Draft> = group.iter().map(|i| &drafts[*i]).collect();
            let kind = reader.codebook().kind(reader.codebook().pattern(of[0].pattern).kind);
            if kind.plover == g.plover {
                any = true;
                let own: Vec<FeatureNames> = of.iter().map(|d| names(&reader, &steps, d)).collect();
                let of: Vec<(&Draft, &FeatureNames)> = of.into_iter().zip(&own).collect();
                let mut names = FeatureNames::default();
                sentence_features(&steps.analysis, reader.codebook(), &steps.mentions, &of, &mut names);
                all.push(Candidate { document, features: names.features, right: g.label == "yes" });
            }
        }
        lost += usize::from(!any && g.label == "yes");
    }
    println!(
        "reported: {} candidates, {} in reporting sentences; {lost} such sentences without one",
        all.len(),
        all.iter().filter(|c| c.right).count()
    );
    let by_sentence = move |cs: &[Held], t: f32| {
        let mut found: BTreeMap<usize, (bool, bool)> = BTreeMap::new();
        for (p, right, document) in cs {
            let f = found.entry(*document).or_insert((*right, false));
            f.1 |= *p >= t;
        }
        let tp = found.values().filter(|f| f.0 && f.1).count();
        let n = found.values().filter(|f| f.1).count();
        let yes = found.values().filter(|f| f.0).count() + lost;
        2.0 * tp as f32 / (n + yes).max(1) as f32
    };
    let held = write_model(
        &all,
        &out.join("reported.tsv"),
        "whether an act is reported as a particular occurrence",
        3.0,
        by_sentence,
    )?;
    // On sentences that the model was not fitted to.
    for kind in ["ASSAULT", "PROTEST"] {
        let of = |i: usize| gold[i].plover == kind && gold[i].label != "ambiguous";
        let yes = gold.iter().enumerate().filter(|(i, g)| of(*i) && g.label == "yes").count();
        let at = |threshold: f32| {
            let mut found: BTreeMap<usize, bool> = BTreeMap::new();
            for (p, _, d) in held.iter().filter(|h| of(h.2)) {
                *found.entry(*d).or_default() |= *p >= threshold;
            }
            let n = found.values().filter(|f| **f).count();
            let tp = found.iter().filter(|(d, f)| **f && gold[**d].label == "yes").count();
            (2.0 * tp as f32 / (n + yes) as f32, tp as f32 / n.max(1) as f32, tp as f32 / yes as f32)
        };
        let tried = (1..50).map(|s| s as f32 * 0.02).map(|t| (at(t), t));
        let Some(((f1, p, r), t)) = tried.max_by(|a, b| a.0.0.total_cmp(&b.0.0)) else { continue };
        println!("  {kind} cross-validated: P {p:.3} R {r:.3} F1 {f1:.3} (threshold {t:.2})");
        let file = out.join("reported.tsv");
        let text = fs::read_to_string(&file)?;
        fs::write(&file, text.replacen("bias\t", &format!("threshold:{kind}\t{t:.2}\nbias\t"), 1))?;
    }
    Ok(())
}

fn candidate(
    reader: &Reader,
    steps: &waqai::Steps<'_>,
    d: &Draft,
    document: usize,
    right: bool,
) -> Candidate {
    Candidate { document, features: names(reader, steps, d).features, right }
}

fn names(reader: &Reader, steps: &waqai::Steps<'_>, d: &Draft) -> FeatureNames {
    let mut names = FeatureNames::default();
    features(&steps.analysis, reader.codebook(), &steps.mentions, d, &mut names);
    names
}

pub(crate) fn overlaps(a: &[Range<usize>], b: &[Range<usize>]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.start < y.end && y.start < x.end))
}

/// Chooses the threshold by cross-validation over documents, fits on all, writes weights that matter.
fn write_model(
    all: &[Candidate],
    path: &Path,
    what: &str,
    strength: f32,
    score: impl Fn(&[Held], f32) -> f32,
) -> Result<Vec<Held>> {
    let (kept, examples) = examples(all);
    let mut best = (0.0, 0.5, 1.0);
    let mut all_held = Vec::new();
    for l2 in [0.3, 1.0, 3.0, 10.0].map(|s| s * strength) {
        let chances = held_out(&examples, |i| all[i].document, kept.len(), l2);
        let held: Vec<Held> = all.iter().zip(chances).map(|(c, p)| (p, c.right, c.document)).collect();
        for step in 1..50 {
            let t = step as f32 * 0.02;
            // The best of a stretch: a lone peak is chance.
            let around: Vec<f32> =
                [-0.06, -0.03, 0.0, 0.03, 0.06].iter().map(|d| score(&held, (t + d).max(0.01))).collect();
            let f1 = around.iter().sum::<f32>() / around.len() as f32;
            if f1 > best.0 {
                best = (f1, t, l2);
            }
        }
        if (best.2 - l2).abs() < f32::EPSILON {
            all_held = held;
        }
    }
    reliability(&all_held);
    let none = score(&all.iter().map(|c| (1.0, c.right, c.document)).collect::<Vec<_>>(), 0.5);
    println!(
        "  F1 of candidates, all kept {none:.3}, by the model {:.3} (threshold {:.2}, l2 {})",
        best.0, best.1, best.2
    );
    let out = fitted(all, what, best.2, best.1);
    fs::write(path, out).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(all_held)
}

/// Weights fitted on all of these, as lines of a model's file.
fn fitted(all: &[Candidate], what: &str, strength: f32, threshold: f32) -> String {
    let (kept, examples) = examples(all);
    let model = Model::fit(&examples.iter().collect::<Vec<_>>(), kept.len(), strength);
    let mut out = format!("# Weights for {what}; fitted by `cargo xtask fit`.\n");
    // Writing to a string cannot fail.
    let _ = writeln!(out, "threshold\t{threshold:.2}\nbias\t{:.4}", model.bias);
    let mut rows: Vec<(&str, f32)> = kept.iter().map(|(f, i)| (*f, model.weights[*i as usize])).collect();
    rows.retain(|r| r.1.abs() >= 0.03);
    rows.sort_by(|a, b| a.0.cmp(b.0));
    for (f, w) in rows {
        let _ = writeln!(out, "{f}\t{w:.3}");
    }
    out
}

/// Features by number, and what has them.
fn examples(all: &[Candidate]) -> (BTreeMap<&str, u32>, Vec<Example>) {
    // A feature seen only once or twice is chance.
    let kept = numbered(all.iter().flat_map(|c| &c.features), 3);
    let examples = all.iter().map(|c| Example::new(&c.features, &kept, c.right, 1.0)).collect();
    (kept, examples)
}

/// How often candidates of a stated probability are right.
fn reliability(held: &[Held]) {
    for bin in 0..10 {
        let of: Vec<_> = held.iter().filter(|h| (h.0 * 10.0).min(9.0) as usize == bin).collect();
        if !of.is_empty() {
            let right = of.iter().filter(|h| h.1).count();
            println!(
                "  {:.1}-{:.1}: {:5} candidates, {:.2} right",
                bin as f32 / 10.0,
                (bin + 1) as f32 / 10.0,
                of.len(),
                right as f32 / of.len() as f32
            );
        }
    }
}
