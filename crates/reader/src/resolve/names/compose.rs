//! How do the pieces of a phrase make an English name?

use super::items::{Item, Sense};
use super::{Named, Namer};
use crate::recognise::{Actor, ActorId, ActorKind, Count, Country, Noun, NounClass};

impl Namer<'_> {
    /// The English name of a whole phrase.
    pub(super) fn compose(&self, items: &[Item]) -> Named {
        let mut named = self.list(items);
        if named.name.is_empty() {
            let words: Vec<&str> = items
                .iter()
                .flat_map(|i| i.tokens.clone())
                .map(|t| self.analysis.text.folded(t as usize))
                .take(4)
                .collect();
            named.name = self.spellings.english(&words);
        }
        named
    }

    /// Parts joined by و, each a party.
    fn list(&self, items: &[Item]) -> Named {
        let from = items.iter().position(|i| i.sense != Sense::Stop).unwrap_or(items.len());
        let end =
            items.iter().skip(from).position(|i| i.sense == Sense::Stop).map_or(items.len(), |n| from + n);
        let items = &items[from..end];
        let cut = items.iter().enumerate().skip(1).find(|(_, i)| {
            i.and
                && matches!(
                    i.sense,
                    Sense::Actor(_)
                        | Sense::State(_)
                        | Sense::Noun(..)
                        | Sense::Office(_)
                        | Sense::Place(..)
                        | Sense::Name
                )
        });
        if let Some((n, _)) = cut {
            let (first, rest) = (self.phrase(&items[..n], false), self.list(&items[n..]));
            if !first.name.is_empty() && !rest.name.is_empty() {
                return Named { name: format!("{} and {}", first.name, rest.name), id: None, ..first };
            }
        }
        self.phrase(items, false)
    }

    fn phrase(&self, items: &[Item], mut plural: bool) -> Named {
        let skipped =
            items.iter().take_while(|i| matches!(i.sense, Sense::Quantity | Sense::Preposition)).count();
        plural |= items.iter().take(skipped).any(|i| i.sense == Sense::Quantity);
        let items = &items[skipped..];
        let Some(head) = items.first() else { return Named::default() };
        if let Some(actor) = self.short_reference(items) {
            return self.actor(actor);
        }
        if let Some(person) = self.person(items) {
            return person;
        }
        match &head.sense {
            Sense::Actor(a) => self.actor(*a),
            Sense::State(c) => self.state(*c),
            Sense::Demonym(c, count) => self.people(*c, plural || *count != Count::One),
            Sense::Place(name, country) => {
                Named { name: name.clone(), country: Some(*country), ..Named::default() }
            }
            Sense::Noun(n, count) => self.noun(*n, plural || *count != Count::One, items),
            Sense::Office(o) => self.office(*o, items),
            Sense::Adjective(a) => {
                let rest = self.phrase(&items[1..], plural);
                if rest.name.is_empty() { named(self.registry.adjective(*a).to_owned()) } else { rest }
            }
            Sense::Name => named(self.person_name(items)),
            Sense::Other => {
                let rest = self.phrase(&items[1..], plural);
                if rest.name.is_empty() { named(self.spellings.english(&[&self.bare(head)])) } else { rest }
            }
            Sense::Quantity | Sense::Preposition | Sense::Stop => Named::default(),
        }
    }

    /// The council, the movement, the coalition: a definite noun alone, after the full name.
    fn short_reference(&self, items: &[Item]) -> Option<ActorId> {
        let head = &items[0];
        let institution = match &head.sense {
            Sense::Noun(n, count) => {
                *count == Count::One
                    && matches!(
                        self.registry.noun(*n).class,
                        NounClass::Unit | NounClass::Org | NounClass::State
                    )
                    && !matches!(
                        &*self.registry.noun(*n).one,
                        "army" | "police" | "government" | "forces" | "state" | "parliament"
                    )
            }
            Sense::Other => true,
            _ => false,
        };
        let plain = items.iter().skip(1).all(|i| matches!(i.sense, Sense::Quantity));
        if institution && head.definite && plain && head.tokens.len() == 1 {
            return self.shortened(head.tokens.start);
        }
        None
    }

    /// A person by name, whatever titles and offices stand before.
    fn person(&self, items: &[Item]) -> Option<Named> {
        let known = items.iter().position(
            |i| matches!(&i.sense, Sense::Actor(a) if self.registry.actor(*a).kind == ActorKind::Person),
        );
        // A first name that no list knows: كليب محمد الأبيض.
        let run = items.iter().position(|i| i.sense == Sense::Name).map(|r| match r.checked_sub(1) {
            Some(b)
                if items[b].sense == Sense::Other
                    && !items[b].definite
                    && !items[r].and
                    && !items[r].clitic =>
            {
                b
            }
            _ => r,
        });
        let at = match (known, run) {
            (Some(k), Some(r)) => k.min(r),
            (k, r) => k.or(r)?,
        };
        let length = run_length(&items[at..]);
        if at > 0 && !self.introduces(&items[..at], items[at].clitic, length) {
            return None;
        }
        if let Sense::Actor(a) = items[at].sense {
            return Some(self.actor(a));
        }
        let role = items[..at].iter().find_map(|i| match &i.sense {
            Sense::Noun(n, _) => Some(self.registry.noun(*n).role.to_string()),
            Sense::Office(o) => Some(self.registry.office(*o).role.to_string()),
            _ => None,
        });
        let country = items[..at].iter().find_map(|i| match &i.sense {
            Sense::Demonym(c, _) | Sense::State(c) => Some(*c),
            _ => None,
        });
        let part = if length == 1 { self.bare(&items[at]) } else { String::new() };
        if !part.is_empty()
            && let Some(known) = self.known_by(&part)
        {
            return Some(self.actor(known));
        }
        Some(Named {
            role: role.filter(|r| !r.is_empty()),
            country,
            ..named(self.person_name(&items[at..at + length]))
        })
    }

    /// May a person's name follow these pieces in apposition: العقيد، رئيس الوزراء العراقي، القيادي في حماس؟
    fn introduces(&self, before: &[Item], clitic: bool, length: usize) -> bool {
        if clitic {
            return false;
        }
        match &before[0].sense {
            Sense::Office(_) => true,
            Sense::Noun(n, count) => {
                let noun = self.registry.noun(*n);
                match noun.class {
                    NounClass::Title => *count == Count::One,
                    NounClass::Person => {
                        *count == Count::One
                            && (before[0].definite || before.len() > 1)
                            && (length > 1 || before[0].definite)
                            || *count == Count::One && length > 2
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// A known person whom the report has named in full.
    fn known_by(&self, part: &str) -> Option<ActorId> {
        let text = self.analysis.text;
        self.mentions
            .actors
            .iter()
            .filter(|m| self.registry.actor(m.actor).kind == ActorKind::Person)
            .find(|m| text.folded(m.tokens.end as usize - 1) == part)
            .map(|m| m.actor)
    }

    fn person_name(&self, items: &[Item]) -> String {
        let run = &items[..run_length(items)];
        let text = self.analysis.text;
        if let [one] = run
            && let Some(full) = self.fullest(&self.bare(one))
        {
            let parts: Vec<&str> = full.map(|t| text.folded(t as usize)).collect();
            return self.spellings.english(&parts);
        }
        let parts: Vec<String> = run
            .iter()
            .enumerate()
            .map(|(n, i)| if n == 0 { self.bare(i) } else { text.folded(i.tokens.start as usize).to_owned() })
            .collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        self.spellings.english(&parts)
    }

    /// The folded letters of a piece without clitics.
    fn bare(&self, item: &Item) -> String {
        let folded = self.analysis.text.folded(item.tokens.start as usize);
        match self.stem(item.tokens.start) {
            Some(w) if self.analysis.after_li(w) => format!("ا{}", self.analysis.folded(w)),
            Some(w) => self.analysis.folded(w).to_owned(),
            None => folded.to_owned(),
        }
    }

    fn actor(&self, id: ActorId) -> Named {
        let Actor { id, name, role, country, .. } = self.registry.actor(id);
        Named {
            name: name.to_string(),
            id: Some(id.to_string()),
            role: (!role.is_empty()).then(|| role.to_string()),
            country: (*country != Country::NONE).then_some(*country),
            head: String::new(),
        }
    }

    fn state(&self, country: Country) -> Named {
        self.registry.state(country).map_or_else(Named::default, |s| self.actor(s.actor))
    }

    fn adjective_of(&self, country: Country) -> Option<&str> {
        self.registry.state(country).map(|s| &*s.adjective)
    }

    fn people(&self, country: Country, many: bool) -> Named {
        match self.registry.state(country) {
            Some(s) if many => {
                Named { role: Some("CVL".to_owned()), country: Some(country), ..named(s.people.to_string()) }
            }
            _ => self.state(country),
        }
    }

    fn office(&self, office: u16, items: &[Item]) -> Named {
        let registry = self.registry;
        let data = registry.office(office);
        let country = items.iter().skip(1).find_map(|i| match &i.sense {
            Sense::Demonym(c, _) | Sense::State(c) => Some(*c),
            _ => None,
        });
        let body = items.get(1).is_some_and(|i| matches!(i.sense, Sense::Noun(..) | Sense::Actor(_)));
        let former =
            items.iter().any(|i| matches!(i.sense, Sense::Adjective(a) if registry.adjective(a) == "former"));
        let of = country.or(if items[0].definite { self.country } else { None });
        let universal = matches!(&*data.key, "un-secretary-general" | "pope");
        if !body
            && !former
            && let Some(day) = self.published
            && (of.is_some() || universal)
            && let Some(holder) = registry.holder(office, if universal { None } else { of }, day)
        {
            return self.actor(holder);
        }
        let mut name = data.name.to_string();
        if body {
            let of = self.phrase(&items[1..], false);
            if !of.name.is_empty() {
                let title = if &*data.key == "president" { "head" } else { &data.name };
                return Named {
                    role: Some(data.role.to_string()),
                    country: of.country,
                    ..named(format!("{title} of {}", of.name))
                };
            }
        }
        if former {
            name = format!("former {name}");
        }
        if let Some(adjective) = of.and_then(|c| self.adjective_of(c)) {
            name = format!("{adjective} {name}");
        }
        Named { role: (!data.role.is_empty()).then(|| data.role.to_string()), country: of, ..named(name) }
    }

    fn noun(&self, n: u16, plural: bool, items: &[Item]) -> Named {
        let noun = self.registry.noun(n);
        let mut country = None;
        let mut adjectives: Vec<&str> = Vec::new();
        let mut unknown = false;
        let mut at = 1;
        while let Some(i) = items.get(at) {
            match &i.sense {
                Sense::Adjective(a) => adjectives.push(self.registry.adjective(*a)),
                Sense::Demonym(c, _) => country = country.or(Some(*c)),
                Sense::Quantity => {}
                Sense::Other => unknown = true,
                // المحتجون المعتصمون: two definite nouns in apposition.
                Sense::Noun(..)
                    if items[0].definite
                        && i.definite
                        && !i.clitic
                        && !i.and
                        && noun.class == NounClass::Person => {}
                _ => break,
            }
            at += 1;
        }
        adjectives.retain(|a| !a.is_empty());
        let rest = &items[at..];
        let of = self.complement(noun, rest);
        // An adjective after the genitive is the head's as often as not: قوات الأمن المصرية
        if country.is_none() && of.is_none() {
            country = rest.iter().find_map(|i| match i.sense {
                Sense::Demonym(c, _) => Some(c),
                _ => None,
            });
        }
        let word = if plural { &*noun.many } else { &*noun.one };
        let state = |c: Country| self.adjective_of(c).unwrap_or_default().to_owned();
        let mut phrase: Vec<String> = Vec::new();
        if let Some(c) = country {
            phrase.push(state(c));
        }
        phrase.extend(adjectives.iter().rev().map(|a| (*a).to_owned()));
        phrase.push(word.to_owned());
        let plain = phrase.join(" ");
        let role = (!noun.role.is_empty()).then(|| noun.role.to_string());
        let base = Named { role: role.clone(), country, ..Named::default() };
        let transparent = noun.class == NounClass::Unit
            || &*noun.one == "man" && of.as_ref().is_some_and(|o| o.id.is_some());
        match (noun.class, of) {
            (_, Some(of)) if transparent => Named { role: of.role.clone().or(role), ..of },
            (NounClass::Air, Some(of)) => {
                Named { role: role.filter(|_| of.id.is_some()).or(of.role.clone()), ..of }
            }
            (NounClass::Air, None) if country.is_some() => {
                let c = country.unwrap_or(Country::NONE);
                Named { role, ..self.state(c) }
            }
            (NounClass::Place, Some(of)) => of,
            (NounClass::State | NounClass::Source, Some(of)) => {
                let of_name = self.as_adjective(&of);
                // قوات الحوثيين are the Houthis, حكومة الوفاق is the registry's.
                if noun.one == noun.many
                    && of.id.as_deref().is_some_and(|i| i.len() > 2)
                    && &*noun.one == "forces"
                {
                    return Named {
                        name: of_name,
                        id: of.id,
                        role: of.role,
                        country: of.country,
                        head: String::new(),
                    };
                }
                Named { country: of.country.or(country), name: format!("{of_name} {plain}"), ..base }
            }
            (NounClass::State, None) => {
                let owner = country.or_else(|| {
                    (!unknown && (items[0].definite || items[0].owned || rest.is_empty() && plural))
                        .then(|| self.owners.get(&n).copied().or(self.country))
                        .flatten()
                });
                match owner {
                    Some(c) if country.is_none() => {
                        Named { name: format!("{} {plain}", state(c)), country: Some(c), ..base }
                    }
                    _ => Named { name: plain, ..base },
                }
            }
            (NounClass::Person, Some(of)) => {
                let group = of.id.is_some()
                    && of.country.is_none_or(|_| of.id.as_deref().is_some_and(|i| i.len() > 2));
                let body = matches!(rest.first().map(|i| &i.sense), Some(Sense::Noun(m, _)) if self.registry.noun(*m).class == NounClass::State);
                let c = of.country.or(country);
                let name = if group || body {
                    format!("{} {plain}", self.as_adjective(&of))
                } else {
                    format!("{plain} of {}", of.name)
                };
                Named { name, country: c, ..base }
            }
            (NounClass::Org, Some(of)) if matches!(rest.first().map(|i| &i.sense), Some(Sense::Name)) => {
                Named { name: format!("{} {plain}", of.name), ..base }
            }
            (NounClass::Org, Some(of)) if of.id.as_deref().is_some_and(|i| i.len() == 2) => {
                Named { country: of.country, name: format!("{} {plain}", self.as_adjective(&of)), ..base }
            }
            (_, Some(of)) => {
                Named { country: of.country.or(country), name: format!("{plain} of {}", of.name), ..base }
            }
            (_, None) => Named { name: plain, ..base },
        }
    }

    /// Before a noun: Syrian for Syria, else the name as it is.
    fn as_adjective(&self, of: &Named) -> String {
        let state = of.country.and_then(|c| self.registry.state(c));
        let actor = of.id.as_deref().and_then(|id| self.registry.find(id)).map(|a| self.registry.actor(a));
        if let Some(form) = actor.and_then(|a| a.attributive.as_ref()) {
            return form.to_string();
        }
        match state {
            Some(s) if *s.name == *of.name => s.adjective.to_string(),
            _ => of.name.clone(),
        }
    }

    /// What a noun is of: its genitive, or a group after من or ل.
    fn complement(&self, noun: &Noun, rest: &[Item]) -> Option<Named> {
        let first = rest.first()?;
        let (first, rest) = match first.sense {
            Sense::Preposition
                if matches!(
                    noun.class,
                    NounClass::Unit | NounClass::Person | NounClass::Source | NounClass::State
                ) =>
            {
                let next = rest.get(1)?;
                let from = self.analysis.text.folded(first.tokens.start as usize) == "من";
                let group = match &next.sense {
                    Sense::Actor(_) | Sense::State(_) | Sense::Place(..) => true,
                    Sense::Noun(n, _) => {
                        from && matches!(self.registry.noun(*n).class, NounClass::State | NounClass::Unit)
                    }
                    _ => false,
                };
                if !group {
                    return None;
                }
                (next, &rest[1..])
            }
            _ => (first, rest),
        };
        match &first.sense {
            Sense::Noun(n, _) if self.registry.noun(*n).class == NounClass::Title => None,
            Sense::Noun(..) | Sense::Actor(_) | Sense::State(_) | Sense::Place(..) | Sense::Office(_) => {
                Some(self.phrase(rest, false)).filter(|n| !n.name.is_empty())
            }
            Sense::Name
                if matches!(
                    noun.class,
                    NounClass::Org | NounClass::Place | NounClass::Unit | NounClass::Person
                ) =>
            {
                Some(named(self.person_name(rest))).filter(|n| !n.name.is_empty())
            }
            _ => None,
        }
    }
}

/// How many pieces from the first on are one person's name? A part that no list knows ends it.
fn run_length(items: &[Item]) -> usize {
    let names = items
        .iter()
        .enumerate()
        .take_while(|(n, i)| {
            (i.sense == Sense::Name || *n == 0 && i.sense == Sense::Other) && (*n == 0 || !i.and && !i.clitic)
        })
        .count();
    names
        + usize::from(
            names > 0 && items.get(names).is_some_and(|i| i.sense == Sense::Other && !i.and && !i.clitic),
        )
}

fn named(name: String) -> Named {
    Named { name, ..Named::default() }
}
