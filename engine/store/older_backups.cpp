// SPDX-License-Identifier: Apache-2.0
#include "engine/store/older_backups.hpp"

#include "engine/store/files.hpp"
#include "engine/store/store_error.hpp"
#include "engine/store/unfinished_folder.hpp"

#include <algorithm>
#include <functional>
#include <span>

namespace jamhall::store {
namespace {

constexpr std::int64_t ms_per_day = 24LL * 60 * 60 * 1'000;

/// A backup that stands beside the new one.
struct older_backup {
    sessions::instant made_at;
    std::filesystem::path folder;
    bool is_whole = false;
};

/// The newest first.
std::vector<older_backup> older_backups(const std::filesystem::path& out, const std::filesystem::path& newest)
{
    std::vector<older_backup> found;
    for (const auto& entry : std::filesystem::directory_iterator{out}) {
        // A hidden name has what another run is making, or what is on its way out.
        if (entry.path() == newest || entry.path().filename().string().starts_with('.'))
            continue;
        try {
            const auto manifest = read_manifest(entry.path());
            found.push_back({manifest.made_at, entry.path(), manifest.left_out.empty()});
        } catch (const store_error&) {
            // What has no manifest, or cannot be read, may be somebody else's: it is left alone.
        }
    }
    std::ranges::sort(found, std::greater{}, &older_backup::made_at);
    return found;
}

/// Of when the oldest backup is that is kept.
sessions::instant kept_from(backup_made& made, std::span<const older_backup> others, std::int64_t keep_days)
{
    const auto now = made.manifest.made_at;
    const auto days_before = [&](sessions::instant at) {
        return sessions::instant{at.ms - keep_days * ms_per_day};
    };
    const auto newest =
        std::ranges::find_if(others, [&](const older_backup& each) { return each.made_at <= now; });
    if (newest != others.begin())
        made.notes.push_back(others.front().folder.string() +
                             ": the clock says that this was made in the future; look whether the clock is "
                             "right, and if it is, remove this by hand once there are newer ones");
    if (newest == others.end() || newest->made_at >= days_before(now))
        return days_before(now);
    const auto days = std::to_string(keep_days) + " days";
    made.notes.push_back("every other backup is older than " + days +
                         ", so the newest of them was kept, and what is no more than " + days +
                         " older: if the clock is right, the next run removes them");
    return days_before(newest->made_at);
}

void remove_backup(const std::filesystem::path& folder)
{
    // Under a name first that the next run sweeps: one that is half gone is no backup, and does not stay.
    const auto going = unfinished_name_of(folder);
    rename_durably(folder, going);
    std::filesystem::remove_all(going);
}

}  // namespace

void expire_older(backup_made& made, const std::filesystem::path& out, int keep_days)
{
    const auto others = older_backups(out, made.folder);
    auto newest_whole = others.end();
    if (!made.manifest.left_out.empty()) {
        // One of the future may be months old.
        newest_whole = std::ranges::find_if(others, [&](const older_backup& each) {
            return each.is_whole && each.made_at <= made.manifest.made_at;
        });
        if (newest_whole == others.end())
            newest_whole = std::ranges::find_if(others, &older_backup::is_whole);
    }
    const auto kept = kept_from(made, others, keep_days);
    for (auto each = others.begin(); each != others.end(); ++each) {
        if (each == newest_whole || each->made_at >= kept)
            continue;
        try {
            remove_backup(each->folder);
            made.expired.push_back(each->folder);
        } catch (const std::exception& error) {
            made.faults.push_back(each->folder.string() +
                                  " is too old and could not be removed: " + error.what());
        }
    }
}

}  // namespace jamhall::store
