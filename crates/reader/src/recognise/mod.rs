//! What does the text name?

pub mod dates;
mod figures;
pub mod numbers;
mod terms;
mod timeline;
pub mod times;
pub mod weapons;
