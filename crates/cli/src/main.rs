//! The binary `waqai`.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use rayon::prelude::*;
use waqai::Reader;

mod evaluate;
mod input;
mod wire;

#[derive(Debug, Parser)]
#[command(name = "waqai", version, about = "Reads Arabic news reports and writes down the events in them.")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Reads reports and writes their events.
    Read {
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        #[arg(long)]
        date: Option<jiff::civil::Date>,
    },
    Evaluate(evaluate::EvaluateArgs),
    /// Codebook work.
    Codebook,
}

fn main() -> Result<()> {
    match Args::parse().command {
        Command::Read { paths, date } => {
            let reports = input::reports(&paths, date)?;
            let reader = Reader::bundled();
            let lines: Vec<String> = reports
                .par_iter()
                .map_init(
                    || reader.scratch(),
                    |scratch, r| {
                        let reading = reader.read_with(scratch, r);
                        serde_json::to_string(&wire::Line::new(r, &reading, reader.codebook_version()))
                            .context("a reading can be written as JSON")
                    },
                )
                .collect::<Result<_>>()?;
            let mut out = BufWriter::new(std::io::stdout().lock());
            for l in lines {
                writeln!(out, "{l}")?;
            }
            out.flush()?;
        }
        Command::Evaluate(args) => evaluate::run(&args)?,
        Command::Codebook => {
            for f in Reader::bundled().codebook_faults() {
                println!("{f}");
            }
        }
    }
    Ok(())
}
