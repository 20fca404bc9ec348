// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/report/html_out.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace jamhall::report {

/// One bar: a label and a value in words above it, and how much of the full width it fills.
struct bar {
    std::string label;
    std::string value;
    std::optional<double> share;  ///< 0 to 1; nothing: withheld or unknown
};

/// One range with the point it is about.
struct range_bar {
    std::string label;
    std::string value;
    double low = 0;
    double point = 0;
    double high = 0;
};

/// What stands around a drawing so that nobody depends on seeing it: one sentence that says it and the
/// numbers as a table.
struct figure_frame {
    std::string_view id;          ///< unique on the page, a word of our own
    std::string caption;          ///< markup made by html_out
    std::function<void()> table;  ///< writes it where the drawing goes
};

/// Draws bars from the left, in the order given.
void put_bars(html_out& out, const figure_frame& frame, std::span<const bar> bars);

/// Draws ranges on an axis from 0 to 100 %.
void put_ranges(html_out& out, const figure_frame& frame, std::span<const range_bar> ranges);

}  // namespace jamhall::report
