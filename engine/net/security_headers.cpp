// SPDX-License-Identifier: Apache-2.0
#include "engine/net/security_headers.hpp"

#include <algorithm>
#include <array>

namespace jamhall::net {
namespace {

constexpr std::array<std::string_view, 6> data_types{"application/json", "application/problem+json",
                                                     "application/zip",  "text/calendar",
                                                     "text/csv",         "text/plain"};

/// Every power of a page that this one never asks for.
constexpr std::string_view permissions =
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), encrypted-media=(), "
    "geolocation=(), gyroscope=(), hid=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), "
    "payment=(), "
    "publickey-credentials-get=(), screen-wake-lock=(self), serial=(), usb=(), xr-spatial-tracking=()";

bool is_data(const reply& r)
{
    const auto found = r.headers()[http::field::content_type];
    const std::string_view type{found.data(), found.size()};
    return std::ranges::find(data_types, type.substr(0, type.find(';'))) != data_types.end();
}

}  // namespace

security_headers::security_headers(const origins& from, std::optional<bool> binds_subdomains)
{
    if (from.is_https())
        transport_ = binds_subdomains.value_or(from.has_name_of_its_own())
                         ? "max-age=31536000; includeSubDomains"
                         : "max-age=31536000";
    // 'self' covers ws: and wss: in today's browsers but not in older ones, so sockets are named.
    std::string sockets;
    for (const std::string& origin : from.accepted())
        sockets += " ws" + origin.substr(std::string_view{"http"}.size());
    policy_ =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "manifest-src "
        "'self'; connect-src 'self'" +
        sockets +
        "; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; "
        "trusted-types svelte-trusted-html";
}

void security_headers::add_to(reply& to, bool came_plain) const
{
    if (to.headers().find(policy_header) == to.headers().end())
        to.set(policy_header, is_data(to) ? data_policy : policy_);
    if (!transport_.empty() && !came_plain)
        to.set("Strict-Transport-Security", transport_);
    to.set("X-Content-Type-Options", "nosniff");
    to.set("Referrer-Policy", "no-referrer");
    to.set("Permissions-Policy", permissions);
    to.set("Cross-Origin-Opener-Policy", "same-origin");
    to.set("Cross-Origin-Resource-Policy", "same-origin");
}

std::string document_policy(std::string_view style_hash)
{
    return "default-src 'none'; style-src 'sha256-" + std::string{style_hash} +
           "'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
}

}  // namespace jamhall::net
