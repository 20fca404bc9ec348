// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/assert.hpp"
#include "sessions/core/copy_on_write_vector.hpp"
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
#include "sessions/model/records.hpp"
#include "sessions/model/response.hpp"
#include "sessions/model/shifts.hpp"
#include "sessions/model/steering.hpp"
#include "sessions/model/told.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace jamhall::sessions {

/// Who asked to unseal the running phase, until a second organizer agrees. Source: rule PH6.
struct unseal_wish {
    phase_index phase = 0;
    person_id person;  ///< 0: the administrator

    friend bool operator==(const unseal_wish&, const unseal_wish&) = default;
};

enum class jam_stage : std::uint8_t { none, open, closed, cancelled };

/// How many ideas somebody is still owed in a forum, for want of ideas. Source: rule SA3.
struct shortage {
    person_id person;
    std::uint32_t ideas = 0;

    friend bool operator==(const shortage&, const shortage&) = default;
};

/// A forum of the running jam.
struct forum {
    std::vector<post_id> tops;       ///< ideas, prompts, summaries, oldest first
    std::uint32_t idea_count = 0;    ///< published ideas
    std::optional<instant> last_at;  ///< of the last post of any kind
    std::vector<shortage> short_of;  ///< who is owed ideas, longest first

    friend bool operator==(const forum&, const forum&) = default;
};

/// The whole truth of one jam: the fold of its log by `evolve`. A plain value. A copy shares what is large with
/// the original until either changes it, so that a copy for reading is cheap to take beside a running jam.
struct jam_state {
    slug id;
    std::shared_ptr<const plan> what;
    std::uint64_t seed = 0;
    jam_stage stage = jam_stage::none;
    jam_clock clock;
    std::vector<forum> forums;            ///< by forum_index, as in the plan
    copy_on_write_vector<person> people;  ///< person n stands at n - 1
    copy_on_write_vector<post> posts;     ///< post n stands at n - 1
    std::vector<ballot_box> boxes;        ///< by phase_index, as in clock.phases
    copy_on_write_vector<poll, 4> polls;  ///< poll n stands at n - 1
    steering steered;
    moderation_book moderated;
    shift_desk desk;
    std::map<post_id, response> responses;
    std::optional<unseal_wish> unseal_asked;
    acceptance in_force{.charter = 1, .rules = 1, .privacy = 1};  ///< the versions to accept (rule PE1)
    records_book records;
    told_book told;                  ///< what each person's feed `me` carries
    std::uint32_t plan_changes = 0;  ///< how often the plan was changed
    log_offset last_offset;
    instant last_at;  ///< of the last event

    bool knows(person_id id_of) const { return id_of && id_of.value <= people.size(); }
    bool knows(post_id id_of) const { return id_of && id_of.value <= posts.size(); }
    bool knows(poll_id id_of) const { return id_of && id_of.value <= polls.size(); }

    const person& at(person_id id_of) const
    {
        ensure(knows(id_of), "the person exists");
        return people[id_of.value - 1];
    }

    const post& at(post_id id_of) const
    {
        ensure(knows(id_of), "the post exists");
        return posts[id_of.value - 1];
    }

    const poll& at(poll_id id_of) const
    {
        ensure(knows(id_of), "the poll exists");
        return polls[id_of.value - 1];
    }

    /// To change somebody or something; references from `at` end here.
    person& edit(person_id id_of)
    {
        ensure(knows(id_of), "the person exists");
        return people.edit(id_of.value - 1);
    }

    poll& edit(poll_id id_of)
    {
        ensure(knows(id_of), "the poll exists");
        return polls.edit(id_of.value - 1);
    }

    post& edit(post_id id_of)
    {
        ensure(knows(id_of), "the post exists");
        return posts.edit(id_of.value - 1);
    }

    /// The number of the next one.
    post_id next_post() const { return {static_cast<std::uint32_t>(posts.size() + 1)}; }
    poll_id next_poll() const { return {static_cast<std::uint32_t>(polls.size() + 1)}; }

    std::optional<forum_index> forum_named(const slug& name) const;
    std::optional<phase_index> phase_named(const slug& name) const;
    std::optional<audience_index> audience_named(const slug& name) const;

    friend bool operator==(const jam_state& a, const jam_state& b);
};

}  // namespace jamhall::sessions
