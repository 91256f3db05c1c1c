//! What reports do these arguments name?

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use waqai::Report;

/// One line of a JSON Lines file of reports; other keys are left alone.
#[derive(Debug, Deserialize)]
struct ReportLine {
    id: String,
    text: String,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    title: Option<String>,
}

/// Reads the files and folders that the command line names, `-` being standard input.
pub fn reports(paths: &[PathBuf], date: Option<jiff::civil::Date>) -> Result<Vec<Report>> {
    let mut out = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            std::io::stdin().read_to_end(&mut bytes).context("standard input cannot be read")?;
            let name = Path::new("standard input");
            let jsonl = bytes.trim_ascii_start().starts_with(b"{");
            load(name, bytes, jsonl, date, &mut out)?;
        } else if path.is_dir() {
            let mut files: Vec<PathBuf> = fs::read_dir(path)
                .with_context(|| format!("{} cannot be listed", path.display()))?
                .filter_map(|e| e.ok().map(|e| e.path()))
                .filter(|p| p.extension().is_some_and(|e| e == "txt" || e == "jsonl"))
                .collect();
            files.sort();
            if files.is_empty() {
                bail!("{} holds no .txt or .jsonl file", path.display());
            }
            for f in files {
                file(&f, date, &mut out)?;
            }
        } else {
            file(path, date, &mut out)?;
        }
    }
    Ok(out)
}

fn file(path: &Path, date: Option<jiff::civil::Date>, out: &mut Vec<Report>) -> Result<()> {
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let jsonl = path.extension().is_some_and(|e| e == "jsonl" || e == "ndjson");
    load(path, bytes, jsonl, date, out)
}

fn load(
    path: &Path,
    bytes: Vec<u8>,
    jsonl: bool,
    date: Option<jiff::civil::Date>,
    out: &mut Vec<Report>,
) -> Result<()> {
    let text = String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
    if !jsonl {
        let id = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
        out.push(Report { id, date, text, ..Report::default() });
        return Ok(());
    }
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let at = || format!("{}:{}", path.display(), n + 1);
        let r: ReportLine = serde_json::from_str(line)
            .with_context(|| format!("{}: not a report: need {{\"id\", \"date\", \"text\"}}", at()))?;
        let day = match r.date.as_deref().filter(|d| !d.is_empty()) {
            None => date,
            Some(d) => Some(
                d.get(..10).unwrap_or(d).parse().with_context(|| format!("{}: date {d:?} is not YYYY-MM-DD", at()))?,
            ),
        };
        out.push(Report { id: r.id, date: day, source: r.source, url: r.url, title: r.title, text: r.text });
    }
    Ok(())
}
