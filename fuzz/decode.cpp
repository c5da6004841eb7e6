// Any bytes as the body of a request or an answer: it is read, or refused at a place inside the text.
// Level: none (a fuzz target). Input: the body itself, so that corpora can be exchanged with other JSON targets; its
// blanks at the end choose the type. Checks little, to be fast: other targets check what was read.
// By hand: ./dev fuzz decode 60, or clang++-19 -std=c++20 -O1 -g -fsanitize=fuzzer,address,undefined
// -fno-sanitize-recover=all -Iinclude fuzz/decode.cpp (with <firehose_sse/json_impl.hpp> included in one more file),
// then a.out -dict=fuzz/firehose_sse.dict -max_total_time=60 NEW-INPUTS fuzz/corpus/decode
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/wire/decode.hpp"
#include "bodies.hpp"
#include "require.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

using namespace firehose_sse;

template <class T> void check(std::string_view body) {
    auto const document = wire::decode<T>(body);
    if (!document) {
        auto const& fault = document.error();
        require(fault.offset <= body.size(), "a fault lies inside the text");
        require(is_well_formed(fault.pointer), "the pointer of a fault is well-formed");
        return;
    }
    require(document->missing.size() <= wire::max_missing, "no more missing members are told than are asked for");
    require(std::ranges::all_of(document->missing, is_well_formed), "the pointer of a missing member is well-formed");
    require(document->unknown.empty() && document->where.empty(), "nothing is told that was not asked for");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > bodies::largest) { return 0; }
    std::string_view const body(reinterpret_cast<char const*>(data), size);
    bodies::with_type_of(body, [&](auto type) { check<typename decltype(type)::type>(body); });
    return 0;
}
