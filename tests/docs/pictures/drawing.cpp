// SPDX-License-Identifier: BSL-1.0
#include "drawing.hpp"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <utility>

namespace firehose_sse::pictures {
namespace {

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out += c;
        }
    }
    return out;
}

std::string attribute(std::string_view name, std::string_view value) {
    return ' ' + std::string(name) + "=\"" + escaped(value) + '"';
}
std::string attribute(std::string_view name, int value) { return attribute(name, std::to_string(value)); }

std::string rule(std::string_view selector, std::string_view declarations) {
    return "  " + std::string(selector) + " { " + std::string(declarations) + " }\n";
}

std::string fill(std::string_view colour) { return "fill: " + std::string(colour); }
std::string stroke(std::string_view colour) { return "stroke: " + std::string(colour); }

// relative luminance of "#rrggbb", as WCAG 2 defines it
double luminance(std::string_view colour) {
    std::array<double, 3> linear{};
    for (std::size_t i = 0; i < linear.size(); ++i) {
        auto const digits = colour.substr(1 + 2 * i, 2);
        int value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        double const c = value / 255.0;
        linear[i] = c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

double contrast(std::string_view a, std::string_view b) {
    auto const [dark, light] = std::minmax({luminance(a), luminance(b)});
    return (light + 0.05) / (dark + 0.05);
}

} // namespace

drawing::drawing(look const& colours, int width, int height, std::string_view title, std::string_view description) {
    out_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + std::to_string(width) + ' ' +
           std::to_string(height) + '"' + attribute("width", width) + attribute("height", height) +
           " role=\"img\" aria-labelledby=\"title description\">\n";
    out_ += "<title id=\"title\">" + escaped(title) + "</title>\n";
    out_ += "<desc id=\"description\">" + escaped(description) + "</desc>\n";
    out_ += "<style>\n";
    out_ +=
        rule("text", "font: 13px system-ui, 'Segoe UI', 'Liberation Sans', Arial, sans-serif; " + fill(colours.text));
    out_ += rule(".name", "font-size: 14px; font-weight: 600");
    out_ += rule(".strong", "font-weight: 600");
    out_ += rule(".quiet", fill(colours.quiet));
    out_ += rule(".small", "font-size: 12px");
    out_ += rule(".on-solid", fill(colours.on_solid));
    out_ += rule(".page", fill(colours.page));
    out_ += rule(".band", fill(colours.band));
    out_ += rule(".box", stroke(colours.line) + "; stroke-width: 1.5");
    out_ += rule(".hollow", fill(colours.page));
    out_ += rule(".solid", fill(colours.solid));
    out_ += rule(".open", "fill: url(#open)");
    out_ += rule(".blue", fill(colours.blue));
    out_ += rule(".green", fill(colours.green));
    out_ += rule(".edge", "fill: none; " + stroke(colours.line) + "; stroke-width: 1.5");
    out_ += rule(".tick", "fill: none; " + stroke(colours.line) + "; stroke-width: 1; stroke-dasharray: 2 3");
    out_ += rule(".line", "fill: none; " + stroke(colours.measured) + "; stroke-width: 2.5; stroke-linejoin: round");
    out_ += rule(".dashed", "stroke-dasharray: 7 4");
    out_ += rule(".faint", stroke(colours.quiet) + "; stroke-width: 1.5");
    out_ += rule(".tip", fill(colours.line));
    out_ += rule(".hatch", "stroke: " + std::string(colours.open_line) + "; stroke-width: 4");
    out_ += "</style>\n<defs>\n";
    out_ +=
        "  <marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerUnits=\"userSpaceOnUse\" "
        "markerWidth=\"10\" markerHeight=\"10\" orient=\"auto\"><path class=\"tip\" d=\"M0 1L10 5L0 9z\"/></marker>\n";
    out_ += "  <pattern id=\"open\" width=\"9\" height=\"9\" patternUnits=\"userSpaceOnUse\" "
            "patternTransform=\"rotate(45)\"><rect width=\"9\" height=\"9\" style=\"" +
            fill(colours.open) + "\"/><path class=\"hatch\" d=\"M2 0V9\"/></pattern>\n";
    out_ += "</defs>\n";
    rect("page", 0, 0, width, height, 6);
}

void drawing::element(std::string_view name, std::string_view classes, std::string const& attributes) {
    out_ += '<' + std::string(name) + attribute("class", classes) + attributes + "/>\n";
}

void drawing::rect(std::string_view classes, int x, int y, int width, int height, int radius) {
    element("rect", classes,
            attribute("x", x) + attribute("y", y) + attribute("width", width) + attribute("height", height) +
                (radius == 0 ? "" : attribute("rx", radius)));
}

void drawing::dot(int x, int y, int radius) {
    element("circle", "tip", attribute("cx", x) + attribute("cy", y) + attribute("r", radius));
}

void drawing::path(std::string_view classes, std::string_view d) { element("path", classes, attribute("d", d)); }

void drawing::arrow(std::string_view d) { element("path", "edge", attribute("d", d) + " marker-end=\"url(#tip)\""); }

void drawing::text(std::string_view classes, int x, int y, anchor where, std::string_view what) {
    constexpr std::array<std::string_view, 3> anchors{"start", "middle", "end"};
    out_ += "<text" + (classes.empty() ? "" : attribute("class", classes)) + attribute("x", x) + attribute("y", y) +
            attribute("text-anchor", anchors[static_cast<std::size_t>(where)]) + '>' + escaped(what) + "</text>\n";
}

std::string drawing::finished() && { return std::move(out_) + "</svg>\n"; }

std::string too_faint(look const& colours) {
    std::string found;
    auto const check = [&](std::string_view text, std::string_view ground) {
        if (contrast(text, ground) < 4.5) { found += std::string(text) + " on " + std::string(ground) + '\n'; }
    };
    for (auto const ground :
         {colours.page, colours.band, colours.open, colours.open_line, colours.blue, colours.green}) {
        check(colours.text, ground);
    }
    check(colours.quiet, colours.page);
    check(colours.quiet, colours.band);
    check(colours.on_solid, colours.solid);
    return found;
}

} // namespace firehose_sse::pictures
