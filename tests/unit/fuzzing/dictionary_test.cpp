// The dictionary: every name of the model, in a form that the engines read.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/dictionary.hpp"
#include <algorithm>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::fuzzing {
namespace {

std::vector<std::string> lines() {
    std::istringstream in(dictionary());
    std::vector<std::string> all;
    for (std::string line; std::getline(in, line);) { all.push_back(line); }
    return all;
}

bool has(std::string_view line) {
    auto const all = lines();
    return std::ranges::find(all, line) != all.end();
}

TEST(dictionary, every_line_is_a_token_a_comment_or_blank) {
    for (auto const& line : lines()) {
        if (line.empty() || line.starts_with("# ")) { continue; }
        ASSERT_TRUE(line.size() > 2 && line.starts_with('"') && line.ends_with('"')) << line;
        for (std::size_t i = 1; i + 1 < line.size(); ++i) {
            char const c = line[i];
            ASSERT_TRUE(c >= 0x20 && c < 0x7F) << line;
            ASSERT_NE(c, '"') << line;
            if (c != '\\') { continue; }
            ++i;
            ASSERT_TRUE(line[i] == '\\' || line[i] == '"' || line[i] == 'x') << line;
        }
    }
}

TEST(dictionary, has_no_token_twice) {
    auto all = lines();
    std::erase_if(all, [](std::string const& line) { return !line.starts_with('"'); });
    std::ranges::sort(all);
    EXPECT_EQ(std::ranges::adjacent_find(all), all.end());
    EXPECT_GT(all.size(), 150U);
}

TEST(dictionary, holds_what_the_model_names) {
    EXPECT_TRUE(has(R"("\"DeliveryStreamEncryptionConfigurationInput\":")")) << "of a request";
    EXPECT_TRUE(has(R"("\"FailedPutCount\":")")) << "of an answer";
    EXPECT_TRUE(has(R"("\"code\":")")) << "of an error";
    EXPECT_TRUE(has(R"("\"CUSTOMER_MANAGED_CMK\"")"));
    EXPECT_TRUE(has(R"("\"SUBNET_NOT_FOUND\"")"));
    EXPECT_TRUE(has(R"("\"InvalidKMSResourceException\"")"));
    EXPECT_FALSE(has(R"("\"unknown\"")"));
    EXPECT_TRUE(has(R"("Firehose_20150804.")"));
    EXPECT_TRUE(has(R"("StartDeliveryStreamEncryption")"));
    EXPECT_TRUE(has(R"("\\ud800")"));
    EXPECT_TRUE(has(R"("\xEF\xBB\xBF")"));
    EXPECT_TRUE(has(R"("\xC2\x85")")) << "a line end";
}

} // namespace
} // namespace firehose_sse::fuzzing
