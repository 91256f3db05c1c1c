//! Which pieces is a party's phrase made of?

use std::ops::Range;

use jiff::civil::Date;

use super::Namer;
use crate::language::{Pos, Relation};
use crate::recognise::{
    ActorId, ActorKind, Count, Country, Entry, NounClass, find_entry, find_entry_where, starts,
};
use crate::text::TokenKind;

/// What a piece of a phrase is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sense {
    Actor(ActorId),
    State(Country),
    Demonym(Country, Count),
    Noun(u16, Count),
    Adjective(u16),
    Office(u16),
    /// A place by its English name.
    Place(String, Country),
    /// A preposition.
    Preposition,
    /// A number or a word that says how many.
    Quantity,
    /// A part of a person's name.
    Name,
    /// A word that we do not know.
    Other,
    /// A verb, a relative: the phrase's core has ended.
    Stop,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) sense: Sense,
    pub(super) tokens: Range<u32>,
    pub(super) definite: bool,
    /// و before it.
    pub(super) and: bool,
    /// A preposition's letter before it.
    pub(super) clitic: bool,
    /// A pronoun after it (حكومته).
    pub(super) owned: bool,
}

impl Namer<'_> {
    /// The pieces of a run of tokens.
    pub(super) fn items(&self, tokens: Range<u32>) -> Vec<Item> {
        let text = self.analysis.text;
        let mut out: Vec<Item> = Vec::new();
        let mut i = tokens.start;
        while i < tokens.end {
            let kind = text.tokens[i as usize].kind;
            match kind {
                TokenKind::Word => {
                    let item = self.item(i, tokens.end, &out, i == tokens.start);
                    i = item.tokens.end;
                    out.push(item);
                    continue;
                }
                TokenKind::Number => out.push(plain(Sense::Quantity, i)),
                TokenKind::Foreign => out.push(plain(Sense::Name, i)),
                TokenKind::Punctuation | TokenKind::Symbol => {}
            }
            i += 1;
        }
        out
    }

    fn item(&self, token: u32, limit: u32, before: &[Item], first: bool) -> Item {
        let text = self.analysis.text;
        let folded = text.folded(token as usize);
        let after_noun =
            before.last().is_some_and(|i| !matches!(i.sense, Sense::Quantity | Sense::Preposition));
        let mut found = find_entry(text, self.registry, token, limit);
        // «المتمردون» are the Houthis in Yemen alone; elsewhere they are what the word says.
        let elsewhere = |e: &Entry| e.epithets.iter().all(|e| Some(e.country) == self.country);
        if found.as_ref().is_some_and(|f| !elsewhere(f.entry)) {
            found = find_entry_where(text, self.registry, token, limit, elsewhere);
        }
        let place = self.place(token, limit);
        let (sense, end, at) = match (&found, &place) {
            (Some(f), Some((_, _, end))) if *end > f.end => (None, *end, 0),
            (Some(f), _) => (self.sense(f.entry, after_noun, token, f.end, before), f.end, f.at),
            (None, _) => (None, token + 1, 0),
        };
        let sense = match (sense, place) {
            (Some(s), _) => Some((s, end)),
            (None, Some((name, country, end))) => Some((Sense::Place(name, country), end)),
            (None, None) => None,
        };
        // الأبيض، أمين, المصري after a first name are names.
        let in_name = before.last().is_some_and(|b| b.sense == Sense::Name)
            && end == token + 1
            && at == 0
            && match &sense {
                Some((Sense::Adjective(_) | Sense::Demonym(..), _)) => text_is_definite(folded),
                Some((Sense::Noun(..) | Sense::Office(_) | Sense::Place(..), _)) => {
                    self.spellings.get(folded).is_some_and(|(_, common)| common >= 3)
                }
                _ => false,
            };
        let sense = if in_name { Some((Sense::Name, end)) } else { sense };
        let and = !first && at >= 2 && folded.starts_with('و');
        let clitic = !first && clitic_preposition(folded, at);
        if let Some((sense, end)) = sense {
            let last = text.folded(end as usize - 1);
            let definite = folded[at..].starts_with("ال")
                || folded.contains("لل") && at >= 4
                || end > token + 1 && last.starts_with("ال");
            return Item { sense, tokens: token..end, definite, and, clitic, owned: false };
        }
        if let Some(item) = self.owned(token, after_noun, first) {
            return item;
        }
        let word = self.stem(token);
        let pos = word.map_or(Pos::X, |w| self.analysis.words[w].pos);
        let sense = match pos {
            _ if self.is_name(token) => Sense::Name,
            Pos::Adp => Sense::Preposition,
            Pos::Verb | Pos::Sconj | Pos::Aux => Sense::Stop,
            Pos::Pron | Pos::Det if !first && !before.is_empty() => Sense::Stop,
            Pos::Num | Pos::Pron | Pos::Det => Sense::Quantity,
            _ => Sense::Other,
        };
        Item {
            and: !first && self.proclitic(token, 'و'),
            definite: text_is_definite(folded),
            ..plain(sense, token)
        }
    }

    /// The sense that fits where the entry stands.
    fn sense(
        &self,
        entry: &crate::recognise::Entry,
        after_noun: bool,
        token: u32,
        end: u32,
        before: &[Item],
    ) -> Option<Sense> {
        let accusative = |b: &Item| {
            matches!(b.sense, Sense::Noun(_, Count::One))
                && self.analysis.text.folded(b.tokens.end as usize - 1).ends_with('ا')
        };
        let year = self.published.map_or(2015, Date::year);
        let epithet = entry.epithets.iter().find(|e| Some(e.country) == self.country && e.from <= year);
        if let Some(e) = epithet
            && !(end == token + 1 && before.last().is_some_and(|i| i.sense == Sense::Name))
        {
            return Some(Sense::Actor(e.actor));
        }
        let people = |a: &ActorId| self.registry.actor(*a).kind == ActorKind::Person;
        // A family name after a first name that is not this person's is part of another name.
        let other_name = end == token + 1 && before.last().is_some_and(|i| i.sense == Sense::Name);
        if let Some(a) = self.choose(&entry.actors)
            && !(people(&a) && other_name)
        {
            let actor = self.registry.actor(a);
            // الإمارات after a noun is the state; السعودية is its adjective.
            return Some(match actor.kind {
                ActorKind::State => match entry.demonym {
                    // السعودية after a definite noun, تركيا after an accusative (جنديا تركيا) are adjectives.
                    Some((c, count))
                        if after_noun && before.last().is_some_and(|b| b.definite || accusative(b)) =>
                    {
                        Sense::Demonym(c, count)
                    }
                    _ => Sense::State(actor.country),
                },
                _ => Sense::Actor(a),
            });
        }
        if let Some(country) = entry.capital
            && !after_noun
        {
            return Some(Sense::State(country));
        }
        if let Some(office) = entry.office
            && !after_noun
        {
            return Some(Sense::Office(office));
        }
        if let Some((c, count)) = entry.demonym {
            return Some(Sense::Demonym(c, count));
        }
        // أحزاب المعارضة is a genitive, الأحزاب المعارضة an adjective.
        let genitive = !entry.nouns.is_empty()
            && before.last().is_some_and(|b| !b.definite && matches!(b.sense, Sense::Noun(..)))
            && text_is_definite(self.analysis.text.folded(token as usize));
        if let Some(adjective) = entry.adjective
            && after_noun
            && !genitive
        {
            return Some(Sense::Adjective(adjective));
        }
        // The noun that the sentence's context asks for: a title before a name, a person, a thing.
        if let Some(&(n, count)) = entry.nouns.iter().min_by_key(|(n, c)| {
            let class = self.registry.noun(*n).class;
            (class == NounClass::Title && !before.is_empty(), *c == Count::Two)
        }) {
            return Some(match self.registry.noun(n).class {
                NounClass::Quantity => Sense::Quantity,
                _ => Sense::Noun(n, count),
            });
        }
        if let Some(office) = entry.office {
            return Some(Sense::Office(office));
        }
        entry.adjective.map(Sense::Adjective)
    }

    /// A noun with a pronoun after it: حكومته، قواتها.
    fn owned(&self, token: u32, after_noun: bool, first: bool) -> Option<Item> {
        let folded = self.analysis.text.folded(token as usize);
        let entry = starts(folded).filter(|s| s.before.is_empty()).find_map(|s| {
            let form = &folded[s.at..];
            ["هم", "ها", "هن", "نا", "ه"].iter().find_map(|pronoun| {
                let stem = form.strip_suffix(pronoun).filter(|stem| stem.chars().count() > 2)?;
                let cut = |letter: char| stem.strip_suffix(letter);
                // حكومته is of حكومة, حلفاؤها of حلفاء.
                let noun = |e: &&Entry| !e.nouns.is_empty();
                self.registry
                    .entry(stem)
                    .filter(noun)
                    .or_else(|| self.registry.entry(&format!("{}ه", cut('ت')?)).filter(noun))
                    .or_else(|| self.registry.entry(&format!("{}ء", cut('و').or(cut('ي'))?)).filter(noun))
            })
        })?;
        let sense = self.sense(entry, after_noun, token, token + 1, &[])?;
        Some(Item { owned: true, and: !first && self.proclitic(token, 'و'), ..plain(sense, token) })
    }

    /// Of people who share a name, the one in office on the day of the report.
    pub(super) fn choose(&self, actors: &[ActorId]) -> Option<ActorId> {
        let distance = |a: &ActorId| {
            let terms = &self.registry.actor(*a).terms;
            let Some(day) = self.published else { return 0 };
            terms
                .iter()
                .map(|t| {
                    let until = t.until.unwrap_or(Date::MAX);
                    if day < t.from {
                        days(day, t.from)
                    } else if day > until {
                        days(until, day)
                    } else {
                        0
                    }
                })
                .min()
                .unwrap_or(2000)
        };
        actors.iter().copied().min_by_key(|a| distance(a))
    }

    /// The place named at a token, by its English name.
    fn place(&self, token: u32, limit: u32) -> Option<(String, Country, u32)> {
        let m = self.mentions.place_at(token as usize)?;
        let mention = &self.mentions.places[m];
        if mention.demonym
            || mention.name.start < token && mention.tokens.start != token
            || mention.name.end > limit
        {
            return None;
        }
        if mention.name.start != token {
            return None;
        }
        let p = self.places.get(m)?.as_ref()?;
        Some((p.name_en.clone(), p.country, mention.name.end))
    }

    /// Is the token likely part of a person's name?
    pub(super) fn is_name(&self, token: u32) -> bool {
        let text = self.analysis.text;
        let folded = text.folded(token as usize);
        if (text.clean(token as usize).ends_with('ى') || folded.chars().count() < 3)
            && self.stem(token).is_some_and(|w| self.analysis.words[w].pos == Pos::Adp)
        {
            return false;
        }
        self.is_proper(token) || self.spellings.get(folded).is_some_and(|(_, common)| common >= 2)
    }

    fn is_proper(&self, token: u32) -> bool {
        self.stem(token).is_some_and(|w| {
            let word = &self.analysis.words[w];
            word.pos == Pos::Propn || word.relation == Relation::Flat || word.guessed && word.pos == Pos::Noun
        })
    }

    /// The word of a token that is neither proclitic nor pronoun.
    pub(super) fn stem(&self, token: u32) -> Option<usize> {
        self.analysis
            .words_of_token(token)
            .find(|w| self.analysis.words[*w].part == crate::language::Part::Stem)
    }

    fn proclitic(&self, token: u32, letter: char) -> bool {
        self.analysis.words_of_token(token).any(|w| {
            self.analysis.words[w].part == crate::language::Part::Proclitic
                && self.analysis.folded(w).starts_with(letter)
        })
    }
}

fn text_is_definite(folded: &str) -> bool {
    starts(folded).any(|s| s.before == "ال" || folded[s.at..].starts_with("ال"))
}

fn clitic_preposition(folded: &str, at: usize) -> bool {
    folded.get(..at).is_some_and(|c| c.contains(['ب', 'ل']))
}

fn plain(sense: Sense, token: u32) -> Item {
    Item { sense, tokens: token..token + 1, definite: false, and: false, clitic: false, owned: false }
}

fn days(a: Date, b: Date) -> i64 {
    i64::from(b.year() - a.year()) * 365 + i64::from(b.day_of_year() - a.day_of_year())
}
