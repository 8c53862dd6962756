//! Rules about servers and security: where requests go, and what they show there.

use crate::lint::{Report, View, list};
use crate::spec::model::Kind;
use crate::spec::outline::Node;
use crate::spec::{Pointer, nearest};

pub(super) fn undeclared_scheme(view: &View<'_>, report: &mut Report<'_>) {
    let declared: Vec<_> =
        view.components("securitySchemes").map(|(name, _)| name.as_str()).collect();
    for owner in view.objects(Kind::OpenApi).chain(view.objects(Kind::Operation)) {
        let requirements = owner.list("security").iter().enumerate();
        for (index, requirement) in
            requirements.filter_map(|(index, it)| Some((index, it.as_object()?)))
        {
            for name in requirement.keys().filter(|name| !declared.contains(&name.as_str())) {
                let at = owner.at_key("security").index(index).key(name);
                let hint = match nearest(name, declared.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "declare it in `components/securitySchemes`".to_owned(),
                };
                report
                    .add(&at, format!("no security scheme is called `{name}`"))
                    .on_key()
                    .hint(hint);
            }
        }
    }
}

pub(super) fn server_variables(view: &View<'_>, report: &mut Report<'_>) {
    for server in view.objects(Kind::Server) {
        let declared = server.get("variables").and_then(|variables| variables.as_object());
        let is_declared = |name: &str| declared.is_some_and(|declared| declared.contains_key(name));
        for member in ["url", "x-token-url"] {
            let url = server.text(member).unwrap_or_default();
            let names = url.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
            for name in names.filter(|name| !is_declared(name)) {
                report
                    .add(
                        &server.at_key(member),
                        format!("the server declares no variable `{name}`"),
                    )
                    .hint(format!("add `{name}` with a `default` to `variables`"));
            }
        }
    }
}

pub(super) fn server_urls(view: &View<'_>, report: &mut Report<'_>) {
    for server in view.objects(Kind::Server) {
        let texts =
            ["url", "x-token-url"].into_iter().filter_map(|it| Some((it, server.text(it)?)));
        for (member, url) in texts {
            if let Some(problem) = unusable(url) {
                report
                    .add(&server.at_key(member), format!("`{url}` {problem}"))
                    .hint("its function in `servers` fails; callers can give a `base_url` instead");
                continue;
            }
            for (start, _) in url.match_indices('{') {
                let (before, rest) = url.split_at(start);
                let Some((name, after)) = rest.trim_start_matches('{').split_once('}') else {
                    continue;
                };
                let at = server.at_key("variables").key(name);
                for (at, value) in values(server, name, &at) {
                    if !fits(value, before, after) {
                        report
                            .add(&at, format!("`{value}` does not fit into its place in `{url}`"))
                            .hint("a function in `servers` takes labels of a host, and letters, digits and `/-._~` in a path");
                    }
                }
            }
        }
    }
}

/// Why a client cannot use a URL, whatever its variables are.
fn unusable(url: &str) -> Option<&'static str> {
    let Some((scheme, rest)) = url.split_once("://") else {
        return Some("is not the whole URL: no scheme and host are written in it");
    };
    let is_loopback = ["localhost", "127.", "[::1]"].iter().any(|host| rest.starts_with(host));
    match scheme {
        "http" if !is_loopback => Some("is `http`, which carries no credentials off a machine"),
        _ if scheme != "http" && scheme != "https" && !scheme.contains('{') => {
            Some("is not `https`")
        }
        _ => rest.contains(['?', '#']).then_some("has a query or a fragment"),
    }
}

/// The values that the description names for a variable, each with its place.
fn values<'v>(server: Node<'v>, name: &str, at: &Pointer) -> Vec<(Pointer, &'v str)> {
    let variable = server.get("variables").and_then(|variables| variables.get(name));
    let Some(variable) = variable else { return Vec::new() };
    let listed = list(variable, "enum").iter().enumerate();
    let listed = listed.map(|(index, value)| (at.key("enum").index(index), value));
    let default = variable.get("default").map(|value| (at.key("default"), value));
    listed.chain(default).filter_map(|(at, value)| Some((at, value.as_str()?))).collect()
}

/// Whether a client takes a value of a variable between these parts of a URL.
fn fits(value: &str, before: &str, after: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_label = |text: &str| {
        (1..=63).contains(&text.len())
            && text.bytes().all(|byte| is_letter(byte) || byte == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-')
    };
    if before.split_once("://").is_some_and(|(_, rest)| rest.contains('/')) {
        return value.bytes().all(|it| it.is_ascii_alphanumeric() || b"/-._~".contains(&it));
    }
    value.split('.').all(is_label) && (!after.starts_with('.') || !value.contains('.'))
}

pub(super) fn server_defaults(view: &View<'_>, report: &mut Report<'_>) {
    for variable in view.objects(Kind::ServerVariable) {
        let (Some(default), values) = (variable.get("default"), variable.list("enum")) else {
            continue;
        };
        if !values.is_empty() && !values.contains(default) {
            report.add(
                &variable.at_key("default"),
                format!("the default {default} is none of the values of `enum`"),
            );
        }
    }
}

pub(super) fn header_names(view: &View<'_>, report: &mut Report<'_>) {
    /// OpenAPI says that these are no parameters.
    const SAID_ELSEWHERE: [(&str, &str); 3] = [
        ("accept", "the `content` of responses says what may come"),
        ("content-type", "the `content` of a body says what is sent"),
        ("authorization", "declare a security scheme"),
    ];
    let is_token = |it: u8| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it);
    for owner in view.objects(Kind::Parameter).chain(view.objects(Kind::SecurityScheme)) {
        let Some(name) = owner.text("name").filter(|_| owner.text("in") == Some("header")) else {
            continue;
        };
        let is_parameter = owner.kind() == Some(Kind::Parameter);
        let elsewhere = SAID_ELSEWHERE.iter().find(|(it, _)| name.eq_ignore_ascii_case(it));
        if name.is_empty() || !name.bytes().all(is_token) {
            report
                .add(&owner.at_key("name"), format!("`{name}` is no name of a header"))
                .hint("no call with it can be sent");
        } else if let Some((_, hint)) = elsewhere.filter(|_| is_parameter) {
            let message = format!("the header `{name}` is no parameter, and left out");
            report.add(&owner.at_key("name"), message).hint(*hint);
        }
    }
}
