//! Which actors are known, and by what words?
//!
//! Read from the tables of `data/actors` when the program starts: states with their adjectives, armed
//! groups, organisations, people with their offices, and the nouns and adjectives that parties are named by.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::forms::{Count, adjective_forms, noun_forms};
use super::spellings::Spellings;
use crate::recognise::Country;
use crate::recognise::matching::{HashedNames, key};

/// An actor of the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId(pub u32);

/// What sort of actor is it?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActorKind {
    State,
    Group,
    Organisation,
    Person,
    /// Gunmen, protesters: no one in particular.
    Generic,
}

impl ActorKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            ActorKind::State => "state",
            ActorKind::Group => "group",
            ActorKind::Organisation => "organisation",
            ActorKind::Person => "person",
            ActorKind::Generic => "generic",
        }
    }
}

/// An actor: a state, a group, an organisation, a person, or a sort of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub id: Box<str>,
    pub name: Box<str>,
    /// The name before a noun, where it is another (Houthi leaders).
    pub attributive: Option<Box<str>>,
    /// A role code such as `MIL`; empty where none fits.
    pub role: Box<str>,
    pub country: Country,
    pub kind: ActorKind,
    pub terms: Vec<Term>,
}

/// An office held for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub office: u16,
    pub from: Date,
    /// None while it goes on.
    pub until: Option<Date>,
}

/// A state's names in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    pub actor: ActorId,
    pub country: Country,
    pub name: Box<str>,
    /// US, Syrian.
    pub adjective: Box<str>,
    /// Americans, Syrians.
    pub people: Box<str>,
}

/// How a noun makes a name of what stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NounClass {
    /// Members or sites of a group, which name the group (عناصر، مواقع).
    Unit,
    /// Arms that name whoever they belong to (طائرات).
    Air,
    /// A body of a state (جيش).
    State,
    Person,
    Source,
    Org,
    Thing,
    Place,
    /// Before a person's name (العقيد).
    Title,
    /// Says how many (عشرات).
    Quantity,
}

impl NounClass {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            NounClass::Unit => "n.unit",
            NounClass::Air => "n.air",
            NounClass::State => "n.state",
            NounClass::Person => "n.person",
            NounClass::Source => "n.source",
            NounClass::Org => "n.org",
            NounClass::Thing => "n.thing",
            NounClass::Place => "n.place",
            NounClass::Title => "n.title",
            NounClass::Quantity => "n.quantity",
        }
    }
}

/// A noun that parties are named by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noun {
    pub class: NounClass,
    pub role: Box<str>,
    pub one: Box<str>,
    pub many: Box<str>,
    pub actor: ActorId,
}

/// An office, without its country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    pub key: Box<str>,
    pub name: Box<str>,
    pub role: Box<str>,
}

/// All that a sequence of words may stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Named actors; several where people share a name.
    pub actors: Vec<ActorId>,
    /// A country's adjective or people.
    pub demonym: Option<(Country, Count)>,
    /// A country's seat of government.
    pub capital: Option<Country>,
    pub nouns: Vec<(u16, Count)>,
    pub adjective: Option<u16>,
    pub office: Option<u16>,
    /// Whom it means in the news of one country, from which year on.
    pub epithets: Vec<Epithet>,
}

impl Entry {
    pub(crate) fn names_actor(&self) -> bool {
        !self.actors.is_empty()
    }
}

/// A name that means an actor in the news of one country (المقاومة, in Yemen).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Epithet {
    pub country: Country,
    pub actor: ActorId,
    pub from: i16,
}

/// The known actors.
pub struct Registry {
    actors: Vec<Actor>,
    states: Vec<State>,
    nouns: Vec<Noun>,
    adjectives: Vec<Box<str>>,
    offices: Vec<Office>,
    entries: Vec<Entry>,
    by_country: FxHashMap<Country, u16>,
    names: HashedNames,
    spellings: Spellings,
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registry").field("actors", &self.actors.len()).finish_non_exhaustive()
    }
}

/// The tables that a registry is read from.
#[derive(Clone, Copy, Debug)]
pub struct Tables<'a> {
    pub countries: &'a str,
    pub groups: &'a str,
    pub organisations: &'a str,
    pub offices: &'a str,
    pub people: &'a str,
    pub nouns: &'a str,
    pub adjectives: &'a str,
    pub epithets: &'a str,
}

impl Registry {
    /// The registry that ships with the program.
    pub fn bundled() -> Registry {
        Registry::read(&Tables {
            countries: include_str!("../../../../../data/actors/countries.tsv"),
            groups: include_str!("../../../../../data/actors/groups.tsv"),
            organisations: include_str!("../../../../../data/actors/organisations.tsv"),
            offices: include_str!("../../../../../data/actors/offices.tsv"),
            people: include_str!("../../../../../data/actors/people.tsv"),
            nouns: include_str!("../../../../../data/actors/nouns.tsv"),
            adjectives: include_str!("../../../../../data/actors/adjectives.tsv"),
            epithets: include_str!("../../../../../data/actors/epithets.tsv"),
        })
    }

    /// Reads the tables; a line that is none is skipped.
    pub fn read(tables: &Tables<'_>) -> Registry {
        let mut r = Reading::default();
        r.states(tables.countries);
        r.offices(tables.offices);
        r.named(tables.groups, ActorKind::Group);
        r.named(tables.organisations, ActorKind::Organisation);
        r.named(tables.people, ActorKind::Person);
        r.nouns(tables.nouns);
        r.adjectives(tables.adjectives);
        r.epithets(tables.epithets);
        r.finish()
    }

    pub fn actor(&self, id: ActorId) -> &Actor {
        &self.actors[id.0 as usize]
    }

    /// The actor with this stable id (`SY`, `islamic-state`, `bashar-al-assad`).
    pub fn find(&self, id: &str) -> Option<ActorId> {
        self.actors.iter().position(|a| &*a.id == id).map(|i| ActorId(i as u32))
    }

    pub fn state(&self, country: Country) -> Option<&State> {
        self.by_country.get(&country).map(|&i| &self.states[i as usize])
    }

    pub fn noun(&self, n: u16) -> &Noun {
        &self.nouns[n as usize]
    }

    pub fn adjective(&self, n: u16) -> &str {
        &self.adjectives[n as usize]
    }

    pub fn office(&self, n: u16) -> &Office {
        &self.offices[n as usize]
    }

    /// Who held this office of this country on that day?
    pub fn holder(&self, office: u16, country: Option<Country>, day: Date) -> Option<ActorId> {
        let held = |a: &Actor| {
            a.terms.iter().any(|t| t.office == office && t.from <= day && t.until.is_none_or(|u| day <= u))
        };
        self.actors
            .iter()
            .position(|a| a.kind == ActorKind::Person && country.is_none_or(|c| a.country == c) && held(a))
            .map(|i| ActorId(i as u32))
    }

    /// What folded words, joined by one space, stand for; nouns and adjectives without ال, names as they are.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.names.get(key).map(|v| &self.entries[v as usize])
    }

    /// How parts of people's names are spelled in English.
    pub fn spellings(&self) -> &Spellings {
        &self.spellings
    }

    pub(crate) fn names(&self) -> &HashedNames {
        &self.names
    }

    pub(crate) fn value(&self, v: u64) -> &Entry {
        &self.entries[v as usize]
    }
}

#[derive(Default)]
struct Reading {
    actors: Vec<Actor>,
    states: Vec<State>,
    nouns: Vec<Noun>,
    adjectives: Vec<Box<str>>,
    offices: Vec<Office>,
    entries: Vec<Entry>,
    names: HashedNames,
}

impl Reading {
    /// The entry of a word, which is kept without ال (الجيش is جيش).
    fn at(&mut self, form: &str) -> Option<&mut Entry> {
        // Not of the folded letters: ألماني has no article.
        let bare = form.strip_prefix("ال").filter(|b| b.chars().count() > 2 && !b.starts_with(' '));
        self.entry(&key(bare.unwrap_or(form)))
    }

    fn entry(&mut self, k: &str) -> Option<&mut Entry> {
        if k.is_empty() {
            return None;
        }
        let n = self.entries.len() as u32;
        let at = self.names.insert(k, n);
        if at == n {
            self.entries.push(Entry::default());
        }
        self.entries.get_mut(at as usize)
    }

    /// A name, which is kept as it is: الصدر is a man, صدر is a verb.
    fn name(&mut self, form: &str, actor: ActorId) {
        if let Some(e) = self.entry(&key(form))
            && !e.actors.contains(&actor)
        {
            e.actors.push(actor);
        }
    }

    fn push(&mut self, columns: &[&str], kind: ActorKind) -> Option<ActorId> {
        let [id, name, role, country, ..] = columns else { return None };
        self.actors.push(Actor {
            id: (*id).into(),
            name: (*name).into(),
            attributive: columns.get(4).filter(|_| kind == ActorKind::Group).map(|a| (*a).into()),
            role: (*role).into(),
            country: Country::parse(country).unwrap_or(Country::NONE),
            kind,
            terms: Vec::new(),
        });
        Some(ActorId(self.actors.len() as u32 - 1))
    }

    fn states(&mut self, table: &str) {
        let mut state = None;
        for (indented, c) in rows(table) {
            if !indented {
                state = None;
                if let ([code, name, adjective, people], Some(country)) = (&c[..], Country::parse(c[0])) {
                    let actor = self.push(&[code, name, "GOV", code], ActorKind::State);
                    if let Some(actor) = actor {
                        self.states.push(State {
                            actor,
                            country,
                            name: (*name).into(),
                            adjective: (*adjective).into(),
                            people: (*people).into(),
                        });
                        state = Some((actor, country));
                    }
                }
                continue;
            }
            let (Some((actor, country)), [kind, form]) = (state, &c[..]) else { continue };
            match *kind {
                "name" => self.name(form, actor),
                "capital" => {
                    if let Some(e) = self.entry(&key(form)) {
                        e.capital = Some(country);
                    }
                }
                "adj" => {
                    for (f, count) in adjective_forms(form) {
                        self.demonym(&f, country, count);
                    }
                }
                "people" => self.demonym(form, country, Count::Many),
                _ => {}
            }
        }
    }

    fn demonym(&mut self, form: &str, country: Country, count: Count) {
        if let Some(e) = self.at(form) {
            e.demonym.get_or_insert((country, count));
        }
    }

    fn offices(&mut self, table: &str) {
        for (indented, c) in rows(table) {
            match (indented, &c[..]) {
                (false, [key, name, role]) => self.offices.push(Office {
                    key: (*key).into(),
                    name: (*name).into(),
                    role: role.trim_matches('-').into(),
                }),
                (true, [form]) => {
                    let n = self.offices.len() as u16 - 1;
                    if let Some(e) = self.at(form) {
                        e.office.get_or_insert(n);
                    }
                }
                _ => {}
            }
        }
    }

    fn named(&mut self, table: &str, kind: ActorKind) {
        let mut actor = None;
        for (indented, c) in rows(table) {
            match (indented, &c[..]) {
                (false, columns) => actor = self.push(columns, kind),
                (true, ["@", office, from, until]) => {
                    let office = self.offices.iter().position(|o| &*o.key == *office);
                    if let (Some(a), Some(office), Some(from)) = (actor, office, month(from, false)) {
                        self.actors[a.0 as usize].terms.push(Term {
                            office: office as u16,
                            from,
                            until: month(until, true),
                        });
                    }
                }
                (true, [form]) => {
                    if let Some(a) = actor {
                        self.name(form, a);
                        if kind == ActorKind::Person {
                            self.joined(form, a);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// عبد الله is written عبدالله as well, and أبو بكر, نصر الله likewise.
    fn joined(&mut self, form: &str, actor: ActorId) {
        for (apart, together) in
            [("عبد ال", "عبدال"), ("عبد ربه", "عبدربه"), (" الله", "الله"), ("أبو ", "أبو")]
        {
            if form.contains(apart) {
                self.name(&form.replace(apart, together), actor);
            }
        }
    }

    fn nouns(&mut self, table: &str) {
        for (_, c) in rows(table) {
            let [class, role, one, many, forms @ ..] = &c[..] else { continue };
            let class = match *class {
                "unit" => NounClass::Unit,
                "air" => NounClass::Air,
                "state" => NounClass::State,
                "person" => NounClass::Person,
                "source" => NounClass::Source,
                "org" => NounClass::Org,
                "thing" => NounClass::Thing,
                "place" => NounClass::Place,
                "title" => NounClass::Title,
                _ => NounClass::Quantity,
            };
            let (one, many) = (one.replace('_', " "), many.replace('_', " "));
            let role = role.trim_matches('-');
            let Some(actor) = self.push(
                &[&format!("generic:{}", many.replace(' ', "-")), &many, role, "XX"],
                ActorKind::Generic,
            ) else {
                continue;
            };
            let n = self.nouns.len() as u16;
            self.nouns.push(Noun { class, role: role.into(), one: one.into(), many: many.into(), actor });
            let spaced: Vec<String> = forms.iter().map(|f| f.replace('_', " ")).collect();
            let plurals: Vec<&str> = spaced.iter().skip(1).map(String::as_str).collect();
            let Some(singular) = spaced.first() else { continue };
            let all = if class == NounClass::Quantity {
                spaced.iter().map(|f| (f.clone(), Count::Many)).collect()
            } else {
                noun_forms(singular, &plurals)
            };
            for (form, count) in all {
                if let Some(e) = self.at(&form)
                    && !e.nouns.iter().any(|x| x.0 == n)
                {
                    e.nouns.push((n, count));
                }
            }
        }
    }

    fn adjectives(&mut self, table: &str) {
        for (_, c) in rows(table) {
            let [name, forms @ ..] = &c[..] else { continue };
            let n = self.adjectives.len() as u16;
            self.adjectives.push(name.trim_matches('-').into());
            for (i, form) in forms.iter().enumerate() {
                let all =
                    if i == 0 { adjective_forms(form) } else { vec![((*form).to_owned(), Count::Many)] };
                for (f, _) in all {
                    if let Some(e) = self.at(&f) {
                        e.adjective.get_or_insert(n);
                    }
                }
            }
        }
    }

    fn epithets(&mut self, table: &str) {
        for (_, c) in rows(table) {
            let [country, id, from, form] = c[..] else { continue };
            let (Some(country), Ok(from)) = (Country::parse(country), from.parse()) else { continue };
            let Some(actor) = self.actors.iter().position(|a| &*a.id == id) else { continue };
            if let Some(e) = self.entry(&key(form)) {
                e.epithets.push(Epithet { country, actor: ActorId(actor as u32), from });
            }
        }
    }

    fn finish(self) -> Registry {
        let by_country = self.states.iter().enumerate().map(|(i, s)| (s.country, i as u16)).collect();
        Registry {
            actors: self.actors,
            states: self.states,
            nouns: self.nouns,
            adjectives: self.adjectives,
            offices: self.offices,
            entries: self.entries,
            by_country,
            spellings: Spellings::bundled(),
            names: self.names,
        }
    }
}

/// The rows of a table and whether they are indented by a tab.
fn rows(table: &str) -> impl Iterator<Item = (bool, Vec<&str>)> {
    table.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).map(|l| {
        match l.strip_prefix('\t') {
            Some(rest) => (true, rest.split('\t').collect()),
            None => (false, l.split('\t').collect()),
        }
    })
}

/// The first or the last day of `2013` or `2013-07`.
fn month(s: &str, last: bool) -> Option<Date> {
    let mut parts = s.splitn(2, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next().map_or(Some(if last { 12 } else { 1 }), |m| m.parse().ok())?;
    let first = Date::new(year, month, 1).ok()?;
    Some(if last { first.last_of_month() } else { first })
}
