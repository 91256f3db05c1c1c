//! `waqai codebook`: is a codebook sound, and what is in it?

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use waqai::codebook::{Codebook, Faults};
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
    /// Names every fault of the codebook in a folder, with file and line.
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
            emit(&format!(
                "{}: version {}, {} types, {} patterns, no fault\n",
                dir.display(),
                book.version,
                book.types.len(),
                book.patterns.len()
            ))?;
            Ok(ExitCode::SUCCESS)
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
