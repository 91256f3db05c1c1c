//! What do names and dates stand for?

pub mod calendar;
pub mod dates;
