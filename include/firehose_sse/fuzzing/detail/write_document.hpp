// Writes a document's tree as text, plainly or as oddly as JSON allows without a change of meaning.
// Level 5 (fuzzing). Knows no rule.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/any_source.hpp"
#include "firehose_sse/fuzzing/detail/document.hpp"
#include "firehose_sse/shape/code_points.hpp"
#include "firehose_sse/wire/detail/append_json.hpp"
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace firehose_sse::fuzzing::detail {

class document_writer {
public:
    /// Writes oddly when it is given `choices`. `watched`, if any, is the value whose place is of interest.
    explicit document_writer(any_source* choices = nullptr, node const* watched = nullptr)
        : choices_(choices), watched_(watched) {}

    [[nodiscard]] std::string write(node const& root) && {
        blank();
        value(root);
        blank();
        return std::move(out_);
    }

    /// Where the watched value came to stand. *Units:* bytes.
    struct place {
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    [[nodiscard]] std::string write(node const& root, place& watched) && {
        blank();
        value(root);
        blank();
        watched = place_;
        return std::move(out_);
    }

private:
    void value(node const& what) {
        if (&what == watched_) { place_.begin = out_.size(); }
        switch (what.is) {
        case node::form::verbatim: out_ += what.text; break;
        case node::form::string: string(what.text); break;
        case node::form::object: children(what, '{', '}'); break;
        case node::form::array: children(what, '[', ']'); break;
        }
        if (&what == watched_) { place_.end = out_.size(); }
    }

    void children(node const& what, char open, char close) {
        out_ += open;
        bool first = true;
        for (auto const& each : what.children) {
            if (!first) { out_ += ','; }
            first = false;
            blank();
            if (what.is == node::form::object) {
                string(each.name);
                blank();
                out_ += ':';
                blank();
            }
            value(each);
            blank();
        }
        out_ += close;
    }

    void blank() {
        static constexpr std::array<std::string_view, 5> blanks{" ", "\n", "\r\n", "\t", "  \n"};
        if (choices_ != nullptr && one_in(*choices_, 4)) { out_ += pick(*choices_, blanks); }
    }

    void string(std::string_view text) {
        if (choices_ == nullptr || !one_in(*choices_, 4)) {
            wire::detail::append_string(text, out_);
            return;
        }
        out_ += '"';
        for (; !text.empty();) {
            code_point const read = front_code_point(text);
            if (!read.valid() || !coin(*choices_)) {
                std::string one;
                wire::detail::append_string(text.substr(0, read.size), one);
                out_.append(one, 1, one.size() - 2);
            } else {
                escape(read.value);
            }
            text.remove_prefix(read.size);
        }
        out_ += '"';
    }

    void escape(char32_t code) {
        static constexpr std::string_view named = "\"\\/\b\f\n\r\t";
        static constexpr std::string_view letters = "\"\\/bfnrt";
        if (code < 0x80 && coin(*choices_)) {
            if (auto const at = named.find(static_cast<char>(code)); at != std::string_view::npos) {
                out_ += '\\';
                out_ += letters[at];
                return;
            }
        }
        if (code >= 0x10000) {
            unit(0xD800 + ((code - 0x10000) >> 10));
            code = 0xDC00 + (code & 0x3FF);
        }
        unit(code);
    }

    void unit(char32_t code) {
        std::string_view const digits = coin(*choices_) ? "0123456789ABCDEF" : "0123456789abcdef";
        out_ += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4) { out_ += digits[code >> shift & 15]; }
    }

    any_source* choices_;
    node const* watched_;
    place place_{};
    std::string out_;
};

} // namespace firehose_sse::fuzzing::detail
