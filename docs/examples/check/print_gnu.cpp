// SPDX-License-Identifier: BSL-1.0
#include "print.hpp"
#include "text.hpp"

namespace check_example {

std::string print_gnu(report const& about) {
    std::string const file = printable(about.file);
    std::string out;
    for (problem const& each : about.problems) {
        out += file + ':' + to_string(each.begin) + (each.severity == severity::error ? ": error: " : ": warning: ");
        out += each.message + " [" + std::string(each.rule) + "]\n";
    }
    if (about.more != 0) { out += file + ": note: and " + std::to_string(about.more) + " more\n"; }
    return out;
}

} // namespace check_example
