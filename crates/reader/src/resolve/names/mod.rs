//! Who is meant, and what is that in English?

use std::ops::Range;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::places::ResolvedPlace;
use crate::language::Analysis;
use crate::recognise::{ActorId, ActorKind, Country, Mentions, NounClass, Registry, Spellings, find_entry};
use crate::text::TokenKind;

mod compose;
mod items;

/// A party in English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub id: Option<String>,
    pub role: Option<String>,
    pub country: Option<Country>,
    /// Folded head, to compare parties by.
    pub head: String,
}

impl Named {
    pub fn key(&self) -> String {
        self.id.clone().unwrap_or_else(|| self.head.clone())
    }
}

/// Names the parties of one report.
#[derive(Debug)]
pub struct Namer<'a> {
    analysis: &'a Analysis<'a>,
    mentions: &'a Mentions,
    registry: &'a Registry,
    spellings: &'a Spellings,
    published: Option<Date>,
    places: &'a [Option<ResolvedPlace>],
    /// The country that the report speaks of most.
    country: Option<Country>,
    /// Whose army, government, police the report speaks of, by noun.
    owners: FxHashMap<u16, Country>,
}

impl<'a> Namer<'a> {
    pub fn new(
        analysis: &'a Analysis<'a>,
        mentions: &'a Mentions,
        registry: &'a Registry,
        published: Option<Date>,
        places: &'a [Option<ResolvedPlace>],
    ) -> Namer<'a> {
        let mut namer = Namer {
            analysis,
            mentions,
            registry,
            spellings: registry.spellings(),
            published,
            places,
            country: None,
            owners: FxHashMap::default(),
        };
        namer.read_report();
        namer
    }

    /// The party that a run of words names.
    pub fn name(&self, words: Range<usize>, head: usize) -> Named {
        let token = |w: usize| self.analysis.words[w].token;
        let head_text = self.analysis.folded(head).to_owned();
        if words.is_empty() {
            return Named { head: head_text, ..Named::default() };
        }
        let mut named = self.tokens(token(words.start)..token(words.end - 1) + 1);
        named.head = head_text;
        named
    }

    /// The party that a run of tokens names.
    pub fn tokens(&self, tokens: Range<u32>) -> Named {
        let items = self.items(tokens);
        self.compose(&items)
    }

    /// Which country is the report about, and whose are the bodies that it leaves without one?
    fn read_report(&mut self) {
        let text = self.analysis.text;
        let mut weights: FxHashMap<Country, f32> = FxHashMap::default();
        let all = self.mentions.places.len().max(1) as f32;
        for (i, m) in self.mentions.places.iter().enumerate() {
            let fade = 1.5 - i as f32 / all;
            let country = if m.demonym {
                find_entry(text, self.registry, m.name.start, m.name.end)
                    .and_then(|f| f.entry.demonym)
                    .map(|d| d.0)
            } else {
                self.places.get(i).and_then(Option::as_ref).map(|p| p.country)
            };
            if let Some(c) = country.filter(|c| *c != Country::NONE) {
                *weights.entry(c).or_default() += fade * if m.demonym { 0.8 } else { 1.0 };
            }
            if m.demonym
                && let Some(c) = country
                && let Some(before) = m.name.start.checked_sub(1)
                && let Some(f) = find_entry(text, self.registry, before, m.name.start)
            {
                for (n, _) in &f.entry.nouns {
                    if self.registry.noun(*n).class == NounClass::State {
                        self.owners.entry(*n).or_insert(c);
                    }
                }
            }
        }
        for m in &self.mentions.actors {
            let actor = self.registry.actor(m.actor);
            if matches!(actor.kind, ActorKind::Group | ActorKind::Person) && actor.country != Country::NONE {
                *weights.entry(actor.country).or_default() += 0.4;
            }
        }
        let mut countries: Vec<(Country, f32)> = weights.into_iter().collect();
        countries.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        self.country = countries.first().map(|c| c.0);
    }

    /// The actor that the report has named more fully: the council after مجلس الأمن, the observatory after المرصد السوري.
    fn shortened(&self, token: u32) -> Option<ActorId> {
        let text = self.analysis.text;
        let head = self.head_of(token)?;
        let named = |m: &&crate::recognise::ActorMention| {
            m.tokens.len() > 1
                && !m.tokens.contains(&token)
                && self.registry.actor(m.actor).kind != ActorKind::Person
                && self.head_of(m.tokens.start).is_some_and(|h| h == head)
                && text.folded(m.tokens.start as usize) != text.folded(token as usize)
        };
        let before = self.mentions.actors.iter().filter(|m| m.tokens.start < token).rfind(named);
        before.or_else(|| self.mentions.actors.iter().find(named)).map(|m| m.actor)
    }

    /// A token's folded letters without clitics and ال.
    fn head_of(&self, token: u32) -> Option<&str> {
        let word = self.stem(token)?;
        let form = self.analysis.folded(word);
        if self.analysis.after_li(word) {
            return form.strip_prefix('ل');
        }
        Some(form.strip_prefix("ال").filter(|r| r.chars().count() > 2).unwrap_or(form))
    }

    /// The fullest name of a person in the report that holds this part of a name.
    fn fullest(&self, part: &str) -> Option<Range<u32>> {
        let text = self.analysis.text;
        let people = self.people_with(part);
        people
            .iter()
            .filter_map(|r| {
                let at = (r.start + 1..r.end).find(|t| text.folded(*t as usize) == part)?;
                Some(r.start..at + 1)
            })
            .max_by_key(|r| (r.len().min(4), std::cmp::Reverse(r.start)))
            .or_else(|| people.iter().find(|r| text.folded(r.start as usize) == part).cloned())
    }

    /// Names of people, of two parts or more, that hold this part, in the order of the text.
    fn people_with(&self, part: &str) -> Vec<Range<u32>> {
        let text = self.analysis.text;
        let mut out: Vec<Range<u32>> = Vec::new();
        for s in &text.sentences {
            for at in s.tokens.clone() {
                let seen = out.last().is_some_and(|r| r.contains(&at));
                if text.folded(at as usize) != part || seen || !self.is_name_alone(at) {
                    continue;
                }
                let before = (s.tokens.start..at).rev().take_while(|t| self.is_name_alone(*t)).count() as u32;
                let after = (at + 1..s.tokens.end).take_while(|t| self.is_name_alone(*t)).count() as u32;
                if (1..=5).contains(&(before + after)) {
                    out.push(at - before..at + 1 + after);
                }
            }
        }
        out
    }

    /// Part of a name and nothing else: no known noun, place or demonym.
    fn is_name_alone(&self, token: u32) -> bool {
        let text = self.analysis.text;
        text.tokens[token as usize].kind == TokenKind::Word
            && self.is_name(token)
            && find_entry(text, self.registry, token, token + 1)
                .is_none_or(|f| f.entry.nouns.is_empty() && f.entry.demonym.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::Gazetteer;
    use crate::resolve::places;
    use crate::{Reader, Scratch};

    /// Names the stretch between brackets as in a report of 2018.
    fn check(cases: &[(&str, &str)]) {
        let reader = Reader::bundled();
        let (registry, gazetteer) = (Registry::bundled(), Gazetteer::bundled());
        let mut scratch = Scratch::default();
        for (marked, expected) in cases {
            let (before, rest) = marked.split_once('[').unwrap();
            let (phrase, after) = rest.split_once(']').unwrap();
            let text = reader.text(&format!("{before}{phrase}{after}"));
            let steps = reader.steps(&mut scratch, &text);
            let resolved = places::places(&text, &steps.mentions.places, &gazetteer);
            let day = "2018-05-01".parse().ok();
            let namer = Namer::new(&steps.analysis, &steps.mentions, &registry, day, &resolved);
            let within = |t: &crate::text::Token| {
                t.span.start() as usize >= before.len()
                    && (t.span.end() as usize) <= before.len() + phrase.len()
            };
            let first = text.tokens.iter().position(within).unwrap() as u32;
            let last = text.tokens.iter().rposition(within).unwrap() as u32;
            let named = namer.tokens(first..last + 1);
            let ours = format!("{} {}", named.name, named.id.unwrap_or_default());
            assert_eq!(ours.trim(), *expected, "{marked}");
        }
    }

    #[test]
    fn states_and_forces() {
        check(&[
            ("قصفت [طائرات أمريكية] مواقع في سرت", "United States US"),
            ("أعلنت [القوات الإسرائيلية] إغلاق المعبر", "Israeli forces"),
            ("قالت [مصادر أمنية مصرية] إن", "Egyptian security sources"),
            ("قتل ثلاثة في سوريا. وقال [الجيش] إن", "Syrian army"),
            ("اتهمت [واشنطن] طهران", "United States US"),
            ("قتل [14 جنديا تركيا] في عفرين", "Turkish soldiers"),
        ]);
    }

    #[test]
    fn groups() {
        check(&[
            ("قتل [عناصر من تنظيم الدولة الإسلامية] في الموصل", "Islamic State islamic-state"),
            ("ودعا [مجلس الأمن الدولي] إلى هدنة", "UN Security Council unsc"),
            ("ندد مجلس الأمن بالهجوم. وقال [المجلس] إن", "UN Security Council unsc"),
            ("قتل [قياديين حوثيين] في صعدة باليمن", "Houthi leaders"),
        ]);
    }

    #[test]
    fn people() {
        check(&[
            ("قال [الرئيس الفرنسي] إن", "Emmanuel Macron emmanuel-macron"),
            ("قال [وزير الخارجية الروسي سيرغي لافروف] إن", "Sergei Lavrov sergei-lavrov"),
            ("قال [العقيد صالح محمود] إن", "Saleh Mahmoud"),
            ("نزح [سكان عفرين] إلى حلب في سوريا", "residents of Afrin"),
        ]);
    }
}
