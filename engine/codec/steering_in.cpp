// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/command_reader.hpp"
#include "engine/codec/plan_in.hpp"
#include "sessions/core/limits.hpp"
#include "sessions/core/text.hpp"

#include <array>

namespace jamhall::codec {
namespace {

namespace limits = sessions::limits;
using sessions::person_id;
using sessions::poll_id;
using sessions::post_id;

constexpr integer_bounds minutes_bounds{1, limits::steering_minutes_max};
constexpr integer_bounds hours_bounds{1, limits::shift_hours_max};

std::string read_note(command_reader& r)
{
    return r.optional_text("note", limits::note_length_max);
}

template <class Command>
sessions::command read_post_only(command_reader& r)
{
    return Command{r.in.id<post_id>("post")};
}

sessions::command read_spotlight_post(command_reader& r)
{
    return sessions::spotlight_post{r.in.id<post_id>("post"),
                                    r.in.optional_integer("minutes", minutes_bounds)};
}

sessions::command read_connect_posts(command_reader& r)
{
    return sessions::connect_posts{r.in.id<post_id>("post"), r.in.id<post_id>("with")};
}

sessions::command read_move_post(command_reader& r)
{
    return sessions::move_post{r.in.id<post_id>("post"), r.in.slug("forum")};
}

sessions::command read_merge_post(command_reader& r)
{
    return sessions::merge_post{r.in.id<post_id>("post"), r.in.id<post_id>("into")};
}

sessions::command read_move_support(command_reader& r)
{
    return sessions::move_support{r.in.id<post_id>("post"), r.in.boolean("accept")};
}

sessions::command read_publish_summary(command_reader& r)
{
    return sessions::publish_summary{r.in.slug("forum"), r.post_text()};
}

sessions::command read_introduce_guest(command_reader& r)
{
    return sessions::introduce_guest{r.in.id<person_id>("person"), r.text("text", limits::note_length_max)};
}

std::vector<std::string> read_options(command_reader& r)
{
    std::vector<std::string> made;
    const auto written = r.in.array("options");
    if (!written)
        return made;
    if (written->size() > limits::poll_options_max)
        r.in.note("options", "has more than " + std::to_string(limits::poll_options_max) + " entries");
    std::size_t index = 0;
    for (const json_value each : *written) {
        const auto pointer = pointer_to(r.in.pointer("options"), index++);
        made.emplace_back(string_in(each, pointer, r.in.found()));
        if (r.in.found().empty() &&
            sessions::judge_line(made.back(), limits::poll_option_length_max) != sessions::text_fault::none)
            r.in.found().push_back({pointer, "must be one line of 1 to " +
                                                 std::to_string(limits::poll_option_length_max) +
                                                 " characters"});
    }
    return made;
}

sessions::command read_open_poll(command_reader& r)
{
    sessions::open_poll made;
    made.forum = r.in.optional_slug("forum");
    made.question = r.text("question", limits::poll_question_length_max);
    made.options = read_options(r);
    made.kind = r.word("kind", sessions::poll_kind_named, "single, multiple or scale");
    made.results = r.word("results", sessions::poll_results_named, "sealed or live");
    made.minutes = r.in.optional_integer("minutes", minutes_bounds);
    return made;
}

sessions::command read_close_poll(command_reader& r)
{
    return sessions::close_poll{r.in.id<poll_id>("poll")};
}

sessions::command read_answer_poll(command_reader& r)
{
    sessions::answer_poll made;
    made.poll = r.in.id<poll_id>("poll");
    const auto written = r.in.array("options");
    if (!written)
        return made;
    if (written->size() > limits::poll_options_max)
        r.in.note("options", "names too many options");
    std::size_t index = 0;
    for (const json_value each : *written)
        made.options.push_back(integer_in(each, {0, static_cast<std::int64_t>(limits::poll_options_max)},
                                          pointer_to(r.in.pointer("options"), index++), r.in.found()));
    return made;
}

template <class Command>
sessions::command read_rule_and_optional_note(command_reader& r)
{
    return Command{r.in.id<post_id>("post"), r.in.slug("rule"), read_note(r)};
}

template <class Command>
sessions::command read_rule_and_note(command_reader& r)
{
    return Command{r.in.id<post_id>("post"), r.in.slug("rule"), r.text("note", limits::note_length_max)};
}

sessions::command read_restore_post(command_reader& r)
{
    return sessions::restore_post{r.in.id<post_id>("post"), read_note(r)};
}

sessions::command read_appeal(command_reader& r)
{
    return sessions::appeal{r.in.id<post_id>("post"), r.text("text", limits::note_length_max)};
}

sessions::command read_decide_appeal(command_reader& r)
{
    return sessions::decide_appeal{r.in.id<post_id>("post"), r.in.boolean("uphold"), read_note(r)};
}

sessions::command read_mute_person(command_reader& r)
{
    sessions::mute_person made;
    made.person = r.in.optional_id<person_id>("person");
    made.post = r.in.optional_id<post_id>("post");
    if (r.in.found().empty() && bool{made.person} == bool{made.post})
        r.in.note("person", "or post is required, and not both");
    made.minutes = r.in.integer("minutes", minutes_bounds);
    made.note = read_note(r);
    return made;
}

sessions::command read_unmute_person(command_reader& r)
{
    return sessions::unmute_person{r.in.id<person_id>("person")};
}

template <class Command>
sessions::command read_person_and_note(command_reader& r)
{
    return Command{r.in.id<person_id>("person"), read_note(r)};
}

template <class Command>
Command read_slot(command_reader& r)
{
    Command made;
    made.forum = r.in.slug("forum");
    made.starts_at = r.in.instant("starts_at_ms");
    made.hours = r.in.integer("hours", hours_bounds);
    return made;
}

template <class Command>
sessions::command read_shift(command_reader& r)
{
    return read_slot<Command>(r);
}

sessions::command read_offer_shift(command_reader& r)
{
    auto made = read_slot<sessions::offer_shift>(r);
    made.to = r.in.id<person_id>("to");
    return made;
}

sessions::command read_hand_over(command_reader& r)
{
    return sessions::hand_over{r.in.slug("forum"), r.text("text", limits::text_length_max)};
}

sessions::command read_say(command_reader& r)
{
    sessions::say made;
    made.forum = r.in.optional_slug("forum");
    made.text = r.text("text", limits::note_length_max);
    return made;
}

sessions::command read_respond(command_reader& r)
{
    sessions::respond made;
    made.post = r.in.id<post_id>("post");
    made.outcome =
        r.word("outcome", sessions::response_outcome_named, "adopted, in_part, not_now or declined");
    made.text = r.text("text", limits::plan_text_length_max);
    made.owner = r.optional_text("owner", limits::name_length_max);
    made.due = r.optional_text("due", limits::name_length_max);
    return made;
}

sessions::command read_unseal(command_reader& r)
{
    return sessions::unseal{r.in.slug("phase")};
}

sessions::command read_change_plan(command_reader& r)
{
    sessions::change_plan made;
    const auto written = r.in.object("plan");
    if (!written || !r.limits.zones) {
        if (written)
            r.in.note("plan", "cannot be changed here");
        return made;
    }
    auto planned = decode_changed_plan(*written, *r.limits.zones, r.limits.now);
    if (planned) {
        made.what = std::make_shared<const sessions::plan>(std::move(planned->what));
        made.starts_now = planned->starts_now;
    } else {
        for (const auto& each : planned.error())
            r.in.found().push_back({r.in.pointer("plan") + each.pointer, each.message});
    }
    return made;
}

constexpr std::array<known_command, 33> known_commands{{
    {"spotlight_post", of_the_jam<read_spotlight_post>},
    {"end_spotlight", of_the_jam<read_post_only<sessions::end_spotlight>>},
    {"connect_posts", of_the_jam<read_connect_posts>},
    {"move_post", of_the_jam<read_move_post>},
    {"merge_post", of_the_jam<read_merge_post>},
    {"move_support", of_the_jam<read_move_support>},
    {"split_post", of_the_jam<read_post_only<sessions::split_post>>},
    {"claim_thread", of_the_jam<read_post_only<sessions::claim_thread>>},
    {"release_thread", of_the_jam<read_post_only<sessions::release_thread>>},
    {"publish_summary", of_the_jam<read_publish_summary>},
    {"introduce_guest", of_the_jam<read_introduce_guest>},
    {"open_poll", of_the_jam<read_open_poll>},
    {"close_poll", of_the_jam<read_close_poll>},
    {"answer_poll", of_the_jam<read_answer_poll>},
    {"raise_flag", of_the_jam<read_rule_and_optional_note<sessions::raise_flag>>},
    {"hide_post", of_the_jam<read_rule_and_note<sessions::hide_post>>},
    {"approve_post", of_the_jam<read_post_only<sessions::approve_post>>},
    {"restore_post", of_the_jam<read_restore_post>},
    {"ask_edit", of_the_jam<read_rule_and_note<sessions::ask_edit>>},
    {"appeal", of_the_jam<read_appeal>},
    {"decide_appeal", of_the_jam<read_decide_appeal>},
    {"mute_person", of_the_jam<read_mute_person>},
    {"unmute_person", of_the_jam<read_unmute_person>},
    {"remove_person", of_the_jam<read_person_and_note<sessions::remove_person>>},
    {"readmit_person", of_the_jam<read_person_and_note<sessions::readmit_person>>},
    {"take_shift", of_the_jam<read_shift<sessions::take_shift>>},
    {"drop_shift", of_the_jam<read_shift<sessions::drop_shift>>},
    {"offer_shift", of_the_jam<read_offer_shift>},
    {"hand_over", of_the_jam<read_hand_over>},
    {"say", of_the_jam<read_say>},
    {"respond", of_the_jam<read_respond>},
    {"unseal", of_the_jam<read_unseal>},
    {"change_plan", of_the_jam<read_change_plan>},
}};

}  // namespace

std::span<const known_command> steering_commands()
{
    return known_commands;
}

}  // namespace jamhall::codec
