// Every bound, pattern and enumeration of the model at every place where it occurs, and every required member.
// The table below is the only list of shapes: a walk over the model fails when a shape with rules has no row in it.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/model/delivery_stream.hpp"
#include "firehose_sse/model/encryption.hpp"
#include "firehose_sse/model/record.hpp"
#include "firehose_sse/model/tag.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/reflect/shape_name.hpp"
#include <algorithm>
#include <boost/describe/enum.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <iostream>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::constraint {
namespace {

using namespace std::string_literals;

// The table.

struct broken {
    rule id;
    std::int64_t limit = 0;
    std::int64_t actual = 0; // of bounds only
};

struct row {
    std::string shape;
    std::variant<std::string, std::int64_t> value; // text; or a number, a count of elements, a count of bytes
    std::vector<broken> breaks;
    std::string expected; // of enumerations
};

std::string times(std::size_t count, std::string_view text) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) { all += text; }
    return all;
}

std::string key_arn(std::size_t size) {
    std::string arn = "arn:aws:kms:us-east-1:123456789012:key/";
    return arn + times(size - arn.size(), "k");
}

std::string stream_arn(std::size_t size) {
    std::string arn = "arn:aws:firehose:us-east-1:123456789012:deliverystream/";
    return arn + times(size - arn.size(), "s");
}

constexpr std::string_view emoji = "\xF0\x9F\x98\x80";  // U+1F600: one code point, two UTF-16 units, four bytes
constexpr std::string_view letter = "\xF0\xA0\x80\x80"; // U+20000: the same sizes, and a letter
constexpr std::string_view ideographic_space = "\xE3\x80\x80";

class table {
public:
    table& text(std::string shape, std::string value, std::vector<broken> breaks = {}) {
        rows.push_back({std::move(shape), std::move(value), std::move(breaks), {}});
        return *this;
    }
    table& number(std::string shape, std::int64_t value, std::vector<broken> breaks = {}) {
        rows.push_back({std::move(shape), value, std::move(breaks), {}});
        return *this;
    }
    table& enumeration(std::string const& shape, std::vector<std::string> const& names,
                       std::vector<std::string> const& refused) {
        std::string list = "[";
        for (std::string const& each : names) { list += (list.size() > 1 ? ", " : "") + each; }
        list += ']';
        for (std::string const& each : names) { rows.push_back({shape, each, {}, list}); }
        for (std::string const& each : refused) { rows.push_back({shape, each, {{rule::enumeration}}, list}); }
        return *this;
    }

    std::vector<row> rows;
};

std::vector<row> const& rows() {
    using enum rule;
    static std::vector<row> const all =
        table()
            .text("DeliveryStreamName", "orders-2_A.b")
            .text("DeliveryStreamName", "", {{length_min, 1, 0}, {pattern}})
            .text("DeliveryStreamName", "a")
            .text("DeliveryStreamName", times(64, "a"))
            .text("DeliveryStreamName", times(65, "a"), {{length_max, 64, 65}})
            .text("DeliveryStreamName", "two words", {{pattern}})
            .text("DeliveryStreamName", "orders\n", {{pattern}})
            .text("DeliveryStreamName", "orders\0"s, {{pattern}})
            .text("DeliveryStreamName", times(64, emoji), {{pattern}})
            .text("DeliveryStreamName", times(65, emoji), {{length_max, 64, 65}, {pattern}})
            .text("DeliveryStreamName", times(64, "\xFF"), {{pattern}}) // ill-formed: each byte counts as one
            .text("DeliveryStreamName", times(65, "\xFF"), {{length_max, 64, 65}, {pattern}})

            .text("AWSKMSKeyARNForSSE", "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab")
            .text("AWSKMSKeyARNForSSE", "arn:aws-cn:kms:cn-north-1:123456789012:key/mrk-1234")
            .text("AWSKMSKeyARNForSSE", "", {{length_min, 1, 0}, {pattern}})
            .text("AWSKMSKeyARNForSSE", "a", {{pattern}})
            .text("AWSKMSKeyARNForSSE", key_arn(512))
            .text("AWSKMSKeyARNForSSE", key_arn(513), {{length_max, 512, 513}})
            .text("AWSKMSKeyARNForSSE", "arn:" + times(475, emoji) + ":kms:us-east-1:123456789012:key/k")
            .text("AWSKMSKeyARNForSSE", "arn:" + times(476, emoji) + ":kms:us-east-1:123456789012:key/k",
                  {{length_max, 512, 513}})
            .text("AWSKMSKeyARNForSSE", "arn:aws:kms:us-east-1:123456789012:alias/payments", {{pattern}})
            .text("AWSKMSKeyARNForSSE", "alias/payments", {{pattern}})
            .text("AWSKMSKeyARNForSSE", "1234abcd-12ab-34cd-56ef-1234567890ab", {{pattern}})
            .text("AWSKMSKeyARNForSSE", times(513, "?"), {{length_max, 512, 513}, {pattern}})

            .text("DeliveryStreamARN", stream_arn(64))
            .text("DeliveryStreamARN", "", {{length_min, 1, 0}, {pattern}})
            .text("DeliveryStreamARN", "a", {{pattern}})
            .text("DeliveryStreamARN", stream_arn(512))
            .text("DeliveryStreamARN", stream_arn(513), {{length_max, 512, 513}})
            .text("DeliveryStreamARN", "arn:aws:kinesis:us-east-1:123456789012:stream/s", {{pattern}})

            .text("DeliveryStreamVersionId", "1")
            .text("DeliveryStreamVersionId", "", {{length_min, 1, 0}, {pattern}})
            .text("DeliveryStreamVersionId", times(50, "9"))
            .text("DeliveryStreamVersionId", times(51, "9"), {{length_max, 50, 51}})
            .text("DeliveryStreamVersionId", "v1", {{pattern}})

            .text("DestinationId", "destinationId-000000000001")
            .text("DestinationId", "", {{length_min, 1, 0}, {pattern}})
            .text("DestinationId", "d")
            .text("DestinationId", times(100, "d"))
            .text("DestinationId", times(101, "d"), {{length_max, 100, 101}})
            .text("DestinationId", "destination_1", {{pattern}})

            .text("TagKey", "owner")
            .text("TagKey", "", {{length_min, 1, 0}})
            .text("TagKey", "k")
            .text("TagKey", times(128, "k"))
            .text("TagKey", times(129, "k"), {{length_max, 128, 129}})
            .text("TagKey", times(128, letter))
            .text("TagKey", times(129, letter), {{length_max, 128, 129}})
            .text("TagKey", "aws:owner", {{pattern}})
            .text("TagKey", "AWS:owner")
            .text("TagKey", "two\nlines", {{pattern}})

            .text("TagValue", "me")
            .text("TagValue", "")
            .text("TagValue", times(256, "v"))
            .text("TagValue", times(257, "v"), {{length_max, 256, 257}})
            .text("TagValue", times(256, letter))
            .text("TagValue", times(257, letter), {{length_max, 256, 257}})
            .text("TagValue", times(65, emoji), {{pattern}}) // 260 bytes, and not too long
            .text("TagValue", "aws:me")
            .text("TagValue", "a;b", {{pattern}})

            .text("NonEmptyString", "The key is disabled.")
            .text("NonEmptyString", "", {{length_min, 1, 0}, {pattern}})
            .text("NonEmptyString", "x")
            .text("NonEmptyString", times(1024, "x"))
            .text("NonEmptyString", times(1025, "x"), {{length_max, 1024, 1025}})
            .text("NonEmptyString", times(1024, emoji))
            .text("NonEmptyString", times(1025, emoji), {{length_max, 1024, 1025}})
            .text("NonEmptyString", " \t ", {{pattern}})
            .text("NonEmptyString", std::string(ideographic_space)) // white space is ASCII there
            .text("NonEmptyString", "two\nlines", {{pattern}})

            .text("PutResponseRecordId", "id")
            .text("PutResponseRecordId", "", {{length_min, 1, 0}})
            .text("PutResponseRecordId", "i")
            .text("PutResponseRecordId", times(5'000, "i"))

            .number("Data", 3)
            .number("Data", 0)
            .number("Data", 1'024'000)
            .number("Data", 1'024'001, {{length_max, 1'024'000, 1'024'001}})

            .number("PutRecordBatchRequestEntryList", 2)
            .number("PutRecordBatchRequestEntryList", 0, {{length_min, 1, 0}})
            .number("PutRecordBatchRequestEntryList", 1)
            .number("PutRecordBatchRequestEntryList", 500)
            .number("PutRecordBatchRequestEntryList", 501, {{length_max, 500, 501}})
            .number("PutRecordBatchResponseEntryList", 2)
            .number("PutRecordBatchResponseEntryList", 0, {{length_min, 1, 0}})
            .number("PutRecordBatchResponseEntryList", 1)
            .number("PutRecordBatchResponseEntryList", 500)
            .number("PutRecordBatchResponseEntryList", 501, {{length_max, 500, 501}})
            .number("TagDeliveryStreamInputTagList", 2)
            .number("TagDeliveryStreamInputTagList", 0, {{length_min, 1, 0}})
            .number("TagDeliveryStreamInputTagList", 1)
            .number("TagDeliveryStreamInputTagList", 50)
            .number("TagDeliveryStreamInputTagList", 51, {{length_max, 50, 51}})
            .number("TagKeyList", 2)
            .number("TagKeyList", 0, {{length_min, 1, 0}})
            .number("TagKeyList", 1)
            .number("TagKeyList", 50)
            .number("TagKeyList", 51, {{length_max, 50, 51}})
            .number("ListTagsForDeliveryStreamOutputTagList", 2)
            .number("ListTagsForDeliveryStreamOutputTagList", 0)
            .number("ListTagsForDeliveryStreamOutputTagList", 50)
            .number("ListTagsForDeliveryStreamOutputTagList", 51, {{length_max, 50, 51}})

            .number("DescribeDeliveryStreamInputLimit", 1)
            .number("DescribeDeliveryStreamInputLimit", 0, {{value_min, 1, 0}})
            .number("DescribeDeliveryStreamInputLimit", -1, {{value_min, 1, -1}})
            .number("DescribeDeliveryStreamInputLimit", 10'000)
            .number("DescribeDeliveryStreamInputLimit", 10'001, {{value_max, 10'000, 10'001}})
            .number("ListDeliveryStreamsInputLimit", 1)
            .number("ListDeliveryStreamsInputLimit", 0, {{value_min, 1, 0}})
            .number("ListDeliveryStreamsInputLimit", 10'000)
            .number("ListDeliveryStreamsInputLimit", 10'001, {{value_max, 10'000, 10'001}})
            .number("ListDeliveryStreamsInputLimit", 2'147'483'647, {{value_max, 10'000, 2'147'483'647}})
            .number("ListDeliveryStreamsInputLimit", -2'147'483'648, {{value_min, 1, -2'147'483'648}})
            .number("ListTagsForDeliveryStreamInputLimit", 1)
            .number("ListTagsForDeliveryStreamInputLimit", 0, {{value_min, 1, 0}})
            .number("ListTagsForDeliveryStreamInputLimit", 50)
            .number("ListTagsForDeliveryStreamInputLimit", 51, {{value_max, 50, 51}})
            .number("NonNegativeIntegerObject", 0)
            .number("NonNegativeIntegerObject", -1, {{value_min, 0, -1}})
            .number("NonNegativeIntegerObject", 2'147'483'647)

            .enumeration("KeyType", {"AWS_OWNED_CMK", "CUSTOMER_MANAGED_CMK"},
                         {"", "aws_owned_cmk", "AWS_OWNED_CMK ", "AWS_OWNED", "KEY_OF_TOMORROW"})
            .enumeration("DeliveryStreamType",
                         {"DirectPut", "KinesisStreamAsSource", "MSKAsSource", "DatabaseAsSource"},
                         {"", "directput", "DirectPut\n", "SourceOfTomorrow"})
            .enumeration("DeliveryStreamStatus",
                         {"CREATING", "CREATING_FAILED", "DELETING", "DELETING_FAILED", "ACTIVE"},
                         {"", "active", "SUSPENDED"})
            .enumeration("DeliveryStreamEncryptionStatus",
                         {"ENABLED", "ENABLING", "ENABLING_FAILED", "DISABLED", "DISABLING", "DISABLING_FAILED"},
                         {"", "enabled", "ENABLED_TOMORROW"})
            .enumeration("DeliveryStreamFailureType",
                         {"VPC_ENDPOINT_SERVICE_NAME_NOT_FOUND", "VPC_INTERFACE_ENDPOINT_SERVICE_ACCESS_DENIED",
                          "RETIRE_KMS_GRANT_FAILED", "CREATE_KMS_GRANT_FAILED", "KMS_ACCESS_DENIED", "DISABLED_KMS_KEY",
                          "INVALID_KMS_KEY", "KMS_KEY_NOT_FOUND", "KMS_OPT_IN_REQUIRED", "CREATE_ENI_FAILED",
                          "DELETE_ENI_FAILED", "SUBNET_NOT_FOUND", "SECURITY_GROUP_NOT_FOUND", "ENI_ACCESS_DENIED",
                          "SUBNET_ACCESS_DENIED", "SECURITY_GROUP_ACCESS_DENIED", "UNKNOWN_ERROR"},
                         {"", "unknown_error", "CREATE_PRIVATE_LINK_FAILED"})
            .rows;
    return all;
}

std::vector<row const*> rows_of(std::string_view shape) {
    std::vector<row const*> found;
    for (row const& each : rows()) {
        if (each.shape == shape) { found.push_back(&each); }
    }
    return found;
}

// Shapes, read off the model.

template <class T> std::string shape_of() {
    if constexpr (is_open_enum<T>) {
        return std::string(reflect::shape_name<typename T::enumeration>);
    } else {
        return std::string(reflect::shape_name<T>);
    }
}

template <class T>
inline constexpr bool is_shape =
    is_string_shape<T> || is_blob_shape<T> || is_list_shape<T> || is_integer_shape<T> || is_open_enum<T>;
template <class T>
concept has_bounds = requires {
    T::bounds;
};
template <class T>
concept has_pattern = requires {
    typename T::pattern;
};
template <class T> inline constexpr bool has_rules = has_bounds<T> || has_pattern<T> || is_open_enum<T>;

template <class T> T valid();

template <class T> void put(T& value, row const& from) {
    if constexpr (is_string_shape<T>) {
        value.value = std::get<std::string>(from.value);
    } else if constexpr (is_open_enum<T>) {
        value = reflect::to_open_enum<typename T::enumeration>(std::get<std::string>(from.value));
    } else if constexpr (is_blob_shape<T>) {
        value.bytes.assign(static_cast<std::size_t>(std::get<std::int64_t>(from.value)), '\xFF');
    } else if constexpr (is_integer_shape<T>) {
        value.value = static_cast<std::int32_t>(std::get<std::int64_t>(from.value));
    } else {
        static_assert(is_list_shape<T>);
        value.assign(static_cast<std::size_t>(std::get<std::int64_t>(from.value)), valid<typename T::element>());
    }
}

// Sets every member of a value. Each shape gets the value of its first row, which breaks nothing.
template <class T> void fill(T& value) {
    if constexpr (requires { value.emplace(); }) {
        fill(value.emplace());
    } else if constexpr (is_shape<T>) {
        if (auto const found = rows_of(shape_of<T>()); !found.empty()) {
            put(value, *found.front());
        } else if constexpr (is_list_shape<T>) {
            value.assign(2, valid<typename T::element>());
        }
    } else if constexpr (reflect::described<T>) {
        reflect::for_each_member<T>([&](auto member) { fill(value.*member.pointer); });
    }
}

template <class T> T valid() {
    T value{};
    fill(value);
    return value;
}

// Calls `f(value, pointer)` for every shape in `value`, lists before their elements.
template <class T, class F> void each_shape(T& value, std::string const& at, F&& f) {
    if constexpr (requires { value.has_value(); }) {
        if (value) { each_shape(*value, at, f); }
    } else if constexpr (is_shape<T>) {
        f(value, at);
        if constexpr (is_list_shape<T>) {
            for (std::size_t i = 0; i < value.size(); ++i) { each_shape(value[i], at + '/' + std::to_string(i), f); }
        }
    } else if constexpr (reflect::described<T>) {
        reflect::for_each_member<T>([&](auto member) {
            each_shape(value.*member.pointer, at + '/' + std::string(reflect::member_name<decltype(member)>), f);
        });
    }
}

// Calls `f(value, pointer)` for every required member in `value`.
template <class T, class F> void each_required(T& value, std::string const& at, F&& f) {
    if constexpr (requires { value.has_value(); }) {
        if (value) { each_required(*value, at, f); }
    } else if constexpr (is_list_shape<T>) {
        for (std::size_t i = 0; i < value.size(); ++i) { each_required(value[i], at + '/' + std::to_string(i), f); }
    } else if constexpr (reflect::described<T>) {
        reflect::for_each_member<T>([&](auto member) {
            auto& inner = value.*member.pointer;
            auto const here = at + '/' + std::string(reflect::member_name<decltype(member)>);
            each_required(inner, here, f);
            if constexpr (!requires { inner.has_value(); }) { f(inner, here); }
        });
    }
}

// The table is complete.

std::int64_t size_of(row const& r) {
    if (auto const* number = std::get_if<std::int64_t>(&r.value)) { return *number; }
    auto const& text = std::get<std::string>(r.value);
    return std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) >> 6) != 2; });
}

bool breaks(row const& r, rule id) {
    return std::any_of(r.breaks.begin(), r.breaks.end(), [&](broken const& b) { return b.id == id; });
}

// What the table lacks about `T`; nothing when it is complete.
template <class T> std::vector<std::string> lacks() {
    std::vector<std::string> missing;
    auto const of_shape = rows_of(shape_of<T>());
    auto const need = [&](std::string const& what, auto const& is_it) {
        bool const there = std::any_of(of_shape.begin(), of_shape.end(), [&](row const* r) { return is_it(*r); });
        if (!there) { missing.push_back(shape_of<T>() + ": " + what); }
    };
    if constexpr (has_bounds<T>) {
        constexpr bool is_number = is_integer_shape<T>;
        constexpr rule too_small = is_number ? rule::value_min : rule::length_min;
        constexpr rule too_large = is_number ? rule::value_max : rule::length_max;
        auto const within = [&](row const& r) { return !breaks(r, too_small) && !breaks(r, too_large); };
        auto const is = [](auto bound, std::int64_t plus) {
            return [=](row const& r) { return size_of(r) == static_cast<std::int64_t>(bound) + plus; };
        };
        auto const min = T::bounds.min;
        auto const max = T::bounds.max;
        need("the minimum", [&](row const& r) { return is(min, 0)(r) && within(r); });
        if (is_number || min > 0) {
            need("less than the minimum", [&](row const& r) { return is(min, -1)(r) && breaks(r, too_small); });
        }
        if (max != std::numeric_limits<decltype(max)>::max()) {
            need("the maximum", [&](row const& r) { return is(max, 0)(r) && within(r); });
            need("more than the maximum", [&](row const& r) { return is(max, 1)(r) && breaks(r, too_large); });
        }
    }
    if constexpr (has_pattern<T>) {
        need("a text that matches", [](row const& r) { return r.breaks.empty() && size_of(r) > 0; });
        need("a text that does not match",
             [](row const& r) { return r.breaks.size() == 1 && r.breaks.front().id == rule::pattern; });
    }
    if constexpr (is_open_enum<T>) {
        auto const text = [](row const& r) { return std::get<std::string>(r.value); };
        auto const lower = [](std::string s) {
            for (char& c : s) { c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
            return s;
        };
        std::set<std::string> known;
        for (auto const& each : reflect::enumerators<typename T::enumeration>) {
            known.emplace(each.name);
            need("the name " + std::string(each.name),
                 [&](row const& r) { return text(r) == each.name && r.breaks.empty(); });
        }
        auto const refused = [](row const& r) { return breaks(r, rule::enumeration); };
        need("an empty text", [&](row const& r) { return text(r).empty() && refused(r); });
        need("a name in another case", [&](row const& r) {
            return refused(r) && std::any_of(known.begin(), known.end(), [&](std::string const& name) {
                       return name != text(r) && lower(name) == lower(text(r));
                   });
        });
        need("an unknown name", [&](row const& r) {
            return refused(r) && std::none_of(known.begin(), known.end(),
                                              [&](std::string const& name) { return lower(name) == lower(text(r)); });
        });
    }
    return missing;
}

struct NewString : string_shape<NewString> {
    using string_shape::string_shape;
    static constexpr length bounds{1, 7};
    using pattern = pattern_text<"[a-z]+">;
};
enum class NewEnum : unsigned char { ONE };
BOOST_DESCRIBE_ENUM(NewEnum, ONE)

TEST(validate_table, a_new_shape_is_missed) {
    EXPECT_EQ(lacks<NewString>().size(), 6u);           // four bounds, a text that matches, one that does not
    EXPECT_EQ(lacks<open_enum<NewEnum>>().size(), 4u);  // its name, none, another case, unknown
    EXPECT_EQ(lacks<model::ErrorMessage>().size(), 0u); // a shape without rules needs no row
}

// Every type a request or an answer can be.
template <class T> class validate_type : public ::testing::Test {};

using every_type = ::testing::Types<
    model::CreateDeliveryStreamInput, model::DeleteDeliveryStreamInput, model::DescribeDeliveryStreamInput,
    model::ListDeliveryStreamsInput, model::PutRecordInput, model::PutRecordBatchInput,
    model::StartDeliveryStreamEncryptionInput, model::StopDeliveryStreamEncryptionInput, model::TagDeliveryStreamInput,
    model::UntagDeliveryStreamInput, model::ListTagsForDeliveryStreamInput, model::FailureDescription,
    model::CreateDeliveryStreamOutput, model::DeleteDeliveryStreamOutput, model::DescribeDeliveryStreamOutput,
    model::ListDeliveryStreamsOutput, model::PutRecordOutput, model::PutRecordBatchOutput,
    model::StartDeliveryStreamEncryptionOutput, model::StopDeliveryStreamEncryptionOutput,
    model::TagDeliveryStreamOutput, model::UntagDeliveryStreamOutput, model::ListTagsForDeliveryStreamOutput>;

struct type_names {
    template <class T> static std::string GetName(int) { return shape_of<T>(); }
};

TYPED_TEST_SUITE(validate_type, every_type, type_names);

TYPED_TEST(validate_type, every_shape_with_rules_has_its_rows) {
    auto value = valid<TypeParam>();
    std::size_t with_rules = 0;
    each_shape(value, "", [&]<class T>(T&, std::string const& at) {
        for (std::string const& each : lacks<T>()) { ADD_FAILURE() << at << " lacks a row of " << each; }
        with_rules += has_rules<T> ? 1u : 0u;
    });
    EXPECT_EQ(validate_constraints(value), violations{}) << "the first rows break nothing";
    this->RecordProperty("places", std::to_string(with_rules));
}

// A violation as text. How large a text is that breaks a pattern or an enumeration is left out: rows promise the sizes
// of bounds only.
std::string spelled(violation const& v) {
    std::string text = v.pointer + ' ' + std::string(reflect::enum_name(v.rule));
    if (v.bounds != range{}) { text += ", limit " + std::to_string(v.limit()); }
    if (v.rule != rule::pattern && v.rule != rule::enumeration) { text += ", actual " + std::to_string(v.actual); }
    return v.expected.empty() ? text : text + ", expected " + std::string(v.expected);
}

using lines = std::vector<std::string>;

lines spelled(violations const& found) {
    EXPECT_EQ(found.more, 0u);
    lines all;
    for (violation const& each : found.list) { all.push_back(spelled(each)); }
    return all;
}

// Places and rules only.
lines places(violations const& found) {
    lines all;
    for (violation const& each : found.list) {
        all.push_back(each.pointer + ' ' + std::string(reflect::enum_name(each.rule)));
    }
    return all;
}

// What a row promises at a place.
template <class T> lines promised(row const& r, std::string const& at, rule_set off = {}) {
    lines all;
    for (broken const& each : r.breaks) {
        if (off.contains(each.id)) { continue; }
        violation v{.rule = each.id, .pointer = at, .actual = each.actual};
        if (each.id == rule::length_min || each.id == rule::value_min) { v.bounds.min = each.limit; }
        if (each.id == rule::length_max || each.id == rule::value_max) { v.bounds.max = each.limit; }
        if constexpr (has_pattern<T>) {
            if (each.id == rule::pattern) { v.expected = T::pattern::text; }
        }
        if (each.id == rule::enumeration) { v.expected = r.expected; }
        all.push_back(spelled(v));
    }
    return all;
}

TYPED_TEST(validate_type, every_row_at_every_place) {
    auto value = valid<TypeParam>();
    std::size_t cases = 0;
    each_shape(value, "", [&]<class T>(T& shape, std::string const& at) {
        T const before = shape;
        for (row const* each : rows_of(shape_of<T>())) {
            put(shape, *each);
            EXPECT_EQ(spelled(validate_constraints(value)), promised<T>(*each, at))
                << at << ", size " << size_of(*each);
            EXPECT_EQ(spelled(validate_constraints(value, {.set = constraint_set::of_2026_06_12})),
                      promised<T>(*each, at));
            for (broken const& one : each->breaks) {
                rule_set const off{one.id};
                EXPECT_EQ(spelled(validate_constraints(value, {.off = off})), promised<T>(*each, at, off))
                    << reflect::enum_name(one.id) << " off at " << at;
            }
            ++cases;
        }
        shape = before;
    });
    this->RecordProperty("cases", std::to_string(cases));
    std::cout << cases << " values at their places\n";
}

TEST(validate_table, every_row_belongs_to_the_model) {
    std::set<std::string> shapes;
    using every_identity = boost::mp11::mp_transform<boost::mp11::mp_identity, every_type>;
    boost::mp11::mp_for_each<every_identity>([&]<class T>(boost::mp11::mp_identity<T>) {
        auto value = valid<T>();
        each_shape(value, "", [&]<class S>(S&, std::string const&) { shapes.insert(shape_of<S>()); });
    });
    for (row const& each : rows()) { EXPECT_EQ(shapes.count(each.shape), 1u) << each.shape; }
}

// Required members.

using pointers = std::set<std::string>;

// By type; lists have two elements.
std::map<std::string, pointers> const required{
    {"CreateDeliveryStreamInput",
     {"/DeliveryStreamName", "/DeliveryStreamEncryptionConfigurationInput/KeyType", "/Tags/0/Key", "/Tags/1/Key"}},
    {"DeleteDeliveryStreamInput", {"/DeliveryStreamName"}},
    {"DescribeDeliveryStreamInput", {"/DeliveryStreamName"}},
    {"ListDeliveryStreamsInput", {}},
    {"PutRecordInput", {"/DeliveryStreamName", "/Record", "/Record/Data"}},
    {"PutRecordBatchInput", {"/DeliveryStreamName", "/Records", "/Records/0/Data", "/Records/1/Data"}},
    {"StartDeliveryStreamEncryptionInput",
     {"/DeliveryStreamName", "/DeliveryStreamEncryptionConfigurationInput/KeyType"}},
    {"StopDeliveryStreamEncryptionInput", {"/DeliveryStreamName"}},
    {"TagDeliveryStreamInput", {"/DeliveryStreamName", "/Tags", "/Tags/0/Key", "/Tags/1/Key"}},
    {"UntagDeliveryStreamInput", {"/DeliveryStreamName", "/TagKeys"}},
    {"ListTagsForDeliveryStreamInput", {"/DeliveryStreamName"}},
    {"FailureDescription", {"/Type", "/Details"}},
    {"CreateDeliveryStreamOutput", {}},
    {"DeleteDeliveryStreamOutput", {}},
    {"DescribeDeliveryStreamOutput",
     {"/DeliveryStreamDescription", "/DeliveryStreamDescription/DeliveryStreamName",
      "/DeliveryStreamDescription/DeliveryStreamARN", "/DeliveryStreamDescription/DeliveryStreamStatus",
      "/DeliveryStreamDescription/FailureDescription/Type", "/DeliveryStreamDescription/FailureDescription/Details",
      "/DeliveryStreamDescription/DeliveryStreamEncryptionConfiguration/FailureDescription/Type",
      "/DeliveryStreamDescription/DeliveryStreamEncryptionConfiguration/FailureDescription/Details",
      "/DeliveryStreamDescription/DeliveryStreamType", "/DeliveryStreamDescription/VersionId",
      "/DeliveryStreamDescription/Destinations", "/DeliveryStreamDescription/Destinations/0/DestinationId",
      "/DeliveryStreamDescription/Destinations/1/DestinationId", "/DeliveryStreamDescription/HasMoreDestinations"}},
    {"ListDeliveryStreamsOutput", {"/DeliveryStreamNames", "/HasMoreDeliveryStreams"}},
    {"PutRecordOutput", {"/RecordId"}},
    {"PutRecordBatchOutput", {"/FailedPutCount", "/RequestResponses"}},
    {"StartDeliveryStreamEncryptionOutput", {}},
    {"StopDeliveryStreamEncryptionOutput", {}},
    {"TagDeliveryStreamOutput", {}},
    {"UntagDeliveryStreamOutput", {}},
    {"ListTagsForDeliveryStreamOutput", {"/Tags", "/Tags/0/Key", "/Tags/1/Key", "/HasMoreTags"}},
};

TYPED_TEST(validate_type, every_required_member_is_missed) {
    auto value = valid<TypeParam>();
    pointers seen;
    each_required(value, "", [&]<class T>(T& member, std::string const& at) {
        seen.insert(at);
        std::vector<std::string> const missing{at};
        violations const only{{{.rule = rule::required, .pointer = at}}, 0};
        EXPECT_EQ(validate_constraints(value, {}, missing), only);
        T const before = member;
        member = T{}; // as a decoder leaves a missing member, whose other rules are not checked then
        EXPECT_EQ(validate_constraints(value, {}, missing), only);
        EXPECT_EQ(validate_constraints(value, {.off = {rule::required}}, missing), violations{});
        member = before;
    });
    ASSERT_EQ(required.count(shape_of<TypeParam>()), 1u);
    EXPECT_EQ(seen, required.at(shape_of<TypeParam>()));
}

TYPED_TEST(validate_type, all_required_members_can_be_missing_at_once) {
    TypeParam const empty{};
    std::vector<std::string> missing;
    TypeParam walked{};
    each_required(walked, "", [&](auto&, std::string const& at) { missing.push_back(at); });
    std::erase_if(missing, [](std::string const& at) { return at.find('/', 1) != std::string::npos; });
    auto const found = validate_constraints(empty, {}, missing);
    std::vector<violation> wanted;
    for (std::string const& at : missing) { wanted.push_back({.rule = rule::required, .pointer = at}); }
    EXPECT_EQ(found.list, wanted);
}

TEST(validate_enumeration, a_number_that_is_no_enumerator_is_no_value) {
    model::DeliveryStreamEncryptionConfigurationInput const value{{}, static_cast<model::KeyType>(77)};
    auto const found = validate(value);
    ASSERT_EQ(found.count(), 1u);
    EXPECT_EQ(found.list[0].rule, rule::enumeration);
    EXPECT_EQ(found.list[0].pointer, "/KeyType");
    EXPECT_EQ(found.list[0].actual, 0);
    EXPECT_TRUE(found.list[0].nearest.empty());
}

TEST(validate_required, what_is_inside_a_missing_member_is_not_missed_too) {
    model::PutRecordInput const request{.DeliveryStreamName = "orders", .Record = {}};
    std::vector<std::string> const missing{"/Record", "/Record/Data"};
    EXPECT_EQ(validate_constraints(request, {}, missing),
              (violations{{{.rule = rule::required, .pointer = "/Record"}}, 0}));
}

TEST(validate_required, pointers_elsewhere_are_no_violations) {
    model::StopDeliveryStreamEncryptionInput const request{.DeliveryStreamName = "orders"};
    std::vector<std::string> const missing{"/DeliveryStream", "/DeliveryStreamNames", "DeliveryStreamName", ""};
    EXPECT_EQ(validate_constraints(request, {}, missing), violations{});
}

TEST(validate_required, stands_beside_other_violations) {
    model::StartDeliveryStreamEncryptionInput const request{
        .DeliveryStreamName = "not a name",
        .DeliveryStreamEncryptionConfigurationInput = {{.KeyARN = "alias/x", .KeyType = {}}}};
    std::vector<std::string> const missing{"/DeliveryStreamEncryptionConfigurationInput/KeyType"};
    EXPECT_EQ(places(validate_constraints(request, {}, missing)),
              (lines{"/DeliveryStreamName pattern", "/DeliveryStreamEncryptionConfigurationInput/KeyARN pattern",
                     "/DeliveryStreamEncryptionConfigurationInput/KeyType required"}));
}

// Sets of constraints by date.

struct alias_case {
    std::string arn;
    bool now;
    bool before;
};
std::vector<alias_case> const alias_cases{
    {"arn:aws:kms:us-east-1:123456789012:key/a", true, true},
    {"arn:aws:kms:us-east-1:123456789012:alias/a", false, true},
    {"arn:aws:kms:us-east-1:123456789012:alias/aws/firehose", false, true},
    {"arn:aws:kms:us-east-1:123456789012:grant/a", false, false},
    {"alias/a", false, false},
};

TEST(validate_set, an_alias_was_accepted_before_2026_06_12) {
    for (alias_case const& each : alias_cases) {
        model::StartDeliveryStreamEncryptionInput const request{
            .DeliveryStreamName = "orders",
            .DeliveryStreamEncryptionConfigurationInput = {
                {.KeyARN = each.arn, .KeyType = model::KeyType::CUSTOMER_MANAGED_CMK}}};
        using shape = model::AWSKMSKeyARNForSSE;
        auto const expect = [&](constraint_set set, bool accepted, std::string_view pattern) {
            auto const found = validate(request, {.set = set});
            ASSERT_EQ(found.empty(), accepted) << each.arn;
            if (accepted) { return; }
            ASSERT_EQ(found.count(), 1u);
            EXPECT_EQ(found.list[0].rule, rule::pattern);
            EXPECT_EQ(found.list[0].pointer, "/DeliveryStreamEncryptionConfigurationInput/KeyARN");
            EXPECT_EQ(found.list[0].expected, pattern);
        };
        expect(constraint_set::of_2026_06_12, each.now, shape::pattern::text);
        expect(constraint_set::before_2026_06_12, each.before, shape::pattern_before_2026_06_12::text);
    }
}

TEST(validate_set, other_rules_are_the_same_in_both) {
    for (constraint_set const set : {constraint_set::of_2026_06_12, constraint_set::before_2026_06_12}) {
        model::StartDeliveryStreamEncryptionInput request{.DeliveryStreamName = ""};
        request.DeliveryStreamEncryptionConfigurationInput.emplace();
        request.DeliveryStreamEncryptionConfigurationInput->KeyARN = key_arn(513);
        std::string const sse = "/DeliveryStreamEncryptionConfigurationInput";
        EXPECT_EQ(places(validate_constraints(request, {.set = set})),
                  (lines{"/DeliveryStreamName length_min", "/DeliveryStreamName pattern", sse + "/KeyARN length_max",
                         sse + "/KeyType enumeration"}));
    }
}

// Order, cap and layers.

TEST(validate_order, own_members_before_nested_ones) {
    model::CreateDeliveryStreamInput request;
    request.DeliveryStreamName = "";
    request.DeliveryStreamType = open_enum<model::DeliveryStreamType>::unknown("?");
    request.DeliveryStreamEncryptionConfigurationInput.emplace();
    request.DeliveryStreamEncryptionConfigurationInput->KeyARN = times(513, "?");
    request.Tags.emplace(51, model::Tag{.Key = "ok", .Value = {}});
    request.Tags->at(0) = {.Key = "", .Value = ";"};
    request.Tags->at(50) = {.Key = "aws:" + times(125, "k"), .Value = times(257, ";")};
    EXPECT_EQ(places(validate_constraints(request)),
              (lines{"/DeliveryStreamName length_min", "/DeliveryStreamName pattern", "/DeliveryStreamType enumeration",
                     "/Tags length_max", "/DeliveryStreamEncryptionConfigurationInput/KeyARN length_max",
                     "/DeliveryStreamEncryptionConfigurationInput/KeyARN pattern",
                     "/DeliveryStreamEncryptionConfigurationInput/KeyType enumeration", "/Tags/0/Key length_min",
                     "/Tags/0/Value pattern", "/Tags/50/Key length_max", "/Tags/50/Key pattern",
                     "/Tags/50/Value length_max", "/Tags/50/Value pattern"}));
}

TEST(validate_order, at_every_depth) {
    model::DescribeDeliveryStreamOutput answer;
    answer.DeliveryStreamDescription = valid<model::DeliveryStreamDescription>();
    auto& description = answer.DeliveryStreamDescription;
    description.VersionId = "v";
    description.FailureDescription->Details = " ";
    description.DeliveryStreamEncryptionConfiguration->Status =
        open_enum<model::DeliveryStreamEncryptionStatus>::unknown("?");
    description.DeliveryStreamEncryptionConfiguration->FailureDescription->Details = "";
    description.Destinations[1].DestinationId = "_";
    std::string const at = "/DeliveryStreamDescription";
    auto const sse = at + "/DeliveryStreamEncryptionConfiguration";
    EXPECT_EQ(places(validate_constraints(answer)),
              (lines{at + "/VersionId pattern", at + "/FailureDescription/Details pattern", sse + "/Status enumeration",
                     sse + "/FailureDescription/Details length_min", sse + "/FailureDescription/Details pattern",
                     at + "/Destinations/1/DestinationId pattern"}));
}

TEST(validate_order, elements_one_after_the_other) {
    model::UntagDeliveryStreamInput const request{.DeliveryStreamName = "orders", .TagKeys = {"", "ok", "aws:x", ""}};
    EXPECT_EQ(places(validate_constraints(request)),
              (lines{"/TagKeys/0 length_min", "/TagKeys/2 pattern", "/TagKeys/3 length_min"}));
}

struct cap_case {
    std::size_t cap;
    std::size_t broken;
    std::size_t kept;
    std::size_t more;
};
constexpr cap_case cap_cases[] = {{32, 31, 31, 0}, {32, 32, 32, 0}, {32, 33, 32, 1},   {32, 500, 32, 468},
                                  {0, 3, 0, 3},    {1, 3, 1, 2},    {500, 500, 500, 0}};

TEST(validate_cap, the_first_ones_are_kept_and_the_rest_is_counted) {
    EXPECT_EQ(policy{}.max_violations, 32u);
    for (auto const& each : cap_cases) {
        model::UntagDeliveryStreamInput request{.DeliveryStreamName = "orders"};
        request.TagKeys.assign(each.broken, "aws:x");
        policy const rules{.off = {rule::length_max}, .max_violations = each.cap};
        auto const found = validate(request, rules);
        EXPECT_EQ(found.list.size(), each.kept);
        EXPECT_EQ(found.more, each.more);
        EXPECT_EQ(found.count(), each.broken);
        EXPECT_FALSE(found.empty());
        for (std::size_t i = 0; i < found.list.size(); ++i) {
            EXPECT_EQ(found.list[i].pointer, "/TagKeys/" + std::to_string(i));
        }
    }
}

TEST(validate_layers, both_in_one_constraints_first) {
    model::StartDeliveryStreamEncryptionInput const request{
        .DeliveryStreamName = "not a name",
        .DeliveryStreamEncryptionConfigurationInput = {
            {.KeyARN = {}, .KeyType = model::KeyType::CUSTOMER_MANAGED_CMK}}};
    std::string const arn = "/DeliveryStreamEncryptionConfigurationInput/KeyARN customer_key_needs_arn";
    EXPECT_EQ(places(validate(request)), (lines{"/DeliveryStreamName pattern", arn}));
    EXPECT_EQ(places(validate_constraints(request)), (lines{"/DeliveryStreamName pattern"}));
    EXPECT_EQ(places(validate_cross_members(request)), (lines{arn}));
    auto const capped = validate(request, {.max_violations = 1});
    EXPECT_EQ(places(capped), (lines{"/DeliveryStreamName pattern"}));
    EXPECT_EQ(capped.more, 1u);
    EXPECT_EQ(validate(request, {.off = {rule::pattern, rule::customer_key_needs_arn}}), violations{});
    std::vector<std::string> const missing{"/DeliveryStreamName"};
    EXPECT_EQ(places(validate(request, {}, missing)), (lines{"/DeliveryStreamName required", arn}));
}

TEST(validate_layers, start_without_a_configuration_is_whole) {
    model::StartDeliveryStreamEncryptionInput request{.DeliveryStreamName = "orders"};
    EXPECT_EQ(validate(request), violations{}); // AWS's own key
    request.DeliveryStreamEncryptionConfigurationInput.emplace();
    EXPECT_EQ(places(validate(request)), // an empty configuration is not whole
              (lines{"/DeliveryStreamEncryptionConfigurationInput/KeyType enumeration"}));
}

} // namespace
} // namespace firehose_sse::constraint
