//! How fast is the whole program, and where does the time go?

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;
use waqai::recognise::{self, Mentions, Times};
use waqai::{Models, Reader, Report, events, resolve};
use waqai_cli::input::Items;

/// Runs the program over a file of reports, and each stage by itself.
#[derive(Debug, Args)]
pub struct Bench {
    /// JSON Lines of reports.
    reports: PathBuf,
    /// The program [default: target/release/waqai, built first].
    #[arg(long)]
    program: Option<PathBuf>,
    /// How often; the median counts.
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Only the stages.
    #[arg(long)]
    stages: bool,
}

impl Bench {
    pub fn run(&self) -> Result<()> {
        let bytes = fs::metadata(&self.reports).with_context(|| self.reports.display().to_string())?.len();
        if !self.stages {
            self.program(bytes)?;
        }
        stages(&self.reports)
    }

    fn program(&self, bytes: u64) -> Result<()> {
        let program = if let Some(p) = &self.program {
            p.clone()
        } else {
            let built = Command::new("cargo").args(["build", "--release", "-p", "waqai-cli"]).status()?;
            if !built.success() {
                bail!("the program does not build");
            }
            PathBuf::from("target/release/waqai")
        };
        let start = median(self.runs.max(5), || run(&program, Path::new("examples/taiz.txt")))?;
        let all = median(self.runs, || run(&program, &self.reports))?;
        println!("start to first event   {:6.0} ms", start.wall.as_secs_f64() * 1e3);
        println!(
            "whole program          {:6.2} MB/s by the clock, {:.2} MB/s of processor time, peak {:.0} MB ({:.1} MB of \
             reports, --threads 1, median of {})",
            speed(bytes, all.wall),
            speed(bytes, all.cpu),
            all.peak as f64 / 1e3,
            bytes as f64 / 1e6,
            self.runs
        );
        Ok(())
    }
}

fn speed(bytes: u64, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64().max(1e-6)
}

/// One run of the program.
#[derive(Clone, Copy, Debug)]
struct Run {
    wall: Duration,
    cpu: Duration,
    /// Kilobytes.
    peak: u64,
}

fn median(runs: usize, mut run: impl FnMut() -> Result<Run>) -> Result<Run> {
    let mut all = (0..runs.max(1)).map(|_| run()).collect::<Result<Vec<_>>>()?;
    all.sort_by_key(|r| r.cpu.max(r.wall / 100));
    Ok(all[all.len() / 2])
}

fn run(program: &Path, reports: &Path) -> Result<Run> {
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(["read", "--threads", "1", "--format", "jsonl", "--date", "2016-08-02"])
        .arg(reports)
        .stdout(Stdio::null())
        .spawn()
        .with_context(|| program.display().to_string())?;
    // What the system says of a process is gone when it ends, so it is asked often.
    let (mut cpu, mut peak) = (Duration::ZERO, 0);
    loop {
        let proc = PathBuf::from(format!("/proc/{}", child.id()));
        if let Ok(status) = fs::read_to_string(proc.join("status")) {
            let value = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
            peak = value.and_then(|v| v.split_whitespace().next()?.parse().ok()).unwrap_or(peak);
        }
        if let Ok(stat) = fs::read_to_string(proc.join("stat")) {
            // After the name in brackets: user and system time in hundredths of a second.
            let fields: Vec<u64> = stat
                .rsplit(')')
                .next()
                .unwrap_or_default()
                .split_whitespace()
                .map(|f| f.parse().unwrap_or(0))
                .collect();
            if let (Some(user), Some(system)) = (fields.get(11), fields.get(12)) {
                cpu = Duration::from_millis(10 * (user + system)).max(cpu);
            }
        }
        if let Some(status) = child.try_wait()? {
            if !status.success() {
                bail!("the program failed: {status}");
            }
            return Ok(Run { wall: start.elapsed(), cpu, peak });
        }
        thread::sleep(Duration::from_millis(3));
    }
}

/// Each stage by itself, over all reports.
fn stages(path: &Path) -> Result<()> {
    let start = Instant::now();
    let reader = Reader::bundled();
    let opened = start.elapsed();
    let (times, models) = (Times::bundled(), Models::bundled());
    let reports: Vec<Report> =
        Items::new(&[path.to_path_buf()]).filter_map(|i| i.report(None).ok()).map(|(r, _)| r).collect();
    if reports.is_empty() {
        bail!("{} holds no report", path.display());
    }
    let bytes: usize = reports.iter().map(|r| r.text.len()).sum();
    let names = ["text", "analyse", "look up", "places", "actors", "times", "events", "resolve", "write"];
    let mut spent = [Duration::ZERO; 9];
    let (mut scratch, mut found_events, mut tokens) = (reader.scratch(), 0, 0);
    for r in &reports {
        let mut at = Instant::now();
        let mut lap = |i: usize, at: &mut Instant| {
            spent[i] += at.elapsed();
            *at = Instant::now();
        };
        let text = reader.text(&r.text);
        lap(0, &mut at);
        let analysis = reader.analyse(&mut scratch, &text);
        lap(1, &mut at);
        let begins = reader.beginnings(&mut scratch, &text);
        lap(2, &mut at);
        let places = recognise::places(&text, begins, reader.world().gazetteer);
        lap(3, &mut at);
        let actors = recognise::actors(&text, begins, reader.world().registry);
        lap(4, &mut at);
        let named = times.find(&text, begins);
        lap(5, &mut at);
        let mentions = Mentions::new(&text, places, actors, named.dates, named.numbers, named.weapons);
        let found = events::find(&analysis, &mentions, reader.world().registry, reader.codebook(), &models);
        lap(6, &mut at);
        let reading = resolve::settle(&analysis, &mentions, reader.world(), r.date, found);
        lap(7, &mut at);
        let line = waqai_cli::wire::Line::new(r, &reading, reader.codebook_version());
        let json = serde_json::to_string(&line)?;
        lap(8, &mut at);
        found_events += reading.events.len();
        tokens += text.tokens.len();
        std::hint::black_box(json);
    }
    let all: Duration = spent.iter().sum();
    println!(
        "stages over {} reports, {:.1} MB of text, {tokens} tokens, {found_events} events; data opened in {:.0} ms",
        reports.len(),
        bytes as f64 / 1e6,
        opened.as_secs_f64() * 1e3
    );
    for (name, t) in names.iter().zip(spent) {
        println!(
            "  {name:8} {:7.0} ms  {:4.1}%  {:7.1} MB/s",
            t.as_secs_f64() * 1e3,
            100.0 * t.as_secs_f64() / all.as_secs_f64(),
            speed(bytes as u64, t)
        );
    }
    println!(
        "  {:8} {:7.0} ms         {:7.2} MB/s",
        "all",
        all.as_secs_f64() * 1e3,
        speed(bytes as u64, all)
    );
    Ok(())
}
