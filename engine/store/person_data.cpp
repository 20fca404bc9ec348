// SPDX-License-Identifier: Apache-2.0
#include "engine/store/person_data.hpp"

#include "engine/codec/erasure_register.hpp"
#include "engine/codec/json_out.hpp"
#include "engine/store/blob.hpp"

#include <array>
#include <map>

namespace jamhall::store {
namespace {

constexpr std::array<person_part, 20> parts{{
    {"roster", "person", "SELECT * FROM person WHERE id = ?1"},
    {"address", "identity", "SELECT person, email, minted_at_ms, subject FROM identity WHERE person = ?1"},
    {"posts", "post", "SELECT * FROM post WHERE author = ?1 ORDER BY id"},
    {"earlier_texts", "post_version",
     "SELECT v.* FROM post_version AS v JOIN post AS p ON p.id = v.post WHERE p.author = ?1 ORDER BY v.post, "
     "v.version"},
    {"ballots", "ballot", "SELECT * FROM ballot WHERE person = ?1 ORDER BY phase, post, over"},
    {"poll_answers", "poll_answer", "SELECT * FROM poll_answer WHERE person = ?1 ORDER BY poll, option"},
    {"flags_raised", "flag", "SELECT * FROM flag WHERE person = ?1 ORDER BY post"},
    {"decisions_made", "moderation", "SELECT * FROM moderation WHERE actor = ?1 ORDER BY offset"},
    {"decisions_about_me", "moderation",
     "SELECT m.offset, m.at_ms, m.action, m.post, m.person, m.rule, m.note FROM moderation AS m LEFT JOIN "
     "post AS p ON "
     "p.id = m.post WHERE (m.person = ?1 OR p.author = ?1) AND m.actor IS NOT ?1 ORDER BY m.offset"},
    {"steering", "steering", "SELECT * FROM steering WHERE actor = ?1 OR person = ?1 ORDER BY offset"},
    {"shifts", "shift", "SELECT * FROM shift WHERE person = ?1 ORDER BY starts_at_ms, forum"},
    {"desk_notes", "desk_note", "SELECT * FROM desk_note WHERE person = ?1 ORDER BY offset"},
    {"official_answers", "response",
     "SELECT r.* FROM response AS r JOIN post AS p ON p.id = r.post WHERE p.author = ?1 ORDER BY r.post"},
    {"records", "record", "SELECT * FROM record WHERE actor = ?1 OR person = ?1 ORDER BY offset"},
    {"follows", "follow", "SELECT * FROM follow WHERE person = ?1 ORDER BY target"},
    {"read_marks", "read_mark", "SELECT * FROM read_mark WHERE person = ?1 ORDER BY feed"},
    {"keys", "command_key",
     "SELECT key, offset, post, poll FROM command_key WHERE person = ?1 ORDER BY number"},
    {"acts", "event", "SELECT offset, at_ms, type FROM event WHERE actor = ?1 ORDER BY offset"},
    {"words", "event_text",
     "SELECT offset, field, text FROM event_text WHERE person = ?1 ORDER BY offset, field"},
    {"polls", "poll",
     "SELECT DISTINCT q.* FROM poll AS q JOIN poll_answer AS a ON a.poll = q.id WHERE a.person = ?1 ORDER BY "
     "q.id"},
}};

constexpr std::array<left_out_column, 3> left_out{{
    {"exposure_seen", "people", "a bitmap of many; which posts somebody saw is told beside these parts"},
    {"identity", "token_hash", "stands for the secret of a personal link, which its owner has"},
    {"identity", "code_hash", "stands for the secret of a printed code, which its owner has"},
}};

void append_rows(codec::json_out& out, database& on, std::string_view query, sessions::person_id person)
{
    auto rows = on.prepare(query);
    rows.bind_all(person.value);
    while (rows.step()) {
        out.begin_object();
        for (int i = 0; i < rows.column_count(); ++i) {
            out.name(rows.column_name(i));
            if (rows.is_null(i))
                out.null();
            else if (rows.is_integer(i))
                out.value(rows.integer(i));
            else
                out.value(rows.text(i));
        }
        out.end_object();
    }
}

}  // namespace

std::span<const person_part> person_parts()
{
    return parts;
}

std::span<const left_out_column> left_out_columns()
{
    return left_out;
}

std::string person_data(database& on, sessions::person_id person)
{
    std::string made;
    codec::json_out out{made};
    out.begin_object();
    for (const auto& part : parts) {
        out.name(part.name).begin_array();
        append_rows(out, on, part.query, person);
        out.end_array();
    }
    out.end_object();
    return made;
}

std::vector<text_count> count_named_texts(database& on, std::span<const sessions::erased> by)
{
    codec::erasure_register named;
    for (const auto& each : by)
        named.add({static_cast<std::uint64_t>(INT64_MAX)}, each);
    std::map<std::string, std::uint32_t> counts;
    auto rows = on.prepare(
        "SELECT t.offset, t.field, t.person, e.type, e.body FROM event_text AS t JOIN event AS e USING "
        "(offset) WHERE "
        "t.text <> ''");
    while (rows.step())
        if (named.names(offset_of(rows.integer(0)), rows.text(3), rows.text(4), rows.text(1),
                        id_of<sessions::person_id>(rows.integer(2))))
            ++counts[std::string{rows.text(3)}];
    std::vector<text_count> made;
    for (auto& [type, texts] : counts)
        made.push_back({type, texts});
    return made;
}

std::vector<kept_record> newest_records(database& on, std::size_t limit)
{
    std::vector<kept_record> found;
    auto rows = on.prepare(
        "SELECT offset, at_ms, coalesce(actor, 0), action, coalesce(what, ''), coalesce(post, 0), "
        "coalesce(person, 0), "
        "people, note FROM record ORDER BY offset DESC LIMIT ?");
    rows.bind_all(static_cast<std::int64_t>(limit));
    while (rows.step())
        found.push_back({.offset = offset_of(rows.integer(0)),
                         .at = {rows.integer(1)},
                         .actor = id_of<sessions::person_id>(rows.integer(2)),
                         .action = std::string{rows.text(3)},
                         .what = std::string{rows.text(4)},
                         .post = id_of<sessions::post_id>(rows.integer(5)),
                         .person = id_of<sessions::person_id>(rows.integer(6)),
                         .people = static_cast<std::uint32_t>(rows.integer(7)),
                         .note = std::string{rows.text(8)}});
    return found;
}

}  // namespace jamhall::store
