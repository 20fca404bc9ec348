// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/erasure_register.hpp"
#include "engine/store/database.hpp"
#include "engine/store/erasing.hpp"
#include "engine/store/key_book.hpp"
#include "engine/store/person_data.hpp"
#include "engine/store/records.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::store {

/// The reading side of one jam's file, on a connection of its own: it never waits for the writer and
/// sees what is committed. All members throw store_error.
/// Runs on: one worker at a time, usually the reading worker.
class jam_reader {
public:
    /// Opens an existing jam's file of this version; the writer has migrated it.
    explicit jam_reader(const std::filesystem::path& file);

    log_head head();

    /// Events with offsets above `after` and not above `upto`, in order, at most `limit`. Fewer than
    /// `limit` means there are no more.
    std::vector<codec::stored_event> events(sessions::log_offset after, sessions::log_offset upto,
                                            std::size_t limit);

    /// The same without ballots, roster and exposure, which no feed of several people carries. Cost: with what is found.
    std::vector<codec::stored_event> feed_events(sessions::log_offset after, sessions::log_offset upto,
                                                 std::size_t limit);

    /// Those at these places of the log, which are in order. Cost: with their number, however long the log.
    std::vector<codec::stored_event> events_at(std::span<const sessions::log_offset> offsets);

    /// Lobby events alone, like feed_events: there are few, however long the log.
    std::vector<codec::stored_event> lobby_events(sessions::log_offset after, sessions::log_offset upto,
                                                  std::size_t limit);

    /// The key in this row, if it is this one.
    std::optional<command_key> find_key(key_book::number row, sessions::person_id person,
                                        std::string_view key);

    /// A book that knows only how many keys there are. Cost: the same however many.
    key_book count_keys();
    /// A book of every key. Cost: with their number.
    key_book load_keys();

    /// People above `after`, in order, at most `limit`.
    std::vector<identity> identities(sessions::person_id after, std::size_t limit);
    std::optional<identity> identity_of(sessions::person_id person);
    std::optional<identity> identity_by_token(const base::sha256_digest& token_hash);
    std::optional<identity> identity_by_email(std::string_view email);

    std::vector<exposure_bitmap> exposure();
    std::vector<std::string> follows_of(sessions::person_id person);
    std::vector<read_mark> read_marks_of(sessions::person_id person);

    /// Every text a post ever had, by post and version.
    std::vector<sessions::post_version_row> post_versions();

    /// What the log's `erased` events name. Cost: with their number.
    codec::erasure_register erasures();

    /// Which of the texts of a list of erasures stand here; see erasing.hpp.
    std::vector<found_text> still_there(std::span<const erased_text> texts);

    /// See person_data.hpp.
    std::string data_of(sessions::person_id person);
    std::vector<text_count> texts_named(std::span<const sessions::erased> by);
    std::vector<kept_record> records(std::size_t limit);

    /// The hash of an event; nothing where there is none.
    std::optional<base::sha256_digest> hash_at(sessions::log_offset offset);

    /// The snapshot kept beside the file, if it is one of this very log.
    std::optional<state_snapshot> snapshot();

    /// Whether any is kept beside the file, of this log or not.
    bool has_snapshot() const;

    /// Published posts that hold every word of `query`, the last one as a beginning: best first, or
    /// newest first where very many match. Any text is a valid query.
    std::vector<sessions::post_id> search(std::string_view query, std::size_t limit);

private:
    database on_;
};

}  // namespace jamhall::store
