//! Where does the text name places, actors, times, numbers and weapons?

pub mod dates;
mod figures;
mod matching;
pub mod numbers;
mod places;
mod terms;
mod timeline;
pub mod times;
pub mod weapons;

pub use matching::key;
pub use places::*;
