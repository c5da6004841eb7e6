// Calls of many streams reserved in a store that answers, fails, or writes without an answer, and what holds meanwhile;
// calls named by their senders; places in a roster: never one call, and never one place, too many.
// Level: none (a fuzz target). Input: choices, see fuzzing/source.hpp. By hand: ./dev fuzz shared_quota 60, or as
// fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/shared_quota.hpp"
#include "firehose_sse/fuzzing/source.hpp"
#include "firehose_sse/quota/call_token.hpp"
#include "firehose_sse/quota/memory_store.hpp"
#include "firehose_sse/quota/roster.hpp"
#include "require.hpp"
#include "shaky_store.hpp"
#include "slow_quota.hpp"
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace firehose_sse;
using namespace std::chrono_literals;
using quota::decided_by;
using quota::store_error;
using quota::unavailable_answer;

constexpr int max_steps = 64;
constexpr std::array<std::string_view, 2> keys{"123456789012:us-east-1:orders", "123456789012:us-east-1:returns"};

using cells = quota::memory_store<quota::window, hand_clock>;

quota::quota_policy some_rules(fuzzing::byte_source& choices) {
    constexpr std::chrono::milliseconds periods[] = {10s, 24h, 1ms};
    quota::quota_policy rules;
    rules.limit = static_cast<std::uint32_t>(choices.below(4));
    rules.period = fuzzing::pick(choices, periods);
    rules.window = static_cast<quota::window_kind>(choices.below(3));
    rules.counts = static_cast<quota::counting>(choices.below(3));
    constexpr std::chrono::milliseconds memories[] = {5s, 48h, 0ms};
    rules.retry_memory = fuzzing::pick(choices, memories);
    rules.pause = 3s;
    return rules;
}

quota::unavailable_policy some_answer(fuzzing::byte_source& choices) {
    quota::unavailable_policy made;
    made.answer = static_cast<unavailable_answer>(choices.below(3));
    made.local_cap = static_cast<std::uint32_t>(choices.below(4));
    return made;
}

class session {
public:
    explicit session(fuzzing::byte_source& choices)
        : choices_(choices), rules_(some_rules(choices)), unavailable_(some_answer(choices)), capped_(rules_) {
        capped_.limit = std::min(rules_.limit, unavailable_.local_cap);
        for (auto const key : keys) {
            told_.emplace(key, slow_quota(rules_));
            told_here_.emplace(key, slow_quota(capped_));
        }
    }

    void step() {
        constexpr std::chrono::milliseconds spans[] = {1ms, 1s, 5s, 10s, 24h};
        switch (choices_.below(8)) {
        case 0:
        case 1:
        case 2: reserve(); break;
        case 3: cancel(); break;
        case 4: peek(); break;
        case 5: be_refused(); break;
        case 6: change_roster(); break;
        default: now_ += fuzzing::pick(choices_, spans); break;
        }
    }

private:
    struct held_call {
        std::string_view key{};
        std::optional<quota::call_token> token{};
        quota::reservation held{};
        /// The call was sent again and admitted on this charge; the sender was told so, or perhaps was.
        bool relied_upon = false;
        bool perhaps_relied_upon = false;
    };

    [[nodiscard]] quota::window window_of(cells const& store, std::string_view key) const {
        return store.read(key).value_or(quota::window{});
    }
    [[nodiscard]] static std::size_t charges_at(quota::window const& cell, instant moment) {
        return static_cast<std::size_t>(std::ranges::count(cell.charged, moment));
    }

    [[nodiscard]] static bool is_known(quota::window const& cell, held_call const& call) {
        return std::ranges::any_of(cell.remembered, [&](quota::remembered_call const& each) {
            return call.token && each.token == *call.token && each.charged == call.held.charged_at && each.admitted;
        });
    }

    using told_calls = std::map<std::string, slow_quota>;

    /// Counts an accepted call. When a fixed period began depends on all calls, not only on those that callers know of:
    /// nobody can say it once other calls came in, some were taken back, or one was charged without an answer.
    void accept(told_calls& all, std::string_view key, instant at) {
        bool const begin_is_known = rules_.window != quota::window_kind::fixed || !corrected_.contains(key);
        if (begin_is_known) { all.at(std::string(key)).accept(at); }
    }
    void give_back(bool here, held_call const& call) {
        (here ? told_here_ : told_).at(std::string(call.key)).cancel(*call.held.charged_at);
        corrected_.insert(call.key);
    }

    /// Marks earlier sendings of a call: this one goes on with their charge.
    void share(held_call const& again, decided_by where, bool heard) {
        for (auto& each : calls_) {
            if (each.key != again.key || !each.token || each.token != again.token || each.held.by != where) {
                continue;
            }
            (heard ? each.relied_upon : each.perhaps_relied_upon) = true;
        }
    }

    void reserve() {
        held_call made{fuzzing::pick(choices_, keys), std::nullopt, {}};
        if (fuzzing::coin(choices_)) { made.token = quota::call_token{1, choices_.below(3)}; }
        auto const before = window_of(shared_cells_, made.key);
        auto const here_before = window_of(local_cells_, made.key);
        shared_.begin();
        local_.begin();
        made.held = quota_.reserve(made.key, made.token);
        auto const after = window_of(shared_cells_, made.key);
        auto const& verdict = made.held.verdict;

        require(shared_.asked() <= 2, "a store is asked once, and once more");
        if (rules_.retry_memory == 0ms) { made.token.reset(); } // nobody knows it again
        require(shared_.asked() == 1 || (made.token && shared_.first() == store_error::outcome_unknown),
                "again only where it may have written, and would know the call");
        auto const trouble = shared_.last();
        if (trouble) { corrected_.insert(made.key); }
        require((made.held.by == decided_by::store) == !trouble, "the store decides when it answers");
        require(made.held.trouble == (trouble ? shared_.first() : std::nullopt),
                "and else it is told why not, and whether it may have been charged");
        require(local_.asked() == (trouble && unavailable_.answer == unavailable_answer::local_cap ? 1U : 0U),
                "a process counts for itself when it has to");
        require(shared_.applied() != 0 || after == before, "a store that did not write holds what it held");
        if (!trouble) {
            auto const alone = quota::admit(before, rules_, now_, made.token);
            require(verdict.admitted == alone.verdict.admitted && verdict.left == alone.verdict.left,
                    "asked once or twice, the answer is that of one call");
            require(verdict.repeated == alone.verdict.repeated, "a call that was charged before is known again");
            require(after.charged == alone.next.charged && after.remembered == alone.next.remembered,
                    "and charged once");
            if (alone.charged_at) {
                require(charges_at(after, *alone.charged_at) != 0, "a call that is admitted is charged");
                accept(told_, made.key, *alone.charged_at);
            }
            require(made.held.charged_at == alone.charged_at, "which can be taken back");
        } else if (made.held.by == decided_by::local_cap) {
            auto const alone = quota::admit(here_before, capped_, now_, made.token);
            require(verdict == alone.verdict && made.held.charged_at == alone.charged_at,
                    "a process admits as many as its cap");
            if (alone.charged_at) { accept(told_here_, made.key, *alone.charged_at); }
        } else {
            require(verdict.admitted == (unavailable_.answer == unavailable_answer::allow),
                    "without an answer a call gets what was chosen");
            require(!made.held.charged_at, "and nothing is to be taken back");
        }
        if (trouble ? shared_.applied() != 0 : verdict.repeated) { share(made, decided_by::store, !trouble); }
        bool const heard_here = made.held.by == decided_by::local_cap;
        if (heard_here ? verdict.repeated : local_.applied() != 0) { share(made, decided_by::local_cap, heard_here); }
        calls_.push_back(made);
    }

    void cancel() {
        if (calls_.empty()) { return; }
        std::size_t const chosen = choices_.below(calls_.size());
        held_call const call = calls_[chosen];
        auto const& held = call.held;
        bool const here = held.by == decided_by::local_cap;
        auto const before = window_of(here ? local_cells_ : shared_cells_, call.key);
        shared_.begin();
        local_.begin();
        auto const done = quota_.cancel(call.key, held, call.token);
        auto const after = window_of(here ? local_cells_ : shared_cells_, call.key);
        if (!held.charged_at || rules_.counts == quota::counting::attempted) {
            require(done && !*done && shared_.asked() + local_.asked() == 0,
                    "what was not charged is not taken back, nor anything where attempts count");
            return;
        }
        require(shared_.asked() == (here ? 0U : 1U) && local_.asked() == (here ? 1U : 0U), "of whom it was charged by");
        auto const trouble = here ? local_.last() : shared_.last();
        require(done.has_value() == !trouble, "a store that does not answer does not say so");
        bool const applied = (here ? local_ : shared_).applied() != 0;
        std::size_t const gone = charges_at(before, *held.charged_at) - charges_at(after, *held.charged_at);
        bool const counted = charges_at(before, *held.charged_at) != 0;
        require(gone <= (applied && counted ? 1U : 0U), "one call is given back at most");
        require(gone == 0 || !call.relied_upon, "and none that another sending of it was admitted on");
        require(gone == 1 || !applied || !counted || is_pinned(before, call), "but any other");
        require(!done || *done == (gone == 1), "and it is said whether it was");
        if (!done) { require(throws(done), "whoever takes the answer all the same gets an exception"); }
        if (gone == 1) { give_back(here, call); }
        // if it were given back again, nobody could tell it from another call of its moment
        if (gone == 1 && !call.token) { calls_.erase(calls_.begin() + static_cast<std::ptrdiff_t>(chosen)); }
    }

    /// Whether a call need not be given back: its token was forgotten, or somebody may go on with its charge. A call
    /// without a token could be any call of its moment.
    [[nodiscard]] static bool is_pinned(quota::window const& cell, held_call const& call) {
        if (call.token) { return call.relied_upon || call.perhaps_relied_upon || !is_known(cell, call); }
        return std::ranges::any_of(
            cell.remembered, [&](quota::remembered_call const& each) { return each.charged == call.held.charged_at; });
    }

    void peek() {
        auto const key = fuzzing::pick(choices_, keys);
        std::optional<quota::call_token> token;
        if (fuzzing::coin(choices_)) { token = quota::call_token{1, choices_.below(3)}; }
        auto const before = window_of(shared_cells_, key);
        shared_.begin();
        auto const told = quota_.peek(key, token);
        require(told.has_value() == !shared_.last(), "a question is answered when the store answers");
        auto const sent = quota::admit(before, quota_.policy(), now_, token).verdict;
        require(!told ||
                    (told->admitted == sent.admitted && told->repeated == sent.repeated && told->left == sent.left),
                "as the call would be");
        require(window_of(shared_cells_, key) == before, "and charges nothing");
    }

    /// The service itself refuses a call, one that was reserved or another.
    void be_refused() {
        held_call call{fuzzing::pick(choices_, keys), std::nullopt, {}};
        if (!calls_.empty() && fuzzing::coin(choices_)) {
            std::size_t const chosen = choices_.below(calls_.size());
            call = calls_[chosen];
            if (!call.token) { calls_.erase(calls_.begin() + static_cast<std::ptrdiff_t>(chosen)); } // see cancel()
        }
        auto const& held = call.held;
        bool const here = held.by == decided_by::local_cap;
        bool const counts = quota::is_counted(rules_.counts, quota::call_fate::refused_by_quota);
        auto const before = window_of(shared_cells_, call.key);
        auto const here_before = window_of(local_cells_, call.key);
        corrected_.insert(call.key);
        shared_.begin();
        local_.begin();
        auto const learnt = quota_.refused_by_service(call.key, held, call.token);
        require(shared_.asked() == 1, "it is learnt in one update");
        require(local_.asked() == (here && held.charged_at && !counts ? 1U : 0U),
                "and given back where it was charged");
        require(learnt.has_value() == !shared_.last(), "what is learnt is stored when the store answers");
        auto const after = window_of(shared_cells_, call.key);
        auto const here_after = window_of(local_cells_, call.key);
        if (shared_.applied() == 0) {
            require(after == before, "and else nothing is");
        } else {
            require(!quota::peek(after, rules_, now_, std::nullopt).admitted,
                    "nothing is admitted when the service says so, not even in place of the call it refused");
        }
        if (!held.charged_at) { return; }
        auto const& was = here ? here_before : before;
        bool const applied = (here ? local_ : shared_).applied() != 0;
        bool given = false;
        if (call.token) {
            given = is_known(was, call) && !is_known(here ? here_after : after, call);
            require(!given || (!counts && !call.relied_upon), "a call that counts, or is gone on with, stays");
            bool const counted = charges_at(was, *held.charged_at) != 0;
            require(given || counts || !applied || !counted || is_pinned(was, call), "any other is given back with it");
        } else { // the calls that close the window hide which one is gone
            given = !counts && applied && quota::cancel(was, *held.charged_at) != was;
        }
        if (given) { give_back(here, call); }
    }

    /// Gives and takes places of streams, by their names.
    void change_roster() {
        auto const name = std::string(1, static_cast<char>('a' + choices_.below(4)));
        std::size_t const limit = choices_.below(4);
        if (fuzzing::coin(choices_)) {
            quota::join_result const got = quota::join(roster_, name, limit);
            bool const fits = members_.size() < limit;
            bool const there = members_.contains(name);
            require(got.admitted == (there || fits),
                    "who has a place keeps it, and others get one while there is room");
            if (fits) { members_.insert(name); }
            require(got == quota::join_result{got.admitted, {{members_.begin(), members_.end()}}}, "one place each");
            roster_ = got.next;
        } else {
            members_.erase(name);
            roster_ = quota::leave(std::move(roster_), name);
            require(roster_ == quota::roster{{members_.begin(), members_.end()}}, "who leaves has none");
        }
    }

    fuzzing::byte_source& choices_;
    quota::quota_policy rules_;
    quota::unavailable_policy unavailable_;
    quota::quota_policy capped_;
    instant now_{std::chrono::hours(24 * 365)};
    cells shared_cells_{hand_clock{&now_}, 1};
    cells local_cells_{hand_clock{&now_}, 1};
    shaky_store<cells> shared_{shared_cells_, choices_, 3};
    shaky_store<cells> local_{local_cells_, choices_, 8};
    quota::shared_quota<shaky_store<cells>, shaky_store<cells>> quota_{shared_, local_, rules_, unavailable_};
    told_calls told_{}; // what callers were told, by the store
    told_calls told_here_{};
    std::set<std::string_view> corrected_{}; // keys with calls that callers do not know all about
    std::vector<held_call> calls_{};
    quota::roster roster_{};
    std::set<std::string> members_{};
};

/// Calls named by their senders are one call exactly when sender, operation, name and body are the same.
void check_tokens(fuzzing::byte_source& choices) {
    struct named {
        std::string principal, operation, id, body;
        bool operator==(named const&) const = default;
    };
    auto const text = [&] {
        std::string made(choices.below(3), 'a');
        for (char& c : made) { c = static_cast<char>('a' + choices.below(2)); }
        return made;
    };
    auto const some = [&] {
        named made;
        made.principal = text();
        made.operation = text();
        made.id = text();
        made.body = text();
        return made;
    };
    quota::hash_seed const seed{choices.below(256), 0};
    named const one = some();
    named const other = some();
    auto const under = [](quota::hash_seed with, named const& of) {
        return quota::make_call_token(with, of.principal, of.operation, of.id, of.body);
    };
    auto const token = [&](named const& of) { return under(seed, of); };
    require((token(one) == token(other)) == (one == other), "two calls have one token when they are one");
    require(token(one) != under({seed.low, 1}, one), "nobody makes a token without the seed");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzzing::byte_source choices({data, size});
    check_tokens(choices);
    session one(choices);
    for (int i = 0; i < max_steps && choices.remaining() != 0; ++i) { one.step(); }
    return 0;
}
