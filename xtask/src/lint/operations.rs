//! Rules about operations: their ids name the functions of the client.

use std::collections::HashMap;

use crate::lint::{Report, View};
use crate::spec::model::Kind;

pub(super) fn id_missing(view: &View<'_>, report: &mut Report<'_>) {
    for operation in view.operations().filter(|operation| operation.get("operationId").is_none()) {
        report
            .add(
                &operation.at(),
                "the operation has no `operationId`, so its function is named after its path",
            )
            .on_key()
            .hint("add an `operationId` in camelCase, as `getPet`");
    }
}

pub(super) fn id_duplicate(view: &View<'_>, report: &mut Report<'_>) {
    let mut seen = HashMap::new();
    for operation in view.objects(Kind::Operation) {
        let Some(id) = operation.text("operationId") else { continue };
        match seen.get(id) {
            Some(first) => {
                let message = format!("another operation has the id `{id}` already");
                report
                    .add(&operation.at_key("operationId"), message)
                    .hint(format!("the first is #{first}"));
            }
            None => {
                seen.insert(id, operation.at());
            }
        }
    }
}

pub(super) fn id_syntax(view: &View<'_>, report: &mut Report<'_>) {
    let is_fit = |id: &str| {
        id.chars().any(char::is_alphabetic)
            && id.chars().all(|it| it.is_alphanumeric() || "_-./: @~+,".contains(it))
    };
    for operation in view.objects(Kind::Operation) {
        if let Some(id) = operation.text("operationId").filter(|id| !is_fit(id)) {
            let message = format!("`{id}` cannot become the name of a function");
            let hint = "an `operationId` is made of letters, digits and `_`, as `getPet`";
            report.add(&operation.at_key("operationId"), message).hint(hint);
        }
    }
}
