//! What makes operations easier to use: all items of a list, waiting for an outcome.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::imports::Imports;
use super::markdown;
use super::{answers, operations};
use crate::ir::{Operation, Pagination, TypeName, Wait};

/// What an operation has beside its method and setters.
pub(super) fn helpers(operation: &Operation) -> impl Iterator<Item = TokenStream> {
    let items = operation.pagination.as_ref().map(|pages| items(operation, pages));
    let wait = operation.wait.as_ref().map(|it| wait(operation, it));
    items.into_iter().chain(wait)
}

/// Names of models and the runtime that these take.
pub(super) fn imports(operation: &Operation, imports: &mut Imports) {
    if operation.pagination.is_some() {
        imports.add("crate::runtime::pages::Items");
        imports.add("crate::runtime::pages::Page");
    }
    if operation.wait.is_some() {
        imports.add("crate::runtime::poll::Poller");
        imports.add("crate::runtime::poll::Progress");
    }
}

fn items(operation: &Operation, pages: &Pagination) -> TokenStream {
    let answer = answers::ty(&operation.answer);
    let marker = operations::marker(operation);
    let (item, items, key, offset) = (&pages.item, &pages.items, &pages.key, &pages.offset);
    let total =
        pages.total.as_ref().map_or_else(|| quote!(None), |it| quote!(Some(self.#it.into())));
    let limit = &pages.limit;
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
        impl Page for #answer {
            type Item = models::#item;

            fn key(item: &models::#item) -> Option<&str> {
                Some(item.#key.as_str())
            }

            fn total(&self) -> Option<u64> {
                #total
            }

            fn into_items(self) -> Vec<models::#item> {
                self.#items
            }
        }

        impl<'c> Call<'c, #answer, #marker> {
            #[doc = #doc]
            pub fn items(self) -> Items<'c, #answer> {
                Items::new(self, #offset, #limit, #default_limit)
            }
        }
    }
}

fn wait(operation: &Operation, wait: &Wait) -> TokenStream {
    let answer = answers::ty(&operation.answer);
    let marker = operations::marker(operation);
    let (field, status) = (&wait.field, &wait.status);
    let settled = pattern(status, &wait.settled, &quote!(Progress::Settled));
    let action = pattern(status, &wait.action_required, &quote!(Progress::ActionRequired));
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

fn pattern(
    status: &TypeName,
    variants: &[TypeName],
    progress: &TokenStream,
) -> Option<TokenStream> {
    (!variants.is_empty()).then(|| quote!(#(models::#status::#variants)|* => #progress,))
}
