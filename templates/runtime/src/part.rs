//! A file that appears in its place only when it is whole.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};

use tokio::fs::File;
use tokio::task::spawn_blocking;

/// A file that is being written beside its place, and removed unless it gets there.
pub(super) struct Part(Option<PathBuf>);

impl Part {
    /// Makes the file, readable by its owner alone.
    pub(super) async fn create(path: &Path) -> io::Result<(Self, File)> {
        let mut name = OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(format!(".{:016x}.part", fastrand::u64(..)));
        let part = path.with_file_name(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        // Both are made at once: if nobody waits for the file any more, it goes with its guard.
        let create = move || options.open(&part).map(|file| (Self(Some(part)), file));
        let (part, file) = spawn_blocking(create).await.map_err(io::Error::other)??;
        Ok((part, File::from_std(file)))
    }

    /// Puts the file in its place, over one that is there.
    pub(super) async fn finish(mut self, path: &Path) -> io::Result<()> {
        if let Some(part) = &self.0 {
            tokio::fs::rename(part, path).await?;
        }
        self.0 = None;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if let Some(part) = &self.0 {
            // There is nobody to tell, and nothing but a hidden file to lose.
            let _ = std::fs::remove_file(part);
        }
    }
}
