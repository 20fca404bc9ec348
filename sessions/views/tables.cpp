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
    row.attributes = who.entry.attributes;
    return row;
}

post_row row_of(const jam_state& state, post_id id)
{
    const post& p = state.at(id);
    const auto forum = p.forum ? std::optional{state.what->forums[*p.forum].id} : std::nullopt;
    return {p.id,          forum,  p.kind, p.parent,    p.builds_on, p.author,
            p.is_nameless, p.text, p.at,   p.edited_at, p.state};
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
        rows.emplace_back(
            ballot_row{after.clock.phases.at(e.phase).id, e.post, happened.actor, e.says, happened.at});
    }

    void operator()(const posts_seen& e)
    {
        for (const auto& [post, newly] : e.newly)
            rows.emplace_back(exposure_row{post, after.at(post).seen_count});
    }

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
