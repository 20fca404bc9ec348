// SPDX-License-Identifier: Apache-2.0
#include "engine/store/verify.hpp"

#include "engine/codec/event_chain.hpp"
#include "engine/codec/event_in.hpp"
#include "engine/codec/event_out.hpp"
#include "engine/codec/state_snapshot.hpp"
#include "engine/store/blob.hpp"
#include "engine/store/erasing.hpp"
#include "engine/store/records.hpp"
#include "engine/store/row_writer.hpp"
#include "engine/store/schema.hpp"
#include "engine/store/snapshot_file.hpp"
#include "engine/store/table_compare.hpp"
#include "sessions/core/assert.hpp"
#include "sessions/rules/evolve.hpp"
#include "sessions/rules/invariants.hpp"
#include "sessions/views/tables.hpp"

#include <algorithm>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

namespace jamhall::store {
namespace {

/// What ends a verification; the sentence goes into the report.
struct difference_found {
    std::string sentence;
};

std::string event_number(sessions::log_offset offset)
{
    return "event " + std::to_string(offset.value);
}

/// The texts of the log, read beside its events in the same order.
class text_cursor {
public:
    explicit text_cursor(database& on)
        : rows_{on.prepare("SELECT offset, field, person, salt, text FROM event_text ORDER BY offset, field")}
    {
        next();
    }

    std::vector<codec::stored_text> of(sessions::log_offset offset)
    {
        std::vector<codec::stored_text> texts;
        require_none_before(offset);
        while (has_row_ && offset_of(rows_.integer(0)) == offset) {
            texts.push_back({.field = std::string{rows_.text(1)},
                             .person = id_of<sessions::person_id>(rows_.integer(2)),
                             .salt = bytes_of<std::tuple_size_v<codec::text_salt>>(rows_.blob(3)),
                             .text = std::string{rows_.text(4)}});
            next();
        }
        return texts;
    }

    void require_none_before(sessions::log_offset offset) const
    {
        if (has_row_ && offset_of(rows_.integer(0)) < offset)
            throw difference_found{"a text belongs to " + event_number(offset_of(rows_.integer(0))) +
                                   ", which is not there"};
    }

private:
    void next() { has_row_ = rows_.step(); }

    statement rows_;
    bool has_row_ = false;
};

/// Goes through the log once: each event must follow from the one before it, in its own bytes and for the
/// rules; its rows go into a database of their own.
class replayer {
public:
    /// Counts the events it has taken in `events`.
    replayer(database& file, database& replayed, std::uint64_t& events)
        : texts_{file},
          erased_{read_erasures(file)},
          snapshot_{read_snapshot(file.file())},
          replayed_{replayed},
          events_{events}
    {
    }

    void take(codec::stored_event stored, const base::sha256_digest& hash)
    {
        require_chain(stored, hash);
        stored.texts = texts_.of(stored.offset);
        const auto decoded = codec::decode_event(stored, names_, erased_);
        if (!decoded)
            throw difference_found{event_number(stored.offset) + " cannot be read at \"" +
                                   decoded.error().pointer + "\": " + decoded.error().message};
        fold(*decoded);
        if (codec::changes_names(decoded->body))
            names_ = codec::names_of(state_);
        require_texts(*decoded, stored.texts);
        require_snapshot();
        rows_.clear();
        sessions::append_rows(state_, *decoded, rows_);
        write_rows(replayed_, rows_);
        ++events_;
    }

    void finish() const
    {
        texts_.require_none_before({UINT64_MAX});
        try {
            sessions::check_invariants(state_);
        } catch (const sessions::invariant_broken& broken) {
            throw difference_found{std::string{"the log's state: "} + broken.what()};
        }
    }

private:
    void require_chain(const codec::stored_event& stored, const base::sha256_digest& hash)
    {
        if (stored.offset.value != last_.offset.value + 1)
            throw difference_found{event_number({last_.offset.value + 1}) + " is missing"};
        if (codec::chain_hash(last_.hash, stored.offset, stored.at, stored.actor, stored.type, stored.body) !=
            hash)
            throw difference_found{"the hash of " + event_number(stored.offset) + " does not fit"};
        if (stored.at < last_.at)
            throw difference_found{event_number(stored.offset) + " is earlier than the one before it"};
        last_ = {.offset = stored.offset, .at = stored.at, .hash = hash};
    }

    void fold(const sessions::event& happened)
    {
        try {
            sessions::evolve(state_, happened);
        } catch (const sessions::invariant_broken& broken) {
            throw difference_found{event_number(happened.offset) +
                                   " does not follow from the log before it: " + broken.what()};
        }
    }

    /// Whose text it is stands outside the chain; it must be whose the event says.
    void require_texts(const sessions::event& happened, const std::vector<codec::stored_text>& found) const
    {
        if (found.empty())
            return;
        const auto expected = codec::encode_event(happened, names_, [] { return codec::text_salt{}; }).texts;
        for (const auto& text : found) {
            const auto at = std::ranges::find(expected, text.field, &codec::stored_text::field);
            if (at == expected.end())
                throw difference_found{event_number(happened.offset) +
                                       " has a text it does not name: " + text.field};
            if (at->person != text.person)
                throw difference_found{"the text " + text.field + " of " + event_number(happened.offset) +
                                       " is person " + std::to_string(at->person.value) + "'s, not person " +
                                       std::to_string(text.person.value) + "'s"};
        }
    }

    /// A restart trusts a snapshot that can be read; one that cannot is no difference, only slow.
    void require_snapshot()
    {
        if (!snapshot_ || snapshot_->offset != last_.offset || snapshot_->hash != last_.hash)
            return;
        const auto kept = codec::decode_state(snapshot_->body);
        snapshot_.reset();
        if (kept && *kept != state_)
            throw difference_found{"the state snapshot at " + event_number(last_.offset) +
                                   " is not what the log gives"};
    }

    text_cursor texts_;
    const codec::erasure_register erased_;
    std::optional<state_snapshot> snapshot_;
    database& replayed_;
    std::uint64_t& events_;
    sessions::jam_state state_;
    codec::event_names names_;
    log_head last_;
    std::vector<sessions::table_row> rows_;
};

std::string in_one_line(std::string_view text)
{
    std::string made{text};
    std::ranges::replace(made, '\n', ' ');
    return made;
}

void require_sound_pages(database& file)
{
    auto check = file.prepare("PRAGMA integrity_check(1)");
    if (check.step() && check.text(0) != "ok")
        throw difference_found{"SQLite's integrity check: " + in_one_line(check.text(0))};
}

void replay_log(database& file, replayer& into)
{
    auto rows = file.prepare("SELECT offset, at_ms, actor, type, body, hash FROM event ORDER BY offset");
    while (rows.step()) {
        codec::stored_event stored{.offset = offset_of(rows.integer(0)),
                                   .at = {rows.integer(1)},
                                   .actor = id_of<sessions::person_id>(rows.integer(2)),
                                   .type = std::string{rows.text(3)},
                                   .body = std::string{rows.text(4)},
                                   .texts = {}};
        into.take(std::move(stored), bytes_of<base::sha256_size>(rows.blob(5)));
    }
    into.finish();
}

/// Whether a failure tells something about what stands in the file, not about reaching it. A table or column
/// that is not there, or a row that cannot be written to the replay, counts as misuse and conflict.
bool is_about_content(store_fault fault)
{
    return fault == store_fault::damaged || fault == store_fault::misuse || fault == store_fault::conflict;
}

/// Errors: throws difference_found.
void compare_with_replay(database& file, std::uint64_t& events)
{
    auto replayed = database::temporary();
    migrate(replayed, jam_schema(), true);
    transaction all{replayed};
    replayer replay{file, replayed, events};
    replay_log(file, replay);
    // Two indexes that are wrong in the same way would compare equal; this one is held against its posts.
    replayed.execute("INSERT INTO post_search (post_search, rank) VALUES ('integrity-check', 1)");
    if (const auto difference = first_derived_difference(file, replayed))
        throw difference_found{*difference};
}

}  // namespace

bool is_beside_a_log(std::filesystem::path file)
{
    file += "-wal";
    std::error_code unknown;
    return std::filesystem::exists(file, unknown);
}

verification verify_jam_file(const std::filesystem::path& path)
{
    verification report;
    try {
        auto file = database::open(path, is_beside_a_log(path) ? access::read : access::read_still);
        require_current(file, jam_schema());
        const read_view one_moment{file};
        require_sound_pages(file);
        compare_with_replay(file, report.events);
        report.is_sound = true;
    } catch (const difference_found& found) {
        report.first_difference = found.sentence;
    } catch (const store_error& failed) {
        if (!is_about_content(failed.fault()))
            throw;
        report.first_difference = failed.what();
    }
    return report;
}

}  // namespace jamhall::store
