#include "firehose_sse/wire/detail/member_names.hpp"

#include <gtest/gtest.h>
#include <string>

namespace firehose_sse::wire::detail {
namespace {

TEST(MemberNames, FindsTheFirstRepetition) {
    std::string const source = "abcabcb";
    member_names names(source);
    auto const begin = names.top();
    names.push(0, 1);
    names.push(1, 1);
    EXPECT_FALSE(names.repeated_since(begin));
    names.cut(begin);
    for (std::size_t i = 0; i < source.size(); ++i) { names.push(i, 1); }
    auto const found = names.repeated_since(begin);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->offset, 3u);
    EXPECT_EQ(found->name, "a");
}

TEST(MemberNames, ComparesTextNotSpelling) {
    std::string const source = "a\\u0061";
    member_names names(source);
    auto const begin = names.top();
    names.push(0, 1);
    names.push_unescaped(1, "a");
    auto const found = names.repeated_since(begin);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->offset, 1u);
    EXPECT_EQ(found->name, "a");
}

TEST(MemberNames, ObjectsAreApart) {
    std::string const source = "aa";
    member_names names(source);
    auto const outer = names.top();
    names.push(0, 1);
    auto const inner = names.top();
    names.push(1, 1);
    EXPECT_FALSE(names.repeated_since(inner));
    EXPECT_EQ(names.below(inner), "a");
    names.cut(inner);
    EXPECT_FALSE(names.repeated_since(outer));
    EXPECT_EQ(names.last_offset(), 0u);
}

TEST(MemberNames, TheNameOfTheObjectItselfIsNotAmongItsOwn) {
    std::string const source = "aab";
    member_names names(source);
    names.push(0, 1);
    auto const inner = names.top();
    names.push(1, 1);
    names.push(2, 1);
    EXPECT_FALSE(names.repeated_since(inner));
}

TEST(MemberNames, AnEmptyNameCountsToo) {
    member_names names("");
    auto const begin = names.top();
    names.push(0, 0);
    EXPECT_FALSE(names.repeated_since(begin));
    names.push_unescaped(0, "");
    EXPECT_TRUE(names.repeated_since(begin));
}

} // namespace
} // namespace firehose_sse::wire::detail
