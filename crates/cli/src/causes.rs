//! Why was a gold event missed: no pattern for its word, a condition, the model, another type?

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use waqai::events::{Draft, Refused};
use waqai::language::Part;
use waqai::{Reader, Steps};
use waqai_evaluate::{Event, Record, Scores, triggers};

/// Causes by their name, each with the events it cost.
#[derive(Debug, Default)]
pub struct Causes {
    /// By report and number of the event.
    of: BTreeMap<(String, usize), String>,
    missed: BTreeMap<&'static str, BTreeMap<String, usize>>,
    made_up: BTreeMap<String, usize>,
    /// (gold, read) types.
    mistyped: BTreeMap<(String, String), usize>,
}

impl Causes {
    /// Looks for the cause of each event that was missed, and the pattern of each that was made up.
    pub fn find(reader: &Reader, gold: &[Record], predicted: &[Record], scores: &Scores) -> Causes {
        let mut out = Causes::default();
        let mut scratch = reader.scratch();
        for m in &scores.misses {
            let Some(g) = gold.iter().find(|g| g.id == m.id) else { continue };
            let text = reader.text(&g.text);
            let steps = reader.steps(&mut scratch, &text);
            let seen = Seen { reader, steps: &steps, text: &text };
            for i in &m.missed {
                let (cause, what) = seen.why(g, &g.events[*i]);
                out.of.insert((m.id.clone(), *i), format!("{cause}: {what}"));
                *out.missed.entry(cause).or_default().entry(what).or_default() += 1;
            }
            let Some(p) = predicted.iter().find(|p| p.id == m.id) else { continue };
            for (i, j) in &m.mistyped {
                let pair = (g.events[*i].kind.clone(), p.events[*j].kind.clone());
                *out.mistyped.entry(pair).or_default() += 1;
            }
            for j in m.made_up.iter().filter(|j| !m.mistyped.iter().any(|x| x.1 == **j)) {
                let spans = triggers(g, &p.events[*j]);
                let of = steps.found.drafts.iter().find(|d| seen.touches(d.word, &spans));
                let name = of.map_or_else(
                    || p.events[*j].kind.clone(),
                    |d| {
                        let id = &reader.codebook().pattern(d.pattern).id;
                        format!("{id} {}", steps.analysis.lemma(d.word))
                    },
                );
                *out.made_up.entry(name).or_default() += 1;
            }
        }
        out
    }

    /// The cause for one event of a report.
    pub fn of(&self, id: &str, event: usize) -> Option<&str> {
        self.of.get(&(id.to_owned(), event)).map(String::as_str)
    }

    /// All as text, the commonest first.
    pub fn write(&self, out: &mut String) {
        let total: usize = self.missed.values().flat_map(BTreeMap::values).sum();
        let _ = writeln!(out, "missed {total}, by cause");
        let mut causes: Vec<_> = self.missed.iter().map(|(c, of)| (c, of, of.values().sum())).collect();
        causes.sort_by_key(|c: &(_, _, usize)| std::cmp::Reverse(c.2));
        for (cause, of, n) in causes {
            let _ = writeln!(out, "  {cause}: {n}\n    {}", commonest(of.iter()));
        }
        let _ = writeln!(
            out,
            "made up {}\n    {}",
            self.made_up.values().sum::<usize>(),
            commonest(self.made_up.iter())
        );
        let pairs: BTreeMap<String, usize> =
            self.mistyped.iter().map(|((g, p), n)| (format!("{g} as {p}"), *n)).collect();
        let _ = writeln!(out, "mistyped {}\n    {}", pairs.values().sum::<usize>(), commonest(pairs.iter()));
    }
}

fn commonest<'a>(of: impl Iterator<Item = (&'a String, &'a usize)>) -> String {
    let mut rows: Vec<(&String, &usize)> = of.collect();
    // The sort keeps the order of names among equals.
    rows.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    let shown = |(k, n): &(&String, &usize)| if **n > 1 { format!("{k} ×{n}") } else { (*k).clone() };
    rows.iter().map(shown).collect::<Vec<_>>().join("; ")
}

/// A report taken apart.
struct Seen<'t> {
    reader: &'t Reader,
    steps: &'t Steps<'t>,
    text: &'t waqai::text::Text,
}

impl Seen<'_> {
    fn touches(&self, word: usize, spans: &[Range<usize>]) -> bool {
        let s = self.text.tokens[self.steps.analysis.words[word].token as usize].span.range();
        spans.iter().any(|t| s.start < t.end && t.start < s.end)
    }

    fn kind(&self, pattern: waqai::codebook::PatternId) -> &str {
        let book = self.reader.codebook();
        &book.kind(book.pattern(pattern).kind).name
    }

    /// The cause, and the words and rules concerned.
    fn why(&self, g: &Record, e: &Event) -> (&'static str, String) {
        let spans = triggers(g, e);
        let book = self.reader.codebook();
        let here = |d: &&Draft| d.words().any(|w| self.touches(w, &spans));
        let own = |d: &&Draft| self.kind(d.pattern) == e.kind;
        let found: Vec<&Draft> = self.steps.found.drafts.iter().filter(here).collect();
        let named =
            |d: &Draft| format!("{} {}", book.pattern(d.pattern).id, self.steps.analysis.lemma(d.word));
        if let Some(d) = found.iter().find(|d| own(d)) {
            return ("merged with another event", named(d));
        }
        if let Some(d) = found.first() {
            return ("another type", format!("{} as {}", e.kind, named(d)));
        }
        let unlikely: Vec<&Draft> = self.steps.found.unlikely.iter().filter(here).collect();
        if let Some(d) = unlikely.iter().find(|d| own(d)) {
            return ("held for no event", named(d));
        }
        if let Some(d) = unlikely.first() {
            return ("another type, held for no event", format!("{} as {}", e.kind, named(d)));
        }
        let analysis = &self.steps.analysis;
        let refused: Vec<&Refused> =
            self.steps.found.refused.iter().filter(|r| self.touches(r.word, &spans)).collect();
        let refusal = |r: &Refused| {
            format!(
                "{} {} ({})",
                book.pattern(r.pattern).id,
                analysis.lemma(r.word),
                r.why.text(book, r.pattern)
            )
        };
        if let Some(r) = refused.iter().find(|r| self.kind(r.pattern) == e.kind) {
            return ("a condition of its type", refusal(r));
        }
        let words: Vec<usize> = (0..analysis.words.len())
            .filter(|w| analysis.words[*w].part == Part::Stem && self.touches(*w, &spans))
            .collect();
        let lemmas = words.iter().map(|w| analysis.lemma(*w)).collect::<Vec<_>>().join(" ");
        let lemmas = format!("{}: {lemmas}", e.kind);
        if let Some(r) = refused.first() {
            return ("no pattern of its type, a condition of another", format!("{lemmas}, {}", refusal(r)));
        }
        if words.iter().any(|w| book.is_trigger(analysis.words[*w].lemma)) {
            return ("inside of a name", lemmas);
        }
        if !words.is_empty() && words.iter().all(|w| analysis.words[*w].guessed) {
            return ("a word that the lexicon lacks", lemmas);
        }
        let read = words.iter().any(|w| {
            let r = &analysis.words[*w].readings;
            analysis.readings[r.start as usize..r.end as usize].iter().any(|r| book.is_trigger(r.lemma))
        });
        (if read { "the word read as another" } else { "a word without a pattern" }, lemmas)
    }
}
