//! Examples of the spec with one thing in them changed: decoded if it still fits, refused if not, and never a panic.

use std::cell::RefCell;
use std::error::Error;
use std::fmt::Write;
use std::iter::successors;

use checkout_identity::WebhookError;
use serde_json::{Value, json};

use crate::calls::{call, client};
use crate::models::{decode_text, for_each_place};
use crate::places::{Place, places, with};
use crate::server::{Reply, Server};
use crate::spec::{Example, examples, operations};

/// The example with a text, which need not be JSON, at a place.
fn with_text(example: &Example, place: &Place, text: &str) -> String {
    let marked = with(example.value, &place.pointer, json!("@here@"));
    marked.to_string().replace("\"@here@\"", text)
}

/// Whether the schema allows this value, as far as the types of Rust can tell.
fn fits(place: &Place, value: &Value) -> bool {
    let schema = place.schema;
    match (schema["type"].as_str().unwrap(), value) {
        (_, Value::Null) => place.is_optional,
        ("string", Value::String(_)) => !place.is_date() && !place.is_date_time(),
        ("boolean", Value::Bool(_)) | ("array", Value::Array(_)) | ("number", Value::Number(_)) => {
            true
        }
        ("integer", Value::Number(number)) => number.is_u64(),
        ("object", Value::Object(_)) => schema.get("required").is_none(),
        _ => false,
    }
}

#[test]
fn a_value_of_another_type_is_refused_where_it_stands() {
    let others =
        [json!(null), json!(true), json!(7), json!(1.5), json!("text"), json!([]), json!({})];
    for_each_place(
        |_| true,
        |example, place| {
            for other in &others {
                let decoded =
                    decode_text(example.schema, &with_text(example, place, &other.to_string()));
                assert_eq!(
                    decoded.is_ok(),
                    fits(place, other),
                    "{} {}: {other}",
                    example.name,
                    place.pointer
                );
            }
        },
    );
}

#[test]
fn a_member_that_stands_twice_is_refused() {
    for_each_place(
        |place| place.value.is_object(),
        |example, place| {
            for (name, member) in place.value.as_object().unwrap() {
                let object = place.value.to_string();
                let object = format!("{},{}:{member}}}", &object[..object.len() - 1], json!(name));
                let error = decode_text(example.schema, &with_text(example, place, &object));
                let Err(WebhookError::Decode(error)) = error else {
                    panic!("{}: {}/{name} twice", example.name, place.pointer);
                };
                assert_eq!(error.problem(), format!("duplicate field `{name}`"));
            }
        },
    );
}

/// What no careful server sends, at every place; where the value itself is in order, it is taken.
#[test]
fn strange_values_are_no_panic() {
    let deep = |open: &str, close: &str| open.repeat(300) + &close.repeat(300);
    let nested = [deep("[", "]"), deep(r#"{"a":"#, "}").replace(":}", ":0}")];
    let refused = [
        "1e400",
        "-1e400",
        &"9".repeat(400),
        r#""\ud800""#,
        r#""\udc00\ud800""#,
        r#""\x""#,
        "\"\0\"",
        "\"\n\"",
        "NaN",
        "Infinity",
        "01",
        "'text'",
        "[1,]",
        "{\"a\":1,}",
        "/**/1",
        "tru",
    ];
    for_each_place(
        |_| true,
        |example, place| {
            for text in refused.iter().copied().chain(nested.iter().map(String::as_str)) {
                let decoded = decode_text(example.schema, &with_text(example, place, text));
                let fits_all = place.schema["type"] == "object" && fits(place, &json!({}));
                assert!(
                    decoded.is_err() || (fits_all && text.starts_with("{\"a\"")),
                    "{} {}: {}",
                    example.name,
                    place.pointer,
                    &text[..text.len().min(20)]
                );
            }
        },
    );
    for_each_place(
        |place| fits(place, &json!("text")),
        |example, place| {
            let text = with_text(example, place, r#""\u0000\ud83d\ude00\u202e""#);
            assert!(
                decode_text(example.schema, &text).is_ok(),
                "{} {}",
                example.name,
                place.pointer
            );
        },
    );
}

#[test]
fn depth_of_what_is_unknown_costs_no_stack() {
    let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    let check = |example: &Example, place: &Place, depth: usize| {
        let object = place.value.to_string();
        let separator = if object == "{}" { "" } else { "," };
        let start = &object[..object.len() - 1];
        let object = format!("{start}{separator}\"from_the_future\":{}}}", deep(depth));
        let text = with_text(example, place, &object);
        assert!(decode_text(example.schema, &text).is_ok(), "{} {}", example.name, place.pointer);
    };
    for_each_place(|place| place.value.is_object(), |example, place| check(example, place, 1000));
    let example = &examples()[0];
    check(example, &places(example.schema, example.value)[0], 500_000);
}

#[tokio::test]
async fn a_million_elements() {
    let server = Server::start().await;
    let client = client(&server);
    let get = operations().into_iter().find(|it| it.id == "getIdentityVerification").unwrap();
    let example = get.responses[0].content.as_ref().unwrap().examples[0].1;
    let many = |element: &str| {
        let elements = vec![element; 1_000_000].join(",");
        move |member: &str| {
            let mut body = example.clone();
            body[member] = json!("@here@");
            let text = body.to_string().replace("\"@here@\"", &format!("[{elements}]"));
            Reply::new(200, &[], text)
        }
    };
    server.answer(many("0")("documents"));
    assert!(call(&client, &get).await.unwrap_err().decode_error().is_some());
    server.answer(many("0")("from_the_future"));
    call(&client, &get).await.unwrap();
    server.answer(many("\"a\"")("risk_labels"));
    let verification = call(&client, &get).await.unwrap().value;
    assert_eq!(verification["risk_labels"].as_array().unwrap().len(), 1_000_000);
}

/// Ways in which serde's own texts would quote a value, or end and begin again within one.
const TRAPS: [&str; 8] = [
    "",
    ", expected ",
    "missing field `",
    "duplicate field `",
    "` at line 1 column 2",
    "there are no fields",
    "\\\", expected a string",
    "invalid type: null, expected unit, expected ",
];

/// Texts that are found nowhere else: each time others, as their place in the errors must not matter.
fn secrets() -> impl Iterator<Item = (String, String)> {
    let mut state = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 0);
    std::iter::from_fn(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let trap = TRAPS[usize::try_from(state % 8).unwrap()];
        // Letters alone, so that no line or column can look like a part of it.
        let letter =
            |nibble: u32| char::from(b'G' + u8::try_from(state >> (4 * nibble) & 15).unwrap());
        let secret: String = (0..16).map(letter).collect();
        Some((format!("{trap}{secret}{trap}"), secret))
    })
}

#[test]
fn errors_show_nothing_of_what_was_there() {
    let secrets = RefCell::new(secrets());
    for_each_place(
        |_| true,
        |example, place| {
            for form in [
                "\"{}\"",
                "[\"{}\"]",
                "{\"{}!\":[\"{}\"]}",
                "\"{}",
                "{}",
                "\"\\u00zz{}\"",
                "\"{}\"{}",
            ] {
                let (text, secret) = secrets.borrow_mut().next().unwrap();
                let text = with_text(example, place, &form.replace("{}", &text));
                let Err(error) = decode_text(example.schema, &text) else { continue };
                let mut printed = String::new();
                for cause in successors(Some(&error as &dyn Error), |error: &&dyn Error| {
                    Error::source(*error)
                }) {
                    write!(printed, "{cause} {cause:#} {cause:?} {cause:#?}").unwrap();
                }
                let shown = secret
                    .as_bytes()
                    .windows(5)
                    .find(|part| printed.contains(std::str::from_utf8(part).unwrap()));
                assert!(shown.is_none(), "{text}: {printed}");
            }
        },
    );
}
