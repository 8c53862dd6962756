//! Downloads from signed URLs.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use runtime::exports::{Downloads, Error, ErrorKind};

use crate::support::{Server, Step, printed};

pub(crate) const PDF: &str = "%PDF-1.7 the report";

pub(crate) fn downloads() -> Downloads {
    let builder = Downloads::from_hosts(["127.0.0.1", "storage.example.com"]);
    let builder = builder.allow_loopback().max_bytes(100).stall_timeout(Duration::from_millis(300));
    builder.build().unwrap()
}

pub(crate) fn signed(server: &Server) -> String {
    format!("{}/report?X-Signature=SENTINEL", server.url())
}

pub(crate) fn pdf(head: &str, body: &str) -> Step {
    Step::send(format!("HTTP/1.1 200 OK\r\ncontent-type: application/pdf\r\n{head}\r\n\r\n{body}"))
}

pub(crate) fn whole() -> Step {
    pdf(&format!("content-length: {}", PDF.len()), PDF)
}

/// An empty folder that is removed with its contents.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("runtime-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_download_sends_no_credentials_and_arrives_in_pieces() {
    let chunked = pdf("transfer-encoding: chunked", "3\r\n%PD\r\n4\r\nF-12\r\n1\r\n3\r\n0\r\n\r\n");
    let server = Server::answering(chunked);
    let downloads = downloads();
    let mut body = downloads.get(&signed(&server)).pdf().send().await.unwrap();
    let mut all = Vec::new();
    while let Some(chunk) = body.chunk().await.unwrap() {
        all.extend_from_slice(&chunk);
    }
    assert_eq!(all, b"%PDF-123");
    assert!(body.chunk().await.unwrap().is_none());
    let host = format!("host: 127.0.0.1:{}", server.port());
    assert_eq!(
        server.request().head,
        format!("GET /report?X-Signature=SENTINEL HTTP/1.1\r\n{host}")
    );
}

#[tokio::test]
async fn a_saved_file_is_whole_and_its_owners_alone() {
    let folder = Folder::new("save");
    let path = folder.0.join("report.pdf");
    for _ in 0..2 {
        let server = Server::answering(whole());
        let length = downloads().get(&signed(&server)).pdf().save_to(&path).await.unwrap();
        assert_eq!(length, PDF.len() as u64);
        assert_eq!(fs::read_to_string(&path).unwrap(), PDF);
        assert_eq!(folder.names(), ["report.pdf"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}

/// Saves what a server sends, which must fail and leave nothing behind.
async fn check_fails(name: &str, answer: Step, expected: &str) {
    let folder = Folder::new(name);
    let path = folder.0.join("report.pdf");
    let server = Server::start(vec![vec![Step::Read, answer, Step::Stall]]);
    let error = downloads().get(&signed(&server)).pdf().save_to(&path).await.unwrap_err();
    assert_eq!(error.to_string(), expected);
    assert!(!printed(&error).contains("SENTINEL"), "{error:?}");
    assert!(folder.names().is_empty(), "{:?}", folder.names());
}

#[tokio::test]
async fn what_is_not_the_whole_document_is_not_saved() {
    let stalled = "download: nothing came for longer than `stall_timeout`";
    check_fails("stall-0", pdf("content-length: 10", ""), &format!("{stalled}, 200 OK, 1 attempt"))
        .await;
    check_fails(
        "stall-7",
        pdf("content-length: 10", "%PDF-12"),
        &format!("{stalled}, 200 OK, 1 attempt"),
    )
    .await;
    check_fails("no-head", Step::send("HTTP/1.1 200"), &format!("{stalled}, 1 attempt")).await;
    let long = "download: the download is longer than `max_bytes`, 200 OK, 1 attempt";
    check_fails("long", pdf("content-length: 101", ""), long).await;
    let body = format!("65\r\n%PDF-{}\r\n0\r\n\r\n", "x".repeat(96));
    check_fails("longer", pdf("transfer-encoding: chunked", &body), long).await;
    let html = Step::send(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 8\r\n\r\n%PDF-SEN",
    );
    check_fails("html", html, "download: the content type is another, 200 OK, 1 attempt").await;
    let other = "download: the content begins in another way, 200 OK, 1 attempt";
    check_fails("other", pdf("content-length: 8", "SENTINEL"), other).await;
    check_fails("short", pdf("content-length: 3", "%PD"), other).await;
    check_fails("empty", pdf("content-length: 0", ""), other).await;
    let elsewhere =
        Step::send("HTTP/1.1 302 Found\r\nlocation: https://SENTINEL\r\ncontent-length: 0\r\n\r\n");
    check_fails("redirect", elsewhere, "download: 302 Found, 1 attempt").await;
    let denied = Step::send("HTTP/1.1 403 X\r\ncontent-length: 18\r\n\r\n<Error>SENTINEL<..");
    check_fails("denied", denied, "download: 403 Forbidden, 1 attempt").await;
}

#[tokio::test]
async fn a_cut_at_any_byte_leaves_the_old_file() {
    let folder = Folder::new("cut");
    let path = folder.0.join("report.pdf");
    fs::write(&path, "old").unwrap();
    let downloads = downloads();
    for cut in 0..PDF.len() {
        let answer = pdf(&format!("content-length: {}", PDF.len()), &PDF[..cut]);
        let server = Server::answering(answer);
        let error = downloads.get(&signed(&server)).pdf().save_to(&path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        assert_eq!(
            (folder.names(), fs::read_to_string(&path).unwrap()),
            (vec!["report.pdf".into()], "old".into())
        );
    }
    let nowhere = folder.0.join("missing").join("report.pdf");
    let server = Server::answering(whole());
    let error = downloads.get(&signed(&server)).save_to(nowhere).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::File);
}

/// Reads a download that fails, and goes on asking: what came, and how it failed.
async fn failing(answer: impl IntoIterator<Item = Step>) -> (String, ErrorKind) {
    let server = Server::start(vec![[Step::Read].into_iter().chain(answer).collect()]);
    let mut body = downloads().get(&signed(&server)).send().await.unwrap();
    let mut all = Vec::new();
    let error = loop {
        match body.chunk().await {
            Ok(piece) => all.extend_from_slice(&piece.expect("it is not complete")),
            Err(error) => break error,
        }
    };
    for _ in 0..2 {
        let again = body.chunk().await.unwrap_err();
        assert_eq!(again.to_string(), "download: the body ended early, 200 OK, 1 attempt");
    }
    (String::from_utf8(all).unwrap(), error.kind())
}

#[tokio::test]
async fn a_download_that_failed_never_reads_as_complete() {
    let chunked = |body: &str| pdf("transfer-encoding: chunked", body);
    for (answer, came) in [
        (pdf("content-length: 9", ""), ""),
        (pdf("content-length: 9", "%PDF-1.7"), "%PDF-1.7"),
        (chunked(""), ""),
        (chunked("8\r\n%PDF"), "%PDF"),
        (chunked("8\r\n%PDF-1.7\r\n"), "%PDF-1.7"),
        (chunked("8\r\n%PDF-1.7\r\n0\r\n"), "%PDF-1.7"),
    ] {
        assert_eq!(failing([answer]).await, (came.to_owned(), ErrorKind::Transport));
    }
    let long = chunked(&format!("65\r\n{}\r\n0\r\n\r\n", "x".repeat(101)));
    assert_eq!(failing([long]).await.1, ErrorKind::BodyTooLarge);
    let stalled = [pdf("content-length: 9", "%PDF"), Step::Stall];
    assert_eq!(failing(stalled).await, ("%PDF".to_owned(), ErrorKind::Timeout));
}

#[tokio::test]
async fn an_expired_url_is_renewed_once() {
    let expired = || Step::send("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
    let fresh = Server::answering(whole());
    let old = Server::answering(expired());
    let url = signed(&fresh);
    let downloads = downloads();
    downloads.get(&signed(&old)).renew(async { Ok(url) }).send().await.unwrap();

    let (first, second) = (Server::answering(expired()), Server::answering(expired()));
    let url = signed(&second);
    let error = downloads.get(&signed(&first)).renew(async { Ok(url) }).send().await.unwrap_err();
    assert!(error.is_forbidden());
    assert_eq!((first.received().len(), second.received().len()), (1, 1));

    let unneeded = async { panic!("renewed in vain") };
    downloads.get(&signed(&Server::answering(whole()))).renew(unneeded).send().await.unwrap();
}

#[tokio::test]
async fn a_download_may_be_as_long_as_its_limit() {
    for (length, is_allowed) in [(100, true), (101, false)] {
        let body = format!("%PDF-{}", "x".repeat(length - 5));
        let chunked = format!("{length:x}\r\n{body}\r\n0\r\n\r\n");
        for answer in [
            pdf(&format!("content-length: {length}"), &body),
            pdf("transfer-encoding: chunked", &chunked),
            pdf("connection: close", &body),
        ] {
            let folder = Folder::new("limit");
            let server = Server::answering(answer);
            let path = folder.0.join("report.pdf");
            match downloads().get(&signed(&server)).pdf().save_to(path).await {
                Ok(saved) => assert_eq!((saved, is_allowed), (length as u64, true)),
                Err(error) => {
                    assert_eq!((error.kind(), is_allowed), (ErrorKind::BodyTooLarge, false));
                }
            }
        }
    }
}

async fn refusal(downloads: &Downloads, url: &str) -> Error {
    let error = downloads.get(url).send().await.unwrap_err();
    assert!(!printed(&error).contains("SENTINEL"), "{error:?}");
    error
}

#[tokio::test]
async fn urls_that_lead_astray_are_refused_unasked() {
    let hosts = [
        "storage.example.com",
        "169.254.169.254",
        "127.0.0.1",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::a00:1]",
    ];
    let downloads = Downloads::from_hosts(hosts).build().unwrap();
    let host = "download: the URL leads to a host that is not allowed";
    let address = "download: the URL leads to an address that is not public";
    for (url, expected) in [
        ("", "download: the URL is not valid"),
        ("/report", "download: the URL is not absolute"),
        ("file:///etc/SENTINEL", "download: the URL is not valid"),
        ("data:text/plain,SENTINEL", "download: the URL is not valid"),
        ("http://storage.example.com/SENTINEL", "download: the URL is not https"),
        ("ftp://storage.example.com/SENTINEL", "download: the URL is not https"),
        (
            "https://user:SENTINEL@storage.example.com/",
            "download: the URL has a user or a fragment",
        ),
        ("https://storage.example.com/a#SENTINEL", "download: the URL has a user or a fragment"),
        ("https://storage.example.com:22/", "download: the URL has a port of its own"),
        ("https://evil.example/SENTINEL", host),
        ("https://evilstorage.example.com/", host),
        ("https://storage.example.com.evil.example/", host),
        ("https://storage.example.com./", host),
        ("https://localhost/", host),
        ("https://2130706433/", host),
        ("https://0x7f000001/", host),
        ("https://xn--strage-exa.example.com/", host),
        ("https://127.0.0.1/", address),
        ("https://169.254.169.254/latest/meta-data", address),
        ("https://[::1]/", address),
        ("https://[::ffff:10.0.0.1]/", address),
        ("https://[64:ff9b::a00:1]/", address),
    ] {
        let error = refusal(&downloads, url).await;
        assert_eq!(
            (error.kind(), error.to_string().as_str()),
            (ErrorKind::Request, expected),
            "{url}"
        );
    }
}

#[tokio::test]
async fn a_name_that_leads_to_this_machine_is_not_connected_to() {
    let server = Server::start(vec![]);
    let downloads = Downloads::from_hosts(["localhost"]).build().unwrap();
    let error = refusal(&downloads, "https://localhost/SENTINEL").await;
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(printed(&error).contains("no address that may be connected to"), "{error:?}");
    assert_eq!(server.connections(), 0);
}

#[test]
fn a_host_must_be_named_and_nothing_secret_is_printed() {
    for hosts in [vec![], vec![""]] {
        let error = Downloads::from_hosts(hosts).build().unwrap_err();
        assert_eq!(error.to_string(), "no host to download from is named");
    }
    let downloads = downloads();
    assert_eq!(format!("{:?}", downloads.get("https://a/SENTINEL")), "Download([redacted])");
}
