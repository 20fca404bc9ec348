// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/pages.hpp"

#include "sessions/views/cursor.hpp"
#include "tests/unit/sessions/views/told_jam.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace jamhall::sessions;
using posts = std::vector<post_id>;

namespace {

plan ideas_then_results()
{
    return told_jam::plan_of({told_jam::phase_of("write"_slug, phase_kind::brainwrite),
                              told_jam::phase_of("ideas"_slug, phase_kind::ideate),
                              told_jam::phase_of("results"_slug, phase_kind::reveal)});
}

/// A forum with some ideas, and whatever else a test tells.
struct forum_of_ideas {
    told_jam jam{ideas_then_results()};
    std::vector<person_id> crowd = jam.people(60);
    posts ideas;

    explicit forum_of_ideas(std::size_t count)
    {
        jam.ring_until("ideas"_slug);
        for (std::size_t i = 0; i < count; ++i)
            add();
    }

    post_id add() { return ideas.emplace_back(jam.idea(crowd[0])); }

    post_page page(page_request asked) const { return forum_page(jam.state(), 0, asked).value(); }

    /// All pages of an order, with something happening after each.
    template <class Between>
    posts read(order_switch order, std::size_t limit, person_id viewer, Between between) const
    {
        posts all;
        std::string after;
        for (;;) {
            const auto got = page({order, after, limit, viewer});
            CHECK(got.posts.size() <= limit);
            all.insert(all.end(), got.posts.begin(), got.posts.end());
            if (!got.next)
                return all;
            after = *got.next;
            between();
        }
    }

    posts read(order_switch order, std::size_t limit = 3, person_id viewer = {}) const
    {
        return read(order, limit, viewer, [] {});
    }
};

bool repeats(const posts& all)
{
    return std::set<post_id>(all.begin(), all.end()).size() != all.size();
}

bool holds(const posts& all, const posts& each)
{
    return std::ranges::all_of(each, [&](post_id id) { return std::ranges::find(all, id) != all.end(); });
}

}  // namespace

TEST_CASE("PA1: newest shows the youngest first, page by page, of one forum")
{
    forum_of_ideas forum{7};
    forum.jam.idea(forum.crowd[0], "Elsewhere", 1);
    posts expected = forum.ideas;
    std::ranges::reverse(expected);
    for (std::size_t limit : {1U, 3U, 7U, 8U})
        CHECK(forum.read(order_switch::newest, limit) == expected);
    CHECK_FALSE(forum.page({order_switch::newest, "", 7, {}}).next.has_value());
    CHECK(forum.page({order_switch::newest, "", 6, {}}).next.has_value());
}

TEST_CASE("PA1: active shows what was last posted in first, whatever ballots come")
{
    forum_of_ideas forum{4};
    forum.jam.comment(forum.crowd[1], forum.ideas[1]);
    forum.jam.comment(forum.crowd[1], forum.ideas[0]);
    forum.jam.ballot(forum.crowd[1], forum.ideas[2], choice::support);
    const posts expected{forum.ideas[0], forum.ideas[1], forum.ideas[3], forum.ideas[2]};
    CHECK(forum.read(order_switch::active) == expected);
}

TEST_CASE("PA1: shuffled differs between people and stays for each")
{
    forum_of_ideas forum{30};
    const auto first = forum.read(order_switch::shuffled, 7, person_id{1});
    CHECK(first == forum.read(order_switch::shuffled, 30, person_id{1}));
    CHECK(first != forum.read(order_switch::shuffled, 7, person_id{2}));
    CHECK(first.size() == 30);
    CHECK(holds(first, forum.ideas));
    forum.jam.comment(forum.crowd[1], forum.ideas[1]);
    CHECK(first == forum.read(order_switch::shuffled, 7, person_id{1}));
}

TEST_CASE("PA1: top goes by the lower bound of the headline, and what has no rate comes last")
{
    forum_of_ideas forum{4};
    const auto support = [&](post_id idea, std::size_t supporters, std::uint32_t seen) {
        for (std::size_t i = 0; i < supporters; ++i)
            forum.jam.ballot(forum.crowd[i], idea, choice::support);
        forum.jam.seen(idea, seen);
    };
    support(forum.ideas[0], 2, 2);    // .342
    support(forum.ideas[1], 9, 10);   // .596
    support(forum.ideas[2], 30, 50);  // .462
    const auto question = forum.jam.prompt(forum.crowd[0]);
    forum.jam.ring_until("results"_slug);
    const posts expected{forum.ideas[1], forum.ideas[2], forum.ideas[0], question, forum.ideas[3]};
    CHECK(forum.read(order_switch::top, 2) == expected);
    CHECK(forum.page({std::nullopt, "", 2, {}}).posts == posts{forum.ideas[1], forum.ideas[2]});
}

TEST_CASE("PA2: posts that arrive between pages neither repeat nor hide others")
{
    for (auto order : {order_switch::newest, order_switch::active, order_switch::shuffled}) {
        forum_of_ideas forum{20};
        const posts before = forum.ideas;
        const auto read = forum.read(order, 4, forum.crowd[5], [&] {
            const auto added = forum.add();
            forum.jam.comment(forum.crowd[1], added);
        });
        CHECK_FALSE(repeats(read));
        CHECK(holds(read, before));
    }
}

TEST_CASE("PA2: a post that becomes active again is not shown a second time")
{
    forum_of_ideas forum{12};
    const auto first = forum.page({order_switch::active, "", 4, {}});
    forum.jam.comment(forum.crowd[1], first.posts.back());
    forum.jam.comment(forum.crowd[1], forum.ideas.front());  // was to come last, and is now above the cursor
    const auto rest = forum.page({order_switch::active, *first.next, 100, {}});
    CHECK(rest.posts.size() == 7);
    CHECK_FALSE(holds(rest.posts, {first.posts.back()}));
    CHECK_FALSE(rest.next.has_value());
}

TEST_CASE("PA2: the rest of a thread comes after the cursor, with what arrived meanwhile at the end")
{
    forum_of_ideas forum{1};
    posts comments;
    for (int i = 0; i < 5; ++i)
        comments.push_back(forum.jam.comment(forum.crowd[1], forum.ideas[0]));
    comments.push_back(forum.jam.comment(forum.crowd[0], comments[0]));
    const auto first = thread_page(forum.jam.state(), forum.ideas[0], {{}, "", 4, {}}).value();
    CHECK(first.posts == posts(comments.begin(), comments.begin() + 4));
    comments.push_back(forum.jam.comment(forum.crowd[1], forum.ideas[0]));
    const auto rest = thread_page(forum.jam.state(), forum.ideas[0], {{}, *first.next, 4, {}}).value();
    CHECK(rest.posts == posts(comments.begin() + 4, comments.end()));
    CHECK_FALSE(rest.next.has_value());
}

TEST_CASE("PA3: top is refused while sealed, and a phase's own order falls back to newest")
{
    forum_of_ideas forum{2};
    const auto refused = forum_page(forum.jam.state(), 0, {order_switch::top, "", 2, {}});
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == reject_code::tallies_sealed);

    forum.jam.state().clock.phases[forum.jam.state().clock.running].rules.order = order_switch::top;
    CHECK(forum.page({std::nullopt, "", 2, {}}).posts == posts{forum.ideas[1], forum.ideas[0]});
}

TEST_CASE("PA4: a cursor that these pages did not write is refused, whatever stands in it")
{
    forum_of_ideas forum{5};
    const auto code_of = [&](order_switch order, std::string_view after) {
        const auto got = forum_page(forum.jam.state(), 0, {order, after, 2, {}});
        return got ? std::optional<reject_code>{} : got.error().code;
    };
    const auto own = *forum.page({order_switch::newest, "", 2, {}}).next;
    CHECK_FALSE(code_of(order_switch::newest, own).has_value());
    CHECK(code_of(order_switch::active, own) == reject_code::bad_field);
    for (std::string_view hostile :
         {"n",     "n.",    "n0",      "n0.",      "n.1",    "n0.1.1",      "n00.1",
          "n0.01", "n-1.1", "n0.-1",   "n0.1 ",    " n0.1",  "n0.zzzzzzzz", "nzzzzzzzzzzzzzzzz.1",
          "N0.1",  "n0.A",  "n\x00.1", "\xff\xfe", "n0.1\n", "'; --",       "../../etc"})
        CHECK(code_of(order_switch::newest, hostile) == reject_code::bad_field);
    // Well written, but about no post of this jam.
    for (std::string_view foreign : {"n0.0", "n0.1z141z3"})
        CHECK(code_of(order_switch::newest, foreign) == reject_code::bad_field);
    const auto thread = thread_page(forum.jam.state(), forum.ideas[0], {{}, own, 2, {}});
    CHECK(thread.error().code == reject_code::bad_field);
}

TEST_CASE("PA4: any place survives being written as a cursor and read again")
{
    for (std::uint64_t key : {std::uint64_t{0}, std::uint64_t{35}, std::uint64_t{36}, UINT64_MAX})
        for (std::uint32_t post : {1U, 46'000U, UINT32_MAX})
            CHECK(place_in('s', cursor_of('s', {key, post_id{post}})) == page_place{key, post_id{post}});
}

TEST_CASE("PA4: a page holds 1 to 200 posts of a forum or thread that is there")
{
    forum_of_ideas forum{1};
    for (std::size_t limit : {std::size_t{0}, std::size_t{201}, SIZE_MAX}) {
        CHECK(forum_page(forum.jam.state(), 0, {{}, "", limit, {}}).error().field == "limit");
        CHECK(thread_page(forum.jam.state(), forum.ideas[0], {{}, "", limit, {}}).error().field == "limit");
    }
    CHECK(forum_page(forum.jam.state(), 2, {}).error().code == reject_code::no_such_forum);
    const auto comment = forum.jam.comment(forum.crowd[0], forum.ideas[0]);
    for (post_id wrong : {post_id{0}, post_id{99}})
        CHECK(thread_page(forum.jam.state(), wrong, {}).error().code == reject_code::no_such_post);
    CHECK(thread_page(forum.jam.state(), comment, {}).value().posts.empty());
    CHECK(thread_page(forum.jam.state(), forum.jam.announcement({}), {}).value().posts.empty());
}

TEST_CASE("PA1: asked for by a comment, a thread is the replies to that comment")
{
    forum_of_ideas forum{1};
    const auto comment = forum.jam.comment(forum.crowd[0], forum.ideas[0]);
    forum.jam.comment(forum.crowd[0], forum.ideas[0]);
    const auto reply = forum.jam.comment(forum.crowd[1], comment);
    CHECK(thread_page(forum.jam.state(), comment, {})->posts == std::vector<post_id>{reply});
}

TEST_CASE("VI2: while others are hidden pages hold no idea and no comment, whoever asks")
{
    auto planned = ideas_then_results();
    planned.agenda[0].rules.others = others_switch::hidden;
    told_jam jam{planned};
    const auto crowd = jam.people(2);
    jam.ring_until("write"_slug);
    const auto idea = jam.idea(crowd[0]);
    const auto question = jam.prompt(crowd[1]);
    jam.comment(crowd[0], question);
    for (auto order : {order_switch::newest, order_switch::active, order_switch::shuffled})
        for (person_id viewer : {crowd[0], crowd[1], person_id{}})
            CHECK(forum_page(jam.state(), 0, {order, "", 50, viewer})->posts == posts{question});
    CHECK(thread_page(jam.state(), question, {{}, "", 50, crowd[0]})->posts.empty());
    CHECK(thread_page(jam.state(), idea, {{}, "", 50, crowd[0]}).error().code == reject_code::no_such_post);
}

TEST_CASE("VI3: a withdrawn post keeps its place on the pages")
{
    forum_of_ideas forum{3};
    const auto comment = forum.jam.comment(forum.crowd[1], forum.ideas[1]);
    forum.jam.withdraw(forum.ideas[1]);
    forum.jam.withdraw(comment);
    CHECK(forum.read(order_switch::newest) == posts{forum.ideas[2], forum.ideas[1], forum.ideas[0]});
    CHECK(thread_page(forum.jam.state(), forum.ideas[1], {})->posts == posts{comment});
}

TEST_CASE("FO1: fair differs between people, and what few have seen comes first")
{
    forum_of_ideas forum{60};
    for (std::size_t i = 0; i < 30; ++i)
        forum.jam.seen(forum.ideas[i], 32);
    const auto first = forum.read(order_switch::fair, 7, person_id{1});
    CHECK(first.size() == 60);
    CHECK(holds(first, forum.ideas));
    CHECK(first != forum.read(order_switch::fair, 60, person_id{2}));
    CHECK(first == forum.read(order_switch::fair, 60, person_id{1}));
    for (std::size_t i = 0; i < 30; ++i)
        CHECK(first[i].value > 30);  // the plan's floor is 30, and 32 saw the first thirty ideas
    for (std::size_t i = 30; i < 60; ++i)
        CHECK(first[i].value <= 30);
}

TEST_CASE(
    "FO2: whatever is seen or posted between the pages of the fair order, no idea comes twice or is left out")
{
    forum_of_ideas forum{40};
    const posts before = forum.ideas;
    std::size_t turn = 0;
    const auto all = forum.read(order_switch::fair, 4, person_id{1}, [&] {
        for (std::size_t i = 0; i < before.size(); ++i)
            if ((i + turn) % 2 == 0)
                forum.jam.seen(before[i], 3);
        if (++turn == 3)
            forum.add();
    });
    CHECK_FALSE(repeats(all));
    CHECK(holds(all, before));
    CHECK(forum.read(order_switch::fair, 50, person_id{1}) !=
          all);  // asked for anew, it goes by what was seen
}

TEST_CASE("FO2: the cursor of a fair page tells nothing of what was seen")
{
    forum_of_ideas forum{4};
    const auto next = forum.page({order_switch::fair, "", 2, person_id{1}}).next.value();
    const auto place = place_in('f', next).value();
    CHECK(place.key == forum.jam.state().last_offset.value);
    CHECK(forum.page({order_switch::fair, next, 2, person_id{1}}).posts.size() == 2);
    CHECK(forum_page(forum.jam.state(), 0, {order_switch::fair, cursor_of('f', {1, post_id{99}}), 2, {}})
              .error()
              .code == reject_code::bad_field);
}

TEST_CASE("SA4: while others are sampled, pages hold one's own ideas and those dealt to oneself")
{
    told_jam jam{ideas_then_results()};
    const auto crowd = jam.people(3);
    jam.ring_until("write"_slug);
    const auto first = jam.idea(crowd[0]);
    const auto second = jam.idea(crowd[1]);
    const post_id third{3};
    jam.tell(post_added{third, post_kind::idea, 0, {}, {}, true, "Third", false, {}, {}, {first}, {crowd[0]}},
             crowd[2]);
    const auto question = jam.prompt(crowd[0]);
    const auto page_of = [&](person_id who, order_switch order) {
        auto found = forum_page(jam.state(), 0, {order, "", 50, who})->posts;
        std::ranges::sort(found);
        return found;
    };
    for (auto order :
         {order_switch::newest, order_switch::shuffled, order_switch::fair, order_switch::active}) {
        CHECK(page_of(crowd[0], order) == posts{first, third, question});
        CHECK(page_of(crowd[1], order) == posts{second, question});
        CHECK(page_of(crowd[2], order) == posts{first, third, question});
        CHECK(page_of({}, order) == posts{question});
    }
    CHECK(thread_page(jam.state(), first, {{}, "", 50, crowd[2]}).has_value());
    CHECK(thread_page(jam.state(), first, {{}, "", 50, crowd[1]}).error().code == reject_code::no_such_post);
    jam.ring_until("ideas"_slug);
    CHECK(page_of(crowd[1], order_switch::newest) == posts{first, second, third, question});
}
