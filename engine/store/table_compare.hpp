// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/database.hpp"

#include <optional>
#include <string>

namespace jamhall::store {

/// The first row of a derived table, or word of the search index, in which a jam's file differs from
/// another database made from its log: one sentence, or nothing. Adds a temporary table to both.
/// Errors: throws store_error when the file has not the tables or columns it should have.
std::optional<std::string> first_derived_difference(database& file, database& replayed);

}  // namespace jamhall::store
