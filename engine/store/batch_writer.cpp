// SPDX-License-Identifier: Apache-2.0
#include "engine/store/batch_writer.hpp"

#include "engine/codec/event_chain.hpp"
#include "engine/store/blob.hpp"
#include "engine/store/row_writer.hpp"

#include <optional>

namespace jamhall::store {
namespace {

void write_event(database& on, const codec::stored_event& e, const base::sha256_digest& hash)
{
    on.prepare("INSERT INTO event (offset, at_ms, type, actor, body, hash) VALUES (?, ?, ?, ?, ?, ?)")
        .bind_all(signed_of(e.offset), e.at.ms, e.type, e.actor.value, e.body, blob_of(hash))
        .run();
    for (const auto& t : e.texts)
        on.prepare("INSERT INTO event_text (offset, field, person, salt, text) VALUES (?, ?, ?, ?, ?)")
            .bind_all(signed_of(e.offset), t.field, t.person.value, blob_of(t.salt), t.text)
            .run();
}

log_head write_events(database& on, const std::vector<codec::stored_event>& events, log_head head)
{
    for (const auto& e : events) {
        if (e.offset.value != head.offset.value + 1 || e.at < head.at)
            throw store_error{store_fault::misuse,
                              "event " + std::to_string(e.offset.value) + " does not follow the log's end"};
        head.hash = codec::chain_hash(head.hash, e.offset, e.at, e.actor, e.type, e.body);
        head.offset = e.offset;
        head.at = e.at;
        write_event(on, e, head.hash);
    }
    return head;
}

void write_key(database& on, const command_key& key)
{
    std::optional<std::int64_t> post;
    if (key.post)
        post = key.post.value;
    std::optional<std::int64_t> poll;
    if (key.poll)
        poll = key.poll.value;
    on.prepare("INSERT INTO command_key (person, key, digest, offset, post, poll) VALUES (?, ?, ?, ?, ?, ?)")
        .bind_all(key.person.value, key.key, blob_of(key.digest), signed_of(key.offset), post, poll)
        .run();
}

void write_identity(database& on, const identity& who)
{
    const auto blob_or_null = [](const std::optional<base::sha256_digest>& digest) {
        return digest ? std::optional{blob_of(*digest)} : std::nullopt;
    };
    const auto text_or_null = [](const std::string& text) {
        return text.empty() ? std::nullopt : std::optional<std::string_view>{text};
    };
    std::optional<std::int64_t> minted_at;
    if (who.minted_at)
        minted_at = who.minted_at->ms;
    on.prepare(
          "INSERT INTO identity (person, email, token_hash, minted_at_ms, subject, code_hash) "
          "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (person) DO UPDATE SET email = excluded.email, "
          "token_hash = excluded.token_hash, subject = excluded.subject, code_hash = excluded.code_hash, "
          "minted_at_ms = CASE WHEN excluded.token_hash IS NULL THEN NULL "
          "ELSE coalesce(excluded.minted_at_ms, minted_at_ms) END")
        .bind_all(who.person.value, text_or_null(who.email), blob_or_null(who.token_hash), minted_at,
                  text_or_null(who.subject), blob_or_null(who.code_hash))
        .run();
}

void write_follow(database& on, const follow_change& change)
{
    on.prepare(change.follows ? "INSERT OR IGNORE INTO follow (person, target) VALUES (?, ?)"
                              : "DELETE FROM follow WHERE person = ? AND target = ?")
        .bind_all(change.person.value, change.target)
        .run();
}

void write_exposure(database& on, const append_batch& batch)
{
    if (batch.forgets_exposure)
        on.prepare("DELETE FROM exposure_seen").run();
    for (const auto& [post, people] : batch.seen)
        on.prepare("REPLACE INTO exposure_seen (post, people) VALUES (?, ?)")
            .bind_all(post.value, blob_view{people})
            .run();
}

}  // namespace

log_head write_batch(database& on, const append_batch& batch, const log_head& head)
{
    const log_head after = write_events(on, batch.events, head);
    write_rows(on, batch.rows);
    for (const auto& key : batch.keys)
        write_key(on, key);
    for (const auto& who : batch.identities)
        write_identity(on, who);
    for (const auto& change : batch.follows)
        write_follow(on, change);
    for (const auto& mark : batch.marks)
        on.prepare("REPLACE INTO read_mark (person, feed, offset) VALUES (?, ?, ?)")
            .bind_all(mark.person.value, mark.feed, signed_of(mark.offset))
            .run();
    write_exposure(on, batch);
    return after;
}

}  // namespace jamhall::store
