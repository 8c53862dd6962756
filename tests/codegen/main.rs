//! Tests of the generator.

#[cfg(test)]
mod cli;
#[cfg(test)]
mod compile;
#[cfg(test)]
mod diff_cases;
#[cfg(test)]
mod diff_cli;
#[cfg(test)]
mod diff_render;
#[cfg(test)]
mod diff_rust;
#[cfg(test)]
mod diff_semver;
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
