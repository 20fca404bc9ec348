// SPDX-License-Identifier: Apache-2.0
#include "engine/store/erasing.hpp"

#include "engine/store/blob.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <system_error>

namespace jamhall::store {
namespace {

/// Above this a vacuum puts its copy on disk.
constexpr std::int64_t vacuum_in_memory_bytes_max = 64 * 1024 * 1024;

/// How long those who read the file are waited for: all jams wait meanwhile.
constexpr int seconds_ms = 2'000;
constexpr int moment_ms = 100;

event_mark mark_of(std::string_view hash)
{
    const auto whole = bytes_of<base::sha256_size>(hash);
    event_mark half{};
    std::copy_n(whole.begin(), half.size(), half.begin());
    return half;
}

erasure_line line_of(const append_batch& batch)
{
    erasure_line line;
    for (const auto& [offset, event] : batch.erased) {
        line.offset = offset;
        if (event.post)
            line.posts.push_back(event.post);
        auto& people = event.what == sessions::erasure_scope::everything ? line.people : line.identities;
        people.insert(people.end(), event.people.begin(), event.people.end());
    }
    for (const auto& e : batch.events)
        if (e.offset == line.offset)
            line.at = e.at;
    return line;
}

/// Every text is judged by what its event says: the same judgement that later allows it to be missing.
std::vector<erased_text> named_texts(database& on, const codec::erasure_register& named)
{
    std::vector<erased_text> found;
    auto rows = on.prepare(
        "SELECT t.offset, t.field, t.person, e.type, e.body, e.hash FROM event_text AS t JOIN event AS e "
        "USING "
        "(offset) ORDER BY t.offset, t.field");
    while (rows.step()) {
        const auto offset = offset_of(rows.integer(0));
        if (named.names(offset, rows.text(3), rows.text(4), rows.text(1),
                        id_of<sessions::person_id>(rows.integer(2))))
            found.push_back({offset, std::string{rows.text(1)}, mark_of(rows.blob(5))});
    }
    return found;
}

void forget_person(database& on, sessions::person_id who)
{
    for (const auto* sql : {"DELETE FROM identity WHERE person = ?", "DELETE FROM follow WHERE person = ?",
                            "DELETE FROM read_mark WHERE person = ?"})
        on.prepare(sql).bind_all(who.value).run();
}

/// The digest of a command is one of its text, without salt. The rows stay: they are found by their number.
void blank_digests(database& on, std::span<const erased_text> texts)
{
    std::string offsets = "[";
    for (const auto& text : texts)
        offsets += (offsets.size() > 1 ? "," : "") + std::to_string(text.offset.value);
    offsets += "]";
    on.prepare(
          "UPDATE command_key SET digest = zeroblob(length(digest)) WHERE offset IN (SELECT value FROM "
          "json_each(?))")
        .bind_all(offsets)
        .run();
}

/// Waits so long for others while it lives.
class short_wait {
public:
    short_wait(database& on, int ms)
        : on_{on}, before_ms_{static_cast<int>(on.query_integer("PRAGMA busy_timeout"))}
    {
        sqlite3_busy_timeout(on_.raw(), ms);
    }
    short_wait(const short_wait&) = delete;
    short_wait& operator=(const short_wait&) = delete;
    ~short_wait() { sqlite3_busy_timeout(on_.raw(), before_ms_); }

private:
    database& on_;
    int before_ms_;
};

std::int64_t bytes_of_pages(database& on)
{
    return on.query_integer("PRAGMA page_count") * on.query_integer("PRAGMA page_size");
}

}  // namespace

erasure_line erase(database& on, const append_batch& batch)
{
    codec::erasure_register named;
    for (const auto& [offset, event] : batch.erased)
        named.add(offset, event);
    auto line = line_of(batch);
    line.texts = named_texts(on, named);
    for (const auto& text : line.texts) {
        on.prepare("DELETE FROM event_text WHERE offset = ? AND field = ?")
            .bind_all(signed_of(text.offset), text.field)
            .run();
    }
    blank_digests(on, line.texts);
    for (const auto& people : {line.identities, line.people})
        for (const auto who : people)
            forget_person(on, who);
    on.prepare("INSERT INTO post_search (post_search) VALUES ('rebuild')").run();
    on.prepare("INSERT OR REPLACE INTO unscrubbed (offset) VALUES (?)")
        .bind_all(signed_of(line.offset))
        .run();
    return line;
}

void require_room_to_rewrite(database& on)
{
    const auto needed = bytes_of_pages(on);
    std::error_code unknown;
    const auto room = std::filesystem::space(on.file().parent_path(), unknown);
    if (!unknown && room.available < static_cast<std::uintmax_t>(needed))
        throw store_error{store_fault::full, on.file().string() + ": erasing needs " +
                                                 std::to_string(needed) + " bytes of room on the disk"};
}

void rewrite_pages(database& on)
{
    // Deleted rows are overwritten, but pages that were split or joined before may still show parts of them.
    const bool is_large = bytes_of_pages(on) > vacuum_in_memory_bytes_max;
    if (is_large)
        on.execute("PRAGMA temp_store = FILE");
    on.execute("VACUUM");
    if (is_large)
        on.execute("PRAGMA temp_store = MEMORY");
}

void empty_log(database& on, patience readers)
{
    const short_wait for_readers{on, readers == patience::moment ? moment_ms : seconds_ms};
    on.checkpoint_and_truncate();
}

void cut_log(database& on, patience readers)
{
    empty_log(on, readers);
    on.prepare("DELETE FROM unscrubbed").run();
}

bool needs_scrub(database& on)
{
    return on.query_integer("SELECT count(*) FROM unscrubbed") > 0;
}

codec::erasure_register read_erasures(database& on)
{
    codec::erasure_register named;
    auto rows = on.prepare(
        "SELECT offset, at_ms, actor, type, body FROM event INDEXED BY event_erased WHERE type = 'erased'");
    while (rows.step()) {
        const codec::stored_event stored{.offset = offset_of(rows.integer(0)),
                                         .at = {rows.integer(1)},
                                         .actor = id_of<sessions::person_id>(rows.integer(2)),
                                         .type = std::string{rows.text(3)},
                                         .body = std::string{rows.text(4)},
                                         .texts = {}};
        if (const auto read = named.add(stored); !read)
            throw store_error{store_fault::damaged, on.file().string() + ": event " +
                                                        std::to_string(stored.offset.value) +
                                                        " cannot be read: " + read.error().message};
    }
    return named;
}

std::vector<found_text> still_there(database& on, std::span<const erased_text> texts)
{
    std::vector<found_text> found;
    for (const auto& text : texts) {
        auto row = on.prepare(
            "SELECT t.person, e.hash FROM event AS e JOIN event_text AS t USING (offset) WHERE e.offset = ? "
            "AND "
            "t.field = ?");
        row.bind_all(signed_of(text.offset), text.field);
        if (row.step() && mark_of(row.blob(1)) == text.mark)
            found.push_back({text.offset, id_of<sessions::person_id>(row.integer(0))});
    }
    return found;
}

}  // namespace jamhall::store
