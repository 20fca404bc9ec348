// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "engine/codec/erasure_register.hpp"
#include "engine/store/database.hpp"
#include "engine/store/records.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace jamhall::store {

/// The first half of an event's hash: enough to tell one history from another.
using event_mark = std::array<std::uint8_t, 16>;

/// A text that was erased, by where it stood.
struct erased_text {
    sessions::log_offset offset;
    std::string field;
    event_mark mark{};  ///< of the event: it stands for all history up to there

    friend bool operator==(const erased_text&, const erased_text&) = default;
};

/// One line of a list of erasures: what one batch erased, by numbers and offsets only. It says all that is needed to
/// erase the same from an older copy of the file.
struct erasure_line {
    sessions::log_offset offset;  ///< of the last event of the erasure
    sessions::instant at;
    std::vector<sessions::post_id> posts;
    std::vector<sessions::person_id> identities;  ///< of whom what identifies them went
    std::vector<sessions::person_id> people;      ///< of whom everything went
    std::vector<erased_text> texts;

    friend bool operator==(const erasure_line&, const erasure_line&) = default;
};

/// Whether one is the other, tried again later.
bool is_same_erasure(const erasure_line& one, const erasure_line& other);

/// Takes away what the batch's `erased` events name: texts with their salt, keys of the commands that wrote them,
/// and the private rows of the people. Inside the batch's transaction, after its rows were written.
/// Errors: throws store_error.
erasure_line erase(database& on, const append_batch& batch);

/// Errors: throws store_error, `full`, unless there is room to write all pages of the file anew.
void require_room_to_rewrite(database& on);

/// After that transaction: no byte of it is left in free pages or in the search index once the write-ahead log is cut.
/// Errors: throws store_error; then the file still says that it is not clean, as until cut_log() is done.
void rewrite_pages(database& on);

/// How long those who read the file are waited for: while somebody waits for the answer, or only for a moment.
enum class patience : std::uint8_t { seconds, moment };

/// Moves the whole write-ahead log into the file and cuts it to nothing. Errors: as cut_log().
void empty_log(database& on, patience readers);

/// After that: no byte of it is left in the write-ahead log. Errors: throws store_error, `in_use` where somebody reads
/// the file for longer.
void cut_log(database& on, patience readers);

/// Whether an erasure was not followed by a scrub.
bool needs_scrub(database& on);

/// All that the log's `erased` events name.
codec::erasure_register read_erasures(database& on);

/// Where the list of a jam's erasures stands, apart from the jams and from what a backup copies.
std::filesystem::path erasure_list_of(const std::filesystem::path& jam_file);

/// Where the signed heads of a jam's log stand, apart from it.
std::filesystem::path heads_file_of(const std::filesystem::path& jam_file);

/// Adds a line, durably; not once more where it stands last already, for what could not be stored is tried again: then that
/// one is written anew. Errors: throws store_error.
void add_to_list(const std::filesystem::path& list, const erasure_line& line);

/// The lines of a list; none where there is no list. A last line that was cut short by a crash belongs to an erasure
/// that was never confirmed. Errors: throws store_error, `damaged` naming the line, `io` where it is there and cannot be
/// read.
std::vector<erasure_line> read_list(const std::filesystem::path& list);

/// The last line of a list that is whole, without reading the others; nothing where there is none. Errors: as read_list().
std::optional<erasure_line> last_of_list(const std::filesystem::path& list);

/// The lists that stand in a folder, by name.
std::vector<std::filesystem::path> lists_in(const std::filesystem::path& folder);

/// Adds to a list what another has more. With the file of its jam, but for what stands there still: its commit is under way or
/// has failed, and what was refused is taken out of a list only later. Errors: throws store_error.
void join_list(const std::filesystem::path& from, const std::filesystem::path& into,
               const std::filesystem::path& jam = {});

/// Adds to the lists of one folder, which is made if need be, what those of another have more. Errors: throws store_error.
void join_lists(const std::filesystem::path& from, const std::filesystem::path& into);

/// Which of these texts stand in a file that shares the history of the list, with whose they are.
struct found_text {
    sessions::log_offset offset;
    sessions::person_id person;
};
std::vector<found_text> still_there(database& on, std::span<const erased_text> texts);

}  // namespace jamhall::store
