// Spellings of a reason, and what each of them leaves open.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/client/kms_reason.hpp"
#include "firehose_sse/operation/refusal.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace firehose_sse::client {
namespace {

using encryption::key_state;
using enum model::DeliveryStreamFailureType;

static_assert(kms_reason_name("KMSDisabledException") == "Disabled");

TEST(kms_reason_name, drops_what_stands_around_it) {
    struct row {
        std::string_view code;
        std::string_view name;
    };
    constexpr row rows[] = {
        {"KMSDisabledException", "Disabled"},
        {"DisabledException", "Disabled"},
        {"KMS.DisabledException", "Disabled"},
        {"KMSDisabled", "Disabled"},
        {"Disabled", "Disabled"},
        {"KMSOptInRequired", "OptInRequired"},
        {"kmsDisabledException", "kmsDisabled"},
        {".DisabledException", ".Disabled"},
        {"KMS..DisabledException", ".Disabled"},
        {"ExceptionKMS", "ExceptionKMS"},
        {"KMSException", "KMSException"}, // nothing would be left
        {"KMS", "KMS"},
        {"Exception", "Exception"},
        {"", ""},
        {"400", "400"},
    };
    for (auto const& each : rows) { EXPECT_EQ(kms_reason_name(each.code), each.name) << each.code; }
}

TEST(read_kms_reason, keeps_the_code_and_says_what_it_leaves_open) {
    auto const denied = read_kms_reason("KMSAccessDeniedException");
    EXPECT_EQ(denied, (kms_reason{"KMSAccessDeniedException", "AccessDenied", key_state::denied, KMS_ACCESS_DENIED}));
    EXPECT_EQ(read_kms_reason("DisabledException").state, key_state::disabled);
    EXPECT_EQ(read_kms_reason("DisabledException").failure, DISABLED_KMS_KEY);
    EXPECT_EQ(read_kms_reason("NotFound").state, key_state::missing);
    EXPECT_EQ(read_kms_reason("NotFound").failure, KMS_KEY_NOT_FOUND);
    EXPECT_EQ(read_kms_reason("KMSOptInRequired").state, key_state::opt_in_required);
    EXPECT_EQ(read_kms_reason("KMSOptInRequired").failure, KMS_OPT_IN_REQUIRED);
    auto const invalid = read_kms_reason("KMSInvalidStateException");
    EXPECT_EQ(invalid.state, std::nullopt) << "more than one state is invalid";
    EXPECT_EQ(invalid.failure, INVALID_KMS_KEY);
    for (std::string_view const other : {"", "KMS", "KMSReasonOfTomorrowException", "disabled", "400"}) {
        auto const reason = read_kms_reason(other);
        EXPECT_EQ(reason.code, other);
        EXPECT_EQ(reason.state, std::nullopt) << other;
        EXPECT_EQ(reason.failure, std::nullopt) << other;
    }
}

// What this library's own gateway sends is understood, and leads to the failure that Describe would show.
TEST(read_kms_reason, of_every_state_in_which_a_key_cannot_be_used) {
    for (auto const& each : reflect::enumerators<key_state>) {
        if (encryption::is_usable(each.value)) { continue; }
        auto const error = operation::key_unusable(each.value);
        ASSERT_TRUE(error.code);
        auto const reason = read_kms_reason(std::string_view(*error.code));
        EXPECT_EQ(reason.failure, encryption::failure_type(each.value)) << each.name;
        if (reason.state) { EXPECT_EQ(reason.state, each.value) << each.name; }
    }
}

wire::service_error error_of(std::string type, std::optional<std::string> code) {
    wire::service_error error;
    error.type = std::move(type);
    error.code = std::move(code);
    return error;
}

TEST(read_kms_reason, of_an_error_that_is_about_a_key_and_has_a_code) {
    auto const error = error_of("InvalidKMSResourceException", "KMSDisabledException");
    auto const reason = read_kms_reason(error);
    ASSERT_TRUE(reason);
    EXPECT_EQ(reason->state, key_state::disabled);
    EXPECT_EQ(reason->code.data(), error.code->data()) << "a view";
    auto const silent = error_of("InvalidKMSResourceException", std::nullopt);
    EXPECT_EQ(read_kms_reason(silent), std::nullopt);
    auto const other = error_of("InvalidSourceException", "KMSDisabledException");
    EXPECT_EQ(read_kms_reason(other), std::nullopt) << "its code is about something else";
}

template <class E>
concept can_be_read = requires(E&& error) {
    read_kms_reason(std::forward<E>(error));
};
static_assert(can_be_read<wire::service_error const&> && !can_be_read<wire::service_error>);

} // namespace
} // namespace firehose_sse::client
