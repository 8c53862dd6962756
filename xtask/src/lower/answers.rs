//! Responses: what a call hands back on success, and what the document says of everything else.

use indexmap::{IndexMap, IndexSet};
use openapiv3::{MediaType, StatusCode};

use super::bodies::{Kind, is_stream, json, kind, preferred};
use super::operations::Site;
use super::{Lowering, Place};
use crate::ir::{Answer, Name, Response, Sensitivity, StatusAnswer, TypeName, TypeRef};
use crate::spec::Pointer;

/// What an operation may be answered with.
pub(super) struct Answers {
    /// On success.
    pub(super) answer: Answer,
    /// Whatever the document describes.
    pub(super) responses: Vec<Response>,
    /// The headers of those.
    pub(super) headers: Vec<Name>,
}

impl<'a> Lowering<'a> {
    pub(super) fn answers(&mut self, site: &Site<'a>, place: &Place<'_>) -> Answers {
        let document = self.document;
        let at = site.at.key("responses");
        let written = &site.written.responses;
        let coded = written.responses.iter().map(|(status, it)| (Some(status), it));
        let default = written.default.iter().map(|it| (None, it));
        let mut responses = Vec::new();
        let mut answers: Vec<StatusAnswer> = Vec::new();
        let mut headers: IndexSet<Name> = IndexSet::new();
        for (code, response) in coded.chain(default) {
            let status = code.map_or_else(|| "default".to_owned(), ToString::to_string);
            let Some(response) = document.response(response, &at.key(&status)) else { continue };
            let success = code.is_some_and(is_success) || (code.is_none() && responses.is_empty());
            let suffix = if success { "Response".to_owned() } else { format!("Response {status}") };
            let place = response.name.map_or_else(|| place.child(&suffix), Place::Component);
            headers.extend(self.headers(&response.value.headers, &response.at, &place));
            let (content, at) = (&response.value.content, response.at.key("content"));
            let answer = self.answer(content, &at, &place);
            let description = response.value.description.clone();
            let body = if let Answer::Json(ty, _) = &answer { Some(ty.clone()) } else { None };
            responses.push(Response { status, description: description.clone(), body });
            if success {
                if let Some((mime, _)) = preferred(content) {
                    self.report_choice(content, mime, &at, "reads");
                }
                self.report_items(content, &at);
                let (status, name) = variant(code);
                let sensitivity = self.answer_sensitivity(content);
                answers.push(StatusAnswer { status, name, description, answer, sensitivity });
            }
        }
        let headers = headers.into_iter().collect();
        Answers { answer: self.one_or_by_status(answers, site, place), responses, headers }
    }

    /// One type if every success hands back the same, else an enum by status.
    fn one_or_by_status(
        &mut self,
        mut answers: Vec<StatusAnswer>,
        site: &Site<'a>,
        place: &Place<'_>,
    ) -> Answer {
        let Some(first) = answers.first() else { return Answer::Empty };
        if answers.iter().all(|other| is_same(&other.answer, &first.answer)) {
            return first.answer.clone();
        }
        // A status of its own comes before a range.
        answers.sort_by_key(|answer| answer.status.is_none());
        Answer::ByStatus(self.operation_type(place.name().child("Answer"), &site.at), answers)
    }

    fn answer(
        &mut self,
        content: &'a IndexMap<String, MediaType>,
        at: &Pointer,
        place: &Place<'_>,
    ) -> Answer {
        let Some((mime, media)) = preferred(content) else { return Answer::Empty };
        match (kind(mime), &media.schema) {
            (Kind::Json, Some(schema)) if self.is_binary(schema.into()) => Answer::Binary,
            (Kind::Json, Some(schema)) => {
                let at = at.key(mime).key("schema");
                Answer::Json(self.type_ref(schema.into(), &at, place), json(mime))
            }
            (Kind::Json, None) => Answer::Json(TypeRef::Any, json(mime)),
            (Kind::Text | Kind::Form, _) => Answer::Text,
            (Kind::Multipart | Kind::Binary, _) => Answer::Binary,
        }
    }

    /// How carefully the body of an answer must be treated: text and bytes could be anything.
    fn answer_sensitivity(&self, content: &'a IndexMap<String, MediaType>) -> Sensitivity {
        match preferred(content) {
            Some((mime, MediaType { schema: Some(schema), .. })) if kind(mime) == Kind::Json => {
                self.sensitivity(schema.into())
            }
            _ => Sensitivity::Unclassed,
        }
    }

    /// Says that what comes one after the other is not told apart.
    fn report_items(&mut self, content: &IndexMap<String, MediaType>, at: &Pointer) {
        if let Some((mime, _)) = preferred(content).filter(|(mime, _)| is_stream(mime)) {
            let message = format!("the items of `{mime}` are not read: they come as bytes");
            self.diagnostics
                .warning("approximated", &at.key(mime), message)
                .on_key()
                .hint("`.stream()` hands them over as they arrive");
        }
    }
}

/// Whether two answers are the same to whoever gets them.
fn is_same(one: &Answer, other: &Answer) -> bool {
    match (one, other) {
        (Answer::Json(one, _), Answer::Json(other, _)) => one == other,
        _ => one == other,
    }
}

fn is_success(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2))
}

/// The status a variant stands for, and its name.
fn variant(code: Option<&StatusCode>) -> (Option<u16>, TypeName) {
    let Some(StatusCode::Code(status)) = code else { return (None, TypeName::of_variant("Other")) };
    let name = match status {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritative",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        other => return (Some(*other), TypeName::of_variant(&format!("status {other}"))),
    };
    (Some(*status), TypeName::of_variant(name))
}
