//! How much of the news, and of a treebank, does the lexicon explain?

use std::io::Write as _;

use anyhow::{Context, Result};
use waqai::language::Reading;
use waqai::language::lexicon::Lexicon;
use waqai::text::fold;

use super::{Paths, unigrams};

/// Prints coverage; writes unexplained words, commonest first, to `unknown`, and missed words to `missed`.
pub fn coverage(
    paths: &Paths,
    unknown: Option<&std::path::Path>,
    missed: Option<&std::path::Path>,
) -> Result<()> {
    let started = std::time::Instant::now();
    let lexicon = Lexicon::bundled();
    println!("opened in {:?}, {} lemmas", started.elapsed(), lexicon.len());
    let words = unigrams(&paths.lexicon().join("news_unigrams.tsv"))?;
    let (mut all, mut known, mut types, mut readings_seen) = (0.0, 0.0, 0usize, 0usize);
    let mut strangers = Vec::new();
    let mut readings = Vec::new();
    let started = std::time::Instant::now();
    for (word, n) in &words {
        readings.clear();
        lexicon.analyse(word, &fold(word), &mut readings);
        all += n;
        readings_seen += readings.len();
        if readings.iter().any(|r| !r.guessed) {
            known += n;
            types += 1;
        } else {
            strangers.push((word, *n));
        }
    }
    let took = started.elapsed();
    println!(
        "news: {:.2}% of tokens, {:.2}% of types explained; {:.1} readings a type; {:.0} types/s uncached",
        100.0 * known / all,
        100.0 * types as f64 / words.len() as f64,
        readings_seen as f64 / words.len() as f64,
        words.len() as f64 / took.as_secs_f64(),
    );
    if let Some(path) = unknown {
        let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
        for (word, n) in strangers {
            writeln!(out, "{word}\t{n}")?;
        }
    }
    treebank(paths, lexicon, missed)
}

/// A token of the treebank: its words' letters, parts of speech, lemmas.
struct Token {
    words: Vec<(String, String, String)>,
}

fn treebank(paths: &Paths, lexicon: &Lexicon, missed: Option<&std::path::Path>) -> Result<()> {
    let path = paths.shared.join("gold/pud/dev.conllu");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let tokens = tokens(&text);
    let mut hits = [0usize; 7];
    let mut out = missed.map(std::fs::File::create).transpose()?.map(std::io::BufWriter::new);
    let mut readings = Vec::new();
    for t in &tokens {
        let clean: String = t.words.iter().map(|w| w.0.as_str()).collect();
        readings.clear();
        lexicon.analyse(&clean, &fold(&clean), &mut readings);
        let cut = |r: &&Reading| cuts_like(r, &clean, t);
        let stem = |r: &Reading| &t.words[r.n_proclitics as usize];
        let tagged = |r: &&Reading| cut(r) && r.pos.as_str() == stem(r).1;
        let lemma_text = |r: &Reading| {
            if r.guessed {
                fold(&lexicon.guessed_lemma(r.lemma, &clean))
            } else {
                lexicon.lemma(r.lemma).folded.to_owned()
            }
        };
        let full = |r: &&Reading| tagged(r) && lemma_text(r) == fold(&stem(r).2);
        let steps = [
            readings.iter().any(|r| cut(&r)),
            readings.iter().any(|r| tagged(&r)),
            readings.iter().any(|r| full(&r)),
            readings.first().is_some_and(|r| cut(&r)),
            readings.first().is_some_and(|r| tagged(&r)),
            readings.first().is_some_and(|r| full(&r)),
            readings.iter().any(|r| cut(&r) && lemma_text(r) == fold(&stem(r).2)),
        ];
        for (h, s) in hits.iter_mut().zip(steps) {
            *h += usize::from(s);
        }
        if let Some(out) = &mut out
            && !steps[2]
        {
            let gold: Vec<String> = t.words.iter().map(|w| format!("{}/{}/{}", w.0, w.1, w.2)).collect();
            let what = if !steps[0] {
                "cut"
            } else if !steps[1] {
                "tag"
            } else {
                "lemma"
            };
            let best = readings.first().map(|r| format!("{} {}", r.pos.as_str(), lemma_text(r)));
            let guess = readings.first().is_some_and(|r| r.guessed);
            writeln!(out, "{what}\t{}\t{}\t{guess}", gold.join(" "), best.unwrap_or_default())?;
        }
    }
    let share = |i: usize| 100.0 * hits[i] as f64 / tokens.len() as f64;
    println!(
        "treebank, {} tokens: some reading has the words {:.2}%, and the tag {:.2}%, and the lemma {:.2}% (words and lemma {:.2}%)",
        tokens.len(),
        share(0),
        share(1),
        share(2),
        share(6),
    );
    println!("  the first reading: {:.2}%, {:.2}%, {:.2}%", share(3), share(4), share(5));
    Ok(())
}

fn cuts_like(r: &Reading, clean: &str, t: &Token) -> bool {
    let mut lengths: Vec<usize> =
        r.proclitics[..r.n_proclitics as usize].iter().map(|&l| l as usize).collect();
    let before: usize = lengths.iter().sum();
    lengths.push(clean.len() - before - r.enclitic as usize);
    if r.enclitic > 0 {
        lengths.push(r.enclitic as usize);
    }
    lengths.iter().copied().eq(t.words.iter().map(|w| w.0.len()))
}

/// Arabic words run together where no space follows.
fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut joined = false;
    for line in text.lines() {
        let c: Vec<&str> = line.split('\t').collect();
        if c.len() != 10 {
            joined = false;
            continue;
        }
        let letters: String =
            c[1].chars().filter(|c| !('\u{64B}'..='\u{652}').contains(c) && *c != 'ـ').collect();
        let arabic = !letters.is_empty() && letters.chars().all(|c| ('\u{621}'..='\u{64A}').contains(&c));
        if arabic {
            // The treebank writes the dagger alef as a grave.
            let word = (letters, c[3].to_owned(), c[2].replace('`', ""));
            match out.last_mut() {
                Some(t) if joined => t.words.push(word),
                _ => out.push(Token { words: vec![word] }),
            }
        }
        joined = arabic && c[9].contains("SpaceAfter=No");
    }
    out
}
