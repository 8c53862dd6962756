//! What is not made of tokens: Cargo.toml and README from templates, files that are copied.

use std::borrow::Cow;
use std::collections::BTreeMap;

use minijinja::{Environment, UndefinedBehavior, Value, context};

use super::markdown;
use super::runtime::{Runtime, RuntimeFile};
use crate::ir::{Api, Name};
use crate::output::File;

/// What the generated package is called.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its name in Cargo.toml.
    pub name: String,
}

impl Package {
    /// The name as Rust code writes it.
    #[must_use]
    pub fn crate_name(&self) -> String {
        Name::new(&self.name).as_str().to_owned()
    }
}

/// The hand-written half of the crate, as it lies in `templates/` and beside the spec; Rust after the banner.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    /// minijinja templates, by the path of the file they make.
    pub rendered: &'static [(&'static str, &'static str)],
    /// The files of the runtime.
    pub runtime: &'static [RuntimeFile],
    /// Of the runtime's Cargo.toml, the features and dependencies, which the crate has in common with it.
    pub runtime_manifest: &'static str,
    /// Files that are copied as they are, by path.
    pub copied: BTreeMap<String, Cow<'static, str>>,
}

pub(super) fn files(
    api: &Api,
    package: &Package,
    templates: Templates,
    emitted: &[File],
) -> Result<Vec<File>, minijinja::Error> {
    let runtime = Runtime::of(api, emitted, templates.runtime);
    let mut files = rendered(api, package, &templates, &runtime)?;
    files.extend(runtime.files());
    files.extend(templates.copied.into_iter().map(|(path, text)| File { path, text }));
    Ok(files)
}

fn rendered(
    api: &Api,
    package: &Package,
    templates: &Templates,
    runtime: &Runtime,
) -> Result<Vec<File>, minijinja::Error> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let dependencies = runtime.dependencies(templates.runtime_manifest);
    let context = template_context(api, package, &dependencies, runtime);
    let render = |&(path, source): &(&str, &str)| {
        let text = environment.render_named_str(path, source, &context)?;
        // minijinja takes the last line break of a template away.
        Ok(File { path: path.to_owned(), text: (text + "\n").into() })
    };
    // A hand-written file takes the place of the one every crate has.
    let is_missing = |(path, _): &&(&str, &str)| !templates.copied.contains_key(*path);
    templates.rendered.iter().filter(is_missing).map(render).collect()
}

/// Finished strings for the templates.
fn template_context(api: &Api, package: &Package, dependencies: &str, runtime: &Runtime) -> Value {
    let operations: Vec<Value> = api
        .groups
        .iter()
        .flat_map(|group| &group.operations)
        .map(|operation| {
            let request = format!("{} {}", operation.method.as_str(), operation.path);
            let summary = operation.docs.summary.as_deref().unwrap_or_default();
            context! {
                function => operation.name.as_str(),
                request => cell(&markdown::code(&request)),
                summary => cell(&markdown::line(summary)),
            }
        })
        .collect();
    let servers: Vec<Value> = api
        .servers
        .iter()
        .map(|server| {
            context! { function => server.name.as_str(), url => cell(&markdown::code(&server.url)) }
        })
        .collect();
    context! {
        package => &package.name,
        crate_name => package.crate_name(),
        version => quoted(&api.crate_version),
        title => markdown::line(&api.title),
        description => quoted(&format!("Client of {}", markdown::line(&api.title))),
        api_version => markdown::line(&api.version),
        operations,
        servers,
        dependencies,
        uploads => runtime.has("upload"),
        files => runtime.has("file"),
        headers => runtime.has("headers"),
    }
}

/// Markdown as a cell of a table, where it may have been one before.
fn cell(markdown: &str) -> String {
    markdown.replace("\\|", "|").replace('|', "\\|")
}

/// A TOML string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
