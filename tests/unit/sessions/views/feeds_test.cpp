// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/feeds.hpp"

#include "tests/unit/sessions/views/told_jam.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace jamhall::sessions;
using feeds = std::set<feed_id>;

namespace {

constexpr feed_id lobby{feed_kind::lobby, 0};

feed_id of_forum(forum_index index)
{
    return {feed_kind::forum, index};
}
feed_id of_thread(post_id top)
{
    return {feed_kind::thread, top.value};
}
feed_id of_me(person_id who)
{
    return {feed_kind::me, who.value};
}

plan three_phases()
{
    return told_jam::plan_of({told_jam::phase_of("write"_slug, phase_kind::brainwrite),
                              told_jam::phase_of("ideas"_slug, phase_kind::ideate),
                              told_jam::phase_of("results"_slug, phase_kind::reveal)});
}

feeds feeds_of_last(const told_jam& jam)
{
    const auto all = feeds_of(jam.state(), jam.last());
    feeds each(all.begin(), all.end());
    CHECK(each.size() == all.size());
    return each;
}

/// Something of everything.
told_jam busy_jam()
{
    told_jam jam{three_phases()};
    const auto crowd = jam.people(5);
    jam.tell(person_registered{}, crowd[0]);
    jam.tell(person_entered{}, crowd[0]);
    jam.tell(joined{{1, 1}}, crowd[0]);
    jam.ring_until("write"_slug);
    jam.idea(crowd[4]);
    jam.ring_until("ideas"_slug);
    const auto root = jam.idea(crowd[0]);
    const auto question = jam.prompt(crowd[1], 1);
    const auto grown = jam.idea(crowd[2], "Grown", 0, root);
    const auto comment = jam.comment(crowd[1], root);
    jam.comment(crowd[2], comment);
    jam.comment(crowd[0], question);
    jam.ballot(crowd[3], root, choice::support);
    jam.ballot(crowd[4], grown, choice::support);
    jam.edit(root, "Edited");
    jam.ballot(crowd[3], root, choice::withdraw);
    jam.ballot(crowd[1], root, choice::support);
    jam.edit(root, "Edited again");
    jam.edit(comment, "Edited");
    jam.tell(post_edited{root, 4, "Edited with names", {}, false, {crowd[2], crowd[4]}}, crowd[0]);
    jam.tell(post_edited{comment, 3, "And with mine", {}, false, {crowd[1], crowd[3]}}, crowd[1]);
    jam.seen(root, 2);
    jam.announcement({});
    jam.announcement(crowd[0], 1);
    jam.tell(clock_extended{5}, {});
    jam.tell(clock_paused{}, {});
    jam.tell(clock_resumed{}, {});
    jam.tell(role_granted{crowd[0], role::facilitator, {0}}, {});
    jam.tell(role_revoked{crowd[0], role::facilitator}, {});
    jam.withdraw(comment);
    jam.ring_until("results"_slug);
    jam.tell(jam_closed{}, {});
    return jam;
}

}  // namespace

TEST_CASE("FE1: the lobby carries bells, the clock, announcements and the end")
{
    told_jam jam{three_phases()};
    jam.ring_until("ideas"_slug);
    CHECK(feeds_of_last(jam) == feeds{lobby});
    for (const event_body& body :
         {event_body{clock_extended{5}}, event_body{clock_paused{}}, event_body{clock_resumed{}}}) {
        jam.tell(body, {});
        CHECK(feeds_of_last(jam) == feeds{lobby});
    }
    jam.announcement({});
    CHECK(feeds_of_last(jam) == feeds{lobby});
    told_jam cancelled = jam;
    cancelled.tell(jam_cancelled{"Flood"}, {});
    CHECK(feeds_of_last(cancelled) == feeds{lobby});
    jam.tell(jam_closed{}, {});
    CHECK(feeds_of_last(jam) == feeds{lobby});
}

TEST_CASE("FE1: a forum carries its ideas, prompts and announcements, a thread itself and its comments")
{
    told_jam jam{three_phases()};
    const auto crowd = jam.people(3);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0], "Here", 1);
    CHECK(feeds_of_last(jam) == feeds{of_forum(1), of_thread(idea), of_me(crowd[0])});
    const auto question = jam.prompt(crowd[1], 0);
    CHECK(feeds_of_last(jam) == feeds{of_forum(0), of_thread(question), of_me(crowd[1])});
    jam.announcement(crowd[1], 1);
    CHECK(feeds_of_last(jam) == feeds{lobby, of_forum(1)});
    jam.comment(crowd[0], idea);
    CHECK(feeds_of_last(jam) == feeds{of_thread(idea), of_me(crowd[0])});
    jam.withdraw(idea);
    CHECK(feeds_of_last(jam) == feeds{of_forum(1), of_thread(idea), of_me(crowd[0])});
}

TEST_CASE("FE1: people and exposure are on no feed")
{
    told_jam jam{three_phases()};
    const auto who = jam.person();
    CHECK(feeds_of_last(jam).empty());
    CHECK(feeds_of(jam.state(), jam.log().front()).empty());
    for (const event_body& body :
         {event_body{person_registered{}}, event_body{person_entered{}}, event_body{joined{{1, 1}}},
          event_body{person_updated{who, {}}}, event_body{posts_seen{}}}) {
        jam.tell(body, who);
        CHECK(feeds_of_last(jam).empty());
    }
}

TEST_CASE("FE2: me carries my ballots, answers to my posts and what grows out of them")
{
    told_jam jam{three_phases()};
    const auto crowd = jam.people(4);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0]);
    jam.ballot(crowd[1], idea, choice::support);
    CHECK(feeds_of_last(jam) == feeds{of_me(crowd[1])});
    const auto comment = jam.comment(crowd[2], idea);
    CHECK(feeds_of_last(jam) == feeds{of_thread(idea), of_me(crowd[2]), of_me(crowd[0])});
    jam.comment(crowd[3], comment);
    CHECK(feeds_of_last(jam) == feeds{of_thread(idea), of_me(crowd[3]), of_me(crowd[2]), of_me(crowd[0])});
    const auto grown = jam.idea(crowd[3], "Grown", 1, idea);
    CHECK(feeds_of_last(jam) == feeds{of_forum(1), of_thread(grown), of_me(crowd[3]), of_me(crowd[0])});
    jam.edit(comment, "Edited");
    CHECK(feeds_of_last(jam) == feeds{of_thread(idea), of_me(crowd[2])});
}

TEST_CASE(
    "FE2: whoever cast a ballot before an edit is told, even who has withdrawn it, and nobody who came later")
{
    told_jam jam{three_phases()};
    const auto crowd = jam.people(5);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0]);
    jam.ballot(crowd[0], idea, choice::support);
    jam.ballot(crowd[1], idea, choice::support);
    jam.ballot(crowd[2], idea, choice::support);
    jam.ballot(crowd[2], idea, choice::withdraw);
    const event edited = jam.edit(idea, "Edited");
    const feeds expected{of_forum(0), of_thread(idea), of_me(crowd[0]), of_me(crowd[1]), of_me(crowd[2])};
    CHECK(feeds_of_last(jam) == expected);

    jam.ballot(crowd[3], idea, choice::support);
    jam.ballot(crowd[1], idea, choice::withdraw);
    jam.ballot(crowd[1], idea, choice::support);
    const auto later = feeds_of(jam.state(), edited);
    CHECK(feeds(later.begin(), later.end()) == expected);
}

TEST_CASE("FE3: a backfill finds on each feed exactly what was pushed when it happened")
{
    const told_jam whole = busy_jam();
    jam_state state;
    std::vector<feeds> pushed;
    for (const event& happened : whole.log()) {
        evolve(state, happened);
        const auto live = feeds_of(state, happened);
        pushed.emplace_back(live.begin(), live.end());
    }
    std::vector<feed_id> every{lobby, of_forum(0), of_forum(1)};
    for (std::uint32_t number = 1; number <= state.people.size(); ++number)
        every.push_back(of_me(person_id{number}));
    for (const post& p : state.posts)
        every.push_back(of_thread(p.id));
    std::size_t carried = 0;
    for (std::size_t i = 0; i < pushed.size(); ++i) {
        for (feed_id feed : every) {
            const bool is_carried = carries(state, feed, whole.log()[i]);
            CHECK(is_carried == pushed[i].contains(feed));
            carried += is_carried ? 1 : 0;
        }
    }
    CHECK(carried > 40);
}

TEST_CASE("FE3: where one's own past stands in the log is known without looking through that of all others")
{
    const told_jam whole = busy_jam();
    const auto& state = whole.state();
    std::size_t told = 0;
    for (std::uint32_t number = 1; number <= state.people.size(); ++number) {
        for (const log_offset after : {log_offset{}, log_offset{20}, state.last_offset}) {
            std::vector<log_offset> carried;
            for (const event& happened : whole.log())
                if (happened.offset > after && carries(state, of_me({number}), happened))
                    carried.push_back(happened.offset);
            CHECK(told_to(state, {number}, after, 1'000) == carried);
            told += carried.size();
            if (carried.size() > 3)
                CHECK(told_to(state, {number}, after, 3).size() > 3);
        }
    }
    CHECK(told > 40);
}

TEST_CASE("FE4: an event is judged by what may be seen when it is sent")
{
    told_jam jam{three_phases()};
    const auto crowd = jam.people(2);
    jam.ring_until("write"_slug);
    const auto idea = jam.idea(crowd[0]);
    const event added = jam.last();
    const event bell = jam.log()[2];
    CHECK_FALSE(is_shown(jam.state(), of_forum(0), added));
    CHECK_FALSE(is_shown(jam.state(), of_thread(idea), added));
    CHECK_FALSE(is_shown(jam.state(), of_me(crowd[1]), added));
    CHECK(is_shown(jam.state(), of_me(crowd[0]), added));
    CHECK(is_shown(jam.state(), lobby, bell));
    jam.ring_until("ideas"_slug);
    CHECK(is_shown(jam.state(), of_forum(0), added));
    CHECK(is_shown(jam.state(), of_thread(idea), added));
}

TEST_CASE("FE5: watchers of posts are sent back to the pages when a bell changes what is shown")
{
    const switches before;
    CHECK_FALSE(changes_what_is_shown(before, before));
    switches after = before;
    after.ideas = ideas_switch::closed;
    after.comments = comments_switch::closed;
    after.ballot = ballot_switch::agree;
    after.order = order_switch::active;
    CHECK_FALSE(changes_what_is_shown(before, after));
    after = before;
    after.others = others_switch::hidden;
    CHECK(changes_what_is_shown(before, after));
    after = before;
    after.names = names_switch::hidden;
    CHECK(changes_what_is_shown(before, after));
    after = before;
    after.tallies = tallies_switch::live;
    CHECK(changes_what_is_shown(before, after));
}

TEST_CASE("FE6: a feed is read as it is written, for those who may watch it")
{
    told_jam jam{three_phases()};
    const auto crowd = jam.people(2);
    jam.ring_until("write"_slug);
    const auto idea = jam.idea(crowd[0]);
    const auto question = jam.prompt(crowd[1]);
    const auto comment = jam.comment(crowd[0], question);
    const auto news = jam.announcement({});
    const auto named = [&](std::string_view written, person_id viewer) {
        return feed_named(jam.state(), written, viewer);
    };
    for (feed_id feed :
         {lobby, of_forum(0), of_forum(1), of_thread(idea), of_thread(question), of_me(crowd[0])})
        CHECK(named(written(jam.state(), feed), crowd[0]) == feed);
    CHECK(written(jam.state(), of_forum(1)) == "forum/parks");
    CHECK(written(jam.state(), of_thread(question)) == "thread/2");
    CHECK_FALSE(named("me", person_id{}).has_value());
    CHECK_FALSE(named(written(jam.state(), of_thread(idea)), crowd[1]).has_value());
    for (post_id no_top : {comment, news})
        CHECK_FALSE(named(written(jam.state(), of_thread(no_top)), crowd[0]).has_value());
    for (std::string_view unknown :
         {"", "lobby ", "Lobby", "me/1", "forum", "forum/", "forum/none", "forum/Parks", "thread", "thread/",
          "thread/0", "thread/02", "thread/99", "thread/-2", "thread/+2", "thread/2 ", "thread/0x2",
          "thread/4294967298", "desk/parks"})
        CHECK_FALSE(named(unknown, crowd[0]).has_value());
}
