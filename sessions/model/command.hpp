// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/slug.hpp"
#include "sessions/model/event.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace jamhall::sessions {

/// Commands: what somebody asks for, in the imperative. The codec has decoded their shape and
/// normalised their text; `decide` judges everything that depends on the jam.
struct join {
    acceptance accepts;
};

struct add_post {
    slug forum;
    post_kind kind{};
    std::string text;
    post_id parent;
    post_id builds_on;
    std::optional<slug> drafted_in;
};

struct edit_post {
    post_id post;
    std::string text;
    std::optional<slug> drafted_in;
};

struct withdraw_post {
    post_id post;
};

struct cast_ballot {
    post_id post;
    choice says{};
    post_id over{};  ///< the other idea of a pair; 0: none
};

struct announce {
    std::string text;
    std::optional<slug> forum;
};

struct advance_phase {};

struct extend_phase {
    std::int64_t minutes = 0;
};

struct pause_clock {};
struct resume_clock {};

struct grant_role {
    person_id person;
    role which{};
    std::vector<slug> forums;
};

struct revoke_role {
    person_id person;
    role which{};
};

struct spotlight_post {
    post_id post;
    std::optional<std::int64_t> minutes;
};

struct end_spotlight {
    post_id post;
};

struct connect_posts {
    post_id post;
    post_id with;
};

struct move_post {
    post_id post;
    slug forum;
};

struct merge_post {
    post_id post;
    post_id into;
};

struct move_support {
    post_id post;
    bool accept = false;
};

struct split_post {
    post_id post;
};

struct claim_thread {
    post_id post;
};

struct release_thread {
    post_id post;
};

struct publish_summary {
    slug forum;
    std::string text;
};

struct introduce_guest {
    person_id person;
    std::string text;
};

struct open_poll {
    std::optional<slug> forum;
    std::string question;
    std::vector<std::string> options;
    poll_kind kind{};
    poll_results results{};
    std::optional<std::int64_t> minutes;
};

struct close_poll {
    poll_id poll;
};

struct answer_poll {
    poll_id poll;
    std::vector<std::int64_t> options;
};

struct raise_flag {
    post_id post;
    slug rule;
    std::string note;
};

struct hide_post {
    post_id post;
    slug rule;
    std::string note;
};

struct approve_post {
    post_id post;
};

struct restore_post {
    post_id post;
    std::string note;
};

struct ask_edit {
    post_id post;
    slug rule;
    std::string note;
};

struct appeal {
    post_id post;
    std::string text;
};

struct decide_appeal {
    post_id post;
    bool uphold = false;
    std::string note;
};

/// One of `person` and `post`, whose author is meant, is given.
struct mute_person {
    person_id person;
    post_id post;
    std::int64_t minutes = 0;
    std::string note;
};

struct unmute_person {
    person_id person;
};

struct remove_person {
    person_id person;
    std::string note;
};

struct readmit_person {
    person_id person;
    std::string note;
};

struct take_shift {
    slug forum;
    instant starts_at;
    std::int64_t hours = 0;
};

struct drop_shift {
    slug forum;
    instant starts_at;
    std::int64_t hours = 0;
};

struct offer_shift {
    slug forum;
    instant starts_at;
    std::int64_t hours = 0;
    person_id to;
};

struct hand_over {
    slug forum;
    std::string text;
};

struct say {
    std::string text;
    std::optional<slug> forum;
};

struct respond {
    post_id post;
    response_outcome outcome{};
    std::string text;
    std::string owner;
    std::string due;
};

struct unseal {
    slug phase;
};

struct change_plan {
    std::shared_ptr<const plan> what;
    bool starts_now = false;  ///< written "now": it keeps the start it has
};

struct close_jam {};

struct cancel_jam {
    std::string note;
};

/// Somebody asks that something about them be erased; `post` where it is one post of theirs.
struct ask_erasure {
    erasure_scope what{};
    post_id post;
    std::string note;
};

/// With `text` the post stays and says that from now on.
struct erase_post {
    post_id post;
    std::optional<std::string> text;
    std::string note;
};

struct erase_person {
    person_id person;
    erasure_scope what{};
    std::string note;
};

struct refuse_erasure {
    person_id person;
    std::string note;
};

struct set_legal_hold {
    std::string note;
};

struct lift_legal_hold {
    std::string note;
};

/// Commands of the hall itself, never from the wire: their actor is the hall.
struct create_jam {
    slug jam;
    std::shared_ptr<const plan> what;
    std::uint64_t seed = 0;
};

/// One line of a checked roster: person 0 is new, else an update.
struct put_person {
    person_id person;
    roster_entry entry;
};

struct register_person {};  ///< the actor's token was used
struct enter_person {};     ///< the actor opened a live socket

struct record_seen {
    std::vector<std::pair<post_id, std::uint32_t>> newly;
};

/// Something left the hall: the actor took it. Its actor is that person or the administrator.
struct record_export {
    export_kind what{};
};

/// What is due is erased: the posts first, then of the people what `what` says. Some at a time.
struct erase_due {
    erasure_scope what{};
    std::vector<post_id> posts;
    std::vector<person_id> people;
    erasure_cause cause = erasure_cause::retention;
};

using command =
    std::variant<join, add_post, edit_post, withdraw_post, cast_ballot, announce, advance_phase, extend_phase,
                 pause_clock, resume_clock, grant_role, revoke_role, spotlight_post, end_spotlight,
                 connect_posts, move_post, merge_post, move_support, split_post, claim_thread, release_thread,
                 publish_summary, introduce_guest, open_poll, close_poll, answer_poll, raise_flag, hide_post,
                 approve_post, restore_post, ask_edit, appeal, decide_appeal, mute_person, unmute_person,
                 remove_person, readmit_person, take_shift, drop_shift, offer_shift, hand_over, say, respond,
                 unseal, change_plan, close_jam, cancel_jam, create_jam, put_person, register_person,
                 enter_person, record_seen, ask_erasure, erase_post, erase_person, refuse_erasure,
                 set_legal_hold, lift_legal_hold, record_export, erase_due>;

/// The command's name on the wire: "add_post" and so on.
std::string_view name_of(const command& c);

}  // namespace jamhall::sessions
