// The one file that instantiates the kit's generators.
// SPDX-License-Identifier: BSL-1.0
#include "bodies.hpp"
#include <firehose_sse/fuzzing/hostile.hpp>
#include <firehose_sse/fuzzing/near_valid.hpp>
#include <firehose_sse/fuzzing/source.hpp>
#include <firehose_sse/fuzzing/valid.hpp>
#include <firehose_sse/operation/operations.hpp>
#include <boost/mp11/algorithm.hpp>
#include <cstddef>
#include <string_view>
#include <utility>

namespace campaign {

namespace {

using operations = firehose_sse::operation::operations;

template <class Op, class Choices> body_step body_of(Choices& choices, fz::options const& rules) {
    switch (choices.below(4)) {
    case 0: return {fz::send_step(Op::name, fz::valid_payload<Op>(choices, rules)), "valid"};
    case 1: {
        auto made = fz::hostile<Op>(choices, rules);
        return {fz::send_step(Op::name, made.payload),
                "hostile " + std::string(firehose_sse::reflect::enum_name(made.kind))};
    }
    default: break;
    }
    auto made = fz::near_valid<Op>(choices, rules);
    if (!made) { return {fz::send_step(Op::name, "{"), "near_valid none"}; }
    return {fz::send_step(Op::name, made->payload), "near_valid " + std::string(fz::name_of(made->rule))};
}

} // namespace

body_step random_body(std::mt19937_64& engine, fz::options const& rules) {
    fz::engine_source choices(engine);
    if (fz::one_in(choices, 64)) { return {fz::send_step("UpdateEverything", "{}"), "unknown operation"}; }
    body_step made;
    boost::mp11::mp_with_index<boost::mp11::mp_size<operations>::value>(
        static_cast<std::size_t>(choices.below(boost::mp11::mp_size<operations>::value)),
        [&](auto index) { made = body_of<boost::mp11::mp_at_c<operations, index>>(choices, rules); });
    return made;
}

} // namespace campaign
