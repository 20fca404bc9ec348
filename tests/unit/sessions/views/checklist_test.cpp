// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/checklist.hpp"

#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace jamhall::test;
using namespace jamhall::sessions;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

const check_item& item(const std::vector<check_item>& items, std::string_view id)
{
    return *std::ranges::find(items, id, &check_item::id);
}

}  // namespace

TEST_CASE("CK1: the checklist names what is missing before the bell")
{
    auto jam = scenario{opened(three_phases())};
    const auto now = start - minutes{30};
    auto items = checklist_of(jam.state(), {0}, now);
    CHECK(item(items, "links").state == check_state::missing);
    CHECK(item(items, "charter").state == check_state::missing);
    CHECK(item(items, "coverage").state == check_state::missing);
    CHECK(item(items, "roster").state == check_state::doubt);
    CHECK(item(items, "facilitators").state == check_state::done);
    items = checklist_of(jam.state(), {cast_size}, now);
    CHECK(item(items, "links").state == check_state::done);
    jam.when(grant_role{cleo, role::organizer, {}}, by(olga, now)).accepted();
    CHECK(item(checklist_of(jam.state(), {1}, now), "roster").state == check_state::done);
    CHECK(item(checklist_of(jam.state(), {1}, now), "links").state == check_state::doubt);

    readiness beside;
    const auto state_of = [&](std::string_view id) {
        return item(checklist_of(jam.state(), beside, now), id).state;
    };
    CHECK(state_of("mail") == check_state::doubt);
    beside.sends_mail = true;
    CHECK(state_of("mail") == check_state::doubt);
    beside.mail_taken_at = now - minutes{60};
    CHECK(state_of("mail") == check_state::done);
    beside.mail_taken_at = now - minutes{60 * 24 * 8};
    CHECK(state_of("mail") == check_state::doubt);
    beside.mail_failure = "Login denied";
    CHECK(state_of("mail") == check_state::missing);
    CHECK(state_of("rehearsal") == check_state::doubt);
    beside.rehearsed = readiness::rehearsal::planned;
    CHECK(state_of("rehearsal") == check_state::doubt);
    beside.rehearsed = readiness::rehearsal::begun;
    CHECK(state_of("rehearsal") == check_state::doubt);
    beside.rehearsed = readiness::rehearsal::held;
    CHECK(state_of("rehearsal") == check_state::done);
    CHECK(state_of("backup") == check_state::doubt);
    beside.backed_up_at = now - minutes{60 * 25};
    CHECK(state_of("backup") == check_state::done);
    beside.is_backup_whole = false;
    CHECK(state_of("backup") == check_state::doubt);
    beside = {.backed_up_at = now - minutes{60 * 27}};
    CHECK(state_of("backup") == check_state::doubt);
    beside = {.is_backup_known = false};
    CHECK(state_of("backup") == check_state::doubt);
    CHECK(item(checklist_of(jam.state(), beside, now), "backup").says.find("cannot be read") !=
          std::string::npos);
}

TEST_CASE("CK1: a forum without anybody in the first hours is missing, one without later on is in doubt")
{
    auto jam = scenario{opened(a_plan{}.phase("main"_slug, phase_kind::ideate, hours{10}))};
    const auto now = start - minutes{30};
    const auto coverage = [&](instant at) { return item(checklist_of(jam.state(), {}, at), "coverage"); };
    jam.when(take_shift{"streets"_slug, start, 24}, by(fay, now)).accepted();
    CHECK(coverage(now).state == check_state::missing);
    CHECK(coverage(now).says == "1 forum has nobody for some of the first four hours.");
    jam.when(take_shift{"parks"_slug, start, 3}, by(hugo, now)).accepted();
    CHECK(coverage(now).state == check_state::missing);
    jam.when(take_shift{"parks"_slug, start + hours{3}, 1}, by(hugo, now)).accepted();
    CHECK(coverage(now).state == check_state::doubt);
    CHECK(coverage(start + hours{1}).says == "1 forum has nobody for some of the next four hours.");
}

TEST_CASE("CK1: a rehearsal was held once somebody who facilitates came in and its second phase began")
{
    using enum readiness::rehearsal;
    auto jam = scenario{opened(three_phases())};
    const auto progress = [&] { return progress_of_rehearsal(jam.state()); };
    CHECK(progress() == planned);
    jam.at(start);
    CHECK(progress() == begun);
    jam.when(advance_phase{}, by(olga, start + minutes{5})).accepted();
    CHECK(progress() == begun);  // nobody was there
    jam.when(join{1, 1, 1}, by(ada, start + minutes{6})).accepted();
    CHECK(progress() == begun);
    jam.when(join{1, 1, 1}, by(hugo, start + minutes{6})).accepted();
    CHECK(progress() == held);

    jam = given(three_phases());
    jam.when(join{1, 1, 1}, by(fay, start + minutes{1})).accepted();
    jam.when(close_jam{}, by(olga, start + minutes{2})).accepted();
    CHECK(progress() == begun);  // closed in the first phase

    jam = given(one_phase());
    jam.when(join{1, 1, 1}, by(fay, start + minutes{1})).accepted();
    CHECK(progress() == begun);
    jam.when(close_jam{}, by(olga, start + minutes{2})).accepted();
    CHECK(progress() == held);
}
