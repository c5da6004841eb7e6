// Findings of whole documents: what, where in bytes and in lines, and in which words.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/diagnostic/diagnose.hpp"
#include "firehose_sse/model/delivery_stream.hpp"
#include "firehose_sse/model/encryption.hpp"
#include "firehose_sse/model/record.hpp"
#include "firehose_sse/model/tag.hpp"
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::diagnostic {
namespace {

using start = model::StartDeliveryStreamEncryptionInput;
using lines = std::vector<std::string>;

/// Each finding as a line, with the text that it points at.
lines spelled(findings const& found, std::string_view body) {
    lines all;
    for (finding const& each : found.list) {
        all.push_back(to_text(each) + " <" +
                      std::string(body.substr(each.span.begin, each.span.end - each.span.begin)) + ">");
    }
    if (found.more != 0) { all.push_back("and " + std::to_string(found.more) + " more"); }
    return all;
}

template <class T> lines of(std::string_view body, options const& rules = {}) {
    return spelled(diagnose<T>(body, rules), body);
}

TEST(diagnose, nothing_to_say_of_a_good_document) {
    EXPECT_EQ(diagnose<start>(R"({"DeliveryStreamName":"orders"})"), findings{});
    EXPECT_EQ(diagnose<model::ListDeliveryStreamsInput>(""), findings{});
}

TEST(diagnose, violations_and_faults_share_one_form_and_come_in_the_order_of_the_text) {
    std::string_view const body = R"({
  "DeliveryStreamName": "two words",
  "DeliveryStreamEncryptionConfigurationInput": {
    "KeyARN": 17,
    "KeyType": "customer_managed_cmk"
  }
})";
    EXPECT_EQ(of<start>(body),
              (lines{R"(2:25: error: pattern at /DeliveryStreamName: must match [a-zA-Z0-9_.-]+ <"two words">)",
                     "4:15: error: wrong_kind at /DeliveryStreamEncryptionConfigurationInput/KeyARN: is a number, a "
                     "string is wanted <17>",
                     "5:16: error: enumeration at /DeliveryStreamEncryptionConfigurationInput/KeyType: must be one of "
                     "[AWS_OWNED_CMK, CUSTOMER_MANAGED_CMK]; did you mean CUSTOMER_MANAGED_CMK? Upper and lower case "
                     "matter <\"customer_managed_cmk\">"}));
}

TEST(diagnose, bounds_and_size_are_numbers_too) {
    auto const found =
        diagnose<start>(R"({"DeliveryStreamName":""})", {.constraints = {.off = {constraint::rule::pattern}}});
    ASSERT_EQ(found.list.size(), 1u);
    EXPECT_EQ(found.list[0].bounds, (range{1, 64}));
    EXPECT_EQ(found.list[0].actual, 0);
    EXPECT_EQ(found.list[0].span, (wire::span_of_text{22, 24}));
    EXPECT_EQ(found.list[0].at, (line_column{1, 23}));
}

TEST(diagnose, an_integer_is_not_told) {
    std::string_view const body = R"({"Limit":-31337})";
    auto const found = diagnose<model::ListDeliveryStreamsInput>(body);
    ASSERT_EQ(found.list.size(), 1u);
    EXPECT_EQ(found.list[0].message, "is too small, 1 to 10000 allowed");
    EXPECT_EQ(found.list[0].bounds, (range{1, 10'000}));
    EXPECT_EQ(found.list[0].actual, std::nullopt);
}

TEST(diagnose, what_is_missing_is_placed_at_what_should_hold_it) {
    EXPECT_EQ(of<start>("{\n  \"DeliveryStreamEncryptionConfigurationInput\": {}}"),
              (lines{"1:1: error: required at /DeliveryStreamName: is required, but absent or null <{>",
                     "2:49: error: required at /DeliveryStreamEncryptionConfigurationInput/KeyType: is required, but "
                     "absent or null <{>"}));
    EXPECT_EQ(of<start>(R"({"DeliveryStreamName":null})"),
              (lines{"1:23: error: required at /DeliveryStreamName: is required, but absent or null <null>"}));
    EXPECT_EQ(of<start>(" "),
              (lines{"1:1: error: required at /DeliveryStreamName: is required, but absent or null < >"}));
}

TEST(diagnose, cross_member_rules) {
    EXPECT_EQ(
        of<start>(
            R"({"DeliveryStreamName":"n","DeliveryStreamEncryptionConfigurationInput":{"KeyType":"CUSTOMER_MANAGED_CMK"}})"),
        (lines{"1:72: error: customer_key_needs_arn at /DeliveryStreamEncryptionConfigurationInput/KeyARN: is "
               "required when KeyType is CUSTOMER_MANAGED_CMK <{>"}));
    EXPECT_EQ(
        of<model::CreateDeliveryStreamInput>(R"({"DeliveryStreamName":"n"})"),
        (lines{"1:1: error: exactly_one_destination: 0 destination configurations given, exactly 1 allowed <{>"}));
}

TEST(diagnose, unknown_members_are_warnings_or_errors_as_asked) {
    std::string_view const body = R"({"deliveryStreamName":"n","DeliveryStreamName":"n","Ignored":{"x":[1]}})";
    EXPECT_EQ(
        of<start>(body),
        (lines{"1:2: warning: unknown_member at /deliveryStreamName: is no member that the model knows here; did "
               "you mean DeliveryStreamName? Upper and lower case matter <\"deliveryStreamName\">",
               "1:52: warning: unknown_member at /Ignored: is no member that the model knows here <\"Ignored\">"}));
    EXPECT_FALSE(diagnose<start>(body).has_errors());
    options rules;
    rules.decode.unknown_members = wire::unknown_members::refuse;
    auto const refused = diagnose<start>(body, rules);
    ASSERT_EQ(refused.list.size(), 2u);
    EXPECT_EQ(refused.list[0].severity, severity::error);
    EXPECT_EQ(refused.list[0].nearest, (reflect::suggestion{"DeliveryStreamName", true}));
    rules.decode.unknown_members = wire::unknown_members::ignore;
    EXPECT_EQ(diagnose<start>(body, rules), findings{});
}

TEST(diagnose, an_unknown_member_inside_a_list_element_is_compared_with_the_element_s_members) {
    EXPECT_EQ(of<model::TagDeliveryStreamInput>(
                  R"({"DeliveryStreamName":"n","Tags":[{"Key":"a"},{"Key":"b","Vaule":"c","a/b~c":1}]})"),
              (lines{"1:58: warning: unknown_member at /Tags/1/Vaule: is no member that the model knows here; did you "
                     "mean Value? <\"Vaule\">",
                     "1:70: warning: unknown_member at /Tags/1/a~1b~0c: is no member that the model knows here "
                     "<\"a/b~c\">"}));
}

TEST(diagnose, faults_of_the_text_end_it_and_constraints_are_not_checked_then) {
    EXPECT_EQ(of<start>("{\"DeliveryStreamName\":\"two words\",\n}"),
              (lines{"2:1: error: syntax: is not JSON from here on <}>"}));
    EXPECT_EQ(of<start>(R"({"DeliveryStreamName":"a)"),
              (lines{"1:25: error: incomplete at /DeliveryStreamName: ends before the document is complete <>"}));
    EXPECT_EQ(of<start>(R"({"DeliveryStreamName":{"a value","b":1}})"),
              (lines{"1:23: error: wrong_kind at /DeliveryStreamName: is an object, a string is wanted <{>",
                     "1:33: error: syntax at /DeliveryStreamName: is not JSON from here on <,>"}));
    EXPECT_EQ(of<start>(R"({"DeliveryStreamName":"a"} x)"),
              (lines{"1:28: error: trailing_text: goes on after the document <x>"}));
    EXPECT_EQ(of<start>(R"({"DeliveryStreamName":"a","DeliveryStreamName":"b"})"),
              (lines{"1:27: error: duplicate_member at /DeliveryStreamName: is a name that the object has already "
                     "<\"DeliveryStreamName\">"}));
    EXPECT_EQ(of<start>("\xEF\xBB\xBF{}"),
              (lines{"1:1: error: byte_order_mark: begins with a byte-order mark <\xEF>"}));
    EXPECT_EQ(of<start>("[]"), (lines{"1:1: error: not_an_object: is a list, an object is wanted <[>"}));
    EXPECT_EQ(of<start>("null"), (lines{"1:1: error: not_an_object: is null, an object is wanted <null>"}));
    EXPECT_EQ(of<start>("17"), (lines{"1:1: error: not_an_object: is a number, an object is wanted <17>"}));
}

TEST(diagnose, every_value_at_fault_is_told) {
    std::string_view const body =
        R"({"DeliveryStreamName":[],"Records":[{"Data":"*"},null,{"Data":7},{"Data":"YWE="},"x"]})";
    EXPECT_EQ(of<model::PutRecordBatchInput>(body),
              (lines{"1:23: error: wrong_kind at /DeliveryStreamName: is a list, a string is wanted <[>",
                     "1:45: error: bad_base64 at /Records/0/Data: is not base64: standard alphabet, padded, no spare "
                     "bits <\"*\">",
                     "1:50: error: null_element at /Records/1: is null, which no list may hold <null>",
                     "1:63: error: wrong_kind at /Records/2/Data: is a number, a string of base64 is wanted <7>",
                     "1:82: error: wrong_kind at /Records/4: is a string, an object is wanted <\"x\">"}));
}

TEST(diagnose, values_that_were_not_read_break_nothing_and_take_no_room) {
    std::string body = R"({"DeliveryStreamNames":[)";
    for (int i = 0; i < 20; ++i) { body += "1,"; }
    body += R"("bad name!"],"HasMoreDeliveryStreams":true})";
    auto const found = diagnose<model::ListDeliveryStreamsOutput>(body);
    ASSERT_EQ(found.list.size(), 21u);
    EXPECT_EQ(found.more, 0u);
    EXPECT_EQ(to_text(found.list.back()),
              "1:65: error: pattern at /DeliveryStreamNames/20: must match [a-zA-Z0-9_.-]+");
}

TEST(diagnose, nothing_is_said_of_a_structure_or_a_document_that_is_none) {
    EXPECT_EQ(of<model::PutRecordInput>(R"({"DeliveryStreamName":"orders","Record":7})"),
              lines{"1:41: error: wrong_kind at /Record: is a number, an object is wanted <7>"});
    EXPECT_EQ(of<model::PutRecordInput>("7"), lines{"1:1: error: not_an_object: is a number, an object is wanted <7>"});
}

TEST(diagnose, rules_of_several_members_need_all_of_them) {
    // If the type was not read or is unknown, nobody knows which source fits it.
    EXPECT_EQ(of<model::CreateDeliveryStreamInput>(
                  R"({"DeliveryStreamName":"o","DeliveryStreamType":5,"ExtendedS3DestinationConfiguration":{},)"
                  R"("DirectPutSourceConfiguration":{},)"
                  R"("DeliveryStreamEncryptionConfigurationInput":{"KeyType":"AWS_OWNED_CMK"}})"),
              lines{"1:48: error: wrong_kind at /DeliveryStreamType: is a number, a string is wanted <5>"});
    // If a destination was not read, nobody knows how many were meant.
    EXPECT_EQ(
        of<model::CreateDeliveryStreamInput>(R"({"DeliveryStreamName":"o","ExtendedS3DestinationConfiguration":5})"),
        lines{"1:64: error: wrong_kind at /ExtendedS3DestinationConfiguration: is a number, an object is wanted "
              "<5>"});
    EXPECT_EQ(of<model::CreateDeliveryStreamInput>(R"({"DeliveryStreamName":"o","Unknown":5})",
                                                   {.decode = wire::decode_options::gateway()}),
              (lines{"1:1: error: exactly_one_destination: 0 destination configurations given, exactly 1 allowed <{>",
                     "1:27: error: unknown_member at /Unknown: is no member that the model knows here "
                     "<\"Unknown\">"}));
}

TEST(diagnose, a_rule_that_counts_nothing_tells_no_number) {
    auto const found = diagnose<start>(
        R"({"DeliveryStreamName":"o","DeliveryStreamEncryptionConfigurationInput":{"KeyType":"AWS_OWNED_CMK",)"
        R"("KeyARN":"arn:aws:kms:us-east-1:111122223333:key/a"}})");
    ASSERT_EQ(found.list.size(), 1u);
    EXPECT_EQ(found.list[0].cause, cause(constraint::rule::owned_key_has_no_arn));
    EXPECT_FALSE(found.list[0].actual);
    EXPECT_FALSE(found.list[0].bounds);
    auto const none = diagnose<model::CreateDeliveryStreamInput>(R"({"DeliveryStreamName":"o"})");
    ASSERT_EQ(none.list.size(), 1u);
    EXPECT_EQ(none.list[0].actual, 0); // destinations
    EXPECT_EQ(none.list[0].bounds, (range{1, 1}));
}

TEST(diagnose, a_sender_s_name_neither_ends_the_line_nor_orders_the_terminal) {
    auto const found = diagnose<start>("{\"DeliveryStreamName\":\"o\",\"a\\nb \\u001b[2J\":1}");
    ASSERT_EQ(found.list.size(), 1u);
    EXPECT_EQ(found.list[0].pointer, "/a\nb \x1b[2J");
    EXPECT_NE(to_text(found.list[0]).find("unknown_member at /a\\u000ab \\u001b[2J: "), std::string::npos)
        << to_text(found.list[0]);
}

TEST(diagnose, limits_are_told_from_the_options_in_force) {
    options rules;
    rules.decode = {.max_depth = 2};
    EXPECT_EQ(of<start>(R"({"x":[[1]]})", rules),
              (lines{"1:7: error: too_deep at /x/0: is nested too deep, at most 2 allowed <[>"}));
    rules.decode.max_bytes = 4;
    EXPECT_EQ(of<start>(R"({"x":1})", rules),
              (lines{"1:5: error: too_large: has too many bytes, at most 4 allowed <:>"}));
    rules.decode = {.max_elements = 1};
    EXPECT_EQ(of<model::PutRecordBatchInput>(R"({"Records":[{},{}]})", rules),
              (lines{"1:16: error: too_many_elements at /Records/1: lists have too many elements together, at most 1 "
                     "allowed <{>"}));
}

TEST(diagnose, is_capped_and_counts_the_rest) {
    std::string body = R"({"DeliveryStreamName":"n","Tags":[)";
    for (int i = 0; i < 50; ++i) { body += R"({"Key":"aws:x"},)"; }
    body.back() = ']';
    body += '}';
    auto const found = diagnose<model::TagDeliveryStreamInput>(body);
    EXPECT_EQ(found.list.size(), 32u);
    EXPECT_EQ(found.more, 18u);
    auto const two = diagnose<model::TagDeliveryStreamInput>(body, {.max_findings = 2});
    EXPECT_EQ(two.list.size(), 2u);
    EXPECT_EQ(two.list[1].pointer, "/Tags/1/Key");
    EXPECT_EQ(two.more, 48u);
    EXPECT_EQ(two.more_errors, 48u);
}

TEST(diagnose, an_error_beyond_the_cap_is_an_error_all_the_same) {
    std::string_view const body = R"({"x":1,"y":2,"DeliveryStreamName":"a b"})";
    auto const one = diagnose<start>(body, {.max_findings = 1});
    ASSERT_EQ(one.list.size(), 1u);
    EXPECT_EQ(one.list[0].severity, severity::warning);
    EXPECT_EQ(one.more, 2u);
    EXPECT_EQ(one.more_errors, 1u);
    EXPECT_TRUE(one.has_errors());
    EXPECT_FALSE(diagnose<start>(R"({"x":1,"y":2,"DeliveryStreamName":"a"})", {.max_findings = 1}).has_errors());
}

TEST(diagnose, may_keep_none_and_count_all_the_same) {
    for (std::string_view const body : {"{", R"({"DeliveryStreamName":7})", R"({"DeliveryStreamName":"a b"})"}) {
        auto const none = diagnose<start>(body, {.max_findings = 0});
        EXPECT_TRUE(none.list.empty()) << body;
        EXPECT_EQ(none.more, 1u) << body;
        EXPECT_TRUE(none.has_errors()) << body;
    }
}

TEST(diagnose, the_older_constraint_set_takes_an_alias) {
    std::string_view const body =
        R"({"DeliveryStreamName":"n","DeliveryStreamEncryptionConfigurationInput":{"KeyType":"CUSTOMER_MANAGED_CMK","KeyARN":"arn:aws:kms:us-east-1:123456789012:alias/a"}})";
    ASSERT_EQ(diagnose<start>(body).list.size(), 1u);
    EXPECT_EQ(rule_id(diagnose<start>(body).list[0].cause), "pattern");
    EXPECT_EQ(diagnose<start>(body, {.constraints = {.set = constraint::constraint_set::before_2026_06_12}}),
              findings{});
}

TEST(diagnose, holds_no_value) {
    std::string const leak = "le4ked";
    for (std::string const& value : {'"' + leak + '"', "[\"" + leak + "\"]", R"({")" + leak + R"(":1})",
                                     '"' + std::string(2000, ';') + leak + '"'}) {
        std::string const body = R"({"DeliveryStreamName":)" + value +
                                 R"(,"DeliveryStreamEncryptionConfigurationInput":{"KeyARN":)" + value +
                                 R"(,"KeyType":)" + value + R"(},"Tags":)" + value +
                                 R"(,"S3DestinationConfiguration":)" + value + "}";
        auto const found = diagnose<model::CreateDeliveryStreamInput>(body);
        EXPECT_FALSE(found.empty());
        for (auto const& each : found.list) { EXPECT_EQ(to_text(each).find(leak), std::string::npos) << to_text(each); }
    }
}

} // namespace
} // namespace firehose_sse::diagnostic
