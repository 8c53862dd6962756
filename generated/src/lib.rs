//! Placeholder until the first `cargo xtask codegen`.
