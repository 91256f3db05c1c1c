//! Which bytes of the raw text does a stretch of the clean view come from?

use std::ops::Range;

use crate::Span;

/// Clean to raw, as a list of the places where the two stop running in step.
///
/// Untouched text needs no entry at all; a text in full vowels needs one a mark.
#[derive(Clone, Debug, Default)]
pub(super) struct Offsets {
    // Invariant: `clean` rises strictly; between two entries raw and clean advance together.
    steps: Vec<Step>,
    raw_len: u32,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    clean: u32,
    /// Where the raw text of what comes before ends, with the marks that belong to it.
    end: u32,
    /// Where the raw text of what comes after starts.
    start: u32,
    /// One raw character that became several clean ones (`ﻻ`): no place inside it.
    whole: bool,
}

impl Offsets {
    pub(super) fn finish(&mut self, raw_len: usize) {
        self.raw_len = raw_len as u32;
    }

    /// At `clean` the raw text before ends at `end`, the raw text after starts at `start`.
    pub(super) fn step(&mut self, clean: usize, end: usize, start: usize) {
        self.push(Step { clean: clean as u32, end: end as u32, start: start as u32, whole: false });
    }

    /// The clean bytes from `clean` on stand for one raw character that starts at `raw`.
    pub(super) fn whole(&mut self, clean: usize, raw: usize) {
        self.push(Step { clean: clean as u32, end: raw as u32, start: raw as u32, whole: true });
    }

    /// Marks that belong to the character before `clean` end at `raw`.
    pub(super) fn mark(&mut self, clean: usize, mark: Range<usize>) {
        let (start, end) = (mark.start as u32, mark.end as u32);
        match self.steps.last_mut() {
            Some(last) if last.clean == clean as u32 => {
                // Belongs to what came before only if nothing else was dropped between.
                if last.end == start {
                    last.end = end;
                }
                last.start = end;
            }
            _ => self.push(Step { clean: clean as u32, end, start: end, whole: false }),
        }
    }

    /// Raw characters that belong to nothing were dropped at `clean`.
    pub(super) fn drop(&mut self, clean: usize, dropped: Range<usize>) {
        let (start, end) = (dropped.start as u32, dropped.end as u32);
        match self.steps.last_mut() {
            Some(last) if last.clean == clean as u32 => last.start = end,
            _ => self.push(Step { clean: clean as u32, end: start, start: end, whole: false }),
        }
    }

    fn push(&mut self, step: Step) {
        match self.steps.last_mut() {
            Some(last) if last.clean == step.clean => {
                *last = Step { end: last.end, ..step };
            }
            _ => self.steps.push(step),
        }
    }

    /// A reader that answers fastest when asked in rising order.
    pub(super) fn cursor(&self) -> Cursor<'_> {
        Cursor { offsets: self, next: 0 }
    }

    pub(super) fn span(&self, clean: Range<u32>) -> Span {
        let next = self.steps.partition_point(|s| s.clean <= clean.start);
        Cursor { offsets: self, next }.span(clean)
    }

    /// Is there a place in the raw text for a cut at `clean`?
    pub(super) fn can_cut(&self, clean: u32) -> bool {
        let next = self.steps.partition_point(|s| s.clean <= clean);
        next == 0 || !self.steps[next - 1].whole || self.steps[next - 1].clean == clean
    }
}

pub(super) struct Cursor<'a> {
    offsets: &'a Offsets,
    /// The first step that lies after the place asked for last.
    next: usize,
}

impl Cursor<'_> {
    /// `clean` must not start before the last range asked for.
    #[inline]
    pub(super) fn span(&mut self, clean: Range<u32>) -> Span {
        let steps = &self.offsets.steps[..];
        if steps.is_empty() {
            return Span::new(clean.start, clean.end);
        }
        while self.next < steps.len() && steps[self.next].clean <= clean.start {
            self.next += 1;
        }
        let start = self.start(clean.start);
        let mut at = self.next;
        while at < steps.len() && steps[at].clean < clean.end {
            at += 1;
        }
        let end = match steps.get(at) {
            Some(step) if step.clean == clean.end => step.end,
            after => match at.checked_sub(1).map(|i| steps[i]) {
                None => clean.end,
                Some(before) if before.whole => after.map_or(self.offsets.raw_len, |s| s.end),
                Some(before) => before.start + (clean.end - before.clean),
            },
        };
        Span::new(start, end.max(start))
    }

    fn start(&self, clean: u32) -> u32 {
        match self.next.checked_sub(1).map(|i| self.offsets.steps[i]) {
            None => clean,
            Some(step) if step.whole => step.start,
            Some(step) => step.start + (clean - step.clean),
        }
    }
}
