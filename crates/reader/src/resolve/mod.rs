//! Which place, date and party does each name mean?

pub mod calendar;
pub mod dates;
mod places;

pub use places::*;
