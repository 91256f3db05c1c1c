//! What does the whole reader reach on reports that its models were not fitted to?

use waqai::{Linear, Models, Reader};
use waqai_evaluate::Record;

use super::logistic::FOLDS;
use super::{ACCEPTANCE, Candidate, MERGING, check, fitted};

/// The strength and the threshold of the acceptance model that read best the reports that models were not fitted to.
pub fn choose(
    gold: &[Record],
    candidates: &[Candidate],
    pairs: &[Candidate],
    shipped: &Models,
) -> (f32, f32) {
    let mut best = (0.0, 3.0, 0.3);
    for strength in [3.0, 10.0] {
        let mut models = Vec::new();
        for fold in 0..FOLDS {
            let of = |all: &[Candidate]| -> Vec<Candidate> {
                all.iter().filter(|c| c.document % FOLDS != fold).cloned().collect()
            };
            models.push((
                fitted(&of(candidates), ACCEPTANCE, strength, 0.0),
                Linear::parse(&fitted(&of(pairs), MERGING, 9.0, merging_threshold())),
            ));
        }
        let mut row = Vec::new();
        for step in 3..=9 {
            let threshold = step as f32 * 0.05;
            let (mut detect, mut typed) = (Sum::default(), Sum::default());
            for (fold, (acceptance, merging)) in models.iter().enumerate() {
                let reader = Reader::bundled().with_models(Models {
                    acceptance: Linear::parse(&at(acceptance, threshold)),
                    merging: merging.clone(),
                    ..shipped.clone()
                });
                let held: Vec<Record> = gold
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| i % FOLDS == fold)
                    .map(|(_, g)| g.clone())
                    .collect();
                let s = check::scores(&reader, &held);
                detect.add(s.figure("detect"));
                typed.add(s.figure("typed"));
            }
            row.push((threshold, detect, typed));
        }
        for (threshold, detect, typed) in &row {
            println!(
                "  held out, strength {strength}, threshold {threshold:.2}: detect P {:.3} R {:.3} F1 {:.3}, typed {:.3}",
                detect.precision(),
                detect.recall(),
                detect.f1(),
                typed.f1()
            );
        }
        // The mean of neighbours: a lone peak is chance.
        for w in row.windows(3) {
            let mean = w.iter().map(|r| r.1.f1() + r.2.f1()).sum::<f64>() / 6.0;
            if mean > best.0 {
                best = (mean, strength, w[1].0);
            }
        }
    }
    println!("  chosen: strength {}, threshold {:.2} ({:.4})", best.1, best.2, best.0);
    (best.1, best.2)
}

/// The threshold of the merging model as it ships.
fn merging_threshold() -> f32 {
    let text = include_str!("../../../data/models/events/merging.tsv");
    let line = text.lines().find_map(|l| l.strip_prefix("threshold\t"));
    line.and_then(|t| t.parse().ok()).unwrap_or(0.5)
}

fn at(model: &str, threshold: f32) -> String {
    model.replacen("threshold\t0.00", &format!("threshold\t{threshold:.2}"), 1)
}

/// Figures of several parts together.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    right: usize,
    gold: usize,
    predicted: usize,
}

impl Sum {
    fn add(&mut self, f: waqai_evaluate::Figure) {
        self.right += f.right;
        self.gold += f.gold;
        self.predicted += f.predicted;
    }

    fn precision(self) -> f64 {
        self.right as f64 / self.predicted.max(1) as f64
    }

    fn recall(self) -> f64 {
        self.right as f64 / self.gold.max(1) as f64
    }

    fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.gold + self.predicted).max(1) as f64
    }
}
