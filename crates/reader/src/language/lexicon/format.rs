//! How does the compiled lexicon lie in its file?
//!
//! Little-endian records in sections; the large ones are read in place, so that opening costs next to
//! nothing. [`Tables`] is what the compiler fills, [`View`] what the program reads.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use thiserror::Error;

use crate::language::model::hash_str;
use crate::language::{Aspect, Definite, Derived, Features, Gender, Number, Person, Pos, Voice};

const MAGIC: &[u8; 8] = b"WAQAILEX";
const VERSION: u32 = 2;
pub const NO_VERB: u32 = u32::MAX;

/// Which words of a clitic's neighbourhood does a row allow?
pub mod allow {
    /// Stands without an enclitic.
    pub const PLAIN: u16 = 1;
    /// Takes ها، هم، كم…
    pub const PRONOUN: u16 = 1 << 1;
    /// Takes ي of the first person.
    pub const MY: u16 = 1 << 2;
    /// Takes ني.
    pub const ME: u16 = 1 << 3;
    /// Stands without ال.
    pub const BARE: u16 = 1 << 4;
    /// Takes ال.
    pub const ARTICLE: u16 = 1 << 5;
    /// Stands without a preposition before it.
    pub const FREE: u16 = 1 << 6;
    /// Takes ب، ك، ل.
    pub const PREPOSITION: u16 = 1 << 7;
    /// Takes س of the future.
    pub const FUTURE: u16 = 1 << 8;
    /// Takes ل of purpose or emphasis.
    pub const LAM: u16 = 1 << 9;
    /// Only after لم and its like (يقم).
    pub const SHORT: u16 = 1 << 10;
}

/// What goes wrong on opening.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum FormatError {
    #[error("not a compiled lexicon")]
    Magic,
    #[error("lexicon format {0}, this program reads {VERSION}")]
    Version(u32),
    #[error("the compiled lexicon is cut short or damaged")]
    Damaged,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LemmaRow {
    pub text: String,
    pub folded: String,
    pub root: String,
    pub pos: Pos,
    pub derived: Option<Derived>,
    pub gender: Option<Gender>,
    pub transitive: bool,
    /// An adjective whose noun is a lemma of its own.
    pub has_noun: bool,
    /// Index of the verb it is made from.
    pub verb: Option<u32>,
    /// Log share of all words, in hundredths.
    pub weight: i16,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// Clean letters of the stem.
    pub stem: String,
    pub lemma: u32,
    pub paradigm: u16,
    /// In place of the form's own gender and number (broken plurals; feminines without ة).
    pub gender: Option<Gender>,
    pub number: Option<Number>,
    pub weight: i16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormRow {
    pub prefix: u8,
    pub suffix: u8,
    pub allow: u16,
    pub features: u8,
}

/// Everything the compiler writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables {
    /// Sorted by folded letters.
    pub lemmas: Vec<LemmaRow>,
    pub entries: Vec<EntryRow>,
    pub paradigms: Vec<Vec<FormRow>>,
    pub prefixes: Vec<String>,
    pub suffixes: Vec<String>,
    pub pronouns: Vec<String>,
    pub features: Vec<(Features, i16)>,
    pub proclitic_weights: Vec<i16>,
    pub enclitic_weights: Vec<i16>,
}

const SECTIONS: usize = 13;
const STRINGS: usize = 0;
const LEMMAS: usize = 1;
const DERIVED: usize = 2;
const SLOTS: usize = 3;
const GROUPS: usize = 4;
const ENTRIES: usize = 5;
const PARADIGMS: usize = 6;
const ROWS: usize = 7;
const PREFIXES: usize = 8;
const SUFFIXES: usize = 9;
const PRONOUNS: usize = 10;
const FEATURES: usize = 11;
const WEIGHTS: usize = 12;
const LEMMA_SIZE: usize = 26;
const GROUP_SIZE: usize = 10;
const ENTRY_SIZE: usize = 13;
const ROW_SIZE: usize = 5;
const AFFIX_SIZE: usize = 5;

#[derive(Default)]
struct Strings {
    bytes: Vec<u8>,
    at: FxHashMap<String, u32>,
}

impl Strings {
    fn put(&mut self, s: &str, out: &mut Vec<u8>) {
        let at = if let Some(&at) = self.at.get(s) {
            at
        } else {
            let at = self.bytes.len() as u32;
            self.bytes.extend_from_slice(s.as_bytes());
            self.at.insert(s.to_owned(), at);
            at
        };
        out.extend_from_slice(&at.to_le_bytes());
        out.push(u8::try_from(s.len()).expect("words are short"));
    }
}

impl Tables {
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut strings = Strings::default();
        let mut sections: [Vec<u8>; SECTIONS] = Default::default();
        for l in &self.lemmas {
            let out = &mut sections[LEMMAS];
            strings.put(&l.text, out);
            strings.put(&l.folded, out);
            strings.put(&l.root, out);
            out.push(l.pos as u8);
            out.push(
                l.derived.map_or(0, |d| d as u8 + 1)
                    | l.gender.map_or(0, |g| (g as u8 + 1) << 2)
                    | (l.transitive as u8) << 4
                    | (l.has_noun as u8) << 5,
            );
            out.extend_from_slice(&l.verb.unwrap_or(NO_VERB).to_le_bytes());
            out.extend_from_slice(&l.weight.to_le_bytes());
            out.extend_from_slice(&[0, 0, 0]);
        }
        let mut derived: Vec<(u32, u32)> =
            self.lemmas.iter().enumerate().filter_map(|(i, l)| Some((l.verb?, i as u32))).collect();
        derived.sort_unstable();
        for (verb, noun) in derived {
            sections[DERIVED].extend_from_slice(&verb.to_le_bytes());
            sections[DERIVED].extend_from_slice(&noun.to_le_bytes());
        }
        self.put_stems(&mut strings, &mut sections);
        let mut first = 0u32;
        for rows in &self.paradigms {
            sections[PARADIGMS].extend_from_slice(&first.to_le_bytes());
            first += rows.len() as u32;
            for r in rows {
                let out = &mut sections[ROWS];
                out.extend_from_slice(&[r.prefix, r.suffix]);
                out.extend_from_slice(&r.allow.to_le_bytes());
                out.push(r.features);
            }
        }
        sections[PARADIGMS].extend_from_slice(&first.to_le_bytes());
        for (section, affixes) in
            [(PREFIXES, &self.prefixes), (SUFFIXES, &self.suffixes), (PRONOUNS, &self.pronouns)]
        {
            for a in affixes {
                strings.put(a, &mut sections[section]);
            }
        }
        for (f, weight) in &self.features {
            sections[FEATURES].extend_from_slice(&pack(*f).to_le_bytes());
            sections[FEATURES].extend_from_slice(&weight.to_le_bytes());
        }
        for w in self.proclitic_weights.iter().chain(&self.enclitic_weights) {
            sections[WEIGHTS].extend_from_slice(&w.to_le_bytes());
        }
        sections[STRINGS] = strings.bytes;
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&VERSION.to_le_bytes());
        let mut at = out.len() + 4 * (SECTIONS + 1);
        for s in &sections {
            out.extend_from_slice(&(at as u32).to_le_bytes());
            at += s.len();
        }
        out.extend_from_slice(&(at as u32).to_le_bytes());
        for s in sections {
            out.extend_from_slice(&s);
        }
        out
    }

    fn put_stems(&self, strings: &mut Strings, sections: &mut [Vec<u8>; SECTIONS]) {
        let mut order: Vec<(String, usize)> =
            self.entries.iter().enumerate().map(|(i, e)| (crate::text::fold(&e.stem), i)).collect();
        order.sort_unstable();
        let mut groups: Vec<u64> = Vec::new();
        let mut i = 0;
        while i < order.len() {
            let folded = order[i].0.clone();
            let first = i;
            while i < order.len() && order[i].0 == folded {
                let e = &self.entries[order[i].1];
                let out = &mut sections[ENTRIES];
                out.extend_from_slice(&e.lemma.to_le_bytes());
                strings.put(&e.stem, out);
                out.pop();
                out.extend_from_slice(&e.paradigm.to_le_bytes());
                out.push(e.gender.map_or(0, |g| g as u8 + 1) | e.number.map_or(0, |n| (n as u8 + 1) << 2));
                out.extend_from_slice(&e.weight.to_le_bytes());
                i += 1;
            }
            strings.put(&folded, &mut sections[GROUPS]);
            sections[GROUPS].extend_from_slice(&(first as u32).to_le_bytes());
            sections[GROUPS].push(u8::try_from(i - first).expect("few entries share a stem"));
            groups.push(hash_str(&folded));
        }
        assert!(groups.len() < GROUP as usize, "a slot holds a group's number beside its mark");
        let size = (groups.len() * 2).next_power_of_two();
        let mut slots = vec![0u32; size];
        for (g, h) in groups.iter().enumerate() {
            let mut at = *h as usize & (size - 1);
            while slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = mark(*h) | (g as u32 + 1);
        }
        for s in slots {
            sections[SLOTS].extend_from_slice(&s.to_le_bytes());
        }
    }
}

/// A compiled lexicon, read in place.
#[derive(Clone, Debug)]
pub struct View {
    bytes: Cow<'static, [u8]>,
    /// The section of strings.
    strings: Cow<'static, str>,
    at: [usize; SECTIONS + 1],
}

/// One stem entry.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    pub lemma: u32,
    pub stem: &'a [u8],
    pub paradigm: u16,
    pub gender: Option<Gender>,
    pub number: Option<Number>,
    pub weight: i16,
}

impl View {
    pub fn open(bytes: Cow<'static, [u8]>) -> Result<View, FormatError> {
        if bytes.get(..8) != Some(MAGIC) {
            return Err(FormatError::Magic);
        }
        let word = |at: usize| -> Result<u32, FormatError> {
            let b = bytes.get(at..at + 4).ok_or(FormatError::Damaged)?;
            Ok(u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
        };
        let version = word(8)?;
        if version != VERSION {
            return Err(FormatError::Version(version));
        }
        let mut at = [0; SECTIONS + 1];
        for (i, a) in at.iter_mut().enumerate() {
            *a = word(12 + 4 * i)? as usize;
        }
        let ordered = at.windows(2).all(|w| w[0] <= w[1]);
        if !ordered || at[SECTIONS] != bytes.len() || at[0] != 12 + 4 * (SECTIONS + 1) {
            return Err(FormatError::Damaged);
        }
        let slots = (at[SLOTS + 1] - at[SLOTS]) / 4;
        if !slots.is_power_of_two() {
            return Err(FormatError::Damaged);
        }
        let strings = at[STRINGS]..at[STRINGS + 1];
        let strings = match &bytes {
            Cow::Borrowed(bytes) => std::str::from_utf8(&bytes[strings]).map(Cow::Borrowed),
            Cow::Owned(bytes) => std::str::from_utf8(&bytes[strings]).map(|s| Cow::Owned(s.to_owned())),
        };
        Ok(View { strings: strings.map_err(|_| FormatError::Damaged)?, bytes, at })
    }

    fn section(&self, s: usize) -> &[u8] {
        &self.bytes[self.at[s]..self.at[s + 1]]
    }

    fn string(&self, at: u32, len: u8) -> &[u8] {
        &self.strings.as_bytes()[at as usize..at as usize + len as usize]
    }

    fn str(&self, record: &[u8]) -> &str {
        let at = u32_at(record, 0) as usize;
        &self.strings[at..at + record[4] as usize]
    }

    pub fn lemmas(&self) -> usize {
        self.section(LEMMAS).len() / LEMMA_SIZE
    }

    pub fn lemma(&self, id: usize) -> super::LemmaEntry<'_> {
        let r = &self.section(LEMMAS)[id * LEMMA_SIZE..(id + 1) * LEMMA_SIZE];
        let flags = r[16];
        super::LemmaEntry {
            text: self.str(r),
            folded: self.str(&r[5..]),
            root: self.str(&r[10..]),
            pos: Pos::ALL[r[15] as usize],
            derived: derived(flags),
            gender: gender(flags >> 2),
            transitive: flags & 16 != 0,
        }
    }

    pub fn lemma_text(&self, id: usize) -> &str {
        self.str(&self.section(LEMMAS)[id * LEMMA_SIZE..(id + 1) * LEMMA_SIZE])
    }

    pub fn lemma_weight(&self, id: usize) -> i16 {
        let r = &self.section(LEMMAS)[id * LEMMA_SIZE + 21..];
        i16::from_le_bytes([r[0], r[1]])
    }

    pub fn derivation(&self, id: usize) -> Option<Derived> {
        derived(self.section(LEMMAS)[id * LEMMA_SIZE + 16])
    }

    pub fn has_noun(&self, id: usize) -> bool {
        self.section(LEMMAS)[id * LEMMA_SIZE + 16] & 32 != 0
    }

    pub fn lemma_pos(&self, id: usize) -> Pos {
        Pos::ALL[self.section(LEMMAS)[id * LEMMA_SIZE + 15] as usize]
    }

    pub fn verb(&self, id: usize) -> Option<u32> {
        Some(u32_at(self.section(LEMMAS), id * LEMMA_SIZE + 17)).filter(|&v| v != NO_VERB)
    }

    /// Pairs of verb and noun, by verb.
    pub fn derived(&self, verb: u32) -> impl Iterator<Item = u32> + '_ {
        let s = self.section(DERIVED);
        let n = s.len() / 8;
        let mut lo = 0;
        let mut hi = n;
        while lo < hi {
            let mid = usize::midpoint(lo, hi);
            if u32_at(s, mid * 8) < verb { lo = mid + 1 } else { hi = mid }
        }
        (lo..n).take_while(move |&i| u32_at(s, i * 8) == verb).map(move |i| u32_at(s, i * 8 + 4))
    }

    /// The entries whose folded stem is this.
    pub fn entries(&self, folded: &str) -> std::ops::Range<usize> {
        let slots = self.section(SLOTS);
        let mask = slots.len() / 4 - 1;
        let hash = hash_str(folded);
        let mut at = hash as usize & mask;
        loop {
            let slot = u32_at(slots, at * 4);
            if slot == 0 {
                return 0..0;
            }
            // Most stems that a token is cut to are none; the mark tells before their letters are looked at.
            if slot & !GROUP == mark(hash) {
                let r = &self.section(GROUPS)[((slot & GROUP) as usize - 1) * GROUP_SIZE..];
                if self.string(u32_at(r, 0), r[4]) == folded.as_bytes() {
                    let first = u32_at(r, 5) as usize;
                    return first..first + r[9] as usize;
                }
            }
            at = (at + 1) & mask;
        }
    }

    pub fn entry_count(&self) -> usize {
        self.section(ENTRIES).len() / ENTRY_SIZE
    }

    /// Clean and folded stems are equally long, so the folded one's length will do.
    pub fn entry(&self, i: usize, len: usize) -> Entry<'_> {
        let r = &self.section(ENTRIES)[i * ENTRY_SIZE..(i + 1) * ENTRY_SIZE];
        Entry {
            lemma: u32_at(r, 0),
            stem: self.string(u32_at(r, 4), len as u8),
            paradigm: u16::from_le_bytes([r[8], r[9]]),
            gender: gender(r[10]),
            number: number(r[10] >> 2),
            weight: i16::from_le_bytes([r[11], r[12]]),
        }
    }

    /// Every entry with its stem's length: for generating forms, not for analysis.
    pub fn all_entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.section(GROUPS).chunks_exact(GROUP_SIZE).flat_map(move |r| {
            let first = u32_at(r, 5) as usize;
            (first..first + r[9] as usize).map(move |i| self.entry(i, r[4] as usize))
        })
    }

    pub fn paradigms(&self) -> Vec<Vec<FormRow>> {
        let (heads, rows) = (self.section(PARADIGMS), self.section(ROWS));
        let bound = |i: usize| u32_at(heads, i * 4) as usize * ROW_SIZE;
        (0..(heads.len() / 4).saturating_sub(1))
            .map(|p| {
                rows[bound(p)..bound(p + 1)]
                    .chunks_exact(ROW_SIZE)
                    .map(|r| FormRow {
                        prefix: r[0],
                        suffix: r[1],
                        allow: u16::from_le_bytes([r[2], r[3]]),
                        features: r[4],
                    })
                    .collect()
            })
            .collect()
    }

    fn affixes(&self, section: usize) -> Vec<String> {
        self.section(section).chunks_exact(AFFIX_SIZE).map(|r| self.str(r).to_owned()).collect()
    }

    pub fn prefixes(&self) -> Vec<String> {
        self.affixes(PREFIXES)
    }

    pub fn suffixes(&self) -> Vec<String> {
        self.affixes(SUFFIXES)
    }

    pub fn pronouns(&self) -> Vec<String> {
        self.affixes(PRONOUNS)
    }

    pub fn features(&self) -> Vec<(Features, i16)> {
        self.section(FEATURES)
            .chunks_exact(4)
            .map(|r| (unpack(u16::from_le_bytes([r[0], r[1]])), i16::from_le_bytes([r[2], r[3]])))
            .collect()
    }

    pub fn weights(&self) -> Vec<i16> {
        self.section(WEIGHTS).chunks_exact(2).map(|r| i16::from_le_bytes([r[0], r[1]])).collect()
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// The bits of a slot that hold a group's number, from 1 up; the others mark its hash.
const GROUP: u32 = (1 << 20) - 1;

/// What a slot holds of a hash.
fn mark(hash: u64) -> u32 {
    (hash >> 32) as u32 & !GROUP
}

fn derived(code: u8) -> Option<Derived> {
    [None, Some(Derived::Masdar), Some(Derived::Active), Some(Derived::Passive)][(code & 3) as usize]
}

fn gender(code: u8) -> Option<Gender> {
    [None, Some(Gender::Masculine), Some(Gender::Feminine), None][(code & 3) as usize]
}

fn number(code: u8) -> Option<Number> {
    [None, Some(Number::Singular), Some(Number::Dual), Some(Number::Plural)][(code & 3) as usize]
}

fn pack(f: Features) -> u16 {
    f.person.map_or(0, |x| x as u16 + 1)
        | f.gender.map_or(0, |x| x as u16 + 1) << 2
        | f.number.map_or(0, |x| x as u16 + 1) << 4
        | f.voice.map_or(0, |x| x as u16 + 1) << 6
        | f.aspect.map_or(0, |x| x as u16 + 1) << 8
        | f.definite.map_or(0, |x| x as u16 + 1) << 10
        | f.derived.map_or(0, |x| x as u16 + 1) << 12
}

fn unpack(code: u16) -> Features {
    let part = |shift: u32| ((code >> shift) & 3) as usize;
    Features {
        person: [None, Some(Person::First), Some(Person::Second), Some(Person::Third)][part(0)],
        gender: gender(part(2) as u8),
        number: number(part(4) as u8),
        voice: [None, Some(Voice::Active), Some(Voice::Passive), None][part(6)],
        aspect: [None, Some(Aspect::Perfect), Some(Aspect::Imperfect), Some(Aspect::Imperative)][part(8)],
        definite: [None, Some(Definite::Definite), Some(Definite::Indefinite), Some(Definite::Construct)]
            [part(10)],
        derived: derived(part(12) as u8),
        future: false,
    }
}
