// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/model/records_event.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::codec {

/// An act as the records officer's page lists it.
struct listed_record {
    sessions::log_offset offset;
    sessions::instant at;
    sessions::person_id actor;
    std::string_view action;
    std::string_view what;
    sessions::post_id post;
    sessions::person_id person;
    std::uint32_t people = 0;
    std::string_view note;
};

/// GET …/records: what is asked for, held, due and done.
std::string records_page(const sessions::jam_state& state, std::span<const listed_record> acts,
                         std::string_view public_key);

/// What an erasure would take and what would be left to look at.
struct erasure_preview {
    sessions::erased what;
    std::vector<std::pair<std::string_view, std::uint32_t>> texts;  ///< by type of event
};

/// GET …/records/preview. Cost: all posts, once, for a person.
std::string preview_page(const sessions::jam_state& state, const erasure_preview& preview);

/// GET …/privacy.
std::string privacy_page(const sessions::jam_state& state, sessions::person_id reader);

/// A sign-in of somebody's own.
struct listed_login {
    sessions::instant created_at, used_at, expires_at;
};

/// GET …/me/data.json: what the file holds about somebody, with what stands elsewhere.
std::string my_data(const sessions::jam_state& state, sessions::person_id who, std::string_view kept,
                    std::span<const listed_login> logins, std::span<const sessions::post_id> seen,
                    sessions::instant now);

/// GET /api/v1/hall/key.
std::string hall_key_page(std::string_view public_key);

}  // namespace jamhall::codec
