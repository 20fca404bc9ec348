// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/visibility.hpp"

#include "sessions/rules/invariants.hpp"
#include "sessions/views/post_view.hpp"
#include "sessions/views/report.hpp"
#include "tests/unit/sessions/views/told_jam.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::sessions;

namespace {

plan brainwrite_first()
{
    return told_jam::plan_of({told_jam::phase_of("write"_slug, phase_kind::brainwrite),
                              told_jam::phase_of("ideas"_slug, phase_kind::ideate),
                              told_jam::phase_of("choose"_slug, phase_kind::prioritise),
                              told_jam::phase_of("results"_slug, phase_kind::reveal)});
}

}  // namespace

TEST_CASE("VI1: a held post is for its author only")
{
    told_jam jam{brainwrite_first()};
    const auto crowd = jam.people(2);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0]);
    jam.state().edit(idea).state = post_state::held;
    const post& held = jam.state().at(idea);
    CHECK_FALSE(is_public(jam.state(), held));
    CHECK(may_see(jam.state(), held, crowd[0]));
    CHECK_FALSE(may_see(jam.state(), held, crowd[1]));
    CHECK_FALSE(may_see(jam.state(), held, person_id{}));
}

TEST_CASE("VI2: while others are hidden only the posts of those who lead are public")
{
    told_jam jam{brainwrite_first()};
    const auto crowd = jam.people(2);
    jam.ring_until("write"_slug);
    const auto idea = jam.idea(crowd[0]);
    const auto question = jam.prompt(crowd[1]);
    const auto comment = jam.comment(crowd[0], question);
    const auto news = jam.announcement(crowd[1]);
    const auto public_now = [&](post_id id) { return is_public(jam.state(), jam.state().at(id)); };
    CHECK(others_are_hidden(jam.state()));
    CHECK_FALSE(public_now(idea));
    CHECK_FALSE(public_now(comment));
    CHECK(public_now(question));
    CHECK(public_now(news));
    CHECK(may_see(jam.state(), jam.state().at(idea), crowd[0]));
    CHECK_FALSE(may_see(jam.state(), jam.state().at(idea), crowd[1]));
    CHECK(view_of(jam.state(), jam.state().at(question)).comments == 0);

    jam.ring_until("ideas"_slug);
    CHECK(public_now(idea));
    CHECK(public_now(comment));
    CHECK(view_of(jam.state(), jam.state().at(question)).comments == 1);
}

TEST_CASE("VI3: a withdrawn, hidden or erased post shows no text, on pages and in its events")
{
    told_jam jam{brainwrite_first()};
    const auto crowd = jam.people(1);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0], "First words");
    const event added = jam.last();
    const event edited = jam.edit(idea, "Second words");
    CHECK(view_of(jam.state(), jam.state().at(idea)).text == "Second words");
    CHECK(view_of(jam.state(), added).value().text == "First words");
    CHECK(view_of(jam.state(), edited).value().text == "Second words");
    for (auto state : {post_state::withdrawn, post_state::hidden, post_state::erased}) {
        jam.state().edit(idea).state = state;
        CHECK_FALSE(view_of(jam.state(), jam.state().at(idea)).text.has_value());
        CHECK_FALSE(view_of(jam.state(), added).value().text.has_value());
        CHECK_FALSE(view_of(jam.state(), edited).value().text.has_value());
        CHECK(view_of(jam.state(), added).value().state == state);
    }
    for (auto state : {post_state::published, post_state::merged}) {
        jam.state().edit(idea).state = state;
        CHECK(view_of(jam.state(), jam.state().at(idea)).text == "Second words");
    }
}

TEST_CASE("PH9: a post written while names were hidden stays nameless in every later phase")
{
    told_jam jam{brainwrite_first()};
    const auto crowd = jam.people(1);
    jam.ring_until("write"_slug);
    const auto nameless = jam.idea(crowd[0]);
    const event added = jam.last();
    jam.ring_until("ideas"_slug);
    const auto named = jam.idea(crowd[0]);
    const event edited = jam.edit(nameless, "Better words");
    CHECK(shown_author(jam.state(), jam.state().at(named)) == crowd[0]);
    const auto is_nameless = [&] {
        return !shown_author(jam.state(), jam.state().at(nameless)) &&
               !view_of(jam.state(), jam.state().at(nameless)).author &&
               !view_of(jam.state(), added)->author && !view_of(jam.state(), edited)->author;
    };
    CHECK(is_nameless());
    jam.ring_until("results"_slug);
    CHECK(is_nameless());
    jam.tell(jam_closed{}, {});
    CHECK(is_nameless());
}

TEST_CASE("VI4: while names are hidden no post has an author, for every role")
{
    told_jam jam{brainwrite_first()};
    const auto organizer = jam.person({role::organizer});
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(organizer);
    const auto news = jam.announcement(organizer);
    CHECK(shown_author(jam.state(), jam.state().at(idea)) == organizer);
    jam.ring_until("choose"_slug);
    CHECK_FALSE(view_of(jam.state(), jam.state().at(idea)).author.has_value());
    CHECK_FALSE(view_of(jam.state(), jam.state().at(news)).author.has_value());
    jam.ring_until("results"_slug);
    CHECK(view_of(jam.state(), jam.state().at(idea)).author.value().id == organizer);
}

TEST_CASE("VI4: beside a name stand the badges only, and the hall has no name")
{
    told_jam jam{brainwrite_first()};
    const auto lead = jam.person({role::participant, role::facilitator, role::analyst, role::host});
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(lead);
    const auto shown = view_of(jam.state(), jam.state().at(idea)).author.value();
    CHECK(shown.name == "Person 1");
    CHECK(shown.badges == role_set{role::facilitator, role::host});
    const auto news = jam.announcement({});
    CHECK_FALSE(view_of(jam.state(), jam.state().at(news)).author.has_value());
}

TEST_CASE("VI5: a post is shown with where it stands, when it changed and what it grew from")
{
    told_jam jam{brainwrite_first()};
    const auto crowd = jam.people(2);
    jam.ring_until("ideas"_slug);
    const auto root = jam.idea(crowd[0], "Root", 1);
    const auto grown = jam.idea(crowd[1], "Grown", 1, root);
    const auto comment = jam.comment(crowd[1], root);
    const auto reply = jam.comment(crowd[0], comment);
    const event edited = jam.edit(grown, "Grown more");

    const auto idea = view_of(jam.state(), jam.state().at(grown));
    CHECK(idea.kind == post_kind::idea);
    CHECK(idea.forum == "parks"_slug);
    CHECK(idea.builds_on == root);
    CHECK_FALSE(bool{idea.parent});
    CHECK(idea.edited_at == edited.at);
    CHECK(view_of(jam.state(), edited)->edited_at == edited.at);
    CHECK(view_of(jam.state(), jam.state().at(root)).comments == 2);
    CHECK(view_of(jam.state(), jam.state().at(reply)).parent == comment);
    CHECK(view_of(jam.state(), jam.state().at(comment)).comments == 0);
    const auto news = jam.announcement({});
    CHECK_FALSE(view_of(jam.state(), jam.state().at(news)).forum.has_value());
    CHECK_FALSE(view_of(jam.state(), jam.log().front()).has_value());
}

TEST_CASE("SV5: an idea credits who wrote what went into it, through merges, as far as names are shown")
{
    told_jam jam{brainwrite_first()};
    const auto crowd = jam.people(4);
    jam.ring_until("write"_slug);
    const auto nameless = jam.idea(crowd[3]);
    jam.ring_until("ideas"_slug);
    const auto whole = jam.idea(crowd[2]);
    const auto own = jam.idea(crowd[2]);
    const auto part = jam.idea(crowd[1]);
    const auto part_of_part = jam.idea(crowd[0]);
    const auto apart = jam.idea(crowd[3]);
    const auto credits = [&] {
        std::vector<person_id> found;
        for (const auto& each : view_of(jam.state(), jam.state().at(whole)).credits)
            found.push_back(each.id);
        return found;
    };
    for (const auto& [from, into] :
         {std::pair{part_of_part, part}, {part, whole}, {own, whole}, {nameless, whole}, {apart, whole}})
        jam.tell(post_merged{from, into, std::nullopt}, {});
    CHECK(credits() == std::vector{crowd[0], crowd[1], crowd[3]});
    jam.tell(post_restored{apart, ""}, {});
    CHECK(credits() == std::vector{crowd[0], crowd[1]});
    jam.ring_until("choose"_slug);
    CHECK(credits().empty());
    jam.ring_until("results"_slug);
    CHECK(credits() == std::vector{crowd[0], crowd[1]});
}

TEST_CASE("PH9: credits leave out nobody beside a nameless idea, not even its author")
{
    told_jam jam{brainwrite_first()};
    const auto crowd = jam.people(2);
    jam.ring_until("write"_slug);
    const auto whole = jam.idea(crowd[0]);
    jam.ring_until("ideas"_slug);
    for (const auto author : crowd)
        jam.tell(post_merged{jam.idea(author), whole, std::nullopt}, {});
    const auto shown = view_of(jam.state(), jam.state().at(whole));
    CHECK_FALSE(shown.author);
    REQUIRE(shown.credits.size() == 2);
    CHECK(shown.credits[0].id == crowd[0]);
    CHECK(shown.credits[1].id == crowd[1]);
}

TEST_CASE("MO10: a thread counts no comment that was never shown, through whatever becomes of it")
{
    told_jam jam{brainwrite_first()};
    const auto crowd = jam.people(2);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0]);
    const auto held_comment = [&] {
        const post_id id = jam.state().next_post();
        jam.tell(post_added{id, post_kind::comment, 0, idea, {}, false, "Which ones?", true}, crowd[1]);
        return id;
    };
    const auto counted = [&] { return shown_comment_count(jam.state(), jam.state().at(idea)); };
    const auto approved = held_comment();
    const auto hidden = held_comment();
    const auto withdrawn = held_comment();
    const auto gone = held_comment();
    CHECK(counted() == 0);
    CHECK(report_of(jam.state()).forums[0].comments == 0);
    CHECK(report_of(jam.state()).phases.back().comments == 0);
    jam.tell(post_approved{approved, true}, {});
    CHECK(counted() == 1);
    jam.tell(post_hidden{hidden, "civil"_slug, ""}, {});
    CHECK(counted() == 2);
    jam.tell(post_restored{hidden, ""}, {});
    CHECK(counted() == 2);
    jam.withdraw(withdrawn);
    CHECK(counted() == 3);
    jam.tell(erased{erasure_scope::post, gone, {}, {}, "", {}}, {});
    CHECK(counted() == 3);
    jam.tell(erased{erasure_scope::post, approved, {}, {}, "", {}}, {});
    CHECK(counted() == 3);
    CHECK(report_of(jam.state()).forums[0].comments == 3);
    CHECK(report_of(jam.state()).phases.back().comments == 3);
    check_invariants(jam.state());
}
