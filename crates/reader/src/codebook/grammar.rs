//! Which function words open clauses, negate, point back?

use rustc_hash::FxHashMap;

use super::source::{Source, Table};

/// The lists of `grammar.toml`, each a bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Function(u32);

macro_rules! functions {
    ($($name:ident $key:literal $bit:literal),+ $(,)?) => {
        impl Function {
            $(pub const $name: Function = Function(1 << $bit);)+
            const LISTS: &[(&'static str, Function)] = &[$(($key, Function::$name)),+];
        }
    };
}

functions!(
    RELATIVE "relative" 0,
    RELATIVE_ONLY "relative_only" 1,
    THAT "that" 2,
    SUBORDINATOR "subordinator" 3,
    CONDITIONAL "conditional" 4,
    NEGATIVE "negative" 5,
    NEGATIVE_PAST "negative_past" 6,
    FUTURE "future" 7,
    PERHAPS "perhaps" 8,
    DEMONSTRATIVE "demonstrative" 9,
    AMONG "among" 10,
    BE "be" 11,
    ADJUNCT "adjunct" 12,
    DIRECTION "direction" 13,
    WHEN "when" 14,
    BEFORE_MA "before_ma" 15,
    HABIT "habit" 16,
    EXCEPT "except" 17,
    BEFORE_VERB "before_verb" 18,
    CONTRAST "contrast" 19,
);

impl Function {
    /// The first word of a preposition of `prepositions.toml`.
    pub const PREPOSITION: Function = Function(1 << 30);
    /// The first word of a phrase before a source.
    pub const ATTRIBUTION: Function = Function(1 << 31);
    /// On any of the lists.
    pub const LISTED: Function = Function((1 << 30) - 1);

    pub fn is(self, other: Function) -> bool {
        self.0 & other.0 != 0
    }
}

/// Function words by folded form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grammar {
    words: FxHashMap<Box<str>, Function>,
    /// Bytes of the longest.
    longest: usize,
}

impl Grammar {
    pub(super) fn load<'t>(s: &mut Source<'t>, top: &Table<'_, 't>) -> Grammar {
        let mut grammar = Grammar::default();
        let Some(t) = s.table(top, "words") else {
            s.fault(0, "the table `words` is missing");
            return grammar;
        };
        for (key, bit) in Function::LISTS {
            if !t.has(key) {
                s.fault(t.at(), format!("the list `{key}` is missing"));
            }
            for (word, _) in s.list(&t, key) {
                grammar.add(&crate::text::fold(&word), *bit);
            }
        }
        s.close(&t);
        grammar
    }

    pub(super) fn add(&mut self, folded: &str, function: Function) {
        self.longest = self.longest.max(folded.len());
        self.words.entry(folded.into()).or_default().0 |= function.0;
    }

    pub fn of(&self, folded: &str) -> Function {
        if folded.len() > self.longest {
            return Function::default();
        }
        self.words.get(folded).copied().unwrap_or_default()
    }
}
