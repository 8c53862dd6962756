//! Where the API is served: a URL, and a server as the API describes it with its tokens and keys.

use std::fmt;

use http::uri::{Authority, Scheme};
use http::{HeaderValue, Uri};

use super::error::{Error, ErrorKind};

/// Scheme, host and path prefix that every request starts with.
///
/// Credentials go there, so it is `https`, or `http` to this machine alone (`localhost`,
/// `127.0.0.0/8`, `[::1]`) for tests.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    scheme: Scheme,
    authority: Authority,
    /// The authority as the `Host` header has it: without a port that the scheme implies.
    host: HeaderValue,
    /// Empty, or begins and does not end with a slash.
    prefix: String,
}

impl BaseUrl {
    /// Reads an absolute URL such as `https://api.example.com/v1`.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if it is no URL, not `https`, or has a user, a query, a fragment or a
    /// `.` or `..` segment.
    pub fn parse(url: &str) -> Result<Self, Error> {
        if url.contains('#') {
            return Err(invalid("has a fragment"));
        }
        let uri: Uri = url.parse().map_err(|_| invalid("is not an absolute URL"))?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(invalid("is not an absolute URL"));
        };
        if authority.as_str().contains('@') {
            return Err(invalid("has a user or password"));
        }
        if scheme == Scheme::HTTP && !is_loopback(authority.host()) {
            return Err(invalid("is http: only https may carry credentials off this machine"));
        }
        if scheme != Scheme::HTTP && scheme != Scheme::HTTPS {
            return Err(invalid("is not https"));
        }
        let path = parts.path_and_query.as_ref().map_or("", |path| path.path());
        if parts.path_and_query.as_ref().is_some_and(|path| path.query().is_some()) {
            return Err(invalid("has a query"));
        }
        if path.split('/').any(|segment| matches!(segment, "." | "..")) {
            return Err(invalid("has a `.` or `..` segment"));
        }
        let implied = if scheme == Scheme::HTTP { 80 } else { 443 };
        let host = match authority.port_u16() {
            Some(port) if port != implied => authority.as_str(),
            _ => authority.host(),
        };
        let host = HeaderValue::from_str(host).map_err(|_| invalid("is not an absolute URL"))?;
        Ok(Self { scheme, authority, host, prefix: path.trim_end_matches('/').to_owned() })
    }

    /// Fills the variables of a server URL such as `https://{prefix}.api.example.com`.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if a value does not fit into its place, a variable has no value, or the
    /// result is no base URL. In front of a domain fits one DNS label (`a-z`, `0-9` and inner hyphens,
    /// at most 63), where the host ends also several with dots between, and in the path letters,
    /// digits, slashes and `-._~`. A value that could name another host is never used.
    pub fn from_template(template: &str, variables: &[(&str, &str)]) -> Result<Self, Error> {
        let mut parts = template.split('{');
        let mut url = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, after) = part.split_once('}').unwrap_or((part, ""));
            let Some((_, value)) = variables.iter().find(|(known, _)| *known == name) else {
                return Err(invalid("has a server variable without a value"));
            };
            if let Some(rule) = broken_rule(value, &url, after) {
                let message = format!("the server variable `{name}` must be {rule}");
                return Err(Error::new(ErrorKind::Config, message));
            }
            url.extend([*value, after]);
        }
        Self::parse(&url)
    }

    pub(super) fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    pub(super) fn authority(&self) -> &Authority {
        &self.authority
    }

    pub(super) fn host(&self) -> &HeaderValue {
        &self.host
    }

    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BaseUrl({self})")
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.prefix)
    }
}

fn invalid(problem: &str) -> Error {
    Error::new(ErrorKind::Config, format!("the base URL {problem}"))
}

/// What the value of a variable must be between these parts of a URL, if it is something else.
fn broken_rule(value: &str, before: &str, after: &str) -> Option<&'static str> {
    let is_in_path = before.split_once("://").is_some_and(|(_, rest)| rest.contains('/'));
    let is_path = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let (fits, rule) = if is_in_path {
        (value.bytes().all(is_path), "made of letters, digits, slashes and `-._~`")
    } else if after.starts_with('.') {
        (is_dns_label(value), "one DNS label: a-z, 0-9 and inner hyphens, at most 63")
    } else {
        (value.split('.').all(is_dns_label), "DNS labels with dots between them")
    };
    (!fits).then_some(rule)
}

fn is_dns_label(value: &str) -> bool {
    (1..=63).contains(&value.len())
        && value.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !value.starts_with('-')
        && !value.ends_with('-')
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// A server as the API describes it; made by the functions of the generated module `servers`.
#[derive(Clone, Debug)]
pub struct Server {
    pub(super) base_url: BaseUrl,
    token_url: Option<BaseUrl>,
    pub(super) key_prefix: Option<&'static str>,
}

impl Server {
    /// Fills the variables of the URLs of a server. For generated code.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if a value does not fit, or a URL is none that a client may use.
    #[doc(hidden)]
    pub fn new(
        url: &str,
        token_url: Option<&str>,
        key_prefix: Option<&'static str>,
        variables: &[(&str, &str)],
    ) -> Result<Self, Error> {
        let token_url = token_url.map(|url| BaseUrl::from_template(url, variables));
        Ok(Self {
            base_url: BaseUrl::from_template(url, variables)?,
            token_url: token_url.transpose()?,
            key_prefix,
        })
    }

    /// Where the API is.
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        &self.base_url
    }

    /// Where client credentials are exchanged for access tokens.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if the API describes no such place for this server.
    pub fn token_url(&self) -> Result<BaseUrl, Error> {
        let missing = || Error::new(ErrorKind::Config, "this server has no token URL");
        self.token_url.clone().ok_or_else(missing)
    }
}
