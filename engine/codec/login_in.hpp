// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/outcome.hpp"
#include "sessions/core/slug.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace jamhall::codec {

/// POST /api/v1/login: a token, and the jam it is for where its link names one.
struct login_request {
    std::string token;
    std::optional<sessions::slug> jam;
};

/// Errors: bad_json, bad_field.
sessions::outcome<login_request> decode_login(std::string_view text);

}  // namespace jamhall::codec
