//! Reads and writes every example of every document by its model. Compiled in the scratch workspace.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Prints, for an example of a document, why it is not read, else what is written again.
fn show<T: Serialize + DeserializeOwned>(document: usize, example: usize, text: &str) {
    let back = serde_json::from_str::<T>(text).and_then(|value| serde_json::to_value(&value));
    let (error, back) = match back {
        Ok(back) => (None, back),
        Err(error) => (Some(error.to_string()), Value::Null),
    };
    println!("{}", serde_json::json!([document, example, error, back]));
}
