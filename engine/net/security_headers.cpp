// SPDX-License-Identifier: Apache-2.0
#include "engine/net/security_headers.hpp"

namespace jamhall::net {

security_headers::security_headers(const origins& from) : is_https_{from.is_https()}
{
    // 'self' covers ws: and wss: in today's browsers but not in older ones, so sockets are named.
    std::string sockets;
    for (const std::string& origin : from.accepted())
        sockets += " ws" + origin.substr(std::string_view{"http"}.size());
    policy_ = "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'" + sockets +
              "; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; "
              "require-trusted-types-for 'script'; trusted-types svelte-trusted-html";
}

void security_headers::add_to(reply& to, bool came_plain) const
{
    if (to.headers().find(policy_header) == to.headers().end())
        to.set(policy_header, policy_);
    if (is_https_ && !came_plain)
        to.set("Strict-Transport-Security", "max-age=31536000");
    to.set("X-Content-Type-Options", "nosniff");
    to.set("Referrer-Policy", "no-referrer");
    to.set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    to.set("Cross-Origin-Opener-Policy", "same-origin");
    to.set("Cross-Origin-Resource-Policy", "same-origin");
}

}  // namespace jamhall::net
