// SPDX-License-Identifier: Apache-2.0
#include "engine/report/figures.hpp"

#include "engine/report/post_text.hpp"

#include <algorithm>
#include <cmath>

namespace jamhall::report {
namespace {

// Narrow enough to be read on a telephone without scrolling. Units: of the drawing, about a pixel.
constexpr int width = 480;
constexpr int row_height = 42;
constexpr int text_line = 16;
constexpr int bar_top = 23;
constexpr int bar_height = 10;
constexpr std::size_t label_length_max = 36;

int place_of(double share)
{
    return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * width));
}

void open_figure(html_out& out, const figure_frame& frame, int height)
{
    out.put("<figure id=\"{}\">\n<figcaption id=\"{}-caption\">{}</figcaption>\n", frame.id, frame.id,
            made_markup{frame.caption});
    out.put("<svg role=\"img\" aria-labelledby=\"{}-caption\" viewBox=\"0 0 480 ", frame.id);
    out.put("{}\" focusable=\"false\">\n", std::to_string(height));
}

void close_figure(html_out& out, const figure_frame& frame)
{
    out.put("</svg>\n<details><summary>The same as a table</summary>\n");
    frame.table();
    out.put("</details>\n</figure>\n");
}

void put_words(html_out& out, int top, const std::string& label, const std::string& value)
{
    const auto y = std::to_string(top + text_line);
    out.put("<text x=\"0\" y=\"{}\">{}</text>", y, shortened(label, label_length_max));
    out.put("<text class=\"value\" x=\"480\" y=\"{}\">{}</text>\n", y, value);
}

void put_track(html_out& out, int top)
{
    out.put("<rect class=\"track\" x=\"0\" y=\"{}\" width=\"480\" height=\"10\"/>",
            std::to_string(top + bar_top));
}

}  // namespace

void put_bars(html_out& out, const figure_frame& frame, std::span<const bar> bars)
{
    open_figure(out, frame, static_cast<int>(bars.size()) * row_height);
    int top = 0;
    for (const bar& one : bars) {
        put_words(out, top, one.label, one.value);
        put_track(out, top);
        if (one.share && *one.share > 0)
            out.put("<rect class=\"bar\" x=\"0\" y=\"{}\" width=\"{}\" height=\"10\"/>\n",
                    std::to_string(top + bar_top), std::to_string(std::max(2, place_of(*one.share))));
        top += row_height;
    }
    close_figure(out, frame);
}

void put_ranges(html_out& out, const figure_frame& frame, std::span<const range_bar> ranges)
{
    const int axis_top = static_cast<int>(ranges.size()) * row_height;
    open_figure(out, frame, axis_top + text_line + 8);
    int top = 0;
    for (const range_bar& one : ranges) {
        put_words(out, top, one.label, one.value);
        put_track(out, top);
        const int low = place_of(one.low);
        out.put("<rect class=\"range\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"10\"/>", std::to_string(low),
                std::to_string(top + bar_top), std::to_string(std::max(2, place_of(one.high) - low)));
        out.put("<rect class=\"point\" x=\"{}\" y=\"{}\" width=\"4\" height=\"16\"/>\n",
                std::to_string(std::clamp(place_of(one.point) - 2, 0, width - 4)),
                std::to_string(top + bar_top - (16 - bar_height) / 2));
        top += row_height;
    }
    const auto y = std::to_string(axis_top + text_line);
    out.put(
        "<text class=\"axis\" x=\"0\" y=\"{}\">0 %</text><text class=\"axis middle\" x=\"240\" y=\"{}\">50 "
        "%</text>",
        y, y);
    out.put("<text class=\"axis value\" x=\"480\" y=\"{}\">100 %</text>\n", y);
    close_figure(out, frame);
}

}  // namespace jamhall::report
