//! Webhooks: only a body whose signature fits can be read.

use std::fmt::{self, Write};

use hmac::{Hmac, KeyInit, Mac};
use serde::de::DeserializeOwned;
use sha2::Sha256;

use super::decode::{self, DecodeError};

/// No webhook comes near this; a longer body is refused before it is hashed.
const MAX_BODY: usize = 1024 * 1024;

/// Checks that webhooks come from whom they say.
///
/// The signature is the HMAC-SHA256 of the body as it arrived, in hexadecimal. So give
/// [`verify`](Self::verify) the raw bytes, not JSON that was parsed and written again.
///
/// A webhook can arrive more than once, out of order, and before the answer to the call that it is
/// about; its signature does not age. Keep the ids of the events you have dealt with, for longer than
/// the provider goes on resending them.
#[derive(Clone)]
pub struct Webhooks {
    keys: Vec<Hmac<Sha256>>,
}

impl Webhooks {
    /// Takes the keys that may sign; more than one while keys are rotated.
    ///
    /// # Errors
    /// If there is none, or one is empty.
    pub fn new<K: AsRef<[u8]>>(keys: impl IntoIterator<Item = K>) -> Result<Self, WebhookError> {
        let key = |key: K| match key.as_ref() {
            [] => Err(WebhookError::NoKey),
            key => Hmac::new_from_slice(key).map_err(|_| WebhookError::NoKey),
        };
        match keys.into_iter().map(key).collect::<Result<Vec<_>, _>>()? {
            keys if keys.is_empty() => Err(WebhookError::NoKey),
            keys => Ok(Self { keys }),
        }
    }

    /// Checks a body against the values of the signature header, of which there must be exactly one.
    ///
    /// An `Option` of a header value fits, and so does what `get_all` of a header map returns. The
    /// comparison takes the same time wherever signatures differ.
    ///
    /// # Errors
    /// If the signature is missing, doubled, malformed or wrong, or the body is too long. Answer
    /// with a status of 4xx, and do nothing else.
    pub fn verify<'b, S: AsRef<[u8]>>(
        &self,
        body: &'b [u8],
        signatures: impl IntoIterator<Item = S>,
    ) -> Result<VerifiedPayload<'b>, WebhookError> {
        if body.len() > MAX_BODY {
            return Err(WebhookError::TooLarge);
        }
        let mut signatures = signatures.into_iter();
        let (Some(signature), None) = (signatures.next(), signatures.next()) else {
            return Err(WebhookError::NotOneSignature);
        };
        let signature = unhex(signature.as_ref()).ok_or(WebhookError::MalformedSignature)?;
        let fits =
            |key: &Hmac<Sha256>| key.clone().chain_update(body).verify_slice(&signature).is_ok();
        if self.keys.iter().any(fits) {
            Ok(VerifiedPayload(body))
        } else {
            Err(WebhookError::WrongSignature)
        }
    }

    /// The signature of a body with the first key, for tests of your own.
    #[must_use]
    pub fn sign(&self, body: &[u8]) -> String {
        let Some(key) = self.keys.first() else { return String::new() };
        let signature = key.clone().chain_update(body).finalize().into_bytes();
        signature.iter().fold(String::new(), |mut text, byte| {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

impl fmt::Debug for Webhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhooks").field("keys", &self.keys.len()).finish_non_exhaustive()
    }
}

fn unhex(text: &[u8]) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, digits) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        for digit in digits {
            let value = char::from(*digit).to_digit(16)?;
            *byte = *byte << 4 | u8::try_from(value).ok()?;
        }
    }
    Some(bytes)
}

/// A body whose signature fits; the only thing that an event can be read from.
#[derive(Clone, Copy)]
pub struct VerifiedPayload<'b>(&'b [u8]);

impl<'b> VerifiedPayload<'b> {
    /// Reads the event.
    ///
    /// # Errors
    /// [`WebhookError::Decode`] if the body is something else.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, WebhookError> {
        decode::json(self.0).map_err(WebhookError::Decode)
    }

    /// The body, which may hold personal data.
    #[must_use]
    pub fn bytes(&self) -> &'b [u8] {
        self.0
    }
}

impl fmt::Debug for VerifiedPayload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VerifiedPayload([redacted])")
    }
}

/// Why a webhook was refused. Neither `Debug` nor `Display` shows a key, a signature or the body.
#[derive(Debug)]
#[non_exhaustive]
pub enum WebhookError {
    /// There is no key to check with, or one is empty.
    NoKey,
    /// The signature header is missing, or there is more than one.
    NotOneSignature,
    /// The signature is not 64 hexadecimal digits.
    MalformedSignature,
    /// The signature fits none of the keys.
    WrongSignature,
    /// The body is longer than 1 MiB.
    TooLarge,
    /// The signature fits, but the body is not the event it was read as.
    Decode(DecodeError),
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoKey => "a signature key is missing or empty",
            Self::NotOneSignature => "there is not exactly one signature",
            Self::MalformedSignature => "the signature is not 64 hexadecimal digits",
            Self::WrongSignature => "the signature fits none of the keys",
            Self::TooLarge => "the body is longer than 1 MiB",
            Self::Decode(error) => {
                return write!(f, "the event is not what the API describes: {error}");
            }
        })
    }
}

impl std::error::Error for WebhookError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Decode(error) => Some(error),
            _ => None,
        }
    }
}
