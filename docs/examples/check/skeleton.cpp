// SPDX-License-Identifier: BSL-1.0
#include "skeleton.hpp"
#include <firehose_sse/operation/operations.hpp>
#include <firehose_sse/reflect/enumerators.hpp>
#include <firehose_sse/reflect/members.hpp>
#include <firehose_sse/wire/encode.hpp>
#include "json_text.hpp"
#include <algorithm>
#include <boost/json/parse.hpp>
#include <concepts>
#include <cstdint>
#include <optional>

namespace check_example {

namespace sse = firehose_sse;
namespace model = sse::model;
namespace reflect = sse::reflect;

namespace {

// An example for each shape for which bounds and pattern do not give one.
void fill(model::DeliveryStreamName& value, bool) { value = "example-stream"; }
void fill(model::AWSKMSKeyARNForSSE& value, bool) {
    value = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
}
void fill(model::DestinationId& value, bool) { value = "destinationId-000000000001"; }
void fill(model::TagKey& value, bool) { value = "team"; }
void fill(model::TagValue& value, bool) { value = "analytics"; }
void fill(model::Data& value, bool) { value = "hello"; }
void fill(bool& value, bool) { value = false; }

template <class T> void fill(sse::open_enum<T>& value, bool) { value = reflect::enumerators<T>.front().value; }

template <sse::is_integer_shape T> void fill(T& value, bool) {
    constexpr std::int64_t usual = 10;
    value = static_cast<std::int32_t>(std::clamp(usual, T::bounds.min, T::bounds.max));
}

template <sse::is_list_shape T> void fill(T& value, bool required_only);

template <reflect::described T> void fill(T& value, bool required_only) {
    reflect::for_each_member<T>([&](auto member) {
        auto& into = value.*member.pointer;
        using type = std::remove_cvref_t<decltype(into)>;
        if constexpr (std::same_as<type, std::optional<sse::raw_json>>) {
            // its content is not known here
        } else if constexpr (requires {
                                 into.emplace();
                                 into.has_value();
                             }) {
            if (!required_only) { fill(into.emplace(), required_only); }
        } else {
            fill(into, required_only);
        }
    });
    // What the rules that look at several members require.
    if constexpr (std::same_as<T, model::DeliveryStreamEncryptionConfigurationInput>) {
        if (value.KeyARN) { value.KeyType = model::KeyType::CUSTOMER_MANAGED_CMK; }
    }
    if constexpr (std::same_as<T, model::CreateDeliveryStreamInput>) {
        value.ExtendedS3DestinationConfiguration = sse::raw_json{"{}"};
    }
}

template <sse::is_list_shape T> void fill(T& value, bool required_only) { fill(value.emplace_back(), required_only); }

} // namespace

std::string skeleton(std::string_view operation, bool required_only) {
    std::string text;
    sse::operation::with_operation(operation, [&](auto op) {
        typename decltype(op)::type::input request;
        fill(request, required_only);
        text = to_text(boost::json::parse(sse::wire::encode(request)));
    });
    return text;
}

std::string skeleton_note(std::string_view operation) {
    if (operation != sse::operation::CreateDeliveryStream::name) { return {}; }
    return "ExtendedS3DestinationConfiguration is yours to fill in, or another destination in its place: what "
           "destinations are made of is not checked";
}

} // namespace check_example
