//! Which words state which events in annotated reports, and where does the codebook lack or refuse them?

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use waqai::Reader;
use waqai::language::{Part, Pos};
use waqai_evaluate::triggers;

/// What became of a lemma.
#[derive(Default)]
struct Tally {
    said: usize,
    /// By type: gold triggers, of them found, occurrences refused by a pattern of the type, of them gold.
    types: BTreeMap<String, [usize; 4]>,
    /// Patterns that refused gold triggers of their type, with the reason.
    refusals: BTreeMap<String, usize>,
}

/// Prints a line a lemma: how often said; by type how often gold, found, refused, wrongly refused; by which patterns.
pub fn lemmas(paths: &[PathBuf], least: usize) -> Result<()> {
    let reader = Reader::bundled().accepting_all();
    let book = reader.codebook();
    let mut scratch = reader.scratch();
    let mut all: BTreeMap<(String, bool), Tally> = BTreeMap::new();
    for path in paths {
        let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        for g in waqai_evaluate::read(&text)? {
            let text = reader.text(&g.text);
            let steps = reader.steps(&mut scratch, &text);
            let gold: Vec<(&str, Vec<std::ops::Range<usize>>)> =
                g.events.iter().map(|e| (e.kind.as_str(), triggers(&g, e))).collect();
            for (w, word) in steps.analysis.words.iter().enumerate() {
                if word.part != Part::Stem || matches!(word.pos, Pos::Punct | Pos::Num | Pos::Sym) {
                    continue;
                }
                let span = text.tokens[word.token as usize].span.range();
                let key = (steps.analysis.lemma(w).to_owned(), word.pos == Pos::Verb);
                let tally = all.entry(key).or_default();
                tally.said += 1;
                let of = |p: waqai::codebook::PatternId| book.kind(book.pattern(p).kind).name.as_str();
                let mut stated: Vec<&str> = Vec::new();
                for (kind, spans) in &gold {
                    if spans.iter().any(|s| s.start < span.end && span.start < s.end)
                        && !stated.contains(kind)
                    {
                        stated.push(kind);
                    }
                }
                let found: Vec<&str> = steps
                    .found
                    .drafts
                    .iter()
                    .filter(|d| d.words().any(|x| x == w))
                    .map(|d| of(d.pattern))
                    .collect();
                let mut refused: Vec<&str> = Vec::new();
                for r in steps.found.refused.iter().filter(|r| r.word == w) {
                    let kind = of(r.pattern);
                    if stated.contains(&kind) && !found.contains(&kind) {
                        let why = format!("{} ({})", book.pattern(r.pattern).id, r.why.text(book, r.pattern));
                        *tally.refusals.entry(why).or_default() += 1;
                    }
                    if !refused.contains(&kind) {
                        refused.push(kind);
                    }
                }
                for kind in &stated {
                    let t = tally.types.entry((*kind).to_owned()).or_default();
                    t[0] += 1;
                    t[1] += usize::from(found.contains(kind));
                }
                for kind in refused.iter().filter(|k| !found.contains(k)) {
                    let t = tally.types.entry((*kind).to_owned()).or_default();
                    t[2] += 1;
                    t[3] += usize::from(stated.contains(kind));
                }
            }
        }
    }
    let missed = |t: &Tally| t.types.values().map(|t| t[0] - t[1]).sum::<usize>();
    let mut rows: Vec<_> = all.iter().filter(|(_, t)| missed(t) >= least).collect();
    rows.sort_by_key(|(_, t)| std::cmp::Reverse(missed(t)));
    for ((lemma, verb), t) in rows {
        let types: Vec<String> = t
            .types
            .iter()
            .filter(|(_, n)| n[0] > 0)
            .map(|(k, n)| format!("{k} gold {} found {} refused {} wrongly {}", n[0], n[1], n[2], n[3]))
            .collect();
        let mut refusals: Vec<_> = t.refusals.iter().collect();
        refusals.sort_by_key(|r| std::cmp::Reverse(*r.1));
        let refusals: Vec<String> = refusals.iter().take(6).map(|(r, n)| format!("{r} {n}")).collect();
        let form = if *verb { "verb" } else { "noun" };
        println!("{lemma}\t{form}\t{}\t{}\t{}", t.said, types.join("; "), refusals.join("; "));
    }
    Ok(())
}
