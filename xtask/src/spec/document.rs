//! One OpenAPI document: its text, its tree and its typed form.

use std::path::Path;
use std::sync::Arc;

use openapiv3::OpenAPI;
use serde::Deserialize;
use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::spec::bundle::{self, bundle};
use crate::spec::files::{Files, Folder, Read};
use crate::spec::model::{Kind, Shape};
use crate::spec::outline::Outline;
use crate::spec::parse::parse_tree;
use crate::spec::translate::translate;
use crate::spec::version::Version;
use crate::spec::{Origins, Pointer, Source, repair, shape, version};

/// Whether a document keeps what is written where its tree differs from that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Nothing but the tree.
    Tree,
    /// What is written as well.
    Written,
}

/// A parsed OpenAPI document.
#[derive(Debug)]
pub struct Document {
    /// Where it came from.
    pub source: Source,
    /// Every key and value, in order, with all that `$ref`s bring in from elsewhere, and as OpenAPI 3.0.
    pub tree: Value,
    /// The same as written, if that differs and is kept.
    written: Option<Value>,
    /// Where the values of [`Document::tree`] were written.
    pub origins: Arc<Origins>,
    /// The typed form of [`Document::tree`].
    pub api: OpenAPI,
}

impl Document {
    /// Reads and parses a file. The source comes back in any case: diagnostics are shown with it.
    pub fn load(path: &Path, keep: Keep, diagnostics: &mut Diagnostics) -> (Source, Option<Self>) {
        match Source::load(path, diagnostics) {
            Ok(source) => {
                let folder = Folder::of(path);
                (source.clone(), Self::parse_in(&folder, source, keep, diagnostics))
            }
            Err(source) => (source, None),
        }
    }

    /// Parses a text that refers to no other file.
    pub fn parse(source: Source, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::parse_in(&Folder::Nowhere, source, Keep::Tree, diagnostics)
    }

    /// Parses a text that may refer to files below a folder.
    pub fn parse_in(
        folder: &Folder,
        source: Source,
        keep: Keep,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        Self::parse_with(source, &|path| folder.read(path), keep, diagnostics)
    }

    /// Parses YAML or JSON text; reports everything that keeps it from being an OpenAPI document that is read.
    ///
    /// A document comes back whenever the rest can still be looked at, so that one run shows all that is wrong:
    /// the caller asks [`Diagnostics::has_errors`] before it relies on it.
    pub fn parse_with(
        source: Source,
        read: &Read<'_>,
        keep: Keep,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        diagnostics.set_origins(Arc::default());
        let mut tree = parse_tree(source.body(), diagnostics)?;
        let is_object = tree.is_object();
        let version = if is_object { version::of(&tree, diagnostics)? } else { Version::V3_0 };
        let mut outline =
            Outline::of_part(&tree, Shape::Object(Kind::OpenApi), Pointer::root(), version);
        let (mut written, mut origins) = (None, Origins::default());
        let has_parts = bundle::is_needed(&outline);
        if has_parts || version == Version::V3_1 {
            drop(outline);
            written = (keep == Keep::Written).then(|| tree.clone());
            if has_parts {
                let files = Files::new(&source, tree, read);
                (tree, origins) = bundle(files, version, diagnostics);
            }
            diagnostics.set_origins(Arc::new(origins.clone()));
            if version == Version::V3_1 {
                origins = translate(&mut tree, origins, diagnostics);
            }
            outline = Outline::of(&tree);
        }
        let origins = Arc::new(origins);
        diagnostics.set_origins(origins.clone());
        let repairs = shape::check(&outline, diagnostics);
        if !is_object {
            return None;
        }
        let depth = outline.depth;
        match typed(&repair::apply(&tree, repairs), depth) {
            Ok(api) => Some(Self { source, tree, written, origins, api }),
            Err(error) => {
                let message = format!("the document cannot be read: {error}");
                diagnostics.error("wrong-type", &Pointer::root(), message);
                None
            }
        }
    }

    /// Whether parts of it stand in other files.
    #[must_use]
    pub fn has_other_files(&self) -> bool {
        self.origins.bundled.values().any(|(file, _)| file.is_some())
    }

    /// Whether the tree says in OpenAPI 3.0 what was written for a later version.
    #[must_use]
    pub fn is_translated(&self) -> bool {
        self.written().get("openapi") != self.tree.get("openapi")
    }

    /// Every key and value as written, in order; the tree if that was not kept.
    #[must_use]
    pub fn written(&self) -> &Value {
        self.written.as_ref().unwrap_or(&self.tree)
    }
}

/// Reads the typed form of a tree that is so many values deep.
///
/// Without optimisation openapiv3 takes some 30 KiB of stack a level, more than a thread of the
/// standard library has for the deepest document that serde reads.
fn typed(tree: &Value, depth: usize) -> Result<OpenAPI, String> {
    const DEEP: usize = 24;
    const ENOUGH: usize = 64 << 20;
    let read = || OpenAPI::deserialize(tree).map_err(|error| error.to_string());
    if depth <= DEEP {
        return read();
    }
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(ENOUGH).spawn_scoped(scope, read);
        let read = reader.map_err(|error| error.to_string())?.join();
        read.unwrap_or_else(|_| Err("it is nested too deep".to_owned()))
    })
}
