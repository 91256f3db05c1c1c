//! Does every input give a reading, whatever it is?

#![expect(clippy::unwrap_used, reason = "a test fails where it does not go on")]

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::{collection, sample};
use serde_json::Value;
use waqai::{Reader, Report};
use waqai_cli::wire::Line;

static READER: LazyLock<Reader> = LazyLock::new(Reader::bundled);

/// The invented reports, for want of others.
const REPORT: &str = include_str!("../../../examples/taiz.txt");
const REPORTS: &str = include_str!("../../../examples/invented.jsonl");

fn texts() -> Vec<String> {
    let of_line = |l: &str| serde_json::from_str::<Value>(l).unwrap()["text"].as_str().unwrap().to_owned();
    std::iter::once(REPORT.to_owned()).chain(REPORTS.lines().map(of_line)).collect()
}

/// Reads a text, and looks whether every field of what leaves points at its words.
fn check(text: &str) -> Value {
    let report = Report {
        id: "x".into(),
        date: "2031-03-12".parse().ok(),
        text: text.to_owned(),
        ..Report::default()
    };
    let reading = READER.read(&report);
    let line = serde_json::to_string(&Line::new(&report, &reading, READER.codebook_version())).unwrap();
    let value: Value = serde_json::from_str(&line).unwrap();
    let points: Vec<char> = text.chars().collect();
    pointing(&value, &points);
    for e in value["events"].as_array().unwrap() {
        let c = e["confidence"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&c), "{e}");
    }
    value
}

fn pointing(value: &Value, points: &[char]) {
    match value {
        Value::Array(all) => all.iter().for_each(|v| pointing(v, points)),
        Value::Object(map) => {
            // A note's text is a sentence about the words and not the words.
            if let (Some(Value::String(text)), Some(start), Some(end), None) = (
                map.get("text"),
                map.get("start").and_then(Value::as_u64),
                map.get("end").and_then(Value::as_u64),
                map.get("code"),
            ) {
                let words: String = points[start as usize..end as usize].iter().collect();
                assert_eq!(words, *text);
            }
            map.values().for_each(|v| pointing(v, points));
        }
        _ => {}
    }
}

#[test]
fn the_same_text_gives_the_same_reading() {
    let mut scratch = READER.scratch();
    for text in texts() {
        let report = Report { date: "2031-03-12".parse().ok(), text: text.clone(), ..Report::default() };
        let fresh = READER.read(&report);
        assert!(!fresh.events.is_empty(), "{text}");
        assert_eq!(fresh, READER.read_with(&mut scratch, &report));
        assert_eq!(fresh, READER.read_with(&mut scratch, &report), "what was read before changes nothing");
        check(&text);
    }
}

#[test]
fn a_text_may_end_anywhere() {
    for text in texts() {
        for (end, _) in text.char_indices().step_by(23) {
            check(&text[..end]);
        }
    }
}

#[test]
fn odd_texts_are_read() {
    let long = "ا".repeat(100_000);
    let marks = "\u{64e}".repeat(5_000);
    let quotes = "«".repeat(3_000);
    let dots = ". ".repeat(3_000);
    let and = "قتل و".repeat(3_000);
    let cases = [
        "",
        " ",
        "\n\n",
        "\u{feff}",
        "\u{200f}\u{202e}",
        "\0\0",
        "123",
        "…",
        "قتل",
        "و",
        "ال",
        "لل",
        "«",
        "»",
        "()",
        "قتل\0قتل",
        "1/1/1",
        "99/99/9999",
        "31/02/2020",
        "قتل 99999999999999999999999 شخصا",
        "في عام 99999",
        "منذ 4000000000 سنة",
        "هجري 1 1",
        &long,
        &marks,
        &quotes,
        &dots,
        &and,
    ];
    for text in cases {
        check(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC{0,300}") {
        check(&text);
    }

    #[test]
    fn any_bytes_are_read(bytes in collection::vec(any::<u8>(), 0..400)) {
        check(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn shuffled_words_are_read(words in sample::select(texts()).prop_flat_map(|t| {
        Just(t.split(' ').map(str::to_owned).collect::<Vec<_>>()).prop_shuffle()
    })) {
        check(&words.join(" "));
    }

    #[test]
    fn mixed_scripts_are_read(
        text in sample::select(texts()),
        strangers in collection::vec((any::<sample::Index>(), "[a-zА-я0-9٠-٩「」\u{200c}\u{64b}\u{640}\u{202b}\u{0}]{1,4}"), 1..40),
    ) {
        let mut chars: Vec<char> = text.chars().collect();
        for (at, stranger) in strangers {
            let at = at.index(chars.len());
            chars.splice(at..at, stranger.chars());
        }
        check(&chars.into_iter().collect::<String>());
    }

    #[test]
    fn texts_without_their_spaces_are_read(text in sample::select(texts()), every in 1..9usize) {
        let mut n = 0;
        let joined: String = text.chars().filter(|c| *c != ' ' || { n += 1; n % every != 0 }).collect();
        check(&joined);
    }
}
