//! Builds the compiled data, trains the models, holds the house rules.

mod annotated;
mod bench;
mod evaluate;
mod fit;
mod gazetteer;
mod lemmas;
mod lexicon;
mod names;
mod parties;
mod patterns;
mod repair;
mod tidy;
mod times;
mod train;
mod words;

use std::path::PathBuf;

use clap::Parser;

#[derive(Parser)]
#[command(about = "Builds the compiled data, trains the models, holds the house rules.")]
enum Task {
    /// Names every house rule that does not hold.
    Tidy,
    Evaluate(evaluate::Evaluate),
    Bench(bench::Bench),
    /// Compiles data/lexicon and the source tables beside the repository into data/compiled/lexicon.bin.
    CompileLexicon {
        /// Folder of the source tables.
        #[arg(long, default_value = "../shared")]
        shared: PathBuf,
        /// Only compare with the committed file.
        #[arg(long)]
        check: bool,
    },
    /// Prints the readings that the lexicon gives words.
    Explain {
        words: Vec<String>,
    },
    /// Measures how much of the news and of a treebank the lexicon explains.
    Coverage {
        #[arg(long, default_value = "../shared")]
        shared: PathBuf,
        /// Where to list unexplained words, commonest first.
        #[arg(long)]
        unknown: Option<PathBuf>,
        /// Where to list the treebank's words without a right reading.
        #[arg(long)]
        missed: Option<PathBuf>,
    },
    /// Measures how many of the gold's dates and tolls are read from their words.
    MeasureTimes {
        #[arg(long, default_value = "../shared/gold/train.jsonl")]
        gold: PathBuf,
        /// List what was not read right.
        #[arg(long)]
        errors: bool,
        /// List every mention.
        #[arg(long)]
        dump: bool,
    },
    /// Fits the tagger and the parser to a treebank and writes them to data/models.
    Train {
        #[arg(long, default_value = "../shared/gold/pud/dev.conllu")]
        treebank: PathBuf,
    },
    /// Prints which lemmas of annotated reports the codebook lacks or refuses, and which patterns refuse them.
    Lemmas {
        #[arg(required = true)]
        gold: Vec<PathBuf>,
        /// Leave out lemmas that miss fewer events.
        #[arg(long, default_value_t = 2)]
        least: usize,
    },
    /// Counts how often each pattern of a codebook states what annotated reports state, before any model judges.
    Patterns {
        #[arg(required = true)]
        gold: Vec<PathBuf>,
        #[arg(long, default_value = "data/codebook")]
        codebook: PathBuf,
        /// Only patterns whose ids begin so, separated by commas.
        #[arg(long, default_value = "")]
        only: String,
        /// Print so many of the stretches of each pattern, right and wrong.
        #[arg(long, default_value_t = 0)]
        show: usize,
    },
    /// Fits the models that accept candidates as events and writes them to data/models/events.
    Fit {
        #[command(flatten)]
        reports: annotated::Annotated,
        #[arg(long, default_value = "../shared/gold/gsr/dev.jsonl")]
        judged: PathBuf,
        #[arg(long, default_value = "data/models/events")]
        out: PathBuf,
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
    /// Compiles how names of people are usually spelled in English into `data/compiled/names.bin`.
    CompileNames {
        /// Folder of the open data.
        #[arg(long, default_value = "../shared/data")]
        open: PathBuf,
    },
    /// Measures the English names of parties, and the countries of places, against a gold file.
    MeasureNames(parties::MeasureNames),
    /// Compiles the counts of words and pairs into `data/compiled/words.bin`.
    Words(words::Words),
    /// Measures how well lost spaces are found, on text that lost them on purpose.
    MeasureRepair(repair::MeasureRepair),
    /// Sorts the words of a corpus of reports (JSON lines with `text`) into classes by where they stand.
    Cluster {
        reports: PathBuf,
        #[arg(long, default_value = "data/models/clusters/clusters.bin")]
        out: PathBuf,
    },
}

fn main() -> anyhow::Result<()> {
    let paths = |shared| lexicon::Paths { root: PathBuf::from("."), shared };
    match Task::parse() {
        Task::Tidy => tidy::tidy(&PathBuf::from(".")),
        Task::Evaluate(task) => task.run(),
        Task::Bench(task) => task.run(),
        Task::CompileLexicon { shared, check } => lexicon::compile(&paths(shared), check),
        Task::Explain { words } => {
            lexicon::explain(&words);
            Ok(())
        }
        Task::Coverage { shared, unknown, missed } => {
            lexicon::coverage::coverage(&paths(shared), unknown.as_deref(), missed.as_deref())
        }
        Task::MeasureTimes { gold, errors, dump } => times::measure(&gold, errors, dump),
        Task::Lemmas { gold, least } => lemmas::lemmas(&gold, least),
        Task::Patterns { gold, codebook, only, show } => patterns::patterns(&codebook, &gold, &only, show),
        Task::Fit { reports, judged, out } => fit::fit(&reports, &judged, &out),
        Task::Train { treebank } => train::train(&treebank),
        Task::Cluster { reports, out } => train::cluster(&reports, &out),
        Task::Crossvalidate { treebank, folds, out } => train::crossvalidate(&treebank, folds, &out),
        Task::CompilePlaces { open } => gazetteer::compile(&open, &PathBuf::from("data")),
        Task::CompileNames { open } => names::compile(&open, &PathBuf::from("data")),
        Task::MeasureNames(task) => task.run(),
        Task::Words(task) => task.run(),
        Task::MeasureRepair(task) => task.run(),
    }
}
