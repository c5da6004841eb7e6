// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/shape/blob_shape.hpp"
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <type_traits>

namespace firehose_sse {
namespace {

struct picture : blob_shape<picture> {
    using blob_shape::blob_shape;
};
struct sound : blob_shape<sound> {
    using blob_shape::blob_shape;
};

TEST(blob_shape, holds_every_byte) {
    std::string all;
    for (int byte = 0; byte < 256; ++byte) { all += static_cast<char>(byte); }
    EXPECT_EQ(picture(all).bytes, all);
    EXPECT_EQ(picture(std::string_view(all)).bytes, all);
    EXPECT_EQ(picture().bytes, "");
    EXPECT_EQ(picture("text").bytes, "text");
}

TEST(blob_shape, takes_a_string_without_copying_it) {
    std::string data(100, 'x');
    auto const* const bytes = data.data();
    picture const moved(std::move(data));
    EXPECT_EQ(moved.bytes.data(), bytes);
}

TEST(blob_shape, compares_by_its_bytes) {
    EXPECT_EQ(picture("a"), picture("a"));
    EXPECT_NE(picture("a"), picture("b"));
    EXPECT_NE(picture("a"), picture(std::string("a\0", 2)));
}

TEST(blob_shape, shapes_are_types_of_their_own) {
    EXPECT_FALSE((std::is_convertible_v<picture, sound>));
    EXPECT_FALSE((std::is_assignable_v<picture&, sound>));
    EXPECT_FALSE((std::is_convertible_v<picture, std::string_view>)); // bytes are no text
}

#if !defined(__clang__) || _GLIBCXX_RELEASE >= 13 // clang cannot evaluate the std::string of libstdc++ 12
static_assert(picture("a") == picture("a"));
#endif

static_assert(is_blob_shape<picture>);
static_assert(!is_blob_shape<std::string>);
static_assert(!is_blob_shape<int>);

} // namespace
} // namespace firehose_sse
