// SPDX-License-Identifier: Apache-2.0
#include "engine/store/schema.hpp"

#include "engine/store/hall_migrations.hpp"
#include "engine/store/jam_migrations.hpp"

#include <string>

namespace jamhall::store {
namespace {

constexpr std::int32_t jam_application_id = 0x4a616d48;   // "JamH"
constexpr std::int32_t hall_application_id = 0x48616c6c;  // "Hall"

std::int64_t version_of(database& on)
{
    return on.query_integer("PRAGMA user_version");
}

bool is_new(database& on)
{
    return on.query_integer("PRAGMA application_id") == 0 && version_of(on) == 0 &&
           on.query_integer("SELECT count(*) FROM sqlite_schema") == 0;
}

void require_kind(database& on, const schema& expected)
{
    const std::string file = on.file().string();
    if (on.query_integer("PRAGMA application_id") != expected.application_id)
        throw store_error{store_fault::damaged, file + ": this is not " + std::string{expected.what}};
    const auto version = version_of(on);
    if (version > static_cast<std::int64_t>(expected.migrations.size()))
        throw store_error{store_fault::newer, file + ": written by a newer Jamhall (format " +
                                                  std::to_string(version) + ", this one knows up to " +
                                                  std::to_string(expected.migrations.size()) + ")"};
}

}  // namespace

const schema& jam_schema()
{
    static const schema made{
        .application_id = jam_application_id, .what = "a jam file", .migrations = jam_migrations};
    return made;
}

const schema& hall_schema()
{
    static const schema made{
        .application_id = hall_application_id, .what = "a hall's file", .migrations = hall_migrations};
    return made;
}

void migrate(database& on, const schema& to, bool may_be_new)
{
    if (!may_be_new || !is_new(on))
        require_kind(on, to);
    for (auto version = version_of(on); version < static_cast<std::int64_t>(to.migrations.size());
         ++version) {
        transaction step{on};
        on.execute(std::string{to.migrations[static_cast<std::size_t>(version)].second});
        on.execute("PRAGMA application_id = " + std::to_string(to.application_id) +
                   "; PRAGMA user_version = " + std::to_string(version + 1));
        step.commit();
    }
}

void require_current(database& on, const schema& expected)
{
    require_kind(on, expected);
    if (version_of(on) < static_cast<std::int64_t>(expected.migrations.size()))
        throw store_error{store_fault::stale,
                          on.file().string() + ": written by an older Jamhall; serve it once with this one"};
}

}  // namespace jamhall::store
