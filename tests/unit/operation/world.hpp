// Streams in every state, what an operation looks at besides them, and answers told as text.
// For the tests of operation/ only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/state.hpp"
#include "firehose_sse/operation/decision.hpp"
#include "firehose_sse/reflect/shape_name.hpp"
#include <boost/pfr/core.hpp>
#include <boost/pfr/ops_fields.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace firehose_sse::operation {

using namespace std::chrono_literals;
using enum model::DeliveryStreamType;
using encryption::key_state;
using encryption::work_kind;
using model::DeliveryStreamFailureType;
using model::DeliveryStreamStatus;

constexpr instant at(std::chrono::milliseconds since_1970) { return instant(since_1970); }

/// When the operations are called, where a test does not say otherwise.
inline constexpr instant now = at(1'000'000s);

inline std::string const arn_a = "arn:aws:kms:us-east-1:123456789012:key/a";
inline std::string const arn_b = "arn:aws:kms:us-east-1:123456789012:key/b";
inline encryption::key const own_key{};
inline encryption::key const key_a{model::KeyType::CUSTOMER_MANAGED_CMK, arn_a};
inline encryption::key const key_b{model::KeyType::CUSTOMER_MANAGED_CMK, arn_b};

/// What an operation may look at besides the request and the stream.
struct world {
    operation::policy rules{};
    encryption::key_directory keys{};
    encryption::caller_facts caller{};
    std::size_t stream_count = 0;
    std::string request_id = "request-1";
    std::optional<quota::call_token> token{};

    [[nodiscard]] context with() const { return {rules, keys, caller, stream_count, request_id, token}; }
};

// ---- streams, all called "orders"

/// An ACTIVE stream that never was encrypted.
inline stream_record never_encrypted() {
    stream_record made;
    made.encryption.stream = DeliveryStreamStatus::ACTIVE;
    made.encryption.attempt = 1;
    made.name = "orders";
    made.arn = "arn:aws:firehose:us-east-1:123456789012:deliverystream/orders";
    made.version = "1";
    made.created = {1'500'000'000'250};
    made.destination.DestinationId = "destinationId-000000000001";
    made.destination.S3DestinationDescription = raw_json{R"({"BucketARN":"arn:aws:s3:::b"})"};
    return made;
}

inline void begin(stream_record& record, work_kind kind, instant due) {
    record.encryption.pending = encryption::work{.kind = kind, .attempt = ++record.encryption.attempt};
    record.work_due = due;
}

inline stream_record enabling(encryption::key wanted = own_key, instant due = instant::max()) {
    auto made = never_encrypted();
    made.encryption.attempted = std::move(wanted);
    begin(made, work_kind::enabling, due);
    return made;
}

/// Settled long ago.
inline stream_record enabled(encryption::key wanted = own_key) {
    auto made = never_encrypted();
    made.encryption.attempted = wanted;
    made.encryption.effective = encryption::effective_key{std::move(wanted), ++made.encryption.attempt};
    return made;
}

inline stream_record rotating(encryption::key from, encryption::key to, instant due = instant::max()) {
    auto made = enabled(std::move(from));
    made.encryption.attempted = std::move(to);
    begin(made, work_kind::enabling, due);
    return made;
}

inline stream_record enabling_failed(DeliveryStreamFailureType type = DeliveryStreamFailureType::DISABLED_KMS_KEY) {
    auto made = never_encrypted();
    made.encryption.attempt = 2;
    made.encryption.attempted = key_a;
    made.encryption.encryption_failure = encryption::failure{work_kind::enabling, type};
    return made;
}

inline stream_record rotation_failed(encryption::key from, encryption::key to) {
    auto made = enabled(std::move(from));
    made.encryption.attempt = 3;
    made.encryption.attempted = std::move(to);
    made.encryption.encryption_failure =
        encryption::failure{work_kind::enabling, DeliveryStreamFailureType::KMS_KEY_NOT_FOUND};
    return made;
}

inline stream_record disabling(encryption::key from = own_key, instant due = instant::max()) {
    auto made = enabled(std::move(from));
    begin(made, work_kind::disabling, due);
    return made;
}

inline stream_record disabling_failed(encryption::key from = key_a) {
    auto made = enabled(std::move(from));
    made.encryption.attempt = 3;
    made.encryption.encryption_failure =
        encryption::failure{work_kind::disabling, DeliveryStreamFailureType::RETIRE_KMS_GRANT_FAILED};
    return made;
}

inline stream_record creating(std::optional<encryption::key> wanted = std::nullopt, instant due = instant::max()) {
    auto made = never_encrypted();
    made.encryption.stream = DeliveryStreamStatus::CREATING;
    made.encryption.attempted = std::move(wanted);
    made.encryption.attempt = 0;
    begin(made, work_kind::creating, due);
    return made;
}

inline stream_record creating_failed() {
    auto made = never_encrypted();
    made.encryption.stream = DeliveryStreamStatus::CREATING_FAILED;
    made.encryption.attempted = key_a;
    made.encryption.stream_failure =
        encryption::failure{work_kind::creating, DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED};
    made.encryption.encryption_failure =
        encryption::failure{work_kind::enabling, DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED};
    return made;
}

inline stream_record deleting(stream_record from = never_encrypted(), instant due = instant::max()) {
    from.encryption.stream = DeliveryStreamStatus::DELETING;
    begin(from, work_kind::deleting, due);
    return from;
}

inline stream_record deleting_failed(stream_record from = enabled(key_a)) {
    from.encryption.stream = DeliveryStreamStatus::DELETING_FAILED;
    ++from.encryption.attempt;
    from.encryption.stream_failure =
        encryption::failure{work_kind::deleting, DeliveryStreamFailureType::RETIRE_KMS_GRANT_FAILED};
    return from;
}

inline stream_record from_source(model::DeliveryStreamType source, stream_record from = never_encrypted()) {
    from.encryption.source = source;
    return from;
}

/// The same stream after so many calls charged at one moment.
inline stream_record charged(stream_record from, std::size_t calls, instant when) {
    from.quota.charged.assign(calls, when);
    from.quota.latest = when;
    return from;
}

// ---- telling

/// Same in every member, none forgotten: the members are counted by the compiler.
inline bool same(stream_record const& a, stream_record const& b) { return boost::pfr::eq_fields(a, b); }

/// The same but for what was charged.
inline bool same_but_charged(stream_record a, stream_record const& b) {
    a.quota = b.quota;
    return same(a, b);
}

/// "ok", or the error's name, its code if it can have one, and its message.
template <class... Answer> std::string told(std::variant<Answer...> const& answer) {
    return std::visit(
        []<class A>(A const& what) {
            std::string text(reflect::shape_name<A>);
            if (!text.ends_with("Exception")) { return std::string("ok"); }
            if constexpr (requires { what.code; }) {
                text += what.code ? " [" + what.code->value + "]" : std::string(" []");
            }
            if constexpr (requires { what.message; }) {
                text += what.message ? ": " + what.message->value : std::string(" without message");
            }
            return text;
        },
        answer);
}

template <class Op> std::string told(decision<Op> const& decided) { return told(decided.answer.answer); }

/// "ok" or the error's name alone.
template <class Decision> std::string kind_of(Decision const& decided) {
    std::string const text = told(decided.answer.answer);
    return text.substr(0, text.find_first_of(" :"));
}

/// What an operation answers when all goes well; fails the test by throwing where it does not.
template <class Op> typename Op::output const& output_of(decision<Op> const& decided) {
    return std::get<typename Op::output>(decided.answer.answer);
}

} // namespace firehose_sse::operation
