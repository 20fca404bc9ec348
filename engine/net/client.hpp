// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/net/client_address.hpp"
#include "engine/net/reply.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <string>
#include <vector>

namespace jamhall::net {

using http_request = http::request<http::string_body>;

/// Who sends a request, as far as its line and a proxy that is trusted tell.
struct client {
    address_key address;
    bool is_local = false;  ///< this machine itself, not through a proxy
    bool is_known = true;   ///< false: behind a proxy that does not say, or is not trusted to say, for whom
    bool is_vouched_for = false;  ///< a trusted proxy sent it: what else it writes into the header counts too
    bool came_plain = false;      ///< the trusted proxy says that it came to it over http
};

/// The proxies in front of this hall. Source: RFC 7239; docs/operating.md.
struct proxy_options {
    std::vector<address_range> trusted;
    std::string client_address_header = "X-Forwarded-For";  ///< or Forwarded
};

/// Finds out who is at the other end. Only what a trusted proxy writes is believed, and of a list of addresses the
/// rightmost one that is no trusted proxy: whatever stands left of it the client may have written itself.
class client_finder {
public:
    /// `is_proxy_expected`: the hall listens on loopback for an address elsewhere, so there must be a proxy.
    client_finder(proxy_options options, bool is_proxy_expected);

    client find(const ip_address& peer, const http_request& asked) const;

    bool is_trusted(const ip_address& peer) const;

    /// Nobody said which proxies to trust, and yet there is one.
    bool lacks_a_proxy() const { return is_proxy_expected_ && options_.trusted.empty(); }

private:
    std::vector<std::string_view> told_hops(const http_request& asked) const;

    proxy_options options_;
    bool is_proxy_expected_;
};

/// Whether a proxy has left its mark on a request.
bool is_passed_on(const http_request& asked);

}  // namespace jamhall::net
