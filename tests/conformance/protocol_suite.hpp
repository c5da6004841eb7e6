// Every test of the protocol's public suite that this library is measured by, as a plain list of ids.
// From smithy-lang/smithy, smithy-aws-protocol-tests/model, as of 2026-08-13. For the tests of conformance/ only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "conformance/protocol.hpp"
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::conformance::protocol {

/// Tests of one file with the same subject, for the same sides; the ids are separated by white space.
struct suite_group {
    std::string_view file;
    protocol::part part;
    side who;
    char const* ids;
};

inline std::vector<std::string> words(char const* text) {
    std::istringstream in(text);
    std::vector<std::string> all;
    for (std::string word; in >> word;) { all.push_back(word); }
    return all;
}

/// AWS JSON 1.1 in full; of REST JSON the tests of malformed requests and of validation, whose meaning carries over.
inline std::vector<suite_group> const& suite() {
    static std::vector<suite_group> const groups{
        {"awsJson1_1/content-type", part::request, side::server, R"(
         AwsJson11MustSupportParametersInContentType)"},
        {"awsJson1_1/datetime-offsets", part::response, side::client, R"(
         AwsJson11DateTimeWithNegativeOffset AwsJson11DateTimeWithPositiveOffset)"},
        {"awsJson1_1/documents", part::request, side::both, R"(
         PutAndGetInlineDocumentsInput)"},
        {"awsJson1_1/documents", part::response, side::both, R"(
         PutAndGetInlineDocumentsInput)"},
        {"awsJson1_1/empty-operation", part::request, side::both, R"(
         sends_requests_to_slash includes_x_amz_target_and_content_type
         json_1_1_client_sends_empty_payload_for_no_input_shape)"},
        {"awsJson1_1/empty-operation", part::request, side::server, R"(
         json_1_1_service_supports_empty_payload_for_no_input_shape)"},
        {"awsJson1_1/empty-operation", part::response, side::client, R"(
         handles_empty_output_shape handles_unexpected_json_output)"},
        {"awsJson1_1/empty-operation", part::response, side::both, R"(
         json_1_1_service_responds_with_no_payload)"},
        {"awsJson1_1/endpoint-paths", part::request, side::client, R"(
         AwsJson11HostWithPath)"},
        {"awsJson1_1/endpoints", part::request, side::both, R"(
         AwsJson11EndpointTrait AwsJson11EndpointTraitWithHostLabel)"},
        {"awsJson1_1/enums", part::request, side::both, R"(
         AwsJson11Enums AwsJson11IntEnums)"},
        {"awsJson1_1/enums", part::response, side::both, R"(
         AwsJson11Enums AwsJson11IntEnums)"},
        {"awsJson1_1/errors", part::response, side::both, R"(
         AwsJson11InvalidGreetingError AwsJson11ComplexError AwsJson11EmptyComplexError)"},
        {"awsJson1_1/errors", part::response, side::client, R"(
         AwsJson11FooErrorUsingXAmznErrorType AwsJson11FooErrorUsingXAmznErrorTypeWithUri
         AwsJson11FooErrorUsingXAmznErrorTypeWithUriAndNamespace AwsJson11FooErrorUsingCode
         AwsJson11FooErrorUsingCodeAndNamespace AwsJson11FooErrorUsingCodeUriAndNamespace
         AwsJson11FooErrorWithDunderType AwsJson11FooErrorWithDunderTypeAndNamespace
         AwsJson11FooErrorWithDunderTypeAndDifferentNamespace AwsJson11FooErrorWithDunderTypeUriAndNamespace
         AwsJson11FooErrorWithNestedTypeProperty)"},
        {"awsJson1_1/fractional-seconds", part::response, side::client, R"(
         AwsJson11DateTimeWithFractionalSeconds)"},
        {"awsJson1_1/json-structs", part::request, side::both, R"(
         AwsJson11SupportsNaNFloatInputs AwsJson11SupportsInfinityFloatInputs
         AwsJson11SupportsNegativeInfinityFloatInputs)"},
        {"awsJson1_1/json-structs", part::response, side::both, R"(
         AwsJson11SupportsNaNFloatInputs AwsJson11SupportsInfinityFloatInputs
         AwsJson11SupportsNegativeInfinityFloatInputs)"},
        {"awsJson1_1/kitchen-sink", part::request, side::both, R"(
         serializes_string_shapes serializes_string_shapes_with_jsonvalue_trait serializes_integer_shapes
         serializes_long_shapes serializes_float_shapes serializes_double_shapes serializes_blob_shapes
         serializes_boolean_shapes_true serializes_boolean_shapes_false serializes_timestamp_shapes
         serializes_timestamp_shapes_with_iso8601_timestampformat
         serializes_timestamp_shapes_with_httpdate_timestampformat
         serializes_timestamp_shapes_with_unixtimestamp_timestampformat serializes_list_shapes
         serializes_empty_list_shapes serializes_list_of_map_shapes serializes_list_of_structure_shapes
         serializes_list_of_recursive_structure_shapes serializes_map_shapes serializes_empty_map_shapes
         serializes_map_of_list_shapes serializes_map_of_structure_shapes
         serializes_map_of_recursive_structure_shapes serializes_structure_shapes
         serializes_structure_members_with_locationname_traits serializes_empty_structure_shapes
         serializes_structure_which_have_no_members serializes_recursive_structure_shapes)"},
        {"awsJson1_1/kitchen-sink", part::response, side::both, R"(
         parses_operations_with_empty_json_bodies parses_string_shapes parses_integer_shapes parses_long_shapes
         parses_float_shapes parses_double_shapes parses_boolean_shapes_true parses_boolean_false
         parses_blob_shapes parses_timestamp_shapes parses_iso8601_timestamps parses_httpdate_timestamps
         parses_list_shapes parses_list_of_map_shapes parses_list_of_list_shapes parses_list_of_structure_shapes
         parses_list_of_recursive_structure_shapes parses_map_shapes parses_map_of_list_shapes
         parses_map_of_map_shapes parses_map_of_structure_shapes parses_map_of_recursive_structure_shapes
         parses_the_request_id_from_the_response)"},
        {"awsJson1_1/null", part::request, side::client, R"(
         AwsJson11StructuresDontSerializeNullValues)"},
        {"awsJson1_1/null", part::request, side::server, R"(
         AwsJson11ServersDontDeserializeNullStructureValues)"},
        {"awsJson1_1/null", part::request, side::both, R"(
         AwsJson11SparseMapsSerializeNullValues AwsJson11SparseListsSerializeNull)"},
        {"awsJson1_1/null", part::response, side::client, R"(
         AwsJson11StructuresDontDeserializeNullValues)"},
        {"awsJson1_1/null", part::response, side::server, R"(
         AwsJson11ServersDontSerializeNullStructureValues)"},
        {"awsJson1_1/null", part::response, side::both, R"(
         AwsJson11SparseMapsDeserializeNullValues AwsJson11SparseListsDeserializeNull)"},
        {"awsJson1_1/optional-input-output", part::request, side::both, R"(
         can_call_operation_with_no_input_or_output can_call_operation_with_optional_input)"},
        {"awsJson1_1/requestCompression", part::request, side::both, R"(
         SDKAppliedContentEncoding_awsJson1_1 SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_1)"},
        {"awsJson1_1/services/machinelearning", part::request, side::both, R"(
         MachinelearningPredictEndpoint)"},
        {"awsJson1_1/unions", part::request, side::both, R"(
         AwsJson11SerializeStringUnionValue AwsJson11SerializeBooleanUnionValue
         AwsJson11SerializeNumberUnionValue AwsJson11SerializeBlobUnionValue
         AwsJson11SerializeTimestampUnionValue AwsJson11SerializeEnumUnionValue AwsJson11SerializeListUnionValue
         AwsJson11SerializeMapUnionValue AwsJson11SerializeStructureUnionValue)"},
        {"awsJson1_1/unions", part::response, side::both, R"(
         AwsJson11DeserializeStringUnionValue AwsJson11DeserializeBooleanUnionValue
         AwsJson11DeserializeNumberUnionValue AwsJson11DeserializeBlobUnionValue
         AwsJson11DeserializeTimestampUnionValue AwsJson11DeserializeEnumUnionValue
         AwsJson11DeserializeListUnionValue AwsJson11DeserializeMapUnionValue
         AwsJson11DeserializeStructureUnionValue)"},
        {"awsJson1_1/unions", part::response, side::client, R"(
         AwsJson11DeserializeIgnoreType)"},
        {"restJson1/malformedRequests/malformed-accept", part::malformed, side::server, R"(
         RestJsonWithBodyExpectsApplicationJsonAccept RestJsonWithPayloadExpectsModeledAccept
         RestJsonWithPayloadExpectsImpliedAccept)"},
        {"restJson1/malformedRequests/malformed-blob", part::malformed, side::server, R"(
         RestJsonBodyMalformedBlobInvalidBase64)"},
        {"restJson1/malformedRequests/malformed-boolean", part::malformed, side::server, R"(
         RestJsonBodyBooleanStringCoercion RestJsonBodyBooleanBadLiteral RestJsonPathBooleanStringCoercion
         RestJsonQueryBooleanStringCoercion RestJsonHeaderBooleanStringCoercion)"},
        {"restJson1/malformedRequests/malformed-byte", part::malformed, side::server, R"(
         RestJsonBodyByteUnderflowOverflow RestJsonPathByteUnderflowOverflow RestJsonQueryByteUnderflowOverflow
         RestJsonHeaderByteUnderflowOverflow RestJsonBodyByteMalformedValueRejected
         RestJsonPathByteMalformedValueRejected RestJsonQueryByteMalformedValueRejected
         RestJsonHeaderByteMalformedValueRejected)"},
        {"restJson1/malformedRequests/malformed-content-type", part::malformed, side::server, R"(
         RestJsonWithoutBodyExpectsEmptyContentType RestJsonWithBodyExpectsApplicationJsonContentType
         RestJsonWithBodyExpectsApplicationJsonContentTypeNoHeaders RestJsonWithPayloadExpectsModeledContentType
         RestJsonWithPayloadExpectsImpliedContentType RestJsonWithoutBodyEmptyInputExpectsEmptyContentType)"},
        {"restJson1/malformedRequests/malformed-double", part::malformed, side::server, R"(
         RestJsonBodyDoubleMalformedValueRejected RestJsonPathDoubleMalformedValueRejected
         RestJsonQueryDoubleMalformedValueRejected RestJsonHeaderDoubleMalformedValueRejected)"},
        {"restJson1/malformedRequests/malformed-float", part::malformed, side::server, R"(
         RestJsonBodyFloatMalformedValueRejected RestJsonPathFloatMalformedValueRejected
         RestJsonQueryFloatMalformedValueRejected RestJsonHeaderFloatMalformedValueRejected)"},
        {"restJson1/malformedRequests/malformed-integer", part::malformed, side::server, R"(
         RestJsonBodyIntegerUnderflowOverflow RestJsonPathIntegerUnderflowOverflow
         RestJsonQueryIntegerUnderflowOverflow RestJsonHeaderIntegerUnderflowOverflow
         RestJsonBodyIntegerMalformedValueRejected RestJsonPathIntegerMalformedValueRejected
         RestJsonQueryIntegerMalformedValueRejected RestJsonHeaderIntegerMalformedValueRejected)"},
        {"restJson1/malformedRequests/malformed-list", part::malformed, side::server, R"(
         RestJsonBodyMalformedListNullItem RestJsonBodyMalformedListUnclosed)"},
        {"restJson1/malformedRequests/malformed-long", part::malformed, side::server, R"(
         RestJsonBodyLongUnderflowOverflow RestJsonPathLongUnderflowOverflow RestJsonQueryLongUnderflowOverflow
         RestJsonHeaderLongUnderflowOverflow RestJsonBodyLongMalformedValueRejected
         RestJsonPathLongMalformedValueRejected RestJsonQueryLongMalformedValueRejected
         RestJsonHeaderLongMalformedValueRejected)"},
        {"restJson1/malformedRequests/malformed-map", part::malformed, side::server, R"(
         RestJsonBodyMalformedMapNullKey RestJsonBodyMalformedMapNullValue)"},
        {"restJson1/malformedRequests/malformed-request-body", part::malformed, side::server, R"(
         RestJsonInvalidJsonBody RestJsonTechnicallyValidJsonBody)"},
        {"restJson1/malformedRequests/malformed-short", part::malformed, side::server, R"(
         RestJsonBodyShortUnderflowOverflow RestJsonPathShortUnderflowOverflow
         RestJsonQueryShortUnderflowOverflow RestJsonHeaderShortUnderflowOverflow
         RestJsonBodyShortMalformedValueRejected RestJsonPathShortMalformedValueRejected
         RestJsonQueryShortMalformedValueRejected RestJsonHeaderShortMalformedValueRejected)"},
        {"restJson1/malformedRequests/malformed-string", part::malformed, side::server, R"(
         RestJsonHeaderMalformedStringInvalidBase64MediaType)"},
        {"restJson1/malformedRequests/malformed-timestamp-body", part::malformed, side::server, R"(
         RestJsonBodyTimestampDefaultRejectsDateTime RestJsonBodyTimestampDefaultRejectsStringifiedEpochSeconds
         RestJsonBodyTimestampDefaultRejectsMalformedEpochSeconds RestJsonBodyTimestampDefaultRejectsHttpDate
         RestJsonBodyTimestampDateTimeRejectsHttpDate RestJsonBodyTimestampDateTimeRejectsEpochSeconds
         RestJsonBodyTimestampDateTimeRejectsUTCOffsets RestJsonBodyTimestampDateTimeRejectsDifferent8601Formats
         RestJsonBodyTimestampHttpDateRejectsDateTime RestJsonBodyTimestampHttpDateRejectsEpoch)"},
        {"restJson1/malformedRequests/malformed-timestamp-header", part::malformed, side::server, R"(
         RestJsonHeaderTimestampDefaultRejectsDateTime RestJsonHeaderTimestampDefaultRejectsEpochSeconds
         RestJsonHeaderTimestampDateTimeRejectsHttpDate RestJsonHeaderTimestampDateTimeRejectsEpochSeconds
         RestJsonHeaderTimestampDateTimeRejectsDifferent8601Formats RestJsonHeaderTimestampEpochRejectsDateTime
         RestJsonHeaderTimestampEpochRejectsHttpDate RestJsonHeaderTimestampEpochRejectsMalformedValues)"},
        {"restJson1/malformedRequests/malformed-timestamp-path", part::malformed, side::server, R"(
         RestJsonPathTimestampDefaultRejectsHttpDate RestJsonPathTimestampDefaultRejectsEpochSeconds
         RestJsonPathTimestampDefaultRejectsUTCOffsets RestJsonPathTimestampDefaultRejectsDifferent8601Formats
         RestJsonPathTimestampHttpDateRejectsDateTime RestJsonPathTimestampHttpDateRejectsEpochSeconds
         RestJsonPathTimestampEpochRejectsDateTime RestJsonPathTimestampEpochRejectsHttpDate
         RestJsonPathTimestampEpochRejectsMalformedValues)"},
        {"restJson1/malformedRequests/malformed-timestamp-query", part::malformed, side::server, R"(
         RestJsonQueryTimestampDefaultRejectsHttpDate RestJsonQueryTimestampDefaultRejectsEpochSeconds
         RestJsonQueryTimestampDefaultRejectsUTCOffsets RestJsonQueryTimestampDefaultRejectsDifferent8601Formats
         RestJsonQueryTimestampHttpDateRejectsDateTime RestJsonQueryTimestampHttpDateRejectsEpochSeconds
         RestJsonQueryTimestampEpochRejectsDateTime RestJsonQueryTimestampEpochRejectsHttpDate
         RestJsonQueryTimestampEpochRejectsMalformedValues)"},
        {"restJson1/malformedRequests/malformed-union", part::malformed, side::server, R"(
         RestJsonMalformedUnionMultipleFieldsSet RestJsonMalformedUnionKnownAndUnknownFieldsSet
         RestJsonMalformedUnionNoFieldsSet RestJsonMalformedUnionEmptyObjectNoFieldsSet
         RestJsonMalformedUnionValueIsArray RestJsonMalformedUnionUnknownMember)"},
        {"restJson1/validation/malformed-enum", part::malformed, side::server, R"(
         RestJsonMalformedEnumString RestJsonMalformedEnumTraitString RestJsonMalformedEnumList
         RestJsonMalformedEnumMapKey RestJsonMalformedEnumMapValue RestJsonMalformedEnumUnion)"},
        {"restJson1/validation/malformed-length", part::malformed, side::server, R"(
         RestJsonMalformedLengthBlob RestJsonMalformedLengthString RestJsonMalformedLengthMinString
         RestJsonMalformedLengthMaxString RestJsonMalformedLengthList RestJsonMalformedLengthListValue
         RestJsonMalformedLengthMap RestJsonMalformedLengthMapKey RestJsonMalformedLengthMapValue
         RestJsonMalformedLengthBlobOverride RestJsonMalformedLengthStringOverride
         RestJsonMalformedLengthMinStringOverride RestJsonMalformedLengthMaxStringOverride
         RestJsonMalformedLengthListOverride RestJsonMalformedLengthMapOverride
         RestJsonMalformedLengthQueryStringNoValue)"},
        {"restJson1/validation/malformed-pattern", part::malformed, side::server, R"(
         RestJsonMalformedPatternString RestJsonMalformedPatternReDOSString RestJsonMalformedPatternList
         RestJsonMalformedPatternMapKey RestJsonMalformedPatternMapValue RestJsonMalformedPatternUnion
         RestJsonMalformedPatternStringOverride RestJsonMalformedPatternListOverride
         RestJsonMalformedPatternMapKeyOverride RestJsonMalformedPatternMapValueOverride
         RestJsonMalformedPatternUnionOverride)"},
        {"restJson1/validation/malformed-range", part::malformed, side::server, R"(
         RestJsonMalformedRangeByte RestJsonMalformedRangeMinByte RestJsonMalformedRangeMaxByte
         RestJsonMalformedRangeFloat RestJsonMalformedRangeMinFloat RestJsonMalformedRangeMaxFloat
         RestJsonMalformedRangeShort RestJsonMalformedRangeMinShort RestJsonMalformedRangeMaxShort
         RestJsonMalformedRangeInteger RestJsonMalformedRangeMinInteger RestJsonMalformedRangeMaxInteger
         RestJsonMalformedRangeLong RestJsonMalformedRangeMinLong RestJsonMalformedRangeMaxLong
         RestJsonMalformedRangeByteOverride RestJsonMalformedRangeMinByteOverride
         RestJsonMalformedRangeMaxByteOverride RestJsonMalformedRangeFloatOverride
         RestJsonMalformedRangeMinFloatOverride RestJsonMalformedRangeMaxFloatOverride
         RestJsonMalformedRangeShortOverride RestJsonMalformedRangeMinShortOverride
         RestJsonMalformedRangeMaxShortOverride RestJsonMalformedRangeIntegerOverride
         RestJsonMalformedRangeMinIntegerOverride RestJsonMalformedRangeMaxIntegerOverride
         RestJsonMalformedRangeLongOverride RestJsonMalformedRangeMinLongOverride
         RestJsonMalformedRangeMaxLongOverride)"},
        {"restJson1/validation/malformed-required", part::malformed, side::server, R"(
         RestJsonMalformedRequiredBodyUnset RestJsonMalformedRequiredBodyExplicitNull
         RestJsonMalformedRequiredHeaderUnset)"},
        {"restJson1/validation/malformed-uniqueItems", part::malformed, side::server, R"(
         RestJsonMalformedUniqueItemsBlobList RestJsonMalformedUniqueItemsBooleanList
         RestJsonMalformedUniqueItemsStringList RestJsonMalformedUniqueItemsByteList
         RestJsonMalformedUniqueItemsShortList RestJsonMalformedUniqueItemsIntegerList
         RestJsonMalformedUniqueItemsLongList RestJsonMalformedUniqueItemsTimestampList
         RestJsonMalformedUniqueItemsDateTimeList RestJsonMalformedUniqueItemsHttpDateList
         RestJsonMalformedUniqueItemsEnumList RestJsonMalformedUniqueItemsIntEnumList
         RestJsonMalformedUniqueItemsListList RestJsonMalformedUniqueItemsStructureList
         RestJsonMalformedUniqueItemsStructureMissingKeyList RestJsonMalformedUniqueItemsUnionList)"},
        {"restJson1/validation/recursive-structures", part::request, side::both, R"(
         RestJsonRecursiveStructuresValidate)"},
        {"restJson1/validation/recursive-structures", part::malformed, side::server, R"(
         RestJsonMalformedRecursiveStructures)"},
        {"restJson1/validation/sensitive-validation", part::malformed, side::server, R"(
         RestJsonMalformedPatternSensitiveString)"},
    };
    return groups;
}

} // namespace firehose_sse::conformance::protocol
