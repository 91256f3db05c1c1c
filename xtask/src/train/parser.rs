//! How does the parser learn?

use std::collections::BTreeMap;

use waqai::language::model::ModelWriter;
use waqai::language::parser::{LABELS, LEFT, NONE, Node, Parser, RELATIONS, RIGHT, SHIFT, STEPS, State};
use waqai::language::{Analysis, Relation, conllu, parser_features};

use super::perceptron::{Dice, Perceptron, quantise};
use super::treebank::Tree;

const STEP_BITS: u32 = 18;
const LABEL_BITS: u32 = 15;
/// Models fitted in different orders, whose weights are added: they err in different places.
const RUNS: u64 = 10;
const EPOCHS: usize = 8;
const SCALE: f32 = 32.0;
/// By how much the right step, or name, has to win.
const MARGIN: f32 = 8.0;
/// From this epoch on the parser's own mistakes are followed, so that it learns to go on from them.
const EXPLORE_FROM: usize = 2;

/// A sentence to learn from.
pub struct Lesson {
    pub nodes: Vec<Node>,
    /// The root's is the number of words.
    pub heads: Vec<u16>,
    pub labels: Vec<u8>,
}

/// The arc's name among those that the parser knows.
pub fn relation(ud: &str) -> Relation {
    match ud {
        "root" => Relation::Root,
        "nsubj" | "csubj" => Relation::Nsubj,
        "nsubj:pass" | "csubj:pass" => Relation::NsubjPass,
        "obj" | "iobj" => Relation::Obj,
        "nmod" => Relation::Nmod,
        "amod" => Relation::Amod,
        "appos" => Relation::Appos,
        "flat" | "compound" => Relation::Flat,
        "nummod" => Relation::Nummod,
        "det" => Relation::Det,
        "case" => Relation::Case,
        "mark" => Relation::Mark,
        "cc" => Relation::Cc,
        "conj" => Relation::Conj,
        "ccomp" => Relation::Ccomp,
        "xcomp" => Relation::Xcomp,
        "advcl" => Relation::Advcl,
        "advmod" => Relation::Advmod,
        "aux" => Relation::Aux,
        "cop" => Relation::Cop,
        "parataxis" => Relation::Parataxis,
        "fixed" => Relation::Fixed,
        "punct" => Relation::Punct,
        other if other.starts_with("obl") => Relation::Obl,
        other if other.starts_with("acl") => Relation::Acl,
        _ => Relation::Dep,
    }
}

/// The column of a name.
pub fn column(r: Relation) -> u8 {
    RELATIONS.iter().position(|k| *k == r).unwrap_or(LABELS - 1) as u8
}

pub fn fit(mut lessons: Vec<Lesson>) -> Vec<u8> {
    let mut steps = vec![[0.0; STEPS]; 1 << STEP_BITS];
    let mut labels = vec![[0.0; LABELS]; 1 << LABEL_BITS];
    for run in 0..RUNS {
        let mut run_steps = Perceptron::new(STEP_BITS);
        let mut run_labels = Perceptron::new(LABEL_BITS);
        let mut dice = Dice(1917 + run);
        for epoch in 0..EPOCHS {
            dice.shuffle(&mut lessons);
            for lesson in &lessons {
                learn(&mut run_steps, &mut run_labels, lesson, epoch >= EXPLORE_FROM, &mut dice);
            }
        }
        run_steps.add_averages(&mut steps);
        run_labels.add_averages(&mut labels);
    }
    let mut w = ModelWriter::default();
    let scale = SCALE / RUNS as f32;
    Parser::write(&mut w, &quantise(&steps, scale), &quantise(&labels, scale));
    w.finish()
}

fn learn(
    steps: &mut Perceptron<STEPS>,
    labels: &mut Perceptron<LABELS>,
    lesson: &Lesson,
    explore: bool,
    dice: &mut Dice,
) {
    let mut state = State::default();
    state.start(lesson.nodes.iter().copied());
    let mut rows = Vec::new();
    while !state.done() {
        steps.step += 1.0;
        rows.clear();
        rows.extend(parser_features::step(&state).rows());
        let mut scores = [0.0; STEPS];
        steps.add(&rows, &mut scores);
        let open: Vec<usize> = [SHIFT, LEFT, RIGHT].into_iter().filter(|s| state.may(*s)).collect();
        let costs: Vec<usize> = open.iter().map(|s| cost(&state, *s, &lesson.heads)).collect();
        let Some(least) = costs.iter().min() else { break };
        let better = |a: &usize, b: &usize| scores[*a].total_cmp(&scores[*b]);
        let right = |s: &usize| open.iter().position(|o| o == s).is_some_and(|i| costs[i] == *least);
        let best_right = open.iter().copied().filter(|s| right(s)).max_by(better).unwrap_or(SHIFT);
        let best_wrong = open.iter().copied().filter(|s| !right(s)).max_by(better);
        let best = open.iter().copied().max_by(better).unwrap_or(SHIFT);
        if let Some(wrong) = best_wrong
            && scores[wrong] + MARGIN > scores[best_right]
        {
            steps.update(&rows, best_right, 1.0);
            steps.update(&rows, wrong, -1.0);
        }
        let step = if explore && dice.next() % 10 < 9 { best } else { best_right };
        if step == SHIFT {
            state.shift();
            continue;
        }
        let (head, dependent) = state.arc(step);
        let mut label = 0;
        if head < state.len() {
            labels.step += 1.0;
            rows.clear();
            rows.extend(parser_features::label(&state, head, dependent).rows());
            let mut scores = [0.0; LABELS];
            labels.add(&rows, &mut scores);
            scores[0] = f32::NEG_INFINITY;
            let best = |scores: &[f32; LABELS]| {
                (1..LABELS).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(LABELS - 1)
            };
            label = best(&scores);
            let gold = usize::from(lesson.labels[usize::from(dependent)]);
            if lesson.heads[usize::from(dependent)] == head && gold != 0 {
                scores[gold] -= MARGIN;
                let rival = best(&scores);
                if rival != gold {
                    labels.update(&rows, gold, 1.0);
                    labels.update(&rows, rival, -1.0);
                }
            }
        }
        state.attach(step, label as u8);
    }
}

/// How many right arcs a step makes impossible.
fn cost(state: &State, step: usize, heads: &[u16]) -> usize {
    let next = state.next;
    let head = |w: u16| heads[usize::from(w)];
    let below = || state.stack.iter().rev().skip(1).copied();
    if step == SHIFT {
        let lost_head = below().any(|w| w == head(next));
        usize::from(lost_head) + state.stack.iter().filter(|w| head(**w) == next).count()
    } else {
        let top = state.top(0);
        let h = head(top);
        let (arc, _) = state.arc(step);
        // Heads still open to the top: the word below it, or any in the queue.
        let open = h >= next || h == state.top(1);
        let dependents = (next..state.len()).filter(|w| head(*w) == top).count();
        usize::from(open && h != arc && arc != NONE) + dependents
    }
}

/// Right and wrong arcs, by name. A word counts as found if it covers the same letters.
#[derive(Default)]
pub struct Score {
    gold: usize,
    system: usize,
    heads: usize,
    labelled: usize,
    /// Of each name: gold, predicted, right.
    by_name: BTreeMap<&'static str, [usize; 3]>,
}

impl Score {
    pub fn add(&mut self, tree: &Tree, analysis: &Analysis<'_>) {
        self.gold += tree.words.len();
        self.system += analysis.words.len();
        let span = |w: u32| analysis.words[w as usize].span.range();
        for w in &analysis.words {
            self.by_name.entry(conllu::relation(w.relation)).or_default()[1] += 1;
        }
        for g in &tree.words {
            let name = relation(&g.relation);
            self.by_name.entry(conllu::relation(name)).or_default()[0] += 1;
            let Some(w) = analysis.words.iter().find(|w| w.span.range() == g.span) else { continue };
            let same = match (w.head, g.head) {
                (None, None) => true,
                (Some(a), Some(b)) => span(a) == tree.words[b].span,
                _ => false,
            };
            if same {
                self.heads += 1;
                if w.relation == name {
                    self.labelled += 1;
                    self.by_name.entry(conllu::relation(name)).or_default()[2] += 1;
                }
            }
        }
    }

    pub fn print(&self) {
        let f = |right: usize, gold: usize, system: usize| 2.0 * right as f64 / (gold + system) as f64;
        println!(
            "UAS={:.4} LAS={:.4}",
            f(self.heads, self.gold, self.system),
            f(self.labelled, self.gold, self.system)
        );
        let names = self.by_name.iter().map(|(name, [g, s, r])| format!("{name} {:.3} ({g})", f(*r, *g, *s)));
        println!("{}", names.collect::<Vec<_>>().join("; "));
    }
}
