// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/database.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace jamhall::store {

/// A kind of file: how it is recognised and how it came to be, migration by migration. Its version is
/// the number of migrations it has been through (SQLite's user_version).
struct schema {
    std::int32_t application_id = 0;
    std::string_view what;                                                      ///< for people: "a jam file"
    std::span<const std::pair<std::string_view, std::string_view>> migrations;  ///< file name, SQL
};

/// JAM.jam and hall.db.
const schema& jam_schema();
const schema& hall_schema();

/// Brings a file to the schema's version, each migration in a transaction of its own; a new, empty file
/// is made complete when `may_be_new`.
/// Errors: throws store_error, `newer` or `damaged` (of another kind, or empty), and then changes nothing.
void migrate(database& on, const schema& to, bool may_be_new);

/// Errors: throws store_error unless the file is of this kind and exactly this version.
void require_current(database& on, const schema& expected);

}  // namespace jamhall::store
