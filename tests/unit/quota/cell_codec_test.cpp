// What satisfies the concept.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/cell_codec.hpp"
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>

namespace firehose_sse::quota {
namespace {

struct text_codec {
    [[nodiscard]] std::string write(std::string const& cell) const { return "v1:" + cell; }
    [[nodiscard]] std::optional<std::string> read(std::string_view bytes) const {
        if (!bytes.starts_with("v1:")) { return std::nullopt; }
        return std::string(bytes.substr(3));
    }
    [[nodiscard]] std::optional<instant> ends_at(std::string const&) const { return std::nullopt; }
};
struct without_end {
    [[nodiscard]] std::string write(std::string const& cell) const { return cell; }
    [[nodiscard]] std::optional<std::string> read(std::string_view bytes) const { return std::string(bytes); }
};

static_assert(cell_codec<text_codec, std::string>);
static_assert(!cell_codec<text_codec, int>);
static_assert(!cell_codec<without_end, std::string>);

TEST(cell_codec, reads_what_it_wrote_and_nothing_else) {
    text_codec const codec;
    EXPECT_EQ(codec.read(codec.write("cell")), "cell");
    EXPECT_EQ(codec.read("cell"), std::nullopt);
}

} // namespace
} // namespace firehose_sse::quota
