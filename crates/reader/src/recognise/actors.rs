//! Which known actors does a text name?

use std::ops::Range;

use crate::Span;
use crate::text::Text;

/// Words that name a known actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorMention {
    pub tokens: Range<u32>,
    pub span: Span,
}

#[derive(Debug, Default)]
pub struct Registry {}

impl Registry {
    pub fn bundled() -> Registry {
        Registry {}
    }
}

pub fn actors(_text: &Text, _registry: &Registry) -> Vec<ActorMention> {
    Vec::new()
}
