// How a stream stands, in one word a person or a scanner can act on.
// Level 2 (encryption). Reads a state or a Describe answer; changes nothing.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/state.hpp"
#include "firehose_sse/model/delivery_stream.hpp"

namespace firehose_sse::encryption {

/// `not_applicable`: the source is not DirectPut. `undetermined`: what is known does not tell whether records are
/// encrypted; a Put's `Encrypted` does.
enum class posture_kind : unsigned char {
    encrypted,
    not_encrypted,
    not_applicable,
    in_transition,
    rotation_failed_but_encrypted,
    undetermined
};
BOOST_DESCRIBE_ENUM(posture_kind, encrypted, not_encrypted, not_applicable, in_transition,
                    rotation_failed_but_encrypted, undetermined)

/// Posture of a state, which knows the key in effect.
[[nodiscard]] constexpr posture_kind posture(state const& s) noexcept {
    if (s.source != model::DeliveryStreamType::DirectPut) { return posture_kind::not_applicable; }
    using enum model::DeliveryStreamEncryptionStatus;
    switch (status(s)) {
    case ENABLED: return posture_kind::encrypted;
    case ENABLING_FAILED:
        return s.effective ? posture_kind::rotation_failed_but_encrypted : posture_kind::not_encrypted;
    case ENABLING:
    case DISABLING: return posture_kind::in_transition;
    case DISABLING_FAILED: return s.effective ? posture_kind::undetermined : posture_kind::not_encrypted;
    case DISABLED: break;
    }
    return posture_kind::not_encrypted;
}

/// Posture as far as a Describe answer tells it. ENABLING_FAILED does not mean "not encrypted": after a failed change
/// of key the old key stays in effect [D]. The answer does not say whether a first attempt or a change of key failed.
[[nodiscard]] inline posture_kind posture(model::DeliveryStreamDescription const& description) {
    auto const type = description.DeliveryStreamType.value();
    if (!type) { return posture_kind::undetermined; } // a source that this version does not know
    if (*type != model::DeliveryStreamType::DirectPut) { return posture_kind::not_applicable; }
    auto const& block = description.DeliveryStreamEncryptionConfiguration;
    if (!block || !block->Status || !block->Status->value()) { return posture_kind::undetermined; }
    using enum model::DeliveryStreamEncryptionStatus;
    switch (*block->Status->value()) {
    case ENABLED: return posture_kind::encrypted;
    case DISABLED: return posture_kind::not_encrypted;
    case ENABLING:
    case DISABLING: return posture_kind::in_transition;
    case ENABLING_FAILED:
    case DISABLING_FAILED: break;
    }
    return posture_kind::undetermined;
}

} // namespace firehose_sse::encryption
