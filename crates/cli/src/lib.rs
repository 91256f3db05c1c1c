//! What can be asked of Waqai at a terminal?
//!
//! One module a command; beside them what commands share: [`input`] (bytes to reports), [`stream`] (many at once, in
//! order), [`wire`] (the JSON that leaves), [`table`] and [`term`] (what people see).

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use waqai::Reader;

pub mod analyse;
mod causes;
pub mod codebook;
pub mod evaluate;
pub mod explain;
pub mod input;
pub mod progress;
pub mod read;
pub mod stream;
pub mod table;
pub mod term;
pub mod wire;

#[derive(Debug, Parser)]
#[command(
    name = "waqai",
    version,
    about = "Reads Arabic news reports and writes down the events in them: who did what to whom, where, when, with \
             what toll, and who says so."
)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Read(read::ReadArgs),
    Explain(explain::ExplainArgs),
    Analyse(analyse::AnalyseArgs),
    Evaluate(evaluate::EvaluateArgs),
    Codebook(codebook::CodebookArgs),
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let done = match Args::parse().command {
        Command::Read(args) => read::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Analyse(args) => analyse::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Codebook(args) => codebook::run(&args),
    };
    match done {
        Ok(code) => code,
        // Whoever read the output has read enough.
        Err(e) if is_closed_pipe(&e) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("waqai: {e:#}");
            ExitCode::FAILURE
        }
    }
}

fn is_closed_pipe(e: &anyhow::Error) -> bool {
    e.chain()
        .filter_map(|c| c.downcast_ref::<std::io::Error>())
        .any(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
}

/// The reader with the codebook that ships with the program, or with that of a folder.
pub fn reader(codebook: Option<&Path>) -> Result<Reader> {
    let Some(dir) = codebook else { return Ok(Reader::bundled()) };
    let files = codebook::files(dir)?;
    Reader::with_codebook(files.iter().map(|(n, t)| (n.as_str(), t.as_str())))
        .with_context(|| format!("the codebook in {} cannot be used", dir.display()))
}

/// Writes to standard output.
pub fn emit(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("the output cannot be written")
}
