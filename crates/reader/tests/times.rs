//! Do the recognisers read the numbers, dates and weapons of the case tables?

use std::sync::LazyLock;

use jiff::civil::date;
use proptest::prelude::*;
use proptest::{collection, sample};

use waqai::recognise::Beginnings;
use waqai::recognise::numbers::{Counts, NumberMention};
use waqai::recognise::times::{Found, Times};
use waqai::resolve::dates::resolve;
use waqai::text::{Text, WordModel};

static TIMES: LazyLock<Times> = LazyLock::new(Times::bundled);

fn find(text: &str) -> (Text, Found) {
    let text = Text::new(text, &WordModel::empty());
    let found = TIMES.find(&text, Beginnings::default());
    (text, found)
}

/// `n`, `n..to`, with `≥ > ≤ ~` before it, `p` behind it for a part, `!` for one that only the noun implies.
fn shape(n: &NumberMention) -> String {
    use waqai::recognise::numbers::Bound::{About, AtLeast, MoreThan, UpTo};
    let sign = match n.bound {
        AtLeast => "≥",
        MoreThan => ">",
        UpTo => "≤",
        About => "~",
        _ => "",
    };
    let to = n.to.map(|t| format!("..{t}")).unwrap_or_default();
    let part = if n.part_of { "p" } else { "" };
    let implied = if n.implied { "!" } else { "" };
    format!("{sign}{}{to}{part}{implied}", n.n)
}

/// The numbers of a text that are not ordinals, in short form.
fn numbers(text: &str) -> String {
    let (_, found) = find(text);
    found.numbers.iter().filter(|n| !n.ordinal).map(shape).collect::<Vec<_>>().join(" ")
}

/// What the dates of a text mean on Tuesday 12 February 2013.
fn dates(text: &str) -> String {
    let (_, found) = find(text);
    let now = Some(date(2013, 2, 12));
    found
        .dates
        .iter()
        .map(|d| resolve(&d.expr, now).map_or_else(|_| "-".to_owned(), |r| r.edtf))
        .collect::<Vec<_>>()
        .join(" ")
}

fn check(read: impl Fn(&str) -> String, cases: &str) {
    let mut wrong = Vec::new();
    for line in cases.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let (expected, text) = line.split_once('\t').expect("a case is an expectation, a tab and a text");
        let got = read(text);
        if got != expected {
            wrong.push(format!("{text}\n  expected {expected}\n  got      {got}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn numbers_are_read() {
    check(numbers, include_str!("cases/numbers.tsv"));
}

#[test]
fn dates_are_read() {
    check(dates, include_str!("cases/dates.tsv"));
}

#[test]
fn weapons_are_read() {
    check(
        |text| find(text).1.weapons.iter().map(|w| w.id.to_string()).collect::<Vec<_>>().join(" "),
        include_str!("cases/weapons.tsv"),
    );
}

#[test]
fn kinds() {
    for (text, expected) in [
        ("قتل 12 شخصا", Counts::People),
        ("على بعد 250 كيلومترا", Counts::Distance),
        ("بنسبة 20 في المئة", Counts::Percent),
        ("بقيمة 3 ملايين دولار", Counts::Money),
        ("وعمره 25 عاما", Counts::Age),
        ("سجن 25 عاما", Counts::Time),
        ("إطلاق 4 صواريخ باليستية", Counts::Thing),
    ] {
        let (_, found) = find(text);
        assert_eq!(found.numbers.first().map(|n| n.counts), Some(expected), "{text}");
    }
}

#[test]
fn spans_hold_the_words() {
    let (text, found) = find("وجرح ما لا يقل عن 240 عاملا يوم أمس الاثنين بسيارة مفخخة");
    let number = &found.numbers[0];
    assert_eq!(number.value_span.of(text.raw()), "240");
    assert_eq!(number.span.of(text.raw()), "ما لا يقل عن 240");
    assert_eq!(number.counted.map(|t| text.clean(t as usize)), Some("عاملا"));
    assert_eq!(found.dates[0].span.of(text.raw()), "يوم أمس الاثنين");
    assert_eq!(found.weapons[0].span.of(text.raw()), "بسيارة مفخخة");
}

/// A word of the lists, a figure or a mark.
fn token() -> impl Strategy<Value = String> {
    let lists = [
        include_str!("../../../data/lexicon/numerals.tsv"),
        include_str!("../../../data/lexicon/calendar.tsv"),
        include_str!("../../../data/lexicon/numerals_counted.tsv"),
    ];
    let forms: Vec<&str> =
        lists.iter().flat_map(|l| l.lines()).filter_map(|l| l.split('\t').nth(2)).collect();
    let word = (sample::select(forms), sample::select(vec!["", "و", "ال", "وال", "ب", "لل"]))
        .prop_map(|(form, before)| format!("{before}{form}"));
    let mark =
        sample::select(vec!["(", ")", "-", "/", ":", ".", "،", "\n", "%", "\"", "F"]).prop_map(str::to_owned);
    let figure = sample::select(vec!["0", "1", "31", "2013", "1436", "1,500", "3.5", "10:30", "31/31/2013"]);
    prop_oneof![4 => word, 1 => mark, 2 => figure.prop_map(str::to_owned)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_are_read(words in collection::vec(token(), 0..40), spaced in any::<bool>()) {
        let (text, found) = find(&words.join(if spaced { " " } else { "" }));
        let mut end = 0;
        for d in &found.dates {
            prop_assert!(d.tokens.start >= end && d.tokens.start < d.tokens.end, "dates stand in order");
            end = d.tokens.end;
            prop_assert!((end as usize) <= text.tokens.len());
            for published in [None, Some(date(2013, 2, 12)), Some(date(2016, 2, 29)), Some(date(-9999, 1, 1)), Some(date(9999, 12, 31))] {
                if let Ok(r) = resolve(&d.expr, published) {
                    prop_assert!(!r.edtf.is_empty() && (1..=5).contains(&r.precision));
                    if let (Some(start), Some(end)) = (r.start, r.end) {
                        prop_assert!(start <= end, "{} of {:?}", r.edtf, d.expr);
                    }
                }
            }
        }
        let dated = |t: u32| found.dates.iter().any(|d| d.tokens.contains(&t));
        for n in &found.numbers {
            prop_assert!(n.tokens.start < n.tokens.end && !n.tokens.clone().any(dated), "{n:?}");
            prop_assert!(n.span.contains(n.value_span));
            prop_assert!(n.to.is_none_or(|to| to > n.n));
        }
    }
}
