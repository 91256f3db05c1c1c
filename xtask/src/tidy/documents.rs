//! Do the documents name what is there?

use std::path::Path;

use super::{Fault, File};

pub fn check(root: &Path, files: &[File], out: &mut Vec<Fault>) {
    let find = |path: &str| files.iter().find(|f| f.path == path);
    let missing = |file: &str, what: String| Fault { file: file.to_owned(), line: 1, what };
    for path in [
        "README.md",
        "ARCHITECTURE.md",
        "DESIGN.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "LICENSE",
        "NOTICE",
        ".ci/run",
        "eval/results.csv",
        "eval/README.md",
    ] {
        if find(path).is_none() {
            out.push(missing(path, "is missing".to_owned()));
        }
    }
    // The map names every crate and every module of the reader.
    if let Some(map) = find("ARCHITECTURE.md") {
        for f in files {
            let named = match f.path.split('/').collect::<Vec<_>>()[..] {
                ["crates", name, "Cargo.toml"] => format!("crates/{name}"),
                ["crates", "reader", "src", module, "mod.rs"] => format!("`{module}`"),
                ["crates", "cli", "src", module] => format!("`{}`", module.trim_end_matches(".rs")),
                ["data", folder, _] => format!("data/{folder}"),
                _ => continue,
            };
            if !matches!(named.as_str(), "`lib`" | "`main`") && !map.text.contains(&named) {
                out.push(missing("ARCHITECTURE.md", format!("does not name {named} ({})", f.path)));
            }
        }
    }
    // A crate takes the workspace's lints.
    for f in files.iter().filter(|f| f.path.ends_with("Cargo.toml") && f.path != "Cargo.toml") {
        if !f.path.starts_with("fuzz/") && !f.text.contains("[lints]\nworkspace = true") {
            out.push(f.fault(1, "[lints] workspace = true"));
        }
    }
    // Whoever takes a folder of models sees under which licence.
    let models = root.join("data/models");
    for dir in
        std::fs::read_dir(&models).into_iter().flatten().flatten().map(|e| e.path()).filter(|p| p.is_dir())
    {
        if !dir.join("LICENSE").exists() && !dir.join("README.md").exists() {
            let name = dir.strip_prefix(root).unwrap_or(&dir).display().to_string();
            out.push(missing(&name, "has neither LICENSE nor README.md".to_owned()));
        }
    }
}
