//! The command: the one place that prints and exits.

use std::env;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

use xtask::cli::Colours;

fn main() -> ExitCode {
    let plain = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let colours = Colours {
        stdout: io::stdout().is_terminal() && !plain,
        stderr: io::stderr().is_terminal() && !plain,
    };
    let outcome = xtask::cli::run(env::args_os().skip(1), colours);
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
