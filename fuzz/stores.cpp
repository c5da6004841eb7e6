// Updates of a store in memory, of one key or of many at once, with little room, with memory that runs out and
// functions that throw, and its snapshots through streams that break: what it holds is what a map holds that forgets
// nothing. Level: none (a fuzz target). Input: choices, see fuzzing/source.hpp. By hand: ./dev fuzz stores 60, or as
// fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/source.hpp"
#include "firehose_sse/quota/hash_seed.hpp"
#include "firehose_sse/quota/memory_store.hpp"
#include "firehose_sse/quota/window.hpp"
#include "firehose_sse/quota/window_codec.hpp"
#include "require.hpp"
#include "shaky_store.hpp"
#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <new>
#include <optional>
#include <sstream>
#include <streambuf>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using namespace firehose_sse;
using namespace std::chrono_literals;
using quota::cell_change;
using quota::snapshot_error;
using quota::store_error;

constexpr int max_steps = 48;

// ---- seeds

quota::hash_seed some_seed(fuzzing::byte_source& choices) {
    std::array<std::uint32_t, 4> words{};
    std::string secret;
    for (auto& word : words) {
        word = static_cast<std::uint32_t>(choices.below(3));
        for (int shift = 0; shift < 32; shift += 8) { secret += static_cast<char>(word >> shift & 0xff); }
    }
    auto const of_words = quota::make_seed(words);
    auto const of_secret = quota::make_seed(secret);
    require(of_words == quota::make_seed(words) && of_secret == quota::make_seed(secret),
            "a seed is made anew the same");
    require(of_words != of_secret, "words and a text of the same bytes have seeds of their own");
    auto others = words;
    others[choices.below(others.size())] ^= 1U << choices.below(32);
    require(quota::make_seed(others) != of_words, "each bit of the words counts");
    require(quota::make_seed(std::string_view(secret).substr(1)) != of_secret, "and each character of a secret");
    return fuzzing::coin(choices) ? of_words : of_secret;
}

// ---- what a store is made with

/// Keys for which there may be no memory.
template <class Keys> struct scarce : Keys {
    static inline bool none_left = false;
    [[nodiscard]] static typename Keys::kept keep(typename Keys::sought const& key) {
        if (none_left) { throw std::bad_alloc(); }
        return Keys::keep(key);
    }
};

/// Writes cells as they are, or with so many bytes behind them that a block, or a snapshot, is too small for them.
struct padding_codec {
    quota::window_codec plain{};
    std::size_t padding = 0;

    [[nodiscard]] std::string write(quota::window const& cell) const { return plain.write(cell).append(padding, '.'); }
    [[nodiscard]] std::optional<quota::window> read(std::string_view bytes) const {
        if (bytes.size() < padding) { return std::nullopt; }
        return plain.read(bytes.substr(0, bytes.size() - padding));
    }
    [[nodiscard]] std::optional<instant> ends_at(quota::window const& cell) const { return plain.ends_at(cell); }
};

/// Takes or gives `lasts` bytes, and then breaks.
class short_lived : public std::streambuf {
public:
    short_lived(std::string bytes, std::size_t lasts) : bytes_(std::move(bytes)), lasts_(lasts) {}

protected:
    std::streamsize xsputn(char const*, std::streamsize count) override {
        auto const taken = std::min(static_cast<std::size_t>(count), lasts_);
        lasts_ -= taken;
        return static_cast<std::streamsize>(taken);
    }
    int_type overflow(int_type) override { return traits_type::eof(); }
    std::streamsize xsgetn(char* into, std::streamsize count) override {
        auto const wanted = static_cast<std::size_t>(count);
        if (wanted > lasts_ - at_) { throw std::bad_alloc(); } // std::istream turns this into its own failure
        bytes_.copy(into, wanted, at_);
        at_ += wanted;
        return count;
    }

private:
    std::string bytes_;
    std::size_t lasts_;
    std::size_t at_ = 0;
};

quota::quota_policy some_rules(fuzzing::byte_source& choices) {
    constexpr std::chrono::milliseconds periods[] = {10s, 1ms, 24h};
    quota::quota_policy rules;
    rules.limit = static_cast<std::uint32_t>(1 + choices.below(3));
    rules.period = fuzzing::pick(choices, periods);
    rules.window = static_cast<quota::window_kind>(choices.below(3));
    rules.counts = static_cast<quota::counting>(choices.below(3));
    rules.retry_memory = fuzzing::coin(choices) ? 5s : 0s;
    return rules;
}

struct refusal {};

/// A call that is made, one that only asks, or one that has its cell removed.
struct call {
    std::string key;
    cell_change change = cell_change::put;
    std::optional<quota::call_token> token{};
};

using decision = quota::next<quota::window, quota::admission>;

decision decide(std::optional<quota::window> const& cell, call const& what, quota::quota_policy const& rules,
                instant now) {
    auto const current = cell.value_or(quota::window{});
    switch (what.change) {
    case cell_change::keep: return decision::keep(quota::peek(current, rules, now, what.token));
    case cell_change::erase: return decision::erase(quota::peek(current, rules, now, what.token));
    case cell_change::put: break;
    }
    auto const admitted = quota::admit(current, rules, now, what.token);
    return decision::put(admitted.next, admitted.verdict);
}

// ---- one store, and the map

template <class Keys> class session {
public:
    explicit session(fuzzing::byte_source& choices)
        : choices_(choices),
          rules_(some_rules(choices)),
          seed_(some_seed(choices)),
          forgets_(fuzzing::coin(choices)),
          max_cells_(fuzzing::coin(choices) ? 1 + choices.below(8) : std::numeric_limits<std::size_t>::max()),
          shards_(1 + choices.below(3)),
          store_(hand_clock{&now_}, options(shards_, max_cells_)) {
        scarce<Keys>::none_left = false;
    }

    void step() {
        switch (choices_.below(8)) {
        case 0:
        case 1:
        case 2: update(); break;
        case 3: update_many(); break;
        case 4: update_badly(); break;
        case 5:
        case 6: pass_time(); break;
        default: snapshot(); break;
        }
        check();
    }

private:
    using store = quota::memory_store<quota::window, hand_clock, scarce<Keys>>;

    [[nodiscard]] quota::memory_store_options<quota::window> options(std::size_t shards, std::size_t max_cells) const {
        quota::memory_store_options<quota::window> made;
        made.shards = shards;
        made.hash_seed = seed_;
        made.max_cells = max_cells;
        if (forgets_) {
            made.ends_at = [codec = quota::window_codec{rules_}](auto const& cell) { return codec.ends_at(cell); };
        }
        return made;
    }

    call some_call() {
        constexpr std::array changes{cell_change::put, cell_change::put, cell_change::keep, cell_change::erase};
        call made;
        auto const number = choices_.below(24);
        made.key = number == 0 ? "" : std::string(number, 'k');
        made.change = fuzzing::pick(choices_, changes);
        if (fuzzing::one_in(choices_, 4)) { made.token = quota::call_token{1, choices_.below(2)}; }
        return made;
    }

    void pass_time() {
        constexpr std::chrono::milliseconds spans[] = {1ms, 1s, 5s, 10s, 24h, -1s};
        now_ += fuzzing::pick(choices_, spans);
        latest_ = std::max(latest_, now_);
    }

    // ---- updates

    void expect_time(std::string const& key, instant now) {
        auto const [seen, first] = seen_.try_emplace(key, now);
        require(now >= now_ && now >= seen->second && now <= latest_, "for a key the time never runs backwards");
        seen->second = now;
    }

    /// What a call was given and answered must be what the map makes of it.
    void compare(call const& what, instant now, quota::stored<quota::admission> const& answer) {
        auto const found = held_.find(what.key);
        auto const mine = found == held_.end() ? std::nullopt : std::optional(found->second);
        auto decided = decide(mine, what, rules_, now);
        if (!answer) {
            require(answer.error() == store_error::full && what.change == cell_change::put,
                    "only a new cell can have no room");
            require(throws(answer), "and whoever takes the answer all the same gets an exception");
            return;
        }
        require(*answer == decided.answer, "a cell that was forgotten means as much as none");
        switch (decided.change) {
        case cell_change::keep: break;
        case cell_change::put: held_[what.key] = *std::move(decided.cell); break;
        case cell_change::erase: held_.erase(what.key); break;
        }
    }

    void update() {
        auto const what = some_call();
        instant told{};
        bool const was_there = store_.read(what.key).has_value();
        auto const answer = store_.update(what.key, [&](std::optional<quota::window> const& cell, instant now) {
            told = now;
            return decide(cell, what, rules_, now);
        });
        expect_time(what.key, told);
        compare(what, told, answer);
        if (answer) { return; }
        require(!was_there && store_.size() == max_cells_, "a store that refuses is full");
        if (!forgets_ || shards_ != 1) { return; }
        for (auto const& [key, cell] : held_) {
            auto const found = store_.read(key);
            auto const end = found ? quota::window_codec{rules_}.ends_at(*found) : std::nullopt;
            require(!end || *end > told, "and of cells that matter");
        }
    }

    void update_many() {
        std::vector<call> calls(choices_.below(20));
        for (call& each : calls) { each = some_call(); }
        std::vector<std::string_view> keys;
        for (call const& each : calls) { keys.push_back(each.key); }
        std::vector<instant> told(calls.size());
        std::vector<std::optional<quota::stored<quota::admission>>> answers(calls.size());
        std::map<std::string, std::size_t> last;
        store_.update_each(
            keys,
            [&](std::size_t i, std::optional<quota::window> const& cell, instant now) {
                auto const [before, first] = last.try_emplace(calls[i].key, i);
                require(first || before->second < i, "calls of one key keep their order");
                before->second = i;
                told[i] = now;
                return decide(cell, calls[i], rules_, now);
            },
            [&](std::size_t i, quota::stored<quota::admission> answer) {
                require(!answers[i], "every call is answered once");
                answers[i] = std::move(answer);
            });
        for (std::size_t i = 0; i < calls.size(); ++i) {
            require(answers[i].has_value(), "every call is answered");
            expect_time(calls[i].key, told[i]);
            compare(calls[i], told[i], *answers[i]);
        }
    }

    /// A function that throws, or a store that gets no memory, leaves everything as it was.
    void update_badly() {
        auto const what = some_call();
        bool const throws_itself = fuzzing::coin(choices_);
        auto const before = store_.read(what.key);
        auto const made = [&] { return quota::charge(quota::window{}, rules_, now_); };
        bool thrown = false;
        scarce<Keys>::none_left = !throws_itself;
        try {
            auto const answer = store_.update(what.key, [&](auto const&, instant) -> quota::next<quota::window, bool> {
                if (throws_itself) { throw refusal{}; }
                return before ? quota::next<quota::window, bool>::keep(true)
                              : quota::next<quota::window, bool>::put(made(), true);
            });
            require(before.has_value() || !answer, "a new cell takes memory");
        } catch (refusal const&) { thrown = throws_itself; } catch (std::bad_alloc const&) {
            thrown = !throws_itself;
        }
        scarce<Keys>::none_left = false;
        require(thrown || !throws_itself, "what the function throws passes through");
        auto const after = store_.read(what.key);
        require(after == before || (before && !after && may_be_gone(*before)), "and nothing has changed");
    }

    // ---- at any time

    [[nodiscard]] bool has_ended(quota::window const& cell, instant now) const {
        auto const end = quota::window_codec{rules_}.ends_at(cell);
        return end && std::max(*end, cell.latest) <= now;
    }
    [[nodiscard]] bool may_be_gone(quota::window const& cell) const { return forgets_ && has_ended(cell, latest_); }

    void check() {
        std::size_t there = 0;
        for (auto const& [key, cell] : held_) {
            auto const found = store_.read(key);
            there += found ? 1U : 0U;
            if (!found) {
                require(may_be_gone(cell), "a cell is forgotten when it has ended");
            } else if (*found != cell) {
                // made anew in the place of one that was forgotten
                auto const now = std::max(found->latest, cell.latest);
                require(forgets_ && found->latest == cell.latest &&
                            quota::peek(*found, rules_, now) == quota::peek(cell, rules_, now),
                        "what is held means what the map holds");
            }
        }
        require(store_.size() == there, "nothing else is held");
        require(store_.size() <= max_cells_, "nor more than there may be");
        if constexpr (std::is_same_v<Keys, quota::named_keys>) {
            auto const keys = store_.keys();
            require(keys.size() == there && std::ranges::is_sorted(keys), "keys are listed in order");
            for (auto const& key : keys) { require(held_.contains(key), "and each has a cell"); }
        }
    }

    // ---- snapshots

    void snapshot() {
        std::ostringstream out;
        padding_codec codec{{rules_}, 0};
        auto const written = store_.write_snapshot(out, codec);
        require(written && *written == store_.size(), "every cell is written");
        std::string const bytes = out.str();
        switch (choices_.below(8)) {
        case 0: check_copy(bytes, codec, 0); break;
        case 1: check_writing_to(choices_.below(bytes.size()), codec); break;
        case 2: check_cut(bytes, choices_.below(bytes.size()), codec); break;
        case 3: check_breaking(bytes, choices_.below(bytes.size()), codec); break;
        case 4: check_too_many(bytes, codec); break;
        case 5: check_strange(bytes, choices_.below(bytes.size()), codec); break;
        case 6: check_other_seed(bytes, codec); break;
        default: check_large(codec); break;
        }
    }

    void check_copy(std::string const& bytes, padding_codec const& codec, std::size_t behind) {
        store other(hand_clock{&now_}, options(1 + choices_.below(4), max_cells_));
        std::istringstream in(bytes + std::string(behind, '.'));
        auto const read = other.read_snapshot(in, codec);
        require(read && *read == store_.size() && other.size() == *read, "every cell is read");
        for (auto const& [key, cell] : held_) {
            require(other.read(key) == store_.read(key), "and is what it was, under whatever shards");
        }
    }

    void check_writing_to(std::size_t lasts, padding_codec const& codec) const {
        short_lived broken("", lasts);
        std::ostream out(&broken);
        auto const written = store_.write_snapshot(out, codec);
        require(!written && written.error().what == snapshot_error::stream_failed && written.error().at <= lasts,
                "a stream that takes no more is noticed");
        require(throws(written), "and whoever asks how many were written gets an exception");
    }

    /// Reads what must be refused into a store that holds something already.
    quota::snapshot_fault refused(std::istream& in, padding_codec const& codec, std::size_t max_cells,
                                  quota::hash_seed const& seed) const {
        auto made = options(2, max_cells);
        made.hash_seed = seed;
        store other(hand_clock{&now_}, made);
        auto const mine = quota::charge(quota::window{}, rules_, now_);
        auto const put = [&](auto const&, instant) { return quota::next<quota::window, bool>::put(mine, true); };
        require(other.update("mine", put).has_value(), "an empty store takes a cell");
        auto const read = other.read_snapshot(in, codec);
        require(!read.has_value(), "what is no snapshot of this kind is refused");
        require(other.size() == 1 && other.read("mine") == mine, "and nothing changes");
        return read.error();
    }

    void check_cut(std::string const& bytes, std::size_t size, padding_codec const& codec) const {
        std::istringstream in(bytes.substr(0, size));
        auto const fault = refused(in, codec, max_cells_, seed_);
        require(fault.what == snapshot_error::truncated && fault.at <= size, "a snapshot that ends early is noticed");
    }

    void check_breaking(std::string const& bytes, std::size_t lasts, padding_codec const& codec) const {
        short_lived broken(bytes, lasts);
        std::istream in(&broken);
        if (lasts == 0) { in.setstate(std::ios::failbit); } // as if an earlier read had failed
        auto const fault = refused(in, codec, max_cells_, seed_);
        require(fault.what == snapshot_error::stream_failed && fault.at <= lasts, "as is a stream that breaks");
    }

    void check_too_many(std::string const& bytes, padding_codec const& codec) const {
        if (store_.size() < 2) { return; }
        std::istringstream in(bytes);
        auto const fault = refused(in, codec, store_.size() - 1, seed_);
        require(fault.what == snapshot_error::oversized, "more cells than the store may hold are refused");
    }

    void check_strange(std::string bytes, std::size_t at, padding_codec const& codec) const {
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << at % 8));
        std::istringstream in(bytes);
        auto const fault = refused(in, codec, max_cells_, seed_);
        auto const again = fault;
        require(fault == again && fault.at <= bytes.size(), "one bit that is wrong is noticed");
        require(at >= 18 || fault.what == snapshot_error::foreign, "in the head it makes a snapshot foreign");
    }

    void check_other_seed(std::string const& bytes, padding_codec const& codec) const {
        std::istringstream in(bytes);
        quota::hash_seed const other{seed_.low + 1, seed_.high};
        if constexpr (std::is_same_v<Keys, quota::hashed_keys>) {
            require(refused(in, codec, max_cells_, other).what == snapshot_error::foreign,
                    "hashes mean nothing under another seed");
        } else {
            auto made = options(2, max_cells_);
            made.hash_seed = other;
            store named(hand_clock{&now_}, made);
            auto const read = named.read_snapshot(in, codec);
            require(read && *read == store_.size() && named.keys() == store_.keys(),
                    "texts mean the same under every seed");
        }
    }

    /// Cells that fill a block each, or that no snapshot takes. Only once, and only few cells, since it takes time.
    void check_large(padding_codec codec) {
        if (store_.size() > 2 || std::exchange(was_large_, true)) { return; }
        bool const too_large = fuzzing::coin(choices_);
        codec.padding = too_large ? quota::detail::snapshot_longest : quota::detail::snapshot_block;
        std::ostringstream out;
        auto const written = store_.write_snapshot(out, codec);
        if (too_large && store_.size() != 0) {
            require(!written && written.error().what == snapshot_error::oversized, "a cell can be too long");
            return;
        }
        require(written && *written == store_.size(), "cells of any other length are written");
        check_copy(out.str(), codec, 1);
    }

    fuzzing::byte_source& choices_;
    quota::quota_policy rules_;
    quota::hash_seed seed_;
    bool forgets_;
    std::size_t max_cells_;
    std::size_t shards_;
    instant now_{std::chrono::hours(24 * 365)};
    instant latest_ = now_; // of what the clock has shown
    store store_;
    std::map<std::string, quota::window> held_{};
    std::map<std::string, instant> seen_{};
    bool was_large_ = false;
};

template <class Keys> void run(fuzzing::byte_source& choices) {
    session<Keys> one(choices);
    for (int i = 0; i < max_steps && choices.remaining() != 0; ++i) { one.step(); }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzzing::byte_source choices({data, size});
    if (fuzzing::coin(choices)) {
        run<quota::hashed_keys>(choices);
    } else {
        run<quota::named_keys>(choices);
    }
    return 0;
}
