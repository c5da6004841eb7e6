// The kit's mutator as each engine takes it: in libFuzzer's target, or in a shared library for AFL++.
// Tests only.
// SPDX-License-Identifier: BSL-1.0
#ifdef FOR_AFL
#include "firehose_sse/fuzzing/afl_hooks.hpp"
FIREHOSE_SSE_AFL_HOOKS();
#else
#include "firehose_sse/fuzzing/libfuzzer_hooks.hpp"
FIREHOSE_SSE_LIBFUZZER_HOOKS();
#endif
