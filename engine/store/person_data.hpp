// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/database.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/model/records_event.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::store {

/// A part of what is kept about a person: the rows of a table that are about them, by `?1`.
struct person_part {
    std::string_view name;
    std::string_view table;
    std::string_view query;
};

/// Columns that name people and are in no part, with why.
struct left_out_column {
    std::string_view table;
    std::string_view column;
    std::string_view why;
};

std::span<const person_part> person_parts();
std::span<const left_out_column> left_out_columns();

/// Everything the file holds about a person: a JSON object with an array of rows for each part. Columns bear the names
/// of docs/storage.md. Errors: throws store_error. Source: rule MD1.
std::string person_data(database& on, sessions::person_id person);

/// How many texts of events of one type these erasures would take.
struct text_count {
    std::string type;
    std::uint32_t texts = 0;
};
std::vector<text_count> count_named_texts(database& on, std::span<const sessions::erased> by);

/// A row of `record`.
struct kept_record {
    sessions::log_offset offset;
    sessions::instant at;
    sessions::person_id actor;
    std::string action;
    std::string what;
    sessions::post_id post;
    sessions::person_id person;
    std::uint32_t people = 0;
    std::string note;
};

/// The newest first. Errors: throws store_error.
std::vector<kept_record> newest_records(database& on, std::size_t limit);

}  // namespace jamhall::store
