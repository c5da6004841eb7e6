// Any description of a stream, looked at whenever and with any policy: the verdict is one of a few, it follows from the
// statuses, and waiting ends. Level: none (a fuzz target). Input: choices, see fuzzing/source.hpp.
// By hand: ./dev fuzz next_poll 60, or as fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/client/next_poll.hpp"
#include "firehose_sse/fuzzing/source.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "require.hpp"
#include <algorithm>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/list.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace {

using namespace firehose_sse;
using client::poll_failure;
using client::poll_kind;
using client::poll_target;
using encryption::truth;
using std::chrono::milliseconds;
using enum model::DeliveryStreamEncryptionStatus;

milliseconds duration(fuzzing::byte_source& choices) {
    switch (choices.below(4)) {
    case 0: return milliseconds(choices.below(8));
    case 1: return milliseconds(choices.below(4'000'000));
    case 2: return milliseconds(fuzzing::between(choices, -100'000, 100'000));
    default: return fuzzing::coin(choices) ? milliseconds::max() : milliseconds::min();
    }
}

/// One of the enumerators, or a text that this version does not know.
template <class E> open_enum<E> one_of(fuzzing::byte_source& choices) {
    constexpr std::size_t count = boost::mp11::mp_size<boost::describe::describe_enumerators<E>>::value;
    auto const chosen = choices.below(count + 1);
    if (chosen == count) { return open_enum<E>::unknown("OF_TOMORROW"); }
    return static_cast<E>(chosen);
}

std::optional<model::FailureDescription> failure(fuzzing::byte_source& choices) {
    if (!fuzzing::coin(choices)) { return std::nullopt; }
    model::FailureDescription told;
    told.Type = one_of<model::DeliveryStreamFailureType>(choices);
    return told;
}

model::DeliveryStreamDescription description(fuzzing::byte_source& choices) {
    model::DeliveryStreamDescription shown;
    shown.DeliveryStreamStatus = one_of<model::DeliveryStreamStatus>(choices);
    shown.DeliveryStreamType = one_of<model::DeliveryStreamType>(choices);
    shown.FailureDescription = failure(choices);
    if (fuzzing::coin(choices)) {
        auto& block = shown.DeliveryStreamEncryptionConfiguration.emplace();
        if (!fuzzing::one_in(choices, 4)) { block.Status = one_of<model::DeliveryStreamEncryptionStatus>(choices); }
        block.FailureDescription = failure(choices);
    }
    return shown;
}

client::poll_policy policy(fuzzing::byte_source& choices) {
    client::poll_policy rules;
    rules.target = static_cast<poll_target>(choices.below(3));
    rules.encrypted_before = static_cast<truth>(choices.below(3));
    if (fuzzing::coin(choices)) { return rules; }
    rules.first_delay = duration(choices);
    rules.growth_percent =
        static_cast<std::uint32_t>(fuzzing::coin(choices) ? choices.below(400) : choices.below(1ull << 32));
    rules.max_delay = duration(choices);
    rules.min_delay = duration(choices);
    rules.limit = duration(choices);
    rules.stale_for = duration(choices);
    rules.settling = duration(choices);
    return rules;
}

// ---- what a look must mean, as the table of the statuses has it

enum class end : unsigned char {
    none,
    reached,
    stream_failed,
    stream_deleted,
    change_failed,
    other_end,
    not_applicable
};

end expect(model::DeliveryStreamDescription const& shown, poll_target target) {
    auto const stream = reflect::enum_text(shown.DeliveryStreamStatus);
    if (stream == "CREATING_FAILED") { return end::stream_failed; }
    if (stream == "DELETING" || stream == "DELETING_FAILED") { return end::stream_deleted; }
    if (stream != "ACTIVE") { return end::none; }
    bool const at_rest = target == poll_target::at_rest;
    auto const source = reflect::enum_text(shown.DeliveryStreamType);
    if (source != "DirectPut" && source != "OF_TOMORROW") { return at_rest ? end::reached : end::not_applicable; }
    auto const& block = shown.DeliveryStreamEncryptionConfiguration;
    if (!block || !block->Status) { return at_rest ? end::reached : end::none; }
    auto const status = reflect::enum_text(*block->Status);
    if (status == "ENABLING" || status == "DISABLING" || status == "OF_TOMORROW") { return end::none; }
    bool const of_start = status == "ENABLED" || status == "ENABLING_FAILED";
    if (!at_rest && of_start != (target == poll_target::enabled)) { return end::other_end; }
    return status.ends_with("_FAILED") && !at_rest ? end::change_failed : end::reached;
}

void check(model::DeliveryStreamDescription const& shown, client::poll_times const& times,
           client::poll_policy const& rules, client::poll_verdict const& verdict) {
    auto const elapsed = std::max(times.elapsed, milliseconds(0));
    bool const believed = elapsed >= rules.stale_for;
    end const expected = believed ? expect(shown, rules.target) : end::none;
    bool const done = verdict.kind == poll_kind::done || verdict.kind == poll_kind::settled;
    require(done == (expected == end::reached), "done is what the target's statuses are");
    require((verdict.kind == poll_kind::failed) == (expected > end::reached), "failed is what other ends are");
    require(verdict.why.has_value() == (verdict.kind == poll_kind::failed),
            "a failure has its reason, nothing else has");
    if (verdict.why) {
        require(static_cast<unsigned>(*verdict.why) + 2 == static_cast<unsigned>(expected), "and it is the right one");
    }
    bool const of_stream = verdict.why == poll_failure::stream_failed || verdict.why == poll_failure::stream_deleted;
    auto const status = client::detail::status_in(shown);
    bool const rests_after_failure = done && (status == ENABLING_FAILED || status == DISABLING_FAILED);
    bool const of_change = verdict.why == poll_failure::change_failed || rests_after_failure;
    bool const of_block = of_change && shown.DeliveryStreamEncryptionConfiguration->FailureDescription;
    auto const& told =
        of_block ? shown.DeliveryStreamEncryptionConfiguration->FailureDescription : shown.FailureDescription;
    require(verdict.cause.has_value() == ((of_stream || of_change) && told.has_value()),
            "the cause is the service's, from the level that has failed, or else the other");
    require(!verdict.cause || *verdict.cause == told->Type, "word for word");

    if (expected == end::none) {
        require((verdict.kind == poll_kind::give_up) == (elapsed >= rules.limit), "waiting ends at the limit");
    }
    if (verdict.kind == poll_kind::wait) {
        require(verdict.delay >= rules.min_delay, "no wait is shorter than the shortest");
        require(verdict.delay <= std::max({rules.max_delay, rules.min_delay, milliseconds(0)}),
                "nor longer than the longest");
        require(verdict.delay <= std::max(rules.limit - elapsed, rules.min_delay), "the last look is at the limit");
    } else {
        require(verdict.delay >= milliseconds(0), "what is over waits for nothing that has passed");
    }
    bool const settled = times.since_done && std::max(*times.since_done, milliseconds(0)) >= rules.settling;
    require(!done || (verdict.kind == poll_kind::settled) == settled, "what is done settles when the time has passed");

    if (verdict.encrypted == truth::yes) {
        require(believed && ((status == ENABLED && verdict.kind == poll_kind::settled) ||
                             (status == ENABLING_FAILED && rules.encrypted_before == truth::yes)),
                "records are called encrypted when nothing else is possible");
    }
    if (verdict.encrypted == truth::no) {
        require(believed &&
                    (status == DISABLED ? verdict.kind == poll_kind::settled : rules.encrypted_before == truth::no),
                "and not encrypted likewise");
    }
    require(believed || verdict.posture == encryption::posture_kind::undetermined, "a stale look says nothing");
}

/// A stream that never gets there is given up, and not looked at more often than the shortest wait allows.
void check_patience(model::DeliveryStreamDescription const& shown, client::poll_policy const& rules) {
    constexpr milliseconds enough = std::chrono::hours(24);
    if (rules.min_delay < std::chrono::seconds(1) || rules.limit > enough) { return; }
    auto const most = std::max(rules.limit, milliseconds(0)) / rules.min_delay + 2;
    if (most > 100) { return; } // takes longer and shows the same
    milliseconds elapsed{0};
    std::int64_t looks = 0;
    for (;;) {
        auto const verdict = client::next_poll(shown, elapsed, rules);
        require(++looks <= most, "waiting ends after no more looks than fit into the limit");
        if (verdict.kind != poll_kind::wait) { return; }
        if (rules.min_delay > enough) { return; } // the clock would overflow, not the library
        elapsed += verdict.delay;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzzing::byte_source choices({data, size});
    auto const rules = policy(choices);
    auto const shown = description(choices);
    client::poll_times times(duration(choices));
    if (fuzzing::coin(choices)) { times.since_done = duration(choices); }
    auto const verdict = client::next_poll(shown, times, rules);
    check(shown, times, rules, verdict);
    require(verdict == client::next_poll(shown, times, rules), "the same look means the same");
    check_patience(shown, rules);
    return 0;
}
