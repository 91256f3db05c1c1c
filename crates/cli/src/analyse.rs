//! `waqai analyse`: which words are these, and how do they hang together?

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use waqai::language::{Analysis, conllu};
use waqai::{Reader, Scratch};

use crate::input::{Bad, Item, Items};
use crate::table::{Cell, cell, grid};
use crate::term::{Colour, Ink, Term, safe};
use crate::{emit, read, stream};

/// Prints the words of each sentence with lemmas, parts of speech, features and arcs.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waqai analyse report.txt
  waqai analyse reports.jsonl --format conllu > words.conllu
  waqai analyse treebank.conllu --format conllu     (reads its `# text` lines, keeps its `# sent_id`)")]
pub struct AnalyseArgs {
    /// Reports: text, JSON Lines, or a .conllu file; folders; - for standard input.
    #[arg(required = true, value_name = "FILE|DIR|-")]
    paths: Vec<PathBuf>,
    /// How to write the words.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    /// When to use colours.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    color: Colour,
}

/// How words are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people: a block a sentence, a row a word.
    Table,
    /// Ten columns of Universal Dependencies.
    Conllu,
}

pub fn run(args: &AnalyseArgs) -> Result<ExitCode> {
    let reader = Arc::new(Reader::bundled());
    let term = Term::stdout(args.color);
    let form = args.format;
    let (treebanks, reports): (Vec<PathBuf>, Vec<PathBuf>) =
        args.paths.iter().cloned().partition(|p| p.extension().is_some_and(|e| e == "conllu"));
    for path in &treebanks {
        let sentences = sentences(path)?;
        let (starter, reader) = (Arc::clone(&reader), Arc::clone(&reader));
        let work = move |scratch: &mut Scratch, s: Sentence| one(&reader, scratch, &s, form, &term);
        let threads = read::threads(None);
        for text in stream::ordered(sentences.into_iter(), threads, move || starter.scratch(), work) {
            emit(&text)?;
        }
    }
    if reports.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let starter = Arc::clone(&reader);
    let work = move |scratch: &mut Scratch, item: Item| -> Result<String, Bad> {
        let (report, _) = item.report(None)?;
        Ok(all(&reader, scratch, &report.id, &report.text, form, &term))
    };
    let mut code = ExitCode::SUCCESS;
    for done in stream::ordered(Items::new(&reports), read::threads(None), move || starter.scratch(), work) {
        match done {
            Ok(text) => emit(&text)?,
            Err(bad) => {
                eprintln!("waqai: {bad}");
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

/// A sentence of a treebank, as the text alone has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub id: String,
    pub text: String,
}

/// The sentences of a CoNLL-U file by their `# sent_id` and `# text`.
pub fn sentences(path: &Path) -> Result<Vec<Sentence>> {
    let all = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut out = Vec::new();
    let mut id = None;
    for (n, line) in all.lines().enumerate() {
        if let Some(rest) = comment(line, "sent_id") {
            id = Some(rest.to_owned());
        } else if let Some(text) = comment(line, "text") {
            let Some(id) = id.take() else {
                bail!("{}:{}: a `# text` without a `# sent_id` before it", path.display(), n + 1);
            };
            out.push(Sentence { id, text: text.to_owned() });
        }
    }
    if out.is_empty() {
        bail!("{} has no `# sent_id` and `# text` lines", path.display());
    }
    Ok(out)
}

fn comment<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    line.strip_prefix('#')?.trim_start().strip_prefix(key)?.trim_start().strip_prefix('=').map(str::trim)
}

/// One sentence of a treebank, whatever sentences the reader finds in it.
pub fn conllu_of(reader: &Reader, scratch: &mut Scratch, s: &Sentence) -> String {
    let text = reader.text(&s.text);
    let analysis = parsed(reader, scratch, &text);
    let mut out = head(&s.id, &s.text);
    out += &conllu::rows(&analysis, 0..analysis.words.len());
    out.push('\n');
    out
}

fn one(reader: &Reader, scratch: &mut Scratch, s: &Sentence, form: Form, term: &Term) -> String {
    match form {
        Form::Conllu => conllu_of(reader, scratch, s),
        Form::Table => all(reader, scratch, &s.id, &s.text, form, term),
    }
}

fn all(reader: &Reader, scratch: &mut Scratch, id: &str, raw: &str, form: Form, term: &Term) -> String {
    let text = reader.text(raw);
    let analysis = parsed(reader, scratch, &text);
    let mut out = String::new();
    for (i, words) in analysis.sentences.iter().enumerate() {
        let id = format!("{}-s{}", safe(id).replace(' ', "_"), i + 1);
        let words = words.start as usize..words.end as usize;
        let sentence = text.span_of(text.sentences[i].tokens.clone()).of(raw);
        if form == Form::Conllu {
            if i == 0 {
                let _ = writeln!(out, "# newdoc id = {}", safe(id.trim_end_matches("-s1")));
            }
            out += &head(&id, sentence);
            out += &conllu::rows(&analysis, words);
        } else {
            let _ = writeln!(out, "{}  {}", term.paint(Ink::Bold, &id), term.words(sentence));
            out += &table(term, &analysis, words);
        }
        out.push('\n');
    }
    out
}

fn parsed<'t>(reader: &'t Reader, scratch: &mut Scratch, text: &'t waqai::text::Text) -> Analysis<'t> {
    let mut analysis = reader.analyse(scratch, text);
    for s in 0..analysis.sentences.len() {
        reader.language().parse(&mut analysis, &[s]);
    }
    analysis
}

fn head(id: &str, text: &str) -> String {
    format!("# sent_id = {id}\n# text = {}\n", safe_line(text))
}

/// A text that stays on its line, with no letter more or less.
fn safe_line(text: &str) -> String {
    text.replace(['\n', '\r', '\t', '\u{85}', '\u{2028}', '\u{2029}'], " ")
}

/// A row a word.
pub fn table(term: &Term, analysis: &Analysis<'_>, words: std::ops::Range<usize>) -> String {
    let raw = analysis.text.raw();
    let rows: Vec<Vec<Cell>> = words
        .clone()
        .map(|i| {
            let w = &analysis.words[i];
            let head = match w.head {
                Some(h) if words.contains(&(h as usize)) => format!("{}", h as usize - words.start + 1),
                _ => String::new(),
            };
            vec![
                cell(Ink::Dim, format!("{}", i - words.start + 1)),
                cell(Ink::Plain, safe(w.span.of(raw))),
                cell(Ink::Cyan, safe(analysis.lemma(i)) + if w.guessed { " ?" } else { "" }),
                cell(Ink::Green, w.pos.as_str()),
                cell(Ink::Plain, conllu::relation(w.relation).trim_matches('_')),
                cell(Ink::Dim, head),
                cell(Ink::Dim, conllu::features(&w.features).trim_matches('_')),
            ]
        })
        .collect();
    let least = [None, Some(8), Some(8), None, None, None, Some(20)];
    grid(term, &["", "word", "lemma", "pos", "arc", "to", "features"], &least, &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_read_with_and_without_spaces() {
        assert_eq!(comment("# sent_id = n01", "sent_id"), Some("n01"));
        assert_eq!(comment("#text=قتل", "text"), Some("قتل"));
        assert_eq!(comment("# text_en = x", "text"), None);
        assert_eq!(comment("1\ttext = x", "text"), None);
    }
}
