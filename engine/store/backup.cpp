// SPDX-License-Identifier: Apache-2.0
#include "engine/store/backup.hpp"

#include "engine/store/database.hpp"
#include "engine/store/files.hpp"
#include "engine/store/sqlite_error.hpp"

#include <sqlite3.h>

#include <memory>
#include <system_error>

namespace jamhall::store {
namespace {

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

std::size_t backup_hall(const std::filesystem::path& data, const std::filesystem::path& into)
{
    create_private_folder(into);
    create_private_folder(into / "jams");
    // The hall first: a jam made meanwhile is then copied without being listed, never the other way round.
    backup_file(data / "hall.db", into / "hall.db");
    std::size_t jams = 0;
    for (const auto& entry : std::filesystem::directory_iterator{data / "jams"}) {
        if (entry.path().extension() != ".jam")
            continue;
        backup_file(entry.path(), into / "jams" / entry.path().filename(), "DELETE FROM epoch");
        ++jams;
    }
    return jams;
}

}  // namespace jamhall::store
