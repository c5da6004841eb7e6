// Rules that look at more than one member, one named function each.
// Level 2 (constraint). The semantic layer of the service: it runs after existence and state are known.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/collector.hpp"
#include "firehose_sse/model/delivery_stream.hpp"
#include "firehose_sse/model/record.hpp"
#include "firehose_sse/reflect/members.hpp"
#include "firehose_sse/reflect/pointer.hpp"
#include <string_view>

namespace firehose_sse::constraint {

namespace detail {

inline void add_at(collector& found, rule id, reflect::json_pointer at, std::string_view member, range bounds = {},
                   std::int64_t actual = 0) {
    if (!member.empty()) { at.push(member); }
    found.add({.rule = id, .pointer = at.text(), .bounds = bounds, .actual = actual});
}

inline void key_rules(model::DeliveryStreamEncryptionConfigurationInput const& value, reflect::json_pointer const& at,
                      collector& found) {
    if (value.KeyType == model::KeyType::CUSTOMER_MANAGED_CMK && !value.KeyARN) {
        add_at(found, rule::customer_key_needs_arn, at, "KeyARN");
    }
    if (value.KeyType == model::KeyType::AWS_OWNED_CMK && value.KeyARN) {
        add_at(found, rule::owned_key_has_no_arn, at, "KeyARN");
    }
}

inline void key_rules_of_member(std::optional<model::DeliveryStreamEncryptionConfigurationInput> const& value,
                                collector& found) {
    if (!value) { return; }
    reflect::json_pointer at;
    at.push("DeliveryStreamEncryptionConfigurationInput");
    key_rules(*value, at, found);
}

inline void exactly_one_destination(model::CreateDeliveryStreamInput const& value, collector& found) {
    int given = 0;
    reflect::for_each_member<model::CreateDeliveryStreamInput>([&](auto member) {
        if constexpr (reflect::member_name<decltype(member)>.ends_with("DestinationConfiguration")) {
            given += (value.*member.pointer).has_value() ? 1 : 0;
        }
    });
    if (given != 1) { add_at(found, rule::exactly_one_destination, {}, {}, {1, 1}, given); }
}

/// True when the stream to be created is certainly not of the type `wanted`. A type whose name is unknown decides
/// nothing here; another rule refuses it.
[[nodiscard]] inline bool is_of_other_type(model::CreateDeliveryStreamInput const& value,
                                           model::DeliveryStreamType wanted) noexcept {
    if (!value.DeliveryStreamType) { return wanted != model::DeliveryStreamType::DirectPut; }
    auto const given = value.DeliveryStreamType->value();
    return given && *given != wanted;
}

inline void source_fits_type(model::CreateDeliveryStreamInput const& value, collector& found) {
    using enum model::DeliveryStreamType;
    auto const check = [&](bool given, model::DeliveryStreamType wanted, std::string_view member) {
        if (given && is_of_other_type(value, wanted)) { add_at(found, rule::source_fits_type, {}, member); }
    };
    check(value.DirectPutSourceConfiguration.has_value(), DirectPut, "DirectPutSourceConfiguration");
    check(value.KinesisStreamSourceConfiguration.has_value(), KinesisStreamAsSource,
          "KinesisStreamSourceConfiguration");
    check(value.MSKSourceConfiguration.has_value(), MSKAsSource, "MSKSourceConfiguration");
    check(value.DatabaseSourceConfiguration.has_value(), DatabaseAsSource, "DatabaseSourceConfiguration");
}

} // namespace detail

/// Checks the cross-member rules of a request; a shape without such rules has no violations.
template <class T> void cross_member_rules(T const&, collector&) {}

inline void cross_member_rules(model::StartDeliveryStreamEncryptionInput const& value, collector& found) {
    detail::key_rules_of_member(value.DeliveryStreamEncryptionConfigurationInput, found);
}

inline void cross_member_rules(model::DeliveryStreamEncryptionConfigurationInput const& value, collector& found) {
    detail::key_rules(value, {}, found);
}

inline void cross_member_rules(model::CreateDeliveryStreamInput const& value, collector& found) {
    detail::exactly_one_destination(value, found);
    detail::source_fits_type(value, found);
    auto const& encryption = value.DeliveryStreamEncryptionConfigurationInput;
    if (encryption && detail::is_of_other_type(value, model::DeliveryStreamType::DirectPut)) {
        detail::add_at(found, rule::encryption_needs_direct_put, {}, "DeliveryStreamEncryptionConfigurationInput");
    }
    detail::key_rules_of_member(encryption, found);
}

inline void cross_member_rules(model::PutRecordBatchInput const& value, collector& found) {
    std::size_t bytes = 0;
    for (auto const& record : value.Records) {
        std::size_t const raw = record.Data.bytes.size();
        bytes += found.rules().basis == batch_basis::raw_bytes ? raw : (raw + 2) / 3 * 4;
    }
    if (bytes > found.rules().batch_bytes) {
        detail::add_at(found, rule::batch_bytes, {}, "Records",
                       {0, static_cast<std::int64_t>(found.rules().batch_bytes)}, static_cast<std::int64_t>(bytes));
    }
}

} // namespace firehose_sse::constraint
