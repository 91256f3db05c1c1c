//! Who does what in a clause?
//!
//! For each verb the noun phrases that can be its subject or object, likeliest first: after it (VSO),
//! before it (SVO), the noun that a relative clause hangs on, a pronoun attached to it.

use std::ops::Range;

use super::phrases::{
    NounPhrase, PrepositionalPhrase, is_relative, noun_phrase_from, prepositional_phrase_from,
};
use super::phrases_roles::{Found, OBJECT, SUBJECT};
use super::{Analysis, Part, Pos, Relation};

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
    /// Elsewhere; the arcs give it to the verb.
    Far,
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

/// From which score on a role is taken.
const LIKELY: f32 = -0.4;

impl Clause {
    /// The likeliest subject, none if it is dropped.
    pub fn subject(&self) -> Option<&Argument> {
        self.subjects.first().filter(|a| a.score > LIKELY)
    }

    /// The likeliest object that is not the likeliest subject.
    pub fn object(&self) -> Option<&Argument> {
        let subject = self.subject().map(|s| s.phrase.head);
        self.objects.iter().find(|a| Some(a.phrase.head) != subject).filter(|a| a.score > LIKELY)
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
    let (left, right) = boundaries(analysis, verb);
    let passive = v.features.voice == Some(super::Voice::Passive);
    let found = Found::new(analysis, verb, left, right);
    let (mut subjects, mut objects) = (Vec::new(), Vec::new());
    for (i, (phrase, place)) in found.arguments.iter().enumerate() {
        let scores = analysis.language.roles.scores(&found.features(i));
        let argument = |score| Argument { phrase: phrase.clone(), place: *place, score };
        if *place != Place::Attached {
            subjects.push(argument(scores[SUBJECT]));
        }
        if !passive {
            objects.push(argument(scores[OBJECT]));
        }
    }
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

/// From where to where a verb's arguments are looked for.
pub fn boundaries(analysis: &Analysis<'_>, verb: u32) -> (u32, u32) {
    (left_boundary(analysis, verb), right_boundary(analysis, verb))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Language, Scratch};
    use crate::text::{Text, WordModel};

    /// The first clause's subject and object, each by its head; empty if there is none.
    fn check(raw: &str, subject: &str, object: &str) {
        let language = Language::bundled();
        let words = WordModel::empty();
        let text = Text::new(raw, &words);
        let mut analysis = language.analyse(&text, &mut Scratch::default());
        for sentence in 0..analysis.sentences.len() {
            language.parse(&mut analysis, &[sentence]);
        }
        let clauses = clauses(&analysis, 0);
        let clause = clauses.first().unwrap_or_else(|| panic!("no clause in {raw}"));
        let head = |a: Option<&Argument>| a.map_or("", |a| analysis.form(a.phrase.head as usize)).to_owned();
        assert_eq!((head(clause.subject()), head(clause.object())), (subject.into(), object.into()), "{raw}");
    }

    #[test]
    fn subjects_and_objects_stand_on_either_side() {
        check("قصفت طائرات أمريكية مواقع التنظيم في سرت.", "طائرات", "مواقع");
        check("اعتقلت الشرطة ثلاثة متظاهرين.", "الشرطة", "متظاهرين");
        check("الجيش هاجم المدينة.", "الجيش", "المدينة");
        check("وصل الرئيس إلى العاصمة.", "الرئيس", "");
        check("هاجمهم المسلحون في القرية.", "المسلحون", "هم");
    }

    #[test]
    fn a_negated_verb_says_so() {
        let language = Language::bundled();
        let words = WordModel::empty();
        let text = Text::new("لم يهاجم الجيش المدينة.", &words);
        let analysis = language.analyse(&text, &mut Scratch::default());
        let clause = clause_of(&analysis, 1);
        assert_eq!(clause.negation, Some(0));
    }
}
