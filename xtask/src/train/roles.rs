//! How is it learned which phrase is a verb's subject or object, and how often are they found?

use waqai::language::model::ModelWriter;
use waqai::language::phrases::NounPhrase;
use waqai::language::phrases_clauses::{Place, boundaries, clause_of};
use waqai::language::phrases_roles::{Found, NEITHER, OBJECT, ROLES, Roles, SUBJECT};
use waqai::language::{Analysis, Part, Pos, Relation};

use super::parser::relation;
use super::perceptron::{Dice, Perceptron, quantise};
use super::treebank::Tree;

const BITS: u32 = 14;
const RUNS: u64 = 5;
const EPOCHS: usize = 10;
const SCALE: f32 = 32.0;
const MARGIN: f32 = 8.0;

const SUBJECTS: [Relation; 2] = [Relation::Nsubj, Relation::NsubjPass];

/// A phrase near a verb, and its role.
pub struct Lesson {
    features: Vec<u32>,
    role: usize,
}

/// The word that the treebank hangs on the verb: in a relative clause the pronoun.
fn stands_for(phrase: &NounPhrase, place: Place) -> u32 {
    phrase.relative.filter(|_| place == Place::Antecedent).unwrap_or(phrase.head)
}

/// What a sentence's verbs teach, seen through a predicted analysis.
pub fn lessons(tree: &Tree, analysis: &Analysis<'_>) -> Vec<Lesson> {
    let mut out = Vec::new();
    let gold_word = |word: usize| tree.words.iter().position(|w| w.span == analysis.words[word].span.range());
    for i in (0..analysis.words.len()).filter(|i| analysis.words[*i].pos == Pos::Verb) {
        let Some(verb) = gold_word(i) else { continue };
        let (left, right) = boundaries(analysis, i as u32);
        let found = Found::new(analysis, i as u32, left, right);
        for (n, (phrase, place)) in found.arguments.iter().enumerate() {
            let word = gold_word(stands_for(phrase, *place) as usize)
                .map(|g| &tree.words[g])
                .filter(|w| w.head == Some(verb));
            let role = match word.map(|w| relation(&w.relation)) {
                Some(r) if SUBJECTS.contains(&r) => SUBJECT,
                Some(Relation::Obj) => OBJECT,
                _ => NEITHER,
            };
            out.push(Lesson { features: found.features(n), role });
        }
    }
    out
}

pub fn fit(lessons: &[&Lesson]) -> Vec<u8> {
    let mut sum = vec![[0.0; ROLES]; 1 << BITS];
    let mut lessons = lessons.to_vec();
    for run in 0..RUNS {
        let mut model = Perceptron::<ROLES>::new(BITS);
        let mut dice = Dice(1987 + run);
        for _ in 0..EPOCHS {
            dice.shuffle(&mut lessons);
            for lesson in &lessons {
                model.step += 1.0;
                let mut scores = [0.0; ROLES];
                model.add(&lesson.features, &mut scores);
                scores[lesson.role] -= MARGIN;
                let best =
                    [SUBJECT, OBJECT, NEITHER].into_iter().max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
                if let Some(best) = best.filter(|b| *b != lesson.role) {
                    model.update(&lesson.features, lesson.role, 1.0);
                    model.update(&lesson.features, best, -1.0);
                }
            }
        }
        model.add_averages(&mut sum);
    }
    let mut w = ModelWriter::default();
    Roles::write(&mut w, &quantise(&sum, SCALE / RUNS as f32));
    w.finish()
}

/// Gold, predicted, right.
#[derive(Default)]
pub struct Score {
    subject: [usize; 3],
    object: [usize; 3],
    /// Objects that are no attached pronouns.
    full_object: [usize; 3],
    /// The same two by arcs alone.
    arc_subject: [usize; 3],
    arc_object: [usize; 3],
    pub shown: Vec<String>,
}

impl Score {
    pub fn add(&mut self, tree: &Tree, analysis: &Analysis<'_>) {
        let gold_word = |span: std::ops::Range<usize>| tree.words.iter().position(|w| w.span == span);
        let matching = |verb: usize, names: &[Relation]| -> Vec<usize> {
            let own = |g: &usize| {
                tree.words[*g].head == Some(verb) && names.contains(&relation(&tree.words[*g].relation))
            };
            (0..tree.words.len()).filter(own).collect()
        };
        let subjects = SUBJECTS;
        for (g, _) in tree.words.iter().enumerate().filter(|(_, w)| w.pos == Pos::Verb) {
            self.subject[0] += matching(g, &subjects).len();
            self.arc_subject[0] += matching(g, &subjects).len();
            self.object[0] += matching(g, &[Relation::Obj]).len();
            self.arc_object[0] += matching(g, &[Relation::Obj]).len();
            self.full_object[0] +=
                matching(g, &[Relation::Obj]).iter().filter(|o| tree.words[**o].pos != Pos::Pron).count();
        }
        for (i, w) in analysis.words.iter().enumerate().filter(|(_, w)| w.pos == Pos::Verb) {
            let verb = gold_word(w.span.range());
            let clause = clause_of(analysis, i as u32);
            let span = |word: u32| analysis.words[word as usize].span;
            let right = |head: u32, names: &[Relation]| {
                verb.is_some_and(|v| {
                    matching(v, names).iter().any(|g| tree.words[*g].span == span(head).range())
                })
            };
            let mut line = String::new();
            if let Some(s) = clause.subject() {
                self.subject[1] += 1;
                if right(stands_for(&s.phrase, s.place), &subjects) {
                    self.subject[2] += 1;
                } else {
                    line += &format!(" subject {:?} {}", s.place, words(analysis, &s.phrase.words));
                }
            }
            if let Some(o) = clause.object() {
                let full = analysis.words[o.phrase.head as usize].part != Part::Enclitic;
                self.object[1] += 1;
                self.full_object[1] += usize::from(full);
                if right(stands_for(&o.phrase, o.place), &[Relation::Obj]) {
                    self.object[2] += 1;
                    self.full_object[2] += usize::from(full);
                } else {
                    line += &format!(" object {:?} {}", o.place, words(analysis, &o.phrase.words));
                }
            }
            if let (Some(v), false) = (verb, line.is_empty()) {
                let form = |names: &[Relation]| -> Vec<&str> {
                    matching(v, names).iter().map(|g| tree.words[*g].form.as_str()).collect()
                };
                self.shown.push(format!(
                    "{} |{line} | gold s={:?} o={:?} | {}",
                    analysis.form(i),
                    form(&subjects),
                    form(&[Relation::Obj]),
                    words(analysis, &clause.words)
                ));
            }
            for (j, d) in analysis.words.iter().enumerate().filter(|(_, d)| d.head == Some(i as u32)) {
                if subjects.contains(&d.relation) {
                    self.arc_subject[1] += 1;
                    self.arc_subject[2] += usize::from(right(j as u32, &subjects));
                } else if d.relation == Relation::Obj {
                    self.arc_object[1] += 1;
                    self.arc_object[2] += usize::from(right(j as u32, &[Relation::Obj]));
                }
            }
        }
    }

    pub fn print(&self) {
        for (name, [gold, system, right]) in [
            ("subject", self.subject),
            ("object", self.object),
            ("object, no pronoun", self.full_object),
            ("subject by arcs", self.arc_subject),
            ("object by arcs", self.arc_object),
        ] {
            let (p, r) = (right as f64 / system as f64, right as f64 / gold as f64);
            println!("{name}: P {p:.3} R {r:.3} F {:.3} ({gold})", 2.0 * p * r / (p + r));
        }
    }
}

fn words(analysis: &Analysis<'_>, range: &std::ops::Range<u32>) -> String {
    let forms: Vec<&str> = range.clone().map(|i| analysis.form(i as usize)).collect();
    forms.join(" ")
}
