// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sessions/permission_table.hpp"

#include "sessions/rules/steering.hpp"
#include "tests/support/sessions/builders.hpp"

#include <algorithm>

namespace jamhall::test {

bool is_permitted(const jam_state& state, const command& asked, const context& by)
{
    const bool is_admin = by.kind != actor_kind::person;
    const auto roles = is_admin ? role_set{role::organizer} : state.at(by.person).entry.roles;
    const auto forums = is_admin ? std::vector<forum_index>{} : state.at(by.person).entry.forums;
    const bool organizes = roles.has(role::organizer);
    const bool facilitates = roles.has(role::facilitator);
    const bool jams = !is_admin && (organizes || facilitates || roles.has(role::participant) ||
                                    roles.has(role::host) || roles.has(role::guest));
    const bool keeps_records = !is_admin && roles.has(role::records_officer);
    const bool moves_clock = organizes || (facilitates && state.what->policy.facilitators_move_clock);
    const auto steers_in = [&](std::optional<forum_index> forum) {
        return organizes ||
               (facilitates && (forums.empty() || (forum && std::ranges::count(forums, *forum) > 0)));
    };
    const auto steers = [&](const slug& forum) { return steers_in(state.forum_named(forum)); };
    const auto steers_post = [&](post_id post) {
        return state.knows(post) && steers_in(state.at(post).forum);
    };
    const auto introduces = [&](person_id guest) {
        const auto& theirs = state.at(guest).entry.forums;
        return steers_in(std::nullopt) || std::ranges::any_of(theirs, steers_in);
    };
    const auto keeps_desk = [&](const slug& forum) {
        const auto index = state.forum_named(forum);
        return organizes || ((facilitates || roles.has(role::host)) &&
                             (forums.empty() || (index && std::ranges::count(forums, *index) > 0)));
    };
    const auto moderates = [&](post_id post) {
        const auto forum = state.knows(post) ? state.at(post).forum : std::nullopt;
        return organizes ||
               (facilitates && (forums.empty() || (forum && steers(state.what->forums[*forum].id))));
    };
    const auto moderates_by_name = [&](post_id post) {
        return moderates(post) && state.knows(post) && !state.at(post).is_nameless;
    };
    const auto moderates_person = [&](person_id who) {
        return organizes || (facilitates && forums.empty()) ||
               (state.knows(who) && std::ranges::any_of(state.at(who).posts, moderates_by_name));
    };
    const auto owns = [&](post_id post) {
        return !is_admin && state.knows(post) && state.at(post).author == by.person;
    };
    return std::visit(
        overloaded{
            [&](const join&) { return !is_admin; },
            [&](const add_post& c) { return jams && (c.kind != post_kind::prompt || steers(c.forum)); },
            [&](const edit_post& c) { return jams && owns(c.post); },
            [&](const withdraw_post& c) { return owns(c.post); },
            [&](const cast_ballot&) { return jams; },
            [&](const announce& c) { return c.forum ? steers(*c.forum) : organizes; },
            [&](const advance_phase&) { return moves_clock; },
            [&](const extend_phase&) { return moves_clock; },
            [&](const pause_clock&) { return moves_clock; },
            [&](const resume_clock&) { return moves_clock; },
            [&](const spotlight_post& c) { return steers_post(c.post); },
            [&](const end_spotlight& c) { return steers_post(c.post); },
            [&](const connect_posts& c) { return steers_post(c.post) && steers_post(c.with); },
            [&](const move_post& c) { return steers_post(c.post) && steers(c.forum); },
            [&](const merge_post& c) { return steers_post(c.post) && steers_post(c.into); },
            [&](const move_support&) { return jams; },
            [&](const split_post& c) { return steers_post(c.post); },
            [&](const claim_thread& c) { return steers_post(c.post); },
            [&](const release_thread& c) { return steers_post(c.post); },
            [&](const publish_summary& c) { return jams && steers(c.forum); },
            [&](const introduce_guest& c) { return introduces(c.person); },
            [&](const open_poll& c) { return c.forum ? steers(*c.forum) : organizes; },
            [&](const close_poll& c) {
                const auto forum = state.at(c.poll).asks.forum;
                return forum ? steers_in(forum) : organizes;
            },
            [&](const answer_poll&) { return jams; },
            [&](const raise_flag& c) { return jams && !owns(c.post); },
            [&](const hide_post& c) { return moderates(c.post) && !owns(c.post); },
            [&](const approve_post& c) { return moderates(c.post) && !owns(c.post); },
            [&](const restore_post& c) { return moderates(c.post); },
            [&](const ask_edit& c) { return moderates(c.post) && !owns(c.post); },
            [&](const appeal& c) { return owns(c.post); },
            [&](const decide_appeal& c) {
                return moderates(c.post) && !owns(c.post) &&
                       state.moderated.cases.at(c.post).hidden->by != by.person;
            },
            [&](const mute_person& c) {
                return c.person ? moderates_person(c.person) : moderates_by_name(c.post);
            },
            [&](const unmute_person& c) { return moderates_person(c.person); },
            [&](const take_shift& c) { return !is_admin && keeps_desk(c.forum); },
            [&](const drop_shift& c) { return !is_admin && keeps_desk(c.forum); },
            [&](const offer_shift& c) { return !is_admin && keeps_desk(c.forum); },
            [&](const hand_over& c) { return !is_admin && keeps_desk(c.forum); },
            [&](const say& c) {
                return c.forum ? keeps_desk(*c.forum)
                               : organizes || keeps_desk("streets"_slug) || keeps_desk("parks"_slug);
            },
            [&](const register_person&) { return true; },
            [&](const enter_person&) { return true; },
            [&](const record_seen&) { return by.kind == actor_kind::hall; },
            [&](const ask_erasure&) { return !is_admin; },
            [&](const erase_post&) { return keeps_records; },
            [&](const erase_person&) { return keeps_records; },
            [&](const refuse_erasure&) { return keeps_records; },
            [&](const set_legal_hold&) { return keeps_records; },
            [&](const lift_legal_hold&) { return keeps_records; },
            [&](const record_export&) { return true; },
            [&](const erase_due&) { return by.kind == actor_kind::hall; },
            [&](const create_jam&) { return false; },
            [&](const auto&) { return organizes; },
        },
        asked);
}

}  // namespace jamhall::test
