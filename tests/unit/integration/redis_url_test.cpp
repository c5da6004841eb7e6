// Texts that are read as addresses, and what is said about those that are no address.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/integration/redis_url.hpp"
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace firehose_sse::integration {
namespace {

TEST(read_redis_url, reads_every_part) {
    EXPECT_EQ(read_redis_url("redis://localhost").value(), redis_address{.host = "localhost"});
    EXPECT_EQ(read_redis_url("redis://10.0.0.7/").value(), redis_address{.host = "10.0.0.7"});
    EXPECT_EQ(read_redis_url("redis://a.b-c_d:6380/15").value(),
              (redis_address{.host = "a.b-c_d", .port = 6380, .database = 15}));
    EXPECT_EQ(read_redis_url("redis://[::1]:7/2").value(), (redis_address{.host = "::1", .port = 7, .database = 2}));
    EXPECT_EQ(read_redis_url("redis://[fe80::1%eth0]").error(), redis_url_error::host);
    EXPECT_EQ(read_redis_url("redis://:secret@h").value(), (redis_address{.host = "h", .password = "secret"}));
    EXPECT_EQ(read_redis_url("redis://me:a:b@c%40%2F@h:1").value(),
              (redis_address{.host = "h", .port = 1, .user = "me", .password = "a:b@c@/"}));
    EXPECT_EQ(read_redis_url("unix:///run/redis.sock").value(), redis_address{.socket = "/run/redis.sock"});
    EXPECT_EQ(read_redis_url("unix://me:pw@/run/a%20b?db=4294967295").value(),
              (redis_address{.socket = "/run/a b", .user = "me", .password = "pw", .database = 4294967295}));
    EXPECT_TRUE(read_redis_url("unix:///" + std::string(106, 's')));
}

TEST(read_redis_url, says_what_is_wrong) {
    using enum redis_url_error;
    std::pair<std::string, redis_url_error> const cases[] = {
        {"", scheme},
        {"localhost", scheme},
        {"http://localhost", scheme},
        {"REDIS://localhost", scheme},
        {"rediss://localhost", encrypted},
        {"redis://", host},
        {"redis:///1", host},
        {"redis://:1", host},
        {"redis://a b", host},
        {"redis://a,b", host},
        {"redis://[::1", host},
        {"redis://[]", host},
        {"redis://[localhost]", host},
        {"redis://h:", port},
        {"redis://h:0", port},
        {"redis://h:65536", port},
        {"redis://h:6379x", port},
        {"redis://h:-1", port},
        {"redis://h:+1", port},
        {"redis://::1", host},
        {"redis://[::1]6379", port},
        {"redis://secret@h", credentials},
        {"redis://me:@h", credentials},
        {"redis://@h", credentials},
        {"redis://:%4@h", escape},
        {"redis://:%4g@h", escape},
        {"redis://:%+1@h", escape},
        {"redis://:a%00@h", escape},
        {"redis://%:a@h", escape},
        {"redis://h/x", database},
        {"redis://h/-1", database},
        {"redis://h/1/", database},
        {"redis://h/4294967296", database},
        {"redis://h/1?db=2", remainder},
        {"redis://h#1", remainder},
        {"unix://", path},
        {"unix:///", path},
        {"unix://run/redis.sock", path},
        {"unix:///" + std::string(107, 's'), path},
        {"unix:///a%00", escape},
        {"unix:///a?db=", database},
        {"unix:///a?db=1&x", database},
        {"unix:///a?x=1", remainder},
        {"unix:///a#b", remainder},
    };
    for (auto const& [url, error] : cases) {
        auto const read = read_redis_url(url);
        ASSERT_FALSE(read) << url;
        EXPECT_EQ(read.error(), error) << url;
    }
}

TEST(redis_url_error, has_a_sentence_each) {
    using enum redis_url_error;
    std::set<std::string_view> texts;
    for (auto const each : {scheme, encrypted, host, port, credentials, escape, path, database, remainder}) {
        EXPECT_FALSE(to_text(each).empty());
        EXPECT_TRUE(texts.insert(to_text(each)).second);
    }
}

} // namespace
} // namespace firehose_sse::integration
