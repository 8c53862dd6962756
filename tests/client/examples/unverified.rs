//! Ways to read a webhook: the one that compiles, and behind `--cfg` those that must not; a test sees to it.

#![allow(unexpected_cfgs, reason = "the test sets them")]

use checkout_identity::models::IdentityVerificationEvent;
#[allow(unused_imports, reason = "for what must not compile")]
use checkout_identity::{VerifiedPayload, WebhookError, Webhooks};

fn read(
    webhooks: &Webhooks,
    body: &[u8],
    signature: &str,
) -> Result<IdentityVerificationEvent, WebhookError> {
    #[cfg(without_checking)]
    let payload = webhooks.parse(body);
    #[cfg(by_constructor)]
    let payload = VerifiedPayload(body);
    #[cfg(by_conversion)]
    let payload = VerifiedPayload::from(body);
    #[cfg(from_json)]
    let payload: VerifiedPayload<'_> = serde_json::from_slice(body).unwrap();
    #[cfg(not(any(without_checking, by_constructor, by_conversion, from_json)))]
    let payload = webhooks.verify(body, [signature])?;
    payload.parse()
}

fn main() -> Result<(), WebhookError> {
    let webhooks = Webhooks::new(["key"])?;
    let body = b"{}";
    let _ = read(&webhooks, body, &webhooks.sign(body));
    Ok(())
}
