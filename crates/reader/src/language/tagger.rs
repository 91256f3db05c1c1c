//! Which cut and which part of speech has each token, in context?
//!
//! Greedy from left to right: each cut and tag of a token is scored by a linear model, on what the form
//! itself says (added up once for each distinct form) and on the neighbours.

use std::ops::Range;

use super::model::{ModelError, ModelReader, ModelWriter, Rows, Values, pair};
use super::tagger_forms::{Form, Segment, Split, TAGS, Tag};
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

    pub fn get(self, i: usize) -> Option<&'a Form> {
        self.tokens.get(i).map(|t| &self.forms[*t as usize])
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
                sentence: s,
                around: None,
            }));
            if lanes.is_empty() {
                return;
            }
            rows.clear();
            for lane in &mut lanes {
                lane.ask(all, choices, &mut rows);
            }
            let mut asked = rows.as_slice();
            for lane in &mut lanes {
                if let Some(around) = lane.around.take() {
                    let form = all.at(lane.at);
                    let (own, rest) = asked.split_at(form.segments.len() * CONTEXT);
                    choices[lane.at] = self.choose(form, &around, own);
                    lane.at += 1;
                    asked = rest;
                }
            }
            lanes.retain(|l| l.at < l.sentence.end);
        }
    }

    fn choose(&self, form: &Form, around: &Neighbours, rows: &[u32]) -> Choice {
        let mut best = (i32::MIN, 0, Tag(0));
        for ((n, s), rows) in form.segments.iter().enumerate().zip(rows.chunks_exact(CONTEXT)) {
            let mut scores = s.scores;
            self.words.add(rows, &mut scores);
            for (t, score) in scores.iter().enumerate() {
                if s.allowed & (1 << t) != 0 && *score > best.0 {
                    best = (*score, n, Tag(t as u8));
                }
            }
        }
        let (_, segment, tag) = best;
        let mut choice = Choice { segment: segment as u8, tag, ..PLAIN };
        let s = &form.segments[segment];
        for k in 0..usize::from(s.split.n_proclitics) {
            let mut scores = [0; TAGS];
            self.clitics.add(&around.clitic_features(s, k, tag).rows(), &mut scores);
            let best = CLITIC_TAGS.into_iter().rev().max_by_key(|t| scores[usize::from(t.0)]);
            choice.clitics[k] = best.unwrap_or(Tag::PART);
        }
        choice
    }
}

/// How many sentences go side by side.
const LANES: usize = 8;

/// A token without clitics, its tag still to be set.
const PLAIN: Choice = Choice { segment: 0, tag: Tag(0), clitics: [Tag::ADP; 4] };

/// A sentence being tagged.
struct Lane {
    sentence: Range<usize>,
    /// The first token without a choice.
    at: usize,
    /// What stands around it, if its weights are asked for.
    around: Option<Neighbours>,
}

impl Lane {
    /// Goes on to the next token with more than one choice, and asks for the weights of all its cuts.
    fn ask(&mut self, all: Sequence<'_>, choices: &mut [Choice], rows: &mut Vec<u32>) {
        while self.at < self.sentence.end {
            let form = all.at(self.at);
            let Some(choice) = sole(form) else {
                let sentence = Sequence { tokens: &all.tokens[self.sentence.clone()], ..all };
                let before = &choices[self.sentence.start..self.at];
                let around = Neighbours::new(sentence, before.len(), before);
                for s in &form.segments {
                    rows.extend(around.features(s).rows());
                }
                self.around = Some(around);
                return;
            };
            choices[self.at] = choice;
            self.at += 1;
        }
    }
}

/// The choice for a form that leaves only one.
fn sole(form: &Form) -> Option<Choice> {
    if let Some(tag) = fixed(form) {
        return Some(Choice { tag, clitics: [Tag::PART; 4], ..PLAIN });
    }
    match form.segments.as_slice() {
        [s] if s.allowed.is_power_of_two() && s.split.n_proclitics == 0 => {
            Some(Choice { tag: Tag(s.allowed.trailing_zeros() as u8), ..PLAIN })
        }
        _ => None,
    }
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
#[derive(Debug)]
pub struct Neighbours {
    first: u64,
    tag1: u64,
    tags2: u64,
    tags3: u64,
    form1: u64,
    form2: u64,
    agreement1: u64,
    cluster1: u64,
    next_cluster: u64,
    next: u64,
    next_class: u64,
    next_agreement: u64,
    classes2: u64,
    verb_before: u64,
}

impl Neighbours {
    pub fn new(forms: Sequence<'_>, i: usize, before: &[Choice]) -> Neighbours {
        let tag = |back: usize| i.checked_sub(back).map_or(Tag::START, |j| before[j].tag);
        let segment =
            |back: usize| i.checked_sub(back).map(|j| &forms.at(j).segments[usize::from(before[j].segment)]);
        let enclitic1 = segment(1).is_some_and(|s| s.split.enclitic > 0);
        let tag1 = u64::from(tag(1).0) * 2 + u64::from(enclitic1);
        let tags2 = pair(tag1, tag(2).0.into());
        let next = forms.get(i + 1);
        let next_segment = next.map(|f| &f.segments[0]);
        let class = |f: Option<&Form>| f.map_or(1, |f| f.class);
        // A clause begins after punctuation or a subordinator; is its verb already there?
        let mut verb_before = 0;
        for c in before.iter().rev() {
            if c.tag == Tag::PUNCT || c.tag.0 == 7 {
                break;
            }
            if c.tag.is_verb() {
                verb_before = 1;
                break;
            }
        }
        Neighbours {
            first: u64::from(i == 0),
            tag1,
            tags2,
            tags3: pair(tags2, tag(3).0.into()),
            form1: segment(1).map_or(1, |s| s.stem),
            form2: segment(2).map_or(1, |s| s.stem),
            agreement1: segment(1).map_or(1, |s| s.agreement),
            cluster1: segment(1).map_or(999, |s| s.cluster),
            next_cluster: next_segment.map_or(999, |s| s.cluster),
            next: next.map_or(1, |f| f.hash),
            next_class: class(next),
            next_agreement: next_segment.map_or(1, |s| pair(s.agreement, s.clitics)),
            classes2: pair(class(next), class(forms.get(i + 2))),
            verb_before,
        }
    }

    /// The features of a cut in this place.
    pub fn features(&self, s: &Segment) -> Values<CONTEXT> {
        let lexicon = u64::from(s.lexicon);
        let clitics = s.clitics;
        let own = pair(lexicon, clitics);
        let values = [
            pair(self.tag1, clitics),
            pair(self.tags2, clitics),
            pair(self.tag1, own),
            pair(self.form1, clitics),
            pair(self.form1, own),
            pair(self.next, clitics),
            pair(self.next_class, clitics),
            pair(self.classes2, lexicon),
            pair(pair(self.tag1, self.next_class), clitics),
            pair(pair(self.tag1, s.agreement), clitics),
            pair(pair(self.agreement1, s.agreement), pair(self.tag1, clitics)),
            pair(self.tag1, s.stem),
            pair(self.next_class, s.stem),
            pair(self.form1, s.stem),
            pair(pair(self.next_agreement, s.agreement), own),
            pair(self.verb_before * 2 + self.first, own),
            pair(self.form2, clitics),
            pair(self.tags3, clitics),
            pair(pair(self.tag1, self.next_class), lexicon),
            pair(pair(self.tags2, s.agreement), lexicon),
            pair(self.cluster1, own),
            pair(self.next_cluster, own),
            pair(self.cluster1, s.cluster),
            pair(pair(self.tag1, s.cluster), self.next_cluster),
        ];
        Values { first: 40, values }
    }

    /// The features of the `k`th proclitic, once its stem has a tag.
    pub fn clitic_features(&self, s: &Segment, k: usize, stem: Tag) -> Values<CLITIC> {
        let letters = pair(s.clitics, k as u64);
        let stem_tag = u64::from(stem.0);
        let letter = s.letters[k];
        let next = if k + 1 < usize::from(s.split.n_proclitics) { s.letters[k + 1] } else { 50 + stem_tag };
        let values = [
            letters,
            pair(letters, stem_tag),
            pair(letters, pair(stem_tag, self.tag1)),
            pair(letters, s.stem),
            pair(letters, self.tag1),
            letter,
            pair(letter, next),
            pair(pair(letter, next), self.tag1),
        ];
        Values { first: 80, values }
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
