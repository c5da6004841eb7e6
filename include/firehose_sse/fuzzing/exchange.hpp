// A request and its answer as values, with the moments between which the endpoint handled the request.
// Level 5 (fuzzing). Knows no transport: whoever sends fills them in.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/shape/instant.hpp"
#include "firehose_sse/wire/protocol.hpp"
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing {

/// One header field.
struct header {
    std::string name;
    std::string value;
    friend bool operator==(header const&, header const&) = default;
};

/// A request as it was sent.
struct request {
    std::string method = "POST";
    std::string path = "/";
    std::vector<header> headers{};
    std::string body{};
    friend bool operator==(request const&, request const&) = default;
};

/// An answer as it came. Without headers it is judged by its status and body alone.
struct answer {
    int status = 200;
    std::vector<header> headers{};
    std::string body{};
    friend bool operator==(answer const&, answer const&) = default;
};

/// A request, what came back, and when. *Units:* moments on the endpoint's clock, as the sender knows it.
struct exchange {
    request sent{};
    /// Nothing when no answer came: then the endpoint may have carried the request out, or not.
    std::optional<answer> received{};
    instant sent_at{};
    instant answered_at{};
};

/// The request that a client of this protocol sends.
///
/// *Example:* `make_request("PutRecord", R"({"DeliveryStreamName":"orders","Record":{"Data":""}})")`
[[nodiscard]] inline request make_request(std::string_view operation, std::string body) {
    request made;
    made.headers = {{"X-Amz-Target", std::string(wire::target_prefix) + std::string(operation)},
                    {"Content-Type", std::string(wire::content_type)}};
    made.body = std::move(body);
    return made;
}

/// The same headers as views, which refer to `headers`.
[[nodiscard]] inline std::vector<wire::header_view> views(std::vector<header> const& headers) {
    std::vector<wire::header_view> made;
    made.reserve(headers.size());
    for (auto const& each : headers) { made.push_back({each.name, each.value}); }
    return made;
}

/// The operation that a request names; empty when it names none of this service, or names one twice.
[[nodiscard]] inline std::string_view operation_of(request const& sent) {
    std::optional<std::string_view> target;
    for (auto const& each : sent.headers) {
        if (!wire::detail::equal_but_for_case(each.name, "X-Amz-Target")) { continue; }
        if (target) { return {}; }
        target = each.value;
    }
    return target ? wire::operation_of_target(*target).value_or(std::string_view()) : std::string_view();
}

} // namespace firehose_sse::fuzzing
