// Dies on one input, which is in its corpus: proof that a fuzzing rig and a replay of the corpus can fail.
// Level: none (a fuzz target). Knows nothing of the library.
// SPDX-License-Identifier: BSL-1.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    // Byte by byte, so that coverage leads an engine here from nothing within a second.
    if (size >= 4 && data[0] == 's' && data[1] == 'i' && data[2] == 'n' && data[3] == 'g') { std::abort(); }
    return 0;
}
