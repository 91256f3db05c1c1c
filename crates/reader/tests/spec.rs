//! Does the reader read the passages of `spec/` as they say it should?
//!
//! `spec/README.md` describes the form. `SPEC=word cargo test -p waqai --test spec -- --nocapture` runs only the
//! specs whose file and line or heading hold the word, and prints what was read.

mod spec {
    pub mod expect;
    pub mod file;
}

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use spec::expect;
use spec::file::{Spec, parse};
use waqai::{Reader, Report};

/// Where the Markdown files are, whatever the working directory is.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every Markdown file under `dir`, in order of path.
fn markdown(dir: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(dir)
        .unwrap_or_else(|e| panic!("{}: {e}", dir.display()))
        .map(|e| e.expect("a directory's entries can be listed").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            markdown(&path, found);
        } else if path.extension().is_some_and(|e| e == "md")
            && path.file_name().is_some_and(|n| n != "README.md")
        {
            found.push(path);
        }
    }
}

/// What is wrong with the reading of one spec, and on which line it says otherwise.
fn check(reader: &Reader, spec: &Spec, show: bool) -> Vec<(usize, String)> {
    let report = Report { text: spec.passage.clone(), date: spec.date, ..Report::default() };
    let reading = reader.read(&report);
    if show {
        println!("{}", spec.title);
        for event in &reading.events {
            println!("    {}", expect::line(&spec.passage, event));
        }
    }
    expect::check(&spec.passage, &spec.expected, &reading.events)
}

#[test]
fn specs_hold() {
    let root = root();
    let mut files = Vec::new();
    markdown(&root.join("spec"), &mut files);
    let wanted = std::env::var("SPEC").ok();
    let reader = Reader::bundled();

    let (mut held, mut pending, mut wrong) = (0, String::new(), String::new());
    for path in &files {
        let name = path.strip_prefix(&root).unwrap_or(path).display().to_string();
        let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{name}: {e}"));
        let (specs, faults) = parse(&text);
        for (line, fault) in faults {
            let _ = writeln!(wrong, "{name}:{line}: {fault}");
        }
        for spec in specs {
            let at = format!("{name}:{}", spec.line);
            if wanted.as_ref().is_some_and(|w| !at.contains(w.as_str()) && !spec.title.contains(w.as_str())) {
                continue;
            }
            let faults = check(&reader, &spec, wanted.is_some());
            match (&spec.pending, faults.is_empty()) {
                (None, true) => held += 1,
                (Some(why), false) => {
                    let _ = writeln!(pending, "{at}: {}: pending: {why}", spec.title);
                    if wanted.is_some() {
                        for (line, fault) in faults {
                            let _ = writeln!(pending, "{name}:{line}:     {fault}");
                        }
                    }
                }
                (Some(_), true) => {
                    let _ = writeln!(wrong, "{at}: {}: holds now: remove the mark `pending`", spec.title);
                }
                (None, false) => {
                    for (line, fault) in faults {
                        let _ = writeln!(wrong, "{name}:{line}: {}: {fault}", spec.title);
                    }
                }
            }
        }
    }
    print!("{pending}");
    println!(
        "{held} specs hold, {} are pending",
        pending.lines().filter(|l| l.contains(": pending: ")).count()
    );
    assert!(wanted.is_some() || held > 0, "no spec was found under spec/");
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The runner's own rules: what it accepts and what it refuses.
#[test]
fn runner_tells_right_from_wrong() {
    let passage = "قصفت طائرات سرت أمس";
    let cases = [
        ("airstrike قصفت | actor: طائرات | date: 2016-08-01", 0),
        ("airstrike", 0),
        ("shelling قصفت", 1),
        ("airstrike قصفت | actor: سرت", 1),
        ("airstrike قصفت | actor: -", 1),
        ("airstrike قصفت | killed: 5 | realis: planned", 2),
        ("no airstrike", 1),
        ("no قصفت", 1),
        ("no shelling\nno سرت", 0),
        ("no events", 1),
        ("airstrike\nonly", 0),
        ("only", 1),
        ("airstrike\nairstrike", 1),
    ];
    let at = |word: &str| {
        let start = passage.find(word).expect("the case's word is in the passage");
        waqai::Span::new(start as u32, (start + word.len()) as u32)
    };
    let event = waqai::Event {
        id: "e1".to_owned(),
        kind: "airstrike".to_owned(),
        plover: None,
        mode: None,
        realis: waqai::Realis::Actual,
        trigger: at("قصفت"),
        mentions: Vec::new(),
        actors: vec![waqai::Party {
            span: at("طائرات"), name: "aircraft".to_owned(), id: None, role: None
        }],
        date: Some(waqai::Date { span: None, edtf: "2016-08-01".to_owned(), precision: 1 }),
        confidence: 1.0,
        ..waqai::Event::default()
    };
    for (expected, faults) in cases {
        let text = format!("```arabic date=2016-08-02\n{passage}\n```\n```events\n{expected}\n```\n");
        let (specs, refused) = parse(&text);
        assert!(refused.is_empty(), "{expected}: {refused:?}");
        let found = expect::check(passage, &specs[0].expected, std::slice::from_ref(&event));
        assert_eq!(found.len(), faults, "{expected}: {found:?}");
    }
    for broken in [
        "airstrik قصفت",
        "airstrike قصفت | actr: طائرات",
        "airstrike كلمة",
        "airstrike | killed: five",
        "airstrike | realis: maybe",
    ] {
        let (_, refused) = parse(&format!("```arabic\n{passage}\n```\n```events\n{broken}\n```\n"));
        assert_eq!(refused.len(), 1, "{broken}");
    }
}
