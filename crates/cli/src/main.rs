//! The binary `waqai`.

use std::process::ExitCode;

fn main() -> ExitCode {
    waqai_cli::main()
}
