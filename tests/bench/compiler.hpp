// What compiled a benchmark and how, for the line above its figures.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <string>

namespace firehose_sse::bench {

inline std::string compiler() {
#ifdef __clang__
    std::string name = std::string("clang ") + __clang_version__;
#else
    std::string name = std::string("g++ ") + __VERSION__;
#endif
    name += ", " FIREHOSE_SSE_BUILD; // CMake's build type and flags
#ifndef __OPTIMIZE__
    name += ", NOT OPTIMISED: these figures mean nothing";
#endif
    return name;
}

} // namespace firehose_sse::bench
