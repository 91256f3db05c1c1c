//! Which number do these words and digits make?

use super::figures::{Figure, figure};
use super::terms::{Lexed, Sense};
use crate::reading::Bound;

/// A number read at some token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Read {
    pub start: usize,
    pub end: usize,
    pub n: u64,
    pub bound: Option<Bound>,
    pub decimal: bool,
    pub ordinal: bool,
    /// Its last scale, by which an unscaled lower end of a range is multiplied (بين 5 و7 آلاف).
    pub scale: u64,
    pub few: bool,
    pub plain: bool,
}

/// The number that starts at `start`.
pub(crate) fn read(lx: &Lexed<'_>, start: usize, limit: usize) -> Option<Read> {
    if start >= limit || !(lx.is_number(start) || lx.senses(start).iter().any(Sense::begins_number)) {
        return None;
    }
    if let Some(ordinal) = ordinal(lx, start, limit) {
        return Some(ordinal);
    }
    let mut read = piece(lx, start, limit)?;
    while let Some(next) = joined(lx, read.end, limit) {
        if read.scale >= 1000
            && let Some((a, b)) =
                lx.find(next, |s| if let Sense::Fraction(a, b) = s { Some((*a, *b)) } else { None })
        {
            read.n += read.scale * a / b;
            read.end = lx.next(next);
            let again = read.end < limit
                && lx
                    .find(read.end, |s| matches!(s, Sense::Scale(v) if *v == read.scale).then_some(()))
                    .is_some();
            read.end += usize::from(again);
            break;
        }
        if read.bound.is_some() || read.few || read.decimal || read.scale < 1000 {
            break;
        }
        let Some(low) = piece(lx, next, limit) else { break };
        if low.n >= read.scale || low.scale >= read.scale || low.bound.is_some() || low.few || low.decimal {
            break;
        }
        // 3 آلاف و200 is one number, ألفا جندي وخمسة is not: the parts touch.
        read.n += low.n;
        read.scale = low.scale;
        read.end = low.end;
        read.plain = false;
    }
    Some(read)
}

/// و at `at`: on the word, or alone before it.
fn joined(lx: &Lexed<'_>, at: usize, limit: usize) -> Option<usize> {
    if at >= limit || lx.toks[at].opens {
        return None;
    }
    if lx.toks[at].form == "و" {
        return (at + 1 < limit).then_some(at + 1);
    }
    lx.toks[at].clitics.and().then_some(at)
}

fn scale(lx: &Lexed<'_>, at: usize, limit: usize) -> Option<u64> {
    if at >= limit || lx.toks[at].clitics.and() {
        return None;
    }
    lx.find(at, |s| if let Sense::Scale(v) | Sense::Scales(v) = s { Some(*v) } else { None })
}

/// A number below its scale: ثلاثة وعشرون ألفا, 3.5 ملايين, نصف مليون, عشرات الآلاف.
fn piece(lx: &Lexed<'_>, start: usize, limit: usize) -> Option<Read> {
    let read = |n: u64, end: usize, scale: u64| Read {
        start,
        end,
        n,
        bound: None,
        decimal: false,
        ordinal: false,
        scale,
        few: false,
        plain: false,
    };
    if lx.is_number(start) {
        let (whole, thousandths, plain) = match figure(lx.toks[start].form)? {
            Figure::Plain(n) => (n, 0, true),
            // 1.500 مليون is one and a half.
            Figure::Grouped(n) => {
                let million = scale(lx, start + 1, limit).is_some_and(|s| s >= 1_000_000)
                    && (1000..1_000_000).contains(&n);
                if million { (n / 1000, n % 1000, false) } else { (n, 0, false) }
            }
            Figure::Decimal(n, t) => (n, t, false),
            Figure::Range(_, b) => (b, 0, false),
            Figure::Date(..) | Figure::Clock => return None,
        };
        let end = start + 1;
        if let Some(s) = scale(lx, end, limit) {
            let n = whole.checked_mul(s)?.checked_add(thousandths * (s / 1000))?;
            return Some(read(n, lx.next(end), s));
        }
        return Some(Read { decimal: thousandths > 0, plain, ..read(whole, end, 1) });
    }
    for sense in lx.senses(start) {
        let next = lx.next(start);
        match sense {
            Sense::Fraction(a, b) => {
                if let Some(s) = scale(lx, next, limit) {
                    return Some(read(s * a / b, lx.next(next), s));
                }
            }
            Sense::Vague(n) => {
                let s = scale(lx, next, limit);
                let (n, end) = s.map_or((*n, next), |s| (n.saturating_mul(s), lx.next(next)));
                return Some(Read { bound: Some(Bound::AtLeast), ..read(n, end, s.unwrap_or(1)) });
            }
            Sense::Few(n) => {
                let of = if next < limit && lx.has(next, Sense::From) { next + 1 } else { next };
                if let Some(more) = piece(lx, of, limit).filter(|r| r.bound.is_some()) {
                    return Some(Read { start, ..more });
                }
                return Some(Read { few: true, bound: Some(Bound::AtLeast), ..read(*n, next, 1) });
            }
            Sense::Scales(s) => return Some(Read { bound: Some(Bound::AtLeast), ..read(2 * s, next, *s) }),
            Sense::ScaleDual(n) => return Some(read(*n, next, n / 2)),
            Sense::Scale(s) => return Some(read(*s, next, *s)),
            _ => {}
        }
    }
    let (n, end) = below_thousand(lx, start, limit)?;
    match scale(lx, end, limit) {
        Some(s) => Some(read(n.checked_mul(s)?, lx.next(end), s)),
        None => Some(read(n, end, 1)),
    }
}

/// Hundreds, tens and units, in the order of speech: مئة وثلاثة وعشرون.
fn below_thousand(lx: &Lexed<'_>, start: usize, limit: usize) -> Option<(u64, usize)> {
    let hundred = |at: usize| lx.find(at, |s| if let Sense::Hundred(n) = s { Some(*n) } else { None });
    let unit = |at: usize| lx.find(at, |s| if let Sense::Unit(n) = s { Some(*n) } else { None });
    let (mut sum, mut end) = (0, start);
    if let Some(n) = hundred(start) {
        (sum, end) = (n, lx.next(start));
    } else if let Some(n) = unit(start).filter(|n| *n > 2)
        && start + 1 < limit
        && hundred(start + 1) == Some(100)
        && !lx.toks[start + 1].clitics.and()
    {
        (sum, end) = (n * 100, start + 2);
    }
    let low = if sum == 0 { Some(start) } else { joined(lx, end, limit) };
    match low.and_then(|at| below_hundred(lx, at, limit)) {
        Some((n, low_end)) => Some((sum + n, low_end)),
        None if sum > 0 => Some((sum, end)),
        None => None,
    }
}

fn below_hundred(lx: &Lexed<'_>, start: usize, limit: usize) -> Option<(u64, usize)> {
    let tens = |at: usize| lx.find(at, |s| if let Sense::Tens(n) = s { Some(*n) } else { None });
    for sense in lx.senses(start) {
        let next = lx.next(start);
        match sense {
            Sense::Unit(n) | Sense::Teen(n) => {
                if next < limit && lx.has(next, Sense::Ten) && !lx.toks[next].clitics.and() {
                    return Some((10 + n, lx.next(next)));
                }
                if let Some(and) = joined(lx, next, limit)
                    && let Some(t) = tens(and)
                {
                    return Some((n + t, lx.next(and)));
                }
                if let Sense::Unit(n) = sense {
                    return Some((*n, next));
                }
            }
            Sense::One => {
                let and = joined(lx, next, limit)?;
                return tens(and).map(|t| (1 + t, lx.next(and)));
            }
            Sense::Ten => return Some((10, next)),
            Sense::Tens(n) | Sense::Number(n) => return Some((*n, next)),
            _ => {}
        }
    }
    None
}

/// الثالث, الحادي عشر, الرابعة والعشرين.
fn ordinal(lx: &Lexed<'_>, start: usize, limit: usize) -> Option<Read> {
    let mut n = lx.find(start, |s| if let Sense::Ordinal(n) = s { Some(*n) } else { None })?;
    let mut end = lx.next(start);
    if end < limit && lx.has(end, Sense::Ten) && !lx.toks[end].clitics.and() {
        (n, end) = (n + 10, lx.next(end));
    } else if n < 10
        && let Some(and) = joined(lx, end, limit)
        && let Some(t) = lx.find(and, |s| if let Sense::Tens(t) = s { Some(*t) } else { None })
        && (lx.toks[and].clitics.the() || lx.toks[start].clitics.the())
    {
        (n, end) = (n + t, lx.next(and));
    }
    Some(Read {
        start,
        end,
        n,
        bound: None,
        decimal: false,
        ordinal: true,
        scale: 1,
        few: false,
        plain: false,
    })
}
