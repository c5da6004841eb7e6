// StartDeliveryStreamEncryption: turns encryption on, or changes its key.
// Level 4 (operation). Pure: the stream, the request and the time come in, the next stream and the answer go out.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/operation/charged_call.hpp"

namespace firehose_sse::operation {

/// *Model:* StartDeliveryStreamEncryption.
struct StartDeliveryStreamEncryption {
    static constexpr std::string_view name = "StartDeliveryStreamEncryption";
    static constexpr std::size_t max_body_bytes = 64 * 1024;
    using input = model::StartDeliveryStreamEncryptionInput;
    using output = model::StartDeliveryStreamEncryptionOutput;
    using errors =
        error_set<model::ResourceNotFoundException, model::ResourceInUseException, model::InvalidArgumentException,
                  model::LimitExceededException, model::InvalidKMSResourceException>;

    /// Without a configuration the key is AWS's own [D].
    [[nodiscard]] static encryption::key
    wanted_key(std::optional<model::DeliveryStreamEncryptionConfigurationInput> const& wanted) {
        encryption::key key;
        if (wanted && wanted->KeyType == model::KeyType::CUSTOMER_MANAGED_CMK) {
            key.type = model::KeyType::CUSTOMER_MANAGED_CMK;
            if (wanted->KeyARN) { key.arn = wanted->KeyARN->value; }
        }
        return key;
    }

    [[nodiscard]] static decision<StartDeliveryStreamEncryption>
    decide(std::optional<stream_record> const& stream, input const& request, context const& with, instant now) {
        if (!exists(stream)) {
            return keep<StartDeliveryStreamEncryption>(not_found(request.DeliveryStreamName, with));
        }
        auto const wanted = wanted_key(request.DeliveryStreamEncryptionConfigurationInput);
        auto const facts = with.keys.find(wanted.arn);
        return decide_charged<StartDeliveryStreamEncryption>(*stream, encryption::start{wanted, with.caller, facts},
                                                             facts, first_broken_rule(request, with.policy), with, now);
    }
};

} // namespace firehose_sse::operation
