//! Creates an identity verification with its first attempt, and says where to send the applicant.
//!
//! ```console
//! $ export CKO_BASE_URL=https://yourprefix.api.sandbox.checkout.com
//! $ export CKO_SECRET_KEY=sk_sbox_...
//! $ cargo run --example create_and_open
//! ```

use std::env;
use std::error::Error;

use checkout_identity::models::{CreateAndOpenIdentityVerification, DeclaredData};
use checkout_identity::{BaseUrl, Client, SecretKey};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder()
        .base_url(BaseUrl::parse(&env::var("CKO_BASE_URL")?)?)
        .secret_key(SecretKey::new(env::var("CKO_SECRET_KEY")?)?)
        .build()?;

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
