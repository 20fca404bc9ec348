// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/command_in.hpp"
#include "engine/codec/command_out.hpp"
#include "engine/codec/plan_in.hpp"
#include "tests/unit/engine/codec/golden.hpp"
#include "tests/unit/engine/codec/sample_jam.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace jamhall;
using namespace jamhall::codec;
using sessions::operator""_slug;

namespace {

command_limits with_zones()
{
    static const base::zone_resolver zones{codec_test::as_utc};
    command_limits made;
    made.zones = &zones;
    made.now = codec_test::sample_start;
    return made;
}

std::shared_ptr<const sessions::plan> changed_plan_of_sample()
{
    const auto document = json_document::parse(codec_test::sample_plan_text()).value();
    return std::make_shared<const sessions::plan>(
        decode_changed_plan(document.root(), codec_test::as_utc, codec_test::sample_start).value().what);
}

/// One of each command, by the name of its golden file.
std::map<std::string, client_command> every_command()
{
    using namespace sessions;
    const auto of_jam = [](command c) { return client_command{std::move(c)}; };
    return {
        {"join", of_jam(join{{1, 2}})},
        {"add_post",
         of_jam(add_post{"known-for"_slug, post_kind::idea, "Trams to *every* ward.", {}, {}, {}})},
        {"add_post_comment",
         of_jam(add_post{"known-for"_slug, post_kind::comment, "Who pays?", post_id{1}, {}, {}})},
        {"add_post_built_on",
         of_jam(
             add_post{"known-for"_slug, post_kind::idea, "Hydrogen trams.", {}, post_id{1}, "ideas"_slug})},
        {"edit_post", of_jam(edit_post{post_id{1}, "Trams and bikes.", "ideas"_slug})},
        {"withdraw_post", of_jam(withdraw_post{post_id{3}})},
        {"cast_ballot", of_jam(cast_ballot{post_id{1}, choice::support})},
        {"cast_ballot_score", of_jam(cast_ballot{post_id{1}, choice_of(4)})},
        {"cast_ballot_pair", of_jam(cast_ballot{post_id{1}, choice::over, post_id{2}})},
        {"cast_ballot_pair_back", of_jam(cast_ballot{post_id{1}, choice::withdraw, post_id{2}})},
        {"announce", of_jam(announce{"Lunch at noon.", "known-for"_slug})},
        {"advance_phase", of_jam(advance_phase{})},
        {"extend_phase", of_jam(extend_phase{30})},
        {"pause_clock", of_jam(pause_clock{})},
        {"resume_clock", of_jam(resume_clock{})},
        {"grant_role", of_jam(grant_role{person_id{2}, role::host, {"known-for"_slug}})},
        {"revoke_role", of_jam(revoke_role{person_id{2}, role::host})},
        {"spotlight_post", of_jam(spotlight_post{post_id{1}, 30})},
        {"end_spotlight", of_jam(end_spotlight{post_id{1}})},
        {"connect_posts", of_jam(connect_posts{post_id{1}, post_id{2}})},
        {"move_post", of_jam(move_post{post_id{1}, "known-for"_slug})},
        {"merge_post", of_jam(merge_post{post_id{2}, post_id{1}})},
        {"move_support", of_jam(move_support{post_id{2}, true})},
        {"split_post", of_jam(split_post{post_id{3}})},
        {"claim_thread", of_jam(claim_thread{post_id{1}})},
        {"release_thread", of_jam(release_thread{post_id{1}})},
        {"publish_summary", of_jam(publish_summary{"known-for"_slug, "So far: #1."})},
        {"introduce_guest", of_jam(introduce_guest{person_id{2}, "She drove the last tram."})},
        {"open_poll", of_jam(open_poll{"known-for"_slug,
                                       "Which fuel?",
                                       {"Line", "Hydrogen"},
                                       poll_kind::single,
                                       poll_results::live,
                                       5})},
        {"close_poll", of_jam(close_poll{poll_id{1}})},
        {"answer_poll", of_jam(answer_poll{poll_id{1}, {0, 1}})},
        {"raise_flag", of_jam(raise_flag{post_id{1}, "civil"_slug, "Rude."})},
        {"hide_post", of_jam(hide_post{post_id{1}, "civil"_slug, "It mocks somebody."})},
        {"approve_post", of_jam(approve_post{post_id{1}})},
        {"restore_post", of_jam(restore_post{post_id{1}, "Read again."})},
        {"ask_edit", of_jam(ask_edit{post_id{1}, "civil"_slug, "Leave out the name."})},
        {"appeal", of_jam(appeal{post_id{1}, "It was meant kindly."})},
        {"decide_appeal", of_jam(decide_appeal{post_id{1}, true, "It is fair."})},
        {"mute_person", of_jam(mute_person{person_id{2}, {}, 10, "Take a breath."})},
        {"mute_author", of_jam(mute_person{{}, post_id{1}, 10, ""})},
        {"unmute_person", of_jam(unmute_person{person_id{2}})},
        {"remove_person", of_jam(remove_person{person_id{2}, "Asked to leave."})},
        {"readmit_person", of_jam(readmit_person{person_id{2}, ""})},
        {"take_shift", of_jam(take_shift{"known-for"_slug, instant{1'796'115'600'000}, 2})},
        {"drop_shift", of_jam(drop_shift{"known-for"_slug, instant{1'796'115'600'000}, 2})},
        {"offer_shift", of_jam(offer_shift{"known-for"_slug, instant{1'796'115'600'000}, 2, person_id{3}})},
        {"hand_over", of_jam(hand_over{"known-for"_slug, "Two threads wait."})},
        {"say", of_jam(say{"Lunch in shifts.", {}})},
        {"respond", of_jam(respond{post_id{1}, response_outcome::adopted, "We do it.", "Transport", "May"})},
        {"unseal", of_jam(unseal{"ideas"_slug})},
        {"change_plan", of_jam(change_plan{changed_plan_of_sample()})},
        {"ask_erasure", of_jam(ask_erasure{erasure_scope::post, post_id{1}, "It names my neighbour."})},
        {"ask_erasure_of_all", of_jam(ask_erasure{erasure_scope::everything, {}, ""})},
        {"erase_post", of_jam(erase_post{post_id{1}, std::nullopt, "It names a patient."})},
        {"redact_post", of_jam(erase_post{post_id{1}, "Trams, says [a driver].", ""})},
        {"erase_person", of_jam(erase_person{person_id{2}, erasure_scope::identity, "As he asked."})},
        {"refuse_erasure", of_jam(refuse_erasure{person_id{2}, "A court has asked for it."})},
        {"set_legal_hold", of_jam(set_legal_hold{"Case 12/2027."})},
        {"lift_legal_hold", of_jam(lift_legal_hold{"The case is closed."})},
        {"join_with_privacy", of_jam(join{{1, 2, 3}})},
        {"close_jam", of_jam(close_jam{})},
        {"cancel_jam", of_jam(cancel_jam{"Too few signed up."})},
        {"watch", watch{{{"lobby", std::nullopt}, {"forum/known-for", log_offset{17}}}}},
        {"unwatch", unwatch{{"lobby", "thread/1"}}},
        {"saw_posts", saw_posts{{post_id{1}, post_id{4}}}},
        {"follow", follow{post_id{1}, {}}},
        {"unfollow", unfollow{{}, "known-for"_slug}},
        {"mark_read", mark_read{"forum/known-for", log_offset{17}}},
        {"look_at", look_at{post_id{1}}},
        {"look_at_nothing", look_at{}},
    };
}

}  // namespace

TEST_CASE("commands: each is sent as its golden file says and read back as it was")
{
    std::set<std::size_t> of_jam;
    for (const auto& [name, asked] : every_command()) {
        const auto text = encode_frame(asked, "7", "k-" + name);
        codec_test::check_golden("protocol/v1/commands/" + name + ".json", text);
        const auto frame =
            decode_frame(codec_test::golden_text("protocol/v1/commands/" + name + ".json"), with_zones());
        INFO(name);
        REQUIRE(frame.asked.has_value());
        CHECK(frame.ref == "7");
        CHECK(frame.key.value().key == "k-" + name);
        CHECK(encode_command(*frame.asked) == encode_command(asked));
        CHECK(frame.key->digest == base::sha256_of(encode_command(asked)));
        if (const auto* command = std::get_if<sessions::command>(&*frame.asked))
            of_jam.insert(command->index());
    }
    // All but create_jam, put_person, register_person, enter_person, record_seen, record_export, erase_due.
    CHECK(of_jam.size() == std::variant_size_v<sessions::command> - 7);
}

TEST_CASE("commands: canonical forms are stored for the life of a jam and never change")
{
    const auto commands = every_command();
    CHECK(encode_command(commands.at("cast_ballot")) ==
          R"({"do":"cast_ballot","post":1,"choice":"support"})");
    CHECK(
        encode_command(commands.at("add_post_built_on")) ==
        R"({"do":"add_post","forum":"known-for","kind":"idea","text":"Hydrogen trams.","builds_on":1,"drafted_in":"ideas"})");
    CHECK(encode_command(commands.at("join")) == R"({"do":"join","charter":1,"rules":2})");
}
