//! Parameters: those of the path item, overridden by those of the operation.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{Parameter, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr};

use super::bodies::{Kind, kind};
use super::schemas::own_name;
use super::view::{SchemaRef, plain};
use super::{Lowering, Place, take};
use crate::ir::{Constraint, Location, Name, Param, Style};
use crate::spec::{Pointer, Resolved};

/// A list of parameters and where its owner is written.
type Written<'a, 'p> = (&'a [ReferenceOr<Parameter>], &'p Pointer);

/// Headers that OpenAPI says are not parameters.
const NOT_PARAMETERS: &[&str] = &["accept", "content-type", "authorization"];

/// Methods every call has; an optional parameter so called gets `with_` before its name.
pub const CALL_METHODS: &[&str] = &[
    "accept",
    "body_of",
    "by_status",
    "bytes",
    "cookie",
    "copy",
    "empty",
    "form",
    "header",
    "header_param",
    "idempotency_key",
    "into_future",
    "items",
    "json",
    "json_of",
    "max_attempts",
    "multipart",
    "multipart_of",
    "new",
    "poll",
    "query",
    "query_styled",
    "query_value",
    "request",
    "send",
    "send_blocking",
    "server",
    "stream",
    "text",
    "timeout",
    "untyped",
    "upload_of",
    "wait",
    "with",
];

/// What the argument or setter of a body is called.
const BODY: &str = "body";

impl<'a> Lowering<'a> {
    /// Parameters of an operation: path parameters first, in the order of the template.
    pub(super) fn params(
        &mut self,
        path: &str,
        shared: Written<'a, '_>,
        own: Written<'a, '_>,
        place: &Place<'_>,
    ) -> Vec<Param> {
        let written = self.resolved(shared).into_iter().chain(self.resolved(own));
        let written: IndexMap<_, _> = written.map(|it| (identity(it.value), it)).collect();
        let mut taken = BTreeSet::from([Name::new(BODY)]);
        let params = written.values().filter_map(|param| self.param(param, &mut taken, place));
        let mut params: Vec<Param> = params.collect();
        let template =
            |param: &Param| path.find(&format!("{{{}}}", param.wire)).unwrap_or(usize::MAX);
        params.sort_by_key(|param| match param.location {
            Location::Path => (0, template(param)),
            Location::Query | Location::Header | Location::Cookie => {
                (1 + usize::from(!param.required), 0)
            }
        });
        params
    }

    fn resolved(&self, (written, at): Written<'a, '_>) -> Vec<Resolved<'a, Parameter>> {
        let document = self.document;
        let at = at.key("parameters");
        let resolve = |(index, param)| document.parameter(param, &at.index(index));
        written.iter().enumerate().filter_map(resolve).collect()
    }

    fn param(
        &mut self,
        param: &Resolved<'a, Parameter>,
        taken: &mut BTreeSet<Name>,
        place: &Place<'_>,
    ) -> Option<Param> {
        let data = param.value.parameter_data_ref();
        let location = location(param.value)?;
        let (schema, at, json): (SchemaRef<'a>, _, _) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                (schema.into(), param.at.key("schema"), false)
            }
            ParameterSchemaOrContent::Content(content) => {
                let (mime, media) = content.first()?;
                let at = param.at.key("content").key(mime).key("schema");
                (media.schema.as_ref()?.into(), at, kind(mime) == Kind::Json)
            }
        };
        if matches!(param.value, Parameter::Query { allow_reserved: true, .. }) {
            let message = "reserved characters of the value are percent-encoded all the same";
            self.diagnostics
                .warning("approximated", &param.at.key("allowReserved"), message)
                .on_key();
        }
        let ty = self.type_ref_without_null(schema, &at, &place.child(&data.name));
        let mut docs = self.docs(schema);
        docs.description = data.description.clone().or(docs.description);
        docs.deprecated |= data.deprecated.unwrap_or_default();
        docs.constraints.extend(data.example.as_ref().map(|it| Constraint::Example(plain(it))));
        let required = data.required || location == Location::Path;
        let wanted = own_name(data.extensions.get("x-rust-name"), &data.name);
        Some(Param {
            name: self.free_param(taken, wanted, required, &param.at),
            wire: data.name.clone(),
            docs,
            location,
            required,
            ty,
            style: if json { Style::Json } else { style(param.value) },
            sensitivity: self.sensitivity(schema),
        })
    }

    fn free_param(
        &mut self,
        taken: &mut BTreeSet<Name>,
        wanted: Name,
        required: bool,
        at: &Pointer,
    ) -> Name {
        let shadows = !required && CALL_METHODS.contains(&wanted.as_str());
        let wanted = if shadows { wanted.prefixed("with") } else { wanted };
        let name = take(taken, &wanted, Name::numbered);
        let words = ("name", "this parameter");
        self.report_taken((&wanted, &name), at, words, "choose a name with `x-rust-name`");
        name
    }
}

/// Where a parameter goes; `None` for headers that OpenAPI says are not parameters.
fn location(param: &Parameter) -> Option<Location> {
    match param {
        Parameter::Path { .. } => Some(Location::Path),
        Parameter::Query { .. } => Some(Location::Query),
        Parameter::Header { parameter_data, .. } => {
            let name = parameter_data.name.to_ascii_lowercase();
            (!NOT_PARAMETERS.contains(&name.as_str())).then_some(Location::Header)
        }
        Parameter::Cookie { .. } => Some(Location::Cookie),
    }
}

/// How lists and objects are written.
fn style(param: &Parameter) -> Style {
    let explode = param.parameter_data_ref().explode;
    match param {
        Parameter::Path { style: PathStyle::Label, .. } => Style::Label(explode == Some(true)),
        Parameter::Path { style: PathStyle::Matrix, .. } => Style::Matrix(explode == Some(true)),
        Parameter::Query { style: QueryStyle::DeepObject, .. } => Style::DeepObject,
        Parameter::Query { style: QueryStyle::SpaceDelimited, .. } if explode != Some(true) => {
            Style::Delimited(' ')
        }
        Parameter::Query { style: QueryStyle::PipeDelimited, .. } if explode != Some(true) => {
            Style::Delimited('|')
        }
        Parameter::Query { .. } | Parameter::Cookie { .. } if explode == Some(false) => {
            Style::Delimited(',')
        }
        Parameter::Query { .. } | Parameter::Cookie { .. } => Style::Exploded,
        Parameter::Path { .. } | Parameter::Header { .. } if explode == Some(true) => {
            Style::Exploded
        }
        Parameter::Path { .. } | Parameter::Header { .. } => Style::Delimited(','),
    }
}

/// What makes two parameters the same: where they go and their name.
fn identity(param: &Parameter) -> (&'static str, &str) {
    let location = match param {
        Parameter::Path { .. } => "path",
        Parameter::Query { .. } => "query",
        Parameter::Header { .. } => "header",
        Parameter::Cookie { .. } => "cookie",
    };
    (location, &param.parameter_data_ref().name)
}
