//! Rules about bodies: the names of their media types.

use serde_json::Value;

use crate::lint::{Report, View};
use crate::spec::model::Kind;

pub(super) fn media_type(view: &View<'_>, report: &mut Report<'_>) {
    const OWNERS: [Kind; 4] = [Kind::Parameter, Kind::Header, Kind::RequestBody, Kind::Response];
    for owner in OWNERS.into_iter().flat_map(|kind| view.objects(kind)) {
        for name in owner
            .get("content")
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(serde_json::Map::keys)
        {
            if !is_media_type(name) {
                report
                    .add(&owner.at_key("content").key(name), format!("`{name}` is no media type"))
                    .on_key()
                    .hint("a media type is `type/subtype`, as `application/json`");
            }
        }
    }
}

fn is_media_type(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default().trim_end();
    let is_token = |token: &str| {
        !token.is_empty()
            && token
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it))
    };
    essence.split_once('/').is_some_and(|(one, other)| is_token(one) && is_token(other))
}
