// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/net/origins.hpp"
#include "engine/net/reply.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace jamhall::net {

/// The headers every reply carries: nothing but our own files runs, nobody frames the pages, nothing leaks by
/// Referer, what is data is never a page, and a browser that came over https comes over nothing else again. Source: CSP
/// Level 3, Trusted Types, Fetch Metadata, RFC 6797; OWASP ASVS V3.4.
class security_headers {
public:
    /// `binds_subdomains`: whether browsers come to names below the hall's over https alone, too; where it is not said, they
    /// do as long as the hall has a name of its own.
    explicit security_headers(const origins& from, std::optional<bool> binds_subdomains = {});

    /// Adds them, but nothing about https to what `came_plain` all the same; a Content-Security-Policy that is there stays
    /// (documents bring a narrower one).
    void add_to(reply& to, bool came_plain = false) const;

    const std::string& policy() const { return policy_; }

private:
    std::string policy_;
    std::string transport_;  ///< empty: nothing is said of it
};

inline constexpr std::string_view policy_header = "Content-Security-Policy";

/// For data (JSON, CSV, archives, calendars): whoever opens it as a page sees text that can do nothing.
inline constexpr std::string_view data_policy =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

/// For documents that carry one style and run nothing, such as the HTML report: only the style of that SHA-256,
/// written in base 64.
std::string document_policy(std::string_view style_hash);

}  // namespace jamhall::net
