//! The report end to end: its URL from the API, its bytes from a storage server on loopback.

use std::fs;
use std::path::PathBuf;

use checkout_identity::models::IdentityVerificationId;
use checkout_identity::{Client, Downloads, Error, ErrorKind};
use serde_json::json;

use crate::calls::{KEY, client};
use crate::programs::request_lines;
use crate::server::{Reply, Server};

const PDF: &[u8] = b"%PDF-1.7\nsentinel\n%%EOF";

fn pdf() -> Reply {
    Reply::new(200, &[("Content-Type", "application/pdf")], PDF)
}

/// Where a test saves; nothing is there.
fn target(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("downloads").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder.join("report.pdf")
}

async fn url(client: &Client) -> Result<String, Error> {
    let report = client.get_identity_verification_report(&IdentityVerificationId::from("idv_1"));
    Ok(report.await?.pdf_report.unwrap_or_default())
}

/// Serves the URLs `/1`, `/2`, ... of the storage one after the other.
fn serve_urls(api: &Server, storage: &Server) {
    let reply = |number| {
        let url = format!("http://{}/{number}?signature=sentinel", storage.address());
        Reply::json(200, &json!({"pdf_report": url}))
    };
    api.answer_in_turn([1, 2, 3].map(reply));
}

#[tokio::test]
async fn a_report_is_saved_and_an_expired_url_renewed_once() {
    let (api, storage) = (Server::start().await, Server::start().await);
    serve_urls(&api, &storage);
    storage.answer_in_turn([Reply::new(403, &[], "<Error/>"), pdf()]);
    let client = client(&api);
    let path = target("saved");

    let downloads = Downloads::from_hosts(["127.0.0.1"]).allow_loopback().build().unwrap();
    let download = downloads.get(&url(&client).await.unwrap()).pdf().renew(url(&client));
    assert_eq!(download.save_to(&path).await.unwrap(), PDF.len() as u64);

    assert_eq!(fs::read(&path).unwrap(), PDF);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let sent = storage.take_requests();
    for request in &sent {
        let request = String::from_utf8_lossy(request).to_lowercase();
        assert!(!request.contains("authorization") && !request.contains(KEY), "{request}");
    }
    assert_eq!((sent.len(), request_lines(&api).len()), (2, 2));
}

#[tokio::test]
async fn what_is_no_report_leaves_no_file_and_no_trace() {
    let (api, storage) = (Server::start().await, Server::start().await);
    let client = client(&api);
    let path = target("refused");
    let html = [("Content-Type", "text/html")];
    let pdf_type = [("Content-Type", "application/pdf")];
    for (reply, kind) in [
        (Reply::new(200, &html, PDF), ErrorKind::Decode),
        (Reply::new(200, &pdf_type, "<html>"), ErrorKind::Decode),
        (Reply::new(200, &pdf_type, ""), ErrorKind::Decode),
        (Reply::new(302, &[("Location", "/2")], ""), ErrorKind::Api),
        (Reply::new(403, &[], "sentinel"), ErrorKind::Api),
        (Reply::cut(200, &pdf_type, PDF, PDF.len() + 1).then_close(), ErrorKind::Transport),
        (Reply::cut(200, &pdf_type, PDF, 1 << 40).then_stall(), ErrorKind::BodyTooLarge),
    ] {
        serve_urls(&api, &storage);
        storage.answer(reply);
        let downloads = Downloads::from_hosts(["127.0.0.1"]).allow_loopback().build().unwrap();
        let download = downloads.get(&url(&client).await.unwrap()).pdf().renew(url(&client));
        let error = download.save_to(&path).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error:?}");
        let printed = format!("{error} {error:?}");
        assert!(!printed.contains("sentinel") && !printed.contains("127.0.0.1"), "{printed}");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 0, "{error:?}");
    }
}

#[tokio::test]
async fn other_places_are_not_asked() {
    let storage = Server::start().await;
    storage.answer(pdf());
    let open = Downloads::from_hosts(["127.0.0.1"]).build().unwrap();
    let elsewhere = Downloads::from_hosts(["reports.example.com"]).allow_loopback().build();
    let url = format!("http://{}/1?signature=sentinel", storage.address());
    for downloads in [open, elsewhere.unwrap()] {
        let error = downloads.get(&url).pdf().send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(!format!("{error:?}").contains("sentinel"));
    }
    assert!(storage.take_requests().is_empty());
}
