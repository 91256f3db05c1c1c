//! Which words say when?

use std::ops::Range;

use super::numbers;
use super::terms::{Grammatical, Lexed, Sense};
pub use super::timeline::{Calendar, DateExpr, Edge, Lean, Unit, Year};
use crate::Span;

/// Words that date something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMention {
    pub tokens: Range<u32>,
    pub span: Span,
    pub expr: DateExpr,
}

/// Every date and time of day in a text, in order, none inside another.
pub(crate) fn dates(lx: &Lexed<'_>) -> Vec<DateMention> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lx.len() {
        if !lx.is_number(at) && !lx.senses(at).iter().any(Sense::begins_date) {
            at += 1;
            continue;
        }
        let reader = Reader::new(lx, at);
        if reader.has(at, Sense::Skip) {
            at = lx.next(at);
            continue;
        }
        match reader.mention(at) {
            Some((expr, end)) if end > at => {
                found.push(DateMention { tokens: at as u32..end as u32, span: lx.span(at, end), expr });
                at = end;
            }
            _ => at += 1,
        }
    }
    found
}

/// How far a date can reach, in tokens.
const LONGEST: usize = 24;

/// Reads one sentence's dates by descent.
#[derive(Clone, Copy)]
pub(super) struct Reader<'l, 't> {
    pub(super) lx: &'l Lexed<'t>,
    pub(super) limit: usize,
}

pub(super) type Read<T> = Option<(T, usize)>;

impl Reader<'_, '_> {
    pub(super) fn new<'l, 't>(lx: &'l Lexed<'t>, at: usize) -> Reader<'l, 't> {
        Reader { lx, limit: (at + LONGEST).min(lx.toks[at].sentence_end as usize) }
    }

    pub(super) fn senses(&self, at: usize) -> &[Sense] {
        if at < self.limit { self.lx.senses(at) } else { &[] }
    }

    pub(super) fn has(&self, at: usize, sense: Sense) -> bool {
        self.senses(at).contains(&sense)
    }

    pub(super) fn find<T>(&self, at: usize, pick: impl FnMut(&Sense) -> Option<T>) -> Option<T> {
        self.senses(at).iter().find_map(pick)
    }

    pub(super) fn next(&self, at: usize) -> usize {
        self.lx.next(at)
    }

    pub(super) fn is(&self, at: usize, forms: &[&str]) -> bool {
        at < self.limit && self.lx.is(at, forms)
    }

    pub(super) fn the(&self, at: usize) -> bool {
        self.lx.toks.get(at).is_some_and(|t| t.clitics.the() || t.form.starts_with("ال"))
    }

    /// Skips one word that is exactly من.
    pub(super) fn skip_of(&self, at: usize) -> usize {
        if self.has(at, Sense::From) && self.lx.toks[at].words == 1 { at + 1 } else { at }
    }

    /// و on the word at `at`, or standing before it: the index of what it joins.
    pub(super) fn and(&self, at: usize) -> Option<usize> {
        if at >= self.limit {
            return None;
        }
        if self.lx.toks[at].form == "و" && at + 1 < self.limit {
            return Some(at + 1);
        }
        self.lx.toks[at].clitics.and().then_some(at)
    }

    pub(super) fn mention(&self, at: usize) -> Read<DateExpr> {
        for sense in self.senses(at) {
            let next = self.next(at);
            let read = match sense {
                Sense::Since => self.since(next),
                Sense::By => self.stretch(next).map(|(e, end)| (ahead(e), end)),
                Sense::Until => self
                    .point(next)
                    .filter(|(e, _)| dated(e))
                    .map(|(e, end)| (DateExpr::Until(Box::new(e)), end)),
                Sense::Ago => self.ago(next),
                Sense::AfterTime => self.later(next),
                Sense::Within => self.within(next),
                Sense::Between | Sense::From => self.between(next),
                _ => continue,
            };
            if read.is_some() {
                return read;
            }
        }
        self.stretch(at)
    }

    /// A point, or two with a dash or إلى between them.
    pub(super) fn stretch(&self, at: usize) -> Read<DateExpr> {
        let (first, end) = self.point(at)?;
        if !dated(&first) {
            return Some((first, end));
        }
        let joint = if self.is(end, &["-", "–", "—"]) {
            end + 1
        } else if self.has(end, Sense::To) || self.has(end, Sense::Until) {
            self.next(end)
        } else {
            return Some((first, end));
        };
        match self.point(joint) {
            Some((last, end)) if dated(&last) => Some((join(first, last), end)),
            _ => Some((first, end)),
        }
    }

    pub(super) fn since(&self, at: usize) -> Read<DateExpr> {
        let at = self.skip_bound(at);
        let (expr, end) = match self.point(at) {
            Some((expr, end)) if !matches!(expr, DateExpr::Clock) => (expr, end),
            _ => {
                let ((unit, n), end) = self.length(at)?;
                (DateExpr::Ago { unit, n }, end)
            }
        };
        let joint = self.and(end).unwrap_or(end);
        if (self.has(joint, Sense::Until) || self.has(joint, Sense::To))
            && let Some((last, end)) = self.point(self.next(joint))
            && dated(&last)
        {
            return Some((join(expr, last), end));
        }
        Some((DateExpr::Since(Box::new(expr)), end))
    }

    pub(super) fn ago(&self, at: usize) -> Read<DateExpr> {
        let bare = self.skip_bound(at);
        if let Some((expr, end)) = self
            .point(at)
            .filter(|(e, _)| dated(e) && !matches!(e, DateExpr::Past { .. } | DateExpr::Coming { .. }))
        {
            return Some((DateExpr::Until(Box::new(expr)), end));
        }
        let ((unit, n), end) = self.length(bare)?;
        // قبل يومين من الانتخابات counts from the election.
        if self.has(end, Sense::From) && self.lx.toks[end].words == 1 && self.lx.is_word(end + 1) {
            return Some((DateExpr::Earlier { unit, n }, end));
        }
        Some((DateExpr::Ago { unit, n }, end))
    }

    pub(super) fn later(&self, at: usize) -> Read<DateExpr> {
        let bare = self.skip_bound(at);
        if let Some((expr, end)) =
            self.point(at).filter(|(e, _)| dated(e) && !matches!(e, DateExpr::Past { .. }))
        {
            return Some((DateExpr::Since(Box::new(expr)), end));
        }
        // بعد ذلك بيومين
        let bare = if self.has(bare, Sense::That) { self.next(bare) } else { bare };
        let ((unit, n), end) = self.length(bare)?;
        Some((DateExpr::Later { unit, n }, end))
    }

    pub(super) fn within(&self, at: usize) -> Read<DateExpr> {
        if let Some(read) = self.stretch(at).or_else(|| self.between_in(at)) {
            return Some(read);
        }
        let ((unit, n), end) = self.length(self.skip_bound(at))?;
        Some((DateExpr::Past { unit, n }, end))
    }

    /// خلال الفترة بين …, خلال الفترة من …
    pub(super) fn between_in(&self, at: usize) -> Read<DateExpr> {
        if at < self.limit && (self.has(at + 1, Sense::Between) || self.has(at + 1, Sense::From)) {
            return self.between(self.next(at + 1));
        }
        None
    }

    /// After بين or من: two dates.
    pub(super) fn between(&self, at: usize) -> Read<DateExpr> {
        if let Some(read) = self.days_of_month(at) {
            return Some(read);
        }
        let (first, end) = self.point(at).filter(|(e, _)| dated(e))?;
        if let DateExpr::Years { first: a, last: b, .. } = first
            && a != b
        {
            return Some((first, end));
        }
        let joint = if self.has(end, Sense::To) || self.has(end, Sense::Until) || self.is(end, &["-", "–"])
        {
            self.next(end)
        } else {
            let and = self.and(end).or_else(|| self.glued_and(end))?;
            if self.has(and, Sense::Until) || self.has(and, Sense::To) { self.next(and) } else { and }
        };
        let (last, end) = self.point_or_year(joint)?;
        dated(&last).then(|| (join(first, last), end))
    }

    /// A figure whose و the tokeniser left on it.
    pub(super) fn glued_and(&self, at: usize) -> Option<usize> {
        (self.is(at, &["و"]) && at + 1 < self.limit).then_some(at + 1)
    }

    pub(super) fn point_or_year(&self, at: usize) -> Read<DateExpr> {
        self.point(at).or_else(|| self.plain_year(at).map(|(y, end)| (years(y, y), end)))
    }

    pub(super) fn unit(&self, at: usize, wanted: Grammatical) -> Option<Unit> {
        self.find(at, |s| match s {
            Sense::Time(unit, grammatical) if *grammatical == wanted => Some(*unit),
            _ => None,
        })
    }

    pub(super) fn lean(&self, at: usize) -> Read<Lean> {
        let lean = self.find(at, |s| if let Sense::Lean(l) = s { Some(*l) } else { None })?;
        Some((lean, self.next(at)))
    }

    /// نحو, أكثر من … before a length of time.
    pub(super) fn skip_bound(&self, at: usize) -> usize {
        if self.find(at, |s| matches!(s, Sense::Before(_)).then_some(())).is_some() {
            self.next(at)
        } else {
            at
        }
    }

    /// يومين, ثلاثة أيام, أشهر, عدة أسابيع.
    pub(super) fn length(&self, at: usize) -> Read<(Unit, Option<u32>)> {
        let time = |at: usize| {
            self.find(at, |s| if let Sense::Time(u, g) = s { Some((*u, *g)) } else { None })
                .filter(|_| !self.the(at))
        };
        let (unit, n, mut end) = if let Some((unit, grammatical)) = time(at) {
            let n = match grammatical {
                Grammatical::One => Some(1),
                Grammatical::Two => Some(2),
                Grammatical::Many => None,
            };
            (unit, n, self.next(at))
        } else if self.find(at, |s| matches!(s, Sense::Few(_)).then_some(())).is_some() {
            let (unit, _) = time(self.next(at))?;
            (unit, None, self.next(self.next(at)))
        } else {
            let num = numbers::read(self.lx, at, self.limit).filter(|n| !n.ordinal && n.n < 10_000)?;
            let (unit, _) = time(num.end)?;
            let n = if num.bound.is_some() { None } else { Some(num.n as u32) };
            (unit, n, self.next(num.end))
        };
        if self.has(end, Sense::FewAdjective)
            || self.find(end, |s| matches!(s, Sense::Few(_) | Sense::One).then_some(())).is_some()
        {
            end = self.next(end);
        }
        // عام ونصف
        if let Some(n) = n
            && let Some(and) = self.and(end)
            && self.has(and, Sense::Fraction(1, 2))
        {
            let half = match unit {
                Unit::Year => Some((Unit::Month, n * 12 + 6)),
                Unit::Month => Some((Unit::Day, n * 30 + 15)),
                Unit::Day => Some((Unit::Hour, n * 24 + 12)),
                _ => None,
            };
            return Some(
                half.map_or(((unit, Some(n)), self.next(and)), |(u, n)| ((u, Some(n)), self.next(and))),
            );
        }
        Some(((unit, n), end))
    }
}

pub(super) fn years(first: i16, last: i16) -> DateExpr {
    let calendar = if first < 1600 { Calendar::Hijri } else { Calendar::Gregorian };
    DateExpr::Years { calendar, first, last, edge: None }
}

/// Can it be one end of a range?
pub(super) fn dated(expr: &DateExpr) -> bool {
    !matches!(expr, DateExpr::Clock | DateExpr::Same)
}

pub(super) fn with_edge(expr: DateExpr, part: Edge) -> DateExpr {
    match expr {
        DateExpr::Month { calendar, year, month, .. } => {
            DateExpr::Month { calendar, year, month, edge: Some(part) }
        }
        DateExpr::Years { calendar, first, last, .. } => {
            DateExpr::Years { calendar, first, last, edge: Some(part) }
        }
        DateExpr::Calendar { unit, offset, .. } => DateExpr::Calendar { unit, offset, edge: Some(part) },
        other => other,
    }
}

/// After بحلول, a name without a year is the next one.
fn ahead(expr: DateExpr) -> DateExpr {
    let next = |year| if year == Year::Unsaid(Lean::Unsaid) { Year::Unsaid(Lean::Next) } else { year };
    match expr {
        DateExpr::Day { calendar, year, month, day } => {
            DateExpr::Day { calendar, year: next(year), month, day }
        }
        DateExpr::Month { calendar, year, month, edge } => {
            DateExpr::Month { calendar, year: next(year), month, edge }
        }
        DateExpr::Weekday { weekday, lean: Lean::Unsaid, weeks } => {
            DateExpr::Weekday { weekday, lean: Lean::Next, weeks }
        }
        other => other,
    }
}

/// A range; the year and lean said once hold for both ends (بين يناير ومارس 2014).
fn join(first: DateExpr, last: DateExpr) -> DateExpr {
    let year = match &last {
        DateExpr::Day { year, .. } | DateExpr::Month { year, .. } => Some(*year),
        _ => None,
    };
    let first = match (first, year) {
        (DateExpr::Day { calendar, year: Year::Unsaid(Lean::Unsaid), month, day }, Some(year)) => {
            DateExpr::Day { calendar, year, month, day }
        }
        (DateExpr::Month { calendar, year: Year::Unsaid(Lean::Unsaid), month, edge }, Some(year)) => {
            DateExpr::Month { calendar, year, month, edge }
        }
        (other, _) => other,
    };
    if let (DateExpr::Years { calendar, first: a, edge, .. }, DateExpr::Years { last: b, .. }) =
        (&first, &last)
        && a <= b
    {
        return DateExpr::Years { calendar: *calendar, first: *a, last: *b, edge: *edge };
    }
    DateExpr::Range(Box::new(first), Box::new(last))
}
