// The words that each verb takes, and those it does not.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/step.hpp"
#include "firehose_sse/fuzzing/script.hpp"
#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace firehose_sse::fuzzing {
namespace {

bool good(std::string_view line) { return parse_step(line).has_value(); }

TEST(step, takes_the_words_of_its_verb) {
    for (std::string_view const line : {"create a",
                                        "create a aws",
                                        "create a key blue",
                                        "create a key -",
                                        "create a source KinesisStreamAsSource",
                                        "create a key blue source DirectPut bare",
                                        "create a bare",
                                        "start a",
                                        "start a aws",
                                        "start a key x",
                                        "stop a",
                                        "delete a",
                                        "delete a force",
                                        "describe a",
                                        "put a 0",
                                        "put a 2000000",
                                        "put_batch a 1000 5",
                                        "put_batch a 1000 16000",
                                        "put_batch a 8 2000000",
                                        "put_batch a 0 2000000",
                                        "list",
                                        "list 3",
                                        "list 3 a",
                                        "tag a k=v",
                                        "tag a k= =v k",
                                        "untag a k l",
                                        "tags a",
                                        "tags a 7",
                                        "wait 0ms",
                                        "wait 5s",
                                        "wait 8784h",
                                        "key blue disabled",
                                        "key blue enabled no_grant no_retirement",
                                        "key blue missing no_retirement",
                                        "caller none",
                                        "caller 21601",
                                        "send PutRecord",
                                        "send PutRecord { }",
                                        "send_base64 PutRecord e30="}) {
        EXPECT_TRUE(good(line)) << line;
    }
}

TEST(step, takes_no_others) {
    for (std::string_view const line : {"create",
                                        "create a b",
                                        "create a key",
                                        "create a/b",
                                        "create a source",
                                        "create a source Kinesis",
                                        "create a bare bare",
                                        "start",
                                        "start a aws aws",
                                        "stop",
                                        "stop a b",
                                        "delete a forced",
                                        "describe",
                                        "put a",
                                        "put a -1",
                                        "put a 2000001",
                                        "put a 1 2",
                                        "put_batch a",
                                        "put_batch a x",
                                        "put_batch a 1",
                                        "put_batch a 1001 1",
                                        "put_batch a 9 2000000",
                                        "put_batch a 1000 16001",
                                        "put_batch a 0 2000001",
                                        "list a",
                                        "list 1 a b",
                                        "tag a",
                                        "untag a",
                                        "tags a b",
                                        "wait",
                                        "wait 5",
                                        "wait 5m",
                                        "wait s",
                                        "wait 8785h",
                                        "wait 5s 5s",
                                        "key blue",
                                        "key blue bad",
                                        "key blue enabled no",
                                        "caller",
                                        "caller old",
                                        "send",
                                        "send_base64 PutRecord",
                                        "send_base64 PutRecord ?",
                                        "remove a",
                                        "Create a",
                                        "begin"}) {
        EXPECT_FALSE(good(line)) << line;
    }
    EXPECT_FALSE(good("describe " + std::string(65, 'a')));
}

} // namespace
} // namespace firehose_sse::fuzzing
