//! How often does a party's English name come out as careful coders write it?

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use serde_json::Value;
use waqai::Reader;
use waqai::recognise::{Gazetteer, Registry};
use waqai::resolve::{names::Namer, places};

/// Measures the English names of parties, and the places, of a gold file.
#[derive(Args)]
pub struct MeasureNames {
    #[arg(long, default_value = "../shared/gold/train.jsonl")]
    gold: PathBuf,
    /// Print what came out otherwise.
    #[arg(long)]
    misses: bool,
}

impl MeasureNames {
    pub fn run(&self) -> Result<()> {
        let reader = Reader::bundled();
        let (registry, gazetteer) = (Registry::bundled(), Gazetteer::bundled());
        let mut scratch = waqai::Scratch::default();
        let gold = std::fs::read_to_string(&self.gold).with_context(|| self.gold.display().to_string())?;
        let (mut parties, mut right, mut located, mut place_right) = (0u32, 0u32, 0u32, 0u32);
        for line in gold.lines().filter(|l| !l.trim().is_empty()) {
            let report: Value = serde_json::from_str(line)?;
            let raw = report["text"].as_str().unwrap_or_default();
            let day = report["date"].as_str().and_then(|d| d.parse().ok());
            let text = reader.text(raw);
            let steps = reader.steps(&mut scratch, &text);
            let resolved = places::places(&text, &steps.mentions.places, &gazetteer);
            let namer = Namer::new(&steps.analysis, &steps.mentions, &registry, day, &resolved);
            for event in report["events"].as_array().into_iter().flatten() {
                let near = event["near"].as_str().and_then(|n| raw.find(n)).unwrap_or(0);
                let list = |k: &str| event[k].as_array().cloned().unwrap_or_default();
                let mut all = list("actors");
                all.extend(list("targets"));
                if !event["source"].is_null() {
                    all.push(event["source"].clone());
                }
                for party in &all {
                    let (Some(words), Some(name)) = (party["text"].as_str(), party["name"].as_str()) else {
                        continue;
                    };
                    let Some(range) = tokens(&text, raw, words, near) else { continue };
                    let ours = namer.tokens(range);
                    parties += 1;
                    if near_equal(name, &ours.name) {
                        right += 1;
                    } else if self.misses {
                        println!("{words}\t{name}\t{}", ours.name);
                    }
                }
                let place = &event["place"];
                if let (Some(words), Some(name), Some(country)) =
                    (place["text"].as_str(), place["name"].as_str(), place["country"].as_str())
                    && let Some(range) = tokens(&text, raw, words, near)
                {
                    located += 1;
                    let found: Vec<_> = range
                        .clone()
                        .filter_map(|t| steps.mentions.place_at(t as usize))
                        .filter_map(|m| resolved[m].as_ref())
                        .collect();
                    if found.iter().any(|p| p.country.as_str() == country) {
                        place_right += 1;
                    } else if self.misses {
                        let other = found
                            .first()
                            .map_or("-".to_owned(), |p| format!("{} {:?}", p.name_en, p.country));
                        println!("PLACE\t{words}\t{name} {country}\t{other}");
                    }
                }
            }
        }
        println!(
            "parties {right} of {parties} = {:.1} %",
            100.0 * f64::from(right) / f64::from(parties.max(1))
        );
        println!("places in the right country {place_right} of {located}");
        Ok(())
    }
}

/// The tokens of the occurrence of `words` nearest to `near`.
fn tokens(text: &waqai::text::Text, raw: &str, words: &str, near: usize) -> Option<std::ops::Range<u32>> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let (at, _) = raw.match_indices(words).min_by_key(|(i, _)| {
        let whole = !letter(raw[..*i].chars().next_back()) && !letter(raw[i + words.len()..].chars().next());
        (!whole, i.abs_diff(near))
    })?;
    let end = at + words.len();
    let inside = |t: &waqai::text::Token| (t.span.end() as usize) > at && (t.span.start() as usize) < end;
    let first = text.tokens.iter().position(inside)?;
    let last = text.tokens.iter().rposition(inside)?;
    Some(first as u32..last as u32 + 1)
}

/// The rule by which the gold is scored: half of the words of both, articles and the like aside.
fn near_equal(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    !a.is_empty() && !b.is_empty() && 2 * a.intersection(&b).count() >= a.union(&b).count()
}

fn words(name: &str) -> BTreeSet<String> {
    let mut s = String::new();
    let mut depth = 0;
    for c in name.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = 0,
            '.' => {}
            _ if depth == 0 => s.push(c),
            _ => {}
        }
    }
    let lower: String = s.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let all: Vec<String> = lower
        .split_whitespace()
        .flat_map(|w| {
            let full = match w {
                "isis" | "isil" | "daesh" | "is" => "islamic state",
                "us" | "usa" | "america" | "american" => "united states",
                "uk" | "britain" => "united kingdom",
                "uae" => "united arab emirates",
                "un" => "united nations",
                "eu" => "european union",
                "gna" => "national accord",
                other => other,
            };
            full.split(' ').map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    let stop = ["the", "of", "and", "in", "al", "el", "forces", "group", "government"];
    let core: BTreeSet<String> = all.iter().filter(|w| !stop.contains(&w.as_str())).cloned().collect();
    if core.is_empty() { all.into_iter().collect() } else { core }
}
