// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::identity {

/// How a cookie of ours is called and set at this hall. Over https it is `__Host-jamhall_login` and
/// Secure, so that no sub-domain and no plain connection can plant one.
/// Source: RFC 6265bis sections 4.1.2 and 4.1.3.2.
class login_cookie {
public:
    /// What a cookie tells: a login, the browser that asked for a mail, or the one that is signing in at a provider.
    enum class kind : std::uint8_t { login, mail, oidc };

    explicit login_cookie(bool is_https, kind what = kind::login) : is_https_{is_https}, what_{what} {}

    std::string_view name() const
    {
        if (what_ == kind::mail)
            return is_https_ ? "__Host-jamhall_mail" : "jamhall_mail";
        if (what_ == kind::oidc)
            return is_https_ ? "__Host-jamhall_oidc" : "jamhall_oidc";
        return is_https_ ? "__Host-jamhall_login" : "jamhall_login";
    }

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
    kind what_;
};

}  // namespace jamhall::identity
