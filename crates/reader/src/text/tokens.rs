//! Where does one word, number or mark end and the next begin?

use super::chars::{Class, class_at};
use super::offsets::Offsets;
use super::{Token, TokenKind};

/// Takes the clean view apart. Every character that is no white space lands in exactly one token.
pub(super) fn tokens(clean: &str, offsets: &Offsets) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(clean.len() / 9);
    let mut cursor = offsets.cursor();
    let mut i = 0;
    while i < clean.len() {
        let (class, len) = class_at(clean, i);
        let (kind, end) = match class {
            Class::Space => {
                if let Some(last) = tokens.last_mut() {
                    let last: &mut Token = last;
                    last.space_after = true;
                }
                i += len;
                continue;
            }
            Class::Arabic => (TokenKind::Word, word(clean, i, i + len)),
            Class::Digit => (TokenKind::Number, number(clean, i + len)),
            Class::Foreign => (TokenKind::Foreign, foreign(clean, i)),
            Class::Punctuation => (TokenKind::Punctuation, punctuation(clean, i, len)),
            Class::Symbol => symbol(clean, i, len),
        };
        let range = i as u32..end as u32;
        tokens.push(Token {
            kind,
            span: cursor.span(range.clone()),
            clean: range,
            repaired: false,
            space_after: false,
        });
        i = end;
    }
    tokens
}

/// Arabic letters to the end of the word; letters joined by stops (أ.ف.ب) are one word.
fn word(clean: &str, start: usize, from: usize) -> usize {
    let end = letters(clean, from);
    if clean.as_bytes().get(end) == Some(&b'.') && end - start <= 6 {
        abbreviation(clean, start, end)
    } else {
        end
    }
}

#[inline]
fn letters(clean: &str, mut i: usize) -> usize {
    let bytes = clean.as_bytes();
    while i < bytes.len() {
        // The common letters first, the whole table second.
        if (bytes[i] == 0xD8 && bytes[i + 1] >= 0xA0) || (bytes[i] == 0xD9 && bytes[i + 1] <= 0x8A) {
            i += 2;
        } else if bytes[i] < 0x80 {
            break;
        } else {
            match class_at(clean, i) {
                (Class::Arabic, len) => i += len,
                _ => break,
            }
        }
    }
    i
}

/// A chain of short pieces and stops: three or more pieces of up to three letters (سي.إن.إن), or two single
/// letters (ق.م). The stop after the last piece stays outside.
fn abbreviation(clean: &str, start: usize, first_end: usize) -> usize {
    let mut end = first_end;
    let mut pieces = 1;
    let mut single = end - start == 2;
    while clean.as_bytes().get(end) == Some(&b'.') {
        let next = letters(clean, end + 1);
        let piece = next - (end + 1);
        if piece == 0 || piece > 6 {
            break;
        }
        if piece > 2 && pieces < 2 && single {
            // د.علي: a title, then a name.
            break;
        }
        single &= piece == 2;
        pieces += 1;
        end = next;
    }
    if pieces >= 3 || (pieces == 2 && single) { end } else { first_end }
}

/// Digits with the separators inside them.
fn number(clean: &str, from: usize) -> usize {
    let bytes = clean.as_bytes();
    let digits = |mut i: usize| {
        while bytes.get(i).is_some_and(u8::is_ascii_digit) {
            i += 1;
        }
        i
    };
    let start = from - 1;
    let first = digits(from);
    // 2014-06-12, but not 10-15: that is a range.
    if bytes.get(first) == Some(&b'-') {
        let second = digits(first + 1);
        if second > first + 1 && bytes.get(second) == Some(&b'-') && first - start <= 4 {
            let third = digits(second + 1);
            if third > second + 1 && bytes.get(third) != Some(&b'-') {
                return third;
            }
        }
        return first;
    }
    let mut end = first;
    while matches!(bytes.get(end), Some(b'.' | b',' | b':' | b'/')) {
        let next = digits(end + 1);
        if next == end + 1 {
            break;
        }
        end = next;
    }
    end
}

/// Letters of another script with the digits, stops and hyphens inside them; addresses.
fn foreign(clean: &str, start: usize) -> usize {
    if let Some(end) = address(clean, start).or_else(|| mail(clean, start)) {
        return end;
    }
    let bytes = clean.as_bytes();
    let mut i = start;
    while i < bytes.len() {
        match class_at(clean, i) {
            (Class::Foreign | Class::Digit, len) => i += len,
            _ if bytes[i] == b'_' => i += 1,
            // U.S., bbc.com, O'Neil
            _ if (bytes[i] == b'.' || bytes[i] == b'\'')
                && bytes.get(i + 1).is_some_and(u8::is_ascii_alphanumeric)
                && bytes[i - 1].is_ascii_alphanumeric() =>
            {
                i += 1;
            }
            _ => break,
        }
    }
    i
}

/// A web address that starts at `start`: to the next white space, Arabic letter, quote or bracket.
fn address(clean: &str, start: usize) -> Option<usize> {
    let head = clean.as_bytes()[start..].get(..8).unwrap_or(&clean.as_bytes()[start..]);
    let is = |prefix: &[u8]| head.get(..prefix.len()).is_some_and(|h| h.eq_ignore_ascii_case(prefix));
    if !(is(b"http://") || is(b"https://") || is(b"www.")) {
        return None;
    }
    let mut end = start;
    while end < clean.len() {
        let (class, len) = class_at(clean, end);
        let b = clean.as_bytes()[end];
        if class == Class::Space || class == Class::Arabic || b >= 0x80 || b"\"'<>()[]{}".contains(&b) {
            break;
        }
        end += len;
    }
    while end > start && b".,:;!?".contains(&clean.as_bytes()[end - 1]) {
        end -= 1;
    }
    Some(end)
}

/// A mail address that starts at `start`.
fn mail(clean: &str, start: usize) -> Option<usize> {
    // Longer names do not exist; without the bound a chain of a.a.a.a would be read again at every letter.
    const LONGEST_NAME: usize = 64;
    let bytes = &clean.as_bytes()[start..];
    let part = |b: &u8| b.is_ascii_alphanumeric() || b"._+-".contains(b);
    let name = bytes.iter().take(LONGEST_NAME + 1).take_while(|b| part(b)).count();
    if name == 0 || name > LONGEST_NAME || bytes.get(name) != Some(&b'@') {
        return None;
    }
    let host = &bytes[name + 1..];
    let mut len = host.iter().take(4 * LONGEST_NAME).take_while(|b| part(b)).count();
    while len > 0 && !host[len - 1].is_ascii_alphanumeric() {
        len -= 1;
    }
    host[..len].contains(&b'.').then_some(start + name + 1 + len)
}

/// One mark, or a run of the same: `...`, `؟!`, `--`, `''`.
fn punctuation(clean: &str, start: usize, len: usize) -> usize {
    let mark = &clean[start..start + len];
    let mut end = start + len;
    let joins = |next: &str| match mark {
        "." | "…" => next.starts_with(['.', '…']),
        "!" | "?" | "؟" => next.starts_with(['!', '?', '؟']),
        "-" | "–" | "—" | "،" | "," | ":" => next.starts_with(mark),
        _ => false,
    };
    if mark == "'" {
        // Two apostrophes are one quotation mark.
        return if clean[end..].starts_with('\'') { end + 1 } else { end };
    }
    while joins(&clean[end..]) {
        end += clean[end..].chars().next().map_or(0, char::len_utf8);
    }
    end
}

/// One sign, or a run of signs: `**`, `===`, `<<` (a quotation mark), an emoji with its modifiers.
fn symbol(clean: &str, start: usize, len: usize) -> (TokenKind, usize) {
    let bytes = clean.as_bytes();
    let mut end = start + len;
    match bytes[start] {
        b'<' | b'>' if bytes.get(end) == Some(&bytes[start]) => return (TokenKind::Punctuation, end + 1),
        b if b < 0x80 => {
            while b != b'%' && bytes.get(end) == Some(&b) {
                end += 1;
            }
        }
        _ => {
            while end < bytes.len() && bytes[end] >= 0x80 {
                match class_at(clean, end) {
                    (Class::Symbol, len) => end += len,
                    _ => break,
                }
            }
        }
    }
    (TokenKind::Symbol, end)
}
