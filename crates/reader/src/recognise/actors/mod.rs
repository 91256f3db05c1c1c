//! Where does the text name an actor?

use std::ops::Range;

use super::Beginnings;
use super::matching::{Found, Opening, Start, longest, open, starts};
use crate::Span;
use crate::text::{Text, TokenKind};

mod forms;
mod registry;
mod spellings;

pub use forms::Count;
pub use registry::*;
pub use spellings::{Spellings, romanized, write_spellings};

/// Words that name an actor of the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorMention {
    pub tokens: Range<u32>,
    /// In the raw text, without the clitics before the first word.
    pub span: Span,
    /// The first of those that share the name; [`Entry::actors`] has all.
    pub actor: ActorId,
    /// It is one person.
    pub person: bool,
}

/// All mentions of known actors in the order of the text. Nouns for sorts of people (مسلحون) are none.
pub fn actors(text: &Text, begins: Beginnings<'_>, registry: &Registry) -> Vec<ActorMention> {
    let mut out = Vec::new();
    for sentence in &text.sentences {
        let mut i = sentence.tokens.start;
        while i < sentence.tokens.end {
            let Some((start, found)) = begins
                .actor(i)
                .then(|| find(text, registry, i, sentence.tokens.end, Entry::names_actor))
                .flatten()
            else {
                i += 1;
                continue;
            };
            if let Some(&actor) = registry.value(found.value).actors.first() {
                let first = text.tokens[i as usize].clean.start;
                let skipped = if start.before.is_empty() { start.at as u32 } else { 0 };
                let end = text.tokens[found.end as usize - 1].clean.end;
                out.push(ActorMention {
                    tokens: i..found.end,
                    span: text.span_at(first + skipped..end),
                    actor,
                    person: registry.actor(actor).kind == ActorKind::Person,
                });
            }
            i = found.end;
        }
    }
    out
}

/// The longest entry that begins in a token, under any clitics, with or without ال, for which `wanted` holds.
pub(crate) fn find(
    text: &Text,
    registry: &Registry,
    token: u32,
    limit: u32,
    wanted: impl Fn(&Entry) -> bool,
) -> Option<(Start, Found)> {
    if text.tokens[token as usize].kind != TokenKind::Word {
        return None;
    }
    let folded = text.folded(token as usize);
    let mut best: Option<(Start, Found)> = None;
    each_opening(registry, folded, |start, opening| {
        if let Some(found) = longest(registry.names(), text, token, &opening, limit)
            && wanted(registry.value(found.value))
            && best.is_none_or(|(_, b)| found.end > b.end)
        {
            best = Some((start, found));
        }
    });
    best
}

/// The entries that may begin in a folded token, and where.
fn each_opening(registry: &Registry, folded: &str, mut take: impl FnMut(Start, Opening<u64>)) {
    for start in starts(folded) {
        let bare = if start.before == "ال" {
            Some(start.at)
        } else {
            folded[start.at..].starts_with("ال").then_some(start.at + 4)
        };
        // Keys have no ال, but for words that begin with the same letters (الله).
        let bare = bare.filter(|at| *at < folded.len()).map(|at| Start { before: "", at });
        for way in std::iter::once(start).chain(bare) {
            if let Some(opening) = open(registry.names(), folded, way) {
                take(start, opening);
            }
        }
    }
}

impl Registry {
    /// Does a word name an actor, or begin a longer entry?
    pub(crate) fn may_begin(&self, folded: &str) -> bool {
        let mut may = false;
        each_opening(self, folded, |_, o| {
            may |= o.on.is_some() || o.value.is_some_and(|v| self.value(v).names_actor());
        });
        may
    }
}

/// What the longest entry at a token stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoundEntry<'r> {
    pub(crate) entry: &'r Entry,
    /// The token after its last.
    pub(crate) end: u32,
    /// Bytes of clitics before it in the first token.
    pub(crate) at: usize,
}

/// The longest entry that begins in a token.
pub(crate) fn find_entry<'r>(
    text: &Text,
    registry: &'r Registry,
    token: u32,
    limit: u32,
) -> Option<FoundEntry<'r>> {
    find_entry_where(text, registry, token, limit, |_| true)
}

/// The same among the entries that are `wanted`.
pub(crate) fn find_entry_where<'r>(
    text: &Text,
    registry: &'r Registry,
    token: u32,
    limit: u32,
    wanted: impl Fn(&Entry) -> bool,
) -> Option<FoundEntry<'r>> {
    let (start, found) = find(text, registry, token, limit, wanted)?;
    Some(FoundEntry { entry: registry.value(found.value), end: found.end, at: start.at })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::WordModel;

    fn check(input: &str, expected: &[&str]) {
        let text = Text::new(input, &WordModel::empty());
        let registry = Registry::bundled();
        let found: Vec<String> = actors(&text, Beginnings::default(), &registry)
            .iter()
            .map(|m| format!("{} = {}", m.span.of(text.raw()), registry.actor(m.actor).id))
            .collect();
        assert_eq!(found, expected, "{input}");
    }

    #[test]
    fn named_and_generic() {
        check("أعلن تنظيم الدولة الإسلامية", &["تنظيم الدولة الإسلامية = islamic-state"]);
        check("أعلن تنظيم \"الدولة الإسلامية\"", &["تنظيم \"الدولة الإسلامية = islamic-state"]);
        check("قتل مسلحون جنديا", &[]);
        check("صدر عن الوزارة", &[]);
        check("ودعت الأمم المتحدة", &["الأمم المتحدة = un"]);
        check("وللحوثيين", &["وللحوثيين = houthis"]);
        check("قال بشار الأسد", &["بشار الأسد = bashar-al-assad"]);
        check("قالت روسيا", &["روسيا = RU"]);
    }
}
