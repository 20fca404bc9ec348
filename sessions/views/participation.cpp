// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/participation.hpp"

#include "sessions/views/breakdown.hpp"
#include "sessions/views/seal.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

/// An attribute with more values than these, and on average fewer people to a value than a small cell, names
/// people (a telephone number, a desk) rather than groups of them, and is left out.
constexpr std::size_t group_values_max = 20;
constexpr std::size_t values_max = 1'000;

bool names_people(const breakdown& by, std::size_t standing, std::uint32_t small_cell)
{
    return by.values().size() > values_max ||
           (by.values().size() > group_values_max && standing < by.values().size() * small_cell);
}

/// How many have attributes: an erased person's values are gone, and say nothing about how many share one.
std::size_t with_attributes(const std::vector<const person*>& counted)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        counted, [](const person* who) { return who->erased == person_erasure::none; }));
}

breakdown audiences_of(const jam_state& state, const std::vector<const person*>& counted)
{
    breakdown by{"audience"};
    for (const audience& each : state.what->audiences)
        by.expect(each.id.view());
    for (std::size_t row = 0; row < counted.size(); ++row)
        by.add(row, *counted[row], state.what->audiences.at(counted[row]->entry.audience).id.view());
    return by;
}

/// The breakdown a person's i-th attribute belongs to: nearly always the i-th.
breakdown& breakdown_named(std::vector<breakdown>& all, std::size_t i, std::string_view attribute)
{
    if (i < all.size() && all[i].attribute() == attribute)
        return all[i];
    const auto found = std::ranges::find(all, attribute, &breakdown::attribute);
    return found != all.end() ? *found : all.emplace_back(attribute);
}

std::vector<breakdown> attributes_of(const std::vector<const person*>& counted)
{
    std::vector<breakdown> all;
    for (std::size_t row = 0; row < counted.size(); ++row) {
        const auto& attributes = counted[row]->entry.attributes;
        for (std::size_t i = 0; i < attributes.size(); ++i)
            breakdown_named(all, i, attributes[i].first).add(row, *counted[row], attributes[i].second);
    }
    for (breakdown& by : all)
        by.fill(counted);
    return all;
}

funnel without_small_cells(const head_count& counted, std::uint32_t small_cell)
{
    funnel made;
    for (std::size_t i = 0; i < counted.size(); ++i)
        if (counted[i] == 0 || counted[i] >= small_cell)
            made.counts[i] = counted[i];
    return made;
}

std::vector<funnel_row> rows_of(const breakdown& by, const std::vector<funnel>& funnels)
{
    std::vector<funnel_row> rows;
    for (std::size_t i = 0; i < funnels.size(); ++i)
        rows.push_back({std::string{by.values()[i]}, funnels[i]});
    return rows;
}

}  // namespace

std::string_view name_of(involvement value)
{
    switch (value) {
    case involvement::invited: return "invited";
    case involvement::registered: return "registered";
    case involvement::entered: return "entered";
    case involvement::posted: return "posted";
    case involvement::supported: return "supported";
    }
    return "invited";
}

bool is_counted(const person& who)
{
    return who.entry.roles.empty() || !who.entry.roles.is_subset_of(watching_roles);
}

void add_to(head_count& counted, const person& who)
{
    const std::array took{true, who.has_registered, who.has_entered, who.idea_count + who.comment_count > 0,
                          who.ballot_count > 0};
    static_assert(took.size() == all_involvements.size());
    for (std::size_t i = 0; i < took.size(); ++i)
        counted[i] += took[i] ? 1 : 0;
}

participation_report participation_of(const jam_state& state)
{
    std::vector<const person*> counted;
    head_count all{};
    head_count newcomers{};
    for (const person& who : state.people) {
        if (!is_counted(who))
            continue;
        if (who.entry.came_by != way_in::roster) {
            add_to(newcomers, who);
            continue;
        }
        counted.push_back(&who);
        add_to(all, who);
    }
    const bool is_sealed = !tallies_are_shown(state);
    const auto small_cell = static_cast<std::uint32_t>(state.what->policy.small_cell);
    std::vector<breakdown> together{audiences_of(state, counted)};
    const auto standing = with_attributes(counted);
    for (breakdown& by : attributes_of(counted))
        if (!names_people(by, standing, small_cell))
            together.push_back(std::move(by));
    const auto funnels = publishable(together, is_sealed, small_cell);

    participation_report made;
    std::ranges::copy(all, made.all.counts.begin());
    made.newcomers = without_small_cells(newcomers, small_cell);
    for (funnel* each : {&made.all, &made.newcomers})
        if (is_sealed)
            each->counts[static_cast<std::size_t>(involvement::supported)].reset();
    made.by_audience = rows_of(together[0], funnels[0]);
    for (std::size_t i = 1; i < together.size(); ++i) {
        auto rows = rows_of(together[i], funnels[i]);
        std::ranges::sort(rows, {}, &funnel_row::value);
        made.by_attribute.push_back({std::string{together[i].attribute()}, std::move(rows)});
    }
    return made;
}

}  // namespace jamhall::sessions
