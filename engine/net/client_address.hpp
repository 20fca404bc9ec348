// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/ip/address.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::net {

using ip_address = boost::asio::ip::address;

/// An address as itself: one that IPv6 writes for an IPv4 peer (::ffff:192.0.2.1) is that IPv4 address.
ip_address as_itself(const ip_address& address);

/// An address as a header or a config file writes it, without a port. Errors: nothing when it is none.
std::optional<ip_address> parse_address(std::string_view text);

/// An address as Forwarded and X-Forwarded-For write it: `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`,
/// `[2001:db8::1]:4711`. Errors: nothing for anything else, such as `unknown` or `_hidden`.
std::optional<ip_address> parse_node(std::string_view text);

/// What limits count a client by: an IPv4 address whole, of an IPv6 address the first 64 bits, which one household
/// has to itself.
struct address_key {
    std::uint64_t bits = 0;
    bool is_v6 = false;

    static address_key of(const ip_address& address);

    friend bool operator==(const address_key&, const address_key&) = default;
};

/// As the log writes it: 192.0.2.1, or 2001:db8::/64.
std::string written(const address_key& key);

/// Whoever chooses addresses cannot choose where they collide.
struct address_key_hash {
    std::size_t operator()(const address_key& key) const;
};

/// A block of addresses, such as 127.0.0.0/8 or ::1.
class address_range {
public:
    /// Errors: nothing when it is no ADDRESS or ADDRESS/BITS.
    static std::optional<address_range> parse(std::string_view text);

    bool contains(const ip_address& address) const;

private:
    ip_address first_;
    unsigned bits_ = 0;
};

}  // namespace jamhall::net
