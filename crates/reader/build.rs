//! Lists the bundled codebook's files, so that adding one needs no change in the code.

use std::{env, fs, path::Path};

fn main() {
    let data = Path::new("../../data/codebook");
    println!("cargo:rerun-if-changed={}", data.display());
    let mut files = Vec::new();
    for dir in [data.to_path_buf(), data.join("types")] {
        println!("cargo:rerun-if-changed={}", dir.display());
        for entry in fs::read_dir(&dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|e| e == "toml") {
                files.push(fs::canonicalize(&path).expect("a listed file has a path"));
            }
        }
    }
    files.sort();
    let mut out =
        String::from("/// (path below data/codebook, text)\npub const FILES: &[(&str, &str)] = &[\n");
    let root = fs::canonicalize(data).expect("data/codebook is part of the repository");
    for f in files {
        println!("cargo:rerun-if-changed={}", f.display());
        let name = f.strip_prefix(&root).expect("listed below the root").display().to_string();
        out += &format!("    ({name:?}, include_str!({:?})),\n", f.display().to_string());
    }
    out += "];\n";
    fs::write(Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("codebook_files.rs"), out)
        .expect("cargo's output folder can be written");
}
