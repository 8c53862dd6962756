//! The one error of the client.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::api::Api;
use super::body::Failure;
use super::decode::{self, DecodeError};
use super::error_body::ErrorBody;
use super::retry_after;
use super::transport::{BoxError, TransportError};

/// Why a call, or the making of a client, failed.
///
/// `Display` is one line for logs: operation, status, the API's error type and codes, request id,
/// attempts. Neither it nor `Debug` nor a [`source`](std::error::Error::source) ever shows a URL, a
/// body or a value that was sent or received; ask [`body`](Self::body) or [`json`](Self::json) for those.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<&'static str>,
    /// What happened, in words of the runtime or of the spec: never a value.
    message: Cow<'static, str>,
    sent: Sent,
    attempts: u32,
    head: Option<Head>,
    body: Bytes,
    /// What the API says in the body; empty for all kinds but `Api`.
    said: ErrorBody,
    retry_after: Option<Duration>,
    source: Option<SharedError>,
}

/// A cause that several errors can have in common, such as a token that nobody got.
pub(super) type SharedError = Arc<dyn std::error::Error + Send + Sync>;

/// Status and headers of an answer.
pub(super) struct Head {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) request_id_header: Option<&'static str>,
}

/// How much of a body an [`Error`] keeps, in bytes.
pub(super) const KEPT_BODY: usize = 16 * 1024;

/// What went wrong, in classes that callers treat differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built like this: a value is missing or not valid.
    Config,
    /// The call cannot be sent like this: an argument, a header or the body was refused, or the body could not be read.
    /// If that was while it was sent, [`was_sent`](Error::was_sent) is not `No`, but the server got no whole request.
    Request,
    /// No access token could be had. The request itself was not sent; the token endpoint's error is
    /// the source.
    Auth,
    /// No connection: name resolution, TCP or TLS failed. Nothing was sent.
    Connect,
    /// The server could not prove who it is: its certificate is not trusted, not valid or another's.
    /// Nothing was sent.
    Tls,
    /// The time for connecting, for one attempt or for the whole call was over.
    Timeout,
    /// The connection broke, or the server spoke no HTTP.
    Transport,
    /// The API answered with a status other than 2xx; redirects are not followed and count as such.
    Api,
    /// The API reported success with a body that is not what its description promises.
    Decode,
    /// The body is longer than the client accepts.
    BodyTooLarge,
    /// A download cannot be written to its file.
    File,
}

/// Whether the server may have processed the request, in any attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sent {
    /// Nothing left this machine; sending it again cannot do anything twice.
    No,
    /// It may have been received, and no answer came. Look before you create anything again.
    Maybe,
    /// It was received: the server answered.
    Yes,
}

impl Error {
    pub(super) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            message: message.into(),
            sent: Sent::No,
            attempts: 0,
            head: None,
            body: Bytes::new(),
            said: ErrorBody::default(),
            retry_after: None,
            source: None,
        }))
    }

    /// An answer with a status other than 2xx.
    pub(super) fn api(api: &Api, head: Head, body: Bytes) -> Self {
        let mut error = Self::new(ErrorKind::Api, "");
        error.0.said = ErrorBody::read(&api.error_members, &body);
        error.0.retry_after = retry_after::read(&head.headers);
        error.with_answer(head, body)
    }

    pub(super) fn transport(error: TransportError) -> Self {
        let (kind, message) = error.describe();
        let sent = error.was_sent();
        Self::new(kind, message).with_sent(sent).with_source(error.into_source())
    }

    /// There is no access token to send the request with.
    pub(super) fn auth(cause: SharedError) -> Self {
        let mut error = Self::new(ErrorKind::Auth, "no access token");
        // Of causes, the client's own are known to print no secret.
        if let Some(cause) = cause.downcast_ref::<Self>() {
            error.0.message = format!("no access token: {cause}").into();
            error.0.retry_after = cause.retry_after();
        }
        error.0.source = Some(cause);
        error
    }

    /// A successful answer whose body could not be read.
    pub(super) fn unreadable(failure: Failure) -> Self {
        match failure {
            Failure::TooLarge => {
                Self::new(ErrorKind::BodyTooLarge, "the body is longer than `max_body_bytes`")
            }
            Failure::Truncated => Self::new(ErrorKind::Transport, "the body ended early"),
            Failure::Stalled => {
                let message = "nothing came for longer than the limit of an attempt";
                Self::new(ErrorKind::Timeout, message)
            }
            Failure::Broken(source) => {
                Self::new(ErrorKind::Transport, "the connection broke within the body")
                    .with_source(source)
            }
        }
    }

    /// A successful answer whose body does not decode.
    pub(super) fn decode(error: DecodeError) -> Self {
        Self::new(ErrorKind::Decode, "the body is not what the API describes").with_source(error)
    }

    pub(super) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into().into());
        self
    }

    #[allow(dead_code, reason = "only token endpoints have a use for it")]
    pub(super) fn without_body(mut self) -> Self {
        self.0.body = Bytes::new();
        self
    }

    pub(super) fn with_sent(mut self, sent: Sent) -> Self {
        self.0.sent = sent;
        self
    }

    /// Takes into account what earlier attempts may have done.
    pub(super) fn sent_at_least(mut self, sent: Sent) -> Self {
        self.0.sent = self.0.sent.max(sent);
        self
    }

    pub(super) fn with_answer(mut self, head: Head, body: Bytes) -> Self {
        self.0.sent = Sent::Yes;
        self.0.head = Some(head);
        // A copy of what is kept, so that an error never holds on to a large buffer.
        let kept = body.get(..KEPT_BODY).map(Bytes::copy_from_slice);
        self.0.body = kept.unwrap_or(body);
        self
    }

    pub(super) fn in_call(mut self, operation: &'static str, attempts: u32) -> Self {
        self.0.operation = Some(operation);
        self.0.attempts = attempts;
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Status of the answer, if there was one: also with [`ErrorKind::Decode`] and its like.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.head.as_ref().map(|head| head.status)
    }

    /// Headers of the answer, if there was one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.head.as_ref().map(|head| &head.headers)
    }

    /// The API's correlation id, from the response header or else from the error body.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.head.as_ref().and_then(Head::request_id).or(self.0.said.request_id.as_deref())
    }

    /// How the API classes the error, such as `request_invalid`.
    #[must_use]
    pub fn error_type(&self) -> Option<&str> {
        self.0.said.error_type.as_deref()
    }

    /// The API's codes for what it refused; empty if it gave none.
    #[must_use]
    pub fn error_codes(&self) -> &[String] {
        &self.0.said.codes
    }

    /// How long the API asks to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How many requests were tried; 0 if the call was refused before the first.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether the server may have processed the request.
    #[must_use]
    pub fn was_sent(&self) -> Sent {
        self.0.sent
    }

    /// The first 16 KiB of the answer's body; empty if there was none. It may hold personal data.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// Reads the body as the error model that the API's description gives for this status.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] if it is something else.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Self> {
        decode::json(&self.0.body).map_err(Self::decode)
    }

    /// Where and why a body could not be read, for [`ErrorKind::Decode`].
    #[must_use]
    pub fn decode_error(&self) -> Option<&DecodeError> {
        self.0.source.as_ref()?.downcast_ref()
    }

    /// No connection could be made; nothing was sent.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self.kind(), ErrorKind::Connect | ErrorKind::Tls)
    }

    /// A limit on time was reached.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Status 401: the credentials are missing, wrong or expired.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// Status 403: the credentials do not allow this.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(StatusCode::FORBIDDEN)
    }

    /// Status 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Status 409: the state of the thing does not allow this.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.status() == Some(StatusCode::CONFLICT)
    }

    /// Status 429.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Status 5xx.
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error())
    }
}

impl Head {
    pub(super) fn request_id(&self) -> Option<&str> {
        self.headers.get(self.request_id_header?)?.to_str().ok()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&self.0.message)?;
        if let Some(error) = self.decode_error() {
            write!(f, ": {error}")?;
        }
        if let Some(status) = self.status() {
            let separator = if self.0.message.is_empty() { "" } else { ", " };
            write!(f, "{separator}{status}")?;
        }
        if let Some(error_type) = self.error_type() {
            write!(f, ", {}", Code(error_type))?;
        }
        if let [first, rest @ ..] = self.error_codes() {
            write!(f, " [{}", Code(first))?;
            rest.iter().try_for_each(|code| write!(f, ", {}", Code(code)))?;
            f.write_str("]")?;
        }
        if let Some(id) = self.request_id() {
            write!(f, ", request id {}", Id(id))?;
        }
        match self.attempts() {
            0 => Ok(()),
            1 => f.write_str(", 1 attempt"),
            attempts => write!(f, ", {attempts} attempts"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("message", &format_args!("{self}"))
            .field("was_sent", &self.was_sent())
            .field("retry_after", &self.retry_after())
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| &**source as _)
    }
}

/// A word of the API for people and machines; anything else a server may have put there, such as a
/// date or a number, stays out of logs.
struct Code<'a>(&'a str);

impl fmt::Display for Code<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_word = self.0.starts_with(|first: char| first.is_ascii_alphabetic());
        f.write_str(if is_word && is_one_word(self.0) { self.0 } else { "[redacted]" })
    }
}

/// An id made by the API, which may begin with a digit.
struct Id<'a>(&'a str);

impl fmt::Display for Id<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if is_one_word(self.0) { self.0 } else { "[redacted]" })
    }
}

fn is_one_word(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:/[]".contains(&byte);
    (1..=128).contains(&text.len()) && text.bytes().all(is_part)
}
