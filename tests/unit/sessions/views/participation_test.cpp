// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/participation.hpp"

#include "tests/unit/sessions/views/told_jam.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <map>
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

/// What a reader has before them: each figure as a sum over kinds of people (same audience, same values), and
/// whether one that is gone can be worked out from the others.
class published_figures {
public:
    explicit published_figures(const jam_state& state) : state_{state}, made_{participation_of(state)}
    {
        for (const person& who : state.people)
            kinds_.try_emplace(kind_of(who), kinds_.size());
    }

    /// How many cells of this step are gone; checks each that is a small one.
    std::size_t count_hidden_and_check(involvement step) const
    {
        std::vector<std::vector<double>> known{std::vector<double>(kinds_.size(), 1)};
        std::vector<std::vector<double>> small;
        std::size_t hidden = 0;
        const auto add = [&](std::size_t column, const funnel_row& row) {
            const auto cell = row.counts.of(step);
            const auto sum = sum_over(column, row.value);
            hidden += cell ? 0 : 1;
            const auto people = people_in(column, row.value, step);
            REQUIRE((!cell || *cell == people));
            REQUIRE((!cell || *cell == 0 || *cell >= 5));
            if (cell)
                known.push_back(sum);
            else if (people > 0 && people < 5 && people < made_.all.of(step))  // the total itself stands
                small.push_back(sum);
        };
        for (const auto& row : made_.by_audience)
            add(0, row);
        for (std::size_t i = 0; i < made_.by_attribute.size(); ++i)
            for (const auto& row : made_.by_attribute[i].rows)
                add(i + 1, row);
        const auto rank = rank_of(known);
        for (const auto& sum : small) {
            auto with = known;
            with.push_back(sum);
            CHECK(rank_of(with) == rank + 1);
        }
        return hidden;
    }

private:
    using kind = std::vector<std::string>;

    kind kind_of(const person& who) const
    {
        kind values{state_.what->audiences[who.entry.audience].id.str()};
        for (const auto& [attribute, value] : who.entry.attributes)
            values.push_back(value);
        return values;
    }

    std::vector<double> sum_over(std::size_t column, const std::string& value) const
    {
        std::vector<double> sum(kinds_.size());
        for (const auto& [values, place] : kinds_)
            sum[place] = values[column] == value ? 1 : 0;
        return sum;
    }

    std::uint32_t people_in(std::size_t column, const std::string& value, involvement step) const
    {
        head_count counted{};
        for (const person& who : state_.people)
            if (kind_of(who)[column] == value)
                add_to(counted, who);
        return counted[static_cast<std::size_t>(step)];
    }

    /// By Gauss's elimination.
    static std::size_t rank_of(std::vector<std::vector<double>> rows)
    {
        std::size_t rank = 0;
        for (std::size_t column = 0; column < rows.front().size() && rank < rows.size(); ++column) {
            const auto pivot = std::max_element(
                rows.begin() + static_cast<std::ptrdiff_t>(rank), rows.end(),
                [&](const auto& a, const auto& b) { return std::abs(a[column]) < std::abs(b[column]); });
            if (std::abs((*pivot)[column]) < 1e-9)
                continue;
            std::iter_swap(rows.begin() + static_cast<std::ptrdiff_t>(rank), pivot);
            for (std::size_t i = rank + 1; i < rows.size(); ++i) {
                const double factor = rows[i][column] / rows[rank][column];
                for (std::size_t j = column; j < rows[i].size(); ++j)
                    rows[i][j] -= factor * rows[rank][j];
            }
            ++rank;
        }
        return rank;
    }

    const jam_state& state_;
    participation_report made_;
    std::map<kind, std::size_t> kinds_;
};

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

TEST_CASE("BA7: an attribute does not stop naming people because others were erased")
{
    told_jam jam{ideas_then_results()};
    // 27 desks of 4 people: fewer to a value than a small cell.
    for (int i = 0; i < 27 * 4; ++i)
        jam.person({role::participant}, 0, {{"desk", std::to_string(i / 4)}});
    REQUIRE(participation_of(jam.state()).by_attribute.empty());
    // Of seven desks all are erased: all 108 people would be enough for the 21 values that are left.
    std::vector<person_id> leaving;
    for (std::uint32_t i = 1; i <= 7 * 4; ++i)
        leaving.push_back(person_id{i});
    jam.tell(erased{erasure_scope::identity, {}, leaving, erasure_cause::officer, "", std::nullopt}, {});
    CHECK(participation_of(jam.state()).by_attribute.empty());
}

TEST_CASE("BA7: breakdowns that share groups do not give back each other's cells")
{
    told_jam jam{ideas_then_results(2)};
    for (int i = 0; i < 48; ++i)
        jam.person({role::participant}, 0, {{"unit", i < 3 ? "Parks" : "Streets"}});
    for (int i = 0; i < 40; ++i)
        jam.person({role::participant}, 1);
    const auto made = participation_of(jam.state());
    const auto& unit = attribute(made, "unit");
    REQUIRE(values_of(unit) == std::vector<std::string>{"", "Parks", "Streets"});
    // Staff are 48: were the 45 of Streets shown, Parks would be 3.
    CHECK(unit.rows[0].counts.of(involvement::invited) == 40U);
    CHECK(unit.rows[1].counts.of(involvement::invited) == gone);
    CHECK(unit.rows[2].counts.of(involvement::invited) == gone);
    CHECK(made.by_audience[0].counts.of(involvement::invited) == 48U);
}

TEST_CASE("BA7: no small cell can be got back by adding and subtracting what is published")
{
    std::mt19937 random{7};
    const auto below = [&](std::uint32_t end) { return static_cast<std::uint32_t>(random() % end); };
    std::size_t hidden = 0;
    for (int round = 0; round < 300; ++round) {
        told_jam jam{ideas_then_results(3)};
        const auto crowd_size = 4 + below(70);
        const auto wards = 2 + below(9);
        for (std::uint32_t i = 0; i < crowd_size; ++i) {
            const auto ward = std::min(below(wards), below(wards));
            const auto audience = below(4) == 0 ? below(3) : ward % 3;
            attributes given{{"ward", "w" + std::to_string(ward)},
                             {"district", "d" + std::to_string(ward / 3)}};
            const auto who = jam.person({role::participant}, static_cast<audience_index>(audience), given);
            if (below(3) > 0)
                jam.tell(person_entered{}, who);
        }
        const published_figures figures{jam.state()};
        for (involvement step : {involvement::invited, involvement::entered})
            hidden += figures.count_hidden_and_check(step);
    }
    CHECK(hidden > 1'000);
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

TEST_CASE("PE11: newcomers are in no figure about the people invited, and counted in a line of their own")
{
    told_jam jam{ideas_then_results(2)};
    const auto add = [&](way_in came_by, audience_index audience) {
        roster_entry entry;
        entry.name = "Somebody";
        entry.came_by = came_by;
        entry.audience = audience;
        entry.attributes = {{"ward", "North"}};
        return jam.person_of(std::move(entry));
    };
    std::vector<person_id> came;
    for (int i = 0; i < 7; ++i)
        add(way_in::roster, 0);
    for (int i = 0; i < 6; ++i)
        came.push_back(add(i % 2 == 0 ? way_in::code : way_in::email, 1));
    for (const person_id who : came)
        jam.tell(person_entered{}, who);
    const auto made = participation_of(jam.state());
    CHECK(made.all.of(involvement::invited) == 7U);
    CHECK(made.all.of(involvement::entered) == 0U);
    CHECK(made.newcomers.of(involvement::invited) == 6U);
    CHECK(made.newcomers.of(involvement::entered) == 6U);
    CHECK(made.newcomers.of(involvement::posted) == 0U);
    CHECK(made.newcomers.of(involvement::supported) == gone);  // sealed
    CHECK(made.by_audience.at(1).counts.of(involvement::invited) == 0U);
    CHECK(attribute(made, "ward").rows.at(0).counts.of(involvement::invited) == 7U);
}

TEST_CASE("PE11: a few newcomers are a small cell")
{
    told_jam jam{ideas_then_results()};
    roster_entry entry;
    entry.came_by = way_in::code;
    for (int i = 0; i < 4; ++i)
        jam.person_of(entry);
    CHECK(participation_of(jam.state()).newcomers.of(involvement::invited) == gone);
    jam.person_of(entry);
    CHECK(participation_of(jam.state()).newcomers.of(involvement::invited) == 5U);
}
