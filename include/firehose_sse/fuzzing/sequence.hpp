// Runs a script against anything that answers, and judges the answers on the way.
// Level 5 (fuzzing). Knows no transport: the endpoint sends, waits and tells the time.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/oracle.hpp"
#include "firehose_sse/fuzzing/render.hpp"
#include "firehose_sse/fuzzing/script.hpp"
#include <chrono>
#include <concepts>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing {

/// Between which moments something happened, on the endpoint's clock.
struct interval {
    instant first{};
    instant last{};
};

/// Something that answers. `send` tells what came back and when; `wait` lets that much time pass for the endpoint.
/// `set_key` changes what KMS answers about a key and tells when, or nothing; `set_caller` changes what is known of
/// callers and tells whether it did. A step that cannot be done is left out.
template <class E>
concept endpoint = requires(E& to, request const& what, std::chrono::milliseconds time, key_setting const& key,
                            encryption::caller_facts const& caller) {
    { to.send(what) } -> std::same_as<exchange>;
    to.wait(time);
    { to.set_key(key) } -> std::same_as<std::optional<interval>>;
    { to.set_caller(caller) } -> std::same_as<bool>;
};

/// A finding, and the step that made it.
struct located_finding {
    /// Counts from 0.
    std::size_t step = 0;
    finding what{};
};

/// Runs one step.
template <endpoint E>
[[nodiscard]] std::vector<finding> run_step(step const& what, E& to, oracle& judge, naming const& names = {}) {
    if (auto const sent = request_of(what, names)) { return judge.hear(to.send(*sent)); }
    if (auto const time = wait_of(what)) { to.wait(*time); }
    if (auto key = key_setting_of(what, names)) {
        if (auto const when = to.set_key(*key)) {
            judge.set_key(std::move(key->arn), key->facts, when->first, when->last);
        }
    }
    if (what.verb == verb::caller && !what.words.empty()) {
        encryption::caller_facts caller;
        if (auto const age = detail::number_of(what.words.front(), 1'000'000'000)) {
            caller.credential_age = std::chrono::seconds(*age);
        }
        if (to.set_caller(caller)) { judge.set_caller(caller); }
    }
    return {};
}

/// Runs steps; stops after the step that has made the `most`th finding.
///
/// *Example:* `auto const found = run(*parse_script(text), endpoint, oracle);`
template <endpoint E>
[[nodiscard]] std::vector<located_finding> run(script const& steps, E& to, oracle& judge, naming const& names = {},
                                               std::size_t most = std::numeric_limits<std::size_t>::max()) {
    std::vector<located_finding> found;
    for (std::size_t i = 0; i < steps.size() && found.size() < most; ++i) {
        for (auto& each : run_step(steps[i], to, judge, names)) { found.push_back({i, std::move(each)}); }
    }
    return found;
}

} // namespace firehose_sse::fuzzing
