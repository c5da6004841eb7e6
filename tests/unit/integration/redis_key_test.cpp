// Names of keys, and the slots a cluster places them in.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/integration/redis_key.hpp"
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::integration {
namespace {

TEST(redis_key, holds_the_key_as_it_is_where_it_can) {
    EXPECT_EQ(redis_key("firehose-sse:quota:", "123456789012:us-east-1:orders"),
              "firehose-sse:quota:{123456789012:us-east-1:orders}");
    EXPECT_EQ(redis_key("p:", std::string_view("\0\r\n {", 5)), std::string("p:{\0\r\n {}", 9));
}

TEST(redis_key, escapes_what_would_move_the_tag) {
    EXPECT_EQ(redis_key("p:", "a}b"), "p:{a%7Db}");
    EXPECT_EQ(redis_key("p:", "}"), "p:{%7D}");
    EXPECT_EQ(redis_key("p:", ""), "p:{%}");
    EXPECT_EQ(redis_key("p:", "%7D"), "p:{%257D}");
    EXPECT_EQ(redis_key("{a}%:", "b"), "%7Ba}%25:{b}");
}

// Every text of up to four of the bytes that matter: no two share a name, and a key has one slot under all prefixes.
TEST(redis_key, different_keys_have_different_names_and_one_slot_each) {
    std::vector<std::string> keys{""};
    for (std::size_t i = 0; keys[i].size() < 4; ++i) {
        for (char const byte : std::string_view("a{}%7")) { keys.push_back(keys[i] + byte); }
    }
    std::set<std::string> names;
    for (std::string const& key : keys) {
        for (char const* prefix : {"", "p", "p{", "}p", "{x}", "%7B"}) {
            EXPECT_TRUE(names.insert(redis_key(prefix, key)).second) << prefix << ' ' << key;
            EXPECT_EQ(hash_slot(redis_key(prefix, key)), hash_slot(redis_key("other", key))) << prefix << ' ' << key;
        }
    }
}

TEST(hash_slot, of_known_names) {
    static_assert(hash_slot("") == 0);
    static_assert(hash_slot("123456789") == 0x31C3);
    static_assert(hash_slot("foo") == 12182);
    EXPECT_EQ(hash_slot("{user1000}.following"), hash_slot("user1000"));
    EXPECT_EQ(hash_slot("foo{{bar}}zap"), hash_slot("{bar"));
    EXPECT_EQ(hash_slot("foo{bar}{zap}"), hash_slot("bar"));
    EXPECT_NE(hash_slot("foo{}{bar}"), hash_slot("bar"));
    EXPECT_NE(hash_slot("foo{bar"), hash_slot("bar"));
}

} // namespace
} // namespace firehose_sse::integration
