// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::identity {

/// How the login cookie is called and set at this hall. Over https it is `__Host-jamhall_login` and
/// Secure, so that no sub-domain and no plain connection can plant one.
/// Source: RFC 6265bis sections 4.1.2 and 4.1.3.2.
class login_cookie {
public:
    explicit login_cookie(bool is_https) : is_https_{is_https} {}

    std::string_view name() const { return is_https_ ? "__Host-jamhall_login" : "jamhall_login"; }

    /// A Set-Cookie value; `secret` is base64url.
    std::string set(std::string_view secret, std::chrono::seconds max_age) const;

    /// A Set-Cookie value that takes it away.
    std::string clear() const;

    /// The cookie's value in a Cookie header. Nothing when it is not there, is there twice (somebody may
    /// have planted one), or cannot be one of ours.
    std::optional<std::string> value_in(std::string_view cookie_header) const;

private:
    std::string with(std::string_view value, std::chrono::seconds max_age) const;

    bool is_https_;
};

}  // namespace jamhall::identity
