//! Where does the text name a place?

use std::ops::Range;

use super::Beginnings;
use super::matching::{Found, Start, is_inner, longest, starts};
use crate::Span;
use crate::text::{Text, TokenKind};

mod gazetteer;
mod words;

pub use gazetteer::*;
pub use words::*;

/// Words that name a place, with the word for its sort before them.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention {
    /// The name with the words before it that belong to it (مدينة تعز).
    pub tokens: Range<u32>,
    /// The name alone (تعز).
    pub name: Range<u32>,
    /// Of `tokens` in the raw text, without the clitics before the first.
    pub span: Span,
    /// What the name may stand for, the most populous first.
    pub candidates: Vec<Candidate>,
    /// The word for its sort (محافظة), said or carried on from the head of a list.
    pub type_word: Option<TypeWord>,
    /// A word for a part of it or for nearness stands before (شمال، ريف، قرب).
    pub direction: bool,
    /// An adjective or people of a country (السورية، سوريون), no name of a place.
    pub demonym: bool,
    /// Part of the name of a hall, a paper, a club (قاعة واجادوجو).
    pub institution: bool,
    /// Right after a feminine verb (أعلنت واشنطن): it may stand for a government.
    pub metonym: bool,
    /// Refers back (المدينة، البلاد), or names a place that the gazetteer lacks (قرية ماتع): no candidates.
    pub without: Option<Without>,
    /// The name is also an ordinary word, and the report's countries alone speak for a place.
    pub weak: bool,
    /// What the likeliest candidate is.
    pub kind: Option<PlaceKind>,
}

/// A mention without candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Without {
    /// Means a place named before, of the kind that the word says.
    Anaphor(TypeKind),
    /// Follows a word for a sort of place.
    Unknown(TypeKind),
}

/// All mentions of places and of countries' adjectives, in the order of the text.
pub fn places(text: &Text, begins: Beginnings<'_>, gazetteer: &Gazetteer) -> Vec<PlaceMention> {
    let mut out: Vec<PlaceMention> = Vec::new();
    for sentence in &text.sentences {
        let mut i = sentence.tokens.start;
        while i < sentence.tokens.end {
            let openings = begins.places(text, gazetteer, i);
            let stands_or_leads =
                begins.anaphor(i) || begins.type_word(text, gazetteer, i).is_some_and(TypeWord::leads);
            if openings.is_empty() && !stands_or_leads {
                i += 1;
                continue;
            }
            // المدينة is seldom Medina: a name that is a common word gives way to what it says.
            let found = find(text, gazetteer, &openings, i, sentence.tokens.end).filter(|(start, found)| {
                let folded = &text.folded(i as usize)[start.at..];
                found.end > i + 1
                    || gazetteer.words().anaphor(start.before, folded).is_none()
                    || gazetteer.candidates(found.value).any(|c| !c.common)
            });
            let Some((start, found)) = found else {
                let without = || without(text, begins, gazetteer, i, sentence.tokens.clone());
                let Some(m) = stands_or_leads.then(without).flatten() else {
                    i += 1;
                    continue;
                };
                i = m.tokens.end;
                out.push(m);
                continue;
            };
            let before = (i > sentence.tokens.start).then(|| i - 1);
            if let Some(m) = mention(text, begins, gazetteer, i, (start, found), before, out.last()) {
                i = found.end;
                out.push(m);
            } else {
                i += 1;
            }
        }
    }
    drop_unsupported(text, begins, gazetteer, &mut out);
    out
}

fn find(
    text: &Text,
    gazetteer: &Gazetteer,
    openings: &[PlaceOpening],
    token: u32,
    limit: u32,
) -> Option<(Start, Found)> {
    let mut best: Option<(Start, Found)> = None;
    for opening in openings {
        if let Some(found) = longest(gazetteer.fst(), text, token, opening, limit)
            && found.value & 255 != 0
            && best.is_none_or(|(_, b)| found.end > b.end)
        {
            best = Some((opening.start, found));
        }
    }
    best
}

fn mention(
    text: &Text,
    begins: Beginnings<'_>,
    gazetteer: &Gazetteer,
    token: u32,
    (start, found): (Start, Found),
    before: Option<u32>,
    last: Option<&PlaceMention>,
) -> Option<PlaceMention> {
    let all: Vec<Candidate> = gazetteer.candidates(found.value).collect();
    // A clitic that is a letter of the word more often than not: a name under it must be known well.
    let clitic = start.at > 0;
    let mut previous = before.map(|b| (b, begins.type_word(text, gazetteer, b)));
    if let Some((b, _)) = previous
        && is_inner(text.clean(b as usize))
        && b > 0
    {
        previous = Some((b - 1, begins.type_word(text, gazetteer, b - 1)));
    }
    let word = previous.and_then(|(_, w)| w);
    let mut tokens = token..found.end;
    let mut type_word = None;
    let (mut direction, mut institution, mut person) = (false, false, false);
    if let (Some((b, _)), Some(w)) = (previous, word)
        && (!clitic || w.kind == TypeKind::Locative)
    {
        match w.kind {
            TypeKind::Direction => direction = true,
            TypeKind::Institution => institution = true,
            TypeKind::Person => person = true,
            TypeKind::Locative | TypeKind::Land | TypeKind::Seat => {}
            _ => {
                type_word = Some(w);
                tokens.start = b;
            }
        }
    }
    if type_word.is_none()
        && let Some(l) = last
        && let Some(w) = l.type_word
        && w.many
        && follows_in_list(text, l.tokens.end, token, start)
    {
        type_word = Some(w);
    }
    let demonym = is_demonym(text, &all, token, found.end, previous.map(|p| p.0), clitic);
    let candidates: Vec<Candidate> = all.into_iter().filter(|c| c.demonym == demonym).collect();
    if candidates.is_empty() {
        return None;
    }
    let single = found.end == token + 1;
    if !demonym && single && (person || letters(text, token, start) < 3) && type_word.is_none() {
        // بن غازي، آل علي; two letters are a name only after a type word or if they are nothing else (قم)
        let certain = candidates.iter().any(|c| !c.common) && !person;
        if !certain {
            return None;
        }
    }
    let weak = !demonym && type_word.is_none() && candidates.iter().all(|c| c.common);
    let strong_clitic = !clitic || !single || demonym || candidates.iter().any(|c| well_known(gazetteer, *c));
    if !strong_clitic && type_word.is_none() && !(locative_clitic(text, token)) {
        return None;
    }
    let metonym = !clitic && type_word.is_none() && previous.is_some_and(|(b, _)| feminine_verb(text, b));
    let span = span(text, &tokens, if tokens.start == token { start } else { Start { before: "", at: 0 } });
    let kind = candidates.first().map(|c| gazetteer.place(c.place).kind);
    Some(PlaceMention {
        kind,
        tokens,
        name: token..found.end,
        span,
        candidates,
        type_word,
        direction,
        demonym,
        institution,
        metonym,
        without: None,
        weak,
    })
}

/// المدينة، البلاد; or a name after a word for its sort that the gazetteer lacks.
fn without(
    text: &Text,
    begins: Beginnings<'_>,
    gazetteer: &Gazetteer,
    token: u32,
    sentence: Range<u32>,
) -> Option<PlaceMention> {
    if text.tokens[token as usize].kind != TokenKind::Word {
        return None;
    }
    let folded = text.folded(token as usize);
    let start = starts(folded).find(|s| gazetteer.words().anaphor(s.before, &folded[s.at..]).is_some());
    let bare = |kind, tokens: Range<u32>, start| PlaceMention {
        kind: None,
        span: span(text, &tokens, start),
        name: tokens.clone(),
        tokens,
        candidates: Vec::new(),
        type_word: None,
        direction: false,
        demonym: false,
        institution: false,
        metonym: false,
        without: Some(kind),
        weak: false,
    };
    let whole = Start { before: "", at: 0 };
    if let Some(start) = start {
        let kind = gazetteer.words().anaphor(start.before, &folded[start.at..])?;
        let direction = token
            .checked_sub(1)
            .filter(|b| sentence.contains(b))
            .and_then(|b| begins.type_word(text, gazetteer, b));
        // A country is meant as a place only where one is asked for.
        let asked = direction.is_some_and(|w| matches!(w.kind, TypeKind::Locative | TypeKind::Direction))
            || start.at > 0;
        let of_country = || {
            sentence.contains(&(token + 1))
                && gazetteer.named(text.folded(token as usize + 1)).any(|c| c.demonym)
        };
        if matches!(kind, TypeKind::Country | TypeKind::Area | TypeKind::Seat) && (!asked || of_country()) {
            return None;
        }
        let mut m = bare(Without::Anaphor(kind), token..token + 1, start);
        m.direction = direction.is_some_and(|w| w.kind == TypeKind::Direction);
        return Some(m);
    }
    let word = begins.type_word(text, gazetteer, token).filter(|w| w.leads())?;
    let unknown = |t: u32| {
        sentence.contains(&t)
            && text.tokens[t as usize].kind == TokenKind::Word
            && text.folded(t as usize).chars().count() > 2
            && !gazetteer.holds(text.folded(t as usize))
    };
    let mut name = token + 1;
    if sentence.contains(&name) && is_inner(text.clean(name as usize)) {
        name += 1;
    }
    if !unknown(name) {
        return None;
    }
    let two = text.folded(name as usize).chars().count() < 5 && unknown(name + 1);
    let end = name + 1 + u32::from(two);
    let mut m = bare(Without::Unknown(word.kind), token..end, whole);
    m.name = name..end;
    m.type_word = Some(word);
    let start =
        starts(folded).find(|s| s.before.is_empty() && gazetteer.words().get(&folded[s.at..]).is_some());
    m.span = span(text, &m.tokens, start.unwrap_or(whole));
    Some(m)
}

/// Is it the country's adjective here? السعودية is both the country and its adjective.
fn is_demonym(
    text: &Text,
    all: &[Candidate],
    token: u32,
    end: u32,
    before: Option<u32>,
    clitic: bool,
) -> bool {
    let (as_demonym, as_name) = (all.iter().any(|c| c.demonym), all.iter().any(|c| !c.demonym && !c.common));
    if !as_demonym || !as_name {
        return as_demonym && all.iter().all(|c| c.demonym || c.common);
    }
    if clitic || end != token + 1 {
        return false;
    }
    let definite = text.folded(token as usize).starts_with("ال");
    // After a definite noun a definite adjective follows; a name there would be its genitive.
    before.is_some_and(|b| {
        let f = text.folded(b as usize);
        text.tokens[b as usize].kind == TokenKind::Word
            && definite
            && starts(f).any(|s| s.before == "ال" || f[s.at..].starts_with("ال") && f.len() - s.at > 6)
    })
}

fn follows_in_list(text: &Text, end: u32, token: u32, start: Start) -> bool {
    let between = end..token;
    let marks = between.clone().all(|t| matches!(text.clean(t as usize), "،" | "," | "و"));
    let and = text.folded(token as usize).starts_with('و') && start.at == 2;
    marks && between.len() <= 2 && (and || !between.is_empty())
}

/// A perfect verb of a feminine subject ends in ت.
fn feminine_verb(text: &Text, token: u32) -> bool {
    let f = text.folded(token as usize);
    f.len() > 6 && f.ends_with('ت') && !f.ends_with("ات") && !f.starts_with("ال")
}

fn locative_clitic(text: &Text, token: u32) -> bool {
    let f = text.folded(token as usize);
    f.strip_prefix('و').unwrap_or(f).starts_with('ب') || f.starts_with('و')
}

fn well_known(gazetteer: &Gazetteer, c: Candidate) -> bool {
    let p = gazetteer.place(c.place);
    !c.common
        && (p.population > 50_000
            || matches!(p.kind, PlaceKind::Country | PlaceKind::Admin1 | PlaceKind::Area | PlaceKind::Region))
}

fn letters(text: &Text, token: u32, start: Start) -> usize {
    start.before.chars().count() + text.folded(token as usize)[start.at..].chars().count()
}

/// Of the tokens in the raw text, without the clitics before the name.
fn span(text: &Text, tokens: &Range<u32>, start: Start) -> Span {
    let (first, last) = (&text.tokens[tokens.start as usize], &text.tokens[tokens.end as usize - 1]);
    let skipped = if start.before.is_empty() { start.at as u32 } else { 0 };
    text.span_at(first.clean.start + skipped..last.clean.end)
}

/// Names that are ordinary words stay only where the report's countries speak for them and a place is
/// asked for: أصيب ثلاثة في الباب, in a report on Syria.
fn drop_unsupported(
    text: &Text,
    begins: Beginnings<'_>,
    gazetteer: &Gazetteer,
    mentions: &mut Vec<PlaceMention>,
) {
    if !mentions.iter().any(|m| m.weak) {
        return;
    }
    let mut countries: Vec<Country> = Vec::new();
    let mut typed: Vec<PlaceId> = Vec::new();
    for m in mentions.iter().filter(|m| !m.weak && m.without.is_none()) {
        let c = gazetteer.place(m.candidates[0].place).country;
        if c != Country::NONE && !countries.contains(&c) {
            countries.push(c);
        }
        if m.type_word.is_some() {
            typed.extend(m.candidates.iter().map(|c| c.place));
        }
    }
    mentions.retain_mut(|m| {
        if !m.weak {
            return true;
        }
        if m.institution {
            return false;
        }
        let asked = m.direction
            || text.folded(m.name.start as usize).starts_with('ب')
            || m.name.start > 0
                && begins
                    .type_word(text, gazetteer, m.name.start - 1)
                    .is_some_and(|w| w.kind == TypeKind::Locative);
        m.candidates.retain(|c| {
            let p = gazetteer.place(c.place);
            // A noun is a town only where the report calls it one, or the town is large: في الباب.
            let noun = c.noun && !typed.contains(&c.place) && p.population < 50_000;
            !noun
                && countries.contains(&p.country)
                && (p.population >= 5_000 || !matches!(p.kind, PlaceKind::Village | PlaceKind::Town))
        });
        asked && !m.candidates.is_empty()
    });
}

#[cfg(test)]
mod tests;
