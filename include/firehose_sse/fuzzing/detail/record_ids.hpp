// The last ids that an endpoint has given to records: no two records have the same id.
// Level 5 (fuzzing). A value; leaves it to others to report what it finds.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/call_token.hpp"
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing::detail {

/// Remembers at least the last `limit` ids, and at most twice as many; none that is longer than `max_id_bytes`.
class record_ids {
public:
    static constexpr std::size_t max_id_bytes = 1024;

    /// Remembers the ids of one answer. True when one of them was given to a record of an earlier call, but not when
    /// this is that call sent again, which may be answered as before. Each id is reported only once.
    [[nodiscard]] bool repeats(std::vector<std::string_view> const& ids, std::optional<quota::call_token> const& call,
                               std::size_t limit) {
        ++calls_;
        bool repeated = false;
        for (auto const id : ids) {
            if (id.empty() || id.size() > max_id_bytes) { continue; }
            if (auto* const before = find(id)) {
                bool const resent = before->call == calls_ || (call && before->token == call);
                repeated = repeated || !(resent || before->told);
                before->told = before->told || !resent;
            } else if (limit != 0) {
                if (recent_.size() >= limit) { older_ = std::exchange(recent_, {}); }
                recent_.emplace(id, use{calls_, call});
            }
        }
        return repeated;
    }

private:
    struct use {
        std::uint64_t call = 0;
        std::optional<quota::call_token> token{};
        bool told = false;
    };
    using uses = std::map<std::string, use, std::less<>>;

    [[nodiscard]] use* find(std::string_view id) {
        for (auto* const some : {&recent_, &older_}) {
            auto const at = some->find(id);
            if (at != some->end()) { return &at->second; }
        }
        return nullptr;
    }

    uses recent_{};
    uses older_{};
    std::uint64_t calls_ = 0;
};

} // namespace firehose_sse::fuzzing::detail
