//! Calls from programs that are not asynchronous.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use super::call::Call;
use super::error::{Error, ErrorKind};
use super::response::Response;

/// Waits for anything of this crate that is awaited elsewhere: a call, a poller, the next item of a
/// list, a download.
///
/// One thread in the background, shared by the whole program, keeps connections going.
///
/// # Errors
/// [`ErrorKind::Config`] if called from within a tokio runtime, which it would stop, or if the
/// background thread cannot be started.
pub fn block_on<F: IntoFuture>(future: F) -> Result<F::Output, Error> {
    if Handle::try_current().is_ok() {
        let message = "a blocking call within a tokio runtime would stop it: await instead";
        return Err(Error::new(ErrorKind::Config, message));
    }
    Ok(runtime()?.block_on(future.into_future()))
}

fn runtime() -> Result<&'static Runtime, Error> {
    static RUNTIME: OnceLock<std::io::Result<Runtime>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        Builder::new_multi_thread().worker_threads(1).thread_name("api-client").enable_all().build()
    });
    runtime.as_ref().map_err(|error| {
        Error::new(ErrorKind::Config, "the background thread cannot be started")
            .with_source(std::io::Error::from(error.kind()))
    })
}

impl<T, P> Call<'_, T, P> {
    /// Sends the call and waits for the whole answer.
    ///
    /// # Errors
    /// Those of [`send`](Self::send) and of [`block_on`].
    pub fn send_blocking(self) -> Result<Response<T>, Error> {
        block_on(self.send())?
    }
}
