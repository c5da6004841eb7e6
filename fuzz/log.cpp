// Any bytes as a body of each type, written to a log: one line of printable JSON, the same whatever is in the payloads.
// Level: none (a fuzz target). Input: the body itself, so that corpora can be exchanged with other JSON targets.
// By hand: ./dev fuzz log 60, or as fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/reflect/members.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "firehose_sse/wire/encode.hpp"
#include "firehose_sse/wire/redact.hpp"
#include "bodies.hpp"
#include "require.hpp"
#include <algorithm>
#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace firehose_sse;
namespace json = boost::json;

/// No shape of this model is sensitive, those of other versions are.
struct secret : string_shape<secret> {
    using string_shape::string_shape;
    static constexpr bool sensitive = true;
};

struct with_secret {
    secret Password{};
    std::optional<secret> Token{};
    model::DeliveryStreamName DeliveryStreamName{};
};
BOOST_DESCRIBE_STRUCT(with_secret, (), (Password, Token, DeliveryStreamName))

/// Replaces the bytes of every payload by as many others.
template <class T> void blacken(T& value) {
    if constexpr (requires { value.has_value(); }) {
        if (value) { blacken(*value); }
    } else if constexpr (is_blob_shape<T>) {
        std::ranges::fill(value.bytes, '#');
    } else if constexpr (std::same_as<T, raw_json>) {
        std::ranges::fill(value.text, '#');
    } else if constexpr (is_list_shape<T>) {
        for (auto& element : value) { blacken(element); }
    } else if constexpr (reflect::described<T>) {
        reflect::for_each_member<T>([&](auto member) { blacken(value.*member.pointer); });
    }
}

/// Whether a log shows what was written, apart from hidden values, which begin with `<`.
bool shows(json::value const& logged, json::value const& written) {
    if (logged.is_string() && logged.get_string().starts_with('<')) { return true; }
    if (logged.kind() != written.kind()) { return false; }
    if (auto const* const object = logged.if_object()) {
        auto const& other = written.get_object();
        return object->size() == other.size() && std::ranges::all_of(*object, [&](auto const& member) {
                   auto const* const found = other.if_contains(member.key());
                   return found != nullptr && shows(member.value(), *found);
               });
    }
    if (auto const* const array = logged.if_array()) { return std::ranges::equal(*array, written.get_array(), shows); }
    return logged == written;
}

json::value parsed(std::string_view text) {
    json::error_code failure;
    auto value = json::parse({text.data(), text.size()}, failure);
    require(!failure, "a log line is JSON");
    return value;
}

template <class T> std::string check_line(T const& value) {
    auto line = wire::to_log(value);
    require(std::ranges::all_of(line, [](char c) { return c >= ' ' && c < 0x7F; }),
            "a log line is printable ASCII: it can neither end nor give orders to a terminal");
    return line;
}

template <class T> void check(T value) {
    auto const line = check_line(value);
    // The text of encode(); not compared when Boost.JSON cannot read a number in an opaque member.
    json::error_code failure;
    auto const text = wire::encode(value);
    auto const written = json::parse({text.data(), text.size()}, failure);
    if (!failure) { require(shows(parsed(line), written), "a log shows all but what is hidden"); }
    blacken(value);
    require(wire::to_log(value) == line, "a log is the same whatever is in the payloads");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > bodies::largest) { return 0; }
    std::string_view const body(reinterpret_cast<char const*>(data), size);
    bodies::with_type_of(body, [&](auto type) {
        using T = typename decltype(type)::type;
        if (auto const decoded = wire::decode<T>(body, wire::decode_options::sdk())) { check(decoded->value); }
    });
    // A name may hold any text, well-formed or not; what is secret does not even tell its length.
    with_secret const one{secret(body), std::nullopt, "orders"};
    with_secret const other{secret("x"), std::nullopt, "orders"};
    require(check_line(one) == check_line(other), "a secret leaves no trace");
    with_secret const named{secret("x"), secret(body), body};
    static_cast<void>(parsed(check_line(named)));
    return 0;
}
