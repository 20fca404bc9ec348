// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/outcome.hpp"

#include <string>
#include <string_view>

namespace jamhall::codec {

/// POST /api/v1/hall/roles: who gets which role in the hall.
struct hall_role_request {
    std::string email;
    std::string role;  ///< administrator, organizer; empty: none any more
    std::string name;  ///< normalised
};

/// Errors: bad_json, bad_field.
sessions::outcome<hall_role_request> decode_hall_role(std::string_view text);

/// POST /api/v1/hall/test-mail: the address it goes to. Errors: bad_json, bad_field.
sessions::outcome<std::string> decode_test_mail(std::string_view text);

/// POST /api/v1/jams/{jam}/links with a body: whose link is renewed. Errors: bad_json, bad_field.
sessions::outcome<std::string> decode_link_request(std::string_view text);

}  // namespace jamhall::codec
