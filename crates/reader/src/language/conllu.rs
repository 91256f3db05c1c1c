//! How does an analysis look as CoNLL-U?

use std::fmt::Write;

use super::{Analysis, Features, Relation};

/// The rows of some words, numbered from 1; heads outside the range become 0.
pub fn rows(analysis: &Analysis<'_>, words: std::ops::Range<usize>) -> String {
    let mut out = String::new();
    for i in words.clone() {
        let w = &analysis.words[i];
        let form = &analysis.text.raw()[w.span.range()];
        let head = match w.head {
            Some(h) if words.contains(&(h as usize)) => h as usize - words.start + 1,
            _ => 0,
        };
        let last = analysis.words.get(i + 1).is_none_or(|next| next.token != w.token);
        let space = !last || !analysis.text.tokens[w.token as usize].space_after;
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "{}\t{}\t{}\t{}\t_\t{}\t{head}\t{}\t_\t{}",
            i - words.start + 1,
            form.replace(['\t', '\n', '\r'], " "),
            analysis.lemma(i).replace(['\t', '\n', '\r'], " "),
            w.pos.as_str(),
            features(&w.features),
            relation(w.relation),
            if space { "SpaceAfter=No" } else { "_" },
        );
    }
    out
}

/// `Aspect=Perf|Gender=Masc`, sorted by name.
pub fn features(f: &Features) -> String {
    let all = [
        ("Aspect", f.aspect.map(super::features::Aspect::as_str)),
        ("Definite", f.definite.map(super::features::Definite::as_str)),
        ("Gender", f.gender.map(super::features::Gender::as_str)),
        ("Number", f.number.map(super::features::Number::as_str)),
        ("Person", f.person.map(super::features::Person::as_str)),
        ("Tense", f.future.then_some("Fut")),
        ("VerbForm", f.derived.map(super::features::Derived::as_str)),
        ("Voice", f.voice.map(super::features::Voice::as_str)),
    ];
    let set: Vec<String> = all.iter().filter_map(|(n, v)| v.map(|v| format!("{n}={v}"))).collect();
    if set.is_empty() { "_".to_owned() } else { set.join("|") }
}

/// The name of an arc in Universal Dependencies.
pub fn relation(r: Relation) -> &'static str {
    match r {
        Relation::None => "_",
        Relation::Root => "root",
        Relation::Nsubj => "nsubj",
        Relation::NsubjPass => "nsubj:pass",
        Relation::Obj => "obj",
        Relation::Obl => "obl",
        Relation::Nmod => "nmod",
        Relation::Amod => "amod",
        Relation::Appos => "appos",
        Relation::Flat => "flat",
        Relation::Nummod => "nummod",
        Relation::Det => "det",
        Relation::Case => "case",
        Relation::Mark => "mark",
        Relation::Cc => "cc",
        Relation::Conj => "conj",
        Relation::Ccomp => "ccomp",
        Relation::Xcomp => "xcomp",
        Relation::Acl => "acl",
        Relation::Advcl => "advcl",
        Relation::Advmod => "advmod",
        Relation::Aux => "aux",
        Relation::Cop => "cop",
        Relation::Parataxis => "parataxis",
        Relation::Fixed => "fixed",
        Relation::Punct => "punct",
        Relation::Dep => "dep",
    }
}
