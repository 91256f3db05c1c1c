//! Which day or month do these words name?

use super::dates::{Read, Reader, with_edge, years};
use super::numbers::{self, Figure};
use super::terms::{Grammatical, Sense};
use super::timeline::{Calendar, DateExpr, Edge, Lean, Unit, Year};

impl Reader<'_, '_> {
    pub(super) fn point(&self, at: usize) -> Read<DateExpr> {
        if at >= self.limit
            || (!self.lx.senses(at).iter().any(Sense::begins_point)
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
    pub(super) fn edge(&self, at: usize) -> Read<DateExpr> {
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
    pub(super) fn this_unit(&self, at: usize) -> Read<DateExpr> {
        let unit =
            self.unit(at, Grammatical::One).filter(|u| matches!(u, Unit::Week | Unit::Month | Unit::Year))?;
        self.the(at).then(|| (DateExpr::Calendar { unit, offset: 0, edge: None }, self.next(at)))
    }

    /// ليل الخميس, فجر اليوم, مساء أمس.
    pub(super) fn part_of_day(&self, at: usize) -> Read<DateExpr> {
        let night = self.find(at, |s| if let Sense::PartOfDay(night) = s { Some(*night) } else { None })?;
        let next = self.skip_of(self.next(at));
        let day = if self.unit(next, Grammatical::One) == Some(Unit::Day) { self.next(next) } else { next };
        if night && let Some((from, end)) = self.weekday_name(day) {
            let second = if self.is(end, &["-", "/", "–"]) { end + 1 } else { end };
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
    pub(super) fn named_day(&self, at: usize) -> Read<DateExpr> {
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
    pub(super) fn relative_day(&self, at: usize) -> Read<DateExpr> {
        if self.has(at, Sense::Now) {
            return Some((DateExpr::Now, self.next(at)));
        }
        let days = self.find(at, |s| if let Sense::Day(n) = s { Some(*n) } else { None })?;
        let mut end = self.next(at);
        if days == 0 {
            if self.has(end, Sense::Same) || (at > 0 && self.lx.has(at - 1, Sense::That)) {
                return Some((DateExpr::Same, if self.has(end, Sense::Same) { self.next(end) } else { end }));
            }
            if let Some(num) = numbers::read(self.lx, end, self.limit).filter(|n| n.ordinal)
                && self.the(end)
            {
                // لليوم الثاني على التوالي
                let row = self.has(num.end, Sense::InRow) && (2..=31).contains(&num.n);
                let first = DateExpr::Days(1 - num.n as i32);
                let range = DateExpr::Range(Box::new(first), Box::new(DateExpr::Days(0)));
                return row.then(|| (range, self.next(num.end)));
            }
            // اليوم الأخير من المؤتمر
            if self.lean(end).is_some_and(|(lean, _)| lean != Lean::Current) {
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
                DateExpr::Weekday { weekday, lean: Lean::Unsaid, weeks: None } => {
                    DateExpr::NearDay { weekday, days }
                }
                other => other,
            };
            return Some((expr, close));
        }
        Some((DateExpr::Days(days), end))
    }

    pub(super) fn skip_part_of_day(&self, at: usize) -> usize {
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

    pub(super) fn opening(&self, at: usize) -> (bool, usize) {
        if self.is(at, &["("]) {
            (true, at + 1)
        } else if self.is(at, &["،", ",", "-"]) {
            (false, at + 1)
        } else {
            (false, at)
        }
    }

    pub(super) fn closing(&self, at: usize) -> Option<usize> {
        self.is(at, &[")"]).then_some(at + 1)
    }

    pub(super) fn weekday_name(&self, at: usize) -> Read<i8> {
        let name = self.find(at, |s| if let Sense::Weekday(n, false) = s { Some(*n) } else { None })?;
        Some((name, self.next(at)))
    }

    /// A bare name such as اثنين, after يوم.
    pub(super) fn weak_weekday(&self, at: usize) -> Read<DateExpr> {
        let weekday = self.find(at, |s| if let Sense::Weekday(n, true) = s { Some(*n) } else { None })?;
        Some((DateExpr::Weekday { weekday, lean: Lean::Unsaid, weeks: None }, self.next(at)))
    }

    pub(super) fn weekday(&self, at: usize) -> Read<DateExpr> {
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
    pub(super) fn day_number(&self, at: usize) -> Read<u8> {
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
    pub(super) fn day_of_month(&self, at: usize) -> Read<DateExpr> {
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
    pub(super) fn famous(&self, at: usize, month: u8, day: u8) -> Option<i16> {
        (at.saturating_sub(2)..at).find_map(|i| {
            self.lx.find(i, |s| match s {
                Sense::Named(m, d, year) if (*m, *d) == (month, day) => Some(*year),
                _ => None,
            })
        })
    }

    /// 20 و31 يوليو, 20-31 يوليو, 3 إلى 7 مارس, يومي 14 و15 يونيو.
    pub(super) fn days_of_month(&self, at: usize) -> Read<DateExpr> {
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

    pub(super) fn skip_month_word(&self, at: usize) -> usize {
        if self.unit(at, Grammatical::One) == Some(Unit::Month) && !self.the(at) { self.next(at) } else { at }
    }

    /// A month's name, with its second name after a slash or in brackets. `sure` lets names through that are also
    /// other words (ماي, آب).
    pub(super) fn month_name(&self, at: usize, sure: bool) -> Read<(u8, Calendar)> {
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

    pub(super) fn month(&self, at: usize) -> Read<DateExpr> {
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
    pub(super) fn year_after(&self, at: usize, calendar: Calendar) -> (Year, usize) {
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

    pub(super) fn skip_era(&self, at: usize) -> usize {
        if self.find(at, |s| matches!(s, Sense::Era(_)).then_some(())).is_some() { self.next(at) } else { at }
    }
}
