//! How many of the gold's dates and tolls can be read from their words?

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use waqai::Span;
use waqai::recognise::Beginnings;
use waqai::recognise::dates::DateExpr;
use waqai::recognise::times::{Found, Times};
use waqai::resolve::dates::{Anchor, ResolvedDate, resolve_from};
use waqai::text::{Text, WordModel};

/// Measures on a gold file; says so and stops where it is absent.
pub fn measure(gold: &Path, errors: bool, dump: bool) -> Result<()> {
    if !gold.exists() {
        println!("skipped: {} is not here", gold.display());
        return Ok(());
    }
    let source = std::fs::read_to_string(gold).with_context(|| format!("cannot read {}", gold.display()))?;
    let start = std::time::Instant::now();
    let times = Times::bundled();
    println!("lists opened in {:.2?}", start.elapsed());
    let mut tally = Tally::default();
    let (mut bytes, mut spent) = (0, std::time::Duration::ZERO);
    for line in source.lines().filter(|l| !l.trim().is_empty()) {
        let report: Value = serde_json::from_str(line)?;
        let text = Text::new(report["text"].as_str().unwrap_or_default(), &WordModel::empty());
        let start = std::time::Instant::now();
        let found = times.find(&text, Beginnings::default());
        spent += start.elapsed();
        bytes += text.raw().len();
        let published = report["date"].as_str().and_then(|d| d.parse().ok());
        for event in report["events"].as_array().into_iter().flatten() {
            tally.date(&report, event, &text, &found, published, errors);
            tally.tolls(&report, event, &text, &found, errors);
        }
        if dump {
            show(&report, &text, &found, published);
        }
    }
    println!(
        "dates: {} in the gold with words, found {}, exact {}, loose {}",
        tally.dates, tally.found, tally.exact, tally.loose
    );
    println!("tolls: {} in the gold, a number of the report agrees {}", tally.tolls, tally.agree);
    println!("speed: {:.1} MB/s", bytes as f64 / 1e6 / spent.as_secs_f64());
    Ok(())
}

#[derive(Default)]
struct Tally {
    dates: usize,
    found: usize,
    exact: usize,
    loose: usize,
    tolls: usize,
    agree: usize,
}

impl Tally {
    fn date(
        &mut self,
        report: &Value,
        event: &Value,
        text: &Text,
        found: &Found,
        published: Option<jiff::civil::Date>,
        errors: bool,
    ) {
        let (Some(words), Some(expected)) = (event["date_text"].as_str(), event["date"].as_str()) else {
            return;
        };
        self.dates += 1;
        let raw = text.raw();
        let near = event["near"].as_str().and_then(|n| raw.find(n)).unwrap_or(0);
        let Some(at) = raw.match_indices(words).map(|(i, _)| i).min_by_key(|i| i.abs_diff(near)) else {
            return;
        };
        let span = Span::new(at as u32, (at + words.len()) as u32);
        let ahead = event["realis"] == "planned" || event["realis"] == "possible";
        let mentions: Vec<_> = found
            .dates
            .iter()
            .filter(|d| d.span.overlaps(span) && !matches!(d.expr, DateExpr::Clock))
            .collect();
        let resolved: Vec<_> = mentions
            .iter()
            .map(|d| resolve_from(&d.expr, Anchor { published, antecedent: None, ahead }))
            .collect();
        self.found += usize::from(!mentions.is_empty());
        let exact = resolved.iter().flatten().any(|r| r.edtf == expected);
        let loose = exact || resolved.iter().flatten().any(|r| close(r, expected));
        self.exact += usize::from(exact);
        self.loose += usize::from(loose);
        if errors && !exact {
            let got: Vec<String> = mentions
                .iter()
                .zip(&resolved)
                .map(|(m, r)| {
                    let r = r.as_ref().map_or_else(ToString::to_string, |r| r.edtf.clone());
                    format!("{} = {r}", m.span.of(raw))
                })
                .collect();
            let kind = if loose { "loose" } else { "WRONG" };
            println!(
                "{kind}\t{}\t{words}\t{expected}\t{}\t[{}]",
                report["date"].as_str().unwrap_or_default(),
                event["realis"].as_str().unwrap_or_default(),
                got.join(" | ")
            );
        }
    }

    fn tolls(&mut self, report: &Value, event: &Value, text: &Text, found: &Found, errors: bool) {
        for field in ["killed", "wounded", "detained", "displaced"] {
            let Some(n) = event[field]["n"].as_u64() else { continue };
            self.tolls += 1;
            let bound = level(event[field]["bound"].as_str().unwrap_or("exact"));
            let to = event[field]["to"].as_u64();
            let agrees =
                found.numbers.iter().any(|m| m.n == n && m.to == to && level(m.bound.as_str()) == bound);
            self.agree += usize::from(agrees);
            if errors && !agrees {
                let same: Vec<String> = found
                    .numbers
                    .iter()
                    .filter(|m| m.n == n)
                    .map(|m| format!("{} ({})", m.span.of(text.raw()), m.bound.as_str()))
                    .collect();
                println!(
                    "TOLL\t{}\t{field} {n} {bound}\t{}\t[{}]",
                    report["id"].as_str().unwrap_or_default(),
                    event["near"].as_str().unwrap_or_default(),
                    same.join(" | ")
                );
            }
        }
    }
}

/// Every mention with the words around it, for reading.
fn show(report: &Value, text: &Text, found: &Found, published: Option<jiff::civil::Date>) {
    let id = report["id"].as_str().unwrap_or_default();
    let raw = text.raw();
    let around = |span: Span| {
        let from = raw.floor_char_boundary((span.start() as usize).saturating_sub(40));
        let to = raw.ceil_char_boundary((span.end() as usize + 40).min(raw.len()));
        let (before, after) = (&raw[from..span.start() as usize], &raw[span.end() as usize..to]);
        format!("{before}⟦{}⟧{after}", span.of(raw)).replace('\n', "⏎")
    };
    for d in &found.dates {
        let day = resolve_from(&d.expr, Anchor { published, ..Anchor::default() })
            .map_or_else(|e| e.to_string(), |r| format!("{} p{}", r.edtf, r.precision));
        println!("{id}\tdate\t{day}\t{}", around(d.span));
    }
    for n in &found.numbers {
        let counted = n.counted.map_or("-", |t| text.clean(t as usize));
        let flags = [
            (n.part_of, "part"),
            (n.joined, "joined"),
            (n.ordinal, "ordinal"),
            (n.vague, "vague"),
            (n.implied, "implied"),
        ];
        let flags: Vec<&str> = flags.iter().filter(|f| f.0).map(|f| f.1).collect();
        println!(
            "{id}\tnumber\t{} {}{}\t{:?} {counted} {}\t{}",
            n.bound.as_str(),
            n.n,
            n.to.map(|t| format!("..{t}")).unwrap_or_default(),
            n.counts,
            flags.join(","),
            around(n.span)
        );
    }
    for w in &found.weapons {
        println!("{id}\tweapon\t{}\t{}", w.id, around(w.span));
    }
}

fn level(bound: &str) -> &str {
    if bound == "more_than" { "at_least" } else { bound }
}

/// The intervals overlap and neither is more than 31 days longer, as gold/score.py has it.
fn close(resolved: &ResolvedDate, expected: &str) -> bool {
    let (Some(a), Some(b)) = (bounds(&resolved.edtf), bounds(expected)) else { return false };
    let length = |(from, to): (i64, i64)| to - from;
    a.0 <= b.1 && b.0 <= a.1 && (length(a) - length(b)).abs() <= 31
}

/// First and last day of an EDTF interval, as days.
fn bounds(edtf: &str) -> Option<(i64, i64)> {
    let (from, to) = edtf.split_once('/').unwrap_or((edtf, edtf));
    let day = |s: &str, last: bool| -> Option<i64> {
        if s.is_empty() || s == ".." {
            return Some(if last { 4_000_000 } else { 0 });
        }
        let mut parts = s.split('-').map(|p| p.parse::<i16>().ok());
        let year = parts.next()??;
        let month = parts.next().flatten();
        let day = parts.next().flatten();
        let month_or = month.unwrap_or(if last { 12 } else { 1 });
        let first = jiff::civil::Date::new(year, month_or as i8, 1).ok()?;
        let date = match day {
            Some(d) => jiff::civil::Date::new(year, month_or as i8, d as i8).ok()?,
            None if last => first.last_of_month(),
            None => first,
        };
        let epoch = jiff::civil::date(1, 1, 1);
        Some(i64::from((date - epoch).get_days()))
    };
    Some((day(from, false)?, day(to, true)?))
}
