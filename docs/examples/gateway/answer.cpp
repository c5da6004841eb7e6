// Where the library answers: the one file that instantiates every operation.
// SPDX-License-Identifier: BSL-1.0
#include "answer.hpp"
#include <firehose_sse/gateway/call_token.hpp>
#include <firehose_sse/reflect/enumerators.hpp>
#include <firehose_sse/reflect/shape_name.hpp>
#include "control.hpp"
#include <exception>
#include <optional>
#include <type_traits>

namespace gateway_example {

namespace {

// the service as respond() sees it: the call's facts bound to it
struct call {
    memory_service& service;
    call_facts& facts;
    template <class Op> [[nodiscard]] op::answer<Op> perform(typename Op::input const& input) const {
        return service.perform<Op>(input, facts);
    }
};

// A call without an id of its own gets a token that nobody repeats. With the token, an update of the shared quota whose
// answer was lost can be asked for again.
[[nodiscard]] std::optional<sse::quota::call_token> token_of(std::string_view operation,
                                                             std::span<sse::wire::header_view const> headers,
                                                             std::string_view body, gw::request_ids const& ids,
                                                             sse::quota::hash_seed seed) {
    bool charged = false;
    op::with_operation(operation, [&](auto each) { charged = op::is_charged<typename decltype(each)::type>; });
    if (!charged) { return std::nullopt; }
    if (auto const token = gw::call_token_of(operation, headers, body, seed)) { return token; }
    return sse::quota::make_call_token(seed, {}, operation, ids.request, {});
}

[[nodiscard]] std::string told(sse::quota::reservation const& held) {
    std::string text(sse::reflect::enum_name(held.by));
    if (held.trouble) { text.append("; store=").append(sse::reflect::enum_name(*held.trouble)); }
    return text;
}

[[nodiscard]] gw::response forced(std::string_view type, gw::options const& rules, gw::request_ids const& ids) {
    gw::response made;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, modelled_errors>>([&](auto each) {
        using error = typename decltype(each)::type;
        if (sse::reflect::shape_name<error> != type) { return; }
        error what;
        what.message = "This error was asked for.";
        if constexpr (requires { what.code; }) { what.code = "AskedFor"; }
        made = gw::error_response(what, ids, rules.error_type_header);
    });
    return made;
}

} // namespace

gw::response answer(memory_service& service, metrics& counted, gw::need_body const& wanted,
                    std::span<sse::wire::header_view const> headers, std::string_view body, gw::options const& rules,
                    gw::request_ids const& ids, sse::quota::hash_seed seed) {
    gw::response made;
    call_facts facts{ids.request, token_of(wanted.operation, headers, body, ids, seed)};
    try {
        if (auto const error = service.take_error(wanted.operation)) {
            made = forced(*error, rules, ids);
        } else {
            call const with{service, facts};
            made = gw::respond(wanted, body, with, rules, ids);
        }
    } catch (quota_unavailable const& error) {
        made = gw::error_response("ServiceUnavailable", "The quota of this stream cannot be asked now.", ids, 503,
                                  rules.error_type_header);
        made.stream = gw::loggable_name(error.stream);
    } catch (std::exception const&) {
        made = gw::error_response("InternalFailure", std::nullopt, ids, 500, rules.error_type_header);
    }
    if (facts.held && facts.held->trouble) { made.headers.push_back({"X-Firehose-Sse-Quota", told(*facts.held)}); }
    if (facts.reached) { counted.limited(*facts.reached); }
    made.operation = wanted.operation;
    return made;
}

} // namespace gateway_example
