//! Do the house rules hold?
//!
//! The rules that a machine can hold, each with its reason in CONTRIBUTING.md: how a Rust file opens and how long it is,
//! which module may use which, what the reader must not touch, how data is written, what the documents must name.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

mod data;
mod documents;
mod rust;

/// A rule that does not hold, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    file: String,
    line: usize,
    what: String,
}

/// A file of the repository.
pub struct File {
    /// Below the root, with `/`.
    path: String,
    text: String,
}

impl File {
    fn fault(&self, line: usize, what: impl Into<String>) -> Fault {
        Fault { file: self.path.clone(), line, what: what.into() }
    }

    /// Lines with their numbers from 1.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(n, l)| (n + 1, l))
    }

    fn is(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|e| e == extension)
    }
}

/// Names every fault; fails where there is one.
pub fn tidy(root: &Path) -> Result<()> {
    let faults = faults(root)?;
    for f in &faults {
        println!("{}:{}: {}", f.file, f.line, f.what);
    }
    match faults.len() {
        0 => {
            println!("tidy");
            Ok(())
        }
        n => bail!("{n} house rules do not hold"),
    }
}

fn faults(root: &Path) -> Result<Vec<Fault>> {
    let mut files = Vec::new();
    read(root, root, &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut out = Vec::new();
    for f in &files {
        if f.is("rs") {
            rust::check(f, &mut out);
        }
        if f.path.starts_with("data/") {
            data::check(f, &mut out);
        }
        letters(f, &mut out);
    }
    data::codebook(&mut out);
    documents::check(root, &files, &mut out);
    out.sort();
    Ok(out)
}

/// Reads every text file below `dir`, but for what is built or belongs to git.
fn read(root: &Path, dir: &Path, out: &mut Vec<File>) -> Result<()> {
    for entry in fs::read_dir(dir).with_context(|| format!("{} cannot be listed", dir.display()))? {
        let path: PathBuf = entry?.path();
        let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        if path.is_dir() {
            if !matches!(name.as_str(), ".git" | "target" | "corpus" | "artifacts" | "__pycache__") {
                read(root, &path, out)?;
            }
        } else if path.is_file()
            // Of a linked worktree.
            && name != ".git"
            && let Ok(text) = fs::read_to_string(&path)
        {
            let below = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            out.push(File { path: below, text });
        }
    }
    Ok(())
}

/// Characters that a reviewer cannot see, or that no text holds, and paths of one machine.
fn letters(f: &File, out: &mut Vec<Fault>) {
    // The table of presentation forms, and the code that resolves them, must show them.
    let forms_stand = f.path == "data/text/presentation.tsv"
        || f.path.starts_with("crates/reader/src/text/")
        || rust::is_test(&f.path);
    for (n, line) in f.lines() {
        if line.chars().any(is_bidi_control) {
            out.push(f.fault(n, "a direction control: take it out, or write it as an escape"));
        }
        if !forms_stand && line.chars().any(is_presentation_form) {
            out.push(f.fault(n, "an Arabic presentation form: write the letter itself, or an escape"));
        }
        if ["/home/", "/work/", "/Users/"].iter().any(|p| line.contains(p))
            && !f.path.starts_with("xtask/src/tidy/")
        {
            out.push(f.fault(n, "a path of one machine"));
        }
    }
}

fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_presentation_form(c: char) -> bool {
    matches!(c, '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

/// A letter or mark of the Arabic script.
fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{065f}' | '\u{066e}'..='\u{06d3}' | '\u{06d5}'..='\u{06ff}' | '\u{0750}'..='\u{077f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_rules_hold() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is below the root");
        let faults = faults(root).expect("the repository can be read");
        let shown: Vec<String> =
            faults.iter().map(|f| format!("{}:{}: {}", f.file, f.line, f.what)).collect();
        assert!(faults.is_empty(), "{} house rules do not hold:\n{}", faults.len(), shown.join("\n"));
    }
}
