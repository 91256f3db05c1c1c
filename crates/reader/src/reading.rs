//! What was read?
//!
//! The finished record of one report. Spans are bytes of the raw text; the program's borders turn them
//! into code points.

use crate::Span;

/// Version of the output schema.
pub const SCHEMA: &str = "waqai/1";

/// All that one report says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub events: Vec<Event>,
    pub notes: Vec<Note>,
}

/// One occurrence that the text states.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    /// `e1`, `e2` … in order of first mention.
    pub id: String,
    /// The type's name in the codebook, such as `airstrike`.
    pub kind: String,
    /// The PLOVER type, where the text reports it as a particular act that took place; what is planned, denied,
    /// possible or mentioned in passing is no PLOVER event.
    pub plover: Option<String>,
    pub mode: Option<String>,
    pub realis: Realis,
    /// The clearest mention.
    pub trigger: Span,
    /// Further mentions of the same event.
    pub mentions: Vec<Span>,
    pub actors: Vec<Party>,
    pub targets: Vec<Party>,
    pub place: Option<Place>,
    pub date: Option<Date>,
    pub killed: Option<Count>,
    pub wounded: Option<Count>,
    pub detained: Option<Count>,
    pub displaced: Option<Count>,
    pub weapon: Option<Weapon>,
    pub source: Option<Source>,
    /// The id of the codebook pattern that fired.
    pub rule: String,
    /// Between 0 and 1.
    pub confidence: f32,
}

/// Did it happen?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Realis {
    #[default]
    Actual,
    Planned,
    Denied,
    Possible,
    General,
}

impl Realis {
    pub fn as_str(self) -> &'static str {
        match self {
            Realis::Actual => "actual",
            Realis::Planned => "planned",
            Realis::Denied => "denied",
            Realis::Possible => "possible",
            Realis::General => "general",
        }
    }

    pub fn parse(s: &str) -> Option<Realis> {
        [Realis::Actual, Realis::Planned, Realis::Denied, Realis::Possible, Realis::General]
            .into_iter()
            .find(|r| r.as_str() == s)
    }
}

/// Somebody who acts, or whom it is done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The words that name the party; for a pronoun or a dropped subject, the nearest earlier phrase that does.
    pub span: Span,
    /// In English: a registry's name, or a transliteration.
    pub name: String,
    pub id: Option<String>,
    /// A role code such as `MIL`.
    pub role: Option<String>,
}

/// Where it happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub span: Span,
    pub name: String,
    pub name_ar: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub admin1: Option<String>,
    pub lat: f64,
    pub lon: f64,
    pub id: String,
    /// UCDP's `where_prec`.
    pub precision: u8,
    pub why: String,
}

/// When it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    /// The words it was read from; none where it was carried over from another mention.
    pub span: Option<Span>,
    /// EDTF level 0 or 1.
    pub edtf: String,
    /// UCDP's `date_prec`.
    pub precision: u8,
}

/// How a number bounds the truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Exact,
    About,
    AtLeast,
    MoreThan,
    UpTo,
    Range,
}

impl Bound {
    pub fn as_str(self) -> &'static str {
        match self {
            Bound::Exact => "exact",
            Bound::About => "about",
            Bound::AtLeast => "at_least",
            Bound::MoreThan => "more_than",
            Bound::UpTo => "up_to",
            Bound::Range => "range",
        }
    }
}

/// How many people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub span: Span,
    pub n: u64,
    pub to: Option<u64>,
    pub bound: Bound,
    /// The words that say who was counted.
    pub who: Option<Span>,
}

/// What it was done with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weapon {
    pub span: Span,
    pub id: String,
}

/// Who is reported to have said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub party: Party,
    /// The word of saying.
    pub verb: Option<Span>,
}

/// Something a reader of the record should know: a field left open and why, damage in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub code: &'static str,
    pub text: String,
    pub span: Option<Span>,
}
