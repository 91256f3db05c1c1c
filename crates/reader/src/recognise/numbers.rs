//! Which numbers are there, how do they bound the truth, and what do they count?

use std::ops::Range;

pub(crate) use super::figures::{Figure, figure};
pub(crate) use super::numerals::{Read, read};
use super::terms::{Clitics, Inflection, Lexed, Sense};
use super::timeline::Unit;
use crate::Span;
pub use crate::reading::Bound;
use crate::text::TokenKind;

/// What kind of thing a number counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Counts {
    /// No noun, or one that the lists do not hold: people as likely as not.
    #[default]
    Unknown,
    People,
    Thing,
    Distance,
    Money,
    Weight,
    Percent,
    /// A length of time.
    Time,
    /// Somebody's years.
    Age,
    /// A number that names rather than counts (القرار 2254, إف 16).
    Label,
}

/// A number of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberMention {
    /// The number's own words.
    pub tokens: Range<u32>,
    /// Raw text of those words.
    pub value_span: Span,
    /// With the words that bound it (ما لا يقل عن).
    pub span: Span,
    pub n: u64,
    /// Upper end of a range.
    pub to: Option<u64>,
    pub bound: Bound,
    /// Token of the noun that is counted; the number's own for a dual (جنديان) and for one (مقتل جندي).
    pub counted: Option<u32>,
    pub counts: Counts,
    pub ordinal: bool,
    /// A part of a number said before (بينهم 6).
    pub part_of: bool,
    /// Joined by و to the number before it, in one list (عشرة جنود وثلاثة عمال).
    pub joined: bool,
    /// عشرات, بضعة: a size more than a number.
    pub vague: bool,
    /// One, only because the noun is singular and without ال: a number where the noun is a victim, else nothing.
    pub implied: bool,
}

/// Every number of a text outside `taken` token ranges, which are sorted: the dates.
pub(crate) fn numbers(lx: &Lexed<'_>, taken: &[Range<u32>]) -> Vec<NumberMention> {
    let mut found: Vec<NumberMention> = Vec::new();
    let mut taken = taken.iter().peekable();
    let mut at = 0;
    while at < lx.len() {
        while taken.next_if(|r| r.end as usize <= at).is_some() {}
        if let Some(range) = taken.peek()
            && range.start as usize <= at
        {
            at = range.end as usize;
            continue;
        }
        if !lx.is_number(at) && !lx.senses(at).iter().any(Sense::numbers) {
            at += 1;
            continue;
        }
        let stop = taken.peek().map_or(lx.len(), |r| r.start as usize);
        let limit = sentence_end(lx, at).min(stop);
        match mention(lx, at, limit, found.last()) {
            Some((number, end)) => {
                found.extend(number);
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

fn sentence_end(lx: &Lexed<'_>, at: usize) -> usize {
    (at + 24).min(lx.toks[at].sentence_end as usize)
}

fn mention(
    lx: &Lexed<'_>,
    at: usize,
    limit: usize,
    last: Option<&NumberMention>,
) -> Option<(Option<NumberMention>, usize)> {
    if lx.has(at, Sense::Skip) {
        return Some((None, lx.next(at)));
    }
    if let Some(read) = read(lx, at, limit) {
        return Some(of_figure(lx, read, limit, last));
    }
    if lx.is_number(at) {
        return None;
    }
    of_noun(lx, at, limit, last)
}

/// A mention from a number that stands in the text.
fn of_figure(
    lx: &Lexed<'_>,
    first: Read,
    limit: usize,
    last: Option<&NumberMention>,
) -> (Option<NumberMention>, usize) {
    let glue = lx.glued(first.start);
    let mut from = glue.map_or(first.start, |(i, _)| i);
    let joined = glue.map_or(lx.toks[first.start].clitics, |(_, c)| c);
    let (mut n, mut to, mut end) = (first.n, None, first.end);
    let mut bound = first.bound;
    let lead = leading(lx, from);
    let mut range = None;
    match lead {
        Some((start, Lead::Bound(b))) => {
            bound = Some(if bound == Some(Bound::AtLeast) && b == Bound::About { Bound::AtLeast } else { b });
            from = start;
        }
        Some((start, Lead::Between)) => range = upper(lx, first, limit, true).inspect(|_| from = start),
        Some((start, Lead::From)) => range = upper(lx, first, limit, false).inspect(|_| from = start),
        None => {}
    }
    if range.is_none() && !first.ordinal && bound.is_none() {
        range = dashed(lx, first, limit);
    }
    if let Some(high) = range {
        if high.scale > first.scale && first.n < high.n / high.scale {
            n *= high.scale;
        }
        if n < high.n {
            (to, bound, end) = (Some(high.n), Some(Bound::Range), high.end);
        }
    }
    if let Some(Figure::Range(a, b)) = figure(lx.toks[first.start].form).filter(|_| lx.is_number(first.start))
    {
        (n, to, bound) = (a, Some(b), Some(Bound::Range));
    }
    // إف-16, القرار 2254
    if named(lx, from, &first) {
        return (None, end);
    }
    let Noun { token, counts, end: after } = counted(lx, &first, n, end, limit, from);
    let marked = part_before(lx, from);
    let part_of = marked.is_some()
        || (lx.has(end, Sense::OfThem) && !lx.is_number(lx.next(end)))
        || goes_on(lx, from, joined, last);
    let (bound, to_full) = match trailing(lx, after, limit) {
        Some((b, e)) if bound.is_none() || bound == Some(Bound::Exact) => (Some(b), e),
        _ => (bound, end),
    };
    let bound = bound.or_else(|| estimated(lx, from, joined).then_some(Bound::About));
    let joined = in_list(lx, from, joined, last);
    // أكثر من 60 قتيلا و110 جرحى: the bound holds for both.
    let bound = bound.or_else(|| {
        let last =
            last.filter(|last| joined && !last.vague && last.span.start() < last.value_span.start())?;
        matches!(last.bound, Bound::AtLeast | Bound::MoreThan).then_some(last.bound)
    });
    let resume = match token {
        Some(t) if t >= end => past_adjectives(lx, t, limit),
        _ => end,
    };
    let year = first.plain && (1900..=2100).contains(&n) && token.is_none() && bound.is_none() && !part_of;
    let listed = lx.toks[from].opens && first.end < limit && lx.is(first.end, &["-", ".", ")", "_", ":"]);
    if (year && lx.toks[first.start].form.len() == 4) || listed {
        return (None, end);
    }
    let mention = NumberMention {
        tokens: first.start as u32..end as u32,
        value_span: lx.span(first.start, end),
        span: lx.span(from, end).cover(lx.span(first.start, to_full.max(end))),
        n,
        to,
        bound: bound.unwrap_or(Bound::Exact),
        counted: token.map(|t| t as u32),
        counts,
        ordinal: first.ordinal,
        part_of,
        joined,
        vague: first.bound.is_some() || first.few,
        implied: false,
    };
    (Some(mention), resume)
}

/// The token after a counted noun and the adjectives that agree with it (12 مدنيا فلسطينيا).
fn past_adjectives(lx: &Lexed<'_>, noun: usize, limit: usize) -> usize {
    let form =
        |at: usize| lx.find(at, |s| if let Sense::Counted(Counts::People, i) = s { Some(*i) } else { None });
    let mut at = lx.next(noun);
    while at < limit
        && !lx.toks[at].clitics.and()
        && form(at).is_some_and(|f| f == Inflection::Other || Some(f) == form(noun))
    {
        at = lx.next(at);
    }
    at
}

/// A mention from a noun that says itself how many: جنديان, أكثر من شخص, مقتل جندي.
fn of_noun(
    lx: &Lexed<'_>,
    at: usize,
    limit: usize,
    last: Option<&NumberMention>,
) -> Option<(Option<NumberMention>, usize)> {
    if let Some(found) = one_of(lx, at, limit, last) {
        return Some(found);
    }
    let tok = &lx.toks[at];
    let (counts, inflection) =
        lx.find(at, |s| if let Sense::Counted(c, i) = s { Some((*c, *i)) } else { None })?;
    let next = lx.next(at);
    let two = next < limit
        && lx.find(next, |s| matches!(s, Sense::Unit(2)).then_some(())).is_some()
        && !lx.toks[next].clitics.and();
    let one = next < limit && lx.has(next, Sense::One);
    let n = match inflection {
        Inflection::Dual => 2,
        Inflection::DualOrPlural if two => 2,
        Inflection::Singular | Inflection::Accusative if !tok.clitics.the() => 1,
        // إصابة آخر, إصابة آخر بجروح, but not آخر معقل.
        Inflection::Other if !tok.clitics.the() && ends_phrase(lx, next, limit) => 1,
        _ => return None,
    };
    if n == 1 && counts != Counts::People && !one {
        return None;
    }
    let lead = leading(lx, at);
    let (mut from, mut bound) = (at, None);
    if let Some((start, Lead::Bound(b))) = lead {
        (from, bound) = (start, Some(b));
    }
    let end = if (n == 2 && two) || (n == 1 && one) { lx.next(next) } else { at + 1 };
    let mut full = end;
    if bound.is_none()
        && let Some((b, e)) = trailing(lx, end, limit)
    {
        (bound, full) = (Some(b), e);
    }
    let implied = n == 1 && !one && bound.is_none();
    // قائد الجيش: what stands in idafa to a name or a noun with ال is no single one.
    if implied
        && next < limit
        && lx.toks[next].form.starts_with("ال")
        && inflection == Inflection::Singular
        && !tok.form.ends_with('ي')
    {
        return None;
    }
    let part_of = part_before(lx, from).is_some() || goes_on(lx, from, tok.clitics, last);
    let mention = NumberMention {
        tokens: at as u32..end as u32,
        value_span: lx.span(at, end),
        span: lx.span(from, full.max(end)),
        n,
        to: None,
        bound: bound.unwrap_or(Bound::Exact),
        counted: Some(at as u32),
        counts,
        ordinal: false,
        part_of,
        joined: in_list(lx, from, tok.clitics, last),
        vague: false,
        implied,
    };
    Some((Some(mention), past_adjectives(lx, at, limit).max(end)))
}

/// Does no noun follow?
fn ends_phrase(lx: &Lexed<'_>, at: usize, limit: usize) -> bool {
    at >= limit
        || !lx.is_word(at)
        || lx.has(at, Sense::Stop)
        || lx.toks[at].clitics.and()
        || lx.toks[at].form.starts_with('و')
}

/// أحد الجنود
fn one_of(
    lx: &Lexed<'_>,
    at: usize,
    limit: usize,
    last: Option<&NumberMention>,
) -> Option<(Option<NumberMention>, usize)> {
    let noun = lx.next(at);
    if !lx.has(at, Sense::Teen(1)) || noun >= limit || lx.toks[noun].clitics.and() {
        return None;
    }
    let people = lx.find(noun, |s| match s {
        Sense::Counted(Counts::People, Inflection::Plural | Inflection::DualOrPlural) => Some(()),
        _ => None,
    });
    people?;
    let mention = NumberMention {
        tokens: at as u32..at as u32 + 1,
        value_span: lx.span(at, at + 1),
        span: lx.span(at, at + 1),
        n: 1,
        to: None,
        bound: Bound::Exact,
        counted: Some(noun as u32),
        counts: Counts::People,
        ordinal: false,
        part_of: part_before(lx, at).is_some() || goes_on(lx, at, lx.toks[at].clitics, last),
        joined: in_list(lx, at, lx.toks[at].clitics, last),
        vague: false,
        implied: true,
    };
    Some((Some(mention), lx.next(noun)))
}

enum Lead {
    Bound(Bound),
    Between,
    From,
}

/// The longest phrase that ends just before `at` and bounds it.
fn leading(lx: &Lexed<'_>, at: usize) -> Option<(usize, Lead)> {
    let lowest = at.saturating_sub(5);
    for start in lowest..at {
        if lx.toks[start].words == 0 || lx.next(start) != at || (start + 1..=at).any(|i| lx.toks[i].opens) {
            continue;
        }
        let lead = lx.find(start, |s| match s {
            Sense::Before(b) => Some(Lead::Bound(*b)),
            Sense::Between => Some(Lead::Between),
            _ => None,
        });
        // A figure's own ال or ب may stand before the bound's last letter (بنحو); a glued ب with a bound is its own.
        if let Some(lead) = lead {
            return Some((start, lead));
        }
    }
    let before = at.checked_sub(1)?;
    (lx.has(before, Sense::From) && lx.toks[before].words == 1 && !lx.toks[at].opens)
        .then_some((before, Lead::From))
}

/// قدرت اللجنة عدد النازحين بمليون
fn estimated(lx: &Lexed<'_>, from: usize, clitics: Clitics) -> bool {
    const REACH: usize = 16;
    clitics.preposition()
        && !lx.toks[from].opens
        && (from.saturating_sub(REACH)..from)
            .rev()
            .take_while(|&i| i + 1 == from || !lx.toks[i + 1].opens)
            .any(|i| lx.has(i, Sense::Estimate))
}

/// The upper end of a range after بين … و or من … إلى; the counted noun may stand between.
fn upper(lx: &Lexed<'_>, first: Read, limit: usize, between: bool) -> Option<Read> {
    for at in first.end..(first.end + 3).min(limit) {
        let joint = if between {
            let glued = lx.glued(at + 1).filter(|(i, c)| *i == at && c.and());
            if glued.is_some() || lx.is(at, &["و"]) {
                at + 1
            } else if lx.toks[at].clitics.and() {
                if lx.has(at, Sense::To) { lx.next(at) } else { at }
            } else if lx.has(at, Sense::To) {
                lx.next(at)
            } else {
                continue;
            }
        } else if lx.has(at, Sense::To) {
            lx.next(at)
        } else {
            continue;
        };
        return read_joined(lx, joint, limit).filter(|r| r.n > first.n || r.scale > first.scale);
    }
    None
}

/// 20-30, 20 إلى 30, ثلاثة أو أربعة.
fn dashed(lx: &Lexed<'_>, first: Read, limit: usize) -> Option<Read> {
    let at = first.end;
    if at >= limit {
        return None;
    }
    let joined = lx.is(at, &["-", "–"]) || lx.has(at, Sense::To) || lx.has(at, Sense::Or);
    let high = read_joined(lx, joined.then(|| lx.next(at))?, limit)?;
    (high.n > first.n && high.n < first.n.saturating_mul(5) || high.scale > first.scale).then_some(high)
}

/// A number whose first word may carry و.
fn read_joined(lx: &Lexed<'_>, at: usize, limit: usize) -> Option<Read> {
    read(lx, at, limit).filter(|r| !r.ordinal)
}

/// Does the number name something instead of counting?
fn named(lx: &Lexed<'_>, from: usize, read: &Read) -> bool {
    let Some(mut before) = from.checked_sub(1) else { return false };
    if read.ordinal || lx.toks[from].opens {
        return false;
    }
    if lx.is(before, &["-", "–", "("]) && before > 0 && !lx.toks[before].spaced {
        before -= 1;
    }
    let tok = &lx.toks[before];
    if tok.opens && before + 1 == from && tok.kind == TokenKind::Punctuation {
        return false;
    }
    let foreign = tok.kind == TokenKind::Foreign && !tok.form.is_empty() && lx.is_number(read.start);
    foreign
        || (lx.has(before, Sense::Label)
            && (lx.is_number(read.start) || before + 1 == from)
            && lx.is_number(read.start))
}

struct Noun {
    token: Option<usize>,
    counts: Counts,
    /// The token after it.
    end: usize,
}

/// What the number counts.
fn counted(lx: &Lexed<'_>, read: &Read, n: u64, end: usize, limit: usize, from: usize) -> Noun {
    let none = |counts| Noun { token: None, counts, end };
    if end < limit {
        if lx.has(end, Sense::Percent) || lx.is(end, &["%", "٪"]) {
            return Noun { token: None, counts: Counts::Percent, end: lx.next(end) };
        }
        if lx.is(end, &["$", "€", "£"]) {
            return none(Counts::Money);
        }
        if let Some(unit) = lx.find(end, |s| if let Sense::Time(u, _) = s { Some(*u) } else { None }) {
            let counts =
                if unit >= Unit::Month && is_age(lx, from, end, limit) { Counts::Age } else { Counts::Time };
            return Noun { token: Some(end), counts, end: lx.next(end) };
        }
    }
    let bracketed = read.plain && from > 0 && lx.is(from - 1, &["("]) && lx.is(end, &[")"]);
    // (14) شخصا counts, محمد (14) tells an age.
    if bracketed && n < 120 && !people_after(lx, lx.next(end), limit) {
        return none(Counts::Age);
    }
    if let Some(noun) = noun_after(lx, read, n, end, limit) {
        return noun;
    }
    // الجنود الثلاثة
    let the = lx.toks[read.start].clitics.the() && !read.ordinal;
    if the
        && let Some(before) = from.checked_sub(1)
        && lx.is_word(before)
        && !lx.toks[from].opens
        && lx.toks[before].form.starts_with("ال")
    {
        let counts = kind_of(lx, before);
        return Noun { token: Some(before), counts, end };
    }
    none(Counts::Unknown)
}

fn people_after(lx: &Lexed<'_>, at: usize, limit: usize) -> bool {
    at < limit && lx.is_word(at) && !lx.toks[at].clitics.and() && kind_of(lx, at) == Counts::People
}

fn kind_of(lx: &Lexed<'_>, at: usize) -> Counts {
    lx.find(at, |s| if let Sense::Counted(c, _) = s { Some(*c) } else { None }).unwrap_or_default()
}

fn noun_after(lx: &Lexed<'_>, read: &Read, n: u64, end: usize, limit: usize) -> Option<Noun> {
    let mut at = end;
    if at < limit && lx.is(at, &[")"]) && read.start > 0 && lx.is(read.start - 1, &["("]) {
        at += 1;
    }
    let of = at < limit && lx.has(at, Sense::From) && lx.toks[at].words == 1;
    if of {
        at += 1;
    }
    if at < limit && lx.toks[at].kind == TokenKind::Punctuation && lx.is(at, &["\"", "«", "“", "'", "”"])
    {
        at += 1;
    }
    if at >= limit || !lx.is_word(at) {
        return None;
    }
    let tok = &lx.toks[at];
    if tok.clitics.and() || tok.clitics.preposition() {
        return None;
    }
    let known = lx.find(at, |s| if let Sense::Counted(c, _) = s { Some(*c) } else { None });
    let noun = |counts| Some(Noun { token: Some(at), counts, end: lx.next(at) });
    if let Some(counts) = known {
        return noun(counts);
    }
    let the = tok.form.starts_with("ال") && tok.form.len() > 6;
    if of {
        let name = tok.words == 0 || the;
        return if name && !read.ordinal { noun(Counts::Unknown) } else { None };
    }
    if tok.words > 0 || read.ordinal || tok.form.starts_with("بال") || tok.form.starts_with("وال") {
        return None;
    }
    if read.few || read.bound.is_some() {
        return noun(Counts::Unknown);
    }
    let fits = match n % 100 {
        11..=99 => tok.form.ends_with('ا') || tok.form.ends_with('ه'),
        _ => !the,
    };
    if fits { noun(Counts::Unknown) } else { None }
}

/// عمره 25 عاما, البالغ من العمر 25 عاما, (25 عاما).
fn is_age(lx: &Lexed<'_>, from: usize, unit: usize, limit: usize) -> bool {
    let bracketed = from > 0
        && lx.is(from - 1, &["(", "،", ","])
        && unit + 1 < limit
        && lx.is(unit + 1, &[")", "،", ","]);
    bracketed || (from.saturating_sub(4)..from).any(|i| lx.has(i, Sense::Age))
}

/// بينهم just before: where it starts.
fn part_before(lx: &Lexed<'_>, from: usize) -> Option<usize> {
    (from.saturating_sub(4)..from).find(|&start| {
        lx.has(start, Sense::Part) && lx.next(start) == from && !(start + 1..=from).any(|i| lx.toks[i].opens)
    })
}

/// بينهم 6 أطفال وامرأتان: the second part follows with و.
fn goes_on(lx: &Lexed<'_>, from: usize, clitics: Clitics, last: Option<&NumberMention>) -> bool {
    last.is_some_and(|last| last.part_of) && in_list(lx, from, clitics, last)
}

/// Does و join the number at `from` to the last one, with nothing between them but the last one's noun phrase?
fn in_list(lx: &Lexed<'_>, from: usize, clitics: Clitics, last: Option<&NumberMention>) -> bool {
    const LONGEST_PHRASE: usize = 5;
    let alone = from > 0 && lx.is(from - 1, &["و"]);
    let Some(last) = last.filter(|_| clitics.and() || alone) else { return false };
    let start = last.counted.map_or(last.tokens.end, |c| c.max(last.tokens.end - 1) + 1) as usize;
    let end = if alone { from - 1 } else { from };
    start <= end
        && end - start <= LONGEST_PHRASE
        && !lx.toks[from].opens
        && (start..end).all(|i| {
            let tok = &lx.toks[i];
            !tok.opens && tok.kind == TokenKind::Word && !tok.form.starts_with('و') && !lx.has(i, Sense::Stop)
                || lx.has(i, Sense::From)
        })
}

/// على الأقل after the number or what it counts.
fn trailing(lx: &Lexed<'_>, after: usize, limit: usize) -> Option<(Bound, usize)> {
    for at in after..(after + 4).min(limit) {
        if let Some(bound) = lx.find(at, |s| if let Sense::After(b) = s { Some(*b) } else { None }) {
            // A figure after it is what it bounds (قتل 3 وأصيب على الأقل 20).
            let next = lx.next(at);
            let bounds_next = bound != Bound::About && (lx.is_number(next) && !lx.toks[next].opens);
            return (!bounds_next).then_some((bound, next));
        }
        let tok = &lx.toks[at];
        let comma = at == after && lx.is(at, &["،", ","]);
        if !comma
            && (tok.kind != TokenKind::Word
                || tok.clitics.and()
                || tok.form.starts_with('و')
                || lx.has(at, Sense::Stop))
        {
            return None;
        }
    }
    None
}
