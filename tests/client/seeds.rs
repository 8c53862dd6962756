//! What fuzzing starts from: the examples of the spec, and what has gone wrong elsewhere.

use std::path::Path;
use std::{env, fs};

use crate::spec::{examples, webhooks};

/// Bodies of answers, each behind the byte that stands for the status 200.
pub(crate) fn responses() -> Vec<Vec<u8>> {
    examples().into_iter().map(|example| format!("\0{}", example.value).into_bytes()).collect()
}

pub(crate) fn webhook_bodies() -> Vec<Vec<u8>> {
    let requests = webhooks().into_iter().filter_map(|webhook| webhook.request);
    let bodies = requests.flat_map(|request| request.examples);
    bodies.map(|(_, example)| example.to_string().into_bytes()).collect()
}

pub(crate) fn retry_after_headers() -> Vec<Vec<u8>> {
    texts(&[
        "0",
        "120",
        "-1",
        "1.5",
        " 3 ",
        "99999999999999999999",
        "Wed, 21 Oct 2015 07:28:00 GMT",
        "Wednesday, 21-Oct-15 07:28:00 GMT",
        "Wed Oct 21 07:28:00 2015",
    ])
}

pub(crate) fn times_and_dates() -> Vec<Vec<u8>> {
    texts(&[
        "2025-07-21T17:32:28Z",
        "2024-12-04T16:19:09.766392+14:00",
        "2016-12-31t23:59:60.000000000000000001z",
        "1934-10-02",
    ])
}

pub(crate) fn ids() -> Vec<Vec<u8>> {
    texts(&[
        "idv_1",
        "..",
        "%2e%2e",
        "a/../b",
        "\\..\\..",
        "\u{202e}\u{1f980}",
        "idv_1?x=1#f",
        "a\r\nb: c",
    ])
}

fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

#[test]
#[ignore = "for `fuzz/run`, which sets the variable"]
fn are_written_to_the_folder_of_a_variable() {
    let folder = env::var_os("FUZZ_SEEDS").unwrap();
    for (target, seeds) in [
        ("id", ids()),
        ("response", responses()),
        ("retry_after", retry_after_headers()),
        ("time", times_and_dates()),
        ("webhook", webhook_bodies()),
    ] {
        let folder = Path::new(&folder).join(target);
        fs::create_dir_all(&folder).unwrap();
        for (number, seed) in seeds.iter().enumerate() {
            fs::write(folder.join(number.to_string()), seed).unwrap();
        }
    }
}
