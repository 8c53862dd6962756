//! Lists as one stream, from servers that page in many ways.

use runtime::exports::http::{Request, Response};
use runtime::exports::{Body, Bytes, Call, Items, Paged};
use serde::Deserialize;

use crate::support::{Double, LIST_THINGS};

#[derive(Deserialize)]
struct List {
    total: Option<u64>,
    data: Vec<Item>,
}

#[derive(Debug, Deserialize)]
struct Item {
    id: String,
}

enum ListThings {}

impl Paged for ListThings {
    type Page = List;
    type Item = Item;

    fn key(item: &Item) -> Option<String> {
        Some(item.id.clone())
    }

    fn total(page: &List) -> Option<u64> {
        page.total
    }

    fn into_items(page: List) -> Vec<Item> {
        page.data
    }
}

fn parameter(request: &Request<Bytes>, name: &str) -> Option<usize> {
    let query = request.uri().query().unwrap_or_default();
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
}

fn page(ids: &[usize], total: Option<usize>) -> Response<Body> {
    let data: Vec<String> = ids.iter().map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
    let total = total.map_or("null".to_owned(), |total| total.to_string());
    Response::new(format!(r#"{{"total":{total},"data":[{}]}}"#, data.join(",")).into())
}

/// Reads a list; its ids, and how many requests it took.
async fn read(
    call: impl for<'c> FnOnce(Call<'c, List, ListThings>) -> Call<'c, List, ListThings>,
    server: impl Fn(usize, usize, usize) -> Response<Body> + Send + Sync + 'static,
) -> (Result<Vec<usize>, String>, usize) {
    let double = Double::new(move |number, request| {
        let [skip, limit] = [("skip", 0), ("limit", 10)]
            .map(|(name, value)| parameter(request, name).unwrap_or(value));
        Ok(server(number, skip, limit))
    });
    let client = double.client();
    let mut items =
        Items::new(call(Call::new(&client, &LIST_THINGS, &[])), "skip", "limit", Some(10));
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => ids.push(item.id.parse().unwrap()),
            Err(error) => {
                assert!(items.next().await.is_none());
                return (Err(error.to_string()), double.count());
            }
        }
    }
    assert!(items.next().await.is_none());
    (Ok(ids), double.count())
}

/// A list of `length` items whose pages hold at most `cap`, with what it says of its length.
async fn check(length: usize, cap: usize, total: Option<usize>, requests: usize) {
    let server = move |_, skip: usize, limit: usize| {
        let ids: Vec<usize> = (0..length).skip(skip).take(limit.min(cap)).collect();
        page(&ids, total)
    };
    let (ids, count) = read(|call| call.query("limit", 4), server).await;
    assert_eq!(ids.unwrap(), (0..length).collect::<Vec<_>>(), "{length} {cap} {total:?}");
    assert_eq!(count, requests, "{length} {cap} {total:?}");
}

#[tokio::test]
async fn all_pages_are_read_whatever_their_size() {
    for length in [0_usize, 1, 3, 4, 5, 8, 9] {
        // A total that is right saves the last request, if a page that is not full confirms it.
        let requests = |page: usize| {
            let is_confirmed = page < 4 || length % 4 > 0;
            (length.div_ceil(page) + usize::from(!is_confirmed)).max(1)
        };
        check(length, 100, Some(length), requests(4)).await;
        check(length, 100, None, length.div_ceil(4) + 1).await;
        // The server caps the page below what was asked for.
        check(length, 3, Some(length), requests(3)).await;
        check(length, 1, None, length + 1).await;
    }
}

#[tokio::test]
async fn totals_that_lie_lose_nothing_and_loop_nowhere() {
    check(9, 100, Some(1000), 4).await;
    check(9, 100, Some(0), 4).await;
    check(9, 100, Some(5), 4).await;
    // Also those that end where a page does.
    check(9, 100, Some(4), 4).await;
    check(9, 100, Some(8), 4).await;
}

#[tokio::test]
async fn items_that_were_added_meanwhile_give_none_twice() {
    // Newest first, and with every request there are two more.
    let server = |number: usize, skip: usize, limit: usize| {
        let newest = 20 + 2 * number;
        let ids: Vec<usize> = (0..newest).rev().skip(skip).take(limit).collect();
        page(&ids, Some(newest))
    };
    let (ids, _) = read(|call| call.query("limit", 5), server).await;
    assert_eq!(ids.unwrap(), (0..20).rev().collect::<Vec<_>>());
}

#[tokio::test]
async fn a_server_that_ignores_the_offset_ends_somewhere() {
    let (ids, requests) = read(|call| call, |_, _, _| page(&[1, 2], None)).await;
    assert_eq!((ids.unwrap(), requests), (vec![1, 2], 4));
}

/// The offset would be the same again: an empty page is the end, whatever the total.
#[tokio::test]
async fn an_empty_page_in_the_middle_is_the_end() {
    let server = |number: usize, skip: usize, limit: usize| match number {
        1 => page(&[], Some(9)),
        _ => page(&(0..9).skip(skip).take(limit).collect::<Vec<_>>(), Some(9)),
    };
    let (ids, requests) = read(|call| call.query("limit", 3), server).await;
    assert_eq!((ids.unwrap(), requests), (vec![0, 1, 2], 2));
}

#[tokio::test]
async fn a_total_that_changes_loses_nothing() {
    for totals in [[9, 6, 9], [3, 9, 9], [9, 100, 9]] {
        let server = move |number: usize, skip: usize, limit: usize| {
            page(&(0..9).skip(skip).take(limit).collect::<Vec<_>>(), totals.get(number).copied())
        };
        let (ids, _) = read(|call| call.query("limit", 3), server).await;
        assert_eq!(ids.unwrap(), (0..9).collect::<Vec<_>>(), "{totals:?}");
    }
}

#[tokio::test]
async fn a_list_begins_where_the_caller_says() {
    let server = |_, skip: usize, limit: usize| {
        page(&(0..10).skip(skip).take(limit).collect::<Vec<_>>(), Some(10))
    };
    let (ids, requests) = read(|call| call.query("skip", 6).query("limit", 3), server).await;
    assert_eq!((ids.unwrap(), requests), (vec![6, 7, 8, 9], 2));
}

#[tokio::test]
async fn an_error_is_the_end() {
    let server = |number: usize, _, _| {
        let mut response = page(&[number], None);
        if number == 2 {
            *response.status_mut() = 404.try_into().unwrap();
        }
        response
    };
    let (ids, requests) = read(|call| call, server).await;
    assert_eq!((ids.unwrap_err().as_str(), requests), ("listThings: 404 Not Found, 1 attempt", 3));
    let (ids, requests) = read(|call| call.header("host", "x"), |_, _, _| page(&[], None)).await;
    assert_eq!(
        (ids.unwrap_err().as_str(), requests),
        ("listThings: the header `host` belongs to the client", 0)
    );
}

#[tokio::test]
async fn nothing_is_fetched_before_it_is_asked_for() {
    let double = Double::new(|number, _| Ok(page(&[number], None)));
    let client = double.client();
    let mut items =
        Items::<ListThings>::new(Call::new(&client, &LIST_THINGS, &[]), "skip", "limit", None);
    assert_eq!(double.count(), 0);
    items.next().await.unwrap().unwrap();
    drop(items);
    assert_eq!(double.count(), 1);
}
