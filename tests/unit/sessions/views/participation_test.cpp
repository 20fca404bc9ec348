// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/participation.hpp"

#include "tests/unit/sessions/views/told_jam.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace jamhall::sessions;
using attributes = std::vector<std::pair<std::string, std::string>>;

namespace {

constexpr std::nullopt_t gone = std::nullopt;

plan ideas_then_results(std::size_t audience_count = 1)
{
    return told_jam::plan_of({told_jam::phase_of("ideas"_slug, phase_kind::ideate),
                              told_jam::phase_of("results"_slug, phase_kind::reveal)},
                             audience_count);
}

using step_counts = std::array<std::optional<std::uint32_t>, all_involvements.size()>;

const attribute_funnel& attribute(const participation_report& in, std::string_view name)
{
    const auto found = std::ranges::find(in.by_attribute, name, &attribute_funnel::attribute);
    REQUIRE(found != in.by_attribute.end());
    return *found;
}

std::vector<std::string> values_of(const attribute_funnel& by)
{
    std::vector<std::string> values;
    for (const funnel_row& row : by.rows)
        values.push_back(row.value);
    return values;
}

}  // namespace

TEST_CASE("RE1: everybody on the roster is counted but those who only watch")
{
    told_jam jam{ideas_then_results()};
    jam.person({role::participant});
    jam.person({role::organizer});
    jam.person({role::guest, role::observer});
    jam.person({});
    jam.person({role::analyst});
    jam.person({role::records_officer});
    jam.person({role::observer, role::analyst});
    CHECK(participation_of(jam.state()).all.of(involvement::invited) == 4U);
}

TEST_CASE("RE2: each step of taking part is counted apart")
{
    told_jam jam{ideas_then_results()};
    const auto crowd = jam.people(8);
    for (std::size_t i = 0; i < 6; ++i)
        jam.tell(person_registered{}, crowd[i]);
    for (std::size_t i = 0; i < 5; ++i)
        jam.tell(person_entered{}, crowd[i]);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0]);
    jam.comment(crowd[1], idea);
    jam.comment(crowd[1], idea);
    const auto regretted = jam.idea(crowd[2]);
    jam.withdraw(regretted);
    jam.prompt(crowd[3]);
    jam.announcement(crowd[3]);
    jam.ballot(crowd[6], idea, choice::support);  // a program with a token, never on a socket
    jam.ballot(crowd[7], idea, choice::support);
    jam.ballot(crowd[7], idea, choice::withdraw);
    jam.ring_until("results"_slug);
    CHECK(participation_of(jam.state()).all.counts == step_counts{8, 6, 5, 3, 1});
}

TEST_CASE("RE2: each audience and each value of an attribute has its own steps")
{
    told_jam jam{ideas_then_results(2)};
    for (int i = 0; i < 6; ++i)
        jam.person({role::participant}, 0, {{"ward", "North"}, {"grade", "A"}});
    for (int i = 0; i < 7; ++i)
        jam.person({role::participant}, 1, {{"ward", "South"}, {"grade", i < 5 ? "A" : ""}});
    for (int i = 0; i < 5; ++i)
        jam.person({role::participant}, 1);
    jam.person({role::observer}, 1, {{"ward", "Nowhere"}});
    const auto made = participation_of(jam.state());
    REQUIRE(made.by_audience.size() == 2);
    CHECK(made.by_audience[0].value == "staff");
    CHECK(made.by_audience[0].counts.of(involvement::invited) == 6U);
    CHECK(made.by_audience[1].counts.of(involvement::invited) == 12U);
    REQUIRE(made.by_attribute.size() == 2);
    CHECK(made.by_attribute[0].attribute == "ward");
    const auto& ward = attribute(made, "ward");
    CHECK(values_of(ward) == std::vector<std::string>{"", "North", "South"});  // not given is a value too
    CHECK(ward.rows[0].counts.of(involvement::invited) == 5U);
    const auto& grade = attribute(made, "grade");
    CHECK(values_of(grade) == std::vector<std::string>{"", "A"});
    CHECK(grade.rows[0].counts.of(involvement::invited) == 7U);
    CHECK(grade.rows[1].counts.of(involvement::invited) == 11U);
}

TEST_CASE("BA7: small cells of audiences and attributes are nothing, with a second one, while totals stand")
{
    told_jam jam{ideas_then_results(3)};
    for (audience_index audience = 0; audience < 3; ++audience)
        for (int i = 0; i < 3 + audience * 6; ++i)
            jam.person({role::participant}, audience, {{"unit", "unit " + std::to_string(audience)}});
    const auto made = participation_of(jam.state());
    CHECK(made.all.of(involvement::invited) == 27U);
    CHECK(made.by_audience[0].counts.of(involvement::invited) == gone);
    CHECK(made.by_audience[1].counts.of(involvement::invited) == gone);
    CHECK(made.by_audience[2].counts.of(involvement::invited) == 15U);
    CHECK(made.by_audience[0].counts.of(involvement::posted) == 0U);
    const auto& units = attribute(made, "unit");
    CHECK(units.rows[0].counts.of(involvement::invited) == gone);
    CHECK(units.rows[1].counts.of(involvement::invited) == gone);
    CHECK(units.rows[2].counts.of(involvement::invited) == 15U);
}

TEST_CASE("BA7: the plan says how small a small cell is")
{
    auto planned = ideas_then_results(2);
    planned.policy.small_cell = 1;
    told_jam jam{planned};
    jam.people(1, 0);
    jam.people(2, 1);
    const auto made = participation_of(jam.state());
    CHECK(made.by_audience[0].counts.of(involvement::invited) == 1U);
    CHECK(made.by_audience[1].counts.of(involvement::invited) == 2U);
}

TEST_CASE("BA7: an attribute that names people rather than groups is left out")
{
    told_jam jam{ideas_then_results()};
    for (int i = 0; i < 60; ++i)
        jam.person({role::participant}, 0,
                   {{"desk", std::to_string(i)}, {"unit", i % 2 == 0 ? "Parks" : "Streets"}});
    const auto made = participation_of(jam.state());
    REQUIRE(made.by_attribute.size() == 1);
    CHECK(made.by_attribute[0].attribute == "unit");
}

TEST_CASE("BA7: no cell of any breakdown can be got back from its total by subtraction")
{
    std::mt19937 random{7};
    const auto below = [&](std::uint32_t end) { return static_cast<std::uint32_t>(random() % end); };
    for (int round = 0; round < 60; ++round) {
        told_jam jam{ideas_then_results(3)};
        const auto small_cell = static_cast<std::uint32_t>(jam.state().what->policy.small_cell);
        const auto crowd_size = 4 + below(60);
        for (std::uint32_t i = 0; i < crowd_size; ++i) {
            const auto who = jam.person({role::participant}, static_cast<audience_index>(below(8) / 3),
                                        {{"ward", std::to_string(below(1 + below(9)))}});
            if (below(3) > 0)
                jam.tell(person_entered{}, who);
        }
        jam.ring_until("ideas"_slug);
        const auto idea = jam.idea(person_id{1});
        for (std::uint32_t i = 1; i <= crowd_size; ++i)
            if (below(2) == 0)
                jam.ballot(person_id{i}, idea, choice::support);
        jam.ring_until("results"_slug);

        const auto made = participation_of(jam.state());
        auto breakdowns = std::vector{made.by_audience, made.by_attribute.at(0).rows};
        for (const auto& rows : breakdowns) {
            for (involvement step : all_involvements) {
                const auto total = made.all.of(step).value();
                auto left = total;
                std::size_t gone_count = 0;
                for (const funnel_row& row : rows) {
                    const auto cell = row.counts.of(step);
                    REQUIRE((!cell || *cell == 0 || *cell >= small_cell));
                    left -= cell.value_or(0);
                    gone_count += cell ? 0 : 1;
                }
                REQUIRE((gone_count != 1 || rows.size() == 1));
                REQUIRE((left == 0 || left >= small_cell || left == total));
            }
        }
    }
}

TEST_CASE("BA2: who supported is nothing while sealed, in total and in every breakdown")
{
    told_jam jam{ideas_then_results(2)};
    const auto staff = jam.people(6, 0);
    const auto residents = jam.people(6, 1);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(staff[0]);
    for (std::size_t i = 0; i < 6; ++i) {
        jam.ballot(staff[i], idea, choice::support);
        jam.ballot(residents[i], idea, choice::support);
    }
    const auto sealed = participation_of(jam.state());
    CHECK_FALSE(sealed.all.of(involvement::supported).has_value());
    for (const auto& row : sealed.by_audience)
        CHECK_FALSE(row.counts.of(involvement::supported).has_value());
    CHECK(sealed.all.of(involvement::posted) == 1U);
    jam.ring_until("results"_slug);
    const auto open = participation_of(jam.state());
    CHECK(open.all.of(involvement::supported) == 12U);
    CHECK(open.by_audience[1].counts.of(involvement::supported) == 6U);
}
