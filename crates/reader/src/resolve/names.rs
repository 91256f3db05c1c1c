//! Who is meant?

use std::ops::Range;

use jiff::civil::Date;

use super::places::ResolvedPlace;
use crate::language::Analysis;
use crate::recognise::{Mentions, Registry};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub id: Option<String>,
    pub role: Option<String>,
    /// Folded head, to compare parties by.
    pub head: String,
}

impl Named {
    pub fn key(&self) -> String {
        self.id.clone().unwrap_or_else(|| self.head.clone())
    }
}

pub struct Namer<'a> {
    analysis: &'a Analysis<'a>,
}

impl<'a> Namer<'a> {
    pub fn new(
        analysis: &'a Analysis<'a>,
        _mentions: &'a Mentions,
        _registry: &'a Registry,
        _published: Option<Date>,
        _places: &'a [Option<ResolvedPlace>],
    ) -> Namer<'a> {
        Namer { analysis }
    }

    pub fn name(&self, _words: Range<usize>, head: usize) -> Named {
        Named { name: String::new(), id: None, role: None, head: self.analysis.folded(head).to_owned() }
    }
}
