//! What do the digits of a token say?

/// A token of digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Figure {
    /// Digits alone.
    Plain(u64),
    /// With separators of thousands.
    Grouped(u64),
    /// 3.5: units and thousandths. `1.500` can be either a group or a decimal; it is taken for a group.
    Decimal(u64, u64),
    /// 12/6/2014, 2014-06-12: as they stand.
    Date(u64, u64, u64),
    /// 20-31
    Range(u64, u64),
    /// 10:30
    Clock,
}

/// Reads a token of digits; none where it is no number that can be counted (a telephone number, a version).
pub(crate) fn figure(form: &str) -> Option<Figure> {
    let form = form.strip_suffix(['.', ',', '،']).unwrap_or(form);
    if form.bytes().all(|b| b.is_ascii_digit()) {
        return (form.len() <= 12).then(|| form.parse().ok().map(Figure::Plain)).flatten();
    }
    if form.contains([':']) {
        return Some(Figure::Clock);
    }
    let mut parts = [""; 6];
    let mut count = 0;
    for part in form.split(|c: char| !c.is_ascii_digit()) {
        if part.is_empty() || count == parts.len() {
            return None;
        }
        parts[count] = part;
        count += 1;
    }
    let separator = form.chars().find(|c| !c.is_ascii_digit())?;
    let uniform = form.chars().all(|c| c.is_ascii_digit() || c == separator);
    let number = |s: &str| if s.len() <= 9 { s.parse::<u64>().ok() } else { None };
    match (separator, count) {
        ('/' | '-' | '–' | '.', 3) if uniform && looks_dated(&parts) => {
            Some(Figure::Date(number(parts[0])?, number(parts[1])?, number(parts[2])?))
        }
        ('-' | '–', 2) => Some(Figure::Range(number(parts[0])?, number(parts[1])?)),
        (',' | '.' | '٬' | '٫' | '،' | '\'' | ' ', _) => {
            let groups =
                parts[1..count].iter().all(|p| p.len() == 3) && parts[0].len() <= 3 && parts[0] != "0";
            if groups && uniform && separator != '٫' {
                let mut n = 0u64;
                for part in &parts[..count] {
                    n = n.checked_mul(10u64.pow(part.len() as u32))?.checked_add(number(part)?)?;
                }
                return Some(Figure::Grouped(n));
            }
            if count == 2 {
                let thousandths = format!("{:0<3}", parts[1]).get(..3).and_then(number)?;
                return Some(Figure::Decimal(number(parts[0])?, thousandths));
            }
            // 1.234,5
            let (whole, _) = form.rsplit_once(|c: char| !c.is_ascii_digit())?;
            match figure(whole)? {
                Figure::Grouped(n) => Some(Figure::Decimal(n, number(parts[count - 1])?.min(999))),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A day, a month and a year in some order.
fn looks_dated(parts: &[&str; 6]) -> bool {
    let year = |s: &str| s.len() == 4;
    let short = |s: &str| s.len() <= 2;
    short(parts[1])
        && ((year(parts[0]) && short(parts[2]))
            || (short(parts[0]) && (year(parts[2]) || parts[2].len() == 2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits() {
        for (form, expected) in [
            ("350", Some(Figure::Plain(350))),
            ("1,500", Some(Figure::Grouped(1500))),
            ("1.500", Some(Figure::Grouped(1500))),
            ("1,234,567", Some(Figure::Grouped(1_234_567))),
            ("3.5", Some(Figure::Decimal(3, 500))),
            ("3٫25", Some(Figure::Decimal(3, 250))),
            ("0.125", Some(Figure::Decimal(0, 125))),
            ("12/6/2014", Some(Figure::Date(12, 6, 2014))),
            ("2014-06-12", Some(Figure::Date(2014, 6, 12))),
            ("1975-1990", Some(Figure::Range(1975, 1990))),
            ("10:30", Some(Figure::Clock)),
            ("00218912345678", None),
            ("1.2.3.4.5.6.7", None),
        ] {
            assert_eq!(figure(form), expected, "{form}");
        }
    }
}
