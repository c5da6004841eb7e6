// An SVG picture in one of two looks, written line by line, so that a change of it is easy to read in a diff.
// Knows nothing of what is drawn. Coordinates are whole numbers, fonts are the reader's own.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <string>
#include <string_view>

namespace firehose_sse::pictures {

/// The colours of one look; "open" is what nobody can know.
struct look {
    std::string_view name;
    std::string_view page, text, quiet, line, band;
    std::string_view solid, on_solid, open, open_line;
    std::string_view blue, green;
    std::string_view measured;
};

inline constexpr std::array<look, 2> looks{{
    {.name = "light",
     .page = "#ffffff",
     .text = "#1f2328",
     .quiet = "#59636e",
     .line = "#59636e",
     .band = "#f3f1fb",
     .solid = "#5a48b8",
     .on_solid = "#ffffff",
     .open = "#ffffff",
     .open_line = "#ddd8f6",
     .blue = "#cfe2fb",
     .green = "#cdebd2",
     .measured = "#5a48b8"},
    {.name = "dark",
     .page = "#0d1117",
     .text = "#e6edf3",
     .quiet = "#9aa4af",
     .line = "#9aa4af",
     .band = "#17162a",
     .solid = "#6a57cf",
     .on_solid = "#ffffff",
     .open = "#0d1117",
     .open_line = "#2f2860",
     .blue = "#123a6b",
     .green = "#14482a",
     .measured = "#a99cf5"},
}};

/// Which point of a text lies at its position.
enum class anchor : unsigned char { start, middle, end };

class drawing {
public:
    /// The title and the description are what a screen reader reads.
    drawing(look const& colours, int width, int height, std::string_view title, std::string_view description);

    void rect(std::string_view classes, int x, int y, int width, int height, int radius = 0);
    void dot(int x, int y, int radius);
    void path(std::string_view classes, std::string_view d);
    void arrow(std::string_view d);
    void text(std::string_view classes, int x, int y, anchor where, std::string_view what);

    [[nodiscard]] std::string finished() &&;

private:
    void element(std::string_view name, std::string_view classes, std::string const& attributes);
    std::string out_;
};

/// The pairs of text and background in a look whose contrast is less than the 4.5 to 1 that WCAG 2 asks for; empty when
/// all is well.
[[nodiscard]] std::string too_faint(look const& colours);

} // namespace firehose_sse::pictures
