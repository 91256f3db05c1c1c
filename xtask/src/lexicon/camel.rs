//! What does the Camel Morph specification say of a stem's affixes?
//!
//! A morpheme has conditions that it sets and terms that must hold of the whole word. A term is a
//! disjunction of conditions; `else` holds where the other morphemes of its class fail at that place.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use anyhow::{Context, Result, bail};

/// One morpheme of the specification.
#[derive(Clone, Debug)]
pub struct Morph {
    pub class: String,
    pub function: String,
    /// Buckwalter.
    pub form: String,
    terms: Vec<String>,
    sets: Vec<String>,
}

/// Morphemes by class.
#[derive(Debug, Default)]
pub struct Specification {
    classes: HashMap<String, Vec<Morph>>,
}

/// Conditions that hold of a word.
pub type Conditions = BTreeSet<String>;

impl Specification {
    pub fn read(path: &Path) -> Result<Specification> {
        let mut out = Specification::default();
        let rows = csv(&std::fs::read_to_string(path).with_context(|| path.display().to_string())?);
        let head = rows.first().context("an empty table")?.clone();
        let column =
            |name: &str| head.iter().position(|h| h == name).with_context(|| format!("no column {name}"));
        let (define, class, function) = (column("DEFINE")?, column("CLASS")?, column("FUNC")?);
        let (form, terms, sets) = (column("FORM")?, column("COND-T")?, column("COND-S")?);
        for r in &rows[1..] {
            if r[define].trim() != "MORPH" {
                continue;
            }
            let words =
                |s: &str| s.split_whitespace().filter(|&w| w != "_").map(str::to_owned).collect::<Vec<_>>();
            out.classes.entry(r[class].clone()).or_default().push(Morph {
                class: r[class].clone(),
                function: r[function].clone(),
                form: if r[form] == "_" { String::new() } else { r[form].trim().to_owned() },
                terms: words(&r[terms]),
                sets: words(&r[sets]),
            });
        }
        Ok(out)
    }

    fn class(&self, name: &str) -> &[Morph] {
        self.classes.get(name).map_or(&[], Vec::as_slice)
    }

    /// All words made of one morpheme of each class around a stem, where every term holds.
    /// `outer` are conditions set from elsewhere (an enclitic's).
    pub fn words<'a>(
        &'a self,
        classes: &[&str],
        stem_sets: &[&str],
        stem_terms: &str,
        outer: &[&str],
    ) -> Vec<Vec<&'a Morph>> {
        let mut out = Vec::new();
        let mut chosen = Vec::new();
        self.extend(classes, &mut chosen, &mut |morphs| {
            let mut holds: Conditions = stem_sets.iter().chain(outer).map(|&s| s.to_owned()).collect();
            for m in morphs {
                holds.extend(m.sets.iter().cloned());
            }
            let stem_ok = stem_terms.split_whitespace().all(|t| holds_term(t, &holds));
            if stem_ok && morphs.iter().all(|m| self.fits(m, &holds)) {
                out.push(morphs.to_vec());
            }
        });
        out
    }

    fn extend<'a>(
        &'a self,
        classes: &[&str],
        chosen: &mut Vec<&'a Morph>,
        found: &mut impl FnMut(&[&'a Morph]),
    ) {
        let Some((first, rest)) = classes.split_first() else {
            found(chosen);
            return;
        };
        for m in self.class(first) {
            chosen.push(m);
            self.extend(rest, chosen, found);
            chosen.pop();
        }
    }

    fn fits(&self, m: &Morph, holds: &Conditions) -> bool {
        m.terms.iter().enumerate().all(|(i, term)| {
            if term != "else" {
                return holds_term(term, holds);
            }
            // None of the rivals: same class and function, same terms up to here.
            self.class(&m.class)
                .iter()
                .filter(|r| r.function == m.function && r.terms.len() > i && r.terms[i] != "else")
                .filter(|r| r.terms[..i] == m.terms[..i])
                .all(|r| !holds_term(&r.terms[i], holds))
        })
    }
}

fn holds_term(term: &str, holds: &Conditions) -> bool {
    term.split("||").any(|c| match c.strip_prefix('!') {
        Some(c) => !holds_condition(c, holds),
        None => holds_condition(c, holds),
    })
}

fn holds_condition(c: &str, holds: &Conditions) -> bool {
    match c.strip_suffix('*') {
        Some(start) => holds.iter().any(|h| h.starts_with(start)),
        None => holds.contains(c),
    }
}

/// A rule that makes a passive stem from an active one.
#[derive(Debug)]
struct PassiveRule {
    lemma: String,
    from: Vec<Part>,
    to: String,
    terms: String,
    sets: String,
}

#[derive(Debug, PartialEq)]
enum Part {
    Group,
    Any,
    Letter(char),
}

/// Passive stems, by the conditions of the active ones.
#[derive(Debug, Default)]
pub struct Passives {
    rules: HashMap<(String, String), Vec<PassiveRule>>,
}

impl Passives {
    pub fn read(path: &Path) -> Result<Passives> {
        let rows = csv(&std::fs::read_to_string(path).with_context(|| path.display().to_string())?);
        let mut out = Passives::default();
        for r in &rows[1..] {
            if r.len() < 10 {
                bail!("{}: a short row", path.display());
            }
            let from = {
                let mut parts = Vec::new();
                let mut rest = r[6].as_str();
                while let Some(c) = rest.chars().next() {
                    if let Some(r) = rest.strip_prefix("(.)") {
                        parts.push(Part::Group);
                        rest = r;
                    } else {
                        parts.push(if c == '.' { Part::Any } else { Part::Letter(c) });
                        rest = &rest[c.len_utf8()..];
                    }
                }
                parts
            };
            out.rules.entry((r[2].trim().to_owned(), sorted(&r[3]))).or_default().push(PassiveRule {
                lemma: r[1].replace("Ao", "A"),
                from,
                to: r[7].clone(),
                terms: r[8].trim().to_owned(),
                sets: r[9].trim().to_owned(),
            });
        }
        Ok(out)
    }

    /// Passive stem, its terms and the conditions it sets, all in Buckwalter.
    pub fn of(&self, lemma: &str, stem: &str, terms: &str, sets: &str) -> Option<(String, String, String)> {
        let rules = self.rules.get(&(terms.trim().to_owned(), sorted(sets)))?;
        rules
            .iter()
            .filter(|r| fits_pattern(&r.lemma, lemma))
            .filter_map(|r| {
                let groups = groups(&r.from, stem)?;
                let mut to = r.to.clone();
                for (i, g) in groups.iter().enumerate() {
                    to = to.replace(&format!("${}", i + 1), &g.to_string());
                }
                let literal = r.lemma.chars().filter(|c| !c.is_ascii_digit()).count();
                Some((literal, (to, r.terms.clone(), r.sets.clone())))
            })
            .max_by_key(|(literal, _)| *literal)
            .map(|(_, found)| found)
    }
}

fn sorted(s: &str) -> String {
    let mut words: Vec<&str> = s.split_whitespace().filter(|w| !w.contains("trans") && *w != "_").collect();
    words.sort_unstable();
    words.join(" ")
}

fn groups(parts: &[Part], s: &str) -> Option<Vec<char>> {
    let letters: Vec<char> = s.chars().collect();
    if letters.len() != parts.len() {
        return None;
    }
    let mut out = Vec::new();
    for (p, &c) in parts.iter().zip(&letters) {
        match p {
            Part::Group => out.push(c),
            Part::Any => {}
            Part::Letter(l) if *l == c => {}
            Part::Letter(_) => return None,
        }
    }
    Some(out)
}

fn fits_pattern(pattern: &str, lemma: &str) -> bool {
    let mut radicals: BTreeMap<char, char> = BTreeMap::new();
    pattern.chars().count() == lemma.chars().count()
        && pattern.chars().zip(lemma.chars()).all(|(p, c)| {
            if p.is_ascii_digit() {
                !"aiuoFKN~`".contains(c) && *radicals.entry(p).or_insert(c) == c
            } else {
                p == c
            }
        })
}

/// Rows of a comma-separated table with quoted cells.
pub fn csv(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                cell.push('"');
                chars.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}
