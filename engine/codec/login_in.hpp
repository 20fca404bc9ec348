// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/outcome.hpp"
#include "sessions/core/slug.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::codec {

/// POST /api/v1/login: what somebody signs in with, and what goes with it.
struct login_request {
    enum class with : std::uint8_t {
        token,      ///< of a personal link, or the administrator's
        mail,       ///< the secret of a mail's link
        mail_code,  ///< the six digits of a mail; spaces in it do not count
        once,       ///< the secret of a link of `jamhall init`
        code,       ///< a code that is typed: of a jam, or a printed one of a person
    };

    with how = with::token;
    std::string secret;
    std::optional<sessions::slug> jam;  ///< the one it is for, where its link names one
    std::string name;                   ///< what a newcomer wants to be called, normalised; empty: not said
};

/// Errors: bad_json, bad_field.
sessions::outcome<login_request> decode_login(std::string_view text);

/// POST /api/v1/login/email: where to send a mail to sign in by, and the jam it is for.
struct mail_login_request {
    std::string email;
    std::optional<sessions::slug> jam;
};

/// Errors: bad_json; bad_field, also for what is no plain e-mail address.
sessions::outcome<mail_login_request> decode_mail_login(std::string_view text);

}  // namespace jamhall::codec
