//! Is this Rust file as a file of this house is?

use super::{Fault, File, is_arabic};

/// No file is longer; a few lines over are let pass, so that nobody cuts a file at an odd place.
const LONGEST: usize = 620;

/// The reader's modules from left to right: none uses one that stands to its right.
const ARROWS: [&str; 6] = ["text", "language", "codebook", "recognise", "events", "resolve"];

/// What the reader must not touch: files, clock, environment, network, threads, chance.
const WORLD: [&str; 12] = [
    "std::fs",
    "std::env",
    "std::time",
    "std::net",
    "std::thread",
    "std::process",
    "std::io",
    "std::sync::mpsc",
    "Zoned::now",
    "Timestamp::now",
    "std::collections::HashMap",
    "std::collections::HashSet",
];

/// Arabic words of grammar, longer than an affix, that Rust may name; lines that start with # say why.
const GRAMMAR: &str = include_str!("words.txt");

/// An Arabic run of so many letters is an affix or a particle; a longer one is a word, and words are data.
const AFFIX: usize = 3;

/// Is the whole file a test?
pub fn is_test(path: &str) -> bool {
    path.ends_with("tests.rs") || path.contains("/tests/") || path.contains("/benches/")
}

pub fn check(f: &File, out: &mut Vec<Fault>) {
    if !f.text.starts_with("//! ") {
        out.push(f.fault(1, "a module opens with `//!` and the question it answers"));
    }
    let lines = f.text.lines().count();
    if lines > LONGEST {
        out.push(f.fault(lines, format!("{lines} lines: a file has about 600")));
    }
    let code = Code::new(&f.text);
    if !is_test(&f.path) {
        for (line, literal) in &code.literals {
            for run in runs(literal) {
                if run.chars().filter(|c| !is_mark(*c)).count() > AFFIX && !grammar(run) {
                    out.push(f.fault(*line, format!("{run} in a literal: Arabic words are data")));
                }
            }
        }
    }
    let in_reader = f.path.strip_prefix("crates/reader/src/");
    for (n, line) in code.lines() {
        if line.contains("#[allow(") || line.contains("#![allow(") {
            out.push(f.fault(n, "`#[expect(lint, reason = \"...\")]` in place of `allow`"));
        }
        if line.contains(".unwrap()") && !is_test(&f.path) {
            out.push(f.fault(n, "`unwrap` outside a test: `expect` states the invariant"));
        }
        if in_reader.is_some() {
            for w in WORLD {
                if line.contains(w) {
                    out.push(f.fault(n, format!("{w}: the reader knows nothing of the world")));
                }
            }
        }
    }
    if let Some(below) = in_reader {
        arrows(f, below, &code, out);
    }
}

/// A module may use itself, those to its left, and the types at the crate's root that belong to no stage.
fn arrows(f: &File, below: &str, code: &Code, out: &mut Vec<Fault>) {
    let own = below.split(['/', '.']).next().unwrap_or_default();
    let Some(at) = ARROWS.iter().position(|m| *m == own) else { return };
    for (n, used) in code.used() {
        match ARROWS.iter().position(|m| *m == used) {
            Some(other) if other > at => {
                out.push(f.fault(n, format!("{own} uses {used}, which stands to its right")));
            }
            None if used == "Reader" || used == "Steps" => {
                out.push(f.fault(n, format!("{own} uses {used}, which is made of all stages")));
            }
            _ => {}
        }
    }
}

fn grammar(run: &str) -> bool {
    GRAMMAR.lines().any(|g| g == run)
}

fn runs(literal: &str) -> impl Iterator<Item = &str> {
    literal.split(|c: char| !is_arabic(c)).filter(|r| !r.is_empty())
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{064b}'..='\u{065f}' | '\u{0670}')
}

/// A Rust file without its comments and unit tests, its literals taken out.
struct Code {
    /// Each line's code; literals are empty.
    text: String,
    literals: Vec<(usize, String)>,
}

impl Code {
    fn new(text: &str) -> Code {
        // Unit tests stand at the end of a file.
        let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
        let chars: Vec<char> = text[..end].chars().collect();
        let (mut code, mut literals) = (String::new(), Vec::new());
        let (mut i, mut line) = (0, 1);
        let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
        while i < chars.len() {
            let c = chars[i];
            if c == '/' && at(i + 1) == '/' {
                while i < chars.len() && chars[i] != '\n' {
                    i += 1;
                }
                continue;
            }
            if c == '/' && at(i + 1) == '*' {
                while i < chars.len() && !(chars[i] == '*' && at(i + 1) == '/') {
                    line += usize::from(chars[i] == '\n');
                    i += 1;
                }
                i += 2;
                continue;
            }
            let hashes = chars[i + 1..].iter().take_while(|c| **c == '#').count();
            let word_before = i > 0 && (chars[i - 1].is_alphanumeric() || chars[i - 1] == '_');
            if c == 'r' && at(i + 1 + hashes) == '"' && (!word_before || chars[i - 1] == 'b') {
                let (first, close) = (line, format!("\"{}", "#".repeat(hashes)));
                let mut literal = String::new();
                i += 2 + hashes;
                while i < chars.len() && !chars[i..].starts_with(&close.chars().collect::<Vec<_>>()) {
                    literal.push(chars[i]);
                    line += usize::from(chars[i] == '\n');
                    code.extend((chars[i] == '\n').then_some('\n'));
                    i += 1;
                }
                i += 1 + hashes;
                literals.push((first, literal));
                continue;
            }
            // 'a' is a letter, 'a alone a lifetime.
            let letter = c == '\'' && (at(i + 1) == '\\' || at(i + 2) == '\'');
            if c == '"' || letter {
                let first = line;
                let mut literal = String::new();
                i += 1;
                while i < chars.len() && chars[i] != c {
                    if chars[i] == '\\' {
                        i += 1;
                    } else {
                        literal.push(chars[i]);
                    }
                    if at(i) == '\n' {
                        line += 1;
                        code.push('\n');
                    }
                    i += 1;
                }
                i += 1;
                literals.push((first, literal));
                continue;
            }
            line += usize::from(c == '\n');
            code.push(c);
            i += 1;
        }
        Code { text: code, literals }
    }

    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(n, l)| (n + 1, l))
    }

    /// The names right after `crate::`, those in braces too.
    fn used(&self) -> Vec<(usize, String)> {
        let mut out = Vec::new();
        for (at, _) in self.text.match_indices("crate::") {
            let line = self.text[..at].matches('\n').count() + 1;
            let rest = &self.text[at + "crate::".len()..];
            if let Some(list) = rest.strip_prefix('{') {
                let (mut depth, mut name) = (1, String::new());
                let mut fresh = true;
                for c in list.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        _ => {}
                    }
                    if depth == 1 && fresh && (c.is_alphanumeric() || c == '_') {
                        name.push(c);
                    } else if !name.is_empty() {
                        out.push((line, std::mem::take(&mut name)));
                        fresh = false;
                    }
                    fresh |= depth == 1 && c == ',';
                    if depth == 0 {
                        break;
                    }
                }
            } else {
                let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                out.push((line, name));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_text(path: &str, text: &str) -> Vec<String> {
        let f = File { path: path.to_owned(), text: text.to_owned() };
        let mut out = Vec::new();
        check(&f, &mut out);
        out.into_iter().map(|f| format!("{}: {}", f.line, f.what)).collect()
    }

    #[test]
    fn faults_are_found_where_they_are() {
        let text = "crates/reader/src/text/x.rs";
        let cases = [
            (text, "//! Why?\nuse crate::Span;\n", None),
            (text, "use crate::Span;\n", Some("1: a module opens")),
            (text, "//! Why?\nuse crate::events::Draft;\n", Some("2: text uses events")),
            (text, "//! Why?\nuse crate::{Span, text::{a, b},\n events};\n", Some("2: text uses events")),
            (text, "//! Why?\n// crate::events\nconst A: &str = \"crate::events\";\n", None),
            (text, "//! Why?\nuse std::fs;\n", Some("2: std::fs")),
            (text, "//! Why?\nconst W: &str = \"انفجار\";\n", Some("2: انفجار in a literal")),
            (text, "//! Why?\nconst W: [&str; 2] = [\"ال\", r#\"لل\"#];\nconst C: char = 'ي';\n", None),
            (
                text,
                "//! Why?\nfn a<'a>(x: &'a str) {}\n#[cfg(test)]\nmod tests {\n let w = \"انفجار\".unwrap();\n}\n",
                None,
            ),
            ("crates/cli/src/x.rs", "//! Why?\nfn a() { b().unwrap() }\n", Some("2: `unwrap`")),
            ("crates/cli/src/x.rs", "//! Why?\n#[allow(dead_code)]\n", Some("2: `#[expect")),
            ("crates/cli/src/x.rs", "//! Why?\nuse std::fs;\n", None),
        ];
        for (path, code, want) in cases {
            let got = check_text(path, code);
            match want {
                None => assert!(got.is_empty(), "{code}: {got:?}"),
                Some(w) => assert!(got.len() == 1 && got[0].starts_with(w), "{code}: {got:?}"),
            }
        }
    }
}
