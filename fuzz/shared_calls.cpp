// Calls of gateways that share what they count: Start and Stop under a quota, Puts under the rates of their stream, all
// others under a rate of the account, in stores that fail or are written by another one in between.
// Level: none (a fuzz target). Input: choices, see fuzzing/source.hpp. By hand: ./dev fuzz shared_calls 60, or as
// fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/source.hpp"
#include "firehose_sse/operation/control_rate.hpp"
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/operation/rated_put.hpp"
#include "firehose_sse/operation/shared_call.hpp"
#include "firehose_sse/quota/memory_store.hpp"
#include "firehose_sse/quota/shared_quota.hpp"
#include "require.hpp"
#include "shaky_store.hpp"
#include "slow_bucket.hpp"
#include "slow_quota.hpp"
#include <algorithm>
#include <array>
#include <boost/mp11/algorithm.hpp>
#include <boost/pfr/ops_fields.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace {

using namespace firehose_sse;
using namespace std::chrono_literals;
using operation::limit_kind;
using operation::stream_record;

constexpr int max_steps = 48;
constexpr std::string_view key = "123456789012:us-east-1:orders";
constexpr std::string_view regions[] = {"us-east-1", "us-west-2", "eu-west-1", "ap-south-1", ""};

quota::rate_policy some_rate(fuzzing::byte_source& choices) {
    constexpr quota::rate_policy rates[] = {
        {.per_second = 1}, {.per_second = 3, .burst = 2}, {.per_second = 0, .burst = 8}};
    return fuzzing::pick(choices, rates);
}

operation::policy some_policy(fuzzing::byte_source& choices) {
    operation::policy rules;
    rules.region = fuzzing::pick(choices, regions);
    rules.quota.limit = static_cast<std::uint32_t>(choices.below(4));
    rules.quota.period = fuzzing::coin(choices) ? 10s : 24h;
    rules.quota.counts = static_cast<quota::counting>(choices.below(3));
    rules.quota_check = static_cast<operation::quota_check>(choices.below(2));
    rules.encryption.stop_when_disabled = static_cast<encryption::stop_when_disabled_answer>(choices.below(4));
    rules.control_rate_scope = static_cast<operation::control_rate_scope>(choices.below(2));
    rules.put_overflow = static_cast<operation::put_overflow_answer>(choices.below(2));
    if (fuzzing::coin(choices)) { rules.control_rate = some_rate(choices); }
    switch (choices.below(4)) {
    case 0: break;
    case 1: rules.put_rate = quota::put_rate_policy::of_region(rules.region); break;
    case 2:
        rules.put_rate = quota::put_rate_policy::unlimited();
        rules.put_rate->bytes = some_rate(choices);
        break;
    default: {
        auto& rates = rules.put_rate.emplace();
        for (auto* each : {&rates.requests, &rates.records, &rates.bytes}) { *each = some_rate(choices); }
        break;
    }
    }
    return rules;
}

/// The limits of the service, as its documentation lists them.
void check_region(std::string_view region) {
    bool const large = region != "ap-south-1" && !region.empty();
    auto const rates = quota::put_rate_policy::of_region(region);
    require(rates.requests.per_second == (large ? 2'000 : 1'000) &&
                rates.records.per_second == (large ? 500'000 : 100'000) &&
                rates.bytes.per_second == (large ? 5'242'880 : 1'048'576),
            "each region has its rates");
}

/// A bucket that is filled slowly; none for a rate that refuses nothing.
class slow_rate {
public:
    explicit slow_rate(quota::rate_policy const& rules) {
        if (rules != quota::rate_policy::unlimited()) { bucket_.emplace(rules); }
    }
    void pass(instant now) {
        if (bucket_) { bucket_ = bucket_->at(now); }
    }
    [[nodiscard]] bool holds(std::uint64_t units) const { return !bucket_ || bucket_->holds(units); }
    void take(std::uint64_t units) {
        if (bucket_) { bucket_->take(units); }
    }

private:
    std::optional<slow_bucket> bucket_{};
};

class gateway {
public:
    explicit gateway(fuzzing::byte_source& choices)
        : choices_(choices), rules_(some_policy(choices)), unavailable_(some_answer(choices)), slow_(rules_.quota) {
        check_region(fuzzing::pick(choices, regions));
        auto const rates = rules_.put_rate.value_or(quota::put_rate_policy::unlimited());
        for (auto const& each : {rates.requests, rates.records, rates.bytes}) { slow_rates_.emplace_back(each); }
    }

    void step() {
        constexpr std::chrono::milliseconds spans[] = {1ms, 333ms, 1s, 10s, 24h};
        switch (choices_.below(8)) {
        case 0: change<operation::StartDeliveryStreamEncryption>({"orders", std::nullopt}); break;
        case 1: change<operation::StopDeliveryStreamEncryption>({"orders"}); break;
        case 2: put_one(); break;
        case 3: put_many(); break;
        case 4: control(); break;
        case 5: make_or_remove(); break;
        default: now_ += fuzzing::pick(choices_, spans); break;
        }
    }

private:
    using streams = quota::memory_store<stream_record, hand_clock>;
    using windows = quota::memory_store<quota::window, hand_clock>;
    using buckets = quota::memory_store<quota::put_buckets, hand_clock>;
    using control_buckets = quota::memory_store<quota::token_bucket, hand_clock>;

    static quota::unavailable_policy some_answer(fuzzing::byte_source& choices) {
        return {static_cast<quota::unavailable_answer>(choices.below(3)), static_cast<std::uint32_t>(choices.below(3))};
    }
    [[nodiscard]] operation::context with() const { return {rules_, keys_, {}, 0, "request"}; }
    [[nodiscard]] std::optional<stream_record> stream() const { return streams_.read("orders"); }
    static bool same(std::optional<stream_record> const& a, std::optional<stream_record> const& b) {
        return a.has_value() == b.has_value() && (!a || boost::pfr::eq_fields(*a, *b));
    }

    void make_or_remove() {
        auto const update = [&]<class Op>(std::type_identity<Op>, typename Op::input const& request) {
            require(
                streams_
                    .update("orders", [&](auto const& cell,
                                          instant now) { return operation::perform<Op>(cell, request, with(), now); })
                    .has_value(),
                "a store without a bound takes a cell");
        };
        if (stream()) {
            update(std::type_identity<operation::DeleteDeliveryStream>{}, {"orders", std::nullopt});
            return;
        }
        model::CreateDeliveryStreamInput request;
        request.DeliveryStreamName = "orders";
        request.S3DestinationConfiguration = raw_json{"{}"};
        update(std::type_identity<operation::CreateDeliveryStream>{}, request);
    }

    // ---- Start and Stop

    [[nodiscard]] std::size_t charged() const {
        auto const sum = [](std::optional<quota::window> const& cell) { return cell ? cell->charged.size() : 0; };
        return sum(windows_.read(key)) + sum(local_.read(key));
    }

    template <class Op> void change(typename Op::input const& request) {
        auto told = with();
        if (fuzzing::coin(choices_)) { told.token = quota::call_token{1, choices_.below(3)}; }
        auto const before = stream();
        auto const charged_before = charged();
        bool const refusals_count = quota::is_counted(rules_.quota.counts, quota::call_fate::refused);

        shaky_streams_.begin();
        shaky_windows_.begin();
        shaky_local_.begin();
        bool const overtaken = fuzzing::one_in(choices_, 8); // by a call that removes the stream
        bool removed = false;
        shaky_streams_.before = [&](std::size_t asked) {
            if (!overtaken || asked != 2 || !stream()) { return; }
            removed = true;
            auto const gone = [](auto const&, instant) { return quota::next<stream_record, bool>::erase(true); };
            require(streams_.update("orders", gone).has_value(), "a store forgets what it is told to");
        };
        auto const got = operation::perform_shared<Op>(shaky_streams_, "orders", shared_, key, request, told);

        if (!got) {
            require(shaky_streams_.last() == got.error(), "a store of streams that fails is told");
            if (got.error() == quota::store_error::outcome_unknown) {
                bool const twice = told.token && shaky_windows_.first() == got.error();
                require(shaky_windows_.asked() <= (twice ? 2U : 1U) && shaky_local_.asked() <= 1,
                        "and nothing is given back for a change that may have been made");
            } else if (!refusals_count && !shaky_windows_.last() && !shaky_local_.last()) {
                require(charged() <= charged_before, "but for one that was not made");
            }
            return;
        }
        require(!shaky_streams_.last(), "and one that answers is heard");
        auto const& reply = got->reply;
        if (removed) {
            require(!reply || !std::holds_alternative<typename Op::output>(reply->answer),
                    "what has gone is not changed");
            bool const heard = !shaky_windows_.last() && !shaky_local_.last();
            require(refusals_count || !heard || charged() <= charged_before, "and what was charged is given back");
            return;
        }
        if (!reply) {
            require(got->held && got->held->trouble && !got->held->verdict.admitted,
                    "there is no answer only where nobody can decide");
            require(same(stream(), before), "and then nothing changes");
            return;
        }
        bool const accepted = std::holds_alternative<typename Op::output>(reply->answer);
        told.shared_verdict = quota::admission{.admitted = true, .left = 1};
        auto const alone = operation::perform<Op>(before, request, told, now_);
        bool const willing = std::holds_alternative<typename Op::output>(alone.answer.answer);
        require(accepted == (willing && got->held && got->held->verdict.admitted),
                "a call is accepted when the stream and the quota take it");
        require(accepted || !willing || reply->reached == limit_kind::calls, "or told that there are no more");
        bool const there = before && operation::catch_up(*before, told, now_); // or its deletion is due
        bool const asked = willing || (there && refusals_count);
        require(got->held.has_value() == asked,
                "a call that the stream refuses reserves nothing, unless refusals count");
        if (accepted) {
            require(same(stream(), alone.cell), "what is accepted is done");
            if (got->held->by == quota::decided_by::store && got->held->charged_at) {
                slow_.accept(*got->held->charged_at);
            }
        } else if (!willing && !asked) {
            require(charged() == charged_before, "and is not charged");
        }
    }

    // ---- Puts

    template <class Op>
    operation::reply<Op> put(typename Op::input const& request, std::vector<std::uint64_t> const& sizes, bool each) {
        auto const expected = operation::perform<Op>(stream(), request, with(), now_).answer;
        auto const got = operation::perform_rated<Op>(streams_, "orders", buckets_, "orders", request, with());
        require(got.has_value(), "stores without a bound take cells");
        auto reply = *got;
        bool const taken = std::holds_alternative<typename Op::output>(expected.answer);
        if (!taken || !rules_.put_rate) {
            require(reply.answer == expected.answer && !reply.reached, "what a stream refuses has no rate");
            return reply;
        }
        for (auto& rate : slow_rates_) { rate.pass(now_); }
        std::uint64_t const bytes = std::accumulate(sizes.begin(), sizes.end(), std::uint64_t{0});
        bool const fits =
            slow_rates_[0].holds(1) && (each || (slow_rates_[1].holds(sizes.size()) && slow_rates_[2].holds(bytes)));
        auto const* error = std::get_if<model::ServiceUnavailableException>(&reply.answer);
        require((error == nullptr) == fits, "a call is taken when its buckets hold it");
        require(error == nullptr || error->message == "Slow down.", "and else told to slow down");
        if (!fits) {
            auto const first = !slow_rates_[0].holds(1)              ? limit_kind::put_requests
                               : !slow_rates_[1].holds(sizes.size()) ? limit_kind::put_records
                                                                     : limit_kind::put_bytes;
            require(reply.reached == first, "by the first bucket that does not");
            return reply;
        }
        slow_rates_[0].take(1);
        std::vector<bool> fate;
        std::optional<limit_kind> first;
        for (std::uint64_t const size : sizes) {
            bool const record = slow_rates_[1].holds(1);
            fate.push_back(!each || (record && slow_rates_[2].holds(size)));
            if (!fate.back() && !first) { first = record ? limit_kind::put_bytes : limit_kind::put_records; }
            if (!fate.back()) { continue; }
            slow_rates_[1].take(1);
            slow_rates_[2].take(size);
        }
        require(reply.reached == first, "a limit is told when it has refused something");
        check_entries(reply, expected, fate);
        return reply;
    }

    static void check_entries(operation::reply<operation::PutRecord> const& got,
                              operation::reply<operation::PutRecord> const& expected, std::vector<bool> const&) {
        require(got.answer == expected.answer, "a record that is taken is answered as ever");
    }
    static void check_entries(operation::reply<operation::PutRecordBatch> const& got,
                              operation::reply<operation::PutRecordBatch> const& expected,
                              std::vector<bool> const& fate) {
        auto const& entries = std::get<model::PutRecordBatchOutput>(got.answer);
        auto const& wanted = std::get<model::PutRecordBatchOutput>(expected.answer);
        require(entries.FailedPutCount.value == std::ranges::count(fate, false), "the failed are counted");
        for (std::size_t i = 0; i < fate.size(); ++i) {
            auto const& entry = entries.RequestResponses[i];
            require(fate[i] ? entry == wanted.RequestResponses[i]
                            : !entry.RecordId && entry.ErrorCode == "ServiceUnavailableException",
                    "each record that fits is taken, and no other");
        }
    }

    model::Record some_record() {
        model::Record made;
        made.Data.bytes = std::string(choices_.below(6), '.');
        return made;
    }

    void put_one() {
        operation::PutRecord::input const request{"orders", some_record()};
        put<operation::PutRecord>(request, {request.Record.Data.bytes.size()}, false);
    }

    void put_many() {
        operation::PutRecordBatch::input request{"orders", {}};
        request.Records.resize(1 + choices_.below(4));
        std::vector<std::uint64_t> sizes;
        for (auto& each : request.Records) {
            each = some_record();
            sizes.push_back(each.Data.bytes.size());
        }
        bool const each = rules_.put_overflow == operation::put_overflow_answer::fail_records;
        put<operation::PutRecordBatch>(request, sizes, each);
    }

    // ---- all others

    void control() {
        std::vector<std::string_view> names{"UpdateDestination", "", "putrecord"};
        boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, operation::operations>>(
            [&](auto op) { names.push_back(decltype(op)::type::name); });
        std::string const name(fuzzing::pick(choices_, names));
        bool const known =
            name != "UpdateDestination" && !name.empty() && !name.starts_with("Put") && name != "putrecord";
        auto const got = operation::take_control_call(control_, name, rules_);
        require(got.has_value(), "a store without a bound takes a cell");
        if (!known || !rules_.control_rate) {
            require(got->admitted && control_.size() == slow_control_.size(), "what has no rate takes nothing");
            return;
        }
        bool const together = rules_.control_rate_scope == operation::control_rate_scope::all_together;
        auto& bucket = slow_control_.try_emplace(together ? "" : name, *rules_.control_rate).first->second;
        bucket = bucket.at(now_);
        require(got->admitted == bucket.holds(1) && got->left == bucket.units(),
                "an account has so many calls a second");
        require(got->retry_at == (got->admitted ? std::nullopt : bucket.when(1)), "and then again");
        if (got->admitted) {
            bucket.take(1);
        } else if (control_.size() != slow_control_.size()) {
            slow_control_.erase(together ? "" : name); // refused at once, and so not noted
        }
        require(control_.size() == slow_control_.size(), "each operation, or all, with a bucket");
    }

    fuzzing::byte_source& choices_;
    operation::policy rules_;
    quota::unavailable_policy unavailable_;
    slow_quota slow_;
    encryption::key_directory keys_{};
    instant now_{std::chrono::hours(24 * 365)};
    streams streams_{hand_clock{&now_}, 1};
    windows windows_{hand_clock{&now_}, 1};
    windows local_{hand_clock{&now_}, 1};
    buckets buckets_{hand_clock{&now_}, 1};
    control_buckets control_{hand_clock{&now_}, 1};
    shaky_store<streams> shaky_streams_{streams_, choices_, 16};
    shaky_store<windows> shaky_windows_{windows_, choices_, 6};
    shaky_store<windows> shaky_local_{local_, choices_, 6};
    quota::shared_quota<shaky_store<windows>, shaky_store<windows>> shared_{shaky_windows_, shaky_local_, rules_.quota,
                                                                            unavailable_};
    std::vector<slow_rate> slow_rates_{};
    std::map<std::string, slow_bucket> slow_control_{};
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzzing::byte_source choices({data, size});
    gateway one(choices);
    for (int i = 0; i < max_steps && choices.remaining() != 0; ++i) { one.step(); }
    return 0;
}
