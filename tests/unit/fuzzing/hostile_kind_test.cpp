// Kinds of hostile bodies: about two dozen, each with a name.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/hostile_kind.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <gtest/gtest.h>

namespace firehose_sse::fuzzing {
namespace {

TEST(hostile_kind, has_names) {
    EXPECT_EQ(reflect::enumerators<hostile_kind>.size(), 24U);
    EXPECT_EQ(reflect::enum_name(hostile_kind::deep_lists), "deep_lists");
    EXPECT_EQ(reflect::enum_value<hostile_kind>("loaded_texts"), hostile_kind::loaded_texts);
}

} // namespace
} // namespace firehose_sse::fuzzing
