// Scripts from choices: single steps, and passages that reach what single steps rarely do.
// Level 5 (fuzzing). Knows no engine and no endpoint.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/script.hpp"
#include "firehose_sse/fuzzing/source.hpp"
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing {

/// What scripts are made of. No list may be empty.
struct script_options {
    std::vector<std::string> streams{"a", "b", "c"};
    std::vector<std::string> keys{"blue", "green"};
    /// How long `wait` steps wait; `between_calls` must be long enough for the work of a call to end.
    std::vector<std::string> waits{"1ms", "250ms", "1s", "5s", "6s", "1h", "24h"};
    std::string between_calls = "7s";
    /// Calls that the quota of Start and Stop admits; a passage spends them and one more.
    std::size_t quota = 25;
    std::size_t most_records = 4;
    std::size_t most_bytes = 40;
    std::size_t most_tags = 3;
    /// Tags that a stream may have; a passage gives it more.
    std::size_t tag_limit = 50;
    /// Whether scripts have steps that make KMS or the callers' sessions misbehave.
    bool faults = true;
};

namespace detail {

/// 0 where there is nothing below `bound`.
template <source S> [[nodiscard]] std::uint64_t count_below(S& choices, std::size_t bound) {
    return bound == 0 ? 0 : choices.below(bound);
}
template <source S> [[nodiscard]] std::string number_below(S& choices, std::size_t bound) {
    return std::to_string(count_below(choices, bound));
}

/// Adds `aws`, `key KEY`, rarely `key -`, or nothing.
template <source S> void add_key(std::vector<std::string>& words, S& choices, script_options const& rules) {
    switch (choices.below(8)) {
    case 0:
    case 1: return;
    case 2: words.emplace_back("aws"); return;
    case 3: words.insert(words.end(), {"key", "-"}); return;
    default: words.insert(words.end(), {"key", pick(choices, rules.keys)}); return;
    }
}

template <source S> [[nodiscard]] step random_key_step(S& choices, script_options const& rules) {
    step made{verb::key, {pick(choices, rules.keys), "enabled"}};
    if (coin(choices)) { made.words.back() = pick(choices, reflect::enumerators<encryption::key_state>).name; }
    if (one_in(choices, 4)) { made.words.emplace_back("no_grant"); }
    if (one_in(choices, 4)) { made.words.emplace_back("no_retirement"); }
    return made;
}

template <source S> [[nodiscard]] step random_create(S& choices, script_options const& rules) {
    step made{verb::create, {pick(choices, rules.streams)}};
    if (one_in(choices, 4)) { add_key(made.words, choices, rules); }
    if (one_in(choices, 8)) {
        made.words.insert(made.words.end(),
                          {"source", std::string(pick(choices, reflect::enumerators<model::DeliveryStreamType>).name)});
    }
    if (one_in(choices, 16)) { made.words.emplace_back("bare"); }
    return made;
}

template <source S> [[nodiscard]] step random_tag(S& choices, script_options const& rules) {
    step made{verb::tag, {pick(choices, rules.streams)}};
    for (auto n = count_below(choices, rules.most_tags) + 1; n > 0; --n) {
        // One choice after the other: the compiler decides the order in which the parts of a sum are evaluated.
        std::string word = "k" + number_below(choices, 2 * rules.most_tags);
        word += "=" + number_below(choices, 10);
        made.words.push_back(std::move(word));
    }
    return made;
}

template <source S> [[nodiscard]] step random_step(S& choices, script_options const& rules) {
    using enum verb;
    std::string const& stream = pick(choices, rules.streams);
    switch (choices.below(rules.faults ? 32 : 29)) {
    case 0:
    case 1:
    case 2: return {describe, {stream}};
    case 3:
    case 4:
    case 5: return {put, {stream, number_below(choices, rules.most_bytes)}};
    case 6:
    case 7:
        return {put_batch,
                {stream, std::to_string(count_below(choices, rules.most_records) + 1),
                 number_below(choices, rules.most_bytes)}};
    case 8:
    case 9:
    case 10:
    case 11: {
        step made{start, {stream}};
        add_key(made.words, choices, rules);
        return made;
    }
    case 12:
    case 13:
    case 14: return {stop, {stream}};
    case 15:
    case 16:
    case 17: return random_create(choices, rules);
    case 18: return {remove, {stream}};
    case 19: return one_in(choices, 4) ? step{remove, {stream, "force"}} : step{describe, {stream}};
    case 20: return {list, {}};
    case 21: return {list, {std::to_string(choices.below(4) + 1), stream}};
    case 22: return random_tag(choices, rules);
    case 23: return {untag, {stream, "k" + number_below(choices, 2 * rules.most_tags)}};
    case 24: return {tags, {stream}};
    case 25: return {tags, {stream, std::to_string(choices.below(3) + 1)}};
    case 29:
    case 30: return random_key_step(choices, rules);
    case 31: return {caller, {one_in(choices, 4) ? std::string("30000") : std::string("none")}};
    default: return {wait, {pick(choices, rules.waits)}};
    }
}

/// Start and Stop until the quota is used up, one call more, and looks at the result.
template <source S> void spend_quota(script& made, S& choices, script_options const& rules) {
    std::string const& stream = pick(choices, rules.streams);
    bool const look = coin(choices); // what is seen to have succeeded was not given back
    for (std::size_t i = 0; i <= rules.quota; ++i) {
        made.push_back({i % 2 == 0 ? verb::start : verb::stop, {stream}});
        made.push_back({verb::wait, {rules.between_calls}});
        if (look) { made.push_back({verb::describe, {stream}}); }
    }
    made.push_back({verb::describe, {stream}});
    if (coin(choices)) { made.push_back({verb::wait, {"24h"}}); }
    made.push_back({verb::start, {stream}});
}

/// A change of key that fails or not, with looks on the way.
template <source S> void change_key(script& made, S& choices, script_options const& rules) {
    std::string const& stream = pick(choices, rules.streams);
    std::string const& key = pick(choices, rules.keys);
    for (int round = 0; round < 2; ++round) {
        step begin{verb::start, {stream}};
        if (round == 1) { begin.words.insert(begin.words.end(), {"key", key}); }
        if (round == 1 && rules.faults) {
            made.push_back({verb::key, {key, one_in(choices, 3) ? "enabled" : "disabled"}});
        }
        made.push_back(begin);
        made.push_back({verb::describe, {stream}});
        made.push_back({verb::put, {stream, "1"}});
        made.push_back({verb::wait, {rules.between_calls}});
        made.push_back({verb::describe, {stream}});
        made.push_back({verb::put, {stream, "1"}});
    }
}

/// A stream from its beginning to its end.
template <source S> void live_and_die(script& made, S& choices, script_options const& rules) {
    std::string const& stream = pick(choices, rules.streams);
    made.push_back({verb::remove, {stream}});
    made.push_back({verb::wait, {rules.between_calls}});
    step create{verb::create, {stream}};
    if (one_in(choices, 3)) { add_key(create.words, choices, rules); }
    made.push_back(std::move(create));
    made.push_back({verb::describe, {stream}});
    made.push_back({verb::wait, {rules.between_calls}});
    made.push_back({verb::describe, {stream}});
}

/// Tags that are set, changed and removed, with looks on the way.
template <source S> void change_tags(script& made, S& choices, script_options const& rules) {
    auto const random = random_tag(choices, rules);
    std::string const& stream = random.words.front();
    made.push_back(random);
    made.push_back({verb::tag, {stream, "k0=" + number_below(choices, 10), "k1"}});
    made.push_back({verb::tags, {stream}});
    made.push_back({verb::untag, {stream, "k0"}});
    made.push_back({verb::tags, {stream}});
}

/// More tags than a stream may have, in two calls, with a look after each.
template <source S> void fill_tags(script& made, S& choices, script_options const& rules) {
    std::string const& stream = pick(choices, rules.streams);
    for (std::size_t first = 0; first <= rules.tag_limit;) {
        std::size_t const end = first + rules.tag_limit / 2 + 1;
        step more{verb::tag, {stream}};
        for (; first < end; ++first) { more.words.push_back("t" + std::to_string(first) + "=1"); }
        made.push_back(std::move(more));
        made.push_back({verb::tags, {stream}});
    }
}

} // namespace detail

/// Adds the next passage of a script: mostly one step. Called again and again, it makes a script of any length.
template <source S> void add_passage(script& made, S& choices, script_options const& rules = {}) {
    switch (choices.below(64)) {
    case 58: detail::change_tags(made, choices, rules); return;
    case 59: detail::fill_tags(made, choices, rules); return;
    case 60: detail::spend_quota(made, choices, rules); return;
    case 61: detail::change_key(made, choices, rules); return;
    case 62:
    case 63: detail::live_and_die(made, choices, rules); return;
    default: made.push_back(detail::random_step(choices, rules)); return;
    }
}

/// A script that first makes the streams it uses, then adds passages until it has the chosen number of steps, which is
/// at most `most_steps`; the last passage is not cut. Empty once the source has run out.
///
/// *Example:* `std::mt19937 engine(seed); engine_source choices(engine); auto const steps = random_script(choices,
/// 200);`
template <source S>
[[nodiscard]] script random_script(S& choices, std::size_t most_steps, script_options const& rules = {}) {
    script made;
    std::size_t const wanted = between(choices, std::size_t{0}, most_steps);
    if (wanted == 0) { return made; }
    for (auto const& each : rules.streams) { made.push_back({verb::create, {each}}); }
    made.push_back({verb::wait, {rules.between_calls}});
    while (made.size() < wanted) { add_passage(made, choices, rules); }
    return made;
}

} // namespace firehose_sse::fuzzing
