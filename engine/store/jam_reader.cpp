// SPDX-License-Identifier: Apache-2.0
#include "engine/store/jam_reader.hpp"

#include "engine/store/blob.hpp"
#include "engine/store/log_reading.hpp"
#include "engine/store/schema.hpp"
#include "engine/store/search.hpp"
#include "engine/store/snapshot_file.hpp"

namespace jamhall::store {
namespace {

/// Columns person, email, token_hash, minted_at_ms, subject, code_hash from the left.
identity identity_at(const statement& row)
{
    identity read;
    read.person = id_of<sessions::person_id>(row.integer(0));
    if (!row.is_null(1))
        read.email = row.text(1);
    if (!row.is_null(2))
        read.token_hash = bytes_of<base::sha256_size>(row.blob(2));
    if (!row.is_null(3))
        read.minted_at = sessions::instant{row.integer(3)};
    if (!row.is_null(4))
        read.subject = row.text(4);
    if (!row.is_null(5))
        read.code_hash = bytes_of<base::sha256_size>(row.blob(5));
    return read;
}

std::optional<identity> identity_found(statement& row)
{
    if (!row.step())
        return std::nullopt;
    return identity_at(row);
}

}  // namespace

jam_reader::jam_reader(const std::filesystem::path& file) : on_{database::open(file, access::read)}
{
    require_current(on_, jam_schema());
}

log_head jam_reader::head()
{
    return read_head(on_);
}

std::vector<codec::stored_event> jam_reader::events(sessions::log_offset after, sessions::log_offset upto,
                                                    std::size_t limit)
{
    const read_view view{on_};
    return read_events(on_, after, upto, limit);
}

std::vector<codec::stored_event> jam_reader::feed_events(sessions::log_offset after,
                                                         sessions::log_offset upto, std::size_t limit)
{
    const read_view view{on_};
    return read_feed_events(on_, after, upto, limit);
}

std::vector<codec::stored_event> jam_reader::events_at(std::span<const sessions::log_offset> offsets)
{
    const read_view view{on_};
    return read_events_at(on_, offsets);
}

std::vector<codec::stored_event> jam_reader::lobby_events(sessions::log_offset after,
                                                          sessions::log_offset upto, std::size_t limit)
{
    return read_lobby_events(on_, after, upto, limit);
}

std::optional<command_key> jam_reader::find_key(key_book::number number, sessions::person_id person,
                                                std::string_view key)
{
    auto row = on_.prepare(
        "SELECT digest, offset, post, poll FROM command_key WHERE number = ? AND person = ? AND key = ?");
    row.bind_all(number, person.value, key);
    if (!row.step())
        return std::nullopt;
    return command_key{.person = person,
                       .key = std::string{key},
                       .digest = bytes_of<16>(row.blob(0)),
                       .offset = offset_of(row.integer(1)),
                       .post = id_of<sessions::post_id>(row.integer(2)),
                       .poll = id_of<sessions::poll_id>(row.integer(3))};
}

key_book jam_reader::count_keys()
{
    return key_book{
        static_cast<key_book::number>(on_.query_integer("SELECT coalesce(max(number), 0) FROM command_key"))};
}

key_book jam_reader::load_keys()
{
    key_book book = count_keys();
    book.reserve(static_cast<std::size_t>(on_.query_integer("SELECT count(*) FROM command_key")));
    auto rows = on_.prepare("SELECT number, person, key FROM command_key");
    while (rows.step())
        book.put(id_of<sessions::person_id>(rows.integer(1)), rows.text(2),
                 static_cast<key_book::number>(rows.integer(0)));
    return book;
}

std::vector<identity> jam_reader::identities(sessions::person_id after, std::size_t limit)
{
    auto rows = on_.prepare(
        "SELECT person, email, token_hash, minted_at_ms, subject, code_hash FROM identity "
        "WHERE person > ? ORDER BY person LIMIT ?");
    rows.bind_all(after.value, static_cast<std::int64_t>(limit));
    std::vector<identity> read;
    while (rows.step())
        read.push_back(identity_at(rows));
    return read;
}

std::optional<identity> jam_reader::identity_of(sessions::person_id person)
{
    auto row = on_.prepare(
        "SELECT person, email, token_hash, minted_at_ms, subject, code_hash FROM identity "
        "WHERE person = ?");
    return identity_found(row.bind(1, person.value));
}

std::optional<identity> jam_reader::identity_by_token(const base::sha256_digest& token_hash)
{
    auto row = on_.prepare(
        "SELECT person, email, token_hash, minted_at_ms, subject, code_hash FROM identity "
        "WHERE token_hash = ?");
    return identity_found(row.bind(1, blob_of(token_hash)));
}

std::optional<identity> jam_reader::identity_by_email(std::string_view email)
{
    auto row = on_.prepare(
        "SELECT person, email, token_hash, minted_at_ms, subject, code_hash FROM identity "
        "WHERE email = ?");
    return identity_found(row.bind(1, email));
}

std::vector<exposure_bitmap> jam_reader::exposure()
{
    auto rows = on_.prepare("SELECT post, people FROM exposure_seen ORDER BY post");
    std::vector<exposure_bitmap> read;
    while (rows.step())
        read.emplace_back(id_of<sessions::post_id>(rows.integer(0)), rows.blob(1));
    return read;
}

std::vector<std::string> jam_reader::follows_of(sessions::person_id person)
{
    auto rows = on_.prepare("SELECT target FROM follow WHERE person = ? ORDER BY target");
    rows.bind(1, person.value);
    std::vector<std::string> read;
    while (rows.step())
        read.emplace_back(rows.text(0));
    return read;
}

std::vector<read_mark> jam_reader::read_marks_of(sessions::person_id person)
{
    auto rows = on_.prepare("SELECT feed, offset FROM read_mark WHERE person = ? ORDER BY feed");
    rows.bind(1, person.value);
    std::vector<read_mark> read;
    while (rows.step())
        read.push_back(
            {.person = person, .feed = std::string{rows.text(0)}, .offset = offset_of(rows.integer(1))});
    return read;
}

std::vector<sessions::post_version_row> jam_reader::post_versions()
{
    auto rows = on_.prepare("SELECT post, version, text, at_ms FROM post_version ORDER BY post, version");
    std::vector<sessions::post_version_row> read;
    while (rows.step())
        read.push_back({.post = id_of<sessions::post_id>(rows.integer(0)),
                        .version = static_cast<std::uint32_t>(rows.integer(1)),
                        .text = std::string{rows.text(2)},
                        .at = sessions::instant{rows.integer(3)}});
    return read;
}

codec::erasure_register jam_reader::erasures()
{
    return read_erasures(on_);
}

std::vector<found_text> jam_reader::still_there(std::span<const erased_text> texts)
{
    return store::still_there(on_, texts);
}

std::string jam_reader::data_of(sessions::person_id person)
{
    const read_view view{on_};
    return person_data(on_, person);
}

std::vector<text_count> jam_reader::texts_named(std::span<const sessions::erased> by)
{
    return count_named_texts(on_, by);
}

std::vector<kept_record> jam_reader::records(std::size_t limit)
{
    return newest_records(on_, limit);
}

std::optional<base::sha256_digest> jam_reader::hash_at(sessions::log_offset offset)
{
    auto row = on_.prepare("SELECT hash FROM event WHERE offset = ?");
    if (!row.bind(1, signed_of(offset)).step())
        return std::nullopt;
    return bytes_of<base::sha256_size>(row.blob(0));
}

std::optional<state_snapshot> jam_reader::snapshot()
{
    auto kept = read_snapshot(on_.file());
    if (!kept || hash_at(kept->offset) != kept->hash)
        return std::nullopt;
    return kept;
}

bool jam_reader::has_snapshot() const
{
    return std::filesystem::exists(snapshot_file_of(on_.file()));
}

std::vector<sessions::post_id> jam_reader::search(std::string_view query, std::size_t limit)
{
    const read_view view{on_};
    return search_posts(on_, query, limit);
}

}  // namespace jamhall::store
