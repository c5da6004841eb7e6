// What the targets share: how they report that something that must always be true was not.
// For the targets of fuzz/ only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/shape/code_points.hpp"
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>

inline void require(bool good, char const* what) {
    if (good) { return; }
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

/// True when a result without a value throws when it is asked for one, as boost::system::result must.
template <class Result> bool throws(Result const& result) {
    try {
        static_cast<void>(result.value());
    } catch (std::exception const&) { return true; }
    return false;
}

/// True for a JSON pointer by RFC 6901 in UTF-8.
inline bool is_well_formed(std::string_view pointer) {
    if (!pointer.empty() && pointer.front() != '/') { return false; }
    for (std::size_t i = 0; i < pointer.size(); ++i) {
        if (pointer[i] != '~') { continue; }
        if (++i == pointer.size() || (pointer[i] != '0' && pointer[i] != '1')) { return false; }
    }
    while (!pointer.empty()) {
        auto const point = firehose_sse::front_code_point(pointer);
        if (!point.valid()) { return false; }
        pointer.remove_prefix(point.size);
    }
    return true;
}
