// The life cycle without an emulator around it: states, commands and effects as values.
// SPDX-License-Identifier: BSL-1.0
#include <firehose_sse/encryption/describe.hpp>
#include <firehose_sse/encryption/posture.hpp>
#include <firehose_sse/encryption/settle.hpp>
#include <firehose_sse/encryption/transition.hpp>
#include <firehose_sse/reflect/enumerators.hpp>
#include <chrono>
#include <iostream>
#include <optional>
#include <variant>

namespace encryption = firehose_sse::encryption;
namespace model = firehose_sse::model;
namespace reflect = firehose_sse::reflect;
using namespace std::chrono_literals;

namespace {

encryption::key customer_key(char const* arn) { return {model::KeyType::CUSTOMER_MANAGED_CMK, arn}; }

// the state after a command that is not refused
encryption::state after(encryption::state const& from, encryption::command const& what, firehose_sse::instant now) {
    auto const outcome = encryption::transition(from, what, {}, now);
    return std::holds_alternative<encryption::decision>(outcome) ? std::get<encryption::decision>(outcome).next
                                                                 : encryption::state{};
}

encryption::state active_stream(firehose_sse::instant now) {
    auto const creating = after({}, encryption::create{}, now);
    return after(creating, encryption::work_succeeded{creating.attempt}, now);
}

bool failed_rotation_keeps_the_key() {
    firehose_sse::instant const now{500'000h};
    // [snippet:rotation]
    auto stream = after(active_stream(now), encryption::start{customer_key("blue")}, now);
    stream = after(stream, encryption::work_succeeded{stream.attempt}, now); // ENABLED with blue
    stream = after(stream, encryption::start{customer_key("green")}, now);   // ENABLING: change to green
    stream =
        after(stream, encryption::work_failed{stream.attempt, model::DeliveryStreamFailureType::DISABLED_KMS_KEY}, now);

    std::cout << reflect::enum_name(encryption::status(stream)) << ", encrypts with " << stream.effective->key.arn
              << '\n';
    // ENABLING_FAILED, encrypts with blue
    // [/snippet]
    auto const shown = encryption::describe(stream, {});
    return encryption::status(stream) == model::DeliveryStreamEncryptionStatus::ENABLING_FAILED &&
           stream.effective->key.arn == "blue" && shown && shown->KeyARN && shown->KeyARN->value == "blue" &&
           encryption::posture(stream) == encryption::posture_kind::rotation_failed_but_encrypted;
}

bool nobody_can_know_for_five_seconds() {
    firehose_sse::instant const now{500'000h};
    auto stream = after(active_stream(now - 1h), encryption::start{customer_key("blue")}, now);
    // [snippet:truth]
    stream = after(stream, encryption::work_succeeded{stream.attempt}, now); // ENABLED since now
    for (auto const later : {0s, 4s, 5s}) {
        std::cout << reflect::enum_name(encryption::records_encrypted(stream, now + later)) << '\n';
    }
    // indeterminate, indeterminate, yes

    encryption::policy honest;
    honest.unsettled = encryption::unsettled_answer::absent;
    std::optional<bool> const told = encryption::reported_encrypted(stream, honest, now + 4s); // no `Encrypted` member
    // [/snippet]
    return !told && encryption::reported_encrypted(stream, {}, now + 4s) == false &&
           encryption::records_encrypted(stream, now + 4s) == encryption::truth::indeterminate &&
           encryption::records_encrypted(stream, now + 5s) == encryption::truth::yes;
}

bool effects_are_values() {
    firehose_sse::instant const now{500'000h};
    auto const stream = active_stream(now);
    // [snippet:effects]
    auto const outcome = encryption::transition(stream, encryption::start{customer_key("blue")}, {}, now);
    auto const& decided = std::get<encryption::decision>(outcome);

    encryption::effect_list const expected{
        encryption::create_grant{decided.next.attempt, customer_key("blue")},
        encryption::begin_work{decided.next.attempt, encryption::work_kind::enabling},
    };
    bool const as_expected = decided.effects == expected; // no mock, no clock, no KMS
    // [/snippet]
    return as_expected;
}

bool stale_acknowledgements_are_refused() {
    firehose_sse::instant const now{500'000h};
    // [snippet:stale]
    auto stream = after(active_stream(now), encryption::start{customer_key("blue")}, now);
    auto const first = stream.attempt;
    stream = after(stream, encryption::work_succeeded{first}, now);
    auto const again = encryption::transition(stream, encryption::work_succeeded{first}, {}, now);
    bool const refused = std::get<encryption::refusal>(again) == encryption::refusal::stale_acknowledgement;
    // [/snippet]
    return refused;
}

} // namespace

int main() {
    bool const good = failed_rotation_keeps_the_key() && nobody_can_know_for_five_seconds() && effects_are_values() &&
                      stale_acknowledgements_are_refused();
    return good ? 0 : 1;
}
