//! How well are lost spaces found?

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;
use waqai::text::{Text, TokenKind, WordModel};

#[derive(Args)]
pub struct MeasureRepair {
    /// JSON Lines with a field `text`
    #[arg(long, default_value = "../shared/bench/reports.jsonl")]
    reports: PathBuf,
    /// How many texts to read
    #[arg(long, default_value_t = 3000)]
    texts: usize,
    /// Show what was split in untouched text
    #[arg(long)]
    splits: bool,
    /// Show joins that were not found, or cut at another place
    #[arg(long)]
    misses: bool,
    #[arg(long, default_value = "eval/repair.csv")]
    out: Option<PathBuf>,
}

#[derive(Default)]
struct Tally {
    words: usize,
    joins: usize,
    recovered: usize,
    wrong: usize,
    other: usize,
}

impl MeasureRepair {
    pub fn run(&self) -> Result<()> {
        let words = WordModel::shipped();
        let texts = self.texts()?;
        let mut rows = vec![String::from(
            "measure,texts,words,joins,recovered,recovered_pct,cut_elsewhere,splits_of_untouched,splits_pct",
        )];
        let started = Instant::now();
        let bytes: usize = texts.iter().map(String::len).sum();
        let mut count = 0;
        for text in &texts {
            count += Text::new(text, &words).tokens.len();
        }
        let seconds = started.elapsed().as_secs_f64();
        println!("{count} tokens, {:.1} MB/s", bytes as f64 / 1e6 / seconds);

        // One lost space in about 3,000 words leaves the text undamaged; one in 50 damages it.
        for (name, one_in) in [("untouched", 0), ("strict", 3000), ("bold", 50)] {
            let mut tally = Tally::default();
            let mut seen = BTreeMap::new();
            let mut random = Random(7);
            // A rare join in each text: read the strict text many times over to gather enough joins.
            let rounds = if name == "strict" { 8 } else { 1 };
            for _ in 0..rounds {
                for text in &texts {
                    self.tally(text, one_in, &words, &mut random, &mut tally, &mut seen);
                }
            }
            rows.push(format!(
                "{name},{},{},{},{},{},{},{},{:.4}",
                texts.len(),
                tally.words,
                tally.joins,
                tally.recovered,
                percent(tally.recovered, tally.joins),
                tally.wrong,
                tally.other,
                100.0 * tally.other as f64 / tally.words.max(1) as f64
            ));
            if self.splits && name == "untouched" {
                let mut seen: Vec<_> = seen.into_iter().collect();
                seen.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
                for (split, n) in seen {
                    println!("{n}\t{split}");
                }
            }
        }
        let table = rows.join("\n") + "\n";
        print!("{table}");
        if let Some(out) = &self.out {
            if let Some(parent) = out.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(out, table).with_context(|| out.display().to_string())?;
        }
        Ok(())
    }

    fn texts(&self) -> Result<Vec<String>> {
        let lines = fs::read_to_string(&self.reports).with_context(|| self.reports.display().to_string())?;
        lines
            .lines()
            .take(self.texts)
            .map(|line| {
                let value: serde_json::Value = serde_json::from_str(line)?;
                Ok(value["text"].as_str().unwrap_or_default().to_owned())
            })
            .collect()
    }

    /// Takes out about one space between words in `one_in`, reads the text, and counts what came of it.
    fn tally(
        &self,
        text: &str,
        one_in: u64,
        words: &WordModel,
        random: &mut Random,
        tally: &mut Tally,
        seen: &mut BTreeMap<String, usize>,
    ) {
        let whole = Text::new(text, &WordModel::empty());
        let mut joined = String::with_capacity(text.len());
        let mut joins = Vec::new();
        let mut copied = 0;
        let mut last = false;
        for (token, next) in whole.tokens.iter().zip(whole.tokens.iter().skip(1)) {
            let (a, b) = (token.span.end() as usize, next.span.start() as usize);
            let words = token.kind == TokenKind::Word && next.kind == TokenKind::Word;
            // A letter alone (و, ل before a quote) joined to a word is how it is written anyway.
            let long = token.clean.len() > 2 && next.clean.len() > 2;
            last = one_in > 0
                && !last
                && words
                && long
                && &text[a..b] == " "
                && random.next().is_multiple_of(one_in);
            if last {
                joined.push_str(&text[copied..a]);
                joins.push(joined.len() as u32);
                copied = b;
            }
        }
        joined.push_str(&text[copied..]);
        let read = Text::new(&joined, words);
        tally.words += whole.tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
        tally.joins += joins.len();
        for join in &joins {
            let cut = read.tokens.iter().any(|t| t.span.start() == *join);
            let over = read.repairs.iter().find(|r| r.span.start() < *join && *join < r.span.end());
            let pieces = over.map_or(0, |r| r.tokens.len());
            if cut && pieces == 2 {
                tally.recovered += 1;
            } else {
                tally.wrong += usize::from(pieces > 0);
                if self.misses {
                    let shown = read.token_at(*join).map_or("", |t| read.clean(t));
                    println!(
                        "missed\t{one_in}\t{shown}\t{}",
                        over.map_or(String::new(), |r| pieces_of(&read, r))
                    );
                }
            }
        }
        for repair in &read.repairs {
            if !joins.iter().any(|j| repair.span.start() < *j && *j < repair.span.end()) {
                tally.other += 1;
                *seen.entry(pieces_of(&read, repair)).or_default() += 1;
            }
        }
    }
}

fn pieces_of(text: &Text, repair: &waqai::text::Repair) -> String {
    repair.tokens.clone().map(|t| text.clean(t as usize)).collect::<Vec<_>>().join(" ")
}

fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { String::new() } else { format!("{:.1}", 100.0 * part as f64 / whole as f64) }
}

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 11
    }
}
