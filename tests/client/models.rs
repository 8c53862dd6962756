//! Every example of the spec through its model and back, as it stands and as the API may change it.

use std::fmt::Debug;

use checkout_identity::{WebhookError, Webhooks, models};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::places::{Place, places, with, with_member, with_sentinels, without, without_nulls};
use crate::spec::{Example, examples};

/// What has become of a JSON text that went through a model.
pub(crate) struct Decoded {
    pub(crate) encoded: Value,
    pub(crate) printed: String,
}

/// Decodes as a client does: for webhooks and for answers it is the same code.
fn decode<T: DeserializeOwned + Serialize + Debug>(text: &str) -> Result<Decoded, WebhookError> {
    let webhooks = Webhooks::new(["key"])?;
    let model: T = webhooks.verify(text.as_bytes(), [webhooks.sign(text.as_bytes())])?.parse()?;
    let encoded = serde_json::to_value(&model).unwrap();
    Ok(Decoded { encoded, printed: format!("{model:?}\n{model:#?}") })
}

/// Sends a value through the model of a schema.
fn decode_as(schema: &str, value: &Value) -> Result<Decoded, WebhookError> {
    decode_text(schema, &value.to_string())
}

/// Sends a text through the model of a schema; one that the spec gives no example of is not here.
pub(crate) fn decode_text(schema: &str, text: &str) -> Result<Decoded, WebhookError> {
    macro_rules! model_of {
        ($($model:ident)*) => {
            match schema {
                $(stringify!($model) => decode::<models::$model>,)*
                other => panic!("no model for `{other}` in this table"),
            }
        };
    }
    let decode = model_of! {
        Attempt
        AttemptList
        CreateAndOpenIdentityVerification
        CreateIdentityVerification
        CreateIdentityVerificationAttempt
        ErrorBody
        IdentityVerification
        IdentityVerificationEvent
        Report
    };
    decode(text)
}

#[track_caller]
fn check(example: &Example, value: &Value, expected: &Value) -> Decoded {
    let decoded = decode_as(example.schema, value)
        .unwrap_or_else(|error| panic!("{}: {error}\n{value:#}", example.name));
    assert_eq!(decoded.encoded, *expected, "{}", example.name);
    decoded
}

#[track_caller]
fn check_survives(example: &Example, value: &Value) {
    check(example, value, &without_nulls(example.schema, value));
}

/// Goes through all examples at each place of a kind.
#[track_caller]
pub(crate) fn for_each_place(matches: impl Fn(&Place) -> bool, check: impl Fn(&Example, &Place)) {
    let mut count = 0;
    for example in examples() {
        for place in places(example.schema, example.value).iter().filter(|place| matches(place)) {
            check(&example, place);
            count += 1;
        }
    }
    assert!(count > 0, "no example has such a place");
}

#[test]
fn examples_come_back_equal() {
    for example in examples() {
        check_survives(&example, example.value);
    }
}

#[test]
fn any_optional_member_may_be_absent() {
    for_each_place(
        |place| place.is_optional,
        |example, place| {
            check_survives(example, &without(example.value, &place.pointer));
        },
    );
}

#[test]
fn all_optional_members_may_be_absent() {
    for example in examples() {
        let places = places(example.schema, example.value);
        // From the inside out, as a container takes its contents along.
        let optional = places.iter().rev().filter(|place| place.is_optional);
        let value =
            optional.fold(example.value.clone(), |value, place| without(&value, &place.pointer));
        check_survives(&example, &value);
    }
}

#[test]
fn any_optional_member_may_be_null() {
    for_each_place(
        |place| place.is_optional,
        |example, place| {
            check_survives(example, &with(example.value, &place.pointer, Value::Null));
        },
    );
}

#[test]
fn what_is_empty_is_neither_absent_nor_null() {
    for_each_place(
        |place| place.value.is_string() && !place.is_date() && !place.is_date_time(),
        |example, place| check_survives(example, &with(example.value, &place.pointer, "".into())),
    );
    for_each_place(
        |place| place.value.is_array(),
        |example, place| check_survives(example, &with(example.value, &place.pointer, json!([]))),
    );
}

#[test]
fn required_members_must_be_there() {
    for_each_place(Place::is_required_member, |example, place| {
        let value = without(example.value, &place.pointer);
        assert!(
            decode_as(example.schema, &value).is_err(),
            "{}: no error without {}",
            example.name,
            place.pointer,
        );
    });
}

#[test]
fn unknown_members_are_passed_over() {
    for_each_place(
        |place| place.value.is_object(),
        |example, place| {
            for member in [json!("later"), json!(null), json!({ "id": [1, { "a": 2.5 }] })] {
                let value = with_member(example.value, &place.pointer, "from_the_future", member);
                check(example, &value, &without_nulls(example.schema, example.value));
            }
        },
    );
}

#[test]
fn known_enum_values_have_a_variant() {
    for_each_place(Place::is_enum, |example, place| {
        for known in place.schema["enum"].as_array().unwrap() {
            let value = with(example.value, &place.pointer, known.clone());
            let decoded = check(example, &value, &without_nulls(example.schema, &value));
            assert!(!decoded.printed.contains("UnknownValue"), "{}: {known}", example.name);
        }
    });
}

#[test]
fn unknown_enum_values_survive() {
    for_each_place(Place::is_enum, |example, place| {
        for unknown in ["from_the_future", "", "Approved", " pending", "naïve \"quoted\" \u{1f600}"]
        {
            check_survives(example, &with(example.value, &place.pointer, unknown.into()));
        }
    });
}

#[test]
fn date_times_keep_their_spelling() {
    let fractions = (0..=9).map(|digits| match digits {
        0 => String::new(),
        digits => format!(".{}", &"120456780"[..digits]),
    });
    let with_fractions = fractions.map(|fraction| format!("2025-07-21T17:32:28{fraction}Z"));
    let offsets = ["+00:00", "-00:00", "+02:00", "-11:30", "+14:00", "z"];
    let with_offsets = offsets.iter().map(|offset| format!("2025-07-21T17:32:28.39415{offset}"));
    let spellings: Vec<_> = with_fractions
        .chain(with_offsets)
        .chain(
            ["2025-07-21t17:32:28.000Z", "2016-12-31T23:59:60Z", "2024-02-29T00:00:00Z"]
                .map(Into::into),
        )
        .collect();
    for_each_place(Place::is_date_time, |example, place| {
        for spelling in &spellings {
            check_survives(example, &with(example.value, &place.pointer, spelling.as_str().into()));
        }
    });
}

#[test]
fn dates_that_do_not_exist_are_refused() {
    for_each_place(
        |place| place.is_date() || place.is_date_time(),
        |example, place| {
            for text in
                ["2025-02-29", "2025-02-29T00:00:00Z", "2025-07-21T17:32:28", "21.07.2025", ""]
            {
                let value = with(example.value, &place.pointer, text.into());
                assert!(
                    decode_as(example.schema, &value).is_err(),
                    "{}: `{text}` at {} was accepted",
                    example.name,
                    place.pointer,
                );
            }
        },
    );
}

#[test]
fn debug_shows_nothing_that_the_spec_classes() {
    let mut count = 0;
    for example in examples() {
        let (value, sentinels) = with_sentinels(example.schema, example.value);
        let decoded = check(&example, &value, &without_nulls(example.schema, &value));
        for sentinel in &sentinels {
            assert!(!decoded.printed.contains(sentinel), "{}: {sentinel}", example.name);
        }
        count += sentinels.len();
    }
    assert!(count > 100, "only {count} classed values in all examples");
}

#[test]
fn debug_shows_what_is_operational() {
    for_each_place(
        |place| {
            place.sensitivity == Some("operational") && place.value.is_string() && !place.is_enum()
        },
        |example, place| {
            let decoded =
                check(example, example.value, &without_nulls(example.schema, example.value));
            let text = place.value.as_str().unwrap();
            assert!(decoded.printed.contains(text), "{}: {}", example.name, place.pointer);
        },
    );
}
