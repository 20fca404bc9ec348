// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/blob.hpp"
#include "sessions/model/jam_state.hpp"

#include <concepts>
#include <deque>
#include <map>
#include <type_traits>

namespace jamhall::sessions {

// The parts of a jam's state that come with steering, for state_snapshot.cpp. Found by the blobs through their
// arguments. Raise snapshot_version when one of these changes.

template <class T, class Of>
concept maybe_const = std::same_as<std::remove_const_t<T>, Of>;

template <class Key, class Value>
void describe(codec::blob_out& blob, const std::map<Key, Value>& items)
{
    blob(std::uint64_t{items.size()});
    for (const auto& [key, value] : items)
        blob(key, value);
}

template <class Key, class Value>
void describe(codec::blob_in& blob, std::map<Key, Value>& items)
{
    for (std::size_t left = blob.count(); left > 0 && blob.is_sound(); --left) {
        Key key{};
        Value value{};
        blob(key, value);
        items.insert_or_assign(std::move(key), std::move(value));
    }
}

inline void describe(codec::blob_out& blob, const std::deque<remark>& items)
{
    blob(std::uint64_t{items.size()});
    for (const auto& each : items)
        blob(each);
}

inline void describe(codec::blob_in& blob, std::deque<remark>& items)
{
    for (std::size_t left = blob.count(); left > 0 && blob.is_sound(); --left)
        blob(items.emplace_back());
}

using poll_answers = decltype(poll::answers);

inline void describe(codec::blob_out& blob, const poll_answers& answers)
{
    blob(std::uint64_t{answers.size()});
    for (const auto& [person, options] : answers)
        blob(person, options);
}

inline void describe(codec::blob_in& blob, poll_answers& answers)
{
    for (std::size_t left = blob.count(); left > 0 && blob.is_sound(); --left) {
        std::uint32_t person = 0;
        std::vector<std::uint8_t> options;
        blob(person, options);
        answers.insert_or_assign(person, std::move(options));
    }
}

template <class Blob>
void describe(Blob& blob, maybe_const<spotlight> auto& value)
{
    auto& [post, since, until] = value;
    blob(post, since, until);
}

template <class Blob>
void describe(Blob& blob, maybe_const<merge> auto& value)
{
    auto& [post, into, phase, at, is_taken_back, answers] = value;
    blob(post, into, phase, at, is_taken_back, answers);
}

template <class Blob>
void describe(Blob& blob, maybe_const<thread_move> auto& value)
{
    auto& [post, from, to, at] = value;
    blob(post, from, to, at);
}

template <class Blob>
void describe(Blob& blob, maybe_const<claim> auto& value)
{
    auto& [person, since] = value;
    blob(person, since);
}

template <class Blob>
void describe(Blob& blob, maybe_const<steering> auto& value)
{
    auto& [spotlights, connections, merges, moves, splits, claims] = value;
    blob(spotlights, connections, merges, moves, splits, claims);
}

template <class Blob>
void describe(Blob& blob, maybe_const<poll_question> auto& value)
{
    auto& [forum, question, options, kind, results, closes_at] = value;
    blob(forum, question, options, kind, results, closes_at);
}

template <class Blob>
void describe(Blob& blob, maybe_const<poll> auto& value)
{
    auto& [id, asks, opened_by, opened_at, closed_at, answers, counts] = value;
    blob(id, asks, opened_by, opened_at, closed_at);
    describe(blob, answers);  // of no type of this namespace, so the blobs would not find it
    blob(counts);
}

template <class Blob>
void describe(Blob& blob, maybe_const<signals> auto& value)
{
    auto& [links, words, fast] = value;
    blob(links, words, fast);
}

template <class Blob>
void describe(Blob& blob, maybe_const<flag> auto& value)
{
    auto& [person, rule, note, at] = value;
    blob(person, rule, note, at);
}

template <class Blob>
void describe(Blob& blob, maybe_const<hiding> auto& value)
{
    auto& [rule, note, by, at] = value;
    blob(rule, note, by, at);
}

template <class Blob>
void describe(Blob& blob, maybe_const<appeal_case> auto& value)
{
    auto& [text, at, is_upheld, note, decided_by] = value;
    blob(text, at, is_upheld, note, decided_by);
}

template <class Blob>
void describe(Blob& blob, maybe_const<edit_request> auto& value)
{
    auto& [rule, note, by, at] = value;
    blob(rule, note, by, at);
}

template <class Blob>
void describe(Blob& blob, maybe_const<moderation_case> auto& value)
{
    auto& [flags, shows, signalled_at, hidden, appeal, asked, edited_at] = value;
    blob(flags, shows, signalled_at, hidden, appeal, asked, edited_at);
}

template <class Blob>
void describe(Blob& blob, maybe_const<rule_count> auto& value)
{
    auto& [hides, restored] = value;
    blob(hides, restored);
}

template <class Blob>
void describe(Blob& blob, maybe_const<moderation_book> auto& value)
{
    auto& [cases, by_rule, flags, appeals, appeals_upheld, appeals_refused, appeals_dropped, delays] = value;
    blob(cases, by_rule, flags, appeals, appeals_upheld, appeals_refused, appeals_dropped, delays);
}

template <class Blob>
void describe(Blob& blob, maybe_const<shift> auto& value)
{
    auto& [person, forum, starts_at, hours, offered_to] = value;
    blob(person, forum, starts_at, hours, offered_to);
}

template <class Blob>
void describe(Blob& blob, maybe_const<handover> auto& value)
{
    auto& [person, text, at] = value;
    blob(person, text, at);
}

template <class Blob>
void describe(Blob& blob, maybe_const<remark> auto& value)
{
    auto& [at_offset, at, person, forum, text] = value;
    blob(at_offset, at, person, forum, text);
}

template <class Blob>
void describe(Blob& blob, maybe_const<shift_desk> auto& value)
{
    auto& [shifts, handovers, remarks] = value;
    blob(shifts, handovers, remarks);
}

template <class Blob>
void describe(Blob& blob, maybe_const<response> auto& value)
{
    auto& [outcome, text, owner, due, at, by] = value;
    blob(outcome, text, owner, due, at, by);
}

template <class Blob>
void describe(Blob& blob, maybe_const<erasure_request> auto& value)
{
    auto& [person, what, post, note, at] = value;
    blob(person, what, post, note, at);
}

template <class Blob>
void describe(Blob& blob, maybe_const<legal_hold> auto& value)
{
    auto& [by, note, since] = value;
    blob(by, note, since);
}

template <class Blob>
void describe(Blob& blob, maybe_const<records_book> auto& value)
{
    auto& [requests, hold, over_at, last_exports] = value;
    blob(requests, hold, over_at, last_exports);
}

template <class Blob>
void describe(Blob& blob, maybe_const<unseal_wish> auto& value)
{
    auto& [phase, person] = value;
    blob(phase, person);
}

}  // namespace jamhall::sessions
