//! `generated/` holds what codegen writes, to the byte, wherever and whenever it runs.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use xtask::codegen::{self, Job, Mode, Outcome};
use xtask::diagnostic::render_text;

use crate::fixture;

#[test]
fn the_repository_is_up_to_date() {
    let root = fixture::root();
    let report = codegen::run(&Job {
        spec: root.join("spec/identity-verification.yaml"),
        extra: Some(root.join("spec/crate")),
        out: root.join("generated"),
        package: "checkout-identity".to_owned(),
        deny_warnings: true,
        mode: Mode::Check { command: "cargo xtask codegen".to_owned() },
    });
    match report.outcome.unwrap() {
        Outcome::UpToDate(_) => {}
        Outcome::Stale(difference) => panic!("{difference}"),
        Outcome::Refused => panic!("{}", render_text(&report.diagnostics, &report.source, false)),
    }
}

#[test]
fn the_front_page_names_the_version_of_the_crate() {
    let read =
        |file| std::fs::read_to_string(fixture::root().join("generated").join(file)).unwrap();
    let manifest = read("Cargo.toml");
    let version = manifest.lines().find_map(|line| line.strip_prefix("version = ")).unwrap();
    let (compatible, _) = version.trim_matches('"').rsplit_once('.').unwrap();
    let line = format!("checkout-identity = \"{compatible}\"");
    assert!(read("README.md").lines().any(|it| it == line), "it does not say `{line}`");
}

/// Runs the first test in a process of its own, so that nothing of this one can matter.
#[test]
fn place_time_and_language_do_not_matter() {
    let elsewhere = tempfile::tempdir().unwrap();
    let environments: [(PathBuf, &str, &str); 2] = [
        (elsewhere.path().to_owned(), "Pacific/Kiritimati", "tr_TR.UTF-8"),
        (fixture::root().join("spec"), "America/St_Johns", "C"),
    ];
    for (folder, zone, language) in environments {
        let output = Command::new(env::current_exe().unwrap())
            .args(["--exact", "freshness::the_repository_is_up_to_date"])
            .current_dir(&folder)
            .env("TZ", zone)
            .env("LC_ALL", language)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{}: {text}", folder.display());
        assert!(text.contains("1 passed"), "{text}");
    }
}
