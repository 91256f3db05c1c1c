//! The JSON that leaves the program: schema `waqai/1`, offsets in code points.

use serde::Serialize;
use waqai::text::CodePoints;
use waqai::{Count, Date, Event, Note, Party, Place, Reading, Report, Span};

/// One report's line.
#[derive(Debug, Serialize)]
pub struct Line<'a> {
    schema: &'static str,
    id: &'a str,
    date: Option<String>,
    source: Option<&'a str>,
    url: Option<&'a str>,
    title: Option<&'a str>,
    codebook: &'a str,
    events: Vec<EventLine<'a>>,
    notes: Vec<NoteLine<'a>>,
}

#[derive(Debug, Serialize)]
struct Words<'a> {
    text: &'a str,
    start: u32,
    end: u32,
}

#[derive(Debug, Serialize)]
struct EventLine<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    plover: Option<&'a str>,
    mode: Option<&'a str>,
    realis: &'static str,
    trigger: Words<'a>,
    mentions: Vec<Words<'a>>,
    actors: Vec<PartyLine<'a>>,
    targets: Vec<PartyLine<'a>>,
    place: Option<PlaceLine<'a>>,
    date: Option<DateLine<'a>>,
    killed: Option<CountLine<'a>>,
    wounded: Option<CountLine<'a>>,
    detained: Option<CountLine<'a>>,
    displaced: Option<CountLine<'a>>,
    weapon: Option<WeaponLine<'a>>,
    source: Option<SourceLine<'a>>,
    rule: &'a str,
    confidence: f32,
}

#[derive(Debug, Serialize)]
struct PartyLine<'a> {
    #[serde(flatten)]
    words: Words<'a>,
    name: &'a str,
    id: Option<&'a str>,
    role: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct PlaceLine<'a> {
    #[serde(flatten)]
    words: Words<'a>,
    name: &'a str,
    name_ar: &'a str,
    country: &'a str,
    admin1: Option<&'a str>,
    lat: f64,
    lon: f64,
    id: &'a str,
    precision: u8,
    why: &'a str,
}

#[derive(Debug, Serialize)]
struct DateLine<'a> {
    #[serde(flatten)]
    words: Option<Words<'a>>,
    edtf: &'a str,
    precision: u8,
}

#[derive(Debug, Serialize)]
struct CountLine<'a> {
    #[serde(flatten)]
    words: Words<'a>,
    n: u64,
    to: Option<u64>,
    bound: &'static str,
    who: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct WeaponLine<'a> {
    #[serde(flatten)]
    words: Words<'a>,
    id: &'a str,
}

#[derive(Debug, Serialize)]
struct SourceLine<'a> {
    #[serde(flatten)]
    party: PartyLine<'a>,
    verb: Option<Words<'a>>,
}

#[derive(Debug, Serialize)]
struct NoteLine<'a> {
    code: &'a str,
    text: &'a str,
    start: Option<u32>,
    end: Option<u32>,
}

/// Turns spans of bytes into words with code points.
struct Border<'a> {
    raw: &'a str,
    points: CodePoints<'a>,
}

impl<'a> Border<'a> {
    fn words(&self, s: Span) -> Words<'a> {
        Words { text: s.of(self.raw), start: self.points.of(s.start()), end: self.points.of(s.end()) }
    }

    fn party(&self, p: &'a Party) -> PartyLine<'a> {
        PartyLine { words: self.words(p.span), name: &p.name, id: p.id.as_deref(), role: p.role.as_deref() }
    }

    fn place(&self, p: &'a Place) -> PlaceLine<'a> {
        PlaceLine {
            words: self.words(p.span),
            name: &p.name,
            name_ar: &p.name_ar,
            country: &p.country,
            admin1: p.admin1.as_deref(),
            lat: p.lat,
            lon: p.lon,
            id: &p.id,
            precision: p.precision,
            why: &p.why,
        }
    }

    fn date(&self, d: &'a Date) -> DateLine<'a> {
        DateLine { words: d.span.map(|s| self.words(s)), edtf: &d.edtf, precision: d.precision }
    }

    fn count(&self, c: Option<&'a Count>) -> Option<CountLine<'a>> {
        c.map(|c| CountLine {
            words: self.words(c.span),
            n: c.n,
            to: c.to,
            bound: c.bound.as_str(),
            who: c.who.map(|w| w.of(self.raw)),
        })
    }

    fn event(&self, e: &'a Event) -> EventLine<'a> {
        EventLine {
            id: &e.id,
            kind: &e.kind,
            plover: e.plover.as_deref(),
            mode: e.mode.as_deref(),
            realis: e.realis.as_str(),
            trigger: self.words(e.trigger),
            mentions: e.mentions.iter().map(|m| self.words(*m)).collect(),
            actors: e.actors.iter().map(|p| self.party(p)).collect(),
            targets: e.targets.iter().map(|p| self.party(p)).collect(),
            place: e.place.as_ref().map(|p| self.place(p)),
            date: e.date.as_ref().map(|d| self.date(d)),
            killed: self.count(e.killed.as_ref()),
            wounded: self.count(e.wounded.as_ref()),
            detained: self.count(e.detained.as_ref()),
            displaced: self.count(e.displaced.as_ref()),
            weapon: e.weapon.as_ref().map(|w| WeaponLine { words: self.words(w.span), id: &w.id }),
            source: e
                .source
                .as_ref()
                .map(|s| SourceLine { party: self.party(&s.party), verb: s.verb.map(|v| self.words(v)) }),
            rule: &e.rule,
            // Two decimals are all that a confidence can mean.
            confidence: (e.confidence * 100.0).round() / 100.0,
        }
    }

    fn note(&self, n: &'a Note) -> NoteLine<'a> {
        NoteLine {
            code: n.code,
            text: &n.text,
            start: n.span.map(|s| self.points.of(s.start())),
            end: n.span.map(|s| self.points.of(s.end())),
        }
    }
}

impl<'a> Line<'a> {
    pub fn new(report: &'a Report, reading: &'a Reading, codebook: &'a str) -> Line<'a> {
        let border = Border { raw: &report.text, points: CodePoints::new(&report.text) };
        Line {
            schema: waqai::SCHEMA,
            id: &report.id,
            date: report.date.map(|d| d.to_string()),
            source: report.source.as_deref(),
            url: report.url.as_deref(),
            title: report.title.as_deref(),
            codebook,
            events: reading.events.iter().map(|e| border.event(e)).collect(),
            notes: reading.notes.iter().map(|n| border.note(n)).collect(),
        }
    }
}
