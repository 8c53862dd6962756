//! The eight operations behind one function, so that tests can go through all of them.

use std::fmt::Debug;

use checkout_identity::models::{AttemptId, IdentityVerificationId};
use checkout_identity::{BaseUrl, Call, Client, ClientBuilder, Error, SecretKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::server::Server;
use crate::spec::Operation;

pub(crate) const KEY: &str = "sk_sbox_m73dzbpy7cf3gfd46xr4yj5xo4e";

/// What goes into a call.
pub(crate) struct Arguments<'a> {
    pub(crate) id: &'a str,
    pub(crate) attempt_id: &'a str,
    pub(crate) body: &'a Value,
}

/// What comes out of a call that succeeded.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    pub(crate) value: Value,
    /// What the call and the response print of themselves.
    pub(crate) printed: String,
}

/// A client of `server` with [`KEY`], which tries everything once.
pub(crate) fn client(server: &Server) -> Client {
    builder(server.base_url()).max_attempts(1).build().unwrap()
}

/// The beginnings of a client with [`KEY`].
pub(crate) fn builder(base_url: BaseUrl) -> ClientBuilder {
    Client::builder().base_url(base_url).secret_key(SecretKey::new(KEY).unwrap())
}

/// Calls an operation with the spec's first example of its body and the examples of its ids.
pub(crate) async fn call(client: &Client, operation: &Operation) -> Result<Outcome, Error> {
    let body = operation.request.as_ref().map_or(&Value::Null, |body| body.examples[0].1);
    let arguments = Arguments {
        id: "idv_tkoi5db4hryu5cei5vwoabr7we",
        attempt_id: "iatp_tkoi5db4hryu5cei5vwoabrPoQ",
        body,
    };
    call_with(client, operation, &arguments).await
}

/// Calls an operation.
pub(crate) async fn call_with(
    client: &Client,
    operation: &Operation,
    arguments: &Arguments<'_>,
) -> Result<Outcome, Error> {
    let id = &IdentityVerificationId::from(arguments.id);
    let attempt_id = &AttemptId::from(arguments.attempt_id);
    let body = arguments.body;
    match operation.id {
        "createAndOpenIdentityVerification" => {
            outcome(client.create_and_open_identity_verification(&model(body))).await
        }
        "createIdentityVerification" => {
            outcome(client.create_identity_verification(&model(body))).await
        }
        "getIdentityVerification" => outcome(client.get_identity_verification(id)).await,
        "anonymizeIdentityVerification" => {
            outcome(client.anonymize_identity_verification(id)).await
        }
        "createIdentityVerificationAttempt" => {
            outcome(client.create_identity_verification_attempt(id, &model(body))).await
        }
        "listIdentityVerificationAttempts" => {
            outcome(client.list_identity_verification_attempts(id).skip(10).limit(5)).await
        }
        "getIdentityVerificationAttempt" => {
            outcome(client.get_identity_verification_attempt(id, attempt_id)).await
        }
        "getIdentityVerificationReport" => {
            outcome(client.get_identity_verification_report(id)).await
        }
        other => panic!("this test package does not call `{other}` yet"),
    }
}

async fn outcome<T, P>(call: Call<'_, T, P>) -> Result<Outcome, Error>
where
    T: Serialize + Debug,
{
    let call_printed = format!("{call:?} {call:#?}");
    let response = call.send().await?;
    Ok(Outcome {
        status: response.status().as_u16(),
        request_id: response.request_id().map(str::to_owned),
        value: serde_json::to_value(&*response).unwrap(),
        printed: format!("{call_printed} {response:?} {response:#?}"),
    })
}

fn model<T: DeserializeOwned>(body: &Value) -> T {
    serde_json::from_value(body.clone()).unwrap()
}
