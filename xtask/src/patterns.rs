//! How often does each pattern of a codebook state what annotated reports state?

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use waqai::Reader;
use waqai_evaluate::triggers;

use crate::fit::overlaps;

/// Prints a line a pattern: right and wrong candidates, before any model judges them, then with `shown` the sentences.
pub fn patterns(dir: &Path, paths: &[PathBuf], only: &str, shown: usize) -> Result<()> {
    let files = waqai_cli::codebook::files(dir)?;
    let reader = Reader::with_codebook(files.iter().map(|(n, t)| (n.as_str(), t.as_str())))?.accepting_all();
    let book = reader.codebook();
    let mut scratch = reader.scratch();
    let mut all: BTreeMap<&str, [Vec<String>; 2]> = BTreeMap::new();
    for path in paths {
        let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        for g in waqai_evaluate::read(&text)? {
            let text = reader.text(&g.text);
            let steps = reader.steps(&mut scratch, &text);
            for draft in &steps.found.drafts {
                let pattern = book.pattern(draft.pattern);
                if !only.split(',').any(|o| pattern.id.starts_with(o)) {
                    continue;
                }
                let kind = &book.kind(pattern.kind).name;
                let words: Vec<_> = draft
                    .words()
                    .map(|w| text.tokens[steps.analysis.words[w].token as usize].span.range())
                    .collect();
                let right = g.events.iter().any(|e| e.kind == *kind && overlaps(&words, &triggers(&g, e)));
                let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
                let before = g.text[..first.start].char_indices().rev().nth(45).map_or(0, |(i, _)| i);
                let after =
                    g.text[last.end..].char_indices().nth(55).map_or(g.text.len(), |(i, _)| last.end + i);
                let line = format!(
                    "{}[{}]{}",
                    &g.text[before..first.start],
                    &g.text[first.start..last.end],
                    &g.text[last.end..after]
                );
                all.entry(&pattern.id).or_default()[usize::from(!right)].push(line.replace('\n', " "));
            }
        }
    }
    let mut rows: Vec<_> = all.iter().collect();
    rows.sort_by_key(|(_, [right, wrong])| std::cmp::Reverse(right.len() + wrong.len()));
    for (id, [right, wrong]) in rows {
        println!("{id}\tright {}\twrong {}", right.len(), wrong.len());
        for (mark, lines) in [("+", right), ("-", wrong)] {
            for line in lines.iter().take(shown) {
                println!("  {mark} {line}");
            }
        }
    }
    Ok(())
}
