//! How is a codebook file taken apart, with every fault noted and none fatal?

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Fault;

/// One file being read; gathers its faults.
pub(super) struct Source<'t> {
    pub file: &'t str,
    pub text: &'t str,
    /// Where each line begins.
    lines: Vec<usize>,
    pub faults: Vec<Fault>,
}

/// A table and the keys that its reader has asked for.
pub(super) struct Table<'s, 't> {
    table: &'s DeTable<'t>,
    span: Range<usize>,
    asked: std::cell::RefCell<Vec<String>>,
}

impl<'t> Source<'t> {
    pub fn new(file: &'t str, text: &'t str) -> Source<'t> {
        let breaks = text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
        let lines = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        Source { file, text, lines, faults: Vec::new() }
    }

    /// The line of an offset, from 1.
    pub fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at)
    }

    /// The file's top table; syntax errors become faults.
    pub fn parse(&mut self) -> Spanned<DeTable<'t>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for e in errors {
            let at = e.span().map_or(0, |s| s.start);
            self.fault(at, format!("not TOML: {}", e.message()));
        }
        table
    }

    pub fn fault(&mut self, at: usize, message: impl Into<String>) {
        let line = self.line(at);
        self.faults.push(Fault { file: self.file.to_owned(), line, message: message.into() });
    }

    pub fn top<'s>(&self, table: &'s Spanned<DeTable<'t>>) -> Table<'s, 't> {
        Table { table: table.get_ref(), span: table.span(), asked: Vec::new().into() }
    }

    /// The tables of `[[key]]`, or of a single `[key]`.
    pub fn tables<'s>(&mut self, t: &Table<'s, 't>, key: &str) -> Vec<Table<'s, 't>> {
        let Some(v) = t.get(key) else { return Vec::new() };
        let mut out = Vec::new();
        match v.get_ref() {
            DeValue::Array(items) => {
                for item in items {
                    match item.get_ref() {
                        DeValue::Table(table) => {
                            out.push(Table { table, span: item.span(), asked: Vec::new().into() });
                        }
                        _ => self.fault(item.span().start, format!("`{key}` holds tables only")),
                    }
                }
            }
            DeValue::Table(table) => out.push(Table { table, span: v.span(), asked: Vec::new().into() }),
            _ => self.fault(v.span().start, format!("`{key}` must be a table")),
        }
        out
    }

    pub fn str(&mut self, t: &Table<'_, 't>, key: &str) -> Option<String> {
        let v = t.get(key)?;
        if let Some(s) = v.get_ref().as_str() {
            return Some(s.to_owned());
        }
        self.fault(v.span().start, format!("`{key}` must be text"));
        None
    }

    pub fn need_str(&mut self, t: &Table<'_, 't>, key: &str) -> String {
        if t.get(key).is_none() {
            self.fault(t.at(), format!("`{key}` is missing"));
        }
        self.str(t, key).unwrap_or_default()
    }

    pub fn bool(&mut self, t: &Table<'_, 't>, key: &str) -> Option<bool> {
        let v = t.get(key)?;
        let b = v.get_ref().as_bool();
        if b.is_none() {
            self.fault(v.span().start, format!("`{key}` must be true or false"));
        }
        b
    }

    pub fn float(&mut self, t: &Table<'_, 't>, key: &str) -> Option<f32> {
        let v = t.get(key)?;
        let n = match v.get_ref() {
            DeValue::Float(f) => f.as_str().parse().ok(),
            DeValue::Integer(i) => i.as_str().parse().ok(),
            _ => None,
        };
        if n.is_none() {
            self.fault(v.span().start, format!("`{key}` must be a number"));
        }
        n
    }

    /// A list of texts with their places, or a single text.
    pub fn list(&mut self, t: &Table<'_, 't>, key: &str) -> Vec<(String, usize)> {
        let Some(v) = t.get(key) else { return Vec::new() };
        let mut out = Vec::new();
        match v.get_ref() {
            DeValue::String(s) => out.push((s.to_string(), v.span().start)),
            DeValue::Array(items) => {
                for item in items {
                    match item.get_ref().as_str() {
                        Some(s) => out.push((s.to_owned(), item.span().start)),
                        None => self.fault(item.span().start, format!("`{key}` is a list of texts")),
                    }
                }
            }
            _ => self.fault(v.span().start, format!("`{key}` must be a list of texts")),
        }
        out
    }

    /// The sub-table `[key]`.
    pub fn table<'s>(&mut self, t: &Table<'s, 't>, key: &str) -> Option<Table<'s, 't>> {
        let v = t.get(key)?;
        if let DeValue::Table(table) = v.get_ref() {
            return Some(Table { table, span: v.span(), asked: Vec::new().into() });
        }
        self.fault(v.span().start, format!("`{key}` must be a table"));
        None
    }

    /// Says which keys of a table nobody asked for.
    pub fn close(&mut self, t: &Table<'_, 't>) {
        for (k, _) in t.table {
            if !t.asked.borrow().iter().any(|a| a == k.get_ref().as_ref()) {
                self.fault(k.span().start, format!("unknown key `{}`", k.get_ref()));
            }
        }
    }
}

impl<'s, 't> Table<'s, 't> {
    /// Where the table starts.
    pub fn at(&self) -> usize {
        self.span.start
    }

    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    fn get(&self, key: &str) -> Option<&'s Spanned<DeValue<'t>>> {
        self.asked.borrow_mut().push(key.to_owned());
        self.table.iter().find(|(k, _)| k.get_ref() == key).map(|(_, v)| v)
    }

    /// All keys with their values, for tables whose keys are names.
    pub fn entries(&self) -> impl Iterator<Item = (&'s str, usize, &'s Spanned<DeValue<'t>>)> + use<'s, 't> {
        self.table.iter().map(|(k, v)| (k.get_ref().as_ref(), k.span().start, v))
    }

    pub fn sub(table: &'s DeTable<'t>, span: Range<usize>) -> Table<'s, 't> {
        Table { table, span, asked: Vec::new().into() }
    }
}
