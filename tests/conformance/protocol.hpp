// What the tables of the protocol's own tests are made of, and the library as a client and as a server.
// For the tests of conformance/ only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/gateway/respond.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "firehose_sse/wire/encode.hpp"
#include "firehose_sse/wire/service_error.hpp"
#include <any>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace firehose_sse::conformance::protocol {

/// What a test of the suite is about: bytes of a request, bytes of an answer, a request that must be refused.
BOOST_DEFINE_FIXED_ENUM_CLASS(part, unsigned char, request, response, malformed)

/// Who is tested: the one that sends requests and reads answers, the one that reads requests and sends answers.
BOOST_DEFINE_FIXED_ENUM_CLASS(side, unsigned char, both, client, server)

/// How a row stands to the test whose meaning it restates.
/// - same: by default the library does what the test demands.
/// - policy: what the row shows needs another choice of a policy than the default.
/// - deviates: the library does something else; the note says why.
BOOST_DEFINE_FIXED_ENUM_CLASS(stance, unsigned char, same, policy, deviates)

/// Which test of the suite a row restates.
struct label {
    protocol::part part;
    std::string id;
    /// What sets the row apart from others of the same test.
    std::string variant{};
    protocol::stance stance = protocol::stance::same;
    /// Empty where the row is the same as the test.
    std::string note{};

    [[nodiscard]] std::string name() const {
        std::string text = std::string(reflect::enum_name(part)) + '_' + id;
        return variant.empty() ? text : text + '_' + variant;
    }
};

inline label by_policy(part what, std::string id, std::string variant, std::string note) {
    return {what, std::move(id), std::move(variant), stance::policy, std::move(note)};
}
inline label unlike(part what, std::string id, std::string variant, std::string note) {
    return {what, std::move(id), std::move(variant), stance::deviates, std::move(note)};
}

/// What the count of covered tests sees of a row.
struct covered {
    label about;
    side who;
};

// Every table; each is defined beside its tests.
std::vector<covered> head_rows();
std::vector<covered> exchange_rows();
std::vector<covered> error_rows();
std::vector<covered> malformed_rows();
std::vector<covered> validation_rows();

template <class Row> std::vector<covered> covered_by(std::vector<Row> const& table) {
    std::vector<covered> all;
    for (auto const& each : table) { all.push_back({each.about, each.who}); }
    return all;
}

/// The rows of a table that one side runs.
template <class Row> std::vector<Row> rows_for(side which, std::vector<Row> const& table) {
    std::vector<Row> all;
    for (auto const& each : table) {
        if (each.who == side::both || each.who == which) { all.push_back(each); }
    }
    return all;
}

inline auto const named_by_row = [](auto const& info) { return info.param.about.name(); };

inline std::string times(std::size_t count, std::string_view text) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) { all += text; }
    return all;
}

// ---- messages without their types

/// What a client makes of a body.
struct reading {
    std::any value{};
    std::vector<std::string> missing{};
    std::optional<wire::decode_error> error{};
    /// Rules of the constraint layer that the value breaks, such as `length_max /Tags/0/Key`.
    std::vector<std::string> broken{};
};

/// The type of an input or an output, and of which operation.
struct message_type {
    std::string_view operation;
    bool is_request;
    reading (*read)(std::string_view body, wire::decode_options const& options);
    bool (*equal)(std::any const& a, std::any const& b);
    std::string (*write)(std::any const& value);
};

template <class T> reading read_as(std::string_view body, wire::decode_options const& options) {
    reading made;
    auto const read = wire::decode<T>(body, options);
    if (!read) {
        made.error = read.error();
        return made;
    }
    made.value = read->value;
    made.missing = read->missing;
    for (auto const& each : constraint::validate_constraints(read->value, {}, read->missing).list) {
        made.broken.push_back(std::string(reflect::enum_name(each.rule)) + ' ' + each.pointer);
    }
    return made;
}

template <class Op, class T>
inline constexpr message_type type_of{Op::name, std::is_same_v<T, typename Op::input>, &read_as<T>,
                                      [](std::any const& a, std::any const& b) {
                                          auto const* const x = std::any_cast<T>(&a);
                                          auto const* const y = std::any_cast<T>(&b);
                                          return x != nullptr && y != nullptr && *x == *y;
                                      },
                                      [](std::any const& value) {
                                          auto const* const held = std::any_cast<T>(&value);
                                          return held == nullptr ? "nothing" : wire::encode(*held);
                                      }};

template <class Op> inline constexpr auto const& request_of = type_of<Op, typename Op::input>;
template <class Op> inline constexpr auto const& answer_of = type_of<Op, typename Op::output>;

/// An input or an output.
struct message {
    message_type const* type;
    std::any value;
};

template <class Op> message in(typename Op::input value) { return {&request_of<Op>, std::move(value)}; }
template <class Op> message out(typename Op::output value) { return {&answer_of<Op>, std::move(value)}; }

// ---- a server

/// Names and values of headers.
using fields = std::vector<std::pair<std::string, std::string>>;

/// What became of a request.
struct served {
    gateway::response answer{};
    /// The input that reached the service.
    std::any input{};
    int calls = 0;
};

/// Lets a gateway answer a whole request; the service behind it answers `told`: an output or a modelled error.
served serve(std::string_view method, std::string_view path, fields const& headers, std::string_view body,
             std::any const& told = {}, gateway::options const& options = {});

/// The same for a request with the right head.
served serve(std::string_view operation, std::string_view body, std::any const& told = {},
             gateway::options const& options = {});

/// A body that the operation accepts.
std::string valid_body(std::string_view operation);

/// The value of the only header of that name; "none", or "twice".
std::string header_of(gateway::response const& made, std::string_view name);

/// The error of an answer, as a client reads it.
wire::service_error read_error(gateway::response const& made);

} // namespace firehose_sse::conformance::protocol
