//! Rules over a document.

use crate::diagnostic::Diagnostics;
use crate::spec::Document;

/// Checks a document against every rule.
pub fn lint(_: &Document, _: &mut Diagnostics) {}
