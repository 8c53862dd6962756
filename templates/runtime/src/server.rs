//! A server of the API: where it is, where its access tokens come from, and which keys belong to it.

use super::base_url::BaseUrl;
use super::error::{Error, ErrorKind};

/// A server as the API describes it; made by the functions of the generated module `servers`.
#[derive(Clone, Debug)]
pub struct Server {
    pub(super) base_url: BaseUrl,
    token_url: Option<BaseUrl>,
    pub(super) key_prefix: Option<&'static str>,
}

impl Server {
    /// Fills the variables of the URLs of a server. For generated code.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if a value is not one DNS label, or a URL is none that a client may use.
    #[doc(hidden)]
    pub fn new(
        url: &str,
        token_url: Option<&str>,
        key_prefix: Option<&'static str>,
        variables: &[(&str, &str)],
    ) -> Result<Self, Error> {
        let token_url = token_url.map(|url| BaseUrl::from_template(url, variables));
        Ok(Self {
            base_url: BaseUrl::from_template(url, variables)?,
            token_url: token_url.transpose()?,
            key_prefix,
        })
    }

    /// Where the API is.
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        &self.base_url
    }

    /// Where client credentials are exchanged for access tokens.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if the API describes no such place for this server.
    pub fn token_url(&self) -> Result<BaseUrl, Error> {
        let missing = || Error::new(ErrorKind::Config, "this server has no token URL");
        self.token_url.clone().ok_or_else(missing)
    }
}
