//! Which lemmas and stems do the tables at hand give?

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use waqai::language::lexicon::format::allow;
use waqai::language::{Definite, Derived, Features, Gender, Number, Person, Pos, Voice};

use super::buckwalter::{from_arabic, to_arabic};
use super::build::{Builder, Lemma, Nature, Tense};
use super::camel::Passives;

/// A verb's stems, for deriving nouns from it; Buckwalter throughout.
#[derive(Debug, Default)]
pub struct VerbStems {
    pub lemma: usize,
    pub text: String,
    pub root: String,
    pub pattern: String,
    /// Stem, terms, conditions set.
    pub perfect: Vec<[String; 3]>,
    pub imperfect: Vec<[String; 3]>,
    pub passive_imperfect: Vec<[String; 3]>,
}

/// Rows of a tab-separated table, by column name.
pub struct Table {
    columns: HashMap<String, usize>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn read(path: &Path) -> Result<Table> {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let mut lines = text.lines().filter(|l| !l.starts_with('#'));
        let head = lines.next().with_context(|| format!("{}: empty", path.display()))?;
        let columns: HashMap<String, usize> =
            head.split('\t').enumerate().map(|(i, c)| (c.to_owned(), i)).collect();
        let rows: Vec<Vec<String>> = lines
            .filter(|l| !l.trim().is_empty())
            .map(|l| l.split('\t').map(|c| c.trim().to_owned()).collect())
            .collect();
        if let Some(i) = rows.iter().position(|r| r.len() > columns.len()) {
            bail!("{}: row {} has too many columns", path.display(), i + 2);
        }
        Ok(Table { columns, rows })
    }

    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { table: self, cells })
    }
}

/// One row of a table.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    cells: &'a [String],
}

impl<'a> Row<'a> {
    /// A cell, empty where there is none.
    pub fn get(&self, column: &str) -> &'a str {
        self.table.columns.get(column).and_then(|&c| self.cells.get(c)).map_or("", String::as_str)
    }
}

/// Camel marks homographs by their vowels of the imperfect: `قَال-ُ`.
fn split_mark(lemma: &str) -> (String, String) {
    match lemma.split_once('-') {
        Some((text, mark)) => (text.to_owned(), mark.to_owned()),
        None => (lemma.to_owned(), String::new()),
    }
}

fn root(bw: &str) -> String {
    let s: String = bw.chars().filter(|c| c.is_alphanumeric() || "'|>&<}*$".contains(*c)).collect();
    to_arabic(&s.replace(['>', '&', '<', '}'], "'"))
}

/// Verbs, active and passive. Returns their stems.
pub fn verbs(b: &mut Builder, dir: &Path, auxiliaries: &[String]) -> Result<Vec<VerbStems>> {
    let spec = dir.join("camel_morph_spec");
    let perfect = Passives::read(&spec.join("MSA-Verb-PV-Passive-Patterns.csv"))?;
    let imperfect = Passives::read(&spec.join("MSA-Verb-IV-Passive-Patterns.csv"))?;
    let table = Table::read(&dir.join("camel_morph_msa_verbs.tsv"))?;
    let mut found: Vec<VerbStems> = Vec::new();
    let mut at: HashMap<String, usize> = HashMap::new();
    // Transitivity first: it decides what a paradigm holds.
    for r in table.rows() {
        let sets = r.get("cond_s");
        let transitive = sets.split_whitespace().any(|c| c == "trans" || c == "ditrans");
        let (text, mark) = split_mark(r.get("lemma"));
        let aux = auxiliaries.contains(&text);
        let lemma = b.lemma(Lemma {
            text,
            mark,
            pos: if aux { Pos::Aux } else { Pos::Verb },
            root: root(r.get("root_bw")),
            transitive,
            share: 1.0,
            ..Lemma::default()
        });
        at.entry(r.get("lemma").to_owned()).or_insert_with(|| {
            found.push(VerbStems {
                lemma,
                text: from_arabic(&b.lemmas[lemma].text),
                root: r.get("root_bw").to_owned(),
                pattern: r.get("pattern_bw").to_owned(),
                ..VerbStems::default()
            });
            found.len() - 1
        });
    }
    for r in table.rows() {
        let v = &mut found[at[r.get("lemma")]];
        let (tense, passives) = match r.get("stem_class") {
            "PV" => (Tense::Perfect, Some(&perfect)),
            "IV" => (Tense::Imperfect, Some(&imperfect)),
            "CV" => (Tense::Imperative, None),
            other => bail!("unknown stem class {other}"),
        };
        let stem = from_arabic(r.get("stem"));
        let (terms, sets) = (r.get("cond_t"), r.get("cond_s"));
        b.verb_stem(v.lemma, tense, Voice::Active, &stem, terms, sets);
        let active = [stem.clone(), terms.to_owned(), sets.to_owned()];
        match tense {
            Tense::Perfect => v.perfect.push(active),
            Tense::Imperfect => v.imperfect.push(active),
            Tense::Imperative => {}
        }
        if let Some((stem, terms, sets)) = passives.and_then(|p| p.of(&v.text, &stem, terms, sets)) {
            b.verb_stem(v.lemma, tense, Voice::Passive, &stem, &terms, &sets);
            if tense == Tense::Imperfect {
                v.passive_imperfect.push([stem, terms, sets]);
            }
        }
    }
    Ok(found)
}

/// Adjectives, numerals, names and the nouns that Camel files beside them.
pub fn nominals(b: &mut Builder, dir: &Path) -> Result<()> {
    let table = Table::read(&dir.join("camel_morph_msa_nominals_other.tsv"))?;
    for r in table.rows() {
        let pos = match r.get("pos") {
            "adj" | "adj_comp" | "adj_num" => Pos::Adj,
            "noun" | "noun_quant" => Pos::Noun,
            "noun_prop" => Pos::Propn,
            "noun_num" => Pos::Num,
            _ => continue,
        };
        let terms = r.get("cond_t");
        if !terms.contains(['M', 'F']) || terms.contains("enc0") || terms.contains("PREP") {
            continue;
        }
        let (text, mark) = split_mark(r.get("lemma"));
        // كل and its like are determiners first.
        if b.named(&text, Pos::Det).is_some_and(|d| b.lemmas[d].share > 0.5) {
            continue;
        }
        let lemma = b.lemma(Lemma {
            text,
            mark,
            pos,
            root: if r.get("root_bw") == "-" { String::new() } else { root(r.get("root_bw")) },
            share: 1.0,
            ..Lemma::default()
        });
        let nature = Nature {
            gender: match r.get("gen") {
                "f" => Some(Gender::Feminine),
                "m" => Some(Gender::Masculine),
                _ => None,
            },
            number: match r.get("num") {
                "p" => Some(Number::Plural),
                "d" => Some(Number::Dual),
                _ => None,
            },
        };
        b.nominal_stem(lemma, &from_arabic(r.get("stem")), terms, r.get("cond_s"), nature);
    }
    Ok(())
}

/// Our own nouns.
pub fn nouns(b: &mut Builder, path: &Path) -> Result<()> {
    let table = Table::read(path)?;
    let bare = |text: &str| super::buckwalter::letters(&from_arabic(text));
    let feminine: HashSet<String> =
        table.rows().map(|r| bare(r.get("lemma"))).filter(|l| l.ends_with('ة')).collect();
    // مشاركة is a noun of its own, not a woman who takes part; so is the masdar of any مفاعل.
    let is_masdar = |participle: &str| {
        let letters: Vec<char> = participle.chars().collect();
        matches!(letters[..], ['م', _, 'ا', _, _]) || feminine.contains(&format!("{participle}ة"))
    };
    for r in table.rows() {
        let pos = Pos::parse(r.get("pos")).with_context(|| format!("part of speech {:?}", r.get("pos")))?;
        let derived = match r.get("kind") {
            "masdar" => Some(Derived::Masdar),
            "active" => Some(Derived::Active),
            "passive" => Some(Derived::Passive),
            _ => None,
        };
        // Masdars without ة are masculine, whatever a list says.
        let feminine_form = r.get("lemma").ends_with(['ة', 'ى']);
        let gender = match r.get("gender") {
            "f" if derived == Some(Derived::Masdar) && !feminine_form => Some(Gender::Masculine),
            "f" => Some(Gender::Feminine),
            "m" => Some(Gender::Masculine),
            _ => None,
        };
        let lemma = b.lemma(Lemma {
            text: r.get("lemma").to_owned(),
            pos,
            root: if r.get("root") == "-" {
                String::new()
            } else {
                r.get("root").replace(['أ', 'ؤ', 'ئ', 'إ'], "ء")
            },
            derived,
            gender,
            // Listed because the news are full of it.
            share: 3.0,
            ..Lemma::default()
        });
        let plurals: Vec<&str> = r.get("plurals").split('|').filter(|p| !p.is_empty() && *p != "-").collect();
        let sound = |s: &str| plurals.contains(&s);
        noun_stems(
            b,
            lemma,
            r.get("lemma"),
            NounShape {
                gender,
                feminine_plural: sound("+at"),
                masculine_plural: sound("+un"),
                both_genders: (pos == Pos::Adj
                    || matches!(derived, Some(Derived::Active | Derived::Passive)))
                    && !is_masdar(&bare(r.get("lemma"))),
                // قوات
                number: (gender == Some(Gender::Feminine) && r.get("lemma").ends_with("ات"))
                    .then_some(Number::Plural),
                name: pos == Pos::Propn,
            },
        );
        for plural in plurals.iter().filter(|p| !p.starts_with('+')) {
            noun_stems(
                b,
                lemma,
                plural,
                NounShape { gender, number: Some(Number::Plural), ..NounShape::default() },
            );
        }
    }
    Ok(())
}

/// Lemmas that counting underrates.
pub fn boosts(b: &mut Builder, path: &Path) -> Result<()> {
    for r in Table::read(path)?.rows() {
        let pos = Pos::parse(r.get("pos")).with_context(|| format!("part of speech {:?}", r.get("pos")))?;
        let lemma = b.named(r.get("lemma"), pos).with_context(|| format!("no lemma {:?}", r.get("lemma")))?;
        b.lemmas[lemma].boost = r.get("times").parse()?;
    }
    Ok(())
}

/// Nouns in ة made of adjectives (حرية، مجموعة), where the feminine is frequent.
pub fn feminine_nouns(b: &mut Builder, words: &HashMap<&str, f64>) {
    for i in 0..b.lemmas.len() {
        let l = &b.lemmas[i];
        if l.pos != Pos::Adj || l.text.ends_with(['ة', 'ى', 'ا', 'ء']) {
            continue;
        }
        let bare = super::buckwalter::letters(&from_arabic(&l.text));
        let count: f64 = ["", "ال", "لل"]
            .iter()
            .flat_map(|start| ["ة", "ات"].map(|end| format!("{start}{bare}{end}")))
            .map(|w| words.get(w.as_str()).copied().unwrap_or(0.0))
            .sum();
        let text = format!("{}\u{64E}ة", l.text);
        if count < 40.0 || b.named(&text, Pos::Noun).is_some() {
            continue;
        }
        let root = l.root.clone();
        let gender = Some(Gender::Feminine);
        let lemma = b.lemma(Lemma {
            text: text.clone(),
            pos: Pos::Noun,
            root,
            gender,
            share: 0.2,
            ..Lemma::default()
        });
        noun_stems(b, lemma, &text, NounShape { gender, feminine_plural: true, ..NounShape::default() });
    }
}

/// What a noun's form does not tell by itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct NounShape {
    pub gender: Option<Gender>,
    pub feminine_plural: bool,
    pub masculine_plural: bool,
    /// A person or quality of either sex: also takes ة.
    pub both_genders: bool,
    pub number: Option<Number>,
    pub name: bool,
}

/// Stem and class of a noun from its vocalised spelling.
pub fn noun_stems(b: &mut Builder, lemma: usize, text: &str, shape: NounShape) {
    let bw = from_arabic(text);
    let bw = bw.trim_end_matches(['u', 'N', 'o']).to_owned();
    let plain = shape.number.is_some() || shape.name;
    if let Some(stem) = bw.strip_suffix('p') {
        let stem = stem.strip_suffix('a').unwrap_or(stem);
        let mut terms = vec!["FS"];
        if !plain {
            terms.push("FD");
        }
        if shape.feminine_plural {
            terms.push("FP");
        }
        let (stem, class) = if let Some(s) = stem.strip_suffix('A') {
            let s = s.strip_suffix('a').unwrap_or(s);
            let root = b.lemmas[lemma].root.clone();
            (s, if root.ends_with('و') { "#aY-Ap-w" } else { "#aY-Ap-y" })
        } else if let Some(s) = stem.strip_suffix('>').filter(|s| !s.ends_with('o')) {
            (s.strip_suffix('a').unwrap_or(s), "#a>")
        } else {
            (stem, "")
        };
        let nature =
            Nature { gender: shape.gender.filter(|g| *g == Gender::Masculine), number: shape.number };
        b.nominal_stem(lemma, stem, &terms.join("||"), class, nature);
        return;
    }
    let mut terms = vec!["MS"];
    if !plain {
        terms.push("MD");
    }
    if shape.masculine_plural || (shape.both_genders && !plain) {
        terms.push("MP");
    }
    if shape.feminine_plural {
        terms.push("FP");
    }
    if shape.both_genders && !plain {
        terms.extend(["FS", "FD", "FP"]);
    }
    let (stem, class) = nominal_class(&bw);
    let feminine = shape.gender == Some(Gender::Feminine) && !shape.both_genders;
    let nature =
        Nature { gender: if feminine { Some(Gender::Feminine) } else { None }, number: shape.number };
    let class = if class == "#A'" && feminine && shape.number.is_none() { "#A'-w" } else { class };
    b.nominal_stem(lemma, stem, &terms.join("||"), class, nature);
}

/// Camel's condition for a stem that ends so, and the stem without its changing end.
fn nominal_class(bw: &str) -> (&str, &'static str) {
    let cut = |end: &str| bw.strip_suffix(end);
    if let Some(s) = cut("aY").or_else(|| cut("Y")) {
        (s, "#aY-Ap-y")
    } else if let Some(s) = cut("K").or_else(|| cut("iy")) {
        (s.strip_suffix('i').unwrap_or(s), "#iy")
    } else if let Some(s) = cut("aA").or_else(|| cut("A")) {
        (s, "#aA-Ap-y")
    } else if cut("A'").is_some() {
        (&bw[..bw.len() - 1], "#A'")
    } else if let Some(s) = cut("a>") {
        (s, "#a>")
    } else if let Some(s) = cut("u&") {
        (s, "#u&")
    } else if let Some(s) = cut("'") {
        let s = s.trim_end_matches('o');
        match s.chars().next_back() {
            Some('w') => (s, "#w'"),
            Some('r' | 'z' | 'd' | '*') => (s, "#o'-dis"),
            _ => (s, "#o'-con"),
        }
    } else {
        (bw, "")
    }
}

/// Particles, pronouns, prepositions: forms that do not inflect.
pub fn particles(b: &mut Builder, path: &Path) -> Result<()> {
    for r in Table::read(path)?.rows() {
        let pos = Pos::parse(r.get("pos")).with_context(|| format!("part of speech {:?}", r.get("pos")))?;
        let share: f64 = if r.get("share").is_empty() { 100.0 } else { r.get("share").parse()? };
        let lemma = b.lemma(Lemma {
            text: r.get("lemma").to_owned(),
            mark: r.get("mark").to_owned(),
            pos,
            share: share / 100.0,
            closed: true,
            ..Lemma::default()
        });
        let mut allowed = allow::BARE | allow::FREE;
        for flag in r.get("clitics").split(',') {
            allowed |= match flag {
                "-" | "" => allow::PLAIN,
                "prep" | "prep!" => allow::PREPOSITION | allow::PLAIN,
                "lam" => allow::LAM | allow::PLAIN,
                "art" => allow::ARTICLE | allow::PLAIN,
                "pron" => allow::PRONOUN | allow::MY | allow::PLAIN,
                "pron!" => allow::PRONOUN | allow::MY,
                "me" => allow::PRONOUN | allow::ME | allow::PLAIN,
                other => bail!("{}: unknown flag {other}", path.display()),
            };
        }
        if r.get("clitics").split(',').any(|f| f == "pron!") {
            allowed &= !allow::PLAIN;
        }
        if r.get("clitics").split(',').any(|f| f == "prep!") {
            allowed &= !allow::FREE;
        }
        let features = features(r.get("features"))?;
        for form in r.get("forms").split('|') {
            b.fixed(lemma, form, allowed, features);
        }
    }
    Ok(())
}

fn features(s: &str) -> Result<Features> {
    let mut f = Features::default();
    for pair in s.split('|').filter(|p| !p.is_empty() && *p != "-") {
        match pair {
            "Gender=Masc" => f.gender = Some(Gender::Masculine),
            "Gender=Fem" => f.gender = Some(Gender::Feminine),
            "Number=Sing" => f.number = Some(Number::Singular),
            "Number=Dual" => f.number = Some(Number::Dual),
            "Number=Plur" => f.number = Some(Number::Plural),
            "Person=1" => f.person = Some(Person::First),
            "Person=2" => f.person = Some(Person::Second),
            "Person=3" => f.person = Some(Person::Third),
            "Definite=Def" => f.definite = Some(Definite::Definite),
            other => bail!("unknown feature {other}"),
        }
    }
    Ok(f)
}
