// SPDX-License-Identifier: Apache-2.0
#include "engine/app/hall_files.hpp"

#include "engine/app/refusal.hpp"
#include "engine/store/backup.hpp"
#include "engine/store/verify.hpp"

#include <fmt/format.h>

namespace jamhall::app {

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
    const auto jams = store::backup_hall(asked.data, asked.out);
    fmt::print("copied hall.db and {} {} to {}\n", jams, jams == 1 ? "jam" : "jams", asked.out.string());
}

}  // namespace jamhall::app
