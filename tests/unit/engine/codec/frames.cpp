// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/frame_out.hpp"
#include "engine/codec/jam_out.hpp"
#include "sessions/rules/evolve.hpp"
#include "sessions/views/feed_ids.hpp"
#include "tests/unit/engine/codec/golden.hpp"
#include "tests/unit/engine/codec/sample_jam.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <set>

using namespace jamhall;
using namespace jamhall::codec;
using namespace jamhall::codec_test;
using nlohmann::json;

namespace {

constexpr sessions::person_id ben{2};

sessions::instant minutes_in(int minutes)
{
    return sample_start + std::chrono::minutes{minutes};
}

/// The state when the sample jam is in its phase of ideas, everything there written.
sessions::jam_state during_ideas()
{
    return sample_state(after_first("person_updated"));
}

sessions::jam_state during_results()
{
    return sample_state(after_first("phase_began", 3));
}

/// The event of the sample log with this type, as a feed carries it in this state.
json event_in(const sessions::jam_state& state, std::string_view type, std::size_t nth = 1)
{
    const auto log = sample_log();
    std::string text;
    REQUIRE(append_event(text, state, log.at(after_first(type, nth) - 1)));
    return json::parse(text);
}

void check_frame(const std::string& name, const std::string& frame)
{
    check_golden("protocol/v1/frames/" + name + ".json", frame);
}

}  // namespace

namespace {

std::string hello_of(const sessions::jam_state& state, const hello_facts& facts)
{
    return hello_frame(state, jam_for_all_of(state, facts.now), facts);
}

}  // namespace

TEST_CASE("frames: hello says what the jam is, before and after the bell and to the administrator")
{
    check_frame("hello", hello_of(during_ideas(), {"b3c1", ben, minutes_in(5)}));
    check_frame("hello_scheduled", hello_of(sample_state(4), {"b3c1", ben, minutes_in(-30)}));
    check_frame("hello_administrator",
                hello_of(sample_state(sample_log().size()), {"b3c1", {}, minutes_in(9'999)}));
}

TEST_CASE("frames: replies and refusals echo ref as it came")
{
    check_frame("reply", reply_frame("7", {sessions::log_offset{12}}));
    check_frame("reply_post", reply_frame(R"("my ref")", {sessions::log_offset{12}, sessions::post_id{3}}));
    auto why = sessions::refuse(sessions::reject_code::bad_field, "text", "text is empty");
    check_frame("refused", refused_frame("7", why));
    why = sessions::refuse(sessions::reject_code::rate_limited, "", "Wait a moment before the next post.");
    why.retry_after = std::chrono::milliseconds{1'500};
    check_frame("refused_rate_limited", refused_frame("null", why));
}

TEST_CASE("frames: behind and presence")
{
    check_frame("behind", behind_frame("forum/known-for"));
    check_frame("presence", presence_frame(137));
}

TEST_CASE("frames: every event a feed carries is written as its golden file says")
{
    std::set<std::string_view> carried;
    std::set<std::string_view> told_more;
    sessions::jam_state state;
    const auto feed_of = [](std::string_view type) { return "events_" + std::string{type}; };
    const auto write_first_of_each = [&](const std::vector<sessions::event>& log) {
        state = {};
        for (const auto& happened : log) {
            sessions::evolve(state, happened);
            std::string objects;
            const auto type = sessions::type_of(happened.body);
            if (append_event(objects, state, happened) && carried.insert(type).second)
                check_frame(feed_of(type), events_frame("lobby", happened.offset, objects));
            else
                CHECK((objects.empty() || carried.contains(type)));
            std::string told;
            if (append_event(told, state, happened, event_reader::insider) && told != objects &&
                told_more.insert(type).second)
                check_frame(feed_of(type) + "_insider",
                            events_frame("desk/known-for", happened.offset, told));
        }
    };
    write_first_of_each(steered_log());
    write_first_of_each(sample_log());
    const sessions::event cancelled{{99}, minutes_in(1), {1}, sessions::jam_cancelled{"Too few signed up."}};
    std::string objects;
    CHECK(append_event(objects, state, cancelled));
    check_frame("events_jam_cancelled", events_frame("lobby", cancelled.offset, objects));
    for (const auto* kept :
         {"jam_created", "person_added", "person_updated", "person_registered", "person_entered", "joined",
          "posts_seen", "legal_hold_set", "legal_hold_lifted", "exported"})
        CHECK_FALSE(carried.contains(kept));
    CHECK(carried.size() == std::variant_size_v<sessions::event_body> - 10 - 1);
    CHECK(told_more == std::set<std::string_view>{"post_added", "post_edited", "post_restored", "flag_raised",
                                                  "post_hidden", "edit_asked", "appeal_decided"});
}

TEST_CASE("frames: many events share a frame")
{
    const auto state = during_ideas();
    std::string objects;
    for (const auto& happened : sample_log())
        if (std::holds_alternative<sessions::post_added>(happened.body)) {
            objects += objects.empty() ? "" : ",";
            append_event(objects, state, happened);
        }
    const auto frame = json::parse(events_frame("forum/known-for", sessions::log_offset{26}, objects));
    CHECK(frame["upto"] == 26);
    CHECK(frame["events"].size() == 4);
    CHECK(json::parse(events_frame("lobby", sessions::log_offset{3}, ""))["events"] == json::array());
}

TEST_CASE("FE4 an event keeps its offset but loses its text once its post has")
{
    const auto before = event_in(sample_state(after_first("post_added", 3)), "post_added", 3);
    CHECK(before["text"] == "Who pays? \"We\" do.");
    CHECK(before["state"] == "published");
    const auto after = event_in(during_ideas(), "post_added", 3);
    CHECK(after["offset"] == before["offset"]);
    CHECK(after["text"] == nullptr);
    CHECK(after["state"] == "withdrawn");
}

TEST_CASE("FE4 an event carries the text of its own version")
{
    const auto state = during_ideas();
    CHECK(event_in(state, "post_added")["text"] == "Trams to *every* ward.\n\n- fast\n- quiet");
    const auto edited = event_in(state, "post_edited");
    CHECK(edited["text"] == "Trams to every ward, and bikes.");
    CHECK(edited["edited_at_ms"] == edited["at_ms"]);
    CHECK(event_in(state, "post_withdrawn")["text"] == nullptr);
}

TEST_CASE(
    "FE7 what made a text look suspicious is told at the desk and to its author, and not to others it "
    "concerns")
{
    const auto state = during_ideas();
    auto log = sample_log();
    for (const auto* type : {"post_added", "post_edited"}) {
        auto& happened = log.at(after_first(type) - 1);
        if (auto* added = std::get_if<sessions::post_added>(&happened.body))
            added->shows.links = true;
        if (auto* edited = std::get_if<sessions::post_edited>(&happened.body))
            edited->shows.links = true;
        const auto told = [&](sessions::feed_id feed) {
            std::string text;
            REQUIRE(append_event(text, state, happened, reader_of(state, feed, happened)));
            return json::parse(text);
        };
        const auto author = state.at(sessions::post_id{1}).author;
        const sessions::person_id other{author.value == 1 ? 2U : 1U};
        CHECK(told(sessions::desk_feed(0))["signals"] == json{"links"});
        CHECK(told(sessions::me_feed(author))["signals"] == json{"links"});
        for (const auto feed : {sessions::me_feed(other), sessions::forum_feed(0)}) {
            CHECK_FALSE(told(feed).contains("signals"));
            CHECK_FALSE(told(feed).contains("held"));
        }
        CHECK(told(sessions::me_feed(other)).contains("newly_mentioned") ==
              std::holds_alternative<sessions::post_edited>(happened.body));
    }
}

TEST_CASE("PO14 an edit tells insiders whom it newly mentions, for as long as its text is there")
{
    const auto log = sample_log();
    auto state = sample_state(after_first("post_edited"));
    auto edited = log.at(state.last_offset.value - 1);
    std::get<sessions::post_edited>(edited.body).mentions = {sessions::person_id{3}, sessions::person_id{1}};
    const auto told = [&](event_reader reader) {
        std::string text;
        REQUIRE(append_event(text, state, edited, reader));
        return json::parse(text);
    };
    CHECK(told(event_reader::insider)["newly_mentioned"] == json{3, 1});
    CHECK(told(event_reader::concerned)["newly_mentioned"] == json{3, 1});
    CHECK_FALSE(told(event_reader::everybody).contains("newly_mentioned"));
    sessions::evolve(
        state,
        {{state.last_offset.value + 1}, state.last_at, ben, sessions::post_withdrawn{sessions::post_id{1}}});
    CHECK(told(event_reader::insider)["newly_mentioned"] == json::array());
}

TEST_CASE("PH9 authors are null while names are hidden and badges are named otherwise")
{
    const auto shown = event_in(during_ideas(), "post_added", 2)["author"];
    CHECK(shown == json{{"id", 3}, {"name", "Cleo Njoku"}, {"roles", {"facilitator"}}});
    const auto choosing = sample_state(after_first("phase_began", 2));
    CHECK(event_in(choosing, "post_added", 2)["author"] == nullptr);
}

TEST_CASE("BA2 tallies are framed only while they are shown")
{
    const std::vector<sessions::post_id> posts{sessions::post_id{1}, sessions::post_id{2},
                                               sessions::post_id{4}};
    const auto frame = [&](const sessions::jam_state& state) {
        return tallies_frame(state, "forum/known-for", state.last_offset, posts);
    };
    CHECK(frame(during_ideas()).empty());
    CHECK(frame(sample_state(after_first("phase_began", 2))).empty());
    check_frame("tallies_agree", frame(during_results()));
    CHECK(tallies_frame(during_results(), "forum/known-for", {1}, {}).empty());
}

TEST_CASE("frames: tallies of support carry support")
{
    // The same jam, but its phase of ideas shows tallies.
    auto log = sample_log();
    auto& created = std::get<sessions::jam_created>(log.front().body);
    auto plan = *created.what;
    plan.agenda.front().rules.tallies = sessions::tallies_switch::live;
    created.what = std::make_shared<const sessions::plan>(plan);
    const auto state = sessions::replay(std::span{log}.first(after_first("person_updated")));
    const std::vector posts{sessions::post_id{1}};
    check_frame("tallies_support", tallies_frame(state, "forum/known-for", state.last_offset, posts));
}

TEST_CASE("frames: activity counts the comments of public threads")
{
    const auto state = sample_state(after_first("post_edited"));
    const std::vector posts{sessions::post_id{1}, sessions::post_id{2}};
    check_frame("activity", activity_frame(state, "forum/known-for", state.last_offset, posts));
    CHECK(activity_frame(state, "forum/known-for", state.last_offset, {}).empty());
}

TEST_CASE("frames: polls say how many answered, and looking who has what open")
{
    const auto log = steered_log();
    const auto state = sessions::replay(std::span{log});
    const std::vector polls{sessions::poll_id{1}};
    check_frame("polls", polls_frame(state, "lobby", sessions::log_offset{40}, polls));
    const std::vector looks{sessions::look{sessions::post_id{2}, sessions::person_id{3}}};
    check_frame("looking", looking_frame(state, "desk/known-for", looks));
}

TEST_CASE("DK5 the desk of a forum says who has what open there, and nothing of cases elsewhere")
{
    const auto log = steered_log();
    const auto state = sessions::replay(std::span{log});
    const sessions::post_id here{1};
    const sessions::post_id elsewhere{8};
    REQUIRE(state.at(here).forum == 0);
    REQUIRE(state.at(elsewhere).forum == 1);
    const std::vector looks{sessions::look{here, ben}, sessions::look{elsewhere, ben}};
    const auto looked_at = [&](std::vector<sessions::forum_index> forums) {
        std::vector<std::uint32_t> found;
        const auto page = json::parse(desk_page(state, forums, looks, state.last_at));
        for (const auto& each : page["looking"])
            found.push_back(each["post"]);
        return found;
    };
    CHECK(looked_at({0}) == std::vector{1U});
    CHECK(looked_at({1}) == std::vector{8U});
    CHECK(looked_at({0, 1}) == std::vector{1U, 8U});
}
