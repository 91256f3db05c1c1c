//! Which reports are annotated?
//!
//! The gold's training reports carry their text. Our own annotations (`eval/annotations`) hold offsets alone and are
//! joined to the texts, which are not ours to carry, by the reports' ids.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;
use waqai::text::CodePoints;
use waqai_evaluate::{Count, Event, Mention, Party, Record, Trigger, When};

/// The parts of the training data.
#[derive(Clone, Debug, clap::Args)]
pub struct Annotated {
    /// Annotated reports with their texts.
    #[arg(long, default_value = "../shared/gold/train.jsonl")]
    pub reports: PathBuf,
    /// Annotations by offsets, in JSON Lines files.
    #[arg(long, default_value = "eval/annotations")]
    pub annotations: PathBuf,
    /// The texts of those, by id.
    #[arg(long, default_value = "../shared/bench/reports.jsonl")]
    pub texts: PathBuf,
}

#[derive(Deserialize)]
struct Text {
    id: String,
    date: Option<String>,
    text: String,
}

#[derive(Deserialize)]
struct Placed {
    id: String,
    events: Vec<PlacedEvent>,
}

#[derive(Deserialize)]
struct PlacedEvent {
    r#type: String,
    trigger: (usize, usize),
    #[serde(default)]
    mentions: Vec<(usize, usize)>,
    realis: Option<String>,
    #[serde(default)]
    actors: Vec<PlacedParty>,
    #[serde(default)]
    targets: Vec<PlacedParty>,
    place: Option<PlacedParty>,
    source: Option<PlacedParty>,
    date: Option<String>,
    killed: Option<Count>,
    wounded: Option<Count>,
    detained: Option<Count>,
    displaced: Option<Count>,
}

#[derive(Deserialize)]
struct PlacedParty {
    at: (usize, usize),
    name: String,
    country: Option<String>,
}

impl Annotated {
    /// All annotated reports.
    pub fn load(&self) -> Result<Vec<Record>> {
        let mut out = waqai_evaluate::read(&read(&self.reports)?)?;
        out.append(&mut placed(&self.annotations, &self.texts)?);
        Ok(out)
    }
}

/// The reports that a folder's files annotate by offsets, with their texts.
pub fn placed(annotations: &Path, texts: &Path) -> Result<Vec<Record>> {
    let mut files: Vec<PathBuf> = fs::read_dir(annotations)
        .with_context(|| format!("{} cannot be read", annotations.display()))?
        .filter_map(|f| f.ok().map(|f| f.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "jsonl"))
        .collect();
    files.sort();
    let mut out = Vec::new();
    if files.is_empty() {
        return Ok(out);
    }
    let mut by_id: HashMap<String, Text> = HashMap::new();
    for line in read(texts)?.lines().filter(|l| !l.trim().is_empty()) {
        let t: Text = serde_json::from_str(line)?;
        by_id.insert(t.id.clone(), t);
    }
    for file in files {
        for (n, line) in read(&file)?.lines().enumerate() {
            let at = || format!("{}:{}", file.display(), n + 1);
            let placed: Placed = serde_json::from_str(line).with_context(at)?;
            let text =
                by_id.get(&placed.id).with_context(|| format!("{}: no text of {}", at(), placed.id))?;
            out.push(join(placed, text).with_context(at)?);
        }
    }
    Ok(out)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

fn join(placed: Placed, text: &Text) -> Result<Record> {
    let points = CodePoints::new(&text.text);
    let words = |(start, end): (usize, usize)| -> Result<String> {
        let bytes = points.byte(start as u32) as usize..points.byte(end as u32) as usize;
        Ok(text.text.get(bytes).context("offsets beyond the text")?.to_owned())
    };
    let party = |p: &PlacedParty| -> Result<Party> {
        Ok(Party {
            text: Some(words(p.at)?),
            name: Some(p.name.clone()),
            country: p.country.clone(),
            ..Party::default()
        })
    };
    let one = |p: &Option<PlacedParty>| p.as_ref().map(party).transpose();
    let many = |p: &[PlacedParty]| p.iter().map(party).collect::<Result<Vec<Party>>>();
    let mut events = Vec::new();
    for (i, e) in placed.events.iter().enumerate() {
        let (start, end) = e.trigger;
        events.push(Event {
            id: format!("e{}", i + 1),
            kind: e.r#type.clone(),
            realis: e.realis.clone(),
            trigger: Trigger::Placed { text: words(e.trigger)?, start, end },
            mentions: Some(
                e.mentions.iter().map(|(start, end)| Mention::Placed { start: *start, end: *end }).collect(),
            ),
            actors: Some(many(&e.actors)?),
            targets: Some(many(&e.targets)?),
            place: one(&e.place)?,
            source: one(&e.source)?,
            date: e.date.clone().map(When::Text),
            killed: e.killed.clone(),
            wounded: e.wounded.clone(),
            detained: e.detained.clone(),
            displaced: e.displaced.clone(),
            ..Event::default()
        });
    }
    Ok(Record { id: placed.id, text: text.text.clone(), date: text.date.clone(), events })
}
