// The tests of the suite that do not carry over to this service, and why not.
// For the tests of conformance/ only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <string_view>
#include <vector>

namespace firehose_sse::conformance::protocol {

/// Tests left out for one reason; the ids are separated by white space.
struct left_out {
    std::string_view reason;
    char const* ids;
};

/// A test that is left out for more than one reason is listed under the first.
inline std::vector<left_out> const& all_left_out() {
    static std::vector<left_out> const reasons{
        {"Member in the path, the query or a header: the protocol puts everything into the body.", R"(
         RestJsonPathBooleanStringCoercion RestJsonQueryBooleanStringCoercion
         RestJsonHeaderBooleanStringCoercion RestJsonPathByteUnderflowOverflow
         RestJsonQueryByteUnderflowOverflow RestJsonHeaderByteUnderflowOverflow
         RestJsonPathByteMalformedValueRejected RestJsonQueryByteMalformedValueRejected
         RestJsonHeaderByteMalformedValueRejected RestJsonPathDoubleMalformedValueRejected
         RestJsonQueryDoubleMalformedValueRejected RestJsonHeaderDoubleMalformedValueRejected
         RestJsonPathFloatMalformedValueRejected RestJsonQueryFloatMalformedValueRejected
         RestJsonHeaderFloatMalformedValueRejected RestJsonPathIntegerUnderflowOverflow
         RestJsonQueryIntegerUnderflowOverflow RestJsonHeaderIntegerUnderflowOverflow
         RestJsonPathIntegerMalformedValueRejected RestJsonQueryIntegerMalformedValueRejected
         RestJsonHeaderIntegerMalformedValueRejected RestJsonPathLongUnderflowOverflow
         RestJsonQueryLongUnderflowOverflow RestJsonHeaderLongUnderflowOverflow
         RestJsonPathLongMalformedValueRejected RestJsonQueryLongMalformedValueRejected
         RestJsonHeaderLongMalformedValueRejected RestJsonPathShortUnderflowOverflow
         RestJsonQueryShortUnderflowOverflow RestJsonHeaderShortUnderflowOverflow
         RestJsonPathShortMalformedValueRejected RestJsonQueryShortMalformedValueRejected
         RestJsonHeaderShortMalformedValueRejected RestJsonHeaderMalformedStringInvalidBase64MediaType
         RestJsonHeaderTimestampDefaultRejectsDateTime RestJsonHeaderTimestampDefaultRejectsEpochSeconds
         RestJsonHeaderTimestampDateTimeRejectsHttpDate RestJsonHeaderTimestampDateTimeRejectsEpochSeconds
         RestJsonHeaderTimestampDateTimeRejectsDifferent8601Formats RestJsonHeaderTimestampEpochRejectsDateTime
         RestJsonHeaderTimestampEpochRejectsHttpDate RestJsonHeaderTimestampEpochRejectsMalformedValues
         RestJsonPathTimestampDefaultRejectsHttpDate RestJsonPathTimestampDefaultRejectsEpochSeconds
         RestJsonPathTimestampDefaultRejectsUTCOffsets RestJsonPathTimestampDefaultRejectsDifferent8601Formats
         RestJsonPathTimestampHttpDateRejectsDateTime RestJsonPathTimestampHttpDateRejectsEpochSeconds
         RestJsonPathTimestampEpochRejectsDateTime RestJsonPathTimestampEpochRejectsHttpDate
         RestJsonPathTimestampEpochRejectsMalformedValues RestJsonQueryTimestampDefaultRejectsHttpDate
         RestJsonQueryTimestampDefaultRejectsEpochSeconds RestJsonQueryTimestampDefaultRejectsUTCOffsets
         RestJsonQueryTimestampDefaultRejectsDifferent8601Formats RestJsonQueryTimestampHttpDateRejectsDateTime
         RestJsonQueryTimestampHttpDateRejectsEpochSeconds RestJsonQueryTimestampEpochRejectsDateTime
         RestJsonQueryTimestampEpochRejectsHttpDate RestJsonQueryTimestampEpochRejectsMalformedValues
         RestJsonMalformedLengthQueryStringNoValue RestJsonMalformedRequiredHeaderUnset)"},
        {"Body that is one member of a media type of its own, or none at all: every body is a JSON object of one type.",
         R"(
         RestJsonWithPayloadExpectsModeledAccept RestJsonWithPayloadExpectsImpliedAccept
         RestJsonWithoutBodyExpectsEmptyContentType RestJsonWithPayloadExpectsModeledContentType
         RestJsonWithPayloadExpectsImpliedContentType RestJsonWithoutBodyEmptyInputExpectsEmptyContentType)"},
        {"Accept: the protocol has one media type and does not look at this header.", R"(
         RestJsonWithBodyExpectsApplicationJsonAccept)"},
        {"Byte, short or long: integers are of 32 bits.", R"(
         serializes_long_shapes parses_long_shapes RestJsonBodyByteUnderflowOverflow
         RestJsonBodyByteMalformedValueRejected RestJsonBodyLongUnderflowOverflow
         RestJsonBodyLongMalformedValueRejected RestJsonBodyShortUnderflowOverflow
         RestJsonBodyShortMalformedValueRejected RestJsonMalformedRangeByte RestJsonMalformedRangeMinByte
         RestJsonMalformedRangeMaxByte RestJsonMalformedRangeShort RestJsonMalformedRangeMinShort
         RestJsonMalformedRangeMaxShort RestJsonMalformedRangeLong RestJsonMalformedRangeMinLong
         RestJsonMalformedRangeMaxLong RestJsonMalformedRangeByteOverride RestJsonMalformedRangeMinByteOverride
         RestJsonMalformedRangeMaxByteOverride RestJsonMalformedRangeShortOverride
         RestJsonMalformedRangeMinShortOverride RestJsonMalformedRangeMaxShortOverride
         RestJsonMalformedRangeLongOverride RestJsonMalformedRangeMinLongOverride
         RestJsonMalformedRangeMaxLongOverride RestJsonMalformedUniqueItemsByteList
         RestJsonMalformedUniqueItemsShortList RestJsonMalformedUniqueItemsLongList)"},
        {"Float or double: the service has one, inside of what is not typed.", R"(
         AwsJson11SupportsNaNFloatInputs AwsJson11SupportsInfinityFloatInputs
         AwsJson11SupportsNegativeInfinityFloatInputs serializes_float_shapes serializes_double_shapes
         parses_float_shapes parses_double_shapes RestJsonBodyDoubleMalformedValueRejected
         RestJsonBodyFloatMalformedValueRejected RestJsonMalformedRangeFloat RestJsonMalformedRangeMinFloat
         RestJsonMalformedRangeMaxFloat RestJsonMalformedRangeFloatOverride
         RestJsonMalformedRangeMinFloatOverride RestJsonMalformedRangeMaxFloatOverride)"},
        {"Map: the service has one, inside of what is not typed.", R"(
         serializes_list_of_map_shapes serializes_map_shapes serializes_empty_map_shapes
         serializes_map_of_list_shapes serializes_map_of_structure_shapes
         serializes_map_of_recursive_structure_shapes parses_list_of_map_shapes parses_map_shapes
         parses_map_of_list_shapes parses_map_of_map_shapes parses_map_of_structure_shapes
         parses_map_of_recursive_structure_shapes AwsJson11SparseMapsSerializeNullValues
         AwsJson11SparseMapsDeserializeNullValues AwsJson11SerializeMapUnionValue
         AwsJson11DeserializeMapUnionValue RestJsonBodyMalformedMapNullKey RestJsonBodyMalformedMapNullValue
         RestJsonMalformedEnumMapKey RestJsonMalformedEnumMapValue RestJsonMalformedLengthMap
         RestJsonMalformedLengthMapKey RestJsonMalformedLengthMapValue RestJsonMalformedLengthMapOverride
         RestJsonMalformedPatternMapKey RestJsonMalformedPatternMapValue RestJsonMalformedPatternMapKeyOverride
         RestJsonMalformedPatternMapValueOverride)"},
        {"Union: the service has none; exactly one destination is a rule of Create, not a type.", R"(
         AwsJson11SerializeStringUnionValue AwsJson11SerializeBooleanUnionValue
         AwsJson11SerializeNumberUnionValue AwsJson11SerializeBlobUnionValue
         AwsJson11SerializeTimestampUnionValue AwsJson11SerializeEnumUnionValue AwsJson11SerializeListUnionValue
         AwsJson11SerializeStructureUnionValue AwsJson11DeserializeStringUnionValue
         AwsJson11DeserializeBooleanUnionValue AwsJson11DeserializeNumberUnionValue
         AwsJson11DeserializeBlobUnionValue AwsJson11DeserializeTimestampUnionValue
         AwsJson11DeserializeEnumUnionValue AwsJson11DeserializeListUnionValue
         AwsJson11DeserializeStructureUnionValue RestJsonMalformedUnionMultipleFieldsSet
         RestJsonMalformedUnionKnownAndUnknownFieldsSet RestJsonMalformedUnionNoFieldsSet
         RestJsonMalformedUnionEmptyObjectNoFieldsSet RestJsonMalformedUnionValueIsArray
         RestJsonMalformedUnionUnknownMember RestJsonMalformedEnumUnion RestJsonMalformedPatternUnion
         RestJsonMalformedPatternUnionOverride RestJsonMalformedUniqueItemsUnionList)"},
        {"Structure inside itself, or list of lists: the service has none.", R"(
         serializes_list_of_recursive_structure_shapes serializes_recursive_structure_shapes
         parses_list_of_list_shapes parses_list_of_recursive_structure_shapes
         RestJsonRecursiveStructuresValidate RestJsonMalformedRecursiveStructures)"},
        {"List that may hold null: the service has none.", R"(
         AwsJson11SparseListsSerializeNull AwsJson11SparseListsDeserializeNull)"},
        {"List of unique elements: the service has none.", R"(
         RestJsonMalformedUniqueItemsBlobList RestJsonMalformedUniqueItemsBooleanList
         RestJsonMalformedUniqueItemsStringList RestJsonMalformedUniqueItemsIntegerList
         RestJsonMalformedUniqueItemsTimestampList RestJsonMalformedUniqueItemsDateTimeList
         RestJsonMalformedUniqueItemsHttpDateList RestJsonMalformedUniqueItemsEnumList
         RestJsonMalformedUniqueItemsIntEnumList RestJsonMalformedUniqueItemsListList
         RestJsonMalformedUniqueItemsStructureList)"},
        {"List of enumerators, or enumeration of integers: the service has none.", R"(
         AwsJson11IntEnums RestJsonMalformedEnumList)"},
        {"Member whose bounds or pattern differ from its shape's: the service has none.", R"(
         RestJsonMalformedLengthBlobOverride RestJsonMalformedLengthStringOverride
         RestJsonMalformedLengthMinStringOverride RestJsonMalformedLengthMaxStringOverride
         RestJsonMalformedLengthListOverride RestJsonMalformedPatternStringOverride
         RestJsonMalformedPatternListOverride RestJsonMalformedRangeIntegerOverride
         RestJsonMalformedRangeMinIntegerOverride RestJsonMalformedRangeMaxIntegerOverride)"},
        {"Integer with an upper bound only: the service has none.", R"(
         RestJsonMalformedRangeMaxInteger)"},
        {"Timestamp of a format of its own: the service has none; text is read by a policy, never written.", R"(
         serializes_timestamp_shapes_with_iso8601_timestampformat
         serializes_timestamp_shapes_with_httpdate_timestampformat parses_httpdate_timestamps
         RestJsonBodyTimestampHttpDateRejectsDateTime RestJsonBodyTimestampHttpDateRejectsEpoch)"},
        {"Traits jsonName and jsonvalue, nested structure without members: the service has none.", R"(
         serializes_string_shapes_with_jsonvalue_trait serializes_structure_members_with_locationname_traits
         serializes_structure_which_have_no_members)"},
        {"Endpoints and compression: the transport's, and the library has none.", R"(
         AwsJson11HostWithPath AwsJson11EndpointTrait AwsJson11EndpointTraitWithHostLabel
         SDKAppliedContentEncoding_awsJson1_1 SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_1
         MachinelearningPredictEndpoint)"},
    };
    return reasons;
}

} // namespace firehose_sse::conformance::protocol
