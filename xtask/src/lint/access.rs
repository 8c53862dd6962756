//! Rules about servers and security: where requests go, and what they show there.

use crate::lint::{Report, View};
use crate::spec::model::Kind;
use crate::spec::nearest;

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
