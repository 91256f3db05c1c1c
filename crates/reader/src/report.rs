//! What comes in?

use jiff::civil::Date;

/// One report as a publisher put it out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub id: String,
    /// The day of publication, which relative dates are counted from.
    pub date: Option<Date>,
    pub source: Option<String>,
    pub url: Option<String>,
    pub title: Option<String>,
    /// The text that offsets point into; never changed.
    pub text: String,
}
