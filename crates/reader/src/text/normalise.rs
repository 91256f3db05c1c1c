//! What would this text look like in plain modern spelling?

use super::offsets::Offsets;
use super::presentation;

/// The clean view of `s`: presentation forms resolved, vowel marks, tatweel and direction marks dropped,
/// Persian letters and digits replaced, white space levelled. Every surface form in `data/` goes through it.
pub fn normalise(s: &str) -> String {
    let mut clean = String::with_capacity(s.len());
    clean_into(s, &mut clean, &mut Offsets::default());
    clean
}

/// The folded view of `s`: [`normalise`], then hamza seats, ى/ي and ة/ه levelled.
pub fn fold(s: &str) -> String {
    fold_clean(&normalise(s))
}

/// Levels what writers mix up; every letter keeps its length in bytes.
pub(super) fn fold_clean(clean: &str) -> String {
    let bytes = clean.as_bytes();
    let mut folded = String::with_capacity(clean.len());
    let (mut i, mut run) = (0, 0);
    while i < bytes.len() {
        let b = bytes[i];
        if !(0xD8..=0xDB).contains(&b) {
            i += 1;
            continue;
        }
        if let Some(to) = FOLD[(b & 3) as usize][(bytes[i + 1] & 0x3F) as usize] {
            folded.push_str(&clean[run..i]);
            folded.push(to);
            run = i + 2;
        }
        i += 2;
    }
    folded.push_str(&clean[run..]);
    folded
}

/// Fills `clean`, and `offsets` with the way back.
pub(super) fn clean_into(raw: &str, clean: &mut String, offsets: &mut Offsets) {
    let bytes = raw.as_bytes();
    let base = clean.len();
    debug_assert_eq!(base, 0, "offsets count from the start of the clean view");
    let (mut i, mut run) = (0, 0);
    while i < bytes.len() {
        let b = bytes[i];
        if b < 0x80 {
            if PLAIN_ASCII[b as usize] {
                i += 1;
                continue;
            }
        } else if (b == 0xD8 || b == 0xD9) && PLAIN_ARABIC[(b & 1) as usize][(bytes[i + 1] & 0x3F) as usize] {
            i += 2;
            continue;
        }
        clean.push_str(&raw[run..i]);
        i = special(raw, i, clean, offsets);
        run = i;
    }
    clean.push_str(&raw[run..]);
    offsets.finish(raw.len());
}

/// Handles the character at `i`, which may need something; returns where the next one starts.
fn special(raw: &str, i: usize, clean: &mut String, offsets: &mut Offsets) -> usize {
    let bytes = raw.as_bytes();
    let b = bytes[i];
    if b < 0x80 {
        return ascii(raw, i, clean, offsets);
    }
    let c = raw[i..].chars().next().expect("`i` lies before the end, at a character's border");
    let after = i + c.len_utf8();
    match c {
        // Vowel marks, small Quranic signs, tatweel: they belong to the letter before them.
        '\u{653}'..='\u{655}' => {
            compose(clean, c);
            offsets.mark(clean.len(), i..after);
        }
        '\u{610}'..='\u{61A}'
        | '\u{640}'
        | '\u{64B}'..='\u{65F}'
        | '\u{670}'
        | '\u{6D6}'..='\u{6DC}'
        | '\u{6DF}'..='\u{6E8}'
        | '\u{6EA}'..='\u{6ED}'
        | '\u{8CA}'..='\u{8E1}'
        | '\u{8E3}'..='\u{8FF}'
        | '\u{FC5E}'..='\u{FC63}'
        | '\u{FCF2}'..='\u{FCF4}'
        | '\u{FE70}'..='\u{FE7F}' => offsets.mark(clean.len(), i..after),
        // Direction marks, zero-width characters, variation selectors: they belong to nothing.
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' => offsets.drop(clean.len(), i..after),
        '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' => return digits(raw, i, clean, offsets),
        '\u{2028}' | '\u{2029}' | '\u{85}' => replace("\n", i..after, clean, offsets),
        _ if c.is_whitespace() => replace(" ", i..after, clean, offsets),
        '\u{80}'..='\u{9F}' => replace(" ", i..after, clean, offsets),
        '\u{FB50}'..='\u{FDFF}' | '\u{FE80}'..='\u{FEFC}' => match presentation::resolve(c) {
            Some(letters) => replace(letters, i..after, clean, offsets),
            None => clean.push_str(&raw[i..after]),
        },
        '\u{FF01}'..='\u{FF5E}' => {
            let plain = char::from_u32(c as u32 - 0xFEE0).unwrap_or(c);
            replace(plain.encode_utf8(&mut [0; 4]), i..after, clean, offsets);
        }
        _ => match letter(c) {
            Some(plain) => replace(plain.encode_utf8(&mut [0; 4]), i..after, clean, offsets),
            None => clean.push_str(&raw[i..after]),
        },
    }
    after
}

fn ascii(raw: &str, i: usize, clean: &mut String, offsets: &mut Offsets) -> usize {
    let bytes = raw.as_bytes();
    let after = i + 1;
    match bytes[i] {
        b'0'..=b'9' => return digits(raw, i, clean, offsets),
        b'&' => {
            if let Some((plain, end)) = reference(raw, i) {
                replace(plain, i..end, clean, offsets);
                return end;
            }
            clean.push('&');
        }
        // #كذبة_إبريل is read as the words it is made of.
        b'#' if arabic_lead(bytes.get(after)) && clean.as_bytes().last().is_none_or(|b| *b < 0xD8) => {
            clean.push(' ');
        }
        b'_' if clean.len() >= 2
            && arabic_lead(clean.as_bytes().get(clean.len() - 2))
            && (arabic_lead(bytes.get(after)) || bytes.get(after).is_some_and(u8::is_ascii_digit)) =>
        {
            clean.push(' ');
        }
        b'#' => clean.push('#'),
        b'_' => clean.push('_'),
        b'\r' if bytes.get(after) != Some(&b'\n') => clean.push('\n'),
        b'\x0B' | b'\x0C' => clean.push('\n'),
        _ => clean.push(' '),
    }
    after
}

/// A run of digits of any of the three sets, with Arabic decimal and thousands signs between them.
fn digits(raw: &str, start: usize, clean: &mut String, offsets: &mut Offsets) -> usize {
    let mut i = start;
    // ASCII digits are copied; the map needs a step only where the lengths differ.
    while let Some((digit, len)) = digit_at(raw, i) {
        match len {
            1 => clean.push(digit),
            _ => replace(digit.encode_utf8(&mut [0; 4]), i..i + len, clean, offsets),
        }
        i += len;
    }
    let Some(sign) = raw[i..].chars().next() else { return i };
    let after = i + sign.len_utf8();
    let follow = digits_from(raw, after);
    if follow == 0 {
        return i;
    }
    let before = clean.bytes().rev().take(4).take_while(u8::is_ascii_digit).count();
    let plain = match sign {
        '٫' => ".",
        '٬' => ",",
        // 4ر5 is how print wrote 4.5; 1،2 and 1،500 come from keyboards with one comma.
        'ر' if before <= 3 => ".",
        '،' if before <= 3 && follow == 1 => ".",
        '،' if before <= 3 && follow == 3 => ",",
        _ => return i,
    };
    replace(plain, i..after, clean, offsets);
    after
}

/// How many digits (at most 5) stand at `i`.
fn digits_from(raw: &str, mut i: usize) -> usize {
    let mut n = 0;
    while let Some((_, len)) = digit_at(raw, i) {
        i += len;
        n += 1;
        if n == 5 {
            break;
        }
    }
    n
}

fn digit_at(raw: &str, i: usize) -> Option<(char, usize)> {
    let c = raw[i..].chars().next()?;
    let value = match c {
        '0'..='9' => return Some((c, 1)),
        '\u{660}'..='\u{669}' => c as u32 - 0x660,
        '\u{6F0}'..='\u{6F9}' => c as u32 - 0x6F0,
        _ => return None,
    };
    char::from_digit(value, 10).map(|d| (d, 2))
}

/// `&#34;` and its like, left over from pages: what it stands for and where it ends.
fn reference(raw: &str, i: usize) -> Option<(&'static str, usize)> {
    let tail = &raw.as_bytes()[i + 1..raw.len().min(i + 8)];
    let len = tail.iter().position(|b| *b == b';')?;
    let plain = match &tail[..len] {
        b"quot" | b"#34" | b"#034" | b"#x22" => "\"",
        b"apos" | b"#39" | b"#039" | b"#x27" => "'",
        b"amp" | b"#38" => "&",
        b"lt" | b"#60" => "<",
        b"gt" | b"#62" => ">",
        b"nbsp" | b"#160" => " ",
        b"laquo" | b"#171" => "«",
        b"raquo" | b"#187" => "»",
        b"ldquo" | b"#8220" => "“",
        b"rdquo" | b"#8221" => "”",
        b"lsquo" | b"#8216" => "‘",
        b"rsquo" | b"#8217" => "’",
        b"ndash" | b"#8211" => "–",
        b"mdash" | b"#8212" => "—",
        b"hellip" | b"#8230" => "…",
        _ => return None,
    };
    Some((plain, i + 1 + len + 1))
}

fn replace(plain: &str, raw: std::ops::Range<usize>, clean: &mut String, offsets: &mut Offsets) {
    let at = clean.len();
    clean.push_str(plain);
    if plain.len() != raw.len() {
        offsets.whole(at, raw.start);
        offsets.step(clean.len(), raw.end, raw.end);
    }
}

/// A hamza or madda written as a mark of its own joins its seat.
fn compose(clean: &mut String, mark: char) {
    let seat = clean.chars().next_back();
    let whole = match (seat, mark) {
        (Some('ا'), '\u{653}') => 'آ',
        (Some('ا'), '\u{654}') => 'أ',
        (Some('ا'), '\u{655}') => 'إ',
        (Some('و'), '\u{654}') => 'ؤ',
        (Some('ي' | 'ى'), '\u{654}') => 'ئ',
        _ => return,
    };
    clean.pop();
    clean.push(whole);
}

fn arabic_lead(b: Option<&u8>) -> bool {
    b.is_some_and(|b| (0xD8..=0xDB).contains(b))
}

/// Letters of neighbouring languages that stand for an Arabic one, and signs with a plain twin.
fn letter(c: char) -> Option<char> {
    Some(match c {
        '\u{671}' | '\u{672}' | '\u{673}' | '\u{675}' => 'ا',
        '\u{66E}' => 'ب',
        '\u{66F}' => 'ق',
        '\u{63B}' | '\u{63C}' | '\u{6A9}' | '\u{6AA}' | '\u{6AB}' | '\u{6AC}' | '\u{6AE}' => 'ك',
        '\u{6BE}' | '\u{6C0}' | '\u{6C1}' | '\u{6C2}' | '\u{6D5}' => 'ه',
        '\u{6C3}' => 'ة',
        '\u{63D}'..='\u{63F}' | '\u{6CC}' | '\u{6CD}' | '\u{6CE}' | '\u{6D0}'..='\u{6D3}' => 'ي',
        '\u{6BA}' | '\u{6BC}' => 'ن',
        '\u{6CF}' | '\u{6C4}'..='\u{6CB}' => 'و',
        '\u{66A}' => '%',
        '\u{66B}' | '\u{6D4}' => '.',
        '\u{66C}' => ',',
        '\u{66D}' => '*',
        _ => return None,
    })
}

/// ASCII that is copied as it is. The rest is white space, control, digits, or `&`, `#`, `_`.
const PLAIN_ASCII: [bool; 128] = {
    let mut table = [false; 128];
    let mut i = 0;
    while i < 128 {
        let b = i as u8;
        table[i] = b == b'\n'
            || b == b' '
            || (b > b' ' && b < 0x7F && !b.is_ascii_digit() && b != b'&' && b != b'#' && b != b'_');
        i += 1;
    }
    table
};

/// Characters of U+0600..U+067F that are copied as they are.
const PLAIN_ARABIC: [[bool; 64]; 2] = {
    let mut table = [[false; 64]; 2];
    let mut c = 0x600;
    while c < 0x680 {
        let keep = matches!(c, 0x60C | 0x61B | 0x61F | 0x621..=0x63A | 0x641..=0x64A | 0x67E);
        table[((c >> 6) & 1) as usize][(c & 0x3F) as usize] = keep;
        c += 1;
    }
    table
};

/// U+0600..U+06FF, by lead and tail byte: the character of two bytes that takes the place of this one.
const FOLD: [[Option<char>; 64]; 4] = {
    let mut table = [[None; 64]; 4];
    let mut c = 0x600;
    while c < 0x700 {
        table[((c >> 6) & 3) as usize][(c & 0x3F) as usize] = match c {
            0x622 | 0x623 | 0x625 | 0x671 => Some('ا'),
            0x629 => Some('ه'),         // ة
            0x624 => Some('و'),         // ؤ
            0x649 | 0x626 => Some('ي'), // ى ئ
            0x67E => Some('ب'),         // پ
            0x686 => Some('ج'),         // چ
            0x698 => Some('ز'),         // ژ
            0x6A4 => Some('ف'),         // ڤ
            0x6AF => Some('ك'),         // گ
            _ => None,
        };
        c += 1;
    }
    table
};
