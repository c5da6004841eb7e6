// A consumer's first program: a typed request becomes bytes and, read back, the same request.
// Level: none (a consumer). Knows the umbrella header only.
// SPDX-License-Identifier: BSL-1.0
#include <firehose_sse.hpp>

int main() {
    namespace model = firehose_sse::model;
    namespace wire = firehose_sse::wire;

    model::StartDeliveryStreamEncryptionInput request;
    request.DeliveryStreamName = "orders";
    request.DeliveryStreamEncryptionConfigurationInput.emplace();
    request.DeliveryStreamEncryptionConfigurationInput->KeyType = model::KeyType::AWS_OWNED_CMK;

    auto const read = wire::decode<model::StartDeliveryStreamEncryptionInput>(wire::encode(request));
    return read && read->value == request ? 0 : 1;
}
