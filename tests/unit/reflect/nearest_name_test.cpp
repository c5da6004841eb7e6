// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/reflect/nearest_name.hpp"
#include "firehose_sse/model/encryption.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <array>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace firehose_sse::reflect {
namespace {

constexpr auto const& key_types = enumerators<model::KeyType>;
constexpr auto const& statuses = enumerators<model::DeliveryStreamEncryptionStatus>;

TEST(nearest_name, finds_what_was_meant) {
    EXPECT_EQ(nearest_name("CUSTOMER_MANAGED_CMX", key_types), (suggestion{"CUSTOMER_MANAGED_CMK", false}));
    EXPECT_EQ(nearest_name("CUSTOMER_MANGED_CMK", key_types), (suggestion{"CUSTOMER_MANAGED_CMK", false}));
    EXPECT_EQ(nearest_name("CUSTOMER_MANAGED_KEY", key_types), (suggestion{"CUSTOMER_MANAGED_CMK", false}));
    EXPECT_EQ(nearest_name("AWS-OWNED-CMK", key_types), (suggestion{"AWS_OWNED_CMK", false}));
    EXPECT_EQ(nearest_name("ENABLE", statuses).name, "ENABLED");
    EXPECT_EQ(nearest_name("DISABLEDD", statuses).name, "DISABLED");
    static_assert(nearest_name("ENALBED", statuses).name == "ENABLED"); // two letters swapped
}

TEST(nearest_name, says_when_only_the_case_differs) {
    EXPECT_EQ(nearest_name("aws_owned_cmk", key_types), (suggestion{"AWS_OWNED_CMK", true}));
    EXPECT_EQ(nearest_name("Enabled", statuses), (suggestion{"ENABLED", true}));
}

TEST(nearest_name, is_silent_where_nothing_is_close) {
    for (std::string_view const each : {"", "x", "KMS", "SSE-KMS", "aws:kms", "alias/key", "true"}) {
        EXPECT_EQ(nearest_name(each, key_types), suggestion{}) << each;
    }
    EXPECT_EQ(nearest_name("ENABLED", statuses), suggestion{}); // the text is a name itself
    EXPECT_EQ(nearest_name(std::string_view("ENABLED\0junk junk", 17), statuses), suggestion{});
    EXPECT_EQ(nearest_name(std::string(65, 'E'), statuses), suggestion{});
    EXPECT_TRUE(suggestion{}.empty());
}

TEST(nearest_name, takes_the_first_of_two_that_are_equally_close) {
    struct named {
        std::string_view name;
    };
    constexpr std::array<named, 3> names{{{"abcd"}, {"abcx"}, {"abcz"}}};
    EXPECT_EQ(nearest_name("abcy", names).name, "abcd");
    EXPECT_EQ(nearest_name("ABCX", names), (suggestion{"abcx", true}));
}

TEST(edit_distance, by_hand) {
    using detail::edit_distance;
    static_assert(edit_distance("", "") == 0);
    static_assert(edit_distance("abc", "") == 3);
    static_assert(edit_distance("", "abc") == 3);
    static_assert(edit_distance("kitten", "sitting") == 3);
    static_assert(edit_distance("ab", "ba") == 1);
    static_assert(edit_distance("ABC", "abc") == 0);
    static_assert(edit_distance("Vaule", "Value") == 1);
    std::string const longest(detail::longest_compared, 'a');
    EXPECT_EQ(edit_distance(longest, std::string(detail::longest_compared, 'b')), detail::longest_compared);
}

TEST(edit_distance, stops_counting_beyond_what_is_asked_for) {
    using detail::edit_distance;
    constexpr std::string_view texts[] = {"",         "a",      "ab",      "ba",      "abc",      "Value",
                                          "Vaule",    "veil",   "ENABLED", "ENALBED", "DISABLED", "Records",
                                          "RecordId", "KeyARN", "KeyType", "YekARN",  "eulaV"};
    for (std::string_view const from : texts) {
        for (std::string_view const to : texts) {
            std::size_t const all = edit_distance(from, to);
            for (std::size_t most = 0; most <= 10; ++most) {
                std::size_t const counted = edit_distance(from, to, most);
                EXPECT_TRUE(all <= most ? counted == all : counted > most) << from << ' ' << to << ' ' << most;
            }
        }
    }
}

} // namespace
} // namespace firehose_sse::reflect
