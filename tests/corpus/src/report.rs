//! The findings about a corpus as text.

use std::fmt::Write;

use crate::document::{Case, Outcome};

/// A line for every document, then every complaint.
pub(crate) fn table(cases: &[Case]) -> String {
    let mut text = format!(
        "{:<60} {:>10} {:>6} {:>8} {:>8} {:>8} {}\n",
        "document", "operations", "types", "ms", "warnings", "examples", "result"
    );
    for case in cases {
        let (operations, types) = case.made().map_or((0, 0), |made| {
            let operations = made.api.groups.iter().map(|group| group.operations.len()).sum();
            (operations, made.api.types.len())
        });
        let time = case.time.as_secs_f64() * 1e3;
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{:<60} {operations:>10} {types:>6} {time:>8.1} {:>8} {:>8} {}",
            case.name,
            case.warnings,
            case.kept,
            result(case)
        );
    }
    for case in cases {
        for (what, texts) in [("", &case.complaints), ("lost: ", &case.lost)] {
            for complaint in texts {
                let _ = write!(text, "\n{}: {what}{complaint}\n", case.name);
            }
        }
    }
    let _ = write!(text, "\n{}", summary(cases));
    text
}

fn result(case: &Case) -> String {
    match &case.outcome {
        Outcome::Invalid(fault) => format!("invalid: {fault}"),
        Outcome::Refused(limit) => format!("REFUSED: {limit}"),
        Outcome::Panicked => "PANICKED".to_owned(),
        Outcome::Made(_) if !case.complaints.is_empty() => {
            format!("{} COMPLAINTS", case.complaints.len())
        }
        Outcome::Made(_) if !case.lost.is_empty() => {
            format!("compiles; {} examples LOST", case.lost.len())
        }
        Outcome::Made(_) if !case.invalid.is_empty() => {
            format!("compiles; {} examples are invalid", case.invalid.len())
        }
        Outcome::Made(_) => "compiles".to_owned(),
    }
}

fn summary(cases: &[Case]) -> String {
    let count = |holds: &dyn Fn(&Case) -> bool| cases.iter().filter(|case| holds(case)).count();
    let compile = count(&|case| case.made().is_some() && case.complaints.is_empty());
    let invalid = count(&|case| matches!(case.outcome, Outcome::Invalid(_)));
    let examples: usize = cases.iter().map(|case| case.kept).sum();
    format!(
        "{} documents: {compile} compile, {invalid} are not valid OpenAPI, {} failed; {examples} examples kept\n",
        cases.len(),
        count(&Case::failed)
    )
}
