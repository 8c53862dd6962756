//! The object model of OpenAPI 3.0 as a table: which members each object has, which it must have, and of what type.

use Shape::{
    Additional, Anything, Choice, Count, Flag, List, Map, Number, Object, Reference, Text,
};

/// The objects of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    ApiKeyScheme,
    AuthorizationCodeFlow,
    Callback,
    ClientCredentialsFlow,
    Components,
    Contact,
    Discriminator,
    Encoding,
    Example,
    ExternalDocs,
    Header,
    HttpScheme,
    ImplicitFlow,
    Info,
    License,
    Link,
    MediaType,
    OAuthFlows,
    OAuthScheme,
    OpenApi,
    OpenIdScheme,
    Operation,
    Parameter,
    PasswordFlow,
    PathItem,
    Paths,
    RequestBody,
    Response,
    Responses,
    Schema,
    SecurityScheme,
    Server,
    ServerVariable,
    Tag,
    Xml,
}

/// What a value must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Anything,
    Text,
    Flag,
    Number,
    /// An integer that is not negative.
    Count,
    /// One of these texts.
    Choice(&'static [&'static str]),
    List(&'static Shape),
    Map(&'static Shape),
    Object(Kind),
    /// The object, or a `$ref` to one.
    Reference(Kind),
    /// What `additionalProperties` takes: a boolean or a schema.
    Additional,
}

/// A member an object may have.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
}

/// What the specification says of one kind of object.
#[derive(Debug)]
pub(crate) struct Model {
    /// Its name in the specification.
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [Field],
    /// Members whose names are the author's.
    pub(crate) rest: Option<Rest>,
}

/// Members whose names are the author's, as the paths of `paths`.
#[derive(Debug)]
pub(crate) struct Rest {
    pub(crate) allows: fn(&str) -> bool,
    pub(crate) shape: Shape,
    /// What such a name looks like.
    pub(crate) expected: &'static str,
}

impl Model {
    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The shape of the member `name`, if the object may have it and it is no extension.
    pub(crate) fn shape(&self, name: &str) -> Option<Shape> {
        let rest =
            || self.rest.as_ref().filter(|rest| !name.starts_with("x-") && (rest.allows)(name));
        self.field(name).map(|field| field.shape).or_else(|| rest().map(|rest| rest.shape))
    }
}

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

impl Kind {
    /// How many kinds there are; the last one counts.
    pub(crate) const COUNT: usize = Self::Xml as usize + 1;

    /// What the specification says of this kind.
    pub(crate) fn model(self) -> &'static Model {
        match self {
            Self::ApiKeyScheme => &API_KEY_SCHEME,
            Self::AuthorizationCodeFlow => &AUTHORIZATION_CODE_FLOW,
            Self::Callback => &CALLBACK,
            Self::ClientCredentialsFlow => &CLIENT_CREDENTIALS_FLOW,
            Self::Components => &COMPONENTS,
            Self::Contact => &CONTACT,
            Self::Discriminator => &DISCRIMINATOR,
            Self::Encoding => &ENCODING,
            Self::Example => &EXAMPLE,
            Self::ExternalDocs => &EXTERNAL_DOCUMENTATION,
            Self::Header => &HEADER,
            Self::HttpScheme => &HTTP_SCHEME,
            Self::ImplicitFlow => &IMPLICIT_FLOW,
            Self::Info => &INFO,
            Self::License => &LICENSE,
            Self::Link => &LINK,
            Self::MediaType => &MEDIA_TYPE,
            Self::OAuthFlows => &OAUTH_FLOWS,
            Self::OAuthScheme => &OAUTH_SCHEME,
            Self::OpenApi => &OPEN_API,
            Self::OpenIdScheme => &OPEN_ID_SCHEME,
            Self::Operation => &OPERATION,
            Self::Parameter => &PARAMETER,
            Self::PasswordFlow => &PASSWORD_FLOW,
            Self::PathItem => &PATH_ITEM_OBJECT,
            Self::Paths => &PATHS,
            Self::RequestBody => &REQUEST_BODY,
            Self::Response => &RESPONSE,
            Self::Responses => &RESPONSES,
            Self::Schema => &SCHEMA_OBJECT,
            Self::SecurityScheme => &SECURITY_SCHEME,
            Self::Server => &SERVER,
            Self::ServerVariable => &SERVER_VARIABLE,
            Self::Tag => &TAG,
            Self::Xml => &XML,
        }
    }

    /// The kind an object turns out to be once its members are looked at: security schemes differ by `type`.
    pub(crate) fn narrowed(self, object: &serde_json::Map<String, serde_json::Value>) -> Self {
        match (self, object.get("type").and_then(|value| value.as_str())) {
            (Self::SecurityScheme, Some("apiKey")) => Self::ApiKeyScheme,
            (Self::SecurityScheme, Some("http")) => Self::HttpScheme,
            (Self::SecurityScheme, Some("oauth2")) => Self::OAuthScheme,
            (Self::SecurityScheme, Some("openIdConnect")) => Self::OpenIdScheme,
            _ => self,
        }
    }
}

static OPEN_API: Model = model(
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

static INFO: Model = model(
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

static CONTACT: Model =
    model("Contact Object", &[may("name", Text), may("url", Text), may("email", Text)]);
static LICENSE: Model = model("License Object", &[must("name", Text), may("url", Text)]);
static TAG: Model = model("Tag Object", &[must("name", Text), DESCRIPTION, EXTERNAL_DOCS]);
static EXTERNAL_DOCUMENTATION: Model =
    model("External Documentation Object", &[DESCRIPTION, must("url", Text)]);

static SERVER: Model = model(
    "Server Object",
    &[must("url", Text), DESCRIPTION, may("variables", Map(&Object(Kind::ServerVariable)))],
);
static SERVER_VARIABLE: Model =
    model("Server Variable Object", &[may("enum", TEXTS), must("default", Text), DESCRIPTION]);

static COMPONENTS: Model = model(
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

static PATHS: Model = Model {
    name: "Paths Object",
    fields: &[],
    rest: Some(Rest {
        allows: |name| name.starts_with('/'),
        shape: PATH_ITEM,
        expected: "a path, which starts with a slash",
    }),
};

static PATH_ITEM_OBJECT: Model = model(
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

static OPERATION: Model = model(
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

static PARAMETER: Model = model(
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

static HEADER: Model = model(
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

static REQUEST_BODY: Model =
    model("Request Body Object", &[DESCRIPTION, must("content", CONTENT), may("required", Flag)]);

static MEDIA_TYPE: Model = model(
    "Media Type Object",
    &[
        may("schema", SCHEMA),
        may("example", Anything),
        may("examples", EXAMPLES),
        may("encoding", Map(&Object(Kind::Encoding))),
    ],
);

static ENCODING: Model = model(
    "Encoding Object",
    &[
        may("contentType", Text),
        may("headers", HEADERS),
        may("style", Choice(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
        may("explode", Flag),
        may("allowReserved", Flag),
    ],
);

static RESPONSES: Model = Model {
    name: "Responses Object",
    fields: &[may("default", Reference(Kind::Response))],
    rest: Some(Rest {
        allows: is_status,
        shape: Reference(Kind::Response),
        expected: "a status code such as `200`, a range such as `4XX`, or `default`",
    }),
};

static RESPONSE: Model = model(
    "Response Object",
    &[
        must("description", Text),
        may("headers", HEADERS),
        may("content", CONTENT),
        may("links", LINKS),
    ],
);

static CALLBACK: Model = Model {
    name: "Callback Object",
    fields: &[],
    rest: Some(Rest { allows: |_| true, shape: PATH_ITEM, expected: "an expression" }),
};

static EXAMPLE: Model = model(
    "Example Object",
    &[SUMMARY, DESCRIPTION, may("value", Anything), may("externalValue", Text)],
);

static LINK: Model = model(
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

static SCHEMA_OBJECT: Model = model(
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

static DISCRIMINATOR: Model =
    model("Discriminator Object", &[must("propertyName", Text), may("mapping", TEXT_MAP)]);

static XML: Model = model(
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
static SECURITY_SCHEME: Model = model("Security Scheme Object", &[SCHEME_TYPE, DESCRIPTION]);
static API_KEY_SCHEME: Model = model(
    "Security Scheme Object of type `apiKey`",
    &[
        SCHEME_TYPE,
        DESCRIPTION,
        must("name", Text),
        must("in", Choice(&["query", "header", "cookie"])),
    ],
);
static HTTP_SCHEME: Model = model(
    "Security Scheme Object of type `http`",
    &[SCHEME_TYPE, DESCRIPTION, must("scheme", Text), may("bearerFormat", Text)],
);
static OAUTH_SCHEME: Model = model(
    "Security Scheme Object of type `oauth2`",
    &[SCHEME_TYPE, DESCRIPTION, must("flows", Object(Kind::OAuthFlows))],
);
static OPEN_ID_SCHEME: Model = model(
    "Security Scheme Object of type `openIdConnect`",
    &[SCHEME_TYPE, DESCRIPTION, must("openIdConnectUrl", Text)],
);

static OAUTH_FLOWS: Model = model(
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
static IMPLICIT_FLOW: Model = model("OAuth Flow Object", &[AUTHORIZATION_URL, REFRESH_URL, SCOPES]);
static PASSWORD_FLOW: Model = model("OAuth Flow Object", &[TOKEN_URL, REFRESH_URL, SCOPES]);
static CLIENT_CREDENTIALS_FLOW: Model =
    model("OAuth Flow Object", &[TOKEN_URL, REFRESH_URL, SCOPES]);
static AUTHORIZATION_CODE_FLOW: Model =
    model("OAuth Flow Object", &[AUTHORIZATION_URL, TOKEN_URL, REFRESH_URL, SCOPES]);

/// Whether a key of `responses` is a status code or a range of them.
fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => true,
        [b'1'..=b'9', tens, ones] => tens.is_ascii_digit() && ones.is_ascii_digit(),
        _ => false,
    }
}
