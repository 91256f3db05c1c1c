//! Which place, date and party does each name mean?

mod places;

pub use places::*;
