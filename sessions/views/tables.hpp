// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace jamhall::sessions {

/// Rows of the derived tables (contract section 7), as plain values. Each replaces the row with the
/// same key. The store writes them in the event's own transaction; a replay gives the same rows again.
struct jam_row {
    slug id;
    std::string title, purpose, time_zone;
    instant starts_at;
    jam_stage stage{};
    std::string plan;  ///< as written, JSON
};

struct phase_row {
    phase_index index = 0;
    slug id;
    phase_kind kind{};
    switches rules;
    std::optional<instant> begins_at, ends_at;
    bool has_begun = false, has_ended = false;
};

struct forum_row {
    forum_index index = 0;
    slug id;
    std::string title, question;
};

struct person_row {
    person_id id;
    std::string name;
    slug audience;
    std::string roles;   ///< names, ";" between, in the order of the enum
    std::string forums;  ///< slugs, ";" between
    bool has_registered = false, has_entered = false;
    std::int32_t charter = 0, rules = 0, privacy = 0;
    std::vector<std::pair<std::string, std::string>> attributes;
    std::optional<instant> muted_until;
    bool is_removed = false;
    person_erasure erased{};
    way_in came_by = way_in::roster;
};

struct post_row {
    post_id id;
    std::optional<slug> forum;
    post_kind kind{};
    post_id parent, builds_on;
    person_id author;
    bool is_nameless = false;
    std::string text;
    instant at;
    std::optional<instant> edited_at;
    post_state state{};
    post_id merged_into;
};

struct post_version_row {
    post_id post;
    std::uint32_t version = 0;
    std::string text;
    instant at;
};

struct ballot_row {
    slug phase;
    post_id post;
    person_id person;
    choice says{};  ///< withdraw: the row goes
    instant at;
    post_id over{};  ///< of a pair: the other idea; there is one row for both orders of it
};

struct exposure_row {
    post_id post;
    std::uint32_t person_count = 0;
};

/// What stood at a bell (rule PH5). A measure of 0 has no row. Measures and their keys:
///   invited, registered, entered, posted, supported: audience, or empty for everybody
///   ideas, comments: forum, posted since the jam began
///   seen: idea; people who had seen it
///   what the ended phase counts (`measure`): idea, or idea/audience where the plan has several audiences
struct phase_snapshot_row {
    slug phase;  ///< the phase that ended
    instant at;
    std::string measure;
    std::string key;
    std::int64_t value = 0;
};

struct poll_row {
    poll_id id;
    std::optional<slug> forum;
    std::string question;
    std::vector<std::string> options;
    poll_kind kind{};
    poll_results results{};
    instant opened_at;
    std::optional<instant> closes_at, closed_at;
};

/// All answers of one person to one poll; it replaces what they answered before.
struct poll_answer_row {
    poll_id poll;
    person_id person;
    std::vector<std::uint8_t> options;
    instant at;
};

/// One person's report of a post; settled ones stay.
struct flag_row {
    post_id post;
    person_id person;
    slug rule;
    std::string note;
    instant at;
};

/// One act of moderation.
struct moderation_row {
    log_offset offset;
    instant at;
    person_id actor;
    std::string_view action;
    post_id post;
    person_id person;
    std::optional<slug> rule;
    std::string note;
};

struct response_row {
    post_id post;
    response answer;
};

/// One act of steering.
struct steering_row {
    log_offset offset;
    instant at;
    person_id actor;
    std::string_view action;
    post_id post, other;
    std::optional<slug> forum;
    person_id person;
    std::string text;
};

struct shift_row {
    slug forum;
    person_id person;
    instant starts_at;
    std::int32_t hours = 0;  ///< 0: the row goes
};

/// A handover or a remark of the back-channel.
struct desk_note_row {
    log_offset offset;
    instant at;
    bool is_handover = false;
    std::optional<slug> forum;
    person_id person;
    std::string text;
};

/// One act of the records officer, somebody's asking for one, or something that left the hall.
struct record_row {
    log_offset offset;
    instant at;
    person_id actor;
    std::string_view action;
    std::string_view what;
    post_id post;
    person_id person;          ///< 0 also where it is about several
    std::uint32_t people = 0;  ///< about how many
    std::string note;
};

/// Rows that keep older texts of a post, or notes of people about it, lose them.
struct blanked_post_row {
    post_id post;
    bool keeps_notes = false;  ///< only the texts of the post itself go
};

/// Rows that keep texts of a person or about them lose them: all, or only how they were introduced and what they asked
/// the records officer.
struct blanked_person_row {
    person_id person;
    bool is_identity = false;
};

using table_row = std::variant<jam_row, phase_row, forum_row, person_row, post_row, post_version_row,
                               ballot_row, exposure_row, phase_snapshot_row, poll_row, poll_answer_row,
                               flag_row, moderation_row, response_row, steering_row, shift_row, desk_note_row,
                               record_row, blanked_post_row, blanked_person_row>;

/// Appends the rows that `happened` touched, as they stand in `after` (the event folded in).
void append_rows(const jam_state& after, const event& happened, std::vector<table_row>& rows);

}  // namespace jamhall::sessions
