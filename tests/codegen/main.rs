//! Tests of the generator.

mod cli;
mod output;
