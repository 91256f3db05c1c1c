//! How far has a long run come?

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A line on standard error that is drawn anew; shown only to people, and only where there is something to wait for.
#[derive(Debug)]
pub struct Progress {
    shown: bool,
    drawn: bool,
    start: Instant,
    last: Instant,
    taken: Arc<AtomicU64>,
    total: Option<u64>,
    reports: u64,
    events: u64,
}

impl Progress {
    pub fn new(taken: Arc<AtomicU64>, total: Option<u64>) -> Progress {
        // On a terminal the readings themselves show how far it is.
        let shown = io::stderr().is_terminal() && !io::stdout().is_terminal();
        let now = Instant::now();
        Progress { shown, drawn: false, start: now, last: now, taken, total, reports: 0, events: 0 }
    }

    /// One more report was read.
    pub fn step(&mut self, events: usize) {
        self.reports += 1;
        self.events += events as u64;
        if self.shown && self.last.elapsed() > Duration::from_millis(200) {
            self.last = Instant::now();
            self.drawn = true;
            eprint!("\r\x1b[2K{}", self.line());
            let _ = io::stderr().flush();
        }
    }

    /// Takes the line away, before something else is said.
    pub fn clear(&mut self) {
        if self.drawn {
            self.drawn = false;
            eprint!("\r\x1b[2K");
            let _ = io::stderr().flush();
        }
    }

    /// What was done, if anybody could see it being done.
    pub fn finish(&mut self) {
        self.clear();
        if self.shown {
            eprintln!("{}", self.line());
        }
    }

    fn line(&self) -> String {
        let mut taken = self.taken.load(Ordering::Relaxed) as f64;
        let part = match self.total {
            Some(total) if total > 0 => {
                taken = taken.min(total as f64);
                format!("  {:3.0}%", 100.0 * taken / total as f64)
            }
            _ => String::new(),
        };
        let seconds = self.start.elapsed().as_secs_f64().max(0.001);
        format!(
            "{} reports, {} events, {:.1} MB in {seconds:.1} s ({:.2} MB/s){part}",
            self.reports,
            self.events,
            taken / 1e6,
            taken / 1e6 / seconds
        )
    }
}
