// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/fold.hpp"

#include <algorithm>
#include <utility>

namespace jamhall::sessions {
namespace {

/// Who is meant, for many look-ups.
class chosen {
public:
    explicit chosen(const std::vector<person_id>& people) : people_{people} {}

    bool has(person_id who) const { return who && std::ranges::binary_search(people_, who); }

private:
    const std::vector<person_id>& people_;
};

void blank_post(jam_state& state, const event& happened, const erased& body)
{
    const auto before = state.at(body.post).state;
    ensure(before != post_state::erased, "a post is erased once");
    if (body.text) {
        auto& kept = state.edit(body.post);
        kept.text = *body.text;
        kept.edited_at = happened.at;
        ++kept.version;
        return;
    }
    drop_case(state, body.post);
    enter_state(state, body.post, post_state::erased);
    auto& gone = state.edit(body.post);
    gone.text.clear();
    gone.erased_from = before;
}

void blank_identity(jam_state& state, const erased& body)
{
    const auto reached =
        body.what == erasure_scope::everything ? person_erasure::everything : person_erasure::identity;
    for (const person_id id : body.people) {
        auto& who = state.edit(id);
        ensure(who.erased < reached, "a person is erased once");
        who.erased = reached;
        who.entry.name.clear();
        for (auto& [name, value] : who.entry.attributes)
            value.clear();
    }
}

void blank_cases(moderation_book& book, const chosen& people)
{
    for (auto& [id, open] : book.cases) {
        for (auto& each : open.flags)
            if (people.has(each.person))
                each.note.clear();
        if (open.hidden && people.has(open.hidden->by))
            open.hidden->note.clear();
        if (open.appeal && people.has(open.appeal->decided_by))
            open.appeal->note.clear();
        if (open.asked && people.has(open.asked->by))
            open.asked->note.clear();
    }
}

void blank_polls(jam_state& state, const chosen& people)
{
    for (std::uint32_t number = 1; number <= state.polls.size(); ++number) {
        if (!people.has(state.at(poll_id{number}).opened_by))
            continue;
        auto& asks = state.edit(poll_id{number}).asks;
        asks.question.clear();
        for (auto& option : asks.options)
            option.clear();
    }
}

void blank_desk(shift_desk& desk, const chosen& people)
{
    for (auto& note : desk.handovers)
        if (note && people.has(note->person))
            note->text.clear();
    for (auto& said : desk.remarks)
        if (people.has(said.person))
            said.text.clear();
}

/// Every text of theirs that the state holds; their posts were erased by events of their own.
void blank_all_words(jam_state& state, const erased& body)
{
    const chosen people{body.people};
    for (const person_id id : body.people)
        ensure(std::ranges::all_of(state.at(id).posts,
                                   [&](post_id post) { return state.at(post).state == post_state::erased; }),
               "the posts of who is erased were erased before");
    blank_cases(state.moderated, people);
    blank_polls(state, people);
    blank_desk(state.desk, people);
    for (auto& [post, answer] : state.responses)
        if (people.has(answer.by)) {
            answer.text.clear();
            answer.owner.clear();
            answer.due.clear();
        }
    if (state.records.hold && people.has(state.records.hold->by))
        state.records.hold->note.clear();
}

}  // namespace

void fold(jam_state& state, const event& happened, const erasure_asked& body)
{
    ensure(bool{happened.actor}, "somebody asks");
    ensure((body.what == erasure_scope::post) == bool{body.post} && (!body.post || state.knows(body.post)),
           "a post is named where one is meant");
    auto& requests = state.records.requests;
    std::erase_if(requests, [&](const erasure_request& each) {
        return each.person == happened.actor && each.what == body.what && each.post == body.post;
    });
    requests.push_back({happened.actor, body.what, body.post, body.note, happened.at});
}

void fold(jam_state& state, const event& happened, const erased& body)
{
    ensure((body.what == erasure_scope::post) == bool{body.post} && bool{body.post} == body.people.empty(),
           "either a post is erased or people are");
    ensure(
        std::ranges::is_sorted(body.people) && std::ranges::adjacent_find(body.people) == body.people.end(),
        "people are named in order, each once");
    if (body.post)
        blank_post(state, happened, body);
    else
        blank_identity(state, body);
    if (body.what == erasure_scope::everything)
        blank_all_words(state, body);
    const chosen people{body.people};
    for (auto& each : state.records.requests)
        if (people.has(each.person))
            each.note.clear();
    std::erase_if(state.records.requests, [&](const erasure_request& each) {
        return body.post ? each.post == body.post
                         : people.has(each.person) &&
                               (body.what == erasure_scope::everything || each.what == body.what);
    });
}

void fold(jam_state& state, const event&, const erasure_refused& body)
{
    const auto closed = std::erase_if(
        state.records.requests, [&](const erasure_request& each) { return each.person == body.person; });
    ensure(closed > 0, "what was asked for is refused");
}

void fold(jam_state& state, const event& happened, const legal_hold_set& body)
{
    ensure(!state.records.hold, "one legal hold stands at a time");
    state.records.hold = legal_hold{happened.actor, body.note, happened.at};
}

void fold(jam_state& state, const event&, const legal_hold_lifted&)
{
    ensure(state.records.hold.has_value(), "only a hold that stands is lifted");
    state.records.hold.reset();
}

void fold(jam_state& state, const event& happened, const exported& body)
{
    state.records.last_exports.insert_or_assign({happened.actor, body.what}, happened.at);
}

}  // namespace jamhall::sessions
