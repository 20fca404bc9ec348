// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/identity/login_cookie.hpp"
#include "engine/identity/logins.hpp"
#include "engine/net/exchange.hpp"
#include "engine/net/reply.hpp"
#include "sessions/core/slug.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace jamhall::net {

// What all ways in share: the login that a request comes with, opening a new one, and where a browser is led then.

/// The secret in a cookie of the request.
std::optional<std::string> secret_in(const exchange& e, const identity::login_cookie& cookie);

/// Whom the login stands for that the request comes with.
std::optional<identity::signed_in> login_of(const exchange& e);

struct new_login {
    identity::signed_in who;
    std::string cookie;  ///< a Set-Cookie value
};

/// Signs in what was proved `by` a way, in place of the login that the request came with, and notes it.
/// Nothing: as logins::sign_in(). Errors: throws store_error.
base::task<std::optional<new_login>> open_login(exchange_ptr e, identity::proof proved, std::string_view by);

/// Says in the log that somebody did not get in `by` a way, and why.
void tell_failed_try(exchange& e, std::string_view by, std::string_view why);

/// The same of what might be guessed: it counts as more than one try (client_brakes).
void note_wrong_try(exchange& e, std::string_view by);

/// Whether another site's page sent the browser here; programs and bookmarks do not say.
bool is_sent_by_other_site(const exchange& e);

reply leading_to(std::string_view path);

/// To the jam, or the front page, as somebody who is in now.
reply leading_in(const std::optional<sessions::slug>& jam, const new_login& opened);

/// To the jam's door, else the front page, with one word of why they are not in; without one to ask again.
reply leading_to_door(const std::optional<sessions::slug>& jam, std::string_view why = {});

}  // namespace jamhall::net
