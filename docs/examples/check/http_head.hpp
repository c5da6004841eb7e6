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

/// A place in a head that is not HTTP.
struct head_fault {
    firehose_sse::wire::span_of_text span{};
    std::string message{};
};

/// Its views point into the text that was read.
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
    /// Whether there are more fields than `max_fields`; the others are then not read.
    bool too_long = false;

    static constexpr std::size_t max_fields = 1'000;

    /// Whether it only announces an answer, as `100 Continue` does.
    [[nodiscard]] bool is_interim() const noexcept { return answer && status >= 100 && status < 200; }
    /// The target without the scheme and host that it begins with in a request to a proxy.
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

/// Reads the head with which a text begins; nothing when there is none. Lines end with CR LF or LF. They may all begin
/// with `> `; notes of `curl -v` between them and right behind the head are then skipped. A byte-order mark and empty
/// lines before the head are skipped, and so are interim answers that another answer follows.
[[nodiscard]] std::optional<http_head> read_head(std::string_view text);

} // namespace check_example
