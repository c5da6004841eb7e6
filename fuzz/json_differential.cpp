// Any bytes as the body of a request or an answer, against other readers of JSON: the same texts are taken and refused,
// and every member holds what the others find under its name. Where they differ, the difference is in a list.
// Level: none (a fuzz target). Input: the body itself, as fuzz/decode.cpp has it. The others: fuzz/rivals.hpp.
// By hand: ./dev fuzz json_differential 60, or as fuzz/decode.cpp says, with -DFIREHOSE_SSE_SIMDJSON and -lsimdjson
// where that is installed.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/wire/base64.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "bodies.hpp"
#include "require.hpp"
#include "rivals.hpp"
#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace {

using namespace firehose_sse;
using rivals::tree;
using wire::decode_reason;

// ---- the known differences

/// A text that readers take differently. `fault` is ours, null where we accept.
struct difference {
    std::string_view reader;
    bool (*applies)(std::string_view body, wire::decode_error const* fault);
    char const* why;
};

template <decode_reason Reason> constexpr bool refused_for(std::string_view, wire::decode_error const* fault) {
    return fault->reason == Reason;
}
constexpr bool at_zero_byte(std::string_view body, wire::decode_error const* fault) {
    return fault->offset < body.size() && body[fault->offset] == '\0';
}
constexpr bool only_blanks(std::string_view body, wire::decode_error const*) {
    return body.find_first_not_of(" \t\r\n") == body.npos;
}
/// Some number has a greater exponent, with or without a sign.
template <std::int64_t Most> constexpr bool exponent_above(std::string_view body, wire::decode_error const*) {
    for (std::size_t i = 1; i < body.size(); ++i) {
        auto const exponent = rivals::exponent_at(body, i);
        if (rivals::is_digit(body[i - 1]) && (exponent > Most || exponent < -Most)) { return true; }
    }
    return false;
}
/// Digits that 64 bits may not hold.
constexpr bool many_digits(std::string_view body, wire::decode_error const*) {
    std::size_t digits = 0;
    for (char const c : body) {
        digits = rivals::is_digit(c) ? digits + 1 : 0;
        if (digits == 19) { return true; }
    }
    return false;
}

constexpr std::string_view each_reader = "each";

/// We refuse; the reader named may accept.
constexpr difference we_refuse[] = {
    {each_reader, refused_for<decode_reason::not_an_object>, "a body is an object [D]; others read any value"},
    {each_reader, refused_for<decode_reason::duplicate_member>, "of two values others keep one, which one is chance"},
    {each_reader, refused_for<decode_reason::too_deep>, "32 levels suffice the model; others have their own limit"},
    {each_reader, exponent_above<2147483647>, "the parser below counts in 32 bits; 1e-4000000000 means nothing anyway"},
    {"Boost.JSON", refused_for<decode_reason::number_out_of_range>, "it makes of 1e400 an infinity, which is no JSON"},
    {"nlohmann", refused_for<decode_reason::byte_order_mark>, "a reader may skip one (RFC 8259, section 8.1)"},
    {"nlohmann", at_zero_byte, "its text ends at a zero byte, whatever follows"},
    {"RapidJSON", refused_for<decode_reason::number_out_of_range>, "just above the largest double it has infinity"},
    {"RapidJSON", refused_for<decode_reason::lone_surrogate>, "it takes the second half of a pair alone"},
    {"RapidJSON", at_zero_byte, "its text ends at a zero byte, whatever follows"},
};

/// We accept; the reader named may refuse.
constexpr difference we_accept[] = {
    {each_reader, only_blanks, "the protocol takes an empty body for {} [D]; JSON has no empty document"},
    {"RapidJSON", exponent_above<308>, "it takes zero with an exponent above 308 for too large"},
    {"simdjson", many_digits, "it has no type for whole numbers beyond 64 bits"},
};

bool is_known(std::span<difference const> list, std::string_view reader, std::string_view body,
              wire::decode_error const* fault) {
    return std::ranges::any_of(list, [&](difference const& each) {
        return (each.reader == reader || each.reader == each_reader) && each.applies(body, fault);
    });
}

void require_of(std::string_view reader, bool good, char const* what) {
    if (!good) { std::fprintf(stderr, "%.*s: ", static_cast<int>(reader.size()), reader.data()); }
    require(good, what);
}

// ---- the value against another reader's

/// Compares a value with what another reader found in the same body.
class mirror {
public:
    explicit mirror(rivals::reading (*reread)(std::string_view, bool)) : reread_(reread) {}

    /// True when every member holds what was found under its name, and nothing where nothing was found.
    template <reflect::described T> bool shows(T const& value, tree const& found) {
        if (found.is != tree::kind::object) { return false; }
        bool same = true;
        reflect::for_each_member<T>([&](auto member) {
            auto const* held = found.find(reflect::member_name<decltype(member)>);
            if (held != nullptr && held->is == tree::kind::null) { held = nullptr; } // null is absent
            same = same && shows_member(value.*member.pointer, held);
        });
        return same;
    }

    /// Required members that were not found.
    [[nodiscard]] std::size_t missing() const { return missing_; }

private:
    template <class T> bool shows_member(std::optional<T> const& held, tree const* found) {
        if (!held || found == nullptr) { return !held && found == nullptr; }
        return shows_value(*held, *found);
    }
    template <class T> bool shows_member(T const& held, tree const* found) {
        if (found != nullptr) { return shows_value(held, *found); }
        ++missing_;
        return held == T{};
    }

    template <class T> bool shows_value(T const& value, tree const& found) {
        if constexpr (is_string_shape<T>) {
            return found.is == tree::kind::string && found.text == value.value;
        } else if constexpr (is_open_enum<T>) {
            return found.is == tree::kind::string && found.text == reflect::enum_text(value);
        } else if constexpr (is_blob_shape<T>) {
            std::string text;
            wire::append_base64(value.bytes, text);
            return found.is == tree::kind::string && found.text == text;
        } else if constexpr (std::same_as<T, bool>) {
            return found.is == tree::kind::boolean && found.flag == value;
        } else if constexpr (is_integer_shape<T>) {
            // Doubles hold every 32-bit integer; but Boost.JSON does not read zero with an absurd exponent as zero.
            return found.is == tree::kind::number && (value.value == 0 || found.number == value.value);
        } else if constexpr (std::same_as<T, timestamp>) {
            double const read = static_cast<double>(value.milliseconds) / 1000;
            return found.is == tree::kind::number &&
                   (value.milliseconds == 0 || std::abs(found.number - read) <= 0.001 + std::abs(read) * 1e-12);
        } else if constexpr (std::same_as<T, raw_json>) {
            return found.is == tree::kind::object && reread_(value.text, true).holds == found;
        } else if constexpr (is_list_shape<T>) {
            return found.is == tree::kind::list &&
                   std::equal(value.begin(), value.end(), found.elements.begin(), found.elements.end(),
                              [this](auto const& ours, tree const& theirs) { return this->shows_value(ours, theirs); });
        } else {
            return shows(value, found);
        }
    }

    rivals::reading (*reread_)(std::string_view, bool);
    std::size_t missing_ = 0;
};

/// How many members all objects of a document have; of two with one name, a reader may keep one.
std::size_t count_members(tree const& document) {
    std::size_t count = document.names.size();
    for (auto const& each : document.elements) { count += count_members(each); }
    return count;
}

/// The same for the text of a well-formed document: as many as there are colons outside its strings.
std::size_t count_colons(std::string_view text) {
    std::size_t count = 0;
    bool inside = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') { inside = !inside; }
        if (text[i] == '\\') { ++i; }
        if (text[i] == ':' && !inside) { ++count; }
    }
    return count;
}

// ---- one body

template <class T> void check(std::string_view body) {
    using nothing = model::StopDeliveryStreamEncryptionOutput; // ignores every member: refuses what no type could read
    auto const as_json = wire::decode<nothing>(body);
    auto const document = wire::decode<T>(body);
    auto const fault = as_json ? wire::decode_error{} : as_json.error();
    require(as_json || !document, "what is no JSON is nothing of any type");
    for (auto const& rival : rivals::installed) {
        if (rival.dies_of(body)) { continue; }
        auto const theirs = rival.read(body, document.has_value());
        if (!as_json) {
            require_of(rival.name, !theirs.accepted || is_known(we_refuse, rival.name, body, &fault),
                       "it accepts what we refuse");
            continue;
        }
        if (!theirs.accepted) {
            require_of(rival.name, is_known(we_accept, rival.name, body, nullptr), "it refuses what we accept");
            continue;
        }
        if (!document) { continue; }
        mirror other(rival.read);
        require_of(rival.name, other.shows(document->value, theirs.holds), "it finds other values");
        require_of(rival.name, std::min(other.missing(), wire::max_missing) == document->missing.size(),
                   "it misses other members");
        require_of(rival.name, count_members(theirs.holds) == count_colons(body), "a name was accepted twice");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > bodies::largest) { return 0; }
    std::string_view const body(reinterpret_cast<char const*>(data), size);
    bodies::with_type_of(body, [&](auto type) { check<typename decltype(type)::type>(body); });
    return 0;
}
