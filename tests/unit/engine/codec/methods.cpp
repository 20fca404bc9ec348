// SPDX-License-Identifier: Apache-2.0
// Scores, dots, pairs and what is dealt: as they are stored, sent and kept in a snapshot.
#include "engine/codec/event_in.hpp"
#include "engine/codec/event_out.hpp"
#include "engine/codec/page_out.hpp"
#include "engine/codec/post_out.hpp"
#include "engine/codec/state_snapshot.hpp"
#include "sessions/rules/invariants.hpp"
#include "sessions/views/me_view.hpp"
#include "sessions/views/post_view.hpp"
#include "tests/unit/engine/codec/sample_jam.hpp"
#include "tests/unit/sessions/views/told_jam.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace jamhall;
using namespace jamhall::codec;
using namespace jamhall::codec_test;
using namespace jamhall::sessions;
using nlohmann::json;

namespace {

/// Two ideas dealt to one another's authors while others are sampled, then a phase of this method.
struct asked_jam {
    told_jam jam;
    std::vector<person_id> crowd = jam.people(4);

    explicit asked_jam(ballot_switch method) : jam{plan_with(method)}
    {
        jam.ring_until("write"_slug);
        jam.idea(crowd[0]);
        jam.tell(post_added{post_id{2},
                            post_kind::idea,
                            0,
                            {},
                            {},
                            true,
                            "Second",
                            false,
                            {},
                            {},
                            {post_id{1}},
                            {crowd[0]}},
                 crowd[1]);
        jam.ring_until("choose"_slug);
    }

    static plan plan_with(ballot_switch method)
    {
        auto choose = told_jam::phase_of("choose"_slug, phase_kind::prioritise);
        choose.rules.ballot = method;
        return told_jam::plan_of({told_jam::phase_of("write"_slug, phase_kind::brainwrite), choose,
                                  told_jam::phase_of("results"_slug, phase_kind::reveal)});
    }

    json shown(std::uint32_t post)
    {
        jam.ring_until("results"_slug);
        std::string made;
        json_out out{made};
        append_post(out, jam.state(), view_of(jam.state(), jam.state().at(post_id{post})));
        return json::parse(made)["tally"];
    }
};

json stored_body(const told_jam& jam, const event& happened)
{
    return json::parse(encode_event(happened, names_of(jam.state()), counted_salts{}).body);
}

}  // namespace

TEST_CASE("BA11 to BA13: what a ballot says is stored as a word or a number, and read back")
{
    asked_jam made{ballot_switch::pairwise};
    made.jam.tell(ballot_cast{2, post_id{1}, choice::over, post_id{2}}, made.crowd[0]);
    CHECK(stored_body(made.jam, made.jam.last()) ==
          json::parse(R"({"v":1,"phase":"choose","post":1,"choice":"over","over":2})"));
    asked_jam scored{ballot_switch::score};
    scored.jam.ballot(scored.crowd[0], post_id{1}, choice_of(4));
    CHECK(stored_body(scored.jam, scored.jam.last()) ==
          json::parse(R"({"v":1,"phase":"choose","post":1,"choice":"4"})"));
    for (const auto* each : {&made.jam, &scored.jam})
        for (const auto& happened : each->log()) {
            const auto names = names_of(each->state());
            CHECK((decode_event(encode_event(happened, names, counted_salts{}), names).value() == happened));
        }
}

TEST_CASE("SA2: what was dealt for an idea is stored with it, and nothing where nothing was")
{
    asked_jam made{ballot_switch::agree};
    const auto body = [&](post_id id) {
        for (const auto& happened : made.jam.log())
            if (const auto* added = std::get_if<post_added>(&happened.body); added && added->post == id)
                return stored_body(made.jam, happened);
        return json{};
    };
    CHECK(body(post_id{2})["dealt"] == json{1});
    CHECK(body(post_id{2})["dealt_to"] == json{1});
    CHECK_FALSE(body(post_id{1}).contains("dealt"));
}

TEST_CASE("PO14: whom an edit or an approval lists is stored with it, and nothing where it lists nobody")
{
    asked_jam made{ballot_switch::agree};
    auto& jam = made.jam;
    const auto names = names_of(jam.state());
    const person_id author = jam.state().at(post_id{1}).author;
    const auto stored = [&](event_body body) {
        const auto happened = next_event(jam.state(), std::move(body), author, jam.state().last_at);
        const auto written = encode_event(happened, names, counted_salts{});
        CHECK((decode_event(written, names).value() == happened));
        return json::parse(written.body);
    };
    CHECK(stored(post_edited{post_id{1}, 2, "Ask her", {}, false, {made.crowd[1]}})["mentions"] == json{2});
    CHECK_FALSE(stored(post_edited{post_id{1}, 2, "Ask nobody"}).contains("mentions"));
    CHECK(stored(post_approved{post_id{1}, true, {}, {made.crowd[1], made.crowd[0]}})["mentions"] ==
          json{2, 1});
    CHECK_FALSE(stored(post_approved{post_id{1}, true}).contains("mentions"));
}

TEST_CASE("BA11 to BA13: a snapshot of the state keeps scores, dots, pairs and what was dealt")
{
    for (auto method : {ballot_switch::score, ballot_switch::dots, ballot_switch::pairwise}) {
        asked_jam made{method};
        if (method == ballot_switch::pairwise)
            made.jam.tell(ballot_cast{2, post_id{2}, choice::over, post_id{1}}, made.crowd[0]);
        else
            made.jam.ballot(made.crowd[0], post_id{2}, choice_of(5));
        made.jam.seen(post_id{1}, 3);
        const auto read = decode_state(encode_state(made.jam.state()));
        REQUIRE(read.has_value());
        CHECK((*read == made.jam.state()));
        CHECK_NOTHROW(check_invariants(*read));
    }
}

TEST_CASE("BA11 to BA13: a tally is written with what its phase counts")
{
    asked_jam scored{ballot_switch::score};
    scored.jam.ballot(scored.crowd[0], post_id{1}, choice_of(4));
    scored.jam.ballot(scored.crowd[1], post_id{1}, choice_of(5));
    CHECK(scored.shown(1) == json::parse(R"({"phase":"choose","score_1":0,"score_2":0,"score_3":0,"score_4":1,
                                             "score_5":1,"mean":4.5})"));
    CHECK(scored.shown(2)["mean"] == nullptr);
    asked_jam dotted{ballot_switch::dots};
    dotted.jam.ballot(dotted.crowd[0], post_id{1}, choice_of(7));
    CHECK(dotted.shown(1) == json::parse(R"({"phase":"choose","dots":7,"people":1})"));
    asked_jam paired{ballot_switch::pairwise};
    for (person_id who : paired.crowd)
        paired.jam.tell(ballot_cast{2, post_id{1}, choice::over, post_id{2}}, who);
    const auto tally = paired.shown(1);
    CHECK(tally["won"] == 4);
    CHECK(tally["lost"] == 0);
    CHECK(tally["rank_score"].get<double>() > .85);
}

TEST_CASE("BA2: one's own scores, pairs and dots left are on /me")
{
    asked_jam made{ballot_switch::dots};
    made.jam.ballot(made.crowd[0], post_id{2}, choice_of(3));
    const auto page = [&](const asked_jam& of, person_id who) {
        return json::parse(me_page(of.jam.state(), me_of(of.jam.state(), who), {}));
    };
    CHECK(page(made, made.crowd[0])["dots_left"] == 7);
    CHECK(page(made, made.crowd[0])["ballots"] ==
          json::parse(R"([{"phase":"choose","post":2,"choice":"3"}])"));
    asked_jam paired{ballot_switch::pairwise};
    paired.jam.tell(ballot_cast{2, post_id{2}, choice::over, post_id{1}}, paired.crowd[0]);
    CHECK(page(paired, paired.crowd[0])["ballots"] ==
          json::parse(R"([{"phase":"choose","post":2,"choice":"over","over":1}])"));
    CHECK(page(paired, paired.crowd[0])["dots_left"] == nullptr);
}
