//! How is `data/compiled/lexicon.bin` made?

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use waqai::language::Pos;
use waqai::language::lexicon::Lexicon;
use waqai::language::lexicon::format::Tables;

mod buckwalter;
mod build;
mod camel;
pub mod coverage;
mod derive;
mod names;
mod sources;
mod weigh;

use build::Builder;

/// Enclitic pronouns, longest last so that none hides another; letters of the grammar.
const PRONOUNS: [&str; 13] = ["ي", "ني", "نا", "ك", "كم", "كما", "كن", "ه", "ها", "هم", "هما", "هن", "كنا"];

/// Where things lie.
#[derive(Debug)]
pub struct Paths {
    pub root: PathBuf,
    /// Source tables that are not in the repository.
    pub shared: PathBuf,
}

impl Paths {
    pub fn lexicon(&self) -> PathBuf {
        self.shared.join("data/lexicon")
    }

    fn compiled(&self) -> PathBuf {
        self.root.join("data/compiled/lexicon.bin")
    }
}

/// Compiles the lexicon; with `check`, compares with the committed file instead of writing it.
pub fn compile(paths: &Paths, check: bool) -> Result<()> {
    if !paths.lexicon().exists() {
        println!("no source tables at {}: the committed lexicon stands", paths.lexicon().display());
        return Ok(());
    }
    let words = unigrams(&paths.lexicon().join("news_unigrams.tsv"))?;
    let bytes = tables(paths, &words)?.to_bytes();
    if check {
        if std::fs::read(paths.compiled())? != bytes {
            bail!("{} is stale: run `cargo xtask compile-lexicon`", paths.compiled().display());
        }
        return Ok(());
    }
    std::fs::create_dir_all(paths.compiled().parent().context("a folder")?)?;
    std::fs::write(paths.compiled(), &bytes)?;
    println!("{}: {} bytes", paths.compiled().display(), bytes.len());
    Ok(())
}

fn tables(paths: &Paths, words: &[(String, f64)]) -> Result<Tables> {
    let camel = paths.lexicon();
    let own = paths.root.join("data/lexicon");
    let spec = camel.join("camel_morph_spec");
    let base = |names: &[names::Name]| -> Result<(Tables, build::Priors)> {
        let mut b = Builder::new(
            camel::Specification::read(&spec.join("MSA-Verb-MORPH.csv"))?,
            camel::Specification::read(&spec.join("MSA-Nom-MORPH.csv"))?,
        );
        sources::particles(&mut b, &own.join("particles.tsv"))?;
        let verbs = sources::verbs(&mut b, &camel, &[auxiliary()])?;
        for file in ["nouns.tsv", "triggers_book1.tsv", "triggers_book2.tsv"] {
            sources::nouns(&mut b, &own.join(file))?;
        }
        sources::nominals(&mut b, &camel)?;
        let counts: HashMap<&str, f64> = words.iter().map(|(w, n)| (w.as_str(), *n)).collect();
        derive::derive(&mut b, &verbs, &counts);
        sources::feminine_nouns(&mut b, &counts);
        sources::boosts(&mut b, &own.join("boosts.tsv"))?;
        names::add(&mut b, names);
        let pronouns = PRONOUNS.iter().map(|&p| p.to_owned()).collect();
        Ok(b.finish(pronouns))
    };
    // Names come last: only those that nothing else explains.
    let (mut tables, priors) = base(&[])?;
    weigh::weigh(&mut tables, &priors, words)?;
    let lexicon = Lexicon::open(tables.to_bytes().into())?;
    let names = names::read(paths, &lexicon, words)?;
    let (mut tables, priors) = base(&names)?;
    weigh::weigh(&mut tables, &priors, words)?;
    report(&tables);
    Ok(tables)
}

/// كان is no full verb in Universal Dependencies.
fn auxiliary() -> String {
    buckwalter::to_arabic("kaAn")
}

fn report(tables: &Tables) {
    let mut by_pos: HashMap<Pos, usize> = HashMap::new();
    for l in &tables.lemmas {
        *by_pos.entry(l.pos).or_default() += 1;
    }
    let mut by_pos: Vec<_> = by_pos.into_iter().collect();
    by_pos.sort();
    for (pos, n) in by_pos {
        print!("{} {n}, ", pos.as_str());
    }
    println!(
        "{} lemmas, {} stems, {} paradigms, {} rows, {} suffixes, {} feature sets",
        tables.lemmas.len(),
        tables.entries.len(),
        tables.paradigms.len(),
        tables.paradigms.iter().map(Vec::len).sum::<usize>(),
        tables.suffixes.len(),
        tables.features.len(),
    );
}

/// Prints the readings of words.
pub fn explain(words: &[String]) {
    let lexicon = Lexicon::bundled();
    let mut readings = Vec::new();
    for word in words {
        let clean = waqai::text::normalise(word);
        readings.clear();
        lexicon.analyse(&clean, &waqai::text::fold(&clean), &mut readings);
        println!("{clean}");
        for r in &readings {
            let text = if r.guessed {
                lexicon.guessed_lemma(r.lemma, &clean)
            } else {
                lexicon.lemma(r.lemma).text.to_owned()
            };
            println!(
                "  {:6} {} {text} {:?}+{} {:?}{}",
                r.weight,
                r.pos.as_str(),
                &r.proclitics[..r.n_proclitics as usize],
                r.enclitic,
                r.features,
                if r.guessed { " guessed" } else { "" },
            );
        }
    }
}

/// Words of news with their counts.
pub fn unigrams(path: &Path) -> Result<Vec<(String, f64)>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut out = Vec::new();
    for line in text.lines().skip(1) {
        if let Some((word, count)) = line.split_once('\t')
            && word.chars().all(|c| ('\u{621}'..='\u{64A}').contains(&c))
        {
            out.push((word.to_owned(), count.trim().parse()?));
        }
    }
    Ok(out)
}
