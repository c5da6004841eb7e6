// A consumer of the life cycle and the quota alone: links no JSON, includes none, and does not use the umbrella.
// Level: none (a consumer). Knows encryption/ and quota/.
// SPDX-License-Identifier: BSL-1.0
#include <firehose_sse/encryption/transition.hpp>
#include <firehose_sse/quota/window.hpp>

#include <variant>

// If Boost.JSON has been included, its configuration has defined this macro.
#ifdef BOOST_JSON_DECL
#error "a header below wire/ includes Boost.JSON"
#endif

int main() {
    namespace encryption = firehose_sse::encryption;
    namespace quota = firehose_sse::quota;

    firehose_sse::instant const now{};
    encryption::policy const rules{};

    auto const created = encryption::transition({}, encryption::create{}, rules, now);
    if (!std::holds_alternative<encryption::decision>(created)) { return 1; }
    auto const& creating = std::get<encryption::decision>(created).next;
    auto const active = encryption::transition(creating, encryption::work_succeeded{creating.attempt}, rules, now);
    auto const started =
        encryption::transition(std::get<encryption::decision>(active).next, encryption::start{}, rules, now);
    if (!std::holds_alternative<encryption::decision>(started)) { return 2; }
    auto const status = encryption::status(std::get<encryption::decision>(started).next);
    if (status != firehose_sse::model::DeliveryStreamEncryptionStatus::ENABLING) { return 3; }

    quota::quota_policy const one_call{.limit = 1};
    auto const first = quota::admit({}, one_call, now);
    auto const second = quota::admit(first.next, one_call, now);
    return first.verdict.admitted && !second.verdict.admitted ? 0 : 4;
}
