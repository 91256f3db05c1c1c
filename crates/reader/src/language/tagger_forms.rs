//! In which ways may a token be cut and tagged, and what does its form alone say for each?

use super::clusters::Clusters;
use super::model::{feature, hash_str, pair};
use super::{Derived, Pos, Reading, Voice};
use crate::text::TokenKind;

/// A class of the tagger: a part of speech, passive verbs apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(pub u8);

/// How many tags the tagger chooses among.
pub const TAGS: usize = 16;

impl Tag {
    const POS: [Pos; TAGS] = [
        Pos::Noun,
        Pos::Propn,
        Pos::Adj,
        Pos::Verb,
        Pos::Verb,
        Pos::Adp,
        Pos::Cconj,
        Pos::Sconj,
        Pos::Pron,
        Pos::Det,
        Pos::Part,
        Pos::Adv,
        Pos::Num,
        Pos::Aux,
        Pos::Sym,
        Pos::Punct,
    ];
    /// Of each part of speech its tag.
    const OF: [u8; Pos::ALL.len()] = {
        let mut of = [0; Pos::ALL.len()];
        let mut tag = TAGS;
        while tag > 0 {
            tag -= 1;
            of[Tag::POS[tag] as usize] = tag as u8;
        }
        of
    };
    pub const PROPN: Tag = Tag(1);
    pub const ADP: Tag = Tag(5);
    pub const CCONJ: Tag = Tag(6);
    pub const SCONJ: Tag = Tag(7);
    pub const PRON: Tag = Tag(8);
    pub const PART: Tag = Tag(10);
    pub const SYM: Tag = Tag(14);
    pub const PUNCT: Tag = Tag(15);
    /// Before the first word.
    pub const START: Tag = Tag(16);

    pub fn new(pos: Pos, voice: Option<Voice>) -> Tag {
        match (pos, voice) {
            (Pos::Verb, Some(Voice::Passive)) => Tag(4),
            // Neither is a class of its own: no gold word carries it.
            (Pos::X, _) => Tag(1),
            (Pos::Intj, _) => Tag::PART,
            _ => Tag(Tag::OF[pos as usize]),
        }
    }

    pub fn pos(self) -> Pos {
        Tag::POS.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    pub fn is_passive(self) -> bool {
        self.0 == 4
    }

    pub fn is_verb(self) -> bool {
        matches!(self.0, 3 | 4)
    }

    /// A class of function words.
    pub fn is_closed(self) -> bool {
        matches!(self.pos(), Pos::Adp | Pos::Cconj | Pos::Sconj | Pos::Pron | Pos::Det | Pos::Part | Pos::Aux)
    }

    pub fn bit(self) -> u32 {
        1 << self.0
    }

    /// The tags of a set of bits.
    pub fn of_bits(bits: u32) -> impl Iterator<Item = Tag> {
        let mut rest = bits & ((1 << TAGS) - 1);
        std::iter::from_fn(move || {
            let tag = Tag(rest.trailing_zeros() as u8);
            let any = rest != 0;
            rest &= rest.wrapping_sub(1);
            any.then_some(tag)
        })
    }
}

/// Where a token is cut: clean-view byte lengths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split {
    pub proclitics: [u8; 4],
    pub n_proclitics: u8,
    pub enclitic: u8,
}

impl Split {
    pub fn of(reading: &Reading) -> Split {
        Split {
            proclitics: reading.proclitics,
            n_proclitics: reading.n_proclitics,
            enclitic: reading.enclitic,
        }
    }

    pub fn proclitics(&self) -> &[u8] {
        &self.proclitics[..usize::from(self.n_proclitics)]
    }

    /// Where the stem starts.
    pub fn stem_start(&self) -> usize {
        self.proclitics().iter().map(|n| usize::from(*n)).sum()
    }

    /// Whether the cuts lie between letters and leave a stem.
    pub fn fits(&self, clean: &str) -> bool {
        let mut at = 0;
        for n in self.proclitics() {
            at += usize::from(*n);
            if *n == 0 || !clean.is_char_boundary(at) {
                return false;
            }
        }
        let end = clean.len().checked_sub(usize::from(self.enclitic));
        end.is_some_and(|end| at < end && clean.is_char_boundary(end))
    }
}

/// One way to cut a token, with what its form says for each tag.
#[derive(Clone, Debug)]
pub struct Segment {
    pub split: Split,
    /// Hash of the stem's folded letters.
    pub stem: u64,
    /// Hash of the proclitics' letters, and whether there is an enclitic.
    pub clitics: u64,
    /// Hash of each proclitic's letters.
    pub letters: [u64; 4],
    /// Tags of the readings cut this way.
    pub lexicon: u32,
    /// Only guesses are cut this way.
    pub guessed: bool,
    /// Tags it may take.
    pub allowed: u32,
    /// Hash of the last letters, as far as they tell gender and number; with ال or without.
    pub agreement: u64,
    pub definite: bool,
    /// The class of words that stand where the stem stands, 0 if unknown.
    pub cluster: u64,
    /// Rows of the features that the form alone gives.
    pub features: Vec<u32>,
    /// Their weights added up.
    pub scores: [i32; TAGS],
    /// By tag, the reading that this cut then means: 0 where it was not asked yet, 1 for none, else its number + 2.
    meant: [u8; TAGS],
}

/// A distinct token form with all the ways to cut it, likeliest before context first.
#[derive(Clone, Debug)]
pub struct Form {
    pub kind: TokenKind,
    /// Hash of the folded letters.
    pub hash: u64,
    /// Hash of which tags its readings have.
    pub class: u64,
    pub segments: Vec<Segment>,
    pub readings: Vec<Reading>,
    pub guessed_lemmas: Vec<Box<str>>,
    /// The analysis that holds the readings, and where; their first analysis has number 1.
    pub(super) placed: (u32, u32),
}

/// What the tokens before see of a form.
#[derive(Clone, Copy, Debug)]
pub struct Glance {
    pub hash: u64,
    pub class: u64,
    pub cluster: u64,
    pub agreement: u64,
}

impl Glance {
    /// At the end of a sentence.
    pub const NOTHING: Glance = Glance { hash: 1, class: 1, cluster: 999, agreement: 1 };
}

/// By how much a reading may be less likely than the best, in hundredths of log odds.
const UNLIKELY: i32 = 1000;

/// By how much a guess may be less likely than a known reading.
const GUESS_UNLIKELY: i32 = 250;

/// Endings that tell gender or number, longest first.
const ENDINGS: [&str; 9] = ["ات", "ين", "ون", "ان", "ية", "ة", "ى", "ا", "ي"];

impl Form {
    /// Readings come likeliest first; those that do not fit the token are dropped.
    pub fn new(
        kind: TokenKind,
        clean: &str,
        folded: &str,
        mut readings: Vec<Reading>,
        clusters: &Clusters,
        lemma_hash: impl Fn(&Reading) -> u64,
    ) -> Form {
        readings.retain(|r| usize::from(r.n_proclitics) <= 4 && Split::of(r).fits(clean));
        drop_unlikely(&mut readings);
        let tags = readings.iter().fold(0, |m, r| m | Tag::new(r.pos, r.features.voice).bit());
        let class = pair(u64::from(tags), kind as u64);
        let hash = if kind == TokenKind::Number { number_shape(clean) } else { hash_str(folded) };
        let token = Token { kind, clean, folded, hash, class, clusters };
        let best = readings.first().map_or(0, |r| r.weight);
        let mut segments: Vec<Segment> = Vec::new();
        for r in &readings {
            let split = Split::of(r);
            if segments.len() < 8 && !segments.iter().any(|s| s.split == split) {
                let same: Vec<&Reading> = readings.iter().filter(|r| Split::of(r) == split).collect();
                segments.push(token.segment(split, &Lexical::new(&same, best, &lemma_hash)));
            }
        }
        if segments.is_empty() {
            segments.push(token.segment(Split::default(), &Lexical::default()));
        }
        Form { kind, hash, class, segments, readings, guessed_lemmas: Vec::new(), placed: (0, 0) }
    }

    /// By its likeliest cut.
    pub fn glance(&self) -> Glance {
        let s = &self.segments[0];
        Glance {
            hash: self.hash,
            class: self.class,
            cluster: s.cluster,
            agreement: pair(s.agreement, s.clitics),
        }
    }

    /// The reading that a cut and a tag mean: the likeliest so cut, with this part of speech or one near it.
    pub fn reading_of(&mut self, segment: usize, tag: Tag) -> Option<usize> {
        let meant = self.segments[segment].meant[usize::from(tag.0)];
        if meant > 0 {
            return usize::from(meant).checked_sub(2);
        }
        let split = self.segments[segment].split;
        let same = self.readings.iter().enumerate().filter(|(_, r)| Split::of(r) == split);
        let found = same.rev().max_by_key(|(_, r)| fit(r, tag)).map(|(n, _)| n);
        self.segments[segment].meant[usize::from(tag.0)] = found.map_or(1, |n| n as u8 + 2);
        found
    }

    /// A cut that no reading makes, to learn from.
    pub fn unread_segment(&self, clean: &str, folded: &str, split: Split, clusters: &Clusters) -> Segment {
        let token = Token { kind: self.kind, clean, folded, hash: self.hash, class: self.class, clusters };
        token.segment(split, &Lexical::default())
    }
}

/// Drops readings that no treebank word of such a form has: far less likely than the best, or guessed
/// where the lexicon knows the word well.
fn drop_unlikely(readings: &mut Vec<Reading>) {
    let known = readings.iter().find(|r| !r.guessed).map(|r| i32::from(r.weight));
    let Some(best) = readings.first().map(|r| i32::from(r.weight)) else { return };
    readings.retain(|r| {
        let weight = i32::from(r.weight);
        best - weight <= UNLIKELY
            && !(r.guessed && known.is_some_and(|known| known - weight >= GUESS_UNLIKELY))
    });
}

/// How well a reading fits a tag.
fn fit(r: &Reading, tag: Tag) -> i32 {
    let own = Tag::new(r.pos, r.features.voice);
    let near = |a: Pos, b: Pos| (own.pos() == a && tag.pos() == b) || (own.pos() == b && tag.pos() == a);
    let malus = if own == tag {
        0
    } else if own.pos() == tag.pos() || near(Pos::Verb, Pos::Aux) {
        500
    } else if near(Pos::Noun, Pos::Propn) || near(Pos::Noun, Pos::Adj) {
        1500
    } else if near(Pos::Verb, tag.pos()) {
        9000
    } else {
        3000
    };
    i32::from(r.weight) - malus
}

/// What the readings of one cut say.
struct Lexical {
    tags: u32,
    guessed: bool,
    best: u64,
    second: u64,
    lemma: u64,
    gap: u64,
    /// Of each tag how much less likely it is than the token's best reading, in steps; 0 for no reading.
    gaps: [u8; TAGS],
}

impl Default for Lexical {
    /// No reading makes this cut.
    fn default() -> Lexical {
        Lexical { tags: 0, guessed: true, best: 0, second: 0, lemma: 0, gap: 0, gaps: [0; TAGS] }
    }
}

impl Lexical {
    fn new(readings: &[&Reading], best_weight: i16, lemma_hash: &impl Fn(&Reading) -> u64) -> Lexical {
        let Some(first) = readings.first() else { return Lexical::default() };
        let tag = |r: &Reading| Tag::new(r.pos, r.features.voice);
        let derived = match first.features.derived {
            None => 0,
            Some(Derived::Masdar) => 1,
            Some(Derived::Active) => 2,
            Some(Derived::Passive) => 3,
        };
        let second = readings.iter().find(|r| tag(r) != tag(first));
        let mut gaps = [0; TAGS];
        for r in readings {
            let gap = &mut gaps[usize::from(tag(r).0)];
            if *gap == 0 {
                *gap = 1 + ((i32::from(best_weight) - i32::from(r.weight)) / 100).clamp(0, 10) as u8;
            }
        }
        Lexical {
            gaps,
            tags: readings.iter().fold(0, |m, r| m | tag(r).bit()),
            guessed: readings.iter().all(|r| r.guessed),
            best: u64::from(tag(first).0) * 8 + derived,
            second: second.map_or(99, |r| {
                let gap = (i32::from(first.weight) - i32::from(r.weight)).clamp(0, 900) / 150;
                u64::from(tag(r).0) * 8 + gap as u64
            }),
            lemma: lemma_hash(first),
            gap: match i32::from(best_weight) - i32::from(first.weight) {
                ..=0 => 0,
                1..=100 => 1,
                101..=300 => 2,
                301..=700 => 3,
                _ => 4,
            },
        }
    }
}

/// A token whose cuts are described.
struct Token<'a> {
    kind: TokenKind,
    clean: &'a str,
    folded: &'a str,
    hash: u64,
    class: u64,
    clusters: &'a Clusters,
}

impl Token<'_> {
    fn segment(&self, split: Split, lexical: &Lexical) -> Segment {
        let Token { kind, clean, folded, hash, class, clusters } = *self;
        let (start, end) = (split.stem_start(), clean.len() - usize::from(split.enclitic));
        // للسلطة: the stem after ل lacks the alef of its article.
        let article_after_l =
            clean[..start].ends_with('ل') && clean[start..end].starts_with('ل') && end - start > 4;
        let (mut stem_clean, mut stem_folded) = (&clean[start..end], &folded[start..end]);
        let whole = article_after_l.then(|| [["ا", stem_clean].concat(), ["ا", stem_folded].concat()]);
        if let Some([clean, folded]) = &whole {
            (stem_clean, stem_folded) = (clean, folded);
        }
        let word = kind == TokenKind::Word;
        let definite = word && stem_folded.starts_with("ال") && stem_folded.len() > 6;
        let base = if definite { &stem_folded[4..] } else { stem_folded };
        let stem = if kind == TokenKind::Number { hash } else { hash_str(stem_folded) };
        let ending = ENDINGS.iter().position(|e| stem_clean.ends_with(e)).unwrap_or(ENDINGS.len()) as u64;
        let clitics = pair(hash_str(&clean[..start]), u64::from(split.enclitic > 0));
        let mut letters = [0; 4];
        let mut at = 0;
        for (k, n) in split.proclitics().iter().enumerate() {
            letters[k] = hash_str(&clean[at..at + usize::from(*n)]);
            at += usize::from(*n);
        }
        let enclitic = hash_str(&clean[end..]);
        let length = base.chars().count().min(7) as u64;
        let agreement = pair(ending, u64::from(definite));

        let cluster = if word { u64::from(clusters.of_hash(stem)) } else { 0 };

        let mut f = Vec::with_capacity(36);
        let shape = pair(kind as u64, clitics);
        f.push(feature(0, shape));
        f.push(feature(1, hash));
        f.push(feature(2, stem));
        f.push(feature(3, pair(lexical.tags.into(), lexical.guessed.into())));
        f.push(feature(4, pair(lexical.tags.into(), class)));
        f.push(feature(5, pair(lexical.best, lexical.second)));
        f.push(feature(6, lexical.gap * 2 + u64::from(lexical.guessed)));
        f.push(feature(7, pair(lexical.gap * 2 + u64::from(lexical.guessed), clitics)));
        for (t, gap) in lexical.gaps.iter().enumerate().filter(|(_, gap)| **gap > 0) {
            f.push(feature(30, pair(t as u64, u64::from(*gap) * 2 + u64::from(lexical.guessed))));
        }
        if word {
            f.push(feature(8, lexical.lemma));
            f.push(feature(9, pair(lexical.best, agreement)));
            f.push(feature(10, pair(pair(length, agreement), u64::from(split.enclitic > 0))));
            f.push(feature(11, pair(lexical.tags.into(), agreement)));
            f.push(feature(12, pair(enclitic, lexical.tags.into())));
            let pattern = pattern(base);
            f.push(feature(13, pattern));
            f.push(feature(14, pair(pattern, lexical.tags.into())));
            f.push(feature(27, pair(pattern, u64::from(definite))));
            let starts = || base.char_indices().map(|(i, _)| i);
            for (n, (head, tail)) in (1..=4).zip(starts().skip(1).zip(starts().rev())) {
                f.push(feature(14 + n, pair(hash_str(&base[tail..]), u64::from(definite))));
                f.push(feature(18 + n, pair(hash_str(&base[..head]), u64::from(definite))));
            }
            if let Some((i, _)) = stem_clean.char_indices().rev().nth(1) {
                f.push(feature(23, pair(hash_str(&stem_clean[i..]), clitics)));
            }
            if let Some((head, tail)) = starts().nth(2).zip(starts().next_back()) {
                f.push(feature(24, pair(hash_str(&base[..head]), hash_str(&base[tail..]))));
            }
            f.push(feature(25, hash_str(stem_clean)));
            f.push(feature(26, hash_str(base)));
            f.push(feature(28, cluster));
            f.push(feature(29, pair(cluster, lexical.tags.into())));
        }
        Segment {
            split,
            stem,
            clitics,
            letters,
            lexicon: lexical.tags,
            guessed: lexical.guessed,
            allowed: u32::MAX,
            agreement,
            definite,
            cluster,
            features: f,
            scores: [0; TAGS],
            meant: [0; TAGS],
        }
    }
}

/// The stem with its root letters levelled: مدرسة and محكمة are one pattern.
fn pattern(base: &str) -> u64 {
    base.chars().fold(0, |h, c| pair(h, if augments(c) { c as u64 } else { 1 }))
}

/// Letters that augment a root, so that the others show its pattern.
fn augments(c: char) -> bool {
    matches!(
        c,
        'س' | 'ت'
            | 'ا'
            | 'م'
            | 'ل'
            | 'و'
            | 'ن'
            | 'ي'
            | 'ه'
            | 'ة'
            | 'ى'
            | 'آ'
            | 'أ'
            | 'إ'
            | 'ؤ'
            | 'ئ'
            | 'ء'
    )
}

/// How a number is written, not which it is: 2014 and 1999 are one.
fn number_shape(clean: &str) -> u64 {
    let digits = clean.bytes().filter(u8::is_ascii_digit).count() as u64;
    let other = clean.chars().find(|c| !c.is_ascii_digit()).map_or(0, u64::from);
    let year = digits == 4 && (clean.starts_with("19") || clean.starts_with("20"));
    pair(pair(digits.min(6), other), u64::from(year))
}
