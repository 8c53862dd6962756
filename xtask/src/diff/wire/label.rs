//! Says in a few words where something stands: `` `Applicant.email` ``, `` query parameter `skip` ``.

use super::tree::{Place, Step};
use super::walk::Walk;

/// How a place is named: what kind of thing it is, and its name or path in that thing.
#[derive(Default)]
struct Label {
    kind: String,
    path: String,
}

impl Label {
    fn member(&mut self, name: &str) {
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(name);
    }

    fn text(self) -> String {
        match (self.kind.as_str(), self.path.as_str()) {
            ("", "") => "the document".to_owned(),
            ("", path) => format!("`{path}`"),
            (kind, "") => kind.to_owned(),
            (kind, path) => format!("{kind} `{path}`"),
        }
    }
}

impl Walk<'_> {
    /// What stands at a place, for people.
    pub(super) fn label(&self, place: Place) -> String {
        let mut label = Label::default();
        let path = self.places.path(place);
        let mut steps = path.iter().map(|(place, step)| (self.names.get(place), *step)).peekable();
        while let Some((name, step)) = steps.next() {
            if let Some(name) = name {
                label = Label { kind: name.clone(), path: String::new() };
                continue;
            }
            let Step::Key(key) = step else { continue };
            let mut following = || match steps.next() {
                Some((_, Step::Key(key))) => key.to_owned(),
                Some((_, Step::Index(index))) => (index + 1).to_string(),
                None => String::new(),
            };
            match key {
                "paths" => label.path = following(),
                "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace"
                    if label.kind.is_empty() =>
                {
                    label.path = format!("{} {}", key.to_uppercase(), label.path);
                }
                "components" => {
                    following();
                    label.path = following();
                }
                "x-webhooks" => label = Label { kind: "event".to_owned(), path: following() },
                "requestBody" => {
                    label = Label { kind: "request body".to_owned(), path: String::new() }
                }
                "responses" => {
                    label = Label { kind: format!("response {}", following()), path: String::new() }
                }
                "headers" => {
                    label.kind.push_str(if label.kind.is_empty() { "header" } else { " header" });
                    label.path = following();
                }
                "properties" => label.member(&following()),
                "items" => label.path.push_str("[]"),
                "additionalProperties" => label.member("*"),
                "oneOf" | "anyOf" => label.path = format!("{}({key} {})", label.path, following()),
                _ => {}
            }
        }
        label.text()
    }
}
