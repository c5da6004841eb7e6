// Scripts from choices: what can be in them, and that they can be replayed.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/random_script.hpp"
#include "unit/fuzzing/digest.hpp"
#include <array>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <set>

namespace firehose_sse::fuzzing {
namespace {

script passages(std::uint64_t seed, int count, script_options const& rules = {}) {
    std::mt19937_64 engine(seed);
    engine_source choices(engine);
    script made;
    for (int i = 0; i < count; ++i) { add_passage(made, choices, rules); }
    return made;
}

TEST(random_script, is_the_same_for_the_same_choices_and_reads_back) {
    auto const made = passages(1, 5'000);
    EXPECT_EQ(made, passages(1, 5'000));
    EXPECT_NE(made, passages(2, 5'000));
    auto const read = parse_script(to_text(made));
    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(*read, made);
}

TEST(random_script, uses_every_verb_but_those_that_send_raw_bodies) {
    std::set<verb> seen;
    for (auto const& each : passages(1, 5'000)) { seen.insert(each.verb); }
    EXPECT_EQ(seen.size(), reflect::enumerators<verb>.size() - 2);
    seen.clear();
    for (auto const& each : passages(1, 5'000, {.faults = false})) { seen.insert(each.verb); }
    EXPECT_EQ(seen.size(), reflect::enumerators<verb>.size() - 4);
}

TEST(random_script, may_be_as_long_as_can_be) {
    struct {
        using result_type = std::uint32_t;
        static constexpr result_type min() { return 0; }
        static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
        result_type operator()() { return 0; }
    } zeros; // an engine that always chooses the smallest length
    engine_source choices(zeros);
    EXPECT_TRUE(random_script(choices, std::numeric_limits<std::size_t>::max()).empty());
}

TEST(random_script, begins_with_its_streams_and_ends_with_its_source) {
    std::mt19937_64 engine(7);
    engine_source choices(engine);
    auto const made = random_script(choices, 100, {.streams = {"x", "y"}});
    ASSERT_GE(made.size(), 3U);
    EXPECT_EQ(to_text(made[0]), "create x");
    EXPECT_EQ(to_text(made[1]), "create y");
    byte_source none({});
    EXPECT_TRUE(random_script(none, 100).empty());
    std::array<std::uint8_t, 3> const few{20, 60, 1};
    byte_source some(few);
    EXPECT_GE(random_script(some, 100).size(), 20U); // the script ends although the source has run out
}

TEST(random_script, spends_a_small_quota_too) {
    std::size_t most = 0;
    std::size_t row = 0;
    for (auto const& each : passages(3, 2'000, {.quota = 3, .faults = false})) {
        bool const charged = each.verb == verb::start || each.verb == verb::stop;
        row = charged ? row + 1 : each.verb == verb::wait || each.verb == verb::describe ? row : 0;
        most = std::max(most, row);
    }
    EXPECT_GE(most, 4U);
}

TEST(random_script, the_same_choices_make_the_same_for_ever) {
    digest all;
    for (bool const faults : {false, true}) {
        all.add(to_text(passages(11, 3'000, {.quota = 3, .tag_limit = 5, .faults = faults})));
    }
    EXPECT_EQ(all.value(), 11443323214558408850U);
}

TEST(random_script, gives_a_stream_one_tag_too_many) {
    for (std::size_t limit = 0; limit <= 12; ++limit) {
        byte_source none({});
        script made;
        detail::fill_tags(made, none, {.tag_limit = limit});
        std::size_t tags = 0;
        std::size_t before_the_last = 0;
        for (auto const& each : made) {
            if (each.verb != verb::tag) { continue; }
            before_the_last = tags;
            tags += each.words.size() - 1;
        }
        EXPECT_GT(tags, limit);
        EXPECT_LE(before_the_last, limit);
    }
}

} // namespace
} // namespace firehose_sse::fuzzing
