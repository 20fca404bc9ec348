// SPDX-License-Identifier: Apache-2.0
#include "sessions/model/plan.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <string_view>

using namespace jamhall::sessions;

namespace {

/// One column of the table of switches in docs/rules/clock.md.
struct column {
    phase_kind kind{};
    std::string_view ideas, comments, others, ballot, tallies, order, names;
    std::optional<std::int32_t> words_max;
};

constexpr column columns[] = {
    {phase_kind::lobby, "closed", "open", "visible", "none", "sealed", "newest", "shown", {}},
    {phase_kind::brainwrite, "open", "closed", "sampled", "none", "sealed", "shuffled", "hidden", 120},
    {phase_kind::ideate, "open", "open", "visible", "support", "sealed", "newest", "shown", {}},
    {phase_kind::refine, "build_on", "open", "visible", "support", "sealed", "active", "shown", 50},
    {phase_kind::prioritise, "closed", "closed", "visible", "agree", "sealed", "fair", "hidden", {}},
    {phase_kind::reveal, "closed", "open", "visible", "none", "live", "top", "shown", {}},
    {phase_kind::archive, "closed", "closed", "visible", "none", "live", "top", "shown", {}},
};

}  // namespace

TEST_CASE("PH14: each kind of phase stands for its switches")
{
    for (const auto& expected : columns) {
        INFO(name_of(expected.kind));
        const auto preset = preset_of(expected.kind);
        CHECK(name_of(preset.ideas) == expected.ideas);
        CHECK(name_of(preset.comments) == expected.comments);
        CHECK(name_of(preset.others) == expected.others);
        CHECK(name_of(preset.ballot) == expected.ballot);
        CHECK(name_of(preset.tallies) == expected.tallies);
        CHECK(name_of(preset.order) == expected.order);
        CHECK(name_of(preset.names) == expected.names);
        CHECK(name_of(preset.moderation) == "after");
        CHECK(preset.words_max == expected.words_max);
        CHECK(preset.slow_mode_s == 0);
        CHECK(preset.sample_size == 3);
    }
}
