// Answers that a correct endpoint may give: by layer, by operation, by size.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/answer_set.hpp"
#include "unit/fuzzing/every_operation.hpp"
#include <gtest/gtest.h>
#include <set>
#include <string_view>

namespace firehose_sse::fuzzing {
namespace {

using types = std::set<std::string_view>;

types of(answer_set const& answers) { return {answers.begin(), answers.end()}; }

TEST(answer_set, holds_each_type_once) {
    answer_set answers;
    EXPECT_TRUE(answers.empty());
    answers.insert("ValidationException");
    answers.insert("ValidationException");
    EXPECT_EQ(answers.size(), 1U);
    EXPECT_TRUE(answers.contains("ValidationException"));
    EXPECT_FALSE(answers.contains("Validation"));
    EXPECT_FALSE(answers.empty());
}

TEST(answer_set, reading_comes_first_then_the_constraint_layer) {
    for_each_operation([](auto op) {
        using Op = typename decltype(op)::type;
        for (auto const& each : reflect::enumerators<wire::decode_reason>) {
            types expected{"SerializationException"};
            if (each.value == wire::decode_reason::too_large) { expected.insert("RequestEntityTooLargeException"); }
            EXPECT_EQ(of(answers_to<Op>(each.value)), expected) << each.name;
        }
        EXPECT_EQ(of(answers_to<Op>(constraint::rule::pattern)), types{"ValidationException"});
        EXPECT_EQ(of(answers_to<Op>(constraint::rule::required)), types{"ValidationException"});
    });
}

TEST(answer_set, the_semantic_layer_may_find_the_state_at_fault_first) {
    auto const create = of(answers_to<operation::CreateDeliveryStream>(constraint::rule::exactly_one_destination));
    EXPECT_EQ(create, (types{"InvalidArgumentException", "LimitExceededException", "ResourceInUseException",
                             "InvalidKMSResourceException"}));
    auto const batch = of(answers_to<operation::PutRecordBatch>(constraint::rule::batch_bytes));
    EXPECT_TRUE(batch.contains("InvalidArgumentException"));
    EXPECT_TRUE(batch.contains("ResourceNotFoundException"));
    EXPECT_FALSE(batch.contains("ValidationException"));
    EXPECT_TRUE(of(answers_to<operation::ListDeliveryStreams>(constraint::rule::batch_bytes)) ==
                types{"InvalidArgumentException"});
}

TEST(answer_set, a_body_too_large_for_the_operation_may_be_refused_unread) {
    using stop = operation::StopDeliveryStreamEncryption;
    EXPECT_EQ(of(answers_to<stop>(constraint::rule::pattern, stop::max_body_bytes)), types{"ValidationException"});
    EXPECT_EQ(of(answers_to<stop>(constraint::rule::pattern, stop::max_body_bytes + 1)),
              (types{"ValidationException", "RequestEntityTooLargeException"}));
}

TEST(answer_set, modelled_errors_are_the_models) {
    EXPECT_EQ(of(modelled_errors<operation::DeleteDeliveryStream>()),
              (types{"ResourceInUseException", "ResourceNotFoundException"}));
    EXPECT_TRUE(modelled_errors<operation::ListDeliveryStreams>().empty());
}

} // namespace
} // namespace firehose_sse::fuzzing
