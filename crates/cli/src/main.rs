//! The binary `waqai`.
fn main() {}
