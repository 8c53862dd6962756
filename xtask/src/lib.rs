//! The generator: reads an OpenAPI 3.0 document and writes a Rust client crate.
//!
//! ```text
//! spec text ──parse──▶ spec::Document ──lint──▶ diagnostics
//!                           │
//!                         lower ──▶ ir::Api ──emit──▶ files ──plan──▶ write only what differs / --check
//! ```

pub mod cli;
pub mod codegen;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod ir;
pub mod lint;
pub mod lower;
pub mod output;
pub mod review;
pub mod spec;
pub mod templates;
pub mod workspace;
