//! Builds the compiled data, trains the models, holds the house rules.

mod gazetteer;
mod train;

use std::path::PathBuf;

use clap::Parser;

#[derive(Parser)]
#[command(about = "Builds the compiled data, trains the models, holds the house rules.")]
enum Task {
    /// Fits the tagger and the parser to a treebank and writes them to data/models.
    Train {
        #[arg(long, default_value = "../shared/gold/pud/dev.conllu")]
        treebank: PathBuf,
    },
    /// Measures what the tagger and the parser reach on sentences not trained on.
    Crossvalidate {
        #[arg(long, default_value = "../shared/gold/pud/dev.conllu")]
        treebank: PathBuf,
        #[arg(long, default_value_t = 5)]
        folds: usize,
        /// Where to write the predicted sentences.
        #[arg(long, default_value = "target/predicted.conllu")]
        out: PathBuf,
    },
    /// Compiles the open gazetteers and `data/places` into `data/compiled/places.bin`.
    CompilePlaces {
        /// Folder of the open data.
        #[arg(long, default_value = "../shared/data")]
        open: PathBuf,
    },
}

fn main() -> anyhow::Result<()> {
    match Task::parse() {
        Task::Train { treebank } => train::train(&treebank),
        Task::Crossvalidate { treebank, folds, out } => train::crossvalidate(&treebank, folds, &out),
        Task::CompilePlaces { open } => gazetteer::compile(&open, &PathBuf::from("data")),
    }
}
