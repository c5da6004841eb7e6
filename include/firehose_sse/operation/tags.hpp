// Tags of a stream, kept in order of their keys.
// Level 4 (operation). Pure; knows no limit.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/model/tag.hpp"
#include <algorithm>
#include <vector>

namespace firehose_sse::operation {

/// Adds tags; a key that is there already gets the new value, and of two equal keys the last counts.
inline void set_tags(std::vector<model::Tag>& tags, std::vector<model::Tag> const& added) {
    for (auto const& tag : added) {
        auto const at = std::ranges::lower_bound(tags, tag.Key, {}, &model::Tag::Key);
        if (at != tags.end() && at->Key == tag.Key) {
            at->Value = tag.Value;
        } else {
            tags.insert(at, tag);
        }
    }
}

} // namespace firehose_sse::operation
