// SPDX-License-Identifier: Apache-2.0
#include "engine/store/log_reading.hpp"

#include "engine/codec/event_chain.hpp"
#include "engine/store/blob.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

namespace jamhall::store {
namespace {

/// Columns offset, at_ms, actor, type, body from the left.
codec::stored_event record_at(const statement& row)
{
    return {.offset = offset_of(row.integer(0)),
            .at = {row.integer(1)},
            .actor = id_of<sessions::person_id>(row.integer(2)),
            .type = std::string{row.text(3)},
            .body = std::string{row.text(4)},
            .texts = {}};
}

std::vector<codec::stored_event> records_of(statement& rows)
{
    std::vector<codec::stored_event> read;
    while (rows.step())
        read.push_back(record_at(rows));
    return read;
}

/// Texts of a stretch of the log, given to the records they belong to; both are in order of offset.
void add_texts(database& on, std::span<codec::stored_event> records)
{
    if (records.empty())
        return;
    auto rows = on.prepare(
        "SELECT offset, field, person, salt, text FROM event_text "
        "WHERE offset BETWEEN ? AND ? ORDER BY offset, field");
    rows.bind_all(signed_of(records.front().offset), signed_of(records.back().offset));
    auto at = records.begin();
    while (rows.step()) {
        const auto offset = offset_of(rows.integer(0));
        while (at->offset < offset)
            ++at;
        if (at->offset == offset)
            at->texts.push_back({.field = std::string{rows.text(1)},
                                 .person = id_of<sessions::person_id>(rows.integer(2)),
                                 .salt = bytes_of<std::tuple_size_v<codec::text_salt>>(rows.blob(3)),
                                 .text = std::string{rows.text(4)}});
    }
}

/// Records that lie close together share one pass over their texts; scattered ones are looked up singly.
void add_texts_where_they_lie(database& on, std::vector<codec::stored_event>& records)
{
    constexpr std::uint64_t gap_max = 16;
    auto first = records.begin();
    while (first != records.end()) {
        auto last = first;
        while (std::next(last) != records.end() &&
               std::next(last)->offset.value - last->offset.value <= gap_max)
            ++last;
        add_texts(on, {first, std::next(last)});
        first = std::next(last);
    }
}

statement& bind_range(statement& rows, sessions::log_offset after, sessions::log_offset upto,
                      std::size_t limit)
{
    return rows.bind_all(signed_of(after), signed_of(upto), static_cast<std::int64_t>(limit));
}

}  // namespace

log_head read_head(database& on)
{
    auto rows =
        on.prepare("SELECT offset, at_ms, actor, type, body, hash FROM event ORDER BY offset DESC LIMIT 2");
    if (!rows.step())
        return {};
    const auto last = record_at(rows);
    const auto hash = bytes_of<base::sha256_size>(rows.blob(5));
    auto previous = codec::chain_start;
    if (rows.step())
        previous = bytes_of<base::sha256_size>(rows.blob(5));
    if (codec::chain_hash(previous, last.offset, last.at, last.actor, last.type, last.body) != hash)
        throw store_error{store_fault::damaged, on.file().string() + ": the hash of the last event, " +
                                                    std::to_string(last.offset.value) + ", does not fit"};
    return {.offset = last.offset, .at = last.at, .hash = hash};
}

void require_chain(database& on)
{
    auto rows = on.prepare("SELECT offset, at_ms, actor, type, body, hash FROM event ORDER BY offset");
    log_head last{.offset = {}, .at = {}, .hash = codec::chain_start};
    while (rows.step()) {
        const auto event = record_at(rows);
        const auto hash = bytes_of<base::sha256_size>(rows.blob(5));
        const bool follows = event.offset.value == last.offset.value + 1;
        if (!follows ||
            codec::chain_hash(last.hash, event.offset, event.at, event.actor, event.type, event.body) != hash)
            throw store_error{store_fault::damaged, on.file().string() + ": event " +
                                                        std::to_string(last.offset.value + 1) +
                                                        " is not what was written"};
        last = {.offset = event.offset, .at = event.at, .hash = hash};
    }
}

std::vector<codec::stored_event> read_events(database& on, sessions::log_offset after,
                                             sessions::log_offset upto, std::size_t limit)
{
    auto rows = on.prepare(
        "SELECT offset, at_ms, actor, type, body FROM event "
        "WHERE offset > ? AND offset <= ? ORDER BY offset LIMIT ?");
    auto read = records_of(bind_range(rows, after, upto, limit));
    add_texts(on, read);
    return read;
}

std::vector<codec::stored_event> read_feed_events(database& on, sessions::log_offset after,
                                                  sessions::log_offset upto, std::size_t limit)
{
    // The condition on type is the index's own, word for word: only then may the index answer.
    auto rows = on.prepare(
        "SELECT offset, at_ms, actor, type, body FROM event INDEXED BY event_in_feeds "
        "WHERE offset > ? AND offset <= ? AND type NOT IN ('ballot_cast', 'posts_seen', 'person_added', "
        "'person_updated', 'person_registered', 'person_entered', 'joined') ORDER BY offset LIMIT ?");
    auto read = records_of(bind_range(rows, after, upto, limit));
    add_texts_where_they_lie(on, read);
    return read;
}

std::vector<codec::stored_event> read_events_at(database& on, std::span<const sessions::log_offset> offsets)
{
    std::vector<codec::stored_event> read;
    for (const auto offset : offsets) {
        auto row = on.prepare("SELECT offset, at_ms, actor, type, body FROM event WHERE offset = ?");
        if (row.bind(1, signed_of(offset)).step())
            read.push_back(record_at(row));
    }
    add_texts_where_they_lie(on, read);
    return read;
}

std::vector<codec::stored_event> read_lobby_events(database& on, sessions::log_offset after,
                                                   sessions::log_offset upto, std::size_t limit)
{
    auto rows = on.prepare(
        "SELECT offset, at_ms, actor, type, body FROM event INDEXED BY event_in_lobby "
        "WHERE offset > ? AND offset <= ? AND type IN ('phase_began', 'clock_extended', 'clock_paused', "
        "'clock_resumed', 'announced', 'post_edited', 'post_withdrawn', 'jam_closed', 'jam_cancelled', "
        "'post_spotlighted', 'spotlight_ended', 'guest_introduced', 'poll_opened', 'poll_closed', "
        "'responded', "
        "'plan_changed', 'unseal_asked', 'unsealed', 'erased') "
        "ORDER BY offset LIMIT ?");
    auto read = records_of(bind_range(rows, after, upto, limit));
    add_texts_where_they_lie(on, read);
    return read;
}

}  // namespace jamhall::store
