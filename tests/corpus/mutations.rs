//! The promise of [`corpus_tests::robust`] for a few hundred mutated documents: always the same ones.

#[cfg(test)]
use std::{env, fs, panic, path::Path, path::PathBuf, time::Duration, time::Instant};

#[cfg(test)]
use corpus_tests::{mutate, robust};

/// Far more than the largest of these documents takes without optimisation on a busy machine.
#[cfg(test)]
const PATIENCE: Duration = Duration::from_secs(20);

#[cfg(test)]
fn check(folder: &Path, rounds: u64) {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for (index, path) in paths.iter().enumerate() {
        // What is no text is not for this test.
        let Ok(text) = fs::read_to_string(path) else { continue };
        for round in 0..rounds {
            let seed = u64::try_from(index).unwrap() * rounds + round;
            let mutated = mutate::document(&text, &mut mutate::Random::new(seed));
            let start = Instant::now();
            let outcome = panic::catch_unwind(|| robust::check(&mutated));
            let name = path.display();
            assert!(outcome.is_ok(), "{name}, seed {seed}:\n{mutated}");
            assert!(start.elapsed() < PATIENCE, "{name}, seed {seed}, takes too long:\n{mutated}");
        }
    }
}

#[test]
fn mutated_fixtures() {
    check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/fixtures/emit"), 8);
}

#[test]
fn mutated_probes() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = env::var_os("SHARED_DATA").map_or(shared, PathBuf::from);
    let corpus = shared.join("corpus");
    if corpus.is_dir() {
        check(&corpus.join("probes"), 2);
        check(&corpus.join("invalid"), 2);
    } else {
        eprintln!("skipped: there is no corpus at {}", corpus.display());
    }
}
