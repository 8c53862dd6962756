//! Documentation of a schema: its own words, else those of what it refers to.

use super::Lowering;
use super::view::{SchemaRef, View, plain};
use crate::ir::{Constraint, Docs};

impl<'a> Lowering<'a> {
    pub(super) fn docs(&self, schema: SchemaRef<'a>) -> Docs {
        let SchemaRef::Item(item) = schema else {
            return self.borrowed_docs(schema);
        };
        let view = View::new(item);
        let description = view.description().map(str::to_owned);
        let inherited = match view.described_reference() {
            Some(target) if description.is_none() => self.borrowed_docs(target),
            _ => Docs::default(),
        };
        let example = shown_example(&view);
        let mut constraints = view.constraints();
        constraints.extend(example);
        constraints.extend(inherited.constraints);
        Docs {
            summary: view.data.title.clone().or(inherited.summary),
            description: description.or(inherited.description),
            constraints,
            deprecated: view.says(|data| data.deprecated),
        }
    }

    /// What a member says of itself when all it has is a `$ref`: the first paragraph of the target.
    fn borrowed_docs(&self, schema: SchemaRef<'a>) -> Docs {
        let first_paragraph = |view: &View<'a>| {
            let text = view.data.description.as_deref().or(view.data.title.as_deref())?;
            text.split("\n\n").next().map(|paragraph| paragraph.trim().to_owned())
        };
        let constraints =
            self.along_references(schema, |view| shown_example(view)).into_iter().collect();
        Docs {
            description: self.along_references(schema, first_paragraph),
            constraints,
            ..Docs::default()
        }
    }
}

/// The example of a schema, unless it is a whole object or list.
fn shown_example(view: &View<'_>) -> Option<Constraint> {
    let example = view.data.example.as_ref().filter(|it| !it.is_object() && !it.is_array())?;
    Some(Constraint::Example(plain(example)))
}
