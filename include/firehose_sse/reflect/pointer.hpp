// Where in a document a value stands, as an RFC 6901 JSON pointer that grows and shrinks during a walk.
// Level 1 (reflect). Knows no JSON text and no rules.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace firehose_sse::reflect {

/// A JSON pointer under construction; empty = the whole document.
///
/// *Example:* `auto const here = at.text().size(); at.push("Records"); at.push(3); use(at.text()); at.cut(here);`
class json_pointer {
public:
    /// Steps into a member. `~` and `/` are escaped as RFC 6901 demands.
    constexpr void push(std::string_view member) {
        text_ += '/';
        for (char const c : member) {
            if (c == '~') {
                text_ += "~0";
            } else if (c == '/') {
                text_ += "~1";
            } else {
                text_ += c;
            }
        }
    }

    /// Steps into a list element, counted from 0.
    void push(std::size_t index) {
        text_ += '/';
        text_ += std::to_string(index);
    }

    /// Steps back to an earlier size of text().
    constexpr void cut(std::size_t size) { text_.resize(size); }

    [[nodiscard]] constexpr std::string const& text() const noexcept { return text_; }

private:
    std::string text_;
};

} // namespace firehose_sse::reflect
