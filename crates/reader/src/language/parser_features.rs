//! What does the parser look at?

use super::model::{Values, pair};
use super::parser::{Made, NONE, Node, State};

/// How many features a step has.
pub const STEP: usize = 68;

/// How many features an arc's name has.
pub const LABEL: usize = 28;

/// A word as seen from the stack or the queue, or its absence.
#[derive(Clone, Copy)]
struct View {
    node: Node,
    n_left: u64,
    n_right: u64,
    left_labels: u64,
    right_labels: u64,
    case: u64,
    /// Tags of the outermost dependents.
    left: u64,
    right: u64,
}

const ABSENT: u64 = 20;
const ROOT: u64 = 21;

fn view(state: &State, word: u16) -> View {
    let tag_of = |w: u16| if w == NONE { ABSENT } else { state.nodes[usize::from(w)].tag };
    if word >= state.len() {
        let tag = if word == state.len() { ROOT } else { ABSENT };
        let node = Node { tag, form: tag, lemma: tag, morph: 0, shape: 0, cluster: 0 };
        return View {
            node,
            n_left: 0,
            n_right: 0,
            left_labels: 0,
            right_labels: 0,
            case: 0,
            left: 0,
            right: 0,
        };
    }
    let Made { left, right, n_left, n_right, left_labels, right_labels, case, .. } =
        state.made[usize::from(word)];
    View {
        node: state.nodes[usize::from(word)],
        n_left: n_left.min(3).into(),
        n_right: n_right.min(4).into(),
        left_labels: left_labels.into(),
        right_labels: right_labels.into(),
        case,
        left: tag_of(left),
        right: tag_of(right),
    }
}

fn ahead(state: &State, n: u16) -> u16 {
    // The root stands once, behind the last word.
    let at = state.next.saturating_add(n);
    if at > state.len() { NONE } else { at }
}

fn distance(a: u16, b: u16) -> u64 {
    match b.abs_diff(a) {
        n @ 0..=4 => n.into(),
        5..=6 => 5,
        7..=10 => 6,
        11..=20 => 7,
        _ => 8,
    }
}

/// Verbs and punctuation marks between two words.
fn between(state: &State, a: u16, b: u16) -> u64 {
    let (a, b) = (usize::from(a.min(b)), usize::from(a.max(b)));
    if b >= state.verbs.len() {
        return 99;
    }
    let count = |sums: &[u16]| u64::from((sums[b] - sums[(a + 1).min(b)]).min(2));
    count(&state.verbs) * 3 + count(&state.marks)
}

/// The features of the next step.
pub fn step(state: &State) -> Values<STEP> {
    let (i0, i1, i2) = (state.top(0), state.top(1), state.top(2));
    let s0 = view(state, i0);
    let s1 = view(state, i1);
    let s2 = view(state, i2);
    let b0 = view(state, state.next);
    let b1 = view(state, ahead(state, 1));
    let b2 = view(state, ahead(state, 2));
    let b3 = view(state, ahead(state, 3));
    let (t0, t1, t2) = (s0.node.tag, s1.node.tag, s2.node.tag);
    let (u0, u1, u2) = (b0.node.tag, b1.node.tag, b2.node.tag);
    let d_queue = distance(i0, state.next);
    let d_stack = distance(i1, i0);
    let t = |a, b, c| pair(pair(a, b), c);
    let (c0, c1, e0) = (s0.node.cluster, s1.node.cluster, b0.node.cluster);
    let values = [
        pair(s0.node.form, t0),
        pair(s0.node.lemma, t0),
        t0,
        pair(s1.node.form, t1),
        pair(s1.node.lemma, t1),
        t1,
        pair(b0.node.form, u0),
        pair(b0.node.lemma, u0),
        u0,
        pair(b1.node.form, u1),
        u1,
        pair(b1.node.lemma, u0),
        t(u2, u1, b3.node.tag),
        // Stack against queue.
        pair(t0, u0),
        t(s0.node.lemma, t0, u0),
        t(t0, b0.node.lemma, u0),
        pair(s0.node.lemma, b0.node.lemma),
        t(t0, u0, u1),
        pair(t(t0, u0, u1), u2),
        t(t1, t0, u0),
        pair(t(t1, t0, u0), u1),
        pair(t(t2, t1, t0), u0),
        t(s0.node.morph, b0.node.morph, pair(t0, u0)),
        t(s0.node.shape, b0.node.shape, pair(t0, u0)),
        t(d_queue, t0, u0),
        t(s0.left, t0, u0),
        t(s0.right, t0, u0),
        t(b0.left, t0, u0),
        t(s0.left_labels, t0, u0),
        t(s0.right_labels, t0, u0),
        t(b0.left_labels, t0, u0),
        t(s0.n_right * 8 + s0.n_left, t0, u0),
        t(b0.n_left, t0, u0),
        t(between(state, i0, state.next), t0, u0),
        t(s0.node.lemma, b0.node.lemma, u1),
        t(s0.node.lemma, t0, pair(u0, u1)),
        t(b0.node.lemma, t0, pair(u0, u1)),
        // The two on the stack.
        pair(t1, t0),
        t(s1.node.lemma, t1, t0),
        t(t1, s0.node.lemma, t0),
        pair(s1.node.lemma, s0.node.lemma),
        t(s1.node.morph, s0.node.morph, pair(t1, t0)),
        t(s1.node.shape, s0.node.shape, pair(t1, t0)),
        t(d_stack, t1, t0),
        t(s1.right, t1, t0),
        t(s1.right_labels, t1, t0),
        t(s1.left_labels, t1, t0),
        t(s0.left_labels, t1, t0),
        t(s0.right_labels, t1, t0),
        t(s1.n_right, t1, t0),
        t(between(state, i1, i0), t1, t0),
        t(s0.case, t1, t0),
        t(s0.case, s1.node.lemma, t0),
        t(s0.case, t2, pair(t1, t0)),
        t(pair(t1, t0), s0.case, u0),
        t(s0.case, s1.case, pair(t1, t0)),
        t(t2, t1, pair(t0, d_stack)),
        t(s2.node.lemma, t1, t0),
        t(s1.right_labels, s0.left_labels, pair(t1, pair(t0, u0))),
        t(s2.right_labels, t2, t1),
        pair(c0, t0),
        t(c0, t0, u0),
        t(t0, e0, u0),
        t(c0, e0, pair(t0, u0)),
        t(c1, t1, t0),
        t(t1, c0, t0),
        t(c1, c0, pair(t1, t0)),
        t(s0.case, c1, t0),
    ];
    Values { first: 0, values }
}

/// The features of an arc's name.
pub fn label(state: &State, head: u16, dependent: u16) -> Values<LABEL> {
    let h = view(state, head);
    let d = view(state, dependent);
    let after = u64::from(dependent > head);
    let (th, td) = (h.node.tag * 2 + after, d.node.tag);
    let before = view(state, dependent.checked_sub(1).unwrap_or(NONE));
    let next = view(state, if dependent + 1 < state.len() { dependent + 1 } else { NONE });
    let t = |a, b, c| pair(pair(a, b), c);
    let labels = if after == 1 { h.right_labels } else { h.left_labels };
    let values = [
        pair(th, td),
        t(h.node.lemma, th, td),
        t(d.node.lemma, th, td),
        pair(d.node.lemma, after),
        t(d.node.form, td, after),
        pair(h.node.lemma, after),
        t(h.node.lemma, d.node.lemma, after),
        t(d.case, th, td),
        t(d.case, h.node.lemma, td),
        t(d.left_labels, th, td),
        t(d.right_labels, th, td),
        t(labels, th, td),
        t(pair(h.left_labels, h.right_labels), th, td),
        t(distance(head, dependent), th, td),
        t(h.node.morph, d.node.morph, pair(th, td)),
        t(h.node.shape, d.node.shape, pair(th, td)),
        t(d.node.morph, th, td),
        t(before.node.tag, th, td),
        t(next.node.tag, th, td),
        t(between(state, head, dependent), th, td),
        t(h.case, th, td),
        t(before.node.lemma, th, td),
        t(labels, pair(d.left_labels, d.case), pair(th, td)),
        t(d.left, d.right, pair(th, td)),
        t(h.node.cluster, th, td),
        t(d.node.cluster, th, td),
        t(h.node.cluster, d.node.cluster, after),
        t(d.case, h.node.cluster, td),
    ];
    Values { first: 100, values }
}
