// A file's bytes, up to a size that no request can need.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <string>

namespace check_example {

struct file_content {
    std::string text{};
    /// Why it could not be read; empty when it was.
    std::string failure{};
};

/// Reads a file of at most 64 MiB; `-` is standard input.
[[nodiscard]] file_content read_file(std::string const& name);

} // namespace check_example
