// Commands as bytes, and what error replies mean.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/integration/redis_protocol.hpp"
#include "firehose_sse/quota/cell_store.hpp"
#include <gtest/gtest.h>
#include <span>
#include <string>

namespace firehose_sse::integration {
namespace {

using quota::store_error;

struct complete {
    exchanged exchange(std::span<redis_command const>, continuity) { return exchange_failure{}; }
    void disconnect() noexcept {}
};
struct may_throw_at_the_end : complete {
    void disconnect() {}
};
static_assert(redis_connection<complete>);
static_assert(!redis_connection<may_throw_at_the_end>);
static_assert(!redis_connection<int>);

TEST(append_command, counts_bytes_and_changes_none) {
    std::string out = "before";
    append_command(out, {"SET", std::string("\0\r\n", 3), ""});
    EXPECT_EQ(out, std::string("before*3\r\n$3\r\nSET\r\n$3\r\n\0\r\n\r\n$0\r\n\r\n", 34));
}

TEST(error_of, tells_by_the_first_word) {
    EXPECT_EQ(error_of("WRONGTYPE Operation against a key holding the wrong kind of value"), store_error::wrong_type);
    EXPECT_EQ(error_of("OOM command not allowed when used memory > 'maxmemory'."), store_error::full);
    for (char const* text : {"READONLY You can't write against a read only replica.", "MISCONF Redis is configured to",
                             "NOREPLICAS Not enough good replicas to write."}) {
        EXPECT_EQ(error_of(text), store_error::read_only) << text;
    }
    for (char const* text :
         {"LOADING Redis is loading the dataset in memory", "MASTERDOWN Link with MASTER is down",
          "CLUSTERDOWN The cluster is down", "TRYAGAIN Multiple keys request during rehashing of slot",
          "BUSY Redis is busy running a script.", "ERR max number of clients reached"}) {
        EXPECT_EQ(error_of(text), store_error::unavailable) << text;
    }
    for (char const* text : {"", "ERR unknown command", "MOVED 3999 127.0.0.1:6381", "ASK 3999 127.0.0.1:6381",
                             "NOAUTH Authentication required.", "WRONGPASS invalid username-password pair",
                             "NOPERM this user has no permissions", "CROSSSLOT Keys in request", "BUSYGROUP", "oom",
                             "EXECABORT Transaction discarded because of previous errors."}) {
        EXPECT_EQ(error_of(text), store_error::refused) << text;
    }
}

TEST(error_of, looks_behind_a_transaction_that_was_given_up) {
    EXPECT_EQ(error_of("EXECABORT Transaction discarded because of: OOM command not allowed"), store_error::full);
    EXPECT_EQ(error_of("EXECABORT Transaction discarded because of: "), store_error::refused);
}

TEST(redis_reply, is_compared_with_all_its_parts) {
    redis_reply const time{
        .kind = reply_kind::array,
        .elements = {{.kind = reply_kind::bulk, .text = "1"}, {.kind = reply_kind::bulk, .text = "2"}}};
    redis_reply other = time;
    EXPECT_EQ(other, time);
    other.elements[1].text = "3";
    EXPECT_NE(other, time);
}

} // namespace
} // namespace firehose_sse::integration
