//! Which words state which events, and what must hold around them?
//!
//! The codebook is data (`data/codebook`, format in its README). It is read and checked whole: every fault
//! is reported, with file and line. What is read holds lemma ids, so that matching compares numbers.

use rustc_hash::FxHashMap;

use crate::language::{LemmaId, Lexicon, Voice};

mod cues;
mod faults;
mod grammar;
mod lemmas;
mod lists;
mod load;
mod sayings;
mod source;
mod terms;

pub use cues::*;
pub use faults::{Fault, Faults};
pub use grammar::{Function, Grammar};
pub use lists::{Lists, Present};
pub use sayings::{Attribution, Saying, Sayings, Spoken};
pub use terms::Terms;

include!(concat!(env!("OUT_DIR"), "/codebook_files.rs"));

/// The types and patterns, checked and indexed.
#[derive(Clone, Debug, Default)]
pub struct Codebook {
    pub version: String,
    pub types: Vec<EventType>,
    pub patterns: Vec<Pattern>,
    pub cues: Cues,
    pub grammar: Grammar,
    pub prepositions: Vec<Preposition>,
    /// The lists of the patterns' conditions.
    pub lists: Lists,
    triggers: FxHashMap<LemmaId, Vec<(PatternId, Form)>>,
    /// The lemmas that any pattern asks for.
    is_trigger: lemmas::LemmaBits,
    /// Forms of prepositions by their first word: (preposition, form).
    first_words: FxHashMap<Box<str>, Vec<(u8, u8)>>,
}

/// Index into `Codebook::patterns`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PatternId(pub u16);

/// Index into `Codebook::types`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u8);

/// One of the event types.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventType {
    pub name: String,
    pub family: String,
    pub since: String,
    pub title_en: String,
    pub title_ar: String,
    pub definition: String,
    pub not: String,
    pub plover: String,
    pub mode: Option<String>,
    pub cameo: String,
    pub acled: Option<String>,
    pub ucdp: bool,
    pub symmetric: bool,
}

/// Which form of a lemma is the trigger?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    Verb,
    Masdar,
    Noun,
    Active,
    Passive,
}

impl Form {
    pub fn as_str(self) -> &'static str {
        match self {
            Form::Verb => "verb",
            Form::Masdar => "masdar",
            Form::Noun => "noun",
            Form::Active => "active",
            Form::Passive => "passive",
        }
    }
}

/// A syntactic place beside the trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    Subject,
    Object,
    /// The second part of an idafa.
    Genitive,
    /// Index into `Codebook::prepositions`.
    Prep(u8),
}

/// What a slot's filler is to the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Actor,
    Target,
    Place,
    Weapon,
    Content,
    None,
    /// Actor or target: the one that the filler can be.
    Auto,
}

/// A preposition, simple or of several words (`من قبل`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preposition {
    /// Its name in codebook files: `fi`, `min_qibal`.
    pub name: String,
    /// Its forms, each a run of folded words.
    pub forms: Vec<Vec<String>>,
}

/// Lemmas that share a frame and the conditions under which they mean the type.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    pub id: String,
    pub kind: TypeId,
    pub since: String,
    pub why: String,
    pub file: String,
    pub line: usize,
    /// The lemmas as written.
    pub lemmas: Vec<(Form, String)>,
    pub frame: Vec<(Slot, Role)>,
    pub when: When,
    pub gives: Gives,
    pub fires: Vec<Example>,
    pub silent: Vec<Example>,
}

/// What must hold around a trigger.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {
    pub needs: Vec<Slot>,
    pub not_with: Vec<Slot>,
    /// The head of a slot's filler is one of these; or, where false, none of them.
    pub slots: Vec<(Slot, Terms, bool)>,
    /// One of these is in the trigger's phrase, clause, sentence; or, where false, none of them.
    pub around: Vec<(Scope, Terms, bool)>,
    pub voice: Option<Voice>,
    pub definite: Option<bool>,
    /// Only verbs that say what will be.
    pub future: bool,
}

impl When {
    /// How exact it is: the number of positive conditions.
    pub fn exactness(&self) -> usize {
        usize::from(!self.needs.is_empty())
            + self.slots.iter().filter(|s| s.2).count()
            + self.around.iter().filter(|s| s.2).count()
            + usize::from(self.voice.is_some())
            + usize::from(self.definite.is_some())
            + usize::from(self.future)
    }
}

/// How far around a trigger does a condition look?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    Phrase,
    Clause,
    Sentence,
    /// The content word just before.
    Before,
    /// The word just after.
    After,
}

/// Which toll does a number on the target give?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Toll {
    Killed,
    Wounded,
    Detained,
    Displaced,
}

/// What a pattern brings along.
#[derive(Clone, Debug, PartialEq)]
pub struct Gives {
    pub toll: Option<Toll>,
    pub casualty: bool,
    pub weapon: Option<String>,
    pub mode: Option<String>,
    pub realis: Option<crate::Realis>,
    pub generic: bool,
    /// Fires only as a further mention of an earlier act (الضربات, الحادث).
    pub anaphoric: bool,
    pub weight: f32,
}

/// A sentence of the codebook's own that a pattern fires on, or must leave alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Example {
    pub line: usize,
    pub text: String,
    pub trigger: Option<String>,
    pub actors: Vec<String>,
    pub targets: Vec<String>,
    pub place: Option<String>,
}

impl Codebook {
    /// The codebook that ships with the program.
    pub fn bundled(lexicon: &Lexicon) -> (Codebook, Vec<Fault>) {
        load::load(FILES.iter().map(|(name, text)| (*name, *text)), lexicon)
    }

    /// Reads a codebook from (file name, text) pairs.
    pub fn load<'t>(
        files: impl IntoIterator<Item = (&'t str, &'t str)>,
        lexicon: &Lexicon,
    ) -> Result<Codebook, Faults> {
        let (book, faults) = load::load(files, lexicon);
        if faults.is_empty() { Ok(book) } else { Err(Faults(faults)) }
    }

    pub fn pattern(&self, id: PatternId) -> &Pattern {
        &self.patterns[id.0 as usize]
    }

    pub fn kind(&self, id: TypeId) -> &EventType {
        &self.types[id.0 as usize]
    }

    pub fn kind_named(&self, name: &str) -> Option<TypeId> {
        self.types.iter().position(|t| t.name == name).map(|i| TypeId(i as u8))
    }

    pub fn is_trigger(&self, lemma: LemmaId) -> bool {
        self.is_trigger.holds(lemma)
    }

    /// The forms of prepositions that begin with a folded word, which then is `Function::PREPOSITION`.
    pub fn prepositions_from(&self, folded: &str) -> impl Iterator<Item = (u8, &[String])> {
        self.first_words
            .get(folded)
            .into_iter()
            .flatten()
            .map(|(p, f)| (*p, self.prepositions[*p as usize].forms[*f as usize].as_slice()))
    }

    /// The patterns that a lemma can trigger.
    pub fn triggers(&self, lemma: LemmaId) -> &[(PatternId, Form)] {
        // Of most words there are none, which the set tells sooner.
        let there = self.is_trigger(lemma).then(|| self.triggers.get(&lemma)).flatten();
        there.map_or(&[], Vec::as_slice)
    }

    pub fn preposition(&self, name: &str) -> Option<Slot> {
        self.prepositions.iter().position(|p| p.name == name).map(|i| Slot::Prep(i as u8))
    }
}
