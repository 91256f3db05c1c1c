//! Which dates, numbers and weapons does a text name?

use thiserror::Error;

use super::Beginnings;
use super::dates::{self, Calendar, DateMention, Edge, Lean, Unit};
use super::numbers::{self, Bound, Counts, NumberMention};
use super::terms::{Grammatical, Inflection, Known, Sense, Terms};
use super::weapons::{self, WeaponData, WeaponMention};
use crate::text::{Text, TokenKind};

/// A line of the data that cannot be read.
#[derive(Debug, Error)]
pub enum TimesError {
    #[error("{file}, line {line}: {problem}")]
    Line { file: &'static str, line: usize, problem: &'static str },
    #[error("{file}: {problem}")]
    File { file: &'static str, problem: String },
}

/// The opened word lists of numbers, dates and weapons.
#[derive(Debug)]
pub struct Times {
    terms: Terms,
    weapons: WeaponData,
}

/// What a text names, each list in order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub dates: Vec<DateMention>,
    pub numbers: Vec<NumberMention>,
    pub weapons: Vec<WeaponMention>,
}

const NUMERALS: &str = include_str!("../../../../data/lexicon/numerals.tsv");
const COUNTED: &str = include_str!("../../../../data/lexicon/numerals_counted.tsv");
const CALENDAR: &str = include_str!("../../../../data/lexicon/calendar.tsv");
const WEAPONS: &str = include_str!("../../../../data/codebook/weapons.toml");

impl Times {
    /// The lists that come with the program.
    pub fn bundled() -> Times {
        Times::read(NUMERALS, COUNTED, CALENDAR, WEAPONS).expect("the bundled lists are read by a test")
    }

    /// Lists in the bundled ones' formats.
    pub fn read(numerals: &str, counted: &str, calendar: &str, weapons: &str) -> Result<Times, TimesError> {
        let mut terms = Terms::new();
        for (file, text) in [("numerals.tsv", numerals), ("calendar.tsv", calendar)] {
            each_line(file, text, |key, value, form| {
                let sense = sense(key, value).ok_or("no such sense, or not its value")?;
                terms.add(form, sense);
                Ok(())
            })?;
        }
        each_line("numerals_counted.tsv", counted, |kind, inflection, form| {
            let counts = counts(kind).ok_or("no such kind")?;
            add_noun(&mut terms, counts, inflection, form)
        })?;
        let weapons = weapons::read(weapons, &mut terms)?;
        Ok(Times { terms: terms.seal(), weapons })
    }

    /// Everything that a text names.
    pub fn find(&self, text: &Text, begins: Beginnings<'_>) -> Found {
        let lexed = self.terms.lex(text, begins);
        let dates = dates::dates(&lexed);
        let taken: Vec<_> = dates.iter().map(|d| d.tokens.clone()).collect();
        let numbers = numbers::numbers(&lexed, &taken);
        let weapons = weapons::weapons(&lexed, &self.weapons);
        Found { dates, numbers, weapons }
    }

    pub(super) fn known(&self, kind: TokenKind, folded: &str) -> Known {
        self.terms.known(kind, folded)
    }

    /// A weapon's name in English by its id in the list.
    pub fn weapon_name(&self, id: &str) -> Option<&str> {
        self.weapons.name(id)
    }
}

fn each_line(
    file: &'static str,
    text: &str,
    mut take: impl FnMut(&str, &str, &str) -> Result<(), &'static str>,
) -> Result<(), TimesError> {
    for (i, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let fault = |problem| TimesError::Line { file, line: i + 1, problem };
        let mut columns = line.split('\t');
        let (Some(key), Some(value), Some(form), None) =
            (columns.next(), columns.next(), columns.next(), columns.next())
        else {
            return Err(fault("a line has three columns"));
        };
        take(key, value, form).map_err(fault)?;
    }
    Ok(())
}

fn sense(key: &str, value: &str) -> Option<Sense> {
    let number = || value.parse::<u64>().ok();
    let small = || value.parse::<i8>().ok();
    Some(match key {
        "unit" => Sense::Unit(number()?),
        "one" => Sense::One,
        "teen" => Sense::Teen(number()?),
        "ten" => Sense::Ten,
        "tens" => Sense::Tens(number()?),
        "hundred" => Sense::Hundred(number()?),
        "number" => Sense::Number(number()?),
        "scale" => Sense::Scale(number()?),
        "scales" => Sense::Scales(number()?),
        "scale_dual" => Sense::ScaleDual(number()?),
        "vague" => Sense::Vague(number()?),
        "few" => Sense::Few(number()?),
        "fraction" => {
            let (a, b) = value.split_once('/')?;
            Sense::Fraction(a.parse().ok()?, b.parse().ok().filter(|b| *b > 0)?)
        }
        "ordinal" => Sense::Ordinal(number()?),
        "before" => Sense::Before(bound(value)?),
        "after" => Sense::After(bound(value)?),
        "between" => Sense::Between,
        "from" => Sense::From,
        "to" => Sense::To,
        "or" => Sense::Or,
        "part" => Sense::Part,
        "of_them" => Sense::OfThem,
        "percent" => Sense::Percent,
        "label" => Sense::Label,
        "age" => Sense::Age,
        "stop" => Sense::Stop,
        "month" => Sense::Month(value.parse().ok()?, Calendar::Gregorian, false),
        "month_weak" => Sense::Month(value.parse().ok()?, Calendar::Gregorian, true),
        "hijri" => Sense::Month(value.parse().ok()?, Calendar::Hijri, false),
        "hijri_weak" => Sense::Month(value.parse().ok()?, Calendar::Hijri, true),
        "weekday" => Sense::Weekday(small()?, false),
        "weekday_weak" => Sense::Weekday(small()?, true),
        "day" => Sense::Day(value.parse().ok()?),
        "now" => Sense::Now,
        "part_of_day" => Sense::PartOfDay(value == "night"),
        "lean" => Sense::Lean(match value {
            "past" => Lean::Past,
            "before_last" => Lean::BeforeLast,
            "current" => Lean::Current,
            "next" => Lean::Next,
            "after_next" => Lean::AfterNext,
            _ => return None,
        }),
        "few_adj" => Sense::FewAdjective,
        "edge" => Sense::Edge(match value {
            "early" => Edge::Early,
            "mid" => Edge::Mid,
            "late" => Edge::Late,
            _ => return None,
        }),
        "this" => Sense::This,
        "that" => Sense::That,
        "same" => Sense::Same,
        "since" => Sense::Since,
        "until" => Sense::Until,
        "by" => Sense::By,
        "ago" => Sense::Ago,
        "after_time" => Sense::AfterTime,
        "within" => Sense::Within,
        "in" => Sense::In,
        "on_date" => Sense::OnDate,
        "clock" => Sense::Clock,
        "zone" => Sense::Zone,
        "unit_one" => Sense::Time(unit(value)?, Grammatical::One),
        "unit_two" => Sense::Time(unit(value)?, Grammatical::Two),
        "unit_many" => Sense::Time(unit(value)?, Grammatical::Many),
        "decade" => Sense::Decade(value.parse().ok()?),
        "era" => Sense::Era(if value == "hijri" { Calendar::Hijri } else { Calendar::Gregorian }),
        "season" => Sense::Season,
        "named" => {
            let (day, year) = value.split_once(' ')?;
            let (month, day) = day.split_once('-')?;
            Sense::Named(month.parse().ok()?, day.parse().ok()?, year.parse().ok()?)
        }
        "in_row" => Sense::InRow,
        "estimate" => Sense::Estimate,
        "then" => Sense::Then,
        "event" => Sense::Event,
        "block" | "skip" => Sense::Skip,
        _ => return None,
    })
}

fn bound(value: &str) -> Option<Bound> {
    [Bound::About, Bound::AtLeast, Bound::MoreThan, Bound::UpTo].into_iter().find(|b| b.as_str() == value)
}

fn unit(value: &str) -> Option<Unit> {
    Some(match value {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        _ => return None,
    })
}

fn counts(kind: &str) -> Option<Counts> {
    Some(match kind {
        "people" => Counts::People,
        "thing" => Counts::Thing,
        "distance" => Counts::Distance,
        "money" => Counts::Money,
        "weight" => Counts::Weight,
        _ => return None,
    })
}

/// Adds a noun with the forms that its inflection gives it.
fn add_noun(terms: &mut Terms, counts: Counts, inflection: &str, form: &str) -> Result<(), &'static str> {
    let mut add = |stem: &str, ending: &str, inflection| {
        terms.add(&format!("{stem}{ending}"), Sense::Counted(counts, inflection));
    };
    match inflection {
        "s" | "n" | "b" => {
            add(form, "", Inflection::Singular);
            let country = inflection == "n";
            add(form, "ا", if country { Inflection::AccusativeOrName } else { Inflection::Accusative });
            add(form, "ان", Inflection::Dual);
            if inflection == "b" {
                add(form, "ين", Inflection::Dual);
            } else {
                add(form, "ين", Inflection::DualOrPlural);
                add(form, "ون", Inflection::Plural);
                add(form, "ات", Inflection::Plural);
            }
        }
        "f" => {
            let stem = form.strip_suffix('ة').ok_or("a feminine noun ends in ة")?;
            add(form, "", Inflection::Singular);
            add(stem, "تان", Inflection::Dual);
            add(stem, "تين", Inflection::Dual);
            add(stem, "ات", Inflection::Plural);
        }
        "o" => add(form, "", Inflection::Other),
        "d" => add(form, "", Inflection::Dual),
        "p" => add(form, "", Inflection::Plural),
        _ => return Err("no such inflection"),
    }
    Ok(())
}
