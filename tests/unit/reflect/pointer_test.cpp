// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/reflect/pointer.hpp"
#include <cstddef>
#include <gtest/gtest.h>
#include <limits>
#include <string>

namespace firehose_sse::reflect {
namespace {

TEST(json_pointer, empty_is_the_whole_document) { EXPECT_EQ(json_pointer().text(), ""); }

TEST(json_pointer, grows_by_members_and_elements) {
    json_pointer at;
    at.push("Records");
    EXPECT_EQ(at.text(), "/Records");
    at.push(std::size_t{0});
    EXPECT_EQ(at.text(), "/Records/0");
    at.push("Data");
    EXPECT_EQ(at.text(), "/Records/0/Data");
}

TEST(json_pointer, cuts_back_to_where_it_was) {
    json_pointer at;
    at.push("Records");
    auto const here = at.text().size();
    for (std::size_t i = 9; i < 12; ++i) {
        at.push(i);
        at.push("Data");
        EXPECT_EQ(at.text(), "/Records/" + std::to_string(i) + "/Data");
        at.cut(here);
    }
    EXPECT_EQ(at.text(), "/Records");
    at.cut(0);
    EXPECT_EQ(at.text(), "");
}

TEST(json_pointer, escapes_as_rfc_6901_demands) {
    // The examples of section 5.
    for (auto const& [name, text] : {std::pair{"", "/"},
                                     {"a/b", "/a~1b"},
                                     {"c%d", "/c%d"},
                                     {"e^f", "/e^f"},
                                     {"g|h", "/g|h"},
                                     {"i\\j", "/i\\j"},
                                     {"k\"l", "/k\"l"},
                                     {" ", "/ "},
                                     {"m~n", "/m~0n"},
                                     {"~1", "/~01"},
                                     {"/~", "/~1~0"}}) {
        json_pointer at;
        at.push(name);
        EXPECT_EQ(at.text(), text);
    }
}

TEST(json_pointer, greatest_index) {
    json_pointer at;
    at.push(std::numeric_limits<std::size_t>::max());
    EXPECT_EQ(at.text(), "/" + std::to_string(std::numeric_limits<std::size_t>::max()));
}

} // namespace
} // namespace firehose_sse::reflect
