// SPDX-License-Identifier: Apache-2.0
#include "engine/store/library.hpp"

#include "engine/store/schema.hpp"

#include <sqlite3.h>

namespace jamhall::store {

sqlite_library running_library()
{
    return {.version = sqlite3_libversion(),
            .number = sqlite3_libversion_number(),
            .built_with_number = SQLITE_VERSION_NUMBER,
            .is_threadsafe = sqlite3_threadsafe() != 0};
}

file_format format_of(const std::filesystem::path& file, bool is_hall)
{
    const auto& expected = is_hall ? hall_schema() : jam_schema();
    // Nothing is put beside the file: the version stands in its first page, and a log changes it only in a migration.
    auto on = database::open(file, access::read_still);
    if (on.query_integer("PRAGMA application_id") != expected.application_id)
        throw store_error{store_fault::damaged, "this is not " + std::string{expected.what}};
    return {.version = on.query_integer("PRAGMA user_version"),
            .known = static_cast<std::int64_t>(expected.migrations.size())};
}

}  // namespace jamhall::store
