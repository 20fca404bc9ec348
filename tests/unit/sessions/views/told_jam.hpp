// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/rules/clock.hpp"
#include "sessions/rules/evolve.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace jamhall::sessions {

/// A jam told event by event, for tests of what is shown: `decide` is not asked, `evolve` folds.
/// Time starts at the plan's start and goes on by a second for each event.
class told_jam {
public:
    explicit told_jam(plan planned)
    {
        start_ = planned.starts_at;
        tell(jam_created{"council"_slug, std::make_shared<const plan>(std::move(planned)), 4711}, {},
             start_ - std::chrono::hours{1});
        now_ = start_;
    }

    /// Two forums, and one phase after another of an hour each.
    static plan plan_of(std::vector<planned_phase> agenda, std::size_t audience_count = 1)
    {
        plan made;
        made.title = "Council";
        made.time_zone = "Europe/London";
        made.starts_at = instant{1'796'115'600'000};
        const std::array names{"all"_slug, "staff"_slug, "residents"_slug, "guests"_slug};
        for (std::size_t i = 0; i < audience_count; ++i)
            made.audiences.push_back({audience_count == 1 ? names[0] : names[i + 1], "An audience"});
        made.forums = {{"streets"_slug, "Streets", "What would make them safe?"},
                       {"parks"_slug, "Parks", "What is missing?"}};
        made.agenda = std::move(agenda);
        made.rules = {{"civil"_slug, "No personal attacks."}};
        return made;
    }

    static planned_phase phase_of(slug id, phase_kind kind)
    {
        return {id, kind, preset_of(kind), duration{std::chrono::hours{1}}};
    }

    person_id person(role_set roles = {role::participant}, audience_index audience = 0,
                     std::vector<std::pair<std::string, std::string>> attributes = {})
    {
        roster_entry entry;
        entry.name = "Person " + std::to_string(state_.people.size() + 1);
        entry.roles = roles;
        entry.audience = audience;
        entry.attributes = std::move(attributes);
        return person_of(std::move(entry));
    }

    person_id person_of(roster_entry entry)
    {
        const person_id id{static_cast<std::uint32_t>(state_.people.size() + 1)};
        tell(person_added{id, std::move(entry)}, {});
        return id;
    }

    std::vector<person_id> people(std::size_t count, audience_index audience = 0)
    {
        std::vector<person_id> made;
        for (std::size_t i = 0; i < count; ++i)
            made.push_back(person({role::participant}, audience));
        return made;
    }

    post_id idea(person_id author, std::string text = "An idea", forum_index forum = 0,
                 post_id builds_on = {})
    {
        return post(author, post_kind::idea, forum, {}, builds_on, std::move(text));
    }

    post_id prompt(person_id author, forum_index forum = 0)
    {
        return post(author, post_kind::prompt, forum, {}, {}, "A question");
    }

    post_id comment(person_id author, post_id parent, std::string text = "A comment")
    {
        const auto forum = state_.at(parent).forum.value();
        return post(author, post_kind::comment, forum, parent, {}, std::move(text));
    }

    post_id announcement(person_id author, std::optional<forum_index> forum = std::nullopt)
    {
        const post_id id{static_cast<std::uint32_t>(state_.posts.size() + 1)};
        tell(announced{id, forum, "Hear ye"}, author);
        return id;
    }

    const event& edit(post_id post, std::string text)
    {
        return tell(post_edited{post, state_.at(post).version + 1, std::move(text)}, state_.at(post).author);
    }

    const event& withdraw(post_id post) { return tell(post_withdrawn{post}, state_.at(post).author); }

    const event& ballot(person_id caster, post_id on, choice says)
    {
        return tell(ballot_cast{state_.clock.running, on, says}, caster);
    }

    const event& seen(post_id post, std::uint32_t people) { return tell(posts_seen{{{post, people}}}, {}); }

    /// Rings bells until this phase of the agenda runs.
    const event& ring_until(slug phase)
    {
        const auto wanted = state_.phase_named(phase).value();
        while (state_.clock.running != wanted)
            tell(phase_began{first_after_running(state_.clock), clock_cause::person}, {});
        return log_.back();
    }

    const event& tell(event_body body, person_id actor)
    {
        now_ = now_ + std::chrono::seconds{1};
        return tell(std::move(body), actor, now_);
    }

    const event& tell(event_body body, person_id actor, instant at)
    {
        log_.push_back(next_event(state_, std::move(body), actor, at));
        evolve(state_, log_.back());
        return log_.back();
    }

    const jam_state& state() const { return state_; }
    jam_state& state() { return state_; }
    const std::vector<event>& log() const { return log_; }
    const event& last() const { return log_.back(); }

private:
    post_id post(person_id author, post_kind kind, forum_index forum, post_id parent, post_id builds_on,
                 std::string text)
    {
        const post_id id{static_cast<std::uint32_t>(state_.posts.size() + 1)};
        const bool is_nameless = state_.clock.now_running().rules.names == names_switch::hidden;
        tell(post_added{id, kind, forum, parent, builds_on, is_nameless, std::move(text)}, author);
        return id;
    }

    instant start_;
    instant now_;
    jam_state state_;
    std::vector<event> log_;
};

}  // namespace jamhall::sessions
