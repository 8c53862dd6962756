//! Lists that come page by page, as one stream of their items.

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::call::Call;
use super::error::Error;

/// An operation whose answers are pages of a list; implemented by codegen for the types that mark calls.
pub trait Paged {
    /// One page.
    type Page: DeserializeOwned + Send + 'static;

    /// What the list holds.
    type Item: Send + Unpin;

    /// What tells items apart, so that one that moved to a later page is not given twice.
    fn key(item: &Self::Item) -> Option<String>;

    /// How long the whole list says it is.
    fn total(page: &Self::Page) -> Option<u64>;

    /// The items of a page.
    fn into_items(page: Self::Page) -> Vec<Self::Item>;
}

/// Pages in a row without anything new after which a list is over, whatever it says: a server that
/// does not heed the offset would go on for ever.
const STALE_PAGES: u32 = 3;

/// All items of a list, fetched page by page as they are asked for.
///
/// Items that were added meanwhile push others to later pages; these are given once. Items that were
/// removed meanwhile draw others to earlier pages, where they are missed. Pages may be shorter than
/// asked for; the list ends with an empty one, or where its total says.
///
/// Besides [`next`](Self::next) it is a [`Stream`].
#[must_use = "a list is fetched as its items are asked for"]
pub struct Items<'c, P: Paged> {
    /// The call for the next page; none once the list is over.
    call: Option<Call<'c, P::Page>>,
    offset_parameter: &'static str,
    offset: u64,
    has_begun: bool,
    stale_pages: u32,
    /// How long a page is that is not the last: as was asked for, else as the API does, else as the longest so far.
    full_page: u64,
    seen: HashSet<String>,
    page: vec::IntoIter<P::Item>,
    fetching: Option<<Call<'c, P::Page> as IntoFuture>::IntoFuture>,
}

impl<'c, P: Paged> Items<'c, P> {
    /// The list that `call` gives the first page of; `default_limit` is how long pages are if the call does not say.
    /// For generated code.
    #[doc(hidden)]
    pub fn new(
        call: Call<'c, P::Page, P>,
        offset_parameter: &'static str,
        limit_parameter: &'static str,
        default_limit: Option<u64>,
    ) -> Self {
        Self {
            full_page: call.query_value(limit_parameter).or(default_limit).unwrap_or(0),
            offset: call.query_value(offset_parameter).unwrap_or(0),
            call: Some(call.untyped()),
            offset_parameter,
            has_begun: false,
            stale_pages: 0,
            seen: HashSet::new(),
            page: Vec::new().into_iter(),
            fetching: None,
        }
    }

    /// The next item, or `None` at the end.
    ///
    /// # Errors
    /// Those of the call that fetches a page; after one there is nothing more.
    pub async fn next(&mut self) -> Option<Result<P::Item, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Starts to fetch the next page, if there may be one.
    fn fetch(&mut self) -> Option<<Call<'c, P::Page> as IntoFuture>::IntoFuture> {
        let call = self.call.take()?;
        // Without a copy the call carries an error of its own, which is all it will ever give.
        self.call = call.copy();
        // The first page is asked for as the caller did.
        let call =
            if self.has_begun { call.query(self.offset_parameter, self.offset) } else { call };
        self.has_begun = true;
        Some(call.into_future())
    }

    fn take_page(&mut self, page: P::Page) {
        let total = P::total(&page);
        let mut items = P::into_items(page);
        let count = items.len() as u64;
        self.offset += count;
        items.retain(|item| P::key(item).is_none_or(|key| self.seen.insert(key)));
        self.stale_pages = if items.is_empty() { self.stale_pages + 1 } else { 0 };
        // Totals can be wrong. One is believed if the page is not full, so that the list seems to be over anyway; else
        // only an empty page is the end.
        let is_last = total == Some(self.offset) && count < self.full_page;
        self.full_page = self.full_page.max(count);
        if count == 0 || is_last || self.stale_pages == STALE_PAGES {
            self.call = None;
        }
        self.page = items.into_iter();
    }
}

impl<P: Paged> Stream for Items<'_, P> {
    type Item = Result<P::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(item) = this.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            if this.fetching.is_none() {
                this.fetching = this.fetch();
            }
            let Some(fetching) = &mut this.fetching else { return Poll::Ready(None) };
            let page = ready!(fetching.as_mut().poll(context));
            this.fetching = None;
            match page {
                Ok(page) => this.take_page(page),
                Err(error) => {
                    this.call = None;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

impl<P: Paged> fmt::Debug for Items<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("offset", &self.offset).finish_non_exhaustive()
    }
}
