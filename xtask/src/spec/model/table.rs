//! The members of each object, as the OpenAPI 3.0.3 specification lists them.

use super::Shape::{
    Additional, Anything, Choice, Count, Flag, List, Map, Number, Object, Reference, Text,
};
use super::{Field, Kind, Model, Rest, Shape};

const fn must(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: true }
}

const fn may(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: false }
}

const fn model(name: &'static str, fields: &'static [Field]) -> Model {
    Model { name, fields, rest: None }
}

const TEXTS: Shape = List(&Text);
const TEXT_MAP: Shape = Map(&Text);
const SCHEMA: Shape = Reference(Kind::Schema);
const SCHEMAS: Shape = List(&SCHEMA);
const PARAMETERS: Shape = List(&Reference(Kind::Parameter));
const SERVERS: Shape = List(&Object(Kind::Server));
const SECURITY: Shape = List(&Map(&TEXTS));
const CONTENT: Shape = Map(&Object(Kind::MediaType));
const EXAMPLES: Shape = Map(&Reference(Kind::Example));
const HEADERS: Shape = Map(&Reference(Kind::Header));
const LINKS: Shape = Map(&Reference(Kind::Link));
const CALLBACKS: Shape = Map(&Reference(Kind::Callback));
const PATH_ITEM: Shape = Reference(Kind::PathItem);
const EXTERNAL_DOCS: Field = may("externalDocs", Object(Kind::ExternalDocs));
const DESCRIPTION: Field = may("description", Text);
const SUMMARY: Field = may("summary", Text);
const STYLE: Shape =
    Choice(&["form", "simple", "matrix", "label", "spaceDelimited", "pipeDelimited", "deepObject"]);

pub(super) static OPEN_API: Model = model(
    "OpenAPI Object",
    &[
        must("openapi", Text),
        must("info", Object(Kind::Info)),
        may("servers", SERVERS),
        must("paths", Object(Kind::Paths)),
        may("components", Object(Kind::Components)),
        may("security", SECURITY),
        may("tags", List(&Object(Kind::Tag))),
        EXTERNAL_DOCS,
        may("x-webhooks", Map(&PATH_ITEM)),
    ],
);

pub(super) static INFO: Model = model(
    "Info Object",
    &[
        must("title", Text),
        DESCRIPTION,
        may("termsOfService", Text),
        may("contact", Object(Kind::Contact)),
        may("license", Object(Kind::License)),
        must("version", Text),
    ],
);

pub(super) static CONTACT: Model =
    model("Contact Object", &[may("name", Text), may("url", Text), may("email", Text)]);
pub(super) static LICENSE: Model = model("License Object", &[must("name", Text), may("url", Text)]);
pub(super) static TAG: Model =
    model("Tag Object", &[must("name", Text), DESCRIPTION, EXTERNAL_DOCS]);
pub(super) static EXTERNAL_DOCUMENTATION: Model =
    model("External Documentation Object", &[DESCRIPTION, must("url", Text)]);

pub(super) static SERVER: Model = model(
    "Server Object",
    &[must("url", Text), DESCRIPTION, may("variables", Map(&Object(Kind::ServerVariable)))],
);
pub(super) static SERVER_VARIABLE: Model =
    model("Server Variable Object", &[may("enum", TEXTS), must("default", Text), DESCRIPTION]);

pub(super) static COMPONENTS: Model = model(
    "Components Object",
    &[
        may("schemas", Map(&SCHEMA)),
        may("responses", Map(&Reference(Kind::Response))),
        may("parameters", Map(&Reference(Kind::Parameter))),
        may("examples", EXAMPLES),
        may("requestBodies", Map(&Reference(Kind::RequestBody))),
        may("headers", HEADERS),
        may("securitySchemes", Map(&Reference(Kind::SecurityScheme))),
        may("links", LINKS),
        may("callbacks", CALLBACKS),
    ],
);

pub(super) static PATHS: Model = Model {
    name: "Paths Object",
    fields: &[],
    rest: Some(Rest {
        allows: |name| name.starts_with('/'),
        shape: PATH_ITEM,
        expected: "a path, which starts with a slash",
    }),
};

pub(super) static PATH_ITEM_OBJECT: Model = model(
    "Path Item Object",
    &[
        SUMMARY,
        DESCRIPTION,
        may("get", Object(Kind::Operation)),
        may("put", Object(Kind::Operation)),
        may("post", Object(Kind::Operation)),
        may("delete", Object(Kind::Operation)),
        may("options", Object(Kind::Operation)),
        may("head", Object(Kind::Operation)),
        may("patch", Object(Kind::Operation)),
        may("trace", Object(Kind::Operation)),
        may("servers", SERVERS),
        may("parameters", PARAMETERS),
    ],
);

pub(super) static OPERATION: Model = model(
    "Operation Object",
    &[
        may("tags", TEXTS),
        SUMMARY,
        DESCRIPTION,
        EXTERNAL_DOCS,
        may("operationId", Text),
        may("parameters", PARAMETERS),
        may("requestBody", Reference(Kind::RequestBody)),
        must("responses", Object(Kind::Responses)),
        may("callbacks", CALLBACKS),
        may("deprecated", Flag),
        may("security", SECURITY),
        may("servers", SERVERS),
    ],
);

pub(super) static PARAMETER: Model = model(
    "Parameter Object",
    &[
        must("name", Text),
        must("in", Choice(&["query", "header", "path", "cookie"])),
        DESCRIPTION,
        may("required", Flag),
        may("deprecated", Flag),
        may("allowEmptyValue", Flag),
        may("style", STYLE),
        may("explode", Flag),
        may("allowReserved", Flag),
        may("schema", SCHEMA),
        may("example", Anything),
        may("examples", EXAMPLES),
        may("content", CONTENT),
    ],
);

pub(super) static HEADER: Model = model(
    "Header Object",
    &[
        DESCRIPTION,
        may("required", Flag),
        may("deprecated", Flag),
        may("allowEmptyValue", Flag),
        may("style", Choice(&["simple"])),
        may("explode", Flag),
        may("allowReserved", Flag),
        may("schema", SCHEMA),
        may("example", Anything),
        may("examples", EXAMPLES),
        may("content", CONTENT),
    ],
);

pub(super) static REQUEST_BODY: Model =
    model("Request Body Object", &[DESCRIPTION, must("content", CONTENT), may("required", Flag)]);

pub(super) static MEDIA_TYPE: Model = model(
    "Media Type Object",
    &[
        may("schema", SCHEMA),
        may("example", Anything),
        may("examples", EXAMPLES),
        may("encoding", Map(&Object(Kind::Encoding))),
    ],
);

pub(super) static ENCODING: Model = model(
    "Encoding Object",
    &[
        may("contentType", Text),
        may("headers", HEADERS),
        may("style", Choice(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
        may("explode", Flag),
        may("allowReserved", Flag),
    ],
);

pub(super) static RESPONSES: Model = Model {
    name: "Responses Object",
    fields: &[may("default", Reference(Kind::Response))],
    rest: Some(Rest {
        allows: is_status,
        shape: Reference(Kind::Response),
        expected: "a status code such as `200`, a range such as `4XX`, or `default`",
    }),
};

pub(super) static RESPONSE: Model = model(
    "Response Object",
    &[
        must("description", Text),
        may("headers", HEADERS),
        may("content", CONTENT),
        may("links", LINKS),
    ],
);

pub(super) static CALLBACK: Model = Model {
    name: "Callback Object",
    fields: &[],
    rest: Some(Rest { allows: |_| true, shape: PATH_ITEM, expected: "an expression" }),
};

pub(super) static EXAMPLE: Model = model(
    "Example Object",
    &[SUMMARY, DESCRIPTION, may("value", Anything), may("externalValue", Text)],
);

pub(super) static LINK: Model = model(
    "Link Object",
    &[
        may("operationRef", Text),
        may("operationId", Text),
        may("parameters", Map(&Anything)),
        may("requestBody", Anything),
        DESCRIPTION,
        may("server", Object(Kind::Server)),
    ],
);

pub(super) static SCHEMA_OBJECT: Model = model(
    "Schema Object",
    &[
        may("title", Text),
        may("multipleOf", Number),
        may("maximum", Number),
        may("exclusiveMaximum", Flag),
        may("minimum", Number),
        may("exclusiveMinimum", Flag),
        may("maxLength", Count),
        may("minLength", Count),
        may("pattern", Text),
        may("maxItems", Count),
        may("minItems", Count),
        may("uniqueItems", Flag),
        may("maxProperties", Count),
        may("minProperties", Count),
        may("required", TEXTS),
        may("enum", List(&Anything)),
        may("type", Choice(&["string", "number", "integer", "boolean", "array", "object"])),
        may("not", SCHEMA),
        may("allOf", SCHEMAS),
        may("oneOf", SCHEMAS),
        may("anyOf", SCHEMAS),
        may("items", SCHEMA),
        may("properties", Map(&SCHEMA)),
        may("additionalProperties", Additional),
        DESCRIPTION,
        may("format", Text),
        may("default", Anything),
        may("nullable", Flag),
        may("discriminator", Object(Kind::Discriminator)),
        may("readOnly", Flag),
        may("writeOnly", Flag),
        may("example", Anything),
        EXTERNAL_DOCS,
        may("deprecated", Flag),
        may("xml", Object(Kind::Xml)),
    ],
);

pub(super) static DISCRIMINATOR: Model =
    model("Discriminator Object", &[must("propertyName", Text), may("mapping", TEXT_MAP)]);

pub(super) static XML: Model = model(
    "XML Object",
    &[
        may("name", Text),
        may("namespace", Text),
        may("prefix", Text),
        may("attribute", Flag),
        may("wrapped", Flag),
    ],
);

const SCHEME_TYPE: Field = must("type", Choice(&["apiKey", "http", "oauth2", "openIdConnect"]));
pub(super) static SECURITY_SCHEME: Model =
    model("Security Scheme Object", &[SCHEME_TYPE, DESCRIPTION]);
pub(super) static API_KEY_SCHEME: Model = model(
    "Security Scheme Object of type `apiKey`",
    &[
        SCHEME_TYPE,
        DESCRIPTION,
        must("name", Text),
        must("in", Choice(&["query", "header", "cookie"])),
    ],
);
pub(super) static HTTP_SCHEME: Model = model(
    "Security Scheme Object of type `http`",
    &[SCHEME_TYPE, DESCRIPTION, must("scheme", Text), may("bearerFormat", Text)],
);
pub(super) static OAUTH_SCHEME: Model = model(
    "Security Scheme Object of type `oauth2`",
    &[SCHEME_TYPE, DESCRIPTION, must("flows", Object(Kind::OAuthFlows))],
);
pub(super) static OPEN_ID_SCHEME: Model = model(
    "Security Scheme Object of type `openIdConnect`",
    &[SCHEME_TYPE, DESCRIPTION, must("openIdConnectUrl", Text)],
);

pub(super) static OAUTH_FLOWS: Model = model(
    "OAuth Flows Object",
    &[
        may("implicit", Object(Kind::ImplicitFlow)),
        may("password", Object(Kind::PasswordFlow)),
        may("clientCredentials", Object(Kind::ClientCredentialsFlow)),
        may("authorizationCode", Object(Kind::AuthorizationCodeFlow)),
    ],
);

const AUTHORIZATION_URL: Field = must("authorizationUrl", Text);
const TOKEN_URL: Field = must("tokenUrl", Text);
const REFRESH_URL: Field = may("refreshUrl", Text);
const SCOPES: Field = must("scopes", TEXT_MAP);
pub(super) static IMPLICIT_FLOW: Model =
    model("OAuth Flow Object", &[AUTHORIZATION_URL, REFRESH_URL, SCOPES]);
pub(super) static PASSWORD_FLOW: Model =
    model("OAuth Flow Object", &[TOKEN_URL, REFRESH_URL, SCOPES]);
pub(super) static CLIENT_CREDENTIALS_FLOW: Model =
    model("OAuth Flow Object", &[TOKEN_URL, REFRESH_URL, SCOPES]);
pub(super) static AUTHORIZATION_CODE_FLOW: Model =
    model("OAuth Flow Object", &[AUTHORIZATION_URL, TOKEN_URL, REFRESH_URL, SCOPES]);

/// Members that came with OpenAPI 3.1 and hold objects.
pub(super) fn later(kind: Kind, name: &str) -> Option<Shape> {
    match (kind, name) {
        (Kind::OpenApi, "webhooks") | (Kind::Components, "pathItems") => Some(Map(&PATH_ITEM)),
        (Kind::Schema, "$defs" | "definitions" | "patternProperties" | "dependentSchemas") => {
            Some(Map(&SCHEMA))
        }
        (Kind::Schema, "prefixItems") => Some(SCHEMAS),
        (
            Kind::Schema,
            "contains"
            | "if"
            | "then"
            | "else"
            | "propertyNames"
            | "unevaluatedItems"
            | "unevaluatedProperties"
            | "contentSchema",
        ) => Some(SCHEMA),
        _ => None,
    }
}

/// Whether a key of `responses` is a status code or a range of them.
fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => true,
        [b'1'..=b'9', tens, ones] => tens.is_ascii_digit() && ones.is_ascii_digit(),
        _ => false,
    }
}
