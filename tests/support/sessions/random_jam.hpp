// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"
#include "tests/support/sessions/builders.hpp"
#include "tests/support/sessions/random.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace jamhall::test {

/// A plan without faults: one to six phases of any kind with switches shaken, lengths and fixed ends, and one to
/// three audiences.
plan random_plan(random_source& random);

/// What somebody might ask of a jam in this state, sensible more often than not, and who asks.
class random_commands {
public:
    explicit random_commands(random_source& random) : random_{random} {}

    std::pair<command, context> next(const jam_state& state, instant now);

private:
    command any_command(const jam_state& state);
    command any_rare_command(const jam_state& state);
    command any_moderation(const jam_state& state);
    command any_desk_work(const jam_state& state);
    person_id any_of_desk(const jam_state& state, const command& asked);
    post_id any_post_that_is(const jam_state& state, post_state wanted);
    post_id any_hidden(const jam_state& state, bool with_appeal);
    std::string any_note();
    add_post any_new_post(const jam_state& state);
    cast_ballot any_ballot(const jam_state& state);
    post_id any_idea(const jam_state& state);
    choice any_choice();
    roster_entry any_entry();
    context any_actor(const jam_state& state, const command& asked, instant now);
    person_id any_person(const jam_state& state);
    post_id any_post(const jam_state& state);
    slug any_forum();
    std::vector<slug> any_forums();
    std::optional<slug> any_draft(const jam_state& state);
    std::string any_text();
    role any_role();

    command any_record_keeping(const jam_state& state);
    command any_organizing(const jam_state& state);
    change_plan any_change(const jam_state& state);

    command any_steering(const jam_state& state);
    open_poll any_question();
    answer_poll any_answer(const jam_state& state);
    respond any_response(const jam_state& state);
    post_id any_post_of(const jam_state& state, post_kind kind);
    post_id any_merged(const jam_state& state);
    post_id any_lit(const jam_state& state);
    post_id any_claimed(const jam_state& state);
    poll_id any_poll(const jam_state& state);
    person_id any_caster(const jam_state& state, post_id on);

    random_source& random_;
};

}  // namespace jamhall::test
