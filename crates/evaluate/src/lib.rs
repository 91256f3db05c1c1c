//! How right are readings?
//!
//! Gold annotation and predicted readings are JSON Lines; a match is counted as the project's gold guidelines
//! define it. Figures are F1 over all documents; parties of events that did not match count against it.

mod record;
mod score;
mod sentences;
mod treebank;
mod words;

pub use record::{Bad, Count, Event, Mention, Party, Record, Trigger, When, read};
pub use score::{COUNTS, Figure, Miss, Scores, differences, events, is_party, round, triggers};
pub use sentences::{Judged, SentenceScores, Spans, read_judged, sentences};
pub use treebank::{BadTreebank, Sentences, WordScores, read_treebank, words};
