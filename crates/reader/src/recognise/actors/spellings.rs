//! How is an Arabic name written in English?
//!
//! The usual spelling of each part where it is known (`data/compiled/names.bin`), else the ALA-LC
//! romanization without its marks, short vowels guessed.

use std::collections::BTreeMap;

use fst::Streamer;
use fst::raw::{Builder, Fst};
use rustc_hash::FxHashMap;

const MAGIC: &[u8; 4] = b"WAQN";
const VERSION: u32 = 1;
const HEADER: usize = 12;

/// Usual English spellings of parts of people's names.
pub struct Spellings {
    /// By the folded part: its spelling and how common it is. Unpacked, since most words of a report are asked for.
    names: FxHashMap<Box<str>, (&'static str, u8)>,
}

impl std::fmt::Debug for Spellings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Spellings").field("names", &self.names.len()).finish_non_exhaustive()
    }
}

impl Spellings {
    /// The spellings that ship with the program.
    pub fn bundled() -> Spellings {
        static BYTES: &[u8] = include_bytes!("../../../../../data/compiled/names.bin");
        Spellings::open(BYTES).expect("the bundled names are whole")
    }

    /// None where the bytes are no compiled names.
    pub fn open(bytes: &'static [u8]) -> Option<Spellings> {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        if bytes.get(..4)? != MAGIC || number(4)? != VERSION {
            return None;
        }
        let end = HEADER + number(8)? as usize;
        let strings = bytes.get(HEADER..end)?;
        let fst = Fst::new(bytes.get(end..)?).ok()?;
        let mut names = FxHashMap::with_capacity_and_hasher(fst.len(), rustc_hash::FxBuildHasher);
        let mut all = fst.stream();
        while let Some((name, value)) = all.next() {
            let v = value.value();
            let (at, len) = ((v >> 12) as usize, (v & 255) as usize);
            let spelling = std::str::from_utf8(strings.get(at..at + len)?).ok()?;
            names.insert(std::str::from_utf8(name).ok()?.into(), (spelling, (v >> 8 & 15) as u8));
        }
        Some(Spellings { names })
    }

    /// The usual spelling of a folded part, in small letters, and how common the part is (0 to 15).
    pub fn get(&self, folded: &str) -> Option<(&'static str, u8)> {
        self.names.get(folded).copied()
    }

    /// The English spelling of a name given by its folded parts.
    pub fn english(&self, parts: &[&str]) -> String {
        let mut out: Vec<String> = Vec::new();
        let mut i = 0;
        while i < parts.len() {
            let part = parts[i];
            let next = parts.get(i + 1).copied();
            match part {
                "عبد" if next.is_some() => {
                    out.push(servant(self, next.unwrap_or_default()));
                    i += 1;
                }
                "بن" | "ابن" if i > 0 => out.push("bin".to_owned()),
                "بنت" if i > 0 => out.push("bint".to_owned()),
                "ال" => out.push("Al".to_owned()),
                "ولد" if next.is_some() => out.push("Ould".to_owned()),
                "الله" if !out.is_empty() => {
                    if let Some(last) = out.last_mut() {
                        last.push_str("allah");
                    }
                }
                "دي" | "دو" | "دا" | "فان" | "فون" | "دير" if i > 0 && next.is_some() => {
                    out.push(self.small(part));
                }
                _ => out.push(self.part(part)),
            }
            i += 1;
        }
        out.join(" ")
    }

    fn part(&self, part: &str) -> String {
        if let Some(rest) = part.strip_prefix("عبدال") {
            return servant(self, &format!("ال{rest}"));
        }
        let article = part.strip_prefix("ال").filter(|rest| rest.chars().count() > 2);
        if let Some(rest) = article
            && (self.get(rest).is_some() || self.get(part).is_none_or(|(_, common)| common < 4))
        {
            return format!("al-{}", capital(&self.small(rest)));
        }
        if let Some((known, _)) = self.get(part) {
            return capital(known);
        }
        capital(&romanize(part))
    }

    fn small(&self, part: &str) -> String {
        self.get(part).map_or_else(|| romanize(part), |(known, _)| known.to_owned())
    }
}

/// عبد العزيز is Abdulaziz.
fn servant(spellings: &Spellings, of: &str) -> String {
    match of.strip_prefix("ال") {
        Some("له") => "Abdullah".to_owned(),
        Some(rest) => format!("Abdul{}", spellings.small(rest)),
        None => format!("Abd {}", capital(&spellings.small(of))),
    }
}

fn capital(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    let mut up = true;
    for c in s.chars() {
        if up {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
        up = c == '-';
    }
    out.replace("Al-", "al-").replace("El-", "el-")
}

/// A name that no list knows, in Latin letters.
pub fn romanized(parts: &[&str]) -> String {
    let one = |p: &&str| match p.strip_prefix("ال").filter(|r| r.chars().count() > 2) {
        Some(rest) => format!("Al-{}", capital(&romanize(rest))),
        None => capital(&romanize(p)),
    };
    parts.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// ALA-LC without its marks; a short *a* between consonants that would stand together.
fn romanize(folded: &str) -> String {
    let letters: Vec<char> = folded.chars().collect();
    let mut out = String::with_capacity(letters.len() * 2);
    let mut after_consonant = false;
    for (i, &c) in letters.iter().enumerate() {
        let first = i == 0;
        let last = i + 1 == letters.len();
        let next_vowel = letters.get(i + 1).is_some_and(|n| matches!(n, 'ا' | 'و' | 'ي'));
        let latin = match c {
            'ا' => "a",
            'ه' if last && !first && after_consonant => "a",
            'و' if after_consonant && !next_vowel => "u",
            'ي' if after_consonant && !next_vowel => "i",
            'و' => "w",
            'ي' => "y",
            'ب' => "b",
            'ت' | 'ط' => "t",
            'ث' => "th",
            'ج' => "j",
            'ح' | 'ه' => "h",
            'خ' => "kh",
            'د' | 'ض' => "d",
            'ذ' => "dh",
            'ر' => "r",
            'ز' | 'ظ' => "z",
            'س' | 'ص' => "s",
            'ش' => "sh",
            'غ' => "gh",
            'ف' => "f",
            'ق' => "q",
            'ك' => "k",
            'ل' => "l",
            'م' => "m",
            'ن' => "n",
            _ => "",
        };
        let vowel = matches!(latin, "a" | "u" | "i");
        if after_consonant && !vowel && !latin.is_empty() && (!last || i == 1 || letters.len() <= 4) {
            out.push('a');
        }
        if c == 'ع' && first && latin.is_empty() {
            out.push('a');
            after_consonant = false;
            continue;
        }
        out.push_str(latin);
        if !latin.is_empty() {
            after_consonant = !vowel;
        }
    }
    out
}

/// The file of [`Spellings`]: from folded parts to spelling and count. For `xtask`.
pub fn write_spellings(all: &BTreeMap<String, (String, u32)>) -> Result<Vec<u8>, fst::Error> {
    let mut strings = Vec::<u8>::new();
    let mut map = Builder::memory();
    for (arabic, (english, count)) in all {
        let common = count.ilog2().min(15);
        let value = (strings.len() as u64) << 12 | u64::from(common) << 8 | english.len().min(255) as u64;
        strings.extend(english.as_bytes());
        map.insert(arabic, value)?;
    }
    let mut out = MAGIC.to_vec();
    out.extend(VERSION.to_le_bytes());
    out.extend((strings.len() as u32).to_le_bytes());
    out.extend(strings);
    out.extend(map.into_inner()?);
    Ok(out)
}
