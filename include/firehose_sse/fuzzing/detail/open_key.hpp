// Keys of a stream that nobody has seen: each stands for any key until one is shown.
// Level 5 (fuzzing). Inside a state they are keys like others, so that the life cycle moves them along.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/state.hpp"
#include "firehose_sse/model/delivery_stream.hpp"
#include <optional>
#include <string>

namespace firehose_sse::fuzzing::detail {

/// Stands for a key that may be any; two with the same letter are the same. No real key is like it: AWS's has no ARN.
[[nodiscard]] inline encryption::key open_key(char letter) {
    return {.type = model::KeyType::AWS_OWNED_CMK, .arn = std::string(1, letter)};
}

[[nodiscard]] inline bool is_open(encryption::key const& key) noexcept {
    return !key.needs_grant() && !key.arn.empty();
}

[[nodiscard]] inline bool is_open(std::optional<encryption::key> const& key) noexcept { return key && is_open(*key); }

[[nodiscard]] inline bool is_open(std::optional<encryption::effective_key> const& key) noexcept {
    return key && is_open(key->key);
}

/// Puts the key that was seen in place of the open one, once it is known which key that is.
inline void name_key(encryption::state& state, encryption::key const& open, encryption::key const& seen) {
    bool const in_effect = state.effective && state.effective->key == open; // `open` may refer to one of these
    bool const asked_for = state.attempted == open;
    if (in_effect) { state.effective->key = seen; }
    if (asked_for) { state.attempted = seen; }
}

using encryption_block = std::optional<model::DeliveryStreamEncryptionConfiguration>;

/// The key that a block shows; nothing where it shows none, or only a part of one.
[[nodiscard]] inline std::optional<encryption::key> seen_key(encryption_block const& block) {
    auto const type = block && block->KeyType ? block->KeyType->value() : std::nullopt;
    if (type == model::KeyType::AWS_OWNED_CMK) { return encryption::key{}; }
    if (!type || !block->KeyARN) { return std::nullopt; }
    return encryption::key{*type, block->KeyARN->value};
}

/// The status that a block shows; nothing where it is one that nobody knows.
[[nodiscard]] inline std::optional<model::DeliveryStreamEncryptionStatus> seen_status(encryption_block const& block) {
    return block && block->Status ? block->Status->value() : std::nullopt;
}

} // namespace firehose_sse::fuzzing::detail
