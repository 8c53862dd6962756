//! The command line: parses arguments, calls a verb, prints, and turns the outcome into an exit code.

fn main() {}
