// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sessions/random_jam.hpp"

#include "sessions/rules/plan_check.hpp"

#include <algorithm>

namespace jamhall::test {
namespace {

switches shaken(random_source& random, switches rules)
{
    if (random.one_in(3))
        rules.ideas = random.any_of({ideas_switch::open, ideas_switch::build_on, ideas_switch::closed});
    if (random.one_in(3))
        rules.comments = random.any_of({comments_switch::open, comments_switch::closed});
    if (random.one_in(4))
        rules.others = random.any_of({others_switch::visible, others_switch::hidden, others_switch::sampled});
    if (random.one_in(4))
        rules.moderation = random.any_of({moderation_switch::after, moderation_switch::before});
    if (random.one_in(3))
        rules.ballot = random.any_of({ballot_switch::none, ballot_switch::support, ballot_switch::agree,
                                      ballot_switch::score, ballot_switch::dots, ballot_switch::pairwise});
    if (random.one_in(4))
        rules.names = random.any_of({names_switch::shown, names_switch::hidden});
    if (random.one_in(4))
        rules.words_max = static_cast<std::int32_t>(random.below(8) + 1);
    if (random.one_in(5))
        rules.slow_mode_s = static_cast<std::int32_t>(random.below(30));
    rules.sample_size = static_cast<std::int32_t>(random.below(4) + 1);
    return rules;
}

plan any_plan(random_source& random)
{
    a_plan made;
    instant begins = start;
    for (std::size_t i = 0, count = random.below(6) + 1; i < count; ++i) {
        const auto id = slug::parse("phase-" + std::to_string(i)).value();
        const auto kind = random.one_in(2) ? phase_kind::ideate : static_cast<phase_kind>(random.below(7));
        const duration lasts = minutes{random.below(180) + 1};
        const auto shake = [&](switches& rules) { rules = shaken(random, rules); };
        begins = begins + lasts;
        if (random.one_in(3))
            made.phase_until(id, kind, begins, shake);
        else
            made.phase(id, kind, lasts, shake);
    }
    made.audiences({"staff"_slug, "residents"_slug, "visitors"_slug});
    made.but([&](plan& p) {
        p.audiences.resize(random.below(3) + 1);
        p.policy.grace_s = static_cast<std::int32_t>(random.below(60));
        p.policy.facilitators_move_clock = random.one_in(2);
        p.rules.push_back({"on-topic"_slug, "Stay with the question."});
        if (random.one_in(3))
            p.policy.signals.words = {"word word word"};
        p.policy.dots = static_cast<std::int32_t>(random.below(12) + 1);
    });
    return made.build();
}

}  // namespace

plan random_plan(random_source& random)
{
    auto written = any_plan(random);
    while (!check_plan(written).empty())
        written = any_plan(random);
    return written;
}

std::pair<command, context> random_commands::next(const jam_state& state, instant now)
{
    auto asked = any_command(state);
    const auto by = any_actor(state, asked, now);
    return {std::move(asked), by};
}

/// Mostly somebody who may: the author of what only authors touch, an organizer for what is rare.
context random_commands::any_actor(const jam_state& state, const command& asked, instant now)
{
    if (std::holds_alternative<record_seen>(asked) || std::holds_alternative<erase_due>(asked))
        return by_hall(now);
    if (const auto* request = std::get_if<ask_erasure>(&asked);
        request != nullptr && state.knows(request->post) && state.at(request->post).author)
        return by(state.at(request->post).author, now);
    if (asked.index() >= command{erase_post{}}.index() &&
        asked.index() <= command{lift_legal_hold{}}.index() && !random_.one_in(4))
        return by(rosa, now);
    if (const auto likely = any_of_desk(state, asked); likely && !random_.one_in(4))
        return by(likely, now);
    post_id own;
    if (const auto* edit = std::get_if<edit_post>(&asked))
        own = edit->post;
    if (const auto* withdraw = std::get_if<withdraw_post>(&asked))
        own = withdraw->post;
    if (state.knows(own) && state.at(own).author && !random_.one_in(4))
        return by(state.at(own).author, now);
    if (const auto* moved = std::get_if<move_support>(&asked); moved != nullptr && !random_.one_in(4))
        return by(any_caster(state, moved->post), now);
    if (asked.index() >= command{announce{}}.index() && random_.one_in(2))
        return by(olga, now);
    if (random_.one_in(15))
        return by_administrator(now);
    return by(random_.one_in(4) ? any_person(state) : random_.any_of({olga, fay, ada, ben, cleo, hugo, gita}),
              now);
}

person_id random_commands::any_person(const jam_state& state)
{
    return {static_cast<std::uint32_t>(random_.below(state.people.size()) + 1)};
}

post_id random_commands::any_post(const jam_state& state)
{
    if (state.posts.empty() || random_.one_in(20))
        return {static_cast<std::uint32_t>(random_.one_in(2) ? 0 : state.posts.size() + 1)};
    return {static_cast<std::uint32_t>(random_.below(state.posts.size()) + 1)};
}

slug random_commands::any_forum()
{
    return random_.one_in(30) ? "nowhere"_slug : random_.any_of({"streets"_slug, "parks"_slug});
}

std::vector<slug> random_commands::any_forums()
{
    std::vector<slug> made;
    for (auto i = random_.below(3); i > 0; --i)
        made.push_back(any_forum());
    return made;
}

std::optional<slug> random_commands::any_draft(const jam_state& state)
{
    if (!random_.one_in(4))
        return std::nullopt;
    return state.clock.phases[random_.below(state.clock.phases.size())].id;
}

std::string random_commands::any_text()
{
    if (random_.one_in(10))
        return random_.any_of({"See https://example.com", "Fay and Olga", "@[Ben](person/4) again",
                               "Ask @[Ada](person/3) or @[Cleo](person/5)",
                               "@[Ben](person/4) and @[Cleo](person/5)"});
    return random_.one_in(30) ? "" : words(random_.below(10) + 1);
}

role random_commands::any_role()
{
    return random_.any_of(
        {role::participant, role::facilitator, role::host, role::organizer, role::observer, role::analyst});
}

roster_entry random_commands::any_entry()
{
    auto entry = entry_of("Person " + std::to_string(random_.below(100)), {role::participant, any_role()});
    entry.audience = static_cast<audience_index>(random_.below(4));
    if (random_.one_in(3))
        entry.forums = {static_cast<forum_index>(random_.below(3))};
    return entry;
}

add_post random_commands::any_new_post(const jam_state& state)
{
    auto kind = random_.one_in(3)   ? post_kind::comment
                : random_.one_in(8) ? post_kind::prompt
                                    : post_kind::idea;
    if (random_.one_in(50))
        kind = post_kind::summary;
    add_post made{any_forum(), kind, any_text(), {}, {}, any_draft(state)};
    if (kind == post_kind::comment || random_.one_in(30))
        made.parent = any_post(state);
    if (kind == post_kind::idea && random_.one_in(3))
        made.builds_on = any_post(state);
    if (state.knows(made.parent) && state.at(made.parent).forum)
        made.forum = state.what->forums[*state.at(made.parent).forum].id;
    return made;
}

cast_ballot random_commands::any_ballot(const jam_state& state)
{
    const auto on = any_idea(state);
    if (random_.one_in(8))
        return {on, any_choice(), random_.one_in(4) ? any_idea(state) : post_id{}};
    switch (state.clock.now_running().rules.ballot) {
    case ballot_switch::none:
    case ballot_switch::support: break;
    case ballot_switch::agree: return {on, random_.any_of({choice::agree, choice::disagree, choice::pass})};
    case ballot_switch::score: return {on, choice_of(static_cast<std::int32_t>(random_.below(5) + 1))};
    case ballot_switch::dots: return {on, choice_of(static_cast<std::int32_t>(random_.below(5)))};
    case ballot_switch::pairwise:
        return {on, random_.one_in(6) ? choice::withdraw : choice::over, any_idea(state)};
    }
    return {on, choice::support};
}

/// Mostly an idea.
post_id random_commands::any_idea(const jam_state& state)
{
    auto on = any_post(state);
    for (int i = 0; i < 3 && state.knows(on) && state.at(on).kind != post_kind::idea; ++i)
        on = any_post(state);
    return on;
}

choice random_commands::any_choice()
{
    return random_.one_in(3) ? choice_of(static_cast<std::int32_t>(random_.below(8)))
                             : static_cast<choice>(random_.below(6));
}

command random_commands::any_command(const jam_state& state)
{
    const auto pick = random_.below(100);
    if (pick < 30)
        return any_new_post(state);
    if (pick < 54)
        return any_ballot(state);
    if (pick < 60)
        return edit_post{any_post(state), any_text(), any_draft(state)};
    if (pick < 62)
        return withdraw_post{any_post(state)};
    if (pick < 73)
        return any_moderation(state);
    if (pick < 77)
        return any_desk_work(state);
    if (pick < 90)
        return any_steering(state);
    return any_rare_command(state);
}

/// The plan with another title, more time in one phase or one more forum.
change_plan random_commands::any_change(const jam_state& state)
{
    auto wanted = *state.what;
    if (random_.one_in(2))
        wanted.title = "Jam " + std::to_string(random_.below(10));
    auto& later = wanted.agenda[random_.below(wanted.agenda.size())];
    if (auto* lasts = std::get_if<duration>(&later.end); lasts != nullptr && random_.one_in(2))
        *lasts += minutes{random_.below(10)};
    if (random_.one_in(20) && wanted.forums.size() < 4)
        wanted.forums.push_back(
            {slug::parse("forum-" + std::to_string(wanted.forums.size())).value(), "One more", "What else?"});
    return {std::make_shared<const plan>(std::move(wanted))};
}

command random_commands::any_organizing(const jam_state& state)
{
    const auto removed = std::ranges::find(state.people, true, &person::is_removed);
    switch (random_.below(4)) {
    case 0: return remove_person{any_person(state), any_note()};
    case 1:
        if (removed == state.people.end())
            return readmit_person{any_person(state), any_note()};
        return readmit_person{{static_cast<std::uint32_t>(removed - state.people.begin() + 1)}, any_note()};
    case 2: return unseal{state.clock.phases[random_.one_in(4) ? 0 : state.clock.running].id};
    default: return any_change(state);
    }
}

/// Whatever it is, a hold is lifted soon and few people are erased: the jam is to go on.
command random_commands::any_record_keeping(const jam_state& state)
{
    if (state.records.hold && random_.one_in(3))
        return lift_legal_hold{any_text()};
    const auto scope =
        random_.any_of({erasure_scope::post, erasure_scope::identity, erasure_scope::everything});
    switch (random_.below(8)) {
    case 0: return ask_erasure{scope, scope == erasure_scope::post ? any_post(state) : post_id{}, any_note()};
    case 1: return erase_post{any_post(state), std::nullopt, any_note()};
    case 2: return erase_post{any_post(state), any_text(), any_note()};
    case 3:
        if (random_.one_in(4))
            return erase_person{any_person(state), scope, any_note()};
        return erase_due{erasure_scope::identity, {}, {any_person(state)}};
    case 4:
        return refuse_erasure{
            state.records.requests.empty() ? any_person(state) : state.records.requests.front().person,
            any_text()};
    case 5:
        return random_.one_in(4) ? command{set_legal_hold{any_text()}} : command{lift_legal_hold{any_text()}};
    case 6: {
        const auto who = any_person(state);
        if (!random_.one_in(5))
            return erase_due{erasure_scope::everything, {}, {}};
        return erase_due{erasure_scope::everything, state.at(who).posts, {who}};
    }
    default: return record_export{export_kind::report};
    }
}

command random_commands::any_rare_command(const jam_state& state)
{
    if (random_.one_in(8))
        return any_organizing(state);
    if (random_.one_in(6))
        return any_record_keeping(state);
    if (random_.one_in(150))
        return close_jam{};
    if (random_.one_in(200))
        return cancel_jam{any_text()};
    switch (random_.below(13)) {
    case 0: return join{{1, random_.one_in(5) ? 2 : 1}};
    case 1: return random_.one_in(3) ? command{announce{any_text(), std::nullopt}} : command{join{{1, 1}}};
    case 2: return random_.one_in(3) ? command{announce{any_text(), any_forum()}} : command{enter_person{}};
    case 3: return random_.one_in(6) ? command{advance_phase{}} : command{extend_phase{5}};
    case 4: return extend_phase{static_cast<std::int64_t>(random_.below(60)) - 5};
    case 5: return pause_clock{};
    case 6: return resume_clock{};
    case 7: return grant_role{any_person(state), any_role(), any_forums()};
    case 8: return revoke_role{any_person(state), random_.one_in(3) ? any_role() : role::organizer};
    case 9: return put_person{random_.one_in(3) ? person_id{} : any_person(state), any_entry()};
    case 10: return register_person{};
    case 11: return enter_person{};
    default: return record_seen{{{any_post(state), static_cast<std::uint32_t>(random_.below(3))}}};
    }
}

}  // namespace jamhall::test
