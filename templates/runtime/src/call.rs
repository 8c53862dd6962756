//! One call of an operation, before it is sent.

use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::api::Operation;
use super::client::Client;
use super::decode::{self, DecodeError};
use super::error::{Error, ErrorKind};
use super::execute::{Answer, execute};
use super::payload::Payload;
use super::request::Draft;
use super::response::{BodyStream, Response};
use super::server::Server;

/// A call that is not sent yet: `.await` it for its value, or [`send`](Self::send) it for the value
/// with status and headers.
///
/// `P` names the operation where it has optional parameters; each is a method of its own.
/// A mistake in an argument is kept and comes back as the error of `.await` or `send`.
#[must_use = "a call does nothing until it is awaited or sent"]
pub struct Call<'c, T, P = ()> {
    client: &'c Client,
    operation: &'static Operation,
    pub(super) draft: Draft,
    decode: Decode<T>,
    parameters: PhantomData<fn() -> P>,
}

/// How a successful body becomes the call's value.
type Decode<T> = fn(StatusCode, Bytes) -> Result<T, DecodeError>;

impl<'c, T: DeserializeOwned, P> Call<'c, T, P> {
    /// A call whose answer is JSON. `path` has the values of the path parameters, in their order.
    pub fn new(client: &'c Client, operation: &'static Operation, path: &[&str]) -> Self {
        Self::with(client, operation, path, "application/json", |_, body| decode::json(&body))
    }
}

impl<'c, P> Call<'c, (), P> {
    /// A call whose answer is its status alone; a body is read and ignored.
    pub fn empty(client: &'c Client, operation: &'static Operation, path: &[&str]) -> Self {
        Self::with(client, operation, path, "application/json", |_, _| Ok(()))
    }
}

impl<'c, P> Call<'c, Bytes, P> {
    /// A call whose answer is bytes.
    pub fn bytes(client: &'c Client, operation: &'static Operation, path: &[&str]) -> Self {
        Self::with(client, operation, path, "*/*", |_, body| Ok(body))
    }
}

impl<'c, P> Call<'c, String, P> {
    /// A call whose answer is text, in UTF-8.
    pub fn text(client: &'c Client, operation: &'static Operation, path: &[&str]) -> Self {
        Self::with(client, operation, path, "*/*", |_, body| decode::utf8(&body).map(str::to_owned))
    }
}

impl<'c, T, P> Call<'c, T, P> {
    /// A call whose answer depends on its status. For generated code.
    #[doc(hidden)]
    pub fn by_status(
        client: &'c Client,
        operation: &'static Operation,
        path: &[&str],
        decode: fn(StatusCode, Bytes) -> Result<T, DecodeError>,
    ) -> Self {
        Self::with(client, operation, path, "*/*", decode)
    }

    fn with(
        client: &'c Client,
        operation: &'static Operation,
        path: &[&str],
        accept: &'static str,
        decode: Decode<T>,
    ) -> Self {
        let draft = Draft::new(client.inner(), operation, path, accept);
        Self { client, operation, draft, decode, parameters: PhantomData }
    }

    /// Sets the body, as JSON.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        self.draft.json("application/json", body);
        self
    }

    /// Sets the body, as JSON of another media type. For generated code.
    #[doc(hidden)]
    pub fn json_of(mut self, content_type: &'static str, body: &(impl Serialize + ?Sized)) -> Self {
        self.draft.json(content_type, body);
        self
    }

    /// Asks for JSON of another media type. For generated code.
    #[doc(hidden)]
    pub fn accept(mut self, media_type: &'static str) -> Self {
        self.draft.accept = media_type;
        self
    }

    /// Sets a query parameter, in place of an earlier value of it.
    pub fn query(mut self, name: &'static str, value: impl Display) -> Self {
        self.draft.query(name, &value);
        self
    }

    /// Sets a header parameter, by the rules of [`header`](Self::header).
    pub fn header_param(mut self, name: &'static str, value: impl Display) -> Self {
        self.draft.header(name, &value.to_string());
        self
    }

    /// Adds a cookie. For generated code.
    #[doc(hidden)]
    pub fn cookie(mut self, name: &str, value: impl Display) -> Self {
        self.draft.cookie(name, &value.to_string());
        self
    }

    /// Sets a body that is written already. For generated code.
    #[doc(hidden)]
    pub fn body_of(mut self, content_type: &str, body: impl Into<Payload>) -> Self {
        self.draft.body(content_type, body.into());
        self
    }

    /// Sends the call to another server than the client's, with the client's credentials: for operations that the API
    /// serves elsewhere.
    ///
    /// A secret key that belongs to another server is not sent there: the call fails, as building a client would, with
    /// [`ErrorKind::Config`].
    pub fn server(mut self, server: Server) -> Self {
        let client = self.client.inner();
        match client.check_key(&server) {
            Ok(()) => self.draft.base_url(client, server.base_url),
            Err(error) => self.draft.fail(error),
        }
        self
    }

    /// Limits the time for the whole call, retries and reading the answer included. The client's
    /// own limit is the default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.draft.timeout = Some(timeout);
        self
    }

    /// Limits how often the call is tried, the first time included; 1 turns retries off. The
    /// client's own limit is the default.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.draft.max_attempts = Some(attempts);
        self
    }

    /// Sends one more header, in place of an earlier one of this name.
    ///
    /// `Authorization`, `Host` and the headers that frame or encode a message are the client's own
    /// and refused; so is a value with control characters. Only if the client was built
    /// [`without_credentials`](super::client::ClientBuilder::without_credentials) is `Authorization` yours: for an
    /// authentication scheme that the client does not know.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.draft.header(name, value);
        self
    }

    /// Sends an idempotency key: one per thing to be done, the same one when trying again.
    ///
    /// Refused if the API has no header for it. Whether an operation honours the key is for the
    /// API's documentation to say.
    pub fn idempotency_key(mut self, key: &str) -> Self {
        match self.client.inner().api.idempotency_key_header {
            Some(name) => self.draft.header(name, key),
            None => self.draft.refuse("this API has no header for an idempotency key"),
        }
        self
    }

    /// The bare request, for a transport of your own choosing; nothing is sent.
    ///
    /// It carries the client's secret key in `Authorization`, marked sensitive so that its `Debug`
    /// does not show it; an access token is not fetched for it. Limits on time are not part of it.
    ///
    /// # Errors
    /// [`Request`](super::error::ErrorKind::Request) if an argument was refused, or the body is not in memory.
    pub fn request(self) -> Result<Request<Bytes>, Error> {
        let client = self.client.inner();
        let ready = self.draft.ready(client, self.operation)?;
        ready.bare(client, client.credentials.fixed()).ok_or_else(|| {
            Error::new(
                ErrorKind::Request,
                "a body that is read while it is sent has no bare request",
            )
            .in_call(self.operation.id, 0)
        })
    }

    /// Sends the call and reads the whole answer.
    ///
    /// # Errors
    /// Of every [kind](super::error::ErrorKind) but `File`. A status other than 2xx is one, of kind
    /// [`Api`](super::error::ErrorKind::Api).
    pub async fn send(self) -> Result<Response<T>, Error> {
        finish(self, |response| response).await
    }

    /// Sends the call and hands over the body of its answer as it arrives, not decoded: for what is long, or never ends.
    ///
    /// Until the answer begins, limits and retries are those of [`send`](Self::send). After that, no piece may take
    /// longer than an attempt (`attempt_timeout`); the length and the time as a whole are not limited, and nothing is
    /// sent again. The request counts as under way (`max_in_flight`) until the body ends or is dropped.
    ///
    /// # Errors
    /// Those of [`send`](Self::send), but for the body, which [`BodyStream`] tells about.
    pub async fn stream(mut self) -> Result<Response<BodyStream>, Error> {
        self.draft.is_streamed = true;
        let (client, operation) = (self.client.inner(), self.operation);
        let ready = self.draft.ready(client, operation)?;
        let answer = execute(client, operation, &ready).await?;
        Ok(BodyStream::of(answer, client.attempt_timeout, operation.id))
    }
}

#[allow(dead_code, reason = "only pages and pollers call again")]
impl<'c, T, P> Call<'c, T, P> {
    /// The same call again; `None` if it carries an error.
    pub(super) fn copy(&self) -> Option<Self> {
        let draft = self.draft.copy()?;
        Some(Self { draft, parameters: PhantomData, ..*self })
    }

    /// The call without its optional parameters.
    pub(super) fn untyped(self) -> Call<'c, T> {
        let Self { client, operation, draft, decode, .. } = self;
        Call { client, operation, draft, decode, parameters: PhantomData }
    }

    /// A query parameter that is a number.
    pub(super) fn query_value(&self, name: &str) -> Option<u64> {
        self.draft.query_value(name)?.parse().ok()
    }
}

/// What both ways to send do. Not a part of one of them: a future that awaits another keeps what both
/// were given.
fn finish<T, P, R>(
    call: Call<'_, T, P>,
    result: fn(Response<T>) -> R,
) -> impl Future<Output = Result<R, Error>> + Send + use<'_, T, P, R> {
    let Call { client, operation, draft, decode, .. } = call;
    let client = client.inner();
    let ready = draft.ready(client, operation);
    async move {
        let Answer { head, body, attempts, .. } = match ready {
            Ok(ref ready) => execute(client, operation, ready).await?,
            Err(error) => return Err(error),
        };
        let body = body.whole().unwrap_or_default();
        // The clone shares the buffer; only the error needs it.
        match decode(head.status, body.clone()) {
            Ok(value) => Ok(result(Response { head, attempts, value })),
            Err(error) => {
                Err(Error::decode(error).with_answer(head, body).in_call(operation.id, attempts))
            }
        }
    }
}

impl<'c, T: 'c, P: 'c> IntoFuture for Call<'c, T, P> {
    type Output = Result<T, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'c>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(finish(self, Response::into_inner))
    }
}

impl<T, P> fmt::Debug for Call<'_, T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}
