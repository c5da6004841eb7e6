// Start and Stop whose quota is kept in another store than their stream.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/shared_call.hpp"
#include "firehose_sse/operation/start_delivery_stream_encryption.hpp"
#include "firehose_sse/operation/stop_delivery_stream_encryption.hpp"
#include "unit/operation/world.hpp"
#include <chrono>
#include <functional>
#include <gtest/gtest.h>
#include <optional>
#include <string_view>
#include <utility>

namespace firehose_sse::operation {
namespace {

using Start = StartDeliveryStreamEncryption;
using Stop = StopDeliveryStreamEncryption;
constexpr instant today = at(20'000h);

// One cell. `trouble` makes one update fail; `before` lets another caller come between.
template <class Cell> struct one_cell {
    std::optional<Cell> cell{};
    std::optional<quota::store_error> trouble{};
    std::function<void(one_cell&, int)> before{};
    int updates = 0;

    template <quota::update_function<Cell> F>
    quota::stored<quota::update_answer<F, Cell>> update(std::string_view, F&& f) {
        if (before) { before(*this, updates); }
        ++updates;
        if (trouble) { return *std::exchange(trouble, std::nullopt); }
        auto decided = f(std::as_const(cell), today);
        if (decided.change != quota::cell_change::keep) { cell = std::move(decided.cell); }
        return std::move(decided.answer);
    }
};

struct shared_world : world {
    one_cell<stream_record> streams;
    one_cell<quota::window> windows;
    one_cell<quota::window> local;
    quota::unavailable_policy unavailable{};

    template <class Op> quota::stored<shared_reply<Op>> call(std::optional<quota::call_token> sent = std::nullopt) {
        quota::shared_quota shared(windows, local, rules.quota, unavailable);
        token = sent;
        typename Op::input request;
        request.DeliveryStreamName = "orders";
        return perform_shared<Op>(streams, "orders", shared, "key", request, with());
    }
    [[nodiscard]] std::size_t charged() const { return windows.cell ? windows.cell->charged.size() : 0; }
    void fill() {
        windows.cell = quota::window{};
        windows.cell->charged.assign(rules.quota.limit, today - 1h);
    }
};

template <class Op> bool accepted(shared_reply<Op> const& told) {
    return told.reply && std::holds_alternative<typename Op::output>(told.reply->answer);
}
template <class Error, class Op> bool is(shared_reply<Op> const& told) {
    return told.reply && std::holds_alternative<Error>(told.reply->answer);
}

TEST(shared_call, accepted_call_is_charged_in_the_shared_store_alone) {
    shared_world w;
    w.streams.cell = never_encrypted();
    auto const told = w.call<Start>();
    ASSERT_TRUE(told);
    EXPECT_TRUE(accepted(*told));
    EXPECT_EQ(told->reply->effects.size(), 1u);
    EXPECT_EQ(told->held->verdict.left, 25u);
    EXPECT_EQ(w.charged(), 1u);
    EXPECT_TRUE(w.streams.cell->quota.charged.empty());
    EXPECT_EQ(w.streams.cell->encryption.pending->kind, work_kind::enabling);
    EXPECT_EQ(w.streams.cell->charged_at, std::nullopt);
}

TEST(shared_call, refused_call_tells_no_effects_of_work_whose_end_is_not_stored) {
    shared_world w;
    w.streams.cell = enabling(key_b, today - 1s);
    w.streams.cell->encryption.effective = encryption::effective_key{key_a, 1};
    auto const before = *w.streams.cell;
    auto const done = perform<Start>(before, {"orders", std::nullopt}, w.with(), today);
    ASSERT_EQ(done.answer.effects.front(), encryption::effect(encryption::schedule_retirement{1, key_a}));

    model::StartDeliveryStreamEncryptionInput without_arn;
    without_arn.DeliveryStreamName = "orders";
    without_arn.DeliveryStreamEncryptionConfigurationInput = {{.KeyType = model::KeyType::CUSTOMER_MANAGED_CMK}};
    for (auto const check : {quota_check::after_state, quota_check::before_state}) {
        w.rules.quota_check = check;
        quota::shared_quota shared(w.windows, w.local, w.rules.quota, w.unavailable);
        auto const told = perform_shared<Start>(w.streams, "orders", shared, "key", without_arn, w.with());
        EXPECT_TRUE(is<model::InvalidArgumentException>(*told));
        EXPECT_TRUE(same(*w.streams.cell, before));
        EXPECT_TRUE(told->reply->effects.empty());
    }
}

TEST(shared_call, used_up_quota_refuses_though_the_stream_has_room) {
    shared_world w;
    w.streams.cell = enabled();
    w.fill();
    auto const told = w.call<Stop>();
    EXPECT_TRUE(is<model::LimitExceededException>(*told));
    EXPECT_FALSE(told->held->verdict.admitted);
    EXPECT_TRUE(same(*w.streams.cell, enabled()));
    EXPECT_EQ(w.charged(), 25u);
}

TEST(shared_call, the_streams_own_window_is_not_asked) {
    shared_world w;
    w.streams.cell = operation::charged(enabled(), 25, today - 1h);
    EXPECT_TRUE(accepted(*w.call<Stop>()));
    EXPECT_EQ(w.charged(), 1u);
}

TEST(shared_call, call_that_the_stream_refuses_reserves_nothing) {
    for (auto const& [cell, missing] : {std::pair(std::optional(disabling()), false), {std::nullopt, true}}) {
        shared_world w;
        w.streams.cell = cell;
        auto const told = w.call<Start>();
        EXPECT_EQ(is<model::ResourceInUseException>(*told), !missing);
        EXPECT_EQ(is<model::ResourceNotFoundException>(*told), missing);
        EXPECT_EQ(told->held, std::nullopt);
        EXPECT_EQ(w.windows.updates, 0);
    }
}

TEST(shared_call, refused_calls_are_charged_where_they_count) {
    shared_world w;
    w.rules.quota.counts = quota::counting::answered;
    w.streams.cell = disabling();
    EXPECT_TRUE(is<model::ResourceInUseException>(*w.call<Start>()));
    EXPECT_EQ(w.charged(), 1u);
    w.streams.cell.reset(); // a stream that is not there has no quota
    EXPECT_TRUE(is<model::ResourceNotFoundException>(*w.call<Start>()));
    EXPECT_EQ(w.charged(), 1u);
}

TEST(shared_call, quota_before_the_statuses_only_looks) {
    shared_world w;
    w.rules.quota_check = quota_check::before_state;
    w.streams.cell = disabling();
    EXPECT_TRUE(is<model::ResourceInUseException>(*w.call<Start>()));
    w.fill();
    EXPECT_TRUE(is<model::LimitExceededException>(*w.call<Start>()));
    EXPECT_EQ(w.charged(), 25u);
    w.windows.trouble = quota::store_error::unavailable;
    EXPECT_TRUE(is<model::ResourceInUseException>(*w.call<Start>()));
}

TEST(shared_call, what_another_call_took_is_given_back) {
    shared_world w;
    w.streams.cell = never_encrypted();
    w.streams.before = [](auto& store, int updates) {
        if (updates == 1) { store.cell = enabling(); } // another Start came between asking and doing
    };
    auto const told = w.call<Start>(quota::call_token{1, 1});
    EXPECT_TRUE(is<model::ResourceInUseException>(*told));
    EXPECT_TRUE(told->held->verdict.admitted);
    EXPECT_EQ(w.charged(), 0u);
    EXPECT_TRUE(w.windows.cell->remembered.empty());
}

TEST(shared_call, what_was_accepted_as_it_came_again_stays_charged) {
    shared_world w;
    w.streams.cell = never_encrypted();
    bool first = true;
    w.streams.before = [&](auto&, int updates) {
        if (updates != 1 || !std::exchange(first, false)) { return; }
        // the client has sent it again, to another gateway, and that was faster
        auto const again = w.call<Start>(quota::call_token{1, 1});
        EXPECT_TRUE(accepted(*again));
        EXPECT_TRUE(again->held->verdict.repeated);
    };
    EXPECT_TRUE(is<model::ResourceInUseException>(*w.call<Start>(quota::call_token{1, 1})));
    EXPECT_EQ(w.charged(), 1u);
}

TEST(shared_call, a_store_of_streams_that_fails_gives_the_call_back) {
    shared_world w;
    w.streams.cell = never_encrypted();
    w.streams.before = [](auto& store, int updates) {
        if (updates == 1) { store.trouble = quota::store_error::too_slow; }
    };
    EXPECT_EQ(w.call<Start>().error(), quota::store_error::too_slow);
    EXPECT_EQ(w.charged(), 0u);
    w.streams.before = nullptr;
    w.streams.trouble = quota::store_error::full;
    EXPECT_EQ(w.call<Start>().error(), quota::store_error::full);
}

TEST(shared_call, a_change_that_may_have_been_made_stays_charged) {
    shared_world w;
    w.streams.cell = never_encrypted();
    w.streams.before = [](auto& store, int updates) {
        if (updates == 1) { store.trouble = quota::store_error::outcome_unknown; }
    };
    EXPECT_EQ(w.call<Start>().error(), quota::store_error::outcome_unknown);
    EXPECT_EQ(w.charged(), 1u);
}

TEST(shared_call, a_stream_whose_deletion_is_due_is_charged_nothing) {
    shared_world w;
    w.rules.quota.counts = quota::counting::answered;
    w.streams.cell = deleting();
    w.streams.cell->work_due = today - 1s;
    EXPECT_TRUE(is<model::ResourceNotFoundException>(*w.call<Start>()));
    EXPECT_EQ(w.charged(), 0u);
    w.streams.cell = deleting();
    w.streams.cell->work_due = today + 1s;
    EXPECT_TRUE(is<model::ResourceInUseException>(*w.call<Start>()));
    EXPECT_EQ(w.charged(), 1u);
}

TEST(shared_call, quota_before_the_statuses_knows_a_call_again) {
    shared_world w;
    w.rules.quota_check = quota_check::before_state;
    w.rules.quota.limit = 1;
    w.streams.cell = never_encrypted();
    ASSERT_TRUE(accepted(*w.call<Start>(quota::call_token{1, 1})));
    EXPECT_TRUE(is<model::ResourceInUseException>(*w.call<Start>(quota::call_token{1, 1})));
    EXPECT_TRUE(is<model::LimitExceededException>(*w.call<Start>(quota::call_token{2, 2})));
}

TEST(shared_call, a_refusal_with_the_quota_used_up_is_charged_where_attempts_are) {
    for (auto const counts : {quota::counting::answered, quota::counting::attempted}) {
        shared_world w;
        w.rules.quota.counts = counts;
        w.fill();
        w.streams.cell = disabling();
        EXPECT_TRUE(is<model::ResourceInUseException>(*w.call<Start>()));
        EXPECT_EQ(w.windows.cell->charged.back() == today, counts == quota::counting::attempted);
    }
}

TEST(shared_call, a_call_sent_again_is_charged_once) {
    shared_world w;
    w.streams.cell = never_encrypted();
    EXPECT_TRUE(accepted(*w.call<Start>(quota::call_token{1, 1})));
    EXPECT_TRUE(is<model::ResourceInUseException>(*w.call<Start>(quota::call_token{1, 1})));
    w.streams.cell = enabled();
    auto const again = w.call<Start>(quota::call_token{1, 1});
    EXPECT_TRUE(accepted(*again));
    EXPECT_TRUE(again->held->verdict.repeated);
    EXPECT_EQ(w.charged(), 1u);
}

TEST(shared_call, without_the_shared_store_the_choice_holds) {
    struct {
        quota::unavailable_answer answer;
        bool replied;
        quota::decided_by by;
    } const rows[] = {
        {quota::unavailable_answer::deny, false, quota::decided_by::nobody},
        {quota::unavailable_answer::allow, true, quota::decided_by::nobody},
        {quota::unavailable_answer::local_cap, true, quota::decided_by::local_cap},
    };
    for (auto const& row : rows) {
        shared_world w;
        w.unavailable.answer = row.answer;
        w.streams.cell = never_encrypted();
        w.windows.trouble = quota::store_error::unavailable;
        auto const told = w.call<Start>();
        ASSERT_TRUE(told);
        EXPECT_EQ(told->reply.has_value(), row.replied);
        EXPECT_EQ(told->held->by, row.by);
        EXPECT_EQ(told->held->trouble, quota::store_error::unavailable);
        EXPECT_EQ(same(*w.streams.cell, never_encrypted()), !row.replied);
    }
}

} // namespace
} // namespace firehose_sse::operation
