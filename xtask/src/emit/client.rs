//! What the runtime must know of the API as a whole, and the start of every client.

use proc_macro2::TokenStream;
use quote::quote;

use super::format::rust_file;
use crate::ir::Api;
use crate::output::File;

pub(super) fn file(api: &Api) -> File {
    let request_id_header = header(api.request_id_header.as_ref());
    let idempotency_key_header = header(api.idempotency_key_header.as_ref());
    let members = &api.error_members;
    let (kind, codes, id) = (
        option(members.kind.as_ref()),
        option(members.codes.as_ref()),
        option(members.request_id.as_ref()),
    );
    let items = quote! {
        use crate::runtime::api::{Api, ErrorMembers};
        use crate::runtime::client::{Client, ClientBuilder};

        static API: Api = Api {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            request_id_header: #request_id_header,
            idempotency_key_header: #idempotency_key_header,
            error_members: ErrorMembers { error_type: #kind, error_codes: #codes, request_id: #id },
        };

        impl Client {
            /// Starts a client: say where the API is and who you are, then [`build`](ClientBuilder::build).
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new(&API)
            }
        }
    };
    rust_file("src/client.rs", &["The client of this API.".to_owned()], items)
}

/// Header names are compared in lower case.
fn header(name: Option<&String>) -> TokenStream {
    option(name.map(|name| name.to_ascii_lowercase()).as_ref())
}

fn option(text: Option<&String>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}
