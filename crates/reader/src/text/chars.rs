//! What sort of character is this?

/// How the tokeniser sees a character of the clean view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Space,
    Arabic,
    Digit,
    Foreign,
    Punctuation,
    Symbol,
}

/// The class of the character that starts at `at`, and its length in bytes.
#[inline]
pub(super) fn class_at(s: &str, at: usize) -> (Class, usize) {
    let bytes = s.as_bytes();
    let b = bytes[at];
    if b < 0x80 {
        return (ASCII[b as usize], 1);
    }
    // U+0620..U+064A: the letters nearly all Arabic text consists of.
    if (b == 0xD8 && bytes[at + 1] >= 0xA0) || (b == 0xD9 && bytes[at + 1] <= 0x8A) {
        return (Class::Arabic, 2);
    }
    let c = s[at..].chars().next().expect("`at` lies before the end, at a character's border");
    (class(c), c.len_utf8())
}

pub(super) fn class(c: char) -> Class {
    match c {
        '\0'..='\x7F' => ASCII[c as usize],
        '\u{620}'..='\u{64A}'
        | '\u{66E}'..='\u{6D3}'
        | '\u{6D5}'
        | '\u{6EE}'
        | '\u{6EF}'
        | '\u{6FA}'..='\u{6FC}'
        | '\u{6FF}'
        | '\u{750}'..='\u{77F}'
        | '\u{8A0}'..='\u{8C7}' => Class::Arabic,
        '\u{60C}'
        | '\u{60D}'
        | '\u{61B}'
        | '\u{61D}'..='\u{61F}'
        | '\u{66D}'
        | '\u{6D4}'
        | '\u{A1}'
        | '\u{AB}'
        | '\u{B7}'
        | '\u{BB}'
        | '\u{BF}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205E}'
        | '\u{3001}'
        | '\u{3002}'
        | '\u{3008}'..='\u{3011}'
        | '\u{FD3E}'
        | '\u{FD3F}' => Class::Punctuation,
        // Marks that combine with foreign letters stay with them.
        '\u{300}'..='\u{36F}' => Class::Foreign,
        _ if c.is_whitespace() => Class::Space,
        _ if c.is_alphanumeric() => Class::Foreign,
        _ => Class::Symbol,
    }
}

const ASCII: [Class; 128] = {
    let mut table = [Class::Symbol; 128];
    let mut i = 0;
    while i < 128 {
        let b = i as u8;
        table[i] = match b {
            0..=b' ' | 0x7F => Class::Space,
            b'0'..=b'9' => Class::Digit,
            b'A'..=b'Z' | b'a'..=b'z' => Class::Foreign,
            b'!' | b'"' | b'\'' | b'(' | b')' | b',' | b'-' | b'.' | b'/' | b':' | b';' | b'?' | b'['
            | b']' | b'{' | b'}' => Class::Punctuation,
            _ => Class::Symbol,
        };
        i += 1;
    }
    table
};
