// SPDX-License-Identifier: Apache-2.0
#include "engine/store/restore.hpp"

#include "engine/store/backup.hpp"
#include "engine/store/data_folder.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/jam_store.hpp"
#include "engine/store/unfinished_folder.hpp"
#include "engine/store/verify.hpp"

#include <algorithm>
#include <system_error>

namespace jamhall::store {
namespace {

/// Room for what migrations and checks write beside the copies.
constexpr std::uint64_t room_for_work = 16 * 1024 * 1024;

void require_free(const std::filesystem::path& data)
{
    std::error_code unknown;
    if (!std::filesystem::exists(data, unknown))
        return;
    if (!std::filesystem::is_directory(data, unknown) || !std::filesystem::is_empty(data, unknown))
        throw store_error{store_fault::conflict,
                          data.string() + ": there is something already; restore into a new folder"};
}

void require_same_bytes(const std::filesystem::path& backup, const codec::backed_up_file& expected)
{
    const auto file = backup / expected.file;
    require_file(file);
    const auto [bytes, sha256] = fingerprint_of(file);
    if (bytes != expected.bytes || sha256 != expected.sha256)
        throw store_error{store_fault::damaged,
                          file.string() + ": these are not the bytes that were backed up"};
}

void require_room(const std::filesystem::path& place, const codec::backup_manifest& manifest)
{
    std::uint64_t needed = room_for_work;
    for (const auto& file : manifest.files)
        needed += file.bytes;
    const auto free = std::filesystem::space(place).available;
    if (free < needed)
        throw store_error{store_fault::full, place.string() + ": there are " +
                                                 std::to_string(free / 1'000'000) + " MB free and " +
                                                 std::to_string(needed / 1'000'000) + " MB needed"};
}

void restore_hall(const restore_order& order, const std::filesystem::path& into,
                  const codec::backup_manifest& manifest)
{
    // Whoever was signed out since would be signed in again, and a token taken back would be good again.
    backup_file(
        order.from / "hall.db", into / "hall.db",
        "PRAGMA foreign_keys = ON; DELETE FROM login; DELETE FROM setting WHERE name = 'admin_token_sha256'");
    hall_store hall{into / "hall.db"};
    // What was used up or taken back since would be good again.
    hall.end_links_and_codes();
    // Whoever was erased since may have asked for a mail before.
    hall.forget_mails();
    for (const auto& jam : hall.jams()) {
        const auto file = "jams/" + jam.file;
        const bool is_there =
            std::ranges::find(manifest.files, file, &codec::backed_up_file::file) != manifest.files.end();
        const bool is_known = std::ranges::find(manifest.left_out, file, &codec::left_out_file::file) !=
                              manifest.left_out.end();
        if (!is_there && !is_known)
            throw store_error{store_fault::damaged,
                              "hall.db lists " + file + ", which the backup does not have"};
    }
}

void restore_jam(const restore_order& order, const std::filesystem::path& into,
                 const codec::backed_up_file& file)
{
    backup_file(order.from / file.file, into / file.file, "DELETE FROM epoch");
    auto jam = jam_store::open(into / file.file);
    const log_head expected{.offset = file.offset, .at = file.at, .hash = file.head};
    if (jam.head() != expected)
        throw store_error{store_fault::damaged, file.file + ": the log does not end as it was backed up"};
    jam.epoch();
}

}  // namespace

restored restore_backup(const restore_order& order)
{
    restored done{.manifest = read_manifest(order.from), .forgotten = {}};
    require_free(order.data);
    for (const auto& file : done.manifest.files)
        require_same_bytes(order.from, file);
    unfinished_folder making{order.data};
    require_room(making.path(), done.manifest);
    create_private_folder(making.path() / "jams");
    restore_hall(order, making.path(), done.manifest);
    for (const auto& file : done.manifest.files)
        if (file.file != "hall.db")
            restore_jam(order, making.path(), file);
    if (order.forget)
        done.forgotten = order.forget(making.path());
    for (const auto& file : done.manifest.files) {
        if (file.file == "hall.db")
            continue;
        if (const auto found = verify_jam_file(making.path() / file.file); !found.is_sound)
            throw store_error{store_fault::damaged, file.file + ": " + found.first_difference};
    }
    // Somebody may have begun a hall there meanwhile; of what comes in this very moment the renaming says the same.
    require_free(order.data);
    making.put_in_place();
    return done;
}

}  // namespace jamhall::store
