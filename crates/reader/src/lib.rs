//! What does this report say?
//!
//! Reading is a pipeline of pure stages, each a module:
//!
//! 1. [`text`]: the raw text, its normalised view, tokens and sentences.
//! 2. [`language`]: words with their readings, arcs and phrases.
//! 3. [`codebook`]: the event types and their patterns, as data.
//! 4. [`recognise`]: places, actors, dates, numbers, weapons.
//! 5. [`events`]: triggers, arguments, realis, attribution, mentions of one event merged.
//! 6. [`resolve`]: names to ids, dates to EDTF, places to coordinates.
//!
//! Nothing here reads a file, a clock, an environment variable or the network.

pub mod codebook;
pub mod events;
pub mod language;
pub mod recognise;
pub mod resolve;
pub mod text;

mod linear;
mod reader;
mod reading;
mod report;
mod span;

pub use linear::{FeatureNames, Keys, Linear, Models, Put};
pub use reader::{Reader, Scratch, Steps};
pub use reading::*;
pub use report::Report;
pub use span::Span;
