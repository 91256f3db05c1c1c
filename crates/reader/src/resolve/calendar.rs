//! Which day of our calendar is that day of the Islamic one?

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};

/// Umm al-Qura, the civil calendar of Saudi Arabia, whose month lengths are published in advance.
const UMM_AL_QURA: &str = include_str!("../../../../data/lexicon/calendar_hijri.tsv");

/// First year of the table.
const FIRST: i16 = 1343;

/// Days from the table's first to the first of each month, month by month; one more at the end.
static STARTS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let mut starts = vec![0];
    let mut day = 0;
    for line in UMM_AL_QURA.lines().filter(|l| !l.starts_with('#')) {
        for length in line.split('\t').nth(1).unwrap_or_default().bytes() {
            day += match length {
                b'8' => 28,
                b'0' => 30,
                b'1' => 31,
                _ => 29,
            };
            starts.push(day);
        }
    }
    starts
});

/// First and last day of a month of the Islamic calendar: by Umm al-Qura from 1343 to 1500, by the tabular calendar
/// before and after, which can be off by a day or two.
pub fn hijri_month(year: i16, month: u8) -> Option<(Date, Date)> {
    if !(1..=12).contains(&month) || !(1..=1600).contains(&year) {
        return None;
    }
    let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    let first = first_of(year, month)?;
    let last = first_of(next_year, next_month)?.checked_sub(1.day()).ok()?;
    Some((first, last))
}

/// A day of the Islamic calendar; the 30th of a month of 29 days is its last.
pub fn hijri_day(year: i16, month: u8, day: u8) -> Option<Date> {
    if !(1..=30).contains(&day) {
        return None;
    }
    let (first, last) = hijri_month(year, month)?;
    Some(first.checked_add((i64::from(day) - 1).days()).ok()?.min(last))
}

/// Year and month of the Islamic calendar on a day.
pub fn hijri_of(day: Date) -> Option<(i16, u8)> {
    // A year there is 354 or 355 days; the guess is never off by more than one.
    let guess = i16::try_from((i32::from(day.year()) - 622) * 33 / 32).ok()?;
    for year in (guess - 1).max(1)..=guess + 2 {
        for month in 1..=12 {
            let (first, last) = hijri_month(year, month)?;
            if first <= day && day <= last {
                return Some((year, month));
            }
        }
    }
    None
}

fn first_of(year: i16, month: u8) -> Option<Date> {
    let index = (i32::from(year) - i32::from(FIRST)) * 12 + i32::from(month) - 1;
    if let Some(days) = usize::try_from(index).ok().and_then(|i| STARTS.get(i)) {
        return date(1924, 8, 1).checked_add(Span::new().days(i64::from(*days))).ok();
    }
    // The tabular calendar: months of 30 and 29 days by turns, eleven leap years in thirty.
    let (y, m) = (i64::from(year), i64::from(month));
    let since_epoch = (59 * (m - 1) + 1) / 2 + (y - 1) * 354 + (3 + 11 * y) / 30;
    // 1 Muharram 1 is 16 July 622 of the Julian calendar.
    date(622, 7, 19).checked_add(Span::new().days(since_epoch)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn islamic_days() {
        for (year, month, day, expected) in [
            (1440, 9, 1, date(2019, 5, 6)),
            (1436, 10, 16, date(2015, 8, 1)),
            (1343, 1, 1, date(1924, 8, 1)),
            (1500, 12, 29, date(2077, 11, 15)),
            (1, 1, 1, date(622, 7, 19)),
            (1300, 1, 1, date(1882, 11, 12)),
        ] {
            assert_eq!(hijri_day(year, month, day), Some(expected), "{year}-{month}-{day}");
        }
        assert_eq!(hijri_of(date(2015, 8, 10)), Some((1436, 10)));
        assert_eq!(hijri_of(date(1900, 1, 1)).map(|(y, _)| y), Some(1317));
        assert_eq!(hijri_day(1440, 13, 1), None);
        assert_eq!(hijri_day(1440, 1, 31), None);
    }

    #[test]
    fn months_follow_each_other() {
        for year in 1..1600 {
            for month in 1..=12 {
                let (first, last) = hijri_month(year, month).expect("in range");
                let days = (last - first).get_days() + 1;
                // Where the table meets the arithmetic, a month may be a day long or short.
                assert!((28..=31).contains(&days), "{year}-{month} has {days} days");
            }
        }
    }
}
