//! Tests of the generator.

#[cfg(test)]
mod cli;
#[cfg(test)]
mod compile;
#[cfg(test)]
mod diff_wire;
#[cfg(test)]
mod emit;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod lint;
#[cfg(test)]
mod output;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod snapshot;
