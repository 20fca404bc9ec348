// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/state_snapshot.hpp"

#include "engine/base/sha256.hpp"
#include "engine/codec/blob.hpp"
#include "engine/codec/plan_in.hpp"
#include "engine/codec/plan_out.hpp"
#include "engine/codec/state_snapshot_steering.hpp"

#include <algorithm>

namespace jamhall::sessions {

// Found by the blobs through their arguments. Raise snapshot_version when one of these changes.

template <class Blob>
void describe(Blob& blob, maybe_const<switches> auto& value)
{
    auto& [ideas, comments, others, ballot, tallies, order, names, moderation, words_max, slow_mode_s,
           sample_size] = value;
    blob(ideas, comments, others, ballot, tallies, order, names, moderation, words_max, slow_mode_s,
         sample_size);
}

template <class Blob>
void describe(Blob& blob, maybe_const<phase> auto& value)
{
    auto& [id, kind, rules, planned_end, begins_at, ends_at, has_begun, has_ended] = value;
    blob(id, kind, rules, planned_end, begins_at, ends_at, has_begun, has_ended);
}

template <class Blob>
void describe(Blob& blob, maybe_const<jam_clock> auto& value)
{
    auto& [phases, running, previous, grace_since, paused_remaining, moves] = value;
    blob(phases, running, previous, grace_since, paused_remaining, moves);
}

template <class Blob>
void describe(Blob& blob, maybe_const<shortage> auto& value)
{
    auto& [person, ideas] = value;
    blob(person, ideas);
}

template <class Blob>
void describe(Blob& blob, maybe_const<forum> auto& value)
{
    auto& [tops, idea_count, last_at, short_of] = value;
    blob(tops, idea_count, last_at, short_of);
}

template <class Blob>
void describe(Blob& blob, maybe_const<roster_entry> auto& value)
{
    auto& [name, roles, forums, audience, attributes, came_by] = value;
    blob(name, roles, forums, audience, attributes, came_by);
}

template <class Blob>
void describe(Blob& blob, maybe_const<acceptance> auto& value)
{
    auto& [charter, rules, privacy] = value;
    blob(charter, rules, privacy);
}

template <class Blob>
void describe(Blob& blob, maybe_const<first_cast> auto& value)
{
    auto& [post, at] = value;
    blob(post, at);
}

template <class Blob>
void describe(Blob& blob, maybe_const<person> auto& value)
{
    auto& [entry, accepted, has_registered, has_entered, idea_count, comment_count, ballot_count,
           last_post_at, muted_until, is_removed, erased, is_vetted, posts, casts, dealt] = value;
    blob(entry, accepted, has_registered, has_entered, idea_count, comment_count, ballot_count, last_post_at,
         muted_until, is_removed, erased, is_vetted, posts, casts, dealt);
}

template <class Blob>
void describe(Blob& blob, maybe_const<post> auto& value)
{
    auto& [id, kind, forum, parent, thread, builds_on, family, author, added_at, at, edited_at, merged_into,
           state, is_nameless, version, text, mentions, comments, seen_count, caster_count, last_at,
           held_comments, deal_count, erased_from, seen_steps] = value;
    blob(id, kind, forum, parent, thread, builds_on, family, author, added_at, at, edited_at, merged_into,
         state, is_nameless, version, text, mentions, comments, seen_count, caster_count, last_at,
         held_comments, deal_count, erased_from, seen_steps);
}

template <class Blob>
void describe(Blob& blob, maybe_const<tally> auto& value)
{
    auto& [counts] = value;
    blob(counts);
}

using ballots_by_person = decltype(idea_ballots::by_person);

inline void describe(codec::blob_out& blob, const ballots_by_person& ballots)
{
    blob(std::uint64_t{ballots.size()});
    for (const auto& [person, says] : ballots)
        blob(person, says);
}

inline void describe(codec::blob_in& blob, ballots_by_person& ballots)
{
    const std::size_t count = blob.count();
    ballots.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        std::uint32_t person = 0;
        choice says{};
        blob(person, says);
        ballots.emplace(person, says);
    }
}

template <class Blob>
void describe(Blob& blob, maybe_const<idea_ballots> auto& value)
{
    auto& [by_person, tallies] = value;
    blob(by_person, tallies);
}

template <class T, std::size_t chunk_size>
void describe(codec::blob_out& blob, const copy_on_write_vector<T, chunk_size>& items)
{
    blob(std::uint64_t{items.size()});
    for (const T& each : items)
        blob(each);
}

template <class T, std::size_t chunk_size>
void describe(codec::blob_in& blob, copy_on_write_vector<T, chunk_size>& items)
{
    for (std::size_t left = blob.count(); left > 0 && blob.is_sound(); --left)
        blob(items.emplace_back());
}

template <class Blob>
void describe(Blob& blob, maybe_const<pair_ballot> auto& value)
{
    auto& [first, second, prefers_first] = value;
    blob(first, second, prefers_first);
}

template <class Blob>
void describe(Blob& blob, maybe_const<ballot_box> auto& value)
{
    auto& [ideas, pairs, count, seen_at_end, ranking] = value;  // the ranking follows from the pairs
    blob(ideas, pairs, count, seen_at_end);
}

inline void describe(codec::blob_out& blob, const role_set& roles)
{
    std::uint16_t bits = 0;
    for (const role each : all_roles)
        bits = static_cast<std::uint16_t>(bits | (roles.has(each) ? 1U << static_cast<unsigned>(each) : 0U));
    blob(bits);
}

inline void describe(codec::blob_in& blob, role_set& roles)
{
    std::uint16_t bits = 0;
    blob(bits);
    roles = {};
    for (const role each : all_roles)
        if ((bits >> static_cast<unsigned>(each) & 1U) != 0)
            roles.add(each);
}

template <class Blob>
void describe(Blob& blob, maybe_const<told_book::entry> auto& value)
{
    auto& [at, before] = value;
    blob(at, before);
}

template <class Blob>
void describe(Blob& blob, maybe_const<told_book::caster_event> auto& value)
{
    auto& [at, post] = value;
    blob(at, post);
}

template <class Blob>
void describe(Blob& blob, maybe_const<told_book> auto& value)
{
    auto& [entries, newest, to_casters] = value;
    blob(entries, newest, to_casters);
}

/// The plan has its own form, the one of the log.
inline void describe(codec::blob_out& blob, const std::shared_ptr<const plan>& what)
{
    blob(what ? codec::encode_plan(*what) : std::string{});
}

inline void describe(codec::blob_in& blob, std::shared_ptr<const plan>& what)
{
    std::string written;
    blob(written);
    auto planned = codec::decode_stored_plan(written);
    if (planned)
        what = std::make_shared<const plan>(std::move(*planned));
}

template <class Blob>
void describe(Blob& blob, maybe_const<jam_state> auto& value)
{
    auto& [id, what, seed, stage, clock, forums, people, posts, boxes, polls, steered, moderated, desk,
           responses, unseal_asked, in_force, records, told, plan_changes, last_offset, last_at] = value;
    blob(id, what, seed, stage, clock, forums, people, posts, boxes, polls, steered, moderated, desk,
         responses, unseal_asked, in_force, records, told, plan_changes, last_offset, last_at);
}

}  // namespace jamhall::sessions

namespace jamhall::codec {
namespace {

constexpr std::string_view magic = "JAMSTATE";
constexpr char snapshot_version = 8;
constexpr std::size_t head_size = magic.size() + 1;

std::string_view bytes_of(const base::sha256_digest& digest)
{
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// Each chain leads back, and ends.
bool is_whole(const sessions::told_book& told)
{
    for (std::size_t i = 0; i < told.entries.size(); ++i)
        if (told.entries[i].before > i)
            return false;
    return std::ranges::all_of(told.newest, [&](std::uint32_t last) { return last <= told.entries.size(); });
}

/// What evolve and the views take for granted about positions.
bool is_whole(const sessions::jam_state& state)
{
    return state.what && state.clock.running < state.clock.phases.size() &&
           state.boxes.size() == state.clock.phases.size() &&
           state.forums.size() == state.what->forums.size() && is_whole(state.told);
}

}  // namespace

std::string encode_state(const sessions::jam_state& state)
{
    std::string made;
    encode_state(state, [&](std::string_view piece) { made += piece; });
    return made;
}

void encode_state(const sessions::jam_state& state, const std::function<void(std::string_view)>& sink)
{
    base::sha256 digest;
    const auto give = [&](std::string_view piece) {
        digest.add(piece);
        sink(piece);
    };
    std::string piece{magic};
    piece += snapshot_version;
    blob_out{piece, give}(state);
    give(piece);
    sink(bytes_of(digest.finish()));
}

decoded<sessions::jam_state> decode_state(std::string_view bytes)
{
    if (bytes.size() < head_size + base::sha256_size || !bytes.starts_with(magic))
        return fault{"", "is no snapshot of a jam's state"};
    if (bytes[magic.size()] != snapshot_version)
        return fault{"", "is a snapshot of another version"};
    const auto covered = bytes.substr(0, bytes.size() - base::sha256_size);
    if (bytes_of(base::sha256_of(covered)) != bytes.substr(covered.size()))
        return fault{"", "is damaged: its checksum does not fit"};
    sessions::jam_state made;
    blob_in blob{covered.substr(head_size)};
    blob(made);
    if (!blob.is_sound() || !blob.at_end() || !is_whole(made))
        return fault{"", "is damaged: its values do not fit together"};
    return made;
}

}  // namespace jamhall::codec
