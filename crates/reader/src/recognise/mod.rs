//! Where does the text name places, actors, times, numbers and weapons?

mod matching;
mod places;

pub use matching::key;
pub use places::*;
