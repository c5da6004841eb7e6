// A target that changes of bytes do not stop in reasonable time: it wants two members that its seed does not have.
// Tests only.
// SPDX-License-Identifier: BSL-1.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const has = [&](std::string_view what) { return text.find(what) != std::string_view::npos; };
    if (has("\"AllowForceDelete\":true") && has("\"KeyType\":\"CUSTOMER_MANAGED_CMK\"")) { std::abort(); }
    return 0;
}
