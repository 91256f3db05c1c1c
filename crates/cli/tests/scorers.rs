//! Do our figures agree with those of the reference scorers?
//!
//! Theirs are Python scripts beside the repository; where they or Python are missing the tests say that they were
//! skipped.

#![expect(clippy::unwrap_used, reason = "a test fails where it does not go on")]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn shared() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("two folders below the root");
    let gold = root.join("../shared/gold");
    let python = Command::new("python3").arg("--version").output().is_ok_and(|o| o.status.success());
    if gold.join("score.py").exists() && python {
        Some(gold)
    } else {
        eprintln!("skipped: no ../shared/gold/score.py, or no python3");
        None
    }
}

fn run(program: &str, args: &[&str]) -> String {
    let out = Command::new(program).args(args).output().unwrap();
    assert!(out.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

fn check(scorer: &str, gold: &str, command: &[&str], extension: &str) {
    let Some(folder) = shared() else { return };
    let file = std::env::temp_dir().join(format!(
        "waqai-scored-{}-{}.{extension}",
        std::process::id(),
        gold.replace('/', "-")
    ));
    let gold = folder.join(gold);
    if !gold.exists() {
        eprintln!("skipped: no {}", gold.display());
        return;
    }
    let gold = gold.to_str().unwrap();
    let waqai = env!("CARGO_BIN_EXE_waqai");
    let read = run(waqai, &[&[command[0], gold], &command[1..]].concat());
    std::fs::write(&file, read).unwrap();
    let system = file.to_str().unwrap();
    let script = folder.join(scorer);
    let theirs: Value =
        serde_json::from_str(&run("python3", &[script.to_str().unwrap(), gold, system, "--json"])).unwrap();
    for args in [vec!["evaluate", gold, "--json"], vec!["evaluate", gold, "--json", "--predicted", system]] {
        let ours: Value = serde_json::from_str(&run(waqai, &args)).unwrap();
        assert_eq!(ours, theirs, "{args:?}");
    }
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn events_of_the_first_report_score_the_same() {
    check("score.py", "sirte.jsonl", &["read", "--format", "jsonl"], "jsonl");
}

#[test]
fn events_score_the_same() {
    check("score.py", "dev.jsonl", &["read", "--format", "jsonl"], "jsonl");
}

#[test]
fn judged_sentences_score_the_same() {
    check("score_gsr.py", "gsr/dev.jsonl", &["read", "--format", "jsonl"], "jsonl");
}

#[test]
fn words_score_the_same() {
    check("score_pud.py", "pud/dev.conllu", &["analyse", "--format", "conllu"], "conllu");
}
