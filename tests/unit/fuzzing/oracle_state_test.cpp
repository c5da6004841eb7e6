// Findings that need earlier answers: for each, the shortest talk that leads to it, and a talk that does not.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/oracle.hpp"
#include "unit/fuzzing/talk.hpp"
#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace firehose_sse::fuzzing {
namespace {

constexpr std::string_view shown_a =
    R"("KeyType":"CUSTOMER_MANAGED_CMK","KeyARN":"arn:aws:kms:us-east-1:123456789012:key/a")";
std::string const arn_a = "arn:aws:kms:us-east-1:123456789012:key/a";
instant const begin{500'000h};

/// A stream that is ACTIVE, and one that is encrypted with AWS's key and settled.
talk active(oracle_policy rules = {}) {
    talk made(std::move(rules));
    EXPECT_EQ(made.make_active(), "");
    return made;
}
talk encrypted() {
    talk made = active();
    EXPECT_EQ(made.start(), "");
    made.now += 6s;
    return made;
}

TEST(oracle_state, streams_exist_or_do_not) {
    talk none;
    EXPECT_EQ(none.put("false"), "unknown_stream_accepted");
    talk unknown;
    EXPECT_EQ(unknown.put(error("ResourceNotFoundException")), "");
    EXPECT_EQ(unknown.describe(talk::description(begin, R"({"Status":"DISABLED"})")), "unknown_stream_accepted");
    talk known = active();
    EXPECT_EQ(known.put("false"), "");
    EXPECT_EQ(known.put(error("ResourceNotFoundException")), "known_stream_not_found");
    EXPECT_EQ(known.create(error("ResourceInUseException")), "");
    EXPECT_EQ(known.create(), "duplicate_create_accepted");
    talk gone = active();
    EXPECT_EQ(gone.remove(), "");
    gone.now += 1s;
    EXPECT_EQ(gone.describe(error("ResourceNotFoundException")), "");
    EXPECT_EQ(gone.create(), "");
    talk refused;
    EXPECT_EQ(refused.create(error("ResourceInUseException")), "in_use_without_reason");
    EXPECT_EQ(talk().create(error("LimitExceededException")), "limit_too_early");
    oracle_policy open;
    EXPECT_EQ(talk(open).create(error("ValidationException")), "valid_refused");
    open.tolerated.configurations = true;
    EXPECT_EQ(talk(open).create(error("ValidationException")), "");
}

TEST(oracle_state, a_created_stream_can_be_there_although_create_was_refused) {
    talk t;
    EXPECT_EQ(t.create(error("InvalidArgumentException")), "refused_without_reason");
    talk other;
    EXPECT_EQ(other.create(error("InvalidArgumentException"), with_key_a), "refused_without_reason");
    talk bad;
    std::string_view const owned =
        R"(,"DeliveryStreamEncryptionConfigurationInput":{"KeyType":"CUSTOMER_MANAGED_CMK"})";
    EXPECT_EQ(bad.create(error("InvalidArgumentException"), owned), "");
    bad.now += 1s;
    EXPECT_EQ(bad.create(error("ResourceInUseException")), "refused_call_changed");
}

TEST(oracle_state, rules_and_sources) {
    talk t;
    EXPECT_EQ(t.create(created, R"(,"DeliveryStreamEncryptionConfigurationInput":{"KeyType":"CUSTOMER_MANAGED_CMK"})"),
              "broken_rule_accepted");
    talk kinesis;
    EXPECT_EQ(kinesis.create(created, R"(,"DeliveryStreamType":"KinesisStreamAsSource")"), "");
    kinesis.now += 1s;
    EXPECT_EQ(kinesis.start(error("InvalidArgumentException")), "");
    EXPECT_EQ(kinesis.put("false"), "wrong_source_accepted");
    EXPECT_EQ(kinesis.start(), "wrong_source_accepted");
}

TEST(oracle_state, one_change_at_a_time) {
    talk t = active();
    EXPECT_EQ(t.start(error("ResourceInUseException")), "in_use_without_reason");
    EXPECT_EQ(t.start(), "");
    EXPECT_EQ(t.stop(error("ResourceInUseException")), "");
    EXPECT_EQ(t.stop(error("InvalidArgumentException")), "wrong_error");
    EXPECT_EQ(t.stop(), "in_use_accepted");
    talk busy = active();
    EXPECT_EQ(busy.start(), "");
    EXPECT_EQ(busy.remove(error("ResourceInUseException")), "");
    EXPECT_EQ(busy.remove(), "in_use_accepted");
}

TEST(oracle_state, the_quota) {
    talk t = active();
    for (int i = 0; i < 25; ++i) {
        EXPECT_EQ(i % 2 == 0 ? t.start() : t.stop(), "") << i;
        t.now += 6s;
    }
    talk used_up = t;
    talk later = t;
    EXPECT_EQ(t.stop(error("LimitExceededException")), "");
    t.now = begin + 1s + 24h;
    EXPECT_EQ(t.stop(), "");
    EXPECT_EQ(used_up.stop(), "quota_overrun");
    talk early = active();
    EXPECT_EQ(early.start(error("LimitExceededException")), "quota_too_early");
    EXPECT_EQ(early.start(error("LimitExceededException")), ""); // a finding is told once
    later.now = begin + 1s + 24h + 1ms;
    EXPECT_EQ(later.start(error("LimitExceededException")), "quota_too_early");
}

TEST(oracle_state, when_a_call_was_charged_is_known_as_roughly_as_its_answer_took) {
    oracle_policy rules;
    rules.service.quota.limit = 1;
    auto const after = [&](std::chrono::milliseconds time, answer what) {
        talk t = active(rules);
        instant const sent = t.now;
        EXPECT_EQ(
            kinds_of(t.oracle.hear({make_request("StartDeliveryStreamEncryption", R"({"DeliveryStreamName":"orders"})"),
                                    ok(), sent, sent + 10s})),
            "");
        t.now = sent + time;
        return t.stop(std::move(what));
    };
    answer const limit = error("LimitExceededException");
    EXPECT_EQ(after(24h - 1ms, limit), "");
    EXPECT_EQ(after(24h - 1ms, ok()), "quota_overrun");
    EXPECT_EQ(after(24h + 5s, limit), "");
    EXPECT_EQ(after(24h + 5s, ok()), "");
    EXPECT_EQ(after(24h + 10s, ok()), "");
    EXPECT_EQ(after(24h + 10s, limit), "quota_too_early");
}

TEST(oracle_state, when_work_began_and_settled_is_known_as_roughly) {
    auto const after = [](std::chrono::milliseconds time, std::string_view encrypted) {
        talk t = active();
        instant const sent = t.now;
        EXPECT_EQ(
            kinds_of(t.oracle.hear({make_request("StartDeliveryStreamEncryption", R"({"DeliveryStreamName":"orders"})"),
                                    ok(), sent, sent + 2s})),
            "");
        t.now = sent + time;
        return t.put(encrypted);
    };
    EXPECT_EQ(after(5'999ms, "true"), "encrypted_wrong"); // a second of work, five of settling
    EXPECT_EQ(after(6s, "true"), "");
    EXPECT_EQ(after(7'999ms, "false"), "");
    EXPECT_EQ(after(8s, "false"), "encrypted_wrong");
}

TEST(oracle_state, a_call_that_is_sent_again_is_charged_once) {
    oracle_policy rules;
    rules.service.quota.limit = 2;
    talk t = active(rules);
    auto const send = [&](std::string_view operation, std::string id, answer what) {
        request sent = make_request(operation, R"({"DeliveryStreamName":"orders"})");
        sent.headers.push_back({"amz-sdk-invocation-id", std::move(id)});
        return kinds_of(t.oracle.hear({std::move(sent), std::move(what), t.now, t.now}));
    };
    EXPECT_EQ(send("StartDeliveryStreamEncryption", "1", ok()), "");
    t.now += 6s;
    EXPECT_EQ(send("StopDeliveryStreamEncryption", "2", ok()), "");
    t.now += 6s;
    EXPECT_EQ(send("StopDeliveryStreamEncryption", "2", ok()), "");
    EXPECT_EQ(send("StopDeliveryStreamEncryption", "3", ok()), "quota_overrun");
}

/// An endpoint of which nothing is known, on which Start and Stop have been called in turn, each shown to have ended.
struct busy_stream : talk {
    int calls = 0;

    explicit busy_stream(oracle_policy rules = oracle_policy::any_endpoint()) : talk(active(std::move(rules))) {}

    std::string call(std::string id, std::optional<answer> what) {
        bool const starts = calls % 2 == 0;
        request sent = make_request(starts ? "StartDeliveryStreamEncryption" : "StopDeliveryStreamEncryption",
                                    R"({"DeliveryStreamName":"orders"})");
        if (!id.empty()) { sent.headers.push_back({"amz-sdk-invocation-id", std::move(id)}); }
        return kinds_of(oracle.hear({std::move(sent), std::move(what), now, now}));
    }
    std::string show() {
        now += 10s;
        bool const on = calls % 2 == 1;
        return describe(talk::description(begin, on ? R"({"KeyType":"AWS_OWNED_CMK","Status":"ENABLED"})"
                                                    : R"({"Status":"DISABLED"})"));
    }
    std::string done(std::optional<answer> what = ok(), std::string id = {}) {
        auto found = call(std::move(id), std::move(what));
        ++calls;
        return found + show();
    }
    busy_stream& make(int count) {
        for (int i = 0; i < count; ++i) { EXPECT_EQ(done(), "") << i; }
        return *this;
    }
};

answer const limit_exceeded = error("LimitExceededException");

TEST(oracle_state, a_refused_call_counts_or_does_not_where_nobody_has_said) {
    for (std::string_view const type : {"ThrottlingException", "AccessDeniedException", "ValidationException"}) {
        std::string_view const body =
            type == "ValidationException" ? R"(,"DeliveryStreamEncryptionConfigurationInput":{"KeyType":"X"})" : R"()";
        busy_stream few = busy_stream().make(10);
        EXPECT_EQ(few.start(error(type), body), "") << type;
        busy_stream many = few;
        EXPECT_EQ(few.call({}, limit_exceeded), "quota_too_early") << type;
        many.make(14);
        busy_stream counts = many;
        EXPECT_EQ(counts.call({}, limit_exceeded), "") << type;
        EXPECT_EQ(counts.show(), "");
        counts.now = begin + 1s + 24h + 20s; // the first three count no more
        busy_stream free = counts;
        EXPECT_EQ(counts.done(), "") << type;
        EXPECT_EQ(free.call({}, limit_exceeded), "quota_too_early") << type;
        EXPECT_EQ(many.done(), "") << type;
        EXPECT_EQ(many.call({}, ok()), "quota_overrun") << type;
    }
    oracle_policy known;
    known.tolerated.throttling = true;
    busy_stream exact = busy_stream(known).make(24);
    EXPECT_EQ(exact.start(error("ThrottlingException")), "");
    exact.now += 10s;
    EXPECT_EQ(exact.call({}, limit_exceeded), "refused_call_changed");
}

TEST(oracle_state, a_refused_call_may_have_begun_the_period) {
    auto const used_up = [](quota::window_kind window) {
        auto rules = oracle_policy::any_endpoint();
        rules.service.quota.window = window;
        rules.choices.pin(choice::quota_window, rules.service);
        busy_stream t(rules);
        EXPECT_EQ(t.start(error("ThrottlingException")), "");
        t.now += 12h;
        t.make(25);
        t.now = begin + 1s + 24h;
        return t;
    };
    EXPECT_EQ(used_up(quota::window_kind::fixed).call({}, ok()), "") << "a new period may have begun";
    EXPECT_EQ(used_up(quota::window_kind::fixed).call({}, limit_exceeded), "");
    EXPECT_EQ(used_up(quota::window_kind::rolling).call({}, ok()), "quota_overrun");
    EXPECT_EQ(used_up(quota::window_kind::rolling).call({}, limit_exceeded), "");
}

TEST(oracle_state, refused_calls_may_use_up_the_quota_by_themselves_until_they_are_over) {
    auto rules = oracle_policy::any_endpoint();
    rules.service.quota.limit = 3;
    busy_stream t(rules);
    for (int i = 0; i < 5; ++i) {
        t.now += 1h;
        busy_stream free = t;
        EXPECT_EQ(free.call({}, limit_exceeded), i < 3 ? "quota_too_early" : "") << i;
        EXPECT_EQ(t.start(error("ThrottlingException")), "");
        EXPECT_EQ(t.show(), "");
    }
    t.now = begin + 1s + 26h; // the third to fifth still count: as many as the limit
    busy_stream one_more = t;
    EXPECT_EQ(t.call({}, limit_exceeded), "");
    one_more.now += 1h + 1min;
    EXPECT_EQ(one_more.call({}, limit_exceeded), "quota_too_early");
}

TEST(oracle_state, a_call_that_never_was_answered_counts_or_does_not) {
    busy_stream t = busy_stream().make(24);
    EXPECT_EQ(t.call({}, std::nullopt), "");
    EXPECT_EQ(t.show(), "");
    busy_stream free = t;
    EXPECT_EQ(t.call({}, limit_exceeded), "");
    EXPECT_EQ(free.done(), "");
}

TEST(oracle_state, a_call_that_is_sent_again_is_charged_again_or_not_where_nobody_has_said) {
    busy_stream t;
    EXPECT_EQ(t.done(std::nullopt, "one"), "");
    t.calls = 0;
    EXPECT_EQ(t.done(ok(), "one"), "");
    t.make(23);
    busy_stream free = t;
    EXPECT_EQ(t.call({}, limit_exceeded), "");
    EXPECT_EQ(free.done(), "");
    EXPECT_EQ(free.call({}, ok()), "quota_overrun");
    busy_stream late;
    EXPECT_EQ(late.done(ok(), "one"), "");
    late.make(1);
    late.now += 1h;
    EXPECT_EQ(late.done(ok(), "one"), "");
    late.make(22);
    EXPECT_EQ(late.call({}, ok()), "") << "the service may know a call by its id for longer";
}

TEST(oracle_state, encrypted) {
    talk t = active();
    EXPECT_EQ(t.put("true"), "encrypted_wrong");
    EXPECT_EQ(t.put("true"), ""); // a finding is told once
    EXPECT_EQ(t.start(), "");
    EXPECT_EQ(t.put("false"), "");
    EXPECT_EQ(encrypted().put("true"), "");
    EXPECT_EQ(encrypted().put("false"), "encrypted_wrong");
    EXPECT_EQ(encrypted().put(ok(R"({"RecordId":"1"})")), "encrypted_wrong");
    oracle_policy open;
    open.tolerated.encrypted_absent = true;
    EXPECT_EQ(active(open).put(ok(R"({"RecordId":"1"})")), "");
}

TEST(oracle_state, while_nobody_can_know_an_open_endpoint_may_say_another_thing_each_time) {
    auto const block = [](std::string_view status) {
        return R"({"KeyType":"AWS_OWNED_CMK","Status":")" + std::string(status) + "\"}";
    };
    talk t = active(oracle_policy::any_endpoint());
    EXPECT_EQ(t.describe(talk::description(begin, R"({"Status":"DISABLED"})")), "");
    EXPECT_EQ(t.start(), "");
    t.now += 100ms;
    EXPECT_EQ(t.describe(talk::description(begin, block("ENABLED"))), "");
    t.now += 1s;
    EXPECT_EQ(t.put("true"), "");
    EXPECT_EQ(t.put("false"), "");
    t.now += 5s; // now the records have settled
    talk settled = t;
    EXPECT_EQ(settled.put("false"), "encrypted_wrong");
    EXPECT_EQ(t.put("true"), "");
    EXPECT_EQ(t.stop(), "");
    EXPECT_EQ(t.describe(talk::description(begin, block("DISABLING"))), "");
    EXPECT_EQ(t.put("true"), "");
    EXPECT_EQ(t.describe(talk::description(begin, block("DISABLING"))), "");
    EXPECT_EQ(t.put("false"), "");
    EXPECT_EQ(t.describe(talk::description(begin, block("DISABLING"))), "");
    t.now += 1s;
    EXPECT_EQ(t.describe(talk::description(begin, R"({"Status":"DISABLED"})")), "");
    t.now += 6s;
    EXPECT_EQ(t.put("true"), "encrypted_wrong");
    for (auto const which : {choice::unsettled, choice::rotating, choice::disabling}) {
        EXPECT_TRUE(t.oracle.choices().is_open(which));
    }
}

TEST(oracle_state, what_is_known_of_a_change_is_said_each_time) {
    oracle_policy rules; // the default: not encrypted while nobody can know
    rules.choices.open(choice::rotating);
    auto const changing = [&](auto&& change) {
        talk t = active(rules);
        EXPECT_EQ(t.start(), "");
        t.now += 1s;
        EXPECT_EQ(t.put("false"), "");
        talk unsettled = t;
        EXPECT_EQ(unsettled.put("true"), "encrypted_wrong");
        t.now += 5s;
        EXPECT_EQ(change(t), "");
        return t;
    };
    talk rotated = changing([](talk& t) { return t.start(ok(), with_key_a); });
    EXPECT_EQ(rotated.put("true"), "");
    EXPECT_EQ(rotated.put("false"), "");
    talk stopped = changing([](talk& t) { return t.stop(); });
    EXPECT_EQ(stopped.put("true"), "encrypted_wrong");
    rules.choices.open(choice::unsettled);
    rules.service.encryption.disabling = encryption::changing_answer::encrypted;
    rules.choices.pin(choice::disabling, rules.service);
    talk t = active(rules);
    EXPECT_EQ(t.start(), "");
    t.now += 6s;
    EXPECT_EQ(t.stop(), "");
    EXPECT_EQ(t.put("true"), "");
    EXPECT_EQ(t.put("false"), "encrypted_wrong") << "that it says so is known";
}

TEST(oracle_state, work_ends_when_it_is_due) {
    auto const enabling = R"({"KeyType":"AWS_OWNED_CMK","Status":"ENABLING"})";
    auto const enabled = R"({"KeyType":"AWS_OWNED_CMK","Status":"ENABLED"})";
    talk t = active();
    EXPECT_EQ(t.start(), "");
    t.now += 999ms;
    EXPECT_EQ(t.describe(talk::description(begin, enabling)), "");
    talk late = t;
    t.now += 1ms;
    EXPECT_EQ(t.describe(talk::description(begin, enabled)), "");
    EXPECT_EQ(late.describe(talk::description(begin, enabled)), "encryption_status_wrong");
    EXPECT_EQ(late.describe(talk::description(begin, enabled)), ""); // the oracle goes on from what it was told
    talk slow = t;
    EXPECT_EQ(slow.describe(talk::description(begin, enabling)), "encryption_status_wrong");
    talk creating;
    EXPECT_EQ(creating.create(), "");
    EXPECT_EQ(creating.describe(talk::description(begin, R"({"Status":"DISABLED"})", "CREATING")), "");
    creating.now += 1s;
    EXPECT_EQ(creating.describe(talk::description(begin, R"({"Status":"DISABLED"})", "CREATING")),
              "stream_status_wrong");
}

TEST(oracle_state, work_that_ends_nobody_knows_when) {
    oracle_policy rules;
    rules.service.work = 0ms;
    rules.work_at_most.reset();
    auto const status = [](std::string_view s) {
        return R"({"KeyType":"AWS_OWNED_CMK","Status":")" + std::string(s) + "\"}";
    };
    talk t(rules);
    EXPECT_EQ(t.create(), "");
    t.now += 90s;
    EXPECT_EQ(t.describe(talk::description(begin, R"({"Status":"DISABLED"})", "CREATING")), "");
    EXPECT_EQ(t.describe(talk::description(begin, R"({"Status":"DISABLED"})")), "");
    EXPECT_EQ(t.start(), "");
    t.now += 90s;
    EXPECT_EQ(t.put("true"), ""); // so the work has ended
    EXPECT_EQ(t.describe(talk::description(begin, status("ENABLING"))), "encryption_status_wrong");
    talk other(rules);
    EXPECT_EQ(other.create(), "");
    other.now += 1s;
    EXPECT_EQ(other.start(), "");
    other.now += 6s;
    EXPECT_EQ(other.put("false"), "");
    EXPECT_EQ(other.candidates("orders"), 2U); // ENABLING, or ENABLED and not settled
    EXPECT_EQ(other.put("true"), "");
    EXPECT_EQ(other.candidates("orders"), 1U);
}

TEST(oracle_state, keys_and_failures) {
    auto const a = [](std::string_view rest) {
        return "{" + std::string(shown_a) + ",\"Status\":" + std::string(rest) + "}";
    };
    talk t = encrypted();
    EXPECT_EQ(t.describe(talk::description(begin, R"({"KeyType":"CUSTOMER_MANAGED_CMK","Status":"ENABLED"})")),
              "key_wrong");
    talk arn = encrypted();
    EXPECT_EQ(
        arn.describe(talk::description(
            begin,
            R"({"KeyType":"AWS_OWNED_CMK","KeyARN":"arn:aws:kms:us-east-1:123456789012:key/a","Status":"ENABLED"})")),
        "key_wrong");
    talk failed = active();
    failed.oracle.set_key(arn_a, {.state = encryption::key_state::disabled}, failed.now, failed.now);
    EXPECT_EQ(failed.start(ok(), with_key_a), "");
    failed.now += 1s;
    talk undescribed = failed;
    talk other = failed;
    EXPECT_EQ(failed.describe(talk::description(
                  begin, a(R"("ENABLING_FAILED","FailureDescription":{"Type":"DISABLED_KMS_KEY","Details":"d"})"))),
              "");
    EXPECT_EQ(undescribed.describe(talk::description(begin, a(R"("ENABLING_FAILED")"))), "failure_wrong");
    EXPECT_EQ(other.describe(talk::description(
                  begin, a(R"("ENABLING_FAILED","FailureDescription":{"Type":"KMS_KEY_NOT_FOUND","Details":"d"})"))),
              "failure_wrong");
    talk put = active();
    EXPECT_EQ(put.start(ok(), with_key_a), "");
    put.now += 6s;
    EXPECT_EQ(put.put(error("InvalidKMSResourceException")), "good_key_refused");
    put.oracle.set_key(arn_a, {.state = encryption::key_state::disabled}, put.now, put.now);
    EXPECT_EQ(put.put(error("InvalidKMSResourceException")), "");
    EXPECT_EQ(put.put("true"), "bad_key_accepted");
}

TEST(oracle_state, what_is_told_is_the_difference_from_the_way_that_comes_nearest) {
    auto const told = [](talk& t, std::string_view block, std::string_view status = "ACTIVE") {
        auto const found = t.findings("DescribeDeliveryStream", R"({"DeliveryStreamName":"orders"})",
                                      talk::description(begin, block, status));
        return found.empty() ? std::string() : to_text(found.front());
    };
    std::string const orders = "DescribeDeliveryStream orders: ";
    talk t = active(oracle_policy::any_endpoint());
    EXPECT_EQ(t.start(), "");
    t.now += 10s;
    EXPECT_EQ(told(t, R"({"Status":"ENABLED","KeyType":"AWS_OWNED_CMK"})"), "");
    talk deleted = t;
    EXPECT_EQ(t.stop(), "");
    talk failed = t;
    t.now += 1s;
    EXPECT_EQ(told(t, "{" + std::string(shown_a) + R"(,"Status":"DISABLING"})"),
              orders + "key_wrong: expected KeyType AWS_OWNED_CMK, got CUSTOMER_MANAGED_CMK");
    EXPECT_EQ(told(failed, R"({"Status":"ENABLED","KeyType":"AWS_OWNED_CMK"})"),
              orders + "accepted_call_ignored: expected DISABLED or DISABLING_FAILED or DISABLING, got ENABLED");
    EXPECT_EQ(deleted.remove(), "");
    deleted.now += 1s;
    EXPECT_EQ(told(deleted, R"({"Status":"ENABLED","KeyType":"AWS_OWNED_CMK"})"),
              orders + "accepted_call_ignored: expected DELETING_FAILED or DELETING, got ACTIVE");
}

TEST(oracle_state, what_else_is_described) {
    talk t = active();
    auto const plain = R"({"Status":"DISABLED"})";
    EXPECT_EQ(t.describe(talk::description(begin, plain)), "");
    EXPECT_EQ(t.describe(talk::description(begin + 1ms, plain)), "description_wrong");
    EXPECT_EQ(active().describe(talk::description(begin, plain, "ACTIVE", "MSKAsSource")), "description_wrong");
    EXPECT_EQ(active().describe(talk::description(begin, "")), "encryption_status_wrong");
    oracle_policy open;
    open.tolerated.identity = true;
    EXPECT_EQ(active(open).describe(talk::description(begin + 1h, plain)), "");
    answer moved = talk::description(begin, plain);
    moved.body.replace(moved.body.find("deliverystream/orders"), 21, "deliverystream/others");
    EXPECT_EQ(active(open).describe(moved), "description_wrong") << "an ARN of its own is not another one each time";
}

TEST(oracle_state, an_accepted_call_must_be_carried_out) {
    talk t = active();
    EXPECT_EQ(t.start(), "");
    EXPECT_EQ(t.describe(talk::description(begin, R"({"Status":"DISABLED"})")), "accepted_call_ignored");
    talk tagged = active();
    EXPECT_EQ(
        tagged.hear("TagDeliveryStream", R"({"DeliveryStreamName":"orders","Tags":[{"Key":"k","Value":"v"}]})", ok()),
        "");
    auto const tags = [](std::string_view list) {
        return ok(R"({"Tags":[)" + std::string(list) + R"(],"HasMoreTags":false})");
    };
    std::string const body = R"({"DeliveryStreamName":"orders"})";
    talk untagged = tagged;
    talk other = tagged;
    EXPECT_EQ(tagged.hear("ListTagsForDeliveryStream", body, tags(R"({"Key":"k","Value":"v"})")), "");
    EXPECT_EQ(untagged.hear("ListTagsForDeliveryStream", body, tags("")), "accepted_call_ignored");
    EXPECT_EQ(other.hear("ListTagsForDeliveryStream", body, tags(R"({"Key":"k","Value":"w"})")), "tags_wrong");
}

TEST(oracle_state, tags_in_any_order_where_nobody_has_said_which) {
    std::string const two = R"({"DeliveryStreamName":"orders","Tags":[{"Key":"k"},{"Key":"l"}]})";
    auto const page = [](std::string_view list, bool more) {
        return ok(R"({"Tags":[)" + std::string(list) + R"(],"HasMoreTags":)" + (more ? "true}" : "false}"));
    };
    std::string const body = R"({"DeliveryStreamName":"orders"})";
    oracle_policy open;
    open.tolerated.tag_order = true;
    for (bool const any : {false, true}) {
        talk t = any ? active(open) : active();
        EXPECT_EQ(t.hear("TagDeliveryStream", two, ok()), "");
        EXPECT_EQ(t.hear("ListTagsForDeliveryStream", body, page(R"({"Key":"k"},{"Key":"l"})", false)), "");
        talk other = t;
        EXPECT_EQ(t.hear("ListTagsForDeliveryStream", body, page(R"({"Key":"l"},{"Key":"k"})", false)),
                  any ? "" : "tags_wrong");
        talk part = other;
        EXPECT_EQ(part.hear("ListTagsForDeliveryStream",
                            R"({"DeliveryStreamName":"orders","ExclusiveStartTagKey":"k"})",
                            page(R"({"Key":"k"})", false)),
                  any ? "" : "tags_wrong");
        talk shorter = other;
        auto const found = shorter.findings("ListTagsForDeliveryStream", body, page(R"({"Key":"k"})", false));
        ASSERT_EQ(kinds_of(found), "tags_wrong");
        EXPECT_EQ(found.front().expected + ", " + found.front().got, "2 tags, 1");
        auto const others =
            other.findings("ListTagsForDeliveryStream", body, page(R"({"Key":"l"},{"Key":"m"})", false));
        ASSERT_EQ(kinds_of(others), "tags_wrong");
        EXPECT_EQ(others.front().expected + ", " + others.front().got, "2 tags, others");
    }
}

TEST(oracle_state, tags_that_were_there_before_are_learnt_from_the_first_list_that_has_them_all) {
    oracle_policy open;
    open.tolerated.other_streams = true;
    talk t(open);
    EXPECT_EQ(t.describe(talk::description(begin, "")), "");
    auto const list = [&](std::string_view value, bool more) {
        return t.hear("ListTagsForDeliveryStream", R"({"DeliveryStreamName":"orders"})",
                      ok(R"({"Tags":[{"Key":"k","Value":")" + std::string(value) + R"("}],"HasMoreTags":)" +
                         (more ? "true}" : "false}")));
    };
    EXPECT_EQ(list("a", true), "");
    EXPECT_EQ(list("b", false), "");
    EXPECT_EQ(list("b", false), "");
    EXPECT_EQ(list("a", false), "tags_wrong");
}

TEST(oracle_state, a_page_that_begins_behind_a_key_is_not_the_whole_list) {
    oracle_policy open;
    open.tolerated.other_streams = true;
    talk t(open);
    EXPECT_EQ(t.describe(talk::description(begin, "")), "");
    auto const list = [&](std::string_view from, std::string_view tags) {
        return t.hear("ListTagsForDeliveryStream", R"({"DeliveryStreamName":"orders")" + std::string(from) + "}",
                      ok(R"({"Tags":[)" + std::string(tags) + R"(],"HasMoreTags":false})"));
    };
    EXPECT_EQ(list(R"(,"ExclusiveStartTagKey":"b")", R"({"Key":"c"})"), "");
    EXPECT_EQ(list("", R"({"Key":"a"},{"Key":"c"})"), "");
    EXPECT_EQ(list("", R"({"Key":"c"})"), "tags_wrong");
}

TEST(oracle_state, tags_are_learnt_in_whatever_order_they_come) {
    talk t(oracle_policy::any_endpoint());
    EXPECT_EQ(t.describe(talk::description(begin, R"({"Status":"DISABLED"})")), "");
    auto const list = [&](std::string_view a) {
        return t.hear(
            "ListTagsForDeliveryStream", R"({"DeliveryStreamName":"orders"})",
            ok(R"({"Tags":[{"Key":"z"},{"Key":"a","Value":")" + std::string(a) + R"("}],"HasMoreTags":false})"));
    };
    EXPECT_EQ(list("1"), "");
    EXPECT_EQ(t.hear("TagDeliveryStream", R"({"DeliveryStreamName":"orders","Tags":[{"Key":"a","Value":"2"}]})", ok()),
              "");
    EXPECT_EQ(list("2"), "");
    EXPECT_EQ(list("1"), "tags_wrong");
}

TEST(oracle_state, a_refused_call_must_not_be_carried_out) {
    oracle_policy rules;
    rules.service.quota.limit = 1;
    talk t = active(rules);
    EXPECT_EQ(t.start(), "");
    t.now += 6s;
    EXPECT_EQ(t.stop(error("LimitExceededException")), "");
    EXPECT_EQ(t.describe(talk::description(begin, R"({"KeyType":"AWS_OWNED_CMK","Status":"DISABLING"})")),
              "refused_call_changed");
}

TEST(oracle_state, throttling) {
    EXPECT_EQ(active().stop(error("ThrottlingException")), "throttled_without_reason");
    EXPECT_EQ(active().put(error("ServiceUnavailableException")), "throttled_without_reason");
    oracle_policy rated;
    rated.service.control_rate = quota::rate_policy{};
    rated.service.put_rate = quota::put_rate_policy{};
    EXPECT_EQ(active(rated).stop(error("ThrottlingException")), "");
    EXPECT_EQ(active(rated).put(error("ServiceUnavailableException")), "");
}

TEST(oracle_state, lists) {
    auto const list = [](talk& t, std::string_view asked, std::string_view names, bool more = false) {
        return t.hear("ListDeliveryStreams", std::string(asked),
                      ok(R"({"DeliveryStreamNames":[)" + std::string(names) + R"(],"HasMoreDeliveryStreams":)" +
                         (more ? "true" : "false") + "}"));
    };
    talk t = active();
    EXPECT_EQ(list(t, "{}", R"("orders")"), "");
    EXPECT_EQ(list(t, R"({"ExclusiveStartDeliveryStreamName":"orders"})", ""), "");
    EXPECT_EQ(list(t, R"({"DeliveryStreamType":"MSKAsSource"})", ""), "");
    talk other = t;
    EXPECT_EQ(list(other, R"({"DeliveryStreamType":"MSKAsSource"})", R"("orders")"), "list_stream_unknown");
    EXPECT_EQ(list(t, "{}", R"("orders")", true), "list_page_wrong"); // there are no more
    EXPECT_EQ(list(t, R"({"Limit":1})", R"("a","orders")"), "list_page_wrong");
    EXPECT_EQ(list(t, "{}", R"("orders","orders")"), "list_page_wrong");
    EXPECT_EQ(list(t, "{}", "", true), "list_page_wrong");
    EXPECT_EQ(list(t, R"({"ExclusiveStartDeliveryStreamName":"p"})", R"("orders")"), "list_page_wrong");
    EXPECT_EQ(list(t, "{}", R"("orders","z")"), "list_stream_unknown");
    EXPECT_EQ(list(t, "{}", R"("a")", true), "list_stream_unknown");
    talk missing = active();
    EXPECT_EQ(list(missing, "{}", ""), "list_stream_missing");
    talk gone = active();
    EXPECT_EQ(gone.remove(), "");
    gone.now += 1s;
    EXPECT_EQ(list(gone, "{}", R"("orders")"), "list_stream_unknown");
}

TEST(oracle_state, a_page_of_strangers_is_one_finding_and_is_not_repeated) {
    oracle_policy rules;
    rules.max_streams = 10;
    talk t(rules);
    std::string names = R"("<script>\n\u001b[2J")";
    for (int i = 100; i < 900; ++i) { names += ",\"s" + std::to_string(i) + '"'; }
    auto const found = t.findings("ListDeliveryStreams", R"({"Limit":2000})",
                                  ok(R"({"DeliveryStreamNames":[)" + names + R"(],"HasMoreDeliveryStreams":false})"));
    EXPECT_EQ(kinds_of(found), "output_invalid list_stream_unknown");
    for (auto const& each : found) { EXPECT_EQ(to_text(each).find("script"), std::string::npos) << to_text(each); }
    EXPECT_EQ(t.candidates("s100"), 0U); // listed: the stream may exist
    EXPECT_EQ(t.candidates("s999"), 0U); // not listed, and not followed
    EXPECT_EQ(t.hear("CreateDeliveryStream", R"({"DeliveryStreamName":"s999","S3DestinationConfiguration":{}})",
                     error("ResourceInUseException")),
              "");
}

TEST(oracle_state, a_stream_is_let_go_when_a_body_was_taken_that_nobody_can_read) {
    oracle_policy rules;
    rules.tolerated.reading = true;
    talk t = active(rules);
    EXPECT_EQ(t.candidates("orders"), 1U);
    EXPECT_EQ(t.hear("DescribeDeliveryStream", R"({"DeliveryStreamName":"orders","x":1e400})", error("Oops")),
              "error_not_of_operation");
    EXPECT_EQ(t.candidates("orders"), 1U); // the call can have changed nothing
    talk named = t;
    EXPECT_EQ(named.hear("StartDeliveryStreamEncryption", R"({"DeliveryStreamName":"others","x":1e400})", ok()), "");
    EXPECT_EQ(named.candidates("orders"), 1U);
    EXPECT_EQ(named.candidates("others"), 0U);
    EXPECT_EQ(named.hear("StartDeliveryStreamEncryption", R"({"DeliveryStreamName":"orders","x":1e400})", ok()), "");
    EXPECT_EQ(named.candidates("orders"), 0U);
    talk doubtful = t;
    EXPECT_EQ(doubtful.hear("StartDeliveryStreamEncryption",
                            R"({"DeliveryStreamName":"others","DeliveryStreamName":"orders"})", ok()),
              "");
    EXPECT_EQ(doubtful.candidates("orders"), 0U);
    EXPECT_EQ(doubtful.hear("StopDeliveryStreamEncryption", R"({"DeliveryStreamName":"new"})", ok()), "");
}

TEST(oracle_state, limits_across_streams) {
    oracle_policy rules;
    rules.service.max_streams = 1;
    rules.service.encryption.max_streams_per_key = 1;
    talk t = active(rules);
    std::string const other = R"({"DeliveryStreamName":"others","S3DestinationConfiguration":{}})";
    EXPECT_EQ(t.hear("CreateDeliveryStream", other, error("LimitExceededException")), "");
    EXPECT_EQ(t.hear("CreateDeliveryStream", other,
                     ok(R"({"DeliveryStreamARN":"arn:aws:firehose:us-east-1:123456789012:deliverystream/others"})")),
              "limit_overrun");
    t.now += 1s;
    EXPECT_EQ(t.start(ok(), with_key_a), "");
    talk at_once = t;
    t.now += 1s;
    std::string const start = R"({"DeliveryStreamName":"others")" + std::string(with_key_a) + "}";
    for (auto* const each : {&t, &at_once}) { // a stream counts for its key while the change of key is still under way
        EXPECT_EQ(each->hear("StartDeliveryStreamEncryption", start, error("LimitExceededException")), "");
        EXPECT_EQ(each->hear("StartDeliveryStreamEncryption", start, ok()), "limit_overrun");
    }
}

TEST(oracle_state, a_stream_that_it_could_not_follow_may_exist) {
    oracle_policy rules;
    rules.max_streams = 1;
    talk t = active(rules);
    std::string const other = R"({"DeliveryStreamName":"others","S3DestinationConfiguration":{}})";
    std::string const made = R"({"DeliveryStreamARN":"arn:aws:firehose:us-east-1:123456789012:deliverystream/others"})";
    EXPECT_EQ(t.hear("DescribeDeliveryStream", R"({"DeliveryStreamName":"z"})", error("ResourceNotFoundException")),
              "");
    talk missed = t;
    EXPECT_EQ(missed.hear("CreateDeliveryStream", other, ok(made)), "");
    for (auto* const each : {&t, &missed}) {
        EXPECT_EQ(each->remove(), "");
        each->now += 1s;
        EXPECT_EQ(each->describe(error("ResourceNotFoundException")), "");
    }
    EXPECT_EQ(missed.hear("CreateDeliveryStream", other, error("ResourceInUseException")), "");
    EXPECT_EQ(t.hear("CreateDeliveryStream", other, error("ResourceInUseException")), "in_use_without_reason");
}

TEST(oracle_state, an_answer_that_never_came_leaves_both_ways_open) {
    talk t = active();
    EXPECT_EQ(
        kinds_of(t.oracle.hear({make_request("StartDeliveryStreamEncryption", R"({"DeliveryStreamName":"orders"})"),
                                std::nullopt, t.now, t.now + 1s})),
        "");
    EXPECT_EQ(t.candidates("orders"), 2U);
    talk started = t;
    EXPECT_EQ(t.describe(talk::description(begin, R"({"Status":"DISABLED"})")), "");
    EXPECT_EQ(started.describe(talk::description(begin, R"({"KeyType":"AWS_OWNED_CMK","Status":"ENABLING"})")), "");
    EXPECT_EQ(started.candidates("orders"), 1U);
}

TEST(oracle_state, learns_the_policy_of_the_endpoint_from_one_stream_for_all) {
    oracle_policy rules;
    rules.choices.open(choice::stop_when_disabled);
    talk t = active(rules);
    EXPECT_TRUE(t.oracle.choices().is_open(choice::stop_when_disabled));
    EXPECT_EQ(t.stop(error("InvalidArgumentException")), "");
    EXPECT_FALSE(t.oracle.choices().is_open(choice::stop_when_disabled));
    EXPECT_EQ(t.stop(), "broken_rule_accepted");
}

// In these states AWS does not document what an endpoint does. No answer here is a fault, except for two calls that
// must not be accepted under any policy.
TEST(oracle_state, what_is_not_documented_is_no_fault_of_an_endpoint) {
    std::string const a(shown_a);
    auto const any = [](std::string_view block, std::string_view status = "ACTIVE",
                        std::string_view type = "DirectPut") {
        talk t(oracle_policy::any_endpoint());
        EXPECT_EQ(t.describe(talk::description(begin, block, status, type)), "");
        t.now += 1min;
        return t;
    };
    std::string const failed_stop =
        "{" + a + R"(,"Status":"DISABLING_FAILED","FailureDescription":{"Type":"UNKNOWN_ERROR","Details":"x"}})";
    std::string const failed_start =
        "{" + a + R"(,"Status":"ENABLING_FAILED","FailureDescription":{"Type":"UNKNOWN_ERROR","Details":"x"}})";
    for (auto const& block : {failed_stop, failed_start}) {
        for (auto const* type : {"ResourceInUseException", "InvalidArgumentException"}) {
            EXPECT_EQ(any(block).stop(error(type)), "") << block << type;
        }
        EXPECT_EQ(any(block).stop(), "");
        EXPECT_EQ(any(block).stop(error("InvalidKMSResourceException")), ""); // the exception's description names Stop
    }
    EXPECT_EQ(any(failed_stop).start(error("ResourceInUseException")), "");

    std::string const enabling = "{" + a + R"(,"Status":"ENABLING"})";
    std::string const disabling = "{" + a + R"(,"Status":"DISABLING"})";
    EXPECT_EQ(any(enabling).remove(), "");
    EXPECT_EQ(any(enabling).remove(error("ResourceInUseException")), "");
    talk gone = any(enabling);
    EXPECT_EQ(gone.remove(), "");
    for (auto const* status : {"ENABLING", "ENABLED", "DISABLING"}) { // how the block is shown then is not documented
        EXPECT_EQ(gone.describe(talk::description(begin, "{" + a + R"(,"Status":")" + status + "\"}", "DELETING")), "");
    }
    EXPECT_EQ(gone.describe(error("ResourceNotFoundException")), "");

    talk kinesis = any({}, "ACTIVE", "KinesisStreamAsSource");
    EXPECT_EQ(kinesis.stop(error("ResourceInUseException")), "");
    EXPECT_EQ(kinesis.start(error("ResourceInUseException")), "");
    EXPECT_EQ(kinesis.start(), "wrong_source_accepted");

    talk deleting = any(R"({"Status":"DISABLED"})", "DELETING");
    EXPECT_EQ(deleting.put("false"), "");
    EXPECT_EQ(any(R"({"Status":"DISABLED"})", "DELETING").put(error("ServiceUnavailableException")), "");
    EXPECT_EQ(any(R"({"Status":"DISABLED"})", "CREATING_FAILED").put("false"), "in_use_accepted");
}

TEST(oracle_state, a_refusal_of_the_endpoints_own_counts_where_refusals_do) {
    auto const refuse_then_use_up = [](quota::counting counts, std::string const& body, std::string_view refusal) {
        oracle_policy rules;
        rules.service.quota.limit = 2;
        rules.service.quota.counts = counts;
        rules.tolerated.outcomes = true;
        talk t = active(rules);
        EXPECT_EQ(t.hear("StartDeliveryStreamEncryption", body, error(refusal)), "");
        EXPECT_EQ(t.start(), "");
        t.now += 6s;
        return t.stop(error("LimitExceededException"));
    };
    std::string const with_key = R"({"DeliveryStreamName":"orders")" + std::string(with_key_a) + "}";
    std::string const with_no_key =
        R"({"DeliveryStreamName":"orders","DeliveryStreamEncryptionConfigurationInput":{"KeyType":"none"}})";
    using enum quota::counting;
    EXPECT_EQ(refuse_then_use_up(answered, with_key, "InvalidKMSResourceException"), "");
    EXPECT_EQ(refuse_then_use_up(attempted, with_key, "InvalidKMSResourceException"), "");
    EXPECT_EQ(refuse_then_use_up(accepted, with_key, "InvalidKMSResourceException"), "quota_too_early");
    EXPECT_EQ(refuse_then_use_up(answered, with_no_key, "ValidationException"), "quota_too_early");
}

TEST(oracle_state, a_create_may_be_charged_whether_or_not_the_stream_was_there_before) {
    for (bool const others : {false, true}) {
        for (bool const encrypted : {false, true}) {
            auto rules = oracle_policy::any_endpoint();
            rules.tolerated.other_streams = others;
            rules.service.quota.limit = 2;
            talk t(rules);
            std::string const more = encrypted ? std::string(with_key_a) : "";
            std::string const body = R"({"DeliveryStreamName":"orders","S3DestinationConfiguration":{})" + more + "}";
            EXPECT_EQ(t.hear("CreateDeliveryStream", body, created), "");
            EXPECT_EQ(t.start(error("ResourceInUseException")), "");
            EXPECT_EQ(t.start(error("LimitExceededException")), encrypted ? "" : "quota_too_early") << others;
        }
    }
}

TEST(oracle_state, a_key_that_is_refused_for_a_reason_unknown_does_not_tell_when_bad_keys_are_noticed) {
    std::string const body =
        R"({"DeliveryStreamName":"orders","S3DestinationConfiguration":{})" + std::string(with_key_a) + "}";
    auto const refused_then_taken = [&](oracle_policy rules) {
        rules.choices.open(choice::bad_key);
        rules.tolerated.other_streams = false;
        talk t(std::move(rules));
        t.oracle.set_key(arn_a, {.state = encryption::key_state::disabled}, t.now, t.now);
        EXPECT_EQ(t.hear("CreateDeliveryStream", body, error("InvalidKMSResourceException")), "");
        return t.hear("CreateDeliveryStream", body, created);
    };
    EXPECT_EQ(refused_then_taken(oracle_policy::any_endpoint()), ""); // the session may have been too old
    EXPECT_EQ(refused_then_taken({}), "bad_key_accepted");            // the oracle was not told of an old session
}

TEST(oracle_state, two_streams_are_treated_by_one_policy) {
    oracle_policy rules;
    rules.service.quota.limit = 2;
    rules.choices.open(choice::failed_change);
    rules.choices.open(choice::quota_counts);
    rules.tolerated.outcomes = true;
    talk t(rules);
    auto const body = [](std::string_view name) { return R"({"DeliveryStreamName":")" + std::string(name) + R"("})"; };
    auto const start = [&](std::string_view name, answer what) {
        return t.hear("StartDeliveryStreamEncryption", body(name), std::move(what));
    };
    auto const describe = [&](std::string const& name, std::string_view status) {
        std::string const failure =
            status == "ENABLED" ? "" : R"(,"FailureDescription":{"Type":"UNKNOWN_ERROR","Details":"d"})";
        std::string const block =
            R"({"KeyType":"AWS_OWNED_CMK","Status":")" + std::string(status) + '"' + failure + "}";
        return t.hear("DescribeDeliveryStream", body(name),
                      talk::description(begin, block, "ACTIVE", "DirectPut", name));
    };
    auto const fail_and_be_refused = [&](std::string const& name) {
        EXPECT_EQ(start(name, ok()), "");
        t.now += 100ms;
        EXPECT_EQ(start(name, error("ResourceInUseException")), "");
        t.now += 1s;
        EXPECT_EQ(describe(name, "ENABLING_FAILED"), "");
    };
    for (std::string const name : {"orders", "others"}) {
        EXPECT_EQ(t.hear("CreateDeliveryStream",
                         R"({"DeliveryStreamName":")" + name + R"(","S3DestinationConfiguration":{}})",
                         ok(R"({"DeliveryStreamARN":"arn:aws:firehose:us-east-1:123456789012:deliverystream/)" + name +
                            R"("})")),
                  "");
    }
    t.now += 1s;

    fail_and_be_refused("orders"); // one call is left if the failure or the refusal is charged, but not both
    EXPECT_EQ(start("orders", ok()), "");
    t.now += 1s;
    EXPECT_EQ(describe("orders", "ENABLED"), "");
    EXPECT_EQ(t.hear("StopDeliveryStreamEncryption", body("orders"), error("LimitExceededException")), "");
    EXPECT_EQ(t.candidates("orders"), 3U); // counting::attempted charges the last Stop, too, which shows in no answer
    fail_and_be_refused("others");         // no call is left only if both are charged
    EXPECT_EQ(start("others", error("LimitExceededException")), "");
    EXPECT_EQ(describe("orders", "ENABLED"), "policy_contradicted");
    EXPECT_EQ(describe("orders", "ENABLED"), "");
}

TEST(oracle_state, follows_only_its_own_streams_where_there_are_others) {
    oracle_policy rules;
    rules.tolerated.other_streams = true;
    rules.own_prefix = "mine-";
    talk t(rules);
    EXPECT_EQ(t.put("true"), "");
    EXPECT_EQ(t.candidates("orders"), 0U);
    EXPECT_EQ(t.describe(talk::description(begin, R"({"KeyType":"AWS_OWNED_CMK","Status":"ENABLED"})")), "");
    EXPECT_EQ(t.put("true"), ""); // described: the oracle follows it from now on
    t.now += 6s;
    EXPECT_EQ(t.put("false"), "encrypted_wrong");
    EXPECT_EQ(t.hear("PutRecord", R"({"DeliveryStreamName":"mine-1","Record":{"Data":""}})", ok(R"({"RecordId":"a"})")),
              "unknown_stream_accepted");
}

/// An encryption block with this status, and with the customer's key of that name, AWS's own key (`aws`) or no key.
std::string block(std::string_view status, std::string_view key = "") {
    std::string made = R"({"Status":")" + std::string(status) + '"';
    if (key == "aws") {
        made += R"(,"KeyType":"AWS_OWNED_CMK")";
    } else if (!key.empty()) {
        made += R"(,"KeyType":"CUSTOMER_MANAGED_CMK","KeyARN":"arn:aws:kms:us-east-1:123456789012:key/)" +
                std::string(key) + '"';
    }
    return made + "}";
}

/// Describes streams that were there before, to an oracle that knows the documentation alone.
struct first_met : talk {
    first_met() : talk(oracle_policy::any_endpoint()) {}
    std::string show(std::string_view encryption, std::string_view type = "DirectPut",
                     std::string_view status = "ACTIVE") {
        return describe(talk::description(begin, encryption, status, type));
    }
};

template <class F> void for_each_description(F&& use) {
    std::vector<std::string> blocks{"", "{}", R"({"Status":"NEW"})",
                                    R"({"Status":"ENABLED","KeyType":"CUSTOMER_MANAGED_CMK"})"};
    for (auto const& status : reflect::enumerators<model::DeliveryStreamEncryptionStatus>) {
        for (std::string_view const key : {"", "aws", "a"}) { blocks.push_back(block(status.name, key)); }
    }
    for (auto const& shown : blocks) {
        for (auto const& type : reflect::enumerators<model::DeliveryStreamType>) {
            for (auto const& status : reflect::enumerators<model::DeliveryStreamStatus>) {
                use(shown, std::string_view(type.name), std::string_view(status.name));
            }
        }
    }
}

TEST(oracle_state, a_stream_first_met_is_what_its_description_says) {
    for_each_description([](std::string const& shown, std::string_view type, std::string_view status) {
        first_met t;
        for (int i = 0; i < 3; ++i) {
            EXPECT_EQ(t.show(shown, type, status), "") << shown << type << status << i;
            EXPECT_NE(t.candidates("orders"), 0U) << shown << type << status;
        }
    });
}

TEST(oracle_state, one_wrong_description_is_told_once) {
    for_each_description([](std::string const& shown, std::string_view type, std::string_view status) {
        talk t = active();
        std::string all;
        for (int i = 0; i < 4; ++i) { all += t.describe(talk::description(begin, shown, status, type)); }
        EXPECT_EQ(all.find("_wrong"), all.rfind("_wrong")) << shown << type << status << all;
    });
    talk t = active();
    EXPECT_EQ(t.describe(talk::description(begin, "")), "encryption_status_wrong");
    EXPECT_EQ(t.start(), "");
    EXPECT_EQ(t.describe(talk::description(begin, "")), "") << "that it is left out is known";
    EXPECT_EQ(t.describe(talk::description(begin, block("DISABLED"))), "encryption_status_wrong");
    EXPECT_EQ(t.describe(talk::description(begin, "")), "encryption_status_wrong") << "it was there again";
}

TEST(oracle_state, a_key_that_nobody_has_seen_may_be_any_until_it_is_shown) {
    first_met rotated;
    EXPECT_EQ(rotated.show(block("ENABLING", "b")), "");
    rotated.now += 10s;
    first_met done = rotated;
    EXPECT_EQ(rotated.show(block("ENABLING_FAILED", "a")), "") << "the key that was in effect before";
    EXPECT_EQ(rotated.show(block("ENABLING_FAILED", "c")), "key_wrong");
    EXPECT_EQ(done.show(block("ENABLED", "c")), "") << "the key in effect was shown";
    EXPECT_EQ(done.show(block("ENABLED", "b")), "key_wrong");
    oracle_policy known;
    known.tolerated.other_streams = true;
    talk exact(known);
    EXPECT_EQ(exact.describe(talk::description(begin, block("ENABLING", "b"))), "");
    exact.now += 10s;
    talk failed = exact;
    EXPECT_EQ(exact.describe(talk::description(begin, block("ENABLED", "c"))), "key_wrong")
        << "it was the one asked for";
    EXPECT_EQ(failed.describe(talk::description(begin, block("ENABLED", "b"))), "");
    EXPECT_EQ(failed.stop(), "");
    EXPECT_EQ(failed.describe(talk::description(begin, block("DISABLING", "c"))), "key_wrong");
    EXPECT_EQ(failed.describe(talk::description(begin, block("DISABLING", "c"))), "");
    EXPECT_EQ(failed.put("true"), "encrypted_wrong") << "there was a key in effect, so that nobody can know";
    first_met first;
    EXPECT_EQ(first.show(block("ENABLING")), "");
    first.now += 10s;
    EXPECT_EQ(first.put("true"), "");
    EXPECT_EQ(first.put(error("InvalidKMSResourceException")), "");
    EXPECT_EQ(first.show(block("ENABLED", "a")), "");
    EXPECT_EQ(first.show(block("ENABLED", "b")), "key_wrong");
    first_met hidden;
    EXPECT_EQ(hidden.show(block("ENABLED")), "");
    EXPECT_EQ(hidden.start(ok(), with_key_a), "");
    EXPECT_EQ(hidden.show(block("ENABLED", "a")), "") << "done already, or nothing to do";
    EXPECT_EQ(hidden.show(block("ENABLED")), "key_wrong");
    first_met stopped;
    EXPECT_EQ(stopped.show(block("DISABLING", "a")), "");
    first_met shown = stopped;
    EXPECT_EQ(stopped.show(block("DISABLING_FAILED", "a")), "");
    EXPECT_EQ(stopped.show(block("DISABLING_FAILED")), "");
    EXPECT_EQ(stopped.show(block("DISABLING_FAILED", "b")), "key_wrong");
    EXPECT_EQ(shown.show(block("DISABLED", "a")), "key_wrong");
}

TEST(oracle_state, a_key_that_nobody_has_seen_may_be_one_that_kms_refuses) {
    oracle_policy rules; // everything is known but the streams that were there before
    rules.tolerated.other_streams = true;
    rules.service.encryption.same_key = encryption::same_key_answer::no_op;
    rules.choices = policy_space::of(rules.service);
    talk t(rules);
    EXPECT_EQ(t.describe(talk::description(begin, block("ENABLED"))), "");
    t.now += 10s;
    talk put = t;
    EXPECT_EQ(put.put(error("InvalidKMSResourceException")), "");
    EXPECT_EQ(put.put("true"), "");
    EXPECT_EQ(put.put("false"), "encrypted_wrong");
    talk stopped = t;
    EXPECT_EQ(stopped.stop(), "");
    stopped.now += 1s;
    EXPECT_EQ(
        stopped.describe(talk::description(begin, R"({"Status":"DISABLING_FAILED","KeyType":"AWS_OWNED_CMK",)"
                                                  R"("FailureDescription":{"Type":"UNKNOWN_ERROR","Details":"d"}})")),
        "");
    EXPECT_EQ(t.start(ok(), with_key_a), "");
    talk other = t;
    EXPECT_EQ(t.stop(), "") << "it was the key in effect, so that nothing had begun";
    EXPECT_EQ(other.stop(error("ResourceInUseException")), "");
}

TEST(oracle_state, a_key_that_nobody_has_seen_may_be_one_that_has_all_its_streams) {
    oracle_policy rules;
    rules.tolerated.other_streams = false;
    rules.service.encryption.max_streams_per_key = 1;
    talk t = active(rules);
    EXPECT_EQ(t.start(), "");
    t.now += 1s;
    EXPECT_EQ(t.describe(talk::description(begin, block("ENABLED"))), "key_wrong"); // from now on the key may be any
    std::string const other = R"({"DeliveryStreamName":"others")";
    EXPECT_EQ(t.hear("CreateDeliveryStream", other + R"(,"S3DestinationConfiguration":{}})",
                     ok(R"({"DeliveryStreamARN":"arn:aws:firehose:us-east-1:123456789012:deliverystream/others"})")),
              "");
    t.now += 1s;
    auto const start = [&](talk& each, answer what) {
        return each.hear("StartDeliveryStreamEncryption", other + std::string(with_key_a) + "}", std::move(what));
    };
    talk full = t;
    EXPECT_EQ(start(full, error("LimitExceededException")), "");
    EXPECT_EQ(start(t, ok()), "");
}

TEST(oracle_state, a_change_that_nobody_has_heard_of_may_be_queued) {
    oracle_policy rules;
    rules.tolerated.other_streams = true;
    talk none(rules);
    rules.service.encryption.busy = encryption::busy_answer::queue;
    rules.choices = policy_space::of(rules.service);
    talk t(rules);
    for (auto* const each : {&none, &t}) {
        EXPECT_EQ(each->describe(talk::description(begin, block("DISABLING", "a"))), "");
        each->now += 3s;
    }
    talk stopped = t;
    EXPECT_EQ(t.describe(talk::description(begin, block("ENABLED", "b"))), "");
    EXPECT_EQ(t.describe(talk::description(begin, block("ENABLED", "c"))), "key_wrong");
    EXPECT_EQ(stopped.describe(talk::description(begin, block("DISABLED"))), "");
    EXPECT_EQ(none.describe(talk::description(begin, block("ENABLED", "b"))), "encryption_status_wrong");
}

TEST(oracle_state, tags_that_were_there_before_may_be_as_many_as_there_can_be) {
    first_met t;
    EXPECT_EQ(t.show(block("DISABLED")), "");
    auto const tag = [&](talk& each, std::string_view keys, answer what) {
        return each.hear("TagDeliveryStream", R"({"DeliveryStreamName":"orders","Tags":[)" + std::string(keys) + "]}",
                         std::move(what));
    };
    EXPECT_EQ(tag(t, R"({"Key":"a"})", limit_exceeded), "");
    talk most = t;
    EXPECT_EQ(tag(t, R"({"Key":"a"})", ok()), "");
    EXPECT_EQ(t.hear("ListTagsForDeliveryStream", R"({"DeliveryStreamName":"orders"})",
                     ok(R"({"Tags":[{"Key":"a"}],"HasMoreTags":false})")),
              "");
    talk known(oracle_policy{});
    EXPECT_EQ(known.make_active(), "");
    EXPECT_EQ(tag(t, R"({"Key":"b"})", limit_exceeded), "") << "it may be the rate";
    EXPECT_EQ(tag(known, R"({"Key":"b"})", limit_exceeded), "limit_too_early");
    std::string keys = R"({"Key":"0"})";
    for (int i = 1; i < 50; ++i) { keys += R"(,{"Key":")" + std::to_string(i) + R"("})"; }
    EXPECT_EQ(tag(most, keys, ok()), "");
    EXPECT_EQ(tag(most, R"({"Key":"a"})", ok()), "limit_overrun") << "at least 50 there are";
}

TEST(oracle_state, whether_an_unobserved_source_shows_a_block_is_the_endpoints_own) {
    auto const made = [](oracle_policy rules, std::string const& type) {
        talk t(std::move(rules));
        EXPECT_EQ(t.create(created, R"(,"DeliveryStreamType":")" + type + '"'), "");
        t.now += 1s;
        return t;
    };
    for (std::string const type : {"MSKAsSource", "DatabaseAsSource"}) {
        talk t = made(oracle_policy::any_endpoint(), type);
        EXPECT_EQ(t.describe(talk::description(begin, block("DISABLED"), "ACTIVE", type)), "");
        talk encrypted = t;
        EXPECT_EQ(encrypted.describe(talk::description(begin, block("ENABLED", "aws"), "ACTIVE", type)),
                  "encryption_status_wrong");
        EXPECT_EQ(t.describe(talk::description(begin, "", "ACTIVE", type)), "");
        EXPECT_EQ(t.describe(talk::description(begin, block("DISABLED"), "ACTIVE", type)), "encryption_status_wrong");
        EXPECT_EQ(made({}, type).describe(talk::description(begin, block("DISABLED"), "ACTIVE", type)),
                  "encryption_status_wrong");
    }
    EXPECT_EQ(made(oracle_policy::any_endpoint(), "KinesisStreamAsSource")
                  .describe(talk::description(begin, block("DISABLED"), "ACTIVE", "KinesisStreamAsSource")),
              "encryption_status_wrong");
}

TEST(oracle_state, gives_a_stream_up_that_could_stand_in_too_many_ways) {
    oracle_policy rules;
    rules.service.work = 0ms;
    rules.work_at_most.reset();
    rules.max_candidates = 1;
    talk t(rules);
    EXPECT_EQ(t.create(), "");
    t.now += 1s;
    EXPECT_EQ(t.hear("ListTagsForDeliveryStream", R"({"DeliveryStreamName":"orders"})",
                     ok(R"({"Tags":[],"HasMoreTags":false})")),
              "");
    EXPECT_EQ(t.oracle.given_up(), 1U);
    EXPECT_EQ(t.candidates("orders"), 0U);
}

/// An endpoint whose work succeeds or fails after one to two seconds; the oracle keeps at most two candidates a stream.
oracle_policy two_ways() {
    oracle_policy rules;
    rules.tolerated.outcomes = true;
    rules.max_candidates = 2;
    rules.service.work = 1s;
    rules.work_at_most = 2s;
    return rules;
}

TEST(oracle_state, gives_a_stream_up_when_a_list_finds_it_in_too_many_ways) {
    talk t(two_ways());
    EXPECT_EQ(t.create(), "");
    t.now += 3s;
    EXPECT_EQ(t.start(), "");
    EXPECT_EQ(t.candidates("orders"), 1U);
    t.now += 1500ms; // the work is under way, done, or failed
    EXPECT_EQ(
        t.hear("ListDeliveryStreams", "{}", ok(R"({"DeliveryStreamNames":["orders"],"HasMoreDeliveryStreams":false})")),
        "");
    EXPECT_EQ(t.oracle.given_up(), 1U);
    EXPECT_EQ(t.candidates("orders"), 0U);
}

TEST(oracle_state, gives_a_stream_up_when_a_key_changes_while_it_may_stand_in_too_many_ways) {
    talk t(two_ways());
    EXPECT_EQ(t.create(), "");
    t.now += 3s;
    EXPECT_EQ(t.start(), "");
    t.now += 1500ms;
    t.oracle.set_key("arn:aws:kms:us-east-1:123456789012:key/a", {}, t.now, t.now);
    EXPECT_EQ(t.oracle.given_up(), 1U);
    EXPECT_EQ(t.candidates("orders"), 0U);
}

} // namespace
} // namespace firehose_sse::fuzzing
