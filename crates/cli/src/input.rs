//! What reports do these arguments name?
//!
//! Files are read as they are needed, a record at a time. A record that is no report is a [`Bad`] with its place and a
//! way out, and costs only itself.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;
use waqai::{Note, Report};

/// A record longer than this (three novels) is no report.
pub const LONGEST: usize = 4 << 20;

/// Where a record stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub file: Arc<str>,
    pub line: Option<u64>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            None => f.write_str(&self.file),
            Some(n) => write!(f, "{}:{n}", self.file),
        }
    }
}

/// A record that could not be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    pub place: Place,
    pub what: String,
    pub remedy: &'static str,
}

impl fmt::Display for Bad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)?;
        if self.remedy.is_empty() { Ok(()) } else { write!(f, "; {}", self.remedy) }
    }
}

/// The bytes of one record.
#[derive(Debug)]
pub struct Item {
    pub place: Place,
    body: Body,
}

#[derive(Debug)]
enum Body {
    /// A whole file that is one report, with its id.
    Text(String, Vec<u8>),
    /// A line of JSON.
    Line(Vec<u8>),
    Failed(String, &'static str),
}

impl Item {
    /// The report in these bytes. Bytes that are no UTF-8 are replaced, which a note says.
    pub fn report(self, date: Option<Date>) -> Result<(Report, Option<Note>), Bad> {
        match self.body {
            Body::Failed(what, remedy) => Err(Bad { place: self.place, what, remedy }),
            Body::Text(id, bytes) => {
                let (text, note) = decode(bytes);
                Ok((Report { id, date, text, ..Report::default() }, note))
            }
            Body::Line(bytes) => {
                let (line, note) = decode(bytes);
                let report =
                    json(&line, date).map_err(|(what, remedy)| Bad { place: self.place, what, remedy })?;
                Ok((report, note))
            }
        }
    }
}

fn decode(bytes: Vec<u8>) -> (String, Option<Note>) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(e) => {
            let text = String::from_utf8_lossy(e.as_bytes()).into_owned();
            let note = Note {
                code: "invalid-utf8",
                text: "bytes that are no UTF-8 were replaced by U+FFFD; offsets count the replaced text"
                    .to_owned(),
                span: None,
            };
            (text, Some(note))
        }
    }
}

/// One line of a JSON Lines file of reports; other keys are left alone.
#[derive(Deserialize)]
#[serde(expecting = "a JSON object")]
struct Line {
    #[serde(default)]
    id: Value,
    text: Option<String>,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    title: Option<String>,
}

fn json(line: &str, date: Option<Date>) -> Result<Report, (String, &'static str)> {
    const SHAPE: &str = "a line is one JSON object with \"id\", \"date\" (YYYY-MM-DD) and \"text\"";
    let r: Line = serde_json::from_str(line).map_err(|e| {
        let remedy = if line.trim_start().starts_with('[') {
            "this is a JSON array: `jq -c .[]` writes one object a line"
        } else if e.is_eof() {
            "the object does not end on its line: `jq -c .` writes one object a line"
        } else {
            SHAPE
        };
        (format!("not a report: {e}").replace(" at line 1 column ", " at column "), remedy)
    })?;
    let id = match r.id {
        Value::String(s) => s,
        Value::Number(n) => n.to_string(),
        Value::Null => return Err(("no \"id\"".to_owned(), SHAPE)),
        other => return Err((format!("\"id\" is {other}"), "an id is text or a number")),
    };
    let text = r.text.ok_or_else(|| (format!("report {id:?} has no \"text\""), SHAPE))?;
    let day = match r.date.as_deref().map(str::trim).filter(|d| !d.is_empty()) {
        None => date,
        // A time of day may follow.
        Some(d) => Some(d.get(..10).unwrap_or(d).parse().map_err(|_| {
            (format!("report {id:?} has the date {d:?}"), "a date is YYYY-MM-DD, a time of day may follow")
        })?),
    };
    Ok(Report { id, date: day, source: r.source, url: r.url, title: r.title, text })
}

/// The records of files, folders and, for `-`, standard input, in order.
pub struct Items {
    paths: std::vec::IntoIter<Found>,
    open: Option<Lines>,
    /// Bytes taken in so far.
    pub taken: Arc<AtomicU64>,
    /// Bytes of all files, where known.
    pub total: Option<u64>,
}

#[derive(Debug)]
enum Found {
    Stdin,
    /// A file and the id of the report, should it be one.
    File(PathBuf, String),
    Failed(PathBuf, String, &'static str),
}

/// A file of JSON Lines being read.
struct Lines {
    reader: Box<dyn BufRead + Send>,
    file: Arc<str>,
    line: u64,
}

impl Items {
    pub fn new(paths: &[PathBuf]) -> Items {
        let mut found = Vec::new();
        for path in paths {
            if path.as_os_str() == "-" {
                found.push(Found::Stdin);
            } else if path.is_dir() {
                let before = found.len();
                folder(path, path, 0, &mut found);
                if found.len() == before {
                    let what = "no .txt, .jsonl or .ndjson file in this folder".to_owned();
                    found.push(Found::Failed(path.clone(), what, ""));
                }
            } else {
                let id = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
                found.push(Found::File(path.clone(), id));
            }
        }
        let size = |f: &Found| match f {
            Found::Stdin => None,
            Found::File(p, _) => fs::metadata(p).ok().filter(fs::Metadata::is_file).map(|m| m.len()),
            Found::Failed(..) => Some(0),
        };
        Items {
            total: found.iter().map(size).sum(),
            taken: Arc::default(),
            open: None,
            paths: found.into_iter(),
        }
    }

    fn open(&mut self, found: Found) -> Option<Item> {
        let (name, id, source): (Arc<str>, String, io::Result<Box<dyn Read + Send>>) = match found {
            Found::Stdin => ("standard input".into(), "stdin".to_owned(), Ok(Box::new(io::stdin()))),
            Found::File(p, id) => (
                p.display().to_string().into(),
                id,
                File::open(&p).map(|f| Box::new(f) as Box<dyn Read + Send>),
            ),
            Found::Failed(p, what, remedy) => {
                return Some(failed(&p.display().to_string().into(), what, remedy));
            }
        };
        let lines_by_name = [".jsonl", ".ndjson"].iter().any(|e| name.ends_with(e));
        let text_by_name = name.ends_with(".txt");
        let opened = source.and_then(|s| {
            let counted = Counted { inner: s, taken: Arc::clone(&self.taken) };
            let mut reader = BufReader::with_capacity(1 << 16, counted);
            let blank = if text_by_name { Vec::new() } else { skip_blank(&mut reader)? };
            let first = reader.fill_buf()?.first().copied();
            Ok((reader, blank, first))
        });
        let (mut reader, blank, first) = match opened {
            Ok(o) => o,
            Err(e) => return Some(cannot_read(&name, None, &e)),
        };
        if lines_by_name || (!text_by_name && matches!(first, Some(b'{' | b'['))) {
            let line = blank.iter().filter(|b| **b == b'\n').count() as u64;
            self.open = Some(Lines { reader: Box::new(reader), file: name, line });
            return None;
        }
        let mut bytes = blank;
        match reader.by_ref().take(LONGEST as u64 + 1).read_to_end(&mut bytes) {
            Err(e) => Some(cannot_read(&name, None, &e)),
            Ok(_) if bytes.len() > LONGEST => Some(failed(&name, too_long(), "split it into its reports")),
            Ok(_) => Some(Item { place: Place { file: name, line: None }, body: Body::Text(id, bytes) }),
        }
    }
}

impl fmt::Debug for Items {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("paths", &self.paths)
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}

impl Iterator for Items {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(lines) = &mut self.open {
                match lines.next() {
                    Some(item) => return Some(item),
                    None => self.open = None,
                }
            }
            let found = self.paths.next()?;
            if let Some(item) = self.open(found) {
                return Some(item);
            }
        }
    }
}

impl Lines {
    fn next(&mut self) -> Option<Item> {
        loop {
            let mut bytes = Vec::new();
            let read = read_line(&mut self.reader, &mut bytes);
            self.line += 1;
            let place = Place { file: Arc::clone(&self.file), line: Some(self.line) };
            let body = match read {
                // What comes after a failed read cannot be had.
                Err(e) => {
                    self.reader = Box::new(io::empty());
                    return Some(cannot_read(&self.file, Some(self.line), &e));
                }
                Ok(0) => return None,
                Ok(n) if n > LONGEST => Body::Failed(too_long(), "a report is shorter; one object a line"),
                Ok(_) if bytes.trim_ascii().is_empty() => continue,
                Ok(_) => {
                    // In a text that is cut short, the line's end would be taken for a fault of its own.
                    bytes.truncate(bytes.trim_ascii_end().len());
                    Body::Line(bytes)
                }
            };
            return Some(Item { place, body });
        }
    }
}

/// Reads to the end of the line; keeps no more than may be kept, counts all.
fn read_line(reader: &mut dyn BufRead, kept: &mut Vec<u8>) -> io::Result<usize> {
    let mut all = 0;
    loop {
        let chunk = match reader.fill_buf() {
            Ok(c) => c,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        if chunk.is_empty() {
            return Ok(all);
        }
        let end = chunk.iter().position(|b| *b == b'\n').map(|i| i + 1);
        let n = end.unwrap_or(chunk.len());
        if all + n <= LONGEST {
            kept.extend_from_slice(&chunk[..n]);
        } else {
            kept.clear();
        }
        reader.consume(n);
        all += n;
        if end.is_some() {
            return Ok(all);
        }
    }
}

/// Takes the white space, and a byte order mark, before the first letter.
fn skip_blank(reader: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut blank = Vec::new();
    loop {
        let chunk = reader.fill_buf()?;
        let mark = if blank.is_empty() && chunk.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let n = mark + chunk[mark..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let whole = n == chunk.len();
        blank.extend_from_slice(&chunk[..n]);
        reader.consume(n);
        if n == 0 || !whole || blank.len() > LONGEST {
            return Ok(blank);
        }
    }
}

fn folder(root: &Path, dir: &Path, depth: usize, out: &mut Vec<Found>) {
    let entries = match fs::read_dir(dir) {
        Ok(e) => e,
        Err(e) => {
            out.push(Found::Failed(dir.to_path_buf(), format!("cannot be listed: {e}"), ""));
            return;
        }
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    for p in paths {
        let hidden = p.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if p.is_dir() {
            // Links may lead round in circles.
            if depth < 32 && !p.is_symlink() {
                folder(root, &p, depth + 1, out);
            }
        } else if p.extension().is_some_and(|e| e == "txt" || e == "jsonl" || e == "ndjson") {
            let id = p.strip_prefix(root).unwrap_or(&p).with_extension("").to_string_lossy().into_owned();
            out.push(Found::File(p, id));
        }
    }
}

fn failed(file: &Arc<str>, what: String, remedy: &'static str) -> Item {
    Item { place: Place { file: Arc::clone(file), line: None }, body: Body::Failed(what, remedy) }
}

fn cannot_read(file: &Arc<str>, line: Option<u64>, e: &io::Error) -> Item {
    let remedy = match e.kind() {
        io::ErrorKind::NotFound => "is the path right?",
        _ => "",
    };
    Item {
        place: Place { file: Arc::clone(file), line },
        body: Body::Failed(format!("cannot be read: {e}"), remedy),
    }
}

fn too_long() -> String {
    format!("longer than {} MiB", LONGEST >> 20)
}

/// Counts what passes.
struct Counted {
    inner: Box<dyn Read + Send>,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.taken.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}
