// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/net/origins.hpp"
#include "engine/net/reply.hpp"

#include <string>
#include <string_view>

namespace jamhall::net {

/// The headers every reply carries: nothing but our own files runs, nobody frames the pages, nothing
/// leaks by Referer, and a browser that came over https comes over nothing else again. Source: CSP Level 3, Trusted
/// Types, Fetch Metadata, RFC 6797.
class security_headers {
public:
    explicit security_headers(const origins& from);

    /// Adds them, but nothing about https to what `came_plain` all the same; a Content-Security-Policy that is there stays (documents bring a narrower one).
    void add_to(reply& to, bool came_plain = false) const;

    const std::string& policy() const { return policy_; }

private:
    std::string policy_;
    bool is_https_;
};

inline constexpr std::string_view policy_header = "Content-Security-Policy";

/// For documents that carry their own style and run nothing, such as the HTML report.
inline constexpr std::string_view document_policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'";

}  // namespace jamhall::net
