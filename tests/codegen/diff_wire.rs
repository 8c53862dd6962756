//! What `xtask::diff::wire` says of two documents.

#[path = "diff_wire/cases.rs"]
mod cases;
#[path = "diff_wire/disagreements.rs"]
mod disagreements;
#[path = "diff_wire/mapping.rs"]
mod mapping;
#[path = "diff_wire/oasdiff.rs"]
mod oasdiff;
#[path = "diff_wire/robust.rs"]
mod robust;
