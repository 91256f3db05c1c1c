//! Which year, week or stretch of time do these words name?

use super::dates::{Read, Reader, years};
use super::numbers::{self, Figure};
use super::terms::{Grammatical, Sense};
use super::timeline::{Calendar, DateExpr, Lean, Unit, Year};

impl Reader<'_, '_> {
    /// 12/6/2014, 2014-06-12.
    pub(super) fn numeric(&self, at: usize) -> Read<DateExpr> {
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
    pub(super) fn plain_year(&self, at: usize) -> Read<i16> {
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
    pub(super) fn year(&self, at: usize) -> Read<DateExpr> {
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
        let (first, end) = if let Some(read) = self.plain_year(next) {
            read
        } else {
            let num = numbers::read(self.lx, next, self.limit)?;
            if !(1300..=2100).contains(&num.n) || num.decimal {
                return None;
            }
            (num.n as i16, num.end)
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
    pub(super) fn bare_year(&self, at: usize) -> Read<DateExpr> {
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
                        | Sense::Event
                        | Sense::To
                )
            })
        });
        let since = before.is_some_and(|i| self.lx.has(i, Sense::Since));
        let bracketed = before.is_some_and(|i| self.lx.is(i, &["("])) && self.is(end, &[")", "-"]);
        let heads = self.lx.toks[start].opens && self.is(end, &["-", ":", "–"]);
        let noun = end < self.limit
            && self.lx.is_word(end)
            && self.lx.toks[end].words == 0
            && (self.lx.toks[end].form.ends_with('ا') || self.lx.toks[end].form.ends_with('ه'));
        // A unit of time before it (حرب 2014, انتخابات 2009) is left to who reads the noun.
        (!counted && (since || led && !noun || bracketed || heads)).then_some((years(first, last), end))
    }

    /// الأسبوع الماضي, هذا الشهر, العام نفسه.
    pub(super) fn calendar_unit(&self, at: usize) -> Read<DateExpr> {
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
    pub(super) fn window(&self, at: usize) -> Read<DateExpr> {
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
        if let (Unit::Month, Some(n @ 1..=12)) = (unit, n)
            && let Some(read) = self.first_months(n as u8, end)
        {
            return Some(read);
        }
        let (lean, end) = self.lean(end)?;
        let expr = match lean {
            Lean::Next | Lean::AfterNext => DateExpr::Coming { unit, n },
            _ => DateExpr::Past { unit, n },
        };
        Some((expr, end))
    }

    /// الأشهر الستة الأولى من العام: after the number.
    pub(super) fn first_months(&self, n: u8, at: usize) -> Read<DateExpr> {
        if !self.has(at, Sense::Ordinal(1)) {
            return None;
        }
        let of = self.next(at);
        let year_word = self.skip_of(of);
        let (year, end) = match self.year_after(of, Calendar::Gregorian) {
            (Year::Unsaid(_), _) => match self.this_unit(year_word)? {
                (DateExpr::Calendar { unit: Unit::Year, .. }, end) => (Year::Offset(0), end),
                _ => return None,
            },
            given => given,
        };
        let month =
            |month| Box::new(DateExpr::Month { calendar: Calendar::Gregorian, year, month, edge: None });
        Some((DateExpr::Range(month(1), month(n)), end))
    }

    /// ثمانينيات القرن الماضي, التسعينات.
    pub(super) fn decade(&self, at: usize) -> Read<DateExpr> {
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
    pub(super) fn season(&self, at: usize) -> Read<DateExpr> {
        if !self.has(at, Sense::Season) {
            return None;
        }
        let next = self.next(at);
        self.plain_year(next).map(|(y, end)| (years(y, y), end)).or_else(|| self.year(next)).or_else(|| {
            self.calendar_unit(next).filter(|(e, _)| matches!(e, DateExpr::Calendar { unit: Unit::Year, .. }))
        })
    }

    /// ذلك اليوم, نفس العام, ذلك الحين, آنذاك.
    pub(super) fn same(&self, at: usize) -> Read<DateExpr> {
        if self.has(at, Sense::Then) {
            return Some((DateExpr::Same, self.next(at)));
        }
        if !self.has(at, Sense::That) {
            return None;
        }
        let day = self.find(at + 1, |s| {
            matches!(s, Sense::Time(..) | Sense::Day(0) | Sense::PartOfDay(_)).then_some(())
        });
        day.filter(|()| self.the(at + 1)).map(|()| (DateExpr::Same, self.next(at + 1)))
    }

    /// الساعة العاشرة صباحا, 10:30 بتوقيت غرينتش.
    pub(super) fn clock(&self, at: usize) -> Read<DateExpr> {
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
}
