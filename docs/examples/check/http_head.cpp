// SPDX-License-Identifier: BSL-1.0
#include "http_head.hpp"
#include <firehose_sse/gateway/precheck.hpp>
#include <firehose_sse/wire/protocol.hpp>
#include <algorithm>
#include <iterator>
#include <utility>

namespace check_example {

namespace wire = firehose_sse::wire;

namespace {

constexpr std::size_t max_faults = 100;

/// Whether `http://` is at the front of a target, or `https://`.
[[nodiscard]] bool has_scheme(std::string_view target) {
    constexpr std::string_view schemes[] = {"http://", "https://"};
    return std::ranges::any_of(schemes, [&](auto each) { return same_name(target.substr(0, each.size()), each); });
}

/// Whether `curl -v` says something in that line, instead of showing what it sends.
[[nodiscard]] bool is_note(std::string_view line) {
    bool const counts = line.starts_with("} [") || line.starts_with("{ [");
    return line.starts_with("* ") || (counts && line.ends_with(" bytes data]"));
}

/// One line of the text after the other.
class lines {
public:
    lines(std::string_view text, std::size_t begin) : text_(text), at_(begin) {
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        if (at_ == 0 && text_.starts_with(byte_order_mark)) { at_ = byte_order_mark.size(); }
        while (at_ < text_.size() && front().empty()) { skip(); }
        mark_ = front().starts_with("* ") || front().starts_with("> ");
    }

    /// Takes the next line, without its end and its mark. False at the end of the text, and before a line without a
    /// mark if the first line had one.
    bool next(part& line) {
        skip_notes();
        std::string_view content = front();
        if (at_ >= text_.size() || (mark_ && !content.starts_with('>'))) { return false; }
        std::size_t const marked = !mark_ ? 0 : content.starts_with("> ") ? 2 : 1;
        content.remove_prefix(marked);
        line = {content, {at_ + marked, at_ + marked + content.size()}};
        skip();
        return true;
    }

    void skip_notes() {
        while (mark_ && is_note(front())) { skip(); }
    }

    [[nodiscard]] std::size_t at() const { return at_; }

private:
    /// The line that is next, without its end; empty at the end of the text.
    [[nodiscard]] std::string_view front() const {
        std::string_view line = text_.substr(at_, text_.find('\n', at_) - at_);
        if (line.ends_with('\r')) { line.remove_suffix(1); }
        return line;
    }

    void skip() {
        std::size_t const end = text_.find('\n', at_);
        at_ = end == std::string_view::npos ? text_.size() : end + 1;
    }

    std::string_view text_;
    std::size_t at_;
    bool mark_ = false;
};

[[nodiscard]] part slice(part const& whole, std::size_t from, std::size_t size) {
    std::string_view const text = whole.text.substr(from, size);
    return {text, {whole.span.begin + from, whole.span.begin + from + text.size()}};
}

[[nodiscard]] part trimmed(part const& whole) {
    constexpr std::string_view blanks = " \t";
    std::size_t const first = std::min(whole.text.find_first_not_of(blanks), whole.text.size());
    std::size_t const last = whole.text.find_last_not_of(blanks);
    return slice(whole, first, last == std::string_view::npos ? 0 : last + 1 - first);
}

[[nodiscard]] bool is_token(std::string_view text) {
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               others.find(c) != std::string_view::npos;
    });
}

[[nodiscard]] bool is_text(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F); });
}

[[nodiscard]] bool is_version(std::string_view text) {
    auto const digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    return text.starts_with("HTTP/") &&
           ((text.size() == 8 && digit(5) && text[6] == '.' && digit(7)) || (text.size() == 6 && digit(5)));
}

/// Whether a first line is meant to be HTTP; no JSON begins like that.
[[nodiscard]] bool begins_a_head(std::string_view line) {
    if (line.starts_with("HTTP/")) { return true; }
    std::string_view const word = line.substr(0, line.find(' '));
    return word.size() < line.size() &&
           (is_known_method(word) || (is_token(word) && is_version(line.substr(line.rfind(' ') + 1))));
}

class head_reader {
public:
    head_reader(std::string_view text, std::size_t begin) : lines_(text, begin) {}

    std::optional<http_head> read() && {
        part line;
        if (!lines_.next(line) || !begins_a_head(line.text)) { return std::nullopt; }
        first_line(line);
        std::size_t before = lines_.at();
        while (lines_.next(line)) {
            if (line.text.empty()) {
                lines_.skip_notes();
                head_.end = lines_.at();
                return std::move(head_);
            }
            if (line.text.front() == '{') {
                fault({line.span.begin, line.span.begin + 1}, "an empty line is wanted between the head and the body");
                head_.end = before;
                return std::move(head_);
            }
            field(line);
            before = lines_.at();
            if (head_.fields.size() > http_head::max_fields) {
                head_.too_long = true;
                head_.end = before;
                return std::move(head_);
            }
        }
        fault({before, before}, "the head does not end: an empty line is wanted after it");
        head_.end = before;
        return std::move(head_);
    }

private:
    void fault(wire::span_of_text span, std::string message) {
        if (head_.faults.size() < max_faults) { head_.faults.push_back({span, std::move(message)}); }
    }

    void first_line(part const& line) {
        std::size_t const first = std::min(line.text.find(' '), line.text.size());
        std::size_t const second = std::min(line.text.find(' ', first + 1), line.text.size());
        auto const from = [&](std::size_t at) { return std::min(at, line.text.size()); };
        part const words[] = {slice(line, 0, first), slice(line, from(first + 1), second - std::min(first + 1, second)),
                              slice(line, from(second + 1), std::string_view::npos)};
        if (words[0].text.starts_with("HTTP/")) {
            head_.answer = true;
            if (is_version(words[0].text)) { head_.version = words[0]; }
            if (words[1].text.size() == 3) {
                for (char const c : words[1].text) {
                    if (c < '0' || c > '9') { head_.status = -1; }
                    if (head_.status >= 0) { head_.status = head_.status * 10 + (c - '0'); }
                }
            }
            if (head_.status < 100) { fault(line.span, "the first line of an answer is HTTP/VERSION STATUS"); }
            return;
        }
        head_.method = words[0];
        head_.target = words[1];
        if (is_version(words[2].text)) { head_.version = words[2]; }
        if (!is_version(words[2].text) || words[1].text.empty() || !is_text(line.text)) {
            fault(line.span, "the first line of a request is METHOD TARGET HTTP/VERSION");
        }
    }

    void field(part const& line) {
        if (line.text.front() == ' ' || line.text.front() == '\t') {
            fault(line.span, "a value that goes on in a line of its own is obsolete");
            return;
        }
        std::size_t const colon = line.text.find(':');
        if (colon == std::string_view::npos || !is_token(line.text.substr(0, colon)) || !is_text(line.text)) {
            bool const blank = colon != std::string_view::npos && is_token(trimmed(slice(line, 0, colon)).text);
            fault(line.span, blank && is_text(line.text) ? "a blank stands between a name and its colon"
                                                         : "a line of the head is NAME: VALUE");
            return;
        }
        head_.fields.push_back({slice(line, 0, colon), trimmed(slice(line, colon + 1, std::string_view::npos))});
    }

    lines lines_;
    http_head head_;
};

} // namespace

bool same_name(std::string_view a, std::string_view b) noexcept {
    wire::header_view const view{a, {}};
    return wire::find_header({&view, 1}, b).has_value();
}

bool is_known_method(std::string_view word) noexcept {
    constexpr std::string_view methods[] = {"GET",     "HEAD",    "POST",  "PUT",  "DELETE",
                                            "CONNECT", "OPTIONS", "TRACE", "PATCH"};
    return std::ranges::find(methods, word) != std::end(methods);
}

std::string_view http_head::path() const { return firehose_sse::gateway::path_of_target(target.text); }

bool http_head::shows_a_path() const {
    return !version.text.empty() && (target.text.starts_with('/') || has_scheme(target.text));
}

std::size_t http_head::count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(fields, [&](http_field const& each) { return same_name(each.name.text, name); }));
}

http_field const* http_head::find(std::string_view name) const {
    auto const found =
        std::ranges::find_if(fields, [&](http_field const& each) { return same_name(each.name.text, name); });
    return found == fields.end() ? nullptr : &*found;
}

std::optional<http_head> read_head(std::string_view text) {
    auto head = head_reader(text, 0).read();
    while (head && head->is_interim()) {
        auto next = head_reader(text, head->end).read();
        if (!next || !next->answer) { break; }
        head = std::move(next);
    }
    return head;
}

} // namespace check_example
