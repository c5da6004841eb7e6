// Calls against the quota, judged by windows of both kinds and by a counter that keeps every call: the verdicts are the
// same, to the last call and to the millisecond, whatever is stored and read in between.
// Level: none (a fuzz target). Input: four bytes choose the policy, then one byte is a command; see fuzz/README.md.
// By hand: ./dev fuzz quota 60, or as fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/compact_window.hpp"
#include "firehose_sse/quota/correction.hpp"
#include "firehose_sse/quota/window.hpp"
#include "firehose_sse/quota/window_codec.hpp"
#include "require.hpp"
#include "slow_quota.hpp"
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace {

using namespace firehose_sse;
using namespace std::chrono_literals;
using quota::window_kind;

// Room for a full window twice over: more commands only take longer.
constexpr std::size_t largest_input = 128;

quota::quota_policy policy_of(std::string_view input) {
    auto const choice = [&](std::size_t place, std::size_t count) {
        return place < input.size() ? static_cast<unsigned char>(input[place]) % count : 0;
    };
    constexpr std::uint32_t limits[] = {2, 1, 3, 25, 0, 5};
    constexpr std::chrono::milliseconds periods[] = {24h, 10s, 1ms, 0ms, -1s, 49 * 24h};
    constexpr std::chrono::milliseconds memories[] = {10min, 0ms, 2s, 48h};
    quota::quota_policy rules;
    rules.limit = limits[choice(0, std::size(limits))];
    rules.period = periods[choice(1, std::size(periods))];
    rules.window = static_cast<window_kind>(choice(2, 3));
    rules.counts = static_cast<quota::counting>(choice(2, 9) / 3);
    rules.retry_memory = memories[choice(3, std::size(memories))];
    rules.pause = choice(3, 8) < 4 ? std::chrono::milliseconds(1h) : 3s;
    // beyond what a compact window holds
    if (input.starts_with('~')) { rules.limit = 26; }
    if (input.substr(std::min<std::size_t>(input.size(), 1)).starts_with('~')) { rules.period = 50 * 24h; }
    return rules;
}

// ---- calls that are sent again, remembered the slow way

class slow_memory {
public:
    explicit slow_memory(quota::quota_policy const& rules) : rules_(rules) {}

    [[nodiscard]] quota::remembered_call* find(std::optional<quota::call_token> const& token, instant now) {
        for (auto& each : calls_) {
            if (token && each.token == *token && now - each.charged < rules_.retry_memory) { return &each; }
        }
        return nullptr;
    }
    /// Forgets a call.
    void drop(quota::remembered_call const* known) { calls_.erase(calls_.begin() + (known - calls_.data())); }
    void add(quota::call_token token, instant now, bool admitted) {
        std::erase_if(calls_, [&](auto const& each) { return now - each.charged >= rules_.retry_memory; });
        calls_.push_back({token, now, admitted});
        if (calls_.size() > rules_.limit) { calls_.erase(calls_.begin()); }
    }
    /// A call that was charged at that moment: the one with the token, or the first one without a token.
    [[nodiscard]] quota::remembered_call const* charged(instant at,
                                                        std::optional<quota::call_token> const& token) const {
        for (auto const& each : calls_) {
            if (each.charged == at && (!token || each.token == *token)) { return &each; }
        }
        return nullptr;
    }

private:
    quota::quota_policy const& rules_;
    std::vector<quota::remembered_call> calls_{};
};

// ---- one stream

class stream {
public:
    explicit stream(quota::quota_policy const& rules)
        : rules_(rules), slow_(rules), memory_(rules), compact_fits_(quota::fits(rules)) {}

    void take(char command) {
        auto const argument = static_cast<unsigned>(static_cast<unsigned char>(command)) >> 4;
        constexpr std::chrono::milliseconds spans[] = {1ms, 2ms,       999ms, 1s,        2s,  9s,       10s,      10min,
                                                       1h,  24h - 1ms, 24h,   24h + 1ms, 25h, 10 * 24h, 50 * 24h, -1s};
        switch (command & 15) {
        case 0:
        case 1:
        case 2: admit(std::nullopt); break;
        case 3:
        case 4:
        case 5: admit(quota::call_token{7, argument}); break;
        case 6: refused_otherwise(); break;
        case 7: cancel(std::nullopt); break;
        case 8: cancel(last_token_); break;
        case 9: check_observation(); break;
        case 10: store_and_read(); break;
        case 11: admit(quota::call_token{7, argument % 2}); break;
        default: now_ += spans[argument]; break;
        }
    }

    /// What is true of the windows at any time.
    void check() {
        auto const verdict = peek(std::nullopt);
        std::size_t const counted = slow_.counted(now_);
        std::size_t const left = counted < rules_.limit ? rules_.limit - counted : 0;
        require(verdict.admitted == (left != 0) && verdict.left == left, "both counts agree, to the last call");
        require(verdict.retry_at.has_value() == (!verdict.admitted && rules_.limit != 0), "a refusal says until when");
        // Without further calls, fewer and fewer calls count.
        require(!verdict.retry_at || (slow_.full(*verdict.retry_at - 1ms) && !slow_.full(*verdict.retry_at)),
                "the moment to try again is the first at which a call is admitted");
        require(window_.charged.size() <= rules_.limit && window_.remembered.size() <= rules_.limit,
                "a window holds no more than the limit");
        require(std::ranges::is_sorted(window_.charged), "in the order of time");
        require(compact_fits_ ==
                    (rules_.limit <= 25 && (rules_.window == window_kind::utc_day || rules_.period <= 49 * 24h)),
                "a compact window fits what it can count");
        if (compact_fits_) {
            auto const& small = compact_.charged;
            auto last = small.end();
            for (auto each = window_.charged.rbegin(); each != window_.charged.rend(); ++each) {
                require(last != small.begin() && *--last == *each, "both windows hold the same calls");
            }
            require(last == small.begin(), "from the last one back");
            require((small.begin() <=> small.end() < 0) == !window_.charged.empty(), "of which the first comes first");
        }
        check_end();
    }

private:
    quota::admission peek(std::optional<quota::call_token> const& token) const {
        auto const verdict = quota::peek(window_, rules_, now_, token);
        require(!compact_fits_ || quota::peek(compact_, rules_, now_, token) == verdict, "both windows say the same");
        return verdict;
    }

    void admit(std::optional<quota::call_token> const& token) {
        auto const asked = peek(token);
        auto const got = quota::admit(window_, rules_, now_, token);
        if (compact_fits_) {
            auto small = quota::admit(compact_, rules_, now_, token);
            require(small.verdict == got.verdict && small.charged_at == got.charged_at, "both windows do the same");
            compact_ = std::move(small.next);
        }
        require(got.verdict.admitted == asked.admitted && got.verdict.left == asked.left &&
                    got.verdict.repeated == asked.repeated,
                "what is asked beforehand is what happens");

        instant const moment = slow_.forward(now_);
        bool const free = rules_.limit != 0 && !slow_.full(now_);
        auto* const known = memory_.find(token, moment);
        bool const repeated = rules_.limit != 0 && known != nullptr && known->admitted;
        require(got.verdict.repeated == repeated, "a call is known again as long as it is remembered");
        require(got.verdict.admitted == (free || repeated),
                "a call is admitted when there is room, or for the second time");
        bool const counts = quota::is_counted(rules_.counts, got.verdict.admitted ? quota::call_fate::accepted
                                                                                  : quota::call_fate::refused_by_quota);
        bool const accepted = got.verdict.admitted && !repeated;
        require(got.charged_at == (accepted ? std::optional(moment) : std::nullopt),
                "an admitted call is charged once, when it is admitted");
        slow_.look(now_);
        if (repeated) { known->again = true; }
        if (accepted && known != nullptr) { // it counted when it was refused; now only the new charge counts
            slow_.uncount(known->charged);
            memory_.drop(known);
        }
        if (accepted || (counts && known == nullptr)) {
            slow_.charge(now_);
            if (token) { memory_.add(*token, moment, got.verdict.admitted); }
        }
        if (accepted) { slow_.accept(now_); }
        if (got.charged_at) {
            last_charge_ = got.charged_at;
            last_token_ = token;
        }
        window_ = got.next;
    }

    /// A call that the stream refuses for another reason.
    void refused_otherwise() {
        if (!quota::is_counted(rules_.counts, quota::call_fate::refused)) { return; }
        window_ = quota::charge(std::move(window_), rules_, now_);
        if (compact_fits_) { compact_ = quota::charge(std::move(compact_), rules_, now_); }
        slow_.charge(now_);
    }

    /// When calls above the limit count, a window does not keep all of them, so that it cannot give one back.
    void cancel(std::optional<quota::call_token> const& token) {
        if (!last_charge_ || rules_.counts != quota::counting::accepted) { return; }
        for (instant const never : {*last_charge_ - 1ms, slow_.forward(now_) + 1ms}) {
            if (std::ranges::find(window_.charged, never) != window_.charged.end()) { continue; }
            require(quota::cancel(window_, never, token) == window_ &&
                        (!compact_fits_ || quota::cancel(compact_, never, token) == compact_),
                    "what was never charged is not taken back");
        }
        auto const counted = std::ranges::count(window_.charged, *last_charge_);
        auto const* const known = token || counted == 1 ? memory_.charged(*last_charge_, token) : nullptr;
        bool const relied_upon = known != nullptr && known->again;
        auto const before = window_;
        window_ = quota::cancel(std::move(window_), *last_charge_, token);
        if (compact_fits_) { compact_ = quota::cancel(std::move(compact_), *last_charge_, token); }
        bool const anothers = token && known == nullptr && memory_.charged(*last_charge_, std::nullopt) != nullptr;
        if (counted == 0 || relied_upon || anothers) {
            require(window_ == before, "what was admitted again stays charged, as do the calls of others");
            return;
        }
        slow_.look(slow_.forward(now_ - 100 * 24h)); // the time that was seen is not taken back
        slow_.cancel(*last_charge_);
        if (known != nullptr) { memory_.drop(known); }
        auto const once = window_;
        if (token && memory_.charged(*last_charge_, std::nullopt) != nullptr) {
            require(quota::cancel(once, *last_charge_, token) == once, "a second time it takes no other's charge");
        }
        last_charge_.reset();
    }

    /// The service itself has said that the limit is reached: nothing for a pause, and then again as if it never had.
    void check_observation() const {
        auto const after = quota::observe(window_, rules_, now_);
        instant const moment = slow_.forward(now_);
        auto const at = [&](instant when) { return quota::peek(after, rules_, when).admitted; };
        if (rules_.limit == 0) { return; }
        if (rules_.window == window_kind::utc_day) {
            instant const end = std::chrono::floor<std::chrono::days>(moment) + std::chrono::days(1);
            require(!at(end - 1ms) && at(end), "nothing more today");
        } else if (rules_.period > 0ms) {
            auto const pause = std::min(rules_.pause, rules_.period);
            require(!at(moment + pause - 1ms), "a pause is kept");
            require(at(moment + rules_.period), "and is no longer than a period");
        }
        if (rules_.counts == quota::counting::attempted) { return; } // the slow one then has more than the limit
        constexpr std::chrono::milliseconds spans[] = {0ms, 1ms, 2s, 3s, 10s, 1h, 23h, 24h - 1ms, 24h};
        for (auto const later : spans) {
            std::size_t const counted = slow_.counted(moment + later);
            std::size_t const least = counted < rules_.limit ? rules_.limit - counted : 0;
            require(quota::peek(after, rules_, moment + later).left <= least, "calls counted here count as long");
        }
    }

    void store_and_read() {
        quota::window_codec const codec{rules_};
        auto const bytes = codec.write(window_);
        auto read = codec.read(bytes);
        require(read == window_, "what is stored is read as the same");
        window_ = *std::move(read);
        if (!compact_fits_) { return; }
        quota::basic_window_codec<quota::compact_window<>> const small{rules_};
        require(small.write(compact_) == bytes, "both windows are stored as the same bytes");
        compact_ = small.read(bytes).value();
    }

    /// A store may forget a window when the window means the same as none.
    void check_end() const {
        quota::window_codec const codec{rules_};
        auto const end = codec.ends_at(window_);
        require(end.has_value(), "every window ends");
        instant const then = std::max(*end, window_.latest);
        require(quota::peek(window_, rules_, then) == quota::peek(quota::window{}, rules_, then),
                "when it has ended it means as much as none");
        if (*end <= window_.latest) { return; }
        instant const before = *end - 1ms;
        bool const counts = quota::peek(window_, rules_, before).left < rules_.limit;
        bool const remembers = std::ranges::any_of(
            window_.remembered, [&](auto const& each) { return before - each.charged < rules_.retry_memory; });
        require(counts || remembers, "and not a millisecond sooner");
    }

    quota::quota_policy const& rules_;
    instant now_{std::chrono::hours(24 * 365)};
    quota::window window_{};
    quota::compact_window<> compact_{};
    slow_quota slow_;
    slow_memory memory_;
    bool compact_fits_;
    std::optional<instant> last_charge_{};
    std::optional<quota::call_token> last_token_{};
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > largest_input) { return 0; }
    std::string_view const input(reinterpret_cast<char const*>(data), size);
    auto const rules = policy_of(input);
    stream one(rules);
    for (char const command : input.substr(std::min<std::size_t>(size, 4))) {
        one.take(command);
        one.check();
    }
    return 0;
}
