//! Who does what in a clause?
//!
//! For each verb the noun phrases that can be its subject or object, likeliest first: after it (VSO),
//! before it (SVO), the noun that a relative clause hangs on, a pronoun attached to it. Order, agreement
//! and arcs are weighed together, since the parser alone errs on every fourth subject.

use std::ops::Range;

use super::phrases::{
    NounPhrase, PrepositionalPhrase, has_article, is_relative, noun_phrase_at, noun_phrase_from,
    prepositional_phrase_from,
};
use super::{Analysis, Aspect, Gender, Number, Part, Person, Pos, Relation, Word};

/// Where does an argument stand?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The first, second … phrase after the verb, from 0.
    After(u8),
    Before,
    /// The noun that the relative clause hangs on.
    Antecedent,
    /// A pronoun attached to the verb.
    Attached,
}

/// A phrase that can be a verb's subject or object.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    pub phrase: NounPhrase,
    pub place: Place,
    /// Above 0: rather yes than no.
    pub score: f32,
}

/// A prepositional phrase that can belong to a predicate.
#[derive(Clone, Debug, PartialEq)]
pub struct Complement {
    pub phrase: PrepositionalPhrase,
    /// Above 0: rather yes than no.
    pub score: f32,
}

/// A verb with what stands around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    pub verb: u32,
    /// From its left boundary to its right one.
    pub words: Range<u32>,
    /// The subject undergoes the action.
    pub passive: bool,
    /// The particle that negates the verb.
    pub negation: Option<u32>,
    /// Likeliest first; where none scores above 0 the subject is dropped.
    pub subjects: Vec<Argument>,
    /// Likeliest first.
    pub objects: Vec<Argument>,
}

impl Clause {
    /// The likeliest subject, none if it is dropped.
    pub fn subject(&self) -> Option<&Argument> {
        self.subjects.first().filter(|a| a.score > 0.0)
    }

    /// The likeliest object that is not the likeliest subject.
    pub fn object(&self) -> Option<&Argument> {
        let subject = self.subject().map(|s| s.phrase.head);
        self.objects.iter().find(|a| Some(a.phrase.head) != subject).filter(|a| a.score > 0.0)
    }
}

/// The clauses of a sentence, one for each verb.
pub fn clauses(analysis: &Analysis<'_>, sentence: usize) -> Vec<Clause> {
    let words = analysis.sentences[sentence].clone();
    words.filter(|i| analysis.words[*i as usize].pos == Pos::Verb).map(|i| clause_of(analysis, i)).collect()
}

/// The clause of a verb.
pub fn clause_of(analysis: &Analysis<'_>, verb: u32) -> Clause {
    let v = &analysis.words[verb as usize];
    let left = left_boundary(analysis, verb);
    let right = right_boundary(analysis, verb);
    let passive = v.features.voice == Some(super::Voice::Passive);
    let found = Found::new(analysis, verb, left, right);
    let mut subjects: Vec<Argument> = found.arguments.iter().map(|(p, at)| found.subject(p, *at)).collect();
    let mut objects: Vec<Argument> = if passive {
        Vec::new()
    } else {
        found.arguments.iter().map(|(p, at)| found.object(p, *at)).collect()
    };
    subjects.retain(|a| a.place != Place::Attached);
    for list in [&mut subjects, &mut objects] {
        list.sort_by(|a, b| b.score.total_cmp(&a.score));
    }
    Clause { verb, words: left..right, passive, negation: negation(analysis, verb), subjects, objects }
}

/// The prepositional phrases after a verb or verbal noun, in order, with what speaks for each.
pub fn complements(analysis: &Analysis<'_>, predicate: u32) -> Vec<Complement> {
    let words = &analysis.words;
    let right = right_boundary(analysis, predicate);
    let mut out = Vec::new();
    let mut at = predicate + 1;
    // Nouns passed since the predicate, each of which could take the next phrase.
    let mut passed = 0.0_f32;
    while at < right {
        if let Some(phrase) = prepositional_phrase_from(analysis, at) {
            let head = words[phrase.object.head as usize].head;
            let of_predicate = head == Some(predicate);
            let parsed = words[at as usize].relation != Relation::None;
            let mut score = 0.6 - 0.25 * passed;
            if parsed {
                score += if of_predicate { 1.0 } else { -0.4 };
            }
            passed += 1.0;
            at = phrase.object.words.end.max(at + 1);
            out.push(Complement { phrase, score });
        } else if let Some(phrase) = noun_phrase_from(analysis, at) {
            passed += 0.3;
            at = phrase.words.end.max(at + 1);
        } else {
            at += 1;
        }
    }
    out
}

/// The particle that negates a verb (`لم يقتل`).
fn negation(analysis: &Analysis<'_>, verb: u32) -> Option<u32> {
    let before = verb.checked_sub(1)?;
    let w = &analysis.words[before as usize];
    let negative = matches!(analysis.folded(before as usize), "لم" | "لن" | "لا" | "ما");
    (negative && matches!(w.pos, Pos::Part | Pos::Aux | Pos::Adv)).then_some(before)
}

/// A word that opens a clause of its own.
fn opens_clause(analysis: &Analysis<'_>, i: u32) -> bool {
    let w = &analysis.words[i as usize];
    let subordinates = || {
        matches!(analysis.folded(i as usize), "ان" | "انه" | "اذ" | "حيث" | "لان" | "بينما" | "فيما" | "عندما")
    };
    w.pos == Pos::Sconj
        || is_relative(analysis, i)
        || (matches!(w.pos, Pos::Adp | Pos::Part | Pos::Adv) && w.part == Part::Stem && subordinates())
}

/// First word of a token.
fn token_start(analysis: &Analysis<'_>, mut word: u32) -> u32 {
    let token = analysis.words[word as usize].token;
    while word > 0 && analysis.words[word as usize - 1].token == token {
        word -= 1;
    }
    word
}

fn right_boundary(analysis: &Analysis<'_>, predicate: u32) -> u32 {
    let sentence = &analysis.sentences[analysis.sentence_of(predicate as usize)];
    for i in predicate + 1..sentence.end {
        let w = &analysis.words[i as usize];
        if w.pos == Pos::Verb {
            return token_start(analysis, i).max(predicate + 1);
        }
        let stop = w.pos == Pos::Punct
            && matches!(analysis.form(i as usize), ":" | ";" | "؛" | "." | "؟" | "!" | "?");
        if stop || opens_clause(analysis, i) {
            return i;
        }
    }
    sentence.end
}

fn left_boundary(analysis: &Analysis<'_>, verb: u32) -> u32 {
    let sentence = &analysis.sentences[analysis.sentence_of(verb as usize)];
    let mut i = token_start(analysis, verb);
    while i > sentence.start {
        let w = &analysis.words[i as usize - 1];
        let passable = matches!(analysis.folded(i as usize - 1), "\"" | "«" | "»" | "(" | ")");
        if w.pos == Pos::Verb || (w.pos == Pos::Punct && !passable) || opens_clause(analysis, i - 1) {
            break;
        }
        i -= 1;
    }
    i
}

/// What was found around a verb.
struct Found<'a> {
    analysis: &'a Analysis<'a>,
    verb: u32,
    v: &'a Word,
    arguments: Vec<(NounPhrase, Place)>,
    attached: bool,
    before: bool,
    antecedent: bool,
}

impl<'a> Found<'a> {
    fn new(analysis: &'a Analysis<'a>, verb: u32, left: u32, right: u32) -> Found<'a> {
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
            && let Some(p) = noun_phrase_at(self.analysis, noun)
        {
            self.arguments.push((p, Place::Antecedent));
            self.antecedent = true;
        }
    }

    /// Whether the arcs give the phrase to the verb under one of these names.
    fn arc(&self, phrase: &NounPhrase, names: &[Relation]) -> bool {
        phrase.words.clone().any(|i| {
            let w = &self.analysis.words[i as usize];
            w.head == Some(self.verb) && names.contains(&w.relation)
        })
    }

    fn parsed(&self) -> bool {
        self.v.relation != Relation::None
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

    fn subject(&self, phrase: &NounPhrase, place: Place) -> Argument {
        let f = &self.v.features;
        let mut score = match place {
            Place::After(0) => 0.6,
            Place::After(1) => -0.5,
            Place::After(_) => -1.2,
            Place::Before => 0.1,
            Place::Antecedent => 0.4,
            Place::Attached => -9.0,
        };
        let after = matches!(place, Place::After(_));
        score += match self.agrees(phrase) {
            Some(true) => 0.3,
            Some(false) => -0.9,
            None => 0.0,
        };
        if after && matches!(f.number, Some(Number::Plural | Number::Dual)) && f.person == Some(Person::Third)
        {
            score -= 1.2;
        }
        if matches!(f.person, Some(Person::First | Person::Second)) {
            score -= 2.0;
        }
        if place == Place::Antecedent && self.attached {
            score -= 1.0;
        }
        if after && (self.before || self.antecedent && !self.attached) {
            score -= 0.3;
        }
        score += match self.parsed() {
            true if self.arc(phrase, &[Relation::Nsubj, Relation::NsubjPass]) => 1.0,
            true if self.arc(phrase, &[Relation::Obj]) => -0.8,
            true if self.arc(phrase, &[Relation::Obl, Relation::Advmod]) => -0.8,
            true if place != Place::Antecedent => -0.4,
            _ => 0.0,
        };
        if self.indefinite_accusative(phrase) {
            score -= 1.0;
        }
        Argument { phrase: phrase.clone(), place, score }
    }

    fn object(&self, phrase: &NounPhrase, place: Place) -> Argument {
        let f = &self.v.features;
        let mut score = match place {
            Place::After(0) => -0.3,
            Place::After(1) => 0.3,
            Place::After(_) => -0.5,
            Place::Before => -1.5,
            Place::Antecedent => -0.8,
            Place::Attached => 1.0,
        };
        if matches!(place, Place::After(_)) {
            if self.attached {
                score -= 0.8;
            }
            let subject_elsewhere = matches!(f.person, Some(Person::First | Person::Second))
                || matches!(f.number, Some(Number::Plural | Number::Dual))
                || self.before
                || (self.antecedent && !self.attached);
            if place == Place::After(0) && (subject_elsewhere || self.agrees(phrase) == Some(false)) {
                score += 0.7;
            }
        }
        if f.aspect == Some(Aspect::Imperative) {
            score += 0.3;
        }
        if !self.v.lemma.is_guess() && !self.analysis.language.lexicon.lemma(self.v.lemma).transitive {
            score -= 0.6;
        }
        score += match self.parsed() {
            true if self.arc(phrase, &[Relation::Obj]) => 1.0,
            true if self.arc(phrase, &[Relation::Nsubj, Relation::NsubjPass]) => -0.8,
            true if matches!(place, Place::After(_)) => -0.4,
            _ => 0.0,
        };
        if self.indefinite_accusative(phrase) {
            score += 0.5;
        }
        Argument { phrase: phrase.clone(), place, score }
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
