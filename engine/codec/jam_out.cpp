// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/jam_out.hpp"

#include "engine/codec/plan_out.hpp"
#include "engine/codec/poll_out.hpp"
#include "engine/codec/post_out.hpp"
#include "sessions/rules/clock.hpp"
#include "sessions/rules/people.hpp"
#include "sessions/rules/steering.hpp"
#include "sessions/views/polls.hpp"
#include "sessions/views/post_view.hpp"
#include "sessions/views/visibility.hpp"

#include <optional>

namespace jamhall::codec {
namespace {

using namespace sessions;

std::optional<std::int64_t> ms_of(const std::optional<instant>& at)
{
    return at ? std::optional{at->ms} : std::nullopt;
}

void append_charter(json_out& out, const std::optional<charter>& mandate)
{
    if (!mandate) {
        out.null();
        return;
    }
    out.begin_object().member("asks", mandate->asks).member("decides", mandate->decides);
    out.member("criteria", mandate->criteria).member("answer_by", mandate->answer_by).end_object();
}

void append_forums(json_out& out, const jam_state& state)
{
    out.begin_array();
    for (const auto& each : forums_of(state)) {
        out.begin_object().member("id", each.id.view()).member("title", each.title);
        out.member("question", each.question).member("ideas", each.ideas);
        out.member("last_at_ms", ms_of(each.last_at)).end_object();
    }
    out.end_array();
}

/// The agenda's slots with a guest.
void append_guests(json_out& out, const plan& planned)
{
    out.name("guests").begin_array();
    for (const auto& each : planned.guests) {
        out.begin_object().member("name", each.name).member("at_ms", each.at.ms);
        out.member("minutes", each.minutes);
        out.member("forum", each.forum ? std::optional{each.forum->view()} : std::nullopt);
        out.member("about", each.about).end_object();
    }
    out.end_array();
}

/// Words of which a writer is asked, before sending, whether they mean it (rule MO1).
void append_nudge_words(json_out& out, const plan& planned)
{
    out.name("nudge_words").begin_array();
    for (const auto& word : planned.policy.signals.words)
        out.value(word);
    out.end_array();
}

void append_spotlights(json_out& out, const jam_state& state, instant now)
{
    out.begin_array();
    for (const spotlight& each : spotlights_at(state, now)) {
        if (!is_public(state, state.at(each.post)))
            continue;
        out.begin_object().name("post");
        append_post(out, state, view_of(state, state.at(each.post)));
        out.member("until_ms", each.until.ms).end_object();
    }
    out.end_array();
}

void append_open_polls(json_out& out, const jam_state& state)
{
    out.begin_array();
    for (const auto& each : open_polls(state))
        append_poll(out, state, each);
    out.end_array();
}

/// The first of the two organizers whom unsealing takes (rule PH6).
void append_unseal_wish(json_out& out, const jam_state& state)
{
    if (!state.unseal_asked) {
        out.null();
        return;
    }
    const unseal_wish& wish = *state.unseal_asked;
    out.begin_object().member("phase", state.clock.phases.at(wish.phase).id.view()).name("person");
    append_author(out, wish.person ? std::optional{person_view_of(state, wish.person)} : std::nullopt);
    out.end_object();
}

/// The person signed in, with every role, badge or not, and the forums scoped roles are limited to.
void append_self(json_out& out, const jam_state& state, person_id viewer)
{
    if (!viewer) {
        out.null();
        return;
    }
    const roster_entry& entry = state.at(viewer).entry;
    out.begin_object().member("id", viewer.value).member("name", entry.name).name("roles").begin_array();
    for (const role each : all_roles)
        if (entry.roles.has(each))
            out.value(name_of(each));
    out.end_array().name("forums").begin_array();
    for (const auto forum : entry.forums)
        out.value(state.what->forums.at(forum).id.view());
    const auto& muted_until = state.at(viewer).muted_until;
    out.end_array().member("muted_until_ms", muted_until ? std::optional{muted_until->ms} : std::nullopt);
    out.end_object();
}

void append_versions(json_out& out, const jam_state& state, person_id viewer)
{
    const acceptance accepted = viewer ? state.at(viewer).accepted : acceptance{};
    const auto version_or_null = [](std::int32_t version) {
        return version > 0 ? std::optional{version} : std::nullopt;
    };
    const acceptance in_force = versions_in_force(state);
    out.name("versions").begin_object().member("charter", in_force.charter);
    out.member("rules", in_force.rules).member("privacy", in_force.privacy).end_object();
    out.name("accepted").begin_object().member("charter", version_or_null(accepted.charter));
    out.member("rules", version_or_null(accepted.rules));
    out.member("privacy", version_or_null(accepted.privacy)).end_object();
}

}  // namespace

void append_jam(json_out& out, const jam_state& state, instant now)
{
    const plan& planned = *state.what;
    out.begin_object().member("id", state.id.view()).member("title", planned.title);
    out.member("purpose", planned.purpose).name("charter");
    append_charter(out, planned.mandate);
    out.member("time_zone", planned.time_zone).member("starts_at_ms", planned.starts_at.ms);
    out.member("state", name_of(standing_of(state, now)));
    out.name("audiences").begin_array();
    for (const auto& each : planned.audiences)
        out.begin_object().member("id", each.id.view()).member("title", each.title).end_object();
    out.end_array().name("rules").begin_array();
    for (const auto& each : planned.rules)
        out.begin_object().member("id", each.id.view()).member("text", each.text).end_object();
    out.end_array().member("support_word", planned.policy.support_word);
    out.member("dots", planned.policy.dots);
    out.member("text_max", planned.policy.text_max).member("grace_s", planned.policy.grace_s);
    out.member("facilitators_move_clock", planned.policy.facilitators_move_clock).name("agenda");
    append_agenda(out, state);
    out.member("unanswered_after_min", planned.policy.unanswered_after_min);
    out.end_object();
}

void append_phase(json_out& out, const phase_view& shown)
{
    out.begin_object().member("id", shown.id.view()).member("kind", name_of(shown.kind));
    out.member("began_at_ms", ms_of(shown.begins_at)).member("ends_at_ms", ms_of(shown.ends_at));
    out.member("paused", shown.is_paused).name("switches");
    append_switches(out, *shown.rules);
    out.end_object();
}

void append_agenda(json_out& out, const jam_state& state)
{
    out.begin_array();
    for (const auto& each : agenda_of(state)) {
        out.begin_object().member("id", each.id.view()).member("kind", name_of(each.kind));
        out.member("begins_at_ms", ms_of(each.begins_at)).member("ends_at_ms", ms_of(each.ends_at));
        out.name("switches");
        append_switches(out, *each.rules);
        out.end_object();
    }
    out.end_array();
}

jam_for_all jam_for_all_of(const jam_state& state, instant now)
{
    jam_for_all made;
    json_out jam{made.jam};
    append_jam(jam, state, now);
    json_out phase{made.phase};
    append_phase(phase, running_phase(state));
    json_out forums{made.forums};
    append_forums(forums, state);
    json_out spotlights{made.spotlights};
    append_spotlights(spotlights, state, now);
    json_out polls{made.polls};
    append_open_polls(polls, state);
    json_out unseal{made.unseal};
    append_unseal_wish(unseal, state);
    return made;
}

void append_jam_members(json_out& out, const jam_state& state, const jam_for_all& shared, person_id viewer,
                        instant now)
{
    out.raw_member("jam", shared.jam).raw_member("phase", shared.phase).raw_member("forums", shared.forums);
    out.raw_member("spotlights", shared.spotlights).raw_member("polls", shared.polls);
    out.raw_member("unseal", shared.unseal).member("plan_changes", state.plan_changes);
    append_guests(out, *state.what);
    append_nudge_words(out, *state.what);
    out.name("you");
    append_self(out, state, viewer);
    append_versions(out, state, viewer);
    out.member("offset", state.last_offset.value).member("now_ms", now.ms);
}

std::string jam_page(const jam_state& state, person_id viewer, instant now)
{
    std::string made;
    json_out out{made};
    out.begin_object();
    append_jam_members(out, state, jam_for_all_of(state, now), viewer, now);
    out.end_object();
    return made;
}

std::string directory_entry(const jam_state& state, instant now)
{
    // The implicit archive, which stands last, has no end: the jam ends where it begins.
    const auto agenda = agenda_of(state);
    const auto ends_at = agenda.empty() ? std::nullopt : agenda.back().begins_at;
    std::string made;
    json_out out{made};
    out.begin_object().member("id", state.id.view()).member("title", state.what->title);
    out.member("state", name_of(standing_of(state, now))).member("starts_at_ms", state.what->starts_at.ms);
    out.member("ends_at_ms", ms_of(ends_at)).end_object();
    return made;
}

std::string checked_plan(const plan& planned, instant now)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("ok", true).name("agenda").begin_array();
    for (const auto& each : clock_of(planned, now).phases) {
        out.begin_object().member("id", each.id.view()).member("kind", name_of(each.kind));
        out.member("begins_at_ms", ms_of(each.begins_at))
            .member("ends_at_ms", ms_of(each.ends_at))
            .end_object();
    }
    out.end_array().end_object();
    return made;
}

}  // namespace jamhall::codec
