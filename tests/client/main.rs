//! Tests of the generated client: its models against the spec, its calls against a real server.

#[cfg(test)]
mod calls;
#[cfg(test)]
mod models;
#[cfg(test)]
mod places;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod schemas;
#[cfg(test)]
mod server;
#[cfg(test)]
mod spec;
