// SPDX-License-Identifier: BSL-1.0
#include "read_file.hpp"
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <system_error>

namespace check_example {

namespace {

constexpr std::size_t most_bytes = std::size_t{64} * 1024 * 1024;

[[nodiscard]] std::string why(int error) { return std::generic_category().message(error); }

} // namespace

file_content read_file(std::string const& name) {
    file_content read;
    std::FILE* const file = name == "-" ? stdin : std::fopen(name.c_str(), "rb");
    if (file == nullptr) { return {{}, why(errno)}; }
    std::array<char, 64 * 1024> block{};
    while (read.failure.empty()) {
        errno = 0;
        std::size_t const size = std::fread(block.data(), 1, block.size(), file);
        read.text.append(block.data(), size);
        if (read.text.size() > most_bytes) { read.failure = "is larger than 64 MiB"; }
        if (size == block.size()) { continue; }
        if (std::ferror(file) != 0) { read.failure = why(errno); }
        break;
    }
    if (file != stdin) { std::fclose(file); } // only read from: nothing can be lost
    if (!read.failure.empty()) { read.text = {}; }
    return read;
}

} // namespace check_example
