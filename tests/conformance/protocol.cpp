// The gateway that the protocol's tables are run against, compiled once.
// SPDX-License-Identifier: BSL-1.0
#include "conformance/protocol.hpp"
#include <boost/mp11/algorithm.hpp>
#include <type_traits>
#include <variant>

namespace firehose_sse::conformance::protocol {
namespace {

/// Keeps the input of the call and answers what it was told, if that is an answer of the operation.
struct told_service {
    std::any const& told;
    served& seen;

    template <class Op> operation::answer<Op> perform(typename Op::input const& input) {
        ++seen.calls;
        seen.input = input;
        operation::answer<Op> answer{typename Op::output{}};
        using outcomes = boost::mp11::mp_rename<operation::answer<Op>, boost::mp11::mp_list>;
        boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, outcomes>>([&](auto each) {
            if (auto const* const held = std::any_cast<typename decltype(each)::type>(&told)) { answer = *held; }
        });
        return answer;
    }
};

} // namespace

served serve(std::string_view method, std::string_view path, fields const& headers, std::string_view body,
             std::any const& told, gateway::options const& options) {
    std::vector<wire::header_view> views;
    for (auto const& each : headers) { views.push_back({each.first, each.second}); }
    served seen;
    told_service service{told, seen};
    seen.answer = gateway::handle({method, path, views, body.size()}, body, service, options,
                                  {.request = "00000000-0000-4000-8000-000000000000"});
    return seen;
}

served serve(std::string_view operation, std::string_view body, std::any const& told, gateway::options const& options) {
    return serve("POST", "/",
                 {{"X-Amz-Target", "Firehose_20150804." + std::string(operation)},
                  {"Content-Type", "application/x-amz-json-1.1"}},
                 body, told, options);
}

std::string valid_body(std::string_view operation) {
    if (operation == "ListDeliveryStreams") { return "{}"; }
    std::string members = R"("DeliveryStreamName":"orders")";
    if (operation == "PutRecord") { members += R"(,"Record":{"Data":""})"; }
    if (operation == "PutRecordBatch") { members += R"(,"Records":[{"Data":""}])"; }
    if (operation == "TagDeliveryStream") { members += R"(,"Tags":[{"Key":"k"}])"; }
    if (operation == "UntagDeliveryStream") { members += R"(,"TagKeys":["k"])"; }
    return '{' + members + '}';
}

std::string header_of(gateway::response const& made, std::string_view name) {
    std::string found = "none";
    for (auto const& each : made.headers) {
        if (!wire::detail::equal_but_for_case(each.name, name)) { continue; }
        if (found != "none") { return "twice"; }
        found = each.value;
    }
    return found;
}

wire::service_error read_error(gateway::response const& made) {
    std::vector<wire::header_view> views;
    for (auto const& each : made.headers) { views.push_back({each.name, each.value}); }
    return wire::read_error(made.status, views, made.body);
}

} // namespace firehose_sse::conformance::protocol
