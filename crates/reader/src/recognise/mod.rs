//! Where does the text name places, actors, times, numbers and weapons?

mod actors;
pub mod dates;
mod days;
mod figures;
mod matching;
mod mentions;
pub mod numbers;
mod numerals;
mod periods;
mod places;
mod seen;
mod terms;
mod timeline;
pub mod times;
pub mod weapons;

pub use actors::*;
pub(crate) use actors::{find_entry, find_entry_where};
pub use dates::DateMention;
pub use matching::key;
pub(crate) use matching::starts;
pub use mentions::Mentions;
pub use numbers::NumberMention;
pub use places::*;
pub use seen::{Beginnings, Seen};
pub use times::Times;
pub use weapons::WeaponMention;
