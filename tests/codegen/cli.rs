//! The command line: help, usage errors and exit codes.
