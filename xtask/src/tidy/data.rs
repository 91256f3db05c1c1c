//! Is data written so that people can read and review it?

use waqai::Reader;

use super::{Fault, File, is_arabic};

/// Keys of codebook files whose values are prose.
const PROSE: [&str; 8] = ["why", "definition", "not", "text", "title_en", "title_ar", "trigger", "since"];

pub fn check(f: &File, out: &mut Vec<Fault>) {
    // Documents are prose; models are written by fitting.
    if f.is("md") || f.path.starts_with("data/models/") || f.path.ends_with("LICENSE") {
        return;
    }
    for (n, line) in f.lines() {
        if line.trim_start().starts_with('#') {
            continue;
        }
        if f.is("toml") {
            let key = line.split('=').next().unwrap_or_default().trim();
            let values = line.split('"').skip(1).step_by(2).filter(|v| v.chars().any(is_arabic)).count();
            if values > 1 && !PROSE.contains(&key) {
                out.push(f.fault(n, "one Arabic value a line"));
            }
        } else if f.is("tsv") {
            for column in line.split('\t') {
                if let Some(mark) = between(column) {
                    out.push(
                        f.fault(n, format!("{mark:?} between two Arabic values: one value a line or column")),
                    );
                }
            }
        } else if f.is("txt") && between(line).is_some() {
            out.push(f.fault(n, "one Arabic value a line"));
        }
    }
    if !f.text.is_empty() && !f.text.ends_with('\n') {
        out.push(f.fault(f.text.lines().count(), "the last line has no end"));
    }
}

/// ASCII punctuation that stands between two Arabic words, and is neither a list's `|` nor the `_` inside one value.
fn between(s: &str) -> Option<char> {
    let mut seen = None;
    let mut after_arabic = false;
    for c in s.chars() {
        if is_arabic(c) {
            if let Some(mark) = seen {
                return Some(mark);
            }
            after_arabic = true;
        } else if after_arabic && c.is_ascii_punctuation() && !matches!(c, '|' | '_' | '-') {
            seen = Some(c);
        } else if c.is_ascii_alphanumeric() {
            (seen, after_arabic) = (None, false);
        }
    }
    None
}

/// The codebook that ships has no fault, and every pattern says when it fires and when it must not.
pub fn codebook(out: &mut Vec<Fault>) {
    let reader = Reader::bundled();
    let in_data = |file: &str| format!("data/codebook/{file}");
    for f in reader.codebook_faults() {
        out.push(Fault { file: in_data(&f.file), line: f.line, what: f.message.clone() });
    }
    for p in &reader.codebook().patterns {
        let missing = match (p.fires.is_empty(), p.silent.is_empty()) {
            (false, false) => continue,
            (true, _) => "fires",
            _ => "silent",
        };
        let what = format!("{} has no [[pattern.{missing}]] example", p.id);
        out.push(Fault { file: in_data(&p.file), line: p.line, what });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        let f = File { path: path.to_owned(), text: text.to_owned() };
        let mut out = Vec::new();
        check(&f, &mut out);
        out.len()
    }

    #[test]
    fn two_values_on_a_line_are_found() {
        assert_eq!(count("data/a.tsv", "x\tقتل جندي\tضرب\n"), 0);
        assert_eq!(count("data/a.tsv", "x\tقتل, ضرب\n"), 1);
        assert_eq!(count("data/a.tsv", "x\tقُتِل|ضُرِب\n"), 0);
        assert_eq!(count("data/a.toml", "verb = [\n  \"قتل\",\n]\n"), 0);
        assert_eq!(count("data/a.toml", "verb = [\"قتل\", \"ضرب\"]\n"), 1);
        assert_eq!(count("data/a.toml", "why = \"قتل\" # \"ضرب\"\n"), 0);
        assert_eq!(count("data/a.txt", "قتل"), 1);
    }
}
