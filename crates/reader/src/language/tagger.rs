//! Which cut and which part of speech has each token, in context?
//!
//! Greedy from left to right: each cut and tag of a token is scored by a linear model, on what the form
//! itself says (added up once for each distinct form) and on the neighbours.

use std::ops::Range;

use super::model::{ModelError, ModelReader, ModelWriter, Rows, feature, pair};
use super::tagger_forms::{Form, Glance, Segment, Split, TAGS, Tag};
use crate::text::TokenKind;

/// How many features the neighbours give.
pub const CONTEXT: usize = 24;

/// How many features a proclitic's tag is chosen by.
pub const CLITIC: usize = 8;

/// The tags that a proclitic can have.
pub const CLITIC_TAGS: [Tag; 4] = [Tag::ADP, Tag::CCONJ, Tag::SCONJ, Tag::PART];

/// The weights of the tagger.
#[derive(Clone, Debug)]
pub struct Tagger {
    pub words: Rows<TAGS>,
    pub clitics: Rows<TAGS>,
    /// By tag of a reading, guesses apart: the tags that its word may take.
    pub allowed: [[u32; TAGS]; 2],
}

/// The forms of a sentence's tokens.
#[derive(Clone, Copy, Debug)]
pub struct Sequence<'a> {
    pub forms: &'a [Form],
    /// Of each token, an index into `forms`.
    pub tokens: &'a [u32],
    /// Of each token; in order, while the forms lie far apart in memory.
    pub glances: &'a [Glance],
}

impl<'a> Sequence<'a> {
    pub fn len(self) -> usize {
        self.tokens.len()
    }

    pub fn is_empty(self) -> bool {
        self.tokens.is_empty()
    }

    pub fn at(self, i: usize) -> &'a Form {
        &self.forms[self.tokens[i] as usize]
    }
}

/// The choice for one token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Index among the form's segments.
    pub segment: u8,
    /// Of the stem.
    pub tag: Tag,
    /// Of the proclitics.
    pub clitics: [Tag; 4],
}

impl Tagger {
    pub fn read(r: &mut ModelReader<'_>) -> Result<Tagger, ModelError> {
        let mut allowed = [[0; TAGS]; 2];
        for set in allowed.as_flattened_mut() {
            *set = r.number()?;
        }
        Ok(Tagger { words: r.rows()?, clitics: r.rows()?, allowed })
    }

    pub fn write(
        w: &mut ModelWriter,
        allowed: &[[u32; TAGS]; 2],
        words: &[[i16; TAGS]],
        clitics: &[[i16; TAGS]],
    ) {
        for set in allowed.as_flattened() {
            w.number(*set);
        }
        w.rows(words);
        w.rows(clitics);
    }

    /// Adds up what a form says by itself; its features are then no longer needed.
    pub fn prepare(&self, form: &mut Form) {
        for s in &mut form.segments {
            s.allowed = allowed_tags(&self.allowed, s);
            s.scores = [0; TAGS];
            self.words.add(&std::mem::take(&mut s.features), &mut s.scores);
        }
    }

    /// Chooses for each token; each range of tokens is a sentence.
    ///
    /// A choice waits for the one before it, and weights lie far apart in memory. So several sentences go side by
    /// side: first all ask for their weights, then each chooses.
    pub fn tag(
        &self,
        all: Sequence<'_>,
        sentences: impl IntoIterator<Item = Range<usize>>,
        choices: &mut Vec<Choice>,
    ) {
        choices.clear();
        choices.resize(all.len(), PLAIN);
        let mut sentences = sentences.into_iter();
        let mut lanes: Vec<Lane> = Vec::with_capacity(LANES);
        let mut rows = Vec::with_capacity(LANES * 2 * CONTEXT);
        loop {
            let free = LANES - lanes.len();
            lanes.extend(sentences.by_ref().take(free).map(|s| Lane {
                at: s.start,
                end: s.end,
                around: Neighbours::default(),
            }));
            if lanes.is_empty() {
                return;
            }
            rows.clear();
            for lane in &mut lanes {
                self.ask(lane, all, choices, &mut rows);
            }
            lanes.retain(|l| l.at < l.end);
            let mut asked = rows.as_slice();
            for lane in &mut lanes {
                let form = all.at(lane.at);
                let (own, rest) = asked.split_at(form.segments.len() * CONTEXT);
                let (segment, tag) = self.choose(form, own);
                self.settle(lane, form, segment, tag, choices);
                asked = rest;
            }
        }
    }

    /// Goes on to the next token with more than one choice, and asks for the weights of all its cuts.
    fn ask(&self, lane: &mut Lane, all: Sequence<'_>, choices: &mut [Choice], rows: &mut Vec<u32>) {
        while lane.at < lane.end {
            let form = all.at(lane.at);
            let Some(tag) = sole(form) else {
                lane.around.look(&all.glances[lane.at + 1..lane.end]);
                for s in &form.segments {
                    rows.extend_from_slice(&lane.around.features(s));
                }
                return;
            };
            self.settle(lane, form, 0, tag, choices);
        }
    }

    /// The likeliest cut and tag.
    fn choose(&self, form: &Form, rows: &[u32]) -> (usize, Tag) {
        let mut best = (i32::MIN, 0, Tag(0));
        for ((n, s), rows) in form.segments.iter().enumerate().zip(rows.chunks_exact(CONTEXT)) {
            let mut scores = s.scores;
            self.words.add(rows, &mut scores);
            for tag in Tag::of_bits(s.allowed) {
                let score = scores[usize::from(tag.0)];
                if score > best.0 {
                    best = (score, n, tag);
                }
            }
        }
        (best.1, best.2)
    }

    /// Tags the proclitics too, and goes on to the next token.
    fn settle(&self, lane: &mut Lane, form: &Form, segment: usize, tag: Tag, choices: &mut [Choice]) {
        let mut choice = Choice { segment: segment as u8, tag, ..PLAIN };
        let s = &form.segments[segment];
        for k in 0..usize::from(s.split.n_proclitics) {
            let mut scores = [0; TAGS];
            self.clitics.add(&lane.around.clitic_features(s, k, tag), &mut scores);
            let best = CLITIC_TAGS.into_iter().rev().max_by_key(|t| scores[usize::from(t.0)]);
            choice.clitics[k] = best.unwrap_or(Tag::PART);
        }
        choices[lane.at] = choice;
        lane.around.pass(s, tag);
        lane.at += 1;
    }
}

/// How many sentences go side by side.
const LANES: usize = 8;

/// A token without clitics, its tag still to be set.
const PLAIN: Choice = Choice { segment: 0, tag: Tag(0), clitics: [Tag::ADP; 4] };

/// A sentence being tagged.
struct Lane {
    /// The first token without a choice.
    at: usize,
    end: usize,
    around: Neighbours,
}

/// The tag of a form that leaves only one, and only one cut.
fn sole(form: &Form) -> Option<Tag> {
    fixed(form).or(match form.segments.as_slice() {
        [s] if s.allowed.is_power_of_two() => Some(Tag(s.allowed.trailing_zeros() as u8)),
        _ => None,
    })
}

/// The tag of a token that is no word.
pub fn fixed(form: &Form) -> Option<Tag> {
    match form.kind {
        TokenKind::Punctuation => Some(Tag::PUNCT),
        TokenKind::Symbol => Some(Tag::SYM),
        TokenKind::Word | TokenKind::Number | TokenKind::Foreign => None,
    }
}

/// The tags that a segment may take: those that words with such readings were seen with.
pub fn allowed_tags(allowed: &[[u32; TAGS]; 2], s: &Segment) -> u32 {
    let map = &allowed[usize::from(s.guessed)];
    let set = (0..TAGS).filter(|t| s.lexicon & (1 << t) != 0).fold(0, |m, t| m | map[t] | 1 << t);
    if set == 0 { u32::MAX } else { set }
}

/// What stands around a token.
#[derive(Clone, Debug)]
pub struct Neighbours {
    /// Nothing stands before it.
    first: bool,
    /// The tag before, and whether a pronoun is attached there.
    tag1: u64,
    tag2: u64,
    tag3: u64,
    form1: u64,
    form2: u64,
    agreement1: u64,
    cluster1: u64,
    /// The clause has its verb already.
    verb_before: bool,
    next: Glance,
    classes2: u64,
}

impl Default for Neighbours {
    /// At the start of a sentence.
    fn default() -> Neighbours {
        let start = u64::from(Tag::START.0);
        Neighbours {
            first: true,
            tag1: start * 2,
            tag2: start,
            tag3: start,
            form1: 1,
            form2: 1,
            agreement1: 1,
            cluster1: 999,
            verb_before: false,
            next: Glance::NOTHING,
            classes2: 1,
        }
    }
}

impl Neighbours {
    /// Goes on to the next token.
    pub fn pass(&mut self, s: &Segment, tag: Tag) {
        self.first = false;
        self.tag3 = self.tag2;
        self.tag2 = self.tag1 / 2;
        self.tag1 = u64::from(tag.0) * 2 + u64::from(s.split.enclitic > 0);
        self.form2 = self.form1;
        self.form1 = s.stem;
        self.agreement1 = s.agreement;
        self.cluster1 = s.cluster;
        // A clause begins after punctuation or a subordinator.
        self.verb_before = tag.is_verb() || self.verb_before && !matches!(tag, Tag::PUNCT | Tag::SCONJ);
    }

    /// Looks at the tokens after.
    pub fn look(&mut self, after: &[Glance]) {
        let at = |n: usize| after.get(n).copied().unwrap_or(Glance::NOTHING);
        self.next = at(0);
        self.classes2 = pair(self.next.class, at(1).class);
    }

    /// The features of a cut in this place.
    pub fn features(&self, s: &Segment) -> [u32; CONTEXT] {
        let lexicon = u64::from(s.lexicon);
        let clitics = s.clitics;
        let own = pair(lexicon, clitics);
        let tags2 = pair(self.tag1, self.tag2);
        let tag_and_class = pair(self.tag1, self.next.class);
        let mut template = 39;
        let mut f = |value: u64| {
            template += 1;
            feature(template, value)
        };
        [
            f(pair(self.tag1, clitics)),
            f(pair(tags2, clitics)),
            f(pair(self.tag1, own)),
            f(pair(self.form1, clitics)),
            f(pair(self.form1, own)),
            f(pair(self.next.hash, clitics)),
            f(pair(self.next.class, clitics)),
            f(pair(self.classes2, lexicon)),
            f(pair(tag_and_class, clitics)),
            f(pair(pair(self.tag1, s.agreement), clitics)),
            f(pair(pair(self.agreement1, s.agreement), pair(self.tag1, clitics))),
            f(pair(self.tag1, s.stem)),
            f(pair(self.next.class, s.stem)),
            f(pair(self.form1, s.stem)),
            f(pair(pair(self.next.agreement, s.agreement), own)),
            f(pair(u64::from(self.verb_before) * 2 + u64::from(self.first), own)),
            f(pair(self.form2, clitics)),
            f(pair(pair(tags2, self.tag3), clitics)),
            f(pair(tag_and_class, lexicon)),
            f(pair(pair(tags2, s.agreement), lexicon)),
            f(pair(self.cluster1, own)),
            f(pair(self.next.cluster, own)),
            f(pair(self.cluster1, s.cluster)),
            f(pair(pair(self.tag1, s.cluster), self.next.cluster)),
        ]
    }

    /// The features of the `k`th proclitic, once its stem has a tag.
    pub fn clitic_features(&self, s: &Segment, k: usize, stem: Tag) -> [u32; CLITIC] {
        let letters = pair(s.clitics, k as u64);
        let stem_tag = u64::from(stem.0);
        let letter = s.letters[k];
        let next = if k + 1 < usize::from(s.split.n_proclitics) { s.letters[k + 1] } else { 50 + stem_tag };
        let mut template = 79;
        let mut f = |value: u64| {
            template += 1;
            feature(template, value)
        };
        [
            f(letters),
            f(pair(letters, stem_tag)),
            f(pair(letters, pair(stem_tag, self.tag1))),
            f(pair(letters, s.stem)),
            f(pair(letters, self.tag1)),
            f(letter),
            f(pair(letter, next)),
            f(pair(pair(letter, next), self.tag1)),
        ]
    }
}

/// The words that a token is cut to: clean-view byte lengths, proclitics, stem and enclitic.
pub fn pieces(split: Split, len: usize) -> impl Iterator<Item = usize> {
    let stem = len - split.stem_start() - usize::from(split.enclitic);
    let (n, enclitic) = (usize::from(split.n_proclitics), usize::from(split.enclitic));
    (0..n)
        .map(move |k| usize::from(split.proclitics[k]))
        .chain([stem])
        .chain((enclitic > 0).then_some(enclitic))
}
