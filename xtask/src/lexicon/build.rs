//! How do stems, paradigms and lemmas become the tables of the compiled lexicon?

use std::collections::{BTreeMap, HashMap};

use waqai::language::lexicon::format::{EntryRow, FormRow, LemmaRow, Tables, allow};
use waqai::language::lexicon::{ENCLITICS, Kind, PROCLITICS};
use waqai::language::{Aspect, Definite, Derived, Features, Gender, Number, Person, Pos, Voice};
use waqai::text::fold;

use super::buckwalter::{from_arabic, letters, to_arabic};
use super::camel::Specification;

/// A lemma before it has a number.
#[derive(Clone, Debug, Default)]
pub struct Lemma {
    /// Vocalised.
    pub text: String,
    /// What tells lemmas of one text apart (Camel's `قَال-ِ`).
    pub mark: String,
    pub pos: Pos,
    pub root: String,
    pub derived: Option<Derived>,
    pub gender: Option<Gender>,
    pub transitive: bool,
    pub verb: Option<usize>,
    /// How much likelier than its rivals before counting, as a share.
    pub share: f64,
    /// Counting underrates it: so many times likelier.
    pub boost: f64,
    /// Of a closed class: homographs keep their shares.
    pub closed: bool,
}

/// What counting starts from.
#[derive(Debug)]
pub struct Priors {
    pub lemmas: Vec<Prior>,
    pub features: Vec<Kind>,
}

/// What is held of a lemma before counting.
#[derive(Clone, Copy, Debug)]
pub struct Prior {
    /// Share among homographs.
    pub share: f64,
    /// How many times likelier than counting says.
    pub boost: f64,
    /// Of a closed class.
    pub closed: bool,
    /// A name that is a common word too (عمل).
    pub rival: bool,
}

/// A form before its affixes have numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    prefix: String,
    suffix: String,
    features: Features,
}

/// A stem's gender and number where they are not those of its form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nature {
    pub gender: Option<Gender>,
    pub number: Option<Number>,
}

/// Suffix, gender, number, allowed neighbours.
type Cell = (String, Option<Gender>, Option<Number>, u16);

#[derive(Debug)]
struct Stem {
    lemma: usize,
    letters: String,
    paradigm: u16,
    nature: Nature,
}

/// Collects the lexicon.
#[derive(Debug)]
pub struct Builder {
    verbs: Specification,
    nominals: Specification,
    pub lemmas: Vec<Lemma>,
    by_name: HashMap<(String, String, Pos), usize>,
    by_text: HashMap<(String, Pos), usize>,
    stems: Vec<Stem>,
    paradigms: Vec<Vec<FormRow>>,
    paradigm_at: HashMap<(Kind, Vec<FormRow>), u16>,
    cached: HashMap<String, u16>,
    prefixes: Vec<String>,
    suffixes: Vec<String>,
    features: Vec<Features>,
    feature_kinds: Vec<Kind>,
}

const PERSONS: [&str; 13] =
    ["1P", "1S", "2D", "2FP", "2FS", "2MP", "2MS", "3FD", "3FP", "3FS", "3MD", "3MP", "3MS"];

/// While a paradigm is gathered: the form is not only jussive.
const FULL: u16 = 1 << 15;

/// Stems of the perfect, imperfect, imperative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tense {
    Perfect,
    Imperfect,
    Imperative,
}

impl Builder {
    pub fn new(verbs: Specification, nominals: Specification) -> Builder {
        Builder {
            verbs,
            nominals,
            lemmas: Vec::new(),
            by_name: HashMap::new(),
            by_text: HashMap::new(),
            stems: Vec::new(),
            paradigms: Vec::new(),
            paradigm_at: HashMap::new(),
            cached: HashMap::new(),
            prefixes: vec![String::new()],
            suffixes: vec![String::new()],
            features: Vec::new(),
            feature_kinds: Vec::new(),
        }
    }

    /// The lemma's number; adds what an earlier mention left open.
    pub fn lemma(&mut self, mut lemma: Lemma) -> usize {
        lemma.text = to_arabic(&from_arabic(&lemma.text));
        let name = (lemma.text.clone(), lemma.mark.clone(), lemma.pos);
        if let Some(&i) = self.by_name.get(&name) {
            let old = &mut self.lemmas[i];
            old.transitive |= lemma.transitive;
            old.verb = old.verb.or(lemma.verb);
            old.derived = old.derived.or(lemma.derived);
            old.gender = old.gender.or(lemma.gender);
            return i;
        }
        self.by_name.insert(name, self.lemmas.len());
        self.by_text.entry((plain(&lemma.text), lemma.pos)).or_insert(self.lemmas.len());
        self.lemmas.push(lemma);
        self.lemmas.len() - 1
    }

    /// The lemma with this text, whatever tells its homographs apart.
    pub fn named(&self, text: &str, pos: Pos) -> Option<usize> {
        self.by_text.get(&(plain(text), pos)).copied()
    }

    /// `stem`, `terms` and `sets` in Buckwalter, as Camel Morph writes them.
    pub fn verb_stem(
        &mut self,
        lemma: usize,
        tense: Tense,
        voice: Voice,
        stem: &str,
        terms: &str,
        sets: &str,
    ) {
        // Commands of one letter (قِ) are not said in news; the letter alone is an abbreviation.
        if tense == Tense::Imperative && letters(stem).chars().count() < 2 {
            return;
        }
        let transitive = self.lemmas[lemma].transitive;
        let name = format!("{tense:?} {voice:?} {terms} / {sets} {transitive}");
        let paradigm = if let Some(&p) = self.cached.get(&name) {
            p
        } else {
            let forms = self.verb_forms(tense, voice, terms, sets, transitive);
            let p = self.paradigm(Kind::Verb, forms);
            self.cached.insert(name, p);
            p
        };
        self.stem(lemma, letters(stem), paradigm, Nature::default());
    }

    fn verb_forms(
        &self,
        tense: Tense,
        voice: Voice,
        terms: &str,
        sets: &str,
        transitive: bool,
    ) -> BTreeMap<Form, u16> {
        let sets: Vec<&str> = sets.split_whitespace().collect();
        let mut out = BTreeMap::new();
        let mut cells: Vec<Vec<String>> = Vec::new();
        match tense {
            Tense::Perfect => cells.push(vec!["[PVBuff]".into(), "[PVSuff]".into()]),
            Tense::Imperative => cells.push(vec!["[CVBuff]".into(), "[CVSuff]".into()]),
            Tense::Imperfect => {
                for mood in ["I", "S", "J"] {
                    for p in PERSONS {
                        cells.push(vec![
                            format!("[IVPref.{p}]"),
                            "[IVPreBuff]".into(),
                            "[IVBuff]".into(),
                            format!("[IVSuff.{mood}.{p}]"),
                        ]);
                    }
                }
            }
        }
        let neighbours: &[(&[&str], u16)] = if transitive {
            &[(&[], allow::PLAIN), (&["enc0"], allow::PRONOUN | allow::ME)]
        } else {
            &[(&[], allow::PLAIN)]
        };
        for cell in &cells {
            let classes: Vec<&str> = cell.iter().map(String::as_str).collect();
            for (outer, allowed) in neighbours {
                for word in self.verbs.words(&classes, &sets, terms, outer) {
                    let before = if tense == Tense::Imperfect { 2 } else { 0 };
                    let affix = |m: &[&super::camel::Morph]| {
                        letters(&m.iter().map(|m| m.form.as_str()).collect::<String>())
                    };
                    let person = word.last().expect("a suffix").function.clone();
                    let mut features = verb_features(person.split('.').next_back().unwrap_or_default());
                    features.voice = Some(voice);
                    features.aspect = Some(match tense {
                        Tense::Perfect => Aspect::Perfect,
                        Tense::Imperfect => Aspect::Imperfect,
                        Tense::Imperative => Aspect::Imperative,
                    });
                    // Without an object only the impersonal passive is said: عُثِرَ عليه.
                    let impersonal = features.person == Some(Person::Third)
                        && features.number == Some(Number::Singular)
                        && features.gender == Some(Gender::Masculine);
                    if voice == Voice::Passive && !transitive && !impersonal {
                        continue;
                    }
                    let more = match tense {
                        Tense::Perfect => allow::LAM,
                        Tense::Imperfect => allow::LAM | allow::FUTURE,
                        Tense::Imperative => 0,
                    };
                    let form =
                        Form { prefix: affix(&word[..before]), suffix: affix(&word[before..]), features };
                    let jussive = word.last().is_some_and(|m| m.class.starts_with("[IVSuff.J"));
                    let mood = if jussive { 0 } else { FULL };
                    *out.entry(form).or_insert(0) |= allowed | more | mood | allow::BARE | allow::FREE;
                }
            }
        }
        for (form, allowed) in &mut out {
            if form.features.aspect == Some(Aspect::Imperfect) && *allowed & FULL == 0 {
                *allowed |= allow::SHORT;
            }
            *allowed &= !FULL;
        }
        out
    }

    /// `stem`, `terms` and `sets` in Buckwalter.
    pub fn nominal_stem(&mut self, lemma: usize, stem: &str, terms: &str, sets: &str, nature: Nature) {
        let kind = Kind::of(self.lemmas[lemma].pos);
        let name = format!("{kind:?} {terms} / {sets}");
        let paradigm = if let Some(&p) = self.cached.get(&name) {
            p
        } else {
            let forms = self.nominal_forms(terms, sets);
            let p = self.paradigm(kind, forms);
            self.cached.insert(name, p);
            p
        };
        self.stem(lemma, letters(stem), paradigm, nature);
    }

    fn nominal_forms(&self, terms: &str, sets: &str) -> BTreeMap<Form, u16> {
        let sets: Vec<&str> = sets.split_whitespace().filter(|&s| s != "_").collect();
        // By suffix, cell and allowed neighbours: is it said in indefinite state, in construct, in genitive?
        let mut cells: BTreeMap<Cell, [bool; 3]> = BTreeMap::new();
        for state in ["I", "D", "C"] {
            for case in ["N", "A", "G"] {
                let suffix = format!("[NSuff.XX{state}{case}]");
                let neighbours: &[(&[&str], u16)] = match state {
                    "I" => &[(&[], allow::PLAIN | allow::BARE)],
                    "D" => &[(&[], allow::PLAIN | allow::ARTICLE)],
                    _ => &[
                        (&[], allow::PLAIN | allow::BARE),
                        (&["enc0", "poss"], allow::PRONOUN | allow::BARE),
                        (&["enc0", "1s_poss", "i-suff"], allow::MY | allow::BARE),
                    ],
                };
                for (outer, allowed) in neighbours {
                    for word in self.nominals.words(&["[NBuff]", &suffix], &sets, terms, outer) {
                        let end = letters(&word.iter().map(|m| m.form.as_str()).collect::<String>());
                        let cell = word[1].function.split('.').next_back().unwrap_or_default();
                        let gender = if cell.starts_with('F') { Gender::Feminine } else { Gender::Masculine };
                        let number = match cell.as_bytes().get(1) {
                            Some(b'D') => Number::Dual,
                            Some(b'P') => Number::Plural,
                            _ => Number::Singular,
                        };
                        let seen = cells.entry((end, Some(gender), Some(number), *allowed)).or_default();
                        seen[0] |= state == "I";
                        seen[1] |= state == "C";
                        seen[2] |= case == "G";
                    }
                }
            }
        }
        let mut out = BTreeMap::new();
        for ((suffix, gender, number, allowed), [indefinite, construct, genitive]) in cells {
            let definite = match (allowed == allow::PLAIN | allow::BARE, indefinite, construct) {
                (true, true, false) => Some(Definite::Indefinite),
                (true, false, true) => Some(Definite::Construct),
                _ => None,
            };
            let features = Features { gender, number, definite, ..Features::default() };
            let preposition = if genitive { allow::PREPOSITION } else { 0 };
            let form = Form { prefix: String::new(), suffix, features };
            *out.entry(form).or_insert(0) |= allowed | allow::FREE | preposition;
        }
        out
    }

    /// A form that does not inflect.
    pub fn fixed(&mut self, lemma: usize, form: &str, allowed: u16, features: Features) {
        // A fixed form's features are its lemma's affair and cost nothing.
        let closed = self.lemmas[lemma].closed;
        let kind = if closed { Kind::Particle } else { Kind::of(self.lemmas[lemma].pos) };
        let cell = Form { prefix: String::new(), suffix: String::new(), features };
        let paradigm = self.paradigm(kind, BTreeMap::from([(cell, allowed)]));
        self.stem(lemma, letters(&from_arabic(form)), paradigm, Nature::default());
    }

    fn paradigm(&mut self, kind: Kind, mut forms: BTreeMap<Form, u16>) -> u16 {
        // بدأوا beside بدؤوا, جاءوا beside جاؤوا.
        for (form, allow) in forms.clone() {
            if let Some(at) = form.suffix.find("ؤو") {
                let hamza = if form.suffix[..at].ends_with('ا') { "ءو" } else { "أو" };
                let suffix = form.suffix.replace("ؤو", hamza);
                forms.entry(Form { suffix, ..form }).or_insert(allow);
            }
        }
        let mut rows: Vec<FormRow> = forms
            .into_iter()
            .map(|(form, allow)| FormRow {
                prefix: number(&mut self.prefixes, form.prefix),
                suffix: number(&mut self.suffixes, form.suffix),
                allow,
                features: self.feature(kind, form.features),
            })
            .collect();
        rows.sort_unstable();
        rows.dedup();
        if let Some(&p) = self.paradigm_at.get(&(kind, rows.clone())) {
            return p;
        }
        let p = self.paradigms.len() as u16;
        self.paradigms.push(rows.clone());
        self.paradigm_at.insert((kind, rows), p);
        p
    }

    fn feature(&mut self, kind: Kind, features: Features) -> u8 {
        let same = |i: &usize| self.features[*i] == features && self.feature_kinds[*i] == kind;
        let at = (0..self.features.len()).find(same).unwrap_or_else(|| {
            self.features.push(features);
            self.feature_kinds.push(kind);
            self.features.len() - 1
        });
        u8::try_from(at).expect("fewer than 256 feature sets")
    }

    fn stem(&mut self, lemma: usize, letters: String, paradigm: u16, nature: Nature) {
        if letters.is_empty() || !letters.chars().all(|c| ('\u{621}'..='\u{64A}').contains(&c)) {
            return;
        }
        for variant in spellings(&letters) {
            self.stems.push(Stem { lemma, letters: variant, paradigm, nature });
        }
        self.stems.push(Stem { lemma, letters, paradigm, nature });
    }

    /// Tables without weights, and what counting starts from.
    pub fn finish(mut self, pronouns: Vec<String>) -> (Tables, Priors) {
        let with_stem: std::collections::HashSet<usize> = self.stems.iter().map(|s| s.lemma).collect();
        let folded: Vec<String> = self.lemmas.iter().map(|l| fold(&l.text)).collect();
        let mut order: Vec<usize> = (0..self.lemmas.len()).filter(|i| with_stem.contains(i)).collect();
        order.sort_by(|&a, &b| {
            let name =
                |i: usize| (&folded[i], &self.lemmas[i].text, self.lemmas[i].pos, &self.lemmas[i].mark);
            name(a).cmp(&name(b))
        });
        let mut place = vec![None; self.lemmas.len()];
        for (new, &old) in order.iter().enumerate() {
            place[old] = Some(new as u32);
        }
        let lemmas = order
            .iter()
            .map(|&i| {
                let l = &self.lemmas[i];
                LemmaRow {
                    text: l.text.clone(),
                    folded: folded[i].clone(),
                    root: l.root.clone(),
                    pos: l.pos,
                    derived: l.derived,
                    gender: l.gender,
                    transitive: l.transitive,
                    has_noun: l.pos == Pos::Adj && self.named(&l.text, Pos::Noun).is_some(),
                    verb: l.verb.and_then(|v| place[v]),
                    weight: 0,
                }
            })
            .collect();
        let listed: std::collections::HashSet<&str> = order
            .iter()
            .filter(|&&i| self.lemmas[i].pos == Pos::Noun && self.lemmas[i].share > 1.0)
            .map(|&i| folded[i].as_str())
            .collect();
        let mut common: std::collections::HashSet<&str> = std::collections::HashSet::new();
        for &i in &order {
            if matches!(self.lemmas[i].pos, Pos::Noun | Pos::Adj) {
                common.insert(&folded[i]);
            }
        }
        let lemma_priors = order
            .iter()
            .map(|&i| {
                let l = &self.lemmas[i];
                let rival = l.pos == Pos::Propn && !l.closed && common.contains(folded[i].as_str());
                // Where a noun is listed, other words with its letters are rarer: adjectives, and more so what
                // is derived by rule (مقتل is no participle).
                let rarer = match l.pos {
                    Pos::Noun | Pos::Adj if l.share > 1.0 || !listed.contains(folded[i].as_str()) => 1.0,
                    Pos::Noun | Pos::Adj if l.share < 1.0 => 0.1,
                    Pos::Adj => 0.3,
                    _ => 1.0,
                };
                let share = rarer * l.share;
                Prior { share, boost: l.boost.max(1.0), closed: l.closed, rival }
            })
            .collect();
        self.stems.sort_by(|a, b| {
            (&a.letters, place[a.lemma], a.paradigm).cmp(&(&b.letters, place[b.lemma], b.paradigm))
        });
        self.stems.dedup_by(|a, b| {
            (&a.letters, a.lemma, a.paradigm, a.nature.number)
                == (&b.letters, b.lemma, b.paradigm, b.nature.number)
        });
        let entries = self
            .stems
            .into_iter()
            .map(|s| EntryRow {
                stem: s.letters,
                lemma: place[s.lemma].expect("has a stem"),
                paradigm: s.paradigm,
                gender: s.nature.gender,
                number: s.nature.number,
                weight: 0,
            })
            .collect();
        let kinds = Kind::ALL.len();
        let tables = Tables {
            lemmas,
            entries,
            paradigms: self.paradigms,
            prefixes: self.prefixes,
            suffixes: self.suffixes,
            pronouns,
            features: self.features.into_iter().map(|f| (f, 0)).collect(),
            proclitic_weights: vec![0; kinds * PROCLITICS],
            enclitic_weights: vec![0; kinds * ENCLITICS],
        };
        (tables, Priors { lemmas: lemma_priors, features: self.feature_kinds })
    }
}

/// A vocalised text as all sources would write it: no sukun, no wasla, no dagger, no vowel before its long
/// letter.
fn plain(text: &str) -> String {
    let mut out = from_arabic(text).replace(['o', '`'], "");
    for (from, to) in [
        ("aA", "A"),
        ("iy", "y"),
        ("uw", "w"),
        ("aY", "Y"),
        ("ap", "p"),
        ("{i", "{"),
        ("<i", "<"),
        ("Ai", "A"),
    ] {
        out = out.replace(from, to);
    }
    out = out.replace(['{', '<'], "A");
    out.trim_end_matches(['u', 'a', 'i', 'N', 'K', 'F']).to_owned()
}

/// Other ways in which a stem is written: شئون for شؤون, سيء for سيئ.
fn spellings(letters: &str) -> Vec<String> {
    let mut out = Vec::new();
    if letters.contains("ؤو") {
        out.push(letters.replace("ؤو", "ئو"));
    }
    if let Some(start) = letters.strip_suffix("يئ") {
        out.push(format!("{start}يء"));
    }
    out
}

fn number(list: &mut Vec<String>, s: String) -> u8 {
    let at = list.iter().position(|x| *x == s).unwrap_or_else(|| {
        list.push(s);
        list.len() - 1
    });
    u8::try_from(at).expect("fewer than 256 affixes")
}

/// `3MS`, `1P`, `2D` and the like.
fn verb_features(cell: &str) -> Features {
    let has = |c: char| cell.contains(c);
    Features {
        person: match cell.chars().next() {
            Some('1') => Some(Person::First),
            Some('2') => Some(Person::Second),
            _ => Some(Person::Third),
        },
        gender: if has('M') {
            Some(Gender::Masculine)
        } else if has('F') {
            Some(Gender::Feminine)
        } else {
            None
        },
        number: match cell.chars().next_back() {
            Some('D') => Some(Number::Dual),
            Some('P') => Some(Number::Plural),
            _ => Some(Number::Singular),
        },
        ..Features::default()
    }
}
