//! What do gold and predicted files hold?

use serde::Deserialize;

/// One document with its events, gold or predicted.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Record {
    pub id: String,
    /// Gold has it; predictions need not.
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub date: Option<String>,
    #[serde(default)]
    pub events: Vec<Event>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Event {
    #[serde(default)]
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub plover: Option<String>,
    #[serde(default)]
    pub realis: Option<String>,
    pub trigger: Trigger,
    /// In gold: words around the trigger that occur once in the text.
    #[serde(default)]
    pub near: Option<String>,
    #[serde(default)]
    pub mentions: Option<Vec<Mention>>,
    #[serde(default)]
    pub actors: Option<Vec<Party>>,
    #[serde(default)]
    pub targets: Option<Vec<Party>>,
    #[serde(default)]
    pub place: Option<Party>,
    #[serde(default)]
    pub date: Option<When>,
    #[serde(default)]
    pub killed: Option<Count>,
    #[serde(default)]
    pub wounded: Option<Count>,
    #[serde(default)]
    pub detained: Option<Count>,
    #[serde(default)]
    pub displaced: Option<Count>,
    #[serde(default)]
    pub source: Option<Party>,
}

/// A trigger by its words alone, or with its place in code points.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Trigger {
    Words(String),
    Placed { text: String, start: usize, end: usize },
}

impl Default for Trigger {
    fn default() -> Trigger {
        Trigger::Words(String::new())
    }
}

impl Trigger {
    pub fn text(&self) -> &str {
        match self {
            Trigger::Words(t) | Trigger::Placed { text: t, .. } => t,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Mention {
    Near { trigger: String, near: String },
    Placed { start: usize, end: usize },
}

/// An actor, target, source or place.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Party {
    #[serde(default)]
    pub text: Option<String>,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub country: Option<String>,
    #[serde(default)]
    pub start: Option<usize>,
    #[serde(default)]
    pub end: Option<usize>,
}

/// A date: gold writes the EDTF string, predictions an object.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum When {
    Text(String),
    Object { edtf: Option<String> },
}

impl When {
    pub fn edtf(&self) -> Option<&str> {
        match self {
            When::Text(t) => Some(t.as_str()),
            When::Object { edtf } => edtf.as_deref(),
        }
        .filter(|s| !s.is_empty())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Count {
    pub n: Option<u64>,
    #[serde(default)]
    pub to: Option<u64>,
    #[serde(default)]
    pub bound: Option<String>,
}

/// A line that is no record.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct Bad {
    pub line: usize,
    pub message: String,
}

/// Reads JSON Lines; the first bad line ends it.
pub fn read(text: &str) -> Result<Vec<Record>, Bad> {
    text.lines()
        .enumerate()
        .filter(|(_, l)| !l.trim().is_empty())
        .map(|(n, l)| serde_json::from_str(l).map_err(|e| Bad { line: n + 1, message: e.to_string() }))
        .collect()
}
