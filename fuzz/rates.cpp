// Calls against rates a second, by token buckets and by buckets that are filled millisecond by millisecond: the same
// verdicts, and the same moments to try again.
// Level: none (a fuzz target). Input: four bytes choose the rates, then two bytes are a call: how long after the one
// before, and how much.
// By hand: ./dev fuzz rates 60, or as fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/put_rate.hpp"
#include "firehose_sse/quota/token_bucket.hpp"
#include "require.hpp"
#include "slow_bucket.hpp"
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace {

using namespace firehose_sse;
using quota::rate_policy;

constexpr std::size_t largest_input = 132;

rate_policy rate_of(std::string_view input, std::size_t place) {
    constexpr rate_policy rates[] = {
        {.per_second = 5},
        {.per_second = 1},
        {.per_second = 0},
        {.per_second = 0, .burst = 3},
        {.per_second = 7, .burst = 0},
        {.per_second = 3, .burst = 8},
        {.per_second = 999, .burst = 10},
        {.per_second = 2000},
    };
    auto rate = rates[place < input.size() ? static_cast<unsigned char>(input[place]) % std::size(rates) : 0];
    // without a burst, a bucket holds what its rate gives in a second, even if the rate is set later
    if (place < input.size() && !rate.burst && static_cast<unsigned char>(input[place]) >= 128) {
        rate.per_second += 2;
    }
    return rate;
}

class stream {
public:
    explicit stream(std::string_view input)
        : rules_{rate_of(input, 0), rate_of(input, 1), rate_of(input, 2)},
          each_(input.size() > 3 && input[3] % 2 != 0),
          slow_{slow_bucket(rules_.requests), slow_bucket(rules_.records), slow_bucket(rules_.bytes)} {}

    void call(unsigned char wait, unsigned char amount) {
        std::int64_t const span = wait == 255 ? -1000 : (wait % 16) * (wait < 128 ? 1 : 61);
        now_ += std::chrono::milliseconds(span);
        std::uint64_t const records = amount % 4;
        std::uint64_t const bytes = amount / 4 % 16;
        check_one(bytes);
        if (each_) {
            take_each(records, bytes);
        } else {
            take({records, bytes});
        }
        check_full();
    }

private:
    /// One bucket alone: what it would say to so many bytes.
    void check_one(std::uint64_t units) const {
        auto const got = quota::take(buckets_.bytes, rules_.bytes, units, now_);
        auto const slow = slow_[2].at(now_);
        bool const holds = slow.holds(units);
        require(got.verdict.admitted == holds, "a bucket gives what it holds");
        require(got.verdict.left == slow.units(), "and says how much that is");
        require(got.verdict.retry_at == (holds ? std::nullopt : slow.when(units)),
                "the moment to try again is the first at which it holds enough");
        require(holds || quota::take(got.next, rules_.bytes, 0, now_).verdict.left == got.verdict.left,
                "a refusal takes nothing");
        require(!got.verdict.retry_at ||
                    quota::take(buckets_.bytes, rules_.bytes, units, *got.verdict.retry_at).verdict.admitted,
                "then it gives");
        check_late(units, got.verdict);
    }

    /// A bucket behaves the same at the end of time; only a moment beyond the end cannot be named.
    void check_late(std::uint64_t units, quota::rate_verdict const& said) const {
        auto const full = quota::full_at(buckets_.bytes, rules_.bytes);
        for (auto const left : {std::chrono::milliseconds(0), std::chrono::milliseconds(300)}) {
            auto const by = instant::max() - left - now_;
            auto const later = [&](std::optional<instant> moment) {
                return moment && *moment <= instant::max() - by ? std::optional(*moment + by) : std::nullopt;
            };
            quota::token_bucket bucket = buckets_.bytes;
            if (bucket.latest > now_) { return; } // a clock that was set back
            if (bucket.latest != instant::min()) { bucket.latest += by; }
            auto const late = quota::take(bucket, rules_.bytes, units, now_ + by).verdict;
            require(late.admitted == said.admitted && late.left == said.left && late.retry_at == later(said.retry_at),
                    "a bucket is the same at the end of time");
            if (bucket.latest == instant::min()) { continue; }
            require(quota::full_at(bucket, rules_.bytes) == later(full), "and full at the same distance");
        }
    }

    void take(quota::put_size const& size) {
        auto const got = quota::take(buckets_, rules_, size, now_);
        std::array<std::uint64_t, 3> const wanted{1, size.records, size.bytes};
        std::array<slow_bucket, 3> later{slow_[0].at(now_), slow_[1].at(now_), slow_[2].at(now_)};
        std::optional<quota::put_rate> first;
        std::optional<instant> when(instant::min());
        for (std::size_t i = 0; i < 3; ++i) {
            if (later[i].holds(wanted[i])) { continue; }
            if (!first) { first = static_cast<quota::put_rate>(i); }
            auto const its = later[i].when(wanted[i]);
            when = when && its ? std::optional(std::max(*when, *its)) : std::nullopt;
        }
        require(got.verdict.admitted == !first && got.verdict.reached == first, "all three give, or none");
        require(got.verdict.retry_at == (first ? when : std::nullopt), "the slowest says when");
        require(!first || got.next == buckets_, "a refused call takes nothing");
        buckets_ = got.next;
        if (first) { return; }
        for (std::size_t i = 0; i < 3; ++i) { later[i].take(wanted[i]); }
        slow_ = later;
    }

    void take_each(std::uint64_t records, std::uint64_t bytes) {
        std::vector<std::uint64_t> sizes;
        for (std::uint64_t i = 0; i < records + 1; ++i) { sizes.push_back(bytes >> i); }
        auto const got = quota::take_each(buckets_, rules_, sizes, now_);
        auto requests = slow_[0].at(now_);
        require(got.verdict.admitted == requests.holds(1), "the requests alone refuse a batch");
        require(got.taken.size() == sizes.size(), "each record is answered");
        if (!got.verdict.admitted) {
            require(got.next == buckets_ && std::ranges::count(got.taken, true) == 0, "and then nothing is taken");
            return;
        }
        requests.take(1);
        slow_[0] = requests;
        bool refused = false;
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            auto one = slow_[1].at(now_);
            auto its = slow_[2].at(now_);
            bool const fits = one.holds(1) && its.holds(sizes[i]);
            require(got.taken[i] == fits, "a record is taken when both buckets hold it");
            refused = refused || !fits;
            if (!fits) { continue; }
            one.take(1);
            its.take(sizes[i]);
            slow_[1] = one;
            slow_[2] = its;
        }
        require(got.verdict.reached.has_value() == refused, "a record that is refused has a reason");
        buckets_ = got.next;
    }

    void check_full() const {
        std::optional<instant> latest(instant::min());
        for (auto const& bucket : slow_) {
            auto const its = bucket.when_full();
            latest = latest && its ? std::optional(std::max(*latest, *its)) : std::nullopt;
        }
        require(quota::full_at(buckets_, rules_) == latest, "an absent bucket means a full one, from then on");
    }

    quota::put_rate_policy rules_;
    bool each_;
    instant now_{std::chrono::hours(1)};
    quota::put_buckets buckets_{};
    std::array<slow_bucket, 3> slow_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > largest_input) { return 0; }
    stream one({reinterpret_cast<char const*>(data), size});
    for (std::size_t i = 4; i + 1 < size; i += 2) { one.call(data[i], data[i + 1]); }
    return 0;
}
