// Where the compiled part of this library lives: in every translation unit that includes it, or once in src.hpp.
// Level 3 (wire). Knows nothing of JSON.
// SPDX-License-Identifier: BSL-1.0
#pragma once

/// By default the compiled part is inline and comes with the headers. Define FIREHOSE_SSE_SEPARATE_COMPILATION for
/// the whole program and include <firehose_sse/src.hpp> in exactly one translation unit to compile it once.
#ifdef FIREHOSE_SSE_SEPARATE_COMPILATION
#define FIREHOSE_SSE_COMPILED
#else
#define FIREHOSE_SSE_COMPILED inline
#endif
