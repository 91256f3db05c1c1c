//! Which code point, or UTF-16 unit, does this byte of the raw text belong to?

use crate::Span;

/// Bytes between two checkpoints.
const STRIDE: usize = 128;

/// Converts byte offsets of one text to code points and UTF-16 units, in any order.
#[derive(Clone, Debug)]
pub struct CodePoints<'a> {
    raw: &'a str,
    /// At each multiple of `STRIDE`: characters before it, and how many of them take two UTF-16 units.
    checkpoints: Vec<(u32, u32)>,
}

impl<'a> CodePoints<'a> {
    pub fn new(raw: &'a str) -> CodePoints<'a> {
        let mut checkpoints = Vec::with_capacity(raw.len() / STRIDE + 1);
        let mut at = (0, 0);
        for chunk in raw.as_bytes().chunks(STRIDE) {
            checkpoints.push(at);
            at = count(chunk, at);
        }
        CodePoints { raw, checkpoints }
    }

    /// Code points before `byte`.
    pub fn of(&self, byte: u32) -> u32 {
        self.at(byte).0
    }

    /// UTF-16 units before `byte`.
    pub fn utf16(&self, byte: u32) -> u32 {
        let (chars, wide) = self.at(byte);
        chars + wide
    }

    /// A span of bytes as start and end in code points.
    pub fn span(&self, span: Span) -> (u32, u32) {
        (self.of(span.start()), self.of(span.end()))
    }

    /// A span of bytes as start and end in UTF-16 units.
    pub fn utf16_span(&self, span: Span) -> (u32, u32) {
        (self.utf16(span.start()), self.utf16(span.end()))
    }

    /// The byte where code point `n` starts; the text's end if there are fewer.
    pub fn byte(&self, n: u32) -> u32 {
        let chunk = self.checkpoints.partition_point(|c| c.0 <= n).saturating_sub(1);
        let mut seen = self.checkpoints.get(chunk).map_or(0, |c| c.0);
        let bytes = self.raw.as_bytes();
        let mut i = chunk * STRIDE;
        // A character begins at a byte that continues none.
        while i < bytes.len() {
            if bytes[i] & 0xC0 != 0x80 {
                if seen == n {
                    return i as u32;
                }
                seen += 1;
            }
            i += 1;
        }
        bytes.len() as u32
    }

    fn at(&self, byte: u32) -> (u32, u32) {
        let byte = (byte as usize).min(self.raw.len());
        let chunk = byte / STRIDE;
        match self.checkpoints.get(chunk) {
            Some(start) => count(&self.raw.as_bytes()[chunk * STRIDE..byte], *start),
            None => match self.checkpoints.last() {
                Some(start) => {
                    count(&self.raw.as_bytes()[(self.checkpoints.len() - 1) * STRIDE..byte], *start)
                }
                None => (0, 0),
            },
        }
    }
}

fn count(bytes: &[u8], (mut chars, mut wide): (u32, u32)) -> (u32, u32) {
    for b in bytes {
        chars += u32::from(b & 0xC0 != 0x80);
        wide += u32::from(*b >= 0xF0);
    }
    (chars, wide)
}
