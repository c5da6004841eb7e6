// Any bytes as the body of a request or an answer: what is read is written, and read again as the same, however strict
// the reader is.
// Level: none (a fuzz target). Input: the body itself, as fuzz/decode.cpp has it.
// By hand: ./dev fuzz round_trip 60, or as fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/wire/decode.hpp"
#include "firehose_sse/wire/encode.hpp"
#include "bodies.hpp"
#include "require.hpp"
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace firehose_sse;

constexpr wire::decode_options strict{.unknown_members = wire::unknown_members::refuse,
                                      .empty_body = wire::empty_body::refuse};

template <class T> void check_value(T const& value) {
    std::string const text = wire::encode(value);
    auto options = strict;
    options.max_depth = wire::decode_options::sdk().max_depth; // what the loosest reader has read is written as deep
    auto const again = wire::decode<T>(text, options);
    require(again.has_value(), "what is written can be read, however strictly");
    require(again->missing.empty(), "every required member is written");
    require(again->value == value, "what is written is read as the same value");
    require(wire::encode(again->value) == text, "the same value is written the same");
}

template <class T> void check(std::string_view body) {
    auto const document = wire::decode<T>(body);
    auto const loosely = wire::decode<T>(body, wire::decode_options::sdk());
    auto const strictly = wire::decode<T>(body, strict);
    require(!document || (loosely && loosely->value == document->value), "looser options read the same");
    require(!strictly || (document && document->value == strictly->value), "so do stricter ones, or refuse");
    if (loosely) { check_value(loosely->value); }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > bodies::largest) { return 0; }
    std::string_view const body(reinterpret_cast<char const*>(data), size);
    bodies::with_type_of(body, [&](auto type) { check<typename decltype(type)::type>(body); });
    return 0;
}
