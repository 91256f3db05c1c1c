//! One report in, its events out.

use crate::Models;
use crate::codebook::{Codebook, Fault, Faults};
use crate::events;
use crate::language::{self, Analysis, Language};
use crate::recognise::{self, Beginnings, Gazetteer, Mentions, Registry, Seen, Times};
use crate::resolve::{self, World};
use crate::text::{Text, WordModel};
use crate::{Reading, Report};

/// Everything a reading needs, opened once and shared by all threads.
#[derive(Debug)]
pub struct Reader {
    words: WordModel,
    language: Language,
    times: Times,
    gazetteer: Gazetteer,
    registry: Registry,
    book: Codebook,
    faults: Vec<Fault>,
    models: Models,
}

/// Working memory for one thread: what was found out of each form; makes later reports faster and changes no result.
#[derive(Debug, Default)]
pub struct Scratch {
    language: language::Scratch,
    seen: Seen,
}

/// All that was found out on the way to a reading.
#[derive(Debug)]
pub struct Steps<'t> {
    pub analysis: Analysis<'t>,
    pub mentions: Mentions,
    pub found: events::Found,
}

impl Reader {
    /// The reader with the data that ships with the program.
    pub fn bundled() -> Reader {
        let language = Language::bundled();
        let (book, faults) = Codebook::bundled(language.lexicon);
        Reader::new(language, book, faults)
    }

    /// The reader with a codebook of the user's own, given as (file name, text) pairs.
    pub fn with_codebook<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Result<Reader, Faults> {
        let language = Language::bundled();
        let book = Codebook::load(files, language.lexicon)?;
        Ok(Reader::new(language, book, Vec::new()))
    }

    fn new(language: Language, book: Codebook, faults: Vec<Fault>) -> Reader {
        Reader {
            words: WordModel::shipped(),
            times: Times::bundled(),
            gazetteer: Gazetteer::bundled(),
            registry: Registry::bundled(),
            models: Models::bundled(),
            language,
            book,
            faults,
        }
    }

    /// A reader that keeps every candidate, for fitting.
    #[must_use]
    pub fn accepting_all(self) -> Reader {
        Reader { models: Models::default(), ..self }
    }

    /// A reader with models of the caller's.
    #[must_use]
    pub fn with_models(self, models: Models) -> Reader {
        Reader { models, ..self }
    }

    pub fn codebook(&self) -> &Codebook {
        &self.book
    }

    pub fn codebook_version(&self) -> &str {
        &self.book.version
    }

    /// Faults of the bundled codebook; a test holds them at none.
    pub fn codebook_faults(&self) -> &[Fault] {
        &self.faults
    }

    pub fn language(&self) -> &Language {
        &self.language
    }

    /// Working memory for one thread, worth keeping from report to report.
    pub fn scratch(&self) -> Scratch {
        Scratch::default()
    }

    /// Reads one report. Never fails: what cannot be read is a note.
    pub fn read(&self, report: &Report) -> Reading {
        self.read_with(&mut self.scratch(), report)
    }

    /// Reads one report with working memory of the caller's.
    pub fn read_with(&self, scratch: &mut Scratch, report: &Report) -> Reading {
        let text = self.text(&report.text);
        let Steps { analysis, mentions, found } = self.steps(scratch, &text);
        resolve::settle(&analysis, &mentions, self.world(), report.date, found)
    }

    /// What resolving draws on.
    pub fn world(&self) -> World<'_> {
        World {
            gazetteer: &self.gazetteer,
            registry: &self.registry,
            book: &self.book,
            merging: &self.models.merging,
        }
    }

    /// The text taken apart.
    pub fn text(&self, raw: &str) -> Text {
        Text::new(raw, &self.words)
    }

    /// Words and arcs of a text.
    pub fn analyse<'t>(&'t self, scratch: &mut Scratch, text: &'t Text) -> Analysis<'t> {
        self.language.analyse(text, &mut scratch.language)
    }

    /// What may begin at each token of the text analysed last.
    pub fn beginnings<'s>(&self, scratch: &'s mut Scratch, text: &Text) -> Beginnings<'s> {
        scratch.seen.look(text, scratch.language.forms(), &self.gazetteer, &self.registry, &self.times)
    }

    /// Everything up to the drafts of events, for explanations and for fitting.
    pub fn steps<'t>(&'t self, scratch: &mut Scratch, text: &'t Text) -> Steps<'t> {
        let analysis = self.analyse(scratch, text);
        let begins = self.beginnings(scratch, text);
        let named = self.times.find(text, begins);
        let mentions = Mentions::new(
            text,
            recognise::places(text, begins, &self.gazetteer),
            recognise::actors(text, begins, &self.registry),
            named.dates,
            named.numbers,
            named.weapons,
        );
        let found = events::find(&analysis, &mentions, &self.registry, &self.book, &self.models);
        Steps { analysis, mentions, found }
    }
}
