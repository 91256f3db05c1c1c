//! What does a spec file say?

use jiff::civil::Date;
use waqai::{Bound, Realis};

/// One passage and the reading that is expected of it.
#[derive(Debug)]
pub struct Spec {
    /// The nearest heading above.
    pub title: String,
    /// The line of the passage's fence.
    pub line: usize,
    /// Why it does not hold yet.
    pub pending: Option<String>,
    pub date: Option<Date>,
    pub passage: String,
    pub expected: Vec<Line>,
}

/// One line of an `events` block.
#[derive(Debug)]
pub struct Line {
    pub line: usize,
    pub says: Says,
}

#[derive(Debug)]
pub enum Says {
    /// There is an event of this kind, at this word.
    Event { kind: String, trigger: Option<String>, fields: Vec<Field> },
    /// There is none of this kind, or none at this word.
    No { kind: Option<String>, trigger: Option<String> },
    /// There are no events but those named in the block.
    Only,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Actor,
    Target,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    Killed,
    Wounded,
    Detained,
    Displaced,
}

#[derive(Debug)]
pub enum Field {
    /// All the parties of one role; empty where there must be none.
    Parties(Role, Vec<String>),
    /// Words of which each must be a mention.
    Mention(String),
    Place(Option<(String, String)>),
    Date(Option<String>),
    Count(Counted, Option<(u64, Option<u64>, Bound)>),
    Source(Option<String>),
    Realis(Realis),
}

const KINDS: [&str; 35] = [
    "airstrike",
    "shelling",
    "bombing",
    "clash",
    "attack",
    "killing",
    "abduction",
    "abuse",
    "destruction",
    "mobilize",
    "seize",
    "withdraw",
    "besiege",
    "intercept",
    "arrest",
    "trial",
    "restrict",
    "sanction",
    "displace",
    "protest",
    "riot",
    "accuse",
    "threaten",
    "reject",
    "demand",
    "claim",
    "meet",
    "agree",
    "support",
    "cooperate",
    "aid",
    "release",
    "concede",
    "govern",
    "disaster",
];

enum State {
    Prose,
    Passage,
    Events,
    Other,
}

/// The specs of a file, and what in it could not be understood with the line it stands on.
pub fn parse(text: &str) -> (Vec<Spec>, Vec<(usize, String)>) {
    let (mut specs, mut faults): (Vec<Spec>, Vec<(usize, String)>) = (Vec::new(), Vec::new());
    let (mut title, mut pending) = (String::new(), None);
    let mut open: Option<Spec> = None;
    let mut state = State::Prose;
    for (n, raw) in text.lines().enumerate().map(|(n, l)| (n + 1, l)) {
        let fence = raw.strip_prefix("```");
        match state {
            State::Prose => {
                if let Some(info) = fence {
                    state = match info.split_whitespace().next() {
                        Some("arabic") => {
                            if let Some(spec) = open.take() {
                                faults.push((spec.line, "a passage with no events block".to_owned()));
                            }
                            open = Some(Spec {
                                title: title.clone(),
                                line: n,
                                pending: pending.take(),
                                date: date(info).unwrap_or_else(|e| {
                                    faults.push((n, e));
                                    None
                                }),
                                passage: String::new(),
                                expected: Vec::new(),
                            });
                            State::Passage
                        }
                        Some("events") => {
                            if open.is_none() {
                                faults.push((n, "an events block with no passage".to_owned()));
                            }
                            State::Events
                        }
                        _ => State::Other,
                    };
                } else if let Some(heading) = raw.strip_prefix('#') {
                    heading.trim_start_matches('#').trim().clone_into(&mut title);
                } else if let Some(mark) = raw.trim().strip_prefix("<!-- pending:") {
                    pending = Some(mark.trim_end_matches("-->").trim().to_owned());
                }
            }
            State::Passage if fence.is_some() => state = State::Prose,
            State::Passage => {
                if let Some(spec) = &mut open {
                    if !spec.passage.is_empty() {
                        spec.passage.push('\n');
                    }
                    spec.passage.push_str(raw);
                }
            }
            State::Events if fence.is_some() => {
                specs.extend(open.take());
                state = State::Prose;
            }
            State::Events => {
                if let Some(spec) = &mut open
                    && !raw.trim().is_empty()
                {
                    match says(raw.trim(), &spec.passage) {
                        Ok(says) => spec.expected.push(Line { line: n, says }),
                        Err(e) => faults.push((n, e)),
                    }
                }
            }
            State::Other if fence.is_some() => state = State::Prose,
            State::Other => {}
        }
    }
    if let Some(spec) = open {
        faults.push((spec.line, "a passage with no events block".to_owned()));
    }
    (specs, faults)
}

fn date(info: &str) -> Result<Option<Date>, String> {
    let Some(value) = info.split_whitespace().find_map(|w| w.strip_prefix("date=")) else { return Ok(None) };
    value.parse().map(Some).map_err(|e| format!("date={value}: {e}"))
}

fn says(raw: &str, passage: &str) -> Result<Says, String> {
    if raw == "only" {
        return Ok(Says::Only);
    }
    if let Some(rest) = raw.strip_prefix("no ") {
        if rest.trim() == "events" {
            return Ok(Says::No { kind: None, trigger: None });
        }
        let (kind, trigger) = head(rest.trim(), passage)?;
        return Ok(Says::No { kind, trigger });
    }
    let mut parts = raw.split(" | ");
    let (kind, trigger) = head(parts.next().unwrap_or_default().trim(), passage)?;
    let kind = kind.ok_or_else(|| format!("{raw}: names no event type"))?;
    let mut fields: Vec<Field> = Vec::new();
    for part in parts {
        let (key, value) = part.split_once(':').ok_or_else(|| format!("{part}: a field is `key: value`"))?;
        let (key, value) = (key.trim(), value.trim());
        let given = (value != "-").then(|| value.to_owned());
        let role = match key {
            "actor" | "actors" => Some(Role::Actor),
            "target" | "targets" => Some(Role::Target),
            _ => None,
        };
        if let Some(role) = role {
            let at = fields.iter().position(|f| matches!(f, Field::Parties(r, _) if *r == role));
            match at.map(|i| &mut fields[i]) {
                Some(Field::Parties(_, all)) => all.extend(given),
                _ => fields.push(Field::Parties(role, given.into_iter().collect())),
            }
            if value != "-" {
                in_passage(value, passage)?;
            }
            continue;
        }
        fields.push(match key {
            "mention" => {
                in_passage(value, passage)?;
                Field::Mention(value.to_owned())
            }
            "place" => Field::Place(match given {
                None => None,
                Some(v) => {
                    let (name, country) =
                        v.rsplit_once(' ').ok_or_else(|| format!("{v}: a place is `Name CC`"))?;
                    Some((name.to_owned(), country.to_owned()))
                }
            }),
            "date" => Field::Date(given),
            "realis" => Field::Realis(Realis::parse(value).ok_or_else(|| format!("{value} is no realis"))?),
            "source" => {
                if let Some(v) = &given {
                    in_passage(v, passage)?;
                }
                Field::Source(given)
            }
            "killed" => Field::Count(Counted::Killed, count(value)?),
            "wounded" => Field::Count(Counted::Wounded, count(value)?),
            "detained" => Field::Count(Counted::Detained, count(value)?),
            "displaced" => Field::Count(Counted::Displaced, count(value)?),
            _ => return Err(format!("{key} is no field")),
        });
    }
    Ok(Says::Event { kind, trigger, fields })
}

/// The type and the trigger at a line's beginning: either may be missing.
fn head(raw: &str, passage: &str) -> Result<(Option<String>, Option<String>), String> {
    let (first, rest) = raw.split_once(' ').unwrap_or((raw, ""));
    let (kind, word) = if KINDS.contains(&first) { (Some(first.to_owned()), rest) } else { (None, raw) };
    let word = word.trim();
    if word.is_empty() {
        return Ok((kind, None));
    }
    in_passage(word, passage)?;
    Ok((kind, Some(word.to_owned())))
}

/// Arabic words must stand in the passage; anything in Latin letters is an English name.
fn in_passage(value: &str, passage: &str) -> Result<(), String> {
    let english = value.is_ascii() && value.contains(|c: char| c.is_ascii_uppercase());
    if english || passage.contains(value) { Ok(()) } else { Err(format!("{value} is not in the passage")) }
}

fn count(value: &str) -> Result<Option<(u64, Option<u64>, Bound)>, String> {
    if value == "-" {
        return Ok(None);
    }
    let (bound, digits) =
        [(">=", Bound::AtLeast), ("<=", Bound::UpTo), (">", Bound::MoreThan), ("~", Bound::About)]
            .into_iter()
            .find_map(|(sign, bound)| value.strip_prefix(sign).map(|d| (bound, d)))
            .unwrap_or((Bound::Exact, value));
    let number = |s: &str| s.parse::<u64>().map_err(|_| format!("{value} is no count"));
    match digits.split_once("..") {
        Some((low, high)) => Ok(Some((number(low)?, Some(number(high)?), Bound::Range))),
        None => Ok(Some((number(digits)?, None, bound))),
    }
}
