//! Which words of a text can be part of a number, a date or the name of a weapon?

use rustc_hash::FxHashMap;

use super::Beginnings;
use super::numbers::Counts;
use super::timeline::{Calendar, Edge, Lean, Unit};
use crate::Span;
use crate::reading::Bound;
use crate::text::{Text, TokenKind, fold};

/// What a word can do in a number or a date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sense {
    /// 2 to 9.
    Unit(u64),
    /// واحد, which follows its noun.
    One,
    /// أحد, اثنا: only before عشر.
    Teen(u64),
    Ten,
    Tens(u64),
    /// 100, 200 … 900.
    Hundred(u64),
    /// A number written as one word that takes no part in composition (أحدعشر).
    Number(u64),
    Scale(u64),
    Scales(u64),
    ScaleDual(u64),
    /// عشرات, مئات.
    Vague(u64),
    /// بضعة, عدة.
    Few(u64),
    Fraction(u64, u64),
    Ordinal(u64),
    Before(Bound),
    After(Bound),
    Between,
    From,
    To,
    Or,
    Part,
    /// منهم, which also follows its number.
    OfThem,
    Percent,
    Label,
    /// العمر, before somebody's years.
    Age,
    Stop,
    Counted(Counts, Inflection),
    Weapon(u16),
    Month(u8, Calendar, bool),
    /// Monday is 1; `true` where the word has other meanings.
    Weekday(i8, bool),
    Day(i32),
    Now,
    PartOfDay(bool),
    Lean(Lean),
    FewAdjective,
    Edge(Edge),
    This,
    That,
    Same,
    Since,
    Until,
    By,
    Ago,
    AfterTime,
    Within,
    In,
    OnDate,
    Clock,
    Zone,
    Time(Unit, Grammatical),
    Decade(i16),
    Era(Calendar),
    Season,
    /// هجمات before the day and month of a famous day: month, day, year.
    Named(u8, u8, i16),
    /// آنذاك, ذلك الحين.
    Then,
    /// على التوالي, after اليوم الثاني.
    InRow,
    /// قدّر: the number with ب after it is an estimate.
    Estimate,
    /// What is named by its year (انتخابات 2009).
    Event,
    /// Letters that stand for something else here.
    Skip,
}

impl Sense {
    /// Can a number start with it?
    pub fn begins_number(&self) -> bool {
        matches!(
            self,
            Sense::Unit(_)
                | Sense::One
                | Sense::Teen(_)
                | Sense::Ten
                | Sense::Tens(_)
                | Sense::Hundred(_)
                | Sense::Number(_)
                | Sense::Scale(_)
                | Sense::Scales(_)
                | Sense::ScaleDual(_)
                | Sense::Vague(_)
                | Sense::Few(_)
                | Sense::Fraction(..)
                | Sense::Ordinal(_)
        )
    }

    /// Can a number start with it, or is a noun counted that may say itself how many?
    pub fn numbers(&self) -> bool {
        self.begins_number() || matches!(self, Sense::Counted(..) | Sense::Skip)
    }

    /// Can a day, a month or another point in time start with it?
    pub fn begins_point(&self) -> bool {
        self.begins_number()
            || matches!(
                self,
                Sense::Month(..)
                    | Sense::Weekday(..)
                    | Sense::Day(_)
                    | Sense::Now
                    | Sense::PartOfDay(_)
                    | Sense::Edge(_)
                    | Sense::This
                    | Sense::That
                    | Sense::OnDate
                    | Sense::Clock
                    | Sense::Time(..)
                    | Sense::Decade(_)
                    | Sense::Season
                    | Sense::Then
            )
    }

    /// Does a date start with it, or with what follows it?
    pub fn begins_date(&self) -> bool {
        self.begins_point()
            || matches!(
                self,
                Sense::Since
                    | Sense::By
                    | Sense::Until
                    | Sense::Ago
                    | Sense::AfterTime
                    | Sense::Within
                    | Sense::Between
                    | Sense::From
                    | Sense::Skip
            )
    }
}

/// How many the form of a noun says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grammatical {
    One,
    Two,
    Many,
}

/// The form of a noun that can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inflection {
    Singular,
    /// Singular in the accusative, as 11 to 99 ask for.
    Accusative,
    /// The same letters name a country (سوريا).
    AccusativeOrName,
    /// آخر, which is a noun (إصابة آخر) or follows one.
    Other,
    Dual,
    /// ين on a noun with a sound plural: two or more.
    DualOrPlural,
    Plural,
}

/// Letters before a word that belong to other words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clitics(u8);

impl Clitics {
    const AND: u8 = 1;
    const PREPOSITION: u8 = 2;
    const THE: u8 = 4;

    pub fn and(self) -> bool {
        self.0 & Clitics::AND != 0
    }

    pub fn preposition(self) -> bool {
        self.0 & Clitics::PREPOSITION != 0
    }

    pub fn the(self) -> bool {
        self.0 & Clitics::THE != 0
    }
}

#[derive(Clone, Debug, Default)]
struct Entry {
    /// In `Terms::senses`.
    senses: (u32, u32),
    /// In `Terms::phrases`: longer names that start with this word, longest first.
    phrases: Vec<Phrase>,
}

#[derive(Clone, Debug)]
struct Phrase {
    rest: Vec<Box<str>>,
    senses: Vec<Sense>,
    range: (u32, u32),
}

/// The words of numbers, dates and weapons, by their folded letters.
#[derive(Debug)]
pub(crate) struct Terms {
    entries: FxHashMap<Box<str>, Entry>,
    senses: Vec<Sense>,
}

/// What the lists hold of a word, whatever follows it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Known {
    /// Whether they hold it was not asked.
    #[default]
    Unasked,
    No,
    /// The word, and no longer phrase that starts with it.
    Alone {
        senses: (u32, u32),
        clitics: Clitics,
    },
    /// Phrases start with it.
    Begins,
}

/// One token as the recognisers see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tok<'t> {
    pub form: &'t str,
    pub kind: TokenKind,
    pub span: Span,
    pub spaced: bool,
    /// First of a sentence.
    pub opens: bool,
    /// The token after its sentence.
    pub sentence_end: u32,
    pub clitics: Clitics,
    /// How many tokens the entry found here spans; 0 where there is none.
    pub words: u8,
    senses: (u32, u32),
}

/// A text with the entries found at each token.
#[derive(Debug)]
pub(crate) struct Lexed<'t> {
    pub toks: Vec<Tok<'t>>,
    terms: &'t Terms,
}

impl Lexed<'_> {
    pub fn senses(&self, at: usize) -> &[Sense] {
        self.toks.get(at).map_or(&[], |t| &self.terms.senses[t.senses.0 as usize..t.senses.1 as usize])
    }

    pub fn len(&self) -> usize {
        self.toks.len()
    }

    /// The first value that `pick` takes among the senses of a token.
    pub fn find<T>(&self, at: usize, pick: impl FnMut(&Sense) -> Option<T>) -> Option<T> {
        self.senses(at).iter().find_map(pick)
    }

    pub fn has(&self, at: usize, sense: Sense) -> bool {
        self.senses(at).contains(&sense)
    }

    /// The token after the entry at `at`.
    pub fn next(&self, at: usize) -> usize {
        at + self.toks.get(at).map_or(1, |t| t.words.max(1) as usize)
    }

    pub fn is(&self, at: usize, forms: &[&str]) -> bool {
        self.toks.get(at).is_some_and(|t| forms.contains(&t.form))
    }

    pub fn is_number(&self, at: usize) -> bool {
        self.toks.get(at).is_some_and(|t| t.kind == TokenKind::Number)
    }

    pub fn is_word(&self, at: usize) -> bool {
        self.toks.get(at).is_some_and(|t| t.kind == TokenKind::Word)
    }

    pub fn span(&self, from: usize, to: usize) -> Span {
        self.toks[from].span.cover(self.toks[to - 1].span)
    }

    /// Clitic letters that the tokeniser left before a figure (و250, ال24): their token and what they are.
    pub fn glued(&self, number: usize) -> Option<(usize, Clitics)> {
        let before = number.checked_sub(1)?;
        let tok = &self.toks[before];
        if tok.kind != TokenKind::Word {
            return None;
        }
        if tok.spaced && tok.form != "و" {
            return None;
        }
        let bits = match tok.form {
            "و" | "ف" => Clitics::AND,
            "ب" | "ل" | "ك" => Clitics::PREPOSITION,
            "ال" => Clitics::THE,
            "وال" => Clitics::AND | Clitics::THE,
            "بال" | "لل" => Clitics::PREPOSITION | Clitics::THE,
            "وب" | "ول" => Clitics::AND | Clitics::PREPOSITION,
            _ => return None,
        };
        Some((before, Clitics(bits)))
    }
}

impl Terms {
    pub fn new() -> Terms {
        Terms { entries: FxHashMap::default(), senses: Vec::new() }
    }

    /// Adds a form in any spelling; it is brought into the letters that texts are matched in.
    pub fn add(&mut self, form: &str, sense: Sense) {
        let folded = fold(form);
        let mut words = folded.split_whitespace();
        let Some(first) = words.next() else { return };
        let rest: Vec<Box<str>> = words.map(Box::from).collect();
        let entry = self.entries.entry(first.into()).or_default();
        match entry.phrases.iter_mut().find(|p| p.rest == rest) {
            Some(phrase) => {
                if !phrase.senses.contains(&sense) {
                    phrase.senses.push(sense);
                }
            }
            None => entry.phrases.push(Phrase { rest, senses: vec![sense], range: (0, 0) }),
        }
    }

    /// Lays the senses out for reading; to be called once after the last `add`.
    pub fn seal(mut self) -> Terms {
        let mut keys: Vec<Box<str>> = self.entries.keys().cloned().collect();
        keys.sort_unstable();
        for key in keys {
            let entry = self.entries.get_mut(&key).expect("the key was listed just before");
            // A weapon of several words can be counted like its first word.
            let counted: Vec<Sense> = entry
                .phrases
                .iter()
                .filter(|p| p.rest.is_empty())
                .flat_map(|p| &p.senses)
                .copied()
                .filter(|s| matches!(s, Sense::Counted(..)))
                .collect();
            for phrase in &mut entry.phrases {
                if !phrase.rest.is_empty() && phrase.senses.iter().any(|s| matches!(s, Sense::Weapon(_))) {
                    phrase.senses.extend(&counted);
                }
            }
            for phrase in &mut entry.phrases {
                let start = self.senses.len() as u32;
                self.senses.append(&mut phrase.senses);
                phrase.range = (start, self.senses.len() as u32);
            }
            if let Some(at) = entry.phrases.iter().position(|p| p.rest.is_empty()) {
                entry.senses = entry.phrases.swap_remove(at).range;
            }
            entry.phrases.sort_by(|a, b| b.rest.len().cmp(&a.rest.len()).then_with(|| a.rest.cmp(&b.rest)));
        }
        self
    }

    /// Looks every token of a text up.
    pub fn lex<'t>(&'t self, text: &'t Text, begins: Beginnings<'_>) -> Lexed<'t> {
        let mut toks: Vec<Tok<'t>> = text
            .tokens
            .iter()
            .enumerate()
            .map(|(i, token)| Tok {
                form: text.folded(i),
                kind: token.kind,
                span: token.span,
                spaced: token.space_after,
                opens: false,
                sentence_end: text.tokens.len() as u32,
                clitics: Clitics::default(),
                words: 0,
                senses: (0, 0),
            })
            .collect();
        for sentence in &text.sentences {
            if let Some(tok) = toks.get_mut(sentence.tokens.start as usize) {
                tok.opens = true;
            }
            for tok in toks.iter_mut().take(sentence.tokens.end as usize).skip(sentence.tokens.start as usize)
            {
                tok.sentence_end = sentence.tokens.end;
            }
        }
        self.look_up(&mut toks, begins);
        Lexed { toks, terms: self }
    }

    fn look_up(&self, toks: &mut [Tok<'_>], begins: Beginnings<'_>) {
        for at in 0..toks.len() {
            let found = match begins.term(at as u32) {
                Known::No => None,
                Known::Alone { senses, clitics } => Some((senses, 1, clitics)),
                Known::Begins | Known::Unasked => first_of(toks[at].kind, toks[at].form, |stem, clitics| {
                    let (senses, words) = self.entry(self.entries.get(stem)?, at, toks)?;
                    Some((senses, words, clitics))
                }),
            };
            if let Some((senses, words, clitics)) = found {
                let tok = &mut toks[at];
                (tok.senses, tok.words, tok.clitics) = (senses, words, clitics);
            }
        }
    }

    /// What is known of a word before the words after it are.
    pub fn known(&self, kind: TokenKind, form: &str) -> Known {
        let known = first_of(kind, form, |stem, clitics| {
            let entry = self.entries.get(stem)?;
            let alone = entry.phrases.is_empty();
            Some(if alone { Known::Alone { senses: entry.senses, clitics } } else { Known::Begins })
        });
        known.unwrap_or(Known::No)
    }

    /// The entry's own senses, or those of the longest phrase that starts with it.
    fn entry(&self, entry: &Entry, at: usize, toks: &[Tok<'_>]) -> Option<((u32, u32), u8)> {
        for phrase in &entry.phrases {
            let rest = toks.get(at + 1..at + 1 + phrase.rest.len());
            if rest.is_some_and(|r| r.iter().zip(&phrase.rest).all(|(t, w)| !t.opens && t.form == &**w)) {
                return Some((phrase.range, 1 + phrase.rest.len() as u8));
            }
        }
        (entry.senses.0 < entry.senses.1).then_some((entry.senses, 1))
    }
}

/// What `find` finds of the stems that a token may have, with the clitics before each; the whole token first.
fn first_of<T>(kind: TokenKind, form: &str, find: impl Fn(&str, Clitics) -> Option<T>) -> Option<T> {
    match kind {
        TokenKind::Word => {}
        TokenKind::Symbol | TokenKind::Foreign => return find(form, Clitics::default()),
        TokenKind::Number | TokenKind::Punctuation => return None,
    }
    let with_the = |stem: &str, bits: u8| {
        find(stem, Clitics(bits)).or_else(|| {
            // لل is ل with ال.
            if bits & Clitics::PREPOSITION != 0
                && let Some(rest) = stem.strip_prefix('ل')
                && letters(rest) >= 2
            {
                return find(&format!("ال{rest}"), Clitics(bits))
                    .or_else(|| find(rest, Clitics(bits | Clitics::THE)));
            }
            find(stem.strip_prefix("ال").filter(|r| letters(r) >= 2)?, Clitics(bits | Clitics::THE))
        })
    };
    let preposition = |rest: &str, bits: u8| {
        let rest = rest.strip_prefix(['ب', 'ل', 'ك']).filter(|r| letters(r) >= 3)?;
        with_the(rest, bits | Clitics::PREPOSITION)
    };
    with_the(form, 0).or_else(|| match form.strip_prefix(['و', 'ف']).filter(|r| letters(r) >= 2) {
        Some(rest) => with_the(rest, Clitics::AND).or_else(|| preposition(rest, Clitics::AND)),
        None => preposition(form, 0),
    })
}

fn letters(s: &str) -> usize {
    s.len() / 2
}
