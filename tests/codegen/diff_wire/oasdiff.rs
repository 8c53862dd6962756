//! Our verdicts beside those of oasdiff, on the pairs of its own tests and on synthetic ones.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use xtask::diff::{self, Change, Level};

use super::disagreements::{DISAGREEMENTS, REPEATED, SYNTHETIC};
use super::mapping::means;

/// Pairs of documents with another tool's verdicts; they lie beside the project, not in it.
fn data(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/spec-diff").join(name);
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

/// The day on which oasdiff gave its verdicts.
const TODAY: &str = "2026-08-08";

pub(super) fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Reads YAML without asking whether it is an OpenAPI document: not every pair is a valid one.
pub(super) fn yaml(path: &Path) -> Value {
    crate::yaml::read(&fs::read_to_string(path).unwrap()).unwrap()
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Verdict {
    operation: String,
    level: Level,
    id: String,
}

fn level(text: &str) -> Level {
    match text {
        "error" => Level::Breaking,
        "warning" => Level::Suspect,
        _ => Level::Compatible,
    }
}

fn theirs(list: &Value) -> Vec<Verdict> {
    let text = |it: &Value, key: &str| it[key].as_str().unwrap_or_default().to_owned();
    let verdict = |it: &Value| Verdict {
        operation: format!("{} {}", text(it, "operation"), text(it, "path")).trim().to_owned(),
        level: level(&text(it, "level")),
        id: text(it, "id"),
    };
    list.as_array().unwrap().iter().map(verdict).collect()
}

fn ours(changes: &[Change]) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    for change in changes {
        let one = |operation: &str| Verdict {
            operation: operation.to_owned(),
            level: change.level,
            id: change.id.to_owned(),
        };
        if change.operations.is_empty() {
            verdicts.push(one(""));
        }
        verdicts.extend(change.operations.iter().map(|it| one(it)));
    }
    verdicts
}

/// What oasdiff asserts of a pair and we do not say, and what we say and it does not.
struct Difference {
    missed: Vec<Verdict>,
    extra: Vec<Verdict>,
}

impl Difference {
    fn of(expected: &Value, changes: &[Change], known: &BTreeSet<String>) -> Self {
        let floor = level(expected["expected_scope"]["min_level"].as_str().unwrap());
        let mut asserted = theirs(&expected["expected"]);
        if REPEATED.contains(&expected["id"].as_str().unwrap()) {
            asserted.sort();
            asserted.dedup();
        }
        let mut extra: Vec<Verdict> =
            ours(changes).into_iter().filter(|it| it.level >= floor).collect();
        let mut missed = Vec::new();
        for one in &asserted {
            let same = |it: &Verdict| {
                it.operation == one.operation && it.level == one.level && means(&it.id, &one.id)
            };
            match extra.iter().position(same) {
                Some(index) => drop(extra.remove(index)),
                None => missed.push(one.clone()),
            }
        }
        // Most tests run one check only: what the full run says beyond it is no disagreement,
        // and neither is what no check looks at.
        let full = theirs(&expected["oracle"]["changes"]);
        let beyond = |it: &Verdict| {
            full.iter()
                .filter(|other| !asserted.contains(other))
                .any(|other| means(&it.id, &other.id))
        };
        let checked = |it: &Verdict| {
            let rule = diff::rule(&it.id).unwrap();
            !rule.docs
                && it.id != "schema-rewritten"
                && known.iter().any(|other| means(&it.id, other))
        };
        extra.retain(|it| !beyond(it) && checked(it));
        Self { missed, extra }
    }

    fn is_empty(&self) -> bool {
        self.missed.is_empty() && self.extra.is_empty()
    }
}

fn folders(pairs: &Path) -> Vec<(String, PathBuf, Value)> {
    let mut folders: Vec<_> = fs::read_dir(pairs)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let expected = json(&path.join("expected.json"));
            (name, path, expected)
        })
        .filter(|(.., expected)| expected["time_dependent"] != true)
        .collect();
    folders.sort_by(|one, other| one.0.cmp(&other.0));
    folders
}

/// Every id that oasdiff gives anywhere in the data.
fn known_ids(folders: &[(String, PathBuf, Value)]) -> BTreeSet<String> {
    let of_pairs = folders
        .iter()
        .flat_map(|(.., expected)| [&expected["expected"], &expected["oracle"]["changes"]]);
    let synthetic = synthetic().unwrap_or_default();
    let lists = of_pairs.chain(synthetic.iter().map(|pair| &pair["changes"]));
    lists.flat_map(theirs).map(|it| it.id).collect()
}

fn synthetic() -> Option<Vec<Value>> {
    let text = fs::read_to_string(data("synthetic.jsonl")?).unwrap();
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn list(report: &mut String, changes: &[Change]) {
    for change in changes {
        writeln!(report, "    {} {}", change.id, change.message).unwrap();
    }
}

/// Where a reasoned table says we differ, we must; anywhere else we must not.
#[test]
fn pairs_of_its_tests() {
    let Some(pairs) = data("pairs") else { return };
    let folders = folders(&pairs);
    let known = known_ids(&folders);
    let (mut agreed, mut report) = (0, String::new());
    for (name, path, expected) in &folders {
        let (base, head) = (yaml(&path.join("base.yaml")), yaml(&path.join("revision.yaml")));
        let changes = diff::wire_on(&base, &head, TODAY);
        let difference = Difference::of(expected, &changes, &known);
        let reason = DISAGREEMENTS.iter().find(|(id, _)| id == name).map(|(_, reason)| *reason);
        match reason {
            _ if difference.is_empty() && reason.is_none() => agreed += 1,
            Some(reason) if !difference.is_empty() => println!("{name}: {reason}"),
            Some(_) => writeln!(report, "{name}: no longer a disagreement").unwrap(),
            None => {
                let Difference { missed, extra } = difference;
                writeln!(report, "{name}: missed {missed:?}, extra {extra:?}, of").unwrap();
                list(&mut report, &changes);
            }
        }
    }
    println!(
        "{agreed} of {} pairs agree, {} differ with a reason",
        folders.len(),
        DISAGREEMENTS.len()
    );
    assert!(report.is_empty(), "{report}");
}

/// No difference goes unseen, and the highest level is that of oasdiff unless a table says why not.
#[test]
fn synthetic_pairs() {
    let Some(pairs) = synthetic() else { return };
    let mut report = String::new();
    let mut used = BTreeSet::new();
    let mut agreed = 0;
    for pair in &pairs {
        let (mutation, location) =
            (pair["mutation"].as_str().unwrap(), pair["location"].as_str().unwrap());
        let changes = diff::wire_on(&pair["base"], &pair["revision"], TODAY);
        let highest = changes.iter().map(|it| it.level).max();
        let differs = pair["base"] != pair["revision"];
        let expected =
            theirs(&pair["changes"]).iter().map(|it| it.level).max().unwrap_or(Level::Compatible);
        let exception = SYNTHETIC.iter().position(|(it, at, ..)| {
            *it == mutation && at.iter().any(|prefix| location.starts_with(prefix))
        });
        let wanted = exception.map_or(expected, |index| SYNTHETIC[index].2);
        if highest != differs.then_some(wanted) {
            writeln!(
                report,
                "{location} {mutation}: {highest:?}, not {wanted:?} {:?}",
                theirs(&pair["changes"]).iter().map(|it| it.id.clone()).collect::<Vec<_>>()
            )
            .unwrap();
            list(&mut report, &changes);
        } else if highest == differs.then_some(expected) {
            agreed += 1;
        } else {
            used.extend(exception);
        }
    }
    for (index, row) in SYNTHETIC.iter().enumerate().filter(|(index, _)| !used.contains(index)) {
        writeln!(report, "row {index}, {}: no longer a disagreement", row.0).unwrap();
    }
    println!(
        "{agreed} of {} synthetic pairs agree in the highest level, the others differ with a reason",
        pairs.len()
    );
    assert!(report.is_empty(), "{report}");
}
