//! Request bodies that need not be in memory as a whole.

use std::fs;
use std::future::ready;
use std::io::{self, Read};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{self, Context, Poll};
use std::{fmt, mem};

use bytes::Bytes;
use http_body::{Body as HttpBody, SizeHint};
use tokio::task::spawn_blocking;
use tokio::time::Instant;

use super::call::Call;
use super::payload::{self, Opened, Opening, Payload, Progress};
use super::pieces::NextFrame;
use super::transport::{Body, BoxError};

/// What a request sends: bytes, or something that is read while it is sent, a piece at a time and no faster than the
/// server takes it.
///
/// Bytes, texts and a [`Body`] become one by themselves, so that methods take them as they are. A body whose length is
/// known goes out with a `Content-Length`, any other in chunks.
///
/// # What is sent again
/// Bytes can be sent any number of times, and so can what [`from_path`](Self::from_path) and [`from_fn`](Self::from_fn)
/// open anew for every attempt. A [`Body`] can be read once: as soon as a piece of it was, the call is not sent again,
/// neither after a failure nor with a new token after a 401. Clones share it.
///
/// # How long it may take
/// For what is not bytes, every piece has the time of an attempt (`attempt_timeout`), to be read and to be taken by the
/// server, and so has the answer after the last one. The whole has no limit but [`Call::timeout`], if that is set: the
/// client's own `timeout` does not count the time of attempts that send it.
///
/// [`Call::timeout`]: super::call::Call::timeout
#[derive(Clone)]
pub struct Upload(Source);

#[derive(Clone)]
enum Source {
    Whole(Bytes),
    /// Empty while, and after, it is read.
    Once(Arc<Mutex<Option<Body>>>),
    Anew(Arc<dyn Fn() -> Opening<'static, Body> + Send + Sync>),
}

impl Upload {
    /// Reads a file, as it is when the call is sent.
    ///
    /// No more of it is in memory than a piece of 64 KiB and what the connection holds. If it cannot be opened, nothing is
    /// sent; if it becomes shorter meanwhile, the call fails.
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        Self::from_fn(move || {
            let path = path.clone();
            async { spawn_blocking(|| open(path)).await? }
        })
    }

    /// Has a body made anew for every attempt, so that the call may be sent again.
    ///
    /// An error of `open`, as one of the body, becomes the source of the call's error: it should show nothing that a
    /// log must not hold.
    pub fn from_fn<F, E>(open: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Body, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        let open = move || -> Opening<'static, Body> {
            let opening = open();
            Box::pin(async { opening.await.map_err(Into::into) })
        };
        Self(Source::Anew(Arc::new(open)))
    }

    /// All of it, if it is in memory.
    #[allow(dead_code, reason = "only forms look into it")]
    pub(super) fn whole(&self) -> Option<&Bytes> {
        match &self.0 {
            Source::Whole(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The body as it is.
    pub(super) fn body(&self) -> Opening<'_, Body> {
        match &self.0 {
            Source::Whole(bytes) => Box::pin(ready(Ok(bytes.clone().into()))),
            Source::Once(slot) => Box::pin(ready(lend(slot))),
            Source::Anew(open) => open(),
        }
    }
}

impl<T, P> Call<'_, T, P> {
    /// Sets a body that is sent as it is, perhaps read while it is sent. For generated code.
    #[doc(hidden)]
    pub fn upload_of(self, content_type: &str, body: impl Into<Upload>) -> Self {
        self.body_of(content_type, body.into())
    }
}

impl payload::Source for Upload {
    fn is_at_hand(&self) -> bool {
        match &self.0 {
            Source::Whole(_) | Source::Anew(_) => true,
            Source::Once(slot) => lock(slot).is_some(),
        }
    }

    fn open(&self) -> Opening<'_, Opened> {
        Box::pin(async { Ok(watched(self.body().await?)) })
    }
}

impl From<Upload> for Payload {
    fn from(upload: Upload) -> Self {
        match upload.0 {
            Source::Whole(bytes) => Self::Whole(bytes),
            source => Self::Streamed(Arc::new(Upload(source))),
        }
    }
}

impl<T: Into<Bytes>> From<T> for Upload {
    fn from(whole: T) -> Self {
        Self(Source::Whole(whole.into()))
    }
}

impl From<Body> for Upload {
    fn from(body: Body) -> Self {
        match body.whole() {
            Ok(bytes) => bytes.into(),
            Err(body) => Self(Source::Once(Arc::new(Mutex::new(Some(body))))),
        }
    }
}

/// Bytes are equal if they are the same; anything else equals its clones.
impl PartialEq for Upload {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Source::Whole(one), Source::Whole(other)) => one == other,
            (Source::Once(one), Source::Once(other)) => Arc::ptr_eq(one, other),
            (Source::Anew(one), Source::Anew(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl Eq for Upload {}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Upload")
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn open(path: PathBuf) -> Result<Body, BoxError> {
    let file = fs::File::open(path)?;
    let about = file.metadata()?;
    if about.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
    }
    // What is no file, such as a pipe, has no length.
    Ok(if about.is_file() {
        Body::from_reader(file.take(about.len())).with_length(about.len())
    } else {
        Body::from_reader(file)
    })
}

/// Takes what can be read once from where it waits to be read.
fn lend(slot: &Arc<Mutex<Option<Body>>>) -> Result<Body, BoxError> {
    let body = lock(slot).take().ok_or("it can be read only once, and was")?;
    Ok(Body::new(Lent { body, slot: Some(slot.clone()) }))
}

/// A body that goes back to where it is from, if nobody took anything of it.
struct Lent {
    body: Body,
    slot: Option<Arc<Mutex<Option<Body>>>>,
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> NextFrame {
        let frame = task::ready!(Pin::new(&mut self.body).poll_frame(context));
        self.slot = None;
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(slot) = &self.slot {
            *lock(slot) = Some(mem::replace(&mut self.body, Bytes::new().into()));
        }
    }
}

/// A body, and how far it is.
pub(super) fn watched(body: Body) -> Opened {
    let progress = Arc::new(Progress(Mutex::new((Instant::now(), None))));
    let body = Body::new(Watched { body, progress: progress.clone() });
    Opened { body, progress: Some(progress) }
}

/// A body that notes how far it is.
struct Watched {
    body: Body,
    progress: Arc<Progress>,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> NextFrame {
        let frame = task::ready!(Pin::new(&mut self.body).poll_frame(context));
        let mut progress = lock(&self.progress.0);
        progress.0 = Instant::now();
        Poll::Ready(frame.map(|frame| {
            frame.map_err(|cause| {
                progress.1 = Some(cause);
                "the request body cannot be read".into()
            })
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
