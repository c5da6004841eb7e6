// The oracle blames no endpoint for what AWS leaves open: each talk differs from this library's service without fault.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/oracle.hpp"
#include "unit/fuzzing/talk.hpp"
#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace firehose_sse::fuzzing {
namespace {

constexpr std::string_view with_owned_key =
    R"(,"DeliveryStreamEncryptionConfigurationInput":{"KeyType":"AWS_OWNED_CMK"})";
constexpr std::string_view of_kinesis = R"(,"DeliveryStreamType":"KinesisStreamAsSource")";

answer const in_use = error("ResourceInUseException");
answer const not_found = error("ResourceNotFoundException");
answer const wrong_argument = error("InvalidArgumentException");
answer const over_limit = error("LimitExceededException");

std::string key_a(std::string_view status, std::string_view more = {}) {
    return R"({"KeyType":"CUSTOMER_MANAGED_CMK","KeyARN":"arn:aws:kms:us-east-1:123456789012:key/a","Status":")" +
           std::string(status) + "\"" + std::string(more) + "}";
}
std::string owned(std::string_view status) {
    return R"({"KeyType":"AWS_OWNED_CMK","Status":")" + std::string(status) + "\"}";
}
std::string bare(std::string_view status) { return R"({"Status":")" + std::string(status) + "\"}"; }

/// A talk with an endpoint of which the documentation alone is known.
struct open_talk : talk {
    open_talk() : talk(oracle_policy::any_endpoint()) {}

    std::string is(std::string_view block, std::string_view status = "ACTIVE", std::string_view type = "DirectPut") {
        return describe(description(instant{500'000h}, block, status, type));
    }
    std::string later_is(std::string_view block, std::string_view status = "ACTIVE",
                         std::string_view type = "DirectPut") {
        now += 60s;
        return is(block, status, type);
    }
    /// Describe tells the failure for the stream as well as in the block, or for the stream only.
    std::string is_failed(std::string_view block, std::string_view status) {
        model::DescribeDeliveryStreamOutput output =
            wire::decode<model::DescribeDeliveryStreamOutput>(description(instant{500'000h}, block, status).body)
                ->value;
        output.DeliveryStreamDescription.FailureDescription =
            model::FailureDescription{.Type = model::DeliveryStreamFailureType::DISABLED_KMS_KEY, .Details = "x"};
        return describe(ok(wire::encode(output)));
    }
    std::string list(std::string_view names) {
        return hear("ListDeliveryStreams", "{}",
                    ok(R"({"DeliveryStreamNames":[)" + std::string(names) + R"(],"HasMoreDeliveryStreams":false})"));
    }
    void make(std::string_view more = {}) { EXPECT_EQ(create(created, more), ""); }
    void make_plain() {
        make();
        EXPECT_EQ(later_is(bare("DISABLED")), "");
    }
    void make_encrypted() {
        make_plain();
        EXPECT_EQ(start(ok(), with_key_a), "");
        EXPECT_EQ(later_is(key_a("ENABLED")), "");
    }
};

constexpr std::string_view failed = R"(,"FailureDescription":{"Type":"DISABLED_KMS_KEY","Details":"x"})";

TEST(oracle_open, a_failure_is_told_of_the_stream_or_of_its_encryption) {
    open_talk t;
    t.make_plain();
    EXPECT_EQ(t.is_failed(bare("DISABLED"), "ACTIVE"), "failure_wrong"); // nothing has failed
    EXPECT_EQ(t.start(ok(), with_key_a), "");
    t.now += 60s;
    EXPECT_EQ(t.is_failed(key_a("ENABLING_FAILED", failed), "ACTIVE"), "");
    EXPECT_EQ(t.is_failed(key_a("ENABLING_FAILED"), "ACTIVE"), "");
    EXPECT_EQ(t.is(key_a("ENABLING_FAILED")), "");
    open_talk gone;
    gone.make_encrypted();
    EXPECT_EQ(gone.remove(), "");
    gone.now += 60s;
    EXPECT_EQ(gone.is_failed(key_a("ENABLED", failed), "DELETING_FAILED"), "");
}

TEST(oracle_open, the_calls_of_a_deleted_stream_may_count_on) {
    auto const remade = [](oracle_policy rules) {
        talk t(std::move(rules));
        EXPECT_EQ(t.make_active(), "");
        t.now += 10s;
        EXPECT_EQ(t.remove(), "");
        t.now += 600s;
        EXPECT_EQ(t.describe(not_found), "");
        EXPECT_EQ(t.make_active(), "");
        t.now += 10s;
        return t;
    };
    talk known = remade({});
    EXPECT_EQ(known.start(over_limit), "quota_too_early");
    talk open = remade(oracle_policy::any_endpoint());
    EXPECT_EQ(open.start(over_limit), "");
    open.now += 25h;
    EXPECT_EQ(open.start(over_limit), "quota_too_early");
    talk spends = remade(oracle_policy::any_endpoint()); // the accepted calls count under every policy
    instant const made = spends.now;
    for (int i = 0; i < 25; ++i) {
        bool const on = i % 2 == 0;
        EXPECT_EQ(on ? spends.start() : spends.stop(), "") << i;
        spends.now += 30s;
        EXPECT_EQ(spends.describe(talk::description(made, on ? owned("ENABLED") : bare("DISABLED"))), "") << i;
    }
    EXPECT_EQ(spends.stop(), "quota_overrun");
}

TEST(oracle_open, stop_may_find_the_key_at_fault) {
    answer const kms = error("InvalidKMSResourceException");
    open_talk t;
    t.make_encrypted();
    EXPECT_EQ(t.stop(kms), "");
    EXPECT_EQ(t.is(key_a("ENABLED")), ""); // and the refused Stop has changed nothing
    talk known;
    EXPECT_EQ(known.make_active(), "");
    EXPECT_EQ(known.stop(kms), "error_not_of_operation");
}

TEST(oracle_open, each_operation_on_tags_has_a_rate) {
    auto const untag = [](talk& t) {
        return t.hear("UntagDeliveryStream", R"({"DeliveryStreamName":"orders","TagKeys":["k"]})", over_limit);
    };
    auto const tag = [](talk& t, answer what) {
        return t.hear("TagDeliveryStream", R"({"DeliveryStreamName":"orders","Tags":[{"Key":"k"}]})", std::move(what));
    };
    open_talk t;
    t.make_plain();
    EXPECT_EQ(untag(t), "");
    EXPECT_EQ(tag(t, over_limit), "");
    EXPECT_EQ(tag(t, ok()), "");
    auto const tags = [&](talk& of, std::string_view list) {
        return of.hear("ListTagsForDeliveryStream", R"({"DeliveryStreamName":"orders"})",
                       ok(R"({"Tags":[)" + std::string(list) + R"(],"HasMoreTags":false})"));
    };
    EXPECT_EQ(tags(t, R"({"Key":"k"})"), "");
    EXPECT_EQ(tags(t, R"({"Key":"k","Value":""})"), ""); // an empty value may stand for no value
    EXPECT_EQ(tags(t, R"({"Key":"k","Value":"x"})"), "tags_wrong");
    talk known;
    EXPECT_EQ(known.make_active(), "");
    EXPECT_NE(untag(known), "");
    EXPECT_EQ(tag(known, over_limit), "limit_too_early");
    EXPECT_EQ(tag(known, ok()), "");
    EXPECT_EQ(tags(known, R"({"Key":"k","Value":""})"), "tags_wrong");
}

TEST(oracle_open, stop_of_what_is_disabled_may_lead_through_disabling) {
    open_talk t;
    t.make_plain();
    EXPECT_EQ(t.stop(), "");
    EXPECT_EQ(t.is(bare("DISABLING")), "");
    EXPECT_EQ(t.later_is(bare("DISABLED")), "");
    EXPECT_FALSE(t.oracle.choices().is_open(choice::stop_when_disabled));
    open_talk met; // the oracle meets the stream in this status
    EXPECT_EQ(met.is(bare("DISABLING")), "");
    EXPECT_EQ(met.later_is(bare("DISABLED")), "");
}

TEST(oracle_open, a_stream_that_is_made_with_a_key_is_shown_either_way) {
    open_talk plain_at_first;
    plain_at_first.make(with_key_a);
    EXPECT_EQ(plain_at_first.is(bare("DISABLED"), "CREATING"), "");
    EXPECT_EQ(plain_at_first.later_is(key_a("ENABLED")), "");
    open_talk enabled_later;
    enabled_later.make(with_key_a);
    EXPECT_EQ(enabled_later.later_is(key_a("ENABLING")), "");
    open_talk fails = enabled_later;
    EXPECT_EQ(enabled_later.later_is(key_a("ENABLED")), "");
    EXPECT_EQ(enabled_later.is(key_a("ENABLING")), "encryption_status_wrong"); // it does not go back
    EXPECT_EQ(fails.later_is(key_a("ENABLING_FAILED", failed)), "");
    open_talk failed_at_once;
    failed_at_once.make(with_key_a);
    EXPECT_EQ(failed_at_once.later_is(bare("DISABLED"), "CREATING_FAILED"), "");
    open_talk never;
    never.make(with_key_a);
    EXPECT_EQ(never.later_is(bare("DISABLED")), "encryption_status_wrong"); // ACTIVE, and nobody has stopped it
}

TEST(oracle_open, a_stream_that_is_being_deleted_is_there_or_not) {
    open_talk t;
    t.make_plain();
    EXPECT_EQ(t.remove(), "");
    EXPECT_EQ(t.is(bare("DISABLED"), "DELETING"), "");
    EXPECT_EQ(t.start(not_found), "");
    EXPECT_EQ(t.put(not_found), "");
    EXPECT_EQ(t.put(wrong_argument), "");
    EXPECT_EQ(t.list(""), "");
    EXPECT_EQ(t.list(R"("orders")"), "");
    EXPECT_EQ(t.hear("ListTagsForDeliveryStream", R"({"DeliveryStreamName":"orders"})", not_found), "");
    EXPECT_EQ(t.hear("TagDeliveryStream", R"({"DeliveryStreamName":"orders","Tags":[{"Key":"k"}]})", not_found), "");
    EXPECT_EQ(t.remove(not_found), "");
    EXPECT_EQ(t.is("", "DELETING"), ""); // without a block
    EXPECT_EQ(t.describe(not_found), "");
    EXPECT_EQ(t.is(bare("DISABLED"), "DELETING"), "unknown_stream_accepted"); // Describe has the last word
    open_talk active;
    active.make_plain();
    EXPECT_EQ(open_talk(active).start(not_found), "known_stream_not_found");
    EXPECT_EQ(active.list(""), "list_stream_missing");
}

TEST(oracle_open, several_reasons_to_refuse_may_be_named_either_way) {
    open_talk made;
    made.make(of_kinesis);
    EXPECT_EQ(made.is("", "CREATING", "KinesisStreamAsSource"), "");
    EXPECT_EQ(made.put(not_found), "");
    EXPECT_EQ(made.start(not_found), "");
    EXPECT_EQ(made.later_is("", "ACTIVE", "KinesisStreamAsSource"), "");
    EXPECT_EQ(made.start(wrong_argument), "");
    EXPECT_EQ(made.stop(in_use), ""); // open by itself, whatever Start has answered
    EXPECT_EQ(made.stop(), "");       // it is open as well whether Stop is refused at all
    EXPECT_EQ(made.start(), "wrong_source_accepted");
    open_talk named;
    named.make_plain();
    EXPECT_EQ(named.create(over_limit), "");
    open_talk differs;
    differs.make();
    EXPECT_EQ(differs.put(not_found), "");
    EXPECT_EQ(differs.later_is(bare("DISABLED")), "");
    EXPECT_EQ(differs.remove(), "");
    EXPECT_EQ(differs.is(bare("DISABLED"), "DELETING"), "");
    EXPECT_EQ(differs.put(wrong_argument), "");
}

TEST(oracle_open, a_key_may_be_shown_or_not_but_for_enabled) {
    open_talk t;
    t.make_plain();
    EXPECT_EQ(t.start(ok(), with_key_a), "");
    EXPECT_EQ(t.is(bare("ENABLING")), "");
    EXPECT_EQ(t.later_is(key_a("ENABLED")), "");
    EXPECT_EQ(t.stop(), "");
    EXPECT_EQ(t.is(bare("DISABLING")), "");
    open_talk hides;
    hides.make_plain();
    EXPECT_EQ(hides.start(ok(), with_owned_key), "");
    EXPECT_EQ(open_talk(hides).later_is(bare("ENABLED")), "key_wrong");
    EXPECT_EQ(hides.later_is(key_a("ENABLED")), "key_wrong");
}

TEST(oracle_open, start_with_the_key_in_effect_may_be_refused) {
    for (answer const& refusal : {wrong_argument, in_use}) {
        open_talk t;
        t.make_encrypted();
        EXPECT_EQ(t.start(refusal, with_key_a), "");
        EXPECT_EQ(t.is(key_a("ENABLED")), "");
        EXPECT_NE(t.start(refusal, with_owned_key), ""); // another key
    }
}

TEST(oracle_open, errors_that_no_page_of_this_service_lists_are_told_once) {
    open_talk t;
    t.make_plain();
    EXPECT_EQ(t.start(error("ValidationError"), R"(,"DeliveryStreamEncryptionConfigurationInput":{})"), "");
    answer interrupted = error("RequestTimeoutException");
    interrupted.status = 408;
    EXPECT_EQ(t.put(interrupted), "");
    EXPECT_EQ(t.put(error("SomethingElse")), "error_not_of_operation");
    EXPECT_EQ(t.put("false"), "");
    talk known;
    EXPECT_EQ(known.make_active(), "");
    EXPECT_NE(known.put(interrupted), "");
}

TEST(oracle_open, names_of_which_nothing_is_known_are_not_kept) {
    oracle_policy rules = oracle_policy::any_endpoint();
    rules.own_prefix = "own-";
    rules.max_streams = 2;
    talk t(rules);
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(
            t.hear("DeleteDeliveryStream", R"({"DeliveryStreamName":"other)" + std::to_string(i) + "\"}", not_found),
            "");
    }
    EXPECT_EQ(t.hear("PutRecord", R"({"DeliveryStreamName":"own-a","Record":{"Data":"aGk="}})",
                     ok(R"({"RecordId":"1","Encrypted":false})")),
              "unknown_stream_accepted");
}

} // namespace
} // namespace firehose_sse::fuzzing
