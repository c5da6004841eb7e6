// The parts of a text that looks like JSON, as far as it does: a reader that refuses nothing.
// Level 5 (fuzzing). Changes nothing and copies nothing: parts are places in the text.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing::detail {

/// A value in a text.
struct part {
    enum class form : unsigned char { object, array, string, other };
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    form is = form::other;
    /// The value is text[begin, end).
    std::size_t begin = 0;
    std::size_t end = 0;
    /// Of a member: where its name begins, with its quote; else `begin`.
    std::size_t name_begin = 0;
    std::size_t name_end = 0;
    /// The container it is in, by place among the parts.
    std::size_t parent = none;

    [[nodiscard]] bool is_member() const noexcept { return name_begin != begin; }
    [[nodiscard]] std::string_view name(std::string_view text) const noexcept {
        return is_member() ? text.substr(name_begin + 1, name_end - name_begin - 2) : std::string_view();
    }
};

class loose_reader {
public:
    explicit loose_reader(std::string_view text) noexcept : text_(text) {}

    /// The parts in text order. A bracket that closes nothing is passed over; what is not closed ends with the text.
    [[nodiscard]] std::vector<part> read() && {
        while (skip() && parts_.size() < most_parts) {
            char const c = text_[at_];
            if (c == '{' || c == '[') {
                begin(c == '{' ? part::form::object : part::form::array);
                open_.push_back(parts_.size() - 1);
                ++at_;
            } else if (c == '}' || c == ']') {
                ++at_;
                name_end_ = 0;
                if (!open_.empty()) {
                    parts_[open_.back()].end = at_;
                    open_.pop_back();
                }
            } else if (c == '"') {
                string();
            } else {
                begin(part::form::other);
                at_ = text_.find_first_of(",:]}[{\" \t\r\n", at_ + 1);
                if (at_ == std::string_view::npos) { at_ = text_.size(); }
                parts_.back().end = at_;
            }
        }
        for (std::size_t const place : open_) { parts_[place].end = text_.size(); }
        return std::move(parts_);
    }

private:
    // More parts than this give a mutation nothing new, and cost the fuzzer time.
    static constexpr std::size_t most_parts = 2048;

    bool skip() {
        at_ = text_.find_first_not_of(" \t\r\n,:", at_);
        return at_ != std::string_view::npos;
    }

    void begin(part::form is) {
        part made{is, at_, text_.size(), at_, at_, open_.empty() ? part::none : open_.back()};
        if (name_end_ != 0) {
            made.name_begin = name_begin_;
            made.name_end = name_end_;
            name_end_ = 0;
        }
        parts_.push_back(made);
    }

    void string() {
        std::size_t end = at_ + 1;
        while (end < text_.size() && text_[end] != '"') { end += text_[end] == '\\' ? 2u : 1u; }
        end = end < text_.size() ? end + 1 : text_.size();
        bool const in_object = !open_.empty() && parts_[open_.back()].is == part::form::object;
        std::size_t const next = text_.find_first_not_of(" \t\r\n", end);
        if (in_object && name_end_ == 0 && next != std::string_view::npos && text_[next] == ':') {
            name_begin_ = at_;
            name_end_ = end;
        } else {
            begin(part::form::string);
            parts_.back().end = end;
        }
        at_ = end;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t name_begin_ = 0;
    std::size_t name_end_ = 0; // 0 = no name waits for its value
    std::vector<part> parts_;
    std::vector<std::size_t> open_;
};

} // namespace firehose_sse::fuzzing::detail
