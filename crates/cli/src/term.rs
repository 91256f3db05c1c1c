//! What can the terminal show?
//!
//! Text of reports is made safe to print (no control characters), runs of right-to-left letters are isolated so that
//! the columns around them keep their order, and colours are used where they are wanted.

use std::io::{self, IsTerminal};

use clap::ValueEnum;
use unicode_width::UnicodeWidthChar;

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    Always,
    Never,
}

/// How the output is drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Term {
    pub colour: bool,
    /// Isolate right-to-left runs: a terminal that reorders letters would move the columns too.
    pub isolate: bool,
    /// Columns, where a terminal says so.
    pub width: Option<usize>,
}

/// What a run of letters is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Plain,
    Dim,
    Bold,
    Red,
    Green,
    Yellow,
    Blue,
    Magenta,
    Cyan,
}

impl Term {
    /// Of standard output.
    pub fn stdout(colour: Colour) -> Term {
        let terminal = io::stdout().is_terminal();
        let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty())
            || std::env::var_os("TERM").is_some_and(|t| t == "dumb");
        Term {
            colour: match colour {
                Colour::Auto => terminal && !plain,
                Colour::Always => true,
                Colour::Never => false,
            },
            isolate: terminal || colour == Colour::Always,
            width: if terminal { terminal_size::terminal_size().map(|(w, _)| w.0 as usize) } else { None },
        }
    }

    pub fn paint(&self, ink: Ink, text: &str) -> String {
        let code = match ink {
            Ink::Plain => return text.to_owned(),
            Ink::Dim => "2",
            Ink::Bold => "1",
            Ink::Red => "31",
            Ink::Green => "32",
            Ink::Yellow => "33",
            Ink::Blue => "34",
            Ink::Magenta => "35",
            Ink::Cyan => "36",
        };
        if self.colour && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// Text of a report, fit to stand between other columns.
    pub fn words(&self, text: &str) -> String {
        let safe = safe(text);
        if self.isolate && safe.chars().any(is_right_to_left) {
            format!("\u{2068}{safe}\u{2069}")
        } else {
            safe
        }
    }
}

/// Columns that a text takes on terminals, which give each letter of لا a column of its own.
pub fn width(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

/// Without characters that steer a terminal or the order of letters; any white space is one space.
pub fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Breaks a text into lines of at most `columns`, at spaces where it can.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last().map_or(0, |l| width(l));
        if last > 0 && last + 1 + width(word) > columns {
            lines.push(String::new());
        }
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() {
            line.push(' ');
        }
        for c in word.chars() {
            let line = lines.last_mut().expect("there is always a line");
            let mut wider = line.clone();
            wider.push(c);
            if width(&wider) > columns && !line.is_empty() {
                lines.push(c.to_string());
            } else {
                *line = wider;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hold_no_more_than_asked() {
        let cases = [
            ("one two three", 7, vec!["one two", "three"]),
            ("abcdefgh ij", 3, vec!["abc", "def", "gh", "ij"]),
            ("قصفت الطائرات مواقع", 13, vec!["قصفت الطائرات", "مواقع"]),
            ("", 5, vec![""]),
        ];
        for (text, columns, want) in cases {
            assert_eq!(wrap(text, columns), want, "{text} in {columns}");
        }
    }

    #[test]
    fn a_report_cannot_steer_the_terminal() {
        let term = Term { isolate: true, ..Term::default() };
        assert_eq!(term.words("a\x1b[2Jb\u{202e}c\r\n d"), "a\u{fffd}[2Jbc d");
        assert_eq!(term.words("سرت"), "\u{2068}سرت\u{2069}");
        assert_eq!(width(&term.words("سرت")), 3);
        assert_eq!(width("الأُمَم"), 5);
    }
}
