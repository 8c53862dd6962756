//! What the public types promise beyond their methods: every one of them, by the list of the public API.

use std::collections::BTreeSet;
use std::fmt::Debug;

use checkout_identity::models::IdentityVerificationId;
use checkout_identity::{
    AccessToken, BaseUrl, Body, BodyStream, Call, Changes, Class, Client, ClientBuilder, Date,
    DecodeError, Download, DownloadBody, Downloads, DownloadsBuilder, Error, ErrorKind, Headers,
    InvalidDate, InvalidTimestamp, Items, OAuth, Operation, Outcome, Poller, Progress, Response,
    SecretKey, Sent, Server, Timestamp, TransportError, UnknownValue, VerifiedPayload,
    WebhookError, Webhooks, models, operations,
};

fn is_shared<T: Send + Sync + Debug>() {}

fn is_owned<T: Send + Sync + Debug + 'static>() {}

/// Types that can be held anywhere and sent between threads; their names.
macro_rules! owned {
    ($($type:ty),* $(,)?) => {{
        $(is_owned::<$type>();)*
        [$(stringify!($type)),*]
    }};
}

/// What a call gives is for one task at a time: a future need not be `Sync`, but must be `Send`.
fn is_sent<T: Send + Debug>() {}

fn types_of_the_runtime() -> impl IntoIterator<Item = &'static str> {
    owned![
        AccessToken,
        BaseUrl,
        Class,
        Client,
        ClientBuilder,
        Date,
        DecodeError,
        Downloads,
        DownloadsBuilder,
        Error,
        ErrorKind,
        InvalidDate,
        InvalidTimestamp,
        OAuth,
        Operation,
        Outcome<models::Attempt>,
        Progress,
        Response<models::Attempt>,
        SecretKey,
        Sent,
        Server,
        Timestamp,
        TransportError,
        UnknownValue,
        WebhookError,
        Webhooks,
    ]
}

fn types_of_the_spec() -> impl IntoIterator<Item = &'static str> {
    owned![
        models::Address,
        models::ApplicantId,
        models::ApplicantSessionInformation,
        models::Attempt,
        models::AttemptId,
        models::AttemptLinks,
        models::AttemptList,
        models::AttemptListLinks,
        models::AttemptStatus,
        models::BearerLink,
        models::Certification,
        models::CertificationData,
        models::CertificationType,
        models::ClientInformation,
        models::CreateAndOpenIdentityVerification,
        models::CreateIdentityVerification,
        models::CreateIdentityVerificationAttempt,
        models::DeclaredData,
        models::Document,
        models::DocumentType,
        models::ErrorBody,
        models::EventId,
        models::EventLinks,
        models::Face,
        models::Gender,
        models::Gpg45Profile,
        models::IdentityVerification,
        models::IdentityVerificationEvent,
        models::IdentityVerificationEventData,
        models::IdentityVerificationEventType,
        models::IdentityVerificationId,
        models::IdentityVerificationLinks,
        models::InitialDevice,
        models::LevelOfConfidence,
        models::Link,
        models::PhoneNumber,
        models::RecordedAddress,
        models::RecordedClientInformation,
        models::RecordedDeclaredData,
        models::RecordedPhoneNumber,
        models::Report,
        models::ResponseCode,
        models::RiskLabel,
        models::SelectedDocument,
        models::UserJourneyId,
        models::VerificationStatus,
        models::VerifiedIdentity,
        operations::GetIdentityVerification,
        operations::GetIdentityVerificationAttempt,
        operations::ListIdentityVerificationAttempts,
    ]
}

#[test]
fn all_types_are_send_sync_static_and_debug() {
    is_shared::<Headers<'_>>();
    is_shared::<VerifiedPayload<'_>>();
    is_sent::<Body>();
    is_sent::<BodyStream>();
    is_sent::<Call<'_, models::Attempt>>();
    is_sent::<Changes<'_, models::Attempt, String>>();
    is_sent::<Download<'_>>();
    is_sent::<DownloadBody>();
    is_sent::<Items<'_, operations::ListIdentityVerificationAttempts>>();
    is_sent::<Poller<'_, models::Attempt>>();
    let borrowing = [
        "Headers",
        "VerifiedPayload",
        "Body",
        "BodyStream",
        "Call",
        "Changes",
        "Download",
        "DownloadBody",
        "Items",
        "Poller",
    ];
    // Of a feature that is not on by default.
    let elsewhere = ["ReqwestTransport"];
    let checked: BTreeSet<&str> = types_of_the_runtime()
        .into_iter()
        .chain(types_of_the_spec())
        .chain(borrowing)
        .chain(elsewhere)
        .map(without_arguments)
        .collect();
    let listed: BTreeSet<&str> = include_str!("../codegen/snapshots/public-api.snap")
        .lines()
        .filter_map(type_name)
        .collect();
    assert_eq!(checked, listed);
}

/// The type that a line of the list is about.
fn type_name(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("struct ").or_else(|| line.strip_prefix("enum "))?;
    rest.split(": ").next().map(without_arguments)
}

fn without_arguments(name: &str) -> &str {
    name.split('<').next().unwrap()
}

fn send<T: Send>(value: T) -> T {
    value
}

#[tokio::test]
async fn futures_can_move_between_threads() {
    let base_url = BaseUrl::parse("http://127.0.0.1:1").unwrap();
    let client = crate::calls::builder(base_url).build().unwrap();
    let downloads = Downloads::from_hosts(["localhost"]).build().unwrap();
    let id = IdentityVerificationId::from("idv_1");
    drop(send(client.get_identity_verification(&id).into_future()));
    drop(send(client.get_identity_verification(&id).send()));
    drop(send(client.get_identity_verification(&id).wait().into_future()));
    drop(send(client.get_identity_verification(&id).wait().changes(|it| it.status.clone()).next()));
    drop(send(client.list_identity_verification_attempts(&id).items().next()));
    drop(send(downloads.get("https://localhost/").pdf().send()));
    drop(send(downloads.get("https://localhost/").pdf().save_to("/tmp/report.pdf")));
}

/// So `Result` stays small, and a clone of a client copies nothing.
#[test]
fn errors_and_clients_are_one_pointer() {
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Client>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
}
