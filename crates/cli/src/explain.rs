//! `waqai explain`: why does each field have its value, and what was turned down?

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use waqai::events::{Draft, Filler};
use waqai::language::Analysis;
use waqai::recognise::Mentions;
use waqai::{Count, Event, Party, Reader, Report, Scratch, Span, Steps, resolve};

use crate::input::{Bad, Item, Items};
use crate::table::{self, Cell, cell, grid};
use crate::term::{Colour, Ink, Term, safe};
use crate::{analyse, emit, read, stream};

/// Shows each sentence with its analysis, each event with rule and words, and what was turned down and why.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waqai explain report.txt --date 2016-08-02
  waqai explain report.txt --date 2016-08-02 --no-words | less -R")]
pub struct ExplainArgs {
    /// Reports: files, folders, or - for standard input.
    #[arg(required = true, value_name = "FILE|DIR|-")]
    paths: Vec<PathBuf>,
    /// The day of publication of reports that do not say theirs: YYYY-MM-DD.
    #[arg(long, value_name = "DAY")]
    date: Option<Date>,
    /// Read by the codebook in this folder.
    #[arg(long, value_name = "DIR")]
    codebook: Option<PathBuf>,
    /// Leave out the table of words.
    #[arg(long)]
    no_words: bool,
    /// When to use colours.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    color: Colour,
}

pub fn run(args: &ExplainArgs) -> Result<ExitCode> {
    let reader = Arc::new(crate::reader(args.codebook.as_deref())?);
    let term = Term::stdout(args.color);
    let (date, words) = (args.date, !args.no_words);
    let starter = Arc::clone(&reader);
    let work = move |scratch: &mut Scratch, item: Item| -> Result<String, Bad> {
        let (report, note) = item.report(date)?;
        let mut out = explain(&reader, scratch, &report, &term, words);
        if let Some(n) = note {
            out += &table::note(&term, &report, &n);
        }
        Ok(out)
    };
    let mut code = ExitCode::SUCCESS;
    for done in stream::ordered(Items::new(&args.paths), read::threads(None), move || starter.scratch(), work)
    {
        match done {
            Ok(text) => emit(&text)?,
            Err(bad) => {
                eprintln!("waqai: {bad}");
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

/// What all lines of an explanation draw on.
struct Told<'t> {
    reader: &'t Reader,
    report: &'t Report,
    term: &'t Term,
    analysis: &'t Analysis<'t>,
    mentions: &'t Mentions,
    drafts: Vec<Draft>,
}

/// The whole explanation of one report.
pub fn explain(reader: &Reader, scratch: &mut Scratch, report: &Report, term: &Term, words: bool) -> String {
    let text = reader.text(&report.text);
    let Steps { analysis, mentions, found } = reader.steps(scratch, &text);
    let (refused, unlikely) = (found.refused.clone(), found.unlikely.clone());
    let drafts = found.drafts.clone();
    let reading = resolve::settle(&analysis, &mentions, reader.world(), report.date, found);
    let told = Told { reader, report, term, analysis: &analysis, mentions: &mentions, drafts };

    let mut out = table::heading(term, report, reading.events.len());
    for n in &reading.notes {
        out += &table::note(term, report, n);
    }
    for (s, sentence) in analysis.sentences.iter().enumerate() {
        let range = sentence.start as usize..sentence.end as usize;
        let raw = text.span_of(text.sentences[s].tokens.clone()).of(&report.text);
        let _ = writeln!(out, "\n{}  {}", term.paint(Ink::Bold, &format!("s{}", s + 1)), term.words(raw));
        if words {
            out += &told.words(range.clone());
        }
        for e in reading.events.iter().filter(|e| told.sentence_of(e.trigger) == Some(s)) {
            out += &told.event(e);
        }
        for d in unlikely.iter().filter(|d| d.sentence == s) {
            out += &told.unlikely(d);
        }
        let mut by_word: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for r in refused.iter().filter(|r| range.contains(&r.word)) {
            let reason = format!(
                "{} ({})",
                reader.codebook().pattern(r.pattern).id,
                r.why.text(reader.codebook(), r.pattern)
            );
            let reasons = by_word.entry(r.word).or_default();
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        for (word, reasons) in by_word {
            let _ = writeln!(
                out,
                "  {} {}  {}",
                term.paint(Ink::Dim, "–"),
                term.words(told.word(word)),
                term.paint(Ink::Dim, &format!("turned down: {}", safe(&reasons.join("; "))))
            );
        }
    }
    out.push('\n');
    out
}

impl Told<'_> {
    fn word(&self, word: usize) -> &str {
        self.analysis.words[word].span.of(&self.report.text)
    }

    fn token_span(&self, word: usize) -> Span {
        self.analysis.text.tokens[self.analysis.words[word].token as usize].span
    }

    fn sentence_of(&self, span: Span) -> Option<usize> {
        self.analysis.text.token_at(span.start()).map(|t| self.analysis.text.sentence_of(t))
    }

    /// The words of a sentence, beside them what was recognised in them.
    fn words(&self, words: Range<usize>) -> String {
        let mut out = analyse::table(self.term, self.analysis, words.clone());
        let tokens: Vec<u32> = words.map(|w| self.analysis.words[w].token).collect();
        let within = |r: &Range<u32>| tokens.contains(&r.start);
        let m = self.mentions;
        let raw = &self.report.text;
        let known =
            |what: &str, span: Span, ink: Ink| vec![cell(ink, what), cell(Ink::Plain, safe(span.of(raw)))];
        let mut rows: Vec<(u32, Vec<Cell>)> = Vec::new();
        rows.extend(m.places.iter().filter(|x| within(&x.tokens)).map(|x| {
            (x.tokens.start, known(if x.demonym { "of a country" } else { "place" }, x.span, Ink::Green))
        }));
        rows.extend(
            m.actors
                .iter()
                .filter(|x| within(&x.tokens))
                .map(|x| (x.tokens.start, known("actor", x.span, Ink::Magenta))),
        );
        rows.extend(
            m.dates
                .iter()
                .filter(|x| within(&x.tokens))
                .map(|x| (x.tokens.start, known("time", x.span, Ink::Blue))),
        );
        rows.extend(
            m.numbers
                .iter()
                .filter(|x| within(&x.tokens))
                .map(|x| (x.tokens.start, known("number", x.span, Ink::Red))),
        );
        rows.extend(
            m.weapons
                .iter()
                .filter(|x| within(&x.tokens))
                .map(|x| (x.tokens.start, known("weapon", x.span, Ink::Yellow))),
        );
        rows.sort_by_key(|r| r.0);
        let rows: Vec<Vec<Cell>> = rows.into_iter().map(|r| r.1).collect();
        out += &grid(self.term, &["known", ""], &[None, Some(20)], &rows);
        out
    }

    fn event(&self, e: &Event) -> String {
        let raw = &self.report.text;
        let pattern = self.reader.codebook().patterns.iter().find(|p| p.id == e.rule);
        // The drafts that were merged into it.
        let drafts: Vec<&Draft> = self
            .drafts
            .iter()
            .filter(|d| {
                let at = self.token_span(d.word);
                at == e.trigger || e.mentions.contains(&at)
            })
            .collect();
        let mark = table::realis(e.realis);
        let mut out = format!(
            "  {} {} {} {}  {}\n",
            self.term.paint(Ink::Bold, &e.id),
            self.term.paint(Ink::Cyan, &e.kind),
            mark.drawn(self.term),
            self.term.words(e.trigger.of(raw)),
            self.term.paint(Ink::Dim, &format!("{:.2}", e.confidence)),
        );
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let mut row = |what: &str, words: Option<Span>, value: String, how: String| {
            rows.push(vec![
                cell(Ink::Dim, what),
                cell(Ink::Plain, words.map(|s| safe(s.of(raw))).unwrap_or_default()),
                cell(Ink::Plain, value),
                cell(Ink::Dim, how),
            ]);
        };
        row("rule", None, e.rule.clone(), pattern.map(|p| safe(&p.why)).unwrap_or_default());
        if let Some(d) = drafts.iter().find(|d| self.token_span(d.word) == e.trigger) {
            let tier = match d.tier {
                0 => "the reading chosen in context",
                1 => "another lemma than the one chosen in context",
                _ => "another part of speech than the one chosen in context",
            };
            let form = format!("{:?}", d.form).to_lowercase();
            row("lemma", None, safe(self.analysis.lemma_text(d.lemma)), format!("{form}; {tier}"));
            if let Some(w) = d.realis_word {
                row("realis", Some(self.token_span(w)), e.realis.as_str().to_owned(), String::new());
            }
        }
        for m in &e.mentions {
            let sentence = self.sentence_of(*m).map(|s| format!("in s{}", s + 1)).unwrap_or_default();
            row("also", Some(*m), String::new(), sentence);
        }
        for (what, parties, pick) in [
            ("actor", &e.actors, (|d| &d.actors) as fn(&Draft) -> &Vec<Filler>),
            ("target", &e.targets, |d| &d.targets),
        ] {
            for p in parties {
                let how = drafts.iter().flat_map(|d| pick(d)).find(|f| self.covers(p.span, f.head));
                row(what, Some(p.span), party(p), how.map(|f| f.how.to_owned()).unwrap_or_default());
            }
        }
        if let Some(p) = &e.place {
            row(
                "place",
                Some(p.span),
                format!("{} (precision {})", table::place(p), p.precision),
                safe(&p.why),
            );
        }
        if let Some(d) = &e.date {
            row("date", d.span, format!("{} (precision {})", d.edtf, d.precision), String::new());
        }
        for (what, c) in [
            ("killed", &e.killed),
            ("wounded", &e.wounded),
            ("detained", &e.detained),
            ("displaced", &e.displaced),
        ] {
            if let Some(c) = c {
                let c: &Count = c;
                row(what, Some(c.span), table::count(c), c.bound.as_str().replace('_', " "));
            }
        }
        if let Some(w) = &e.weapon {
            row("weapon", Some(w.span), w.id.clone(), String::new());
        }
        if let Some(s) = &e.source {
            let verb = s.verb.map(|v| format!("by {}", safe(v.of(raw)))).unwrap_or_default();
            row("source", Some(s.party.span), party(&s.party), verb);
        }
        let heads = ["", "", "", ""];
        let least = [None, Some(16), Some(16), Some(20)];
        // The heads say nothing here.
        let drawn = grid(self.term, &heads, &least, &rows);
        for line in drawn.lines().skip(1) {
            let _ = writeln!(out, "    {line}");
        }
        out
    }

    fn covers(&self, span: Span, word: usize) -> bool {
        span.overlaps(self.analysis.words[word].span)
    }

    fn unlikely(&self, d: &Draft) -> String {
        let book = self.reader.codebook();
        let pattern = book.pattern(d.pattern);
        format!(
            "  {} {}  {}\n",
            self.term.paint(Ink::Dim, "–"),
            self.term.words(self.word(d.word)),
            self.term.paint(
                Ink::Dim,
                &format!(
                    "{}: found by {}, held for no event at {:.2}",
                    book.kind(pattern.kind).name,
                    pattern.id,
                    d.confidence
                )
            )
        )
    }
}

fn party(p: &Party) -> String {
    let marks: Vec<&str> = [p.id.as_deref(), p.role.as_deref()].into_iter().flatten().collect();
    if marks.is_empty() { safe(&p.name) } else { format!("{} ({})", safe(&p.name), marks.join(", ")) }
}
