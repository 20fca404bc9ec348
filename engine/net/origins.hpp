// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::net {

/// Where pages of this hall may come from: the public URL, and on a loopback listen also `localhost`
/// with that port. Nothing else, however similar. Source: contract section 2; RFC 6454.
class origins {
public:
    /// `public_url` is scheme, host and port, or empty for the listen address.
    /// Errors: throws std::invalid_argument with one sentence for people.
    origins(std::string_view public_url, const std::string& listen_host, std::uint16_t listen_port,
            bool listens_to_tls = false);

    /// The public URL without a slash at its end; also the first accepted origin.
    const std::string& public_url() const { return accepted_.front(); }
    /// Whether it listens on loopback for a public URL that is somewhere else: a proxy must stand between.
    bool is_elsewhere() const { return is_elsewhere_; }
    /// Whether the hall stands under a name below somebody's domain (jam.council.example), and not at the domain itself, below
    /// which other sites may stand. Where that cannot be told (council.gov.uk, jam.abc.org), it is taken for the domain.
    bool has_name_of_its_own() const;
    bool is_https() const { return public_url().starts_with("https:"); }

    /// Whether an Origin header's value is ours: byte for byte, as browsers write origins.
    bool are_ours(std::string_view origin) const;

    /// Whether a Host header names this hall: the public URL's host, an address in figures or `localhost`, with any
    /// port. Any other name may have been led here by a site that wants to read what only this machine may (DNS
    /// rebinding), which takes a name of its own. Source: RFC 9110 section 7.4.
    bool are_named_by(std::string_view host) const;

    /// Whether a request may name that host: any, as long as nobody said what this hall is called.
    bool answer_to(std::string_view host) const { return !is_named_ || are_named_by(host); }

    const std::vector<std::string>& accepted() const { return accepted_; }

private:
    const bool is_named_;  ///< a public URL was given
    std::string public_host_;
    std::vector<std::string> accepted_;
    bool is_elsewhere_ = false;
};

/// Whether a host, a name or an address without brackets, is this machine itself.
bool is_loopback_host(const std::string& host);

/// `host:port` as it stands in a URL: an IPv6 address in brackets.
std::string written_endpoint(const std::string& host, std::uint16_t port);

/// Whether a text is `host`, `host:port` or `[v6]:port`, as a Host header must be.
bool is_authority(std::string_view text);

/// An http or https URL brought to the form of an origin: lower case, without the scheme's own port.
/// Errors: nothing when it has a path, a query, user information or anything else an origin has not.
std::optional<std::string> origin_of(std::string_view url);

}  // namespace jamhall::net
