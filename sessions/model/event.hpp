// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/slug.hpp"
#include "sessions/model/ballots.hpp"
#include "sessions/model/clock.hpp"
#include "sessions/model/moderation.hpp"
#include "sessions/model/people.hpp"
#include "sessions/model/plan.hpp"
#include "sessions/model/polls.hpp"
#include "sessions/model/post.hpp"
#include "sessions/model/response.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace jamhall::sessions {

/// Events: what happened, in the past tense, forever. Each carries all that `evolve` needs, so that
/// replay depends on no clock, no time zone data and no rule that might change.
struct jam_created {
    slug jam;
    std::shared_ptr<const plan> what;
    std::uint64_t seed = 0;  ///< for stable shuffles; drawn once by the engine

    friend bool operator==(const jam_created& a, const jam_created& b)
    {
        return a.jam == b.jam && a.seed == b.seed && *a.what == *b.what;
    }
};

struct person_added {
    person_id person;
    roster_entry entry;
    friend bool operator==(const person_added&, const person_added&) = default;
};

struct person_updated {
    person_id person;
    roster_entry entry;
    friend bool operator==(const person_updated&, const person_updated&) = default;
};

/// The actor used a token or signed in for the first time.
struct person_registered {
    friend bool operator==(const person_registered&, const person_registered&) = default;
};

/// The actor opened a live socket or joined for the first time; implies registered.
struct person_entered {
    friend bool operator==(const person_entered&, const person_entered&) = default;
};

struct joined {
    acceptance accepted;
    friend bool operator==(const joined&, const joined&) = default;
};

struct role_granted {
    person_id person;
    role which{};
    std::vector<forum_index> forums;
    friend bool operator==(const role_granted&, const role_granted&) = default;
};

struct role_revoked {
    person_id person;
    role which{};
    friend bool operator==(const role_revoked&, const role_revoked&) = default;
};

struct post_added {
    post_id post;
    post_kind kind{};
    forum_index forum = 0;
    post_id parent;
    post_id builds_on;
    bool is_nameless = false;
    std::string text;
    bool is_held = false;  ///< waits for approval (rule MO10)
    signals shows{};
    std::vector<person_id> mentions{};  ///< whom the text names with @, each once
    std::vector<post_id> dealt{};       ///< ideas that its author may see for it (rule SA1)
    std::vector<person_id> dealt_to{};  ///< who may see it, because they were still owed ideas (rule SA3)
    friend bool operator==(const post_added&, const post_added&) = default;
};

struct post_edited {
    post_id post;
    std::uint32_t version = 0;  ///< of the new text, from 2
    std::string text;
    signals shows{};
    bool wants_look = false;  ///< a text looked at before was changed (rule MO10)
    friend bool operator==(const post_edited&, const post_edited&) = default;
};

struct post_withdrawn {
    post_id post;
    friend bool operator==(const post_withdrawn&, const post_withdrawn&) = default;
};

struct announced {
    post_id post;
    std::optional<forum_index> forum;
    std::string text;
    friend bool operator==(const announced&, const announced&) = default;
};

struct ballot_cast {
    phase_index phase = 0;  ///< position in jam_clock::phases
    post_id post;
    choice says{};
    post_id over{};  ///< of a pair: the other idea (rule BA12)
    friend bool operator==(const ballot_cast&, const ballot_cast&) = default;
};

/// How many more people saw which posts since the last such event; never who (rule PE2).
struct posts_seen {
    std::vector<std::pair<post_id, std::uint32_t>> newly;
    friend bool operator==(const posts_seen&, const posts_seen&) = default;
};

/// A bell: the running phase ended and this one begins. The event's instant is the bell's.
struct phase_began {
    phase_index phase = 0;
    clock_cause cause{};
    friend bool operator==(const phase_began&, const phase_began&) = default;
};

struct clock_extended {
    std::int32_t minutes = 0;
    friend bool operator==(const clock_extended&, const clock_extended&) = default;
};

struct clock_paused {
    friend bool operator==(const clock_paused&, const clock_paused&) = default;
};

struct clock_resumed {
    friend bool operator==(const clock_resumed&, const clock_resumed&) = default;
};

struct post_spotlighted {
    post_id post;
    instant until;
    friend bool operator==(const post_spotlighted&, const post_spotlighted&) = default;
};

struct spotlight_ended {
    post_id post;
    friend bool operator==(const spotlight_ended&, const spotlight_ended&) = default;
};

struct posts_connected {
    post_id post;
    post_id with;
    friend bool operator==(const posts_connected&, const posts_connected&) = default;
};

struct post_moved {
    post_id post;
    forum_index from = 0;
    forum_index forum = 0;
    friend bool operator==(const post_moved&, const post_moved&) = default;
};

struct post_merged {
    post_id post;
    post_id into;
    std::optional<phase_index> phase;  ///< whose ballots may move; none: it takes none
    friend bool operator==(const post_merged&, const post_merged&) = default;
};

/// The answer of the actor to the question of a merge (rule SV5).
struct support_moved {
    phase_index phase = 0;
    post_id post;
    post_id into;
    bool is_accepted = false;
    friend bool operator==(const support_moved&, const support_moved&) = default;
};

struct post_split {
    post_id post;      ///< the new idea
    post_id from;      ///< the comment it was
    person_id author;  ///< of both
    bool is_nameless = false;
    std::string text;
    friend bool operator==(const post_split&, const post_split&) = default;
};

struct thread_claimed {
    post_id post;
    friend bool operator==(const thread_claimed&, const thread_claimed&) = default;
};

struct thread_released {
    post_id post;
    friend bool operator==(const thread_released&, const thread_released&) = default;
};

struct summary_published {
    post_id post;
    forum_index forum = 0;
    bool is_nameless = false;
    std::string text;
    friend bool operator==(const summary_published&, const summary_published&) = default;
};

struct guest_introduced {
    person_id person;
    std::string text;
    friend bool operator==(const guest_introduced&, const guest_introduced&) = default;
};

struct poll_opened {
    poll_id poll;
    poll_question asks;
    friend bool operator==(const poll_opened&, const poll_opened&) = default;
};

struct poll_answered {
    poll_id poll;
    std::vector<std::uint8_t> options;  ///< sorted; of a scale the one step from 1
    friend bool operator==(const poll_answered&, const poll_answered&) = default;
};

struct poll_closed {
    poll_id poll;
    clock_cause cause{};
    friend bool operator==(const poll_closed&, const poll_closed&) = default;
};

struct flag_raised {
    post_id post;
    slug rule;
    std::string note;
    friend bool operator==(const flag_raised&, const flag_raised&) = default;
};

struct post_hidden {
    post_id post;
    slug rule;
    std::string note;
    friend bool operator==(const post_hidden&, const post_hidden&) = default;
};

/// A held post is published, or what was reported about a published one is settled.
struct post_approved {
    post_id post;
    bool was_held = false;              ///< nobody but its author could see it before
    std::vector<person_id> dealt_to{};  ///< as in post_added, where it was held then
    friend bool operator==(const post_approved&, const post_approved&) = default;
};

/// A hidden post is shown again, or a merge is taken back.
struct post_restored {
    post_id post;
    std::string note;
    friend bool operator==(const post_restored&, const post_restored&) = default;
};

struct edit_asked {
    post_id post;
    slug rule;
    std::string note;
    friend bool operator==(const edit_asked&, const edit_asked&) = default;
};

struct appealed {
    post_id post;
    std::string text;
    friend bool operator==(const appealed&, const appealed&) = default;
};

struct appeal_decided {
    post_id post;
    bool is_upheld = false;  ///< the appeal is right: post_restored follows
    std::string note;
    friend bool operator==(const appeal_decided&, const appeal_decided&) = default;
};

struct person_muted {
    person_id person;
    instant until;
    std::string note;
    friend bool operator==(const person_muted&, const person_muted&) = default;
};

struct person_unmuted {
    person_id person;
    friend bool operator==(const person_unmuted&, const person_unmuted&) = default;
};

struct person_removed {
    person_id person;
    std::string note;
    friend bool operator==(const person_removed&, const person_removed&) = default;
};

struct person_readmitted {
    person_id person;
    std::string note;
    friend bool operator==(const person_readmitted&, const person_readmitted&) = default;
};

struct shift_taken {
    forum_index forum = 0;
    instant starts_at;
    std::int32_t hours = 0;
    person_id from;  ///< who had offered it; 0: nobody
    friend bool operator==(const shift_taken&, const shift_taken&) = default;
};

struct shift_dropped {
    forum_index forum = 0;
    instant starts_at;
    std::int32_t hours = 0;
    friend bool operator==(const shift_dropped&, const shift_dropped&) = default;
};

struct shift_offered {
    forum_index forum = 0;
    instant starts_at;
    std::int32_t hours = 0;
    person_id to;
    friend bool operator==(const shift_offered&, const shift_offered&) = default;
};

struct handed_over {
    forum_index forum = 0;
    std::string text;
    friend bool operator==(const handed_over&, const handed_over&) = default;
};

struct said {
    std::optional<forum_index> forum;
    std::string text;
    friend bool operator==(const said&, const said&) = default;
};

struct responded {
    post_id post;
    response_outcome outcome{};
    std::string text;
    std::string owner;
    std::string due;
    std::vector<post_id> about;  ///< whose authors and supporters are told, the post among them
    friend bool operator==(const responded&, const responded&) = default;
};

struct unseal_asked {
    phase_index phase = 0;
    friend bool operator==(const unseal_asked&, const unseal_asked&) = default;
};

struct unsealed {
    phase_index phase = 0;
    friend bool operator==(const unsealed&, const unsealed&) = default;
};

/// The plan as it is from now on.
struct plan_changed {
    std::shared_ptr<const plan> what;

    friend bool operator==(const plan_changed& a, const plan_changed& b) { return *a.what == *b.what; }
};

struct jam_closed {
    friend bool operator==(const jam_closed&, const jam_closed&) = default;
};

struct jam_cancelled {
    std::string note;
    friend bool operator==(const jam_cancelled&, const jam_cancelled&) = default;
};

using event_body =
    std::variant<jam_created, person_added, person_updated, person_registered, person_entered, joined,
                 role_granted, role_revoked, post_added, post_edited, post_withdrawn, announced, ballot_cast,
                 posts_seen, phase_began, clock_extended, clock_paused, clock_resumed, post_spotlighted,
                 spotlight_ended, posts_connected, post_moved, post_merged, support_moved, post_split,
                 thread_claimed, thread_released, summary_published, guest_introduced, poll_opened,
                 poll_answered, poll_closed, flag_raised, post_hidden, post_approved, post_restored,
                 edit_asked, appealed, appeal_decided, person_muted, person_unmuted, person_removed,
                 person_readmitted, shift_taken, shift_dropped, shift_offered, handed_over, said, responded,
                 unseal_asked, unsealed, plan_changed, jam_closed, jam_cancelled>;

/// One entry of the log.
struct event {
    log_offset offset;
    instant at;       ///< never earlier than the event before
    person_id actor;  ///< 0: the hall itself, its administrator or the clock
    event_body body;

    friend bool operator==(const event&, const event&) = default;
};

/// The type as stored and sent: "post_added" and so on.
std::string_view type_of(const event_body& body);

}  // namespace jamhall::sessions
