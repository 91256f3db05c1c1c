//! Which grammatical features can a word have?

/// Universal part of speech.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pos {
    Noun,
    Propn,
    Adj,
    Verb,
    Adp,
    Cconj,
    Sconj,
    Pron,
    Det,
    Part,
    Adv,
    Num,
    Aux,
    Intj,
    Punct,
    Sym,
    #[default]
    X,
}

impl Pos {
    pub const ALL: [Pos; 17] = [
        Pos::Noun,
        Pos::Propn,
        Pos::Adj,
        Pos::Verb,
        Pos::Adp,
        Pos::Cconj,
        Pos::Sconj,
        Pos::Pron,
        Pos::Det,
        Pos::Part,
        Pos::Adv,
        Pos::Num,
        Pos::Aux,
        Pos::Intj,
        Pos::Punct,
        Pos::Sym,
        Pos::X,
    ];

    /// The tag of Universal Dependencies.
    pub fn as_str(self) -> &'static str {
        match self {
            Pos::Noun => "NOUN",
            Pos::Propn => "PROPN",
            Pos::Adj => "ADJ",
            Pos::Verb => "VERB",
            Pos::Adp => "ADP",
            Pos::Cconj => "CCONJ",
            Pos::Sconj => "SCONJ",
            Pos::Pron => "PRON",
            Pos::Det => "DET",
            Pos::Part => "PART",
            Pos::Adv => "ADV",
            Pos::Num => "NUM",
            Pos::Aux => "AUX",
            Pos::Intj => "INTJ",
            Pos::Punct => "PUNCT",
            Pos::Sym => "SYM",
            Pos::X => "X",
        }
    }

    pub fn parse(s: &str) -> Option<Pos> {
        Pos::ALL.into_iter().find(|p| p.as_str() == s)
    }

    /// Noun or proper noun.
    pub fn is_nominal(self) -> bool {
        matches!(self, Pos::Noun | Pos::Propn)
    }
}

macro_rules! feature {
    ($(#[$doc:meta])* $name:ident: $($variant:ident = $ud:literal),+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($variant),+ }

        impl $name {
            /// The value's name in Universal Dependencies.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $ud),+ }
            }
        }
    };
}

feature!(Person: First = "1", Second = "2", Third = "3");
feature!(Gender: Masculine = "Masc", Feminine = "Fem");
feature!(Number: Singular = "Sing", Dual = "Dual", Plural = "Plur");
feature!(Voice: Active = "Act", Passive = "Pass");
feature!(
    /// Perfect (قتل), imperfect (يقتل), imperative (اقتل).
    Aspect: Perfect = "Perf", Imperfect = "Imp", Imperative = "Imper"
);
feature!(
    /// With ال, without it, or first part of an idafa where the form shows it (قتلو، قوتي).
    Definite: Definite = "Def", Indefinite = "Ind", Construct = "Cons"
);
feature!(
    /// How a nominal is derived.
    Derived: Masdar = "Vnoun", Active = "Act", Passive = "Pass"
);

/// The features of a word; none where the form does not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Features {
    pub person: Option<Person>,
    /// Of the form (مجموعة is feminine singular whoever is in it).
    pub gender: Option<Gender>,
    pub number: Option<Number>,
    pub voice: Option<Voice>,
    pub aspect: Option<Aspect>,
    pub definite: Option<Definite>,
    pub derived: Option<Derived>,
    /// A future prefix (س) stands before the verb.
    pub future: bool,
}

/// Arc labels: those of Universal Dependencies, levelled to what frames ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    #[default]
    None,
    Root,
    Nsubj,
    /// Subject of a passive.
    NsubjPass,
    Obj,
    /// Prepositional or adverbial dependent of a verb.
    Obl,
    /// Genitive (idafa) or prepositional dependent of a noun.
    Nmod,
    Amod,
    Appos,
    /// A name's further parts.
    Flat,
    Nummod,
    Det,
    Case,
    Mark,
    Cc,
    Conj,
    /// Clause as complement (أن …).
    Ccomp,
    Xcomp,
    /// Relative or other clause on a noun.
    Acl,
    Advcl,
    Advmod,
    Aux,
    Cop,
    Parataxis,
    Fixed,
    Punct,
    Dep,
}
