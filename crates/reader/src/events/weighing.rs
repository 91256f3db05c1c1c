//! How much speaks for a phrase being a trigger's actor, target, place or date?
//!
//! A linear model over readable features, fitted by `cargo xtask fit` and kept as lines of text in
//! `data/models/events/parties.tsv` and `setting.tsv`. A feature is one atom (`c.kind=agent`) or several that hold together
//! (`t.type=arrest|c.prep=with`); while reading only their hashes are made.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::linear::{self, Table, joined, key};

macro_rules! atoms {
    ($($name:ident $text:literal),+ $(,)?) => {
        /// One thing that is looked at: of the trigger (`t`), of the candidate (`c`), of both (`r`); in this order.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Atom { $($name),+ }

        impl Atom {
            const ALL: &[Atom] = &[$(Atom::$name),+];

            fn name(self) -> &'static str {
                match self { $(Atom::$name => $text),+ }
            }
        }
    };
}

atoms!(
    Type "t.type",
    Form "t.form",
    Passive "t.passive",
    Pattern "t.pattern",
    Lemma "t.lemma",
    Dropped "t.dropped",
    Pronoun "t.pron",
    Definite "t.def",
    Agreement "t.gn",
    SubjectRole "t.subj",
    ObjectRole "t.obj",
    GenitiveRole "t.gen",
    HasActor "t.hasactor",
    HasTarget "t.hastarget",
    Realis "t.realis",
    Aspect "t.aspect",
    Opening "t.sentence",
    HasPlace "t.hasplace",
    Kind "c.kind",
    Class "c.class",
    PartOf "c.part",
    Pos "c.pos",
    CandidateDefinite "c.def",
    CandidateAgreement "c.gn",
    Numbered "c.numbered",
    Length "c.len",
    Cluster "c.cluster",
    CandidateLemma "c.lemma",
    Prep "c.prep",
    Joined "c.joined",
    Relative "c.rel",
    Known "c.known",
    Index "c.index",
    Speaker "o.speaker",
    Sort "c.sort",
    Flags "c.flags",
    OtherActor "o.actor",
    OtherTarget "o.target",
    Side "r.side",
    Verbs "r.verbs",
    Puncts "r.puncts",
    Relatives "r.rels",
    Thats "r.thats",
    Conjunctions "r.conj",
    Chunks "r.chunks",
    Clause "r.clause",
    Path "r.path",
    NearTrigger "r.pt1",
    NearTrigger2 "r.pt2",
    NearCandidate "r.pc1",
    NearCandidate2 "r.pc2",
    Passed "r.pset",
    Gap "r.gap",
    Slot "r.slot",
    How "r.how",
    Role "r.role",
    SlotHead "r.slothead",
    PrepRole "r.preprole",
    Hand "r.hand",
    HandHow "r.handhow",
    Agrees "r.agree",
    Agents "r.agents",
    Party "r.party",
    Rivals "r.rivals",
    Sentences "r.sentences",
    Acts "r.acts",
);

const ATOMS: usize = Atom::ALL.len();

/// The atoms of the trigger, those of the candidate, those of both.
const OF_TRIGGER: Range<usize> = 0..Atom::Kind as usize;
const OF_CANDIDATE: Range<usize> = Atom::Kind as usize..Atom::OtherActor as usize;
const OF_BOTH: Range<usize> = Atom::OtherActor as usize..ATOMS;

macro_rules! together {
    ($(#[$doc:meta])* $names:ident, $keys:ident: $([$($atom:ident),+]),+ $(,)?) => {
        $(#[$doc])*
        const $names: &[&[Atom]] = &[$(&[$(Atom::$atom),+]),+];

        /// The keys of these features; one of which an atom is not said has a key of no weight.
        fn $keys(atoms: &Hashes) -> [u32; $names.len()] {
            [$(joined([$(atoms.0[Atom::$atom as usize]),+])),+]
        }
    };
}

together!(
    /// Atoms of a party that weigh together.
    PARTIES, parties:
    [Type, Kind],
    [Type, Class],
    [Type, Slot],
    [Slot, Role],
    [Slot, Role, Kind],
    [Pattern, Slot],
    [Pattern, Prep],
    [Type, Prep, Side],
    [Prep, Side, Chunks],
    [Prep, Gap, Form, Side],
    [Prep, Side, Type, Passed],
    [Class, Prep, Side],
    [PrepRole, Side, Verbs],
    [Speaker, Type],
    [Dropped, Side, Agents],
    [Agents, Side, Kind],
    [Side, Verbs, Puncts],
    [Hand, Kind],
    [PartOf, Type, Side],
    [Cluster, Type],
    [HasTarget, Kind, Side],
    [Index, Kind],
    [Class, Side, Form],
    [Form, Side, Passed],
    [Form, Side, NearTrigger2],
    [Side, NearCandidate2, CandidateDefinite],
    [Gap, Side, Form, CandidateDefinite],
    [Passed, Class],
);

together!(
    /// Atoms of a place or a date that weigh together.
    SETTING, setting:
    [Type, Side],
    [Type, Prep],
    [Type, Sort],
    [Lemma, Side],
    [Form, Side, Passed],
    [Form, Side, NearTrigger2],
    [Side, Prep, Sort],
    [Side, Prep, Chunks],
    [Side, Prep, Passed],
    [Prep, Sort, CandidateLemma],
    [Sort, Flags],
    [CandidateLemma, Sort],
    [Side, Rivals, Sort],
    [Side, Sentences, Realis],
    [Side, Sentences, Type],
    [Side, Aspect, Sort],
    [Side, Realis, Sort],
    [Side, Opening, Sort],
    [Side, Verbs, Puncts],
    [Slot, Role],
    [Slot, Type],
    [Party, Type],
    [Party, Sort],
    [Side, Acts, Type],
    [Hand, Side],
    [Hand, Sort],
    [Hand, Side, Clause, Prep],
    [Hand, Side, Sort, Realis],
);

/// Takes the atoms of one candidate.
pub(super) trait Sink {
    fn put(&mut self, atom: Atom, value: impl AsRef<[u8]>);
}

/// The atoms as hashes; 0 where not said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hashes([u32; ATOMS]);

impl Default for Hashes {
    fn default() -> Hashes {
        Hashes([0; ATOMS])
    }
}

impl Sink for Hashes {
    fn put(&mut self, atom: Atom, value: impl AsRef<[u8]>) {
        self.0[atom as usize] = hash(atom, value.as_ref());
    }
}

impl Hashes {
    /// Begins another candidate of the same trigger.
    pub fn take(&mut self, candidate: &Hashes) {
        self.0[OF_CANDIDATE].copy_from_slice(&candidate.0[OF_CANDIDATE]);
        self.0[OF_BOTH].fill(0);
    }
}

/// The atoms as words, for fitting.
#[derive(Clone, Debug)]
pub(super) struct Names([String; ATOMS]);

impl Default for Names {
    fn default() -> Names {
        Names(std::array::from_fn(|_| String::new()))
    }
}

impl Sink for Names {
    fn put(&mut self, atom: Atom, value: impl AsRef<[u8]>) {
        self.0[atom as usize] = format!("{}={}", atom.name(), String::from_utf8_lossy(value.as_ref()));
    }
}

impl Names {
    /// The features that these atoms make.
    pub fn features(&self, of: Of) -> Vec<String> {
        let mut out: Vec<String> = self.0.iter().filter(|a| !a.is_empty()).cloned().collect();
        for set in of.together() {
            if set.iter().all(|a| !self.0[*a as usize].is_empty()) {
                out.push(set.iter().map(|a| self.0[*a as usize].as_str()).collect::<Vec<_>>().join("|"));
            }
        }
        out
    }
}

/// What speaks for each role, as odds' logarithms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Chance {
    pub actor: f32,
    pub target: f32,
}

/// What is weighed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Of {
    /// A phrase as actor and as target.
    #[default]
    Parties,
    /// A place, and a date.
    Setting,
}

impl Of {
    fn together(self) -> &'static [&'static [Atom]] {
        match self {
            Of::Parties => PARTIES,
            Of::Setting => SETTING,
        }
    }
}

/// The fitted weights.
#[derive(Clone, Debug, Default)]
pub struct Weighing {
    /// In parts of `SCALE`.
    weights: Table<[i16; 2]>,
    of: Of,
    bias: [f32; 2],
    /// From which odds on a role is given.
    pub(super) least: [f32; 2],
    /// The same for each further party of the role.
    pub(super) further: [f32; 2],
}

const SCALE: f32 = 2048.0;

/// Weights added up, in parts of `SCALE`.
pub(super) type Sum = [i32; 2];

impl Weighing {
    /// Reads `feature TAB weight as actor TAB weight as target` lines; `bias`, `threshold` and `further` are among them.
    pub fn parse(text: &str, of: Of) -> Weighing {
        let atoms: FxHashMap<&str, u64> = Atom::ALL.iter().map(|a| (a.name(), self::of(*a))).collect();
        let mut rows: Vec<(u32, [i16; 2])> = Vec::new();
        let mut out = Weighing { of, ..Weighing::default() };
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let mut columns = line.split('\t');
            let Some(name) = columns.next() else { continue };
            let mut number = || columns.next().and_then(|c| c.trim().parse::<f32>().ok());
            let (Some(a), Some(t)) = (number(), number()) else { continue };
            match name {
                "bias" => out.bias = [a, t],
                "threshold" => out.least = [a, t].map(odds),
                "further" => out.further = [a, t].map(odds),
                _ => {
                    let weights = [a, t].map(|w| (w * SCALE).round().clamp(-32768.0, 32767.0) as i16);
                    rows.extend(key(name, |name| atoms.get(name).copied()).map(|key| (key, weights)));
                }
            }
        }
        out.weights = Table::new(&rows);
        out
    }

    /// Nothing was fitted.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    fn add_all(&self, sum: &mut Sum, keys: &[u32]) {
        self.weights.each(keys, |w| {
            sum[0] += i32::from(w[0]);
            sum[1] += i32::from(w[1]);
        });
    }

    fn alone(&self, atoms: &[u32]) -> Sum {
        let mut sum = [0; 2];
        self.add_all(&mut sum, atoms);
        sum
    }

    /// What the atoms of a trigger weigh each by itself.
    pub(super) fn trigger(&self, atoms: &Hashes) -> Sum {
        self.alone(&atoms.0[OF_TRIGGER])
    }

    /// What the atoms of a candidate weigh each by itself.
    pub(super) fn candidate(&self, atoms: &Hashes) -> Sum {
        self.alone(&atoms.0[OF_CANDIDATE])
    }

    /// What all weigh, given what those of the trigger and of the candidate weigh alone.
    pub(super) fn weigh(&self, atoms: &Hashes, trigger: Sum, candidate: Sum) -> Chance {
        let mut sum = self.alone(&atoms.0[OF_BOTH]);
        for s in [trigger, candidate] {
            sum[0] += s[0];
            sum[1] += s[1];
        }
        match self.of {
            Of::Parties => self.add_all(&mut sum, &parties(atoms)),
            Of::Setting => self.add_all(&mut sum, &setting(atoms)),
        }
        let odds = |role: usize| self.bias[role] + sum[role] as f32 / SCALE;
        Chance { actor: odds(0), target: odds(1) }
    }
}

fn odds(p: f32) -> f32 {
    (p / (1.0 - p)).ln()
}

#[inline]
fn hash(atom: Atom, value: &[u8]) -> u32 {
    linear::atom(of(atom), value)
}

fn of(atom: Atom) -> u64 {
    (atom as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A small number as text.
pub(super) fn digit(n: usize, most: usize) -> &'static str {
    const DIGITS: [&str; 11] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
    DIGITS[n.min(most).min(10)]
}

pub(super) fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_fitting_writes() {
        let mut names = Names::default();
        let mut hashes = Hashes::default();
        for (atom, value) in [(Atom::Type, "arrest"), (Atom::Kind, "agent"), (Atom::Side, "before")] {
            names.put(atom, value);
            hashes.put(atom, value);
        }
        let features = names.features(Of::Parties);
        assert!(features.iter().any(|f| f == "t.type=arrest|c.kind=agent"), "{features:?}");
        let lines: Vec<String> = features.iter().map(|f| format!("{f}\t1\t-2\n")).collect();
        let file = lines.concat();
        let w = Weighing::parse(&format!("bias\t0.5\t0\n{file}"), Of::Parties);
        let n = features.len() as f32;
        assert_eq!(
            w.weigh(&hashes, w.trigger(&hashes), w.candidate(&hashes)),
            Chance { actor: 0.5 + n, target: -2.0 * n }
        );
    }
}
