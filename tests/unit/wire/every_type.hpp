// Every input, output and error of the model as one type list, and values of them with all members set.
// Tests only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/model/delivery_stream.hpp"
#include "firehose_sse/model/encryption.hpp"
#include "firehose_sse/model/error.hpp"
#include "firehose_sse/model/record.hpp"
#include "firehose_sse/model/tag.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/reflect/members.hpp"
#include "firehose_sse/reflect/shape_name.hpp"
#include "firehose_sse/shape/raw_json.hpp"
#include "firehose_sse/shape/timestamp.hpp"
#include <gtest/gtest.h>
#include <string>

namespace firehose_sse::testing {

using every_type = ::testing::Types<
    model::CreateDeliveryStreamInput, model::CreateDeliveryStreamOutput, model::DeleteDeliveryStreamInput,
    model::DeleteDeliveryStreamOutput, model::DescribeDeliveryStreamInput, model::DescribeDeliveryStreamOutput,
    model::ListDeliveryStreamsInput, model::ListDeliveryStreamsOutput, model::PutRecordInput, model::PutRecordOutput,
    model::PutRecordBatchInput, model::PutRecordBatchOutput, model::StartDeliveryStreamEncryptionInput,
    model::StartDeliveryStreamEncryptionOutput, model::StopDeliveryStreamEncryptionInput,
    model::StopDeliveryStreamEncryptionOutput, model::TagDeliveryStreamInput, model::TagDeliveryStreamOutput,
    model::UntagDeliveryStreamInput, model::UntagDeliveryStreamOutput, model::ListTagsForDeliveryStreamInput,
    model::ListTagsForDeliveryStreamOutput, model::ConcurrentModificationException, model::InvalidArgumentException,
    model::InvalidKMSResourceException, model::InvalidSourceException, model::LimitExceededException,
    model::ResourceInUseException, model::ResourceNotFoundException, model::ServiceUnavailableException>;

struct type_names {
    template <class T> static std::string GetName(int) { return std::string(reflect::shape_name<T>); }
};

/// Gives every member a value of its own that is hard to carry: quotes, NUL, control characters, four-byte UTF-8.
class filler {
public:
    filler() = default;
    /// Gives enumerations no value that this version knows.
    explicit filler(bool only_unknown_values) : only_unknown_(only_unknown_values) {}

    template <class T> void operator()(T& value) {
        ++count_;
        if constexpr (requires { value.emplace(); }) {
            (*this)(value.emplace());
        } else if constexpr (is_string_shape<T>) {
            value.value = std::string("t\"\\/\0\x1f\x7f\n\xC3\xA9\xF0\x9F\x98\x80", 15) + std::to_string(count_);
        } else if constexpr (is_integer_shape<T>) {
            value.value = count_ % 2 == 0 ? count_ : -count_;
        } else if constexpr (is_blob_shape<T>) {
            value.bytes = std::string("\0\xFF\x80", 3) + std::to_string(count_);
        } else if constexpr (std::same_as<T, bool>) {
            value = !value;
        } else if constexpr (std::same_as<T, timestamp>) {
            value.milliseconds = 1'795'457'043'885 + count_;
        } else if constexpr (std::same_as<T, raw_json>) {
            value.text = R"({ "a" : [1.50, null, {"\u0062":"\u20ac"}], "n" : )" + std::to_string(count_) + " }";
        } else if constexpr (is_open_enum<T>) {
            auto const& known = reflect::enumerators<typename T::enumeration>;
            auto const pick = only_unknown_ ? known.size() : static_cast<std::size_t>(count_) % (known.size() + 1);
            value = pick < known.size() ? T(known[pick].value) : T::unknown("CREATE_PRIVATE_LINK_FAILED");
        } else if constexpr (is_list_shape<T>) {
            for (int i = 0; i < 3; ++i) { (*this)(value.emplace_back()); }
        } else {
            reflect::for_each_member<T>([&](auto member) { (*this)(value.*member.pointer); });
        }
    }

private:
    int count_ = 0;
    bool only_unknown_ = false;
};

template <class T> T filled(bool only_unknown_values = false) {
    T value;
    filler{only_unknown_values}(value);
    return value;
}

} // namespace firehose_sse::testing
