//! `waqai evaluate`: how right are readings of a gold file?

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;
use waqai::language::Scratch;
use waqai::{Reader, Report};
use waqai_evaluate::{Event, Judged, Record, Scores};

use crate::{read, stream, wire};

/// Scores readings against gold annotation.
///
/// GOLD is JSON Lines of documents with annotated events, or of sentences that people judged. Its texts are read
/// with the present codebook, unless --predicted names a file of readings.
#[derive(Debug, Args)]
pub struct EvaluateArgs {
    #[arg(required = true)]
    gold: Vec<PathBuf>,
    /// Score these readings (what `waqai read --format jsonl` wrote) in place of reading anew.
    #[arg(long, value_name = "FILE")]
    predicted: Option<PathBuf>,
    /// One JSON object a gold file.
    #[arg(long)]
    json: bool,
    /// A row for each event type too.
    #[arg(long)]
    types: bool,
    /// What was missed, made up and mistyped, document by document.
    #[arg(long)]
    errors: bool,
}

pub fn run(args: &EvaluateArgs) -> Result<ExitCode> {
    for path in &args.gold {
        let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        if text.lines().next().is_some_and(|l| l.contains("\"label\"")) {
            judged(args, path, &text)?;
        } else {
            documents(args, path, &text)?;
        }
    }
    Ok(ExitCode::SUCCESS)
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

fn predicted(args: &EvaluateArgs, reports: impl FnOnce() -> Result<Vec<Report>>) -> Result<Vec<Record>> {
    match &args.predicted {
        None => predict(&Arc::new(Reader::bundled()), reports()?),
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
            waqai_evaluate::read(&text).with_context(|| path.display().to_string())
        }
    }
}

fn report(id: &str, date: Option<&str>, text: &str, path: &Path) -> Result<Report> {
    let date = match date.filter(|d| !d.is_empty()) {
        None => None,
        Some(d) => Some(d.parse().with_context(|| format!("{}: {id}: date {d:?} is not YYYY-MM-DD", path.display()))?),
    };
    Ok(Report { id: id.to_owned(), date, text: text.to_owned(), ..Report::default() })
}

fn documents(args: &EvaluateArgs, path: &Path, text: &str) -> Result<()> {
    let gold = waqai_evaluate::read(text).with_context(|| path.display().to_string())?;
    if gold.is_empty() {
        bail!("{} holds no document", path.display());
    }
    let pred = predicted(args, || {
        gold.iter().map(|g| report(&g.id, g.date.as_deref(), &g.text, path)).collect::<Result<Vec<_>>>()
    })?;
    let scores = waqai_evaluate::events(&gold, &pred);
    if args.json {
        println!("{}", json(&scores));
        return Ok(());
    }
    if args.errors {
        errors(&gold, &pred, &scores);
    }
    println!("{}", path.display());
    println!("{:8} {:>7} {:>7} {:>7} {:>6} {:>6}", "", "P", "R", "F1", "gold", "pred");
    for (name, f) in &scores.figures {
        println!(
            "{name:8} {:7.3} {:7.3} {:7.3} {:6} {:6}",
            f.precision(),
            f.recall(),
            f.f1(),
            f.gold,
            f.predicted
        );
    }
    println!("realis   {:.3} of {}", scores.realis(), scores.realis_of);
    if args.types {
        for (kind, f) in &scores.by_type {
            println!(
                "  {kind:12} {:6.3} {:6.3} {:6.3} {:5} {:5}",
                f.precision(),
                f.recall(),
                f.f1(),
                f.gold,
                f.predicted
            );
        }
    }
    println!("overall  {:.4}  ({} documents)", scores.overall(), scores.documents);
    Ok(())
}

fn json(s: &Scores) -> serde_json::Value {
    let mut out = serde_json::Map::new();
    for (name, f) in &s.figures {
        out.insert((*name).to_owned(), serde_json::json!(f));
    }
    let four = |x: f64| (x * 10_000.0).round() / 10_000.0;
    out.insert("realis".into(), serde_json::json!({"accuracy": four(s.realis()), "of": s.realis_of}));
    out.insert("overall".into(), serde_json::json!(four(s.overall())));
    out.insert("documents".into(), serde_json::json!(s.documents));
    out.insert("by_type".into(), serde_json::json!(s.by_type));
    serde_json::Value::Object(out)
}

fn errors(gold: &[Record], pred: &[Record], scores: &Scores) {
    let show = |e: &Event| {
        let near = e.near.as_deref().map_or_else(String::new, |n| format!("  [{n}]"));
        format!("{}: {}{near}", e.kind, e.trigger.text())
    };
    for m in &scores.misses {
        let (Some(g), p) = (gold.iter().find(|g| g.id == m.id), pred.iter().find(|p| p.id == m.id)) else {
            continue;
        };
        println!("{}", m.id);
        for i in &m.missed {
            let as_other = m.mistyped.iter().find(|x| x.0 == *i).and_then(|x| p.map(|p| &p.events[x.1]));
            match as_other {
                Some(o) => println!("  mistyped  {} as {}", show(&g.events[*i]), show(o)),
                None => println!("  missed    {}", show(&g.events[*i])),
            }
        }
        for j in m.made_up.iter().filter(|j| !m.mistyped.iter().any(|x| x.1 == **j)) {
            if let Some(p) = p {
                println!("  made up   {}", show(&p.events[*j]));
            }
        }
    }
}

fn judged(args: &EvaluateArgs, path: &Path, text: &str) -> Result<()> {
    let gold = waqai_evaluate::read_judged(text).with_context(|| path.display().to_string())?;
    let pred = predicted(args, || {
        gold.iter().map(|g| report(&g.id, g.date.as_deref(), &g.text, path)).collect::<Result<Vec<_>>>()
    })?;
    let show = |missed: bool, g: &Judged| {
        if args.errors {
            let triggers: Vec<&str> = pred
                .iter()
                .find(|p| p.id == g.id)
                .map(|p| p.events.iter().map(|e| e.trigger.text()).collect())
                .unwrap_or_default();
            let what = if missed { "missed " } else { "made up" };
            println!("{what} {} {} [{}] {}", g.plover, g.label, triggers.join(" "), g.text);
        }
    };
    let scores = waqai_evaluate::sentences(&gold, &pred, show);
    if args.json {
        let map: serde_json::Map<String, serde_json::Value> =
            scores.into_iter().map(|(k, v)| (k, serde_json::json!(v))).collect();
        println!("{}", serde_json::Value::Object(map));
        return Ok(());
    }
    println!("{}", path.display());
    for (kind, s) in scores {
        let part = |v: Option<f64>| v.map_or_else(|| "-".to_owned(), |v| format!("{v:.3}"));
        println!(
            "{kind:8} P {:.3} R {:.3} F1 {:.3}  yes {} false {} (difficult {})  verb {} source {} target {}",
            s.p,
            s.r,
            s.f1,
            s.yes,
            s.made_up,
            s.difficult,
            part(s.verb),
            part(s.source),
            part(s.target)
        );
    }
    Ok(())
}
