// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/report_out.hpp"

#include "engine/codec/desk_out.hpp"
#include "engine/codec/jam_out.hpp"
#include "engine/codec/json_out.hpp"
#include "engine/codec/poll_out.hpp"
#include "engine/codec/post_out.hpp"
#include "sessions/views/jam_view.hpp"
#include "sessions/views/post_view.hpp"

#include <map>
#include <optional>

namespace jamhall::codec {
namespace {

using namespace sessions;

using families = std::map<std::uint32_t, const report_family*>;

void append_funnel_members(json_out& out, const funnel& counts)
{
    for (const auto step : all_involvements)
        out.member(name_of(step), counts.of(step));
}

void append_rows(json_out& out, const std::vector<funnel_row>& rows)
{
    out.begin_object();
    for (const auto& row : rows) {
        out.name(row.value).begin_object();
        append_funnel_members(out, row.counts);
        out.end_object();
    }
    out.end_object();
}

void append_participation(json_out& out, const participation_report& participation)
{
    out.begin_object();
    append_funnel_members(out, participation.all);
    const auto& newcomers = participation.newcomers;
    out.name("admitted").begin_object().member("people", newcomers.of(involvement::invited));
    for (const auto step : {involvement::entered, involvement::posted, involvement::supported})
        out.member(name_of(step), newcomers.of(step));
    out.end_object().name("by_audience");
    append_rows(out, participation.by_audience);
    out.name("by_attribute").begin_object();
    for (const auto& each : participation.by_attribute) {
        out.name(each.attribute);
        append_rows(out, each.rows);
    }
    out.end_object().end_object();
}

void append_phases(json_out& out, const jam_state& state, const jam_report& report)
{
    out.begin_array();
    for (const auto& each : report.phases) {
        const auto shown = phase_view_of(state.clock, each.phase);
        out.begin_object().member("id", shown.id.view()).member("kind", name_of(shown.kind));
        out.member("began_at_ms", shown.begins_at ? std::optional{shown.begins_at->ms} : std::nullopt);
        out.member("ends_at_ms", shown.ends_at ? std::optional{shown.ends_at->ms} : std::nullopt);
        out.member("ballot", name_of(shown.rules->ballot));
        out.member("ideas", each.ideas).member("comments", each.comments);
        out.member("ballots", each.ballots ? std::optional{each.ballots->ballots} : std::nullopt);
        out.member("people_with_ballot", each.ballots ? std::optional{each.ballots->people} : std::nullopt);
        out.end_object();
    }
    out.end_array();
}

void append_forums(json_out& out, const jam_state& state, const jam_report& report)
{
    out.begin_array();
    for (const auto& each : report.forums) {
        const auto& planned = state.what->forums.at(each.forum);
        out.begin_object().member("id", planned.id.view()).member("title", planned.title);
        out.member("question", planned.question).member("ideas", each.ideas);
        out.member("comments", each.comments).member("authors", each.authors).end_object();
    }
    out.end_array();
}

/// `support`, `n`, `rate`, `low`, `high`, `phase`: how an idea stood in one phase, all null without one. The mean of
/// scores and the score of pairs stand in `support`.
void append_standing(json_out& out, const jam_state& state, const std::optional<idea_support>& standing)
{
    if (!standing) {
        for (const auto* name : {"support", "n", "rate", "low", "high", "phase"})
            out.name(name).null();
        return;
    }
    out.name("support").begin_object();
    append_counts(out, standing->counts);
    out.end_object();
    out.member("n", standing->n).member("rate", standing->rate);
    out.member("low", standing->range ? std::optional{standing->range->low} : std::nullopt);
    out.member("high", standing->range ? std::optional{standing->range->high} : std::nullopt);
    out.member("phase", state.clock.phases.at(standing->counts.phase).id.view());
}

void append_family(json_out& out, const families& known, post_id root)
{
    out.name("family").begin_array();
    const auto found = known.find(root.value);
    if (found != known.end())
        for (const post_id each : found->second->ideas)
            out.value(each.value);
    out.end_array();
}

void append_idea(json_out& out, const jam_state& state, const families& known, const report_idea& idea)
{
    const auto shown = view_of(state, state.at(idea.post));
    out.begin_object().member("post", idea.post.value);
    out.member("forum", shown.forum ? std::optional{shown.forum->view()} : std::nullopt);
    out.member("text", shown.text).name("author");
    append_author(out, shown.author);
    out.member("builds_on", shown.builds_on ? std::optional{shown.builds_on.value} : std::nullopt);
    out.member("comments", shown.comments).member("seen", idea.seen);
    append_standing(out, state, idea.headline);
    out.member("tie_band", idea.tie_band);
    append_family(out, known, idea.family);
    out.name("by_phase").begin_array();
    for (const auto& each : idea.by_phase) {
        out.begin_object();
        append_standing(out, state, each);
        out.end_object();
    }
    out.end_array().name("by_audience");
    if (idea.headline)
        append_by_audience(out, state, idea.headline->counts);
    else
        out.null();
    out.end_object();
}

void append_ids(json_out& out, const std::vector<post_id>& ids)
{
    out.begin_array();
    for (const post_id each : ids)
        out.value(each.value);
    out.end_array();
}

}  // namespace

std::string report_json(const jam_state& state, const jam_report& report, instant now)
{
    families known;
    for (const auto& each : report.families)
        known.emplace(each.root.value, &each);
    std::string made;
    json_out out{made};
    out.begin_object().name("jam");
    append_jam(out, state, now);
    out.member("sealed", report.is_sealed).name("participation");
    append_participation(out, report.participation);
    out.name("phases");
    append_phases(out, state, report);
    out.name("forums");
    append_forums(out, state, report);
    out.name("ideas").begin_array();
    for (const auto& each : report.ideas)
        append_idea(out, state, known, each);
    out.end_array().name("families").begin_array();
    for (const auto& each : report.families)
        append_ids(out, each.ideas);
    out.end_array().name("never_heard");
    if (report.never_heard)
        append_ids(out, *report.never_heard);
    else
        out.null();
    out.name("polls").begin_array();
    for (const poll& each : state.polls)
        append_poll(out, state, view_of(state, each));
    out.end_array().name("responses").begin_array();
    for (const auto& [post, answer] : state.responses) {
        out.begin_object().member("post", post.value);
        append_answer(out, answer);
        out.member("at_ms", answer.at.ms).end_object();
    }
    out.end_array().name("moderation").begin_object().member("hidden", report.moderation.hidden);
    out.member("withdrawn", report.moderation.withdrawn);
    append_moderation(out, state);
    out.end_object();
    out.name("voice").begin_object().member("gini", report.gini);
    out.member("top_tenth_share", report.top_tenth_share).end_object();
    out.member("caveat", report.caveat).end_object();
    return made;
}

}  // namespace jamhall::codec
