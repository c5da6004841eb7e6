// A JSON value as text that people can read.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <boost/json/value.hpp>
#include <string>

namespace check_example {

/// Indented by four, with an end of line; objects and lists without content stay on one line.
[[nodiscard]] std::string to_text(boost::json::value const& value);

} // namespace check_example
