// SPDX-License-Identifier: Apache-2.0
// What those who moderate and work in shifts might ask.
#include "tests/support/sessions/random_jam.hpp"

#include <algorithm>

namespace jamhall::test {

post_id random_commands::any_post_that_is(const jam_state& state, post_state wanted)
{
    auto found = any_post(state);
    for (int i = 0; i < 12 && state.knows(found) && state.at(found).state != wanted; ++i)
        found = any_post(state);
    return found;
}

/// A hidden post whose author has appealed and waits, or may still appeal.
post_id random_commands::any_hidden(const jam_state& state, bool with_appeal)
{
    const auto fits = [&](const auto& known) {
        const auto& [post, open] = known;
        return open.hidden && open.appeal.has_value() == with_appeal &&
               !(open.appeal && open.appeal->is_upheld);
    };
    const auto found = std::ranges::find_if(state.moderated.cases, fits);
    return found == state.moderated.cases.end() ? any_post_that_is(state, post_state::hidden) : found->first;
}

std::string random_commands::any_note()
{
    return random_.one_in(4) ? "" : words(random_.below(3) + 1);
}

command random_commands::any_moderation(const jam_state& state)
{
    const auto rule = random_.one_in(15) ? "taste"_slug : random_.any_of({"civil"_slug, "on-topic"_slug});
    switch (random_.below(12)) {
    case 0:
    case 1: return raise_flag{any_post(state), rule, any_note()};
    case 2: return hide_post{any_post(state), rule, any_note()};
    case 3: return hide_post{any_post_that_is(state, post_state::held), rule, any_note()};
    case 4: return approve_post{any_post(state)};
    case 5: return approve_post{any_post_that_is(state, post_state::held)};
    case 6: return restore_post{any_post_that_is(state, post_state::hidden), any_note()};
    case 7: return ask_edit{any_post(state), rule, any_note()};
    case 8: return appeal{any_hidden(state, false), any_text()};
    case 9: return decide_appeal{any_hidden(state, true), random_.one_in(2), any_note()};
    case 10: {
        const auto length = static_cast<std::int64_t>(random_.below(6));
        if (random_.one_in(2))
            return mute_person{any_person(state), {}, length, any_note()};
        return mute_person{random_.one_in(9) ? ada : person_id{}, any_post(state), length, any_note()};
    }
    default: {
        const auto is_muted = [](const person& who) { return who.muted_until.has_value(); };
        const auto muted = std::ranges::find_if(state.people, is_muted);
        if (muted == state.people.end() || random_.one_in(4))
            return unmute_person{any_person(state)};
        return unmute_person{{static_cast<std::uint32_t>(muted - state.people.begin() + 1)}};
    }
    }
}

command random_commands::any_desk_work(const jam_state& state)
{
    const auto forum = any_forum();
    const instant begins = start + minutes{30} * static_cast<int>(random_.below(20));
    const auto length = static_cast<std::int64_t>(random_.below(4));
    const auto& shifts = state.desk.shifts;
    switch (const auto pick = random_.below(7)) {
    case 0: return say{any_text(), random_.one_in(2) ? std::nullopt : std::optional{forum}};
    case 1: return hand_over{forum, any_text()};
    case 2:
    case 3: return take_shift{forum, begins, length};
    default: {
        if (shifts.empty())
            return take_shift{forum, begins, length};
        const auto& one = shifts[random_.below(shifts.size())];
        const auto of = state.what->forums[one.forum].id;
        if (pick == 4)
            return drop_shift{of, one.starts_at, one.hours};
        if (pick == 5)
            return offer_shift{of, one.starts_at, one.hours, random_.any_of({olga, fay, hugo, ada})};
        return take_shift{of, one.starts_at, one.hours};
    }
    }
}

/// Who would most likely ask this of those who can, or nobody in particular.
person_id random_commands::any_of_desk(const jam_state& state, const command& asked)
{
    if (const auto* about = std::get_if<appeal>(&asked))
        return state.knows(about->post) ? state.at(about->post).author : person_id{};
    if (const auto* about = std::get_if<decide_appeal>(&asked))
        if (const auto found = state.moderated.cases.find(about->post); found != state.moderated.cases.end())
            return found->second.hidden && found->second.hidden->by == olga ? fay : olga;
    for (const auto& each : state.desk.shifts) {
        const bool is_its_own = std::visit(
            [&](const auto& one) {
                if constexpr (requires { one.starts_at; })
                    return each.starts_at == one.starts_at && each.hours == one.hours;
                else
                    return false;
            },
            asked);
        if (is_its_own)
            return std::holds_alternative<take_shift>(asked) ? each.offered_to : each.person;
    }
    return {};
}

}  // namespace jamhall::test
