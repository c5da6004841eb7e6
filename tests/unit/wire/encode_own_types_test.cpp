// A program's own types, in a namespace with functions that have the names of the library's internal ones.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/model/delivery_stream.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "firehose_sse/wire/encode.hpp"
#include "firehose_sse/wire/error_body.hpp"
#include "firehose_sse/wire/json_value.hpp"
#include "firehose_sse/wire/redact.hpp"
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>

namespace own_types {

using namespace std::string_view_literals;

BOOST_DEFINE_ENUM_CLASS(colour, red, green)

struct note : firehose_sse::string_shape<note> {
    using string_shape::string_shape;
    static constexpr bool sensitive = true;
};
struct inner {
    firehose_sse::model::DeliveryStreamName Name{};
    firehose_sse::open_enum<colour> Colour{};
};
BOOST_DESCRIBE_STRUCT(inner, (), (Name, Colour))
struct inner_list : firehose_sse::list_shape<inner_list, inner> {
    using list_shape::list_shape;
};
struct outer {
    inner First{};
    std::optional<inner> Second{};
    note Password{};
    std::optional<inner_list> More{};
};
BOOST_DESCRIBE_STRUCT(outer, (), (First, Second, Password, More))

using firehose_sse::constraint::collector;

// Each is a better match than a template, and none must be called.
inline void append_value(inner const&, std::string& out) { out += "wrong"; }
inline void append_value(inner_list const&, std::string& out) { out += "wrong"; }
inline void append_value(outer const&, std::string& out) { out += "wrong"; }
inline void append_value(note const&, std::string& out) { out += "wrong"; }
inline void append_value(firehose_sse::open_enum<colour> const&, std::string& out) { out += "wrong"; }
inline void append_member(std::string_view, inner const&, std::string& out, bool&) { out += "wrong"; }
inline void append_member(std::string_view, std::optional<inner> const&, std::string& out, bool&) { out += "wrong"; }
inline void append_members(inner const&, std::string& out, bool) { out += "wrong"; }
inline void append_members(outer const&, std::string& out, bool) { out += "wrong"; }
inline void encode_to(outer const&, std::string& out) { out += "wrong"; }
inline void append_redacted(inner const&, std::string& out) { out += "wrong"; }
inline void append_redacted(note const& secret, std::string& out) { out += secret.value; }
inline void append_redacted_member(std::string_view, inner const&, std::string& out, bool&) { out += "wrong"; }
inline void append_redacted_member(std::string_view, note const& secret, std::string& out, bool&) {
    out += secret.value;
}
inline void append_redacted_member(std::string_view, std::optional<inner> const&, std::string& out, bool&) {
    out += "wrong";
}
inline void* storage(inner&) {
    static inner other;
    return &other;
}
inline void* storage(note&) {
    static std::string other;
    return &other;
}
inline void* storage(inner_list&) {
    static inner_list other;
    return &other;
}
inline void assign_json(inner const&, boost::json::value& to) { to = "wrong"; }
inline void assign_json(inner_list const&, boost::json::value& to) { to = "wrong"; }
inline std::string_view enum_name(colour) { return "wrong"; }
inline void cross_member_rules(inner const&, collector& found) { found.add({}); }
inline void cross_member_rules(outer const&, collector& found) { found.add({}); }

namespace {

using namespace firehose_sse;

outer example() {
    return {{"orders", colour::red}, inner{"audit", colour::green}, "hunter2", inner_list{{"logs", colour::green}}};
}
constexpr auto text = R"({"First":{"Name":"orders","Colour":"red"},"Second":{"Name":"audit","Colour":"green"},)"
                      R"("Password":"hunter2","More":[{"Name":"logs","Colour":"green"}]})"sv;

TEST(own_types, are_written) {
    EXPECT_EQ(wire::encode(example()), text);
    EXPECT_EQ(wire::encode_error(inner{"orders", colour::red}), R"({"__type":"inner","Name":"orders","Colour":"red"})");
}

TEST(own_types, are_read) {
    auto const read = wire::decode<outer>(text);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->value.First.Name.value, "orders");
    EXPECT_EQ(read->value.Password.value, "hunter2");
    ASSERT_TRUE(read->value.Second && read->value.More);
    EXPECT_EQ(read->value.Second->Colour, colour::green);
    ASSERT_EQ(read->value.More->size(), 1u);
    EXPECT_EQ(read->value.More->front().Name.value, "logs");
}

TEST(own_types, keep_their_secrets) {
    EXPECT_EQ(wire::to_log(example()),
              R"({"First":{"Name":"orders","Colour":"red"},"Second":{"Name":"audit","Colour":"green"},)"
              R"("Password":"<sensitive>","More":[{"Name":"logs","Colour":"green"}]})");
}

TEST(own_types, are_judged_by_their_shapes) {
    EXPECT_TRUE(constraint::validate(example()).empty());
    auto broken = example();
    broken.More->front().Name = "";
    auto const found = constraint::validate(broken);
    ASSERT_EQ(found.count(), 2u);
    EXPECT_EQ(found.list[0].pointer, "/More/0/Name");
    EXPECT_TRUE(constraint::validate_cross_members(example()).empty());
}

TEST(own_types, become_json_values_and_come_back) {
    auto const value = boost::json::value_from(*example().More);
    EXPECT_EQ(boost::json::serialize(value), R"([{"Name":"logs","Colour":"green"}])");
    auto const back = boost::json::value_to<inner_list>(value);
    ASSERT_EQ(back.size(), 1u);
    EXPECT_EQ(back.front().Name.value, "logs");
    EXPECT_EQ(boost::json::value_to<note>(boost::json::value("x")).value, "x");
}

} // namespace
} // namespace own_types
