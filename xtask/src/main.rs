//! Builds the compiled data, trains the models, holds the house rules.
fn main() {}
