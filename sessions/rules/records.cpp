// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/limits.hpp"
#include "sessions/rules/erasing.hpp"
#include "sessions/rules/judges.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/rules/refusals.hpp"
#include "sessions/rules/retention.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace jamhall::sessions {
namespace {

using fault = std::optional<rejection>;

constexpr auto bad_field = reject_code::bad_field;
constexpr auto not_allowed = reject_code::not_allowed;

/// The same thing taken twice within this is noted once. An organizer's page reads the report again and again.
duration noted_for(export_kind what)
{
    return what == export_kind::report ? duration{std::chrono::hours{1}} : duration{std::chrono::minutes{1}};
}

/// Open requests of one person.
constexpr std::ptrdiff_t requests_max = 50;

fault fault_of_officer(const jam_state& state, const context& by)
{
    if (may(state, by, action::keep_records))
        return std::nullopt;
    return refuse(not_allowed, {}, "Only a records officer of this jam may do this.");
}

fault fault_of_hold(const jam_state& state)
{
    if (!state.records.hold)
        return std::nullopt;
    return refuse(reject_code::legal_hold, {},
                  "A legal hold stands, so nothing may be erased. It has to be lifted first.");
}

/// The rest of what belongs to a text: a comment and the idea that was made of it say the same.
std::vector<post_id> same_text(const jam_state& state, post_id id)
{
    std::vector<post_id> all{id};
    for (const auto& [idea, comment] : state.steered.splits)
        if (idea == id || comment == id)
            all.push_back(idea == id ? comment : idea);
    return all;
}

void add_posts(const jam_state& state, const std::vector<post_id>& posts, erasure_cause cause,
               const std::string& note, event_bodies& to)
{
    for (const post_id id : posts)
        if (state.at(id).state != post_state::erased)
            to.emplace_back(erased{erasure_scope::post, id, {}, cause, note, std::nullopt});
}

event_bodies bodies_of(std::vector<erased> each)
{
    return {std::make_move_iterator(each.begin()), std::make_move_iterator(each.end())};
}

bool reaches(const person& who, erasure_scope what)
{
    return who.erased == person_erasure::everything ||
           (what == erasure_scope::identity && who.erased == person_erasure::identity);
}

}  // namespace

std::vector<erased> what_goes(const jam_state& state, const erased& meant)
{
    std::vector<erased> all;
    const auto add = [&](post_id named, const std::string& note) {
        for (const post_id id : same_text(state, named))
            if (state.at(id).state != post_state::erased)
                all.push_back({erasure_scope::post, id, {}, meant.cause, note, meant.text});
    };
    if (meant.post) {
        add(meant.post, meant.note);
        return all;
    }
    if (meant.what == erasure_scope::everything)
        for (const person_id who : meant.people)
            for (const post_id written : state.at(who).posts)
                add(written, {});
    std::ranges::stable_sort(all, {}, &erased::post);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    all.push_back(meant);
    return all;
}

judgement judge(const jam_state& state, const ask_erasure& asked, const context& by)
{
    if (by.kind != actor_kind::person || !may(state, by, action::read))
        return refuse(not_allowed, {}, "Only people on the roster of this jam ask for this.");
    if (auto wrong = fault_of_note(asked.note))
        return *std::move(wrong);
    if ((asked.what == erasure_scope::post) != bool{asked.post})
        return refuse(bad_field, "post", "A post is named where one post is meant, and only there.");
    if (asked.post) {
        if (!state.knows(asked.post) || state.at(asked.post).author != by.person)
            return refuse(reject_code::no_such_post, "post", "You have written no such post.");
        if (state.at(asked.post).state == post_state::erased)
            return refuse(not_allowed, "post", "This post was erased already.");
    }
    const auto theirs = [&](const erasure_request& each) { return each.person == by.person; };
    if (std::ranges::count_if(state.records.requests, theirs) >= requests_max)
        return refuse(reject_code::too_many, {},
                      "You have asked for very much already. Please wait for the answer.");
    return event_bodies{erasure_asked{asked.what, asked.post, asked.note}};
}

judgement judge(const jam_state& state, const erase_post& asked, const context& by)
{
    if (auto wrong = fault_of_officer(state, by))
        return *std::move(wrong);
    if (!state.knows(asked.post))
        return no_such_post("post");
    if (auto wrong = fault_of_note(asked.note))
        return *std::move(wrong);
    if (auto wrong = fault_of_hold(state))
        return *std::move(wrong);
    const auto now = state.at(asked.post).state;
    if (now == post_state::erased)
        return refuse(not_allowed, "post", "This post was erased already.");
    if (asked.text)
        if (auto wrong = fault_of_text(*asked.text, limits::text_length_max, "text"))
            return *std::move(wrong);
    return bodies_of(what_goes(
        state, {erasure_scope::post, asked.post, {}, erasure_cause::officer, asked.note, asked.text}));
}

judgement judge(const jam_state& state, const erase_person& asked, const context& by)
{
    if (auto wrong = fault_of_officer(state, by))
        return *std::move(wrong);
    if (!state.knows(asked.person))
        return no_such_person();
    if (asked.what == erasure_scope::post)
        return refuse(bad_field, "what", "Of a person, the identity or everything is erased.");
    if (auto wrong = fault_of_note(asked.note))
        return *std::move(wrong);
    if (auto wrong = fault_of_hold(state))
        return *std::move(wrong);
    if (reaches(state.at(asked.person), asked.what))
        return refuse(not_allowed, "person", "This was erased already.");
    return bodies_of(
        what_goes(state, {asked.what, {}, {asked.person}, erasure_cause::officer, asked.note, std::nullopt}));
}

judgement judge(const jam_state& state, const refuse_erasure& asked, const context& by)
{
    if (auto wrong = fault_of_officer(state, by))
        return *std::move(wrong);
    if (!state.knows(asked.person))
        return no_such_person();
    // Who is refused is told the ground; it is what a court would ask for.
    if (auto wrong = fault_of_text(asked.note, limits::note_length_max, "note"))
        return *std::move(wrong);
    if (std::ranges::find(state.records.requests, asked.person, &erasure_request::person) ==
        state.records.requests.end())
        return refuse(bad_field, "person", "This person has asked for nothing.");
    return event_bodies{erasure_refused{asked.person, asked.note}};
}

judgement judge(const jam_state& state, const set_legal_hold& asked, const context& by)
{
    if (auto wrong = fault_of_officer(state, by))
        return *std::move(wrong);
    if (auto wrong = fault_of_text(asked.note, limits::note_length_max, "note"))
        return *std::move(wrong);
    if (state.records.hold)
        return refuse(not_allowed, {}, "A legal hold stands already.");
    return event_bodies{legal_hold_set{asked.note}};
}

judgement judge(const jam_state& state, const lift_legal_hold& asked, const context& by)
{
    if (auto wrong = fault_of_officer(state, by))
        return *std::move(wrong);
    if (auto wrong = fault_of_text(asked.note, limits::note_length_max, "note"))
        return *std::move(wrong);
    if (!state.records.hold)
        return refuse(not_allowed, {}, "No legal hold stands.");
    return event_bodies{legal_hold_lifted{asked.note}};
}

judgement judge(const jam_state& state, const record_export& asked, const context& by)
{
    const auto kept = state.records.last_exports.find({by.person, asked.what});
    if (kept != state.records.last_exports.end() && by.now - kept->second < noted_for(asked.what))
        return event_bodies{};
    return event_bodies{exported{asked.what}};
}

judgement judge(const jam_state& state, const erase_due& asked, const context& by)
{
    ensure(by.kind == actor_kind::hall, "only the hall erases what is due");
    if (asked.cause == erasure_cause::retention) {
        if (auto wrong = fault_of_hold(state))
            return *std::move(wrong);
    }
    event_bodies happened;
    add_posts(state, asked.posts, asked.cause, {}, happened);
    erased people{asked.what, {}, {}, asked.cause, {}, std::nullopt};
    for (const person_id who : asked.people)
        if (state.knows(who) && !reaches(state.at(who), asked.what))
            people.people.push_back(who);
    if (!people.people.empty())
        happened.emplace_back(std::move(people));
    return happened;
}

}  // namespace jamhall::sessions
