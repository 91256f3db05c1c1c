//! Which word governs which?
//!
//! A greedy arc-hybrid parser: words wait in a queue and on a stack; each step takes the next word from
//! the queue (shift), hangs the top of the stack under the queue's first word (left), or under the word
//! below it on the stack (right). A second model names each arc as it is made.

use super::model::{ModelError, ModelReader, ModelWriter, Rows};
use super::parser_features::{self as features, STEP};
use super::{Analysis, Language, Part, Relation, Word};
use crate::language::model::hash_str;
use crate::language::tagger_forms::Tag;

/// Columns of the table of steps; the last is not used.
pub const STEPS: usize = 4;
pub const SHIFT: usize = 0;
pub const LEFT: usize = 1;
pub const RIGHT: usize = 2;

/// Columns of the table of labels.
pub const LABELS: usize = 26;

/// Words beyond this many are parsed as a sentence of their own.
const LONGEST: usize = 400;

/// The labels in the order of their columns.
pub const RELATIONS: [Relation; LABELS] = [
    Relation::Root,
    Relation::Nsubj,
    Relation::NsubjPass,
    Relation::Obj,
    Relation::Obl,
    Relation::Nmod,
    Relation::Amod,
    Relation::Appos,
    Relation::Flat,
    Relation::Nummod,
    Relation::Det,
    Relation::Case,
    Relation::Mark,
    Relation::Cc,
    Relation::Conj,
    Relation::Ccomp,
    Relation::Xcomp,
    Relation::Acl,
    Relation::Advcl,
    Relation::Advmod,
    Relation::Aux,
    Relation::Cop,
    Relation::Parataxis,
    Relation::Fixed,
    Relation::Punct,
    Relation::Dep,
];

/// The column of `Relation::Case`.
pub const CASE: u8 = 11;

/// No word.
pub const NONE: u16 = u16::MAX;

/// What the parser knows of a word before it parses.
#[derive(Clone, Copy, Debug, Default)]
pub struct Node {
    pub tag: u64,
    pub form: u64,
    pub lemma: u64,
    /// Gender, number, definiteness, aspect, person.
    pub morph: u64,
    /// Definiteness and part of token alone.
    pub shape: u64,
    /// Class of words that stand in the same places.
    pub cluster: u64,
}

/// What the parser has made of a word so far.
#[derive(Clone, Copy, Debug)]
pub struct Made {
    pub head: u16,
    pub label: u8,
    pub left: u16,
    pub right: u16,
    pub n_left: u8,
    pub n_right: u8,
    /// Columns of labels of dependents on each side.
    pub left_labels: u32,
    pub right_labels: u32,
    /// Lemma of the preposition that hangs here.
    pub case: u64,
}

const FRESH: Made = Made {
    head: NONE,
    label: 0,
    left: NONE,
    right: NONE,
    n_left: 0,
    n_right: 0,
    left_labels: 0,
    right_labels: 0,
    case: 0,
};

/// A sentence half parsed.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub nodes: Vec<Node>,
    pub made: Vec<Made>,
    pub stack: Vec<u16>,
    /// First word of the queue; the number of words stands for the root.
    pub next: u16,
    /// Verbs and punctuation marks before each word.
    pub verbs: Vec<u16>,
    pub marks: Vec<u16>,
}

impl State {
    pub fn start(&mut self, nodes: impl Iterator<Item = Node>) {
        self.nodes.clear();
        self.nodes.extend(nodes);
        self.made.clear();
        self.made.resize(self.nodes.len(), FRESH);
        self.stack.clear();
        self.next = 0;
        self.verbs.clear();
        self.marks.clear();
        let (mut verbs, mut marks) = (0, 0);
        for n in &self.nodes {
            self.verbs.push(verbs);
            self.marks.push(marks);
            verbs += u16::from(matches!(n.tag, 3 | 4));
            marks += u16::from(n.tag == u64::from(Tag::PUNCT.0));
        }
        self.verbs.push(verbs);
        self.marks.push(marks);
    }

    pub fn len(&self) -> u16 {
        self.nodes.len() as u16
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub fn done(&self) -> bool {
        self.next == self.len() && self.stack.is_empty()
    }

    pub fn top(&self, down: usize) -> u16 {
        self.stack.len().checked_sub(down + 1).map_or(NONE, |i| self.stack[i])
    }

    pub fn may(&self, step: usize) -> bool {
        let at_root = self.next == self.len();
        match step {
            SHIFT => !at_root,
            // The root governs one word.
            LEFT => self.stack.len() == 1 || (!self.stack.is_empty() && !at_root),
            RIGHT => self.stack.len() > 1,
            _ => false,
        }
    }

    /// The governor and the dependent of the arc that a step makes.
    pub fn arc(&self, step: usize) -> (u16, u16) {
        (if step == LEFT { self.next } else { self.top(1) }, self.top(0))
    }

    pub fn shift(&mut self) {
        self.stack.push(self.next);
        self.next += 1;
    }

    /// Makes the arc of a step that is not a shift.
    pub fn attach(&mut self, step: usize, label: u8) {
        let (head, dependent) = self.arc(step);
        self.stack.pop();
        let m = &mut self.made[usize::from(dependent)];
        m.head = head;
        m.label = label;
        if head == self.len() {
            return;
        }
        let lemma = self.nodes[usize::from(dependent)].lemma;
        let h = &mut self.made[usize::from(head)];
        if dependent < head {
            if h.left == NONE || dependent < h.left {
                h.left = dependent;
            }
            h.n_left = h.n_left.saturating_add(1);
            h.left_labels |= 1 << label;
        } else {
            if h.right == NONE || dependent > h.right {
                h.right = dependent;
            }
            h.n_right = h.n_right.saturating_add(1);
            h.right_labels |= 1 << label;
        }
        if label == CASE {
            h.case = lemma;
        }
    }
}

/// The weights of the parser.
#[derive(Clone, Debug)]
pub struct Parser {
    steps: Rows<STEPS>,
    labels: Rows<LABELS>,
}

impl Parser {
    pub fn read(r: &mut ModelReader<'_>) -> Result<Parser, ModelError> {
        Ok(Parser { steps: r.rows()?, labels: r.rows()? })
    }

    pub fn write(w: &mut ModelWriter, steps: &[[i16; STEPS]], labels: &[[i16; LABELS]]) {
        w.rows(steps);
        w.rows(labels);
    }

    /// Parses the sentence that a state was started with.
    pub fn parse(&self, state: &mut State) {
        let mut rows = Vec::with_capacity(STEP);
        while !state.done() {
            rows.clear();
            features::step(state, &mut rows);
            let mut scores = [0; STEPS];
            for f in &rows {
                self.steps.add(*f, &mut scores);
            }
            let open = [SHIFT, LEFT, RIGHT].into_iter().filter(|s| state.may(*s));
            let Some(step) = open.max_by_key(|s| scores[*s]) else { break };
            if step == SHIFT {
                state.shift();
            } else {
                let label = self.label(state, step, &mut rows);
                state.attach(step, label);
            }
        }
    }

    fn label(&self, state: &State, step: usize, rows: &mut Vec<u32>) -> u8 {
        let (head, dependent) = state.arc(step);
        if head == state.len() {
            return 0;
        }
        rows.clear();
        features::label(state, head, dependent, rows);
        let mut scores = [0; LABELS];
        for f in rows.iter() {
            self.labels.add(*f, &mut scores);
        }
        (1..LABELS).rev().max_by_key(|l| scores[*l]).unwrap_or(LABELS - 1) as u8
    }
}

/// What the parser knows of a word.
pub fn node(analysis: &Analysis<'_>, word: &Word) -> Node {
    let f = &word.features;
    let number = |v: Option<u8>| u64::from(v.map_or(0, |v| v + 1));
    let shape = number(f.definite.map(|v| v as u8)) * 3
        + match word.part {
            Part::Proclitic => 0,
            Part::Stem => 1,
            Part::Enclitic => 2,
        };
    let morph = number(f.gender.map(|v| v as u8))
        + 4 * number(f.number.map(|v| v as u8))
        + 16 * number(f.person.map(|v| v as u8))
        + 64 * number(f.aspect.map(|v| v as u8))
        + 256 * shape;
    Node {
        tag: Tag::new(word.pos, f.voice).0.into(),
        form: hash_str(analysis.text.folded_at(word.clean.clone())),
        lemma: hash_str(analysis.lemma_text(word.lemma)),
        morph,
        shape,
        cluster: analysis.language.clusters.of(analysis.text.folded_at(word.clean.clone())).into(),
    }
}

impl Language {
    /// Adds the arcs of a sentence; those of a parsed sentence are left as they are.
    pub fn parse_sentence(&self, analysis: &mut Analysis<'_>, sentence: usize) {
        let words = analysis.sentences[sentence].clone();
        let words = words.start as usize..words.end as usize;
        let mut state = State::default();
        let mut start = words.start;
        while start < words.end {
            let end = words.end.min(start + LONGEST);
            if analysis.words[start..end].iter().all(|w| w.relation == Relation::None) {
                state.start(analysis.words[start..end].iter().map(|w| node(analysis, w)));
                self.parser.parse(&mut state);
                for (w, m) in analysis.words[start..end].iter_mut().zip(&state.made) {
                    let root = usize::from(m.head) >= end - start;
                    w.head = (!root).then(|| start as u32 + u32::from(m.head));
                    w.relation = if root { Relation::Root } else { RELATIONS[usize::from(m.label)] };
                }
            }
            start = end;
        }
    }
}
