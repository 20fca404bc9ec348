// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "engine/codec/stored_event.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/views/tables.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace jamhall::store {

/// The first half of a command's SHA-256: enough to tell one person's commands apart.
using command_digest = std::array<std::uint8_t, 16>;

/// An accepted command that carried a key, and what it was answered.
struct command_key {
    sessions::person_id person;  ///< 0: the hall's administrator
    std::string key;
    command_digest digest{};
    sessions::log_offset offset;
    sessions::post_id post;    ///< the added post, or 0
    sessions::poll_id poll{};  ///< the opened poll, or 0

    friend bool operator==(const command_key&, const command_key&) = default;
};

/// How a person signs in. Neither derived nor in the log.
struct identity {
    sessions::person_id person;
    std::string email;  ///< unique in the jam without regard to ASCII case; empty: none
    std::optional<base::sha256_digest> token_hash;
    std::optional<sessions::instant> minted_at;
    std::string subject{};                           ///< whom an identity provider says it is; empty: nobody
    std::optional<base::sha256_digest> code_hash{};  ///< of the printed form of a personal link

    friend bool operator==(const identity&, const identity&) = default;
};

/// Private state beside the log: what a person follows, by feed name or post ("forum/ideas", "post/17").
struct follow_change {
    sessions::person_id person;
    std::string target;
    bool follows = true;
};

/// Private state beside the log: up to where a person has read a feed.
struct read_mark {
    sessions::person_id person;
    std::string feed;
    sessions::log_offset offset;

    friend bool operator==(const read_mark&, const read_mark&) = default;
};

/// Who saw a post, as the bytes of a bitmap the store does not look into.
using exposure_bitmap = std::pair<sessions::post_id, std::string>;

/// Everything that becomes durable together: one transaction, one sync.
struct append_batch {
    std::vector<codec::stored_event> events;  ///< offsets follow the head without a hole
    std::vector<sessions::table_row> rows;
    std::vector<command_key> keys;
    std::vector<identity> identities;  ///< each replaces the person's row
    std::vector<follow_change> follows;
    std::vector<read_mark> marks;
    std::vector<exposure_bitmap> seen;  ///< each replaces the post's bitmap
    /// Those of `events` that erase, with their offsets; what they name goes in the same transaction.
    std::vector<std::pair<sessions::log_offset, sessions::erased>> erased;
    bool forgets_exposure = false;  ///< delete every bitmap (the jam is over)
};

/// The end of a log.
struct log_head {
    sessions::log_offset offset;
    sessions::instant at;
    base::sha256_digest hash{};

    friend bool operator==(const log_head&, const log_head&) = default;
};

/// A state as the codec wrote it, with every event up to `offset` folded in.
struct state_snapshot {
    sessions::log_offset offset;
    base::sha256_digest hash{};  ///< of the event at `offset`: which log it belongs to
    std::string body;
};

}  // namespace jamhall::store
