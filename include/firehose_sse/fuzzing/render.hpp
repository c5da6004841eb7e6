// What a step sends: a script's words as a request.
// Level 5 (fuzzing). Builds requests that the model knows; what is sent raw is sent as it stands.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/exchange.hpp"
#include "firehose_sse/fuzzing/script.hpp"
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/wire/base64.hpp"
#include "firehose_sse/wire/encode.hpp"
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace firehose_sse::fuzzing {

/// How the names of a script become those that are sent, so that a script can be run again under new names.
struct naming {
    /// Put before the name of every stream and of every key.
    std::string prefix{};
    std::string partition = "aws";
    std::string region = "us-east-1";
    std::string account_id = "123456789012";

    [[nodiscard]] std::string stream(std::string_view name) const { return prefix + std::string(name); }
    [[nodiscard]] std::string key_arn(std::string_view name) const {
        return "arn:" + partition + ":kms:" + region + ":" + account_id + ":key/" + prefix + std::string(name);
    }
};

/// What a `key` step says of a key.
struct key_setting {
    std::string arn{};
    encryption::key_facts facts{};
};

namespace detail {

using key_input = model::DeliveryStreamEncryptionConfigurationInput;

/// `aws`, `key KEY`, `key -` (a customer's key without its ARN), or nothing.
[[nodiscard]] inline std::optional<key_input> take_key(word_reader& words, naming const& names) {
    if (words.take("aws")) {
        key_input key;
        key.KeyType = model::KeyType::AWS_OWNED_CMK;
        return key;
    }
    if (!words.take("key")) { return std::nullopt; }
    key_input key;
    key.KeyType = model::KeyType::CUSTOMER_MANAGED_CMK;
    auto const name = words.take();
    if (name != "-") { key.KeyARN = model::AWSKMSKeyARNForSSE(names.key_arn(name)); }
    return key;
}

template <class Op> [[nodiscard]] request request_of(typename Op::input const& input) {
    return make_request(Op::name, wire::encode(input));
}

[[nodiscard]] inline request create_request(word_reader words, naming const& names) {
    operation::CreateDeliveryStream::input input;
    input.DeliveryStreamName = names.stream(words.take());
    input.DeliveryStreamEncryptionConfigurationInput = take_key(words, names);
    if (words.take("source")) {
        input.DeliveryStreamType = reflect::to_open_enum<model::DeliveryStreamType>(words.take());
    }
    if (!words.take("bare")) { // without a destination, which is one too few
        input.ExtendedS3DestinationConfiguration =
            raw_json{R"({"RoleARN":"arn:aws:iam::123456789012:role/firehose","BucketARN":"arn:aws:s3:::bucket"})"};
    }
    return request_of<operation::CreateDeliveryStream>(input);
}

[[nodiscard]] inline request batch_request(word_reader words, naming const& names) {
    operation::PutRecordBatch::input input;
    input.DeliveryStreamName = names.stream(words.take());
    auto const records = static_cast<std::size_t>(number_of(words.take(), most_records).value_or(0));
    auto const bytes = static_cast<std::size_t>(number_of(words.take(), most_bytes).value_or(0));
    input.Records.resize(records);
    for (auto& each : input.Records) { each.Data.bytes.assign(bytes, 'x'); }
    return request_of<operation::PutRecordBatch>(input);
}

template <class Op> [[nodiscard]] request named_request(word_reader words, naming const& names) {
    typename Op::input input;
    input.DeliveryStreamName = names.stream(words.take());
    if constexpr (requires { input.AllowForceDelete; }) {
        if (words.take("force")) { input.AllowForceDelete = true; }
    }
    if constexpr (requires { input.DeliveryStreamEncryptionConfigurationInput; }) {
        input.DeliveryStreamEncryptionConfigurationInput = take_key(words, names);
    }
    if constexpr (requires { input.Record; }) {
        input.Record.Data.bytes.assign(static_cast<std::size_t>(number_of(words.take(), most_bytes).value_or(0)), 'x');
    }
    if constexpr (requires { input.Tags; }) {
        while (!words.done()) {
            auto const word = words.take();
            auto const end = std::min(word.find('='), word.size());
            model::Tag added;
            added.Key = std::string(word.substr(0, end));
            if (end < word.size()) { added.Value = model::TagValue(std::string(word.substr(end + 1))); }
            input.Tags.push_back(std::move(added));
        }
    }
    if constexpr (requires { input.TagKeys; }) {
        while (!words.done()) { input.TagKeys.emplace_back(std::string(words.take())); }
    }
    if constexpr (requires { input.Limit; }) {
        if (auto const limit = number_of(words.take(), 1'000'000'000)) {
            input.Limit = static_cast<std::int32_t>(*limit);
        }
    }
    return request_of<Op>(input);
}

[[nodiscard]] inline request list_request(word_reader words, naming const& names) {
    operation::ListDeliveryStreams::input input;
    if (auto const limit = number_of(words.take(), 1'000'000'000)) { input.Limit = static_cast<std::int32_t>(*limit); }
    if (!words.done()) {
        input.ExclusiveStartDeliveryStreamName = model::DeliveryStreamName(names.stream(words.take()));
    }
    return request_of<operation::ListDeliveryStreams>(input);
}

} // namespace detail

/// The request of a step; nothing for one that sends none.
[[nodiscard]] inline std::optional<request> request_of(step const& s, naming const& names) {
    detail::word_reader words(s.words);
    switch (s.verb) {
    case verb::create: return detail::create_request(words, names);
    case verb::start: return detail::named_request<operation::StartDeliveryStreamEncryption>(words, names);
    case verb::stop: return detail::named_request<operation::StopDeliveryStreamEncryption>(words, names);
    case verb::remove: return detail::named_request<operation::DeleteDeliveryStream>(words, names);
    case verb::describe: return detail::named_request<operation::DescribeDeliveryStream>(words, names);
    case verb::put: return detail::named_request<operation::PutRecord>(words, names);
    case verb::put_batch: return detail::batch_request(words, names);
    case verb::list: return detail::list_request(words, names);
    case verb::tag: return detail::named_request<operation::TagDeliveryStream>(words, names);
    case verb::untag: return detail::named_request<operation::UntagDeliveryStream>(words, names);
    case verb::tags: return detail::named_request<operation::ListTagsForDeliveryStream>(words, names);
    case verb::wait:
    case verb::key:
    case verb::caller: return std::nullopt;
    case verb::send:
    case verb::send_base64: break;
    }
    auto const name = words.take();
    std::string body(words.take());
    if (s.verb == verb::send_base64) {
        if (auto bytes = wire::base64_decode(body)) { body = *std::move(bytes); }
    }
    return make_request(name, std::move(body));
}

/// How long a `wait` step waits; nothing for another one.
[[nodiscard]] inline std::optional<std::chrono::milliseconds> wait_of(step const& s) {
    if (s.verb != verb::wait || s.words.empty()) { return std::nullopt; }
    return detail::duration_of(s.words.front());
}

/// What a `key` step says; nothing for another one.
[[nodiscard]] inline std::optional<key_setting> key_setting_of(step const& s, naming const& names) {
    if (s.verb != verb::key) { return std::nullopt; }
    detail::word_reader words(s.words);
    key_setting made;
    made.arn = names.key_arn(words.take());
    made.facts.state =
        reflect::enum_value<encryption::key_state>(words.take()).value_or(encryption::key_state::enabled);
    made.facts.create_grant_fails = words.take("no_grant");
    made.facts.retire_grant_fails = words.take("no_retirement");
    return made;
}

} // namespace firehose_sse::fuzzing
