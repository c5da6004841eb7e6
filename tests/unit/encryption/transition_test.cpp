// The life cycle as one table: every kind of state, every command, and what comes of it, all written down.
// An outcome is a refusal or `next state | effects`; see worlds.hpp for the spelling. The commands come at 60 s.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/transition.hpp"
#include "firehose_sse/encryption/settle.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "unit/encryption/worlds.hpp"
#include <cstddef>
#include <gtest/gtest.h>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace firehose_sse::encryption {
namespace {

using namespace worlds;

struct cell {
    columns of;
    std::string outcome; // `%` stands for the failure that the command reports
};

struct row {
    std::string from;
    std::vector<cell> cells;
};

columns operator+(columns left, columns const& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

std::vector<row> const& table() {
    using enum column;
    static columns const creates{create_plain, create_own, create_a, create_kinesis, create_kinesis_a};
    static columns const starts{start_own, start_a, start_b};
    static columns const starts_and_stop = starts + columns{stop};
    static columns const removes{remove, remove_forced};
    static columns const failed_grant_made{failed_unknown, failed_denied, failed_disabled,    failed_invalid,
                                           failed_missing, failed_opt_in, failed_retire_grant};
    static columns const failed = failed_grant_made + columns{failed_create_grant};
    static columns const stale{stale_succeeded,       stale_failed_unknown,      stale_failed_denied,
                               stale_failed_disabled, stale_failed_invalid,      stale_failed_missing,
                               stale_failed_opt_in,   stale_failed_retire_grant, stale_failed_create_grant};
    static columns const acknowledgements = columns{succeeded} + failed + stale;

    static std::vector<row> const all{
        // No stream.
        {"absent DISABLED -/- n0",
         {{{create_plain}, "CREATING DISABLED -/- pending creating@1 n1 | begin creating@1"},
          {{create_own}, "CREATING ENABLING -/own pending creating@1 n1 | begin creating@1"},
          {{create_a}, "CREATING ENABLING -/a pending creating@1 n1 | create_grant a@1, begin creating@1"},
          {{create_kinesis}, "CREATING KinesisStreamAsSource DISABLED -/- pending creating@1 n1 | begin creating@1"},
          {{create_kinesis_a}, "not_direct_put"},
          {starts_and_stop, "stream_not_found"},
          {removes, "stream_not_found"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"absent DISABLED -/- n2",
         {{{create_plain}, "CREATING DISABLED -/- pending creating@3 n3 | begin creating@3"},
          {{create_own}, "CREATING ENABLING -/own pending creating@3 n3 | begin creating@3"},
          {{create_a}, "CREATING ENABLING -/a pending creating@3 n3 | create_grant a@3, begin creating@3"},
          {{create_kinesis}, "CREATING KinesisStreamAsSource DISABLED -/- pending creating@3 n3 | begin creating@3"},
          {{create_kinesis_a}, "not_direct_put"},
          {starts_and_stop, "stream_not_found"},
          {removes, "stream_not_found"},
          {acknowledgements, "stale_acknowledgement"}}},

        // Creation.
        {"CREATING DISABLED -/- pending creating@1 n1",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {removes, "stream_not_active"},
          {{succeeded}, "ACTIVE DISABLED -/- n1 | nothing"},
          {failed, "CREATING_FAILED DISABLED -/- stream_failed creating:% n1 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"CREATING ENABLING -/own pending creating@1 n1",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {removes, "stream_not_active"},
          {{succeeded}, "ACTIVE ENABLED own@1/own s65 n1 | nothing"},
          {failed, "CREATING_FAILED ENABLING_FAILED -/own failed enabling:% stream_failed creating:% n1 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"CREATING ENABLING -/a pending creating@1 n1",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {removes, "stream_not_active"},
          {{succeeded}, "ACTIVE ENABLED a@1/a s65 n1 | nothing"},
          {failed_grant_made,
           "CREATING_FAILED ENABLING_FAILED -/a failed enabling:% stream_failed creating:% n1 | schedule a@1"},
          {{failed_create_grant},
           "CREATING_FAILED ENABLING_FAILED -/a failed enabling:% stream_failed creating:% n1 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"CREATING_FAILED DISABLED -/- stream_failed creating:UNKNOWN_ERROR n1",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {{remove}, "DELETING DISABLED -/- pending deleting@2 n2 | begin deleting@2"},
          {{remove_forced}, "DELETING DISABLED -/- pending deleting@2 forced n2 | begin deleting@2"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"CREATING_FAILED ENABLING_FAILED -/own failed enabling:UNKNOWN_ERROR stream_failed creating:UNKNOWN_ERROR n1",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {{remove},
           "DELETING ENABLING_FAILED -/own pending deleting@2 failed enabling:UNKNOWN_ERROR n2 | begin deleting@2"},
          {{remove_forced},
           "DELETING ENABLING_FAILED -/own pending deleting@2 forced failed enabling:UNKNOWN_ERROR n2 "
           "| begin deleting@2"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"CREATING_FAILED ENABLING_FAILED -/a failed enabling:DISABLED_KMS_KEY "
         "stream_failed creating:DISABLED_KMS_KEY n1",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {{remove},
           "DELETING ENABLING_FAILED -/a pending deleting@2 failed enabling:DISABLED_KMS_KEY n2 | begin deleting@2"},
          {{remove_forced},
           "DELETING ENABLING_FAILED -/a pending deleting@2 forced failed enabling:DISABLED_KMS_KEY "
           "n2 | begin deleting@2"},
          {acknowledgements, "stale_acknowledgement"}}},

        // DISABLED.
        {"ACTIVE DISABLED -/- n1",
         {{creates, "stream_exists"},
          {{start_own}, "ACTIVE ENABLING -/own pending enabling@2 n2 | begin enabling@2"},
          {{start_a}, "ACTIVE ENABLING -/a pending enabling@2 n2 | create_grant a@2, begin enabling@2"},
          {{start_b}, "ACTIVE ENABLING -/b pending enabling@2 n2 | create_grant b@2, begin enabling@2"},
          {{stop}, "ACTIVE DISABLED -/- n1 | nothing"},
          {{remove}, "DELETING DISABLED -/- pending deleting@2 n2 | begin deleting@2"},
          {{remove_forced}, "DELETING DISABLED -/- pending deleting@2 forced n2 | begin deleting@2"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"ACTIVE DISABLED -/- s5 n2",
         {{creates, "stream_exists"},
          {{start_own}, "ACTIVE ENABLING -/own pending enabling@3 s5 n3 | begin enabling@3"},
          {{start_a}, "ACTIVE ENABLING -/a pending enabling@3 s5 n3 | create_grant a@3, begin enabling@3"},
          {{start_b}, "ACTIVE ENABLING -/b pending enabling@3 s5 n3 | create_grant b@3, begin enabling@3"},
          {{stop}, "ACTIVE DISABLED -/- s5 n2 | nothing"},
          {{remove}, "DELETING DISABLED -/- pending deleting@3 s5 n3 | begin deleting@3"},
          {{remove_forced}, "DELETING DISABLED -/- pending deleting@3 forced s5 n3 | begin deleting@3"},
          {acknowledgements, "stale_acknowledgement"}}},

        // ENABLED: Start changes the key, or begins again with the same.
        {"ACTIVE ENABLED own@2/own s5 n2",
         {{creates, "stream_exists"},
          {{start_own}, "ACTIVE ENABLING own@2/own pending enabling@3 s5 n3 | begin enabling@3"},
          {{start_a}, "ACTIVE ENABLING own@2/a pending enabling@3 s5 n3 | create_grant a@3, begin enabling@3"},
          {{start_b}, "ACTIVE ENABLING own@2/b pending enabling@3 s5 n3 | create_grant b@3, begin enabling@3"},
          {{stop}, "ACTIVE DISABLING own@2/own pending disabling@3 s5 n3 | begin disabling@3"},
          {{remove}, "DELETING ENABLED own@2/own pending deleting@3 s5 n3 | begin deleting@3"},
          {{remove_forced}, "DELETING ENABLED own@2/own pending deleting@3 forced s5 n3 | begin deleting@3"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"ACTIVE ENABLED a@2/a s5 n2",
         {{creates, "stream_exists"},
          {{start_own}, "ACTIVE ENABLING a@2/own pending enabling@3 s5 n3 | begin enabling@3"},
          {{start_a}, "ACTIVE ENABLING a@2/a pending enabling@3 s5 n3 | create_grant a@3, begin enabling@3"},
          {{start_b}, "ACTIVE ENABLING a@2/b pending enabling@3 s5 n3 | create_grant b@3, begin enabling@3"},
          {{stop}, "ACTIVE DISABLING a@2/a pending disabling@3 s5 n3 | begin disabling@3"},
          {{remove}, "DELETING ENABLED a@2/a pending deleting@3 s5 n3 | begin deleting@3"},
          {{remove_forced}, "DELETING ENABLED a@2/a pending deleting@3 forced s5 n3 | begin deleting@3"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"ACTIVE ENABLED a@1/a s5 n1",
         {{creates, "stream_exists"},
          {{start_own}, "ACTIVE ENABLING a@1/own pending enabling@2 s5 n2 | begin enabling@2"},
          {{start_a}, "ACTIVE ENABLING a@1/a pending enabling@2 s5 n2 | create_grant a@2, begin enabling@2"},
          {{start_b}, "ACTIVE ENABLING a@1/b pending enabling@2 s5 n2 | create_grant b@2, begin enabling@2"},
          {{stop}, "ACTIVE DISABLING a@1/a pending disabling@2 s5 n2 | begin disabling@2"},
          {{remove}, "DELETING ENABLED a@1/a pending deleting@2 s5 n2 | begin deleting@2"},
          {{remove_forced}, "DELETING ENABLED a@1/a pending deleting@2 forced s5 n2 | begin deleting@2"},
          {acknowledgements, "stale_acknowledgement"}}},

        // ENABLING, nothing in effect yet.
        {"ACTIVE ENABLING -/own pending enabling@2 n2",
         {{creates, "stream_exists"},
          {starts_and_stop, "change_under_way"},
          {removes, "change_under_way"},
          {{succeeded}, "ACTIVE ENABLED own@2/own s65 n2 | nothing"},
          {failed, "ACTIVE ENABLING_FAILED -/own failed enabling:% n2 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"ACTIVE ENABLING -/a pending enabling@2 n2",
         {{creates, "stream_exists"},
          {starts_and_stop, "change_under_way"},
          {removes, "change_under_way"},
          {{succeeded}, "ACTIVE ENABLED a@2/a s65 n2 | nothing"},
          {failed_grant_made, "ACTIVE ENABLING_FAILED -/a failed enabling:% n2 | schedule a@2"},
          {{failed_create_grant}, "ACTIVE ENABLING_FAILED -/a failed enabling:% n2 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"ACTIVE ENABLING -/a pending enabling@3 s5 n3",
         {{creates, "stream_exists"},
          {starts_and_stop, "change_under_way"},
          {removes, "change_under_way"},
          {{succeeded}, "ACTIVE ENABLED a@3/a s65 n3 | nothing"},
          {failed_grant_made, "ACTIVE ENABLING_FAILED -/a failed enabling:% s5 n3 | schedule a@3"},
          {{failed_create_grant}, "ACTIVE ENABLING_FAILED -/a failed enabling:% s5 n3 | nothing"},
          {stale, "stale_acknowledgement"}}},

        // ENABLING, a change of key: the old key stays in effect until it succeeds.
        {"ACTIVE ENABLING own@2/own pending enabling@3 s5 n3",
         {{creates, "stream_exists"},
          {starts_and_stop, "change_under_way"},
          {removes, "change_under_way"},
          {{succeeded}, "ACTIVE ENABLED own@3/own s65 n3 | nothing"},
          {failed, "ACTIVE ENABLING_FAILED own@2/own failed enabling:% s5 n3 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"ACTIVE ENABLING own@2/a pending enabling@3 s5 n3",
         {{creates, "stream_exists"},
          {starts_and_stop, "change_under_way"},
          {removes, "change_under_way"},
          {{succeeded}, "ACTIVE ENABLED a@3/a s65 n3 | nothing"},
          {failed_grant_made, "ACTIVE ENABLING_FAILED own@2/a failed enabling:% s5 n3 | schedule a@3"},
          {{failed_create_grant}, "ACTIVE ENABLING_FAILED own@2/a failed enabling:% s5 n3 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"ACTIVE ENABLING a@2/own pending enabling@3 s5 n3",
         {{creates, "stream_exists"},
          {starts_and_stop, "change_under_way"},
          {removes, "change_under_way"},
          {{succeeded}, "ACTIVE ENABLED own@3/own s65 n3 | schedule a@2"},
          {failed, "ACTIVE ENABLING_FAILED a@2/own failed enabling:% s5 n3 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"ACTIVE ENABLING a@2/a pending enabling@3 s5 n3",
         {{creates, "stream_exists"},
          {starts_and_stop, "change_under_way"},
          {removes, "change_under_way"},
          {{succeeded}, "ACTIVE ENABLED a@3/a s65 n3 | schedule a@2"},
          {failed_grant_made, "ACTIVE ENABLING_FAILED a@2/a failed enabling:% s5 n3 | schedule a@3"},
          {{failed_create_grant}, "ACTIVE ENABLING_FAILED a@2/a failed enabling:% s5 n3 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"ACTIVE ENABLING a@2/b pending enabling@3 s5 n3",
         {{creates, "stream_exists"},
          {starts_and_stop, "change_under_way"},
          {removes, "change_under_way"},
          {{succeeded}, "ACTIVE ENABLED b@3/b s65 n3 | schedule a@2"},
          {failed_grant_made, "ACTIVE ENABLING_FAILED a@2/b failed enabling:% s5 n3 | schedule b@3"},
          {{failed_create_grant}, "ACTIVE ENABLING_FAILED a@2/b failed enabling:% s5 n3 | nothing"},
          {stale, "stale_acknowledgement"}}},

        // ENABLING_FAILED: Start again is allowed; Stop has something to do only with a key in effect.
        {"ACTIVE ENABLING_FAILED -/own failed enabling:UNKNOWN_ERROR n2",
         {{creates, "stream_exists"},
          {{start_own}, "ACTIVE ENABLING -/own pending enabling@3 n3 | begin enabling@3"},
          {{start_a}, "ACTIVE ENABLING -/a pending enabling@3 n3 | create_grant a@3, begin enabling@3"},
          {{start_b}, "ACTIVE ENABLING -/b pending enabling@3 n3 | create_grant b@3, begin enabling@3"},
          {{stop}, "ACTIVE DISABLED -/- n2 | nothing"},
          {{remove},
           "DELETING ENABLING_FAILED -/own pending deleting@3 failed enabling:UNKNOWN_ERROR n3 | begin deleting@3"},
          {{remove_forced},
           "DELETING ENABLING_FAILED -/own pending deleting@3 forced failed enabling:UNKNOWN_ERROR n3 "
           "| begin deleting@3"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"ACTIVE ENABLING_FAILED -/a failed enabling:KMS_ACCESS_DENIED n2",
         {{creates, "stream_exists"},
          {{start_own}, "ACTIVE ENABLING -/own pending enabling@3 n3 | begin enabling@3"},
          {{start_a}, "ACTIVE ENABLING -/a pending enabling@3 n3 | create_grant a@3, begin enabling@3"},
          {{start_b}, "ACTIVE ENABLING -/b pending enabling@3 n3 | create_grant b@3, begin enabling@3"},
          {{stop}, "ACTIVE DISABLED -/- n2 | nothing"},
          {{remove},
           "DELETING ENABLING_FAILED -/a pending deleting@3 failed enabling:KMS_ACCESS_DENIED n3 | begin deleting@3"},
          {{remove_forced},
           "DELETING ENABLING_FAILED -/a pending deleting@3 forced failed enabling:KMS_ACCESS_DENIED "
           "n3 | begin deleting@3"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"ACTIVE ENABLING_FAILED own@2/own failed enabling:UNKNOWN_ERROR s5 n3",
         {{creates, "stream_exists"},
          {{start_own}, "ACTIVE ENABLING own@2/own pending enabling@4 s5 n4 | begin enabling@4"},
          {{start_a}, "ACTIVE ENABLING own@2/a pending enabling@4 s5 n4 | create_grant a@4, begin enabling@4"},
          {{start_b}, "ACTIVE ENABLING own@2/b pending enabling@4 s5 n4 | create_grant b@4, begin enabling@4"},
          {{stop}, "ACTIVE DISABLING own@2/own pending disabling@4 s5 n4 | begin disabling@4"},
          {{remove},
           "DELETING ENABLING_FAILED own@2/own pending deleting@4 failed enabling:UNKNOWN_ERROR s5 n4 "
           "| begin deleting@4"},
          {{remove_forced},
           "DELETING ENABLING_FAILED own@2/own pending deleting@4 forced "
           "failed enabling:UNKNOWN_ERROR s5 n4 | begin deleting@4"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"ACTIVE ENABLING_FAILED own@2/a failed enabling:KMS_ACCESS_DENIED s5 n3",
         {{creates, "stream_exists"},
          {{start_own}, "ACTIVE ENABLING own@2/own pending enabling@4 s5 n4 | begin enabling@4"},
          {{start_a}, "ACTIVE ENABLING own@2/a pending enabling@4 s5 n4 | create_grant a@4, begin enabling@4"},
          {{start_b}, "ACTIVE ENABLING own@2/b pending enabling@4 s5 n4 | create_grant b@4, begin enabling@4"},
          {{stop}, "ACTIVE DISABLING own@2/a pending disabling@4 s5 n4 | begin disabling@4"},
          {{remove},
           "DELETING ENABLING_FAILED own@2/a pending deleting@4 failed enabling:KMS_ACCESS_DENIED s5 n4 "
           "| begin deleting@4"},
          {{remove_forced},
           "DELETING ENABLING_FAILED own@2/a pending deleting@4 forced "
           "failed enabling:KMS_ACCESS_DENIED s5 n4 | begin deleting@4"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"ACTIVE ENABLING_FAILED a@2/own failed enabling:UNKNOWN_ERROR s5 n3",
         {{creates, "stream_exists"},
          {{start_own}, "ACTIVE ENABLING a@2/own pending enabling@4 s5 n4 | begin enabling@4"},
          {{start_a}, "ACTIVE ENABLING a@2/a pending enabling@4 s5 n4 | create_grant a@4, begin enabling@4"},
          {{start_b}, "ACTIVE ENABLING a@2/b pending enabling@4 s5 n4 | create_grant b@4, begin enabling@4"},
          {{stop}, "ACTIVE DISABLING a@2/own pending disabling@4 s5 n4 | begin disabling@4"},
          {{remove},
           "DELETING ENABLING_FAILED a@2/own pending deleting@4 failed enabling:UNKNOWN_ERROR s5 n4 "
           "| begin deleting@4"},
          {{remove_forced},
           "DELETING ENABLING_FAILED a@2/own pending deleting@4 forced "
           "failed enabling:UNKNOWN_ERROR s5 n4 | begin deleting@4"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"ACTIVE ENABLING_FAILED a@2/a failed enabling:KMS_ACCESS_DENIED s5 n3",
         {{creates, "stream_exists"},
          {{start_own}, "ACTIVE ENABLING a@2/own pending enabling@4 s5 n4 | begin enabling@4"},
          {{start_a}, "ACTIVE ENABLING a@2/a pending enabling@4 s5 n4 | create_grant a@4, begin enabling@4"},
          {{start_b}, "ACTIVE ENABLING a@2/b pending enabling@4 s5 n4 | create_grant b@4, begin enabling@4"},
          {{stop}, "ACTIVE DISABLING a@2/a pending disabling@4 s5 n4 | begin disabling@4"},
          {{remove},
           "DELETING ENABLING_FAILED a@2/a pending deleting@4 failed enabling:KMS_ACCESS_DENIED s5 n4 "
           "| begin deleting@4"},
          {{remove_forced},
           "DELETING ENABLING_FAILED a@2/a pending deleting@4 forced "
           "failed enabling:KMS_ACCESS_DENIED s5 n4 | begin deleting@4"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"ACTIVE ENABLING_FAILED a@2/b failed enabling:KMS_ACCESS_DENIED s5 n3",
         {{creates, "stream_exists"},
          {{start_own}, "ACTIVE ENABLING a@2/own pending enabling@4 s5 n4 | begin enabling@4"},
          {{start_a}, "ACTIVE ENABLING a@2/a pending enabling@4 s5 n4 | create_grant a@4, begin enabling@4"},
          {{start_b}, "ACTIVE ENABLING a@2/b pending enabling@4 s5 n4 | create_grant b@4, begin enabling@4"},
          {{stop}, "ACTIVE DISABLING a@2/b pending disabling@4 s5 n4 | begin disabling@4"},
          {{remove},
           "DELETING ENABLING_FAILED a@2/b pending deleting@4 failed enabling:KMS_ACCESS_DENIED s5 n4 "
           "| begin deleting@4"},
          {{remove_forced},
           "DELETING ENABLING_FAILED a@2/b pending deleting@4 forced "
           "failed enabling:KMS_ACCESS_DENIED s5 n4 | begin deleting@4"},
          {acknowledgements, "stale_acknowledgement"}}},

        // DISABLING: the key stays in effect until it succeeds.
        {"ACTIVE DISABLING own@2/own pending disabling@3 s5 n3",
         {{creates, "stream_exists"},
          {starts_and_stop, "change_under_way"},
          {removes, "change_under_way"},
          {{succeeded}, "ACTIVE DISABLED -/- s65 n3 | nothing"},
          {failed, "ACTIVE DISABLING_FAILED own@2/own failed disabling:% s5 n3 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"ACTIVE DISABLING a@2/a pending disabling@3 s5 n3",
         {{creates, "stream_exists"},
          {starts_and_stop, "change_under_way"},
          {removes, "change_under_way"},
          {{succeeded}, "ACTIVE DISABLED -/- s65 n3 | retire a@2"},
          {failed, "ACTIVE DISABLING_FAILED a@2/a failed disabling:% s5 n3 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"ACTIVE DISABLING a@2/b pending disabling@4 s5 n4",
         {{creates, "stream_exists"},
          {starts_and_stop, "change_under_way"},
          {removes, "change_under_way"},
          {{succeeded}, "ACTIVE DISABLED -/- s65 n4 | retire a@2"},
          {failed, "ACTIVE DISABLING_FAILED a@2/b failed disabling:% s5 n4 | nothing"},
          {stale, "stale_acknowledgement"}}},

        // DISABLING_FAILED: still a key in effect.
        {"ACTIVE DISABLING_FAILED own@2/own failed disabling:UNKNOWN_ERROR s5 n3",
         {{creates, "stream_exists"},
          {{start_own}, "ACTIVE ENABLING own@2/own pending enabling@4 s5 n4 | begin enabling@4"},
          {{start_a}, "ACTIVE ENABLING own@2/a pending enabling@4 s5 n4 | create_grant a@4, begin enabling@4"},
          {{start_b}, "ACTIVE ENABLING own@2/b pending enabling@4 s5 n4 | create_grant b@4, begin enabling@4"},
          {{stop}, "ACTIVE DISABLING own@2/own pending disabling@4 s5 n4 | begin disabling@4"},
          {{remove},
           "DELETING DISABLING_FAILED own@2/own pending deleting@4 failed disabling:UNKNOWN_ERROR s5 n4 "
           "| begin deleting@4"},
          {{remove_forced},
           "DELETING DISABLING_FAILED own@2/own pending deleting@4 forced "
           "failed disabling:UNKNOWN_ERROR s5 n4 | begin deleting@4"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"ACTIVE DISABLING_FAILED a@2/a failed disabling:RETIRE_KMS_GRANT_FAILED s5 n3",
         {{creates, "stream_exists"},
          {{start_own}, "ACTIVE ENABLING a@2/own pending enabling@4 s5 n4 | begin enabling@4"},
          {{start_a}, "ACTIVE ENABLING a@2/a pending enabling@4 s5 n4 | create_grant a@4, begin enabling@4"},
          {{start_b}, "ACTIVE ENABLING a@2/b pending enabling@4 s5 n4 | create_grant b@4, begin enabling@4"},
          {{stop}, "ACTIVE DISABLING a@2/a pending disabling@4 s5 n4 | begin disabling@4"},
          {{remove},
           "DELETING DISABLING_FAILED a@2/a pending deleting@4 failed disabling:RETIRE_KMS_GRANT_FAILED s5 n4 "
           "| begin deleting@4"},
          {{remove_forced},
           "DELETING DISABLING_FAILED a@2/a pending deleting@4 forced "
           "failed disabling:RETIRE_KMS_GRANT_FAILED s5 n4 | begin deleting@4"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"ACTIVE DISABLING_FAILED a@2/b failed disabling:RETIRE_KMS_GRANT_FAILED s5 n4",
         {{creates, "stream_exists"},
          {{start_own}, "ACTIVE ENABLING a@2/own pending enabling@5 s5 n5 | begin enabling@5"},
          {{start_a}, "ACTIVE ENABLING a@2/a pending enabling@5 s5 n5 | create_grant a@5, begin enabling@5"},
          {{start_b}, "ACTIVE ENABLING a@2/b pending enabling@5 s5 n5 | create_grant b@5, begin enabling@5"},
          {{stop}, "ACTIVE DISABLING a@2/b pending disabling@5 s5 n5 | begin disabling@5"},
          {{remove},
           "DELETING DISABLING_FAILED a@2/b pending deleting@5 failed disabling:RETIRE_KMS_GRANT_FAILED s5 n5 "
           "| begin deleting@5"},
          {{remove_forced},
           "DELETING DISABLING_FAILED a@2/b pending deleting@5 forced "
           "failed disabling:RETIRE_KMS_GRANT_FAILED s5 n5 | begin deleting@5"},
          {acknowledgements, "stale_acknowledgement"}}},

        // Deletion: Delete again is allowed and may force what is under way; it never takes the force back.
        {"DELETING DISABLED -/- pending deleting@2 n2",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {{remove}, "DELETING DISABLED -/- pending deleting@2 n2 | nothing"},
          {{remove_forced}, "DELETING DISABLED -/- pending deleting@2 forced n2 | nothing"},
          {{succeeded}, "absent DISABLED -/- n2 | nothing"},
          {failed, "DELETING_FAILED DISABLED -/- stream_failed deleting:% n2 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"DELETING ENABLED own@2/own pending deleting@3 s5 n3",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {{remove}, "DELETING ENABLED own@2/own pending deleting@3 s5 n3 | nothing"},
          {{remove_forced}, "DELETING ENABLED own@2/own pending deleting@3 forced s5 n3 | nothing"},
          {{succeeded}, "absent DISABLED -/- n3 | nothing"},
          {failed, "DELETING_FAILED ENABLED own@2/own stream_failed deleting:% s5 n3 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"DELETING ENABLED a@2/a pending deleting@3 s5 n3",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {{remove}, "DELETING ENABLED a@2/a pending deleting@3 s5 n3 | nothing"},
          {{remove_forced}, "DELETING ENABLED a@2/a pending deleting@3 forced s5 n3 | nothing"},
          {{succeeded}, "absent DISABLED -/- n3 | retire a@2"},
          {failed, "DELETING_FAILED ENABLED a@2/a stream_failed deleting:% s5 n3 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"DELETING ENABLED a@2/a pending deleting@3 forced s5 n3",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {removes, "DELETING ENABLED a@2/a pending deleting@3 forced s5 n3 | nothing"},
          {{succeeded}, "absent DISABLED -/- n3 | retire a@2"},
          {failed, "DELETING_FAILED ENABLED a@2/a stream_failed deleting:% s5 n3 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"DELETING ENABLING_FAILED -/a pending deleting@2 failed enabling:DISABLED_KMS_KEY n2",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {{remove}, "DELETING ENABLING_FAILED -/a pending deleting@2 failed enabling:DISABLED_KMS_KEY n2 | nothing"},
          {{remove_forced},
           "DELETING ENABLING_FAILED -/a pending deleting@2 forced failed enabling:DISABLED_KMS_KEY n2 | nothing"},
          {{succeeded}, "absent DISABLED -/- n2 | nothing"},
          {failed, "DELETING_FAILED ENABLING_FAILED -/a failed enabling:DISABLED_KMS_KEY stream_failed deleting:% n2 "
                   "| nothing"},
          {stale, "stale_acknowledgement"}}},
        {"DELETING ENABLING_FAILED -/a pending deleting@3 failed enabling:KMS_ACCESS_DENIED n3",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {{remove}, "DELETING ENABLING_FAILED -/a pending deleting@3 failed enabling:KMS_ACCESS_DENIED n3 | nothing"},
          {{remove_forced},
           "DELETING ENABLING_FAILED -/a pending deleting@3 forced failed enabling:KMS_ACCESS_DENIED n3 | nothing"},
          {{succeeded}, "absent DISABLED -/- n3 | nothing"},
          {failed, "DELETING_FAILED ENABLING_FAILED -/a failed enabling:KMS_ACCESS_DENIED stream_failed deleting:% n3 "
                   "| nothing"},
          {stale, "stale_acknowledgement"}}},
        {"DELETING ENABLING_FAILED a@2/b pending deleting@4 failed enabling:KMS_ACCESS_DENIED s5 n4",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {{remove},
           "DELETING ENABLING_FAILED a@2/b pending deleting@4 failed enabling:KMS_ACCESS_DENIED s5 n4 | nothing"},
          {{remove_forced},
           "DELETING ENABLING_FAILED a@2/b pending deleting@4 forced failed enabling:KMS_ACCESS_DENIED "
           "s5 n4 | nothing"},
          {{succeeded}, "absent DISABLED -/- n4 | retire a@2"},
          {failed, "DELETING_FAILED ENABLING_FAILED a@2/b failed enabling:KMS_ACCESS_DENIED "
                   "stream_failed deleting:% s5 n4 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"DELETING DISABLING_FAILED a@2/a pending deleting@4 failed disabling:RETIRE_KMS_GRANT_FAILED s5 n4",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {{remove},
           "DELETING DISABLING_FAILED a@2/a pending deleting@4 failed disabling:RETIRE_KMS_GRANT_FAILED s5 n4 "
           "| nothing"},
          {{remove_forced},
           "DELETING DISABLING_FAILED a@2/a pending deleting@4 forced "
           "failed disabling:RETIRE_KMS_GRANT_FAILED s5 n4 | nothing"},
          {{succeeded}, "absent DISABLED -/- n4 | retire a@2"},
          {failed, "DELETING_FAILED DISABLING_FAILED a@2/a failed disabling:RETIRE_KMS_GRANT_FAILED "
                   "stream_failed deleting:% s5 n4 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"DELETING_FAILED DISABLED -/- stream_failed deleting:UNKNOWN_ERROR n2",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {{remove}, "DELETING DISABLED -/- pending deleting@3 n3 | begin deleting@3"},
          {{remove_forced}, "DELETING DISABLED -/- pending deleting@3 forced n3 | begin deleting@3"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"DELETING_FAILED ENABLED own@2/own stream_failed deleting:UNKNOWN_ERROR s5 n3",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {{remove}, "DELETING ENABLED own@2/own pending deleting@4 s5 n4 | begin deleting@4"},
          {{remove_forced}, "DELETING ENABLED own@2/own pending deleting@4 forced s5 n4 | begin deleting@4"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"DELETING_FAILED ENABLED a@2/a stream_failed deleting:RETIRE_KMS_GRANT_FAILED s5 n3",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {{remove}, "DELETING ENABLED a@2/a pending deleting@4 s5 n4 | begin deleting@4"},
          {{remove_forced}, "DELETING ENABLED a@2/a pending deleting@4 forced s5 n4 | begin deleting@4"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"DELETING_FAILED ENABLING_FAILED a@2/b failed enabling:KMS_ACCESS_DENIED "
         "stream_failed deleting:RETIRE_KMS_GRANT_FAILED s5 n4",
         {{creates, "stream_exists"},
          {starts_and_stop, "stream_not_active"},
          {{remove},
           "DELETING ENABLING_FAILED a@2/b pending deleting@5 failed enabling:KMS_ACCESS_DENIED s5 n5 "
           "| begin deleting@5"},
          {{remove_forced},
           "DELETING ENABLING_FAILED a@2/b pending deleting@5 forced failed enabling:KMS_ACCESS_DENIED "
           "s5 n5 | begin deleting@5"},
          {acknowledgements, "stale_acknowledgement"}}},

        // A source that cannot be encrypted: Start and Stop are refused whatever the stream's own status.
        {"CREATING KinesisStreamAsSource DISABLED -/- pending creating@1 n1",
         {{creates, "stream_exists"},
          {starts_and_stop, "not_direct_put"},
          {removes, "stream_not_active"},
          {{succeeded}, "ACTIVE KinesisStreamAsSource DISABLED -/- n1 | nothing"},
          {failed, "CREATING_FAILED KinesisStreamAsSource DISABLED -/- stream_failed creating:% n1 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"CREATING_FAILED KinesisStreamAsSource DISABLED -/- stream_failed creating:UNKNOWN_ERROR n1",
         {{creates, "stream_exists"},
          {starts_and_stop, "not_direct_put"},
          {{remove}, "DELETING KinesisStreamAsSource DISABLED -/- pending deleting@2 n2 | begin deleting@2"},
          {{remove_forced},
           "DELETING KinesisStreamAsSource DISABLED -/- pending deleting@2 forced n2 | begin deleting@2"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"ACTIVE KinesisStreamAsSource DISABLED -/- n1",
         {{creates, "stream_exists"},
          {starts_and_stop, "not_direct_put"},
          {{remove}, "DELETING KinesisStreamAsSource DISABLED -/- pending deleting@2 n2 | begin deleting@2"},
          {{remove_forced},
           "DELETING KinesisStreamAsSource DISABLED -/- pending deleting@2 forced n2 | begin deleting@2"},
          {acknowledgements, "stale_acknowledgement"}}},
        {"DELETING KinesisStreamAsSource DISABLED -/- pending deleting@2 n2",
         {{creates, "stream_exists"},
          {starts_and_stop, "not_direct_put"},
          {{remove}, "DELETING KinesisStreamAsSource DISABLED -/- pending deleting@2 n2 | nothing"},
          {{remove_forced}, "DELETING KinesisStreamAsSource DISABLED -/- pending deleting@2 forced n2 | nothing"},
          {{succeeded}, "absent DISABLED -/- n2 | nothing"},
          {failed, "DELETING_FAILED KinesisStreamAsSource DISABLED -/- stream_failed deleting:% n2 | nothing"},
          {stale, "stale_acknowledgement"}}},
        {"DELETING_FAILED KinesisStreamAsSource DISABLED -/- stream_failed deleting:UNKNOWN_ERROR n2",
         {{creates, "stream_exists"},
          {starts_and_stop, "not_direct_put"},
          {{remove}, "DELETING KinesisStreamAsSource DISABLED -/- pending deleting@3 n3 | begin deleting@3"},
          {{remove_forced},
           "DELETING KinesisStreamAsSource DISABLED -/- pending deleting@3 forced n3 | begin deleting@3"},
          {acknowledgements, "stale_acknowledgement"}}},
    };
    return all;
}

std::string filled_in(std::string text, column of) {
    std::string_view const type = reflect::enum_name(failure_of(of));
    for (auto at = text.find('%'); at != std::string::npos; at = text.find('%')) { text.replace(at, 1, type); }
    return text;
}

TEST(transition, places_are_reached_as_they_are_written) {
    std::set<std::string> texts;
    for (place const& each : places()) {
        EXPECT_EQ(text_of(reach(each.path)), each.text);
        EXPECT_TRUE(texts.insert(each.text).second) << "twice: " << each.text;
    }
}

TEST(transition, table_has_every_cell_once) {
    std::map<std::string, std::map<column, int>> times;
    for (row const& each : table()) {
        EXPECT_EQ(times.count(each.from), 0u) << "twice: " << each.from;
        for (cell const& one : each.cells) {
            for (column const of : one.of) { ++times[each.from][of]; }
        }
    }
    std::size_t cells = 0;
    for (place const& each : places()) {
        for (column const of : all_columns()) {
            EXPECT_EQ(times[each.text][of], 1) << each.text << ", " << reflect::enum_name(of);
            ++cells;
        }
    }
    EXPECT_EQ(times.size(), places().size()) << "a row of the table is no place";
    EXPECT_EQ(places().size(), 51u);
    EXPECT_EQ(all_columns().size(), 29u);
    EXPECT_EQ(cells, 51u * 29u);
    std::cout << places().size() << " states x " << all_columns().size() << " commands = " << cells << " cells\n";
}

TEST(transition, every_state_answers_every_command_as_written) {
    for (row const& each : table()) {
        state const from = state_at(each.from);
        for (cell const& one : each.cells) {
            for (column const of : one.of) {
                EXPECT_EQ(text_of(transition(from, make(of, from), {}, at(60s))), filled_in(one.outcome, of))
                    << "from  " << each.from << "\nafter " << reflect::enum_name(of);
            }
        }
    }
}

// The life cycle decides at compile time too, as far as no string is involved.
static_assert(transition({}, stop{}, {}, {}) == outcome(refusal::stream_not_found));
static_assert(transition({}, remove{}, {}, {}) == outcome(refusal::stream_not_found));
static_assert(transition({}, work_succeeded{}, {}, {}) == outcome(refusal::stale_acknowledgement));

TEST(transition, only_direct_put_can_be_encrypted) {
    using enum model::DeliveryStreamType;
    for (auto const source : {KinesisStreamAsSource, MSKAsSource, DatabaseAsSource}) {
        EXPECT_EQ(transition({}, create{source, own, {}}, {}, {}), outcome(refusal::not_direct_put));
        EXPECT_EQ(transition({}, create{source, a, {}}, {}, {}), outcome(refusal::not_direct_put));
        auto const created = transition({}, create{source, {}, {}}, {}, {});
        ASSERT_TRUE(std::holds_alternative<decision>(created));
        state const stream = std::get<decision>(created).next;
        EXPECT_EQ(stream.source, source);
        EXPECT_EQ(transition(stream, start{a, {}, {}}, {}, {}), outcome(refusal::not_direct_put));
        EXPECT_EQ(transition(stream, stop{}, {}, {}), outcome(refusal::not_direct_put));
    }
}

TEST(transition, an_acknowledgement_of_any_other_attempt_is_stale) {
    for (place const& each : places()) {
        state const from = reach(each.path);
        for (std::uint64_t const attempt :
             {std::uint64_t{0}, from.attempt - 1, from.attempt + 1, from.attempt + 100, ~std::uint64_t{0}}) {
            if (from.pending && attempt == from.pending->attempt) { continue; }
            EXPECT_EQ(transition(from, work_succeeded{attempt}, {}, {}), outcome(refusal::stale_acknowledgement));
            EXPECT_EQ(transition(from, work_failed{attempt, DeliveryStreamFailureType::UNKNOWN_ERROR}, {}, {}),
                      outcome(refusal::stale_acknowledgement));
        }
    }
}

TEST(transition, an_acknowledgement_counts_once) {
    for (place const& each : places()) {
        state const from = reach(each.path);
        if (!from.pending) { continue; }
        for (column const of : {column::succeeded, column::failed_unknown}) {
            command const acknowledgement = make(of, from);
            auto const once = transition(from, acknowledgement, {}, at(60s));
            ASSERT_TRUE(std::holds_alternative<decision>(once)) << each.text;
            EXPECT_EQ(transition(std::get<decision>(once).next, acknowledgement, {}, at(61s)),
                      outcome(refusal::stale_acknowledgement));
        }
    }
}

struct age_case {
    std::optional<std::chrono::seconds> age;
    bool too_old;
};
constexpr age_case ages[] = {{std::nullopt, false}, {0s, false},     {6h - 1s, false},
                             {6h, false},           {6h + 1s, true}, {240h, true}};

TEST(transition, age_of_the_session_is_noted) {
    state const disabled = state_at("ACTIVE DISABLED -/- n1");
    for (auto const& [age, too_old] : ages) {
        caller_facts const caller{age};
        auto const created = transition({}, create{model::DeliveryStreamType::DirectPut, a, caller}, {}, {});
        EXPECT_EQ(std::get<decision>(created).next.pending->credentials_too_old, too_old);
        auto const started = transition(disabled, start{a, caller, {}}, {}, {});
        EXPECT_EQ(std::get<decision>(started).next.pending->credentials_too_old, too_old);
    }
}

TEST(transition, oldest_session_is_a_policy) {
    policy const rules{.max_credential_age = 60s};
    for (auto const& [age, too_old] : {age_case{60s, false}, age_case{61s, true}}) {
        auto const created = transition({}, create{model::DeliveryStreamType::DirectPut, a, {age}}, rules, {});
        EXPECT_EQ(std::get<decision>(created).next.pending->credentials_too_old, too_old);
    }
}

TEST(transition, settling_is_a_policy) {
    state const enabling = state_at("ACTIVE ENABLING -/a pending enabling@2 n2");
    auto const enabled = transition(enabling, work_succeeded{2}, {.settling = 1'234ms}, at(1s));
    EXPECT_EQ(text_of(enabled), "ACTIVE ENABLED a@2/a s2.234 n2 | nothing");
    state const disabling = state_at("ACTIVE DISABLING a@2/a pending disabling@3 s5 n3");
    auto const disabled = transition(disabling, work_succeeded{3}, {.settling = 0ms}, at(7s));
    EXPECT_EQ(text_of(disabled), "ACTIVE DISABLED -/- s7 n3 | retire a@2");
}

TEST(transition, what_never_settles_does_not_go_round_to_the_past) {
    policy const never{.settling = std::chrono::milliseconds::max()};
    auto const on = transition(state_at("ACTIVE ENABLING -/a pending enabling@2 n2"), work_succeeded{2}, never, at(1s));
    EXPECT_EQ(std::get<decision>(on).next.settled_at, instant::max());
    auto const off =
        transition(state_at("ACTIVE DISABLING a@2/a pending disabling@3 s5 n3"), work_succeeded{3}, never, at(7s));
    EXPECT_EQ(std::get<decision>(off).next.settled_at, instant::max());
}

TEST(transition, what_is_let_go_shows_nothing_else_on_a_clock_before_1970) {
    instant const now = at(-50s);
    auto const made = std::get<decision>(transition({}, create{}, {}, now - 1h)).next;
    auto const plain = std::get<decision>(transition(made, work_succeeded{1}, {}, now - 1h)).next;
    EXPECT_EQ(records_encrypted(plain, now), truth::no); // it never was
    auto const enabling = std::get<decision>(transition(plain, start{a, {}, {}}, {}, now - 1h)).next;
    auto const enabled = std::get<decision>(transition(enabling, work_succeeded{2}, {}, now - 1h)).next;
    EXPECT_EQ(records_encrypted(enabled, now), truth::yes);
    auto const later = std::get<decision>(transition(enabled, time_passed{}, {}, now)).next;
    EXPECT_EQ(records_encrypted(later, now), truth::yes);
    auto const again = std::get<decision>(transition(enabled, time_passed{}, {}, now + 1h)).next;
    EXPECT_EQ(again, later) << "what is over is the same, whenever that is noticed";
}

} // namespace
} // namespace firehose_sse::encryption
