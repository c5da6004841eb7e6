// Any bytes as the body of a request or an answer, judged: what is found broken is well-formed, complete and the same
// however it is asked for.
// Level: none (a fuzz target). Input: the body itself, as fuzz/decode.cpp has it.
// By hand: ./dev fuzz validate 60, or as fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/constraint/message.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "bodies.hpp"
#include "require.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace {

using namespace firehose_sse;

template <class T> void check(std::string_view body) {
    auto const document = wire::decode<T>(body, wire::decode_options::sdk());
    if (!document) { return; }
    auto const& missing = document->missing;
    constraint::policy all;
    all.max_violations = std::numeric_limits<std::size_t>::max();
    auto const found = constraint::validate(document->value, all, missing);
    auto const is_required = [](auto const& each) { return each.rule == constraint::rule::required; };

    require(found.more == 0, "nothing is left out where nothing is capped");
    require(std::ranges::count_if(found.list, is_required) == std::ssize(missing),
            "every missing member is one violation of 'required'");
    require(std::ranges::all_of(found.list, [](auto const& each) { return is_well_formed(each.pointer); }),
            "the pointer of a violation is well-formed");
    if (found.list.size() <= 1) { return; }
    require(constraint::validate_constraints(document->value, all, missing).count() +
                    constraint::validate_cross_members(document->value, all).count() ==
                found.count(),
            "both layers together are everything");
    constraint::policy few;
    few.max_violations = 1;
    auto const capped = constraint::validate(document->value, few, missing);
    require(capped.count() == found.count() && capped.list.size() == 1, "a cap leaves the count as it is");
    require(!constraint::service_message(capped).empty(), "violations have a message");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > bodies::largest) { return 0; }
    std::string_view const body(reinterpret_cast<char const*>(data), size);
    bodies::with_type_of(body, [&](auto type) { check<typename decltype(type)::type>(body); });
    return 0;
}
