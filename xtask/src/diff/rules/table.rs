//! The table of rules.

use super::{Rule, opposite, rules};
use crate::diff::{Direction, Level};

rules! {
    // Ids get the prefix `request-` or `response-`; the levels stand in that order.
    directed {
        TypeGeneralized "type-generalized" Compatible Breaking "type-specialized"
            "A wider type takes all that was sent, but answers may hold what no reader expects.";
        TypeSpecialized "type-specialized" Breaking Compatible "type-generalized"
            "A narrower type refuses some of what was sent; answers only become more certain.";
        TypeChanged "type-changed" Breaking Breaking "type-changed" "Neither type contains the other.";
        BecameNullable "became-nullable" Compatible Breaking "became-not-nullable"
            "Readers meet a null they were told would never come.";
        BecameNotNullable "became-not-nullable" Breaking Compatible "became-nullable"
            "Callers that send null are refused.";
        MaxSet "max-set" Suspect Compatible "max-unset"
            "There was perhaps a limit before; the document did not say.";
        MaxUnset "max-unset" Compatible Breaking "max-set" "Answers may exceed what readers made room for.";
        MaxDecreased "max-decreased" Breaking Compatible "max-increased"
            "Values above the new limit are refused.";
        MaxIncreased "max-increased" Compatible Breaking "max-decreased"
            "Answers may exceed what readers made room for.";
        MaxLengthSet "max-length-set" Suspect Compatible "max-length-unset"
            "There was perhaps a limit before; the document did not say.";
        MaxLengthUnset "max-length-unset" Compatible Breaking "max-length-set"
            "Answers may be longer than what readers made room for.";
        MaxLengthDecreased "max-length-decreased" Breaking Compatible "max-length-increased"
            "Longer texts are refused.";
        MaxLengthIncreased "max-length-increased" Compatible Breaking "max-length-decreased"
            "Answers may be longer than what readers made room for.";
        MaxItemsSet "max-items-set" Suspect Compatible "max-items-unset"
            "There was perhaps a limit before; the document did not say.";
        MaxItemsUnset "max-items-unset" Compatible Breaking "max-items-set"
            "Answers may hold more than what readers made room for.";
        MaxItemsDecreased "max-items-decreased" Breaking Compatible "max-items-increased"
            "Longer lists are refused.";
        MaxItemsIncreased "max-items-increased" Compatible Breaking "max-items-decreased"
            "Answers may hold more than what readers made room for.";
        MaxPropertiesSet "max-properties-set" Suspect Compatible "max-properties-unset"
            "There was perhaps a limit before; the document did not say.";
        MaxPropertiesUnset "max-properties-unset" Compatible Breaking "max-properties-set"
            "Answers may hold more than what readers made room for.";
        MaxPropertiesDecreased "max-properties-decreased" Breaking Compatible "max-properties-increased"
            "Larger objects are refused.";
        MaxPropertiesIncreased "max-properties-increased" Compatible Breaking "max-properties-decreased"
            "Answers may hold more than what readers made room for.";
        MinSet "min-set" Suspect Compatible "min-unset"
            "There was perhaps a limit before; the document did not say.";
        MinUnset "min-unset" Compatible Breaking "min-set" "Answers may fall below what readers rely on.";
        MinIncreased "min-increased" Breaking Compatible "min-decreased"
            "Values below the new limit are refused.";
        MinDecreased "min-decreased" Compatible Breaking "min-increased"
            "Answers may fall below what readers rely on.";
        MinLengthIncreased "min-length-increased" Breaking Compatible "min-length-decreased"
            "Shorter texts are refused; no `minLength` is 0.";
        MinLengthDecreased "min-length-decreased" Compatible Breaking "min-length-increased"
            "Answers may be shorter than what readers rely on; no `minLength` is 0.";
        MinItemsIncreased "min-items-increased" Breaking Compatible "min-items-decreased"
            "Shorter lists are refused; no `minItems` is 0.";
        MinItemsDecreased "min-items-decreased" Compatible Breaking "min-items-increased"
            "Answers may hold less than what readers rely on; no `minItems` is 0.";
        MinPropertiesIncreased "min-properties-increased" Breaking Compatible "min-properties-decreased"
            "Smaller objects are refused; no `minProperties` is 0.";
        MinPropertiesDecreased "min-properties-decreased" Compatible Breaking "min-properties-increased"
            "Answers may hold less than what readers rely on; no `minProperties` is 0.";
        ExclusiveMaxSet "exclusive-max-set" Breaking Compatible "exclusive-max-unset"
            "The limit itself is refused.";
        ExclusiveMaxUnset "exclusive-max-unset" Compatible Breaking "exclusive-max-set"
            "Answers may hold the limit itself.";
        ExclusiveMinSet "exclusive-min-set" Breaking Compatible "exclusive-min-unset"
            "The limit itself is refused.";
        ExclusiveMinUnset "exclusive-min-unset" Compatible Breaking "exclusive-min-set"
            "Answers may hold the limit itself.";
        UniqueItemsSet "unique-items-set" Breaking Compatible "unique-items-unset"
            "Lists with repeated elements are refused.";
        UniqueItemsUnset "unique-items-unset" Compatible Breaking "unique-items-set"
            "Answers may repeat elements.";
        MultipleOfSet "multiple-of-set" Breaking Compatible "multiple-of-unset" "Other numbers are refused.";
        MultipleOfUnset "multiple-of-unset" Compatible Breaking "multiple-of-set"
            "Answers may hold numbers that did not occur before.";
        MultipleOfTightened "multiple-of-tightened" Breaking Compatible "multiple-of-loosened"
            "Only some of the multiples are left; others are refused.";
        MultipleOfLoosened "multiple-of-loosened" Compatible Breaking "multiple-of-tightened"
            "Answers may hold numbers that did not occur before.";
        MultipleOfChanged "multiple-of-changed" Breaking Breaking "multiple-of-changed"
            "Some numbers are refused, and others come, that were not or did not before.";
        PatternAdded "pattern-added" Breaking Compatible "pattern-removed"
            "Texts that do not match are refused.";
        PatternRemoved "pattern-removed" Compatible Compatible "pattern-added"
            "Callers have less to obey, and readers seldom rely on a pattern.";
        PatternChanged "pattern-changed" Suspect Compatible "pattern-changed"
            "Which of two patterns is wider cannot be told in general.";
        EnumValueAdded "enum-value-added" Compatible Suspect "enum-value-removed"
            "A reader may not know the new value; whether it copes, only its code can tell.";
        EnumValueRemoved "enum-value-removed" Breaking Compatible "enum-value-added"
            "Callers that send the value are refused; nobody minds not to receive it.";
        BecameEnum "became-enum" Breaking Compatible "no-longer-enum"
            "Every value outside the list is refused.";
        NoLongerEnum "no-longer-enum" Compatible Suspect "became-enum"
            "Readers may meet values that were not in the list.";
        ExtensibleEnumValueAdded "x-extensible-enum-value-added" Compatible Compatible "x-extensible-enum-value-removed"
            "The list was announced to grow.";
        ExtensibleEnumValueRemoved "x-extensible-enum-value-removed" Breaking Compatible "x-extensible-enum-value-added"
            "Callers that send the value are refused.";
        DefaultValueAdded "default-value-added" Compatible Compatible "default-value-removed"
            "A default of a body only says what an absent member meant anyway.";
        DefaultValueRemoved "default-value-removed" Compatible Compatible "default-value-added"
            "A default of a body only says what an absent member meant anyway.";
        DefaultValueChanged "default-value-changed" Compatible Compatible "default-value-changed"
            "A default of a body only says what an absent member meant anyway.";
        PropertyBecameRequired "property-became-required" Breaking Compatible "property-became-optional"
            "Callers that leave it out are refused, default or not; readers only gain certainty.";
        PropertyBecameOptional "property-became-optional" Compatible Breaking "property-became-required"
            "Readers rely on a member that may now be absent.";
        BecameReadOnly "became-read-only" Suspect Compatible "became-not-read-only"
            "A server may ignore or refuse what callers still send.";
        BecameNotReadOnly "became-not-read-only" Compatible Compatible "became-read-only"
            "Nobody sent it, and answers still carry it.";
        BecameWriteOnly "became-write-only" Compatible Suspect "became-not-write-only"
            "Answers may no longer carry it.";
        BecameNotWriteOnly "became-not-write-only" Compatible Compatible "became-write-only"
            "An addition to answers.";
        AdditionalPropertiesClosed "additional-properties-closed" Breaking Compatible "additional-properties-opened"
            "Members that are not listed are refused.";
        AdditionalPropertiesOpened "additional-properties-opened" Compatible Compatible "additional-properties-closed"
            "As with an added property, readers skip what they do not know.";
        AdditionalPropertiesTyped "additional-properties-typed" Breaking Compatible "additional-properties-untyped"
            "Members of other types are refused.";
        AdditionalPropertiesUntyped "additional-properties-untyped" Compatible Breaking "additional-properties-typed"
            "Readers meet values of types they were told would never come.";
        OneOfAdded "one-of-added" Compatible Breaking "one-of-removed"
            "Readers meet a shape they do not know.";
        OneOfRemoved "one-of-removed" Breaking Compatible "one-of-added"
            "Callers that send this shape are refused.";
        AnyOfAdded "any-of-added" Compatible Breaking "any-of-removed"
            "Readers meet a shape they do not know.";
        AnyOfRemoved "any-of-removed" Breaking Compatible "any-of-added"
            "Callers that send this shape are refused.";
        WrappedInOneOf "wrapped-in-one-of" Breaking Breaking "unwrapped-from-one-of"
            "None of the branches is what stood there before.";
        UnwrappedFromOneOf "unwrapped-from-one-of" Breaking Breaking "wrapped-in-one-of"
            "What stands there now is none of the branches.";
        NotAdded "not-added" Breaking Compatible "not-removed" "What the schema excludes is refused.";
        NotRemoved "not-removed" Compatible Breaking "not-added" "Answers may hold what was excluded.";
        NotChanged "not-changed" Suspect Suspect "not-changed"
            "What is excluded changed; which way cannot be told in general.";
        DiscriminatorAdded "discriminator-added" Compatible Compatible "discriminator-removed"
            "It names a member that was there: the shapes are judged by themselves.";
        DiscriminatorRemoved "discriminator-removed" Compatible Compatible "discriminator-added"
            "It names a member that is still there: the shapes are judged by themselves.";
        DiscriminatorPropertyChanged "discriminator-property-name-changed" Breaking Breaking "discriminator-property-name-changed"
            "The shape is told by another member than before.";
        DiscriminatorMappingAdded "discriminator-mapping-added" Compatible Compatible "discriminator-mapping-deleted"
            "A value for a shape that came with it: shapes are judged by themselves.";
        DiscriminatorMappingDeleted "discriminator-mapping-deleted" Compatible Compatible "discriminator-mapping-added"
            "A value of a shape that went with it: shapes are judged by themselves.";
        DiscriminatorMappingChanged "discriminator-mapping-changed" Compatible Compatible "discriminator-mapping-changed"
            "The shape it named is no more: shapes are judged by themselves.";
        DiscriminatorValueAdded "discriminator-value-added" Compatible Breaking "discriminator-value-removed"
            "Readers cannot tell the shape by a value they do not know.";
        DiscriminatorValueRemoved "discriminator-value-removed" Breaking Compatible "discriminator-value-added"
            "Callers that send the value are refused.";
        DiscriminatorValueChanged "discriminator-value-changed" Breaking Breaking "discriminator-value-changed"
            "The same value stands for another shape.";
        MediaTypeAdded "media-type-added" Compatible Compatible "media-type-removed"
            "Who asks for the old one still gets it.";
        MediaTypeRemoved "media-type-removed" Breaking Breaking "media-type-added" "Who uses it is refused.";
        MediaTypeGeneralized "media-type-name-generalized" Compatible Breaking "media-type-name-specialized"
            "Readers made for the special type may not take the general one.";
        MediaTypeSpecialized "media-type-name-specialized" Breaking Compatible "media-type-name-generalized"
            "Callers that send the general type are refused.";
        MediaTypeParameterChanged "media-type-parameter-changed" Compatible Compatible "media-type-parameter-changed"
            "The media type itself is the same.";
        MediaTypeSchemaAdded "media-type-schema-added" Breaking Compatible "media-type-schema-removed"
            "Whatever could be sent before must now fit the schema.";
        MediaTypeSchemaRemoved "media-type-schema-removed" Compatible Suspect "media-type-schema-added"
            "Readers lose the promise of a shape.";
        EncodingChanged "encoding-changed" Suspect Suspect "encoding-changed"
            "Parts of the body are written in another way.";
        SchemaChanged "schema-changed" Suspect Suspect "schema-changed"
            "A keyword that OpenAPI 3.0 does not define: what it demands is unknown.";
    }
    // Id, direction, level, the id of the way back.
    fixed {
        NewRequiredRequestProperty "new-required-request-property" Request Breaking "request-property-removed"
            "Callers do not send it, and are refused, default or not.";
        RequiredNotReadOnly "request-required-property-became-not-read-only" Request Breaking "request-became-read-only"
            "Callers did not have to send it, and are refused now.";
        NewOptionalRequestProperty "new-optional-request-property" Request Compatible "request-property-removed"
            "Callers may go on without it.";
        RequestPropertyRemoved "request-property-removed" Request Suspect "new-optional-request-property"
            "The server may ignore or refuse what callers still send.";
        ResponseRequiredPropertyAdded "response-required-property-added" Response Compatible "response-required-property-removed"
            "Readers skip what they do not know.";
        ResponseOptionalPropertyAdded "response-optional-property-added" Response Compatible "response-optional-property-removed"
            "Readers skip what they do not know.";
        ResponseRequiredPropertyRemoved "response-required-property-removed" Response Breaking "response-required-property-added"
            "Readers rely on it.";
        ResponseOptionalPropertyRemoved "response-optional-property-removed" Response Suspect "response-optional-property-added"
            "Readers must cope without it already, but may have come to use it.";
        InertSchemaChanged "inert-schema-changed" Neither Compatible "inert-schema-changed"
            "It stands where nothing carries it: `readOnly` in a request, `writeOnly` in a response.";
        SchemaRewritten "schema-rewritten" Neither Compatible "schema-rewritten"
            "Written in another way, it means the same.";
        DocumentRewritten "document-rewritten" Neither Compatible "document-rewritten"
            "Written in another way, it means the same.";
        DocumentChanged "document-changed" Neither Suspect "document-changed"
            "No rule knows what stands there.";
        OperationAdded "operation-added" Neither Compatible "operation-removed" "Nobody uses it yet.";
        OperationRemoved "operation-removed" Neither Breaking "operation-added" "Who calls it gets an error.";
        OperationRemovedBeforeSunset "operation-removed-before-sunset" Neither Breaking "operation-added"
            "It was announced to stay until a day that has not come.";
        DeprecatedOperationRemoved "deprecated-operation-removed" Neither Suspect "operation-added"
            "It was announced, but who still calls it gets an error.";
        OperationRemovedAfterSunset "operation-removed-after-sunset" Neither Compatible "operation-added"
            "The day that was announced has passed.";
        OperationMoved "operation-moved" Neither Breaking "operation-moved"
            "The same operation, but who calls the old path or method gets an error.";
        PathParameterRenamed "path-parameter-renamed" Neither Compatible "path-parameter-renamed"
            "The name of a path parameter is not sent.";
        PathParametersSwapped "path-parameters-swapped" Neither Breaking "path-parameters-swapped"
            "What callers go on sending is taken for the other.";
        OperationIdAdded "operation-id-added" Neither Compatible "operation-id-removed"
            "It is not sent; generated code is named after it.";
        OperationIdRemoved "operation-id-removed" Neither Compatible "operation-id-added"
            "It is not sent; generated code is named after it.";
        OperationIdChanged "operation-id-changed" Neither Compatible "operation-id-changed"
            "It is not sent; generated code is named after it.";
        Deprecated "deprecated" Neither Compatible "reactivated" "It still works.";
        Reactivated "reactivated" Neither Compatible "deprecated" "It works as before.";
        SunsetAdded "sunset-added" Neither Compatible "sunset-deleted"
            "An announcement: it works until then.";
        SunsetDeleted "sunset-deleted" Neither Breaking "sunset-added"
            "It was promised until a day, and now may go at any time.";
        SunsetMovedEarlier "sunset-moved-earlier" Neither Breaking "sunset-moved-later"
            "It goes before the day that was promised.";
        SunsetMovedLater "sunset-moved-later" Neither Compatible "sunset-moved-earlier"
            "It stays longer than was promised.";
        SunsetInvalid "sunset-invalid" Neither Breaking "sunset-added" "Nobody can tell until when it works.";
        StabilityIncreased "stability-increased" Neither Compatible "stability-decreased"
            "More is promised than before.";
        StabilityDecreased "stability-decreased" Neither Breaking "stability-increased"
            "Less is promised than before.";
        StabilityInvalid "stability-invalid" Neither Breaking none
            "Nobody can tell what is promised; the levels are draft, alpha, beta, stable.";
        NewRequiredParameter "new-required-request-parameter" Request Breaking "request-parameter-removed"
            "Callers do not send it, and are refused.";
        NewOptionalParameter "new-optional-request-parameter" Request Compatible "request-parameter-removed"
            "Callers may go on without it.";
        NewPathParameter "new-request-path-parameter" Request Breaking "request-parameter-removed"
            "Callers do not send it, and miss the path.";
        ParameterRemoved "request-parameter-removed" Request Suspect "new-optional-request-parameter"
            "The server may ignore or refuse what callers still send.";
        ParameterRemovedBeforeSunset "request-parameter-removed-before-sunset" Request Breaking "new-optional-request-parameter"
            "It was announced to stay until a day that has not come.";
        DeprecatedParameterRemoved "deprecated-request-parameter-removed" Request Compatible "new-optional-request-parameter"
            "It was announced.";
        ParameterBecameRequired "request-parameter-became-required" Request Breaking "request-parameter-became-optional"
            "Callers that leave it out are refused.";
        ParameterBecameOptional "request-parameter-became-optional" Request Compatible "request-parameter-became-required"
            "Callers may go on sending it.";
        ParameterStyleChanged "request-parameter-style-changed" Request Breaking "request-parameter-style-changed"
            "The same value is written in another way.";
        ParameterReservedSet "request-parameter-reserved-allowed" Request Compatible "request-parameter-reserved-refused"
            "Encoded characters still mean the same.";
        ParameterReservedUnset "request-parameter-reserved-refused" Request Suspect "request-parameter-reserved-allowed"
            "Characters that were sent bare must now be encoded.";
        ParameterEmptyAllowed "request-parameter-empty-allowed" Request Compatible "request-parameter-empty-refused"
            "Callers need not use it.";
        ParameterEmptyRefused "request-parameter-empty-refused" Request Breaking "request-parameter-empty-allowed"
            "Callers that send it empty are refused.";
        ParameterContentChanged "request-parameter-content-changed" Request Breaking "request-parameter-content-changed"
            "The value moves between plain text and a media type.";
        ParameterDefaultAdded "request-parameter-default-value-added" Request Breaking "request-parameter-default-value-removed"
            "A call without the parameter now means something else.";
        ParameterDefaultRemoved "request-parameter-default-value-removed" Request Breaking "request-parameter-default-value-added"
            "A call without the parameter now means something else.";
        ParameterDefaultChanged "request-parameter-default-value-changed" Request Breaking "request-parameter-default-value-changed"
            "A call without the parameter now means something else.";
        RequestBodyAddedRequired "request-body-added-required" Request Breaking "request-body-removed"
            "Callers do not send it, and are refused.";
        RequestBodyAddedOptional "request-body-added-optional" Request Compatible "request-body-removed"
            "Callers may go on without it.";
        RequestBodyRemoved "request-body-removed" Request Breaking "request-body-added-required"
            "What callers send has no meaning any more.";
        RequestBodyBecameRequired "request-body-became-required" Request Breaking "request-body-became-optional"
            "Callers that leave it out are refused.";
        RequestBodyBecameOptional "request-body-became-optional" Request Compatible "request-body-became-required"
            "Callers may go on sending it.";
        SuccessStatusAdded "response-success-status-added" Response Compatible "response-success-status-removed"
            "An addition; callers judge success by the class of the status.";
        SuccessStatusRemoved "response-success-status-removed" Response Breaking "response-success-status-added"
            "Readers wait for an answer that does not come.";
        ErrorStatusAdded "response-non-success-status-added" Response Compatible "response-non-success-status-removed"
            "Callers judge failure by the class of the status.";
        ErrorStatusRemoved "response-non-success-status-removed" Response Compatible "response-non-success-status-added"
            "Nobody minds an error that does not come.";
        HeaderAdded "response-header-added" Response Compatible "optional-response-header-removed"
            "Readers skip what they do not know.";
        OptionalHeaderRemoved "optional-response-header-removed" Response Suspect "response-header-added"
            "Readers must cope without it already, but may have come to use it.";
        RequiredHeaderRemoved "required-response-header-removed" Response Breaking "response-header-added"
            "Readers rely on it.";
        HeaderBecameOptional "response-header-became-optional" Response Breaking "response-header-became-required"
            "Readers rely on a header that may now be absent.";
        HeaderBecameRequired "response-header-became-required" Response Compatible "response-header-became-optional"
            "Readers only gain certainty.";
        LinkChanged "response-link-changed" Response Compatible "response-link-changed"
            "A hint for following calls: it is not sent.";
        EventAdded "event-added" Response Compatible "event-removed" "Readers skip events they do not know.";
        EventRemoved "event-removed" Response Breaking "event-added"
            "Readers wait for an event that does not come.";
        EventPayloadAdded "event-payload-added" Response Compatible "event-payload-removed"
            "Readers skip what they do not know.";
        EventPayloadRemoved "event-payload-removed" Response Breaking "event-payload-added"
            "Readers rely on it.";
        EventChanged "event-changed" Neither Suspect "event-changed"
            "How an event is delivered or acknowledged changed.";
        SecurityAdded "security-added" Neither Breaking "security-removed"
            "Callers without these credentials are refused.";
        SecurityRemoved "security-removed" Neither Compatible "security-added"
            "Credentials that are still sent do no harm.";
        SecurityAlternativeAdded "security-alternative-added" Neither Compatible "security-alternative-removed"
            "The old ways still work.";
        SecurityAlternativeRemoved "security-alternative-removed" Neither Breaking "security-alternative-added"
            "Callers that used this way are refused.";
        SecurityAlternativeImplied "security-alternative-implied" Neither Compatible "security-alternative-added"
            "Who used this way has what another demands.";
        SecurityScopeAdded "security-scope-added" Neither Breaking "security-scope-removed"
            "Tokens without the scope are refused.";
        SecurityScopeRemoved "security-scope-removed" Neither Compatible "security-scope-added"
            "Tokens with more scopes still work.";
        SecuritySchemeAdded "security-scheme-added" Neither Compatible "security-scheme-removed"
            "What demands it is judged by itself.";
        SecuritySchemeRemoved "security-scheme-removed" Neither Compatible "security-scheme-added"
            "What demanded it is judged by itself.";
        SecuritySchemeChanged "security-scheme-changed" Neither Breaking "security-scheme-changed"
            "Credentials are sent in another way or place.";
        UnusedSecuritySchemeChanged "unused-security-scheme-changed" Neither Compatible "unused-security-scheme-changed"
            "No operation demands it.";
        OauthUrlChanged "security-scheme-url-changed" Neither Suspect "security-scheme-url-changed"
            "Whether the old URL still answers, the document does not say.";
        OauthUrlAdded "security-scheme-url-added" Neither Compatible "security-scheme-url-removed"
            "Another way to get a token.";
        OauthUrlRemoved "security-scheme-url-removed" Neither Suspect "security-scheme-url-added"
            "Whether the URL still answers, the document does not say.";
        OauthFlowAdded "security-scheme-flow-added" Neither Compatible "security-scheme-flow-removed"
            "The other flows still work.";
        OauthFlowRemoved "security-scheme-flow-removed" Neither Breaking "security-scheme-flow-added"
            "Callers get no token this way any more.";
        OauthScopeAdded "security-scheme-scope-added" Neither Compatible "security-scheme-scope-removed"
            "What demands it is judged by itself.";
        OauthScopeRemoved "security-scheme-scope-removed" Neither Compatible "security-scheme-scope-added"
            "What demanded it is judged by itself.";
        ServerAdded "server-added" Neither Compatible "server-removed" "The others still answer.";
        ServerRemoved "server-removed" Neither Suspect "server-added"
            "Whether the old host still answers, the document does not say.";
        ServerVariableChanged "server-variable-changed" Neither Suspect "server-variable-changed"
            "The URL that callers build may no longer answer.";
        ComponentAdded "component-added" Neither Compatible "component-removed"
            "What uses it is judged by itself.";
        ComponentRemoved "component-removed" Neither Compatible "component-added"
            "What used it is judged by itself.";
        ComponentRenamed "component-renamed" Neither Compatible "component-renamed"
            "Names of components are not sent; generated types are named after them.";
        UnusedComponentChanged "unused-component-changed" Neither Compatible "unused-component-changed"
            "No operation that stands in both documents uses it.";
        VersionChanged "api-version-changed" Neither Compatible "api-version-changed"
            "A label of the document.";
        VersionNotBumped "api-version-not-bumped" Neither Compatible none
            "A breaking change under the same version tells nobody.";
        MajorVersionNotBumped "api-major-version-not-bumped" Neither Compatible none
            "A breaking change wants a new major version.";
        VersionDecreased "api-version-decreased" Neither Compatible none
            "A breaking change under an older version misleads.";
        OpenapiVersionChanged "openapi-version-changed" Neither Compatible "openapi-version-changed"
            "The language of the document, not of the API.";
        SensitivityChanged "sensitivity-changed" Neither Compatible "sensitivity-changed"
            "What generated code prints of a value changes, not the value.";
        PaginationChanged "pagination-changed" Neither Compatible "pagination-changed"
            "It names parameters and members that are judged by themselves.";
        IdempotencyChanged "idempotency-changed" Neither Suspect "idempotency-changed"
            "Whether a call may be repeated without harm is a promise of the server.";
        RustNameChanged "rust-name-changed" Neither Compatible "rust-name-changed"
            "It is not sent; generated code is named after it.";
        ErrorMembersChanged "error-members-changed" Neither Compatible "error-members-changed"
            "It names members and headers that are judged by themselves.";
        ExtensionChanged "extension-changed" Neither Compatible "extension-changed"
            "What it means is known to those who read it; OpenAPI gives it no effect on the wire.";
    }
    words {
        DescriptionChanged "description-changed" "description-changed";
        SummaryChanged "summary-changed" "summary-changed";
        TitleChanged "title-changed" "title-changed";
        ExampleChanged "example-changed" "example-changed";
        ExternalDocsChanged "external-docs-changed" "external-docs-changed";
        EnumDescriptionsChanged "enum-descriptions-changed" "enum-descriptions-changed";
        TagAdded "tag-added" "tag-removed";
        TagRemoved "tag-removed" "tag-added";
        TagChanged "tag-changed" "tag-changed";
        InfoChanged "info-changed" "info-changed";
        BearerFormatChanged "bearer-format-changed" "bearer-format-changed";
    }
}
