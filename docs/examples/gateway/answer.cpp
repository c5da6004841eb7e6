// Where the library answers: the one file that instantiates every operation.
// SPDX-License-Identifier: BSL-1.0
#include "answer.hpp"
#include <firehose_sse/reflect/shape_name.hpp>
#include "control.hpp"
#include <exception>
#include <optional>
#include <type_traits>

namespace gateway_example {

namespace {

// the service as respond() sees it: the call's id bound to it
struct call {
    memory_service& service;
    std::string_view request_id;
    template <class Op> [[nodiscard]] op::answer<Op> perform(typename Op::input const& input) const {
        return service.perform<Op>(input, request_id);
    }
};

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

gw::response answer(memory_service& service, gw::need_body const& wanted, std::string_view body,
                    gw::options const& rules, gw::request_ids const& ids) {
    gw::response made;
    try {
        if (auto const error = service.take_error(wanted.operation)) {
            made = forced(*error, rules, ids);
        } else {
            call const with{service, ids.request};
            made = gw::respond(wanted, body, with, rules, ids);
        }
    } catch (std::exception const&) { made = gw::error_response("InternalFailure", std::nullopt, ids, 500); }
    made.operation = wanted.operation;
    return made;
}

} // namespace gateway_example
