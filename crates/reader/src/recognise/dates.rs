//! Which words say when?

use std::ops::Range;

use super::numbers::{self, Figure};
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
        if lx.toks[at].words == 0 && !lx.is_number(at) {
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
struct Reader<'l, 't> {
    lx: &'l Lexed<'t>,
    limit: usize,
}

type Read<T> = Option<(T, usize)>;

impl Reader<'_, '_> {
    fn new<'l, 't>(lx: &'l Lexed<'t>, at: usize) -> Reader<'l, 't> {
        let end = (at + LONGEST).min(lx.len());
        let limit = (at + 1..end).find(|&i| lx.toks[i].opens).unwrap_or(end);
        Reader { lx, limit }
    }

    fn senses(&self, at: usize) -> &[Sense] {
        if at < self.limit { self.lx.senses(at) } else { &[] }
    }

    fn has(&self, at: usize, sense: Sense) -> bool {
        self.senses(at).contains(&sense)
    }

    fn find<T>(&self, at: usize, pick: impl FnMut(&Sense) -> Option<T>) -> Option<T> {
        self.senses(at).iter().find_map(pick)
    }

    fn next(&self, at: usize) -> usize {
        self.lx.next(at)
    }

    fn is(&self, at: usize, forms: &[&str]) -> bool {
        at < self.limit && self.lx.is(at, forms)
    }

    fn the(&self, at: usize) -> bool {
        self.lx.toks.get(at).is_some_and(|t| t.clitics.the() || t.form.starts_with("ال"))
    }

    /// Skips one word that is exactly من.
    fn skip_of(&self, at: usize) -> usize {
        if self.has(at, Sense::From) && self.lx.toks[at].words == 1 { at + 1 } else { at }
    }

    /// و on the word at `at`, or standing before it: the index of what it joins.
    fn and(&self, at: usize) -> Option<usize> {
        if at >= self.limit {
            return None;
        }
        if self.lx.toks[at].form == "و" && at + 1 < self.limit {
            return Some(at + 1);
        }
        self.lx.toks[at].clitics.and().then_some(at)
    }

    // ---- whole mentions ----

    fn mention(&self, at: usize) -> Read<DateExpr> {
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
    fn stretch(&self, at: usize) -> Read<DateExpr> {
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

    fn since(&self, at: usize) -> Read<DateExpr> {
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

    fn ago(&self, at: usize) -> Read<DateExpr> {
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

    fn later(&self, at: usize) -> Read<DateExpr> {
        let bare = self.skip_bound(at);
        if let Some((expr, end)) =
            self.point(at).filter(|(e, _)| dated(e) && !matches!(e, DateExpr::Past { .. }))
        {
            return Some((DateExpr::Since(Box::new(expr)), end));
        }
        let ((unit, n), end) = self.length(bare)?;
        Some((DateExpr::Later { unit, n }, end))
    }

    fn within(&self, at: usize) -> Read<DateExpr> {
        if let Some(read) = self.stretch(at).or_else(|| self.between_in(at)) {
            return Some(read);
        }
        let ((unit, n), end) = self.length(self.skip_bound(at))?;
        Some((DateExpr::Past { unit, n }, end))
    }

    /// خلال الفترة بين …, خلال الفترة من …
    fn between_in(&self, at: usize) -> Read<DateExpr> {
        if at < self.limit && (self.has(at + 1, Sense::Between) || self.has(at + 1, Sense::From)) {
            return self.between(self.next(at + 1));
        }
        None
    }

    /// After بين or من: two dates.
    fn between(&self, at: usize) -> Read<DateExpr> {
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
    fn glued_and(&self, at: usize) -> Option<usize> {
        (self.is(at, &["و"]) && at + 1 < self.limit).then_some(at + 1)
    }

    fn point_or_year(&self, at: usize) -> Read<DateExpr> {
        self.point(at).or_else(|| self.plain_year(at).map(|(y, end)| (years(y, y), end)))
    }

    // ---- points ----

    fn point(&self, at: usize) -> Read<DateExpr> {
        if at >= self.limit
            || (self.lx.toks[at].words == 0
                && !self.lx.is_number(at)
                && self.glued_and(at).is_none()
                && !self.is(at, &["ال"]))
        {
            return None;
        }
        self.edge(at)
            .or_else(|| self.clock(at))
            .or_else(|| self.part_of_day(at))
            .or_else(|| self.named_day(at))
            .or_else(|| self.days_of_month(at))
            .or_else(|| self.day_of_month(at))
            .or_else(|| self.relative_day(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.month(at))
            .or_else(|| self.numeric(at))
            .or_else(|| self.year(at))
            .or_else(|| self.window(at))
            .or_else(|| self.calendar_unit(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.season(at))
            .or_else(|| self.bare_year(at))
            .or_else(|| self.same(at))
    }

    /// مطلع, منتصف, أواخر of a month or year; آخر 24 ساعة.
    fn edge(&self, at: usize) -> Read<DateExpr> {
        let edge = self.find(at, |s| if let Sense::Edge(e) = s { Some(*e) } else { None })?;
        let next = self.next(at);
        if edge == Edge::Late
            && let Some(((unit, Some(n)), end)) = self.length(next)
            && self.find(next, |s| matches!(s, Sense::Time(..)).then_some(())).is_none()
        {
            return Some((DateExpr::Past { unit, n: Some(n) }, end));
        }
        let (expr, end) = self
            .month(next)
            .or_else(|| self.year(next))
            .or_else(|| self.calendar_unit(next))
            .or_else(|| self.plain_year(next).map(|(y, end)| (years(y, y), end)))
            .or_else(|| self.this_unit(next))
            .or_else(|| self.decade(next))?;
        Some((with_edge(expr, edge), end))
    }

    /// العام, الشهر with ال alone, which after مطلع mean the current one.
    fn this_unit(&self, at: usize) -> Read<DateExpr> {
        let unit =
            self.unit(at, Grammatical::One).filter(|u| matches!(u, Unit::Week | Unit::Month | Unit::Year))?;
        self.the(at).then(|| (DateExpr::Calendar { unit, offset: 0, edge: None }, self.next(at)))
    }

    /// ليل الخميس, فجر اليوم, مساء أمس.
    fn part_of_day(&self, at: usize) -> Read<DateExpr> {
        let night = self.find(at, |s| if let Sense::PartOfDay(night) = s { Some(*night) } else { None })?;
        let next = self.skip_of(self.next(at));
        let day = if self.unit(next, Grammatical::One) == Some(Unit::Day) { self.next(next) } else { next };
        if night && let Some((from, end)) = self.weekday_name(day) {
            let second = if self.is(end, &["-", "/", "–", "إلى"]) { end + 1 } else { end };
            let second = self.and(second).unwrap_or(second);
            if let Some((to, end)) = self.weekday_name(second).filter(|(to, _)| *to == from % 7 + 1) {
                let _ = to;
                let (lean, end) = self.lean(end).unwrap_or((Lean::Unsaid, end));
                return Some((DateExpr::Night { from, lean }, end));
            }
        }
        self.named_day(next)
            .or_else(|| self.relative_day(next))
            .or_else(|| self.weekday(next))
            .or_else(|| self.day_of_month(next))
            .or_else(|| self.numeric(next))
            .or_else(|| self.same(next))
    }

    /// يوم الاثنين, يوم أمس, يوم 12 مايو, يومي السبت والأحد.
    fn named_day(&self, at: usize) -> Read<DateExpr> {
        if let Some(Grammatical::Two) = self.find(at, |s| match s {
            Sense::Time(Unit::Day, g) => Some(*g),
            _ => None,
        }) {
            let next = self.next(at);
            let (first, end) = self.weekday_name(next)?;
            let and = self.and(end)?;
            let (second, end) = self.weekday_name(and)?;
            let (lean, end) = self.lean(end).unwrap_or((Lean::Unsaid, end));
            let day = |weekday| Box::new(DateExpr::Weekday { weekday, lean, weeks: None });
            return Some((DateExpr::Range(day(first), day(second)), end));
        }
        if self.unit(at, Grammatical::One) != Some(Unit::Day) {
            return None;
        }
        let next = self.next(at);
        self.relative_day(next)
            .or_else(|| self.weekday(next))
            .or_else(|| self.weak_weekday(next))
            .or_else(|| self.day_of_month(next))
            .or_else(|| self.numeric(next))
    }

    /// اليوم, أمس, أول أمس, with the weekday and the date that may follow.
    fn relative_day(&self, at: usize) -> Read<DateExpr> {
        if self.has(at, Sense::Now) {
            return Some((DateExpr::Now, self.next(at)));
        }
        let days = self.find(at, |s| if let Sense::Day(n) = s { Some(*n) } else { None })?;
        let mut end = self.next(at);
        if days == 0 {
            if self.has(end, Sense::Same) || (at > 0 && self.lx.has(at - 1, Sense::That)) {
                return Some((DateExpr::Same, if self.has(end, Sense::Same) { self.next(end) } else { end }));
            }
            if self.find(end, |s| matches!(s, Sense::Ordinal(_)).then_some(())).is_some() && self.the(end) {
                return None;
            }
        }
        let after = self.skip_part_of_day(end);
        if after > end {
            end = after;
        }
        let (open, inner) = self.opening(end);
        if let Some((expr, close)) = self.weekday(inner).or_else(|| self.day_of_month(inner)) {
            let close = if open { self.closing(close)? } else { close };
            let expr = match expr {
                DateExpr::Weekday { weekday, lean: Lean::Unsaid, weeks } if days > 0 => {
                    DateExpr::Weekday { weekday, lean: Lean::Next, weeks }
                }
                other => other,
            };
            return Some((expr, close));
        }
        Some((DateExpr::Days(days), end))
    }

    fn skip_part_of_day(&self, at: usize) -> usize {
        let at = if self.has(at, Sense::In)
            && self.find(at + 1, |s| matches!(s, Sense::PartOfDay(_)).then_some(())).is_some()
        {
            at + 1
        } else {
            at
        };
        if self.find(at, |s| matches!(s, Sense::PartOfDay(_)).then_some(())).is_some() {
            let end = self.next(at);
            // مساء before another day belongs to that day.
            if self.weekday_name(end).is_none() {
                return end;
            }
        }
        at
    }

    fn opening(&self, at: usize) -> (bool, usize) {
        if self.is(at, &["("]) {
            (true, at + 1)
        } else if self.is(at, &["،", ",", "-"]) {
            (false, at + 1)
        } else {
            (false, at)
        }
    }

    fn closing(&self, at: usize) -> Option<usize> {
        self.is(at, &[")"]).then_some(at + 1)
    }

    fn weekday_name(&self, at: usize) -> Read<i8> {
        let name = self.find(at, |s| if let Sense::Weekday(n, false) = s { Some(*n) } else { None })?;
        Some((name, self.next(at)))
    }

    /// A bare name such as اثنين, after يوم.
    fn weak_weekday(&self, at: usize) -> Read<DateExpr> {
        let weekday = self.find(at, |s| if let Sense::Weekday(n, true) = s { Some(*n) } else { None })?;
        Some((DateExpr::Weekday { weekday, lean: Lean::Unsaid, weeks: None }, self.next(at)))
    }

    fn weekday(&self, at: usize) -> Read<DateExpr> {
        let (weekday, end) = self.weekday_name(at)?;
        let mut end = self.skip_part_of_day(end);
        let mut lean = Lean::Unsaid;
        let mut weeks = None;
        if let Some((l, e)) = self.lean(end) {
            (lean, end) = (l, self.skip_part_of_day(e));
        }
        let of = self.skip_of(end);
        if of > end
            && let Some((DateExpr::Calendar { unit: Unit::Week, offset, .. }, e)) = self.calendar_unit(of)
        {
            (weeks, end) = (Some(offset), e);
        }
        // الأربعاء 14 يونيو, الأربعاء (14 يونيو), الأربعاء الموافق 14 يونيو: the date settles it.
        let mut inner = end;
        let (open, i) = self.opening(inner);
        inner = i;
        if self.has(inner, Sense::OnDate) {
            inner = self.next(inner);
        }
        if let Some((expr, e)) = self.day_of_month(inner).or_else(|| self.numeric(inner)) {
            let close = if open { self.closing(e) } else { Some(e) };
            if let Some(close) = close {
                return Some((expr, close));
            }
        }
        Some((DateExpr::Weekday { weekday, lean, weeks }, end))
    }

    /// The day's number: a figure, or words with ال (الثاني, الرابع والعشرين, الثلاثين).
    fn day_number(&self, at: usize) -> Read<u8> {
        let at = if self.is(at, &["ال", "و", "ل", "ب"]) && self.lx.is_number(at + 1) && at + 1 < self.limit
        {
            at + 1
        } else {
            at
        };
        if at >= self.limit {
            return None;
        }
        if self.lx.is_number(at) {
            return match numbers::figure(self.lx.toks[at].form) {
                Some(Figure::Plain(n)) if (1..=31).contains(&n) => Some((n as u8, at + 1)),
                _ => None,
            };
        }
        let num = numbers::read(self.lx, at, self.limit)?;
        ((1..=31).contains(&num.n) && num.end <= self.limit && !num.decimal).then_some((num.n as u8, num.end))
    }

    /// 14 يونيو, الثاني من شباط/فبراير 2013, 14 من الشهر الجاري.
    fn day_of_month(&self, at: usize) -> Read<DateExpr> {
        let at = if self.has(at, Sense::OnDate) { self.next(at) } else { at };
        let (day, end) = self.day_number(at)?;
        let of = self.skip_of(end);
        if let Some(((month, calendar), end)) = self.month_name(self.skip_month_word(of), true) {
            let (year, end) = self.year_after(end, calendar);
            let year = match year {
                Year::Unsaid(Lean::Unsaid) => self.famous(at, month, day).map_or(year, Year::Given),
                _ => year,
            };
            return Some((DateExpr::Day { calendar, year, month, day }, end));
        }
        if let Some((DateExpr::Calendar { unit: Unit::Month, offset, .. }, end)) = self.calendar_unit(of) {
            return Some((DateExpr::DayOfMonth { day, months: offset }, end));
        }
        None
    }

    /// هجمات 11 سبتمبر
    fn famous(&self, at: usize, month: u8, day: u8) -> Option<i16> {
        (at.saturating_sub(2)..at).find_map(|i| {
            self.lx.find(i, |s| match s {
                Sense::Named(m, d, year) if (*m, *d) == (month, day) => Some(*year),
                _ => None,
            })
        })
    }

    /// 20 و31 يوليو, 20-31 يوليو, 3 إلى 7 مارس, يومي 14 و15 يونيو.
    fn days_of_month(&self, at: usize) -> Read<DateExpr> {
        let at = if self.unit(at, Grammatical::Two) == Some(Unit::Day) { self.next(at) } else { at };
        let (first, last, end) = if at < self.limit
            && self.lx.is_number(at)
            && let Some(Figure::Range(a, b)) = numbers::figure(self.lx.toks[at].form)
        {
            (u8::try_from(a).ok()?, u8::try_from(b).ok()?, at + 1)
        } else {
            let (first, end) = self.day_number(at)?;
            let joint =
                if self.is(end, &["-", "–", "و"]) || self.has(end, Sense::To) || self.has(end, Sense::Until)
                {
                    self.next(end)
                } else {
                    self.and(end)?
                };
            let (last, end) = self.day_number(joint)?;
            (first, last, end)
        };
        if !(1..=31).contains(&first) || !(1..=31).contains(&last) || first >= last {
            return None;
        }
        let of = self.skip_of(end);
        if let Some(((month, calendar), end)) = self.month_name(self.skip_month_word(of), true) {
            let (year, end) = self.year_after(end, calendar);
            let day = |day| Box::new(DateExpr::Day { calendar, year, month, day });
            return Some((DateExpr::Range(day(first), day(last)), end));
        }
        let (DateExpr::Calendar { unit: Unit::Month, offset: months, .. }, end) = self.calendar_unit(of)?
        else {
            return None;
        };
        let day = |day| Box::new(DateExpr::DayOfMonth { day, months });
        Some((DateExpr::Range(day(first), day(last)), end))
    }

    fn skip_month_word(&self, at: usize) -> usize {
        if self.unit(at, Grammatical::One) == Some(Unit::Month) && !self.the(at) { self.next(at) } else { at }
    }

    /// A month's name, with its second name after a slash or in brackets. `sure` lets names through that are also
    /// other words (ماي, آب).
    fn month_name(&self, at: usize, sure: bool) -> Read<(u8, Calendar)> {
        let name = |at: usize| {
            self.find(at, |s| {
                if let Sense::Month(n, calendar, weak) = s { Some((*n, *calendar, *weak)) } else { None }
            })
        };
        let (month, calendar, weak) = name(at)?;
        let end = self.next(at);
        let same = |at: usize| name(at).is_some_and(|(m, c, _)| m == month && c == calendar);
        if self.is(end, &["/", "-", "\\", "–"]) && same(end + 1) {
            return Some(((month, calendar), self.next(end + 1)));
        }
        if self.is(end, &["("]) && same(end + 1) {
            let close = self.next(end + 1);
            return Some(((month, calendar), self.closing(close).unwrap_or(close)));
        }
        if same(end) && !weak {
            return Some(((month, calendar), self.next(end)));
        }
        (sure || !weak).then_some(((month, calendar), end))
    }

    fn month(&self, at: usize) -> Read<DateExpr> {
        let name = self.skip_month_word(at);
        let before = name.checked_sub(1);
        let led = name > at
            || before.is_some_and(|i| {
                self.lx.senses(i).iter().any(|s| {
                    matches!(
                        s,
                        Sense::In
                            | Sense::Since
                            | Sense::Until
                            | Sense::Edge(_)
                            | Sense::By
                            | Sense::Within
                            | Sense::Between
                            | Sense::From
                            | Sense::To
                    )
                })
            });
        let ((month, calendar), end) = self.month_name(name, true)?;
        let (year, end) = self.year_after(end, calendar);
        let alone = self.find(name, |s| if let Sense::Month(_, _, weak) = s { Some(*weak) } else { None })?
            && year == Year::Unsaid(Lean::Unsaid)
            && self.next(name) == end;
        if alone && !led {
            return None;
        }
        Some((DateExpr::Month { calendar, year, month, edge: None }, end))
    }

    /// The year that follows a month: 2014, عام 2014, من العام الماضي, الماضي.
    fn year_after(&self, at: usize, calendar: Calendar) -> (Year, usize) {
        if let Some((lean, end)) = self.lean(at) {
            return (Year::Unsaid(lean), end);
        }
        let comma = if self.is(at, &["،", ","]) { at + 1 } else { at };
        let of = self.skip_of(comma);
        if let Some((year, end)) = self.plain_year(comma) {
            let fits = match calendar {
                Calendar::Gregorian => year >= 1800,
                Calendar::Hijri => year < 1600,
            };
            if fits {
                return (Year::Given(year), self.skip_era(end));
            }
        }
        if let Some((DateExpr::Years { first, last, .. }, end)) = self.year(of)
            && first == last
        {
            return (Year::Given(first), end);
        }
        if comma == at
            && let Some((DateExpr::Calendar { unit: Unit::Year, offset, .. }, end)) = self.calendar_unit(of)
        {
            return (Year::Offset(offset), end);
        }
        (Year::Unsaid(Lean::Unsaid), at)
    }

    fn skip_era(&self, at: usize) -> usize {
        if self.find(at, |s| matches!(s, Sense::Era(_)).then_some(())).is_some() { self.next(at) } else { at }
    }

    /// 12/6/2014, 2014-06-12.
    fn numeric(&self, at: usize) -> Read<DateExpr> {
        let at = if self.has(at, Sense::OnDate) { self.next(at) } else { at };
        if at >= self.limit || !self.lx.is_number(at) {
            return None;
        }
        let (parts, end) = match numbers::figure(self.lx.toks[at].form)? {
            Figure::Date(a, b, c) => ([a, b, c], at + 1),
            // Where the tokeniser took the parts for themselves.
            Figure::Plain(a) => {
                let plain =
                    |i: usize| match numbers::figure(self.lx.toks.get(i).filter(|_| i < self.limit)?.form)? {
                        Figure::Plain(n) if self.lx.is_number(i) => Some(n),
                        _ => None,
                    };
                if !(self.is(at + 1, &["/", "-"]) && self.is(at + 3, &["/", "-"])) {
                    return None;
                }
                ([a, plain(at + 2)?, plain(at + 4)?], at + 5)
            }
            _ => return None,
        };
        let (year, month, day) =
            if parts[0] > 31 { (parts[0], parts[1], parts[2]) } else { (parts[2], parts[1], parts[0]) };
        let year = if year < 100 { year + 2000 } else { year };
        // The month first, where nothing else is possible.
        let (month, day) = if month > 12 && day <= 12 { (day, month) } else { (month, day) };
        if !(1300..=2100).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let calendar = if year < 1600 { Calendar::Hijri } else { Calendar::Gregorian };
        Some((
            DateExpr::Day { calendar, year: Year::Given(year as i16), month: month as u8, day: day as u8 },
            self.skip_era(end),
        ))
    }

    /// A figure that can be a year.
    fn plain_year(&self, at: usize) -> Read<i16> {
        let at = self.glued_and(at).filter(|&i| self.lx.is_number(i)).unwrap_or(at);
        if at >= self.limit || !self.lx.is_number(at) {
            return None;
        }
        match numbers::figure(self.lx.toks[at].form)? {
            Figure::Plain(n) if (1300..=2100).contains(&n) && self.lx.toks[at].form.len() == 4 => {
                Some((n as i16, at + 1))
            }
            _ => None,
        }
    }

    /// عام 2014, العام 2014, عامي 1950 و1953, سنة ألفين وأربع عشرة.
    fn year(&self, at: usize) -> Read<DateExpr> {
        let (unit, grammatical) =
            self.find(at, |s| if let Sense::Time(u, g) = s { Some((*u, *g)) } else { None })?;
        if unit != Unit::Year {
            return None;
        }
        let mut next = self.next(at);
        if self.is(next, &["."]) && self.lx.is_number(next + 1) {
            next += 1;
        }
        if next < self.limit
            && self.lx.is_number(next)
            && let Some(Figure::Range(a, b)) = numbers::figure(self.lx.toks[next].form)
            && (1300..=2100).contains(&a)
        {
            let last = if b < 100 { a / 100 * 100 + b } else { b };
            return Some((years(a as i16, last as i16), self.skip_era(next + 1)));
        }
        let (first, end) = match self.plain_year(next) {
            Some(read) => read,
            None => {
                let num = numbers::read(self.lx, next, self.limit)?;
                if !(1300..=2100).contains(&num.n) || num.decimal {
                    return None;
                }
                (num.n as i16, num.end)
            }
        };
        let end = self.skip_era(end);
        if grammatical != Grammatical::One {
            let and = self.glued_and(end).or_else(|| self.and(end)).unwrap_or(end);
            let joint = if self.has(and, Sense::To) || self.has(and, Sense::Until) || self.is(and, &["-"]) {
                self.next(and)
            } else {
                and
            };
            if let Some((last, end)) = self.plain_year(joint) {
                return Some((years(first, last), self.skip_era(end)));
            }
        }
        if self.is(end, &["-", "–", "/"])
            && let Some((last, end)) = self.plain_year(end + 1)
            && last > first
        {
            return Some((years(first, last), end));
        }
        Some((years(first, first), end))
    }

    /// 2003 by itself, after في, منذ, بين or in brackets, and counting nothing.
    fn bare_year(&self, at: usize) -> Read<DateExpr> {
        let start = at;
        let at = self.glued_and(at).filter(|&i| self.lx.is_number(i)).unwrap_or(at);
        if at >= self.limit || !self.lx.is_number(at) {
            return None;
        }
        let (first, last, end) = match numbers::figure(self.lx.toks[at].form)? {
            Figure::Range(a, b) if (1800..=2100).contains(&a) && (1800..=2100).contains(&b) && a < b => {
                (a as i16, b as i16, at + 1)
            }
            Figure::Plain(n) if (1800..=2100).contains(&n) && self.lx.toks[at].form.len() == 4 => {
                (n as i16, n as i16, at + 1)
            }
            _ => return None,
        };
        if first != last {
            return Some((years(first, last), end));
        }
        if self.is(end, &["-", "–"])
            && let Some((last, end)) = self.plain_year(end + 1)
            && last > first
        {
            return Some((years(first, last), end));
        }
        let counted = self.senses(end).iter().any(|s| {
            matches!(
                s,
                Sense::Counted(..) | Sense::Scale(_) | Sense::Scales(_) | Sense::Percent | Sense::Time(..)
            )
        });
        let before = start.checked_sub(1);
        let led = before.is_some_and(|i| {
            self.lx.senses(i).iter().any(|s| {
                matches!(
                    s,
                    Sense::In
                        | Sense::Since
                        | Sense::Until
                        | Sense::Between
                        | Sense::From
                        | Sense::Ago
                        | Sense::AfterTime
                        | Sense::Within
                        | Sense::To
                )
            })
        });
        let bracketed = before.is_some_and(|i| self.lx.is(i, &["("])) && self.is(end, &[")", "-"]);
        let heads = self.lx.toks[start].opens && self.is(end, &["-", ":", "–"]);
        let noun = end < self.limit
            && self.lx.is_word(end)
            && self.lx.toks[end].words == 0
            && (self.lx.toks[end].form.ends_with('ا') || self.lx.toks[end].form.ends_with('ه'));
        // A unit of time before it (حرب 2014, انتخابات 2009) is left to who reads the noun.
        (!counted && (led && !noun || bracketed || heads)).then_some((years(first, last), end))
    }

    /// الأسبوع الماضي, هذا الشهر, العام نفسه.
    fn calendar_unit(&self, at: usize) -> Read<DateExpr> {
        if self.has(at, Sense::This) {
            let unit = self
                .unit(at + 1, Grammatical::One)
                .filter(|u| matches!(u, Unit::Week | Unit::Month | Unit::Year))?;
            return self
                .the(at + 1)
                .then(|| (DateExpr::Calendar { unit, offset: 0, edge: None }, self.next(at + 1)));
        }
        let unit = self.unit(at, Grammatical::One)?;
        let end = self.next(at);
        if self.has(end, Sense::Same) && self.the(at) && unit >= Unit::Day {
            return Some((DateExpr::Same, self.next(end)));
        }
        let (lean, end) = self.lean(end)?;
        if !self.the(at) {
            return None;
        }
        let offset = match lean {
            Lean::Past => -1,
            Lean::BeforeLast => -2,
            Lean::Current | Lean::Unsaid => 0,
            Lean::Next => 1,
            Lean::AfterNext => 2,
        };
        match unit {
            Unit::Day => Some((DateExpr::Days(i32::from(offset)), end)),
            Unit::Hour | Unit::Minute | Unit::Second => Some((DateExpr::Now, end)),
            Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Century => {
                Some((DateExpr::Calendar { unit, offset, edge: None }, end))
            }
        }
    }

    /// الأيام الماضية, اليومين الماضيين, الساعات ال24 الأخيرة, ال48 ساعة الماضية.
    fn window(&self, at: usize) -> Read<DateExpr> {
        let time =
            |at: usize| self.find(at, |s| if let Sense::Time(u, g) = s { Some((*u, *g)) } else { None });
        let start = if self.is(at, &["ال"]) { at + 1 } else { at };
        let (unit, n, end) = if let Some((unit, grammatical)) = time(start) {
            if grammatical == Grammatical::One || !self.the(start) {
                return None;
            }
            let mut end = self.next(start);
            let mut n = (grammatical == Grammatical::Two).then_some(2);
            if n.is_none() {
                if self.has(end, Sense::FewAdjective) {
                    end = self.next(end);
                } else {
                    let number = if self.is(end, &["ال"]) { end + 1 } else { end };
                    if let Some(num) =
                        numbers::read(self.lx, number, self.limit).filter(|n| !n.decimal && !n.ordinal)
                    {
                        (n, end) = (Some(num.n as u32), num.end);
                    }
                }
            }
            (unit, n, end)
        } else {
            let num = numbers::read(self.lx, start, self.limit)
                .filter(|n| !n.decimal && !n.ordinal && n.n < 1000)?;
            let (unit, _) = time(num.end)?;
            (unit, Some(num.n as u32), self.next(num.end))
        };
        let (lean, end) = self.lean(end)?;
        let expr = match lean {
            Lean::Next | Lean::AfterNext => DateExpr::Coming { unit, n },
            _ => DateExpr::Past { unit, n },
        };
        Some((expr, end))
    }

    /// ثمانينيات القرن الماضي, التسعينات.
    fn decade(&self, at: usize) -> Read<DateExpr> {
        let decade = self.find(at, |s| if let Sense::Decade(n) = s { Some(*n) } else { None })?;
        let end = self.next(at);
        let century = match self.calendar_unit(end) {
            Some((DateExpr::Calendar { unit: Unit::Century, offset, .. }, end)) => {
                Some((2000 + 100 * offset, end))
            }
            _ => None,
        };
        if century.is_none() && !self.the(at) {
            return None;
        }
        let (base, end) = century.unwrap_or((1900, end));
        Some((years(base + decade, base + decade + 9), end))
    }

    /// صيف 2014
    fn season(&self, at: usize) -> Read<DateExpr> {
        if !self.has(at, Sense::Season) {
            return None;
        }
        let next = self.next(at);
        self.plain_year(next).map(|(y, end)| (years(y, y), end)).or_else(|| self.year(next)).or_else(|| {
            self.calendar_unit(next).filter(|(e, _)| matches!(e, DateExpr::Calendar { unit: Unit::Year, .. }))
        })
    }

    /// ذلك اليوم, نفس العام, ذلك الحين.
    fn same(&self, at: usize) -> Read<DateExpr> {
        if !self.has(at, Sense::That) {
            return None;
        }
        let day = self.find(at + 1, |s| {
            matches!(s, Sense::Time(..) | Sense::Day(0) | Sense::PartOfDay(_)).then_some(())
        });
        day.filter(|()| self.the(at + 1)).map(|()| (DateExpr::Same, self.next(at + 1)))
    }

    /// الساعة العاشرة صباحا, 10:30 بتوقيت غرينتش.
    fn clock(&self, at: usize) -> Read<DateExpr> {
        let mut end = if self.has(at, Sense::Clock) {
            let next = self.next(at);
            let next = if self.is(next, &["ال"]) { next + 1 } else { next };
            let next = self.skip_bound(next);
            if next < self.limit && self.lx.is_number(next) {
                next + 1
            } else {
                numbers::read(self.lx, next, self.limit)?.end
            }
        } else if self.lx.is_number(at)
            && matches!(numbers::figure(self.lx.toks[at].form), Some(Figure::Clock))
        {
            at + 1
        } else {
            return None;
        };
        if let Some(and) = self.and(end)
            && self.find(and, |s| matches!(s, Sense::Fraction(..)).then_some(())).is_some()
        {
            end = self.next(and);
        } else if self.is(end, &["و"])
            && self.lx.is_number(end + 1)
            && self.unit(end + 2, Grammatical::One) == Some(Unit::Minute)
        {
            end += 3;
        } else if self.is(end, &[":", "."]) && self.lx.is_number(end + 1) {
            end += 2;
        }
        if self.find(end, |s| matches!(s, Sense::PartOfDay(_)).then_some(())).is_some()
            && self.weekday_name(self.next(end)).is_none()
            && self.relative_day(self.next(end)).is_none()
        {
            end = self.next(end);
        }
        while self.has(end, Sense::Zone) {
            end = self.next(end);
        }
        Some((DateExpr::Clock, end))
    }

    // ---- pieces ----

    fn unit(&self, at: usize, wanted: Grammatical) -> Option<Unit> {
        self.find(at, |s| match s {
            Sense::Time(unit, grammatical) if *grammatical == wanted => Some(*unit),
            _ => None,
        })
    }

    fn lean(&self, at: usize) -> Read<Lean> {
        let lean = self.find(at, |s| if let Sense::Lean(l) = s { Some(*l) } else { None })?;
        Some((lean, self.next(at)))
    }

    /// نحو, أكثر من … before a length of time.
    fn skip_bound(&self, at: usize) -> usize {
        if self.find(at, |s| matches!(s, Sense::Before(_)).then_some(())).is_some() {
            self.next(at)
        } else {
            at
        }
    }

    /// يومين, ثلاثة أيام, أشهر, عدة أسابيع.
    fn length(&self, at: usize) -> Read<(Unit, Option<u32>)> {
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

fn years(first: i16, last: i16) -> DateExpr {
    let calendar = if first < 1600 { Calendar::Hijri } else { Calendar::Gregorian };
    DateExpr::Years { calendar, first, last, edge: None }
}

/// Can it be one end of a range?
fn dated(expr: &DateExpr) -> bool {
    !matches!(expr, DateExpr::Clock | DateExpr::Same)
}

fn with_edge(expr: DateExpr, part: Edge) -> DateExpr {
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
