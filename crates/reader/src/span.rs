//! Where in the raw text?

/// A byte range of a report's raw text.
///
/// Bytes inside the program; code points and UTF-16 units only at its borders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    // Invariant: start <= end
    start: u32,
    end: u32,
}

impl Span {
    pub fn new(start: u32, end: u32) -> Span {
        assert!(start <= end, "a span ends where it starts or later: {start}..{end}");
        Span { start, end }
    }

    pub fn start(self) -> u32 {
        self.start
    }

    pub fn end(self) -> u32 {
        self.end
    }

    pub fn len(self) -> u32 {
        self.end - self.start
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The words of `raw` that this span covers.
    pub fn of(self, raw: &str) -> &str {
        &raw[self.range()]
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}
