// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/event_body_in.hpp"
#include "sessions/core/limits.hpp"

#include <array>

namespace jamhall::codec {
namespace {

using namespace sessions;

constexpr integer_bounds small_bounds{0, 255};

template <class Event>
event_body read_post_only(body_in& r)
{
    return Event{r.in.id<post_id>("post")};
}

event_body read_post_spotlighted(body_in& r)
{
    return post_spotlighted{r.in.id<post_id>("post"), r.in.instant("until_ms")};
}

event_body read_posts_connected(body_in& r)
{
    return posts_connected{r.in.id<post_id>("post"), r.in.id<post_id>("with")};
}

event_body read_post_moved(body_in& r)
{
    return post_moved{r.in.id<post_id>("post"), r.forum("from"), r.forum("forum")};
}

event_body read_post_merged(body_in& r)
{
    post_merged made{r.in.id<post_id>("post"), r.in.id<post_id>("into"), std::nullopt};
    if (r.in.optional("phase"))
        made.phase = r.phase("phase");
    return made;
}

event_body read_support_moved(body_in& r)
{
    return support_moved{r.phase("phase"), r.in.id<post_id>("post"), r.in.id<post_id>("into"),
                         r.in.boolean("accepted")};
}

event_body read_post_split(body_in& r)
{
    return post_split{r.in.id<post_id>("post"), r.in.id<post_id>("from"), r.in.id<person_id>("author"),
                      r.in.boolean("nameless"), r.text("text")};
}

event_body read_summary_published(body_in& r)
{
    return summary_published{r.in.id<post_id>("post"), r.forum("forum"), r.in.boolean("nameless"),
                             r.text("text")};
}

event_body read_guest_introduced(body_in& r)
{
    return guest_introduced{r.in.id<person_id>("person"), r.text("text")};
}

event_body read_poll_opened(body_in& r)
{
    poll_opened made;
    made.poll = r.in.id<poll_id>("poll");
    made.asks.forum = r.optional_forum("forum");
    made.asks.question = r.text("question");
    if (const auto options = r.in.array("options"))
        for (const json_value each : *options)
            made.asks.options.push_back(
                r.text_at(each, pointer_to(r.in.pointer("options"), made.asks.options.size())));
    made.asks.kind = r.word("kind", poll_kind_named);
    made.asks.results = r.word("results", poll_results_named);
    made.asks.closes_at = r.in.optional_instant("closes_at_ms");
    return made;
}

event_body read_poll_answered(body_in& r)
{
    poll_answered made;
    made.poll = r.in.id<poll_id>("poll");
    if (const auto options = r.in.array("options"))
        for (const json_value each : *options)
            made.options.push_back(static_cast<std::uint8_t>(
                integer_in(each, small_bounds, r.in.pointer("options"), r.in.found())));
    return made;
}

event_body read_poll_closed(body_in& r)
{
    return poll_closed{r.in.id<poll_id>("poll"), r.word("cause", clock_cause_named)};
}

template <class Event>
event_body read_ruled(body_in& r)
{
    return Event{r.in.id<post_id>("post"), r.in.slug("rule"), r.text("note")};
}

event_body read_post_approved(body_in& r)
{
    return post_approved{r.in.id<post_id>("post"), r.in.boolean("held"),
                         r.optional_ids<person_id>("dealt_to"), r.optional_ids<person_id>("mentions")};
}

event_body read_post_restored(body_in& r)
{
    return post_restored{r.in.id<post_id>("post"), r.text("note")};
}

event_body read_appealed(body_in& r)
{
    return appealed{r.in.id<post_id>("post"), r.text("text")};
}

event_body read_appeal_decided(body_in& r)
{
    return appeal_decided{r.in.id<post_id>("post"), r.in.boolean("uphold"), r.text("note")};
}

event_body read_person_muted(body_in& r)
{
    return person_muted{r.in.id<person_id>("person"), r.in.instant("until_ms"), r.text("note")};
}

event_body read_person_unmuted(body_in& r)
{
    return person_unmuted{r.in.id<person_id>("person")};
}

template <class Event>
event_body read_person_and_note(body_in& r)
{
    return Event{r.in.id<person_id>("person"), r.text("note")};
}

template <class Event>
Event read_slot(body_in& r)
{
    Event made;
    made.forum = r.forum("forum");
    made.starts_at = r.in.instant("starts_at_ms");
    made.hours = static_cast<std::int32_t>(r.in.integer("hours", {1, limits::shift_hours_max}));
    return made;
}

event_body read_shift_taken(body_in& r)
{
    auto made = read_slot<shift_taken>(r);
    made.from = r.in.optional_id<person_id>("from");
    return made;
}

event_body read_shift_dropped(body_in& r)
{
    return read_slot<shift_dropped>(r);
}

event_body read_shift_offered(body_in& r)
{
    auto made = read_slot<shift_offered>(r);
    made.to = r.in.id<person_id>("to");
    return made;
}

event_body read_handed_over(body_in& r)
{
    return handed_over{r.forum("forum"), r.text("text")};
}

event_body read_said(body_in& r)
{
    return said{r.optional_forum("forum"), r.text("text")};
}

event_body read_responded(body_in& r)
{
    responded made;
    made.post = r.in.id<post_id>("post");
    made.outcome = r.word("outcome", response_outcome_named);
    made.text = r.text("text");
    made.owner = r.text("owner");
    made.due = r.text("due");
    made.about = r.posts("about");
    return made;
}

event_body read_unseal_asked(body_in& r)
{
    return unseal_asked{r.phase("phase")};
}

event_body read_unsealed(body_in& r)
{
    return unsealed{r.phase("phase")};
}

event_body read_plan_changed(body_in& r)
{
    plan_changed made;
    made.what = r.plan("plan");
    return made;
}

constexpr std::array<known_event, 34> known_events{{
    {"post_spotlighted", read_post_spotlighted},
    {"spotlight_ended", read_post_only<spotlight_ended>},
    {"posts_connected", read_posts_connected},
    {"post_moved", read_post_moved},
    {"post_merged", read_post_merged},
    {"support_moved", read_support_moved},
    {"post_split", read_post_split},
    {"thread_claimed", read_post_only<thread_claimed>},
    {"thread_released", read_post_only<thread_released>},
    {"summary_published", read_summary_published},
    {"guest_introduced", read_guest_introduced},
    {"poll_opened", read_poll_opened},
    {"poll_answered", read_poll_answered},
    {"poll_closed", read_poll_closed},
    {"flag_raised", read_ruled<flag_raised>},
    {"post_hidden", read_ruled<post_hidden>},
    {"post_approved", read_post_approved},
    {"post_restored", read_post_restored},
    {"edit_asked", read_ruled<edit_asked>},
    {"appealed", read_appealed},
    {"appeal_decided", read_appeal_decided},
    {"person_muted", read_person_muted},
    {"person_unmuted", read_person_unmuted},
    {"person_removed", read_person_and_note<person_removed>},
    {"person_readmitted", read_person_and_note<person_readmitted>},
    {"shift_taken", read_shift_taken},
    {"shift_dropped", read_shift_dropped},
    {"shift_offered", read_shift_offered},
    {"handed_over", read_handed_over},
    {"said", read_said},
    {"responded", read_responded},
    {"unseal_asked", read_unseal_asked},
    {"unsealed", read_unsealed},
    {"plan_changed", read_plan_changed},
}};

}  // namespace

std::span<const known_event> steering_events()
{
    return known_events;
}

}  // namespace jamhall::codec
