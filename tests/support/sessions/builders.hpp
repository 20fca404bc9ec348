// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/command.hpp"
#include "sessions/model/context.hpp"
#include "sessions/model/event.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace jamhall::test {

using namespace sessions;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// 2026-12-01T09:00Z, when jams of tests start; they are created an hour earlier.
inline constexpr instant start{1'796'115'600'000};
inline constexpr instant created = start - hours{1};

/// The cast of `opened`, by number.
inline constexpr person_id olga{1};   ///< organizer
inline constexpr person_id fay{2};    ///< facilitator of the first forum
inline constexpr person_id ada{3};    ///< participant
inline constexpr person_id ben{4};    ///< participant, of the last audience
inline constexpr person_id cleo{5};   ///< participant
inline constexpr person_id hugo{6};   ///< host of the second forum
inline constexpr person_id gita{7};   ///< guest
inline constexpr person_id otto{8};   ///< observer
inline constexpr person_id anna{9};   ///< analyst
inline constexpr person_id rosa{10};  ///< records officer
inline constexpr std::size_t cast_size = 10;

/// A plan under construction: two forums, "streets" and "parks", one audience, no phase yet.
class a_plan {
public:
    a_plan();

    template <class Change = void (*)(switches&)>
    a_plan& phase(
        slug id, phase_kind kind, duration lasts, Change change = [](switches&) {})
    {
        return add(id, kind, lasts, change);
    }

    template <class Change = void (*)(switches&)>
    a_plan& phase_until(
        slug id, phase_kind kind, instant ends_at, Change change = [](switches&) {})
    {
        return add(id, kind, ends_at, change);
    }

    a_plan& starts_at(instant at);
    a_plan& audiences(std::vector<slug> ids);

    template <class Change>
    a_plan& policy(Change change)
    {
        change(plan_.policy);
        return *this;
    }

    template <class Change>
    a_plan& but(Change change)
    {
        change(plan_);
        return *this;
    }

    plan build() const { return plan_; }
    operator plan() const { return plan_; }

private:
    template <class Change>
    a_plan& add(slug id, phase_kind kind, std::variant<duration, instant> end, Change change)
    {
        auto rules = preset_of(kind);
        change(rules);
        plan_.agenda.push_back({id, kind, rules, end});
        return *this;
    }

    plan plan_;
};

/// Ideas for an hour, a choice for half an hour, results for half an hour.
a_plan three_phases();

/// One phase of ideas that lasts an hour.
a_plan one_phase(phase_kind kind = phase_kind::ideate);

roster_entry entry_of(std::string name, role_set roles = {role::participant});

/// The log of a jam just created for this plan, with the cast on its roster.
std::vector<event> opened(const plan& written);

/// Appends what happened to a log, dressed by `next_event`.
void append(std::vector<event>& log, instant at, person_id actor, event_body body);

inline context by(person_id who, instant now)
{
    return {now, actor_kind::person, who};
}
inline context by_administrator(instant now)
{
    return {now, actor_kind::administrator, {}};
}
inline context by_hall(instant now)
{
    return {now, actor_kind::hall, {}};
}

inline add_post idea(std::string text = "Plant trees.")
{
    return {"streets"_slug, post_kind::idea, std::move(text), {}, {}, {}};
}
inline add_post comment_on(post_id parent, std::string text = "Which ones?")
{
    return {"streets"_slug, post_kind::comment, std::move(text), parent, {}, {}};
}
inline add_post idea_on(post_id origin, std::string text = "Plant fruit trees.")
{
    return {"streets"_slug, post_kind::idea, std::move(text), {}, origin, {}};
}
inline add_post prompt(std::string text = "What would you change first?")
{
    return {"streets"_slug, post_kind::prompt, std::move(text), {}, {}, {}};
}
inline add_post drafted_in(slug phase, add_post late)
{
    late.drafted_in = phase;
    return late;
}

inline raise_flag flag_on(post_id post, std::string note = "")
{
    return {post, "civil"_slug, std::move(note)};
}
inline hide_post hide(post_id post, std::string note = "It attacks a person.")
{
    return {post, "civil"_slug, std::move(note)};
}
inline ask_edit ask_edit_of(post_id post, std::string note = "Please leave out the name.")
{
    return {post, "civil"_slug, std::move(note)};
}
inline appeal appeal_about(post_id post, std::string text = "It attacks nobody.")
{
    return {post, std::move(text)};
}
inline decide_appeal decided(post_id post, bool uphold, std::string note = "")
{
    return {post, uphold, std::move(note)};
}

/// A text of this many words.
std::string words(std::size_t count);

}  // namespace jamhall::test
