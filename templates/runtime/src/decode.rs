//! Answers to Rust values, and errors that say where it went wrong but never show what was there.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::json_path;

/// Where a JSON body differs from the API's description.
///
/// It names the place and what was expected there. What was found instead may be personal data, so
/// no part of it is kept.
#[derive(Debug)]
pub struct DecodeError {
    path: String,
    line: usize,
    column: usize,
    problem: String,
}

impl DecodeError {
    /// The place as a path, such as `documents[0].birth_date`; empty for the whole body.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Line of the body, from 1; 0 if the body as a whole is meant.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// Byte within the line, from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// What was wrong or missing, such as ``expected a string`` or ``missing field `id` ``.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }

    fn whole(problem: &str) -> Self {
        Self { path: String::new(), line: 0, column: 0, problem: problem.to_owned() }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.problem)?;
        if self.line > 0 {
            write!(f, " at line {} column {}", self.line, self.column)?;
        }
        Ok(())
    }
}

impl std::error::Error for DecodeError {}

/// Reads a JSON body. Checking UTF-8 once up front is faster than string by string.
///
/// # Errors
/// If the body is not JSON of the type.
pub fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let text = utf8(body)?;
    serde_json::from_str(text).map_err(|error| describe(text, &error))
}

/// Reads a body as text.
///
/// # Errors
/// If the body is not UTF-8.
pub fn utf8(body: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(body).map_err(|_| DecodeError::whole("the body is not UTF-8"))
}

fn describe(text: &str, error: &serde_json::Error) -> DecodeError {
    if text.is_empty() {
        return DecodeError::whole("the body is empty");
    }
    let (line, column) = (error.line(), error.column());
    let problem = problem(error);
    let path = json_path::at(text, line, column);
    let missing = problem.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
    let path = match missing {
        Some(field) => path.into_member(field),
        None => path.to_string(),
    };
    DecodeError { path, line, column, problem }
}

/// The part of serde's text that is the same for every value.
///
/// Syntax errors are fixed sentences. Others quote the value and then say what was expected, so only
/// what follows the last `, expected ` is taken; the names of missing and doubled fields come from the
/// models. Texts of any other form are dropped.
fn problem(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&position).unwrap_or(&text);
    match error.classify() {
        Category::Syntax | Category::Eof | Category::Io => text.to_owned(),
        Category::Data
            if text.starts_with("missing field `") || text.starts_with("duplicate field `") =>
        {
            text.to_owned()
        }
        Category::Data
            if text.ends_with("there are no variants") || text.ends_with("there are no fields") =>
        {
            "unexpected value".to_owned()
        }
        Category::Data => match text.rsplit_once(", expected ") {
            Some((_, expected)) => format!("expected {expected}"),
            None => "unexpected value".to_owned(),
        },
    }
}
