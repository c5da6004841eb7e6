// PutRecord: the id, and `Encrypted` in every state.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/put_record.hpp"
#include "unit/operation/world.hpp"
#include <concepts>
#include <gtest/gtest.h>
#include <utility>
#include <vector>

namespace firehose_sse::operation {
namespace {

static_assert(
    std::same_as<answer<PutRecord>, std::variant<model::PutRecordOutput, model::ResourceNotFoundException,
                                                 model::InvalidArgumentException, model::InvalidKMSResourceException,
                                                 model::InvalidSourceException, model::ServiceUnavailableException>>);

decision<PutRecord> put(std::optional<stream_record> const& stream, world const& w = {}, instant when = now) {
    return PutRecord::decide(stream, {.DeliveryStreamName = "orders", .Record = {"data"}}, w.with(), when);
}

std::optional<bool> encrypted(stream_record const& stream, world const& w = {}, instant when = now) {
    return output_of<PutRecord>(put(stream, w, when)).Encrypted;
}

TEST(put_record, changes_nothing_and_names_the_record) {
    auto const decided = put(enabled());
    EXPECT_EQ(decided.change, quota::cell_change::keep);
    EXPECT_TRUE(decided.answer.effects.empty());
    EXPECT_EQ(output_of<PutRecord>(decided).RecordId, "request-1");
    EXPECT_EQ(output_of<PutRecord>(put(enabled(), {.request_id = "request-2"})).RecordId, "request-2");
}

// Where nobody can know the answer, the policy decides; everywhere else, the state does.
TEST(put_record, encrypted_in_every_state) {
    using maybe = std::optional<bool>;
    struct row {
        char const* what;
        stream_record stream;
        bool known;
        bool encrypted;
    };
    std::vector<row> const table{
        {"never encrypted", never_encrypted(), true, false},
        {"enabling", enabling(key_a), true, false},
        {"enabled", enabled(key_a), true, true},
        {"enabled, own key", enabled(), true, true},
        {"rotating", rotating(key_a, key_b), false, false},
        {"enabling failed", enabling_failed(), true, false},
        {"rotation failed", rotation_failed(key_a, key_b), true, true},
        {"disabling", disabling(key_a), false, false},
        {"disabling failed", disabling_failed(key_a), false, false},
    };
    world w;
    for (auto const& [answer, said] : {std::pair(encryption::unsettled_answer::not_encrypted, maybe(false)),
                                       std::pair(encryption::unsettled_answer::encrypted, maybe(true)),
                                       std::pair(encryption::unsettled_answer::absent, maybe())}) {
        w.rules.encryption.unsettled = answer;
        for (auto const& each : table) {
            EXPECT_EQ(encrypted(each.stream, w), each.known ? maybe(each.encrypted) : said) << each.what;
        }
    }
}

TEST(put_record, five_seconds_after_a_change_nobody_can_know) {
    world w;
    w.rules.encryption.unsettled = encryption::unsettled_answer::absent;
    auto on = enabled(key_a);
    on.encryption.settled_at = now + 5s;
    EXPECT_EQ(encrypted(on, w, now), std::nullopt);
    EXPECT_EQ(encrypted(on, w, now + 5s - 1ms), std::nullopt);
    EXPECT_EQ(encrypted(on, w, now + 5s), true);
    auto off = never_encrypted();
    off.encryption.settled_at = now + 5s;
    EXPECT_EQ(encrypted(off, w, now), std::nullopt);
    EXPECT_EQ(encrypted(off, w, now + 5s - 1ms), std::nullopt);
    EXPECT_EQ(encrypted(off, w, now + 5s), false);
}

TEST(put_record, refusals_leave_the_cell_as_it_is) {
    world w;
    w.keys.known[arn_a] = {.state = key_state::missing};
    for (auto const& [stream, kind] : std::vector<std::pair<std::optional<stream_record>, std::string>>{
             {std::nullopt, "ResourceNotFoundException"},
             {from_source(MSKAsSource), "InvalidArgumentException"},
             {creating(), "ResourceNotFoundException"},
             {enabled(key_a), "InvalidKMSResourceException"}}) {
        auto const refused = put(stream, w);
        EXPECT_EQ(kind_of(refused), kind);
        EXPECT_EQ(refused.change, quota::cell_change::keep);
    }
    w.rules.inactive_put = inactive_put_answer::service_unavailable;
    EXPECT_EQ(kind_of(put(deleting(), w)), "ServiceUnavailableException");
}

} // namespace
} // namespace firehose_sse::operation
