//! The two calls of the operating system that make replacing a folder safe, where it has them.

use std::fs::File;
use std::io;
use std::path::Path;

/// Makes two folders trade places in one step: at no moment is either missing.
///
/// # Errors
/// If the system or the file system cannot do that.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// Locks a folder for as long as the handle lives; the system frees the lock of a process that dies.
///
/// # Errors
/// If another process holds the lock, or folders cannot be locked here.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(super) fn lock(folder: &Path) -> io::Result<File> {
    use rustix::fs::{FlockOperation, flock};
    let handle = File::open(folder)?;
    flock(&handle, FlockOperation::NonBlockingLockExclusive)?;
    Ok(handle)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn lock(_: &Path) -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}
