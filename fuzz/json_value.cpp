// Any bytes as a body of each type, by way of Boost.JSON's document values: a text and its document value mean the
// same, opaque members open and seal, and a log shows nothing that is a payload. Level: none (a fuzz target). Input:
// the body itself, so that corpora can be exchanged with other JSON targets. By hand: ./dev fuzz json_value 60, or as
// fuzz/decode.cpp says. SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/wire/json_value.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "firehose_sse/wire/encode.hpp"
#include "bodies.hpp"
#include "require.hpp"
#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/system/result.hpp>
#include <boost/system/system_error.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using namespace firehose_sse;
namespace json = boost::json;
using wire::conversion_reason;

std::optional<json::value> parsed(std::string_view text) {
    json::parse_options grammar;
    grammar.max_depth = wire::decode_options{}.max_depth;
    json::error_code failure;
    auto value = json::parse({text.data(), text.size()}, failure, {}, grammar);
    return failure ? std::nullopt : std::optional(std::move(value));
}

/// Boost.JSON 1.81 reads numbers that are none: 1e400 as infinity, 0e400 as not-a-number.
bool is_finite(json::value const& value) { return wire::detail::all_finite(value); }

/// The same, but for the last digits of numbers: Boost.JSON's parser does not always find the nearest double.
bool alike(json::value const& left, json::value const& right) {
    if (left.is_double() && right.is_number()) {
        double const one = left.get_double();
        double const other = right.to_number<double>();
        return std::abs(one - other) <= 1e-14 * std::abs(one);
    }
    if (left.kind() != right.kind()) { return left.is_number() && right.is_double() && alike(right, left); }
    if (auto const* const object = left.if_object()) {
        auto const& members = right.get_object();
        return std::ranges::equal(*object, members, [](auto const& one, auto const& other) {
            return one.key() == other.key() && alike(one.value(), other.value());
        });
    }
    if (auto const* const array = left.if_array()) { return std::ranges::equal(*array, right.get_array(), alike); }
    return left == right;
}

/// What is decoded, as a document value and back.
template <class T> void check_value(T const& value) {
    auto const converted = json::value_from(value);
    auto const as_text = parsed(wire::encode(value));
    require(as_text.has_value(), "what is written is JSON to others");
    if (!is_finite(*as_text)) { return; }
    require(alike(converted, *as_text), "a value's document is what its text is parsed to");
    auto const back = json::try_value_to<T>(converted);
    require(back.has_value(), "what was made from a value is one");
    require(alike(json::value_from(*back), converted), "and the same one");
}

/// A document value that anybody may have made.
template <class T> void check_document(json::value const& dom) {
    auto const converted = json::try_value_to<T>(dom);
    if (!is_finite(dom)) {
        require(converted.has_error(), "a number that is not finite is no number");
        return;
    }
    std::string const text = json::serialize(dom);
    auto const decoded = wire::decode<T>(text);
    bool const complete = decoded && decoded->missing.empty();
    require(converted.has_value() == complete, "a document value is accepted as its text is");
    if (complete) {
        require(*converted == decoded->value, "as the same value");
    } else if (decoded) {
        require(converted.error() == conversion_reason::missing_member,
                "what is missing has no other place to be told");
    } else {
        require(converted.error() == decoded.error().reason, "and refused for the same reason");
        require(!converted.error().message().empty(), "which has words");
        require(throws(converted), "or is thrown");
    }
}

/// A failed result throws its error when it is asked for its value.
void check_thrown(boost::system::result<json::value, wire::decode_error> const& failed) {
    try {
        static_cast<void>(failed.value());
    } catch (wire::bad_decode const& thrown) {
        auto const line = wire::to_string(failed.error());
        require(thrown.error() == failed.error(), "what cannot be opened says why");
        require(std::string_view(thrown.what()) == line.c_str(), "in words too, up to a NUL in a sender's name");
        return;
    }
    require(false, "what cannot be opened has no value");
}

bool cannot_convert(raw_json const& raw) {
    try {
        static_cast<void>(json::value_from(raw));
    } catch (boost::system::system_error const& thrown) {
        require(thrown.code().category() == wire::decode_category(), "and tells a reason of the reader's");
        return true;
    }
    return false;
}

/// A name may hold any text, well-formed or not: converted to a document value or to JSON text, it becomes the same.
void check_text(std::string_view text) {
    model::DeliveryStreamName const name{text};
    auto const converted = json::value_from(model::StopDeliveryStreamEncryptionInput{name});
    require(converted == parsed(wire::encode(model::StopDeliveryStreamEncryptionInput{name})),
            "what is not UTF-8 is replaced alike");
}

/// Each code of a category has words of its own; any other number is said to be unknown.
template <class Reason> void check_category() {
    auto const& category = wire::make_error_code(Reason{}).category();
    auto const size = static_cast<int>(reflect::enumerators<Reason>.size());
    std::set<std::string> texts;
    for (int code = -1; code <= size + 1; ++code) {
        bool const is_one = code > 0 && code <= size;
        std::string const text = category.message(code);
        require(is_one ? texts.insert(text).second : text == "unknown reason", "each reason has words of its own");
        require(text == category.message(code, nullptr, 0), "which need no memory");
        require(category.message(code + 256) == "unknown reason", "a number is not cut to a reason");
        if (!is_one) { continue; }
        auto const reason = reflect::enumerators<Reason>[static_cast<std::size_t>(code - 1)].value;
        require(wire::make_error_code(reason).value() == code && wire::make_error_code(reason).failed(),
                "a reason's code is a failure, and its own");
    }
    require(!texts.contains("unknown reason"), "no reason is unknown");
}

void check_opaque(std::string_view body, std::optional<json::value> const& dom) {
    raw_json const raw{std::string(body)};
    auto const opened = wire::open(raw);
    if (!opened) {
        check_thrown(opened);
        bool const at_any_limit = !wire::open(raw, {.max_depth = wire::decode_options::depth_ceiling});
        require(cannot_convert(raw) == at_any_limit, "what cannot be opened cannot be converted");
        return;
    }
    model::CreateDeliveryStreamInput const around{.DeliveryStreamName = "n", .S3DestinationConfiguration = raw};
    auto const read = wire::decode<model::CreateDeliveryStreamInput>(wire::encode(around), {.max_depth = 64});
    require(read && wire::open(*read->value.S3DestinationConfiguration) == opened,
            "a member that opens is written and read as what it opens to");
    require(body.empty() || (dom && dom->is_object()), "only objects open");
    auto const sealed = wire::seal(*opened);
    require(sealed.has_value(), "what was opened can be sealed");
    auto const again = wire::open(*sealed);
    require(again.has_value() && alike(*opened, *again), "and opened again, as the same");
    require(json::value_from(*sealed) == *again, "an opaque member converts to what it opens to");
}

template <class E> void check_enumeration(json::value const& dom) {
    auto const open = json::try_value_to<open_enum<E>>(dom);
    auto const closed = json::try_value_to<E>(dom);
    require(open.has_value() == dom.is_string(), "an enumerator is a text, and any text may become one");
    require(closed.has_value() == (open && open->value()), "a plain enumeration holds what it knows");
    if (closed) { require(json::value_from(*closed) == dom, "as the same text"); }
    if (open && !closed) {
        require(closed.error() == conversion_reason::unknown_enumerator, "and says what it does not");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > bodies::largest) { return 0; }
    std::string_view const body(reinterpret_cast<char const*>(data), size);
    if (size == 0) {
        check_category<wire::decode_reason>();
        check_category<conversion_reason>();
    }
    auto const dom = parsed(body);
    check_opaque(body, dom);
    check_text(body);
    if (dom) {
        check_enumeration<model::KeyType>(*dom);
        auto const sealed = wire::seal(*dom);
        require(!sealed || dom->is_object(), "only objects are sealed");
    }
    bodies::with_type_of(body, [&](auto type) {
        using T = typename decltype(type)::type;
        if (dom) { check_document<T>(*dom); }
        if (auto const decoded = wire::decode<T>(body)) { check_value(decoded->value); }
    });
    return 0;
}
