// Which value of a body stands at a byte, by reading the body from its beginning, bracket by bracket.
// For the targets of fuzz/ only. Knows no type, and no reader but Boost.JSON's for the text of a name.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

class pointer_at {
public:
    /// Reads up to `offset`; what stands before it is well-formed.
    pointer_at(std::string_view body, std::size_t offset) : body_(body) {
        for (std::size_t i = body.starts_with("\xEF\xBB\xBF") ? 3 : 0; i < offset; ++i) {
            if (std::string_view(" \t\r\n").find(body[i]) == std::string_view::npos) {
                fresh_ = body[i] == '[' || body[i] == ',';
            }
            switch (body[i]) {
            case '{':
            case '[': open_.push_back({.is_list = body[i] == '['}); break;
            case '}':
            case ']': open_.pop_back(); break;
            case ',':
                ++open_.back().index;
                open_.back().name.reset();
                break;
            case '"': {
                std::size_t const end = end_of_string(i);
                if (end > offset) { return; } // the byte is part of this string
                if (!open_.empty() && !open_.back().is_list && !open_.back().name) { open_.back().name = text(i, end); }
                i = end - 1;
                break;
            }
            default: break;
            }
        }
    }

    /// RFC 6901 pointer of the value at the byte; if a name stands there, that of its object.
    [[nodiscard]] std::string value() const {
        std::string all;
        for (level const& each : open_) {
            if (each.is_list) {
                all += '/' + std::to_string(each.index);
            } else if (each.name) {
                all += '/' + escaped(*each.name);
            }
        }
        return all;
    }

    /// The pointer of the member whose name begins at `offset`.
    [[nodiscard]] std::string member(std::size_t offset) const {
        return value() + '/' + escaped(text(offset, end_of_string(offset)));
    }

    /// True when nothing stands between the byte and the bracket or comma before it.
    [[nodiscard]] bool is_fresh() const { return fresh_; }
    /// The pointer of the innermost list or object.
    [[nodiscard]] std::string container() const {
        std::string const inner = value();
        return inner.substr(0, inner.rfind('/'));
    }

private:
    struct level {
        bool is_list = false;
        std::size_t index = 0;
        std::optional<std::string> name{};
    };

    // One past the closing quote, or beyond the body.
    [[nodiscard]] std::size_t end_of_string(std::size_t quote) const {
        std::size_t at = quote + 1;
        while (at < body_.size() && body_[at] != '"') { at += body_[at] == '\\' ? 2u : 1u; }
        return at + 1;
    }

    [[nodiscard]] std::string text(std::size_t begin, std::size_t end) const {
        auto const token = body_.substr(begin, end - begin);
        return std::string(std::string_view(boost::json::parse({token.data(), token.size()}).as_string()));
    }

    // Names are cut at 64 bytes, at the border of a character.
    [[nodiscard]] static std::string escaped(std::string_view name) {
        std::size_t size = name.size();
        if (size > 64) {
            for (size = 64; (static_cast<unsigned char>(name[size]) & 0xC0) == 0x80; --size) {}
        }
        std::string all;
        for (char const c : name.substr(0, size)) {
            if (c == '~') {
                all += "~0";
            } else if (c == '/') {
                all += "~1";
            } else {
                all += c;
            }
        }
        return all;
    }

    std::string_view body_;
    bool fresh_ = false;
    std::vector<level> open_{};
};
