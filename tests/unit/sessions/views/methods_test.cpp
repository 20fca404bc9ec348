// SPDX-License-Identifier: Apache-2.0
// What scores, dots and pairs add up to, as it is shown.
#include "sessions/views/me_view.hpp"
#include "sessions/views/pages.hpp"
#include "sessions/views/report.hpp"
#include "sessions/views/seal.hpp"
#include "sessions/views/snapshot.hpp"
#include "tests/unit/sessions/views/told_jam.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace jamhall::sessions;
using posts = std::vector<post_id>;

namespace {

/// Three ideas, and a phase of this method after the one they came in.
struct chosen {
    told_jam jam;
    std::vector<person_id> crowd;
    posts ideas;

    explicit chosen(ballot_switch method, std::size_t audiences = 1,
                    tallies_switch tallies = tallies_switch::sealed)
        : jam{plan_with(method, audiences, tallies)}
    {
        for (std::size_t i = 0; i < audiences; ++i)
            for (person_id who : jam.people(12, static_cast<audience_index>(i)))
                crowd.push_back(who);
        jam.ring_until("ideas"_slug);
        for (std::size_t i = 0; i < 3; ++i)
            ideas.push_back(jam.idea(crowd[i]));
        jam.ring_until("choose"_slug);
    }

    static plan plan_with(ballot_switch method, std::size_t audiences, tallies_switch tallies)
    {
        auto choose = told_jam::phase_of("choose"_slug, phase_kind::prioritise);
        choose.rules.ballot = method;
        choose.rules.tallies = tallies;
        return told_jam::plan_of({told_jam::phase_of("ideas"_slug, phase_kind::ideate), choose,
                                  told_jam::phase_of("results"_slug, phase_kind::reveal)},
                                 audiences);
    }

    void give(std::size_t who, std::size_t idea, std::int32_t number)
    {
        jam.ballot(crowd[who], ideas[idea], choice_of(number));
    }

    void prefer(std::size_t who, std::size_t idea, std::size_t other)
    {
        jam.tell(ballot_cast{jam.state().clock.running, ideas[idea], choice::over, ideas[other]}, crowd[who]);
    }

    shown_tally shown(std::size_t idea) const { return tally_of(jam.state(), 2, ideas[idea]).value(); }

    posts top() const { return forum_page(jam.state(), 0, {order_switch::top, "", 50, {}})->posts; }

    posts in_report() const
    {
        posts order;
        for (const auto& idea : report_of(jam.state()).ideas)
            order.push_back(idea.post);
        return order;
    }
};

}  // namespace

TEST_CASE("BA11 and PA5: scores are shown with their mean, and one friend's five does not lead")
{
    chosen made{ballot_switch::score};
    made.give(0, 0, 5);
    for (std::size_t who = 0; who < 12; ++who)
        made.give(who, 1, who < 6 ? 5 : 4);
    CHECK_FALSE(tally_of(made.jam.state(), 2, made.ideas[1]).has_value());  // sealed
    CHECK_FALSE(standing_of(made.jam.state(), 2, made.ideas[1]).has_value());
    made.jam.ring_until("results"_slug);
    CHECK(made.shown(1).all.of(measure::score_5) == 6);
    CHECK(made.shown(1).all.of(measure::score_4) == 6);
    CHECK(made.shown(1).mean.value() == Approx(4.5));
    CHECK(made.shown(0).mean.value() == Approx(5));
    CHECK_FALSE(made.shown(2).mean.has_value());
    CHECK_FALSE(proportion_of(made.jam.state(), 2, made.ideas[0]).has_value());
    CHECK(made.top() == posts{made.ideas[1], made.ideas[0], made.ideas[2]});
    CHECK(made.in_report() == made.top());
    const auto best = report_of(made.jam.state()).ideas[0];
    CHECK(best.headline->n == 12);
    CHECK_FALSE(best.headline->rate.has_value());
    CHECK(best.headline->stands->range == wilson_of_mean(.875, 12));
    CHECK(best.tie_band == 1U);
}

TEST_CASE("BA12 and PA5: dots are shown with their people and go by their number")
{
    chosen made{ballot_switch::dots};
    made.give(0, 0, 6);
    made.give(1, 1, 3);
    made.give(2, 1, 4);
    CHECK(me_of(made.jam.state(), made.crowd[0]).dots_left == 4);
    made.jam.ring_until("results"_slug);
    CHECK(made.shown(1).all.of(measure::dots) == 7);
    CHECK(made.shown(1).all.of(measure::people) == 2);
    CHECK(made.top() == posts{made.ideas[1], made.ideas[0], made.ideas[2]});
    CHECK(made.in_report() == made.top());
    CHECK(report_of(made.jam.state()).ideas[0].headline->n == 2);
    CHECK_FALSE(report_of(made.jam.state()).ideas[0].tie_band.has_value());
    CHECK(turnout_of(made.jam.state(), 2) == turnout{3, 3});
    CHECK_FALSE(me_of(made.jam.state(), made.crowd[0]).dots_left.has_value());
}

TEST_CASE("BA7 and BA12: dots of an audience are shown only where the people who gave them are")
{
    chosen made{ballot_switch::dots, 3};
    for (std::size_t who = 0; who < 36; ++who)
        if (who < 3 || who >= 12)
            made.give(who, 0, 5);  // 3, 12 and 12 people
    made.jam.ring_until("results"_slug);
    const auto parts = made.shown(0).by_audience;
    REQUIRE(parts.size() == 3);
    CHECK_FALSE(parts[0].of(measure::people).has_value());
    CHECK_FALSE(parts[0].of(measure::dots).has_value());
    CHECK(std::ranges::count_if(parts, [](const auto& part) { return part.of(measure::dots).has_value(); }) ==
          1);
    for (const auto& part : parts)
        CHECK(part.of(measure::dots).has_value() == part.of(measure::people).has_value());
}

TEST_CASE("BA13 and ST8: pairs give a score when their phase is over, and go by pairs won until then")
{
    chosen made{ballot_switch::pairwise, 2, tallies_switch::live};
    for (std::size_t who = 0; who < 8; ++who) {
        made.prefer(who, 1, 0);
        made.prefer(who, who < 6 ? 0U : 2U, who < 6 ? 2U : 0U);
    }
    CHECK(made.shown(1).all.of(measure::won) == 8);
    CHECK(made.shown(0).all.of(measure::lost) == 10);
    CHECK_FALSE(made.shown(1).rank_score.has_value());
    CHECK(made.shown(1).by_audience.empty());
    CHECK(made.top() == posts{made.ideas[1], made.ideas[0], made.ideas[2]});
    CHECK(turnout_of(made.jam.state(), 2) == turnout{16, 8});
    made.jam.ring_until("results"_slug);
    CHECK(made.shown(1).rank_score.value() > .8);
    CHECK(made.shown(0).rank_score.value() > made.shown(2).rank_score.value());
    double sum = 0;
    for (std::size_t i = 0; i < 3; ++i)
        sum += made.shown(i).rank_score.value();
    CHECK(sum == Approx(1.5));
    CHECK(made.top() == posts{made.ideas[1], made.ideas[0], made.ideas[2]});
    CHECK(made.in_report() == made.top());
    CHECK(report_of(made.jam.state()).ideas[0].headline->n == 8);
}

TEST_CASE("BA13: a copy of the jam that goes on differently has scores of its own")
{
    chosen made{ballot_switch::pairwise};
    made.prefer(0, 0, 1);
    auto other = made;
    other.prefer(0, 1, 0);
    made.jam.ring_until("results"_slug);
    other.jam.ring_until("results"_slug);
    CHECK(made.shown(0).rank_score.value() > .5);
    CHECK(other.shown(0).rank_score.value() < .5);
}

TEST_CASE("BA2 and BA13: everybody sees their own pairs, and those of a phase that is over can be exported")
{
    chosen made{ballot_switch::pairwise};
    made.prefer(0, 2, 1);
    const auto own = me_of(made.jam.state(), made.crowd[0]).ballots;
    REQUIRE(own.size() == 1);
    CHECK(own[0].post == made.ideas[2]);
    CHECK(own[0].over == made.ideas[1]);
    CHECK(own[0].says == choice::over);
    CHECK(exported_ballots(made.jam.state(), 2).empty());
    made.jam.ring_until("results"_slug);
    const auto exported = exported_ballots(made.jam.state(), 2);
    REQUIRE(exported.size() == 1);
    CHECK(exported[0] == exported_ballot{made.ideas[2], made.crowd[0], choice::over, made.ideas[1]});
}

TEST_CASE("PH5 and BA12: the snapshot of a bell keeps what the phase counted")
{
    chosen made{ballot_switch::dots, 2};
    made.give(0, 0, 6);
    made.give(13, 0, 2);
    made.jam.ring_until("results"_slug);
    std::vector<table_row> rows;
    append_snapshot(made.jam.state(), instant{}, rows);
    const auto value = [&](std::string_view measure, std::string_view key) -> std::int64_t {
        for (const auto& row : rows)
            if (const auto* kept = std::get_if<phase_snapshot_row>(&row))
                if (kept->measure == measure && kept->key == key)
                    return kept->value;
        return 0;
    };
    CHECK(value("dots", "1") == 8);
    CHECK(value("dots", "1/staff") == 6);
    CHECK(value("people", "1") == 2);
    CHECK(value("support", "1") == 0);
}

TEST_CASE("ST6: those who see to a forum learn which ideas are below the floor, also while sealed")
{
    chosen made{ballot_switch::agree};
    for (person_id who : made.crowd)
        made.jam.tell(person_entered{}, who);
    made.jam.idea(made.crowd[0], "Elsewhere", 1);
    made.jam.seen(made.ideas[1], 2);  // a tenth of twelve, rounded up
    made.jam.seen(made.ideas[2], 1);
    made.jam.withdraw(made.ideas[2]);
    CHECK_FALSE(tallies_are_shown(made.jam.state()));
    CHECK(ideas_under_floor(made.jam.state(), 0) == posts{made.ideas[0]});
}
