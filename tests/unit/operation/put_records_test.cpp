// What PutRecord and PutRecordBatch refuse alike.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/put_records.hpp"
#include "firehose_sse/operation/put_record.hpp"
#include "firehose_sse/operation/put_record_batch.hpp"
#include "unit/operation/world.hpp"
#include <gtest/gtest.h>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace firehose_sse::operation {
namespace {

template <class Op> std::string why(std::optional<stream_record> const& stream, world const& w = {}) {
    auto const error = why_not_put<Op>(stream, "orders", w.with());
    return error ? told(*error) : "taken";
}

template <class Op> class put_records : public testing::Test {};
using both = testing::Types<PutRecord, PutRecordBatch>;
TYPED_TEST_SUITE(put_records, both);

TYPED_TEST(put_records, are_taken_in_every_status_of_the_encryption) {
    for (auto const& stream :
         {never_encrypted(), enabling(key_a), enabled(), enabled(key_a), rotating(key_a, key_b), enabling_failed(),
          rotation_failed(key_a, key_b), disabling(key_a), disabling_failed(key_a)}) {
        EXPECT_EQ(why<TypeParam>(stream), "taken");
    }
}

TYPED_TEST(put_records, unknown_stream) {
    EXPECT_EQ(why<TypeParam>(std::nullopt),
              "ResourceNotFoundException: Firehose orders under account 123456789012 not found.");
}

TYPED_TEST(put_records, other_sources) {
    EXPECT_EQ(
        why<TypeParam>(from_source(KinesisStreamAsSource)),
        "InvalidArgumentException: This operation is not permitted on KinesisStreamAsSource delivery stream type.");
    EXPECT_EQ(why<TypeParam>(from_source(MSKAsSource)),
              "InvalidArgumentException: This operation is not permitted on MSKAsSource delivery stream type.");
    EXPECT_EQ(why<TypeParam>(from_source(DatabaseAsSource)),
              "InvalidArgumentException: This operation is not permitted on DatabaseAsSource delivery stream type.");
}

TYPED_TEST(put_records, stream_that_is_not_active) {
    std::vector<std::pair<inactive_put_answer, std::string>> const table{
        {inactive_put_answer::resource_not_found,
         "ResourceNotFoundException: Firehose orders under account 123456789012 not found."},
        {inactive_put_answer::invalid_argument,
         "InvalidArgumentException: The delivery stream is not in the ACTIVE state."},
        {inactive_put_answer::service_unavailable, "ServiceUnavailableException: Slow down."},
    };
    world w;
    for (auto const& [answer, text] : table) {
        w.rules.inactive_put = answer;
        for (auto const& stream : {creating(), creating(key_a), creating_failed(), deleting(), deleting(enabled(key_a)),
                                   deleting_failed()}) {
            EXPECT_EQ(why<TypeParam>(stream, w), text);
        }
    }
}

TYPED_TEST(put_records, stream_that_is_being_deleted_may_take_them_yet) {
    world w;
    w.rules.deleting_put = deleting_put_answer::accept;
    for (auto const& stream : {deleting(), deleting(enabled(key_a)), deleting(creating_failed())}) {
        EXPECT_EQ(why<TypeParam>(stream, w), "taken");
    }
    for (auto const& stream : {creating(), creating_failed(), deleting_failed()}) {
        EXPECT_EQ(why<TypeParam>(stream, w),
                  "ResourceNotFoundException: Firehose orders under account 123456789012 not found.");
    }
    w.keys.known[arn_a] = {.state = key_state::disabled};
    EXPECT_TRUE(why<TypeParam>(deleting(enabled(key_a)), w).starts_with("InvalidKMSResourceException"));
}

TYPED_TEST(put_records, key_that_kms_refuses) {
    std::string const grant = "The grant for the CMK to this delivery stream might have been revoked or caller might "
                              "not have sufficient permissions for the CMK.";
    std::vector<std::pair<key_state, std::string>> const table{
        {key_state::disabled, "[KMSDisabledException]: The key is disabled. Enable it, then start encryption again."},
        {key_state::pending_deletion, "[KMSInvalidStateException]: The key cannot be used. It must be a symmetric "
                                      "encryption key that does not wait for its deletion."},
        {key_state::missing, "[KMSNotFoundException]: The key does not exist in this region."},
        {key_state::denied, "[KMSAccessDeniedException]: " + grant},
        {key_state::asymmetric, "[KMSInvalidStateException]: The key cannot be used. It must be a symmetric encryption "
                                "key that does not wait for its deletion."},
        {key_state::opt_in_required, "[KMSOptInRequired]: The account is not subscribed to KMS."},
    };
    world w;
    for (auto const& [state, text] : table) {
        w.keys.known[arn_a] = {.state = state};
        for (auto const& stream : {enabled(key_a), rotating(key_a, key_b), rotation_failed(key_a, key_b),
                                   disabling(key_a), disabling_failed(key_a)}) {
            EXPECT_EQ(why<TypeParam>(stream, w), "InvalidKMSResourceException " + text);
        }
    }
}

TYPED_TEST(put_records, only_the_key_in_effect_matters) {
    world w;
    w.keys.known[arn_a] = {.state = key_state::disabled};
    for (auto const& stream :
         {never_encrypted(), enabled(), enabled(key_b), enabling(key_a), rotating(key_b, key_a), enabling_failed()}) {
        EXPECT_EQ(why<TypeParam>(stream, w), "taken");
    }
    w.keys.known[arn_a] = {.create_grant_fails = true, .retire_grant_fails = true};
    EXPECT_EQ(why<TypeParam>(enabled(key_a), w), "taken"); // the key itself works
    w.keys.known[arn_a] = {.state = key_state::grant_limit};
    EXPECT_EQ(why<TypeParam>(enabled(key_a), w), "taken"); // it uses the grant that it has
}

TYPED_TEST(put_records, order_of_the_checks) {
    world w;
    w.rules.inactive_put = inactive_put_answer::service_unavailable;
    w.keys.known[arn_a] = {.state = key_state::disabled};
    EXPECT_TRUE(why<TypeParam>(from_source(MSKAsSource, deleting(enabled(key_a))), w)
                    .ends_with("not permitted on MSKAsSource delivery stream type."));
    EXPECT_EQ(why<TypeParam>(deleting(enabled(key_a)), w), "ServiceUnavailableException: Slow down.");
}

} // namespace
} // namespace firehose_sse::operation
