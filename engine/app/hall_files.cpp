// SPDX-License-Identifier: Apache-2.0
#include "engine/app/hall_files.hpp"

#include "engine/app/refusal.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/store/backup.hpp"
#include "engine/store/restore.hpp"
#include "engine/store/verify.hpp"

#include <fmt/format.h>

namespace jamhall::app {
namespace {

std::string seconds_since(std::chrono::steady_clock::time_point begun)
{
    const std::chrono::duration<double> took = clock::monotonic_now() - begun;
    return fmt::format("{:.1f} s", took.count());
}

}  // namespace

void verify(const verify_command& asked)
{
    const auto found = store::verify_jam_file(asked.file);
    if (!found.is_sound)
        throw refusal{fmt::format("{}: {}", asked.file.string(), found.first_difference)};
    fmt::print("{}: sound, {} events\n", asked.file.string(), found.events);
}

void backup(const backup_command& asked)
{
    if (!std::filesystem::exists(asked.data / "hall.db"))
        throw refusal{fmt::format("There is no hall in {}.", asked.data.string())};
    const auto begun = clock::monotonic_now();
    const auto made = store::make_backup(
        {.data = asked.data, .out = asked.out, .program = JAMHALL_VERSION, .keep_days = asked.keep_days});
    const auto jams = made.manifest.files.size() - 1;
    fmt::print("copied and checked hall.db and {} {} to {} in {}\n", jams, jams == 1 ? "jam" : "jams",
               made.folder.string(), seconds_since(begun));
    for (const auto& gone : made.expired)
        fmt::print("removed {}, older than {} days\n", gone.string(), *asked.keep_days);
    if (!made.is_noted)
        fmt::print("could not note it in {}, so nobody there sees when the last backup was\n",
                   asked.data.string());
    std::string faults;
    for (const auto& [file, why] : made.manifest.left_out)
        faults += fmt::format("{}{} is not in the backup: {}", faults.empty() ? "" : "\n", file, why);
    if (!faults.empty())
        throw refusal{faults};
}

void restore(const restore_command& asked)
{
    const auto begun = clock::monotonic_now();
    const auto done = store::restore_backup({.from = asked.from, .data = asked.data, .forget = nullptr});
    for (const auto& file : done.manifest.files)
        if (file.file != "hall.db")
            fmt::print("{}: {} events, verified\n", file.file, file.offset.value);
    for (const auto& line : done.forgotten)
        fmt::print("{}\n", line);
    for (const auto& [file, why] : done.manifest.left_out)
        fmt::print("{} was not in the backup: {}\n", file, why);
    fmt::print(
        "restored to {} in {}: jams have a new epoch, all sign-ins have ended, and serving it makes a new "
        "organizer's token\n",
        asked.data.string(), seconds_since(begun));
}

}  // namespace jamhall::app
