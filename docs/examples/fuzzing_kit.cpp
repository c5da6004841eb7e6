// A campaign with the fuzzing kit: inputs with labels, made from any engine's choices, against an endpoint with a bug.
// SPDX-License-Identifier: BSL-1.0
#include <firehose_sse.hpp>
#include <firehose_sse/fuzzing/afl_hooks.hpp>
#include <firehose_sse/fuzzing/hostile.hpp>
#include <firehose_sse/fuzzing/libfuzzer_hooks.hpp>
#include <firehose_sse/fuzzing/mutate.hpp>
#include <firehose_sse/fuzzing/near_valid.hpp>
#include <firehose_sse/fuzzing/seeds.hpp>
#include <firehose_sse/fuzzing/valid.hpp>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <string_view>

namespace constraint = firehose_sse::constraint;
namespace fuzzing = firehose_sse::fuzzing;
namespace operation = firehose_sse::operation;
namespace wire = firehose_sse::wire;

namespace {

/// Stands for your own endpoint: returns the type of its error, or an empty text. It has two bugs: a stream's name may
/// be one character too long, and a byte-order mark is skipped.
template <class Op> std::string_view ask(std::string_view body) {
    wire::decode_options reading;
    reading.byte_order_mark = wire::byte_order_mark::skip;
    auto const read = wire::decode<typename Op::input>(body, reading);
    if (!read) { return "SerializationException"; }
    for (auto const& each : constraint::validate(read->value, {}, read->missing).list) {
        bool const overlooked = each.pointer == "/DeliveryStreamName" && each.actual == 65;
        if (constraint::layer_of(each.rule) == constraint::layer::semantic) { return "InvalidArgumentException"; }
        if (!overlooked) { return "ValidationException"; }
    }
    return {};
}

// [snippet:campaign]
/// What an endpoint answered wrongly, and how often, by the rule that was broken.
template <class Op> std::map<std::string_view, int> campaign(unsigned seed, int rounds) {
    std::mt19937 engine(seed);
    fuzzing::engine_source choices(engine);
    std::map<std::string_view, int> wrong;
    for (int i = 0; i < rounds; ++i) {
        if (!ask<Op>(fuzzing::valid_payload<Op>(choices)).empty()) { ++wrong["valid"]; }
        auto const near = fuzzing::near_valid<Op>(choices);
        if (near && !near->answers.contains(ask<Op>(near->payload))) { ++wrong[fuzzing::name_of(near->rule)]; }
        static_cast<void>(ask<Op>(fuzzing::hostile<Op>(choices).payload)); // any answer is right, but none is wrong
    }
    return wrong;
}
// [/snippet]

// [snippet:on-purpose]
/// A batch with one byte too many, and what may come back.
void break_on_purpose() {
    std::mt19937 engine(7);
    fuzzing::engine_source choices(engine);
    auto const made = fuzzing::near_valid_of<operation::PutRecordBatch>(constraint::rule::batch_bytes, choices);
    std::cout << fuzzing::name_of(made->rule) << " at " << made->pointer << ", " << made->payload.size() << " bytes\n";
    for (auto const error : made->answers) { std::cout << "  may be answered with " << error << '\n'; }
}
// [/snippet]

} // namespace

// [snippet:libfuzzer]
FIREHOSE_SSE_LIBFUZZER_HOOKS(); // the input is a body: it is mutated by its members and values

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const body(reinterpret_cast<char const*>(data), size);
    static_cast<void>(ask<operation::StartDeliveryStreamEncryption>(body)); // your endpoint, under the sanitizers
    return 0;
}
// [/snippet]

// [snippet:choices]
/// The same engine, but its input is choices: every one makes a request with a label.
int test_one_input(std::uint8_t const* data, std::size_t size) {
    using Op = operation::TagDeliveryStream;
    fuzzing::byte_source choices({data, size});
    auto const rules = fuzzing::options::small(); // bounds that inputs of a hundred bytes reach
    auto const made = fuzzing::near_valid<Op>(choices, rules);
    auto const read = wire::decode<Op::input>(made->payload, rules.decode);
    bool const refused = !read || !constraint::validate(read->value, rules.constraints, read->missing).empty();
    if (!refused) { std::abort(); }
    return 0;
}
// [/snippet]

// [snippet:afl]
FIREHOSE_SSE_AFL_HOOKS(); // in a source file of its own, made into a shared library
// [/snippet]

// Every engine provides this function.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t*, std::size_t size, std::size_t) { return size; }

int main() {
    auto const wrong = campaign<operation::StopDeliveryStreamEncryption>(1, 2000);
    for (auto const& [what, count] : wrong) { std::cout << what << " answered wrongly " << count << " times\n"; }
    break_on_purpose();

    for (auto const& seed : fuzzing::seeds<operation::StartDeliveryStreamEncryption>()) {
        auto const bytes = reinterpret_cast<std::uint8_t const*>(seed.payload.data());
        LLVMFuzzerTestOneInput(bytes, seed.payload.size());
        test_one_input(bytes, seed.payload.size());
    }
    return wrong.size() == 2 ? 0 : 1; // the endpoint has two bugs
}
