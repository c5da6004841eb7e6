// Draws the documentation's pictures: `draw_pictures DIR` writes them. `draw_pictures --check DIR` compares the files
// with what it would write, and exits 1 if they differ.
// SPDX-License-Identifier: BSL-1.0
#include "pictures.hpp"
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

namespace {

using namespace firehose_sse::pictures;

// Every picture by its file's name; complaints go to standard error.
std::map<std::string, std::string> draw_all(std::filesystem::path const& measured, bool& good) {
    struct artist {
        std::string_view name;
        std::function<picture(look const&)> draw;
    };
    std::map<std::string, std::string> files;
    for (artist const& each :
         {artist{"life_cycle", draw_life_cycle}, artist{"failed_rotation", draw_failed_rotation},
          artist{"quota_growth", [&](look const& colours) { return draw_quota_growth(colours, measured); }}}) {
        for (look const& colours : looks) {
            picture const drawn = each.draw(colours);
            if (!drawn.complaint.empty()) {
                std::cerr << each.name << ": " << drawn.complaint;
                good = false;
                break;
            }
            files[std::string(each.name) + '_' + std::string(colours.name) + ".svg"] = drawn.svg;
        }
    }
    return files;
}

std::string content_of(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

bool same_as_committed(std::map<std::string, std::string> const& files, std::filesystem::path const& folder) {
    bool good = true;
    for (auto const& [name, svg] : files) {
        if (content_of(folder / name) != svg) {
            std::cerr << (folder / name).string() << ": stale; ./dev docs draws it anew\n";
            good = false;
        }
    }
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".svg" && !files.contains(entry.path().filename().string())) {
            std::cerr << entry.path().string() << ": drawn by nobody\n";
            good = false;
        }
    }
    return good;
}

} // namespace

int main(int count, char** arguments) {
    bool const check = count == 3 && arguments[1] == std::string_view("--check");
    if (count != 2 && !check) {
        std::cerr << "usage: draw_pictures [--check] DIR\n";
        return 2;
    }
    std::filesystem::path const folder = arguments[count - 1];

    bool good = true;
    for (look const& colours : looks) {
        if (auto const faint = too_faint(colours); !faint.empty()) {
            std::cerr << "too little contrast in the " << colours.name << " look:\n" << faint;
            good = false;
        }
    }
    auto const files = draw_all(folder / "../reference/quota_growth.csv", good);
    if (check) {
        good = good && same_as_committed(files, folder);
    } else {
        for (auto const& [name, svg] : files) {
            std::ofstream out(folder / name, std::ios::binary);
            out << svg;
            good = out.flush().good() && good;
        }
    }
    return good ? 0 : 1;
}
