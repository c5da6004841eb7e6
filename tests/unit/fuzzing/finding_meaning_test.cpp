// Every kind of finding has a sentence of its own.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/finding_meaning.hpp"
#include <gtest/gtest.h>
#include <set>

namespace firehose_sse::fuzzing {
namespace {

TEST(finding_meaning, is_a_sentence_of_its_own) {
    std::set<std::string_view> seen;
    for (auto const& each : reflect::enumerators<finding_kind>) {
        auto const text = meaning_of(each.value);
        EXPECT_TRUE(text.ends_with('.')) << each.name;
        EXPECT_TRUE(seen.insert(text).second) << each.name;
    }
}

} // namespace
} // namespace firehose_sse::fuzzing
