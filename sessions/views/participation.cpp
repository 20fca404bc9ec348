// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/participation.hpp"

#include "sessions/core/assert.hpp"
#include "sessions/insight/suppression.hpp"
#include "sessions/views/seal.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>

namespace jamhall::sessions {
namespace {

/// An attribute with more values than these, and on average fewer people to a value than a small cell, names
/// people (a telephone number, a desk) rather than groups of them, and is left out.
constexpr std::size_t group_values_max = 20;
constexpr std::size_t values_max = 1'000;

/// People by value of one attribute, as they are.
struct breakdown {
    std::string_view attribute;
    std::vector<std::string_view> values;
    std::vector<head_count> counts;
    boost::unordered_flat_map<std::string_view, std::size_t> place_of;

    head_count& at(std::string_view value)
    {
        const auto [found, is_new] = place_of.try_emplace(value, values.size());
        if (is_new) {
            values.push_back(value);
            counts.emplace_back();
        }
        return counts[found->second];
    }
};

funnel shown(const head_count& counted, bool is_sealed)
{
    funnel made;
    std::ranges::copy(counted, made.counts.begin());
    if (is_sealed)
        made.counts[static_cast<std::size_t>(involvement::supported)].reset();
    return made;
}

/// The same without small cells, step by step over the groups of one breakdown.
std::vector<funnel> shown(const std::vector<head_count>& groups, bool is_sealed, std::uint32_t small_cell)
{
    std::vector<funnel> made(groups.size());
    std::vector<std::uint32_t> cells(groups.size());
    for (involvement step : all_involvements) {
        if (step == involvement::supported && is_sealed)
            continue;
        const auto column = static_cast<std::size_t>(step);
        std::ranges::transform(groups, cells.begin(), [&](const head_count& group) { return group[column]; });
        const auto kept = publishable(cells, small_cell);
        for (std::size_t i = 0; i < groups.size(); ++i)
            made[i].counts[column] = kept[i];
    }
    return made;
}

/// The breakdown a person's i-th attribute belongs to: nearly always the i-th.
breakdown& breakdown_named(std::vector<breakdown>& all, std::size_t i, std::string_view attribute)
{
    if (i < all.size() && all[i].attribute == attribute)
        return all[i];
    const auto found = std::ranges::find(all, attribute, &breakdown::attribute);
    if (found != all.end())
        return *found;
    all.push_back({attribute, {}, {}, {}});
    return all.back();
}

head_count difference(const head_count& whole, const std::vector<head_count>& parts)
{
    head_count left = whole;
    for (const head_count& part : parts)
        for (std::size_t i = 0; i < left.size(); ++i)
            left[i] -= part[i];
    return left;
}

bool names_people(const breakdown& by, const head_count& all, std::uint32_t small_cell)
{
    const std::size_t invited = all[static_cast<std::size_t>(involvement::invited)];
    return by.values.size() > values_max ||
           (by.values.size() > group_values_max && invited < by.values.size() * small_cell);
}

attribute_funnel rows_of(const breakdown& by, bool is_sealed, std::uint32_t small_cell)
{
    std::vector<std::size_t> places(by.values.size());
    for (std::size_t i = 0; i < places.size(); ++i)
        places[i] = i;
    std::ranges::sort(places, {}, [&](std::size_t i) { return by.values[i]; });
    std::vector<head_count> counts;
    for (std::size_t i : places)
        counts.push_back(by.counts[i]);
    const auto funnels = shown(counts, is_sealed, small_cell);
    attribute_funnel made{std::string{by.attribute}, {}};
    for (std::size_t i = 0; i < places.size(); ++i)
        made.rows.push_back({std::string{by.values[places[i]]}, funnels[i]});
    return made;
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
    head_count all{};
    std::vector<head_count> by_audience(state.what->audiences.size());
    std::vector<breakdown> by_attribute;
    for (const person& who : state.people) {
        if (!is_counted(who))
            continue;
        add_to(all, who);
        ensure(who.entry.audience < by_audience.size(), "a person's audience exists");
        add_to(by_audience[who.entry.audience], who);
        for (std::size_t i = 0; i < who.entry.attributes.size(); ++i) {
            const auto& [attribute, value] = who.entry.attributes[i];
            add_to(breakdown_named(by_attribute, i, attribute).at(value), who);
        }
    }

    const bool is_sealed = !tallies_are_shown(state);
    const auto small_cell = static_cast<std::uint32_t>(state.what->policy.small_cell);
    participation_report made;
    made.all = shown(all, is_sealed);
    const auto audiences = shown(by_audience, is_sealed, small_cell);
    for (std::size_t i = 0; i < audiences.size(); ++i)
        made.by_audience.push_back({state.what->audiences[i].id.str(), audiences[i]});
    for (breakdown& by : by_attribute) {
        const head_count not_given = difference(all, by.counts);
        if (not_given[0] > 0)
            for (std::size_t i = 0; i < not_given.size(); ++i)
                by.at("")[i] += not_given[i];
        if (!names_people(by, all, small_cell))
            made.by_attribute.push_back(rows_of(by, is_sealed, small_cell));
    }
    return made;
}

}  // namespace jamhall::sessions
