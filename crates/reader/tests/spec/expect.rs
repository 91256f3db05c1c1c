//! Does a reading hold what a spec expects?

use waqai::{Bound, Count, Event, Party, Place, Span};

use super::file::{Counted, Field, Line, Role, Says};

/// What is wrong, with the line of the spec that says otherwise.
pub fn check(passage: &str, expected: &[Line], events: &[Event]) -> Vec<(usize, String)> {
    let mut faults = Vec::new();
    let mut used = vec![false; events.len()];
    for line in expected {
        match &line.says {
            Says::Event { kind, trigger, fields } => {
                let trigger = trigger.as_deref();
                let best = (0..events.len())
                    .filter(|&i| !used[i] && events[i].kind == *kind && at(passage, &events[i], trigger))
                    .map(|i| (mismatches(passage, fields, &events[i]), i))
                    .min_by_key(|(wrong, i)| (wrong.len(), *i));
                let Some((wrong, i)) = best else {
                    faults.push((line.line, missing(passage, kind, trigger, events)));
                    continue;
                };
                used[i] = true;
                let word = trigger.unwrap_or_else(|| events[i].trigger.of(passage));
                faults.extend(wrong.into_iter().map(|w| (line.line, format!("{kind} {word}: {w}"))));
            }
            Says::No { kind, trigger } => {
                let found = events.iter().filter(|e| {
                    kind.as_ref().is_none_or(|k| e.kind == *k) && at(passage, e, trigger.as_deref())
                });
                faults.extend(
                    found.map(|e| (line.line, format!("should be silent: {}", self::line(passage, e)))),
                );
            }
            Says::Only => {}
        }
    }
    if let Some(only) = expected.iter().find(|l| matches!(l.says, Says::Only)) {
        for (event, _) in events.iter().zip(&used).filter(|(_, used)| !**used) {
            faults.push((only.line, format!("should be silent: {}", line(passage, event))));
        }
    }
    faults
}

/// An event in the compact form of the specs.
pub fn line(passage: &str, event: &Event) -> String {
    let mut parts = vec![format!("{} {}", event.kind, event.trigger.of(passage))];
    let mut put = |key: &str, value: &str| parts.push(format!("{key}: {value}"));
    event.mentions.iter().filter(|m| **m != event.trigger).for_each(|m| put("mention", m.of(passage)));
    event.actors.iter().for_each(|p| put("actor", p.span.of(passage)));
    event.targets.iter().for_each(|p| put("target", p.span.of(passage)));
    if let Some(place) = &event.place {
        put("place", &format!("{} {}", place.name, place.country));
    }
    if let Some(date) = &event.date {
        put("date", &date.edtf);
    }
    for (key, count) in [
        ("killed", &event.killed),
        ("wounded", &event.wounded),
        ("detained", &event.detained),
        ("displaced", &event.displaced),
    ] {
        if let Some(count) = count {
            put(key, &shape(count.n, count.to, count.bound));
        }
    }
    put("realis", event.realis.as_str());
    if let Some(source) = &event.source {
        put("source", source.party.span.of(passage));
    }
    parts.join(" | ")
}

fn shape(n: u64, to: Option<u64>, bound: Bound) -> String {
    let sign = match bound {
        Bound::AtLeast => ">=",
        Bound::UpTo => "<=",
        Bound::MoreThan => ">",
        Bound::About => "~",
        Bound::Exact | Bound::Range => "",
    };
    let to = to.map(|t| format!("..{t}")).unwrap_or_default();
    format!("{sign}{n}{to}")
}

fn occurrences<'a>(passage: &'a str, words: &'a str) -> impl Iterator<Item = Span> + 'a {
    passage.match_indices(words).map(|(at, w)| Span::new(at as u32, (at + w.len()) as u32))
}

/// Is the event mentioned at this word?
fn at(passage: &str, event: &Event, word: Option<&str>) -> bool {
    let Some(word) = word else { return true };
    occurrences(passage, word)
        .any(|o| event.trigger.overlaps(o) || event.mentions.iter().any(|m| m.overlaps(o)))
}

fn missing(passage: &str, kind: &str, trigger: Option<&str>, events: &[Event]) -> String {
    let Some(word) = trigger else { return format!("no {kind} was found") };
    let others: Vec<String> =
        events.iter().filter(|e| at(passage, e, trigger)).map(|e| line(passage, e)).collect();
    if others.is_empty() {
        format!("no {kind} was found at {word}")
    } else {
        format!("no {kind} of its own was found at {word} but: {}", others.join("; "))
    }
}

fn mismatches(passage: &str, fields: &[Field], event: &Event) -> Vec<String> {
    fields.iter().filter_map(|f| mismatch(passage, f, event)).collect()
}

fn mismatch(passage: &str, field: &Field, event: &Event) -> Option<String> {
    let off = |key: &str, expected: &str, found: Option<&str>| {
        Some(format!("{key}: expected {expected}, found {}", found.unwrap_or("none")))
    };
    match field {
        Field::Parties(role, expected) => {
            let (key, found) = match role {
                Role::Actor => ("actor", &event.actors),
                Role::Target => ("target", &event.targets),
            };
            let same = expected.len() == found.len()
                && expected.iter().all(|words| found.iter().any(|p| is_party(passage, p, words)));
            if same {
                return None;
            }
            let all: Vec<&str> = found.iter().map(|p| p.span.of(passage)).collect();
            let expected = if expected.is_empty() { "none".to_owned() } else { expected.join(" + ") };
            off(key, &expected, (!all.is_empty()).then(|| all.join(" + ")).as_deref())
        }
        Field::Mention(word) => {
            (!at(passage, event, Some(word))).then(|| format!("mention: {word} is not merged with it"))
        }
        Field::Place(expected) => match (expected, &event.place) {
            (None, None) => None,
            (Some((name, country)), Some(place)) if is_place(place, name, country) => None,
            (expected, place) => off(
                "place",
                &expected.as_ref().map_or("none".to_owned(), |(n, c)| format!("{n} {c}")),
                place.as_ref().map(|p| format!("{} {}", p.name, p.country)).as_deref(),
            ),
        },
        Field::Date(expected) => {
            let found = event.date.as_ref().map(|d| d.edtf.as_str());
            if expected.as_deref() == found {
                None
            } else {
                off("date", expected.as_deref().unwrap_or("none"), found)
            }
        }
        Field::Count(which, expected) => {
            let (key, found) = match which {
                Counted::Killed => ("killed", &event.killed),
                Counted::Wounded => ("wounded", &event.wounded),
                Counted::Detained => ("detained", &event.detained),
                Counted::Displaced => ("displaced", &event.displaced),
            };
            let of = |c: &Count| shape(c.n, c.to, c.bound);
            let (expected, found) = (expected.map(|(n, to, b)| shape(n, to, b)), found.as_ref().map(of));
            if expected == found {
                None
            } else {
                off(key, expected.as_deref().unwrap_or("none"), found.as_deref())
            }
        }
        Field::Source(expected) => match (expected, &event.source) {
            (None, None) => None,
            (Some(words), Some(source)) if is_party(passage, &source.party, words) => None,
            (expected, source) => off(
                "source",
                expected.as_deref().unwrap_or("none"),
                source.as_ref().map(|s| s.party.span.of(passage)),
            ),
        },
        Field::Realis(realis) if *realis == event.realis => None,
        Field::Realis(realis) => off("realis", realis.as_str(), Some(event.realis.as_str())),
    }
}

/// Arabic: the party's words overlap these, and are not a whole clause; English: the names agree.
fn is_party(passage: &str, party: &Party, words: &str) -> bool {
    if words.is_ascii() {
        return alike(&party.name, words);
    }
    let short = party.span.len() as usize <= 3 * words.len() + 20;
    short && occurrences(passage, words).any(|o| party.span.overlaps(o))
}

fn is_place(place: &Place, name: &str, country: &str) -> bool {
    place.country == country && (alike(&place.name, name) || place.name_ar == name)
}

/// Do half of the words of the two names agree?
fn alike(a: &str, b: &str) -> bool {
    let words = |s: &str| -> Vec<String> {
        let lower = s.to_lowercase().replace(['\'', '’'], "");
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let (a, b) = (words(a), words(b));
    let common = a.iter().filter(|w| b.contains(w)).count();
    2 * common >= a.len().max(b.len())
}
