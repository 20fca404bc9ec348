// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/tables.hpp"

#include "tests/unit/sessions/views/told_jam.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace jamhall::sessions;

namespace {

plan two_phases(std::size_t audience_count = 1)
{
    return told_jam::plan_of({told_jam::phase_of("ideas"_slug, phase_kind::ideate),
                              told_jam::phase_of("choose"_slug, phase_kind::prioritise)},
                             audience_count);
}

std::vector<table_row> rows_of_last(const told_jam& jam)
{
    std::vector<table_row> rows;
    append_rows(jam.state(), jam.last(), rows);
    return rows;
}

template <class Row>
std::vector<Row> only(const std::vector<table_row>& rows)
{
    std::vector<Row> found;
    for (const table_row& row : rows)
        if (const auto* one = std::get_if<Row>(&row))
            found.push_back(*one);
    return found;
}

template <class Row>
Row single(const std::vector<table_row>& rows)
{
    const auto found = only<Row>(rows);
    REQUIRE(found.size() == 1);
    return found.front();
}

using figures = std::map<std::pair<std::string, std::string>, std::int64_t>;

figures snapshot_of_last(const told_jam& jam)
{
    figures made;
    for (const auto& row : only<phase_snapshot_row>(rows_of_last(jam))) {
        CHECK(row.at == jam.last().at);
        CHECK(row.value > 0);
        CHECK(made.try_emplace({row.measure, row.key}, row.value).second);
    }
    return made;
}

}  // namespace

TEST_CASE("TA1: creating a jam writes the jam, its phases with the implicit ones, and its forums")
{
    const told_jam jam{two_phases()};
    const auto rows = rows_of_last(jam);
    CHECK(single<jam_row>(rows).id == "council"_slug);
    CHECK(single<jam_row>(rows).stage == jam_stage::open);
    const auto phases = only<phase_row>(rows);
    REQUIRE(phases.size() == 4);
    CHECK(phases[0].id == "lobby"_slug);
    CHECK(phases[0].has_begun);
    CHECK(phases[3].kind == phase_kind::archive);
    CHECK(phases[1].rules == preset_of(phase_kind::ideate));
    const auto forums = only<forum_row>(rows);
    REQUIRE(forums.size() == 2);
    CHECK(forums[1].id == "parks"_slug);
    CHECK(rows.size() == 7);
}

TEST_CASE("TA1: everything that happens to a person rewrites their row")
{
    told_jam jam{two_phases(2)};
    const auto who = jam.person({role::host, role::participant}, 1, {{"ward", "North"}});
    CHECK(single<person_row>(rows_of_last(jam)).audience == "residents"_slug);
    CHECK(single<person_row>(rows_of_last(jam)).roles == "participant;host");
    CHECK(single<person_row>(rows_of_last(jam)).attributes == jam.state().at(who).entry.attributes);
    jam.tell(person_registered{}, who);
    CHECK(single<person_row>(rows_of_last(jam)).has_registered);
    jam.tell(person_entered{}, who);
    CHECK(single<person_row>(rows_of_last(jam)).has_entered);
    jam.tell(joined{{1, 2}}, who);
    CHECK(single<person_row>(rows_of_last(jam)).rules == 2);
    jam.tell(role_granted{who, role::facilitator, {1, 0}}, {});
    CHECK(single<person_row>(rows_of_last(jam)).forums == "parks;streets");
    CHECK(single<person_row>(rows_of_last(jam)).roles == "participant;facilitator;host");
    jam.tell(role_revoked{who, role::facilitator}, {});
    CHECK(single<person_row>(rows_of_last(jam)).roles == "participant;host");
    roster_entry moved = jam.state().at(who).entry;
    moved.audience = 0;
    jam.tell(person_updated{who, moved}, {});
    CHECK(single<person_row>(rows_of_last(jam)).audience == "staff"_slug);
}

TEST_CASE("TA1: a post writes its row and a version for each text it had")
{
    told_jam jam{two_phases()};
    const auto crowd = jam.people(2);
    jam.ring_until("ideas"_slug);
    const auto root = jam.idea(crowd[0], "First");
    const auto added = jam.last().at;
    const auto post = single<post_row>(rows_of_last(jam));
    CHECK(post.id == root);
    CHECK(post.forum == "streets"_slug);
    CHECK(post.author == crowd[0]);
    CHECK(post.text == "First");
    CHECK(post.at == added);
    CHECK(single<post_version_row>(rows_of_last(jam)).version == 1);
    jam.edit(root, "Second");
    CHECK(single<post_row>(rows_of_last(jam)).text == "Second");
    CHECK(single<post_row>(rows_of_last(jam)).at == added);
    CHECK(single<post_row>(rows_of_last(jam)).edited_at == jam.last().at);
    CHECK(single<post_version_row>(rows_of_last(jam)).version == 2);
    CHECK(single<post_version_row>(rows_of_last(jam)).text == "Second");
    CHECK(single<post_version_row>(rows_of_last(jam)).at == jam.last().at);
    jam.withdraw(root);
    CHECK(single<post_row>(rows_of_last(jam)).state == post_state::withdrawn);
    CHECK(rows_of_last(jam).size() == 1);
    jam.idea(crowd[1], "Grown", 0, root);
    CHECK(single<post_row>(rows_of_last(jam)).builds_on == root);
    const auto news = jam.announcement({});
    CHECK(single<post_row>(rows_of_last(jam)).id == news);
    CHECK_FALSE(single<post_row>(rows_of_last(jam)).forum.has_value());
}

TEST_CASE("TA1: a ballot writes its row, and so do people who saw an idea")
{
    told_jam jam{two_phases()};
    const auto crowd = jam.people(4);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0]);
    jam.ballot(crowd[1], idea, choice::support);
    const auto cast = single<ballot_row>(rows_of_last(jam));
    CHECK(cast.phase == "ideas"_slug);
    CHECK(cast.post == idea);
    CHECK(cast.person == crowd[1]);
    CHECK(cast.says == choice::support);
    CHECK(cast.at == jam.last().at);
    jam.ballot(crowd[1], idea, choice::withdraw);
    CHECK(single<ballot_row>(rows_of_last(jam)).says == choice::withdraw);
    jam.seen(idea, 2);
    jam.seen(idea, 1);
    CHECK(single<exposure_row>(rows_of_last(jam)).person_count == 3);
    CHECK(rows_of_last(jam).size() == 1);
}

TEST_CASE("TA1: whatever moves the clock rewrites the phases, and the end the jam")
{
    told_jam jam{two_phases()};
    jam.ring_until("ideas"_slug);
    const auto ends = [&] { return only<phase_row>(rows_of_last(jam)).at(1).ends_at; };
    const auto planned = ends().value();
    jam.tell(clock_extended{5}, {});
    CHECK(ends() == planned + std::chrono::minutes{5});
    jam.tell(clock_paused{}, {});
    CHECK_FALSE(ends().has_value());
    jam.tell(clock_resumed{}, {});
    CHECK(ends().has_value());
    told_jam cancelled = jam;
    cancelled.tell(jam_cancelled{"Flood"}, {});
    CHECK(single<jam_row>(rows_of_last(cancelled)).stage == jam_stage::cancelled);
    jam.tell(jam_closed{}, {});
    CHECK(single<jam_row>(rows_of_last(jam)).stage == jam_stage::closed);
}

TEST_CASE("PH5: a bell keeps what stood for the phase that ended")
{
    told_jam jam{two_phases(2)};
    const auto staff = jam.people(2, 0);
    const auto residents = jam.people(3, 1);
    jam.person({role::observer}, 0);
    jam.tell(person_entered{}, staff[0]);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(staff[0], "One", 1);
    const auto other = jam.idea(staff[0]);
    jam.comment(residents[0], idea);
    jam.ballot(staff[1], idea, choice::support);
    jam.ballot(residents[0], idea, choice::support);
    jam.ballot(residents[1], idea, choice::support);
    jam.seen(idea, 4);
    jam.seen(other, 1);

    jam.ring_until("choose"_slug);
    CHECK(only<phase_snapshot_row>(rows_of_last(jam)).at(0).phase == "ideas"_slug);
    CHECK(only<phase_row>(rows_of_last(jam)).size() == 4);
    CHECK(snapshot_of_last(jam) == figures{{{"invited", ""}, 5},
                                           {{"invited", "staff"}, 2},
                                           {{"invited", "residents"}, 3},
                                           {{"registered", ""}, 1},
                                           {{"registered", "staff"}, 1},
                                           {{"entered", ""}, 1},
                                           {{"entered", "staff"}, 1},
                                           {{"posted", ""}, 2},
                                           {{"posted", "staff"}, 1},
                                           {{"posted", "residents"}, 1},
                                           {{"supported", ""}, 3},
                                           {{"supported", "staff"}, 1},
                                           {{"supported", "residents"}, 2},
                                           {{"ideas", "streets"}, 1},
                                           {{"ideas", "parks"}, 1},
                                           {{"comments", "parks"}, 1},
                                           {{"seen", "1"}, 4},
                                           {{"seen", "2"}, 1},
                                           {{"support", "1"}, 3},
                                           {{"support", "1/staff"}, 1},
                                           {{"support", "1/residents"}, 2}});

    jam.ballot(residents[1], idea, choice::agree);
    jam.ballot(residents[2], idea, choice::pass);
    jam.tell(phase_began{archive_of(jam.state().clock), clock_cause::clock}, {});
    const auto later = snapshot_of_last(jam);
    CHECK(later.at({"agree", "1"}) == 1);
    CHECK(later.at({"pass", "1/residents"}) == 1);
    CHECK(later.at({"supported", ""}) == 4);
    CHECK_FALSE(later.contains({"support", "1"}));  // the phase before has its own rows
}

TEST_CASE("PH5: with one audience a snapshot has no rows of audiences for each idea")
{
    told_jam jam{two_phases()};
    const auto crowd = jam.people(1);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0]);
    jam.ballot(crowd[0], idea, choice::support);
    jam.ring_until("choose"_slug);
    const auto kept = snapshot_of_last(jam);
    CHECK(kept.at({"support", "1"}) == 1);
    CHECK_FALSE(kept.contains({"support", "1/all"}));
}

TEST_CASE("TA2: rows written event by event end as the rows of the last state")
{
    told_jam jam{two_phases()};
    const auto crowd = jam.people(3);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0]);
    jam.ballot(crowd[1], idea, choice::support);
    jam.edit(idea, "Edited");
    jam.ballot(crowd[2], idea, choice::support);
    jam.ballot(crowd[1], idea, choice::withdraw);

    std::map<std::uint32_t, std::string> texts;
    std::map<std::uint32_t, choice> ballots;
    jam_state state;
    for (const event& happened : jam.log()) {
        evolve(state, happened);
        std::vector<table_row> rows;
        append_rows(state, happened, rows);
        for (const auto& row : only<post_row>(rows))
            texts[row.id.value] = row.text;
        for (const auto& row : only<ballot_row>(rows)) {
            ballots.erase(row.person.value);
            if (row.says != choice::withdraw)
                ballots.emplace(row.person.value, row.says);
        }
    }
    CHECK(texts == std::map<std::uint32_t, std::string>{{1, "Edited"}});
    CHECK(ballots == std::map<std::uint32_t, choice>{{crowd[2].value, choice::support}});
}
