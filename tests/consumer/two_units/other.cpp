// A second source file with every header of the library: what both files define must be one thing to the linker.
// Level: none (a consumer). Knows the umbrella header only.
// SPDX-License-Identifier: BSL-1.0
#include <firehose_sse.hpp>

std::string other_unit() {
    return firehose_sse::wire::encode(firehose_sse::model::StopDeliveryStreamEncryptionInput{});
}
