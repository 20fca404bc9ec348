// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/event_in.hpp"
#include "engine/codec/state_snapshot.hpp"
#include "engine/live/jam_core.hpp"
#include "engine/store/snapshot_file.hpp"
#include "sessions/core/assert.hpp"
#include "sessions/rules/evolve.hpp"

#include <limits>

namespace jamhall::live {
namespace {

constexpr std::size_t rows_per_read = 10'000;
constexpr sessions::log_offset log_end{std::numeric_limits<std::int64_t>::max()};

/// The newest snapshot, or an empty state where there is none that this version reads: the log holds all. What one holds
/// that is not read, such as texts that were erased, nobody knows.
sessions::jam_state newest_snapshot(store::jam_reader& reader, bool& is_stale)
{
    if (const auto kept = reader.snapshot())
        if (auto state = codec::decode_state(kept->body); state && state->last_offset == kept->offset)
            return std::move(*state);
    is_stale = reader.has_snapshot();
    return {};
}

void fold_tail(store::jam_reader& reader, loaded_jam& jam)
{
    const bool has_snapshot = jam.state.last_offset.value != 0;
    for (;;) {
        const auto rows = reader.events(jam.state.last_offset, log_end, rows_per_read);
        for (const auto& row : rows) {
            const auto happened = event_of(row, jam.names, jam.erased);
            jam.has_stale_snapshot |= has_snapshot && std::holds_alternative<sessions::erased>(happened.body);
            sessions::evolve(jam.state, happened);
            if (codec::changes_names(happened.body))
                jam.names = codec::names_of(jam.state);
        }
        if (rows.size() < rows_per_read)
            return;
    }
}

void load_people(store::jam_reader& reader, people_register& people)
{
    sessions::person_id after;
    for (;;) {
        const auto rows = reader.identities(after, rows_per_read);
        for (const auto& row : rows)
            people.put(row);
        if (rows.size() < rows_per_read)
            return;
        after = rows.back().person;
    }
}

void load_exposure(store::jam_reader& reader, loaded_jam& jam)
{
    if (jam.state.stage != sessions::jam_stage::open)
        return;
    for (const auto& [post, people] : reader.exposure())
        jam.exposure.load(post, people);
    for (const auto& box : jam.state.boxes) {
        box.for_each([&](sessions::post_id post, sessions::person_id person, sessions::choice) {
            jam.exposure.load_one(post, person);
        });
        box.for_each_pair([&](sessions::person_id person, const sessions::pair_ballot& pair) {
            jam.exposure.load_one(pair.first, person);
            jam.exposure.load_one(pair.second, person);
        });
    }
}

}  // namespace

sessions::event event_of(const codec::stored_event& stored, const codec::event_names& names,
                         const codec::erasure_register& erased)
{
    auto decoded = codec::decode_event(stored, names, erased);
    if (!decoded)
        throw sessions::invariant_broken{"event " + std::to_string(stored.offset.value) +
                                         " cannot be read: " + decoded.error().message};
    return std::move(*decoded);
}

void keep_snapshot(const std::filesystem::path& jam_file, const sessions::jam_state& state)
{
    store::jam_reader reader{jam_file};
    const auto hash = reader.hash_at(state.last_offset);
    sessions::ensure(hash.has_value(), "a snapshot is taken of what is stored");
    store::snapshot_writer writer{jam_file,
                                  {.offset = state.last_offset, .at = state.last_at, .hash = *hash}};
    codec::encode_state(state, [&](std::string_view piece) { writer.add(piece); });
    writer.keep();
}

loaded_jam load_jam(store::jam_reader& reader)
{
    loaded_jam jam;
    jam.erased = reader.erasures();
    jam.state = newest_snapshot(reader, jam.has_stale_snapshot);
    if (jam.state.what)
        jam.names = codec::names_of(jam.state);
    fold_tail(reader, jam);
    load_people(reader, jam.people);
    load_exposure(reader, jam);
    jam.keys = reader.count_keys();
    return jam;
}

}  // namespace jamhall::live
