//! What can a word be that the lexicon does not know?

use super::Lexicon;
use super::analyse::{Cut, cuts};
use crate::language::{Aspect, Definite, Features, Gender, LemmaId, Number, Person, Pos, Reading};

/// A guess is below any reading of a known word.
const BASE: i16 = -1900;
/// Known words less likely than this may be names.
const RARE: i16 = -1500;

impl Lexicon {
    /// The lemma text of a guessed reading of the token `clean`.
    pub fn guessed_lemma(&self, lemma: LemmaId, clean: &str) -> String {
        let code = lemma.0 & !LemmaId::GUESSED;
        let (start, end) = ((code >> 16 & 0xff) as usize, (code >> 8 & 0xff) as usize);
        let text = if end == 0xff { clean } else { clean.get(start..end).unwrap_or(clean) };
        let mut out = text.to_owned();
        if code & 1 != 0 {
            out.push('ة');
        }
        out
    }
}

/// Adds what the token may be by its shape, if the readings from `first` on leave room for it.
pub(super) fn guess(clean: &str, folded: &str, first: usize, out: &mut Vec<Reading>) {
    if let Some(best) = out[first..].iter().map(|r| r.weight).max() {
        // Foreign names look like rare forms of rare words (سلاك).
        if best < RARE && !out[first..].iter().any(|r| r.pos == Pos::Propn && r.n_proclitics == 0) {
            let f = Features { number: Some(Number::Singular), ..Features::default() };
            // Where clitics explain the word's length, a name is less likely.
            let clitics = out[first..].iter().any(|r| r.n_proclitics > 0 || r.enclitic > 0);
            let weight = if clitics { -250 } else { 0 };
            out.push(reading(None, span(0, clean.len(), false), Pos::Propn, f, 0, weight));
        }
        return;
    }
    if clean.len() != folded.len() || clean.len() > 200 {
        out.push(reading(None, whole(), Pos::X, Features::default(), 0, 0));
        return;
    }
    for cut in cuts(clean, folded) {
        shapes(clean, cut, out);
    }
}

fn whole() -> LemmaId {
    LemmaId(LemmaId::GUESSED | 0xff << 8)
}

fn span(start: usize, end: usize, feminine: bool) -> LemmaId {
    LemmaId(LemmaId::GUESSED | (start as u32) << 16 | (end as u32) << 8 | u32::from(feminine))
}

fn reading(
    cut: Option<Cut>,
    lemma: LemmaId,
    pos: Pos,
    features: Features,
    enclitic: u8,
    weight: i16,
) -> Reading {
    let mut proclitics = [0; 4];
    let mut n = 0;
    if let Some(cut) = cut {
        while n * 2 < cut.word {
            proclitics[n] = 2;
            n += 1;
        }
    }
    Reading {
        proclitics,
        n_proclitics: n as u8,
        enclitic,
        lemma,
        pos,
        features,
        guessed: true,
        weight: BASE + weight,
    }
}

/// Endings that tell gender and number: letters, letters to cut off the lemma, whether ة is to be added.
const ENDINGS: [(&str, Gender, Number, bool); 5] = [
    ("ات", Gender::Feminine, Number::Plural, true),
    ("ون", Gender::Masculine, Number::Plural, false),
    ("ين", Gender::Masculine, Number::Plural, false),
    ("تين", Gender::Feminine, Number::Dual, true),
    ("ان", Gender::Masculine, Number::Dual, false),
];

fn shapes(clean: &str, cut: Cut, out: &mut Vec<Reading>) {
    let p = cut.proclitics;
    let end = clean.len();
    let core = &clean[cut.core..];
    let letters = core.len() / 2;
    if letters < 2 && cut.core > 0 {
        return;
    }
    let clitics = cut.word / 2;
    let cost = match (clitics, p.article) {
        (0, _) => 0,
        (_, true) => -50,
        (1, false) if p.conjunction == Some('و') => -150,
        (n, false) => -300 * n as i16,
    };
    let lemma = span(cut.core, end, false);
    if p.preposition != Some('س') && !p.question {
        let mut definite = Features::default();
        if p.article {
            definite.definite = Some(Definite::Definite);
        }
        let one = Features { number: Some(Number::Singular), gender: Some(Gender::Masculine), ..definite };
        let she = Features { gender: Some(Gender::Feminine), ..one };
        let mut found = false;
        if letters > 3 {
            for (ending, gender, number, feminine) in ENDINGS {
                if core.ends_with(ending) && core.len() > ending.len() + 4 {
                    let f = Features { gender: Some(gender), number: Some(number), ..definite };
                    let lemma = span(cut.core, end - ending.len(), feminine);
                    out.push(reading(Some(cut), lemma, Pos::Noun, f, 0, cost - 60));
                    if core[..core.len() - ending.len()].ends_with('ي') {
                        let lemma = span(cut.core, end - ending.len(), false);
                        out.push(reading(Some(cut), lemma, Pos::Adj, f, 0, cost - 120));
                    }
                    found = true;
                }
            }
            if core.ends_with("ية") {
                let adjective = span(cut.core, end - 2, false);
                out.push(reading(Some(cut), adjective, Pos::Adj, she, 0, cost - 20));
                out.push(reading(Some(cut), lemma, Pos::Noun, she, 0, cost - 60));
                found = true;
            } else if core.ends_with('ي') {
                out.push(reading(Some(cut), lemma, Pos::Adj, one, 0, cost - 60));
            }
        }
        if !found {
            let f = if core.ends_with('ة') { she } else { one };
            out.push(reading(Some(cut), lemma, Pos::Noun, f, 0, cost - if p.article { 20 } else { 120 }));
        }
        out.push(reading(Some(cut), lemma, Pos::Propn, one, 0, cost - if p.article { 80 } else { 0 }));
        if !p.article {
            for pronoun in ["ها", "هم", "ه", "هما"] {
                if core.ends_with(pronoun) && core.len() >= pronoun.len() + 6 {
                    let stem = end - pronoun.len();
                    // ة turns to ت before a pronoun.
                    let feminine = clean[..stem].ends_with('ت');
                    let lemma = span(cut.core, if feminine { stem - 2 } else { stem }, feminine);
                    let f =
                        Features { definite: Some(Definite::Definite), ..if feminine { she } else { one } };
                    out.push(reading(Some(cut), lemma, Pos::Noun, f, pronoun.len() as u8, cost - 200));
                }
            }
        }
    }
    if !p.article && matches!(p.preposition, None | Some('س')) && (4..=8).contains(&letters) {
        let third = Features { person: Some(Person::Third), ..Features::default() };
        if core.starts_with('ي') || core.starts_with('ت') {
            let gender = if core.starts_with('ي') { Gender::Masculine } else { Gender::Feminine };
            let plural = core.ends_with("ون");
            let f = Features {
                gender: Some(gender),
                number: Some(if plural { Number::Plural } else { Number::Singular }),
                aspect: Some(Aspect::Imperfect),
                future: p.preposition.is_some(),
                ..third
            };
            let bonus = if p.preposition.is_some() { 400 } else { 0 };
            out.push(reading(Some(cut), lemma, Pos::Verb, f, 0, cost - 250 + bonus));
        } else if core.ends_with('ت') && p.preposition.is_none() {
            let f = Features {
                gender: Some(Gender::Feminine),
                number: Some(Number::Singular),
                aspect: Some(Aspect::Perfect),
                ..third
            };
            out.push(reading(Some(cut), span(cut.core, end - 2, false), Pos::Verb, f, 0, cost - 250));
        }
    }
}
