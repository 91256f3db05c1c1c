//! What do the words around a place's name say about it?

use rustc_hash::FxHashMap;

use super::gazetteer::PlaceKind;
use crate::recognise::matching::{key, starts};

/// What a word before a name makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TypeKind {
    Town,
    Village,
    Admin1,
    Admin2,
    Area,
    Neighbourhood,
    Camp,
    Base,
    Airport,
    Crossing,
    Point,
    Water,
    /// شمال، ريف، قرب: near the place or in a part of it.
    Direction,
    /// قاعة، صحيفة، جامعة: a thing called after the place.
    Institution,
    /// Begins or precedes a person's name.
    Person,
    /// A preposition that a place may follow.
    Locative,
    /// العاصمة
    Seat,
    /// البلاد، بلاده: the country that is spoken of.
    Country,
    /// الأراضي، الحدود: a demonym after it names the land.
    Land,
}

impl TypeKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            TypeKind::Town => "town",
            TypeKind::Village => "village",
            TypeKind::Admin1 => "admin1",
            TypeKind::Admin2 => "admin2",
            TypeKind::Area => "area",
            TypeKind::Neighbourhood => "neighbourhood",
            TypeKind::Camp => "camp",
            TypeKind::Base => "base",
            TypeKind::Airport => "airport",
            TypeKind::Crossing => "crossing",
            TypeKind::Point => "point",
            TypeKind::Water => "water",
            TypeKind::Direction => "direction",
            TypeKind::Institution => "institution",
            TypeKind::Person => "person",
            TypeKind::Locative => "locative",
            TypeKind::Seat => "seat",
            TypeKind::Country => "country",
            TypeKind::Land => "land",
        }
    }
}

impl TypeKind {
    fn parse(s: &str) -> Option<TypeKind> {
        Some(match s {
            "town" => TypeKind::Town,
            "village" => TypeKind::Village,
            "admin1" => TypeKind::Admin1,
            "admin2" => TypeKind::Admin2,
            "area" => TypeKind::Area,
            "neighbourhood" => TypeKind::Neighbourhood,
            "camp" => TypeKind::Camp,
            "base" => TypeKind::Base,
            "airport" => TypeKind::Airport,
            "crossing" => TypeKind::Crossing,
            "point" => TypeKind::Point,
            "water" => TypeKind::Water,
            "direction" => TypeKind::Direction,
            "institution" => TypeKind::Institution,
            "person" => TypeKind::Person,
            "locative" => TypeKind::Locative,
            "seat" => TypeKind::Seat,
            "country" => TypeKind::Country,
            "land" => TypeKind::Land,
            _ => return None,
        })
    }

    /// Does the word say that a place's name follows?
    pub fn is_type(self) -> bool {
        !matches!(
            self,
            TypeKind::Direction
                | TypeKind::Institution
                | TypeKind::Person
                | TypeKind::Locative
                | TypeKind::Seat
                | TypeKind::Country
                | TypeKind::Land
        )
    }

    /// How well does a place of this kind fit the word? 2 as said, 1 near it, 0 no word on it, -1 against it.
    pub fn fits(self, kind: PlaceKind) -> i32 {
        use PlaceKind as K;
        let settled = matches!(kind, K::City | K::Town | K::Village | K::Neighbourhood);
        match (self, kind) {
            (TypeKind::Town, _) if settled => 2,
            (TypeKind::Village, K::Village | K::Town) => 2,
            (TypeKind::Village, K::Neighbourhood) => 1,
            (TypeKind::Village, K::City) => 0,
            (TypeKind::Admin1, K::Admin1 | K::Country) => 2,
            (TypeKind::Admin1, K::Admin2 | K::Area) => 1,
            (TypeKind::Admin2, K::Admin2) => 2,
            (TypeKind::Admin2, K::Town | K::City | K::Village | K::Area) => 1,
            (TypeKind::Area, K::Area | K::Admin1 | K::Admin2 | K::Region) => 1,
            (TypeKind::Neighbourhood, K::Neighbourhood) => 2,
            (TypeKind::Neighbourhood, K::Village | K::Town) => 1,
            (TypeKind::Camp, K::Camp)
            | (TypeKind::Base, K::Base)
            | (TypeKind::Airport, K::Airport)
            | (TypeKind::Crossing, K::Crossing)
            | (TypeKind::Water, K::Water) => 2,
            (TypeKind::Airport, _) if settled => 0,
            (
                TypeKind::Town
                | TypeKind::Village
                | TypeKind::Admin1
                | TypeKind::Admin2
                | TypeKind::Neighbourhood
                | TypeKind::Airport
                | TypeKind::Water,
                _,
            ) => -1,
            _ => 0,
        }
    }
}

/// A word of `data/places/types.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TypeWord {
    pub kind: TypeKind,
    /// A dual or plural: a list of names may follow.
    pub many: bool,
}

impl TypeWord {
    /// Does one place's name follow, even one that no list knows?
    pub(crate) fn leads(self) -> bool {
        self.kind.is_type() && !self.many
    }
}

/// The words of `data/places/types.tsv`.
#[derive(Debug)]
pub struct TypeWords {
    words: FxHashMap<Box<str>, TypeWord>,
    /// Bits of the looks of all words; what looks otherwise is none of them.
    looks: [u64; 64],
}

/// A number below 4096 by length, first and last letter.
fn look(word: &str) -> usize {
    match word.as_bytes() {
        [_, first, .., last] => (word.len() * 997 + usize::from(*first) * 61 + usize::from(*last)) % 4096,
        _ => word.len(),
    }
}

impl TypeWords {
    pub fn bundled() -> TypeWords {
        TypeWords::read(include_str!("../../../../../data/places/types.tsv"))
    }

    /// Reads the table; lines that are none are skipped.
    pub fn read(table: &str) -> TypeWords {
        let mut words = FxHashMap::default();
        let mut looks = [0; 64];
        for line in table.lines().filter(|l| !l.starts_with('#')) {
            let mut columns = line.split('\t');
            if let (Some(kind), Some(number), Some(word)) =
                (columns.next().and_then(TypeKind::parse), columns.next(), columns.next())
            {
                let word = key(word).into_boxed_str();
                looks[look(&word) / 64] |= 1 << (look(&word) % 64);
                words.entry(word).or_insert(TypeWord { kind, many: number == "many" });
            }
        }
        TypeWords { words, looks }
    }

    /// The word in a token, under any clitic (بمدينة، ومحافظة).
    pub fn under_clitics(&self, folded: &str) -> Option<TypeWord> {
        starts(folded).find_map(|s| if s.before.is_empty() { self.get(&folded[s.at..]) } else { None })
    }

    /// The kind of place that a definite word refers back to (المدينة, بلاده); `before` are letters that a clitic swallowed.
    pub(super) fn anaphor(&self, before: &str, rest: &str) -> Option<TypeKind> {
        if let Some(w) = self.get(rest)
            && matches!(w.kind, TypeKind::Country | TypeKind::Seat)
            && before.is_empty()
        {
            return Some(w.kind);
        }
        let bare = if before == "ال" { rest } else { rest.strip_prefix("ال")? };
        let w = self.get(bare)?;
        (w.kind.is_type() && !w.many && w.kind != TypeKind::Point && w.kind != TypeKind::Water)
            .then_some(w.kind)
    }

    /// Does it refer back to a place under any clitic (بالمدينة)?
    pub(crate) fn is_anaphor(&self, folded: &str) -> bool {
        starts(folded).any(|s| self.anaphor(s.before, &folded[s.at..]).is_some())
    }

    pub fn get(&self, folded: &str) -> Option<TypeWord> {
        let look = look(folded);
        if self.looks[look / 64] >> (look % 64) & 1 == 0 {
            return None;
        }
        self.words.get(folded).copied()
    }
}
