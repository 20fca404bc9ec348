// SPDX-License-Identifier: Apache-2.0
#include "engine/store/row_writer.hpp"

#include "engine/codec/json_out.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace jamhall::store {
namespace {

using namespace sessions;

std::optional<std::int64_t> number(const std::optional<instant>& at)
{
    return at ? std::optional{at->ms} : std::nullopt;
}

template <class Id>
std::optional<std::int64_t> number(Id id)
{
    return id ? std::optional{static_cast<std::int64_t>(id.value)} : std::nullopt;
}

/// 0 stands for "not yet" in the model; in a table that is NULL.
std::optional<std::int64_t> version(std::int32_t accepted)
{
    return accepted != 0 ? std::optional<std::int64_t>{accepted} : std::nullopt;
}

std::string_view name_of_stage(jam_stage stage)
{
    switch (stage) {
    case jam_stage::none:
    case jam_stage::open: return "open";
    case jam_stage::closed: return "closed";
    case jam_stage::cancelled: return "cancelled";
    }
    return "open";
}

std::string attributes_json(const person_row& row)
{
    std::string written;
    codec::json_out out{written};
    out.begin_object();
    for (const auto& [name, value] : row.attributes)
        out.member(name, value);
    out.end_object();
    return written;
}

void write(database& on, const jam_row& row)
{
    on.prepare(
          "INSERT INTO jam (id, title, purpose, time_zone, starts_at_ms, stage, plan) "
          "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET title = excluded.title, "
          "purpose = excluded.purpose, time_zone = excluded.time_zone, "
          "starts_at_ms = excluded.starts_at_ms, stage = excluded.stage, plan = excluded.plan")
        .bind_all(row.id.view(), row.title, row.purpose, row.time_zone, row.starts_at.ms,
                  name_of_stage(row.stage), row.plan)
        .run();
}

void write(database& on, const phase_row& row)
{
    const auto& s = row.rules;
    std::optional<std::int64_t> words_max;
    if (s.words_max)
        words_max = *s.words_max;
    on.prepare(
          "REPLACE INTO phase (position, id, kind, begins_at_ms, ends_at_ms, has_begun, has_ended, "
          "ideas, comments, others, ballot, tallies, post_order, names, moderation, words_max, "
          "slow_mode_s, sample_size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind_all(row.index, row.id.view(), name_of(row.kind), number(row.begins_at), number(row.ends_at),
                  row.has_begun, row.has_ended, name_of(s.ideas), name_of(s.comments), name_of(s.others),
                  name_of(s.ballot), name_of(s.tallies), name_of(s.order), name_of(s.names),
                  name_of(s.moderation), words_max, s.slow_mode_s, s.sample_size)
        .run();
}

void write(database& on, const forum_row& row)
{
    on.prepare("REPLACE INTO forum (id, position, title, question) VALUES (?, ?, ?, ?)")
        .bind_all(row.id.view(), row.index, row.title, row.question)
        .run();
}

void write(database& on, const person_row& row)
{
    const std::string attributes = attributes_json(row);
    on.prepare(
          "REPLACE INTO person (id, name, audience, roles, forums, has_registered, has_entered, "
          "charter_accepted, rules_accepted, attributes, muted_until_ms, is_removed, came_by, "
          "privacy_accepted, erased) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind_all(row.id.value, row.name, row.audience.view(), row.roles, row.forums, row.has_registered,
                  row.has_entered, version(row.charter), version(row.rules), attributes,
                  number(row.muted_until), row.is_removed, name_of(row.came_by), version(row.privacy),
                  name_of(row.erased))
        .run();
}

void write(database& on, const post_row& row)
{
    std::optional<std::string_view> forum;
    if (row.forum)
        forum = row.forum->view();
    // An update, not a replacement: the triggers that keep the search index see what stood there before.
    on.prepare(
          "INSERT INTO post (id, forum, kind, parent, builds_on, author, nameless, text, at_ms, "
          "edited_at_ms, state, merged_into) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO "
          "UPDATE SET "
          "forum = excluded.forum, kind = excluded.kind, parent = excluded.parent, "
          "builds_on = excluded.builds_on, author = excluded.author, nameless = excluded.nameless, "
          "text = excluded.text, at_ms = excluded.at_ms, edited_at_ms = excluded.edited_at_ms, "
          "state = excluded.state, merged_into = excluded.merged_into")
        .bind_all(row.id.value, forum, name_of(row.kind), number(row.parent), number(row.builds_on),
                  number(row.author), row.is_nameless, row.text, row.at.ms, number(row.edited_at),
                  name_of(row.state), number(row.merged_into))
        .run();
}

void write(database& on, const post_version_row& row)
{
    on.prepare("REPLACE INTO post_version (post, version, text, at_ms) VALUES (?, ?, ?, ?)")
        .bind_all(row.post.value, row.version, row.text, row.at.ms)
        .run();
}

void remove_ballot(database& on, const ballot_row& row, post_id post, post_id over)
{
    on.prepare("DELETE FROM ballot WHERE phase = ? AND post = ? AND person = ? AND over = ?")
        .bind_all(row.phase.view(), post.value, row.person.value, over.value)
        .run();
}

void write(database& on, const ballot_row& row)
{
    if (row.over)
        remove_ballot(on, row, row.over, row.post);  // the same pair the other way round
    if (row.says == choice::withdraw)
        return remove_ballot(on, row, row.post, row.over);
    on.prepare("REPLACE INTO ballot (phase, post, person, over, choice, at_ms) VALUES (?, ?, ?, ?, ?, ?)")
        .bind_all(row.phase.view(), row.post.value, row.person.value, row.over.value, name_of(row.says),
                  row.at.ms)
        .run();
}

void write(database& on, const exposure_row& row)
{
    on.prepare("REPLACE INTO exposure (post, person_count) VALUES (?, ?)")
        .bind_all(row.post.value, row.person_count)
        .run();
}

void write(database& on, const phase_snapshot_row& row)
{
    on.prepare("REPLACE INTO phase_snapshot (phase, at_ms, measure, key, value) VALUES (?, ?, ?, ?, ?)")
        .bind_all(row.phase.view(), row.at.ms, row.measure, row.key, row.value)
        .run();
}

std::optional<std::string_view> word(const std::optional<slug>& name)
{
    return name ? std::optional{name->view()} : std::nullopt;
}

std::optional<std::string_view> text_or_null(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional{std::string_view{text}};
}

void write(database& on, const poll_row& row)
{
    std::string options;
    codec::json_out out{options};
    out.begin_array();
    for (const auto& option : row.options)
        out.value(option);
    out.end_array();
    on.prepare(
          "REPLACE INTO poll (id, forum, question, options, kind, results, opened_at_ms, closes_at_ms, "
          "closed_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind_all(row.id.value, word(row.forum), row.question, options, name_of(row.kind),
                  name_of(row.results), row.opened_at.ms, number(row.closes_at), number(row.closed_at))
        .run();
}

void write(database& on, const poll_answer_row& row)
{
    on.prepare("DELETE FROM poll_answer WHERE poll = ? AND person = ?")
        .bind_all(row.poll.value, row.person.value)
        .run();
    for (const auto option : row.options)
        on.prepare("INSERT INTO poll_answer (poll, person, option, at_ms) VALUES (?, ?, ?, ?)")
            .bind_all(row.poll.value, row.person.value, option, row.at.ms)
            .run();
}

void write(database& on, const flag_row& row)
{
    on.prepare("REPLACE INTO flag (post, person, rule, note, at_ms) VALUES (?, ?, ?, ?, ?)")
        .bind_all(row.post.value, row.person.value, row.rule.view(), row.note, row.at.ms)
        .run();
}

void write(database& on, const moderation_row& row)
{
    on.prepare(
          "REPLACE INTO moderation (offset, at_ms, actor, action, post, person, rule, note) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind_all(row.offset.value, row.at.ms, number(row.actor), row.action, number(row.post),
                  number(row.person), word(row.rule), row.note)
        .run();
}

void write(database& on, const response_row& row)
{
    on.prepare("REPLACE INTO response (post, outcome, text, owner, due, at_ms) VALUES (?, ?, ?, ?, ?, ?)")
        .bind_all(row.post.value, name_of(row.answer.outcome), row.answer.text,
                  text_or_null(row.answer.owner), text_or_null(row.answer.due), row.answer.at.ms)
        .run();
}

void write(database& on, const steering_row& row)
{
    on.prepare(
          "REPLACE INTO steering (offset, at_ms, actor, action, post, other, forum, person, text) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind_all(row.offset.value, row.at.ms, number(row.actor), row.action, number(row.post),
                  number(row.other), word(row.forum), number(row.person), row.text)
        .run();
}

void write(database& on, const shift_row& row)
{
    if (row.hours == 0) {
        on.prepare("DELETE FROM shift WHERE forum = ? AND person = ? AND starts_at_ms = ?")
            .bind_all(row.forum.view(), row.person.value, row.starts_at.ms)
            .run();
        return;
    }
    on.prepare("REPLACE INTO shift (forum, person, starts_at_ms, hours) VALUES (?, ?, ?, ?)")
        .bind_all(row.forum.view(), row.person.value, row.starts_at.ms, row.hours)
        .run();
}

void write(database& on, const desk_note_row& row)
{
    on.prepare("REPLACE INTO desk_note (offset, at_ms, kind, forum, person, text) VALUES (?, ?, ?, ?, ?, ?)")
        .bind_all(row.offset.value, row.at.ms, row.is_handover ? "handover" : "remark", word(row.forum),
                  number(row.person), row.text)
        .run();
}

void write(database& on, const record_row& row)
{
    std::optional<std::string_view> what;
    if (!row.what.empty())
        what = row.what;
    on.prepare(
          "REPLACE INTO record (offset, at_ms, actor, action, what, post, person, people, note) VALUES (?, "
          "?, ?, ?, "
          "?, ?, ?, ?, ?)")
        .bind_all(row.offset.value, row.at.ms, number(row.actor), row.action, what, number(row.post),
                  number(row.person), row.people, row.note)
        .run();
}

void write(database& on, const blanked_post_row& row)
{
    on.prepare("UPDATE post_version SET text = '' WHERE post = ?").bind_all(row.post.value).run();
    if (row.keeps_notes)
        return;
    for (const auto* sql : {"UPDATE flag SET note = '' WHERE post = ?",
                            "UPDATE moderation SET note = '' WHERE post = ? AND action = 'appealed'",
                            "UPDATE record SET note = '' WHERE post = ? AND action = 'asked'"})
        on.prepare(sql).bind_all(row.post.value).run();
}

void write(database& on, const blanked_person_row& row)
{
    for (const auto* sql : {"UPDATE record SET note = '' WHERE actor = ? AND action = 'asked'",
                            "UPDATE steering SET text = '' WHERE person = ? AND action = 'introduced'"})
        on.prepare(sql).bind_all(row.person.value).run();
    if (row.is_identity)
        return;
    for (const auto* sql :
         {"UPDATE record SET note = '' WHERE actor = ?", "UPDATE flag SET note = '' WHERE person = ?",
          "UPDATE moderation SET note = '' WHERE actor = ?",
          "UPDATE moderation SET note = '' WHERE person = ?", "UPDATE steering SET text = '' WHERE actor = ?",
          "UPDATE desk_note SET text = '' WHERE person = ?"})
        on.prepare(sql).bind_all(row.person.value).run();
}

}  // namespace

void write_rows(database& on, std::span<const table_row> rows)
{
    for (const auto& row : rows)
        std::visit([&](const auto& typed) { write(on, typed); }, row);
}

}  // namespace jamhall::store
