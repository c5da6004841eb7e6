// Any names and a misspelt one: what is suggested is the closest, by a table of all distances that is filled to its
// end. Level: none (a fuzz target). Input: lines, the misspelt name first. By hand: ./dev fuzz nearest_name 60, or as
// fuzz/decode.cpp says. SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/reflect/nearest_name.hpp"
#include "require.hpp"
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace {

using namespace firehose_sse;

constexpr std::size_t largest = 256;
constexpr std::size_t longest = 64;

struct named {
    std::string_view name;
};

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// How many letters to change, add, leave out or swap, whatever their case.
std::size_t distance(std::string_view from, std::string_view to) {
    std::array<std::array<std::size_t, longest + 1>, longest + 1> fewest; // filled as far as it is read
    auto const same = [&](std::size_t i, std::size_t j) { return small(from[i]) == small(to[j]); };
    for (std::size_t i = 0; i <= from.size(); ++i) {
        for (std::size_t j = 0; j <= to.size(); ++j) {
            if (i == 0 || j == 0) {
                fewest[i][j] = i + j;
                continue;
            }
            std::size_t here = fewest[i - 1][j - 1] + (same(i - 1, j - 1) ? 0 : 1);
            here = std::min({here, fewest[i - 1][j] + 1, fewest[i][j - 1] + 1});
            bool const swapped = i > 1 && j > 1 && same(i - 1, j - 2) && same(i - 2, j - 1);
            fewest[i][j] = swapped ? std::min(here, fewest[i - 2][j - 2] + 1) : here;
        }
    }
    return fewest[from.size()][to.size()];
}

reflect::suggestion closest(std::string_view written, std::vector<named> const& names) {
    auto const is_long = [](std::string_view name) { return name.size() > longest; };
    if (written.empty() || is_long(written) || std::ranges::find(names, written, &named::name) != names.end()) {
        return {};
    }
    reflect::suggestion best;
    std::size_t fewest = longest + 1;
    for (auto const& [name] : names) {
        if (is_long(name)) { continue; }
        std::size_t const edits = distance(written, name);
        if (edits > std::max(written.size(), name.size()) / 3 || edits >= fewest) { continue; }
        fewest = edits;
        best = {name, edits == 0};
    }
    return best;
}

void check_distance(std::string_view from, std::string_view to) {
    if (from.size() > longest || to.size() > longest) { return; }
    std::size_t const wanted = distance(from, to);
    require(reflect::detail::edit_distance(from, to) == wanted, "a distance is the fewest edits");
    for (std::size_t const most : {wanted / 2, wanted, wanted + 1}) {
        std::size_t const found = reflect::detail::edit_distance(from, to, most);
        require(wanted <= most ? found == wanted : found > most, "one that is too great is known to be so");
    }
    require(reflect::detail::edit_distance(to, from) == wanted, "and both ways are equally long");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > largest) { return 0; }
    std::string_view text(reinterpret_cast<char const*>(data), size);
    auto const next_line = [&] {
        auto const line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        return line;
    };
    auto const written = next_line();
    std::vector<named> names;
    while (!text.empty()) { names.push_back({next_line()}); }
    require(reflect::nearest_name(written, names) == closest(written, names),
            "the name suggested is the first of the closest");
    for (auto const& each : names) { check_distance(written, each.name); }
    return 0;
}
