// A cell_store on a Redis server, shared by any number of processes: an optimistic transaction.
// Level 6 (integration). Knows neither what a cell means nor how the server is reached.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/integration/redis_key.hpp"
#include "firehose_sse/integration/redis_protocol.hpp"
#include "firehose_sse/quota/cell_codec.hpp"
#include "firehose_sse/quota/cell_store.hpp"
#include "firehose_sse/shape/instant.hpp"
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

namespace firehose_sse::integration {

/// How cells are named, and how often an update is tried.
struct redis_store_options {
    /// Stands before every key; see redis_key. Cells of different kinds need different prefixes.
    std::string prefix = "firehose-sse:quota:";
    /// How often an update is tried while other updates of its key come first. Only an update that writes can come
    /// first: where refused calls are not counted, a call that is charged (25 in a period), or one that is admitted
    /// again or given back.
    std::uint32_t max_attempts = 32;
};

namespace detail {
template <class F, class Cell>
using indexed_answer = typename quota::detail::answer_of<
    std::remove_cvref_t<std::invoke_result_t<F&, std::size_t, std::optional<Cell> const&, instant>>, Cell>::type;
} // namespace detail

/// An update function that also gets the place of its key among the keys.
template <class F, class Cell>
concept indexed_update_function = requires {
    typename detail::indexed_answer<F, Cell>;
};

/// Cells on a Redis server. A store is for one thread; several threads share stores through store_pool.
///
/// update() takes one round trip (WATCH, TIME, GET) when the function keeps the cell, and one more (MULTI, SET or DEL,
/// EXEC) when it does not. Each time another update of the key comes between the two, it takes one or two more. The
/// function gets the server's time, rounded down to a millisecond. A cell lives as long as `Codec` says.
/// *Errors:* each of store_error; what the function throws passes through, and the cell stays as it was. A malformed
/// reply is refused; when it answers a write it is outcome_unknown.
///
/// *Example:* `redis_store<window, window_codec, hiredis_connection> store(hiredis_connection(options), {policy});`
template <class Cell, quota::cell_codec<Cell> Codec, redis_connection Connection> class redis_store {
public:
    explicit redis_store(Connection connection, Codec codec = {}, redis_store_options options = {})
        : connection_(std::move(connection)), codec_(std::move(codec)), options_(std::move(options)) {}

    /// Runs `f(cell, now)` and applies what it decides; see the concept cell_store.
    template <quota::update_function<Cell> F>
    quota::stored<quota::update_answer<F, Cell>> update(std::string_view key, F&& f) {
        std::optional<quota::update_answer<F, Cell>> answer;
        std::vector<entry> entries(1);
        entry& only = entries.front();
        only.name = redis_key(options_.prefix, key);
        auto const trouble = transact(entries, [&](instant now) {
            if (only.trouble) { return; }
            auto decided = std::invoke(f, std::as_const(only.cell), now);
            only.apply(decided);
            answer.emplace(std::move(decided.answer));
        });
        if (trouble) { return *trouble; }
        if (only.trouble) { return *only.trouble; }
        return std::move(*answer);
    }

    /// Updates many keys in the round trips of one: `f(i, cell, now)` runs for each key in turn; for a key that comes
    /// twice, the second run gets what the first has left. All writes happen at once; when another update came between,
    /// all are tried again.
    /// A key whose cell cannot be read or written has its own error, and the others go on. Other errors are those of
    /// all keys. In a cluster the keys of one call must have one slot (hash_slot of their redis_key), else it refuses.
    template <indexed_update_function<Cell> F>
    std::vector<quota::stored<detail::indexed_answer<F, Cell>>> update_all(std::span<std::string_view const> keys,
                                                                           F&& f) {
        std::vector<quota::stored<detail::indexed_answer<F, Cell>>> answers;
        if (keys.empty()) { return answers; }
        std::vector<entry> entries;
        std::vector<std::size_t> place; // of each key among the entries
        std::unordered_map<std::string_view, std::size_t> known;
        entries.reserve(keys.size());
        place.reserve(keys.size());
        for (std::string_view const key : keys) {
            auto const [found, is_new] = known.try_emplace(key, entries.size());
            if (is_new) { entries.emplace_back().name = redis_key(options_.prefix, key); }
            place.push_back(found->second);
        }
        auto const trouble = transact(entries, [&](instant now) {
            answers.clear();
            answers.reserve(keys.size());
            for (std::size_t i = 0; i < keys.size(); ++i) {
                entry& each = entries[place[i]];
                if (each.trouble) {
                    answers.emplace_back(*each.trouble);
                    continue;
                }
                auto decided = std::invoke(f, i, std::as_const(each.cell), now);
                each.apply(decided);
                answers.emplace_back(std::move(decided.answer));
            }
        });
        if (trouble) { answers.assign(keys.size(), *trouble); }
        for (std::size_t i = 0; i < keys.size() && !trouble; ++i) {
            if (auto const& own = entries[place[i]].trouble) { answers[i] = *own; }
        }
        return answers;
    }

    [[nodiscard]] Connection& connection() noexcept { return connection_; }

private:
    static constexpr auto none = static_cast<std::size_t>(-1);

    // A key in a transaction.
    struct entry {
        std::string name{};
        std::optional<Cell> cell{}; // as the functions have left it
        bool held = false;          // by the server
        bool changed = false;
        bool erased = false;
        std::size_t write = none; // its place among the writes
        std::optional<quota::store_error> trouble{};

        template <class Answer> void apply(quota::next<Cell, Answer>& decided) {
            switch (decided.change) {
            case quota::cell_change::keep: return;
            case quota::cell_change::put: cell = std::move(decided.cell); break;
            case quota::cell_change::erase: cell.reset(); break;
            }
            changed = true;
        }
    };

    // What the server remembers of this connection.
    enum class memory : unsigned char {
        unproven, // perhaps a new connection: whether it knows transactions has to be tried
        clean,
        watching, // the keys of an update that wrote nothing
    };

    enum class verdict : unsigned char { applied, conflict, failed, unknown };

    using replies_view = std::span<redis_reply const>;
    using trouble_or_none = std::optional<quota::store_error>;

    template <class Decide> trouble_or_none transact(std::vector<entry>& entries, Decide decide) {
        std::vector<redis_command> commands;
        std::vector<redis_reply> replies;
        replies_view found;
        for (std::uint32_t attempt = 1;; ++attempt) {
            if (found.empty()) {
                commands.clear();
                append_cleaning(commands);
                std::size_t const before = commands.size();
                append_reading(commands, entries);
                auto answered = exchange(commands, continuity::any);
                if (!answered) { return answered.error().cause; }
                replies = std::move(*answered);
                memory_ = memory::watching;
                for (std::size_t i = 0; i < before; ++i) {
                    if (auto const trouble = expect_ok(replies[i])) { return give_up(*trouble); }
                }
                found = replies_view(replies).subspan(before);
            }
            instant now{};
            if (auto const trouble = read(found, entries, now)) { return give_up(*trouble); }
            decide(now);

            commands.clear();
            commands.push_back({"MULTI"});
            append_writes(commands, entries, now);
            std::size_t const writes = commands.size() - 1;
            if (writes == 0) { return std::nullopt; }
            commands.push_back({"EXEC"});
            // An update that was overtaken may be overtaken again: it also reads what the next attempt would read.
            bool const reads_ahead = attempt > 1 && attempt < options_.max_attempts;
            if (reads_ahead) { append_reading(commands, entries); }
            auto answered = exchange(commands, continuity::same);
            if (!answered) {
                auto const failure = answered.error();
                return failure.may_have_arrived ? quota::store_error::outcome_unknown : failure.cause;
            }
            replies = std::move(*answered);
            memory_ = reads_ahead ? memory::watching : memory::clean;
            auto const written = replies_view(replies).first(writes + 2);
            found = replies_view(replies).subspan(writes + 2);
            quota::store_error why{};
            switch (judge(written, entries, why)) {
            case verdict::applied: return std::nullopt;
            case verdict::failed: return give_up(why);
            case verdict::unknown: forget_connection(); return quota::store_error::outcome_unknown;
            case verdict::conflict: break;
            }
            if (attempt >= options_.max_attempts) { return quota::store_error::contended; }
        }
    }

    exchanged exchange(std::vector<redis_command> const& commands, continuity use) {
        memory const before = std::exchange(memory_, memory::unproven); // stays so when this throws
        auto answered = connection_.exchange(commands, use);
        if (answered && answered->size() != commands.size()) {
            answered = exchange_failure{.cause = quota::store_error::refused, .may_have_arrived = true};
        }
        if (answered) {
            memory_ = before;
        } else {
            connection_.disconnect();
        }
        return answered;
    }

    void forget_connection() noexcept {
        connection_.disconnect();
        memory_ = memory::unproven;
    }

    // The error may be this server's alone: next time another server may answer under the same address.
    quota::store_error give_up(quota::store_error why) noexcept {
        if (why == quota::store_error::full) {
            memory_ = memory::unproven;
        } else {
            forget_connection();
        }
        return why;
    }

    // If MULTI is refused, as by a proxy, the SET behind it would run on its own: so MULTI is tried before anything is
    // written. DISCARD also forgets what was watched.
    void append_cleaning(std::vector<redis_command>& commands) const {
        switch (memory_) {
        case memory::unproven:
            commands.push_back({"MULTI"});
            commands.push_back({"DISCARD"});
            break;
        case memory::watching: commands.push_back({"UNWATCH"}); break;
        case memory::clean: break;
        }
    }

    static void append_reading(std::vector<redis_command>& commands, std::vector<entry> const& entries) {
        redis_command watch{"WATCH"};
        for (entry const& each : entries) { watch.push_back(each.name); }
        commands.push_back(std::move(watch));
        commands.push_back({"TIME"});
        for (entry const& each : entries) { commands.push_back({"GET", each.name}); }
    }

    void append_writes(std::vector<redis_command>& commands, std::vector<entry>& entries, instant now) const {
        // A time so long that adding it to the server's could overflow: as good as for ever.
        constexpr std::chrono::milliseconds too_long(std::int64_t{1} << 53);
        std::size_t writes = 0;
        for (entry& each : entries) {
            each.write = none;
            if (!each.changed) { continue; }
            auto const end = each.cell ? codec_.ends_at(*each.cell) : std::optional<instant>(now);
            each.erased = end && *end <= now;
            if (each.erased && !each.held) { continue; }
            each.write = writes++;
            if (each.erased) {
                commands.push_back({"DEL", each.name});
                continue;
            }
            redis_command set{"SET", each.name, codec_.write(*each.cell)};
            if (end && *end < now + too_long) {
                set.push_back("PX");
                set.push_back(std::to_string((*end - now).count()));
            }
            commands.push_back(std::move(set));
        }
    }

    static trouble_or_none expect_ok(redis_reply const& reply) {
        if (reply.kind == reply_kind::status) { return std::nullopt; }
        return reply.kind == reply_kind::error ? error_of(reply.text) : quota::store_error::refused;
    }

    trouble_or_none read(replies_view found, std::vector<entry>& entries, instant& now) const {
        if (auto const trouble = expect_ok(found[0])) { return trouble; }
        if (found[1].kind == reply_kind::error) { return error_of(found[1].text); }
        auto const time = time_of(found[1]);
        if (!time) { return quota::store_error::refused; }
        now = *time;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            redis_reply const& reply = found[i + 2];
            entry& each = entries[i];
            each.cell.reset();
            each.held = each.changed = false;
            each.trouble.reset();
            switch (reply.kind) {
            case reply_kind::nil: break;
            case reply_kind::bulk:
                each.held = true;
                each.cell = codec_.read(reply.text);
                if (!each.cell) { each.trouble = quota::store_error::corrupt_cell; }
                break;
            case reply_kind::error:
                each.trouble = error_of(reply.text);
                if (each.trouble != quota::store_error::wrong_type) { return each.trouble; }
                break;
            case reply_kind::status:
            case reply_kind::integer:
            case reply_kind::array: return quota::store_error::refused;
            }
        }
        return std::nullopt;
    }

    // Two bulks: seconds, and microseconds of the second.
    static std::optional<instant> time_of(redis_reply const& reply) {
        if (reply.kind != reply_kind::array || reply.elements.size() != 2) { return std::nullopt; }
        auto const number = [&](std::size_t i, std::int64_t most) -> std::optional<std::int64_t> {
            redis_reply const& each = reply.elements[i];
            std::int64_t value = -1;
            char const* const end = each.text.data() + each.text.size();
            auto const parsed = std::from_chars(each.text.data(), end, value);
            bool const good = each.kind == reply_kind::bulk && parsed.ec == std::errc() && parsed.ptr == end;
            return good && value >= 0 && value <= most ? std::optional(value) : std::nullopt;
        };
        auto const seconds = number(0, std::int64_t{1} << 40); // the year 36,000
        auto const microseconds = number(1, 999'999);
        if (!seconds || !microseconds) { return std::nullopt; }
        return instant(std::chrono::milliseconds(*seconds * 1000 + *microseconds / 1000));
    }

    // Judges the replies to MULTI, the writes and EXEC. A write that failed inside EXEC is its key's trouble.
    static verdict judge(replies_view written, std::vector<entry>& entries, quota::store_error& why) {
        redis_reply const& multi = written.front();
        redis_reply const& exec = written.back();
        auto const writes = written.subspan(1, written.size() - 2);
        trouble_or_none first;
        for (redis_reply const& each : writes) {
            if (each.kind == reply_kind::error) {
                if (!first) { first = error_of(each.text); }
            } else if (each.kind != reply_kind::status || each.text != "QUEUED") {
                return verdict::unknown; // perhaps written without a transaction
            }
        }
        if (multi.kind == reply_kind::error && exec.kind == reply_kind::error) {
            why = error_of(multi.text);
            return verdict::failed;
        }
        if (multi.kind != reply_kind::status) { return verdict::unknown; }
        switch (exec.kind) {
        case reply_kind::nil: return first ? verdict::unknown : verdict::conflict;
        case reply_kind::error: why = first ? *first : error_of(exec.text); return verdict::failed;
        case reply_kind::array: break;
        case reply_kind::status:
        case reply_kind::integer:
        case reply_kind::bulk: return verdict::unknown;
        }
        if (first || exec.elements.size() != writes.size()) { return verdict::unknown; }
        for (entry& each : entries) {
            if (each.write == none) { continue; }
            redis_reply const& reply = exec.elements[each.write];
            if (reply.kind == reply_kind::error) {
                each.trouble = error_of(reply.text);
            } else if (reply.kind != (each.erased ? reply_kind::integer : reply_kind::status)) {
                return verdict::unknown;
            }
        }
        return verdict::applied;
    }

    Connection connection_;
    Codec codec_;
    redis_store_options options_;
    memory memory_ = memory::unproven;
};

} // namespace firehose_sse::integration
