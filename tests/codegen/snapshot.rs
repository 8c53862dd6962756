//! Snapshots in files named after what they show, every difference of a run reported.

use std::panic::catch_unwind;

use insta::Settings;

/// Compares texts with `snapshots/<folder>/<name>.snap`.
pub(crate) fn check_all(folder: &str, texts: impl IntoIterator<Item = (String, String)>) {
    let _bound = settings(&format!("snapshots/{folder}")).bind_to_scope();
    let differs = |(name, text): (String, String)| {
        catch_unwind(|| insta::assert_snapshot!(name.as_str(), text)).err().map(|_| name)
    };
    let differing: Vec<_> = texts.into_iter().filter_map(differs).collect();
    assert!(differing.is_empty(), "snapshots/{folder} differ: {differing:?}");
}

/// Compares a text with `snapshots/<name>.snap`.
pub(crate) fn check(name: &str, text: &str) {
    let _bound = settings("snapshots").bind_to_scope();
    insta::assert_snapshot!(name, text);
}

fn settings(path: &str) -> Settings {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(path);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}
