//! Waits until an identity verification has an outcome, and says which.
//!
//! ```console
//! $ export CKO_BASE_URL=https://yourprefix.api.sandbox.checkout.com
//! $ export CKO_SECRET_KEY=sk_sbox_...
//! $ cargo run --example poll_until_decided -- idv_tkoi5db4hryu5cei5vwoabr7we
//! ```
//!
//! A second argument sets the seconds between two looks, 5 if left out. In production, wait for the
//! webhook instead and look once after it.

use std::env;
use std::error::Error;
use std::time::Duration;

use checkout_identity::models::{IdentityVerification, IdentityVerificationId, VerificationStatus};
use checkout_identity::{BaseUrl, Client, SecretKey};
use tokio::time::{sleep, timeout};

/// An applicant who has not finished by then will not.
const PATIENCE: Duration = Duration::from_secs(30 * 60);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let id = arguments.next().ok_or("usage: poll_until_decided <id> [<seconds>]")?;
    let id = IdentityVerificationId::from(id);
    let pause = arguments.next().map_or(Ok(5), |seconds| seconds.parse())?;
    let pause = Duration::from_secs(pause);

    let client = Client::builder()
        .base_url(BaseUrl::parse(&env::var("CKO_BASE_URL")?)?)
        .secret_key(SecretKey::new(env::var("CKO_SECRET_KEY")?)?)
        .build()?;

    let verification = timeout(PATIENCE, decision(&client, &id, pause)).await??;
    println!("{} is {}", verification.id, verification.status);
    for reason in verification.response_codes {
        println!("because of {} {}", reason.code, reason.summary);
    }
    Ok(())
}

/// Looks until nothing more will happen of its own accord.
async fn decision(
    client: &Client,
    id: &IdentityVerificationId,
    pause: Duration,
) -> Result<IdentityVerification, checkout_identity::Error> {
    loop {
        let verification = client.get_identity_verification(id).await?;
        match verification.status {
            VerificationStatus::Approved
            | VerificationStatus::Declined
            | VerificationStatus::Refused
            | VerificationStatus::Inconclusive
            // The applicant needs another attempt.
            | VerificationStatus::RetryRequired => return Ok(verification),
            // On its way, as is a status that this version of the crate does not know.
            _ => sleep(pause).await,
        }
    }
}
