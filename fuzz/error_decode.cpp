// Any bytes as the body of an error answer, as a client meets it: nothing is lost, and type, message and code are those
// that another reader finds. What is read as an error of the model is written, and read by a client, as the same.
// Level: none (a fuzz target). Input: the body itself; its length chooses the model's error, and whether a header names
// the type too.
// By hand: ./dev fuzz error_decode 60, or as fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/model/error.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "firehose_sse/wire/error_body.hpp"
#include "firehose_sse/wire/service_error.hpp"
#include "bodies.hpp"
#include "require.hpp"
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using namespace firehose_sse;

using errors = boost::mp11::mp_list<model::ConcurrentModificationException, model::InvalidArgumentException,
                                    model::InvalidKMSResourceException, model::InvalidSourceException,
                                    model::LimitExceededException, model::ResourceInUseException,
                                    model::ResourceNotFoundException, model::ServiceUnavailableException>;

// ---- what another reader finds

/// The members of the body, none where it is refused.
boost::json::object members_of(std::string_view body) {
    // The verdict is ours; fuzz/json_differential.cpp compares it with others'.
    if (!wire::decode<model::StopDeliveryStreamEncryptionOutput>(body, wire::decode_options::sdk())) { return {}; }
    if (body.starts_with("\xEF\xBB\xBF")) { body.remove_prefix(3); }
    if (body.find_first_not_of(" \t\r\n") == body.npos) { return {}; }
    boost::json::parse_options grammar;
    grammar.max_depth = wire::decode_options::depth_ceiling;
    boost::system::error_code failure;
    auto const dom = boost::json::parse({body.data(), body.size()}, failure, {}, grammar);
    require(!failure && dom.is_object(), "nothing is accepted that is no JSON object");
    return dom.get_object();
}

std::optional<std::string> text_of(boost::json::object const& body, std::string_view name) {
    auto const* const found = body.if_contains({name.data(), name.size()});
    if (found == nullptr || !found->is_string()) { return std::nullopt; }
    return std::string(std::string_view(found->get_string()));
}

std::string bare(std::string type) {
    type.erase(std::min(type.find(':'), type.size()));
    if (auto const hash = type.find('#'); hash != type.npos) { type.erase(0, hash + 1); }
    while (type.starts_with(' ') || type.starts_with('\t')) { type.erase(0, 1); }
    while (type.ends_with(' ') || type.ends_with('\t')) { type.pop_back(); }
    return type;
}

// ---- the checks

/// A type has the same status with and without `Exception` at its end; the status blames the caller or the service.
void check_status(std::string_view type) {
    std::string stem(type);
    if (stem.ends_with("Exception")) { stem.resize(stem.size() - std::string_view("Exception").size()); }
    int const status = wire::http_status(stem);
    require(wire::http_status(stem + "Exception") == status, "a type has one status, however it ends");
    auto const kind = wire::kind_of_type(stem + "Exception");
    bool const failed = kind == wire::error_kind::InternalFailure;
    bool const busy = kind == wire::error_kind::ServiceUnavailableException;
    require(status == (failed ? 500 : busy ? 503 : 400), "only what is the service's fault is told as such");
}

void check_client(std::string_view body, std::string_view header) {
    constexpr int status = 400;
    wire::header_view const headers[] = {{"x-amzn-RequestId", "id"}, {"X-Amzn-ErrorType", header}};
    auto const error = wire::read_error(status, headers, body);
    require(error.body == body && error.status == status && error.request_id == "id", "what came is kept");

    auto const members = members_of(body);
    std::string message;
    for (char const* const name : {"errorMessage", "Message", "message"}) {
        auto const found = text_of(members, name);
        if (found && !found->empty()) { message = *found; } // the last of the three counts
    }
    require(error.message == message, "another reader finds the same message");

    auto const code = text_of(members, "code");
    auto const* const any_code = members.if_contains("code");
    require(error.code.has_value() == (any_code != nullptr && (code || any_code->is_number())),
            "a code is a string or a number");
    require(!code || error.code == code, "another reader finds the same code");
    require(!error.code || code || body.find(*error.code) != body.npos, "a number is kept as it was written");

    auto type = bare(std::string(header));
    if (type.empty()) { type = bare(text_of(members, "__type").value_or("")); }
    if (type.empty()) { type = bare(code.value_or("")); }
    require(error.type == type, "header, __type, code: the first of them that names any is the type");
    check_status(error.type);
}

template <class E> void check_error(std::string_view body) {
    auto const read = wire::decode<E>(body, wire::decode_options::sdk());
    if (!read) { return; }
    std::string const text = wire::encode_error(read->value);
    auto const again = wire::decode<E>(text);
    require(again && again->value == read->value, "what is written is read as the same error");
    auto const seen = wire::read_error(wire::http_status(reflect::shape_name<E>), {}, text);
    require(seen.type == reflect::shape_name<E>, "a client reads its type");
    require(wire::kind(seen) != wire::error_kind::unknown, "and knows it");
    require(seen.message == read->value.message.value_or("").value, "and its message");
    if constexpr (requires { read->value.code; }) {
        require(seen.code.has_value() == read->value.code.has_value() &&
                    (!seen.code || *seen.code == read->value.code->value),
                "and its code");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > bodies::largest) { return 0; }
    std::string_view const body(reinterpret_cast<char const*>(data), size);
    constexpr std::size_t count = boost::mp11::mp_size<errors>::value;
    std::string_view const headers[] = {"", " ns# Busy:http://x", "#"};
    check_client(body, headers[size / count % std::size(headers)]);
    boost::mp11::mp_with_index<count>(size % count,
                                      [&](auto i) { check_error<boost::mp11::mp_at<errors, decltype(i)>>(body); });
    return 0;
}
