//! Which cut and which part of speech has each token, in context?
//!
//! Greedy from left to right: each cut and tag of a token is scored by a linear model, on what the form
//! itself says (added up once for each distinct form) and on the neighbours.

use super::model::{ModelError, ModelReader, ModelWriter, Rows, feature, pair};
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
            for f in std::mem::take(&mut s.features) {
                self.words.add(f, &mut s.scores);
            }
        }
    }

    /// Chooses for each token of a sentence.
    pub fn tag(&self, forms: Sequence<'_>, choices: &mut Vec<Choice>) {
        choices.clear();
        for i in 0..forms.len() {
            let choice = self.choose(forms, i, choices);
            choices.push(choice);
        }
    }

    fn choose(&self, forms: Sequence<'_>, i: usize, before: &[Choice]) -> Choice {
        let form = forms.at(i);
        if let Some(tag) = fixed(form) {
            return Choice { segment: 0, tag, clitics: [Tag::PART; 4] };
        }
        let mut best = (i32::MIN, 0, Tag(0));
        let neighbours = Neighbours::new(forms, i, before);
        for (n, s) in form.segments.iter().enumerate() {
            let mut scores = s.scores;
            for f in neighbours.features(s) {
                self.words.add(f, &mut scores);
            }
            for (t, score) in scores.iter().enumerate() {
                if s.allowed & (1 << t) != 0 && *score > best.0 {
                    best = (*score, n, Tag(t as u8));
                }
            }
        }
        let (_, segment, tag) = best;
        let mut choice = Choice { segment: segment as u8, tag, clitics: [Tag::ADP; 4] };
        let s = &form.segments[segment];
        for k in 0..usize::from(s.split.n_proclitics) {
            let mut scores = [0; TAGS];
            for f in neighbours.clitic_features(s, k, tag) {
                self.clitics.add(f, &mut scores);
            }
            let best = CLITIC_TAGS.into_iter().rev().max_by_key(|t| scores[usize::from(t.0)]);
            choice.clitics[k] = best.unwrap_or(Tag::PART);
        }
        choice
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
    pub fn features(&self, s: &Segment) -> [u32; CONTEXT] {
        let lexicon = u64::from(s.lexicon);
        let clitics = s.clitics;
        let own = pair(lexicon, clitics);
        [
            feature(40, pair(self.tag1, clitics)),
            feature(41, pair(self.tags2, clitics)),
            feature(42, pair(self.tag1, own)),
            feature(43, pair(self.form1, clitics)),
            feature(44, pair(self.form1, own)),
            feature(45, pair(self.next, clitics)),
            feature(46, pair(self.next_class, clitics)),
            feature(47, pair(self.classes2, lexicon)),
            feature(48, pair(pair(self.tag1, self.next_class), clitics)),
            feature(49, pair(pair(self.tag1, s.agreement), clitics)),
            feature(50, pair(pair(self.agreement1, s.agreement), pair(self.tag1, clitics))),
            feature(51, pair(self.tag1, s.stem)),
            feature(52, pair(self.next_class, s.stem)),
            feature(53, pair(self.form1, s.stem)),
            feature(54, pair(pair(self.next_agreement, s.agreement), own)),
            feature(55, pair(self.verb_before * 2 + self.first, own)),
            feature(56, pair(self.form2, clitics)),
            feature(57, pair(self.tags3, clitics)),
            feature(58, pair(pair(self.tag1, self.next_class), lexicon)),
            feature(59, pair(pair(self.tags2, s.agreement), lexicon)),
            feature(60, pair(self.cluster1, own)),
            feature(61, pair(self.next_cluster, own)),
            feature(62, pair(self.cluster1, s.cluster)),
            feature(63, pair(pair(self.tag1, s.cluster), self.next_cluster)),
        ]
    }

    /// The features of the `k`th proclitic, once its stem has a tag.
    pub fn clitic_features(&self, s: &Segment, k: usize, stem: Tag) -> [u32; CLITIC] {
        let letters = pair(s.clitics, k as u64);
        let stem_tag = u64::from(stem.0);
        let letter = s.letters[k];
        let next = if k + 1 < usize::from(s.split.n_proclitics) { s.letters[k + 1] } else { 50 + stem_tag };
        [
            feature(80, letters),
            feature(81, pair(letters, stem_tag)),
            feature(82, pair(letters, pair(stem_tag, self.tag1))),
            feature(83, pair(letters, s.stem)),
            feature(84, pair(letters, self.tag1)),
            feature(85, letter),
            feature(86, pair(letter, next)),
            feature(87, pair(pair(letter, next), self.tag1)),
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
