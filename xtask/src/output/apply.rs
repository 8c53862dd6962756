//! Makes a folder equal to a plan, so that an interrupted run leaves the old files or the new ones.
//!
//! The new tree is completed beside the folder, unchanged files as hard links (they keep their time of modification,
//! and cargo has less to rebuild), and then the two trade places in one step. Where that cannot be done (no such call,
//! a mount point, something of others or somebody's shell inside), every new file is completed beside its target
//! before the first is renamed over it: an interruption between two renames then leaves whole files, old and new, and
//! the next run completes them. Nothing is flushed to the device: after a power loss the next run compares bytes and
//! mends.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use super::plan::about;
use super::{Change, Plan, TEMPORARY, swap};

/// Writes what differs and deletes orphans; touches nothing if nothing differs.
///
/// # Errors
/// If the folder cannot be written.
pub fn apply(plan: &Plan<'_>) -> io::Result<()> {
    remove_abandoned(&plan.out);
    if plan.changes.is_empty() {
        return Ok(());
    }
    replace_folder(plan).or_else(|_| replace_files(plan))
}

/// Completes the new tree beside the folder and lets the two trade places. A failure leaves the folder untouched.
fn replace_folder(plan: &Plan<'_>) -> io::Result<()> {
    let stands_inside = || std::env::current_dir().is_ok_and(|here| here.starts_with(&plan.out));
    if plan.shared || stands_inside() {
        return Err(ErrorKind::Unsupported.into());
    }
    create_parent(&plan.out)?;
    // Once more, because another run can take a stage for abandoned before it is locked.
    let (stage, _lock) = new_stage(&plan.out).or_else(|_| new_stage(&plan.out))?;
    let outcome = fill(plan, &stage).and_then(|()| {
        if plan.out.exists() {
            swap::exchange(&stage, &plan.out)
        } else {
            fs::rename(&stage, &plan.out)
        }
    });
    // It holds the old files now; after a failure, the unfinished new ones. What stays is removed by a later run.
    _ = fs::remove_dir_all(&stage);
    outcome
}

/// An empty folder beside `out` that is this run's for as long as the lock lives.
fn new_stage(out: &Path) -> io::Result<(PathBuf, fs::File)> {
    let stage = temporary(out);
    fs::create_dir(&stage)?;
    let lock = swap::lock(&stage).and_then(|lock| fs::metadata(&stage).map(|_| lock));
    if lock.is_err() {
        _ = fs::remove_dir(&stage);
    }
    Ok((stage, lock?))
}

fn fill(plan: &Plan<'_>, stage: &Path) -> io::Result<()> {
    // Compared as texts: both spell a path alike, and its parts need not be looked at.
    let changed: BTreeSet<_> = plan.changes.iter().map(|change| change.path.as_os_str()).collect();
    let mut folder = PathBuf::new();
    for file in plan.files {
        let (old, new) = (plan.out.join(&file.path), stage.join(&file.path));
        if new.parent() != Some(&folder) {
            create_parent(&new)?;
            folder = new.parent().map(Path::to_owned).unwrap_or_default();
        }
        // Read again, because another run may have replaced the folder since the plan was made.
        let linked = !changed.contains(OsStr::new(&file.path)) && fs::hard_link(&old, &new).is_ok();
        if linked && fs::read(&new)? == file.text.as_bytes() {
            continue;
        }
        if linked {
            // Never written through a link: the other name of the file may be somebody's.
            fs::remove_file(&new)?;
        }
        fs::write(&new, file.text.as_bytes())?;
    }
    Ok(())
}

/// Removes the stages of runs that died. A run that lives holds the lock of its stage.
fn remove_abandoned(out: &Path) {
    let Some(Ok(entries)) = out.parent().map(fs::read_dir) else { return };
    let prefix = temporary_prefix(out);
    for entry in entries.flatten() {
        let is_stage = entry.file_name().to_string_lossy().starts_with(&prefix);
        if is_stage && let Ok(_lock) = swap::lock(&entry.path()) {
            _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Completes every new file beside its target, then renames them all, then deletes orphans.
fn replace_files(plan: &Plan<'_>) -> io::Result<()> {
    let (orphans, written): (Vec<_>, Vec<_>) =
        plan.changes.iter().partition(|change| change.new.is_none());
    // An orphan can be a file where a folder is needed, or in a folder where a file is needed.
    let files: BTreeSet<&Path> = plan.files.iter().map(|file| Path::new(&file.path)).collect();
    let folders: BTreeSet<&Path> = files.iter().flat_map(|file| file.ancestors().skip(1)).collect();
    let (in_the_way, orphans): (Vec<_>, Vec<_>) = orphans.into_iter().partition(|orphan| {
        folders.contains(&*orphan.path) || orphan.path.ancestors().any(|it| files.contains(it))
    });
    // A new folder is recognised as codegen's by its manifest, so that comes first.
    let (marker, written): (Vec<_>, Vec<_>) = written
        .into_iter()
        .partition(|change| change.old.is_none() && change.path == Path::new("Cargo.toml"));

    delete(plan, &in_the_way)?;
    write(plan, &marker)?;
    write(plan, &written)?;
    delete(plan, &orphans)
}

fn write(plan: &Plan<'_>, changes: &[&Change<'_>]) -> io::Result<()> {
    let mut staged = Vec::new();
    let outcome = stage(plan, changes, &mut staged).and_then(|()| {
        let rename = |(new, target): &(PathBuf, PathBuf)| {
            fs::rename(new, target).map_err(|error| about(target, &error))
        };
        staged.iter().try_for_each(rename)
    });
    for (new, _) in staged {
        _ = fs::remove_file(new);
    }
    outcome
}

fn stage(
    plan: &Plan<'_>,
    changes: &[&Change<'_>],
    staged: &mut Vec<(PathBuf, PathBuf)>,
) -> io::Result<()> {
    for change in changes {
        let target = plan.out.join(&change.path);
        let new = temporary(&target);
        create_parent(&new)?;
        staged.push((new.clone(), target));
        fs::write(&new, change.new.unwrap_or_default()).map_err(|error| about(&new, &error))?;
    }
    Ok(())
}

fn create_parent(path: &Path) -> io::Result<()> {
    path.parent()
        .map_or(Ok(()), |parent| fs::create_dir_all(parent).map_err(|error| about(parent, &error)))
}

/// Deletes orphans and the folders they leave empty.
fn delete(plan: &Plan<'_>, orphans: &[&Change<'_>]) -> io::Result<()> {
    for orphan in orphans {
        let target = plan.out.join(&orphan.path);
        match fs::remove_file(&target) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(about(&target, &error));
            }
            _ => {}
        }
        let folders = target.ancestors().skip(1).take_while(|folder| *folder != plan.out);
        _ = folders.map_while(|folder| fs::remove_dir(folder).ok()).count();
    }
    Ok(())
}

/// A hidden name beside `path` that nobody else uses.
fn temporary(path: &Path) -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let (process, number) = (process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    path.with_file_name(format!("{}{process}-{number}", temporary_prefix(path)))
}

fn temporary_prefix(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!(".{name}{TEMPORARY}")
}
