//! What is named at this token?

use super::dates::DateExpr;
use super::numbers::Counts;
use super::{ActorMention, DateMention, NumberMention, PlaceMention, WeaponMention};
use crate::text::Text;

/// All that was recognised in a text, found by token.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    pub places: Vec<PlaceMention>,
    pub actors: Vec<ActorMention>,
    pub dates: Vec<DateMention>,
    pub numbers: Vec<NumberMention>,
    pub weapons: Vec<WeaponMention>,
    place_of: Vec<u32>,
    actor_of: Vec<u32>,
    date_of: Vec<u32>,
    number_of: Vec<u32>,
    weapon_of: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Mentions {
    pub fn new(
        text: &Text,
        places: Vec<PlaceMention>,
        actors: Vec<ActorMention>,
        dates: Vec<DateMention>,
        numbers: Vec<NumberMention>,
        weapons: Vec<WeaponMention>,
    ) -> Mentions {
        let tokens = text.tokens.len();
        // A number is found by the words that bound it too: ما لا يقل عن 350.
        let bounded = |n: &NumberMention| {
            let start = text.token_at(n.span.start()).unwrap_or(n.tokens.start as usize) as u32;
            start.min(n.tokens.start)..n.tokens.end
        };
        let index = |ranges: &mut dyn Iterator<Item = std::ops::Range<u32>>| {
            let mut of = vec![NONE; tokens];
            for (i, r) in ranges.enumerate() {
                for t in r {
                    if let Some(slot) = of.get_mut(t as usize)
                        && *slot == NONE
                    {
                        *slot = i as u32;
                    }
                }
            }
            of
        };
        Mentions {
            // A common word that may be a place (بن, سلسلة) is one only beside a word that says so.
            place_of: index(
                &mut places.iter().map(
                    |m| {
                        if m.weak && m.type_word.is_none() { 0..0 } else { m.tokens.clone() }
                    },
                ),
            ),
            actor_of: index(&mut actors.iter().map(|m| m.tokens.clone())),
            date_of: index(&mut dates.iter().map(|m| m.tokens.clone())),
            number_of: index(&mut numbers.iter().map(bounded)),
            weapon_of: index(&mut weapons.iter().map(|m| m.tokens.clone())),
            places,
            actors,
            dates,
            numbers,
            weapons,
        }
    }

    pub fn place_at(&self, token: usize) -> Option<usize> {
        at(&self.place_of, token)
    }

    pub fn actor_at(&self, token: usize) -> Option<usize> {
        at(&self.actor_of, token)
    }

    pub fn date_at(&self, token: usize) -> Option<usize> {
        at(&self.date_of, token)
    }

    pub fn number_at(&self, token: usize) -> Option<usize> {
        at(&self.number_of, token)
    }

    pub fn weapon_at(&self, token: usize) -> Option<usize> {
        at(&self.weapon_of, token)
    }
}

impl PlaceMention {
    /// Can something have happened there? Not in an adjective, nor in the name of a newspaper, nor in a capital that
    /// stands for its government.
    pub fn can_be_scene(&self) -> bool {
        !self.demonym && !self.institution && !self.metonym
    }
}

impl DateMention {
    /// A day, month or year, not a mere time of day.
    pub fn dates_events(&self) -> bool {
        !matches!(self.expr, DateExpr::Clock)
    }
}

impl NumberMention {
    /// The number is in the noun: جنديان, مقتل جندي.
    pub fn counts_itself(&self) -> bool {
        self.counted.is_some_and(|c| self.tokens.contains(&c))
    }

    /// People are counted, or may be.
    pub fn of_people(&self) -> bool {
        matches!(self.counts, Counts::People | Counts::Unknown)
    }
}

fn at(of: &[u32], token: usize) -> Option<usize> {
    of.get(token).copied().filter(|i| *i != NONE).map(|i| i as usize)
}
