//! A request before it is sent: what a call gathers, and what every attempt is made from.

use std::borrow::Cow;
use std::fmt::Display;
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, Uri};
use http_body::Body as HttpBody;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;

use super::api::Operation;
use super::client::{Credentials, Inner};
use super::error::{Error, ErrorKind};
use super::keys::Key;
use super::payload::{Opened, Payload};
use super::server::BaseUrl;
use super::target::{Target, encoded};
use super::transport;

/// What no cookie may hold, but for the comma, which separates the elements of a list.
const ESCAPED_IN_COOKIES: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'%').add(b';').add(b'\\');

/// What a call gathers. The first thing that is wrong is kept and surfaces when it is sent.
pub(super) struct Draft {
    pub(super) target: Result<Target, Error>,
    /// Where it goes, if not to the client's server.
    base_url: Option<BaseUrl>,
    /// Whether `Authorization` is the caller's to send.
    may_authorize: bool,
    pub(super) accept: &'static str,
    /// What the caller adds; mostly nothing.
    headers: HeaderMap,
    body: Body,
    pub(super) timeout: Option<Duration>,
    pub(super) max_attempts: Option<u32>,
    /// Whether the body of the answer is wanted as it arrives.
    pub(super) is_streamed: bool,
}

/// A valid request that can be sent any number of times.
pub(super) struct Ready {
    method: Method,
    uri: Uri,
    accept: &'static str,
    headers: HeaderMap,
    body: Body,
    pub(super) timeout: Option<Duration>,
    pub(super) max_attempts: Option<u32>,
    pub(super) is_streamed: bool,
    host: HeaderValue,
}

/// A body with its media type, if there is one.
type Body = Option<(HeaderValue, Payload)>;

impl Draft {
    pub(super) fn new(
        client: &Inner,
        operation: &Operation,
        arguments: &[&str],
        accept: &'static str,
    ) -> Self {
        Self {
            target: Target::new(client.base_url.prefix(), operation, arguments),
            base_url: None,
            may_authorize: matches!(client.credentials, Credentials::None),
            accept,
            headers: HeaderMap::new(),
            body: None,
            timeout: None,
            max_attempts: None,
            is_streamed: false,
        }
    }

    /// The same request again; `None` if something is wrong with it.
    #[allow(dead_code, reason = "only pages and pollers call again")]
    pub(super) fn copy(&self) -> Option<Self> {
        Some(Self {
            target: Ok(self.target.as_ref().ok()?.clone()),
            base_url: self.base_url.clone(),
            headers: self.headers.clone(),
            body: self.body.clone(),
            ..*self
        })
    }

    /// A query parameter, as it is written.
    #[allow(dead_code, reason = "only pages look at it")]
    pub(super) fn query_value(&self, name: &str) -> Option<&str> {
        self.target.as_ref().ok()?.query_value(name)
    }

    /// Sends it elsewhere.
    pub(super) fn base_url(&mut self, client: &Inner, base_url: BaseUrl) {
        let before = self.base_url.as_ref().unwrap_or(&client.base_url);
        if let Ok(target) = &mut self.target {
            target.replace_prefix(before.prefix(), base_url.prefix());
        }
        self.base_url = Some(base_url);
    }

    /// Keeps a reason not to send it, if it is the first.
    pub(super) fn refuse(&mut self, message: impl Into<Cow<'static, str>>) {
        self.fail(Error::new(ErrorKind::Request, message));
    }

    /// Keeps an error to come back with, if it is the first.
    pub(super) fn fail(&mut self, error: Error) {
        if self.target.is_ok() {
            self.target = Err(error);
        }
    }

    pub(super) fn query(&mut self, name: &str, value: &dyn Display) {
        if let Ok(target) = &mut self.target {
            target.query(name, value);
        }
    }

    pub(super) fn json(&mut self, content_type: &'static str, body: &(impl Serialize + ?Sized)) {
        // Room for most bodies, so that they are not moved again and again as they grow.
        let mut json = Vec::with_capacity(1024);
        match serde_json::to_writer(&mut json, body) {
            Ok(()) => self.body(content_type, json.into()),
            // serde's text could hold a value.
            Err(_) => self.refuse("the request body cannot be written as JSON"),
        }
    }

    /// Sets a body that is written already, or read while it is sent.
    pub(super) fn body(&mut self, content_type: &str, body: Payload) {
        match HeaderValue::try_from(content_type) {
            Ok(content_type) => self.body = Some((content_type, body)),
            Err(_) => self.refuse("the content type of the body is not valid"),
        }
    }

    /// Adds a cookie to those of this request. In its value is encoded what would end it.
    pub(super) fn cookie(&mut self, name: &str, value: &str) {
        let before = self.headers.get(header::COOKIE).and_then(|value| value.to_str().ok());
        let cookies = before.map_or_else(String::new, |before| format!("{before}; "));
        let (name, value) = (encoded(name), utf8_percent_encode(value, ESCAPED_IN_COOKIES));
        self.header(header::COOKIE.as_str(), &format!("{cookies}{name}={value}"));
    }

    /// Sets a header that the caller chose.
    pub(super) fn header(&mut self, name: &str, value: &str) {
        let Ok(name) = HeaderName::try_from(name) else {
            return self.refuse("a header's name is not valid");
        };
        if name == header::CONTENT_TYPE
            && let Some((_, body)) = self.body.take_if(|(it, _)| lacks_boundary(it))
        {
            return self.body(value, body);
        }
        if is_reserved(&name) && !(self.may_authorize && name == header::AUTHORIZATION) {
            return self.refuse(format!("the header `{name}` belongs to the client"));
        }
        let Ok(mut value) = HeaderValue::try_from(value) else {
            return self
                .refuse(format!("the value of the header `{name}` holds a control character"));
        };
        // Nobody but the caller knows what it is, so it is not printed.
        value.set_sensitive(true);
        self.headers.insert(name, value);
    }

    /// What every attempt is made from, or the first thing that is wrong.
    pub(super) fn ready(self, client: &Inner, operation: &Operation) -> Result<Ready, Error> {
        let base = self.base_url.as_ref().unwrap_or(&client.base_url);
        let uri = self.target.and_then(|mut target| {
            for key in &client.keys {
                if let Key::Query(pair) = key {
                    target.add(pair);
                }
            }
            Uri::builder()
                .scheme(base.scheme().clone())
                .authority(base.authority().clone())
                .path_and_query(target.into_string())
                .build()
                .map_err(|_| Error::new(ErrorKind::Request, "the request's URL is too long"))
        });
        let uri = uri.map_err(|error| error.in_call(operation.id, 0))?;
        let (method, host) = (operation.method.clone(), base.host().clone());
        let Self { accept, headers, body, timeout, max_attempts, is_streamed, .. } = self;
        Ok(Ready { method, uri, accept, headers, body, timeout, max_attempts, is_streamed, host })
    }
}

impl Ready {
    /// The body of one attempt.
    pub(super) async fn open(&self) -> Result<Opened, Error> {
        match &self.body {
            Some((_, body)) => body.open().await,
            None => Ok(Bytes::new().into()),
        }
    }

    /// Whether the body is read while it is sent.
    pub(super) fn is_upload(&self) -> bool {
        self.body.as_ref().is_some_and(|(_, body)| body.whole().is_none())
    }

    /// Whether another attempt has a body to send.
    pub(super) fn is_repeatable(&self) -> bool {
        self.body.as_ref().is_none_or(|(_, body)| body.is_at_hand())
    }

    /// The bare request; `None` if its body is not in memory.
    pub(super) fn bare(
        &self,
        client: &Inner,
        authorization: Option<HeaderValue>,
    ) -> Option<Request<Bytes>> {
        let body =
            self.body.as_ref().map_or(Some(Bytes::new()), |(_, body)| body.whole().cloned())?;
        let request = self.request(client, authorization, body.into());
        Some(request.map(|body| body.whole().unwrap_or_default()))
    }

    /// The request of one attempt. Its parts are shared with the next one's, not copied.
    pub(super) fn request(
        &self,
        client: &Inner,
        authorization: Option<HeaderValue>,
        body: transport::Body,
    ) -> Request<transport::Body> {
        let mut headers = HeaderMap::with_capacity(6);
        headers.insert(header::ACCEPT, HeaderValue::from_static(self.accept));
        headers.insert(header::USER_AGENT, client.user_agent.clone());
        if let Some(authorization) = authorization {
            headers.insert(header::AUTHORIZATION, authorization);
        }
        if let Some((media_type, _)) = &self.body {
            headers.insert(header::CONTENT_TYPE, media_type.clone());
        }
        match (body.size_hint().exact(), &self.method) {
            // Some gateways refuse a POST that does not say that its body is empty.
            (Some(0), &Method::POST | &Method::PUT | &Method::PATCH) => {
                headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
            }
            // Without a word about it, hyper takes these to have no body.
            (None, &Method::GET | &Method::HEAD) => {
                headers.insert(header::TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
            }
            _ => {}
        }
        // After the client's own, so that a caller can replace those that are not reserved.
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
        // The same for every request, so the transport need not write it anew for each.
        headers.insert(header::HOST, self.host.clone());
        client.keys.iter().for_each(|key| key.apply(&mut headers));
        let mut request = Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = headers;
        request
    }
}

/// Whether a body is of parts that the caller wrote, who alone knows what stands between them.
fn lacks_boundary(content_type: &HeaderValue) -> bool {
    let is_of_parts = |it: &str| it.starts_with("multipart/") && !it.contains("boundary=");
    content_type.to_str().is_ok_and(is_of_parts)
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
