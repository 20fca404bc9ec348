// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/plan_out.hpp"

#include "engine/codec/json_out.hpp"
#include "engine/codec/plan_in.hpp"

namespace jamhall::codec {
namespace {

using namespace sessions;

void append_charter(json_out& out, const std::optional<charter>& mandate)
{
    out.name("charter");
    if (!mandate) {
        out.null();
        return;
    }
    out.begin_object().member("asks", mandate->asks).member("decides", mandate->decides);
    out.member("criteria", mandate->criteria).member("answer_by", mandate->answer_by).end_object();
}

void append_phase(json_out& out, const planned_phase& phase)
{
    out.begin_object().member("id", phase.id.view()).member("kind", name_of(phase.kind));
    if (const auto* const lasts = std::get_if<duration>(&phase.end))
        out.member("lasts_ms", lasts->count());
    else
        out.member("ends_at_ms", std::get<instant>(phase.end).ms);
    out.name("switches");
    append_switches(out, phase.rules);
    out.end_object();
}

void append_way(json_out& out, way_in way, const admission_way& rules)
{
    out.name(name_of(way)).begin_object();
    out.member("open", rules.is_open).member("newcomers", rules.has_newcomers);
    out.member("audience", rules.audience ? std::optional{rules.audience->view()} : std::nullopt);
    out.name("domains").begin_array();
    for (const auto& domain : rules.domains)
        out.value(domain);
    out.end_array().end_object();
}

/// Left out where it says nothing, as in plans of before it existed.
void append_admission(json_out& out, const admission_policy& policy)
{
    if (policy == admission_policy{})
        return;
    out.name("admission").begin_object();
    for (const way_in way : {way_in::email, way_in::oidc, way_in::code})
        append_way(out, way, policy.of(way));
    out.member("pseudonyms", policy.has_pseudonyms).end_object();
}

void append_policies(json_out& out, const policies& policy)
{
    out.name("policies").begin_object();
    out.member("grace_s", policy.grace_s).member("text_max", policy.text_max);
    out.member("small_cell", policy.small_cell).member("exposure_floor", policy.exposure_floor);
    out.member("retention_days", policy.retention_days).member("support_word", policy.support_word);
    out.member("facilitators_move_clock", policy.facilitators_move_clock);
    if (policy.names_days)
        out.member("names_days", *policy.names_days);
    if (policy.backup_days != policies{}.backup_days)
        out.member("backup_days", policy.backup_days);
    out.member("dots", policy.dots);
    out.member("unanswered_after_min", policy.unanswered_after_min).name("signals").begin_object();
    out.member("links", policy.signals.links).name("words").begin_array();
    for (const auto& word : policy.signals.words)
        out.value(word);
    out.end_array().member("fast_posts_per_minute", policy.signals.fast_posts_per_minute).end_object();
    out.name("limits").begin_object();
    out.member("posts_per_minute", policy.limits.posts_per_minute);
    out.member("commands_per_minute", policy.limits.commands_per_minute);
    out.member("connections_per_person", policy.limits.connections_per_person);
    out.end_object();
    append_admission(out, policy.admission);
    out.end_object();
}

}  // namespace

void append_switches(json_out& out, const switches& rules)
{
    out.begin_object();
    out.member("ideas", name_of(rules.ideas)).member("comments", name_of(rules.comments));
    out.member("others", name_of(rules.others)).member("ballot", name_of(rules.ballot));
    out.member("tallies", name_of(rules.tallies)).member("order", name_of(rules.order));
    out.member("names", name_of(rules.names)).member("moderation", name_of(rules.moderation));
    out.member("words_max", rules.words_max).member("slow_mode_s", rules.slow_mode_s);
    out.member("sample_size", rules.sample_size);
    out.end_object();
}

std::string encode_plan(const plan& planned)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("v", stored_plan_version);
    out.member("title", planned.title).member("purpose", planned.purpose);
    append_charter(out, planned.mandate);
    out.member("time_zone", planned.time_zone).member("starts_at_ms", planned.starts_at.ms);
    out.name("audiences").begin_array();
    for (const auto& each : planned.audiences)
        out.begin_object().member("id", each.id.view()).member("title", each.title).end_object();
    out.end_array().name("forums").begin_array();
    for (const auto& each : planned.forums) {
        out.begin_object().member("id", each.id.view()).member("title", each.title);
        out.member("question", each.question).end_object();
    }
    out.end_array().name("agenda").begin_array();
    for (const auto& each : planned.agenda)
        append_phase(out, each);
    out.end_array().name("rules").begin_array();
    for (const auto& each : planned.rules)
        out.begin_object().member("id", each.id.view()).member("text", each.text).end_object();
    out.end_array().name("guests").begin_array();
    for (const auto& each : planned.guests) {
        out.begin_object().member("name", each.name).member("at_ms", each.at.ms);
        out.member("minutes", each.minutes);
        out.member("forum", each.forum ? std::optional{each.forum->view()} : std::nullopt);
        out.member("about", each.about).end_object();
    }
    out.end_array();
    if (planned.privacy)
        out.name("privacy")
            .begin_object()
            .member("text", planned.privacy->text)
            .member("contact", planned.privacy->contact)
            .end_object();
    append_policies(out, planned.policy);
    out.member("source", planned.source).end_object();
    return made;
}

}  // namespace jamhall::codec
