//! Which word governs which?
//!
//! A greedy arc-hybrid parser: words wait in a queue and on a stack; each step takes the next word from
//! the queue (shift), hangs the top of the stack under the queue's first word (left), or under the word
//! below it on the stack (right). A second model names each arc as it is made.

use super::model::{ModelError, ModelReader, ModelWriter, Rows};
use super::parser_features as features;
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

/// Columns of the table of labels in memory; those beyond the labels stay empty.
const LABEL_ROW: usize = 32;

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

    /// The steps that may be taken.
    fn open(&self) -> impl Iterator<Item = usize> {
        [SHIFT, LEFT, RIGHT].into_iter().filter(|s| self.may(*s))
    }

    /// The only step that may be taken, where nothing is to be weighed.
    fn sole(&self) -> Option<usize> {
        let mut open = self.open();
        open.next().filter(|_| open.next().is_none())
    }

    /// The arc that a step makes, if it is to be named: the root's has its name.
    fn named_arc(&self, step: Option<usize>) -> Option<(u16, u16)> {
        let step = step.filter(|s| *s != SHIFT)?;
        Some(self.arc(step)).filter(|(head, _)| *head != self.len())
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
    labels: Rows<LABEL_ROW>,
}

impl Parser {
    pub fn read(r: &mut ModelReader<'_>) -> Result<Parser, ModelError> {
        Ok(Parser { steps: r.rows()?, labels: r.rows()? })
    }

    pub fn write(w: &mut ModelWriter, steps: &[[i16; STEPS]], labels: &[[i16; LABELS]]) {
        w.rows(steps);
        w.rows(labels);
    }

    /// Parses the sentences that states were started with.
    ///
    /// A step waits for the one before it, and weights lie far apart in memory. So several sentences go side by side:
    /// first all ask for their weights, then each takes its step.
    pub fn parse(&self, states: &mut [State]) {
        let mut waiting = states.iter_mut().filter(|s| !s.done());
        let mut lanes: Vec<(&mut State, Option<usize>)> = Vec::with_capacity(LANES);
        let mut rows = Vec::with_capacity(LANES * features::STEP);
        loop {
            let free = LANES - lanes.len();
            lanes.extend(waiting.by_ref().take(free).map(|s| (s, None)));
            if lanes.is_empty() {
                return;
            }
            rows.clear();
            for (state, step) in &mut lanes {
                *step = state.sole();
                if step.is_none() {
                    rows.extend(features::step(state).rows());
                }
            }
            let mut asked = rows.chunks_exact(features::STEP);
            for (state, step) in &mut lanes {
                if step.is_none()
                    && let Some(rows) = asked.next()
                {
                    let mut scores = [0; STEPS];
                    self.steps.add(rows, &mut scores);
                    *step = state.open().max_by_key(|s| scores[*s]);
                }
            }
            rows.clear();
            for (state, step) in &lanes {
                if let Some((head, dependent)) = state.named_arc(*step) {
                    rows.extend(features::label(state, head, dependent).rows());
                }
            }
            let mut asked = rows.chunks_exact(features::LABEL);
            for (state, step) in &mut lanes {
                let named = state.named_arc(*step).and_then(|_| asked.next());
                match *step {
                    Some(SHIFT) => state.shift(),
                    Some(arc) => state.attach(arc, named.map_or(0, |rows| self.label(rows))),
                    None => {}
                }
            }
            lanes.retain(|(state, step)| step.is_some() && !state.done());
        }
    }

    fn label(&self, rows: &[u32]) -> u8 {
        let mut scores = [0; LABEL_ROW];
        self.labels.add(rows, &mut scores);
        (1..LABELS).rev().max_by_key(|l| scores[*l]).unwrap_or(LABELS - 1) as u8
    }
}

/// How many sentences go side by side.
const LANES: usize = 8;

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
    let form = hash_str(analysis.text.folded_at(word.clean.clone()));
    Node {
        tag: Tag::new(word.pos, f.voice).0.into(),
        form,
        lemma: hash_str(analysis.lemma_text(word.lemma)),
        morph,
        shape,
        cluster: analysis.language.clusters.of_hash(form).into(),
    }
}

impl Language {
    /// Adds the arcs of sentences; those of a parsed sentence are left as they are.
    pub fn parse(&self, analysis: &mut Analysis<'_>, sentences: &[usize]) {
        let mut stretches = Vec::with_capacity(sentences.len());
        let mut states = Vec::with_capacity(sentences.len());
        for sentence in sentences {
            let words = analysis.sentences[*sentence].clone();
            let words = words.start as usize..words.end as usize;
            for start in words.clone().step_by(LONGEST) {
                let end = words.end.min(start + LONGEST);
                if analysis.words[start..end].iter().all(|w| w.relation == Relation::None) {
                    let mut state = State::default();
                    state.start(analysis.words[start..end].iter().map(|w| node(analysis, w)));
                    stretches.push(start..end);
                    states.push(state);
                }
            }
        }
        self.parser.parse(&mut states);
        for (stretch, state) in stretches.into_iter().zip(&states) {
            let start = stretch.start;
            for (w, m) in analysis.words[stretch].iter_mut().zip(&state.made) {
                let root = m.head >= state.len();
                w.head = (!root).then(|| start as u32 + u32::from(m.head));
                w.relation = if root { Relation::Root } else { RELATIONS[usize::from(m.label)] };
            }
        }
    }
}
