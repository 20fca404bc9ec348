// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/desk_out.hpp"

#include "engine/codec/post_out.hpp"
#include "sessions/core/limits.hpp"
#include "sessions/rules/moderation_queue.hpp"
#include "sessions/rules/shifts.hpp"
#include "sessions/rules/steering.hpp"
#include "sessions/views/desk.hpp"
#include "sessions/views/pages.hpp"
#include "sessions/views/post_view.hpp"
#include "sessions/views/report.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace jamhall::codec {

using namespace sessions;

namespace {

constexpr std::size_t unanswered_max = 50;

std::optional<shown_person> person_or_nobody(const jam_state& state, person_id who)
{
    return who ? std::optional{person_view_of(state, who)} : std::nullopt;
}

void append_ruled(json_out& out, const slug& rule, const std::string& note, instant at)
{
    out.member("rule", rule.view()).member("note", note).member("at_ms", at.ms);
}

void append_hiding(json_out& out, const jam_state& state, const std::optional<hiding>& hidden)
{
    out.name("hidden");
    if (!hidden) {
        out.null();
        return;
    }
    out.begin_object();
    append_ruled(out, hidden->rule, hidden->note, hidden->at);
    out.name("person");
    append_author(out, person_or_nobody(state, hidden->by));
    out.end_object();
}

/// CASE: a post as those who decide about it see it, with its text whatever became of it.
void append_case(json_out& out, const jam_state& state, post_id id)
{
    const post& p = state.at(id);
    static const moderation_case nothing;
    const moderation_case* const kept = case_of(state, id);
    const moderation_case& known = kept ? *kept : nothing;
    auto shown = view_of(state, p);
    shown.text = p.text;
    out.begin_object().name("post");
    append_post(out, state, shown);
    out.member("first_time", is_first_post(state, p));
    const auto since = waits_since(state, p);
    out.member("waits_since_ms", since ? std::optional{since->ms} : std::nullopt);
    out.name("sources").begin_array();
    for (const queue_source each : sources_of(state, p))
        out.value(name_of(each));
    out.end_array().name("flags").begin_array();
    for (const flag& each : known.flags) {
        out.begin_object();
        append_ruled(out, each.rule, each.note, each.at);
        out.end_object();
    }
    out.end_array();
    append_hiding(out, state, known.hidden);
    out.name("appeal");
    if (known.appeal && !known.appeal->is_upheld)
        out.begin_object()
            .member("text", known.appeal->text)
            .member("at_ms", known.appeal->at.ms)
            .end_object();
    else
        out.null();
    out.name("edit_asked");
    if (known.asked) {
        out.begin_object();
        append_ruled(out, known.asked->rule, known.asked->note, known.asked->at);
        out.end_object();
    } else {
        out.null();
    }
    out.end_object();
}

/// Posts whose authors were asked to change them, and who have not done so yet.
std::vector<post_id> with_their_authors(const jam_state& state, forum_index forum)
{
    std::vector<post_id> found;
    for (const auto& [id, known] : state.moderated.cases)
        if (state.at(id).forum == forum && awaits_author(state, state.at(id)))
            found.push_back(id);
    return found;
}

void append_remarks(json_out& out, const jam_state& state, std::optional<forum_index> forum)
{
    out.name("said").begin_array();
    for (const remark& each : state.desk.remarks) {
        if (each.forum != forum)
            continue;
        out.begin_object().member("offset", each.at_offset.value).member("at_ms", each.at.ms).name("person");
        append_author(out, person_or_nobody(state, each.person));
        out.member("forum", forum ? std::optional{state.what->forums[*forum].id.view()} : std::nullopt);
        out.member("text", each.text).end_object();
    }
    out.end_array();
}

void append_claims(json_out& out, const jam_state& state, forum_index forum, instant now)
{
    out.name("claims").begin_array();
    for (const auto& [id, held] : state.steered.claims) {
        if (state.at(id).forum != forum || !claim_at(state, id, now))
            continue;
        out.begin_object().member("post", id.value).name("person");
        append_author(out, person_or_nobody(state, held.person));
        out.member("until_ms", (held.since + limits::claim_lasts).ms).end_object();
    }
    out.end_array();
}

/// The alarm of the exposure floor, while there are ballots that it makes fair: which ideas, never how many saw them.
std::vector<post_id> unheard_in(const jam_state& state, forum_index forum)
{
    if (state.clock.now_running().rules.ballot == ballot_switch::none)
        return {};
    return ideas_under_floor(state, forum);
}

void append_forum(json_out& out, const jam_state& state, forum_index forum, instant now)
{
    out.begin_object().member("forum", state.what->forums[forum].id.view()).name("on_now").begin_array();
    for (const person_id each : on_now(state, forum, now))
        append_author(out, person_view_of(state, each));
    out.end_array().name("queue").begin_array();
    for (const post_id each : queue_of(state, forum))
        append_case(out, state, each);
    out.end_array().name("with_authors").begin_array();
    for (const post_id each : with_their_authors(state, forum))
        append_case(out, state, each);
    out.end_array().name("unanswered").begin_array();
    for (const auto& each : unanswered_in(state, forum, now, unanswered_max)) {
        out.begin_object().name("post");
        append_post(out, state, view_of(state, state.at(each.post)));
        out.member("waits_since_ms", each.since.ms).end_object();
    }
    out.end_array();
    append_claims(out, state, forum, now);
    append_ids(out, "unheard", unheard_in(state, forum));
    out.name("handover");
    const auto& left_notes = state.desk.handovers;
    if (forum < left_notes.size() && left_notes[forum]) {
        const auto& left = left_notes[forum];
        out.begin_object().member("text", left->text).name("person");
        append_author(out, person_or_nobody(state, left->person));
        out.member("at_ms", left->at.ms).end_object();
    } else {
        out.null();
    }
    append_remarks(out, state, forum);
    out.end_object();
}

void append_shifts(json_out& out, const jam_state& state, instant now)
{
    out.name("shifts").begin_array();
    for (const shift& each : state.desk.shifts) {
        if (each.ends_at() <= now)
            continue;
        out.begin_object().member("forum", state.what->forums[each.forum].id.view()).name("person");
        append_author(out, person_or_nobody(state, each.person));
        out.member("starts_at_ms", each.starts_at.ms).member("hours", each.hours).name("offered_to");
        append_author(out, person_or_nobody(state, each.offered_to));
        out.end_object();
    }
    out.end_array().name("gaps").begin_array();
    for (const auto& each : coverage_gaps(state, now)) {
        out.begin_object().member("forum", state.what->forums[each.forum].id.view());
        out.member("from_ms", each.from.ms).member("to_ms", each.to.ms).end_object();
    }
    out.end_array();
}

/// Those of cases in these forums: who decides about what elsewhere is for the desks there.
std::vector<look> looks_in(const jam_state& state, std::span<const forum_index> forums,
                           std::span<const look> looks)
{
    std::vector<look> found;
    std::ranges::copy_if(looks, std::back_inserter(found), [&](const look& each) {
        const auto forum = state.at(each.post).forum;
        return forum && std::ranges::find(forums, *forum) != forums.end();
    });
    return found;
}

std::optional<std::int64_t> median_of(std::vector<duration> delays)
{
    if (delays.empty())
        return std::nullopt;
    const auto middle = delays.begin() + static_cast<std::ptrdiff_t>(delays.size() / 2);
    std::ranges::nth_element(delays, middle);
    return middle->count();
}

}  // namespace

void append_looks(json_out& out, const jam_state& state, std::span<const look> looks)
{
    out.begin_array();
    for (std::size_t i = 0; i < looks.size();) {
        const post_id post = looks[i].post;
        out.begin_object().member("post", post.value).name("people").begin_array();
        for (; i < looks.size() && looks[i].post == post; ++i)
            append_author(out, person_view_of(state, looks[i].person));
        out.end_array().end_object();
    }
    out.end_array();
}

std::string desk_page(const jam_state& state, std::span<const forum_index> forums,
                      std::span<const look> looks, instant now)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("offset", state.last_offset.value).member("now_ms", now.ms);
    out.name("forums").begin_array();
    for (const forum_index each : forums)
        append_forum(out, state, each, now);
    out.end_array();
    append_remarks(out, state, std::nullopt);
    append_shifts(out, state, now);
    out.name("muted").begin_array();
    for (const person_id each : muted_at(state, now)) {
        out.begin_object().name("person");
        append_author(out, person_view_of(state, each));
        out.member("until_ms", state.at(each).muted_until->ms).end_object();
    }
    out.end_array().name("looking");
    append_looks(out, state, looks_in(state, forums, looks));
    out.end_object();
    return made;
}

std::string handover_page(const jam_state& state, forum_index forum, instant now)
{
    const auto facts = facts_of_shift(state, forum, now);
    std::string made;
    json_out out{made};
    out.begin_object().member("since_ms", facts.since.ms);
    out.member("text", handover_draft(state, forum, facts, now));
    out.member("opened", facts.threads_opened).member("comments", facts.comments);
    out.member("waiting", facts.waiting);
    append_ids(out, "unanswered", facts.unanswered);
    append_ids(out, "busiest", facts.busiest);
    append_ids(out, "quietest", facts.quietest);
    append_ids(out, "claimed", facts.claimed);
    out.end_object();
    return made;
}

void append_moderation(json_out& out, const jam_state& state)
{
    const auto& book = state.moderated;
    out.name("rules").begin_array();
    for (const house_rule& each : state.what->rules) {
        const auto found = book.by_rule.find(each.id);
        const rule_count count = found == book.by_rule.end() ? rule_count{} : found->second;
        out.begin_object().member("rule", each.id.view()).member("text", each.text);
        out.member("hides", count.hides).member("restored", count.restored).end_object();
    }
    out.end_array().name("appeals").begin_object().member("made", book.appeals);
    out.member("upheld", book.appeals_upheld).member("refused", book.appeals_refused);
    out.member("dropped", book.appeals_dropped);
    out.member("waiting", book.appeals - book.appeals_upheld - book.appeals_refused - book.appeals_dropped);
    out.end_object().member("flags", book.flags).member("decisions", book.delays.size());
    out.member("median_delay_ms", median_of(book.delays));
}

std::string moderation_page(const jam_state& state)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("offset", state.last_offset.value);
    append_moderation(out, state);
    out.end_object();
    return made;
}

}  // namespace jamhall::codec
