// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/command.hpp"
#include <gtest/gtest.h>
#include <variant>

namespace firehose_sse::encryption {
namespace {

using namespace std::chrono_literals;

TEST(encryption_command, defaults_ask_for_nothing_special) {
    create const created;
    EXPECT_EQ(created.source, model::DeliveryStreamType::DirectPut);
    EXPECT_EQ(created.wanted, std::nullopt); // encryption at creation is asked for, never assumed
    EXPECT_EQ(created.caller, caller_facts{});
    EXPECT_EQ(created.facts, key_facts{});
    start const started;
    EXPECT_EQ(started.wanted, key{}); // without a configuration the key is AWS's own
    EXPECT_EQ(started.caller, caller_facts{});
    EXPECT_EQ(started.facts, key_facts{});
    EXPECT_FALSE(remove{}.forced);
    EXPECT_EQ(work_succeeded{}.attempt, 0u); // no attempt has this number
    EXPECT_EQ(work_failed{}.attempt, 0u);
    EXPECT_EQ(work_failed{}.type, model::DeliveryStreamFailureType::UNKNOWN_ERROR);
    EXPECT_EQ(grant_created{}.attempt, 0u);
    EXPECT_EQ(grant_refused{}.attempt, 0u);
    EXPECT_EQ(grant_refused{}.type, model::DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED);
    EXPECT_EQ(grant_retired{}.attempt, 0u);
    EXPECT_EQ(retirement_refused{}.attempt, 0u);
    EXPECT_EQ(created.attempts_before, 0u);
}

TEST(caller_facts, credentials_without_a_session_have_no_age) {
    EXPECT_EQ(caller_facts{}.credential_age, std::nullopt);
    EXPECT_NE(caller_facts{}, caller_facts{0s});
    EXPECT_NE(caller_facts{1s}, caller_facts{2s});
}

TEST(encryption_command, holds_each_kind) {
    EXPECT_EQ(std::variant_size_v<command>, 11u);
    EXPECT_TRUE(std::holds_alternative<create>(command(create{})));
    EXPECT_TRUE(std::holds_alternative<start>(command(start{})));
    EXPECT_TRUE(std::holds_alternative<stop>(command(stop{})));
    EXPECT_TRUE(std::holds_alternative<remove>(command(remove{})));
    EXPECT_TRUE(std::holds_alternative<work_succeeded>(command(work_succeeded{})));
    EXPECT_TRUE(std::holds_alternative<work_failed>(command(work_failed{})));
    EXPECT_TRUE(std::holds_alternative<grant_created>(command(grant_created{})));
    EXPECT_TRUE(std::holds_alternative<grant_refused>(command(grant_refused{})));
    EXPECT_TRUE(std::holds_alternative<grant_retired>(command(grant_retired{})));
    EXPECT_TRUE(std::holds_alternative<retirement_refused>(command(retirement_refused{})));
    EXPECT_TRUE(std::holds_alternative<time_passed>(command(time_passed{})));
}

} // namespace
} // namespace firehose_sse::encryption
