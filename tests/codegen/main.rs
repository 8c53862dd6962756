//! Tests of the generator.

#[cfg(test)]
mod cli;
#[cfg(test)]
mod lint;
#[cfg(test)]
mod output;
