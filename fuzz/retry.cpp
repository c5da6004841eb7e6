// Any error answer to any operation under any policy: what it asks for follows from its type alone, and no wait is
// longer than the policy says.
// Level: none (a fuzz target). Input: choices, see fuzzing/source.hpp; bytes that are left are the error's code.
// By hand: ./dev fuzz retry 60, or as fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/client/retry.hpp"
#include "firehose_sse/fuzzing/source.hpp"
#include "require.hpp"
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace {

using namespace firehose_sse;
using client::retry_class;
using std::chrono::milliseconds;
__extension__ using wide = __int128; // wide enough that nothing below overflows

struct expected {
    std::string_view type;
    retry_class what;
};

// By type, for an operation that is neither Create, Start nor Stop. With `Exception` at its end and without.
constexpr expected by_type[] = {
    {"ThrottlingException", retry_class::throttled},
    {"ServiceUnavailableException", retry_class::throttled},
    {"InternalFailure", retry_class::transient},
    {"ExpiredTokenException", retry_class::refresh_credentials},
    {"InvalidSignatureException", retry_class::refresh_credentials},
    {"UnrecognizedClientException", retry_class::refresh_credentials},
    {"RequestExpired", retry_class::refresh_credentials},
    {"ExpiredToken", retry_class::refresh_credentials},
    {"Throttling", retry_class::throttled},
    {"ServiceUnavailable", retry_class::throttled},
    {"LimitExceededException", retry_class::never},
    {"ResourceInUseException", retry_class::look_first},
    {"ConcurrentModificationException", retry_class::look_first},
    {"InvalidKMSResourceException", retry_class::mend_key},
    {"InvalidArgumentException", retry_class::never},
    {"InvalidSourceException", retry_class::never},
    {"ResourceNotFoundException", retry_class::never},
    {"ValidationException", retry_class::never},
    {"SerializationException", retry_class::never},
    {"UnknownOperationException", retry_class::never},
    {"AccessDeniedException", retry_class::never},
    {"InvalidParameterValueException", retry_class::never},
    {"IncompleteSignature", retry_class::never},
    {"MissingAuthenticationToken", retry_class::never},
    {"InvalidClientTokenId", retry_class::never},
    {"NotAuthorized", retry_class::never},
    {"OptInRequired", retry_class::never},
};
constexpr std::string_view operations[] = {"PutRecordBatch", "CreateDeliveryStream", "StartDeliveryStreamEncryption",
                                           "StopDeliveryStreamEncryption"};
constexpr std::string_view reasons[] = {"Disabled",      "AccessDenied", "NotFound", "InvalidState",
                                        "OptInRequired", "Throttling",   "Odd"};

retry_class of_status(int status) {
    if (status == 429) { return retry_class::throttled; }
    if (status <= 0 || status == 408 || (status >= 500 && status != 501 && status != 505)) {
        return retry_class::transient;
    }
    return retry_class::never;
}

retry_class expect(expected const* row, int status, std::string_view operation, bool throttled_by_kms,
                   client::retry_policy const& rules) {
    bool const changes = operation.ends_with("Encryption");
    auto what = row != nullptr ? row->what : of_status(status);
    if (row != nullptr && row->type == "LimitExceededException" && changes) { what = retry_class::not_before; }
    if (row != nullptr && row->type == "ResourceInUseException" && operation.starts_with("Create")) {
        what = retry_class::never;
    }
    if (throttled_by_kms) { what = retry_class::throttled; }
    bool const looks = rules.unsure_change == client::unsure_change_answer::look_first;
    return what == retry_class::transient && changes && looks ? retry_class::look_first : what;
}

// ---- delays

milliseconds clamped(wide count) {
    constexpr wide most = std::numeric_limits<milliseconds::rep>::max();
    return milliseconds(static_cast<milliseconds::rep>(std::clamp<wide>(count, 0, most)));
}

milliseconds longest_wait(milliseconds first, std::uint32_t attempt, milliseconds most) {
    wide const bound = std::max<wide>(most.count(), 0);
    wide delay = std::clamp<wide>(first.count(), 0, bound);
    for (std::uint32_t i = 1; i < attempt && delay > 0 && delay < bound; ++i) { delay = std::min(delay * 2, bound); }
    return clamped(delay);
}

/// Mostly small numbers, sometimes the ends of the type.
template <class T> T number(fuzzing::byte_source& choices) {
    switch (choices.below(4)) {
    case 0: return static_cast<T>(choices.below(8));
    case 1: return static_cast<T>(choices.below(100'000));
    case 2:
        return static_cast<T>(fuzzing::between(choices, std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
    default: return fuzzing::coin(choices) ? std::numeric_limits<T>::max() : std::numeric_limits<T>::min();
    }
}

milliseconds duration(fuzzing::byte_source& choices) { return milliseconds(number<milliseconds::rep>(choices)); }

void check_plans(client::retry_policy const& rules, retry_class what, fuzzing::byte_source& choices) {
    auto const attempt = number<std::uint32_t>(choices);
    auto const bits = number<std::uint64_t>(choices);
    auto const plan = client::plan_retry(rules, what, attempt, bits);

    bool const waits =
        what == retry_class::throttled || what == retry_class::transient || what == retry_class::refresh_credentials;
    require(plan.has_value() == (waits && attempt < rules.max_attempts),
            "there is a plan for what only takes time, until the attempts are used up");
    if (plan) {
        auto const first = what == retry_class::throttled ? rules.throttled_delay : rules.transient_delay;
        auto const longest = longest_wait(first, attempt, rules.max_delay);
        require(*plan >= milliseconds(0) && *plan <= longest, "a wait is no longer than the policy says");
        require(client::plan_retry(rules, what, attempt, static_cast<std::uint64_t>(longest.count())) == longest,
                "every wait up to the longest can be chosen");
    }

    std::optional<instant> room;
    if (fuzzing::coin(choices)) { room.emplace(duration(choices)); }
    instant const now(duration(choices));
    auto const with_room = client::plan_retry(rules, what, attempt, bits, room, now);
    if (what != retry_class::not_before) {
        require(with_room == plan, "the quota's room matters to the quota alone");
        return;
    }
    require(with_room.has_value() == (room && attempt < rules.max_attempts), "without its moment there is no plan");
    if (with_room) {
        wide const wait = wide{room->time_since_epoch().count()} - now.time_since_epoch().count();
        wide const slack = rules.quota_slack.count();
        // A wait beyond what a delay can hold is cut before the slack is added, as one that lasts for ever.
        wide const cut = std::clamp<wide>(wait, 0, std::numeric_limits<milliseconds::rep>::max());
        require(*with_room == clamped(cut + slack), "the wait ends when the quota has room, and the slack after");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzzing::byte_source choices({data, size});
    client::retry_policy rules;
    if (fuzzing::coin(choices)) {
        rules = {.max_attempts = number<std::uint32_t>(choices),
                 .transient_delay = duration(choices),
                 .throttled_delay = duration(choices),
                 .max_delay = duration(choices),
                 .quota_slack = duration(choices),
                 .unsure_change = static_cast<client::unsure_change_answer>(choices.below(2))};
    }
    auto const operation = fuzzing::pick(choices, operations);
    auto const row = choices.below(std::size(by_type) + 1);
    expected const* const known = row < std::size(by_type) ? &by_type[row] : nullptr;

    wire::service_error error;
    error.status = static_cast<int>(choices.below(600));
    error.type = known != nullptr ? known->type : "";
    std::string code;
    std::string_view reason;
    if (fuzzing::coin(choices)) {
        reason = fuzzing::pick(choices, reasons);
        constexpr std::string_view prefixes[] = {"", "KMS", "KMS."};
        code = std::string(fuzzing::pick(choices, prefixes)) + std::string(reason) +
               (fuzzing::coin(choices) ? "Exception" : "");
        require(client::kms_reason_name(code) == reason,
                "the name of a reason is what stands between KMS and Exception");
        error.code = code;
    }
    bool const is_kms = known != nullptr && known->type == "InvalidKMSResourceException";
    auto const read = client::read_kms_reason(error);
    require(read.has_value() == (is_kms && error.code), "a reason is read off the code of one error only");
    if (read) {
        require(read->code == code && read->name == reason, "a reason is kept as it came");
        require(read->failure.has_value() == (reason != "Throttling" && reason != "Odd"),
                "known reasons have a failure");
        require(read->state.has_value() == (read->failure && reason != "InvalidState"),
                "and a state, where only one fits");
        require(*read == client::read_kms_reason(std::string_view(code)), "the same code is read the same");
    }

    auto const what = client::classify(error, operation, rules);
    require(what == expect(known, error.status, operation, is_kms && reason == "Throttling", rules),
            "what an error asks for follows from its type, or without one from its status");
    auto const of_entry = client::classify_entry(error.type);
    require(of_entry == expect(known, 0, "PutRecordBatch", false, rules),
            "an entry asks for the same, without a status");
    if (known != nullptr) {
        std::string const dressed = "com.amazonaws.firehose#" + error.type + ":http://internal/";
        require(client::classify_entry(dressed) == of_entry,
                "a namespace and what follows the type make no difference");
    }
    check_plans(rules, what, choices);

    // Whatever is left, as a code that nobody has foreseen.
    std::string anything;
    while (choices.remaining() != 0) { anything += static_cast<char>(choices.below(256)); }
    auto const odd = client::read_kms_reason(std::string_view(anything));
    require(anything.find(odd.name) != anything.npos, "a name is a part of its code");
    require(odd.name.empty() == anything.empty(), "and never empty");
    return 0;
}
