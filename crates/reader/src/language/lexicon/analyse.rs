//! Which ways are there to cut a token into clitics and a known stem?

use std::ops::Range;

use super::format::{FormRow, View, allow};
use super::{Lexicon, Prefix, Row, first_bytes, key};
use crate::language::{Definite, Derived, Features, Gender, LemmaId, Number, Pos, Reading};

/// Which weights a word takes its share from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Verb,
    Noun,
    Name,
    Particle,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Verb, Kind::Noun, Kind::Name, Kind::Particle];

    pub fn of(pos: Pos) -> Kind {
        match pos {
            Pos::Verb | Pos::Aux => Kind::Verb,
            Pos::Noun | Pos::Adj | Pos::Num => Kind::Noun,
            Pos::Propn => Kind::Name,
            _ => Kind::Particle,
        }
    }
}

/// How many different runs of proclitics and article there are.
pub const PROCLITICS: usize = 60;
/// No enclitic, or one of the pronouns.
pub const ENCLITICS: usize = 16;

/// The words run together before the stem.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proclitics {
    /// أ of a question.
    pub question: bool,
    /// و or ف.
    pub conjunction: Option<char>,
    /// ب، ك، ل, or س of the future.
    pub preposition: Option<char>,
    /// ال, or its rest after ل (للسلطة); no word of its own.
    pub article: bool,
}

impl Proclitics {
    /// A number below [`PROCLITICS`].
    pub fn index(self) -> usize {
        let conjunction = match self.conjunction {
            None => 0,
            Some('و') => 1,
            Some(_) => 2,
        };
        let preposition = match self.preposition {
            None => 0,
            Some('ب') => 1,
            Some('ك') => 2,
            Some('ل') => 3,
            Some(_) => 4,
        };
        ((usize::from(self.question) * 3 + conjunction) * 5 + preposition) * 2 + usize::from(self.article)
    }

    fn lengths(self) -> ([u8; 4], u8) {
        let mut out = [0; 4];
        let mut n = 0;
        for there in [self.question, self.conjunction.is_some(), self.preposition.is_some()] {
            if there {
                out[n] = 2;
                n += 1;
            }
        }
        (out, n as u8)
    }
}

/// A token cut at its front: where the word begins, and where its letters after ال do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    pub proclitics: Proclitics,
    pub word: usize,
    pub core: usize,
}

/// Tokens longer than this are no words; analysis of them is a guess.
const LONGEST: usize = 80;
/// The jussive is rarer than the other moods, of which one form serves two.
const SHORTENED: i32 = 250;
/// A bare accusative participle states what its subject does (مؤكدا، مشيرا), so it is the active one.
const STATING: i32 = 200;
/// So many readings are enough for any choice.
const MOST: usize = 48;

impl Lexicon {
    /// Appends all readings of a token, likeliest first; never none.
    ///
    /// A guessed reading's `lemma` is to be turned into text by [`Lexicon::guessed_lemma`].
    pub fn analyse(&self, clean: &str, folded: &str, out: &mut Vec<Reading>) {
        let first = out.len();
        self.known(clean, folded, &mut |reading, _| {
            if let Some((pos, cost)) = self.other_use(&reading, clean) {
                let weight = reading.weight.saturating_sub(cost);
                push(out, first, Reading { pos, weight, ..reading.clone() });
            }
            push(out, first, reading);
        });
        super::guess::guess(clean, folded, first, out);
        let found = &mut out[first..];
        found.sort_by_key(|r| {
            (std::cmp::Reverse(r.weight), r.lemma, r.pos, r.features, r.n_proclitics, r.enclitic)
        });
        out.truncate(first + MOST);
    }

    /// What the weights of a token's readings are made of: for counting, not for analysis.
    pub fn parts(&self, clean: &str, folded: &str, out: &mut Vec<Parts>) {
        self.known(clean, folded, &mut |_, parts: Parts| {
            let same = |p: &&mut Parts| {
                (p.lemma, p.feature, p.proclitics, p.enclitic)
                    == (parts.lemma, parts.feature, parts.proclitics, parts.enclitic)
            };
            match out.iter_mut().find(same) {
                Some(old) => old.weight = old.weight.max(parts.weight),
                None => out.push(parts),
            }
        });
    }

    /// Another part of speech that a word of this form serves as.
    fn other_use(&self, r: &Reading, clean: &str) -> Option<(Pos, i16)> {
        let adverbial = r.features.definite == Some(Definite::Indefinite)
            && r.features.number == Some(Number::Singular)
            && clean.ends_with('ا');
        match r.pos {
            // كان as a full verb: there was.
            Pos::Aux => Some((Pos::Verb, 50)),
            // كثيرا، سرا
            Pos::Adj | Pos::Noun if adverbial => Some((Pos::Adv, 200)),
            // المدنيون, unless the noun is listed.
            Pos::Adj if !self.view.has_noun(r.lemma.0 as usize) => Some((Pos::Noun, 160)),
            _ => None,
        }
    }

    fn known(&self, clean: &str, folded: &str, found: Found<'_>) {
        if clean.len() != folded.len() || clean.len() > LONGEST {
            return;
        }
        let mut token = Token { clean, folded, stems: Vec::with_capacity(16) };
        let ends = self.ends(clean, folded);
        for cut in cuts(clean, folded) {
            let prefixes = self.prefixes_at(&folded.as_bytes()[cut.core..]);
            let prefixes = prefixes.map(|(len, number)| (cut.core + len, number));
            for end in &ends {
                let fits = end.enclitic == 0 || !cut.proclitics.article && end.at >= cut.core + 2;
                if fits {
                    for (start, prefix) in prefixes.clone() {
                        self.between(&mut token, cut, end, start, prefix, found);
                    }
                }
            }
        }
    }

    /// The lengths and numbers of the prefixes of these letters.
    fn prefixes_at(&self, letters: &[u8]) -> impl Iterator<Item = (usize, u8)> + Clone {
        let letters = first_bytes(letters);
        let fits = move |p: &&Prefix| (p.letters ^ letters) & p.mask == 0;
        self.prefix_at.iter().filter(fits).map(|p| (p.len, p.number))
    }

    /// Where a token's word can end: at its own end, or before a pronoun.
    fn ends(&self, clean: &str, folded: &str) -> Vec<End> {
        let pronouns = self.pronouns.iter().enumerate();
        let owned = pronouns.filter(|(_, p)| clean.ends_with(p.as_str()));
        let owned = owned.map(|(i, p)| (i + 1, clean.len() - p.len()));
        std::iter::once((0, clean.len()))
            .chain(owned)
            .map(|(enclitic, at)| End {
                at,
                enclitic,
                pronoun: self.pronoun_bit(enclitic),
                suffixes: self.suffixes_before(folded, at),
            })
            .collect()
    }

    /// Where the suffixes begin that end here, and their numbers; the shortest first.
    fn suffixes_before(&self, folded: &str, end: usize) -> Vec<(usize, u8)> {
        (0..=end.min(self.longest_suffix))
            .map(|len| end - len)
            .filter(|start| folded.is_char_boundary(*start))
            .filter_map(|start| Some((start, *self.suffix_at.get(&folded.as_bytes()[start..end])?)))
            .collect()
    }

    /// The readings whose stem starts here and ends before one of an end's suffixes.
    fn between(
        &self,
        token: &mut Token<'_>,
        cut: Cut,
        end: &End,
        start: usize,
        prefix: u8,
        found: Found<'_>,
    ) {
        for &(stem_end, suffix) in &end.suffixes {
            if stem_end <= start {
                break;
            }
            let key = key(prefix, suffix);
            if may_stand(self.allowed[usize::from(key)], cut.proclitics, end.pronoun) {
                let span = Stem { start, cut: stem_end, end: end.at, key };
                self.stems(token, cut, span, end, found);
            }
        }
    }

    fn stems(&self, token: &mut Token<'_>, cut: Cut, at: Stem, end: &End, found: Found<'_>) {
        let clean = token.clean;
        let stem = &token.folded.as_bytes()[at.start..at.cut];
        for i in token.entries(&self.view, at) {
            let entry = self.view.entry(i, stem.len());
            let rows = &self.paradigms[entry.paradigm as usize];
            let first = rows.partition_point(|r| r.key < at.key);
            let mut penalty = None;
            for row in rows[first..].iter().take_while(|r| r.key == at.key) {
                let Fit::Yes(definite) = fits(row.form, cut.proclitics, end.pronoun, stem) else {
                    continue;
                };
                let stem_penalty =
                    *penalty.get_or_insert_with(|| misspelt(&clean.as_bytes()[at.start..at.cut], entry.stem));
                let affix_penalty = self.affix_penalty(clean, cut, at, *row);
                let pos = self.view.lemma_pos(entry.lemma as usize);
                let (mut features, weight) = self.features[row.form.features as usize];
                if let Some(d) = definite {
                    features.definite = Some(d);
                }
                override_form(&mut features, entry.gender, entry.number);
                features.derived = self.view.derivation(entry.lemma as usize);
                features.future = cut.proclitics.preposition == Some('س');
                let kind = Kind::of(pos) as usize;
                let weight = i32::from(self.view.lemma_weight(entry.lemma as usize))
                    + i32::from(entry.weight)
                    + i32::from(weight)
                    + i32::from(self.weights[kind * PROCLITICS + cut.proclitics.index()])
                    + i32::from(self.weights[Kind::ALL.len() * PROCLITICS + kind * ENCLITICS + end.enclitic])
                    - if row.form.allow & allow::SHORT != 0 { SHORTENED } else { 0 }
                    + if stating(features, clean) { STATING } else { 0 }
                    - stem_penalty
                    - affix_penalty;
                let (proclitics, n_proclitics) = cut.proclitics.lengths();
                let reading = Reading {
                    proclitics,
                    n_proclitics,
                    enclitic: (clean.len() - at.end) as u8,
                    lemma: LemmaId(entry.lemma),
                    pos,
                    features,
                    guessed: false,
                    weight: weight.clamp(i16::MIN.into(), 0) as i16,
                };
                let parts = Parts {
                    lemma: entry.lemma,
                    core: cut.word..at.end,
                    feature: row.form.features,
                    kind: Kind::of(pos),
                    proclitics: cut.proclitics.index(),
                    enclitic: end.enclitic,
                    weight,
                };
                found(reading, parts);
            }
        }
    }

    fn pronoun_bit(&self, enclitic: usize) -> u16 {
        match enclitic.checked_sub(1).map(|i| self.pronouns[i].as_str()) {
            None => allow::PLAIN,
            Some("ي") => allow::MY,
            Some("ني") => allow::ME,
            Some(_) => allow::PRONOUN,
        }
    }

    fn affix_penalty(&self, clean: &str, cut: Cut, at: Stem, row: Row) -> i32 {
        let prefix = &self.prefixes[row.form.prefix as usize].clean;
        let suffix = &self.suffixes[row.form.suffix as usize].clean;
        misspelt(&clean.as_bytes()[cut.core..at.start], prefix.as_bytes())
            + misspelt(&clean.as_bytes()[at.cut..at.end], suffix.as_bytes())
    }
}

/// A token under analysis.
struct Token<'a> {
    clean: &'a str,
    folded: &'a str,
    /// The entries of the stems met so far, by where they start and end.
    stems: Vec<((usize, usize), Range<usize>)>,
}

impl Token<'_> {
    /// The entries of a stem. Other clitics and affixes may leave the same.
    fn entries(&mut self, view: &View, at: Stem) -> Range<usize> {
        let place = (at.start, at.cut);
        if let Some((_, entries)) = self.stems.iter().find(|(p, _)| *p == place) {
            return entries.clone();
        }
        let entries = self.folded.get(at.start..at.cut).map_or(0..0, |stem| view.entries(stem));
        self.stems.push((place, entries.clone()));
        entries
    }
}

/// An end of a token's word.
struct End {
    at: usize,
    /// 0, or the number of the pronoun behind it.
    enclitic: usize,
    /// What a row must allow to stand before it.
    pronoun: u16,
    suffixes: Vec<(usize, u8)>,
}

/// What a reading's weight is made of.
#[derive(Clone, Debug)]
pub struct Parts {
    pub lemma: u32,
    /// The token's letters between its clitics, ال included.
    pub core: Range<usize>,
    /// Index of the form's features.
    pub feature: u8,
    pub kind: Kind,
    pub proclitics: usize,
    pub enclitic: usize,
    pub weight: i32,
}

/// Takes each reading as it is found.
type Found<'a> = &'a mut dyn FnMut(Reading, Parts);

/// Where stem and suffix lie, and which affixes stand there.
#[derive(Clone, Copy)]
struct Stem {
    start: usize,
    cut: usize,
    end: usize,
    key: u16,
}

fn push(out: &mut Vec<Reading>, first: usize, new: Reading) {
    let same = |r: &&mut Reading| {
        r.lemma == new.lemma
            && r.pos == new.pos
            && r.features == new.features
            && r.n_proclitics == new.n_proclitics
            && r.enclitic == new.enclitic
            && r.proclitics == new.proclitics
    };
    match out[first..].iter_mut().find(same) {
        Some(old) => old.weight = old.weight.max(new.weight),
        None => out.push(new),
    }
}

/// Whether a form may stand among its neighbours, and the definiteness that they show.
enum Fit {
    No,
    Yes(Option<Definite>),
}

/// May a row that allows so much have these neighbours, as far as the stem does not tell?
fn may_stand(allowed: u16, p: Proclitics, enclitic: u16) -> bool {
    let free = match p.preposition {
        None => allow::FREE,
        Some('س') => allow::FUTURE,
        Some('ل') => allow::PREPOSITION | allow::LAM,
        Some(_) => allow::PREPOSITION,
    };
    allowed & free != 0 && allowed & enclitic != 0 && (!p.article || allowed & allow::ARTICLE != 0)
}

/// Does the row allow these neighbours?
fn fits(row: FormRow, p: Proclitics, enclitic: u16, stem: &[u8]) -> Fit {
    if !may_stand(row.allow, p, enclitic) {
        return Fit::No;
    }
    if p.article {
        return Fit::Yes(Some(Definite::Definite));
    }
    if row.allow & allow::BARE != 0 {
        let owned =
            enclitic != allow::PLAIN && row.allow & allow::LAM == 0 && row.allow & allow::ARTICLE == 0;
        let nominal = row.allow & (allow::FUTURE | allow::LAM | allow::ME) == 0;
        return Fit::Yes((owned && nominal).then_some(Definite::Definite));
    }
    // ل + ال + لغة is written with two lams only.
    let doubled = p.preposition == Some('ل') && stem.starts_with("ل".as_bytes());
    if doubled && row.allow & allow::ARTICLE != 0 { Fit::Yes(Some(Definite::Definite)) } else { Fit::No }
}

fn stating(f: Features, clean: &str) -> bool {
    f.derived == Some(Derived::Active)
        && f.definite == Some(Definite::Indefinite)
        && f.number == Some(Number::Singular)
        && clean.ends_with('ا')
}

fn override_form(features: &mut Features, gender: Option<Gender>, number: Option<Number>) {
    if features.gender == Some(Gender::Masculine) || (gender.is_some() && features.gender.is_none()) {
        features.gender = gender.or(features.gender);
    }
    if features.number == Some(Number::Singular) {
        features.number = number.or(features.number);
    }
}

/// What the difference between the letters of the text and of the lexicon costs. Both fold to the same.
fn misspelt(text: &[u8], lexicon: &[u8]) -> i32 {
    if text == lexicon {
        return 0;
    }
    let (Ok(text), Ok(lexicon)) = (std::str::from_utf8(text), std::str::from_utf8(lexicon)) else {
        return 0;
    };
    text.chars()
        .zip(lexicon.chars())
        .map(|pair| match pair {
            (a, b) if a == b => 0,
            // Left out, as many writers do.
            ('ا', _) => 150,
            ('ه', 'ة') | ('ي', 'ى') | ('ى', 'ي') => 200,
            ('أ' | 'إ', 'ا') => 300,
            _ => 500,
        })
        .sum()
}

/// All ways to cut proclitics off the front.
pub(super) fn cuts(clean: &str, folded: &str) -> Vec<Cut> {
    let mut out = Vec::with_capacity(8);
    let letter = |at: usize| folded.get(at..).and_then(|s| s.chars().next());
    // Not there, or there if the letter is one of these and others follow.
    let options = |at: usize, letters: &'static [char]| {
        let c = letter(at).filter(|c| letters.contains(c) && at + 2 < folded.len());
        std::iter::once((None, at)).chain(c.map(|c| (Some(c), at + 2)))
    };
    let questions = if clean.starts_with('أ') && clean.len() > 4 { 2 } else { 1 };
    for question in 0..questions {
        for (conjunction, at) in options(question * 2, &['و', 'ف']) {
            for (preposition, word) in options(at, &['ب', 'ك', 'ل', 'س']) {
                let p = Proclitics { question: question > 0, conjunction, preposition, article: false };
                out.push(Cut { proclitics: p, word, core: word });
                let article = match preposition {
                    None | Some('ب' | 'ك') if clean[word..].starts_with("ال") => 4,
                    Some('ل') if clean[word..].starts_with('ل') => 2,
                    _ => 0,
                };
                if article > 0 && word + article < folded.len() {
                    let p = Proclitics { article: true, ..p };
                    out.push(Cut { proclitics: p, word, core: word + article });
                }
            }
        }
    }
    out
}
