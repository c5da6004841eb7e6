// What a fuzzing campaign takes from the library: a property to hold, and the answer a server should have given.
// SPDX-License-Identifier: BSL-1.0
#include <firehose_sse.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace constraint = firehose_sse::constraint;
namespace encryption = firehose_sse::encryption;
namespace model = firehose_sse::model;
namespace wire = firehose_sse::wire;

// [snippet:target]
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using input = model::StartDeliveryStreamEncryptionInput;
    std::string_view const body(reinterpret_cast<char const*>(data), size);
    auto const first = wire::decode<input>(body);
    if (!first) { return 0; } // refused, and nothing was thrown
    auto const second = wire::decode<input>(wire::encode(first->value));
    if (!second || second->value != first->value) { std::abort(); } // what was read must survive being written
    return 0;
}
// [/snippet]

namespace {

// [snippet:oracle]
/// What the bytes of a body alone decide: the type of the error, or nothing when the stream's state has the word.
template <class Input> std::string_view expected_error(std::string_view body) {
    auto const read = wire::decode<Input>(body);
    if (!read) { return "SerializationException"; }
    if (!constraint::validate_constraints(read->value, {}, read->missing).empty()) { return "ValidationException"; }
    return {};
}
// [/snippet]

bool ask_the_oracle() {
    // [snippet:ask]
    using input = model::StartDeliveryStreamEncryptionInput;
    for (std::string_view const body : {R"({"DeliveryStreamName":"orders"})", R"({"DeliveryStreamName":"or ders"})",
                                        R"({"DeliveryStreamName":7})", R"({"DeliveryStreamName":"orders")"}) {
        std::cout << (expected_error<input>(body).empty() ? "no error" : expected_error<input>(body)) << "  " << body
                  << '\n';
    }
    // [/snippet]
    return expected_error<input>(R"({"DeliveryStreamName":"orders"})").empty() &&
           expected_error<input>(R"({"DeliveryStreamName":"or ders"})") == "ValidationException" &&
           expected_error<input>(R"({"DeliveryStreamName":"orders")") == "SerializationException" &&
           expected_error<input>("{}") == "ValidationException";
}

// a sequence of commands from bytes, and what must hold after each of them
bool run_sequence(std::span<std::uint8_t const> script) {
    // [snippet:sequence]
    encryption::policy const rules;
    encryption::state stream;
    firehose_sse::instant now{};
    for (std::uint8_t const byte : script) {
        encryption::key const key{model::KeyType::CUSTOMER_MANAGED_CMK, "key-" + std::to_string(byte >> 3 & 3)};
        encryption::command const commands[] = {
            encryption::create{},
            encryption::start{.wanted = key},
            encryption::stop{},
            encryption::remove{},
            encryption::work_succeeded{stream.attempt},
            encryption::work_failed{stream.attempt, model::DeliveryStreamFailureType::DISABLED_KMS_KEY},
        };
        auto const before = stream.effective;
        auto const outcome =
            encryption::transition(stream, commands[byte % 6], rules, now += std::chrono::seconds(byte));
        if (auto const* decided = std::get_if<encryption::decision>(&outcome)) { stream = decided->next; }
        bool const failed = stream.encryption_failure.has_value();
        if (failed && stream.effective != before) { return false; } // a failure never takes the key in effect away
    }
    // [/snippet]
    return true;
}

} // namespace

int main() {
    // a hand-made campaign; an engine such as libFuzzer does better
    std::string const seed = R"({"DeliveryStreamName":"orders","DeliveryStreamEncryptionConfigurationInput":)"
                             R"({"KeyType":"CUSTOMER_MANAGED_CMK","KeyARN":"\u00e9"}})";
    for (std::size_t at = 0; at < seed.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string mutant = seed;
            mutant[at] = static_cast<char>(byte);
            LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(mutant.data()), mutant.size());
        }
    }
    std::vector<std::uint8_t> script;
    for (unsigned step = 0, noise = 1; step < 10'000; ++step) {
        noise = noise * 1'103'515'245U + 12'345U;
        script.push_back(static_cast<std::uint8_t>(noise >> 16));
    }
    return ask_the_oracle() && run_sequence(script) ? 0 : 1;
}
