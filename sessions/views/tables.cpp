// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/tables.hpp"

#include "sessions/views/snapshot.hpp"

namespace jamhall::sessions {
namespace {

jam_row row_of(const jam_state& state)
{
    const plan& planned = *state.what;
    return {state.id,          planned.title, planned.purpose, planned.time_zone,
            planned.starts_at, state.stage,   planned.source};
}

phase_row row_of(const jam_clock& clock, std::size_t index)
{
    const phase& of = clock.phases[index];
    return {static_cast<phase_index>(index),
            of.id,
            of.kind,
            of.rules,
            of.begins_at,
            of.ends_at,
            of.has_begun,
            of.has_ended};
}

forum_row row_of(const planned_forum& forum, std::size_t index)
{
    return {static_cast<forum_index>(index), forum.id, forum.title, forum.question};
}

void append_word(std::string& list, std::string_view word)
{
    if (!list.empty())
        list += ';';
    list += word;
}

person_row row_of(const jam_state& state, person_id id)
{
    const person& who = state.at(id);
    person_row row;
    row.id = id;
    row.name = who.entry.name;
    row.audience = state.what->audiences.at(who.entry.audience).id;
    for (role r : all_roles)
        if (who.entry.roles.has(r))
            append_word(row.roles, name_of(r));
    for (forum_index forum : who.entry.forums)
        append_word(row.forums, state.what->forums.at(forum).id.view());
    row.has_registered = who.has_registered;
    row.has_entered = who.has_entered;
    row.charter = who.accepted.charter;
    row.rules = who.accepted.rules;
    row.privacy = who.accepted.privacy;
    row.erased = who.erased;
    row.attributes = who.entry.attributes;
    row.muted_until = who.muted_until;
    row.is_removed = who.is_removed;
    row.came_by = who.entry.came_by;
    return row;
}

post_row row_of(const jam_state& state, post_id id)
{
    const post& p = state.at(id);
    const auto forum = p.forum ? std::optional{state.what->forums[*p.forum].id} : std::nullopt;
    return {p.id,          forum,  p.kind, p.parent,    p.builds_on, p.author,
            p.is_nameless, p.text, p.at,   p.edited_at, p.state,     p.merged_into};
}

/// Appends the rows an event touched; each case lists its own.
struct row_writer {
    const jam_state& after;
    const event& happened;
    std::vector<table_row>& rows;

    void jam() { rows.emplace_back(row_of(after)); }
    void person(person_id id) { rows.emplace_back(row_of(after, id)); }

    void phases()
    {
        for (std::size_t i = 0; i < after.clock.phases.size(); ++i)
            rows.emplace_back(row_of(after.clock, i));
    }

    void text(post_id post, std::uint32_t version, const std::string& written)
    {
        rows.emplace_back(row_of(after, post));
        rows.emplace_back(post_version_row{post, version, written, happened.at});
    }

    void operator()(const jam_created&)
    {
        jam();
        phases();
        for (std::size_t i = 0; i < after.what->forums.size(); ++i)
            rows.emplace_back(row_of(after.what->forums[i], i));
    }

    void operator()(const person_added& e) { person(e.person); }
    void operator()(const person_updated& e) { person(e.person); }
    void operator()(const person_registered&) { person(happened.actor); }
    void operator()(const person_entered&) { person(happened.actor); }
    void operator()(const joined&) { person(happened.actor); }
    void operator()(const role_granted& e) { person(e.person); }
    void operator()(const role_revoked& e) { person(e.person); }
    void operator()(const post_added& e) { text(e.post, 1, e.text); }
    void operator()(const post_edited& e) { text(e.post, e.version, e.text); }
    void operator()(const post_withdrawn& e) { rows.emplace_back(row_of(after, e.post)); }
    void operator()(const announced& e) { text(e.post, 1, e.text); }

    void operator()(const ballot_cast& e)
    {
        rows.emplace_back(ballot_row{after.clock.phases.at(e.phase).id, e.post, happened.actor, e.says,
                                     happened.at, e.over});
    }

    void operator()(const posts_seen& e)
    {
        for (const auto& [post, newly] : e.newly)
            rows.emplace_back(exposure_row{post, after.at(post).seen_count});
    }

    std::optional<slug> forum_name(std::optional<forum_index> forum) const
    {
        return forum ? std::optional{after.what->forums.at(*forum).id} : std::nullopt;
    }

    void post(post_id id) { rows.emplace_back(row_of(after, id)); }

    /// An act of steering, to be filled in further.
    steering_row& act(std::string_view action, post_id about)
    {
        steering_row row;
        row.offset = happened.offset;
        row.at = happened.at;
        row.actor = happened.actor;
        row.action = action;
        row.post = about;
        rows.emplace_back(std::move(row));
        return std::get<steering_row>(rows.back());
    }

    moderation_row& judgement(std::string_view action, post_id about, std::string note)
    {
        moderation_row row;
        row.offset = happened.offset;
        row.at = happened.at;
        row.actor = happened.actor;
        row.action = action;
        row.post = about;
        row.note = std::move(note);
        rows.emplace_back(std::move(row));
        return std::get<moderation_row>(rows.back());
    }

    void poll(poll_id id)
    {
        const sessions::poll& p = after.at(id);
        rows.emplace_back(poll_row{p.id, forum_name(p.asks.forum), p.asks.question, p.asks.options,
                                   p.asks.kind, p.asks.results, p.opened_at, p.asks.closes_at, p.closed_at});
    }

    void note(bool is_handover, std::optional<forum_index> forum, const std::string& written)
    {
        rows.emplace_back(desk_note_row{happened.offset, happened.at, is_handover, forum_name(forum),
                                        happened.actor, written});
    }

    void operator()(const post_spotlighted& e) { act("spotlighted", e.post); }
    void operator()(const spotlight_ended& e) { act("spotlight ended", e.post); }
    void operator()(const posts_connected& e) { act("connected", e.post).other = e.with; }

    void operator()(const post_moved& e)
    {
        post(e.post);
        for (const post_id comment : after.at(e.post).comments)
            post(comment);
        act("moved", e.post).forum = forum_name(e.forum);
    }

    void operator()(const post_merged& e)
    {
        post(e.post);
        act("merged", e.post).other = e.into;
    }

    void operator()(const support_moved& e)
    {
        if (!e.is_accepted)
            return;
        const slug& phase = after.clock.phases.at(e.phase).id;
        rows.emplace_back(ballot_row{phase, e.post, happened.actor, choice::withdraw, happened.at});
        if (const auto says = after.boxes.at(e.phase).find(e.into, happened.actor))
            rows.emplace_back(ballot_row{phase, e.into, happened.actor, *says, happened.at});
    }

    void operator()(const post_split& e)
    {
        text(e.post, 1, e.text);
        act("split", e.post).other = e.from;
    }

    void operator()(const thread_claimed& e) { act("claimed", e.post); }
    void operator()(const thread_released& e) { act("released", e.post); }

    void operator()(const summary_published& e)
    {
        text(e.post, 1, e.text);
        act("summed up", e.post).forum = forum_name(e.forum);
    }

    void operator()(const guest_introduced& e)
    {
        auto& row = act("introduced", {});
        row.person = e.person;
        row.text = e.text;
    }

    void operator()(const poll_opened& e) { poll(e.poll); }
    void operator()(const poll_closed& e) { poll(e.poll); }
    void operator()(const poll_answered& e)
    {
        rows.emplace_back(poll_answer_row{e.poll, happened.actor, e.options, happened.at});
    }

    void operator()(const flag_raised& e)
    {
        rows.emplace_back(flag_row{e.post, happened.actor, e.rule, e.note, happened.at});
    }

    void operator()(const post_hidden& e)
    {
        post(e.post);
        judgement("hidden", e.post, e.note).rule = e.rule;
    }

    void operator()(const post_approved& e)
    {
        post(e.post);
        judgement("approved", e.post, {});
    }

    void operator()(const post_restored& e)
    {
        post(e.post);
        judgement("restored", e.post, e.note);
    }

    void operator()(const edit_asked& e) { judgement("edit asked", e.post, e.note).rule = e.rule; }
    void operator()(const appealed& e) { judgement("appealed", e.post, e.text); }
    void operator()(const appeal_decided& e)
    {
        judgement(e.is_upheld ? "appeal upheld" : "appeal refused", e.post, e.note);
    }

    void about_person(std::string_view action, person_id who, std::string written)
    {
        person(who);
        judgement(action, {}, std::move(written)).person = who;
    }

    void operator()(const person_muted& e) { about_person("muted", e.person, e.note); }
    void operator()(const person_unmuted& e) { about_person("unmuted", e.person, {}); }
    void operator()(const person_removed& e) { about_person("removed", e.person, e.note); }
    void operator()(const person_readmitted& e) { about_person("readmitted", e.person, e.note); }

    void operator()(const shift_taken& e)
    {
        const auto forum = *forum_name(e.forum);
        if (e.from)
            rows.emplace_back(shift_row{forum, e.from, e.starts_at, 0});
        rows.emplace_back(shift_row{forum, happened.actor, e.starts_at, e.hours});
    }

    void operator()(const shift_dropped& e)
    {
        rows.emplace_back(shift_row{*forum_name(e.forum), happened.actor, e.starts_at, 0});
    }

    void operator()(const shift_offered&) {}
    void operator()(const handed_over& e) { note(true, e.forum, e.text); }
    void operator()(const said& e) { note(false, e.forum, e.text); }
    void operator()(const responded& e)
    {
        rows.emplace_back(response_row{e.post, after.responses.at(e.post)});
    }
    void operator()(const unseal_asked&) { act("unseal asked", {}); }

    void operator()(const unsealed&)
    {
        phases();
        act("unsealed", {});
    }

    void operator()(const plan_changed&)
    {
        jam();
        phases();
        for (std::size_t i = 0; i < after.what->forums.size(); ++i)
            rows.emplace_back(row_of(after.what->forums[i], i));
        act("plan changed", {});
    }

    record_row& record(std::string_view action, std::string_view what, std::string note)
    {
        record_row row;
        row.offset = happened.offset;
        row.at = happened.at;
        row.actor = happened.actor;
        row.action = action;
        row.what = what;
        row.note = std::move(note);
        rows.emplace_back(std::move(row));
        return std::get<record_row>(rows.back());
    }

    void blanked(person_id who, erasure_scope what)
    {
        person(who);
        rows.emplace_back(blanked_person_row{who, what == erasure_scope::identity});
    }

    /// What people have in tables that are written anew from the state.
    void blanked_polls_and_answers(const std::vector<person_id>& people)
    {
        const auto theirs = [&](person_id who) { return who && std::ranges::binary_search(people, who); };
        for (const auto& each : after.polls)
            if (theirs(each.opened_by))
                poll(each.id);
        for (const auto& [id, answer] : after.responses)
            if (theirs(answer.by))
                rows.emplace_back(response_row{id, answer});
    }

    void operator()(const erasure_asked& e) { record("asked", name_of(e.what), e.note).post = e.post; }

    void operator()(const erased& e)
    {
        if (e.post) {
            post(e.post);
            rows.emplace_back(blanked_post_row{e.post, e.text.has_value()});
        }
        if (e.text)
            rows.emplace_back(post_version_row{e.post, after.at(e.post).version, *e.text, happened.at});
        for (const person_id who : e.people)
            blanked(who, e.what);
        if (e.what == erasure_scope::everything)
            blanked_polls_and_answers(e.people);
        auto& row = record(e.text ? "redacted" : "erased", name_of(e.what), e.note);
        row.post = e.post;
        row.people = static_cast<std::uint32_t>(e.people.size());
        if (e.people.size() == 1)
            row.person = e.people.front();
    }

    void operator()(const erasure_refused& e) { record("refused", {}, e.note).person = e.person; }
    void operator()(const legal_hold_set& e) { record("hold set", {}, e.note); }
    void operator()(const legal_hold_lifted& e) { record("hold lifted", {}, e.note); }
    void operator()(const exported& e) { record("exported", name_of(e.what), {}); }

    void operator()(const phase_began&)
    {
        phases();
        append_snapshot(after, happened.at, rows);
    }

    void operator()(const clock_extended&) { phases(); }
    void operator()(const clock_paused&) { phases(); }
    void operator()(const clock_resumed&) { phases(); }

    void operator()(const jam_closed&)
    {
        jam();
        phases();
    }

    void operator()(const jam_cancelled&)
    {
        jam();
        phases();
    }
};

}  // namespace

void append_rows(const jam_state& after, const event& happened, std::vector<table_row>& rows)
{
    std::visit(row_writer{after, happened, rows}, happened.body);
}

}  // namespace jamhall::sessions
