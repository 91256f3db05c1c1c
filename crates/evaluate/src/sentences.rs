//! Does a sentence that people judged report an event of the kind?

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::record::{Bad, Record};
use crate::score::round;
use crate::words::stems;

/// A judged sentence.
#[derive(Clone, Debug, Deserialize)]
pub struct Judged {
    pub id: String,
    pub text: String,
    #[serde(default)]
    pub date: Option<String>,
    pub plover: String,
    pub label: String,
    #[serde(default)]
    pub spans: Option<Spans>,
}

/// Words that people marked.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Spans {
    #[serde(default)]
    pub verb: Vec<String>,
    #[serde(default)]
    pub source: Vec<String>,
    #[serde(default)]
    pub target: Vec<String>,
}

pub fn read_judged(text: &str) -> Result<Vec<Judged>, Bad> {
    text.lines()
        .enumerate()
        .filter(|(_, l)| !l.trim().is_empty())
        .map(|(n, l)| serde_json::from_str(l).map_err(|e| Bad { line: n + 1, message: e.to_string() }))
        .collect()
}

/// The figures of one PLOVER type.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SentenceScores {
    pub p: f64,
    pub r: f64,
    pub f1: f64,
    pub yes: usize,
    #[serde(rename = "false")]
    pub made_up: usize,
    #[serde(rename = "of them difficult")]
    pub difficult: usize,
    pub verb: Option<f64>,
    pub source: Option<f64>,
    pub target: Option<f64>,
}

/// Scores predictions; `show` gets each wrong sentence: (missed?, sentence).
pub fn sentences(
    gold: &[Judged],
    predicted: &[Record],
    mut show: impl FnMut(bool, &Judged),
) -> Vec<(String, SentenceScores)> {
    let by_id: BTreeMap<&str, &Record> = predicted.iter().map(|r| (r.id.as_str(), r)).collect();
    let mut out = Vec::new();
    for kind in ["ASSAULT", "PROTEST"] {
        let (mut tp, mut fp, mut missed, mut hard) = (0, 0, 0, 0);
        let mut spans = [(0usize, 0usize); 3];
        for g in gold.iter().filter(|g| g.plover == kind && g.label != "ambiguous") {
            let events: Vec<_> = by_id
                .get(g.id.as_str())
                .into_iter()
                .flat_map(|r| &r.events)
                .filter(|e| e.plover.as_deref().unwrap_or("").eq_ignore_ascii_case(kind))
                .collect();
            let yes = g.label == "yes";
            let found = !events.is_empty();
            tp += usize::from(yes && found);
            missed += usize::from(yes && !found);
            fp += usize::from(!yes && found);
            hard += usize::from(g.label == "difficult no" && found);
            if yes != found {
                show(yes, g);
            }
            let (true, Some(marked)) = (yes, &g.spans) else { continue };
            let party = |ps: &Option<Vec<crate::Party>>| -> BTreeSet<String> {
                ps.iter().flatten().filter_map(|p| p.text.as_deref()).flat_map(stems).collect()
            };
            let got: [BTreeSet<String>; 3] = [
                events.iter().flat_map(|e| stems(e.trigger.text())).collect(),
                events.iter().flat_map(|e| party(&e.actors)).collect(),
                events.iter().flat_map(|e| party(&e.targets)).collect(),
            ];
            for (k, words) in [&marked.verb, &marked.source, &marked.target].into_iter().enumerate() {
                let want = stems(&words.join(" "));
                if !want.is_empty() {
                    spans[k].1 += 1;
                    spans[k].0 += usize::from(want.intersection(&got[k]).next().is_some());
                }
            }
        }
        let ratio = |a: usize, b: usize| if b == 0 { 0.0 } else { a as f64 / b as f64 };
        let (p, r) = (ratio(tp, tp + fp), ratio(tp, tp + missed));
        let share = |s: (usize, usize)| (s.1 > 0).then(|| round(ratio(s.0, s.1)));
        out.push((
            kind.to_owned(),
            SentenceScores {
                p: round(p),
                r: round(r),
                f1: if p + r > 0.0 { round(2.0 * p * r / (p + r)) } else { 0.0 },
                yes: tp + missed,
                made_up: fp,
                difficult: hard,
                verb: share(spans[0]),
                source: share(spans[1]),
                target: share(spans[2]),
            },
        ));
    }
    out
}
