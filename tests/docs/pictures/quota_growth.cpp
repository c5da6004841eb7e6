// How the cost of a quota grows with the number of streams: two diagrams of what tests/bench/quota_growth has measured.
// SPDX-License-Identifier: BSL-1.0
#include "pictures.hpp"
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <utility>
#include <vector>

namespace firehose_sse::pictures {
namespace {

enum column : unsigned char { streams, bytes, ns, side_by_side_ns, huge_pages_ns, naive_bytes, naive_ns, columns };
constexpr std::string_view header = "streams,bytes,ns,side_by_side_ns,huge_pages_ns,naive_bytes,naive_ns";
using measured = std::array<double, columns>;

struct table {
    std::string first_line{}; // compiler and date
    std::vector<measured> rows{};
    std::string complaint{};
};

table read_table(std::filesystem::path const& file) {
    table read;
    std::ifstream in(file);
    std::string line;
    std::getline(in, read.first_line);
    std::getline(in, line);
    if (!in || !read.first_line.starts_with("# ") || line != header) {
        return {.complaint = file.string() + ": not what quota_growth prints\n"};
    }
    while (std::getline(in, line)) {
        measured row{};
        char const* at = line.data();
        for (double& cell : row) {
            auto const [end, fault] = std::from_chars(at, line.data() + line.size(), cell);
            if (fault != std::errc{} || cell <= 0) { return {.complaint = file.string() + ": " + line + '\n'}; }
            at = end == line.data() + line.size() ? end : end + 1;
        }
        read.rows.push_back(row);
    }
    if (read.rows.size() < 2) { read.complaint = file.string() + ": too few rows\n"; }
    return read;
}

// ---- how it is drawn

constexpr int top = 70;
constexpr int height = 240;
constexpr int decade_width = 46;
constexpr int decades_across = 7; // 1 to 10 million streams

struct line {
    column values;
    std::string_view name;
    std::string_view classes;
};

struct diagram {
    std::string_view title;
    int left;
    int first_decade; // of the vertical axis
    int last_decade;
    std::vector<line> lines;
};

int x_of(diagram const& d, double value) {
    return d.left + static_cast<int>(std::lround(std::log10(value) * decade_width));
}
int y_of(diagram const& d, double value) {
    double const decades = d.last_decade - d.first_decade;
    return top + height - static_cast<int>(std::lround((std::log10(value) - d.first_decade) / decades * height));
}

std::string power_of_ten(int exponent) {
    std::string text = "1";
    for (int left = exponent; left > 0; --left) { text += left % 3 == 0 ? ",0" : "0"; }
    return text;
}

void draw_axes(drawing& d, diagram const& of) {
    int const right = of.left + decades_across * decade_width;
    d.text("name", of.left, top - 40, anchor::start, of.title);
    for (int decade = of.first_decade; decade <= of.last_decade; ++decade) {
        int const y = y_of(of, std::pow(10, decade));
        d.path(decade == of.first_decade ? "edge" : "tick",
               "M" + std::to_string(of.left) + ' ' + std::to_string(y) + 'H' + std::to_string(right));
        d.text("small quiet", of.left - 8, y + 4, anchor::end, power_of_ten(decade));
    }
    for (int decade = 0; decade <= decades_across; ++decade) {
        int const x = of.left + decade * decade_width;
        d.path("edge", "M" + std::to_string(x) + ' ' + std::to_string(top + height) + "v5");
        if (decade % 2 == 1) { d.text("small quiet", x, top + height + 20, anchor::middle, power_of_ten(decade)); }
    }
    d.text("small quiet", right, top + height + 38, anchor::end, "streams, each with a full window");
}

void draw_line(drawing& d, diagram const& of, line const& which, table const& from) {
    std::string path;
    for (measured const& row : from.rows) {
        path += (path.empty() ? 'M' : 'L') + std::to_string(x_of(of, row[streams])) + ' ' +
                std::to_string(y_of(of, row[which.values]));
    }
    d.path(which.classes, path);
}

// The legend stands above the axes, in the order in which the lines end.
void draw_legend(drawing& d, diagram const& of) {
    int x = of.left;
    for (line const& each : of.lines) {
        d.path(each.classes, "M" + std::to_string(x) + ' ' + std::to_string(top - 22) + "h18");
        d.text("small", x + 23, top - 18, anchor::start, each.name);
        x += 44 + static_cast<int>(each.name.size()) * 7;
    }
}

std::string said(table const& from, std::vector<diagram> const& all) {
    std::string text = "Logarithmic diagrams of cost over the number of streams.";
    for (diagram const& each : all) {
        for (line const& which : each.lines) {
            text += '\n' + std::string(each.title) + ", " + std::string(which.name) + ':';
            for (measured const& row : from.rows) {
                text += (&row == &from.rows.front() ? " " : ", ") + std::to_string(std::lround(row[which.values])) +
                        " at " + std::to_string(std::lround(row[streams]));
            }
            text += '.';
        }
    }
    return text;
}

} // namespace

picture draw_quota_growth(look const& colours, std::filesystem::path const& measured_file) {
    table const from = read_table(measured_file);
    if (!from.complaint.empty()) { return {.svg = {}, .complaint = from.complaint}; }

    std::vector<diagram> const all{
        {.title = "Nanoseconds an admission",
         .left = 76,
         .first_decade = 1,
         .last_decade = 4,
         .lines = {{ns, "memory_store", "line"},
                   {side_by_side_ns, "many at once", "line dashed"},
                   {naive_ns, "naive", "line faint"}}},
        {.title = "Bytes a stream",
         .left = 76 + decades_across * decade_width + 110,
         .first_decade = 2,
         .last_decade = 6,
         .lines = {{bytes, "memory_store", "line"}, {naive_bytes, "naive", "line faint"}}},
    };
    for (diagram const& each : all) {
        for (line const& which : each.lines) {
            for (measured const& row : from.rows) {
                int const y = y_of(each, row[which.values]);
                if (y < top || y > top + height ||
                    x_of(each, row[streams]) > each.left + decades_across * decade_width) {
                    return {.svg = {}, .complaint = std::string(which.name) + ": a point outside of the axes\n"};
                }
            }
        }
    }

    int const width = all.back().left + decades_across * decade_width + 48;
    drawing d(colours, width, top + height + 80, "How the cost of a quota grows", said(from, all));
    for (diagram const& each : all) {
        draw_axes(d, each);
        for (line const& which : each.lines) { draw_line(d, each, which, from); }
        draw_legend(d, each);
    }
    auto const until = from.first_line.find(';');
    d.text("small quiet", 76, top + height + 64, anchor::start, from.first_line.substr(2, until - 2));
    return {.svg = std::move(d).finished(), .complaint = {}};
}

} // namespace firehose_sse::pictures
