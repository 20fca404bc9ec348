// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/slug.hpp"
#include "sessions/model/clock.hpp"
#include "sessions/model/plan.hpp"
#include "sessions/model/polls.hpp"
#include "sessions/model/response.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jamhall::sessions {

// Events of those who steer, moderate and organize; see event.hpp.

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
    std::vector<person_id> mentions{};  ///< likewise; as the text stands now (rule PO14)
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

}  // namespace jamhall::sessions
