//! Which places are there, and what are they called?
//!
//! One file (`data/compiled/places.bin`, made by `cargo xtask compile-places`), read in place:
//! `WAQP`, version, four lengths; fixed-size records; postings; names; an FST from folded names to
//! postings, where ordinary words of the news lead to none. Every number is little-endian. Opening it copies and parses nothing.

use std::borrow::Cow;

use fst::raw::Fst;
use thiserror::Error;

use super::words::TypeWords;
use crate::recognise::matching::{FIRST_WORDS, FirstWords, Opening, add_first_word, open, starts};

/// The format's number.
pub const VERSION: u32 = 3;

pub(super) const MAGIC: &[u8; 4] = b"WAQP";
const HEADER: usize = 24;
const RECORD: usize = 36;

/// Index of a place in its gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(pub u32);

/// What sort of place is it?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    Country,
    Admin1,
    Admin2,
    City,
    Town,
    Village,
    Neighbourhood,
    Camp,
    Base,
    Airport,
    Crossing,
    /// A stretch of land with no fixed border.
    Area,
    Water,
    /// A part of the world that holds several countries.
    Region,
}

impl PlaceKind {
    pub const ALL: [PlaceKind; 14] = [
        PlaceKind::Country,
        PlaceKind::Admin1,
        PlaceKind::Admin2,
        PlaceKind::City,
        PlaceKind::Town,
        PlaceKind::Village,
        PlaceKind::Neighbourhood,
        PlaceKind::Camp,
        PlaceKind::Base,
        PlaceKind::Airport,
        PlaceKind::Crossing,
        PlaceKind::Area,
        PlaceKind::Water,
        PlaceKind::Region,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            PlaceKind::Country => "country",
            PlaceKind::Admin1 => "admin1",
            PlaceKind::Admin2 => "admin2",
            PlaceKind::City => "city",
            PlaceKind::Town => "town",
            PlaceKind::Village => "village",
            PlaceKind::Neighbourhood => "neighbourhood",
            PlaceKind::Camp => "camp",
            PlaceKind::Base => "base",
            PlaceKind::Airport => "airport",
            PlaceKind::Crossing => "crossing",
            PlaceKind::Area => "area",
            PlaceKind::Water => "water",
            PlaceKind::Region => "region",
        }
    }

    pub fn parse(s: &str) -> Option<PlaceKind> {
        PlaceKind::ALL.into_iter().find(|k| k.as_str() == s)
    }
}

/// ISO 3166-1 alpha-2; `XX` where a place lies in several countries or in none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(pub [u8; 2]);

impl Country {
    pub const NONE: Country = Country(*b"XX");

    pub fn parse(s: &str) -> Option<Country> {
        match s.as_bytes() {
            &[a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Some(Country([a, b])),
            _ => None,
        }
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XX")
    }
}

impl std::fmt::Debug for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One place of a gazetteer.
#[derive(Clone, Copy, Debug)]
pub struct PlaceRecord<'a> {
    gazetteer: &'a Gazetteer,
    // Where the names begin, and their lengths: of most places nobody asks for them.
    name_en: (u32, u8),
    name_ar: (u32, u8),
    pub country: Country,
    pub admin1: Option<PlaceId>,
    pub lat: f64,
    pub lon: f64,
    pub kind: PlaceKind,
    pub population: u32,
    /// Seat of a country's government.
    pub capital: bool,
    scheme: u8,
    number: u32,
}

impl<'a> PlaceRecord<'a> {
    pub fn name_en(&self) -> &'a str {
        self.gazetteer.string(self.name_en.0 as usize, self.name_en.1 as usize)
    }

    pub fn name_ar(&self) -> &'a str {
        self.gazetteer.string(self.name_ar.0 as usize, self.name_ar.1 as usize)
    }

    /// The place's name in the world: `gn:2210554`, `wof:421199027`, `wd:Q3579`, `iso:LY`, `waqai:eastern-ghouta`.
    pub fn stable_id(&self) -> String {
        match self.scheme {
            0 => format!("gn:{}", self.number),
            1 => format!("wof:{}", self.number),
            2 => format!("wd:Q{}", self.number),
            3 => format!(
                "waqai:{}",
                self.gazetteer.string(self.number as usize >> 8, self.number as usize & 255)
            ),
            _ => format!("iso:{}", self.country.as_str()),
        }
    }
}

/// One of the places that a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub place: PlaceId,
    /// The name is also an ordinary word, or a person's.
    pub common: bool,
    /// The name is the country's adjective (سوري) or people (سوريون), not its name.
    pub demonym: bool,
    /// The name is a noun of the lexicon (بيان، الباب).
    pub noun: bool,
}

/// Why a file is no gazetteer.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum GazetteerError {
    #[error("not a compiled gazetteer")]
    Magic,
    #[error("version {0} of the gazetteer's format, where {VERSION} is read")]
    Version(u32),
    #[error("the gazetteer is cut short or damaged")]
    Damaged,
}

/// A word that names of places begin with; the state is the FST's.
pub(crate) type PlaceOpening = Opening<(u64, u64)>;

/// The compiled gazetteer.
pub struct Gazetteer {
    bytes: Cow<'static, [u8]>,
    fst: Fst<Cow<'static, [u8]>>,
    places: u32,
    postings: usize,
    strings: usize,
    strings_end: usize,
    /// Where the set of first words begins.
    first_words: usize,
    words: TypeWords,
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gazetteer").field("places", &self.places).finish_non_exhaustive()
    }
}

impl Gazetteer {
    /// The gazetteer that ships with the program.
    pub fn bundled() -> Gazetteer {
        static BYTES: &[u8] = include_bytes!("../../../../../data/compiled/places.bin");
        Gazetteer::open(Cow::Borrowed(BYTES)).expect("the bundled gazetteer is whole")
    }

    pub fn open(bytes: Cow<'static, [u8]>) -> Result<Gazetteer, GazetteerError> {
        if bytes.get(..4) != Some(MAGIC) {
            return Err(GazetteerError::Magic);
        }
        let number = |at: usize| bytes.get(at..at + 4).map(le_u32).ok_or(GazetteerError::Damaged);
        let version = number(4)?;
        if version != VERSION {
            return Err(GazetteerError::Version(version));
        }
        let places = number(8)?;
        let postings = HEADER + places as usize * RECORD;
        let strings = postings + number(12)? as usize * 4;
        let strings_end = strings + number(16)? as usize;
        let first_words = strings_end + number(20)? as usize;
        if bytes.len() != first_words + FIRST_WORDS {
            return Err(GazetteerError::Damaged);
        }
        let tail: Cow<'static, [u8]> = match &bytes {
            Cow::Borrowed(b) => Cow::Borrowed(&b[strings_end..first_words]),
            Cow::Owned(b) => Cow::Owned(b[strings_end..first_words].to_vec()),
        };
        let fst = Fst::new(tail).map_err(|_| GazetteerError::Damaged)?;
        Ok(Gazetteer {
            bytes,
            fst,
            places,
            postings,
            strings,
            strings_end,
            first_words,
            words: TypeWords::bundled(),
        })
    }

    pub fn len(&self) -> usize {
        self.places as usize
    }

    pub fn is_empty(&self) -> bool {
        self.places == 0
    }

    /// The record of a place; panics for an id of another gazetteer.
    pub fn place(&self, id: PlaceId) -> PlaceRecord<'_> {
        assert!(id.0 < self.places, "a place of this gazetteer");
        let at = HEADER + id.0 as usize * RECORD;
        let r = &self.bytes[at..at + RECORD];
        let n = |i: usize| le_u32(&r[i * 4..i * 4 + 4]);
        let admin1 = n(6);
        PlaceRecord {
            gazetteer: self,
            name_en: (n(0), r[32]),
            name_ar: (n(1), r[33]),
            lat: f64::from(n(2) as i32) / 1e5,
            lon: f64::from(n(3) as i32) / 1e5,
            population: n(4),
            number: n(5),
            admin1: (admin1 < self.places).then_some(PlaceId(admin1)),
            country: Country([r[28], r[29]]),
            kind: *PlaceKind::ALL.get(r[30] as usize).unwrap_or(&PlaceKind::Area),
            scheme: r[31],
            capital: r[34] & 1 != 0,
        }
    }

    /// What a name in folded letters, words joined by one space, may stand for.
    pub fn named(&self, key: &str) -> impl Iterator<Item = Candidate> + '_ {
        let value = self.fst.get(key).map(fst::raw::Output::value);
        value.into_iter().flat_map(|v| self.candidates(v))
    }

    /// Is this a place's name, or an ordinary word of the news, which no unknown place is called by?
    pub fn holds(&self, folded: &str) -> bool {
        self.fst.contains_key(folded)
    }

    /// The state with this code.
    pub fn country(&self, code: Country) -> Option<PlaceId> {
        (0..self.places).map(PlaceId).take_while(|&p| self.kind(p) == PlaceKind::Country).find(|&p| {
            let at = HEADER + p.0 as usize * RECORD;
            self.bytes[at + 28..at + 30] == code.0
        })
    }

    /// The seat of a state's government.
    pub fn capital(&self, code: Country) -> Option<PlaceId> {
        (0..self.places).map(PlaceId).find(|&p| {
            let at = HEADER + p.0 as usize * RECORD;
            self.bytes[at + 28..at + 30] == code.0 && self.bytes[at + 34] & 1 != 0
        })
    }

    fn kind(&self, id: PlaceId) -> PlaceKind {
        let at = HEADER + id.0 as usize * RECORD;
        *PlaceKind::ALL.get(self.bytes[at + 30] as usize).unwrap_or(&PlaceKind::Area)
    }

    /// The words that names begin with.
    pub(crate) fn first_words(&self) -> FirstWords<'_> {
        FirstWords(&self.bytes[self.first_words..])
    }

    /// The places' names that begin with this word, under any clitics.
    pub(crate) fn openings(&self, folded: &str) -> impl Iterator<Item = PlaceOpening> {
        starts(folded)
            .filter(|s| self.first_words().may_begin(s.before, &folded[s.at..]))
            .filter_map(|s| open(&self.fst, folded, s))
            .filter(|o| o.on.is_some() || o.value.is_some_and(|v| v & 255 != 0))
    }

    /// The words that stand before names.
    pub fn words(&self) -> &TypeWords {
        &self.words
    }

    pub(crate) fn fst(&self) -> &Fst<Cow<'static, [u8]>> {
        &self.fst
    }

    /// The postings that a value of the FST leads to.
    pub(crate) fn candidates(&self, value: u64) -> impl Iterator<Item = Candidate> + '_ {
        let (first, count) = ((value >> 8) as usize, (value & 255) as usize);
        (first..first + count).filter_map(|i| {
            let at = self.postings + i * 4;
            if at + 4 > self.strings {
                return None;
            }
            let p = le_u32(&self.bytes[at..at + 4]);
            let place = PlaceId(p & 0x1fff_ffff);
            (place.0 < self.places).then_some(Candidate {
                place,
                common: p >> 31 != 0,
                demonym: p >> 30 & 1 != 0,
                noun: p >> 29 & 1 != 0,
            })
        })
    }

    fn string(&self, at: usize, len: usize) -> &str {
        let end = (self.strings + at + len).min(self.strings_end);
        let bytes = self.bytes.get(self.strings + at..end).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

fn le_u32(b: &[u8]) -> u32 {
    u32::from_le_bytes([b[0], b[1], b[2], b[3]])
}

/// What goes into a gazetteer, and how it is written down. For `xtask`.
#[derive(Debug, Default)]
pub struct GazetteerBuilder {
    records: Vec<u8>,
    postings: Vec<u8>,
    strings: Vec<u8>,
    seen: std::collections::BTreeMap<String, u32>,
    places: u32,
}

/// What is to be said of a name for a place; the same fields as [`Candidate`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NameFlags {
    pub common: bool,
    pub demonym: bool,
    pub noun: bool,
}

/// One place to be written; the same fields as [`PlaceRecord`].
#[derive(Clone, Debug)]
pub struct NewPlace {
    pub name_en: String,
    pub name_ar: String,
    pub country: Country,
    pub admin1: Option<u32>,
    pub lat: f64,
    pub lon: f64,
    pub kind: PlaceKind,
    pub population: u32,
    pub capital: bool,
    /// `gn:123`, `wof:123`, `wd:Q123`, `iso:LY`, `waqai:slug`.
    pub id: String,
}

impl GazetteerBuilder {
    /// Adds a place and gives its index. Countries come first.
    pub fn place(&mut self, p: &NewPlace) -> u32 {
        let (en, en_len) = self.intern(&p.name_en);
        let (ar, ar_len) = self.intern(&p.name_ar);
        let (scheme, number) = match p.id.split_once(':') {
            Some(("gn", n)) => (0, n.parse().unwrap_or(0)),
            Some(("wof", n)) => (1, n.parse().unwrap_or(0)),
            Some(("wd", n)) => (2, n.trim_start_matches('Q').parse().unwrap_or(0)),
            Some(("waqai", slug)) => {
                let (at, len) = self.intern(slug);
                (3, at << 8 | u32::from(len))
            }
            _ => (4, 0),
        };
        for n in [
            en,
            ar,
            (p.lat * 1e5).round() as i32 as u32,
            (p.lon * 1e5).round() as i32 as u32,
            p.population,
            number,
            p.admin1.unwrap_or(u32::MAX),
        ] {
            self.records.extend(n.to_le_bytes());
        }
        let kind = PlaceKind::ALL.iter().position(|k| *k == p.kind).unwrap_or(0) as u8;
        self.records.extend(p.country.0);
        self.records.extend([kind, scheme, en_len, ar_len, u8::from(p.capital), 0]);
        self.places += 1;
        self.places - 1
    }

    /// The file: `names` from keys to places; an empty list for an ordinary word.
    pub fn finish(
        mut self,
        names: &std::collections::BTreeMap<String, Vec<(u32, NameFlags)>>,
    ) -> Result<Vec<u8>, fst::Error> {
        let mut map = fst::raw::Builder::memory();
        let mut first_words = vec![0; FIRST_WORDS];
        for (key, list) in names {
            let count = list.len().min(255);
            if count > 0 {
                add_first_word(&mut first_words, key);
            }
            let first = self.postings.len() / 4;
            for &(place, f) in &list[..count] {
                let p =
                    place | u32::from(f.common) << 31 | u32::from(f.demonym) << 30 | u32::from(f.noun) << 29;
                self.postings.extend(p.to_le_bytes());
            }
            map.insert(key, (first as u64) << 8 | count as u64)?;
        }
        let fst = map.into_inner()?;
        let mut out = MAGIC.to_vec();
        let lengths = [
            VERSION,
            self.places,
            (self.postings.len() / 4) as u32,
            self.strings.len() as u32,
            fst.len() as u32,
        ];
        for n in lengths {
            out.extend(n.to_le_bytes());
        }
        out.extend(self.records);
        out.extend(self.postings);
        out.extend(self.strings);
        out.extend(fst);
        out.extend(first_words);
        Ok(out)
    }

    fn intern(&mut self, s: &str) -> (u32, u8) {
        let mut end = s.len().min(255);
        while !s.is_char_boundary(end) {
            end -= 1;
        }
        let s = &s[..end];
        let at = *self.seen.entry(s.to_owned()).or_insert_with(|| {
            let at = self.strings.len() as u32;
            self.strings.extend(s.as_bytes());
            at
        });
        (at, end as u8)
    }
}
