//! Tests of the generator.

#[cfg(test)]
mod cli;
#[cfg(test)]
mod diff_cases;
#[cfg(test)]
mod diff_rust;
#[cfg(test)]
mod output;
