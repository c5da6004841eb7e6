// Where in a body each value of the decoded struct stands.
// Level 3 (wire). Knows no JSON parser; filled by the reader on request.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace firehose_sse::wire {

/// The text of one value. *Units:* bytes from the start of the body; `end` is one past the last.
struct span_of_text {
    std::size_t begin = 0;
    std::size_t end = 0;
    friend constexpr bool operator==(span_of_text const&, span_of_text const&) = default;
};

/// The places of all values of types that the model knows, explicit nulls of members included. Ignored values and the
/// contents of opaque members have none. A value whose end was not read reaches as far as was read.
///
/// *Example:* `auto const at = document.where.find("/DeliveryStreamName"); if (at) { underline(at->begin, at->end); }`
class positions {
public:
    /// The text of the value that an RFC 6901 pointer names, quotes and brackets included.
    [[nodiscard]] std::optional<span_of_text> find(std::string_view pointer) const {
        std::size_t const at = descend(pointer);
        return pointer.empty() && at != none ? std::optional(places_[at].span) : std::nullopt;
    }

    /// The text of the value that the pointer names or, when the body has none there, of the nearest value around it.
    [[nodiscard]] std::optional<span_of_text> find_nearest(std::string_view pointer) const {
        std::size_t const at = descend(pointer);
        return at != none ? std::optional(places_[at].span) : std::nullopt;
    }

    [[nodiscard]] bool empty() const noexcept { return places_.empty(); }

    // For the reader: the places come in the order in which values begin.
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    std::size_t add_member(std::size_t parent, std::string_view name, span_of_text span) {
        places_.push_back({parent, name, none, span});
        return places_.size() - 1;
    }
    std::size_t add_element(std::size_t parent, std::size_t index, span_of_text span) {
        places_.push_back({parent, {}, index, span});
        return places_.size() - 1;
    }
    void close(std::size_t added, std::size_t end) { places_[added].span.end = end; }
    /// Ends the root of a blank body, which was read as an empty object, at the end of that body.
    void close_root(std::size_t end) {
        if (!places_.empty()) { close(0, end); }
    }
    /// Moves all places further along by so many bytes.
    void shift(std::size_t bytes) {
        for (auto& each : places_) {
            each.span.begin += bytes;
            each.span.end += bytes;
        }
    }

private:
    struct place {
        std::size_t parent;
        /// The name of a member, from the model; the model's names need no escapes in a pointer.
        std::string_view name;
        std::size_t index;
        span_of_text span;
    };

    /// Walks as far as the pointer can be followed; what is left of it stays in `pointer`.
    [[nodiscard]] std::size_t descend(std::string_view& pointer) const {
        if (places_.empty()) { return none; }
        std::size_t at = 0;
        while (pointer.starts_with('/')) {
            std::string_view const rest = pointer.substr(1);
            std::string_view const token = rest.substr(0, rest.find('/'));
            std::size_t const next = child(at, token);
            if (next == none) { break; }
            at = next;
            pointer = rest.substr(token.size());
        }
        return at;
    }

    [[nodiscard]] std::size_t child(std::size_t parent, std::string_view token) const {
        bool const padded = token.size() > 1 && token.starts_with('0'); // one pointer for each place: RFC 6901
        std::size_t index = token.empty() || padded || token.size() > 9 ? none : 0;
        for (char const c : token) {
            if (c < '0' || c > '9') { index = none; }
            if (index != none) { index = index * 10 + static_cast<std::size_t>(c - '0'); }
        }
        for (std::size_t i = parent + 1; i < places_.size() && places_[i].span.begin <= places_[parent].span.end; ++i) {
            place const& each = places_[i];
            if (each.parent != parent) { continue; }
            if (each.index == none ? each.name == token : each.index == index) { return i; }
        }
        return none;
    }

    std::vector<place> places_;
};

} // namespace firehose_sse::wire
