//! `waqai evaluate`: how right are readings of a gold file?

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::{Value, json};
use waqai::{Reader, Report, Scratch};
use waqai_evaluate::{Event, Figure, Judged, Record, Scores, SentenceScores, WordScores, round};

use crate::causes::Causes;
use crate::{analyse, emit, read, stream, wire};

/// Scores readings against gold annotation.
///
/// GOLD is JSON Lines of documents with annotated events, JSON Lines of sentences that people judged, or a treebank in
/// CoNLL-U. Its texts are read with the present codebook, unless --predicted names a file of readings.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waqai evaluate gold.jsonl --types
  waqai evaluate gold.jsonl --errors --fields | less
  waqai read reports.jsonl --format jsonl > readings.jsonl; waqai evaluate gold.jsonl --predicted readings.jsonl

A predicted event and a gold event match when words that state the one overlap words that state the other; `typed`, when
their types agree too. The other figures are F1 over all documents, so that parties of events that were not matched count
against them. `overall` is the mean F1 of typed, actor, target, place, date, number and source.")]
pub struct EvaluateArgs {
    #[arg(required = true)]
    gold: Vec<PathBuf>,
    /// Score these readings (what `waqai read --format jsonl` wrote) in place of reading anew.
    #[arg(long, value_name = "FILE")]
    predicted: Option<PathBuf>,
    /// Read by the codebook in this folder.
    #[arg(long, value_name = "DIR")]
    codebook: Option<PathBuf>,
    /// One JSON object a gold file.
    #[arg(long)]
    json: bool,
    /// A row for each event type too.
    #[arg(long)]
    types: bool,
    /// What was missed, made up and mistyped, document by document, then by cause.
    #[arg(long)]
    errors: bool,
    /// In which fields the matched events differ.
    #[arg(long)]
    fields: bool,
}

pub fn run(args: &EvaluateArgs) -> Result<ExitCode> {
    let reader = Arc::new(crate::reader(args.codebook.as_deref())?);
    for path in &args.gold {
        let gold = Gold::open(path)?;
        let out = match &gold {
            Gold::Documents(gold) => {
                let pred = predicted(args, &reader, || {
                    gold.iter().map(|g| report(&g.id, g.date.as_deref(), &g.text)).collect()
                })?;
                let scores = waqai_evaluate::events(gold, &pred);
                if args.json {
                    line(&events_json(&scores))
                } else {
                    documents(args, &reader, path, gold, &pred, &scores)
                }
            }
            Gold::Judged(gold) => {
                let pred = predicted(args, &reader, || {
                    gold.iter().map(|g| report(&g.id, g.date.as_deref(), &g.text)).collect()
                })?;
                judged(args, path, gold, &pred)
            }
            Gold::Treebank(text, sentences) => {
                let system = match &args.predicted {
                    None => analysed(&reader, sentences.clone()),
                    Some(p) => open(p)?,
                };
                treebank(args, path, words(text, &system)?)
            }
        };
        emit(&out)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A gold file, told apart by what is in it.
#[derive(Debug)]
pub enum Gold {
    /// Documents with annotated events.
    Documents(Vec<Record>),
    /// Sentences that people judged.
    Judged(Vec<Judged>),
    /// The file and its sentences.
    Treebank(String, Vec<analyse::Sentence>),
}

impl Gold {
    pub fn open(path: &Path) -> Result<Gold> {
        if path.extension().is_some_and(|e| e == "conllu") {
            return Ok(Gold::Treebank(open(path)?, analyse::sentences(path)?));
        }
        let text = open(path)?;
        let named = || path.display().to_string();
        if text.lines().next().is_some_and(|l| l.contains("\"label\"")) {
            return Ok(Gold::Judged(waqai_evaluate::read_judged(&text).with_context(named)?));
        }
        let gold = waqai_evaluate::read(&text).with_context(named)?;
        if gold.is_empty() {
            bail!("{} holds no document", path.display());
        }
        Ok(Gold::Documents(gold))
    }
}

/// Each figure of a gold file by its name, as the present reader reaches it.
pub fn measure(reader: &Arc<Reader>, gold: &Gold) -> Result<Vec<(String, f64)>> {
    let mut out = Vec::new();
    match gold {
        Gold::Documents(gold) => {
            let reports =
                gold.iter().map(|g| report(&g.id, g.date.as_deref(), &g.text)).collect::<Result<_>>()?;
            let scores = waqai_evaluate::events(gold, &predict(reader, reports)?);
            for (name, f) in &scores.figures {
                out.push(((*name).to_owned(), round(f.f1())));
            }
            out.push(("realis".to_owned(), round(scores.realis())));
            out.push(("overall".to_owned(), round(scores.overall())));
        }
        Gold::Judged(gold) => {
            let reports =
                gold.iter().map(|g| report(&g.id, g.date.as_deref(), &g.text)).collect::<Result<_>>()?;
            for (kind, s) in waqai_evaluate::sentences(gold, &predict(reader, reports)?, |_, _| ()) {
                let kind = kind.to_lowercase();
                for (name, v) in [("p", Some(s.p)), ("r", Some(s.r)), ("f1", Some(s.f1))].into_iter().chain([
                    ("verb", s.verb),
                    ("source", s.source),
                    ("target", s.target),
                ]) {
                    out.extend(v.map(|v| (format!("{kind}.{name}"), v)));
                }
            }
        }
        Gold::Treebank(text, sentences) => {
            let s = words(text, &analysed(reader, sentences.clone()))?;
            out.extend(
                [("words", s.words), ("upos", s.upos), ("lemma", s.lemma)].map(|(n, v)| (n.to_owned(), v)),
            );
        }
    }
    Ok(out)
}

/// The readings of these texts as the wire would carry them.
pub fn predict(reader: &Arc<Reader>, reports: Vec<Report>) -> Result<Vec<Record>> {
    let (starter, reader) = (Arc::clone(reader), Arc::clone(reader));
    let work = move |scratch: &mut Scratch, r: Report| -> Result<Record> {
        let reading = read::guarded(&reader, scratch, &r).map_err(anyhow::Error::msg)?;
        let line = serde_json::to_string(&wire::Line::new(&r, &reading, reader.codebook_version()))?;
        Ok(serde_json::from_str(&line)?)
    };
    stream::ordered(reports.into_iter(), read::threads(None), move || starter.scratch(), work).collect()
}

/// The analysis of a treebank's sentences, as CoNLL-U.
fn analysed(reader: &Arc<Reader>, sentences: Vec<analyse::Sentence>) -> String {
    let (starter, reader) = (Arc::clone(reader), Arc::clone(reader));
    let work = move |scratch: &mut Scratch, s: analyse::Sentence| analyse::conllu_of(&reader, scratch, &s);
    stream::ordered(sentences.into_iter(), read::threads(None), move || starter.scratch(), work).collect()
}

fn words(gold: &str, system: &str) -> Result<WordScores> {
    Ok(waqai_evaluate::words(&waqai_evaluate::read_treebank(gold)?, &waqai_evaluate::read_treebank(system)?))
}

fn open(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

fn predicted(
    args: &EvaluateArgs,
    reader: &Arc<Reader>,
    reports: impl FnOnce() -> Result<Vec<Report>>,
) -> Result<Vec<Record>> {
    match &args.predicted {
        None => predict(reader, reports()?),
        Some(path) => waqai_evaluate::read(&open(path)?).with_context(|| path.display().to_string()),
    }
}

fn report(id: &str, date: Option<&str>, text: &str) -> Result<Report> {
    let date = match date.filter(|d| !d.is_empty()) {
        None => None,
        Some(d) => Some(d.parse().with_context(|| format!("{id}: date {d:?} is not YYYY-MM-DD"))?),
    };
    Ok(Report { id: id.to_owned(), date, text: text.to_owned(), ..Report::default() })
}

fn line(v: &Value) -> String {
    format!("{v}\n")
}

// Writing to a string cannot fail, which is why the results of `writeln!` are let go below.

fn documents(
    args: &EvaluateArgs,
    reader: &Reader,
    path: &Path,
    gold: &[Record],
    pred: &[Record],
    scores: &Scores,
) -> String {
    let mut out = String::new();
    if args.errors || args.fields {
        let causes = match args.predicted {
            None if args.errors => Causes::find(reader, gold, pred, scores),
            _ => Causes::default(),
        };
        errors(args, gold, pred, scores, &causes, &mut out);
    }
    let _ = writeln!(out, "{}", path.display());
    let _ = writeln!(out, "{:8} {:>7} {:>7} {:>7} {:>6} {:>6}", "", "P", "R", "F1", "gold", "pred");
    let row = |out: &mut String, name: &str, f: &Figure, indent: &str, wide: usize| {
        let (p, r, f1) = (f.precision(), f.recall(), f.f1());
        let _ = writeln!(out, "{indent}{name:wide$} {p:7.3} {r:7.3} {f1:7.3} {:6} {:6}", f.gold, f.predicted);
    };
    for (name, f) in &scores.figures {
        row(&mut out, name, f, "", 8);
    }
    let _ = writeln!(out, "realis   {:.3} of {}", scores.realis(), scores.realis_of);
    if args.types {
        for (kind, f) in &scores.by_type {
            row(&mut out, kind, f, "  ", 12);
        }
    }
    let _ = writeln!(out, "overall  {:.4}  ({} documents)", round(scores.overall()), scores.documents);
    out
}

fn events_json(s: &Scores) -> Value {
    let mut out = serde_json::Map::new();
    for (name, f) in &s.figures {
        out.insert((*name).to_owned(), json!(f));
    }
    out.insert("realis".into(), json!({"accuracy": round(s.realis()), "of": s.realis_of}));
    out.insert("overall".into(), json!(round(s.overall())));
    out.insert("documents".into(), json!(s.documents));
    out.insert("by_type".into(), json!(s.by_type));
    Value::Object(out)
}

fn errors(
    args: &EvaluateArgs,
    gold: &[Record],
    pred: &[Record],
    scores: &Scores,
    causes: &Causes,
    out: &mut String,
) {
    let named = |e: &Event| format!("{}:{}", e.kind, e.trigger.text());
    let show = |e: &Event| {
        let near = e.near.as_deref().map_or_else(String::new, |n| format!("  [{n}]"));
        format!("{}{near}", named(e))
    };
    let mut fields: BTreeMap<&str, usize> = BTreeMap::new();
    for m in &scores.misses {
        let Some(g) = gold.iter().find(|g| g.id == m.id) else { continue };
        let none = Record::default();
        let p = pred.iter().find(|p| p.id == m.id).unwrap_or(&none);
        let _ = writeln!(out, "{}", m.id);
        if args.errors {
            for i in &m.missed {
                let (what, shown) = match m.mistyped.iter().find(|x| x.0 == *i) {
                    Some((_, j)) => {
                        ("mistyped", format!("{} as {}", show(&g.events[*i]), named(&p.events[*j])))
                    }
                    None => ("missed", show(&g.events[*i])),
                };
                let why = causes.of(&m.id, *i).map_or_else(String::new, |c| format!("  {c}"));
                let _ = writeln!(out, "  {what:9} {shown}{why}");
            }
            for j in m.made_up.iter().filter(|j| !m.mistyped.iter().any(|x| x.1 == **j)) {
                let _ = writeln!(out, "  made up   {}", show(&p.events[*j]));
            }
        }
        if args.fields {
            for (i, j) in &m.matched {
                for (field, want, got) in waqai_evaluate::differences(&g.text, &g.events[*i], &p.events[*j]) {
                    let _ =
                        writeln!(out, "  {field:9} {}: gold {want:?}, read {got:?}", named(&g.events[*i]));
                    *fields.entry(field).or_default() += 1;
                }
            }
        }
    }
    if args.errors {
        causes.write(out);
    }
    if !fields.is_empty() {
        let rows: Vec<String> = fields.iter().map(|(k, n)| format!("{k} {n}")).collect();
        let _ = writeln!(out, "fields that differ in matched events: {}", rows.join(", "));
    }
}

fn judged(args: &EvaluateArgs, path: &Path, gold: &[Judged], pred: &[Record]) -> String {
    let mut out = String::new();
    let show = |missed: bool, g: &Judged| {
        if args.errors {
            let triggers: Vec<&str> = pred
                .iter()
                .find(|p| p.id == g.id)
                .map(|p| p.events.iter().map(|e| e.trigger.text()).collect())
                .unwrap_or_default();
            let what = if missed { "missed " } else { "made up" };
            let _ = writeln!(out, "{what} {} {} [{}] {}", g.plover, g.label, triggers.join(" "), g.text);
        }
    };
    let scores = waqai_evaluate::sentences(gold, pred, show);
    if args.json {
        let map: serde_json::Map<String, Value> = scores.into_iter().map(|(k, v)| (k, json!(v))).collect();
        return line(&Value::Object(map));
    }
    let _ = writeln!(out, "{}", path.display());
    for (kind, s) in scores {
        let SentenceScores { p, r, f1, yes, made_up, difficult, .. } = s;
        let part = |v: Option<f64>| v.map_or_else(|| "-".to_owned(), |v| format!("{v:.3}"));
        let _ = writeln!(
            out,
            "{kind:8} P {p:.3} R {r:.3} F1 {f1:.3}  yes {yes} false {made_up} (difficult {difficult})  verb {} source \
             {} target {}",
            part(s.verb),
            part(s.source),
            part(s.target)
        );
    }
    out
}

fn treebank(args: &EvaluateArgs, path: &Path, s: WordScores) -> String {
    if args.json {
        return line(&json!(s));
    }
    let WordScores { words, upos, lemma, gold, system } = s;
    format!(
        "{}\nwords {words:.4}  upos {upos:.4}  lemma {lemma:.4}  (gold {gold}, system {system})\n",
        path.display()
    )
}
