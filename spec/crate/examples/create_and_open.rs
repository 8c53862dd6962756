//! Creates an identity verification with its first attempt, and says where to send the applicant.
//!
//! ```console
//! $ export CKO_ENVIRONMENT=sandbox CKO_PREFIX=yourprefix
//! $ export CKO_SECRET_KEY=sk_sbox_...
//! $ cargo run --example create_and_open
//! ```

use std::error::Error;

use checkout_identity::Client;
use checkout_identity::models::{CreateAndOpenIdentityVerification, DeclaredData};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;

    let body = CreateAndOpenIdentityVerification::new(
        DeclaredData::new("Hannah Bret"),
        "https://example.com/verified",
    );
    let verification = client.create_and_open_identity_verification(&body).await?;
    println!("{} is {}", verification.id, verification.status);

    // Whoever has this URL can act as the applicant: hand it over, and keep it out of logs.
    let attempt = verification.links.verification_url.ok_or("the answer has no attempt URL")?;
    println!("send the applicant to {}", attempt.href);
    Ok(())
}
