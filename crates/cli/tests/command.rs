//! Does the program do what its help says?

#![expect(clippy::unwrap_used, reason = "a test fails where it does not go on")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("two folders below the root")
        .to_path_buf()
}

fn waqai(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_waqai"))
        .args(args)
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // Whoever stops early does not read on.
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let out = child.wait_with_output().unwrap();
    writer.join().unwrap();
    out
}

fn lines(out: &Output) -> Vec<Value> {
    String::from_utf8(out.stdout.clone()).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn errors(out: &Output) -> String {
    String::from_utf8(out.stderr.clone()).unwrap()
}

fn ids(out: &Output) -> Vec<String> {
    lines(out).iter().map(|l| l["id"].as_str().unwrap().to_owned()).collect()
}

const GOOD: &str = r#"{"id": "a", "date": "2031-03-12", "text": "قتل ثلاثة جنود في انفجار قرب تعز أمس."}"#;

#[test]
fn a_report_gives_events_with_their_words() {
    let out = waqai(&["read", "examples/taiz.txt", "--date", "2031-03-12"], b"");
    assert!(out.status.success(), "{}", errors(&out));
    let all = lines(&out);
    assert_eq!(all.len(), 1);
    let report = &all[0];
    assert_eq!(report["schema"], "waqai/1");
    assert_eq!(report["id"], "taiz");
    let text: Vec<char> =
        std::fs::read_to_string(root().join("examples/taiz.txt")).unwrap().chars().collect();
    let shelling =
        report["events"].as_array().unwrap().iter().find(|e| e["type"] == "shelling").expect("a shelling");
    let t = &shelling["trigger"];
    let (start, end) = (t["start"].as_u64().unwrap() as usize, t["end"].as_u64().unwrap() as usize);
    assert_eq!(text[start..end].iter().collect::<String>(), t["text"].as_str().unwrap());
    assert_eq!(shelling["date"]["edtf"], "2031-03-11");
}

#[test]
fn reports_keep_their_order_however_many_are_read_at_once() {
    let mut input = String::new();
    for i in 0..60 {
        let text = "قتل جندي في انفجار. ".repeat(1 + (i * 7) % 23);
        input += &format!("{{\"id\": \"r{i}\", \"date\": \"2031-01-01\", \"text\": \"{text}\"}}\n");
    }
    let one = waqai(&["read", "-", "--threads", "1"], input.as_bytes());
    let many = waqai(&["read", "-", "--threads", "5"], input.as_bytes());
    assert_eq!(one.stdout, many.stdout);
    assert_eq!(ids(&many), (0..60).map(|i| format!("r{i}")).collect::<Vec<_>>());
}

#[test]
fn a_bad_record_costs_itself_and_is_named() {
    let last = GOOD.replace("\"a\"", "7");
    let cases: [(&str, &str); 8] = [
        ("{\"id\": \"b\"}", "has no \"text\""),
        ("{\"text\": \"x\"}", "no \"id\""),
        ("{\"id\": \"b\", \"date\": \"12/3/2031\", \"text\": \"x\"}", "a date is YYYY-MM-DD"),
        ("[1, 2]", "one object a line"),
        ("{\"id\": \"b\", \"text\": \"x\"", "does not end on its line"),
        ("{\"id\": \"b\", \"text\": \"x", "does not end on its line"),
        ("no json", "a line is one JSON object"),
        ("{\"id\": [1], \"text\": \"x\"}", "an id is text or a number"),
    ];
    for (bad, says) in cases {
        let input = format!("{GOOD}\n\n{bad}\n{last}\n");
        let out = waqai(&["read", "-"], input.as_bytes());
        assert_eq!(out.status.code(), Some(1), "{bad}");
        assert_eq!(ids(&out), ["a", "7"], "{bad}");
        let said = errors(&out);
        assert!(said.contains("standard input:3: ") && said.contains(says), "{bad}: {said}");

        let strict = waqai(&["read", "-", "--strict"], input.as_bytes());
        assert_eq!(strict.status.code(), Some(1), "{bad}");
        assert_eq!(ids(&strict), ["a"], "{bad}");
    }
}

#[test]
fn bytes_that_are_no_utf8_are_noted() {
    let mut input = "قتل جندي ".as_bytes().to_vec();
    input.extend([0xff, 0xfe, 0xc3]);
    input.extend(" في تعز".as_bytes());
    let out = waqai(&["read", "-", "--date", "2031-01-01"], &input);
    assert!(out.status.success());
    let report = &lines(&out)[0];
    assert!(report["notes"].as_array().unwrap().iter().any(|n| n["code"] == "invalid-utf8"), "{report}");
}

#[test]
fn files_that_are_not_there_are_named_and_others_read() {
    let out = waqai(&["read", "nowhere.txt", "examples", "--date", "2031-03-12"], b"");
    assert_eq!(out.status.code(), Some(1));
    assert!(errors(&out).contains("nowhere.txt: cannot be read"), "{}", errors(&out));
    assert_eq!(ids(&out), ["khartoum-invented", "diyala-invented", "bejaia-invented", "taiz"]);
}

#[test]
fn a_record_without_end_is_refused_and_the_next_is_read() {
    let mut input = b"{\"id\": \"long\", \"text\": \"".to_vec();
    input.extend(std::iter::repeat_n(b'x', 5 << 20));
    input.extend(b"\"}\n");
    input.extend(GOOD.as_bytes());
    let out = waqai(&["read", "-"], &input);
    assert_eq!(out.status.code(), Some(1));
    assert_eq!(ids(&out), ["a"]);
    assert!(errors(&out).contains("longer than 4 MiB"), "{}", errors(&out));
}

#[test]
fn less_sure_events_are_left_out() {
    let least = |p: &str| {
        let out = waqai(&["read", "examples/taiz.txt", "--date", "2031-03-12", "--min-confidence", p], b"");
        lines(&out)[0]["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["confidence"].as_f64().unwrap())
            .collect::<Vec<_>>()
    };
    let (all, sure) = (least("0"), least("0.9"));
    assert!(!sure.is_empty() && sure.len() < all.len(), "{sure:?} of {all:?}");
    assert!(sure.iter().all(|c| *c >= 0.89), "{sure:?}");
}

#[test]
fn tables_are_for_people_and_plain_in_a_pipe() {
    let out = waqai(&["read", "examples/taiz.txt", "--date", "2031-03-12", "--format", "table"], b"");
    let shown = String::from_utf8(out.stdout).unwrap();
    assert!(shown.starts_with("taiz · 2031-03-12 · "), "{shown}");
    assert!(shown.contains("● actual") && shown.contains("قصف") && !shown.contains('\x1b'), "{shown}");
    let out = waqai(&["read", "examples/taiz.txt", "--format", "table", "--color", "always"], b"");
    let shown = String::from_utf8(out.stdout).unwrap();
    assert!(shown.contains("\x1b[") && shown.contains("\u{2068}قصف\u{2069}"), "{shown}");
}

#[test]
fn words_leave_as_universal_dependencies() {
    let out = waqai(&["analyse", "-", "--format", "conllu"], "وقتل جندي في تعز.".as_bytes());
    let shown = String::from_utf8(out.stdout).unwrap();
    let rows: Vec<Vec<&str>> = shown
        .lines()
        .filter(|l| l.starts_with(|c: char| c.is_ascii_digit()))
        .map(|l| l.split('\t').collect())
        .collect();
    assert!(rows.iter().all(|r| r.len() == 10), "{shown}");
    let forms: Vec<&str> = rows.iter().map(|r| r[1]).collect();
    assert_eq!(forms, ["و", "قتل", "جندي", "في", "تعز", "."]);
    assert!(
        shown.starts_with("# newdoc id = stdin\n# sent_id = stdin-s1\n# text = وقتل جندي في تعز.\n"),
        "{shown}"
    );
    assert_eq!(rows.iter().filter(|r| r[6] == "0").count(), 1, "one root: {shown}");
}

#[test]
fn explanations_name_rule_and_words() {
    let out = waqai(&["explain", "examples/taiz.txt", "--date", "2031-03-12"], b"");
    assert!(out.status.success());
    let shown = String::from_utf8(out.stdout).unwrap();
    for what in ["s1  ", "rule ", "shelling.", "turned down: ", "lemma", "date "] {
        assert!(shown.contains(what), "{what} in {shown}");
    }
}

#[test]
fn a_faulty_codebook_is_refused_with_every_place() {
    let dir = std::env::temp_dir().join(format!("waqai-book-{}", std::process::id()));
    std::fs::create_dir_all(dir.join("types")).unwrap();
    std::fs::write(dir.join("version.toml"), "version = \"1\"\nother = 2\n").unwrap();
    std::fs::write(dir.join("types/odd.toml"), "type = \"odd\"\nfamily = \"none\"\n").unwrap();
    let name = dir.display().to_string();
    let out = waqai(&["codebook", "check", &name], b"");
    assert_eq!(out.status.code(), Some(1));
    let shown = String::from_utf8(out.stdout.clone()).unwrap();
    assert!(shown.lines().filter(|l| l.contains("types/odd.toml:")).count() > 1, "{shown}");
    let out = waqai(&["read", "examples/taiz.txt", "--codebook", &name], b"");
    assert_eq!(out.status.code(), Some(1));
    assert!(
        errors(&out).contains("cannot be used") && errors(&out).contains("odd.toml:"),
        "{}",
        errors(&out)
    );
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn the_codebook_that_ships_is_listed() {
    let out = waqai(&["codebook", "list"], b"");
    let shown = String::from_utf8(out.stdout).unwrap();
    assert!(shown.contains("35 types") && shown.contains("airstrike"), "{shown}");
}
