// SPDX-License-Identifier: Apache-2.0
#include "tests/torture/old_format.hpp"

#include "engine/store/schema.hpp"

#include <string>
#include <vector>

namespace jamhall::torture {

using namespace jamhall::store;

void make_old_format(const std::filesystem::path& current, std::size_t format,
                     const std::filesystem::path& to)
{
    auto on = database::open(to, access::create);
    auto old = jam_schema();
    old.migrations = old.migrations.first(format);
    migrate(on, old, true);
    on.execute("ATTACH '" + current.string() + "' AS newer");
    std::vector<std::string> copies;
    {
        // The search index fills itself by its triggers.
        auto tables = on.prepare_once(
            "SELECT t.name, group_concat(c.name, ', ') FROM main.sqlite_schema AS t "
            "JOIN pragma_table_info(t.name, 'main') AS c JOIN pragma_table_info(t.name, 'newer') AS n ON "
            "n.name = c.name "
            "WHERE t.type = 'table' AND t.name NOT LIKE 'post_search%' AND t.name NOT LIKE 'sqlite_%' GROUP "
            "BY t.name");
        while (tables.step())
            copies.push_back("INSERT INTO main." + std::string{tables.text(0)} + " (" +
                             std::string{tables.text(1)} + ") SELECT " + std::string{tables.text(1)} +
                             " FROM newer." + std::string{tables.text(0)});
    }
    for (const auto& copy : copies)
        on.execute(copy);
    on.execute("DETACH newer");
}

}  // namespace jamhall::torture
