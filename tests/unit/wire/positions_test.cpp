// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/wire/positions.hpp"
#include "firehose_sse/model/delivery_stream.hpp"
#include "firehose_sse/model/record.hpp"
#include "firehose_sse/model/tag.hpp"
#include "firehose_sse/wire/decode.hpp"
#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace firehose_sse::wire {
namespace {

using tag_input = model::TagDeliveryStreamInput;

/// The text at a pointer; "-" where there is none.
template <class T> std::string at(std::string_view body, std::string_view pointer, decode_options options = {}) {
    options.keep_positions = true;
    auto const read = decode<T>(body, options);
    if (!read) { return "refused: " + to_string(read.error()); }
    auto const span = read->where.find(pointer);
    return span ? std::string(body.substr(span->begin, span->end - span->begin)) : "-";
}

TEST(positions, of_members_elements_and_the_root) {
    std::string_view const body = R"( { "Tags" : [ {"Key":"a"} , { "Value":"\u0062", "Key" : "c" } ],
        "Ignored":[{"Key":"x"}], "DeliveryStreamName" : "orders" } )";
    EXPECT_EQ(at<tag_input>(body, ""), body.substr(1, body.size() - 2));
    EXPECT_EQ(at<tag_input>(body, "/DeliveryStreamName"), R"("orders")");
    EXPECT_EQ(at<tag_input>(body, "/Tags"), R"([ {"Key":"a"} , { "Value":"\u0062", "Key" : "c" } ])");
    EXPECT_EQ(at<tag_input>(body, "/Tags/0"), R"({"Key":"a"})");
    EXPECT_EQ(at<tag_input>(body, "/Tags/0/Key"), R"("a")");
    EXPECT_EQ(at<tag_input>(body, "/Tags/1"), R"({ "Value":"\u0062", "Key" : "c" })");
    EXPECT_EQ(at<tag_input>(body, "/Tags/1/Value"), R"("\u0062")");
    EXPECT_EQ(at<tag_input>(body, "/Tags/1/Key"), R"("c")");
}

TEST(positions, none_for_what_is_absent_ignored_or_no_pointer) {
    std::string_view const body = R"({"Tags":[{"Key":"a"}],"Ignored":{"Key":1},"DeliveryStreamName":"n"})";
    for (std::string_view const each :
         {"/Tags/1", "/Tags/0/Value", "/Tags/0/Key/0", "/Ignored", "/Ignored/Key", "/Tags/", "/Tags/00000000000",
          "/Tags/00", "/", "Tags", "/tags", "/Tags/-1", "/Tags/0x0", "/DeliveryStreamName/x"}) {
        EXPECT_EQ(at<tag_input>(body, each), "-") << each;
    }
}

TEST(positions, the_nearest_is_what_should_hold_it) {
    std::string_view const body = R"({"Tags":[{"Value":"a"}],"DeliveryStreamName":"n"})";
    auto const read = decode<tag_input>(body, {.keep_positions = true});
    ASSERT_TRUE(read);
    EXPECT_EQ(read->where.find_nearest("/Tags/0/Key"), (span_of_text{9, 22}));
    EXPECT_EQ(read->where.find_nearest("/Tags/3"), (span_of_text{8, 23}));
    EXPECT_EQ(read->where.find_nearest("/Nothing/at/all"), (span_of_text{0, body.size()}));
    EXPECT_EQ(read->where.find_nearest("/Tags/0/Value"), read->where.find("/Tags/0/Value"));
    EXPECT_EQ(positions{}.find_nearest("/Tags"), std::nullopt);
    EXPECT_EQ(positions{}.find(""), std::nullopt);
}

TEST(positions, of_numbers_booleans_nulls_and_opaque_members) {
    EXPECT_EQ(at<model::ListDeliveryStreamsInput>(R"({"Limit": 1e1 })", "/Limit"), "1e1");
    EXPECT_EQ(at<model::ListDeliveryStreamsInput>(R"({"Limit": null })", "/Limit"), "null");
    EXPECT_EQ(at<model::DeleteDeliveryStreamInput>(R"({"AllowForceDelete":false})", "/AllowForceDelete"), "false");
    EXPECT_EQ(at<model::DeleteDeliveryStreamInput>(R"({"AllowForceDelete":true})", "/AllowForceDelete"), "true");
    std::string_view const body = R"({"S3DestinationConfiguration": {"a":[1,{}]} ,"DeliveryStreamName":"n"})";
    EXPECT_EQ(at<model::CreateDeliveryStreamInput>(body, "/S3DestinationConfiguration"), R"({"a":[1,{}]})");
    EXPECT_EQ(at<model::CreateDeliveryStreamInput>(body, "/S3DestinationConfiguration/a"), "-");
}

TEST(positions, list_elements_count_as_the_decoded_list_does) {
    decode_options options;
    options.null_elements = null_elements::skip;
    EXPECT_EQ(at<model::UntagDeliveryStreamInput>(R"({"TagKeys":[null,"a",null,"b"]})", "/TagKeys/1", options),
              R"("b")");
}

TEST(positions, count_a_byte_order_mark_that_was_skipped) {
    decode_options options;
    options.byte_order_mark = byte_order_mark::skip;
    EXPECT_EQ(at<tag_input>("\xEF\xBB\xBF{\"DeliveryStreamName\":\"n\"}", "/DeliveryStreamName", options), R"("n")");
}

TEST(positions, an_empty_body_is_the_whole_of_its_object) {
    decode_options options = decode_options::sdk();
    options.keep_positions = true;
    for (std::string_view const body : {"", " \n", "\xEF\xBB\xBF", "\xEF\xBB\xBF  "}) {
        auto const read = decode<model::ListDeliveryStreamsInput>(body, options);
        ASSERT_TRUE(read.has_value()) << body.size();
        std::size_t const begin = body.starts_with('\xEF') ? 3 : 0;
        EXPECT_EQ(read->where.find(""), (span_of_text{begin, body.size()})) << body.size();
    }
}

TEST(positions, are_those_of_what_was_read_of_a_text_that_is_cut) {
    std::string_view const body = R"( {"DeliveryStreamName":"orders","Tags":[{"Key":"a"},{"Key":"b" , )";
    for (std::size_t const max_faults : {1u, 8u}) {
        auto const read = inspect<tag_input>(body, {.keep_positions = true}, max_faults);
        ASSERT_FALSE(read.complete);
        auto const text = [&](std::string_view pointer) {
            auto const span = read.document.where.find(pointer);
            return span ? std::string(body.substr(span->begin, span->end - span->begin)) : "-";
        };
        EXPECT_EQ(text(""), body.substr(1, body.size() - 4));
        EXPECT_EQ(text("/DeliveryStreamName"), R"("orders")");
        EXPECT_EQ(text("/Tags"), R"([{"Key":"a"},{"Key":"b")");
        EXPECT_EQ(text("/Tags/0"), R"({"Key":"a"})");
        EXPECT_EQ(text("/Tags/1"), R"({"Key":"b")");
        EXPECT_EQ(text("/Tags/1/Key"), R"("b")");
        EXPECT_EQ(text("/Tags/2"), "-");
    }
    auto const stopped =
        inspect<tag_input>(R"({"Tags":[{"Key":"a"},{"Key":1},{"Key":"c"}]})", {.keep_positions = true}, 1);
    ASSERT_FALSE(stopped.complete);
    EXPECT_EQ(stopped.document.where.find("/Tags/0/Key"), (span_of_text{16, 19}));
    EXPECT_EQ(stopped.document.where.find("/Tags/1/Key"), (span_of_text{28, 29}));
}

TEST(positions, are_kept_on_request_only) {
    EXPECT_TRUE(decode<tag_input>(R"({"DeliveryStreamName":"n"})")->where.empty());
    EXPECT_FALSE(decode<tag_input>("{}", {.keep_positions = true})->where.empty());
}

} // namespace
} // namespace firehose_sse::wire
