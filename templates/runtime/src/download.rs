//! Downloads from signed URLs, which are credentials in themselves.

use std::fmt;
use std::future::Future;
use std::net::IpAddr;
use std::path::Path;
use std::pin::Pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_TYPE, HeaderMap};
use http::uri::Scheme;
use http::{Request, StatusCode, Uri};
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

use super::api::{Api, ErrorMembers};
use super::body::{self, BodyReader, Failure};
use super::error::{Error, ErrorKind, Head, KEPT_BODY, Sent};
use super::part::Part;
use super::transport::Body;
use super::transport::hyper::{HyperTransport, Settings};
use super::transport::resolver::Reach;

static STORAGE: Api = Api {
    name: "",
    version: "",
    request_id_header: None,
    idempotency_key_header: None,
    key_prefixes: &[],
    error_members: ErrorMembers { error_type: None, error_codes: None, request_id: None },
};

const OPERATION: &str = "download";

/// Downloads what signed URLs lead to, such as documents that an API keeps in a storage service.
///
/// It has connections of its own and knows no credentials, so it can send none. It connects by
/// `https` alone, to the hosts you name, never to private or link-local addresses, and follows no
/// redirect. What comes is limited in length and must not stall.
///
/// Through a proxy of the environment it is the proxy that looks addresses up; then the list of
/// hosts is what keeps it from others.
pub struct Downloads {
    transport: HyperTransport,
    hosts: Vec<String>,
    reach: Reach,
    max_bytes: u64,
    stall_timeout: Duration,
}

/// Settings of [`Downloads`].
#[must_use = "a builder does nothing until `build`"]
pub struct DownloadsBuilder {
    settings: Settings,
    hosts: Vec<String>,
    reach: Reach,
    max_bytes: u64,
    stall_timeout: Duration,
}

impl Downloads {
    /// Settings to begin with: downloads from these hosts and their subdomains.
    pub fn from_hosts<H: Into<String>>(hosts: impl IntoIterator<Item = H>) -> DownloadsBuilder {
        DownloadsBuilder {
            settings: Settings::default(),
            hosts: hosts.into_iter().map(Into::into).collect(),
            reach: Reach::Public,
            max_bytes: 32 * 1024 * 1024,
            stall_timeout: Duration::from_secs(20),
        }
    }

    /// A download from a signed URL. Nothing is sent yet.
    pub fn get<'d>(&'d self, url: &str) -> Download<'d> {
        Download {
            downloads: self,
            url: url.to_owned(),
            renewal: None,
            content_type: None,
            begin: b"",
        }
    }

    /// Whether the URL may be asked; says why not without showing it.
    fn check(&self, url: &str) -> Result<Uri, Error> {
        let refused = |problem: &str| {
            Error::new(ErrorKind::Request, format!("the URL {problem}")).in_call(OPERATION, 0)
        };
        let uri: Uri = url.parse().map_err(|_| refused("is not valid"))?;
        let (Some(authority), Some(host)) = (uri.authority(), uri.host()) else {
            return Err(refused("is not absolute"));
        };
        let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        let is_test =
            self.reach == Reach::PublicOrLoopback && address.is_some_and(|ip| ip.is_loopback());
        if authority.as_str().contains('@') || url.contains('#') {
            return Err(refused("has a user or a fragment"));
        }
        if uri.scheme() != Some(&Scheme::HTTPS) && !(is_test && uri.scheme() == Some(&Scheme::HTTP))
        {
            return Err(refused("is not https"));
        }
        if !is_test && uri.port_u16().is_some_and(|port| port != 443) {
            return Err(refused("has a port of its own"));
        }
        let is_allowed = |allowed: &String| {
            let host = host.strip_suffix(allowed.as_str());
            host.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        if !self.hosts.iter().any(is_allowed) {
            return Err(refused("leads to a host that is not allowed"));
        }
        if address.is_some_and(|address| !self.reach.allows(address)) {
            return Err(refused("leads to an address that is not public"));
        }
        Ok(uri)
    }

    async fn begin(&self, url: &str) -> Result<(Head, Body), Error> {
        let mut request = Request::new(Body::from(Bytes::new()));
        *request.uri_mut() = self.check(url)?;
        let sending = timeout(self.stall_timeout, self.transport.send(request)).await;
        let response = sending
            .map_err(|_| stalled().with_sent(Sent::Maybe))
            .and_then(|response| response.map_err(Error::transport))
            .map_err(|error| error.in_call(OPERATION, 1))?;
        let (parts, body) = response.into_parts();
        let head = Head { status: parts.status, headers: parts.headers, request_id_header: None };
        if head.status == StatusCode::OK {
            return Ok((head, body));
        }
        let reading = timeout(self.stall_timeout, body::read_start(body, KEPT_BODY));
        Err(Error::api(&STORAGE, head, reading.await.unwrap_or_default()).in_call(OPERATION, 1))
    }
}

impl DownloadsBuilder {
    /// Limits the length of a download, in bytes; 32 MiB unless set.
    pub fn max_bytes(mut self, limit: u64) -> Self {
        self.max_bytes = limit;
        self
    }

    /// Limits the time without anything new; 20 seconds unless set.
    pub fn stall_timeout(mut self, timeout: Duration) -> Self {
        self.stall_timeout = timeout;
        self
    }

    /// Trusts one more certificate authority, in DER.
    pub fn root_certificate(mut self, der: impl Into<Vec<u8>>) -> Self {
        self.settings.root_certificates.push(der.into());
        self
    }

    /// Allows addresses of this machine too, also by `http` and on any port; for tests.
    pub fn allow_loopback(mut self) -> Self {
        self.reach = Reach::PublicOrLoopback;
        self
    }

    /// Makes it. No connection is opened.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if no host is named or a certificate is not valid.
    pub fn build(mut self) -> Result<Downloads, Error> {
        if self.hosts.is_empty() || self.hosts.iter().any(String::is_empty) {
            return Err(Error::new(ErrorKind::Config, "no host to download from is named"));
        }
        self.settings.reach = self.reach;
        let transport = self.settings.connect()?;
        Ok(Downloads {
            transport,
            hosts: self.hosts,
            reach: self.reach,
            max_bytes: self.max_bytes,
            stall_timeout: self.stall_timeout,
        })
    }
}

type Renewal<'d> = Pin<Box<dyn Future<Output = Result<String, Error>> + Send + 'd>>;

/// One download, before it is begun.
#[must_use = "a download does nothing until it is sent or saved"]
pub struct Download<'d> {
    downloads: &'d Downloads,
    url: String,
    renewal: Option<Renewal<'d>>,
    content_type: Option<&'static str>,
    begin: &'static [u8],
}

impl<'d> Download<'d> {
    /// Accepts a PDF document and nothing else.
    pub fn pdf(mut self) -> Self {
        self.content_type = Some("application/pdf");
        self.begin = b"%PDF-";
        self
    }

    /// Where to get a new URL, once, should this one have expired (status 403 or 410).
    pub fn renew(mut self, url: impl Future<Output = Result<String, Error>> + Send + 'd) -> Self {
        self.renewal = Some(Box::pin(url));
        self
    }

    /// Begins the download: the answer is there and is what was asked for, its body is on its way.
    ///
    /// # Errors
    /// [`ErrorKind::Request`] if the URL is refused, [`ErrorKind::Api`] for a status other than 200,
    /// [`ErrorKind::Decode`] if it is something else than asked for, and those of a connection.
    pub async fn send(self) -> Result<DownloadBody, Error> {
        let Self { downloads, url, renewal, content_type, begin } = self;
        let (head, body) = match (downloads.begin(&url).await, renewal) {
            (Err(error), Some(renewal)) if is_expired(&error) => {
                downloads.begin(&renewal.await?).await?
            }
            (result, _) => result?,
        };
        let Downloads { max_bytes, stall_timeout, .. } = *downloads;
        let body = BodyReader::of(&head.headers, body, max_bytes, stall_timeout);
        let mut body = DownloadBody { head, body, first: Bytes::new() };
        if body.length().is_some_and(|length| length > max_bytes) {
            return Err(body.failed(too_large()));
        }
        if content_type.is_some_and(|expected| !is_type(body.headers(), expected)) {
            return Err(body.failed(Error::new(ErrorKind::Decode, "the content type is another")));
        }
        let mut start = BytesMut::new();
        while start.len() < begin.len() {
            let Some(data) = body.chunk().await? else { break };
            start.extend_from_slice(&data);
        }
        if !start.starts_with(begin) {
            return Err(
                body.failed(Error::new(ErrorKind::Decode, "the content begins in another way"))
            );
        }
        body.first = start.freeze();
        Ok(body)
    }

    /// Downloads to a file, which is there in whole or not at all; its length in bytes.
    ///
    /// The file is readable by its owner alone. One that was there is replaced. Until all is there, it
    /// has a hidden name beside its own (`.report.pdf.….part`), which is what is left if the process
    /// dies meanwhile; a download that fails or is dropped leaves nothing.
    ///
    /// # Errors
    /// Those of [`send`](Self::send), and [`ErrorKind::File`] if it cannot be written.
    pub async fn save_to(self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let mut body = self.send().await?;
        let file = |error| {
            Error::new(ErrorKind::File, "the file cannot be written")
                .with_source(error)
                .in_call(OPERATION, 1)
        };
        let (part, mut to) = Part::create(path.as_ref()).await.map_err(file)?;
        let mut length = 0;
        while let Some(data) = body.chunk().await? {
            to.write_all(&data).await.map_err(file)?;
            length += data.len() as u64;
        }
        to.flush().await.map_err(file)?;
        to.sync_all().await.map_err(file)?;
        part.finish(path.as_ref()).await.map_err(file)?;
        Ok(length)
    }
}

fn is_expired(error: &Error) -> bool {
    matches!(error.status(), Some(StatusCode::FORBIDDEN | StatusCode::GONE))
}

/// Whether a body is said to be of a media type, whatever its parameters.
fn is_type(headers: &HeaderMap, expected: &str) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let given = value.and_then(|value| value.split(';').next());
    given.is_some_and(|given| given.trim().eq_ignore_ascii_case(expected))
}

fn stalled() -> Error {
    Error::new(ErrorKind::Timeout, "nothing came for longer than `stall_timeout`")
}

fn too_large() -> Error {
    Error::new(ErrorKind::BodyTooLarge, "the download is longer than `max_bytes`")
}

/// A download under way.
pub struct DownloadBody {
    head: Head,
    body: BodyReader,
    /// What was read to see how it begins.
    first: Bytes,
}

impl DownloadBody {
    /// The headers of the answer.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// How long it is, if the server says so.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.body.length()
    }

    /// The next piece, or `None` at the end.
    ///
    /// # Errors
    /// [`ErrorKind::Transport`] if it is cut short or the connection breaks,
    /// [`ErrorKind::BodyTooLarge`] if it is longer than `max_bytes`, and [`ErrorKind::Timeout`] if
    /// nothing comes for longer than `stall_timeout`. Nothing comes after an error but errors: only `None` says that all
    /// is there.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        if !self.first.is_empty() {
            return Ok(Some(std::mem::take(&mut self.first)));
        }
        self.body.next().await.map_err(|failure| {
            self.failed(match failure {
                Failure::Stalled => stalled(),
                Failure::TooLarge => too_large(),
                Failure::Truncated | Failure::Broken(_) => Error::unreadable(failure),
            })
        })
    }

    fn failed(&self, error: Error) -> Error {
        let Head { status, headers, .. } = &self.head;
        let head = Head { status: *status, headers: headers.clone(), request_id_header: None };
        error.with_answer(head, Bytes::new()).in_call(OPERATION, 1)
    }
}

impl fmt::Debug for Downloads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Downloads").field("hosts", &self.hosts).finish_non_exhaustive()
    }
}

impl fmt::Debug for DownloadsBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DownloadsBuilder").field("hosts", &self.hosts).finish_non_exhaustive()
    }
}

impl fmt::Debug for Download<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Download([redacted])")
    }
}

impl fmt::Debug for DownloadBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DownloadBody").field("length", &self.length()).finish_non_exhaustive()
    }
}
