// SPDX-License-Identifier: Apache-2.0
#include "sessions/insight/bradley_terry.hpp"

#include "sessions/core/assert.hpp"

#include <algorithm>
#include <cmath>

namespace jamhall::sessions {
namespace {

constexpr double prior_won = .5;  // of one comparison with a thing of strength 1
constexpr std::size_t rounds_max = 10'000;
constexpr std::size_t steps_max = 200'000'000;
constexpr double close_enough = 1e-10;  // relative change of every strength
constexpr std::size_t opponents_max = 1'000;

/// How often each thing was preferred, and whether it was ever compared.
struct record {
    double won = 0;
    bool is_compared = false;
};

std::vector<record> records_of(std::size_t things, std::span<const pair_count> pairs)
{
    std::vector<record> records(things);
    for (const auto& pair : pairs) {
        ensure(pair.first < things && pair.second < things && pair.first != pair.second,
               "a pair is of two things");
        if (pair.first_won + pair.second_won == 0)
            continue;
        records[pair.first].won += pair.first_won;
        records[pair.second].won += pair.second_won;
        records[pair.first].is_compared = records[pair.second].is_compared = true;
    }
    return records;
}

/// One round of MM: better strengths from those before. Tells by how much they changed at most.
double improve(std::vector<double>& strengths, std::vector<double>& faced, const std::vector<record>& records,
               std::span<const pair_count> pairs)
{
    for (std::size_t i = 0; i < strengths.size(); ++i)
        faced[i] = 2 * prior_won / (strengths[i] + 1);
    for (const auto& pair : pairs) {
        const double share = static_cast<double>(pair.first_won + pair.second_won) /
                             (strengths[pair.first] + strengths[pair.second]);
        faced[pair.first] += share;
        faced[pair.second] += share;
    }
    double changed = 0;
    for (std::size_t i = 0; i < strengths.size(); ++i) {
        const double better = (records[i].won + prior_won) / faced[i];
        changed = std::max(changed, std::abs(better - strengths[i]) / strengths[i]);
        strengths[i] = better;
    }
    return changed;
}

std::vector<double> strengths_of(const std::vector<record>& records, std::span<const pair_count> pairs)
{
    std::vector<double> strengths(records.size(), 1.0);
    std::vector<double> faced(records.size());
    const auto rounds =
        std::min(rounds_max, steps_max / std::max<std::size_t>(1, pairs.size() + records.size()));
    for (std::size_t round = 0; round < rounds; ++round)
        if (improve(strengths, faced, records, pairs) < close_enough)
            break;
    return strengths;
}

/// Strengths that stand for all: of many, those at even steps from weakest to strongest.
std::vector<double> opponents_of(std::vector<double> strengths)
{
    if (strengths.size() <= opponents_max)
        return strengths;
    std::ranges::sort(strengths);
    std::vector<double> some;
    for (std::size_t i = 0; i < opponents_max; ++i)
        some.push_back(strengths[(2 * i + 1) * strengths.size() / (2 * opponents_max)]);
    return some;
}

}  // namespace

std::vector<std::optional<double>> bradley_terry(std::size_t things, std::span<const pair_count> pairs)
{
    const auto records = records_of(things, pairs);
    const auto strengths = strengths_of(records, pairs);
    std::vector<double> compared;
    for (std::size_t i = 0; i < things; ++i)
        if (records[i].is_compared)
            compared.push_back(strengths[i]);
    const bool is_whole = compared.size() <= opponents_max;
    const auto opponents = opponents_of(std::move(compared));
    std::vector<std::optional<double>> scores(things);
    for (std::size_t i = 0; i < things; ++i) {
        if (!records[i].is_compared)
            continue;
        double beaten = 0;
        for (double other : opponents)
            beaten += strengths[i] / (strengths[i] + other);
        // Among all stands the thing itself, which it beats half the time.
        const double others = static_cast<double>(opponents.size()) - (is_whole ? 1 : 0);
        scores[i] = (beaten - (is_whole ? .5 : 0)) / others;
    }
    return scores;
}

}  // namespace jamhall::sessions
