//! `waqai codebook`: is a codebook sound, and what is in it?

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use waqai::Reader;
use waqai::codebook::{Codebook, Fault, Faults};
use waqai::events::Draft;
use waqai::language::Lexicon;

use crate::emit;
use crate::term::{Colour, Term};

/// Checks a codebook, or lists what is in one.
#[derive(Debug, Args)]
pub struct CodebookArgs {
    #[command(subcommand)]
    command: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Names every fault of the codebook in a folder, and every example that does not behave, with file and line.
    Check { dir: PathBuf },
    /// Lists the event types.
    List {
        /// The codebook's folder [default: the one that ships with the program].
        dir: Option<PathBuf>,
        /// The patterns of each type too.
        #[arg(long)]
        patterns: bool,
    },
}

pub fn run(args: &CodebookArgs) -> Result<ExitCode> {
    match &args.command {
        Task::Check { dir } => check(dir),
        Task::List { dir, patterns } => list(dir.as_deref(), *patterns),
    }
}

/// The files of a codebook's folder: (path below it, text).
pub fn files(dir: &Path) -> Result<Vec<(String, String)>> {
    let mut out = Vec::new();
    for (below, folder) in [("", dir.to_path_buf()), ("types/", dir.join("types"))] {
        let entries = match fs::read_dir(&folder) {
            Ok(e) => e,
            // A book without types is the check's to judge.
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && !below.is_empty() => continue,
            Err(e) => return Err(e).with_context(|| format!("{} cannot be listed", folder.display())),
        };
        let mut paths: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
        paths.sort();
        for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "toml")) {
            let text =
                fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
            let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
            out.push((format!("{below}{name}"), text));
        }
    }
    if out.is_empty() {
        bail!(
            "{} holds no .toml file: a codebook has version.toml, classes.toml and types/*.toml",
            dir.display()
        );
    }
    Ok(out)
}

fn load(files: &[(String, String)]) -> Result<Codebook, Faults> {
    Codebook::load(files.iter().map(|(n, t)| (n.as_str(), t.as_str())), Lexicon::bundled())
}

fn check(dir: &Path) -> Result<ExitCode> {
    let files = files(dir)?;
    match load(&files) {
        Ok(book) => {
            let odd = misbehaving(&files)?;
            let mut out = String::new();
            for o in &odd {
                let _ = writeln!(out, "{}:{}: {}", dir.join(&o.file).display(), o.line, o.message);
            }
            let examples: usize = book.patterns.iter().map(|p| p.fires.len() + p.silent.len()).sum();
            let _ = writeln!(
                out,
                "{}: version {}, {} types, {} patterns, no fault; {} of {examples} examples do not behave",
                dir.display(),
                book.version,
                book.types.len(),
                book.patterns.len(),
                odd.len()
            );
            emit(&out)?;
            Ok(if odd.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Err(Faults(faults)) => {
            let mut out = String::new();
            for f in &faults {
                let _ = writeln!(out, "{}:{}: {}", dir.join(&f.file).display(), f.line, f.message);
            }
            emit(&out)?;
            let n = faults.len();
            eprintln!("waqai: {n} {} in {}", if n == 1 { "fault" } else { "faults" }, dir.display());
            Ok(ExitCode::FAILURE)
        }
    }
}

/// The examples that do not fire, or do not stay silent.
fn misbehaving(files: &[(String, String)]) -> Result<Vec<Fault>> {
    // Every candidate counts: what a pattern says of its own examples must not hang on what models were fitted to.
    let reader = Reader::with_codebook(files.iter().map(|(n, t)| (n.as_str(), t.as_str())))?.accepting_all();
    let book = reader.codebook();
    let mut scratch = reader.scratch();
    let mut out = Vec::new();
    for p in &book.patterns {
        let fault = |line: usize, message: String| Fault { file: p.file.clone(), line, message };
        let kind = &book.kind(p.kind).name;
        for (example, wanted) in p.fires.iter().map(|e| (e, true)).chain(p.silent.iter().map(|e| (e, false)))
        {
            let text = reader.text(&example.text);
            let steps = reader.steps(&mut scratch, &text);
            let states = |d: &Draft| {
                book.pattern(d.pattern).kind == p.kind
                    && d.words().any(|w| {
                        let token = &text.tokens[steps.analysis.words[w].token as usize];
                        match &example.trigger {
                            Some(t) => token.span.of(&example.text).contains(t.as_str()),
                            None => p.lemmas.iter().any(|(_, l)| l.as_str() == steps.analysis.lemma(w)),
                        }
                    })
            };
            let found = steps.found.drafts.iter().any(states);
            if found != wanted {
                let what = if wanted { "does not state" } else { "states" };
                out.push(fault(example.line, format!("{}: {what} {kind}: {}", p.id, example.text)));
            }
        }
    }
    Ok(out)
}

fn list(dir: Option<&Path>, patterns: bool) -> Result<ExitCode> {
    let book = match dir {
        None => Codebook::bundled(Lexicon::bundled()).0,
        Some(dir) => load(&files(dir)?).with_context(|| format!("the codebook in {}", dir.display()))?,
    };
    let term = Term::stdout(Colour::Never);
    let mut out =
        format!("codebook {}: {} types, {} patterns\n", book.version, book.types.len(), book.patterns.len());
    for (i, t) in book.types.iter().enumerate() {
        let own: Vec<_> = book.patterns.iter().filter(|p| p.kind.0 as usize == i).collect();
        let title = term.words(&t.title_ar);
        let _ = writeln!(
            out,
            "{:12}  {:13}  {:9}  {:3} patterns  {} · {title}",
            t.name,
            t.family,
            t.plover,
            own.len(),
            t.title_en
        );
        if patterns {
            for p in own {
                let lemmas: Vec<&str> = p.lemmas.iter().map(|(_, l)| l.as_str()).collect();
                let _ = writeln!(out, "    {:32}  {}", p.id, term.words(&lemmas.join(" ")));
            }
        }
    }
    emit(&out)?;
    Ok(ExitCode::SUCCESS)
}
