//! Downloads that do not get to their file: a full disk, a process that dies, a caller who loses interest.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use runtime::exports::{Downloads, ErrorKind};

use crate::downloads::{Folder, PDF, downloads, pdf, signed, whole};
use crate::support::{Server, Step};

/// Where the program that a test starts finds what to do.
const URL: &str = "RUNTIME_TEST_URL";
const FILE: &str = "RUNTIME_TEST_FILE";

/// Not a test by itself: what [`start`] runs in a process of its own.
#[tokio::test]
#[ignore = "run by other tests"]
async fn save() {
    let downloads = Downloads::from_hosts(["127.0.0.1"]).allow_loopback().build().unwrap();
    let url = std::env::var(URL).unwrap();
    let saving = downloads.get(&url).pdf().save_to(std::env::var_os(FILE).unwrap());
    assert_eq!(saving.await.unwrap_err().kind(), ErrorKind::File);
}

/// Saves by another process, in a shell that has been told `before` to limit it.
fn start(url: &str, path: &Path, before: &str) -> Child {
    Command::new("sh")
        .args(["-c", &format!("{before} exec \"$0\" \"$@\"")])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "saving::save", "--ignored"])
        .envs([(URL, url.as_ref()), (FILE, path.as_os_str())])
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// A server that sends all but the end, and what makes it go on.
fn all_but_the_end() -> (Server, Sender<()>) {
    let (open, gate) = Step::gate();
    let start = pdf(&format!("content-length: {}", PDF.len()), &PDF[..10]);
    (Server::start(vec![vec![Step::Read, start, gate, Step::send(&PDF[10..])]]), open)
}

/// The files beside an old one, once there are any.
fn parts(folder: &Folder) -> Vec<String> {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let parts: Vec<_> =
            folder.names().into_iter().filter(|name| name != "report.pdf").collect();
        if !parts.is_empty() || Instant::now() > deadline {
            return parts;
        }
        std::thread::yield_now();
    }
}

/// The limit on the length of files stands for the disk: writing fails in the middle likewise.
#[tokio::test]
async fn a_full_disk_leaves_the_old_file() {
    let folder = Folder::new("full");
    let path = folder.0.join("report.pdf");
    fs::write(&path, "old").unwrap();
    let body = format!("%PDF-{}", "x".repeat(100_000));
    let server = Server::answering(pdf(&format!("content-length: {}", body.len()), &body));
    let mut child = start(&signed(&server), &path, "trap '' XFSZ; ulimit -f 1;");
    let status = tokio::task::spawn_blocking(move || child.wait().unwrap()).await.unwrap();
    assert!(status.success(), "{status}");
    assert_eq!(folder.names(), ["report.pdf"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
}

#[test]
fn a_process_that_dies_leaves_the_old_file_and_a_hidden_one() {
    let folder = Folder::new("crash");
    let path = folder.0.join("report.pdf");
    fs::write(&path, "old").unwrap();
    let (server, _open) = all_but_the_end();
    let mut child = start(&signed(&server), &path, "");
    let parts = parts(&folder);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    let [part] = &parts[..] else { panic!("{parts:?}") };
    assert!(part.starts_with(".report.pdf.") && part.ends_with(".part"), "{part}");
    let mode = fs::metadata(folder.0.join(part)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn a_caller_who_loses_interest_leaves_nothing() {
    let folder = Folder::new("dropped");
    let (server, _open) = all_but_the_end();
    let url = signed(&server);
    let path = folder.0.join("report.pdf");
    let saving = tokio::spawn(async move { downloads().get(&url).pdf().save_to(path).await });
    while folder.names().is_empty() {
        tokio::task::yield_now().await;
    }
    saving.abort();
    assert!(saving.await.unwrap_err().is_cancelled());
    // A file that was just being made is removed by the thread that makes it.
    while !folder.names().is_empty() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn nothing_is_visible_before_all_is_there() {
    let folder = Folder::new("gate");
    let (server, open) = all_but_the_end();
    let url = signed(&server);
    let path = folder.0.join("report.pdf");
    let to = path.clone();
    let saving = tokio::spawn(async move {
        let longer = Downloads::from_hosts(["127.0.0.1"]).allow_loopback().build().unwrap();
        longer.get(&url).pdf().save_to(to).await
    });
    while folder.names().is_empty() {
        tokio::task::yield_now().await;
    }
    assert!(!path.exists());
    open.send(()).unwrap();
    assert_eq!(saving.await.unwrap().unwrap(), PDF.len() as u64);
    assert_eq!(fs::read_to_string(&path).unwrap(), PDF);
    assert_eq!(folder.names(), ["report.pdf"]);
}

#[tokio::test]
async fn a_place_that_is_no_file_is_an_error() {
    let folder = Folder::new("folder");
    let taken = folder.0.join("taken");
    fs::create_dir(&taken).unwrap();
    for path in [taken, PathBuf::from("/"), folder.0.join("missing").join("report.pdf")] {
        let server = Server::answering(whole());
        let error = downloads().get(&signed(&server)).save_to(&path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::File, "{error:?}");
    }
    assert_eq!(folder.names(), ["taken"]);
}
