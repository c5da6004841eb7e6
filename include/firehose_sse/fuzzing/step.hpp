// One line of a script: a call, a wait, or what KMS answers from then on.
// Level 5 (fuzzing). Words and their grammar; sends nothing.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/pattern.hpp"
#include "firehose_sse/encryption/key.hpp"
#include "firehose_sse/model/stream.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <algorithm>
#include <boost/describe/enum.hpp>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::fuzzing {

/// What a step does. In a script `remove` is spelled `delete`.
BOOST_DEFINE_FIXED_ENUM_CLASS(verb, unsigned char,
                              create,      ///< NAME [aws | key KEY | key -] [source TYPE] [bare]
                              start,       ///< NAME [aws | key KEY | key -]
                              stop,        ///< NAME
                              remove,      ///< NAME [force]
                              describe,    ///< NAME
                              put,         ///< NAME BYTES
                              put_batch,   ///< NAME RECORDS BYTES
                              list,        ///< [LIMIT [NAME]]: the names after NAME
                              tag,         ///< NAME KEY=VALUE...
                              untag,       ///< NAME KEY...
                              tags,        ///< NAME [LIMIT]
                              wait,        ///< a number and `ms`, `s` or `h`
                              key,         ///< KEY STATE [no_grant] [no_retirement]
                              caller,      ///< SECONDS that the session's credentials are old, or `none`
                              send,        ///< OPERATION BODY: the rest of the line as it stands
                              send_base64) ///< OPERATION BASE64: any bytes

/// The word of a verb in a script.
[[nodiscard]] constexpr std::string_view word_of(verb what) noexcept {
    return what == verb::remove ? std::string_view("delete") : reflect::enum_name(what);
}

/// One line of a script.
struct step {
    fuzzing::verb verb = verb::wait;
    std::vector<std::string> words{};
    friend bool operator==(step const&, step const&) = default;
};

namespace detail {

/// A number in decimal digits, at most `most`.
[[nodiscard]] inline std::optional<std::uint64_t> number_of(std::string_view text, std::uint64_t most) {
    std::uint64_t value = 0;
    auto const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end || value > most) { return std::nullopt; }
    return value;
}

/// Longest wait of a step.
inline constexpr std::chrono::milliseconds longest_wait = std::chrono::hours(24 * 366);

/// A duration such as `250ms`, `5s` or `24h`.
[[nodiscard]] inline std::optional<std::chrono::milliseconds> duration_of(std::string_view text) {
    auto const unit_at = std::min(text.find_first_not_of("0123456789"), text.size());
    auto const unit = text.substr(unit_at);
    std::int64_t const factor = unit == "ms" ? 1 : unit == "s" ? 1'000 : unit == "h" ? 3'600'000 : 0;
    if (factor == 0) { return std::nullopt; }
    auto const most = static_cast<std::uint64_t>(longest_wait.count() / factor);
    auto const count = number_of(text.substr(0, unit_at), most);
    if (!count) { return std::nullopt; }
    return std::chrono::milliseconds(static_cast<std::int64_t>(*count) * factor);
}

[[nodiscard]] inline bool is_stream_name(std::string_view text) {
    using shape = model::DeliveryStreamName;
    return text.size() <= shape::bounds.max && constraint::matches<shape::pattern>(text);
}

/// Takes words off the front of a step, one after the other.
class word_reader {
public:
    explicit word_reader(std::span<std::string const> words) : rest_(words) {}

    [[nodiscard]] bool done() const noexcept { return rest_.empty(); }
    [[nodiscard]] std::string_view peek() const noexcept { return done() ? std::string_view() : rest_.front(); }
    [[nodiscard]] std::string_view take() noexcept {
        std::string_view const word = peek();
        if (!done()) { rest_ = rest_.subspan(1); }
        return word;
    }
    [[nodiscard]] bool take(std::string_view word) noexcept {
        if (done() || rest_.front() != word) { return false; }
        rest_ = rest_.subspan(1);
        return true;
    }
    [[nodiscard]] bool take_name() { return is_stream_name(take()); }
    [[nodiscard]] bool take_number(std::uint64_t most) { return number_of(take(), most).has_value(); }
    /// `aws`, `key KEY` or nothing.
    [[nodiscard]] bool take_key() {
        if (take("aws")) { return true; }
        if (!take("key")) { return true; }
        auto const name = take();
        return name == "-" || is_stream_name(name);
    }

private:
    std::span<std::string const> rest_;
};

} // namespace detail

/// The largest numbers that a step may have, so that the cost of a request is bounded.
inline constexpr std::uint64_t most_records = 1'000;
inline constexpr std::uint64_t most_bytes = 2'000'000;
inline constexpr std::uint64_t most_batch_bytes = 16'000'000;

/// True when the words of a step are what its verb takes.
[[nodiscard]] inline bool is_well_formed(step const& s) {
    detail::word_reader words(s.words);
    constexpr std::uint64_t any = 1'000'000'000;
    bool good = true;
    switch (s.verb) {
    case verb::create:
        good = words.take_name() && words.take_key();
        if (good && words.take("source")) {
            good = reflect::enum_value<model::DeliveryStreamType>(words.take()).has_value();
        }
        if (words.peek() == "bare") { static_cast<void>(words.take()); }
        break;
    case verb::start: good = words.take_name() && words.take_key(); break;
    case verb::stop:
    case verb::describe: good = words.take_name(); break;
    case verb::remove:
        good = words.take_name();
        if (words.peek() == "force") { static_cast<void>(words.take()); }
        break;
    case verb::put: good = words.take_name() && words.take_number(most_bytes); break;
    case verb::put_batch:
        good = words.take_name();
        if (auto const records = detail::number_of(words.take(), most_records); good && records) {
            good = words.take_number(*records == 0 ? most_bytes : std::min(most_bytes, most_batch_bytes / *records));
        } else {
            good = false;
        }
        break;
    case verb::list:
        if (!words.done()) { good = words.take_number(any); }
        if (good && !words.done()) { good = words.take_name(); }
        break;
    case verb::tag:
    case verb::untag:
        good = words.take_name() && !words.done();
        while (!words.done()) { static_cast<void>(words.take()); }
        break;
    case verb::tags:
        good = words.take_name();
        if (good && !words.done()) { good = words.take_number(any); }
        break;
    case verb::wait: good = detail::duration_of(words.take()).has_value(); break;
    case verb::key:
        good = detail::is_stream_name(words.take()) &&
               reflect::enum_value<encryption::key_state>(words.take()).has_value();
        static_cast<void>(words.take("no_grant"));
        static_cast<void>(words.take("no_retirement"));
        break;
    case verb::caller: good = words.take("none") || words.take_number(any); break;
    case verb::send:
    case verb::send_base64:
        good = !words.take().empty();
        static_cast<void>(words.take());
        break;
    }
    return good && words.done();
}

} // namespace firehose_sse::fuzzing
