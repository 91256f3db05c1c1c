//! How does a reading look to a person at a terminal?

use waqai::{Bound, Count, Event, Note, Party, Place, Reading, Realis, Report};

use crate::term::{Ink, Term, safe, width, wrap};

/// One block a report: a heading, then an aligned row an event.
pub fn report(term: &Term, report: &Report, reading: &Reading, notes: bool) -> String {
    let mut out = heading(term, report, reading.events.len());
    let rows: Vec<Vec<Cell>> = reading.events.iter().map(|e| row(report, e)).collect();
    out += &if fits(term, &HEADS, &LEAST, &rows) {
        grid(term, &HEADS, &LEAST, &rows)
    } else {
        cards(term, &rows)
    };
    if notes {
        for n in &reading.notes {
            out += &note(term, report, n);
        }
    }
    out.push('\n');
    out
}

/// The heads of an event's columns.
const HEADS: [&str; 10] =
    ["", "type", "realis", "trigger", "actors → targets", "place", "date", "toll", "source", "conf"];

/// Which of them give way when the terminal is narrow, and how far.
const LEAST: [Option<usize>; 10] =
    [None, None, None, None, Some(16), Some(10), Some(10), Some(10), Some(10), None];

/// One field of a grid.
#[derive(Clone, Debug)]
pub struct Cell {
    text: String,
    ink: Ink,
}

impl Cell {
    /// Alone, outside of a grid.
    pub fn drawn(&self, term: &Term) -> String {
        term.paint(self.ink, &term.words(&self.text))
    }
}

/// A field with this text in this colour.
pub fn cell(ink: Ink, text: impl Into<String>) -> Cell {
    Cell { text: text.into(), ink }
}

/// Which report, of when, by whom, with how many events.
pub fn heading(term: &Term, r: &Report, events: usize) -> String {
    let mut parts = vec![term.paint(Ink::Bold, &term.words(&r.id))];
    parts.extend(r.date.map(|d| d.to_string()));
    parts.extend(r.source.as_deref().map(|s| term.words(s)));
    parts.push(match events {
        0 => "no events".to_owned(),
        1 => "1 event".to_owned(),
        n => format!("{n} events"),
    });
    let mut out = parts.join(&term.paint(Ink::Dim, " · "));
    out.push('\n');
    if let Some(title) = r.title.as_deref().filter(|t| !t.trim().is_empty()) {
        out += &format!("  {}\n", term.paint(Ink::Dim, &term.words(title.trim())));
    }
    out
}

fn row(report: &Report, e: &Event) -> Vec<Cell> {
    let of_type = match e.realis {
        Realis::Actual => Ink::Cyan,
        _ => Ink::Dim,
    };
    let tolls: Vec<String> = [
        ("killed", &e.killed),
        ("wounded", &e.wounded),
        ("detained", &e.detained),
        ("displaced", &e.displaced),
    ]
    .into_iter()
    .filter_map(|(what, c)| c.as_ref().map(|c| format!("{what} {}", count(c))))
    .collect();
    vec![
        cell(Ink::Dim, &*e.id),
        cell(of_type, &*e.kind),
        realis(e.realis),
        cell(Ink::Plain, safe(e.trigger.of(&report.text))),
        cell(Ink::Plain, parties(e)),
        cell(Ink::Green, e.place.as_ref().map(place).unwrap_or_default()),
        cell(Ink::Plain, e.date.as_ref().map(|d| d.edtf.clone()).unwrap_or_default()),
        cell(Ink::Red, tolls.join(", ")),
        cell(Ink::Magenta, e.source.as_ref().map(|s| safe(&s.party.name)).unwrap_or_default()),
        cell(Ink::Dim, format!("{:.2}", e.confidence)),
    ]
}

/// A mark and a word for whether it happened.
pub fn realis(r: Realis) -> Cell {
    match r {
        Realis::Actual => cell(Ink::Green, "● actual"),
        Realis::Planned => cell(Ink::Blue, "○ planned"),
        Realis::Denied => cell(Ink::Red, "✗ denied"),
        Realis::Possible => cell(Ink::Yellow, "? possible"),
        Realis::General => cell(Ink::Dim, "~ general"),
    }
}

/// `United States → Islamic State`; who acts alone, or whom it is done to alone, keeps the arrow.
pub fn parties(e: &Event) -> String {
    let names = |ps: &[Party]| ps.iter().map(|p| safe(&p.name)).collect::<Vec<_>>().join(", ");
    match (names(&e.actors), names(&e.targets)) {
        (a, t) if a.is_empty() && t.is_empty() => String::new(),
        (a, t) if a.is_empty() => format!("→ {t}"),
        (a, t) if t.is_empty() => a,
        (a, t) => format!("{a} → {t}"),
    }
}

/// `Sirte, LY`.
pub fn place(p: &Place) -> String {
    if p.country.is_empty() { safe(&p.name) } else { format!("{}, {}", safe(&p.name), p.country) }
}

/// `≥350`, `~20`, `20–30`.
pub fn count(c: &Count) -> String {
    let sign = match c.bound {
        Bound::Exact | Bound::Range => "",
        Bound::About => "~",
        Bound::AtLeast => "≥",
        Bound::MoreThan => ">",
        Bound::UpTo => "≤",
    };
    let to = c.to.map(|t| format!("–{t}")).unwrap_or_default();
    format!("{sign}{}{to}", c.n)
}

/// A line for a note.
pub fn note(term: &Term, report: &Report, n: &Note) -> String {
    let words = n.span.map(|s| format!(" {}", term.words(s.of(&report.text)))).unwrap_or_default();
    term.paint(Ink::Dim, &format!("  note: {}{words}", safe(&n.text))) + "\n"
}

/// Rows whose columns stand under each other; long cells run on below. `least` says which columns may be narrowed, and
/// how far.
pub fn grid(term: &Term, heads: &[&str], least: &[Option<usize>], rows: &[Vec<Cell>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let widths = widths(term, heads, least, rows);
    let mut out = String::new();
    let heads: Vec<Cell> = heads.iter().map(|h| cell(Ink::Dim, *h)).collect();
    for row in std::iter::once(&heads).chain(rows) {
        let drawn: Vec<(Ink, usize, Vec<String>)> = row
            .iter()
            .zip(&widths)
            .filter(|(_, w)| **w > 0)
            .map(|(c, w)| (c.ink, *w, wrap(&c.text, *w)))
            .collect();
        for line in 0..drawn.iter().map(|(.., lines)| lines.len()).max().unwrap_or(0) {
            let mut owed = 0;
            for (ink, w, lines) in &drawn {
                owed += 2;
                let piece = lines.get(line).map_or("", |s| s.as_str());
                if !piece.is_empty() {
                    out += &" ".repeat(owed);
                    out += &term.paint(*ink, &term.words(piece));
                    owed = 0;
                }
                owed += w.saturating_sub(width(piece));
            }
            out.push('\n');
        }
    }
    out
}

/// Can the columns stand beside each other?
fn fits(term: &Term, heads: &[&str], least: &[Option<usize>], rows: &[Vec<Cell>]) -> bool {
    let taken: usize = widths(term, heads, least, rows).iter().filter(|w| **w > 0).map(|w| w + 2).sum();
    taken <= term.width.unwrap_or(usize::MAX)
}

/// For a terminal too narrow for columns: who did what on one line, the circumstances below.
fn cards(term: &Term, rows: &[Vec<Cell>]) -> String {
    let room = term.width.unwrap_or(usize::MAX).saturating_sub(6);
    let mut out = String::new();
    for row in rows {
        let drawn: Vec<String> = row[..4].iter().map(|c| c.drawn(term)).collect();
        out += &format!("  {}\n", drawn.join(" "));
        let below = |cells: &[Cell]| -> String {
            let said: Vec<&str> = cells.iter().map(|c| c.text.as_str()).filter(|t| !t.is_empty()).collect();
            said.join(" · ")
        };
        for text in [below(&row[4..5]), below(&row[5..])].iter().filter(|t| !t.is_empty()) {
            for line in wrap(text, room) {
                out += &format!("      {}\n", term.words(&line));
            }
        }
    }
    out
}

/// As wide as what stands in it; where the terminal is too narrow, the widest columns give way first. A column in
/// which nothing stands is left out.
fn widths(term: &Term, heads: &[&str], least: &[Option<usize>], rows: &[Vec<Cell>]) -> Vec<usize> {
    let mut widths: Vec<usize> = (0..heads.len())
        .map(|i| {
            let most = rows.iter().map(|r| width(&r[i].text)).max().unwrap_or(0);
            if most == 0 { 0 } else { most.max(width(heads[i])).min(60) }
        })
        .collect();
    let room = term.width.unwrap_or(usize::MAX);
    loop {
        let taken: usize = widths.iter().filter(|w| **w > 0).map(|w| w + 2).sum();
        let widest = (0..widths.len())
            .filter(|i| least[*i].is_some_and(|least| widths[*i] > least))
            .max_by_key(|i| widths[*i]);
        match widest {
            Some(i) if taken > room => widths[i] -= 1,
            _ => return widths,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Vec<Cell>> {
        let row = |a: &str, b: &str| vec![cell(Ink::Plain, a), cell(Ink::Plain, ""), cell(Ink::Plain, b)];
        vec![row("x", "one two three"), row("قصف", "four")]
    }

    #[test]
    fn columns_stand_under_each_other() {
        let got = grid(&Term::default(), &["a", "none", "b"], &[None; 3], &rows());
        assert_eq!(got, "  a    b\n  x    one two three\n  قصف  four\n");
    }

    #[test]
    fn a_very_narrow_terminal_has_no_columns() {
        let report = Report { text: "قصف".to_owned(), ..Report::default() };
        let event = Event {
            id: "e1".to_owned(),
            kind: "shelling".to_owned(),
            plover: None,
            mode: None,
            realis: Realis::Actual,
            trigger: waqai::Span::new(0, 6),
            mentions: Vec::new(),
            actors: vec![Party {
                span: waqai::Span::new(0, 6),
                name: "army".to_owned(),
                id: None,
                role: None,
            }],
            confidence: 0.5,
            ..Event::default()
        };
        let reading = Reading { events: vec![event], notes: Vec::new() };
        let narrow = Term { width: Some(30), ..Term::default() };
        let got = super::report(&narrow, &report, &reading, false);
        assert!(got.contains("  e1 shelling ● actual قصف\n      army\n      0.50\n"), "{got}");
    }

    #[test]
    fn a_narrow_terminal_breaks_long_fields() {
        let term = Term { width: Some(16), ..Term::default() };
        let got = grid(&term, &["a", "none", "b"], &[None, None, Some(4)], &rows());
        assert_eq!(got, "  a    b\n  x    one two\n       three\n  قصف  four\n");
    }
}
