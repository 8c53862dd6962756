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
    let is_part = |it: char| it.is_alphanumeric() || "_-./: @~+,".contains(it);
    for operation in view.objects(Kind::Operation) {
        let Some(id) = operation.text("operationId") else { continue };
        let message = if !id.chars().any(char::is_alphabetic) {
            format!("`{id}` has no letters, so the function is named after the path")
        } else if !id.chars().all(is_part) {
            format!(
                "`{id}` is no name, so the function is named after the letters and digits in it"
            )
        } else {
            continue;
        };
        let hint = "an `operationId` is made of letters, digits and `_`, as `getPet`";
        report.add(&operation.at_key("operationId"), message).hint(hint);
    }
}
