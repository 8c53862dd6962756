//! The command: the one place that prints and exits.

use std::env;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let plain = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let colour = io::stderr().is_terminal() && !plain;
    let outcome = xtask::cli::run(env::args_os().skip(1), colour);
    let printed = io::stderr()
        .write_all(outcome.stderr.as_bytes())
        .and_then(|()| io::stdout().write_all(outcome.stdout.as_bytes()))
        .and_then(|()| io::stdout().flush());
    match printed {
        // A reader that goes away, as `head` does, has what it wanted.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::from(outcome.code),
    }
}
