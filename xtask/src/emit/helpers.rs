//! What makes operations easier to use: all items of a list, waiting for an outcome.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::imports::Imports;
use super::markdown;
use super::types::Types;
use super::{answers, operations};
use crate::ir::{Member, Operation, Pagination, Scalar, TypeName, TypeRef, Wait};

/// What an operation has beside its method and setters.
pub(super) fn helpers(
    operation: &Operation,
    types: &Types<'_>,
) -> impl Iterator<Item = TokenStream> {
    let items = operation.pagination.as_ref().map(|pages| items(operation, pages, types));
    let wait = operation.wait.as_ref().map(|it| wait(operation, it));
    items.into_iter().chain(wait)
}

/// Names of models and the runtime that these take.
pub(super) fn imports(operation: &Operation, imports: &mut Imports) {
    if operation.pagination.is_some() {
        imports.add("crate::runtime::pages::Items");
        imports.add("crate::runtime::pages::Paged");
    }
    if operation.wait.is_some() {
        imports.add("crate::runtime::poll::Poller");
        imports.add("crate::runtime::poll::Progress");
    }
}

fn items(operation: &Operation, pages: &Pagination, types: &Types<'_>) -> TokenStream {
    let answer = answers::ty(&operation.answer);
    let marker = operations::marker(operation);
    let (item, offset, limit) = (&pages.item, &pages.offset, &pages.limit);
    let key = key(&pages.key, types);
    let (page, total) = match &pages.total {
        Some(member) => (quote!(page), total(member)),
        None => (quote!(_), quote!(None)),
    };
    let items = &pages.items.field;
    let or_none = pages.items.is_optional.then(|| quote!(.unwrap_or_default()));
    let default_limit = pages.default_limit.map_or_else(
        || quote!(None),
        |limit| {
            let limit = Literal::u64_unsuffixed(limit);
            quote!(Some(#limit))
        },
    );
    let doc = format!(
        " All items, page by page as they are asked for; {} sets the length of a page.",
        markdown::code(limit)
    );
    quote! {
        impl Paged for #marker {
            type Page = #answer;
            type Item = models::#item;

            fn key(item: &models::#item) -> Option<String> {
                #key
            }

            fn total(#page: &#answer) -> Option<u64> {
                #total
            }

            fn into_items(page: #answer) -> Vec<models::#item> {
                page.#items #or_none
            }
        }

        impl<'c> Call<'c, #answer, #marker> {
            #[doc = #doc]
            pub fn items(self) -> Items<'c, #marker> {
                Items::new(self, #offset, #limit, #default_limit)
            }
        }
    }
}

/// The id of an item as text.
fn key(member: &Member, types: &Types<'_>) -> TokenStream {
    let (field, accessor) = (&member.field, types.accessor(&member.ty));
    if member.is_optional {
        quote!(item.#field.as_ref().map(|key| key #accessor.to_string()))
    } else {
        quote!(Some(item.#field #accessor.to_string()))
    }
}

/// How many elements there are, as a page says.
fn total(member: &Member) -> TokenStream {
    let field = &member.field;
    match (&member.ty, member.is_optional) {
        (TypeRef::Scalar(Scalar::U64), false) => quote!(Some(page.#field)),
        (TypeRef::Scalar(Scalar::U64), true) => quote!(page.#field),
        (TypeRef::Scalar(Scalar::U32), false) => quote!(Some(page.#field.into())),
        (TypeRef::Scalar(Scalar::U32), true) => quote!(page.#field.map(u64::from)),
        (_, false) => quote!(page.#field.try_into().ok()),
        (_, true) => quote!(page.#field?.try_into().ok()),
    }
}

fn wait(operation: &Operation, wait: &Wait) -> TokenStream {
    let answer = answers::ty(&operation.answer);
    let marker = operations::marker(operation);
    let field = &wait.member.field;
    let settled = arm(wait, &wait.settled, &quote!(Progress::Settled));
    let action = arm(wait, &wait.action_required, &quote!(Progress::ActionRequired));
    let doc = format!(
        " Looks again and again until {} says that it is settled, or that it needs you.",
        markdown::code(field.as_str())
    );
    quote! {
        impl<'c> Call<'c, #answer, #marker> {
            #[doc = #doc]
            pub fn wait(self) -> Poller<'c, #answer> {
                self.poll(|answer| match answer.#field {
                    #settled
                    #action
                    _ => Progress::Pending,
                })
            }
        }
    }
}

fn arm(wait: &Wait, variants: &[TypeName], progress: &TokenStream) -> Option<TokenStream> {
    let status = &wait.status;
    let known = quote!(#(models::#status::#variants)|*);
    let known = if wait.member.is_optional { quote!(Some(#known)) } else { known };
    (!variants.is_empty()).then(|| quote!(#known => #progress,))
}
