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
#include "sessions/model/records_event.hpp"
#include "sessions/model/response.hpp"
#include "sessions/model/steering_event.hpp"

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
    bool wants_look = false;            ///< somebody has to look at it again (rules MO10, MO11)
    std::vector<person_id> mentions{};  ///< whom it is the first to name with @ (rule PO14)
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
                 unseal_asked, unsealed, plan_changed, jam_closed, jam_cancelled, erasure_asked, erased,
                 erasure_refused, legal_hold_set, legal_hold_lifted, exported>;

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
