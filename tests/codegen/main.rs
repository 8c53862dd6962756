//! Tests of the generator.

#[cfg(test)]
mod bundle;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod compile;
#[cfg(test)]
mod corpus;
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
mod diff_wire;
#[cfg(test)]
mod doc_comments;
#[cfg(test)]
mod emit;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod freshness;
#[cfg(test)]
mod interruption;
#[cfg(test)]
mod ir;
#[cfg(test)]
mod layout;
#[cfg(test)]
mod lint;
#[cfg(test)]
mod locality;
#[cfg(test)]
mod modules;
#[cfg(test)]
mod output;
#[cfg(test)]
mod positions;
#[cfg(test)]
mod public_api;
#[cfg(test)]
mod reject;
#[cfg(test)]
mod repository;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod safety;
#[cfg(test)]
mod snapshot;
#[cfg(test)]
mod tidy;
#[cfg(test)]
mod translate;
#[cfg(test)]
mod wire;
#[cfg(test)]
mod yaml;
