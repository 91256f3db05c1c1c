//! Is a phrase a verb's subject, its object, or neither?
//!
//! Order, agreement, definiteness and arcs are weighed together by a linear model, since the parser alone
//! errs on every fourth subject.

use super::model::{ModelError, ModelReader, ModelWriter, Rows, feature, hash_str, pair};
use super::phrases::{
    NounPhrase, has_article, is_relative, noun_phrase_at, noun_phrase_from, prepositional_phrase_from,
};
use super::phrases_clauses::Place;
use super::{Analysis, Gender, Number, Part, Pos, Relation, Word};

/// Columns of the table; the last is not used.
pub const ROLES: usize = 4;
pub const SUBJECT: usize = 0;
pub const OBJECT: usize = 1;
pub const NEITHER: usize = 2;

/// The weights.
#[derive(Clone, Debug)]
pub struct Roles(Rows<ROLES>);

/// Weights to a point of score.
const SCALE: f32 = 256.0;

impl Roles {
    pub fn read(r: &mut ModelReader<'_>) -> Result<Roles, ModelError> {
        Ok(Roles(r.rows()?))
    }

    pub fn write(w: &mut ModelWriter, rows: &[[i16; ROLES]]) {
        w.rows(rows);
    }

    /// How much speaks for each role: above 0 rather than for none.
    pub fn scores(&self, features: &[u32]) -> [f32; ROLES] {
        let mut sums = [0; ROLES];
        self.0.add(features, &mut sums);
        let best_other = |own: usize| {
            let others = [SUBJECT, OBJECT, NEITHER].into_iter().filter(|c| *c != own);
            others.map(|c| sums[c]).max().unwrap_or(0)
        };
        std::array::from_fn(|c| (sums[c] - best_other(c)) as f32 / SCALE)
    }
}

/// What was found around a verb.
#[derive(Debug)]
pub struct Found<'a> {
    analysis: &'a Analysis<'a>,
    verb: u32,
    v: &'a Word,
    pub arguments: Vec<(NounPhrase, Place)>,
    attached: bool,
    before: bool,
    antecedent: bool,
}

impl<'a> Found<'a> {
    pub fn new(analysis: &'a Analysis<'a>, verb: u32, left: u32, right: u32) -> Found<'a> {
        let v = &analysis.words[verb as usize];
        let mut found = Found {
            analysis,
            verb,
            v,
            arguments: Vec::new(),
            attached: false,
            before: false,
            antecedent: false,
        };
        found.look_after(right);
        found.look_before(left);
        found.look_along_arcs();
        found
    }

    fn look_after(&mut self, right: u32) {
        let words = &self.analysis.words;
        let mut at = self.verb + 1;
        if let Some(w) = words.get(at as usize)
            && w.part == Part::Enclitic
            && w.token == self.v.token
        {
            if let Some(p) = noun_phrase_from(self.analysis, at) {
                self.arguments.push((p, Place::Attached));
                self.attached = true;
            }
            at += 1;
        }
        let mut n = 0;
        while at < right && n < 3 {
            let w = &words[at as usize];
            if w.pos == Pos::Adp {
                let phrase = prepositional_phrase_from(self.analysis, at);
                at = phrase.map_or(at + 1, |p| p.object.words.end);
            } else if w.pos == Pos::Cconj {
                // What is joined is no argument by itself.
                let phrase = noun_phrase_from(self.analysis, at + 1);
                at = phrase.map_or(at + 1, |p| p.words.end.min(right)).max(at + 1);
            } else if w.pos == Pos::Punct && matches!(self.analysis.form(at as usize), "," | "،") && n > 0 {
                break;
            } else if let Some(p) = noun_phrase_from(self.analysis, at) {
                at = p.words.end.max(at + 1);
                self.arguments.push((p, Place::After(n)));
                n += 1;
            } else {
                at += 1;
            }
        }
    }

    fn look_before(&mut self, left: u32) {
        let words = &self.analysis.words;
        let mut last = None;
        let mut at = left;
        while at < self.verb {
            let w = &words[at as usize];
            if w.pos == Pos::Adp {
                let phrase = prepositional_phrase_from(self.analysis, at);
                at = phrase.map_or(at + 1, |p| p.object.words.end);
            } else if let Some(p) = noun_phrase_from(self.analysis, at) {
                at = p.words.end.max(at + 1);
                // The first phrase of the clause is its topic; what follows hangs on it.
                if last.is_none() && p.words.end <= self.verb {
                    last = Some(p);
                }
            } else {
                at += 1;
            }
        }
        if let Some(p) = last {
            self.arguments.push((p, Place::Before));
            self.before = true;
        } else if let Some(relative) = left.checked_sub(1)
            && is_relative(self.analysis, relative)
            && let Some(noun) = relative.checked_sub(1)
            && let Some(mut p) = noun_phrase_at(self.analysis, noun)
        {
            p.relative = Some(relative);
            self.arguments.push((p, Place::Antecedent));
            self.antecedent = true;
        }
    }

    /// Phrases that the arcs give to the verb, but that stand elsewhere.
    fn look_along_arcs(&mut self) {
        let sentence = &self.analysis.sentences[self.analysis.sentence_of(self.verb as usize)];
        for i in sentence.clone() {
            let w = &self.analysis.words[i as usize];
            let argument = matches!(w.relation, Relation::Nsubj | Relation::NsubjPass | Relation::Obj);
            if w.head != Some(self.verb) || !argument || self.arguments.len() > 8 {
                continue;
            }
            if !self.arguments.iter().any(|(p, _)| p.words.contains(&i) || p.relative == Some(i))
                && let Some(p) = noun_phrase_at(self.analysis, i)
            {
                self.arguments.push((p, Place::Far));
            }
        }
    }

    /// The arc between the verb and a phrase.
    fn arc(&self, phrase: &NounPhrase) -> u64 {
        let words = &self.analysis.words[phrase.words.start as usize..phrase.words.end as usize];
        let relative = phrase.relative.map(|r| &self.analysis.words[r as usize]);
        if let Some(w) = words.iter().chain(relative).find(|w| w.head == Some(self.verb)) {
            return w.relation as u64;
        }
        let head = &self.analysis.words[phrase.head as usize];
        match (self.v.relation, head.head) {
            (Relation::None, _) => 40,
            (_, _) if self.v.head.is_some_and(|h| phrase.words.contains(&h)) => 41,
            (_, Some(h)) if self.analysis.words[h as usize].pos == Pos::Verb => 42,
            (_, Some(h)) if h < phrase.words.start => 43,
            _ => 44,
        }
    }

    /// What speaks for and against the roles of a phrase.
    pub fn features(&self, argument: usize) -> Vec<u32> {
        let (phrase, place) = &self.arguments[argument];
        let f = &self.v.features;
        let words = &self.analysis.words;
        let head = &words[phrase.head as usize];
        let after = phrase.words.start > self.verb;
        let place = match place {
            Place::After(n) => u64::from(*n),
            Place::Before => 10,
            Place::Antecedent => 11,
            Place::Attached => 12,
            Place::Far => 13 + u64::from(after),
        };
        let number = |v: Option<u8>| u64::from(v.map_or(0, |v| v + 1));
        let arc = self.arc(phrase);
        let agrees = match self.agrees(phrase) {
            None => 0,
            Some(true) => 1,
            Some(false) => 2,
        };
        let person = number(f.person.map(|v| v as u8)) * 4 + number(f.number.map(|v| v as u8));
        let known = !self.v.lemma.is_guess();
        let transitive = if known {
            1 + u64::from(self.analysis.language.lexicon.lemma(self.v.lemma).transitive)
        } else {
            0
        };
        let around = u64::from(self.attached) + 2 * u64::from(self.before) + 4 * u64::from(self.antecedent);
        let n_after = self.arguments.iter().filter(|(_, p)| matches!(p, Place::After(_))).count() as u64;
        let accusative = u64::from(self.indefinite_accusative(phrase));
        let definite = u64::from(phrase.definite) + 2 * accusative;
        let verb = hash_str(self.analysis.lemma(self.verb as usize));
        let noun = hash_str(self.analysis.lemma(phrase.head as usize));
        let pos = head.pos as u64;
        let passive = number(f.voice.map(|v| v as u8));
        let cluster =
            u64::from(self.analysis.language.clusters.of(self.analysis.folded(phrase.head as usize)));
        let others = self.arguments.iter().enumerate().filter(|(i, _)| *i != argument);
        let other_arcs = others.fold(0, |m, (_, (p, _))| match self.arc(p) {
            a if a == Relation::Nsubj as u64 || a == Relation::NsubjPass as u64 => m | 1,
            a if a == Relation::Obj as u64 => m | 2,
            _ => m,
        });
        let gap = u64::from(phrase.words.start.abs_diff(self.verb).min(8));
        let plural = number(head.features.number.map(|v| v as u8));
        let counted = u64::from(!phrase.numerals.is_empty());
        let t = |a, b, c| pair(pair(a, b), c);
        let values = [
            place,
            pair(place, arc),
            arc,
            pair(arc, other_arcs),
            t(place, arc, other_arcs),
            t(place, agrees, person),
            t(place, around, n_after),
            t(pair(place, around), arc, agrees),
            t(place, transitive, n_after),
            pair(transitive, arc),
            t(place, definite, accusative),
            t(arc, definite, accusative),
            t(place, passive, arc),
            t(place, verb, 0),
            pair(verb, arc),
            pair(noun, place),
            pair(noun, arc),
            t(pos, place, arc),
            t(cluster, place, 0),
            t(cluster, arc, 0),
            t(gap, place, arc),
            t(person, around, place),
            t(plural, agrees, pair(place, person)),
            t(counted, place, definite),
            t(transitive, around, pair(place, agrees)),
            t(other_arcs, around, pair(place, n_after)),
        ];
        values.iter().enumerate().map(|(i, v)| feature(200 + i as u32, *v)).collect()
    }

    /// Gender agrees: `Some(false)` only where both forms tell.
    fn agrees(&self, phrase: &NounPhrase) -> Option<bool> {
        let head = &self.analysis.words[phrase.head as usize];
        let gender = head.features.gender?;
        let own = self.v.features.gender?;
        // طائرات: plurals of things go as feminine singular; of people the verb before them may do either.
        if head.features.number == Some(Number::Plural) {
            return None;
        }
        Some(gender == own)
    }

    /// `مدنيا`: the alef of an accusative without article.
    fn indefinite_accusative(&self, phrase: &NounPhrase) -> bool {
        let head = phrase.head as usize;
        let w = &self.analysis.words[head];
        w.pos == Pos::Noun
            && !has_article(self.analysis, phrase.head)
            && w.features.gender != Some(Gender::Feminine)
            && w.features.number != Some(Number::Plural)
            && self.analysis.folded(head).ends_with('ا')
            && self.analysis.words.get(head + 1).is_none_or(|n| n.part != Part::Enclitic)
            && !bare(self.analysis.lemma(head)).ends_with(['ا', 'ى'])
    }
}

/// A lemma without its vowel marks at the end.
fn bare(lemma: &str) -> &str {
    lemma.trim_end_matches(|c| ('\u{64B}'..='\u{652}').contains(&c))
}
