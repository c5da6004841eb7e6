// When an exchange happened, and what besides the stream its answer may depend on.
// Level 5 (fuzzing). Values and references for the length of one judgement.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/command.hpp"
#include "firehose_sse/encryption/key.hpp"
#include "firehose_sse/fuzzing/oracle_policy.hpp"
#include "firehose_sse/quota/call_token.hpp"
#include <cstddef>
#include <optional>

namespace firehose_sse::fuzzing::detail {

/// The endpoint decided at some moment from `first` to `last`.
struct moment {
    instant first{};
    instant last{};

    [[nodiscard]] constexpr std::chrono::milliseconds width() const noexcept { return last - first; }
};

/// A number that is known only roughly.
struct rough_count {
    std::size_t least = 0;
    std::size_t most = 0;
};

/// What an answer may depend on besides the request and its stream.
struct surroundings {
    oracle_policy const& rules;
    encryption::key_directory const& keys;
    encryption::caller_facts caller{};
    moment at{};
    std::optional<quota::call_token> token{};
    /// Streams of the account.
    rough_count streams{};
    /// Other streams that the wanted key encrypts.
    rough_count key_users{};
    /// The stream's calls are not all known: the quota may have come to either verdict.
    bool quota_doubted = false;
    /// Calls of an earlier stream of this name may count: the quota may have refused a call.
    bool quota_lessened = false;
};

} // namespace firehose_sse::fuzzing::detail
