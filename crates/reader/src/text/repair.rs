//! Which words lost the space between them?
//!
//! `الولاياتالمتحدة` is read as two words when that explains it better than one rare word would: the words and
//! pairs of the news on one side, the letters of rare words on the other, and how seldom spaces get lost. Only
//! words that are rare themselves and no known word with clitics come into question. A text in which several
//! spaces are surely lost has lost more, so there less evidence is asked for.

use std::ops::Range;

use super::offsets::Offsets;
use super::words::WordModel;
use super::{Repair, Token, TokenKind};

/// Weighs of evidence are natural logarithms.
type Weight = f32;

/// Evidence asked for one lost space in a text that shows no damage, and in one that does.
const STRICT: Weight = 9.0;
const BOLD: Weight = 3.5;
/// Of each further space lost in the same word.
const FURTHER: Weight = 1.5;
/// A ة or ى before the word's end, or an إ after its beginning.
const BORDER: Weight = 8.0;
/// A word that is not in the list at all.
const UNKNOWN: Weight = -5.1;
/// A rare word that is in the list may be a slip, if its letters are unlikely by this much more.
const LISTED: Weight = 5.0;
/// Neighbours never seen together.
const STRANGERS: Weight = -1.0;
/// A word with a clitic where only the rest is known, among words with such a rest.
const CLITIC: Weight = -4.6;

/// A word with more letters is not taken apart: its letters are no word's.
const LONGEST_WORD: usize = 90;
const LONGEST_PIECE: usize = 16;
const SHORTEST_WORD: usize = 5;
/// Commoner words stay as they are: عبدالله is a spelling, not a slip.
const RARE: u32 = 60;
/// A joined spelling this much rarer than the pair is a slip that found its way into the list.
const SLIPS: f32 = 0.03;
/// A known word's least count: as a whole with clitics, as a piece by its number of letters.
const KNOWN: u32 = 4;
const KNOWN_PIECE: u32 = 30;
const KNOWN_THREE: u32 = 400;
const KNOWN_TWO: u32 = 6000;
const KNOWN_BEHIND_CLITIC: u32 = 200;

/// A text is damaged with at least this many sure repairs, and this share of words.
const DAMAGED: usize = 2;
const DAMAGED_SHARE: f32 = 0.003;

/// Grammar's prefixes and endings, as they are written onto a word.
const PROCLITICS: [&str; 26] = [
    "و",
    "ف",
    "ب",
    "ل",
    "ك",
    "س",
    "ال",
    "وال",
    "فال",
    "بال",
    "كال",
    "لل",
    "ولل",
    "فلل",
    "وب",
    "ول",
    "فب",
    "فل",
    "وس",
    "وك",
    "وبال",
    "وكال",
    "فس",
    "اللا",
    "واللا",
    "باللا",
];
const ENDINGS: [&str; 40] = [
    "ها", "هم", "هما", "هن", "ه", "نا", "كم", "ي", "ك", "ني", "ان", "ين", "ون", "ات", "تين", "تان", "وا",
    "ا", "ة", "ية", "يا", "ت", "تها", "ته", "تهم", "وه", "وها", "وهم", "تنا", "تي", "تك", "اء", "يه", "تما",
    "انه", "انها", "انهم", "ونه", "ونها", "ونهم",
];

/// Splits what ran together; says what was split, and whether the text is damaged.
pub(super) fn repair(
    clean: &str,
    folded: &str,
    raw: &str,
    offsets: &Offsets,
    tokens: &mut Vec<Token>,
    words: &WordModel,
) -> (Vec<Repair>, bool) {
    if words.is_empty() {
        return (Vec::new(), false);
    }
    let view = View { clean, folded, raw, offsets, words };
    let mut found = Vec::new();
    let mut counted = 0;
    for (i, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::Word {
            continue;
        }
        counted += 1;
        let bytes = (token.clean.end - token.clean.start) as usize;
        if !(2 * SHORTEST_WORD..=2 * LONGEST_WORD).contains(&bytes) {
            continue;
        }
        let count = words.count_folded(view.folded(token));
        if count <= RARE
            && let Some(cut) = view.cut(tokens, i, count)
        {
            found.push(cut);
        }
    }
    let sure = found.iter().filter(|f| f.evidence > STRICT).count();
    let damaged = sure >= DAMAGED && sure as f32 >= DAMAGED_SHARE * counted as f32;
    let asked = if damaged { BOLD } else { STRICT };
    found.retain(|f| f.evidence > asked);
    if found.is_empty() { (Vec::new(), damaged) } else { (split(tokens, &found, offsets), damaged) }
}

/// A word and the places to cut it.
struct Cut {
    token: usize,
    /// In the clean view, inside the token.
    places: Vec<u32>,
    evidence: Weight,
}

fn split(tokens: &mut Vec<Token>, cuts: &[Cut], offsets: &Offsets) -> Vec<Repair> {
    let more: usize = cuts.iter().map(|c| c.places.len()).sum();
    let old = std::mem::take(tokens);
    tokens.reserve(old.len() + more);
    let mut repairs = Vec::with_capacity(cuts.len());
    let mut cuts = cuts.iter().peekable();
    for (i, token) in old.into_iter().enumerate() {
        let Some(cut) = cuts.next_if(|c| c.token == i) else {
            tokens.push(token);
            continue;
        };
        let first = tokens.len() as u32;
        let mut start = token.clean.start;
        for end in cut.places.iter().copied().chain([token.clean.end]) {
            let clean = start..end;
            tokens.push(Token {
                kind: TokenKind::Word,
                span: offsets.span(clean.clone()),
                clean,
                repaired: true,
                space_after: end == token.clean.end && token.space_after,
            });
            start = end;
        }
        repairs.push(Repair { span: token.span, tokens: first..tokens.len() as u32 });
    }
    repairs
}

struct View<'a> {
    clean: &'a str,
    folded: &'a str,
    raw: &'a str,
    offsets: &'a Offsets,
    words: &'a WordModel,
}

/// A way to read the letters up to some place, by its last word.
#[derive(Clone, Copy)]
struct Way {
    /// Letters before its last word, and where that way stands in the list.
    from: usize,
    before: usize,
    score: Weight,
    /// Least count of two neighbours in it; the whole word's if it has but one.
    pair: u32,
    pieces: u32,
}

impl View<'_> {
    fn cut(&self, tokens: &[Token], i: usize, count: u32) -> Option<Cut> {
        let token = &tokens[i];
        let word = Word::new(self, token)?;
        let borders = word.borders();
        let explained = !borders.any && word.explained();
        if explained {
            return None;
        }
        let before =
            i.checked_sub(1).map(|p| &tokens[p]).filter(|t| t.kind == TokenKind::Word && t.space_after);
        let after = tokens.get(i + 1).filter(|t| t.kind == TokenKind::Word && token.space_after);
        let (way, places) = word.best_way(&borders, before.map(|t| self.folded(t)))?;
        let mut evidence = way.score;
        if let Some(after) = after {
            evidence += 0.5 * word.draws(places.last().copied()?, self.folded(after));
        }
        evidence -= FURTHER * (way.pieces as f32 - 2.0);
        if borders.any {
            evidence += BORDER;
        }
        let left = count as f32 - SLIPS * way.pair as f32;
        let letters = self.words.letters(self.folded(token));
        evidence -= if count == 0 || left <= 0.0 {
            UNKNOWN + letters
        } else if way.pair > 0 {
            // أبوزيد: joined and apart are both in use.
            (left.max(1.0) / self.words.total()).ln()
        } else {
            // The list holds slips too: letters no real word has give them away.
            (left.max(1.0) / self.words.total()).ln().min(letters + LISTED)
        };
        let places = places.iter().map(|p| token.clean.start + 2 * *p as u32).collect();
        Some(Cut { token: i, places, evidence })
    }

    fn folded(&self, token: &Token) -> &str {
        &self.folded[token.clean.start as usize..token.clean.end as usize]
    }
}

/// A word all of whose letters take two bytes.
struct Word<'a> {
    clean: &'a str,
    folded: &'a str,
    view: &'a View<'a>,
    token: &'a Token,
    /// Number of letters.
    len: usize,
}

struct Borders {
    /// A cut after this many letters follows from the letters alone.
    at: [bool; LONGEST_WORD + 1],
    any: bool,
}

impl<'a> Word<'a> {
    fn new(view: &'a View, token: &'a Token) -> Option<Word<'a>> {
        let range = token.clean.start as usize..token.clean.end as usize;
        let (clean, folded) = (&view.clean[range.clone()], &view.folded[range]);
        // U+08A0 and up take three bytes, a stop in an abbreviation one.
        let plain = clean.bytes().step_by(2).all(|b| (0xD8..=0xDB).contains(&b)) && clean.len() % 2 == 0;
        plain.then_some(Word { clean, folded, view, token, len: clean.len() / 2 })
    }

    /// Where letters that end a word, or begin one, stand inside.
    fn borders(&self) -> Borders {
        let mut borders = Borders { at: [false; LONGEST_WORD + 1], any: false };
        for i in 1..self.len.saturating_sub(1) {
            let found = match self.clean_piece(i - 1..i) {
                "ة" | "ى" => true,
                _ => i >= 2 && self.clean_piece(i..i + 1) == "إ" && !self.leans(i),
            };
            borders.at[i] = found && self.can_cut(i);
        }
        // A nunation is written at a word's end, or before the alef that is.
        if self.token.span.len() as usize > self.clean.len() {
            let mut letters = 0;
            let raw = self.token.span.of(self.view.raw);
            for (i, c) in raw.char_indices() {
                if ('\u{64B}'..='\u{64D}').contains(&c) {
                    let alef = raw[i + c.len_utf8()..].starts_with(['ا', 'ى']);
                    let at = letters + usize::from(alef);
                    if at >= 2 && at + 2 <= self.len && self.can_cut(at) {
                        borders.at[at] = true;
                    }
                }
                letters += usize::from(('\u{621}'..='\u{64A}').contains(&c) && c != '\u{640}');
            }
        }
        borders.any = borders.at.contains(&true);
        borders
    }

    /// Are the letters before `i` clitics, so that an إ there begins a word's stem? وبالإجماع, اللاإنساني
    fn leans(&self, i: usize) -> bool {
        let before = self.clean_piece(0..i);
        before.ends_with("ال") || before.ends_with("لل") || before.ends_with("لا") || {
            i <= 3 && before.chars().all(|c| matches!(c, 'و' | 'ف' | 'ب' | 'ل' | 'ك' | 'س'))
        }
    }

    /// Is it a known word with clitics or endings?
    fn explained(&self) -> bool {
        let known =
            |r: Range<usize>| r.len() >= 3 && self.view.words.count_folded(self.folded_piece(r)) >= KNOWN;
        let last = self.clean.as_bytes().last();
        for proclitic in std::iter::once(&"").chain(&PROCLITICS) {
            if !self.clean.starts_with(*proclitic) {
                continue;
            }
            let start = proclitic.len() / 2;
            if start > 0 && known(start..self.len) {
                return true;
            }
            for ending in &ENDINGS {
                let letters = ending.len() / 2;
                // Most endings differ in the last byte already.
                if start + 3 + letters > self.len
                    || ending.as_bytes().last() != last
                    || !self.clean.ends_with(*ending)
                {
                    continue;
                }
                let end = self.len - letters;
                if known(start..end) {
                    return true;
                }
                // مدرسته is مدرسة with an ending.
                if self.clean_piece(end - 1..end) == "ت" && end - start >= 4 {
                    let mut stem = self.folded_piece(start..end - 1).to_owned();
                    stem.push('ه');
                    if self.view.words.count_folded(&stem) >= KNOWN {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// The likeliest way to read the letters as two words or more, and where it cuts.
    fn best_way(&self, borders: &Borders, before: Option<&str>) -> Option<(Way, Vec<usize>)> {
        let total = self.view.words.total();
        // By the number of letters read: the ways to read them, one for each last word.
        let mut ways: Vec<Vec<Way>> = vec![Vec::new(); self.len + 1];
        for end in 2..=self.len {
            if end < self.len && !self.can_cut(end) {
                continue;
            }
            for from in end.saturating_sub(LONGEST_PIECE)..=end - 2 {
                if (from == 0 && end == self.len) || (from > 0 && ways[from].is_empty()) {
                    continue;
                }
                let bordered = (from > 0 && borders.at[from]) || (from == 0 && borders.at[end]);
                let Some(alone) = self.piece(from..end, bordered) else { continue };
                let piece = self.folded_piece(from..end);
                if from == 0 {
                    let drawn = before.map_or(0.0, |b| self.draw(b, piece, alone));
                    ways[end].push(Way { from, before: 0, score: alone + drawn, pair: u32::MAX, pieces: 1 });
                    continue;
                }
                let best = (0..ways[from].len())
                    .map(|w| {
                        let way = ways[from][w];
                        let last = self.folded_piece(way.from..from);
                        let pair = self.view.words.pair(last, piece);
                        let step = match pair {
                            0 => alone + STRANGERS,
                            _ => (pair as f32 / self.view.words.count_folded(last).max(pair) as f32).ln(),
                        };
                        let score = way.score + step;
                        Way { from, before: w, score, pair: way.pair.min(pair), pieces: way.pieces + 1 }
                    })
                    .max_by(|a, b| a.score.total_cmp(&b.score));
                ways[end].extend(best);
            }
        }
        debug_assert!(total > 0.0);
        let best =
            *ways[self.len].iter().filter(|w| w.pieces >= 2).max_by(|a, b| a.score.total_cmp(&b.score))?;
        let mut places = Vec::with_capacity(best.pieces as usize - 1);
        let mut way = best;
        while way.from > 0 {
            places.push(way.from);
            way = ways[way.from][way.before];
        }
        places.reverse();
        Some((best, places))
    }

    /// The logarithm of how likely a piece is as a word; nothing if it cannot be one.
    fn piece(&self, r: Range<usize>, bordered: bool) -> Option<Weight> {
        let words = self.view.words;
        let (clean, len, start) = (self.clean_piece(r.clone()), r.len(), r.start);
        let suffix = start > 0 && !bordered && ENDINGS.contains(&clean);
        if suffix || PROCLITICS.contains(&clean) {
            return None;
        }
        let count = self.count(r.clone());
        let least = match len {
            2 => KNOWN_TWO,
            3 => KNOWN_THREE,
            _ => KNOWN_PIECE,
        };
        if count >= least {
            return Some((count as f32 / words.total()).ln());
        }
        if len < 4 {
            return None;
        }
        let behind = PROCLITICS
            .iter()
            .filter(|p| clean.starts_with(**p) && len >= p.len() / 2 + 4)
            .map(|p| self.count(r.start + p.len() / 2..r.end))
            .filter(|n| *n >= KNOWN_BEHIND_CLITIC)
            .max();
        if let Some(count) = behind {
            return Some((count as f32 / words.total()).ln() + CLITIC);
        }
        // A name nobody knows, beside a border that the letters show.
        bordered.then(|| UNKNOWN + words.letters(self.folded_piece(r)) - 2.0)
    }

    /// A piece's count in its own spelling; in any, where it is spelled without care.
    fn count(&self, r: Range<usize>) -> u32 {
        let clean = self.clean_piece(r.clone());
        let careful = self.view.words.count(clean);
        if clean == self.folded_piece(r.clone()) {
            careful.max(self.view.words.count_folded(clean))
        } else {
            careful
        }
    }

    /// How much likelier a word is for the one before it.
    fn draw(&self, before: &str, piece: &str, alone: Weight) -> Weight {
        match self.view.words.pair(before, piece) {
            0 => 0.0,
            pair => {
                let together = pair as f32 / self.view.words.count_folded(before).max(pair) as f32;
                (together.ln() - alone).max(0.0)
            }
        }
    }

    /// How much likelier the last piece makes the word after it.
    fn draws(&self, last: usize, after: &str) -> Weight {
        let alone = ((self.view.words.count_folded(after) + 1) as f32 / self.view.words.total()).ln();
        self.draw(self.folded_piece(last..self.len), after, alone)
    }

    fn can_cut(&self, letters: usize) -> bool {
        self.view.offsets.can_cut(self.token.clean.start + 2 * letters as u32)
    }

    fn clean_piece(&self, r: Range<usize>) -> &str {
        &self.clean[2 * r.start..2 * r.end]
    }

    fn folded_piece(&self, r: Range<usize>) -> &str {
        &self.folded[2 * r.start..2 * r.end]
    }
}
