//! What must hold for any bytes that reach the client: no panic, and what is understood is understood rightly.

use checkout_identity::http::{HeaderValue, Request, Response, StatusCode};
use checkout_identity::models::{IdentityVerificationEvent, IdentityVerificationId};
use checkout_identity::{
    BaseUrl, Bytes, Client, Date, Error, Timestamp, Transport, TransportFuture, Webhooks,
};
use percent_encoding::percent_decode_str;

/// An API that always gives the same answer.
struct Answer {
    status: StatusCode,
    retry_after: Option<HeaderValue>,
    body: Vec<u8>,
}

impl Transport for Answer {
    fn send(&self, _: Request<Bytes>) -> TransportFuture<'_> {
        let mut response = Response::new(Bytes::from(self.body.clone()).into());
        *response.status_mut() = self.status;
        if let Some(value) = &self.retry_after {
            response.headers_mut().insert("retry-after", value.clone());
        }
        Box::pin(async { Ok(response) })
    }
}

fn client(answer: Answer) -> Client {
    Client::builder()
        .base_url(BaseUrl::parse("http://localhost").expect("it is a URL"))
        .without_credentials()
        .max_attempts(1)
        .transport(answer)
        .build()
        .expect("nothing is missing")
}

fn call(answer: Answer) -> Result<(), Error> {
    let client = client(answer);
    let id = IdentityVerificationId::from("idv_1");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.expect("a runtime starts");
    runtime.block_on(async {
        let verification = client.get_identity_verification(&id).await?;
        // Whatever is understood can be shown.
        let _ = format!("{verification:?}");
        Ok(())
    })
}

/// The body of an answer, of the status that its first byte chooses.
pub fn response(data: &[u8]) {
    let Some((first, body)) = data.split_first() else { return };
    let codes = [200, 200, 200, 201, 204, 400, 404, 422, 429, 500];
    let code = codes[usize::from(*first) % codes.len()];
    let status = StatusCode::from_u16(code).expect("it is a status");
    if let Err(error) = call(Answer { status, retry_after: None, body: body.to_vec() }) {
        assert_eq!(error.status(), Some(status));
        let _ = format!("{error} {error:?}");
    }
}

/// The body of a webhook: only the right signature lets it through.
pub fn webhook(data: &[u8]) {
    let hooks = Webhooks::new(["key"]).expect("there is a key");
    let signature = hooks.sign(data);
    if let Ok(payload) = hooks.verify(data, [&signature]) {
        let _ = payload.parse::<IdentityVerificationEvent>();
    }
    let is_signature = data.eq_ignore_ascii_case(signature.as_bytes());
    assert!(is_signature || hooks.verify(data, [data]).is_err());
}

/// The header `Retry-After`.
pub fn retry_after(data: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(data) else { return };
    let status = StatusCode::TOO_MANY_REQUESTS;
    let answer = Answer { status, retry_after: Some(value), body: Vec::new() };
    let error = call(answer).expect_err("429 is no success");
    let _ = error.retry_after();
}

/// Times and dates: what is read is written back as it came.
pub fn time(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        assert_eq!(timestamp.to_string(), text);
    }
    if let Ok(date) = text.parse::<Date>() {
        assert_eq!(date.to_string(), text);
    }
}

/// An id in a path: one segment that means it, or nothing is sent.
pub fn id(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let answer = Answer { status: StatusCode::OK, retry_after: None, body: Vec::new() };
    let id = IdentityVerificationId::from(text);
    let Ok(request) = client(answer).get_identity_verification(&id).request() else { return };
    let segment = request.uri().path().strip_prefix("/identity-verifications/");
    let segment = segment.expect("the path is the operation's");
    assert!(!segment.contains('/') && request.uri().query().is_none());
    assert_eq!(percent_decode_str(segment).decode_utf8().as_deref(), Ok(text));
}
