// What a gateway does with a request: operation::perform, in one update of the store that the gateways share; or the
// same with one named fault in it. Tests only. Tells what was seen besides what was answered, so that it can be
// checked. SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/quota/memory_store.hpp"
#include "simulation/subject.hpp"
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::simulation {

using operation::stream_record;

/// A call as the checks need it.
template <class Op> struct seen {
    operation::reply<Op> reply;
    /// The stream as the operation found it, the work that was due having ended; and what ending it asked for.
    operation::caught_up found{};
    /// What the life cycle says of the call; nothing for a call that leaves it alone.
    std::optional<outcome> decided{};
    /// The store's time.
    instant now{};

    [[nodiscard]] bool accepted() const { return reply.answer.index() == 0; }
};

class door {
    struct clock_reader {
        instant const* at;
        instant operator()() const { return *at; }
    };
    using store = quota::memory_store<stream_record, clock_reader>;

    template <class F> auto update(std::size_t stream, F const& f) {
        auto answer = store_.update(name_of(stream), f).value();
        auto after = store_.read(name_of(stream));
        before_[stream] = std::exchange(cells_[stream], std::move(after));
        return answer;
    }

public:
    /// `clock` is read whenever the store is asked.
    door(subject const& of, operation::policy rules, instant const& clock, std::size_t streams)
        : of_(of),
          rules_(std::move(rules)),
          clock_(clock),
          store_(clock_reader{&clock}, 1),
          cells_(streams),
          before_(streams) {
        if (of_.is(fault::one_call_too_many)) { ++rules_.quota.limit; }
        if (of_.is(fault::work_takes_longer)) { rules_.work *= 2; }
        if (of_.is(fault::quota_never_frees)) { rules_.quota.period = std::chrono::hours(24 * 365); }
    }

    [[nodiscard]] static std::string name_of(std::size_t stream) { return "stream-" + std::to_string(stream); }

    /// The stream as a reader of the store finds it.
    [[nodiscard]] std::optional<stream_record> const& operator[](std::size_t stream) const { return cells_[stream]; }

    /// What gateways are told besides the request.
    struct told {
        encryption::key_directory const& keys;
        encryption::caller_facts caller{};
        std::uint64_t attempts_before = 0;
    };

    /// Performs a request; `means` is the command that the request is to the life cycle, if it is any.
    template <class Op>
    seen<Op> call(std::size_t stream, typename Op::input const& input, std::optional<command> const& means,
                  told const& what) {
        encryption::key_directory const keys = heard(what.keys);
        operation::context with{rules_, keys, what.caller};
        if (!of_.is(fault::attempts_before_not_given)) { with.attempts_before = what.attempts_before; }
        return update(stream, [&](std::optional<stream_record> const& cell, instant now) {
            using next = quota::next<stream_record, seen<Op>>;
            bool const stale = of_.is(fault::update_not_atomic); // does not see what was committed in between
            auto got = decide<Op>(stale ? before_[stream] : cell, stream, input, means, with, now);
            return next{got.change, std::move(got.cell), std::move(got.what)};
        });
    }

    /// What a host does with an acknowledgement: one transition of the record's encryption, and nothing else.
    outcome acknowledge(std::size_t stream, command const& what) {
        return update(stream, [&](std::optional<stream_record> const& cell, instant now) {
            using next = quota::next<stream_record, outcome>;
            if (!cell) { return next::keep(refusal::stale_acknowledgement); }
            outcome got = of_.step(cell->encryption, what, rules_.encryption, now);
            auto const* const d = std::get_if<decision>(&got);
            if (d == nullptr) { return next::keep(std::move(got)); }
            if (!d->next.stream) { return next::erase(std::move(got)); }
            stream_record after = *cell;
            operation::apply(after, *d, rules_, now);
            return next::put(std::move(after), std::move(got));
        });
    }

private:
    template <class Op> struct decision_seen {
        quota::cell_change change;
        std::optional<stream_record> cell;
        seen<Op> what;
    };

    template <class Op>
    decision_seen<Op> decide(std::optional<stream_record> const& cell, std::size_t stream,
                             typename Op::input const& input, std::optional<command> const& means,
                             operation::context const& with, instant now) const {
        std::optional<stream_record> given = cell;
        if (given && of_.is(fault::clock_set_back_frees_calls)) {
            now = clock_;
            if (given->quota.latest > now) { given->quota = {}; }
        }
        seen<Op> what{.reply = {typename Op::output{}, {}}, .now = now};
        bool const due = given && operation::is_due(*given, now);
        what.found = due ? operation::end_due_work(*given, with, now) : operation::caught_up{given, {}};
        if (of_.is(fault::effects_of_ended_work_not_found)) { what.found.effects.clear(); }
        if (means) {
            state const from = what.found.record ? what.found.record->encryption : state{};
            what.decided = of_.step(from, *means, rules_.encryption, now);
        }

        auto decided = of_.is(fault::looked_before_catching_up) ? Op::decide(given, input, with, now)
                                                                : operation::perform<Op>(given, input, with, now);
        if (of_.planted() != fault::none) {
            if constexpr (operation::may_answer<Op, model::ResourceInUseException>) {
                spoil_life_cycle<Op>(decided, what, *means, with);
            }
            spoil_commit<Op>(decided, what, stream, with, due);
        }
        what.reply = std::move(decided.answer);
        return {decided.change, std::move(decided.cell), std::move(what)};
    }

    // ---- faults

    /// What KMS says of the keys, as a gateway hears it.
    [[nodiscard]] encryption::key_directory heard(encryption::key_directory keys) const {
        if (is(fault::kept_grants_let_go)) {
            for (auto& [arn, facts] : keys.known) { facts.retire_grant_fails = false; }
        }
        return keys;
    }

    /// The faulty function's decision in place of the library's, where the two differ.
    template <class Op>
    void spoil_life_cycle(operation::decision<Op>& decided, seen<Op> const& what, command const& means,
                          operation::context const& with) const {
        state const from = what.found.record ? what.found.record->encryption : state{};
        outcome const sound = encryption::transition(from, means, with.policy.encryption, what.now);
        if (*what.decided == sound) { return; }
        bool const refused_for_quota = decided.answer.answer.index() != 0 && std::holds_alternative<decision>(sound);
        if (refused_for_quota) { return; }
        auto const* const d = std::get_if<decision>(&*what.decided);
        if (d == nullptr) {
            decided = operation::keep<Op>(model::ResourceInUseException{"spoilt"});
            return;
        }
        stream_record after = decided.cell ? *decided.cell : what.found.record.value_or(stream_record{});
        if (is_charged<Op> && decided.answer.answer.index() != 0) {
            if (!quota::peek(after.quota, with.policy.quota, what.now).admitted) { return; }
            after.quota = quota::charge(std::move(after.quota), with.policy.quota, what.now);
        }
        operation::apply(after, *d, with.policy, what.now);
        std::vector<effect> effects = what.found.effects;
        effects.insert(effects.end(), d->effects.begin(), d->effects.end());
        decided = operation::put<Op>(std::move(after), typename Op::output{}, std::move(effects));
    }

    /// What is committed is not what was decided, or what is told is not what was committed.
    template <class Op>
    void spoil_commit(operation::decision<Op>& decided, seen<Op> const& what, std::size_t stream,
                      operation::context const& with, bool due) const {
        using enum fault;
        auto const& found = what.found.record;
        bool const accepted = decided.answer.answer.index() == 0;
        if (is(effects_of_ended_work_come_last)) {
            auto& effects = decided.answer.effects;
            auto const ended = static_cast<std::ptrdiff_t>(what.found.effects.size());
            std::rotate(effects.begin(), effects.begin() + ended, effects.end()); // clang 14 has no ranges::rotate
        }
        if constexpr (is_charged<Op>) {
            auto const charge = [&](stream_record record) {
                record.quota = quota::charge(std::move(record.quota), with.policy.quota, what.now);
                return record;
            };
            if (accepted) {
                if (is(quota_charged_twice)) { decided.cell = charge(*std::move(decided.cell)); }
                if (is(quota_not_charged)) { decided.cell->quota = found->quota; }
                if (is(charge_without_transition)) { decided.cell->encryption = found->encryption; }
            } else if (found && is(refused_call_charged)) {
                decided.change = quota::cell_change::put;
                decided.cell = charge(*found);
            } else if (found && is(done_although_refused) && std::holds_alternative<decision>(*what.decided)) {
                decided.change = quota::cell_change::put;
                decided.cell = *found;
                operation::apply(*decided.cell, std::get<decision>(*what.decided), with.policy, what.now);
            }
            if (is(refused_call_accepted) && std::holds_alternative<refusal>(*what.decided)) {
                decided.answer.answer = typename Op::output{};
            }
            if (accepted && is(answered_without_commit)) { decided.change = quota::cell_change::keep; }
        }
        if constexpr (!is_charged<Op> && !std::is_same_v<Op, operation::CreateDeliveryStream> &&
                      !std::is_same_v<Op, operation::DeleteDeliveryStream>) {
            if (due && is(ended_work_not_stored)) { decided.change = quota::cell_change::keep; }
            if (due && is(effects_of_ended_work_lost)) { decided.answer.effects.clear(); }
            if (decided.cell && is(charges_forgotten_by_a_look)) { decided.cell->quota = {}; }
        }
        if constexpr (std::is_same_v<Op, operation::DescribeDeliveryStream>) {
            if (accepted && before_[stream] && is(describe_told_from_before)) {
                std::get<0>(decided.answer.answer).DeliveryStreamDescription.DeliveryStreamEncryptionConfiguration =
                    encryption::describe(before_[stream]->encryption, with.policy.encryption);
            }
        }
        if constexpr (std::is_same_v<Op, operation::PutRecord>) {
            if (is(put_always_taken)) { decided.answer.answer = typename Op::output{}; }
            if (accepted && before_[stream] && is(put_told_from_before)) {
                std::get<0>(decided.answer.answer).Encrypted =
                    encryption::reported_encrypted(before_[stream]->encryption, with.policy.encryption, what.now);
            }
        }
    }

    template <class Op>
    static constexpr bool is_charged = std::is_same_v<Op, operation::StartDeliveryStreamEncryption> ||
                                       std::is_same_v<Op, operation::StopDeliveryStreamEncryption>;
    [[nodiscard]] bool is(fault f) const { return of_.is(f); }

    subject const& of_;
    operation::policy rules_;
    instant const& clock_;
    store store_;
    std::vector<std::optional<stream_record>> cells_;
    std::vector<std::optional<stream_record>> before_; // what the latest update of each replaced
};

} // namespace firehose_sse::simulation
