//! Which webhooks are taken for genuine.

use runtime::exports::{WebhookError, Webhooks};
use serde::Deserialize;

const BODY: &[u8] = r#"{"id":"evt_1","name":"©"}"#.as_bytes();

/// Made with `openssl dgst -sha256 -hmac key`.
const SIGNATURE: &str = "d40b311636dea64d2418e989b59df1351edb0ae22cd0579decd5e38377483dfc";

#[derive(Debug, Deserialize, PartialEq)]
struct Event {
    id: String,
}

fn webhooks() -> Webhooks {
    Webhooks::new(["key"]).unwrap()
}

fn check_refused(body: &[u8], signatures: &[&str], message: &str) {
    let error = webhooks().verify(body, signatures).unwrap_err();
    assert_eq!(error.to_string(), message);
}

#[test]
fn a_signature_that_fits_opens_the_body() {
    let payload = webhooks().verify(BODY, Some(SIGNATURE)).unwrap();
    assert_eq!(payload.parse::<Event>().unwrap(), Event { id: "evt_1".into() });
    assert_eq!(payload.bytes(), BODY);
    webhooks().verify(BODY, [SIGNATURE.to_uppercase()]).unwrap();
    assert_eq!(webhooks().sign(BODY), SIGNATURE);
    webhooks().verify(b"", [webhooks().sign(b"")]).unwrap();
}

#[test]
fn no_changed_bit_goes_unnoticed() {
    for index in 0..BODY.len() * 8 {
        let mut body = BODY.to_vec();
        body[index / 8] ^= 1 << (index % 8);
        check_refused(&body, &[SIGNATURE], "the signature fits none of the keys");
    }
    for index in 0..SIGNATURE.len() {
        let mut signature = SIGNATURE.to_owned();
        let digit = if signature.as_bytes()[index] == b'0' { "1" } else { "0" };
        signature.replace_range(index..=index, digit);
        check_refused(BODY, &[&signature], "the signature fits none of the keys");
    }
    for index in 0..8 * 3 {
        let mut key = *b"key";
        key[index / 8] ^= 1 << (index % 8);
        assert!(Webhooks::new([key]).unwrap().verify(BODY, [SIGNATURE]).is_err());
    }
    let written_anew = br#"{"id": "evt_1", "name": "\u00a9"}"#;
    check_refused(written_anew, &[SIGNATURE], "the signature fits none of the keys");
    check_refused(&[BODY, b"\n"].concat(), &[SIGNATURE], "the signature fits none of the keys");
}

#[test]
fn there_is_exactly_one_signature_of_64_digits() {
    check_refused(BODY, &[], "there is not exactly one signature");
    check_refused(BODY, &[SIGNATURE, SIGNATURE], "there is not exactly one signature");
    let (short, long) = (&SIGNATURE[..62], format!("{SIGNATURE}00"));
    let spaced = format!(" {}", &SIGNATURE[1..]);
    let (signed, wide) = (format!("+{}", &SIGNATURE[1..]), "ü".repeat(32));
    for signature in ["", short, &long, &spaced, &signed, &wide, &"g".repeat(64)] {
        check_refused(BODY, &[signature], "the signature is not 64 hexadecimal digits");
    }
}

#[test]
fn either_key_of_a_rotation_fits() {
    let signed_by = |key: &str| Webhooks::new([key]).unwrap().sign(BODY);
    let both = Webhooks::new(["new", "key"]).unwrap();
    both.verify(BODY, [SIGNATURE]).unwrap();
    both.verify(BODY, [signed_by("new")]).unwrap();
    assert_eq!(both.sign(BODY), signed_by("new"));
    assert!(both.verify(BODY, [signed_by("other")]).is_err());
}

#[test]
fn there_is_no_checking_without_a_key() {
    for keys in [vec![], vec![""], vec!["key", ""]] {
        let error = Webhooks::new(keys).unwrap_err();
        assert_eq!(error.to_string(), "a signature key is missing or empty");
    }
}

#[test]
fn a_genuine_body_can_still_be_no_event() {
    let verified =
        |body: &[u8]| webhooks().verify(body, [webhooks().sign(body)]).unwrap().parse::<Event>();
    let message = |body: &[u8]| verified(body).unwrap_err().to_string();
    let what = "the event is not what the API describes: ";
    assert_eq!(message(b"{\"id\":\"\xff\"}"), format!("{what}the body is not UTF-8"));
    assert_eq!(message(b"\xef\xbb\xbf{}"), format!("{what}expected value at line 1 column 1"));
    assert_eq!(message(br#"{"id":1}"#), format!("{what}id: expected a string at line 1 column 7"));
    assert!(matches!(verified(b""), Err(WebhookError::Decode(_))));
}

#[test]
fn a_body_has_a_limit() {
    let longest = vec![b' '; 1024 * 1024];
    webhooks().verify(&longest, [webhooks().sign(&longest)]).unwrap();
    let longer = vec![b' '; 1024 * 1024 + 1];
    check_refused(&longer, &[&webhooks().sign(&longer)], "the body is longer than 1 MiB");
}

#[test]
fn nothing_secret_is_printed() {
    let webhooks = Webhooks::new(["SENTINEL"]).unwrap();
    assert_eq!(format!("{webhooks:?}"), "Webhooks { keys: 1, .. }");
    let body = br#"{"id":["SENTINEL"]}"#;
    let payload = webhooks.verify(body, [webhooks.sign(body)]).unwrap();
    assert_eq!(format!("{payload:?}"), "VerifiedPayload([redacted])");
    let error = payload.parse::<Event>().unwrap_err();
    assert!(!format!("{error:?} {error}").contains("SENTINEL"));
}
