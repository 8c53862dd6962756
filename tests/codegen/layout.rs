//! What codegen emits looks as if prettyplease had printed all of it.

use xtask::output::File;
use xtask::spec::Source;

use crate::corpus;
use crate::fixture::{self, is_rust, stem};

#[test]
fn items_are_as_prettyplease_prints_them() {
    let fixtures = fixture::all("emit").into_iter().chain([fixture::real_spec()]);
    fixtures.chain(corpus::shared("real")).for_each(check);
}

fn check(source: Source) {
    let (name, package) = (source.name.clone(), stem(&source).to_owned());
    let Ok(generated) = fixture::generate(source, &package) else { return };
    let is_emitted = |file: &&File| is_rust(&file.path) && !file.path.contains("/runtime/");
    for file in generated.files.iter().filter(is_emitted) {
        let (found, expected) = (without_blanks(&file.text), printed(&file.text));
        let differs = found.iter().zip(&expected).find(|(found, expected)| found != expected);
        assert_eq!(differs, None, "{name}: {} (found, expected)", file.path);
        assert_eq!(found.len(), expected.len(), "{name}: {}", file.path);
    }
}

/// The lines of a file but blank ones, comments of its own and the macros that codegen gives lines of their own.
fn without_blanks(text: &str) -> Vec<String> {
    let mut in_macro = false;
    let is_kept = |line: &&str| {
        in_macro |= line.ends_with("! {") && !line.starts_with(' ');
        let is_kept = !in_macro && !line.is_empty() && !line.starts_with("//!");
        in_macro &= *line != "}";
        is_kept && !line.starts_with("// ")
    };
    text.lines().filter(is_kept).map(str::to_owned).collect()
}

/// The same lines, as prettyplease prints the items that the file is read as.
fn printed(text: &str) -> Vec<String> {
    let mut file = syn::parse_file(text).unwrap();
    let is_brace =
        |item: &syn::ItemMacro| matches!(item.mac.delimiter, syn::MacroDelimiter::Brace(_));
    file.items.retain(|item| !matches!(item, syn::Item::Macro(item) if is_brace(item)));
    without_blanks(&prettyplease::unparse(&file))
}
