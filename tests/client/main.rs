//! Tests of the generated client: its models against the spec, its calls against a real server.

#[cfg(test)]
mod calls;
#[cfg(test)]
mod downloads;
#[cfg(test)]
mod environment;
#[cfg(test)]
mod failures;
#[cfg(test)]
mod ids;
#[cfg(test)]
mod models;
#[cfg(test)]
mod mutations;
#[cfg(test)]
mod oauth;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod places;
#[cfg(test)]
mod programs;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod retries;
#[cfg(test)]
mod robust;
#[cfg(test)]
mod schemas;
#[cfg(test)]
mod seeds;
#[cfg(test)]
mod server;
#[cfg(test)]
mod servers;
#[cfg(test)]
mod spec;
#[cfg(test)]
mod statuses;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod truncation;
#[cfg(test)]
mod types;
#[cfg(test)]
mod waiting;
#[cfg(test)]
mod webhooks;
