// SPDX-License-Identifier: BSL-1.0
#include "mask.hpp"
#include <firehose_sse/wire/detail/explain_syntax.hpp>
#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <utility>

namespace check_example {

namespace {

constexpr std::size_t longest_name = 64;
constexpr std::size_t deepest = 512;
constexpr std::size_t most_names = 100;

[[nodiscard]] bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
[[nodiscard]] bool is_structure(char c) { return std::string_view("{}[]:,").find(c) != std::string_view::npos; }

/// Whether a word, which has neither brackets nor quotation marks, is `true`, `false`, `null` or a number.
[[nodiscard]] bool is_value(std::string_view word) {
    boost::system::error_code failure;
    boost::json::parse({word.data(), word.size()}, failure);
    return !failure;
}

class masker {
public:
    masker(std::string_view text, std::span<std::string const> shown) : text_(text), shown_(shown) {
        out_.hidden.assign(text.size(), false);
    }

    json_outline run() && {
        if (text_.starts_with("\xEF\xBB\xBF")) { at_ = 3; }
        while (at_ < text_.size()) {
            if (is_blank(text_[at_])) {
                ++at_;
            } else if (text_[at_] == '"') {
                string();
            } else if (is_structure(text_[at_])) {
                structure();
                ++at_;
            } else {
                word();
            }
        }
        return std::move(out_);
    }

private:
    /// What may come next.
    enum class next : unsigned char { value, value_or_end, name, name_or_end, colon, comma_or_end, nothing, anything };

    struct frame {
        bool is_list = false;
        /// The size of path_ when the container began: up to its own name, without what stands in it.
        std::size_t path = 0;
    };

    [[nodiscard]] bool wants_value() const { return next_ == next::value || next_ == next::value_or_end; }

    void hide(std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) { out_.hidden[i] = true; }
    }

    void value_is_done() { next_ = frames_.empty() ? next::nothing : next::comma_or_end; }

    void structure() {
        switch (text_[at_]) {
        case '{': open(false); break;
        case '[': open(true); break;
        case '}': close(false); break;
        case ']': close(true); break;
        case ':': next_ = next_ == next::colon ? next::value : next::anything; break;
        default:
            if (next_ != next::comma_or_end) {
                next_ = next::anything;
            } else if (frames_.back().is_list) {
                next_ = next::value;
            } else {
                next_ = next::name;
            }
        }
    }

    void open(bool list) {
        if (!wants_value() || frames_.size() >= deepest) {
            next_ = next::anything;
            return;
        }
        frames_.push_back({list, path_.size()});
        if (list) { path_ += "/*"; }
        next_ = list ? next::value_or_end : next::name_or_end;
    }

    void close(bool list) {
        bool const may = next_ == next::comma_or_end || next_ == (list ? next::value_or_end : next::name_or_end);
        if (!may || frames_.empty() || frames_.back().is_list != list) {
            next_ = next::anything;
            return;
        }
        path_.resize(frames_.back().path);
        frames_.pop_back();
        value_is_done();
    }

    void string() {
        std::size_t const begin = at_;
        std::size_t end = begin + 1;
        while (end < text_.size() && text_[end] != '"' && static_cast<unsigned char>(text_[end]) >= 0x20) {
            end += text_[end] == '\\' ? 2U : 1U;
        }
        if (end >= text_.size() || text_[end] != '"') { // no end: the rest of the line is its value
            end = std::min(text_.find_first_of("\r\n", begin), text_.size());
            hide(begin + 1, end);
            at_ = end;
            next_ = next::anything;
            return;
        }
        at_ = end + 1;
        std::string_view const content = text_.substr(begin + 1, end - begin - 1);
        if (firehose_sse::wire::detail::explain_string(text_, begin)) {
            hide(begin + 1, end);
            next_ = next::anything;
        } else if ((next_ == next::name || next_ == next::name_or_end) && is_before_colon()) {
            if (content.size() > longest_name) { hide(begin + 1 + longest_name, end); }
            name(content);
        } else if (wants_value()) {
            if (!is_shown()) { hide(begin + 1, end); }
            value_is_done();
        } else {
            hide(begin + 1, end);
            next_ = next::anything;
        }
    }

    [[nodiscard]] bool is_before_colon() const {
        std::size_t at = at_;
        while (at < text_.size() && is_blank(text_[at])) { ++at; }
        return at < text_.size() && text_[at] == ':';
    }

    void name(std::string_view content) {
        if (frames_.size() == 1 && out_.names.size() < most_names) { out_.names.push_back(content); }
        path_.resize(frames_.back().path);
        path_ += '/';
        // A name that has escapes, could be taken for a part of a pointer, or is too long matches nothing in `shown`.
        bool const plain = content.size() <= longest_name && content.find_first_of("\\/*~") == std::string_view::npos;
        path_ += plain ? content : "~";
        next_ = next::colon;
    }

    [[nodiscard]] bool is_shown() const { return std::ranges::find(shown_, path_) != shown_.end(); }

    void word() {
        std::size_t const begin = at_;
        while (at_ < text_.size() && !is_blank(text_[at_]) && !is_structure(text_[at_]) && text_[at_] != '"') { ++at_; }
        std::string_view const content = text_.substr(begin, at_ - begin);
        if (!wants_value() || !is_value(content)) {
            next_ = next::anything;
            hide(begin, at_);
            return;
        }
        if (content != "null" && !is_shown()) { hide(begin, at_); }
        value_is_done();
    }

    std::string_view text_;
    std::span<std::string const> shown_;
    json_outline out_;
    std::size_t at_ = 0;
    next next_ = next::value;
    std::vector<frame> frames_;
    std::string path_;
};

} // namespace

json_outline outline(std::string_view text, std::span<std::string const> shown) { return masker(text, shown).run(); }

} // namespace check_example
