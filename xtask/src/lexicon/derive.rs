//! Which masdars and participles does a verb make by rule?

use std::collections::{HashMap, HashSet};

use waqai::language::{Derived, Gender, Pos};

use super::buckwalter::{from_arabic, letters, to_arabic};
use super::build::{Builder, Lemma};
use super::sources::{NounShape, VerbStems, noun_stems};

/// A noun made from a verb, in Buckwalter.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Made {
    text: String,
    kind: Derived,
    /// Form I has no rule for which of its participles are said; those seen are kept.
    only_seen: bool,
}

/// Adds what every verb makes; links listed nouns to their verbs.
pub fn derive(b: &mut Builder, verbs: &[VerbStems], words: &HashMap<&str, f64>) {
    let bare = |l: &Lemma| letters(&from_arabic(&l.text));
    let feminine: HashSet<String> =
        b.lemmas.iter().filter(|l| l.pos == Pos::Noun).map(bare).filter(|l| l.ends_with('ة')).collect();
    for v in verbs {
        let mut made = masdars(v);
        made.extend(participles(v));
        for m in made {
            if m.only_seen && !is_seen(&letters(&m.text), words) {
                continue;
            }
            add(b, v, &m, &feminine);
        }
    }
    link(b, verbs);
    share_out(b, verbs, words);
}

fn is_seen(word: &str, seen: &HashMap<&str, f64>) -> bool {
    let stem = word.strip_suffix('ة').unwrap_or(word);
    // The bare word alone may be another (قال is no participle).
    let said = |start: &str, end: &str| seen.contains_key(format!("{start}{stem}{end}").as_str());
    ["", "ة", "ين", "ون", "ات"].iter().any(|end| {
        ["ال", "وال", "لل", "بال"].iter().any(|start| said(start, end)) || (!end.is_empty() && said("", end))
    })
}

fn add(b: &mut Builder, v: &VerbStems, m: &Made, feminine_nouns: &HashSet<String>) {
    let text = to_arabic(&m.text);
    let masdar = m.kind == Derived::Masdar;
    let poses: &[Pos] = if masdar { &[Pos::Noun] } else { &[Pos::Noun, Pos::Adj] };
    for &pos in poses {
        // Camel's adjectives stand as nouns too; only what nobody lists is added.
        if let Some(i) = find(b, &text, pos) {
            let l = &mut b.lemmas[i];
            l.verb = l.verb.or(Some(v.lemma));
            l.derived = l.derived.or(Some(m.kind));
            continue;
        }
        if pos == Pos::Noun && !masdar && find(b, &text, Pos::Adj).is_some() {
            continue;
        }
        // The feminine of مشارك is written as the masdar مشاركة.
        let shares_masdar = pos == Pos::Noun
            && (v.pattern == "1A2a3" || feminine_nouns.contains(&format!("{}ة", letters(&m.text))));
        let feminine = m.text.ends_with('p');
        let gender = Some(if feminine { Gender::Feminine } else { Gender::Masculine });
        let i = b.lemma(Lemma {
            text: text.clone(),
            pos,
            root: b.lemmas[v.lemma].root.clone(),
            derived: Some(m.kind),
            gender: if masdar { gender } else { None },
            verb: Some(v.lemma),
            share: match m.kind {
                Derived::Masdar => 0.5,
                Derived::Active if v.pattern != "1a2a3" => 0.8,
                _ => 0.2,
            },
            ..Lemma::default()
        });
        noun_stems(
            b,
            i,
            &text,
            NounShape {
                gender,
                feminine_plural: true,
                masculine_plural: !masdar,
                both_genders: !masdar && !shares_masdar,
                ..NounShape::default()
            },
        );
    }
}

/// A listed lemma with this text, its last vowel and sukuns aside.
fn find(b: &Builder, text: &str, pos: Pos) -> Option<usize> {
    b.named(text, pos)
}

/// Verbs of form I by their roots; of several, the first listed.
fn first_forms(b: &Builder, verbs: &[VerbStems]) -> HashMap<String, usize> {
    let mut by_root = HashMap::new();
    for v in verbs.iter().filter(|v| v.pattern == "1a2a3" || v.pattern == "1a2o3a4") {
        by_root.entry(b.lemmas[v.lemma].root.clone()).or_insert(v.lemma);
    }
    by_root
}

/// Listed masdars and participles of form I name their verb by the root alone.
fn link(b: &mut Builder, verbs: &[VerbStems]) {
    let by_root = first_forms(b, verbs);
    for i in 0..b.lemmas.len() {
        let l = &b.lemmas[i];
        if l.derived.is_some() && l.verb.is_none() && !l.root.is_empty() {
            b.lemmas[i].verb = by_root.get(&b.lemmas[i].root).copied();
        }
    }
}

const VOWELS: &str = "aiuo~`";

/// The stem that stands before vowels, or the only one.
fn main_stem(stems: &[[String; 3]]) -> Option<&[String; 3]> {
    stems.iter().find(|s| !s[1].contains("c-suff"))
}

fn masdars(v: &VerbStems) -> Vec<Made> {
    let Some([stem, _, sets]) = main_stem(&v.perfect) else {
        return Vec::new();
    };
    let has = |c: &str| sets.split_whitespace().any(|s| s == c);
    let weak = has("#-ay") || has("#-aw") || has("#-aA");
    let hamza = has("#-a>");
    masdar(&v.pattern, stem, weak, hamza, has("#-A'"))
        .into_iter()
        .map(|text| Made { text, kind: Derived::Masdar, only_seen: false })
        .chain(second_masdar(v, stem, weak, hamza))
        .collect()
}

/// قتال beside مقاتلة, where it is said.
fn second_masdar(v: &VerbStems, stem: &str, weak: bool, hamza: bool) -> Option<Made> {
    let [a, 'A', b, c] = radicals(stem)[..] else {
        return None;
    };
    (v.pattern == "1A2a3" && !weak && !hamza && b != '~').then(|| Made {
        text: format!("{a}i{b}aA{c}"),
        kind: Derived::Masdar,
        only_seen: true,
    })
}

/// Verbs that share all their letters (قتل and its second form) are told apart by their nouns: القتل is
/// frequent, التقتيل is not.
fn share_out(b: &mut Builder, verbs: &[VerbStems], words: &HashMap<&str, f64>) {
    let count = |word: String| words.get(word.as_str()).copied().unwrap_or(0.0);
    let said = |noun: &str, verb: &str| {
        let with_article: f64 =
            ["ال", "لل", "بال", "وال"].iter().map(|start| count(format!("{start}{noun}"))).sum();
        let plural = count(format!("{noun}ات")) + count(format!("ال{noun}ات"));
        // Without ال, the verb may be meant.
        let bare = if noun == verb { 1.5 * with_article } else { count(noun.to_owned()) };
        with_article + bare + plural
    };
    let text = |l: &Lemma| letters(&from_arabic(&l.text));
    let mut nouns: HashMap<usize, f64> = HashMap::new();
    let first_form = first_forms(b, verbs);
    let mut counted: HashSet<(String, usize)> = HashSet::new();
    for l in b.lemmas.iter().filter(|l| l.pos == Pos::Noun) {
        // حذر is said once, however many masdars are so written.
        if l.verb.or(first_form.get(&l.root).copied()).is_some_and(|v| !counted.insert((text(l), v))) {
            continue;
        }
        if let (Some(verb), Some(Derived::Masdar)) = (l.verb, l.derived) {
            *nouns.entry(verb).or_default() += said(&text(l), &text(&b.lemmas[verb]));
        } else if let (Some(&verb), None) = (first_form.get(&l.root), l.derived) {
            // A noun of the root's bare shape speaks for the first form too (عقد، حكم، عبور).
            let shape: String = text(l).chars().filter(|c| !l.root.contains(*c)).collect();
            if ["", "و", "ا", "ة"].contains(&shape.as_str()) && l.root.chars().count() == 3 {
                *nouns.entry(verb).or_default() += 0.5 * said(&text(l), &text(&b.lemmas[verb]));
            }
        }
    }
    for (i, l) in b.lemmas.iter_mut().enumerate() {
        if l.pos == Pos::Verb {
            let n = nouns.get(&i).copied().unwrap_or(0.0);
            l.share = ((1.0 + n).powf(0.7) / 20.0).clamp(0.05, 10.0);
        }
    }
}

/// Consonants with the vowels that follow them.
fn radicals(stem: &str) -> Vec<char> {
    stem.chars().filter(|c| !VOWELS.contains(*c)).collect()
}

fn masdar(pattern: &str, stem: &str, weak: bool, hamza: bool, hollow_hamza: bool) -> Option<String> {
    let r = radicals(stem);
    let last = |n: usize| r.get(r.len().wrapping_sub(n)).copied();
    match pattern {
        "1a2~a3" => {
            let (a, c) = (*r.first()?, *r.get(1)?);
            if weak {
                Some(format!("ta{a}o{c}iyap"))
            } else if hamza {
                Some(format!("ta{a}o{c}i}}ap"))
            } else {
                let c = if c == '>' { '}' } else { c };
                Some(format!("ta{a}o{c}iy{}", last(1)?))
            }
        }
        "1A2a3" => {
            let stem = if let Some(s) = stem.strip_prefix('|') { format!("&aA{s}") } else { stem.to_owned() };
            if hamza {
                Some(format!("mu{stem}a>ap"))
            } else {
                Some(format!("mu{stem}{}", if weak { "aAp" } else { "ap" }))
            }
        }
        ">a1o2a3" => {
            if let Some(s) = stem.strip_prefix('|') {
                let body = lengthen(s, weak, hamza)?;
                return Some(format!("<iy{body}"));
            }
            let s = stem.strip_prefix(">a")?;
            if hollow_hamza {
                return Some(format!("<i{s}aA'ap"));
            }
            if let Some((first, rest)) = hollow(s) {
                return Some(format!("<i{first}aA{rest}ap"));
            }
            let s = if let Some(s) = s.strip_prefix("wo").or_else(|| s.strip_prefix("yo")) {
                format!("y{s}")
            } else {
                s.to_owned()
            };
            let body = if let Some(s) = s.strip_suffix('~') {
                let (head, c) = split_last(s)?;
                let head = head.strip_suffix('a')?;
                format!("{head}o{c}aA{c}")
            } else {
                lengthen(&s, weak, hamza)?
            };
            Some(format!("<i{body}"))
        }
        "ta1a2~3" | "ta1a2~a3" | "ta1A2a3" | "ta1a2o3a4" => {
            if weak {
                return Some(format!("{stem}iy"));
            }
            if hamza {
                return Some(format!("{stem}u&"));
            }
            if stem.ends_with('~') && pattern == "ta1A2a3" {
                return Some(stem.to_owned());
            }
            let (head, c) = split_last(stem)?;
            Some(format!("{}u{c}", head.strip_suffix('a')?))
        }
        "{isota1o2a3" => {
            let s = stem.strip_prefix("{isota")?;
            if let Some((first, rest)) = hollow(s) {
                return Some(format!("{{isoti{first}aA{rest}ap"));
            }
            let s = if let Some(s) = s.strip_prefix("wo") { format!("y{s}") } else { s.replace(">o", "}o") };
            if let Some(s) = s.strip_suffix('~') {
                let (head, c) = split_last(s)?;
                return Some(format!("{{isoti{}o{c}aA{c}", head.strip_suffix('a')?));
            }
            Some(format!("{{isoti{}", lengthen(&s, weak, hamza)?))
        }
        "{ino1a2a3" | "{i1ota2a3" => {
            if weak || hamza {
                let (head, c) = split_last(stem)?;
                return Some(format!("{}i{c}aA'", head.strip_suffix('a')?));
            }
            if let Some(s) = stem.strip_suffix('~') {
                let (head, c) = split_last(s)?;
                return Some(format!("{}i{c}aA{c}", head.strip_suffix('a')?));
            }
            let (head, c) = split_last(stem)?;
            if let Some(head) = head.strip_suffix("aA") {
                return Some(format!("{head}iyaA{c}"));
            }
            let (head, b) = split_last(head.strip_suffix('a')?)?;
            let (head, b) = if b == '~' {
                let (h, doubled) = split_last(head)?;
                (h, format!("{doubled}~"))
            } else {
                (head, b.to_string())
            };
            Some(format!("{}i{b}aA{c}", head.strip_suffix('a')?))
        }
        "{i1o2a3~" => {
            let (head, c) = split_last(stem.strip_suffix('~')?)?;
            Some(format!("{}i{c}aA{c}", head.strip_suffix('a')?))
        }
        "1a2o3a4" => (!weak && !hamza).then(|| format!("{stem}ap")),
        _ => None,
    }
}

/// `qaAm` cut at its long vowel.
fn hollow(s: &str) -> Option<(&str, &str)> {
    let (head, rest) = s.split_once("aA")?;
    (head.chars().count() == 1 && rest.chars().count() == 1).then_some((head, rest))
}

fn split_last(s: &str) -> Option<(&str, char)> {
    let c = s.chars().next_back()?;
    Some((&s[..s.len() - c.len_utf8()], c))
}

/// The last vowel made long: `Tolaq` to `TolaAq`, weak `lq` to `lqaA'`.
fn lengthen(s: &str, weak: bool, hamza: bool) -> Option<String> {
    if weak || hamza {
        return Some(format!("{s}aA'"));
    }
    let (head, c) = split_last(s)?;
    Some(format!("{}aA{c}", head.strip_suffix('a')?))
}

fn participles(v: &VerbStems) -> Vec<Made> {
    let mut out = Vec::new();
    if v.pattern == "1a2a3" {
        let r: Vec<char> = v.root.chars().filter(|c| *c != '.' && *c != '-').collect();
        if let [a, b, c] = r[..] {
            let (active, passive) = first_form(v, a, b, c);
            for (text, kind) in [(active, Derived::Active), (passive, Derived::Passive)] {
                if let Some(text) = text {
                    out.push(Made { text, kind, only_seen: true });
                }
            }
        }
        return out;
    }
    if let Some(stem) = main_stem(&v.imperfect)
        && let Some(text) = participle(stem, true)
    {
        out.push(Made { text, kind: Derived::Active, only_seen: true });
    }
    if let Some(stem) = main_stem(&v.passive_imperfect)
        && let Some(text) = participle(stem, false)
    {
        out.push(Made { text, kind: Derived::Passive, only_seen: true });
    }
    out
}

/// م and the stem of the imperfect.
fn participle([stem, _, sets]: &[String; 3], active: bool) -> Option<String> {
    let has = |c: &str| sets.split_whitespace().any(|s| s == c);
    let start = if has(">-#") { "mu&o" } else { "mu" };
    if sets.contains("#-iy'") {
        return active.then(|| format!("{start}{stem}iy'"));
    }
    if sets.contains("#-}iy") || sets.contains("#->ay") || sets.contains("#-A'") || sets.contains("#-u") {
        return None;
    }
    if has("#-iy") || has("#-aY") {
        return Some(format!("{start}{stem}{}", if active { "iy" } else { "aY" }));
    }
    if has("#-a>") {
        return Some(format!("{start}{stem}{}", if active { "i}" } else { "a>" }));
    }
    if !active {
        return Some(format!("{start}{stem}"));
    }
    // Forms V and VI have a in the imperfect, i in the participle.
    let (head, c) = split_last(stem)?;
    Some(match head.strip_suffix('a') {
        Some(head) if c != '~' && stem.starts_with("ta") => format!("{start}{head}i{c}"),
        _ => format!("{start}{stem}"),
    })
}

fn first_form(v: &VerbStems, a: char, b: char, c: char) -> (Option<String>, Option<String>) {
    let hamza = |x: char| "'>&<}|".contains(x);
    let Some([stem, _, sets]) = main_stem(&v.perfect) else {
        return (None, None);
    };
    let weak = ["#-ay", "#-aw", "#-iy", "#-aA"].iter().any(|c| sets.split_whitespace().any(|s| s == *c));
    let hollow = stem.contains("aA") && !weak;
    let doubled = sets.contains("gem");
    let start = if hamza(a) { "|".to_owned() } else { format!("{a}aA") };
    if hollow {
        if hamza(c) {
            return (None, None);
        }
        let passive = match main_stem(&v.imperfect) {
            Some([s, ..]) if s.contains("iy") => format!("ma{a}iy{c}"),
            Some([s, ..]) if s.contains("uw") => format!("ma{a}uw{c}"),
            _ => return (Some(format!("{start}}}i{c}")), None),
        };
        return (Some(format!("{start}}}i{c}")), Some(passive));
    }
    let first = if hamza(a) { '>' } else { a };
    if weak {
        let b = if hamza(b) { '}' } else { b };
        let passive =
            if sets.contains("#-aw") { format!("ma{first}o{b}uw~") } else { format!("ma{first}o{b}iy~") };
        return (Some(format!("{start}{b}iy")), Some(passive));
    }
    if doubled {
        return (Some(format!("{start}{b}~")), Some(format!("ma{first}o{b}uw{c}")));
    }
    let (middle, passive_middle) = if hamza(b) { ('}', '&') } else { (b, b) };
    let (end, passive_end) = if hamza(c) { ('}', '\'') } else { (c, c) };
    (Some(format!("{start}{middle}i{end}")), Some(format!("ma{first}o{passive_middle}uw{passive_end}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, stem: &str, class: &str, expected: &str) {
        let made = masdar(pattern, stem, class == "weak", class == "hamza", false);
        assert_eq!(made.as_deref(), Some(expected), "{pattern} {stem}");
    }

    #[test]
    fn masdars_by_rule() {
        check("1a2~a3", "fal~aH", "", "tafoliyH");
        check("1a2~a3", "rab~", "weak", "tarobiyap");
        check("1A2a3", "haAjam", "", "muhaAjamap");
        check("1A2a3", "laAq", "weak", "mulaAqaAp");
        check(">a1o2a3", ">aTolaq", "", "<iTolaAq");
        check(">a1o2a3", ">aqaAm", "", "<iqaAmap");
        check(">a1o2a3", ">aloq", "weak", "<iloqaA'");
        check(">a1o2a3", ">aEad~", "", "<iEodaAd");
        check(">a1o2a3", ">awoqaf", "", "<iyqaAf");
        check("ta1a2~3", "taqad~am", "", "taqad~um");
        check("ta1A2a3", "tafaAham", "", "tafaAhum");
        check("{ino1a2a3", "{inofajar", "", "{inofijaAr");
        check("{i1ota2a3", "{i$otabak", "", "{i$otibaAk");
        check("{i1ota2a3", "{ixotaAr", "", "{ixotiyaAr");
        check("{i1ota2a3", "{iHotal~", "", "{iHotilaAl");
        check("{i1ota2a3", "{it~aham", "", "{it~ihaAm");
        check("{isota1o2a3", "{isotahodaf", "", "{isotihodaAf");
        check("{isota1o2a3", "{isotaqaAl", "", "{isotiqaAlap");
        check("{isota1o2a3", "{isotawol", "weak", "{isotiylaA'");
    }
}
