//! Which predicted events are gold events, and which of their fields are right?

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use serde::Serialize;

use crate::record::{Count, Event, Mention, Party, Record, Trigger};
use crate::words::{names, near_equal, stems};

/// The count fields.
pub const COUNTS: [&str; 4] = ["killed", "wounded", "detained", "displaced"];

/// Precision, recall and F1 of one thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    pub right: usize,
    pub gold: usize,
    pub predicted: usize,
}

impl Figure {
    fn add(&mut self, right: usize, gold: usize, predicted: usize) {
        self.right += right;
        self.gold += gold;
        self.predicted += predicted;
    }

    pub fn precision(self) -> f64 {
        if self.predicted == 0 { 0.0 } else { self.right as f64 / self.predicted as f64 }
    }

    pub fn recall(self) -> f64 {
        if self.gold == 0 { 0.0 } else { self.right as f64 / self.gold as f64 }
    }

    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

impl Serialize for Figure {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = s.serialize_struct("Figure", 5)?;
        out.serialize_field("p", &round(self.precision()))?;
        out.serialize_field("r", &round(self.recall()))?;
        out.serialize_field("f1", &round(self.f1()))?;
        out.serialize_field("gold", &self.gold)?;
        out.serialize_field("pred", &self.predicted)?;
        out.end()
    }
}

/// To four decimals, as figures are given.
pub fn round(x: f64) -> f64 {
    // Writing a number out rounds exactly, which multiplying does not.
    format!("{x:.4}").parse().unwrap_or(x)
}

/// What one document missed and made up, as `type:trigger`.
#[derive(Clone, Debug, Default)]
pub struct Miss {
    pub id: String,
    pub missed: Vec<usize>,
    pub made_up: Vec<usize>,
    /// (gold, predicted) of events found under another type.
    pub mistyped: Vec<(usize, usize)>,
    /// (gold, predicted) of events found under their type.
    pub matched: Vec<(usize, usize)>,
}

/// All figures over all documents.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// `detect typed actor target place date date~ number source`, in this order.
    pub figures: Vec<(&'static str, Figure)>,
    pub realis_right: usize,
    pub realis_of: usize,
    pub by_type: BTreeMap<String, Figure>,
    pub documents: usize,
    pub misses: Vec<Miss>,
}

impl Scores {
    pub fn figure(&self, name: &str) -> Figure {
        self.figures.iter().find(|f| f.0 == name).map(|f| f.1).unwrap_or_default()
    }

    pub fn realis(&self) -> f64 {
        if self.realis_of == 0 { 0.0 } else { self.realis_right as f64 / self.realis_of as f64 }
    }

    /// Mean F1 of typed, actor, target, place, date, number, source.
    pub fn overall(&self) -> f64 {
        let parts = ["typed", "actor", "target", "place", "date", "number", "source"];
        // Of the rounded figures, as the reference scorer takes it.
        parts.iter().map(|p| round(self.figure(p).f1())).sum::<f64>() / parts.len() as f64
    }
}

/// A text with the way from code points to bytes.
struct Doc<'t> {
    text: &'t str,
    bytes: Vec<usize>,
}

impl<'t> Doc<'t> {
    fn new(text: &'t str) -> Doc<'t> {
        let mut bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        bytes.push(text.len());
        Doc { text, bytes }
    }

    fn points(&self, start: usize, end: usize) -> Range<usize> {
        let at = |p: usize| self.bytes[p.min(self.bytes.len() - 1)];
        at(start)..at(end).max(at(start))
    }

    fn near(&self, trigger: &str, near: &str) -> Option<Range<usize>> {
        let at = self.text.find(near)? + near.find(trigger)?;
        Some(at..at + trigger.len())
    }

    fn occurrences(&self, s: &str) -> Vec<Range<usize>> {
        if s.is_empty() {
            return Vec::new();
        }
        let mut out = Vec::new();
        let mut from = 0;
        while let Some(at) = self.text[from..].find(s) {
            let at = from + at;
            out.push(at..at + s.len());
            from = at + self.text[at..].chars().next().map_or(1, char::len_utf8);
        }
        out
    }

    fn triggers(&self, e: &Event) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        match (&e.trigger, &e.near) {
            (Trigger::Placed { start, end, .. }, _) => out.push(self.points(*start, *end)),
            (Trigger::Words(t), Some(near)) => out.extend(self.near(t, near)),
            (Trigger::Words(_), None) => {}
        }
        for m in e.mentions.iter().flatten() {
            match m {
                Mention::Near { trigger, near } => out.extend(self.near(trigger, near)),
                Mention::Placed { start, end } => out.push(self.points(*start, *end)),
            }
        }
        out
    }

    fn party(&self, p: &Party) -> Vec<Range<usize>> {
        match (p.start, p.end) {
            (Some(s), Some(e)) => vec![self.points(s, e)],
            _ => self.occurrences(p.text.as_deref().unwrap_or("")),
        }
    }
}

fn overlap(a: &[Range<usize>], b: &[Range<usize>]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.start < y.end && y.start < x.end))
}

fn same_party(g: &Party, p: &Party, doc: &Doc<'_>) -> bool {
    if near_equal(&names(g.name.as_deref().unwrap_or("")), &names(p.name.as_deref().unwrap_or(""))) {
        return true;
    }
    if !overlap(&doc.party(g), &doc.party(p)) {
        return false;
    }
    let (a, b) = (stems(g.text.as_deref().unwrap_or("")), stems(p.text.as_deref().unwrap_or("")));
    // A whole clause is not a party.
    if a.is_empty() || b.is_empty() || b.len() > 3 * a.len() + 4 {
        return false;
    }
    a.intersection(&b).count() * 2 >= a.len().min(b.len())
}

/// Where the words stand that state an event, in bytes.
pub fn triggers(g: &Record, e: &Event) -> Vec<Range<usize>> {
    Doc::new(&g.text).triggers(e)
}

/// Is a party of the gold the one that was read?
pub fn is_party(text: &str, gold: &Party, read: &Party) -> bool {
    same_party(gold, read, &Doc::new(text))
}

fn same_place(g: &Party, p: &Party) -> bool {
    g.country.as_deref().unwrap_or("") == p.country.as_deref().unwrap_or("")
        && (near_equal(&names(g.name.as_deref().unwrap_or("")), &names(p.name.as_deref().unwrap_or("")))
            || near_equal(&stems(g.text.as_deref().unwrap_or("")), &stems(p.text.as_deref().unwrap_or(""))))
}

/// First and last day of an EDTF date or interval; open ends reach to the end of time.
fn bounds(edtf: &str) -> Option<(Date, Date)> {
    let one = |s: &str, last: bool| -> Option<Date> {
        let s = s.trim().trim_end_matches(['?', '~', '%']);
        if s.is_empty() || s == ".." {
            return Some(if last { Date::new(9999, 12, 31).ok()? } else { Date::new(1, 1, 1).ok()? });
        }
        let day = s.split('T').next().unwrap_or(s);
        let mut parts = day.split('-');
        let year: i16 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
        let month: Option<i8> = match parts.next() {
            Some(m) if m.len() == 2 => Some(m.parse().ok()?),
            Some(_) => return None,
            None => None,
        };
        let dom: Option<i8> = match parts.next() {
            Some(d) if d.len() == 2 => Some(d.parse().ok()?),
            Some(_) => return None,
            None => None,
        };
        if parts.next().is_some() {
            return None;
        }
        match (month, dom) {
            (None, _) => Date::new(year, if last { 12 } else { 1 }, if last { 31 } else { 1 }).ok(),
            (Some(m), None) => {
                let first = Date::new(year, m, 1).ok()?;
                Some(if last { first.last_of_month() } else { first })
            }
            (Some(m), Some(d)) => Date::new(year, m, d).ok(),
        }
    };
    let (a, b) = match edtf.split_once('/') {
        Some((a, b)) => (a, b),
        None => (edtf, edtf),
    };
    Some((one(a, false)?, one(b, true)?))
}

/// The intervals overlap and neither is more than 31 days longer.
fn loose(a: &str, b: &str) -> bool {
    let (Some(x), Some(y)) = (bounds(a), bounds(b)) else { return false };
    if x.0 > y.1 || y.0 > x.1 {
        return false;
    }
    let days = |r: (Date, Date)| (r.1 - r.0).get_days();
    (days(x) - days(y)).abs() <= 31
}

fn number(c: Option<&Count>) -> Option<(Option<u64>, Option<u64>, &str)> {
    let c = c?;
    let bound = c.bound.as_deref().filter(|b| !b.is_empty()).unwrap_or("exact");
    Some((c.n, c.to, if bound == "more_than" { "at_least" } else { bound }))
}

fn count<'e>(e: &'e Event, name: &str) -> Option<&'e Count> {
    match name {
        "killed" => e.killed.as_ref(),
        "wounded" => e.wounded.as_ref(),
        "detained" => e.detained.as_ref(),
        _ => e.displaced.as_ref(),
    }
}

/// Finds a predicted event for gold event `i`, moving earlier ones to others where that helps.
fn give(i: usize, edges: &[Vec<usize>], owner: &mut [Option<usize>], seen: &mut [bool]) -> bool {
    for &j in &edges[i] {
        if seen[j] {
            continue;
        }
        seen[j] = true;
        if owner[j].is_none_or(|o| give(o, edges, owner, seen)) {
            owner[j] = Some(i);
            return true;
        }
    }
    false
}

/// Largest one-to-one matching by overlap of triggers, the same type first.
fn pair(gold: &[Event], predicted: &[Event], doc: &Doc<'_>, typed: bool) -> Vec<(usize, usize)> {
    let gs: Vec<_> = gold.iter().map(|e| doc.triggers(e)).collect();
    let ps: Vec<_> = predicted.iter().map(|e| doc.triggers(e)).collect();
    let edges: Vec<Vec<usize>> = gs
        .iter()
        .enumerate()
        .map(|(i, g)| {
            let mut c: Vec<usize> = (0..ps.len())
                .filter(|j| overlap(g, &ps[*j]) && (!typed || gold[i].kind == predicted[*j].kind))
                .collect();
            let first = |r: &'_ [Range<usize>]| r.first().cloned().into_iter().collect::<Vec<_>>();
            c.sort_by_key(|j| (gold[i].kind != predicted[*j].kind, !overlap(&first(g), &first(&ps[*j]))));
            c
        })
        .collect();
    // Owners in the order in which they were first given, as the reference lists them.
    let mut owner: Vec<Option<usize>> = vec![None; ps.len()];
    for i in 0..gold.len() {
        give(i, &edges, &mut owner, &mut vec![false; ps.len()]);
    }
    owner.iter().enumerate().filter_map(|(j, i)| i.map(|i| (i, j))).collect()
}

fn one_to_one<'a>(gs: &'a [Party], ps: &'a [Party], same: impl Fn(&Party, &Party) -> bool) -> usize {
    let mut used = vec![false; ps.len()];
    let mut n = 0;
    for g in gs {
        if let Some(j) = (0..ps.len()).find(|j| !used[*j] && same(g, &ps[*j])) {
            used[j] = true;
            n += 1;
        }
    }
    n
}

/// The fields in which a predicted event differs from its gold event: name, gold, predicted.
pub fn differences(text: &str, gold: &Event, predicted: &Event) -> Vec<(&'static str, String, String)> {
    let doc = Doc::new(text);
    let mut out = Vec::new();
    let show = |p: &Party| {
        let country = p.country.as_deref().map(|c| format!(", {c}")).unwrap_or_default();
        format!("{}{country} [{}]", p.name.as_deref().unwrap_or("-"), p.text.as_deref().unwrap_or("-"))
    };
    let shown = |ps: &[Party]| ps.iter().map(show).collect::<Vec<_>>().join("; ");
    let one = |p: &Option<Party>| p.as_ref().map_or_else(String::new, show);
    for (name, g, p) in
        [("actor", &gold.actors, &predicted.actors), ("target", &gold.targets, &predicted.targets)]
    {
        let (g, p) = (g.as_deref().unwrap_or(&[]), p.as_deref().unwrap_or(&[]));
        if one_to_one(g, p, |x, y| same_party(x, y, &doc)) < g.len().max(p.len()) {
            out.push((name, shown(g), shown(p)));
        }
    }
    let same = |g: &Option<Party>, p: &Option<Party>, same: &dyn Fn(&Party, &Party) -> bool| match (g, p) {
        (None, None) => true,
        (Some(g), Some(p)) => same(g, p),
        _ => false,
    };
    if !same(&gold.source, &predicted.source, &|g, p| same_party(g, p, &doc)) {
        out.push(("source", one(&gold.source), one(&predicted.source)));
    }
    if !same(&gold.place, &predicted.place, &same_place) {
        out.push(("place", one(&gold.place), one(&predicted.place)));
    }
    let day = |e: &Event| e.date.as_ref().and_then(|d| d.edtf()).unwrap_or_default().to_owned();
    if day(gold) != day(predicted) {
        out.push(("date", day(gold), day(predicted)));
    }
    for c in COUNTS {
        let (g, p) = (number(count(gold, c)), number(count(predicted, c)));
        if g != p {
            let show = |n: Option<(Option<u64>, Option<u64>, &str)>| {
                n.map_or_else(String::new, |(n, to, bound)| format!("{bound} {n:?} {to:?}"))
            };
            out.push((c, show(g), show(p)));
        }
    }
    let realis = |e: &Event| e.realis.clone().filter(|r| !r.is_empty()).unwrap_or_else(|| "actual".into());
    if realis(gold) != realis(predicted) {
        out.push(("realis", realis(gold), realis(predicted)));
    }
    out
}

/// Scores predicted events against gold ones, document by document.
pub fn events(gold: &[Record], predicted: &[Record]) -> Scores {
    let by_id: BTreeMap<&str, &Record> = predicted.iter().map(|r| (r.id.as_str(), r)).collect();
    let mut f: BTreeMap<&'static str, Figure> = BTreeMap::new();
    let mut out = Scores { documents: gold.len(), ..Scores::default() };
    let empty = Event::default();
    for g in gold {
        let doc = Doc::new(&g.text);
        let ge = &g.events;
        let pe: &[Event] = by_id.get(g.id.as_str()).map_or(&[], |r| r.events.as_slice());
        let detected = pair(ge, pe, &doc, false);
        f.entry("detect").or_default().add(detected.len(), ge.len(), pe.len());
        let m = pair(ge, pe, &doc, true);
        f.entry("typed").or_default().add(m.len(), ge.len(), pe.len());
        for (i, e) in ge.iter().enumerate() {
            let hit = m.iter().any(|x| x.0 == i);
            out.by_type.entry(e.kind.clone()).or_default().add(usize::from(hit), 1, 0);
        }
        for e in pe {
            out.by_type.entry(e.kind.clone()).or_default().add(0, 0, 1);
        }
        for (i, j) in &m {
            let r = |e: &Event| e.realis.clone().filter(|r| !r.is_empty()).unwrap_or_else(|| "actual".into());
            out.realis_right += usize::from(r(&ge[*i]) == r(&pe[*j]));
            out.realis_of += 1;
        }
        let lone_gold: Vec<usize> = (0..ge.len()).filter(|i| !m.iter().any(|x| x.0 == *i)).collect();
        let lone_predicted: Vec<usize> = (0..pe.len()).filter(|j| !m.iter().any(|x| x.1 == *j)).collect();
        let rows = m
            .iter()
            .map(|(i, j)| (&ge[*i], &pe[*j]))
            .chain(lone_gold.iter().map(|i| (&ge[*i], &empty)))
            .chain(lone_predicted.iter().map(|j| (&empty, &pe[*j])));
        for (ev, pr) in rows {
            for (name, a, b) in [("actor", &ev.actors, &pr.actors), ("target", &ev.targets, &pr.targets)] {
                let (a, b) = (a.as_deref().unwrap_or(&[]), b.as_deref().unwrap_or(&[]));
                let right = one_to_one(a, b, |x, y| same_party(x, y, &doc));
                f.entry(name).or_default().add(right, a.len(), b.len());
            }
            let both = |a: Option<&Party>, b: Option<&Party>, same: &dyn Fn(&Party, &Party) -> bool| {
                (
                    usize::from(matches!((a, b), (Some(a), Some(b)) if same(a, b))),
                    usize::from(a.is_some()),
                    usize::from(b.is_some()),
                )
            };
            let s = both(ev.source.as_ref(), pr.source.as_ref(), &|a, b| same_party(a, b, &doc));
            f.entry("source").or_default().add(s.0, s.1, s.2);
            let s = both(ev.place.as_ref(), pr.place.as_ref(), &same_place);
            f.entry("place").or_default().add(s.0, s.1, s.2);
            let a = ev.date.as_ref().and_then(|d| d.edtf());
            let b = pr.date.as_ref().and_then(|d| d.edtf());
            let (has_a, has_b) = (usize::from(a.is_some()), usize::from(b.is_some()));
            let same = matches!((a, b), (Some(a), Some(b)) if a == b);
            let near = matches!((a, b), (Some(a), Some(b)) if a == b || loose(a, b));
            f.entry("date").or_default().add(usize::from(same), has_a, has_b);
            f.entry("date~").or_default().add(usize::from(near), has_a, has_b);
            for c in COUNTS {
                let (a, b) = (number(count(ev, c)), number(count(pr, c)));
                let right = a.is_some() && a == b;
                f.entry("number").or_default().add(
                    usize::from(right),
                    usize::from(a.is_some()),
                    usize::from(b.is_some()),
                );
            }
        }
        let mistyped: Vec<_> = detected
            .into_iter()
            .filter(|(i, j)| lone_gold.contains(i) && lone_predicted.contains(j))
            .collect();
        out.misses.push(Miss {
            id: g.id.clone(),
            missed: lone_gold,
            made_up: lone_predicted,
            mistyped,
            matched: m,
        });
    }
    for name in ["detect", "typed", "actor", "target", "place", "date", "date~", "number", "source"] {
        out.figures.push((name, f.get(name).copied().unwrap_or_default()));
    }
    out
}
