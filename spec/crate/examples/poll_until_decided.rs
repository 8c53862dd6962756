//! Waits until an identity verification has an outcome, and says which.
//!
//! ```console
//! $ export CKO_ENVIRONMENT=sandbox CKO_PREFIX=yourprefix
//! $ export CKO_SECRET_KEY=sk_sbox_...
//! $ cargo run --example poll_until_decided -- idv_tkoi5db4hryu5cei5vwoabr7we
//! ```
//!
//! In production, wait for the webhook instead and look once after it.

use std::env;
use std::error::Error;
use std::time::Duration;

use checkout_identity::models::IdentityVerificationId;
use checkout_identity::{Client, Outcome};

/// An applicant who has not finished by then will not.
const PATIENCE: Duration = Duration::from_secs(30 * 60);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let id = env::args().nth(1).ok_or("usage: poll_until_decided <id>")?;
    let client = Client::from_env()?;

    let id = IdentityVerificationId::from(id);
    let outcome = client.get_identity_verification(&id).wait().max_wait(PATIENCE).await?;
    let verification = match outcome {
        Outcome::Settled(verification) => verification,
        Outcome::ActionRequired(verification) => {
            println!("the applicant needs another attempt");
            verification
        }
        Outcome::TimedOut(verification) => {
            println!("still under way");
            verification
        }
    };
    println!("{} is {}", verification.id, verification.status);
    for reason in verification.response_codes {
        println!("because of {} {}", reason.code, reason.summary);
    }
    Ok(())
}
