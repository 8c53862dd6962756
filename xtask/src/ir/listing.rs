//! The intermediate representation as text, one line an item, for reviewers and snapshots.

use std::fmt::{self, Write};

use crate::ir::{
    Answer, Api, BodyKind, FORM_DATA, Field, Header, JSON, Operation, Presence, Scalar,
    Sensitivity, Struct, TypeDef, TypeKind, TypeRef, Union, Wire,
};

impl Api {
    /// Lists servers, operations and types.
    #[must_use]
    pub fn listing(&self) -> String {
        let mut text = format!("api {} {}\n", self.title, self.version);
        for server in &self.servers {
            push(&mut text, format_args!("server {}: {}", server.name, server.url));
        }
        for scheme in &self.security {
            push(&mut text, format_args!("security {}: {:?}", scheme.name, scheme.kind));
        }
        for group in &self.groups {
            push(&mut text, format_args!("\ngroup {}", group.name));
            group.operations.iter().for_each(|operation| list_operation(&mut text, operation));
        }
        self.types.iter().for_each(|ty| list_type(&mut text, ty));
        text.push('\n');
        for Header { name, wire, ty, .. } in &self.headers {
            push(&mut text, format_args!("header {name} = {wire:?}: {ty}"));
        }
        for webhook in &self.webhooks {
            let payload = webhook.payload.as_ref().map(ToString::to_string).unwrap_or_default();
            push(&mut text, format_args!("webhook {}: {payload}", webhook.name));
        }
        text
    }
}

fn push(text: &mut String, line: fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{line}");
}

fn list_operation(text: &mut String, operation: &Operation) {
    let method = operation.method.as_str();
    push(
        text,
        format_args!("  {}: {method} {} ({:?})", operation.name, operation.path, operation.class),
    );
    for param in &operation.params {
        let mark = if param.required { "" } else { "?" };
        push(text, format_args!("    {:?} {}{mark}: {}", param.location, param.name, param.ty));
    }
    if let Some(body) = &operation.body {
        push(text, format_args!("    body{}: {}", if body.required { "" } else { "?" }, body.kind));
    }
    let responses: Vec<String> = operation
        .responses
        .iter()
        .map(|response| match &response.body {
            Some(body) => format!("{} {body}", response.status),
            None => response.status.clone(),
        })
        .collect();
    push(text, format_args!("    answer: {} of {}", operation.answer, responses.join(", ")));
    if let Some(wait) = &operation.wait {
        push(text, format_args!("    wait: until {}", wait.member.field));
    }
    if let Some(pages) = &operation.pagination {
        push(
            text,
            format_args!(
                "    pages: {} by {} and {}",
                pages.items.field, pages.offset, pages.limit
            ),
        );
    }
}

fn list_type(text: &mut String, ty: &TypeDef) {
    let usage = match (ty.usage.request, ty.usage.response) {
        (true, true) => " (sent, received)",
        (true, false) => " (sent)",
        (false, true) => " (received)",
        (false, false) => " (unused)",
    };
    match &ty.kind {
        TypeKind::Struct(object) => {
            push(text, format_args!("\nstruct {}{usage}", ty.name));
            list_struct(text, object);
        }
        TypeKind::Enum(known) => {
            push(text, format_args!("\nenum {}{usage}{}", ty.name, class(known.sensitivity)));
            for variant in &known.variants {
                let wire = match known.wire {
                    Wire::Text => format!("{:?}", variant.wire),
                    Wire::Integer => variant.wire.clone(),
                };
                push(text, format_args!("  {} = {wire}", variant.name));
            }
        }
        TypeKind::Newtype { sensitivity } => {
            push(text, format_args!("\nnewtype {}{usage}{}", ty.name, class(*sensitivity)));
        }
        TypeKind::Union(union) => {
            push(text, format_args!("\nunion {}{usage}", ty.name));
            list_union(text, union);
        }
        TypeKind::Alias(target) => {
            push(text, format_args!("\nalias {}{usage} = {target}", ty.name));
        }
        TypeKind::Wrapper(target) => {
            push(text, format_args!("\nwrapper {}{usage} of {target}", ty.name));
        }
    }
}

fn list_struct(text: &mut String, object: &Struct) {
    object.fields.iter().for_each(|field| list_field(text, field));
    if let Some(rest) = &object.rest {
        push(text, format_args!("  …: {rest}"));
    }
}

fn list_field(text: &mut String, field: &Field) {
    let mark = match field.presence {
        Presence::Required => "",
        Presence::Nullable => " or null",
        Presence::Optional => "?",
        Presence::OptionalNullable => "? or null",
    };
    let boxed = if field.boxed { "boxed " } else { "" };
    let renamed = if field.wire == field.name.as_str() {
        String::new()
    } else {
        format!(" = {:?}", field.wire)
    };
    push(
        text,
        format_args!(
            "  {}{renamed}: {boxed}{}{mark}{}",
            field.name,
            field.ty,
            class(field.sensitivity)
        ),
    );
}

fn list_union(text: &mut String, union: &Union) {
    if let Some(tag) = &union.tag {
        push(text, format_args!("  by {:?}", tag.wire));
    }
    for variant in &union.variants {
        push(text, format_args!("  {}: {} {:?}", variant.name, variant.ty, variant.tags));
    }
}

fn class(sensitivity: Sensitivity) -> &'static str {
    match sensitivity {
        Sensitivity::Operational => "",
        Sensitivity::Personal => " [personal]",
        Sensitivity::Secret => " [secret]",
        Sensitivity::BearerUrl => " [bearer-url]",
        Sensitivity::Unclassed => " [unclassed]",
    }
}

impl fmt::Display for BodyKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(ty, mime) if mime == JSON => write!(formatter, "{ty}"),
            Self::Json(ty, mime) => write!(formatter, "{ty}, {mime}"),
            Self::Form(ty, _) => write!(formatter, "form of {ty}"),
            Self::Multipart(ty, _, mime) if mime == FORM_DATA => write!(formatter, "parts of {ty}"),
            Self::Multipart(ty, _, mime) => write!(formatter, "parts of {ty}, {mime}"),
            Self::Text(mime) => write!(formatter, "text, {mime}"),
            Self::Binary(mime) => write!(formatter, "bytes, {mime}"),
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("nothing"),
            Self::Json(ty, mime) if mime == JSON => write!(formatter, "{ty}"),
            Self::Json(ty, mime) => write!(formatter, "{ty}, {mime}"),
            Self::Text => formatter.write_str("text"),
            Self::Binary => formatter.write_str("bytes"),
            Self::ByStatus(name, answers) => {
                write!(formatter, "{name}")?;
                answers.iter().try_for_each(|it| write!(formatter, " | {} {}", it.name, it.answer))
            }
        }
    }
}

impl fmt::Display for TypeRef {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(scalar) => write!(formatter, "{scalar}"),
            Self::Named(name) => write!(formatter, "{name}"),
            Self::List(item) => write!(formatter, "[{item}]"),
            Self::Map(value) => write!(formatter, "{{string: {value}}}"),
            Self::Nullable(inner) => write!(formatter, "{inner} or null"),
            Self::Any => formatter.write_str("any"),
        }
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Bool => "bool",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::String => "string",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
            Self::File => "file",
        })
    }
}
