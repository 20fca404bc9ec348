// SPDX-License-Identifier: Apache-2.0
#include "engine/net/client_address.hpp"

#include "engine/base/random.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace jamhall::net {
namespace asio = boost::asio;
namespace {

constexpr std::size_t address_size_max = 45;  // of IPv6 with IPv4 at its end

std::uint64_t mixed(std::uint64_t bits)
{
    bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBULL;
    return bits ^ (bits >> 31U);
}

bool begin_alike(const unsigned char* a, const unsigned char* b, unsigned bits)
{
    const unsigned whole = bits / 8;
    if (!std::equal(a, a + whole, b))
        return false;
    const unsigned rest = bits % 8;
    return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

bool is_port(std::string_view text)
{
    std::uint16_t port = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), port);
    return failed == std::errc{} && end == text.data() + text.size();
}

}  // namespace

ip_address as_itself(const ip_address& address)
{
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return address;
}

std::optional<ip_address> parse_address(std::string_view text)
{
    // A zone (fe80::1%eth0) means something on one machine only.
    if (text.size() > address_size_max || text.find('%') != std::string_view::npos)
        return std::nullopt;
    boost::system::error_code ec;
    const auto made = asio::ip::make_address(std::string{text}, ec);
    if (ec)
        return std::nullopt;
    return as_itself(made);
}

std::optional<ip_address> parse_node(std::string_view text)
{
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos)
            return std::nullopt;
        const std::string_view behind = text.substr(end + 1);
        if (!behind.empty() && (behind.front() != ':' || !is_port(behind.substr(1))))
            return std::nullopt;
        const std::string_view inside = text.substr(1, end - 1);
        return inside.find(':') == std::string_view::npos ? std::nullopt : parse_address(inside);
    }
    const auto colon = text.find(':');
    const bool is_v4_with_port = colon != std::string_view::npos && colon == text.rfind(':');
    if (!is_v4_with_port)
        return parse_address(text);
    if (!is_port(text.substr(colon + 1)))
        return std::nullopt;
    return parse_address(text.substr(0, colon));
}

address_key address_key::of(const ip_address& address)
{
    const ip_address itself = as_itself(address);
    if (itself.is_v4())
        return {itself.to_v4().to_uint(), false};
    address_key made{0, true};
    const auto bytes = itself.to_v6().to_bytes();
    for (std::size_t i = 0; i < 8; ++i)
        made.bits = made.bits << 8U | bytes[i];
    return made;
}

std::string written(const address_key& key)
{
    if (!key.is_v6)
        return boost::asio::ip::address_v4{static_cast<std::uint32_t>(key.bits)}.to_string();
    boost::asio::ip::address_v6::bytes_type bytes{};
    for (std::size_t i = 0; i < 8; ++i)
        bytes[i] = static_cast<std::uint8_t>(key.bits >> (56 - 8 * i));
    return boost::asio::ip::address_v6{bytes}.to_string() + "/64";
}

std::size_t address_key_hash::operator()(const address_key& key) const
{
    static const std::uint64_t seed = base::random_number();
    return mixed(mixed(key.bits ^ seed) + (key.is_v6 ? 1 : 0));
}

std::optional<address_range> address_range::parse(std::string_view text)
{
    const auto slash = text.find('/');
    const auto first = parse_address(text.substr(0, slash));
    if (!first)
        return std::nullopt;
    address_range made;
    made.first_ = *first;
    const unsigned most = first->is_v4() ? 32 : 128;
    made.bits_ = most;
    if (slash == std::string_view::npos)
        return made;
    const char* const last = text.data() + text.size();
    const auto [end, failed] = std::from_chars(text.data() + slash + 1, last, made.bits_);
    if (failed != std::errc{} || end != last || made.bits_ > most)
        return std::nullopt;
    return made;
}

bool address_range::contains(const ip_address& address) const
{
    const ip_address itself = as_itself(address);
    if (itself.is_v4() != first_.is_v4())
        return false;
    if (itself.is_v4())
        return begin_alike(itself.to_v4().to_bytes().data(), first_.to_v4().to_bytes().data(), bits_);
    return begin_alike(itself.to_v6().to_bytes().data(), first_.to_v6().to_bytes().data(), bits_);
}

}  // namespace jamhall::net
