//! `waqai read`: which events do these reports state?

use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use waqai::{Reader, Reading, Report, Scratch};

use crate::input::{Bad, Item, Items};
use crate::progress::Progress;
use crate::term::{Colour, Term};
use crate::{emit, stream, table, wire};

/// Reads reports and writes the events in them.
///
/// A file is a report in plain text, or JSON Lines of reports: {"id", "date", "text"} with, where known, "title",
/// "source", "url". Of a folder every .txt, .jsonl and .ndjson file is read; `-` is standard input.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waqai read report.txt --date 2016-08-02
  waqai read reports.jsonl --format jsonl > events.jsonl
  waqai read archive/ --threads 4 --min-confidence 0.5 --format jsonl > events.jsonl
  curl -s https://example.org/reports.jsonl | waqai read -

The day of publication (--date, or \"date\" of a JSON line) is what words such as \"yesterday\" are counted from; without
it they stay open. A record that is no report is named on standard error, the others are read, and the exit code is 1.
Offsets in the output count Unicode code points of the text as it came in.")]
pub struct ReadArgs {
    /// Reports: files, folders, or - for standard input.
    #[arg(required = true, value_name = "FILE|DIR|-")]
    pub paths: Vec<PathBuf>,
    /// The day of publication of reports that do not say theirs: YYYY-MM-DD.
    #[arg(long, value_name = "DAY")]
    pub date: Option<Date>,
    /// How to write the readings [default: table on a terminal, else jsonl].
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// How many reports to read at once [default: one a processor].
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Read by the codebook in this folder.
    #[arg(long, value_name = "DIR")]
    pub codebook: Option<PathBuf>,
    /// Leave out events less sure than this, from 0 to 1.
    #[arg(long, value_name = "P", default_value_t = 0.0)]
    pub min_confidence: f32,
    /// Stop at the first record that is no report.
    #[arg(long)]
    pub strict: bool,
    /// When to use colours.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub color: Colour,
}

/// How readings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: a block a report, a row an event.
    Table,
    /// For programs: one JSON object a report.
    Jsonl,
}

/// So many bad records are named one by one.
const NAMED: usize = 20;

pub fn run(args: &ReadArgs) -> Result<ExitCode> {
    let reader = crate::reader(args.codebook.as_deref())?;
    let format =
        args.format.unwrap_or(if io::stdout().is_terminal() { Format::Table } else { Format::Jsonl });
    let term = Term::stdout(args.color);
    finish_lines_on_interrupt()?;
    let items = Items::new(&args.paths);
    let mut progress = Progress::new(Arc::clone(&items.taken), items.total);
    let reader = Arc::new(reader);
    let (date, least) = (args.date, args.min_confidence);
    let starter = Arc::clone(&reader);
    let results = stream::ordered(
        items,
        threads(args.threads),
        move || starter.scratch(),
        move |scratch, item| one(&reader, scratch, item, date, least, format, &term),
    );
    let (mut bad, mut undated) = (0, false);
    for result in results {
        match result {
            Ok(done) => {
                undated |= !done.dated;
                // Standard output is held while it writes: whoever interrupts waits for whole lines.
                emit(&done.text)?;
                progress.step(done.events);
            }
            Err(b) => {
                progress.clear();
                bad += 1;
                if bad <= NAMED {
                    eprintln!("waqai: {b}");
                }
                if args.strict {
                    return Ok(ExitCode::FAILURE);
                }
            }
        }
    }
    progress.finish();
    if undated {
        eprintln!(
            "waqai: some reports have no day of publication, so relative dates stay open; --date gives one"
        );
    }
    if bad > NAMED {
        eprintln!("waqai: {bad} records could not be read, {} of them not named", bad - NAMED);
    }
    Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What is written of one report.
struct Done {
    text: String,
    events: usize,
    dated: bool,
}

fn one(
    reader: &Reader,
    scratch: &mut Scratch,
    item: Item,
    date: Option<Date>,
    least: f32,
    format: Format,
    term: &Term,
) -> Result<Done, Bad> {
    let place = item.place.clone();
    let (report, note) = item.report(date)?;
    let mut reading = guarded(reader, scratch, &report).map_err(|what| Bad {
        place,
        what,
        remedy: "please send us this report; the others are read",
    })?;
    reading.notes.extend(note);
    reading.events.retain(|e| e.confidence >= least);
    let text = match format {
        Format::Table => table::report(term, &report, &reading, true),
        Format::Jsonl => {
            let line = wire::Line::new(&report, &reading, reader.codebook_version());
            let mut json =
                serde_json::to_string(&line).expect("text, numbers and lists can be written as JSON");
            json.push('\n');
            json
        }
    };
    Ok(Done { text, events: reading.events.len(), dated: report.date.is_some() })
}

/// A reading; a fault of the reader costs this report and no other.
pub fn guarded(reader: &Reader, scratch: &mut Scratch, report: &Report) -> Result<Reading, String> {
    catch_unwind(AssertUnwindSafe(|| reader.read_with(scratch, report))).map_err(|_| {
        // It may hold half a thought.
        *scratch = reader.scratch();
        format!("the reader failed on report {:?}", report.id)
    })
}

/// As many as asked for, else one a processor.
pub fn threads(asked: Option<NonZeroUsize>) -> usize {
    asked.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
}

/// Lets whoever interrupts the program find whole lines in its output.
fn finish_lines_on_interrupt() -> Result<()> {
    ctrlc::set_handler(|| {
        let _whole = io::stdout().lock();
        std::process::exit(130);
    })
    .context("interrupts cannot be caught")
}
