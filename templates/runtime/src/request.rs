//! A request before it is sent: what a call gathers, and what every attempt is made from.

use std::fmt::Display;
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, Uri};
use serde::Serialize;

use super::client::Inner;
use super::error::{Error, ErrorKind};
use super::operation::Operation;
use super::target::Target;

/// What a call gathers. The first thing that is wrong is kept and surfaces when it is sent.
pub(super) struct Draft {
    target: Result<Target, Error>,
    headers: HeaderMap,
    body: Bytes,
    pub(super) timeout: Option<Duration>,
}

/// A valid request that can be sent any number of times.
pub(super) struct Ready {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

impl Draft {
    pub(super) fn new(
        client: &Inner,
        operation: &Operation,
        arguments: &[&str],
        accept: &'static str,
    ) -> Self {
        let mut headers = HeaderMap::with_capacity(8);
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        headers.insert(header::USER_AGENT, client.user_agent.clone());
        Self {
            target: Target::new(client.base_url.prefix(), operation, arguments),
            headers,
            body: Bytes::new(),
            timeout: None,
        }
    }

    pub(super) fn refuse(&mut self, message: impl Into<std::borrow::Cow<'static, str>>) {
        if self.target.is_ok() {
            self.target = Err(Error::new(ErrorKind::Request, message));
        }
    }

    pub(super) fn query(&mut self, name: &str, value: &dyn Display) {
        if let Ok(target) = &mut self.target {
            target.query(name, value);
        }
    }

    pub(super) fn json(&mut self, body: &impl Serialize) {
        match serde_json::to_vec(body) {
            Ok(body) => {
                self.body = body.into();
                self.headers
                    .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            }
            // serde's text could hold a value.
            Err(_) => self.refuse("the request body cannot be written as JSON"),
        }
    }

    /// Adds the pairs of a list or object; `None` if it could not be written.
    pub(super) fn query_pairs(&mut self, pairs: Option<Vec<(String, String)>>) {
        match (&mut self.target, pairs) {
            (Ok(target), Some(pairs)) => {
                for (name, value) in &pairs {
                    target.query_pair(name, value);
                }
            }
            (_, None) => self.refuse("a parameter cannot be written"),
            (Err(_), _) => {}
        }
    }

    /// Sets a body that is written already.
    pub(super) fn body(&mut self, content_type: &str, body: Bytes) {
        match HeaderValue::try_from(content_type) {
            Ok(content_type) => {
                self.headers.insert(header::CONTENT_TYPE, content_type);
                self.body = body;
            }
            Err(_) => self.refuse("the content type of the body is not valid"),
        }
    }

    /// Adds a cookie to those of this request.
    pub(super) fn cookie(&mut self, name: &str, value: &str) {
        let before = self.headers.get(header::COOKIE).and_then(|value| value.to_str().ok());
        let cookies = before.map_or_else(String::new, |before| format!("{before}; "));
        self.header_value(header::COOKIE, &format!("{cookies}{name}={value}"));
    }

    /// Sets a header that the caller chose.
    pub(super) fn header(&mut self, name: &str, value: &str) {
        match HeaderName::try_from(name) {
            Ok(name) if is_reserved(&name) => {
                self.refuse(format!("the header `{name}` belongs to the client"));
            }
            Ok(name) => self.header_value(name, value),
            Err(_) => self.refuse("a header's name is not valid"),
        }
    }

    pub(super) fn header_value(&mut self, name: HeaderName, value: &str) {
        match HeaderValue::try_from(value) {
            Ok(mut value) => {
                // Nobody but the caller knows what it is, so it is not printed.
                value.set_sensitive(true);
                self.headers.insert(name, value);
            }
            Err(_) => {
                self.refuse(format!("the value of the header `{name}` holds a control character"));
            }
        }
    }

    pub(super) fn ready(self, client: &Inner, operation: &Operation) -> Result<Ready, Error> {
        let base = &client.base_url;
        let uri = Uri::builder()
            .scheme(base.scheme().clone())
            .authority(base.authority().clone())
            .path_and_query(self.target?.into_string())
            .build()
            .map_err(|_| Error::new(ErrorKind::Request, "the request's URL is too long"))?;
        Ok(Ready { method: operation.method.clone(), uri, headers: self.headers, body: self.body })
    }
}

impl Ready {
    /// The request of one attempt, the last one if nothing after it needs the parts again.
    pub(super) fn into_request(self, authorization: Option<&HeaderValue>) -> Request<Bytes> {
        let mut request = Request::new(self.body);
        *request.method_mut() = self.method;
        *request.uri_mut() = self.uri;
        *request.headers_mut() = self.headers;
        if let Some(value) = authorization {
            request.headers_mut().insert(header::AUTHORIZATION, value.clone());
        }
        request
    }
}

/// Headers whose meaning the client itself relies on: credentials, routing, framing and coding.
fn is_reserved(name: &HeaderName) -> bool {
    const RESERVED: [HeaderName; 13] = [
        header::ACCEPT_ENCODING,
        header::AUTHORIZATION,
        header::CONNECTION,
        header::CONTENT_ENCODING,
        header::CONTENT_LENGTH,
        header::CONTENT_TYPE,
        header::EXPECT,
        header::HOST,
        header::PROXY_AUTHORIZATION,
        header::TE,
        header::TRAILER,
        header::TRANSFER_ENCODING,
        header::UPGRADE,
    ];
    RESERVED.contains(name) || matches!(name.as_str(), "keep-alive" | "proxy-connection")
}
