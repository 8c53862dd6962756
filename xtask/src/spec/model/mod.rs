//! The object model of OpenAPI 3.0 as a table: which members each object has, which it must have, and of what type.

mod table;

use crate::spec::version::Version;

/// The objects of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

impl Kind {
    /// How many kinds there are; the last one counts.
    pub(crate) const COUNT: usize = Self::Xml as usize + 1;

    /// What the specification says of this kind.
    pub(crate) fn model(self) -> &'static Model {
        match self {
            Self::ApiKeyScheme => &table::API_KEY_SCHEME,
            Self::AuthorizationCodeFlow => &table::AUTHORIZATION_CODE_FLOW,
            Self::Callback => &table::CALLBACK,
            Self::ClientCredentialsFlow => &table::CLIENT_CREDENTIALS_FLOW,
            Self::Components => &table::COMPONENTS,
            Self::Contact => &table::CONTACT,
            Self::Discriminator => &table::DISCRIMINATOR,
            Self::Encoding => &table::ENCODING,
            Self::Example => &table::EXAMPLE,
            Self::ExternalDocs => &table::EXTERNAL_DOCUMENTATION,
            Self::Header => &table::HEADER,
            Self::HttpScheme => &table::HTTP_SCHEME,
            Self::ImplicitFlow => &table::IMPLICIT_FLOW,
            Self::Info => &table::INFO,
            Self::License => &table::LICENSE,
            Self::Link => &table::LINK,
            Self::MediaType => &table::MEDIA_TYPE,
            Self::OAuthFlows => &table::OAUTH_FLOWS,
            Self::OAuthScheme => &table::OAUTH_SCHEME,
            Self::OpenApi => &table::OPEN_API,
            Self::OpenIdScheme => &table::OPEN_ID_SCHEME,
            Self::Operation => &table::OPERATION,
            Self::Parameter => &table::PARAMETER,
            Self::PasswordFlow => &table::PASSWORD_FLOW,
            Self::PathItem => &table::PATH_ITEM_OBJECT,
            Self::Paths => &table::PATHS,
            Self::RequestBody => &table::REQUEST_BODY,
            Self::Response => &table::RESPONSE,
            Self::Responses => &table::RESPONSES,
            Self::Schema => &table::SCHEMA_OBJECT,
            Self::SecurityScheme => &table::SECURITY_SCHEME,
            Self::Server => &table::SERVER,
            Self::ServerVariable => &table::SERVER_VARIABLE,
            Self::Tag => &table::TAG,
            Self::Xml => &table::XML,
        }
    }

    /// The shape of the member `name` of such an object, if it may have it and it is no extension.
    pub(crate) fn shape(self, name: &str, version: Version) -> Option<Shape> {
        let later = || (version == Version::V3_1).then(|| table::later(self, name)).flatten();
        self.model().shape(name).or_else(later)
    }

    /// The section of `components` for such objects.
    pub(crate) fn section(self) -> Option<&'static str> {
        let is_section = |field: &&Field| matches!(field.shape, Shape::Map(Shape::Reference(kind)) if *kind == self);
        Some(table::COMPONENTS.fields.iter().find(is_section)?.name)
    }

    /// The kind an object turns out to be once its members are looked at: security schemes differ by `type`.
    pub(crate) fn narrowed(self, object: &serde_json::Map<String, serde_json::Value>) -> Self {
        if self != Self::SecurityScheme {
            return self;
        }
        match object.get("type").and_then(|value| value.as_str()) {
            Some("apiKey") => Self::ApiKeyScheme,
            Some("http") => Self::HttpScheme,
            Some("oauth2") => Self::OAuthScheme,
            Some("openIdConnect") => Self::OpenIdScheme,
            _ => self,
        }
    }
}
