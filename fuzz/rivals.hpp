// Other readers of JSON, each made to give the same tree: those that are installed.
// For fuzz/json_differential.cpp only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#if __has_include(<rapidjson/reader.h>)
#define FIREHOSE_SSE_RAPIDJSON 1
// RapidJSON's stack adds to null pointers, which is not what we are looking for.
#ifdef __clang__
#pragma clang attribute push(__attribute__((no_sanitize("undefined"))), apply_to = function)
#endif
// RapidJSON asserts that a number at the end of the range of doubles is positive; without the assertion all goes well.
#define RAPIDJSON_ASSERT(holds) static_cast<void>(holds)
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#ifdef __clang__
#pragma clang attribute pop
#endif
#endif
#if __has_include(<nlohmann/json.hpp>)
#define FIREHOSE_SSE_NLOHMANN 1
#include <nlohmann/json.hpp>
#endif
#ifdef FIREHOSE_SSE_SIMDJSON // set by CMake where there is a library to link
#include <simdjson.h>
#endif

namespace rivals {

/// A document, whoever read it.
struct tree {
    enum class kind : unsigned char { null, boolean, number, string, list, object };
    kind is = kind::null;
    bool flag = false;
    double number = 0;
    std::string text{};
    std::vector<tree> elements{};
    /// Beside the elements of an object: their names.
    std::vector<std::string> names{};

    [[nodiscard]] tree const* find(std::string_view name) const {
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (names[i] == name) { return &elements[i]; }
        }
        return nullptr;
    }
    void add(std::string_view name, tree value) {
        names.emplace_back(name);
        elements.push_back(std::move(value));
    }
    /// True when both hold the same; members in any order.
    friend bool operator==(tree const& a, tree const& b) {
        if (a.is != b.is || a.elements.size() != b.elements.size()) { return false; }
        if (a.is != kind::object) {
            return a.flag == b.flag && a.number == b.number && a.text == b.text && a.elements == b.elements;
        }
        for (std::size_t i = 0; i < a.names.size(); ++i) {
            auto const* const other = b.find(a.names[i]);
            if (other == nullptr || !(*other == a.elements[i])) { return false; }
        }
        return true;
    }
};

inline tree of_bool(bool value) { return {.is = tree::kind::boolean, .flag = value}; }
inline tree of_number(double value) { return {.is = tree::kind::number, .number = value}; }
inline tree of_text(std::string_view value) { return {.is = tree::kind::string, .text = std::string(value)}; }

/// What a rival makes of a text: whether it takes it, and what it holds, if that is wanted.
struct reading {
    bool accepted = false;
    tree holds{};
};

// ---- Boost.JSON: the reader whose parser ours runs on, with its own handler

inline tree to_tree(boost::json::value const& from) {
    switch (from.kind()) {
    case boost::json::kind::null: break;
    case boost::json::kind::bool_: return of_bool(from.get_bool());
    case boost::json::kind::int64:
    case boost::json::kind::uint64:
    case boost::json::kind::double_: return of_number(from.to_number<double>());
    case boost::json::kind::string: return of_text(std::string_view(from.get_string()));
    case boost::json::kind::array: {
        tree list{.is = tree::kind::list};
        for (auto const& each : from.get_array()) { list.elements.push_back(to_tree(each)); }
        return list;
    }
    case boost::json::kind::object: {
        tree object{.is = tree::kind::object};
        for (auto const& each : from.get_object()) { object.add(std::string_view(each.key()), to_tree(each.value())); }
        return object;
    }
    }
    return {};
}

inline reading read_with_boost(std::string_view text, bool wanted) {
    boost::json::parse_options grammar;
    grammar.max_depth = 512;
    boost::system::error_code failure;
    auto const document = boost::json::parse({text.data(), text.size()}, failure, {}, grammar);
    if (failure) { return {}; }
    return {true, wanted ? to_tree(document) : tree{}};
}

// ---- RapidJSON: its events, since newer compilers refuse its documents. It is asked to check the encoding and to read
// numbers exactly, which it does not do by itself.

#ifdef FIREHOSE_SSE_RAPIDJSON
class tree_builder {
public:
    [[nodiscard]] tree take() { return std::move(open_.front().elements.front()); }

    bool Null() { return put({}); }
    bool Bool(bool value) { return put(of_bool(value)); }
    bool Int(int value) { return put(of_number(value)); }
    bool Uint(unsigned value) { return put(of_number(value)); }
    bool Int64(std::int64_t value) { return put(of_number(static_cast<double>(value))); }
    bool Uint64(std::uint64_t value) { return put(of_number(static_cast<double>(value))); }
    bool Double(double value) { return put(of_number(value)); }
    bool RawNumber(char const*, std::size_t, bool) { return false; } // not asked for
    bool String(char const* text, std::size_t size, bool) { return put(of_text({text, size})); }
    bool Key(char const* text, std::size_t size, bool) {
        open_.back().names.emplace_back(text, size);
        return true;
    }
    bool StartObject() { return begin(tree::kind::object); }
    bool StartArray() { return begin(tree::kind::list); }
    bool EndObject(std::size_t) { return end(); }
    bool EndArray(std::size_t) { return end(); }

private:
    bool put(tree value) {
        open_.back().elements.push_back(std::move(value));
        return true;
    }
    bool begin(tree::kind kind) {
        open_.push_back({.is = kind});
        return true;
    }
    bool end() {
        tree done = std::move(open_.back());
        open_.pop_back();
        return put(std::move(done));
    }

    std::vector<tree> open_{tree{.is = tree::kind::list}};
};

inline reading read_with_rapidjson(std::string_view text, bool wanted) {
    constexpr unsigned how =
        rapidjson::kParseValidateEncodingFlag | rapidjson::kParseFullPrecisionFlag | rapidjson::kParseIterativeFlag;
    rapidjson::MemoryStream stream(text.data(), text.size());
    rapidjson::Reader reader;
    if (!wanted) {
        rapidjson::BaseReaderHandler<> ignore;
        return {!reader.Parse<how>(stream, ignore).IsError()};
    }
    tree_builder builder;
    if (reader.Parse<how>(stream, builder).IsError()) { return {}; }
    return {true, builder.take()};
}
#endif

// ---- nlohmann

#ifdef FIREHOSE_SSE_NLOHMANN
inline tree to_tree(nlohmann::json const& from) {
    if (from.is_boolean()) { return of_bool(from.get<bool>()); }
    if (from.is_number()) { return of_number(from.get<double>()); }
    if (from.is_string()) { return of_text(from.get_ref<std::string const&>()); }
    if (from.is_array()) {
        tree list{.is = tree::kind::list};
        for (auto const& each : from) { list.elements.push_back(to_tree(each)); }
        return list;
    }
    if (from.is_object()) {
        tree object{.is = tree::kind::object};
        for (auto const& [name, value] : from.items()) { object.add(name, to_tree(value)); }
        return object;
    }
    return {};
}

inline reading read_with_nlohmann(std::string_view text, bool wanted) {
    auto const document = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
    if (document.is_discarded()) { return {}; }
    return {true, wanted ? to_tree(document) : tree{}};
}
#endif

// ---- simdjson

#ifdef FIREHOSE_SSE_SIMDJSON
inline tree to_tree(simdjson::dom::element from) {
    using type = simdjson::dom::element_type;
    switch (from.type()) {
    case type::NULL_VALUE: break;
    case type::BOOL: return of_bool(bool(from));
    case type::INT64: return of_number(static_cast<double>(std::int64_t(from)));
    case type::UINT64: return of_number(static_cast<double>(std::uint64_t(from)));
    case type::DOUBLE: return of_number(double(from));
    case type::STRING: return of_text(std::string_view(from));
    case type::ARRAY: {
        tree list{.is = tree::kind::list};
        for (auto const each : simdjson::dom::array(from)) { list.elements.push_back(to_tree(each)); }
        return list;
    }
    case type::OBJECT: {
        tree object{.is = tree::kind::object};
        for (auto const each : simdjson::dom::object(from)) { object.add(each.key, to_tree(each.value)); }
        return object;
    }
    }
    return {};
}

inline reading read_with_simdjson(std::string_view text, bool wanted) {
    simdjson::dom::parser parser;
    simdjson::padded_string const padded(text);
    simdjson::dom::element document;
    if (parser.parse(padded).get(document) != simdjson::SUCCESS) { return {}; }
    return {true, wanted ? to_tree(document) : tree{}};
}
#endif

// ---- numbers, seen from outside

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// The exponent whose `e` is at a place, as far as its size matters; 0 where there is none.
constexpr std::int64_t exponent_at(std::string_view text, std::size_t at) noexcept {
    if (at >= text.size() || (text[at] | 0x20) != 'e') { return 0; }
    ++at;
    bool const negative = at < text.size() && text[at] == '-';
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) { ++at; }
    std::int64_t value = 0;
    for (; at < text.size() && is_digit(text[at]); ++at) {
        value = std::min<std::int64_t>(value * 10 + (text[at] - '0'), 10'000'000'000);
    }
    return negative ? -value : value;
}

/// True when the last digit of some number stands for less than ten to the power of -330. RapidJSON reads memory that
/// is not its own then (its issue 1251, which its latest release still has).
constexpr bool has_far_digits(std::string_view text) noexcept {
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (!is_digit(text[i - 1])) { continue; }
        std::size_t end = i;
        if (text[i] == '.') {
            do { ++end; } while (end < text.size() && is_digit(text[end]));
        }
        auto const places = static_cast<std::int64_t>(end - i);
        if (exponent_at(text, end) - places < -330) { return true; }
    }
    return false;
}
constexpr bool never(std::string_view) noexcept { return false; }

struct rival {
    std::string_view name;
    reading (*read)(std::string_view text, bool wanted);
    /// Texts that it is not given, since it would not survive them.
    bool (*dies_of)(std::string_view text) noexcept = never;
};

inline constexpr rival installed[] = {
    {"Boost.JSON", read_with_boost},
#ifdef FIREHOSE_SSE_RAPIDJSON
    {"RapidJSON", read_with_rapidjson, has_far_digits},
#endif
#ifdef FIREHOSE_SSE_NLOHMANN
    {"nlohmann", read_with_nlohmann},
#endif
#ifdef FIREHOSE_SSE_SIMDJSON
    {"simdjson", read_with_simdjson},
#endif
};

} // namespace rivals
