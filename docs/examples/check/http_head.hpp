// The head of a raw HTTP message, as a proxy saves it or `curl -v` prints it.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/wire/positions.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace check_example {

/// A part of the text, and where it stands.
struct part {
    std::string_view text{};
    firehose_sse::wire::span_of_text span{};
};

struct http_field {
    part name{};
    /// Without the blanks around it.
    part value{};
};

/// What is no HTTP in a head.
struct head_fault {
    firehose_sse::wire::span_of_text span{};
    std::string message{};
};

/// The views are of the text that was read.
struct http_head {
    /// The head of an answer: it has a status instead of method and target.
    bool answer = false;
    int status = 0;
    part method{};
    part target{};
    part version{};
    std::vector<http_field> fields{};
    /// Where the body begins.
    std::size_t end = 0;
    /// At most 100.
    std::vector<head_fault> faults{};
    /// Whether there are more than `max_fields`; the rest was not read then.
    bool too_long = false;

    static constexpr std::size_t max_fields = 1'000;

    /// Whether it only announces an answer, as `100 Continue` does.
    [[nodiscard]] bool is_interim() const noexcept { return answer && status >= 100 && status < 200; }
    /// The target without scheme and host, which stand before it where a proxy is asked.
    [[nodiscard]] std::string_view path() const;
    /// Whether the target is a path, or an address with one, and not just some text.
    [[nodiscard]] bool shows_a_path() const;
    /// How many fields of that name there are, whatever the case.
    [[nodiscard]] std::size_t count(std::string_view name) const;
    /// The first field of that name.
    [[nodiscard]] http_field const* find(std::string_view name) const;
};

/// Whether two names of header fields are the same: the case of ASCII letters does not matter.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b) noexcept;

/// A method of RFC 9110 or RFC 5789.
[[nodiscard]] bool is_known_method(std::string_view word) noexcept;

/// Reads the head that a text begins with; nothing when it begins with none. Lines end with CR LF or LF; they may all
/// begin with `> `, and what `curl -v` notes between them is then left out, also right behind the head. A byte-order
/// mark and empty lines before it do not count, nor do answers that are not the final one, if another follows.
[[nodiscard]] std::optional<http_head> read_head(std::string_view text);

} // namespace check_example
