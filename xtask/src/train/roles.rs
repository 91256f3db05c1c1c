//! How often are a verb's subject and object found?

use waqai::language::phrases_clauses::clause_of;
use waqai::language::{Analysis, Part, Pos, Relation};

use super::parser::relation;
use super::treebank::Tree;

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
        let subjects = [Relation::Nsubj, Relation::NsubjPass];
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
                if right(s.phrase.head, &subjects) {
                    self.subject[2] += 1;
                } else {
                    line += &format!(" subject {:?} {}", s.place, words(analysis, &s.phrase.words));
                }
            }
            if let Some(o) = clause.object() {
                let full = analysis.words[o.phrase.head as usize].part != Part::Enclitic;
                self.object[1] += 1;
                self.full_object[1] += usize::from(full);
                if right(o.phrase.head, &[Relation::Obj]) {
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
