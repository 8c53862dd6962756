//! Settings from environment variables, each case in a process of its own.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::process::Command;

use runtime::client::ClientBuilder;
use runtime::environment::variable;
use runtime::exports::{BaseUrl, Error};

use crate::support::API;

fn build() -> Result<String, Error> {
    let url = || BaseUrl::parse(&variable("THINGS_TOKEN_URL")?.unwrap_or_default());
    let builder = ClientBuilder::new(&API).base_url(BaseUrl::parse("https://api.example.com")?);
    let client = builder.credentials_from_env("THINGS", url, "scope")?.build()?;
    Ok(format!("{client:?}"))
}

/// What the other test runs with an environment of its choice.
#[test]
#[ignore = "a part of the other test"]
fn child() {
    match build() {
        Ok(client) => println!("<{client}>"),
        Err(error) => println!("<{error}>"),
    }
}

fn check(variables: &[(&str, &[u8])], expected: &str) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "environment::child", "--nocapture"])
        .env("THINGS_TOKEN_URL", "https://access.example.com")
        .envs(variables.iter().map(|(name, value)| (name, OsStr::from_bytes(value))))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains(&format!("<{expected}>")), "{expected}\n{text}");
    assert!(!text.contains("SENTINEL"), "{text}");
}

#[test]
fn credentials_are_taken_from_the_environment_or_what_is_wrong_is_named() {
    const VALUE: &[u8] = b"SENTINEL";
    let client = |kind| {
        format!(
            "Client {{ base_url: BaseUrl(https://api.example.com), credentials: \"{kind}\", .. }}"
        )
    };
    check(&[("THINGS_SECRET_KEY", VALUE)], &client("secret key"));
    let (id, secret) = (("THINGS_CLIENT_ID", VALUE), ("THINGS_CLIENT_SECRET", VALUE));
    check(&[id, secret], &client("access tokens"));
    check(&[("THINGS_SECRET_KEY", b""), id, secret], &client("access tokens"));
    let none =
        "no credentials: set `THINGS_SECRET_KEY`, or `THINGS_CLIENT_ID` and `THINGS_CLIENT_SECRET`";
    check(&[], none);
    check(&[("THINGS_SECRET_KEY", b"")], none);
    check(&[id], "`THINGS_CLIENT_SECRET` is missing");
    check(&[secret], "`THINGS_CLIENT_ID` is missing");
    let both = "`THINGS_SECRET_KEY` and `THINGS_CLIENT_ID` or `THINGS_CLIENT_SECRET` are set: keep one of the two";
    check(&[("THINGS_SECRET_KEY", VALUE), id], both);
    check(&[("THINGS_SECRET_KEY", VALUE), id, secret], both);
    check(&[("THINGS_SECRET_KEY", b"SENTINEL\xff")], "`THINGS_SECRET_KEY` is not UTF-8");
    let copied = "`THINGS_SECRET_KEY`: the secret key begins or ends with white space: was a line break copied along?";
    check(&[("THINGS_SECRET_KEY", b"SENTINEL\n")], copied);
    check(&[id, secret, ("THINGS_TOKEN_URL", b"")], "the base URL is not an absolute URL");
}
