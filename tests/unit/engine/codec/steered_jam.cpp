// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/engine/codec/log_builder.hpp"

namespace jamhall::codec_test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr person_id ada{1};  // organizer
constexpr person_id ben{2};
constexpr person_id cleo{3};  // facilitator of the first forum
constexpr post_id trams{1};
constexpr post_id hydrogen{2};
constexpr post_id drivers{7};
constexpr post_id from_drivers{8};

void steer(log_builder& log)
{
    log.add(ada, post_added{drivers, post_kind::comment, 0, trams, {}, false, "Ask the drivers."});
    log.add(ada, ballot_cast{1, hydrogen, choice::support});
    log.add(cleo, post_spotlighted{trams, log.now() + minutes{30}});
    log.add(cleo, spotlight_ended{trams});
    log.add(cleo, posts_connected{trams, hydrogen});
    log.add(cleo, thread_claimed{trams}).add(cleo, thread_released{trams});
    log.add(cleo, post_split{from_drivers, drivers, ada, false, "Ask the drivers."});
    log.add(cleo, post_merged{hydrogen, trams, phase_index{1}});
    log.add(ada, support_moved{1, hydrogen, trams, true});
    log.add(cleo, post_restored{hydrogen, "They are two ideas after all."});
    log.add(cleo, summary_published{post_id{9}, 0, false, "Trams so far: #1 and #2."});
    log.add(ada, post_moved{from_drivers, 0, 1});
    log.add(cleo, guest_introduced{ben, "He drove the last tram."});
}

void poll(log_builder& log)
{
    const poll_question asks{forum_index{0},    "Which fuel?",        {"Overhead line", "Hydrogen"},
                             poll_kind::single, poll_results::sealed, log.now() + hours{1}};
    log.add(cleo, poll_opened{poll_id{1}, asks});
    log.add(ben, poll_answered{poll_id{1}, {1}});
    log.add(cleo, poll_closed{poll_id{1}, clock_cause::person});
}

void moderate(log_builder& log)
{
    log.add(ben, flag_raised{hydrogen, "civil"_slug, "Rude to diesel."});
    log.add({}, post_hidden{hydrogen, "civil"_slug, "It mocks a colleague."});
    log.add(cleo, appealed{hydrogen, "It was meant kindly."});
    log.add(ada, appeal_decided{hydrogen, true, "Read again, it is fair."});
    log.add(ada, post_restored{hydrogen, ""});
    log.add(cleo, edit_asked{trams, "civil"_slug, "Please leave out the name."});
    log.add(cleo, post_approved{trams, false});
    log.add(cleo, person_muted{ben, log.now() + minutes{10}, "Take a breath."});
    log.add(cleo, person_unmuted{ben});
    log.add(ada, person_removed{ben, "Asked to leave."});
    log.add(ada, person_readmitted{ben, ""});
}

void keep_the_desk(log_builder& log)
{
    const instant starts = sample_start + hours{3};
    log.add(cleo, shift_taken{0, starts, 2, {}});
    log.add(cleo, shift_offered{0, starts, 2, ada});
    log.add(ada, shift_taken{0, starts, 2, cleo});
    log.add(ada, shift_dropped{0, starts, 2});
    log.add(cleo, handed_over{0, "Two threads wait for an answer."});
    log.add(cleo, said{std::nullopt, "Lunch in shifts, please."});
}

void organize(log_builder& log)
{
    log.add(ada, responded{trams,
                           response_outcome::in_part,
                           "Line 3 comes first.",
                           "Transport",
                           "2027-05-01",
                           {trams, hydrogen}});
    log.add(ada, unseal_asked{1});
    log.add(cleo, unsealed{1});
    auto changed = sample_plan();
    changed.title = "CovJam, a day longer";
    log.add(ada, plan_changed{std::make_shared<const plan>(changed)});
}

void keep_records(log_builder& log)
{
    log.add(ben, erasure_asked{erasure_scope::identity, {}, "I have moved away."});
    log.add(ada, erasure_refused{ben, "A court has asked for it."});
    log.add(ada, legal_hold_set{"Case 12/2027."}).add(ada, legal_hold_lifted{"The case is closed."});
    log.add(ada, exported{export_kind::package});
    const auto officer = erasure_cause::officer;
    log.add(ada, erased{erasure_scope::post, post_id{9}, {}, officer, "It names a patient.", std::nullopt});
    log.add(ada, erased{erasure_scope::post, trams, {}, officer, "", "Hydrogen trams, says [a driver]."});
    log.add(ada, erased{erasure_scope::identity, {}, {ben}, officer, "As he asked.", std::nullopt});
}

}  // namespace

std::vector<event> steered_log()
{
    log_builder log{sample_log_of_ideas()};
    steer(log);
    poll(log);
    moderate(log);
    keep_the_desk(log);
    organize(log);
    keep_records(log);
    return log.take();
}

}  // namespace jamhall::codec_test
