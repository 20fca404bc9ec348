// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/views/participation.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace jamhall::sessions {

/// The people of the report by the values of one attribute, or by audience, as they are. Borrows from the state.
class breakdown {
public:
    explicit breakdown(std::string_view attribute) : attribute_{attribute} {}

    /// Makes room for a value before anybody has it.
    void expect(std::string_view value) { place_of(value); }

    /// Counts the person who stands at `row` among the counted ones.
    void add(std::size_t row, const person& who, std::string_view value);

    /// Counts everybody of `all` who was not added as "not given".
    void fill(std::span<const person* const> all);

    std::string_view attribute() const { return attribute_; }
    const std::vector<std::string_view>& values() const { return values_; }
    const std::vector<head_count>& counts() const { return counts_; }
    const std::vector<std::uint32_t>& places() const { return places_; }  ///< value of each counted person

private:
    std::uint32_t place_of(std::string_view value);

    std::string_view attribute_;
    std::vector<std::string_view> values_;
    std::vector<head_count> counts_;
    std::vector<std::uint32_t> places_;
    boost::unordered_flat_map<std::string_view, std::uint32_t> place_by_value_;
};

/// The steps of each value of each breakdown as they may be published together: no small cells, and none that
/// the totals or the other breakdowns would give back. Cost: people times breakdowns, and insight/suppression.
/// Source: rules BA2, BA7.
[[nodiscard]] std::vector<std::vector<funnel>> publishable(std::span<const breakdown> together,
                                                           bool is_sealed, std::uint32_t small_cell);

}  // namespace jamhall::sessions
