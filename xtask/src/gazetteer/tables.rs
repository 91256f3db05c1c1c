//! What do the tables of the open data, and our own files, hold?

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};

pub(super) type Row = HashMap<String, String>;

/// A table of the open data: a header, then rows of tab-separated columns.
pub(super) fn table(path: &Path) -> Result<Vec<Row>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut rows = text.lines().map(|l| l.split('\t').map(str::to_owned).collect::<Vec<_>>());
    let header = rows.next().context("a header")?;
    Ok(rows
        .map(|r| header.iter().cloned().zip(r.into_iter().chain(std::iter::repeat(String::new()))).collect())
        .collect())
}

/// One entry of our own files: a line of columns, then lines that begin with a tab.
pub(super) struct Block {
    pub head: Vec<String>,
    pub lines: Vec<Vec<String>>,
}

pub(super) fn blocks(path: &Path) -> Result<Vec<Block>> {
    let mut out: Vec<Block> = Vec::new();
    for l in lines(path)? {
        let columns = |s: &str| s.split('\t').map(|c| c.trim().to_owned()).collect::<Vec<_>>();
        if let Some(rest) = l.strip_prefix('\t') {
            out.last_mut()
                .with_context(|| format!("{}: a name before any entry", path.display()))?
                .lines
                .push(columns(rest));
        } else {
            out.push(Block { head: columns(&l), lines: Vec::new() });
        }
    }
    Ok(out)
}

pub(super) fn lines(path: &Path) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Ok(text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).map(str::to_owned).collect())
}

pub(super) fn split(s: &str) -> impl Iterator<Item = String> + '_ {
    s.split('|').filter(|x| !x.is_empty()).map(str::to_owned)
}

pub(super) fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|w| w == word)
}

pub(super) fn id_of(geonames: &str, wof: &str) -> String {
    if geonames.is_empty() { format!("wof:{wof}") } else { format!("gn:{geonames}") }
}
