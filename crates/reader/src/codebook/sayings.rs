//! Which words and phrases say that somebody says something?

use rustc_hash::FxHashMap;

use super::load::LemmaReader;
use super::source::{Source, Table};
use super::{Preposition, Slot, Terms};
use crate::language::{LemmaId, Pos};

/// The words of saying of `cues.toml`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sayings {
    pub words: Vec<Saying>,
    by_lemma: FxHashMap<LemmaId, (u8, Spoken)>,
    pub phrases: Vec<Attribution>,
    /// First words of `phrases`.
    by_first: FxHashMap<Box<str>, Vec<u8>>,
    /// With these, as folded words, the report goes on by itself.
    pub asides: Vec<Vec<String>>,
    /// What one speaks in or to.
    pub media: Terms,
    /// What is cited of somebody.
    pub records: Terms,
    /// What one acts by and nobody says: وفق القانون.
    pub norms: Terms,
    /// Types of acts that are done by declaring them.
    pub declared: Vec<String>,
}

/// A family of words of saying.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Saying {
    pub id: String,
    /// It is an event of its own too: اتهم, طالب.
    pub stance: bool,
    /// أن, إن.
    pub that: bool,
    /// A colon or quotation marks.
    pub quote: bool,
    pub object: bool,
    pub preps: Vec<Slot>,
    /// Of much else too: it reports only where it has content.
    pub weak: bool,
    /// يذكر أن: with no subject nobody in particular says it.
    pub impersonal: bool,
    /// أعلن حالة الطوارئ: it does what it says.
    pub declares: bool,
    /// نقل عن, نسب إلى: after these, as folded words, stands who is cited.
    pub transmits: Vec<Vec<String>>,
}

/// As what a word of saying stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoken {
    Verb,
    Participle,
    Noun,
}

/// A phrase before a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Folded words.
    pub words: Vec<String>,
    /// A verb of saying follows, not the source itself.
    pub clause: bool,
    /// It means "also" as well.
    pub also: bool,
    /// What is said follows with أن.
    pub that: bool,
}

impl Sayings {
    pub(super) fn load<'t>(
        lemmas: &LemmaReader<'_>,
        prepositions: &[Preposition],
        s: &mut Source<'t>,
        top: &Table<'_, 't>,
    ) -> Sayings {
        let mut out = Sayings::default();
        for (key, stance) in [("reporting", false), ("stance", true)] {
            for t in s.tables(top, key) {
                s.need_str(&t, "why");
                let mut saying = Saying { id: s.need_str(&t, "id"), stance, ..Saying::default() };
                for (content, at) in s.list(&t, "content") {
                    match content.as_str() {
                        "that" => saying.that = true,
                        "quote" => saying.quote = true,
                        "object" => saying.object = true,
                        p => match prepositions.iter().position(|x| x.name == p) {
                            Some(i) => saying.preps.push(Slot::Prep(i as u8)),
                            None => s.fault(at, format!("no content `{p}`")),
                        },
                    }
                }
                saying.weak = s.bool(&t, "weak").unwrap_or_default();
                saying.impersonal = s.bool(&t, "impersonal").unwrap_or_default();
                saying.declares = s.bool(&t, "declares").unwrap_or_default();
                saying.transmits = s.list(&t, "transmits").iter().map(|(p, _)| folded_words(p)).collect();
                let i = out.words.len() as u8;
                for (key, pos, spoken) in [
                    ("verb", Some(Pos::Verb), Spoken::Verb),
                    ("active", Some(Pos::Adj), Spoken::Participle),
                    ("noun", Some(Pos::Noun), Spoken::Noun),
                ] {
                    for id in lemmas.ids_of(s, &t, key, pos) {
                        out.by_lemma.entry(id).or_insert((i, spoken));
                    }
                }
                s.close(&t);
                out.words.push(saying);
            }
        }
        for t in s.tables(top, "attribution") {
            s.need_str(&t, "why");
            s.need_str(&t, "id");
            let clause = s.bool(&t, "clause").unwrap_or_default();
            let also = s.bool(&t, "also").unwrap_or_default();
            let that = s.bool(&t, "that").unwrap_or_default();
            for (phrase, _) in s.list(&t, "phrase") {
                let words = folded_words(&phrase);
                if let Some(first) = words.first() {
                    let i = out.phrases.len() as u8;
                    out.by_first.entry(first.as_str().into()).or_default().push(i);
                }
                out.phrases.push(Attribution { words, clause, also, that });
            }
            s.close(&t);
        }
        for t in s.tables(top, "aside") {
            s.need_str(&t, "why");
            s.need_str(&t, "id");
            out.asides.extend(s.list(&t, "phrase").iter().map(|(p, _)| folded_words(p)));
            s.close(&t);
        }
        for t in s.tables(top, "declared") {
            s.need_str(&t, "why");
            s.need_str(&t, "id");
            out.declared.extend(s.list(&t, "types").into_iter().map(|(kind, _)| kind));
            s.close(&t);
        }
        for (key, into) in
            [("medium", &mut out.media), ("record", &mut out.records), ("norm", &mut out.norms)]
        {
            let mut ids = Vec::new();
            for t in s.tables(top, key) {
                s.need_str(&t, "why");
                s.need_str(&t, "id");
                ids.extend(lemmas.ids_of(s, &t, "noun", Some(Pos::Noun)));
                s.close(&t);
            }
            *into = Terms::new(ids);
        }
        out
    }

    /// The family that a lemma is of.
    pub fn of(&self, lemma: LemmaId) -> Option<(&Saying, Spoken)> {
        self.by_lemma.get(&lemma).map(|(i, spoken)| (&self.words[*i as usize], *spoken))
    }

    /// The phrases that open with a folded word.
    pub fn phrases_from(&self, first: &str) -> impl Iterator<Item = &Attribution> {
        self.by_first.get(first).into_iter().flatten().map(|i| &self.phrases[*i as usize])
    }

    /// All verbs of saying that have content, and are hardly anything else.
    pub fn verbs(&self) -> Terms {
        let plain = |i: u8| self.words[i as usize].that && !self.words[i as usize].weak;
        let ids = self.by_lemma.iter().filter(|(_, (i, s))| *s == Spoken::Verb && plain(*i));
        Terms::new(ids.map(|(id, _)| *id).collect())
    }
}

fn folded_words(phrase: &str) -> Vec<String> {
    phrase.split_whitespace().map(crate::text::fold).collect()
}
