//! What do readings with these models reach on annotated reports?

use waqai::text::CodePoints;
use waqai::{Count, Party, Reader, Report, Span};
use waqai_evaluate::{Event, Mention, Record, Scores, Trigger, When};

/// Reads the gold's texts and scores the readings.
pub fn scores(reader: &Reader, gold: &[Record]) -> Scores {
    let mut scratch = reader.scratch();
    let predicted: Vec<Record> = gold
        .iter()
        .map(|g| {
            let report = Report {
                id: g.id.clone(),
                date: g.date.as_deref().and_then(|d| d.parse().ok()),
                text: g.text.clone(),
                ..Report::default()
            };
            let reading = reader.read_with(&mut scratch, &report);
            let points = CodePoints::new(&report.text);
            let at = |s: Span| (points.of(s.start()) as usize, points.of(s.end()) as usize);
            let party = |p: &Party| {
                let (start, end) = at(p.span);
                waqai_evaluate::Party {
                    text: Some(p.span.of(&report.text).to_owned()),
                    name: Some(p.name.clone()),
                    country: None,
                    start: Some(start),
                    end: Some(end),
                }
            };
            let count = |c: &Count| waqai_evaluate::Count {
                n: Some(c.n),
                to: c.to,
                bound: Some(c.bound.as_str().to_owned()),
            };
            let events = reading
                .events
                .iter()
                .map(|e| {
                    let (start, end) = at(e.trigger);
                    Event {
                        id: e.id.clone(),
                        kind: e.kind.clone(),
                        plover: e.plover.clone(),
                        realis: Some(e.realis.as_str().to_owned()),
                        trigger: Trigger::Placed { text: e.trigger.of(&report.text).to_owned(), start, end },
                        near: None,
                        mentions: Some(
                            e.mentions
                                .iter()
                                .map(|m| {
                                    let (start, end) = at(*m);
                                    Mention::Placed { start, end }
                                })
                                .collect(),
                        ),
                        actors: Some(e.actors.iter().map(party).collect()),
                        targets: Some(e.targets.iter().map(party).collect()),
                        place: e.place.as_ref().map(|p| {
                            let (start, end) = at(p.span);
                            waqai_evaluate::Party {
                                text: Some(p.span.of(&report.text).to_owned()),
                                name: Some(p.name.clone()),
                                country: Some(p.country.clone()),
                                start: Some(start),
                                end: Some(end),
                            }
                        }),
                        date: e.date.as_ref().map(|d| When::Text(d.edtf.clone())),
                        killed: e.killed.as_ref().map(count),
                        wounded: e.wounded.as_ref().map(count),
                        detained: e.detained.as_ref().map(count),
                        displaced: e.displaced.as_ref().map(count),
                        source: e.source.as_ref().map(|s| party(&s.party)),
                    }
                })
                .collect();
            Record { id: g.id.clone(), text: String::new(), date: None, events }
        })
        .collect();
    waqai_evaluate::events(gold, &predicted)
}
