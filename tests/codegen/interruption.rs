//! The generated folder after runs that were interrupted, or ran at the same time.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use xtask::output::{self, File};

use crate::output::{MANIFEST, Place, tree};

#[test]
fn leftovers_of_dead_runs_are_removed() {
    let beside = Place::new();
    beside.generate(&[MANIFEST]);
    fs::create_dir_all(beside.out.with_file_name(".out.codegen-1-0").join("src")).unwrap();
    beside.generate(&[MANIFEST]);
    beside.assert_holds(&[MANIFEST]);

    // A new folder, its files moved in one by one: before the first, and after it.
    for left in
        [&[(".Cargo.toml.codegen-1-0", "# @gen")][..], &[MANIFEST, ("src/.lib.rs.codegen-1-1", "")]]
    {
        let place = Place::shared();
        for (path, text) in left {
            place.put(path, text);
        }
        let files = [MANIFEST, ("src/lib.rs", "lib")];
        place.generate(&files);
        place.assert_holds(&files);
    }
}

/// Two versions of everything, told apart by their text, with files that only one of them has.
fn version(text: &'static str) -> Vec<File> {
    let only = format!("src/only_{text}.rs");
    let shared = (0..20).map(|n| (format!("src/{n}/mod.rs"), text.to_owned()));
    let own = [("Cargo.toml".to_owned(), MANIFEST.1.to_owned()), (only, text.to_owned())];
    let same = [("src/same.rs".to_owned(), "same".to_owned())];
    own.into_iter()
        .chain(same)
        .chain(shared)
        .map(|(path, text)| File { path, text: text.into() })
        .collect()
}

fn is_one_version(out: &Path) -> bool {
    let found = tree(out);
    ["one", "two"].iter().any(|text| {
        let files = version(text);
        files.len() == found.len()
            && files.iter().all(|file| found.get(&file.path).is_some_and(|text| *text == file.text))
    })
}

/// Not a test of its own: the process that `a_killed_run_leaves_old_or_new` kills.
#[test]
fn writer() {
    let Some(out) = std::env::var_os("CODEGEN_TEST_WRITER") else { return };
    loop {
        for text in ["one", "two"] {
            output::apply(&output::plan(Path::new(&out), &version(text)).unwrap()).unwrap();
            println!("wrote {text}");
        }
    }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
#[test]
fn a_killed_run_leaves_old_or_new() {
    let place = Place::new();
    for round in 0..60 {
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "interruption::writer", "--nocapture"])
            .env("CODEGEN_TEST_WRITER", &place.out)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        lines.find(|line| line.as_ref().unwrap().contains("wrote")).unwrap().unwrap();
        // Spreads the kills over one run; whatever moment they hit has to do.
        thread::sleep(Duration::from_micros(50 * round));
        writer.kill().unwrap();
        writer.wait().unwrap();
        assert!(is_one_version(&place.out), "round {round}: {:?}", tree(&place.out));
    }
    place.generate(&[MANIFEST]);
    place.assert_holds(&[MANIFEST]);
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
#[test]
fn two_runs_at_once_leave_one_of_their_results() {
    let place = Place::new();
    thread::scope(|scope| {
        for text in ["one", "two"] {
            let out = &place.out;
            scope.spawn(move || {
                for _ in 0..30 {
                    // A folder that is replaced while it is read may look like nobody's.
                    if let Ok(plan) = output::plan(out, &version(text)) {
                        _ = output::apply(&plan);
                    }
                }
            });
        }
    });
    assert!(is_one_version(&place.out), "{:?}", tree(&place.out));
    place.generate(&[MANIFEST]);
    place.assert_holds(&[MANIFEST]);
}
