//! How does a text say when, before anyone knows which day it was written?

/// How months are reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Calendar {
    Gregorian,
    Hijri,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    Decade,
    Century,
}

/// Which side of publication a name without a year leans to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lean {
    /// Nothing said: the latest one that has begun.
    #[default]
    Unsaid,
    /// الماضي: the latest one before.
    Past,
    /// قبل الماضي
    BeforeLast,
    /// الجاري
    Current,
    /// المقبل
    Next,
    /// بعد المقبل
    AfterNext,
}

/// Part of a month or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edge {
    Early,
    Mid,
    Late,
}

/// The year of a day or month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Year {
    Unsaid(Lean),
    Given(i16),
    /// من العام الماضي: -1.
    Offset(i16),
}

/// A date as the words give it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DateExpr {
    Day {
        calendar: Calendar,
        year: Year,
        month: u8,
        day: u8,
    },
    /// في 14 من الشهر الجاري: months from publication.
    DayOfMonth {
        day: u8,
        months: i16,
    },
    Month {
        calendar: Calendar,
        year: Year,
        month: u8,
        edge: Option<Edge>,
    },
    Years {
        calendar: Calendar,
        first: i16,
        last: i16,
        edge: Option<Edge>,
    },
    /// Monday is 1. `weeks` counts from the week of publication (يوم الأحد من الأسبوع الماضي).
    Weekday {
        weekday: i8,
        lean: Lean,
        weeks: Option<i16>,
    },
    /// أمس الاثنين: the weekday nearest to that many days from publication.
    NearDay {
        weekday: i8,
        days: i32,
    },
    /// The night between two weekdays (ليل الخميس الجمعة).
    Night {
        from: i8,
        lean: Lean,
    },
    /// أمس is -1.
    Days(i32),
    /// حاليا
    Now,
    /// This week is 0, الشهر الماضي -1.
    Calendar {
        unit: Unit,
        offset: i16,
        edge: Option<Edge>,
    },
    /// قبل يومين; no number for قبل أيام.
    Ago {
        unit: Unit,
        n: Option<u32>,
    },
    /// بعد يومين: from an antecedent in the text, or from publication where the text looks ahead.
    Later {
        unit: Unit,
        n: Option<u32>,
    },
    /// قبل يومين من الانتخابات: from an antecedent.
    Earlier {
        unit: Unit,
        n: Option<u32>,
    },
    /// خلال اليومين الماضيين
    Past {
        unit: Unit,
        n: Option<u32>,
    },
    /// خلال الأيام المقبلة
    Coming {
        unit: Unit,
        n: Option<u32>,
    },
    /// منذ, of a point or a length of time (منذ يومين: the point two days ago).
    Since(Box<DateExpr>),
    Until(Box<DateExpr>),
    Range(Box<DateExpr>, Box<DateExpr>),
    /// في ذلك اليوم, بعد ذلك: another date of the text.
    Same,
    /// A time of day, which is no date.
    Clock,
}

impl DateExpr {
    /// How it is told, as a name.
    pub fn kind(&self) -> &'static str {
        match self {
            DateExpr::Day { year: Year::Given(_), .. } => "day of a year",
            DateExpr::Day { .. } => "day",
            DateExpr::DayOfMonth { .. } => "day of a month",
            DateExpr::Month { .. } => "month",
            DateExpr::Years { .. } => "years",
            DateExpr::Weekday { .. } => "weekday",
            DateExpr::NearDay { .. } => "near day",
            DateExpr::Night { .. } => "night",
            DateExpr::Days(_) => "days",
            DateExpr::Now => "now",
            DateExpr::Calendar { .. } => "calendar",
            DateExpr::Ago { .. } => "ago",
            DateExpr::Later { .. } => "later",
            DateExpr::Coming { .. } => "coming",
            DateExpr::Earlier { .. } => "earlier",
            DateExpr::Past { .. } => "past",
            DateExpr::Since(_) => "since",
            DateExpr::Until(_) => "until",
            DateExpr::Range(..) => "range",
            DateExpr::Same => "same",
            DateExpr::Clock => "clock",
        }
    }

    /// What منذ counts from; the expression itself where nothing is open.
    pub fn point(&self) -> &DateExpr {
        match self {
            DateExpr::Since(inner) | DateExpr::Until(inner) => inner,
            other => other,
        }
    }
}
