// One file: what it is, which operation it is for, and all that is wrong with it.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "report.hpp"
#include <string>

namespace check_example {

/// Checks a text: bare JSON, or a raw HTTP message with JSON as its body.
[[nodiscard]] report inspect(std::string file, std::string text, settings const& with);

} // namespace check_example
