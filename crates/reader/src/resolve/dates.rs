//! Which days does a date of a report mean?

use jiff::Span;
use jiff::civil::{Date, Weekday};
use thiserror::Error;

use super::calendar::{hijri_day, hijri_month, hijri_of};
use crate::recognise::dates::{Calendar, DateExpr, Edge, Lean, Unit, Year};

/// What a relative date is counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// The day of publication.
    pub published: Option<Date>,
    /// The day of the event that بعد يومين or في ذلك اليوم counts from.
    pub antecedent: Option<Date>,
    /// The text looks ahead (a plan, a possibility): a weekday, day or month without more is the next one.
    pub ahead: bool,
}

impl Anchor {
    pub fn on(published: Date) -> Anchor {
        Anchor { published: Some(published), ..Anchor::default() }
    }
}

/// A date as an interval of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedDate {
    /// EDTF level 0 or 1.
    pub edtf: String,
    /// UCDP's `date_prec`: 1 a day, 2 two to six days, 3 a week, 4 a month, 5 a year or more.
    pub precision: u8,
    /// First day; none where the interval has no start.
    pub start: Option<Date>,
    /// Last day; none where it is still open.
    pub end: Option<Date>,
}

/// Why a date stays open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unresolved {
    #[error("the day of publication is not known")]
    NoPublication,
    #[error("it counts from another event")]
    NoAntecedent,
    #[error("it is too vague to give a month or a year")]
    Vague,
    #[error("it is a time of day")]
    NoDate,
    #[error("there is no such day")]
    NoSuchDay,
}

/// The days that `expr` means in a report published on that day.
pub fn resolve(expr: &DateExpr, published: Option<Date>) -> Result<ResolvedDate, Unresolved> {
    resolve_from(expr, Anchor { published, ..Anchor::default() })
}

/// The same, with all that the text around it tells.
pub fn resolve_from(expr: &DateExpr, anchor: Anchor) -> Result<ResolvedDate, Unresolved> {
    use Unresolved::{NoDate, NoSuchDay, Vague};
    match *expr {
        DateExpr::Clock => Err(NoDate),
        DateExpr::Same => anchor.antecedent.map(day).ok_or(Unresolved::NoAntecedent),
        DateExpr::Now | DateExpr::Days(0) => Ok(day(anchor.published()?)),
        DateExpr::Days(n) => Ok(day(plus(anchor.published()?, Unit::Day, n)?)),
        DateExpr::Weekday { weekday, lean, weeks } => weekday_of(weekday, lean, weeks, anchor).map(day),
        DateExpr::NearDay { weekday, days } => {
            let near = plus(anchor.published()?, Unit::Day, days)?;
            let wanted = Weekday::from_monday_one_offset(weekday).map_err(|_| NoSuchDay)?;
            let back = i32::from(near.weekday().since(wanted));
            plus(near, Unit::Day, if back > 3 { 7 - back } else { -back }).map(day)
        }
        DateExpr::Night { from, lean } => {
            let first = weekday_of(from, lean, None, anchor)?;
            span(&day(first), &day(plus(first, Unit::Day, 1)?), 2)
        }
        DateExpr::Day { calendar: Calendar::Gregorian, year, month, day: d } => {
            gregorian(year, anchor, false, |y| Date::new(y, month as i8, d as i8).ok()).map(day)
        }
        DateExpr::Day { calendar: Calendar::Hijri, year, month, day: d } => {
            let (year, _) = hijri_year(year, month, anchor)?;
            hijri_day(year, month, d).map(day).ok_or(NoSuchDay)
        }
        DateExpr::DayOfMonth { day: d, months } => {
            let month = plus(anchor.published()?.first_of_month(), Unit::Month, i32::from(months))?;
            Date::new(month.year(), month.month(), d as i8).map(day).map_err(|_| NoSuchDay)
        }
        DateExpr::Month { calendar: Calendar::Gregorian, year, month, edge } => {
            let first = gregorian(year, anchor, true, |y| Date::new(y, month as i8, 1).ok())?;
            Ok(month_of(first, edge))
        }
        DateExpr::Month { calendar: Calendar::Hijri, year, month, .. } => {
            let (year, _) = hijri_year(year, month, anchor)?;
            let (first, last) = hijri_month(year, month).ok_or(NoSuchDay)?;
            span(&day(first), &day(last), 4)
        }
        DateExpr::Years { calendar: Calendar::Gregorian, first, last, edge } => {
            if first == last {
                year_of(first, edge)
            } else {
                span(&year_of(first, None)?, &year_of(last, None)?, 5)
            }
        }
        DateExpr::Years { calendar: Calendar::Hijri, first, last, .. } => {
            let (start, _) = hijri_month(first, 1).ok_or(NoSuchDay)?;
            let (_, end) = hijri_month(last, 12).ok_or(NoSuchDay)?;
            span(&day(start), &day(end), 5)
        }
        DateExpr::Calendar { unit, offset, edge } => calendar_unit(unit, offset, edge, anchor),
        DateExpr::Ago { unit, n } => ago(anchor.published()?, unit, n),
        DateExpr::Earlier { unit, n } => ago(anchor.antecedent.ok_or(Unresolved::NoAntecedent)?, unit, n),
        DateExpr::Later { unit, n } => {
            let from =
                anchor.antecedent.filter(|_| !anchor.ahead).or(anchor.published.filter(|_| anchor.ahead));
            later(from.ok_or(Unresolved::NoAntecedent)?, unit, n)
        }
        DateExpr::Past { unit, n } if anchor.ahead => coming(anchor.published()?, unit, n),
        DateExpr::Past { unit, n } => past(anchor.published()?, unit, n),
        DateExpr::Coming { unit, n } => coming(anchor.published()?, unit, n),
        DateExpr::Since(ref from) => {
            let from = match **from {
                // منذ شهرين: from that day on, as far as the unit lets one tell.
                DateExpr::Ago { unit: Unit::Week, n: Some(n) } => {
                    day(plus(anchor.published()?, Unit::Week, -count(n)?)?)
                }
                ref other => resolve_from(other, Anchor { ahead: false, ..anchor })?,
            };
            let start = from.edtf.split('/').next().unwrap_or_default();
            if start == ".." {
                return Err(Vague);
            }
            Ok(ResolvedDate { edtf: format!("{start}/.."), end: None, ..from })
        }
        DateExpr::Until(ref until) => {
            let until = resolve_from(until, anchor)?;
            let end = until.edtf.rsplit('/').next().unwrap_or_default();
            Ok(ResolvedDate { edtf: format!("../{end}"), start: None, ..until })
        }
        DateExpr::Range(ref first, ref last) => {
            let last = resolve_from(last, anchor)?;
            let mut first_date = resolve_from(first, anchor)?;
            if first_date.start > last.end {
                // من الجمعة إلى الأحد: the first day is the one before the last.
                let before = Anchor { published: last.end, ..anchor };
                first_date = resolve_from(first, before)?;
            }
            let precision = first_date.precision.max(last.precision);
            span(&first_date, &last, precision)
        }
    }
}

impl Anchor {
    fn published(self) -> Result<Date, Unresolved> {
        self.published.ok_or(Unresolved::NoPublication)
    }
}

fn day(date: Date) -> ResolvedDate {
    ResolvedDate { edtf: date.to_string(), precision: 1, start: Some(date), end: Some(date) }
}

fn month_of(first: Date, edge: Option<Edge>) -> ResolvedDate {
    let last = first.last_of_month();
    let on = |d: i8| Date::new(first.year(), first.month(), d).unwrap_or(last);
    // UCDP: early is 1 to 10, mid 10 to 20, late 15 to the end.
    let (start, end) = match edge {
        None => (first, last),
        Some(Edge::Early) => (first, on(10)),
        Some(Edge::Mid) => (on(10), on(20)),
        Some(Edge::Late) => (on(15), last),
    };
    let edtf = format!("{:04}-{:02}", first.year(), first.month());
    ResolvedDate { edtf, precision: 4, start: Some(start), end: Some(end) }
}

fn year_of(year: i16, edge: Option<Edge>) -> Result<ResolvedDate, Unresolved> {
    let (first, last) = match edge {
        None => (1, 12),
        Some(Edge::Early) => (1, 4),
        Some(Edge::Mid) => (5, 8),
        Some(Edge::Late) => (9, 12),
    };
    let start = Date::new(year, first, 1).map_err(|_| Unresolved::NoSuchDay)?;
    let end = Date::new(year, last, 1).map_err(|_| Unresolved::NoSuchDay)?.last_of_month();
    Ok(ResolvedDate { edtf: format!("{year:04}"), precision: 5, start: Some(start), end: Some(end) })
}

/// From the start of one date to the end of another.
fn span(first: &ResolvedDate, last: &ResolvedDate, precision: u8) -> Result<ResolvedDate, Unresolved> {
    if first.start.is_none() || last.end.is_none() || first.start > last.end {
        return Err(Unresolved::NoSuchDay);
    }
    let from = first.edtf.split('/').next().unwrap_or_default();
    let to = last.edtf.rsplit('/').next().unwrap_or_default();
    let edtf = if from == to { from.to_owned() } else { format!("{from}/{to}") };
    Ok(ResolvedDate { edtf, precision, start: first.start, end: last.end })
}

fn plus(from: Date, unit: Unit, n: i32) -> Result<Date, Unresolved> {
    let n = i64::from(n);
    let none = Span::new();
    let span = match unit {
        Unit::Second | Unit::Minute => Ok(none),
        Unit::Hour => none.try_days(n / 24),
        Unit::Day => none.try_days(n),
        Unit::Week => none.try_weeks(n),
        Unit::Month => none.try_months(n),
        Unit::Year => none.try_years(n),
        Unit::Decade => none.try_years(10 * n),
        Unit::Century => none.try_years(100 * n),
    };
    let span = span.map_err(|_| Unresolved::NoSuchDay)?;
    from.checked_add(span).map_err(|_| Unresolved::NoSuchDay)
}

/// A number of units small enough to count with.
fn count(n: u32) -> Result<i32, Unresolved> {
    i32::try_from(n).ok().filter(|n| *n < 3000).ok_or(Unresolved::NoSuchDay)
}

fn weekday_of(weekday: i8, lean: Lean, weeks: Option<i16>, anchor: Anchor) -> Result<Date, Unresolved> {
    let published = anchor.published()?;
    let wanted = Weekday::from_monday_one_offset(weekday).map_err(|_| Unresolved::NoSuchDay)?;
    if let Some(weeks) = weeks {
        return plus(monday(published)?, Unit::Day, i32::from(weeks) * 7 + i32::from(weekday) - 1);
    }
    let back = i32::from(published.weekday().since(wanted));
    let forth = (7 - back) % 7;
    let days = match lean {
        Lean::Unsaid | Lean::Current if anchor.ahead => forth,
        Lean::Unsaid | Lean::Current => -back,
        Lean::Past => {
            if back == 0 {
                -7
            } else {
                -back
            }
        }
        Lean::BeforeLast => {
            if back == 0 {
                -14
            } else {
                -back - 7
            }
        }
        Lean::Next => {
            if forth == 0 {
                7
            } else {
                forth
            }
        }
        Lean::AfterNext => {
            if forth == 0 {
                14
            } else {
                forth + 7
            }
        }
    };
    plus(published, Unit::Day, days)
}

fn monday(of: Date) -> Result<Date, Unresolved> {
    plus(of, Unit::Day, -i32::from(of.weekday().to_monday_zero_offset()))
}

/// The day or month that `at` gives for a year, in the year that the words and the day of publication mean.
fn gregorian(
    year: Year,
    anchor: Anchor,
    is_month: bool,
    at: impl Fn(i16) -> Option<Date>,
) -> Result<Date, Unresolved> {
    let lean = match year {
        Year::Given(year) => return at(year).ok_or(Unresolved::NoSuchDay),
        Year::Offset(n) => return at(anchor.published()?.year() + n).ok_or(Unresolved::NoSuchDay),
        Year::Unsaid(lean) => lean,
    };
    let published = anchor.published()?;
    // 29 February stands in one year of four.
    let years = |step: i16| (0..9).map(move |i| published.year() + step * i);
    let before = |latest: Date| years(-1).filter_map(&at).find(|d| *d <= latest);
    let after = |earliest: Date| years(1).filter_map(&at).find(|d| *d >= earliest);
    // A month, told by its first day, is past once it is over; a day may be the day of publication.
    let month = published.first_of_month();
    let latest_past = if is_month { plus(month, Unit::Day, -1)? } else { published };
    let earliest = if is_month { month } else { published };
    let coming = plus(if is_month { month.last_of_month() } else { published }, Unit::Day, 1)?;
    let found = match lean {
        Lean::Unsaid if anchor.ahead => after(earliest),
        Lean::Unsaid => before(published),
        Lean::Current => at(published.year()),
        Lean::Past => before(latest_past),
        Lean::BeforeLast => before(published).and_then(|d| at(d.year() - 1)),
        Lean::Next => after(coming),
        Lean::AfterNext => after(coming).and_then(|d| at(d.year() + 1)),
    };
    found.ok_or(Unresolved::NoSuchDay)
}

/// The year of the Islamic calendar that a month without a year falls in.
fn hijri_year(year: Year, month: u8, anchor: Anchor) -> Result<(i16, u8), Unresolved> {
    let now = || hijri_of(anchor.published()?).ok_or(Unresolved::NoSuchDay);
    let year = match year {
        Year::Given(year) => year,
        Year::Offset(n) => now()?.0 + n,
        Year::Unsaid(lean) => {
            let (this_year, this_month) = now()?;
            match lean {
                Lean::Current => this_year,
                Lean::Past | Lean::BeforeLast => this_year - i16::from(month >= this_month),
                Lean::Next | Lean::AfterNext => this_year + i16::from(month <= this_month),
                Lean::Unsaid if anchor.ahead => this_year + i16::from(month < this_month),
                Lean::Unsaid => this_year - i16::from(month > this_month),
            }
        }
    };
    Ok((year, month))
}

fn calendar_unit(
    unit: Unit,
    offset: i16,
    edge: Option<Edge>,
    anchor: Anchor,
) -> Result<ResolvedDate, Unresolved> {
    let published = anchor.published()?;
    match unit {
        // The weekend: Saturday and Sunday, as UCDP has it.
        Unit::Week if edge == Some(Edge::Late) && offset == 0 && !anchor.ahead => {
            let saturday = weekday_of(6, Lean::Unsaid, None, anchor)?;
            span(&day(saturday), &day(plus(saturday, Unit::Day, 1)?), 2)
        }
        // Where the week begins with Saturday or Sunday, the last one has just ended by then.
        Unit::Week if offset == -1 && published.weekday().to_monday_zero_offset() >= 5 => {
            span(&day(plus(published, Unit::Day, -7)?), &day(plus(published, Unit::Day, -1)?), 3)
        }
        Unit::Week => {
            let monday = plus(monday(published)?, Unit::Week, i32::from(offset))?;
            let last = plus(monday, Unit::Day, 6)?;
            match offset {
                // The week so far, or the rest of it.
                0 if anchor.ahead => span(&day(published), &day(last), 2),
                0 => span(&day(monday), &day(published), 2),
                _ => span(&day(monday), &day(last), 3),
            }
        }
        Unit::Month => Ok(month_of(plus(published.first_of_month(), Unit::Month, i32::from(offset))?, edge)),
        Unit::Year => year_of(published.year() + offset, edge),
        Unit::Decade => {
            let first = published.year() / 10 * 10 + 10 * offset;
            span(&year_of(first, None)?, &year_of(first + 9, None)?, 5)
        }
        Unit::Century => {
            let first = published.year() / 100 * 100 + 100 * offset;
            span(&year_of(first, None)?, &year_of(first + 99, None)?, 5)
        }
        Unit::Day | Unit::Hour | Unit::Minute | Unit::Second => {
            Ok(day(plus(published, Unit::Day, i32::from(offset))?))
        }
    }
}

/// قبل يومين, قبل أيام, قبل عام.
fn ago(from: Date, unit: Unit, n: Option<u32>) -> Result<ResolvedDate, Unresolved> {
    let Some(n) = n else {
        // UCDP: a few days are three, several weeks three, a few months three; the month is what one can be sure of.
        return match unit {
            Unit::Second | Unit::Minute | Unit::Hour => Ok(day(from)),
            Unit::Day => Ok(ResolvedDate {
                start: Some(plus(from, Unit::Day, -7)?),
                end: Some(from),
                ..month_at(plus(from, Unit::Day, -3)?)
            }),
            Unit::Week => Ok(month_at(plus(from, Unit::Week, -3)?)),
            Unit::Month => Ok(year_of(plus(from, Unit::Month, -3)?.year(), None)?),
            Unit::Year | Unit::Decade | Unit::Century => Err(Unresolved::Vague),
        };
    };
    let back = plus(from, unit, -count(n)?)?;
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Ok(day(back)),
        Unit::Week => {
            let monday = monday(back)?;
            span(&day(monday), &day(plus(monday, Unit::Day, 6)?.min(from)), 3)
        }
        Unit::Month => Ok(month_at(back)),
        // A year ago is a month, many years ago a year.
        Unit::Year if n == 1 => Ok(month_at(back)),
        Unit::Year | Unit::Decade | Unit::Century => year_of(back.year(), None),
    }
}

fn month_at(day: Date) -> ResolvedDate {
    month_of(day.first_of_month(), None)
}

fn later(from: Date, unit: Unit, n: Option<u32>) -> Result<ResolvedDate, Unresolved> {
    let n = match (n, unit) {
        (Some(n), _) => count(n)?,
        (None, Unit::Second | Unit::Minute | Unit::Hour) => 0,
        (None, Unit::Day | Unit::Week | Unit::Month) => 3,
        (None, _) => return Err(Unresolved::Vague),
    };
    let on = plus(from, unit, n)?;
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Ok(day(on)),
        Unit::Week => {
            let monday = monday(on)?;
            span(&day(monday), &day(plus(monday, Unit::Day, 6)?), 3)
        }
        Unit::Month => Ok(month_at(on)),
        Unit::Year | Unit::Decade | Unit::Century => year_of(on.year(), None),
    }
}

/// خلال اليومين الماضيين: up to publication.
fn past(published: Date, unit: Unit, n: Option<u32>) -> Result<ResolvedDate, Unresolved> {
    let Some(n) = n else {
        return match unit {
            Unit::Week => {
                let first = month_at(plus(published, Unit::Week, -3)?);
                span(&first, &month_at(published), 4)
            }
            Unit::Month => Ok(ResolvedDate {
                start: Some(plus(published, Unit::Month, -3)?),
                end: Some(published),
                ..year_of(published.year(), None)?
            }),
            Unit::Day => {
                let first = plus(published, Unit::Day, -3)?;
                Ok(ResolvedDate {
                    start: Some(first),
                    end: Some(published),
                    precision: 2,
                    ..month_at(published)
                })
            }
            _ => ago(published, unit, None),
        };
    };
    let first = plus(published, unit, -count(n)?)?;
    match unit {
        Unit::Second | Unit::Minute => Ok(day(published)),
        Unit::Hour | Unit::Day | Unit::Week => {
            let days = (published - first).get_days();
            let precision = match days {
                ..=1 => 1 + u8::from(days == 1),
                2..=6 => 2,
                7 => 3,
                _ => 4,
            };
            span(&day(first), &day(published), precision)
        }
        Unit::Month => span(&month_at(first), &month_at(published), if n <= 1 { 4 } else { 5 }),
        Unit::Year | Unit::Decade | Unit::Century => {
            span(&year_of(first.year(), None)?, &year_of(published.year(), None)?, 5)
        }
    }
}

/// خلال الأيام المقبلة: from publication on.
fn coming(published: Date, unit: Unit, n: Option<u32>) -> Result<ResolvedDate, Unresolved> {
    let n = match (n, unit) {
        (Some(n), _) => count(n)?,
        (None, Unit::Second | Unit::Minute | Unit::Hour) => 0,
        (None, Unit::Day) => {
            return Ok(ResolvedDate {
                precision: 2,
                start: Some(published),
                end: Some(plus(published, Unit::Day, 3)?),
                ..month_at(plus(published, Unit::Day, 1)?)
            });
        }
        (None, Unit::Week | Unit::Month) => 3,
        (None, _) => return Err(Unresolved::Vague),
    };
    let last = plus(published, unit, n)?;
    match unit {
        Unit::Second | Unit::Minute => Ok(day(published)),
        Unit::Hour | Unit::Day => span(&day(published), &day(last), 2),
        Unit::Week => span(&day(published), &day(last), if n == 1 { 3 } else { 4 }),
        Unit::Month => span(&month_at(published), &month_at(last), if n <= 1 { 4 } else { 5 }),
        Unit::Year | Unit::Decade | Unit::Century => {
            span(&year_of(published.year(), None)?, &year_of(last.year(), None)?, 5)
        }
    }
}
