// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/engine/codec/sample_jam.hpp"

#include "engine/codec/plan_in.hpp"
#include "sessions/rules/evolve.hpp"
#include "tests/unit/engine/codec/log_builder.hpp"
#include "tests/unit/engine/codec/shared_data.hpp"

#include <chrono>

namespace jamhall::codec_test {

using namespace sessions;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr person_id ada{1};
constexpr person_id ben{2};
constexpr person_id cleo{3};

roster_entry entry(std::string name, role_set roles, audience_index audience)
{
    return {std::move(name), roles, {}, audience, {{"unit", "Parks & Streets"}, {"ward", ""}}};
}

void add_before_the_bell(log_builder& log)
{
    auto scoped = entry("Cleo Njoku", {role::participant, role::facilitator}, 0);
    scoped.forums = {0};
    log.at(-hours{1});
    log.add({}, jam_created{"covjam"_slug, std::make_shared<const plan>(sample_plan()), 0x0123456789abcdefU});
    log.add({}, person_added{ada, entry("Ada Okafor", {role::organizer}, 0)});
    log.add({}, person_added{ben, entry("Ben “Zoë” Müller", {role::participant}, 1)});
    log.add({}, person_added{cleo, scoped});
    log.add(ben, person_registered{});
    log.add(ben, person_entered{});
    log.add(ben, joined{{1, 1}});
    log.add(ada, role_granted{ben, role::host, {1}});
}

void add_ideas(log_builder& log)
{
    log.at(hours{0}).add({}, phase_began{1, clock_cause::clock});
    log.add(ben,
            post_added{
                post_id{1}, post_kind::idea, 0, {}, {}, false, "Trams to *every* ward.\n\n- fast\n- quiet"});
    log.add(cleo,
            post_added{post_id{2}, post_kind::idea, 0, {}, post_id{1}, false, "Trams that run on hydrogen."});
    log.add(cleo,
            post_added{post_id{3}, post_kind::comment, 0, post_id{1}, {}, false, "Who pays? \"We\" do."});
    log.add(cleo, post_added{post_id{4}, post_kind::prompt, 0, {}, {}, false, "Which streets first?"});
    log.add(cleo, ballot_cast{1, post_id{1}, choice::support});
    log.add(ada, ballot_cast{1, post_id{1}, choice::support});
    log.add({}, posts_seen{{{post_id{1}, 1}, {post_id{2}, 2}}});
    log.add(ben, post_edited{post_id{1}, 2, "Trams to every ward, and bikes."});
    log.add(cleo, post_withdrawn{post_id{3}});
    log.add(ada, announced{post_id{5}, std::nullopt, "Welcome, all!"});
    log.add(cleo, announced{post_id{6}, forum_index{0}, "Look at the prompt."});
    log.add(ada, clock_extended{30});
    log.add(ada, clock_paused{});
    log.add(ada, clock_resumed{});
    log.add(ada, role_revoked{ben, role::host});
    log.add({}, person_updated{ben, entry("Ben Müller", {role::participant, role::guest}, 1)});
}

}  // namespace

base::resolved_local as_utc(std::string_view, const base::local_time& local)
{
    const std::chrono::sys_days day{std::chrono::year{local.year} / local.month / local.day};
    const auto at = day + hours{local.hour} + minutes{local.minute} + std::chrono::seconds{local.second};
    const instant exact{std::chrono::duration_cast<duration>(at.time_since_epoch()).count()};
    return {base::local_fate::exact, {exact, local, 0}, {}};
}

std::string sample_plan_text()
{
    return bytes_of_file("tests/fixtures/plans/covjam.json");
}

plan sample_plan()
{
    return codec::decode_plan(sample_plan_text(), as_utc, sample_start).value();
}

std::vector<event> sample_log_of_ideas()
{
    log_builder log;
    add_before_the_bell(log);
    add_ideas(log);
    return log.take();
}

std::vector<event> sample_log()
{
    log_builder log;
    add_before_the_bell(log);
    add_ideas(log);
    log.at(hours{24}).add(ada, phase_began{2, clock_cause::person});
    log.add(ben, ballot_cast{2, post_id{2}, choice::agree});
    log.add(cleo, ballot_cast{2, post_id{2}, choice::disagree});
    log.at(hours{51}).add({}, phase_began{3, clock_cause::recovery});
    log.at(hours{52}).add(ada, phase_began{4, clock_cause::person}).add(ada, jam_closed{});
    return log.take();
}

jam_state sample_state(std::size_t count)
{
    const auto log = sample_log();
    return replay(std::span{log}.first(count));
}

std::size_t after_first(std::string_view type, std::size_t nth)
{
    const auto log = sample_log();
    for (std::size_t i = 0; i < log.size(); ++i)
        if (type_of(log[i].body) == type && --nth == 0)
            return i + 1;
    FAIL("the sample log has too few events of type " << type);
    return 0;
}

codec::text_salt counted_salts::operator()()
{
    codec::text_salt made;
    made.fill(next_++);
    return made;
}

}  // namespace jamhall::codec_test
