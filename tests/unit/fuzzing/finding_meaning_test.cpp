// Every kind of finding has a sentence of its own.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/finding_meaning.hpp"
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sstream>
#include <string>

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

TEST(finding_meaning, is_what_the_reference_says) {
    std::ifstream const file(FIREHOSE_SSE_ORACLE_PAGE);
    std::ostringstream page;
    page << file.rdbuf();
    for (auto const& each : reflect::enumerators<finding_kind>) {
        std::string const row = "| `" + std::string(each.name) + "` | " + std::string(meaning_of(each.value)) + " |\n";
        EXPECT_NE(page.str().find(row), std::string::npos) << row;
    }
}

} // namespace
} // namespace firehose_sse::fuzzing
