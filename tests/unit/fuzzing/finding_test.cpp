// A finding as one line.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/finding.hpp"
#include <gtest/gtest.h>

namespace firehose_sse::fuzzing {
namespace {

TEST(finding, reads_as_one_line) {
    EXPECT_EQ(to_text({finding_kind::encrypted_wrong, "PutRecord", "orders", "Encrypted true", "Encrypted false"}),
              "PutRecord orders: encrypted_wrong: expected Encrypted true, got Encrypted false");
    EXPECT_EQ(to_text({finding_kind::bad_head_accepted, "", "", "a refusal", "status 200"}),
              "(no operation): bad_head_accepted: expected a refusal, got status 200");
}

TEST(finding, every_kind_has_a_name) {
    for (auto const& each : reflect::enumerators<finding_kind>) {
        EXPECT_EQ(reflect::enum_value<finding_kind>(each.name), each.value);
    }
    EXPECT_EQ(reflect::enumerators<finding_kind>.size(), 51U);
}

} // namespace
} // namespace firehose_sse::fuzzing
