//! Which figures does the reader reach, and are they those that are committed?

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;
use waqai::Reader;
use waqai_cli::evaluate::{Gold, measure};

use crate::annotated;

/// Measures every gold set and writes, or compares, the committed figures.
#[derive(Debug, Args)]
pub struct Evaluate {
    /// Only compare with the committed file; fails where a figure differs.
    #[arg(long)]
    check: bool,
    /// Folder that holds `gold`, which is not part of the repository.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    #[arg(long, default_value = "eval/results.csv")]
    results: PathBuf,
}

/// A figure may differ by so much: sums of floating-point numbers depend a little on the machine.
const TOLERANCE: f64 = 0.002;

/// The sets: name, place, whether its gold is part of the repository.
const SETS: [(&str, &str, bool); 5] = [
    ("own", "eval/reports/own.jsonl", true),
    ("sirte", "gold/sirte.jsonl", false),
    ("dev", "gold/dev.jsonl", false),
    // A model is fitted on these sentences: what it reaches on others is the set `gsr-crossvalidated`.
    ("gsr-fitted", "gold/gsr/dev.jsonl", false),
    // The same: `pud-crossvalidated`.
    ("pud-fitted", "gold/pud/dev.conllu", false),
];

impl Evaluate {
    pub fn run(&self) -> Result<()> {
        let reader = Arc::new(Reader::bundled());
        let mut measured: Vec<Row> = Vec::new();
        for (set, below, ours) in SETS {
            let path = if ours { PathBuf::from(below) } else { self.shared.join(below) };
            if !path.exists() {
                println!("{set}: skipped, {} is not here", path.display());
                continue;
            }
            for (figure, value) in measure(&reader, &Gold::open(&path)?)? {
                measured.push(Row { set: set.to_owned(), figure, value });
            }
        }
        // Reports of our own annotation that nothing was fitted to and no rule was written from.
        let texts = self.shared.join("bench/reports.jsonl");
        if texts.exists() {
            let unseen = annotated::placed(Path::new("eval/annotations/held"), &texts)?;
            for (figure, value) in measure(&reader, &Gold::Documents(unseen))? {
                measured.push(Row { set: "unseen".to_owned(), figure, value });
            }
        } else {
            println!("unseen: skipped, {} is not here", texts.display());
        }
        if self.check { compare(&self.results, &measured) } else { record(&self.results, &measured) }
    }
}

/// One figure of one set.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub set: String,
    pub figure: String,
    pub value: f64,
}

/// Puts the rows in place of those of the same sets, and leaves other sets as they are.
pub fn record(path: &Path, rows: &[Row]) -> Result<()> {
    let mut all = if path.exists() { read(path)? } else { Vec::new() };
    for row in rows {
        let place = all.iter().position(|r| r.set == row.set);
        if !rows.iter().take_while(|r| *r != row).any(|r| r.set == row.set) {
            all.retain(|r| r.set != row.set);
            let new = rows.iter().filter(|r| r.set == row.set).cloned();
            let at = place.unwrap_or(all.len());
            all.splice(at..at, new);
        }
    }
    let mut out = String::from("set,figure,value\n");
    for r in &all {
        let _ = writeln!(out, "{},{},{:.4}", r.set, r.figure, r.value);
    }
    fs::write(path, out).with_context(|| format!("{} cannot be written", path.display()))?;
    println!("{}: {} figures of {} measured", path.display(), rows.len(), all.len());
    Ok(())
}

fn read(path: &Path) -> Result<Vec<Row>> {
    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut out = Vec::new();
    for (n, line) in text.lines().enumerate().skip(1).filter(|(_, l)| !l.is_empty()) {
        let columns: Vec<&str> = line.split(',').collect();
        let [set, figure, value] = columns[..] else {
            bail!("{}:{}: set,figure,value", path.display(), n + 1)
        };
        let value = value.parse().with_context(|| format!("{}:{}: {value:?}", path.display(), n + 1))?;
        out.push(Row { set: set.to_owned(), figure: figure.to_owned(), value });
    }
    Ok(out)
}

fn compare(path: &Path, measured: &[Row]) -> Result<()> {
    let committed: BTreeMap<(String, String), f64> =
        read(path)?.into_iter().map(|r| ((r.set, r.figure), r.value)).collect();
    let mut differ = 0;
    for r in measured {
        let old = committed.get(&(r.set.clone(), r.figure.clone()));
        if old.is_none_or(|o| (o - r.value).abs() > TOLERANCE) {
            differ += 1;
            let old = old.map_or_else(|| "nothing".to_owned(), |o| format!("{o:.4}"));
            println!("{} {}: {:.4}, {old} is committed", r.set, r.figure, r.value);
        }
    }
    if differ > 0 {
        bail!("{differ} figures differ from {}: `cargo xtask evaluate` writes them anew", path.display());
    }
    println!("{} figures as committed", measured.len());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(set: &str, figure: &str, value: f64) -> Row {
        Row { set: set.to_owned(), figure: figure.to_owned(), value }
    }

    #[test]
    fn other_sets_keep_their_rows_and_all_their_place() {
        let path = std::env::temp_dir().join(format!("waqai-results-{}.csv", std::process::id()));
        let _ = fs::remove_file(&path);
        record(&path, &[row("a", "x", 0.1), row("b", "x", 0.2), row("b", "y", 0.3), row("c", "x", 0.4)])
            .unwrap();
        record(&path, &[row("b", "x", 0.5)]).unwrap();
        let got = fs::read_to_string(&path).unwrap();
        assert_eq!(got, "set,figure,value\na,x,0.1000\nb,x,0.5000\nc,x,0.4000\n");
        assert!(compare(&path, &[row("b", "x", 0.501)]).is_ok());
        assert!(compare(&path, &[row("b", "x", 0.51)]).is_err());
        assert!(compare(&path, &[row("b", "z", 0.5)]).is_err());
        fs::remove_file(&path).unwrap();
    }
}
