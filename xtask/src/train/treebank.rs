//! What does the treebank say of each sentence?

use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};
use waqai::language::{Pos, Voice};
use waqai::text::{Text, WordModel};

/// One word of the treebank.
pub struct GoldWord {
    pub form: String,
    pub pos: Pos,
    pub voice: Option<Voice>,
    /// Index of the governor in its sentence; none for the root.
    pub head: Option<usize>,
    pub relation: String,
    /// Bytes of the sentence's text.
    pub span: Range<usize>,
}

/// One sentence of the treebank, its text read by our own tokeniser.
pub struct Tree {
    pub id: String,
    pub text: Text,
    pub words: Vec<GoldWord>,
}

pub fn read(path: &Path) -> Result<Vec<Tree>> {
    let all = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let words = WordModel::shipped();
    all.split("\n\n").filter(|b| !b.trim().is_empty()).map(|b| tree(b, &words)).collect()
}

fn tree(block: &str, model: &WordModel) -> Result<Tree> {
    let comment = |key: &str| {
        let found = block.lines().find_map(|l| l.strip_prefix(key));
        found.map(str::trim).ok_or_else(|| anyhow!("a sentence lacks `{key}`"))
    };
    let (id, raw) = (comment("# sent_id =")?, comment("# text =")?);
    let mut words = Vec::new();
    let mut at = 0;
    for line in block.lines().filter(|l| !l.starts_with('#')) {
        let c: Vec<&str> = line.split('\t').collect();
        ensure!(c.len() == 10, "{id}: a row of {} columns", c.len());
        if c[0].contains(['-', '.']) {
            continue;
        }
        let start = at + raw[at..].find(|ch: char| !ch.is_whitespace()).unwrap_or(0);
        ensure!(raw[start..].starts_with(c[1]), "{id}: {} is not in the text", c[1]);
        at = start + c[1].len();
        words.push(GoldWord {
            form: c[1].to_owned(),
            pos: Pos::parse(c[3]).ok_or_else(|| anyhow!("{id}: part of speech {}", c[3]))?,
            voice: if c[5].contains("Voice=Pass") { Some(Voice::Passive) } else { None },
            head: c[6].parse::<usize>()?.checked_sub(1),
            relation: c[7].to_owned(),
            span: start..at,
        });
    }
    Ok(Tree { id: id.to_owned(), text: Text::new(raw, model), words })
}
