// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/net/origins.hpp"
#include "engine/net/reply.hpp"

#include <string>
#include <string_view>

namespace jamhall::net {

/// The headers every reply carries: nothing but our own files runs, nobody frames the pages, nothing
/// leaks by Referer. Source: CSP Level 3, Trusted Types, Fetch Metadata.
class security_headers {
public:
    explicit security_headers(const origins& from);

    /// Adds them; a Content-Security-Policy that is there stays (documents bring a narrower one).
    void add_to(reply& to) const;

    const std::string& policy() const { return policy_; }

private:
    std::string policy_;
};

inline constexpr std::string_view policy_header = "Content-Security-Policy";

/// For documents that carry their own style and run nothing, such as the HTML report.
inline constexpr std::string_view document_policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'";

}  // namespace jamhall::net
