// SPDX-License-Identifier: Apache-2.0
#include "engine/store/backup.hpp"

#include "engine/clock/real_time.hpp"
#include "engine/store/database.hpp"
#include "engine/store/erasing.hpp"
#include "engine/store/files.hpp"
#include "engine/store/log_reading.hpp"
#include "engine/store/older_backups.hpp"
#include "engine/store/schema.hpp"
#include "engine/store/sqlite_error.hpp"
#include "engine/store/unfinished_folder.hpp"
#include "engine/store/verify.hpp"
#include "sessions/model/plan.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <fstream>
#include <memory>
#include <set>
#include <system_error>

namespace jamhall::store {
namespace {

constexpr const char* manifest_name = "manifest.json";
constexpr const char* mark_name = "backups.json";

struct backup_end {
    void operator()(sqlite3_backup* run) const { sqlite3_backup_finish(run); }
};

void copy_pages(database& from, const std::filesystem::path& to)
{
    // A plain journal: the copy is one file, with nothing beside it to be forgotten.
    auto copy = database::open(to, access::copy);
    const std::unique_ptr<sqlite3_backup, backup_end> run{
        sqlite3_backup_init(copy.raw(), "main", from.raw(), "main")};
    const int code = run ? sqlite3_backup_step(run.get(), -1) : sqlite3_extended_errcode(copy.raw());
    if (code != SQLITE_DONE)
        throw_sqlite_error(copy.raw(), code);
}

void require_integrity(const std::filesystem::path& file)
{
    auto copy = database::open(file, access::copy);
    copy.execute("PRAGMA journal_mode = DELETE");
    auto check = copy.prepare("PRAGMA integrity_check(1)");
    if (check.step() && check.text(0) != "ok")
        throw store_error{store_fault::damaged,
                          file.string() + ": the copy is damaged: " + std::string{check.text(0)}};
}

/// A name in UTC that sorts by time, such as 20260521T190000Z.
std::string stamp_of(sessions::instant at)
{
    const std::time_t seconds = at.ms / 1'000;
    std::tm shown{};
    ::gmtime_r(&seconds, &shown);
    std::array<char, 32> text{};
    const auto size = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &shown);
    return {text.data(), size};
}

std::vector<std::string> listed_files(const std::filesystem::path& hall)
{
    auto on = database::open(hall, access::read_still);
    auto rows = on.prepare("SELECT file FROM jam ORDER BY number");
    std::vector<std::string> names;
    while (rows.step())
        names.emplace_back(rows.text(0));
    return names;
}

codec::backed_up_file described(const std::filesystem::path& folder, const std::string& file)
{
    codec::backed_up_file made{.file = file};
    std::tie(made.bytes, made.sha256) = fingerprint_of(folder / file);
    auto on = database::open(folder / file, access::read_still);
    made.format = static_cast<std::uint32_t>(on.query_integer("PRAGMA user_version"));
    if (file == "hall.db")
        return made;
    const auto head = read_head(on);
    made.offset = head.offset;
    made.at = head.at;
    made.head = head.hash;
    return made;
}

void require_sound(const std::filesystem::path& copy)
{
    try {
        if (const auto found = verify_jam_file(copy); !found.is_sound)
            throw store_error{store_fault::damaged, found.first_difference};
    } catch (const store_error& error) {
        // Of an older format, which is replayed only once it has been served: its chain is checked all the same.
        if (error.fault() != store_fault::stale)
            throw;
        auto on = database::open(copy, access::read_still);
        require_chain(on);
    }
}

/// Copies one jam, or says why not. Errors: throws store_error where the place of the backup is at fault.
void add_jam(const backup_order& order, const std::filesystem::path& into, const std::string& file,
             codec::backup_manifest& manifest)
{
    try {
        backup_file(order.data / file, into / file, "DELETE FROM epoch");
        require_sound(into / file);
        manifest.files.push_back(described(into, file));
    } catch (const store_error& error) {
        // What is wrong with this jam's file is told; any other failure may pass, and is the whole backup's.
        const bool is_of_file = error.fault() == store_fault::damaged ||
                                error.fault() == store_fault::newer || error.fault() == store_fault::missing;
        if (!is_of_file)
            throw;
        std::error_code none_there;
        std::filesystem::remove(into / file, none_there);
        manifest.left_out.push_back({file, error.what()});
    }
}

/// How long copies of the jam are kept, as its privacy notice says.
std::int64_t promised_days_of(const std::filesystem::path& jam)
{
    auto on = database::open(jam, access::read_still);
    auto row = on.prepare(
        "SELECT coalesce(json_extract(plan, '$.policies.backup_days'), ?) FROM jam WHERE json_valid(plan)");
    row.bind_all(std::int64_t{sessions::policies{}.backup_days});
    return row.step() ? row.integer(0) : sessions::policies{}.backup_days;
}

bool note_backup(const std::filesystem::path& data, const codec::backup_mark& mark)
{
    try {
        // The timer may run as root: server and doctor are to read it.
        write_private_file(data / mark_name, codec::encode_mark(mark), data / "hall.db");
        return true;
    } catch (const store_error&) {
        return false;  // a copy of what may only be read is a good copy
    }
}

/// Whether a folder holds a finished backup and nothing else of anybody's, so that it may go for a newer one.
bool is_backup_alone(const std::filesystem::path& place)
{
    std::set<std::string> known{manifest_name, "jams"};
    try {
        for (const auto& each : read_manifest(place).files)
            for (const auto* beside : {"", "-wal", "-shm", "-journal"})
                known.insert(each.file + beside);
    } catch (const store_error&) {
        return false;
    }
    const std::filesystem::recursive_directory_iterator all{place};
    return std::ranges::all_of(all, [&](const auto& entry) {
        return known.contains(entry.path().lexically_relative(place).string());
    });
}

/// Errors: throws store_error unless a backup may take this place.
void require_place(const std::filesystem::path& data, const std::filesystem::path& place)
{
    const auto hall = std::filesystem::weakly_canonical(data).string() + "/";
    const auto wanted = std::filesystem::weakly_canonical(place).string() + "/";
    if (hall.starts_with(wanted) || wanted.starts_with(hall))
        throw store_error{store_fault::conflict,
                          place.string() + ": a backup stands outside the data folder it is of"};
    if (!std::filesystem::exists(place))
        return;
    if (!std::filesystem::is_directory(place) ||
        (!std::filesystem::is_empty(place) && !is_backup_alone(place)))
        throw store_error{store_fault::conflict,
                          place.string() + ": this is there already and is no backup, or not that alone"};
}

/// Beside the backups stands what was erased since, for whoever restores one of them. What fails there is told: the
/// copies are good.
void join_erasures(const backup_order& order, backup_made& made)
{
    const auto tell = [&](const std::exception& error) {
        made.faults.push_back(std::string{"what was erased could not be noted beside the backups: "} +
                              error.what());
    };
    std::vector<std::filesystem::path> lists;
    try {
        if (std::filesystem::exists(order.data / "erasures"))
            lists = lists_in(order.data / "erasures");
    } catch (const std::filesystem::filesystem_error& error) {
        tell(error);
    }
    for (const auto& list : lists) {
        try {
            create_private_folder(order.out / "erasures");
            join_list(list, order.out / "erasures" / list.filename(),
                      order.data / "jams" / (list.stem().string() + ".jam"));
        } catch (const std::exception& error) {
            tell(error);
        }
    }
}

/// One that was made without days to keep is looked after by nobody any more.
void tell_of_plain_backup(const std::filesystem::path& out, backup_made& made)
{
    try {
        read_manifest(out);
        made.notes.push_back(out.string() +
                             " itself holds a backup that was made without --keep-days: nothing removes it; "
                             "remove its hall.db, jams and manifest.json by hand");
    } catch (const store_error&) {  // there is none
    }
}

}  // namespace

void backup_file(const std::filesystem::path& from, const std::filesystem::path& to,
                 const std::string& leaving_out)
{
    auto source = database::open(from, access::read);
    auto unfinished = to;
    unfinished += ".new";
    std::error_code none_there;
    std::filesystem::remove(unfinished, none_there);
    create_private_file(unfinished);
    try {
        copy_pages(source, unfinished);
        if (!leaving_out.empty())
            database::open(unfinished, access::copy).execute(leaving_out);
        require_integrity(unfinished);
        rename_durably(unfinished, to);
    } catch (...) {
        std::filesystem::remove(unfinished, none_there);
        throw;
    }
}

std::pair<std::uint64_t, base::sha256_digest> fingerprint_of(const std::filesystem::path& file)
{
    std::ifstream from{file, std::ios::binary};
    base::sha256 digest;
    std::uint64_t bytes = 0;
    std::array<char, 64 * 1024> piece;
    while (from) {
        from.read(piece.data(), piece.size());
        const auto got = static_cast<std::size_t>(from.gcount());
        digest.add(std::string_view{piece.data(), got});
        bytes += got;
    }
    if (!from.eof())
        throw store_error{store_fault::io, file.string() + ": this cannot be read"};
    return {bytes, digest.finish()};
}

codec::backup_manifest read_manifest(const std::filesystem::path& backup)
{
    constexpr std::size_t bytes_max = 8 * 1024 * 1024;
    const auto file = backup / manifest_name;
    std::ifstream from{file, std::ios::binary};
    if (!from)
        throw store_error{store_fault::missing,
                          backup.string() + ": this is no finished backup, for it has no manifest.json"};
    std::string text(bytes_max + 1, '\0');
    from.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(from.gcount()));
    auto read = codec::decode_manifest(text);
    if (!read)
        throw store_error{store_fault::damaged, file.string() + ": " + read.error().pointer +
                                                    (read.error().pointer.empty() ? "" : " ") +
                                                    read.error().message};
    return std::move(*read);
}

std::optional<codec::backup_mark> read_backup_mark(const std::filesystem::path& data)
{
    const auto file = data / mark_name;
    std::error_code unknown;
    if (std::filesystem::status(file, unknown).type() == std::filesystem::file_type::not_found)
        return std::nullopt;
    std::ifstream from{file, std::ios::binary};
    if (!from)
        throw store_error{store_fault::not_allowed, file.string() + " cannot be read"};
    std::string text(4 * 1024, '\0');
    from.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(from.gcount()));
    auto read = codec::decode_mark(text);
    if (!read)
        throw store_error{store_fault::damaged, file.string() + " is damaged"};
    return std::move(*read);
}

backup_made make_backup(const backup_order& order)
{
    const auto now = clock::now();
    const auto place = order.keep_days ? order.out / stamp_of(now) : order.out;
    require_place(order.data, place);
    if (order.keep_days && std::filesystem::exists(place))
        throw store_error{store_fault::conflict, place.string() + ": there is a backup of this very second"};
    backup_made made{.folder = place, .manifest = {}, .promised = {}, .expired = {}};
    if (order.keep_days)
        made.faults = sweep_unfinished(order.out);
    unfinished_folder making{place};
    create_private_folder(making.path() / "jams");
    made.manifest.made_at = now;
    made.manifest.program = order.program;
    backup_file(order.data / "hall.db", making.path() / "hall.db");
    made.manifest.files.push_back(described(making.path(), "hall.db"));
    for (const auto& name : listed_files(making.path() / "hall.db"))
        add_jam(order, making.path(), "jams/" + name, made.manifest);
    if (!made.manifest.left_out.empty() && std::filesystem::exists(place / manifest_name)) {
        const auto& first = made.manifest.left_out.front();
        throw store_error{store_fault::damaged, "The older backup was left in place, for " + first.file +
                                                    " could not be copied: " + first.why};
    }
    for (const auto& copied : made.manifest.files)
        if (copied.file != "hall.db")
            made.promised.push_back({copied.file, promised_days_of(making.path() / copied.file)});
    write_private_file(making.path() / manifest_name, codec::encode_manifest(made.manifest));
    if (order.keep_days)
        making.put_in_place();
    else {
        require_place(order.data, place);  // it took a while, and what came there meanwhile is somebody's
        making.replace();
    }
    // Before anything else can fail: what is in place counts as made.
    made.is_noted =
        note_backup(order.data, {.made_at = now,
                                 .jams = static_cast<std::uint32_t>(made.manifest.files.size() - 1),
                                 .is_whole = made.manifest.left_out.empty(),
                                 .folder = std::filesystem::absolute(place).string()});
    if (order.keep_days) {
        join_erasures(order, made);
        tell_of_plain_backup(order.out, made);
        try {
            expire_older(made, order.out, *order.keep_days);
        } catch (const std::exception& error) {
            made.faults.push_back(std::string{"older backups could not be looked at: "} + error.what());
        }
    }
    return made;
}

}  // namespace jamhall::store
