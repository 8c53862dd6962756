//! What the macros of the runtime make of the types they are called with.

use std::collections::BTreeMap;
use std::str::FromStr;

use proc_macro2::{Group, TokenStream, TokenTree};
use syn::{Item, ItemMacro};

/// The rules of every macro of a crate, by its name.
pub(super) struct Macros(BTreeMap<String, Vec<TokenTree>>);

impl Macros {
    pub(super) fn of<'a>(items: impl Iterator<Item = &'a Item>) -> Self {
        let macros = items.filter_map(|item| match item {
            Item::Macro(ItemMacro { ident: Some(name), mac, .. }) => {
                Some((name.to_string(), mac.tokens.clone().into_iter().collect()))
            }
            _ => None,
        });
        Self(macros.collect())
    }

    /// The items that a call stands for: what its first rule says of the type, without what is repeated for each member.
    pub(super) fn expand(&self, item: &Item) -> Vec<Item> {
        let Item::Macro(ItemMacro { ident: None, mac, .. }) = item else { return Vec::new() };
        let name = mac.path.segments.last().unwrap().ident.to_string();
        // Those of the standard library make nothing public.
        let Some(rules) = self.0.get(&name) else { return Vec::new() };
        let arguments: Vec<TokenTree> = mac.tokens.clone().into_iter().collect();
        let is_redacted = arguments.get(2).is_some_and(|it| it.to_string() == "redacted");
        let mut bodies =
            rules.split(|it| matches!(it, TokenTree::Punct(it) if it.as_char() == ';'));
        // Of two rules, the second is for what is redacted.
        let first = bodies.next();
        let rule = bodies.next().filter(|rule| is_redacted && rule.len() > 1).or(first).unwrap();
        let Some(TokenTree::Group(body)) = rule.last() else { panic!("{name} has no rule") };
        let ty = arguments.first().unwrap();
        // A macro names everything by its full path, a reader does not.
        let text = bound(body.stream(), ty, is_redacted).to_string();
        let text = text.replace(":: std :: convert ::", "").replace(":: std :: string ::", "");
        let file: syn::File =
            syn::parse_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        file.items.iter().flat_map(|it| [vec![it.clone()], self.expand(it)].concat()).collect()
    }
}

/// Puts the type in place of `$type` and leaves out `$(…)`, other than the word that says a type is redacted.
fn bound(tokens: TokenStream, ty: &TokenTree, is_redacted: bool) -> TokenStream {
    let mut bound_tokens = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(it) if it.as_char() == '$' => match tokens.next() {
                Some(TokenTree::Group(group)) => {
                    // The operator, behind what separates the repetitions.
                    while tokens
                        .next_if(|it| !matches!(it.to_string().as_str(), "*" | "?"))
                        .is_some()
                    {}
                    tokens.next();
                    if is_redacted && group.to_string().replace(' ', "") == "(,$redacted)" {
                        bound_tokens.extend(TokenStream::from_str(", redacted").unwrap());
                    }
                }
                Some(_) => bound_tokens.extend([ty.clone()]),
                None => {}
            },
            TokenTree::Group(group) => {
                let inner = bound(group.stream(), ty, is_redacted);
                bound_tokens.extend([TokenTree::Group(Group::new(group.delimiter(), inner))]);
            }
            other => bound_tokens.extend([other]),
        }
    }
    bound_tokens
}
