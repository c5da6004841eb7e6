// Updates of cells on a server that others write to, whose connection breaks anywhere and whose replies may be
// anything: an update is applied once when it is answered, not at all when it failed, and nobody's write is lost.
// Level: none (a fuzz target). Input: choices, see fuzzing/source.hpp. The server is that of the unit tests.
// By hand: ./dev fuzz redis_store 60, or as fuzz/decode.cpp says, with -Itests.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/integration/redis_store.hpp"
#include "firehose_sse/fuzzing/source.hpp"
#include "firehose_sse/integration/store_pool.hpp"
#include "require.hpp"
#include "unit/integration/fake_redis.hpp"
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace firehose_sse;
using namespace firehose_sse::integration;
using quota::cell_change;
using quota::store_error;

constexpr std::uint32_t max_attempts = 3;
constexpr int max_updates = 12;
constexpr int others_add = 1000;

/// A cell that is a number. The number says when the cell ends, if ever.
struct number_codec {
    static std::optional<int> read(std::string_view text) {
        int value = 0;
        auto const parsed = std::from_chars(text.data(), text.data() + text.size(), value);
        bool const good = parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
        return good ? std::optional(value) : std::nullopt;
    }
    static std::string write(int value) { return std::to_string(value); }
    static std::optional<instant> ends_at(int value) {
        switch (value % 4) {
        case 0: return std::nullopt;
        case 1: return instant(std::chrono::milliseconds(5'000 + value));
        case 2: return instant::max();
        default: return instant(std::chrono::hours(24 * 365));
        }
    }
};

using store = redis_store<int, number_codec, fake::connection>;
using decision = quota::next<int, int>;

constexpr std::array<std::string_view, 3> keys{"a", "b{", ""};

std::string name_of(std::string_view key) { return redis_key(redis_store_options{}.prefix, key); }

/// The server and its troubles: the input chooses for each exchange whether it goes well.
class world {
public:
    explicit world(fuzzing::byte_source& choices) : choices_(choices), lies_(fuzzing::one_in(choices, 4)) {
        script.server.microseconds = 1'000'000'999;
        for (auto const key : keys) {
            switch (choices.below(6)) {
            case 0: script.server.write(name_of(key), "7"); break;
            case 1: script.server.write(name_of(key), "no number"); break;
            case 2: script.server.keys[name_of(key)].is_text = false; break;
            default: break;
            }
        }
        script.before = [this](std::size_t) { overtake(); };
        script.fail = [this](std::size_t) { return failure(); };
        script.after = [this](std::size_t, std::vector<redis_reply>& replies) { change(replies); };
    }

    fake::script script;

    /// Whether replies may differ from the server's. Then only little can be expected.
    [[nodiscard]] bool lies() const { return lies_; }

    [[nodiscard]] std::optional<int> held(std::string_view key) const {
        auto const found = script.server.keys.find(name_of(key));
        if (found == script.server.keys.end() || !found->second.is_text) { return std::nullopt; }
        return number_codec::read(found->second.text);
    }
    [[nodiscard]] bool broken(std::string_view key) const {
        return script.server.keys.contains(name_of(key)) && !held(key);
    }

    std::map<std::string_view, int> others{}; // what others have added

private:
    void overtake() {
        script.server.microseconds += 250'000;
        if (!fuzzing::one_in(choices_, 4)) { return; }
        auto const key = fuzzing::pick(choices_, keys);
        if (broken(key)) { return; }
        others[key] += others_add;
        script.server.write(name_of(key), std::to_string(held(key).value_or(0) + others_add));
    }

    std::optional<exchange_failure> failure() {
        if (!fuzzing::one_in(choices_, 8)) { return std::nullopt; }
        constexpr std::array causes{store_error::unavailable, store_error::too_slow, store_error::refused};
        bool const arrived = fuzzing::coin(choices_);
        script.carried_out = arrived && fuzzing::coin(choices_);
        exchange_failure const failed{fuzzing::pick(choices_, causes), arrived};
        require(throws(exchanged(failed)), "whoever asks for the replies all the same gets an exception");
        return failed;
    }

    void change(std::vector<redis_reply>& replies) {
        if (!lies_ || replies.empty() || !fuzzing::one_in(choices_, 3)) { return; }
        if (fuzzing::one_in(choices_, 6)) {
            replies.resize(choices_.below(replies.size() + 2));
            return;
        }
        replies[choices_.below(replies.size())] = reply(2);
    }

    redis_reply reply(int depth) {
        constexpr std::array<std::string_view, 10> texts{"OK",          "QUEUED",
                                                         "7",           "-1",
                                                         "1000000",     "99999999999999999999",
                                                         "ERR x",       "OOM command not allowed",
                                                         "WRONGTYPE x", "EXECABORT x because of: READONLY y"};
        redis_reply made;
        made.kind = static_cast<reply_kind>(choices_.below(6));
        made.text = fuzzing::pick(choices_, texts);
        made.integer = static_cast<std::int64_t>(choices_.below(4));
        auto const elements = depth > 0 ? choices_.below(5) : 0;
        for (std::uint64_t i = 0; i < elements; ++i) { made.elements.push_back(reply(depth - 1)); }
        return made;
    }

    fuzzing::byte_source& choices_;
    bool lies_;
};

decision decide(std::optional<int> const& cell, cell_change change) {
    int const value = cell.value_or(0) + 1;
    switch (change) {
    case cell_change::put: return decision::put(value, value);
    case cell_change::erase: return decision::erase(value);
    case cell_change::keep: break;
    }
    return decision::keep(value);
}

struct refusal {};

cell_change some_change(fuzzing::byte_source& choices) {
    constexpr std::array changes{cell_change::put, cell_change::put, cell_change::keep, cell_change::erase};
    return fuzzing::pick(choices, changes);
}

/// Whether the cell may have ended: then it may be gone, and reads as nothing.
bool may_be_gone(int value, world const& around) {
    auto const end = number_codec::ends_at(value);
    return end && *end <= instant(std::chrono::milliseconds(around.script.server.microseconds / 1000));
}

/// What an update has left must be what its answer says. `before`: what was held, with what others have added since.
void check_key(world const& around, std::string_view key, int before, quota::stored<int> const& answer, int puts,
               cell_change change) {
    int const held = around.held(key).value_or(0);
    bool const as_it_was = held == before;
    if (!answer && answer.error() != store_error::outcome_unknown) {
        require(as_it_was, "what failed has changed nothing");
        return;
    }
    bool applied = false;
    switch (change) {
    case cell_change::keep: applied = as_it_was; break;
    case cell_change::erase: applied = held == 0; break;
    case cell_change::put: applied = held == before + puts || (held == 0 && may_be_gone(before + puts, around)); break;
    }
    require(applied || (!answer && as_it_was), "what was answered is applied, once, and nobody's write is lost");
}

/// An update function may call its own pool: it finds a free store or none, but does not wait for itself. What the
/// function throws passes through, and nothing is changed.
template <class Store> void update_badly(world& around, Store& cells, fuzzing::byte_source& choices) {
    auto const key = fuzzing::pick(choices, keys);
    int const before = around.held(key).value_or(0);
    bool const calls = fuzzing::coin(choices);
    around.others.clear();
    try {
        static_cast<void>(cells.update(key, [&](std::optional<int> const& cell, instant) -> decision {
            if (!calls) { throw refusal{}; }
            auto const inner = [](std::optional<int> const& held, instant) { return decide(held, cell_change::keep); };
            static_cast<void>(cells.update(key, inner));
            static_cast<void>(
                cells.update_all(std::span<std::string_view const>(keys),
                                 [&](std::size_t, auto const& held, instant now) { return inner(held, now); }));
            return decide(cell, cell_change::keep);
        }));
    } catch (refusal const&) {}
    require(around.held(key).value_or(0) == before + around.others[key], "and nothing is changed");
}

template <class Store> void update_one(world& around, Store& cells, fuzzing::byte_source& choices) {
    auto const key = fuzzing::pick(choices, keys);
    auto const change = some_change(choices);
    bool const broken = around.broken(key);
    int const before = around.held(key).value_or(0);
    around.others.clear();
    auto const trips = around.script.trips.size();
    int runs = 0;
    auto const answer = cells.update(key, [&](std::optional<int> const& cell, instant) {
        ++runs;
        return decide(cell, change);
    });
    require(around.script.trips.size() - trips <= 2 * max_attempts, "an update insists for so long and no longer");
    require(runs <= static_cast<int>(max_attempts), "and runs its function no more often");
    if (around.lies()) { return; }
    require(!broken || !answer, "what is no cell is not updated");
    if (broken) {
        require(around.broken(key), "and is left as it is");
        return;
    }
    check_key(around, key, before + around.others[key], answer, 1, change);
}

template <class Store> void update_many(world& around, Store& cells, fuzzing::byte_source& choices) {
    std::vector<std::string_view> chosen(choices.below(5));
    for (auto& each : chosen) { each = fuzzing::pick(choices, keys); }
    auto const change = some_change(choices);
    std::map<std::string_view, int> before;
    std::map<std::string_view, int> times;
    for (auto const key : keys) { before[key] = around.held(key).value_or(0); }
    for (auto const key : chosen) { ++times[key]; }
    around.others.clear();
    auto const answers =
        cells.update_all(std::span<std::string_view const>(chosen),
                         [&](std::size_t, std::optional<int> const& cell, instant) { return decide(cell, change); });
    require(answers.size() == chosen.size(), "every key has its answer");
    if (around.lies()) { return; }
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        auto const key = chosen[i];
        require(answers[i].has_value() == !around.broken(key) || !answers[i], "what is no cell is not updated");
        if (!around.broken(key)) {
            check_key(around, key, before[key] + around.others[key], answers[i], times[key], change);
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzzing::byte_source choices({data, size});
    world around(choices);
    bool fails = false;
    auto const make = [&] {
        if (fails) { throw refusal{}; }
        return store(fake::connection(around.script), {}, {.max_attempts = max_attempts});
    };
    store_pool<store> pool(make, {.size = choices.below(3), .patience = std::chrono::milliseconds(0)});
    store alone = make();
    bool const pooled = fuzzing::coin(choices);
    auto const step = [&](auto& cells) {
        fuzzing::coin(choices) ? update_one(around, cells, choices) : update_many(around, cells, choices);
    };
    for (int i = 0; i < max_updates && choices.remaining() != 0; ++i) {
        if (fuzzing::one_in(choices, 16)) { fails = !fails; } // from here on no store can be made, or they can again
        try {
            if (!pooled) {
                step(alone);
            } else if (fuzzing::one_in(choices, 8)) {
                update_badly(around, pool, choices);
            } else {
                step(pool);
            }
        } catch (refusal const&) { require(fails && pooled, "a store that is there is used"); }
    }
    return 0;
}
